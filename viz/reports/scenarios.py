"""`docs/scenarios.md`: what every scenario answers, in one sentence each and in one table, made from runs.

`python -m viz.reports scenarios` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from experiments.comparison.compare import (
    COMPARED_SEED,
    COMPARED_WORLDS,
    CONFIDENCE,
    Comparison,
    PairedDifference,
    comparisons,
)
from experiments.comparison.questions import Direction, Origin, Reading
from experiments.measures.pooled import Interval
from viz.common.markdown import DOCS, stamp, table
from viz.common.summary import percent
from viz.terminal.progress import progress

SCENARIOS_PAGE = DOCS / "scenarios.md"

ROUNDED = 9
"""Decimals at which an end that is 0 or 1 but for rounding is so."""

ORIGINS = {
    Origin.POSED: "Posed by a document as a possibility",
    Origin.IMPLIED: "Implied by negating a claim",
    Origin.OURS: "Raised by no document; after",
}
EXPECTED = {Direction.UP: "a rise", Direction.DOWN: "a fall"}
WAYS = {Direction.UP: "up", Direction.DOWN: "down"}
COLUMNS = (
    "Id",
    "Read",
    "Baseline",
    "Scenario",
    "Difference",
    "Error",
    "10 to 90 %",
    "Expected",
    "So in",
    "Interval",
    "Worlds",
)
NOTE = (
    "The first line of a scenario is its headline. 'Error' is the Monte Carlo error of the difference. 'So in' is the "
    "share of worlds that go the expected way; where "
    "none is expected, the way that more of them go. For a share of worlds it counts those in which the scenario makes "
    "the difference. Where fewer worlds than all are compared, it is those whose regime stands in both runs."
)


def page(found: Iterable[Comparison], *, worlds: int, seed: int) -> str:
    """The whole page, from the answers to all scenarios."""
    every = tuple(found)
    return "\n\n".join([_head(worlds, seed), *map(section, every), _kept_apart(every), _numbers(every)]) + "\n"


def _head(worlds: int, seed: int) -> str:
    return f"""# Scenarios: what they answer

Every scenario is compared with the baseline, world by world, with the same random numbers and parameter values:
{worlds:,} worlds of each, seed {seed}. What each is read by, and what the documents lead one to expect, stands under
`read:` in its file in `scenarios/`. A number is the median of the differences (their mean where it says "on average"),
with the eight worlds in ten in the middle of them; it goes one way in so many worlds, with Wilson's
{percent(CONFIDENCE)} interval. Interval and Monte Carlo error depend on the number of worlds and not on the truth of
the model: the error is the standard error of the difference, and a difference of less than two of them counts as none.
Shares of worlds are compared as shares.

"Hardly" means a difference below 0.01 (for bids, below one).

{stamp("scenarios")}"""


def section(comparison: Comparison) -> str:
    """One scenario: its question, its answer, where it comes from and what the model lacks for it."""
    question, scenario = comparison.question, comparison.scenario
    source = f"{ORIGINS[question.origin]} ({', '.join(question.texts)})"
    parts = [
        f"## {question.id}. {scenario.title}\n\n`{scenario.name}`. {scenario.question}",
        f"**{sentence(comparison.headline)}**",
        also_moved(comparison),
        f"Expected: {expectation(comparison.headline.reading)} {source}.",
    ]
    return "\n\n".join([*parts, f"Missing in today's model: {question.missing}"] if question.missing else parts)


def also_moved(comparison: Comparison) -> str:
    """What else was read and did move, with the level in the scenario and in the baseline."""
    moved = [pair for pair in comparison.differences[1:] if pair.goes is not Direction.OPEN]
    lines = [f"{f.reading.name}: {_level(f, f.with_it)} instead of {_level(f, f.without)}" for f in moved]
    return f"Also moved: {'; '.join(lines)}." if lines else "Of what else was read, nothing moved."


def expectation(reading: Reading) -> str:
    """What the documents lead one to expect, and why."""
    expected = EXPECTED.get(reading.expects, "neither a rise nor a fall")
    return f"{expected}. {reading.words['why'] if reading.words else ''}".rstrip()


def sentence(pair: PairedDifference) -> str:
    """The headline as one sentence, or two where the documents lead one to expect something else."""
    words, goes = pair.reading.words or {}, pair.goes
    case = {Direction.UP: "up", Direction.DOWN: "down", Direction.OPEN: "hardly"}[goes]
    text = f"{words[case]}: {_size(pair, words['when'])}"
    if goes is Direction.OPEN:
        return f"{text}; {_small(pair)}."
    share, interval = pair.probability(goes)
    turned = "; it makes the difference" if pair.reading.of is None else ","
    against = goes * pair.reading.expects < 0
    rest = " The documents lead one to expect the opposite." if against else ""
    return f"{text}{turned} in {percent(share)} of worlds ({span(interval)}).{rest}"


def _size(pair: PairedDifference, when: str) -> str:
    error = f"Monte Carlo error {_error(pair)}"
    if pair.reading.of is None:
        return f"in {percent(pair.with_it)} of worlds {when} instead of {percent(pair.without)} ({error})"
    low, middle, high = (_signed(pair, value) for value in (pair.low, pair.difference, pair.high))
    mean = " on average" if pair.reading.by_mean else ""
    if low == high:
        return f"{'no difference' if middle == _signed(pair, 0.0) else middle} {when} in eight worlds of ten ({error})"
    return f"{middle}{mean} {when} (eight in ten worlds between {low} and {high}; {error})"


def _small(pair: PairedDifference) -> str:
    """In how many worlds a number that hardly moves does move."""
    share, interval = pair.probability(pair.reported, clearly=True)
    if pair.reading.of is None:
        return f"it makes the difference in {percent(share)} of worlds ({span(interval)})"
    return f"{WAYS[pair.reported]} by {pair.reading.least:g} or more in {percent(share)} of worlds ({span(interval)})"


def _error(pair: PairedDifference) -> str:
    if pair.reading.of is None:
        return f"{_above_nothing(100 * pair.error, 1)} points"
    return _above_nothing(pair.error, 1 if pair.reading.least >= 1 else 4)


def _above_nothing(size: float, decimals: int) -> str:
    """A size with so many decimals; what rounds to nothing is below the last of them."""
    return f"{size:.{decimals}f}" if round(size, decimals) > 0 else f"<{10**-decimals:.{decimals}f}"


def span(interval: Interval) -> str:
    """An interval of a share in whole per cent, e.g. ``96 to 98``."""
    low, high = (percent(round(end, ROUNDED)).removesuffix(" %") for end in interval)
    return f"{low} to {high}"


def _signed(pair: PairedDifference, value: float) -> str:
    """A difference with its sign, and no sign before nothing; counts of things without decimals."""
    text = f"{value:+.0f}" if pair.reading.least >= 1 else f"{value:+.2f}"
    return text if float(text) else text[1:]


def _kept_apart(every: Iterable[Comparison]) -> str:
    groups: dict[str, list[str]] = {"Against the expectation:": [], "Hardly moved:": []}
    for comparison in every:
        expected = [f for f in comparison.differences if f.reading.expects and f.goes is not f.reading.expects]
        still = [f.reading.name for f in expected if f.goes is Direction.OPEN]
        against = [f.reading.name for f in expected if f.goes is not Direction.OPEN]
        for group, names in zip(groups.values(), (against, still), strict=True):
            group.extend([f"- {comparison.question.id}: {'; '.join(names)}"] if names else [])
    parts = [f"{group}\n\n" + "\n".join(lines or ["- nothing"]) for group, lines in groups.items()]
    return "\n\n".join(["## What does not come out as the documents lead one to expect", *parts])


def _numbers(every: Iterable[Comparison]) -> str:
    rows = [row for comparison in every for row in _rows(comparison)]
    return f"## All numbers\n\n{NOTE}\n\n{table(COLUMNS, rows)}".rstrip()


def _rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    for place, pair in enumerate(comparison.differences):
        share, interval = pair.probability(pair.reported)
        expects = pair.reading.expects
        yield (
            comparison.question.id if place == 0 else "",
            pair.reading.name,
            _level(pair, pair.without),
            _level(pair, pair.with_it),
            _points(pair) if pair.reading.of is None else _signed(pair, pair.difference),
            _error(pair),
            _spread(pair),
            WAYS[expects] if expects else "open",
            f"{percent(share)}{'' if expects else f' ({WAYS[pair.reported]})'}",
            span(interval),
            str(pair.worlds),
        )


def _spread(pair: PairedDifference) -> str:
    if pair.reading.of is None:
        return ""
    return f"{_signed(pair, pair.low)} to {_signed(pair, pair.high)}"


def _level(pair: PairedDifference, value: float) -> str:
    if pair.reading.of is None:
        return percent(value)
    return f"{value:.0f}" if pair.reading.least >= 1 else f"{round(value, 2) + 0.0:.2f}"


def _points(pair: PairedDifference) -> str:
    points = round(100 * pair.difference)
    return f"{points:+d} point{'' if abs(points) == 1 else 's'}" if points else "0 points"


def write() -> None:
    """Write the page anew, and say on stderr how far it is."""
    with progress("Running the scenarios", quiet=False) as tell:
        found = list(comparisons(progress=tell))
    SCENARIOS_PAGE.write_text(page(found, worlds=COMPARED_WORLDS, seed=COMPARED_SEED), encoding="utf-8")
