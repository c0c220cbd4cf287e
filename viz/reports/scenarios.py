"""`docs/scenarios.md`: what every scenario answers, in one sentence each and in one table, made from runs."""

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
from model.core.files import write_whole
from viz.common.markdown import DOCS, bullets, joined, stamp, table
from viz.common.summary import percent
from viz.common.words import two_decimals
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
COLUMNS = "Id, Read, Baseline, Scenario, Difference, Error, 10 to 90 %, Expected, So in, Interval, Worlds, Left out"
NOTE = (
    "The first line of a scenario is its headline. 'Error' is the Monte Carlo error of the difference. 'So in' is the "
    "share of worlds that change in the expected direction; where none is expected, in the more frequent one. For a "
    "share of worlds it counts those in which the scenario makes the difference. 'Worlds' is the number compared: they "
    "have the number in both runs and meet the scenario's condition, if it has one. 'Left out' is the share of the "
    "others, whose regime has fallen in at least one of the two runs, so that they have no alignment."
)


def page(answered: Iterable[Comparison], *, worlds: int, seed: int) -> str:
    """The whole page, from the answers to all scenarios."""
    every = tuple(answered)
    numbers = (
        "## All numbers",
        NOTE,
        table(COLUMNS.split(", "), [row for comparison in every for row in _rows(comparison)]),
    )
    return joined(_head(worlds, seed), *map(section, every), _unexpected(every), *numbers) + "\n"


def _head(worlds: int, seed: int) -> str:
    return f"""# Scenarios: questions and answers

Every scenario is run beside the baseline with the same random numbers, {worlds:,} worlds of each, seed {seed}, and the
two are compared world by world. The key `read:` of each file in `scenarios/` says which numbers are compared and what
the documents lead one to expect. A number is the median of the differences (their mean where it says "on average"),
with the interval that holds the middle eight worlds in ten, and the share of worlds that change in that direction, with
Wilson's {percent(CONFIDENCE)} interval. Interval and Monte Carlo error depend on the number of worlds and not on the
truth of the model: the error is the standard error of the difference, and a difference of less than two of them counts
as none.
Shares of worlds are compared as shares. An alignment exists only while the regime stands: it is compared in the worlds
that stand in both runs, and the share of the others, which are left out, is given.

"Hardly" means a difference below 0.01 (for bids, below one).

{stamp("scenarios")}"""


def section(comparison: Comparison) -> str:
    """One scenario: its question, its answer, where it comes from and what the model lacks for it."""
    question, scenario = comparison.question, comparison.scenario
    source = f"{ORIGINS[question.origin]} ({', '.join(question.texts)})."
    return joined(
        f"## {question.id}. {scenario.title}",
        f"`{scenario.name}`. {scenario.question}",
        f"**{sentence(comparison.headline)}**",
        also_moved(comparison),
        f"Expected: {expectation(comparison.headline.reading)} {source}",
        *([f"Missing in today's model: {question.missing}"] if question.missing else []),
    )


def also_moved(comparison: Comparison) -> str:
    """What else was read and changed, with the level in the scenario and in the baseline."""
    moved = [pair for pair in comparison.differences[1:] if pair.goes is not Direction.OPEN]
    texts = [f"{f.reading.name}: {_level(f, f.with_it)} instead of {_level(f, f.without)}" for f in moved]
    return f"Other changes: {'; '.join(texts)}." if texts else "No other number that was read changed."


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
        return f"{text}; {_small(pair)}{_left_out(pair)}."
    share, interval = pair.probability(goes)
    makes = "; it makes the difference" if pair.reading.measure is None else ","
    opposite = " The documents lead one to expect the opposite." if goes * pair.reading.expects < 0 else ""
    return f"{text}{makes} in {percent(share)} of worlds ({span(interval)}){_left_out(pair)}.{opposite}"


def _left_out(pair: PairedDifference) -> str:
    return f"; {percent(pair.left_out)} of worlds are left out" if pair.left_out > 0.0 else ""


def _size(pair: PairedDifference, when: str) -> str:
    error = f"Monte Carlo error {_error(pair)}"
    if pair.reading.measure is None:
        return f"in {percent(pair.with_it)} of worlds {when} instead of {percent(pair.without)} ({error})"
    low, middle, high = (_signed(pair, value) for value in (pair.low, pair.difference, pair.high))
    if low == high:
        middle = "no difference" if middle == _signed(pair, 0.0) else middle
        return f"{middle} {when} in eight worlds of ten ({error})"
    mean = " on average" if pair.reading.by_mean else ""
    return f"{middle}{mean} {when} (eight in ten worlds between {low} and {high}; {error})"


def _small(pair: PairedDifference) -> str:
    """In how many worlds a number that hardly moves does move."""
    share, interval = pair.probability(pair.reported, clearly=True)
    way = f"{WAYS[pair.reported]} by {pair.reading.least:g} or more"
    makes = "it makes the difference" if pair.reading.measure is None else way
    return f"{makes} in {percent(share)} of worlds ({span(interval)})"


def _error(pair: PairedDifference) -> str:
    """The Monte Carlo error; one that rounds to nothing is below the last decimal."""
    points = pair.reading.measure is None
    size, decimals = (100 * pair.error, 1) if points else (pair.error, 1 if _counts(pair) else 4)
    text = f"{size:.{decimals}f}" if round(size, decimals) > 0 else f"<{10**-decimals:.{decimals}f}"
    return f"{text} points" if points else text


def _counts(pair: PairedDifference) -> bool:
    """Whether what is read is a number of things, printed without decimals."""
    return pair.reading.least >= 1


def span(interval: Interval) -> str:
    """An interval of a share in whole per cent, e.g. ``96 to 98``."""
    low, high = (percent(round(end, ROUNDED)).removesuffix(" %") for end in interval)
    return f"{low} to {high}"


def _signed(pair: PairedDifference, value: float) -> str:
    """A difference with its sign, and no sign before nothing."""
    text = f"{value:+.0f}" if _counts(pair) else f"{value:+.2f}"
    return text if float(text) else text[1:]


def _unexpected(every: Iterable[Comparison]) -> str:
    against: list[str] = []
    still: list[str] = []
    for comparison in every:
        other = [f for f in comparison.differences if f.reading.expects and f.goes is not f.reading.expects]
        for lines, open_ in ((against, False), (still, True)):
            names = [f.reading.name for f in other if (f.goes is Direction.OPEN) is open_]
            lines += [f"{comparison.question.id}: {'; '.join(names)}"] if names else []
    return joined(
        "## Results that differ from what the documents lead one to expect",
        "Against the expectation:",
        bullets(against, "nothing"),
        "Hardly moved:",
        bullets(still, "nothing"),
    )


def _rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    for position, pair in enumerate(comparison.differences):
        share, interval = pair.probability(pair.reported)
        expects = pair.reading.expects
        is_share, spread = pair.reading.measure is None, (pair.low, pair.high)
        yield (
            "" if position else comparison.question.id,
            pair.reading.name,
            _level(pair, pair.without),
            _level(pair, pair.with_it),
            _points(pair) if is_share else _signed(pair, pair.difference),
            _error(pair),
            "" if is_share else " to ".join(_signed(pair, end) for end in spread),
            WAYS[expects] if expects else "open",
            f"{percent(share)}{'' if expects else f' ({WAYS[pair.reported]})'}",
            span(interval),
            str(pair.worlds),
            percent(pair.left_out),
        )


def _level(pair: PairedDifference, value: float) -> str:
    if pair.reading.measure is None:
        return percent(value)
    return f"{value:.0f}" if _counts(pair) else two_decimals(value)


def _points(pair: PairedDifference) -> str:
    points = round(100 * pair.difference)
    return f"{points:+d} point{'' if abs(points) == 1 else 's'}" if points else "0 points"


def write() -> None:
    """Write the page anew, with progress on standard error."""
    with progress("Running the scenarios", quiet=False) as advance:
        answered = list(comparisons(progress=advance))
    write_whole(SCENARIOS_PAGE, page(answered, worlds=COMPARED_WORLDS, seed=COMPARED_SEED))
