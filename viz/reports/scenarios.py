"""`docs/scenarios.md`: what every scenario comparisons, in one sentence each and in one table, made from runs."""

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
    "share of worlds that go the expected way; where none is expected, the way that more of them go. For a share of "
    "worlds it counts those in which the scenario makes the difference. Where fewer than all worlds are compared, they "
    "are those whose regime stands in both runs."
)


def page(answered: Iterable[Comparison], *, worlds: int, seed: int) -> str:
    """The whole page, from the comparisons to all scenarios."""
    every = tuple(answered)
    numbers = ("## All numbers", NOTE, table(COLUMNS, [row for answer in every for row in _rows(answer)]))
    return joined(_head(worlds, seed), *map(section, every), _unexpected(every), *numbers) + "\n"


def _head(worlds: int, seed: int) -> str:
    return f"""# Scenarios: what they answer

Every scenario is run beside the baseline with the same random numbers, {worlds:,} worlds of each, seed {seed}, and the
two are compared world by world. What each is read by, and what the documents lead one to expect, stands under `read:`
in its file in `scenarios/`. A number is the median of the differences (their mean where it says "on average"), with the
eight worlds in ten in the middle of them; then comes the share of worlds that go that way, with Wilson's
{percent(CONFIDENCE)} interval. Interval and Monte Carlo error depend on the number of worlds and not on the truth of
the model: the error is the standard error of the difference, and a difference of less than two of them counts as none.
Shares of worlds are compared as shares.

"Hardly" means a difference below 0.01 (for bids, below one).

{stamp("scenarios")}"""


def section(answer: Comparison) -> str:
    """One scenario: its question, its answer, where it comes from and what the model lacks for it."""
    question, scenario = answer.question, answer.scenario
    source = f"{ORIGINS[question.origin]} ({', '.join(question.texts)})."
    return joined(
        f"## {question.id}. {scenario.title}",
        f"`{scenario.name}`. {scenario.question}",
        f"**{sentence(answer.headline)}**",
        also_moved(answer),
        f"Expected: {expectation(answer.headline.reading)} {source}",
        *([f"Missing in today's model: {question.missing}"] if question.missing else []),
    )


def also_moved(answer: Comparison) -> str:
    """What else was read and did move, with the level in the scenario and in the baseline."""
    moved = [finding for finding in answer.differences[1:] if finding.goes is not Direction.OPEN]
    texts = [f"{f.reading.name}: {_level(f, f.with_it)} instead of {_level(f, f.without)}" for f in moved]
    return f"Also moved: {'; '.join(texts)}." if texts else "Of what else was read, nothing moved."


def expectation(reading: Reading) -> str:
    """What the documents lead one to expect, and why."""
    expected = EXPECTED.get(reading.expects, "neither a rise nor a fall")
    return f"{expected}. {reading.words['why'] if reading.words else ''}".rstrip()


def sentence(finding: PairedDifference) -> str:
    """The headline as one sentence, or two where the documents lead one to expect something else."""
    words, goes = finding.reading.words or {}, finding.goes
    case = {Direction.UP: "up", Direction.DOWN: "down", Direction.OPEN: "hardly"}[goes]
    text = f"{words[case]}: {_size(finding, words['when'])}"
    if goes is Direction.OPEN:
        return f"{text}; {_small(finding)}."
    share, interval = finding.probability(goes)
    makes = "; it makes the difference" if finding.reading.of is None else ","
    opposite = " The documents lead one to expect the opposite." if goes * finding.reading.expects < 0 else ""
    return f"{text}{makes} in {percent(share)} of worlds ({span(interval)}).{opposite}"


def _size(finding: PairedDifference, when: str) -> str:
    error = f"Monte Carlo error {_error(finding)}"
    if finding.reading.of is None:
        return f"in {percent(finding.with_it)} of worlds {when} instead of {percent(finding.without)} ({error})"
    low, middle, high = (_signed(finding, value) for value in (finding.low, finding.difference, finding.high))
    if low == high:
        middle = "no difference" if middle == _signed(finding, 0.0) else middle
        return f"{middle} {when} in eight worlds of ten ({error})"
    mean = " on average" if finding.reading.by_mean else ""
    return f"{middle}{mean} {when} (eight in ten worlds between {low} and {high}; {error})"


def _small(finding: PairedDifference) -> str:
    """In how many worlds a number that hardly moves does move."""
    share, interval = finding.probability(finding.reported, clearly=True)
    way = f"{WAYS[finding.reported]} by {finding.reading.least:g} or more"
    makes = "it makes the difference" if finding.reading.of is None else way
    return f"{makes} in {percent(share)} of worlds ({span(interval)})"


def _error(finding: PairedDifference) -> str:
    """The Monte Carlo error; one that rounds to nothing is below the last decimal."""
    points = finding.reading.of is None
    size, decimals = (100 * finding.error, 1) if points else (finding.error, 1 if _counts(finding) else 4)
    text = f"{size:.{decimals}f}" if round(size, decimals) > 0 else f"<{10**-decimals:.{decimals}f}"
    return f"{text} points" if points else text


def _counts(finding: PairedDifference) -> bool:
    """Whether what is read is a number of things, printed without decimals."""
    return finding.reading.least >= 1


def span(interval: Interval) -> str:
    """An interval of a share in whole per cent, e.g. ``96 to 98``."""
    low, high = (percent(round(end, ROUNDED)).removesuffix(" %") for end in interval)
    return f"{low} to {high}"


def _signed(finding: PairedDifference, value: float) -> str:
    """A difference with its sign, and no sign before nothing."""
    text = f"{value:+.0f}" if _counts(finding) else f"{value:+.2f}"
    return text if float(text) else text[1:]


def _unexpected(every: Iterable[Comparison]) -> str:
    against: list[str] = []
    still: list[str] = []
    for answer in every:
        other = [f for f in answer.differences if f.reading.expects and f.goes is not f.reading.expects]
        for lines, open_ in ((against, False), (still, True)):
            names = [f.reading.name for f in other if (f.goes is Direction.OPEN) is open_]
            lines += [f"{answer.question.id}: {'; '.join(names)}"] if names else []
    return joined(
        "## What does not come out as the documents lead one to expect",
        "Against the expectation:",
        bullets(against, "nothing"),
        "Hardly moved:",
        bullets(still, "nothing"),
    )


def _rows(answer: Comparison) -> Iterator[tuple[str, ...]]:
    for position, finding in enumerate(answer.differences):
        share, interval = finding.probability(finding.reported)
        expects = finding.reading.expects
        is_share, spread = finding.reading.of is None, (finding.low, finding.high)
        yield (
            "" if position else answer.question.id,
            finding.reading.name,
            _level(finding, finding.without),
            _level(finding, finding.with_it),
            _points(finding) if is_share else _signed(finding, finding.difference),
            _error(finding),
            "" if is_share else " to ".join(_signed(finding, end) for end in spread),
            WAYS[expects] if expects else "open",
            f"{percent(share)}{'' if expects else f' ({WAYS[finding.reported]})'}",
            span(interval),
            str(finding.worlds),
        )


def _level(finding: PairedDifference, value: float) -> str:
    if finding.reading.of is None:
        return percent(value)
    return f"{value:.0f}" if _counts(finding) else two_decimals(value)


def _points(finding: PairedDifference) -> str:
    points = round(100 * finding.difference)
    return f"{points:+d} point{'' if abs(points) == 1 else 's'}" if points else "0 points"


def write() -> None:
    """Write the page anew, with progress on standard error."""
    with progress("Running the scenarios", quiet=False) as advance:
        answered = list(comparisons(progress=advance))
    SCENARIOS_PAGE.write_text(page(answered, worlds=COMPARED_WORLDS, seed=COMPARED_SEED), encoding="utf-8")
