"""`docs/scenarios.md`: what every scenario answers, in one sentence each and in one table, made from runs.

`python -m viz.reports scenarios` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from experiments.comparison.compare import ANSWER_SEED, ANSWER_WORLDS, CONFIDENCE, Answer, Finding, answers
from experiments.comparison.questions import Direction, Origin, Reading
from experiments.measures.pooled import Interval
from model.core.files import write_whole
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


def page(found: Iterable[Answer], *, worlds: int, seed: int) -> str:
    """The whole page, from the answers to all scenarios."""
    every = tuple(found)
    return "\n\n".join([_head(worlds, seed), *map(section, every), _kept_apart(every), _numbers(every)]) + "\n"


def _head(worlds: int, seed: int) -> str:
    return f"""# Scenarios: what they answer

Every scenario is run beside the baseline with the same luck and the same numbers, {worlds:,} worlds of each, seed
{seed}, and the two are compared world by world. What each is read by, and what the documents lead one to expect, stands
under `read:` in its file in `scenarios/`. A number is the median of the differences (their mean where it says "on
average"), with the eight worlds in ten in the middle of them; it goes one way in so many worlds, with Wilson's
{percent(CONFIDENCE)} interval. Interval and Monte Carlo error depend on the number of worlds and not on the truth of
the model: the error is the standard error of the difference, and a difference of less than two of them counts as none.
Shares of worlds are compared as shares.

"Hardly" means a difference below 0.01 (for bids, below one).

{stamp("scenarios")}"""


def section(answer: Answer) -> str:
    """One scenario: its question, its answer, where it comes from and what the model lacks for it."""
    question, scenario = answer.question, answer.scenario
    parts = [
        f"## {question.id}. {scenario.title}\n\n`{scenario.name}`. {scenario.question}",
        f"**{sentence(answer.headline)}**",
        also_moved(answer),
        f"Expected: {expectation(answer.headline.reading)} {ORIGINS[question.origin]} ({', '.join(question.texts)}).",
    ]
    return "\n\n".join([*parts, f"Missing in today's model: {question.missing}"] if question.missing else parts)


def also_moved(answer: Answer) -> str:
    """What else was read and did move, with the level in the scenario and in the baseline."""
    moved = [finding for finding in answer.findings[1:] if finding.goes is not Direction.OPEN]
    told = [f"{f.reading.name}: {_level(f, f.with_it)} instead of {_level(f, f.without)}" for f in moved]
    return f"Also moved: {'; '.join(told)}." if told else "Of what else was read, nothing moved."


def expectation(reading: Reading) -> str:
    """What the documents lead one to expect, and why."""
    expected = EXPECTED.get(reading.expects, "neither a rise nor a fall")
    return f"{expected}. {reading.words['why'] if reading.words else ''}".rstrip()


def sentence(finding: Finding) -> str:
    """The headline as one sentence, or two where the documents lead one to expect something else."""
    words, goes = finding.reading.words or {}, finding.goes
    case = {Direction.UP: "up", Direction.DOWN: "down", Direction.OPEN: "hardly"}[goes]
    told = f"{words[case]}: {_size(finding, words['when'])}"
    if goes is Direction.OPEN:
        return f"{told}; {_small(finding)}."
    share, interval = finding.probability(goes)
    turned = "; it makes the difference" if finding.reading.of is None else ","
    against = goes * finding.reading.expects < 0
    rest = " The documents lead one to expect the opposite." if against else ""
    return f"{told}{turned} in {percent(share)} of worlds ({span(interval)}).{rest}"


def _size(finding: Finding, when: str) -> str:
    error = f"Monte Carlo error {_error(finding)}"
    if finding.reading.of is None:
        return f"in {percent(finding.with_it)} of worlds {when} instead of {percent(finding.without)} ({error})"
    low, middle, high = (_signed(finding, value) for value in (finding.low, finding.difference, finding.high))
    mean = " on average" if finding.reading.by_mean else ""
    if low == high:
        return (
            f"{'no difference' if middle == _signed(finding, 0.0) else middle} {when} in eight worlds of ten ({error})"
        )
    return f"{middle}{mean} {when} (eight in ten worlds between {low} and {high}; {error})"


def _small(finding: Finding) -> str:
    """In how many worlds a number that hardly moves does move."""
    share, interval = finding.probability_clearly(finding.asked)
    if finding.reading.of is None:
        return f"it makes the difference in {percent(share)} of worlds ({span(interval)})"
    return (
        f"{WAYS[finding.asked]} by {finding.reading.least:g} or more in {percent(share)} of worlds ({span(interval)})"
    )


def _error(finding: Finding) -> str:
    if finding.reading.of is None:
        return f"{_above_nothing(100 * finding.error, 1)} points"
    return _above_nothing(finding.error, 1 if finding.reading.least >= 1 else 4)


def _above_nothing(size: float, decimals: int) -> str:
    """A size with so many decimals; what rounds to nothing is below the last of them."""
    return f"{size:.{decimals}f}" if round(size, decimals) > 0 else f"<{10**-decimals:.{decimals}f}"


def span(interval: Interval) -> str:
    """An interval of a share in whole per cent, e.g. ``96 to 98``."""
    low, high = (percent(round(end, ROUNDED)).removesuffix(" %") for end in interval)
    return f"{low} to {high}"


def _signed(finding: Finding, value: float) -> str:
    """A difference with its sign, and no sign before nothing; counts of things without decimals."""
    text = f"{value:+.0f}" if finding.reading.least >= 1 else f"{value:+.2f}"
    return text if float(text) else text[1:]


def _kept_apart(every: Iterable[Answer]) -> str:
    groups: dict[str, list[str]] = {"Against the expectation:": [], "Hardly moved:": []}
    for answer in every:
        expected = [f for f in answer.findings if f.reading.expects and f.goes is not f.reading.expects]
        still = [f.reading.name for f in expected if f.goes is Direction.OPEN]
        against = [f.reading.name for f in expected if f.goes is not Direction.OPEN]
        for group, names in zip(groups.values(), (against, still), strict=True):
            group.extend([f"- {answer.question.id}: {'; '.join(names)}"] if names else [])
    told = [f"{group}\n\n" + "\n".join(lines or ["- nothing"]) for group, lines in groups.items()]
    return "\n\n".join(["## What does not come out as the documents lead one to expect", *told])


def _numbers(every: Iterable[Answer]) -> str:
    rows = [row for answer in every for row in _rows(answer)]
    return f"## All numbers\n\n{NOTE}\n\n{table(COLUMNS, rows)}".rstrip()


def _rows(answer: Answer) -> Iterator[tuple[str, ...]]:
    for place, finding in enumerate(answer.findings):
        share, interval = finding.probability(finding.asked)
        expects = finding.reading.expects
        yield (
            answer.question.id if place == 0 else "",
            finding.reading.name,
            _level(finding, finding.without),
            _level(finding, finding.with_it),
            _points(finding) if finding.reading.of is None else _signed(finding, finding.difference),
            _error(finding),
            _spread(finding),
            WAYS[expects] if expects else "open",
            f"{percent(share)}{'' if expects else f' ({WAYS[finding.asked]})'}",
            span(interval),
            str(finding.worlds),
        )


def _spread(finding: Finding) -> str:
    if finding.reading.of is None:
        return ""
    return f"{_signed(finding, finding.low)} to {_signed(finding, finding.high)}"


def _level(finding: Finding, value: float) -> str:
    if finding.reading.of is None:
        return percent(value)
    return f"{value:.0f}" if finding.reading.least >= 1 else f"{round(value, 2) + 0.0:.2f}"


def _points(finding: Finding) -> str:
    points = round(100 * finding.difference)
    return f"{points:+d} point{'' if abs(points) == 1 else 's'}" if points else "0 points"


def write() -> None:
    """Write the page anew, and say on stderr how far it is."""
    with progress("Living the scenarios", quiet=False) as tell:
        found = list(answers(told=tell))
    write_whole(SCENARIOS_PAGE, page(found, worlds=ANSWER_WORLDS, seed=ANSWER_SEED))
