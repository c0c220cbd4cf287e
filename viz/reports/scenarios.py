"""`docs/scenarios.md`: what every scenario answers, in one sentence each and in one table, made from runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from experiments.comparison.answers import COMPARED_SEED, COMPARED_WORLDS, answers
from experiments.comparison.bands import Band, bands
from experiments.comparison.compare import Comparison
from experiments.comparison.paired import CONFIDENCE, PairedDifference
from experiments.comparison.questions import Direction, Origin, Question, Reading
from model.core.files import write_whole
from model.runs.world_lists import listed_at_most
from model.scenario.scenario import Sampling, Scenario
from viz.common.markdown import DOCS, bullets, joined, prose, stamp, table
from viz.common.summary import percent
from viz.common.words import two_decimals
from viz.figures.bands import band_figure
from viz.figures.frame import save_figure
from viz.sentences.effect_text import effect_sentence, second_line
from viz.sentences.paired_text import WAYS, error_text, level_text, points, sentence, signed, span
from viz.terminal.progress import progress

SCENARIOS_PAGE, FIGURE = DOCS / "scenarios.md", DOCS / "bands.svg"
LAST = "2026-12"
"""Last month of the bands."""
SAMPLINGS = (Sampling.PRIOR, Sampling.CONDITIONED)
WORLDS_OF = {Sampling.PRIOR: "all prior worlds", Sampling.CONDITIONED: "worlds that agree with the record"}

ORIGINS = {
    Origin.POSED: "Posed by a document as a possibility",
    Origin.IMPLIED: "Implied by negating a claim",
    Origin.OURS: "Raised by no document; after",
}
EXPECTED = {Direction.UP: "a rise", Direction.DOWN: "a fall"}
COLUMNS = "Id, Read, Baseline, Scenario, Difference, Error, 10 to 90 %, Expected, So in, Interval, Worlds, Left out"
NOTE = (
    "The first line of a scenario is its headline. 'Error' is the Monte Carlo error of the difference. 'So in' is the "
    "share of worlds that change in the expected direction; where none is expected, in the more frequent one. For a "
    "share of worlds it counts those in which the scenario makes the difference. 'Worlds' is the number compared: they "
    "have the number in both runs and meet the scenario's condition, if it has one. 'Left out' is the share of the "
    "others, whose regime has fallen in at least one of the two runs, so that they have no alignment."
)


@dataclass(frozen=True)
class Answer:
    """What one scenario answers.

    Attributes:
        sentence: What `tightrope compare` says first.
        more: Its second line.
        differences: The numbers that the scenario is read by, the headline first.
    """

    question: Question
    scenario: Scenario
    sentence: str
    more: str
    differences: tuple[PairedDifference, ...]

    @property
    def headline(self) -> PairedDifference:
        """The one number it is read by."""
        return self.differences[0]


@dataclass(frozen=True)
class Answers:
    """The answers to all questions, twice.

    Attributes:
        answered: Sampling -> answers, the same questions in the same order.
        bands: Sampling -> where the baseline goes.
        seed: Seed of all runs.
    """

    answered: Mapping[Sampling, tuple[Answer, ...]]
    bands: Mapping[Sampling, Band]
    seed: int


SIDES = (
    "Id",
    "Read",
    "Prior",
    "10 to 90 %",
    "Worlds",
    "Conditioned",
    "10 to 90 %",
    "Worlds",
    "Where they differ",
)
BESIDE = (
    "The headline of every scenario: its difference from the baseline in all prior worlds and in those that agree with "
    "the record, and the share of worlds that go the expected way (where none is expected, the more frequent one)."
)
AHEAD = (
    "Worlds whose regime stands; those that have fallen beside it. After 2021 the drivers keep their values and no "
    "fact conditions the worlds."
)


def page(answers: Answers) -> str:
    """The whole page."""
    both = tuple(zip(*(answers.answered[sampling] for sampling in SAMPLINGS), strict=True))
    answered, by = answers.answered[Sampling.CONDITIONED], "in worlds that agree with the record"
    numbers = [
        part
        for sampling in reversed(SAMPLINGS)
        for part in (
            f"## All numbers, {WORLDS_OF[sampling]}",
            table(COLUMNS.split(", "), [row for comparison in answers.answered[sampling] for row in _rows(comparison)]),
        )
    ]
    beside = ("## Side by side", prose(BESIDE), table(SIDES, map(_sides, both)))
    where = ("## The baseline", f"![Bands of the headline]({FIGURE.name})", _bands(answers.bands))
    sections = (section(prior, conditioned) for prior, conditioned in both)
    return joined(_head(answers), *beside, *where, *sections, _unexpected(answered, by), NOTE, *numbers) + "\n"


def _head(answers: Answers) -> str:
    worlds = {sampling: answers.bands[sampling].worlds for sampling in SAMPLINGS}
    return f"""# Scenarios: questions and answers

Every scenario is run beside the baseline with the same random numbers, seed {answers.seed}, and the two are compared
world by world: in {worlds[Sampling.PRIOR]:,} prior worlds, which say what ignorance alone leaves open, and in
{worlds[Sampling.CONDITIONED]:,} worlds whose baseline agrees with the documented record, which could have been ours.
The second answer is the one that counts. The key `read:` of each file in `scenarios/` says which numbers are compared
and what the documents lead one to expect. A number is the median of the differences (their mean where it says "on
average"), with the interval that holds the middle eight worlds in ten, and the share of worlds that change in that
direction, with Wilson's {percent(CONFIDENCE)} interval. Interval and Monte Carlo error depend on the number of worlds
and not on the truth of the model: the error is the standard error of the difference, and a difference of less than two
of them counts as none.
Shares of worlds are compared as shares. An alignment exists only while the regime stands: it is compared in the worlds
that stand in both runs, and the share of the others, which are left out, is given.

"Hardly" means a difference below 0.01 (for bids, below one).

{stamp("scenarios")}"""


def _sides(both: tuple[Answer, ...]) -> tuple[str, ...]:
    """The headline of one question in all prior worlds and in those that agree with the record."""
    pairs = [comparison.headline for comparison in both]
    cells = [cell for pair in pairs for cell in _side(pair)]
    goes = [pair.goes for pair in pairs]
    same = "" if goes[0] is goes[1] else f"{_way(goes[0])} before, {_way(goes[1])} after"
    return both[0].question.id, pairs[0].reading.name, *cells, same


def _side(pair: PairedDifference) -> tuple[str, str, str]:
    share, _ = pair.probability(pair.reported)
    if pair.reading.measure is None:
        return points(pair), "", f"{percent(share)} {WAYS[pair.reported]}"
    ends = " to ".join(signed(pair, end) for end in (pair.low, pair.high))
    return signed(pair, pair.difference), ends, f"{percent(share)} {WAYS[pair.reported]}"


def _way(direction: Direction) -> str:
    return WAYS.get(direction, "hardly")


def _bands(found: Mapping[Sampling, Band]) -> str:
    rows = []
    for year in found[Sampling.PRIOR].years:
        cells: list[str] = []
        for sampling in SAMPLINGS:
            *ends, fallen = found[sampling].december(year)
            cells += [" / ".join(map(two_decimals, ends)), percent(fallen)]
        rows.append((str(year), *cells))
    head = ("December", "Prior: 5 / 50 / 95 %", "fallen", "Conditioned: 5 / 50 / 95 %", "fallen")
    return joined(table(head, rows), prose(AHEAD))


def section(prior: Answer, comparison: Answer) -> str:
    """One scenario: its question, both answers, where it comes from and what the model lacks for it."""
    question, scenario = comparison.question, comparison.scenario
    source = f"{ORIGINS[question.origin]} ({', '.join(question.texts)})."
    return joined(
        f"## {question.id}. {scenario.title}",
        f"`{scenario.name}`. {scenario.question}",
        f"**{comparison.sentence}** {comparison.more}".rstrip(),
        f"In all prior worlds: {prior.sentence}",
        sentence(comparison.headline),
        also_moved(comparison),
        f"Expected: {expectation(comparison.headline.reading)} {source}",
        *([f"Missing in today's model: {question.missing}"] if question.missing else []),
    )


def also_moved(comparison: Answer) -> str:
    """What else was read and changed, with the level in the scenario and in the baseline."""
    moved = [pair for pair in comparison.differences[1:] if pair.goes is not Direction.OPEN]
    texts = [f"{f.reading.name}: {level_text(f, f.with_it)} instead of {level_text(f, f.without)}" for f in moved]
    return f"Other changes: {'; '.join(texts)}." if texts else "No other number that was read changed."


def expectation(reading: Reading) -> str:
    """What the documents lead one to expect, and why."""
    expected = EXPECTED.get(reading.expects, "neither a rise nor a fall")
    return f"{expected}. {reading.why}".rstrip()


def _unexpected(every: Iterable[Answer], where: str) -> str:
    against: list[str] = []
    still: list[str] = []
    for comparison in every:
        other = [f for f in comparison.differences if f.reading.expects and f.goes is not f.reading.expects]
        for lines, open_ in ((against, False), (still, True)):
            names = [f.reading.name for f in other if (f.goes is Direction.OPEN) is open_]
            lines += [f"{comparison.question.id}: {'; '.join(names)}"] if names else []
    return joined(
        f"## Results that differ from what the documents lead one to expect, {where}",
        "Against the expectation:",
        bullets(against, "nothing"),
        "Hardly moved:",
        bullets(still, "nothing"),
    )


def _rows(comparison: Answer) -> Iterator[tuple[str, ...]]:
    for position, pair in enumerate(comparison.differences):
        share, interval = pair.probability(pair.reported)
        expects = pair.reading.expects
        is_share, spread = pair.reading.measure is None, (pair.low, pair.high)
        yield (
            "" if position else comparison.question.id,
            pair.reading.name,
            level_text(pair, pair.without),
            level_text(pair, pair.with_it),
            points(pair) if is_share else signed(pair, pair.difference),
            error_text(pair),
            "" if is_share else " to ".join(signed(pair, end) for end in spread),
            WAYS[expects] if expects else "open",
            f"{percent(share)}{'' if expects else f' ({WAYS[pair.reported]})'}",
            span(interval),
            str(pair.worlds),
            percent(pair.left_out),
        )


def answer_all(worlds: Mapping[Sampling, int], names: Iterable[str] | None = None) -> Answers:
    """Run every question in so many worlds of each sampling, with progress on standard error."""
    found, asked = {}, None if names is None else tuple(names)
    for sampling, count in worlds.items():
        with progress(f"Running the scenarios, sampling {sampling}", quiet=False) as advance:
            each = answers(asked, worlds=count, sampling=sampling, progress=advance)
            found[sampling] = tuple(answer_of(question, comparison) for question, comparison in each)
    return Answers(found, bands(worlds, seed=COMPARED_SEED, end=LAST), COMPARED_SEED)


def answer_of(question: Question, found: Comparison) -> Answer:
    """What the page says of a comparison, without its runs."""
    pairs = tuple(found.outcomes[reading.name] for reading in question.readings)
    return Answer(question, found.other.scenario, effect_sentence(found), second_line(found), pairs)


def write() -> None:
    """Write the page and its figure anew."""
    conditioned = min(COMPARED_WORLDS, listed_at_most())
    found = answer_all({Sampling.PRIOR: COMPARED_WORLDS, Sampling.CONDITIONED: conditioned})
    write_whole(SCENARIOS_PAGE, page(found))
    save_figure(band_figure(found.bands), FIGURE)
