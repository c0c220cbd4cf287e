"""What each scenario answers: the one number it is read by, beside the baseline with the same luck, world by world.

    for answer in answers():
        answer.scenario.name, answer.headline.difference      # e.g. "s03_eu_sanctions_2017", -0.15

`experiments/answers.yaml` says what every scenario is read by and which way the documents lead one to expect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from functools import cache
from pathlib import Path

import numpy as np

from experiments.measures import Leaf, Mask, Measure, evaluate
from experiments.pattern_reading import FormReader
from experiments.statistics import Interval, Test, all_hold, leaves_of, wilson
from model.evidence import load_seeds
from model.reading.scenario_words import is_date
from model.reading.yaml_reading import Collector, Fields, Node, read_yaml
from model.record import Run, quantile_rows
from model.run import run
from model.scenario import Scenario, load_scenario, scenario_names
from model.theory import theory
from model.vocabulary import Array

ANSWERS_FILE = Path(__file__).with_name("answers.yaml")
UNREAD = ("baseline", "template")
"""Scenario files that ask nothing against the baseline."""

WORLDS, SEED = 1000, 2013
CONFIDENCE = 0.95
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
LEAST = 0.01
"""A smaller difference is hardly any, unless a reading says otherwise."""

STANDS = "belarus.regime_alive"
SENTENCE = "up down hardly when why"


class Direction(IntEnum):
    """Which way a number goes, or is expected to go."""

    DOWN = -1
    OPEN = 0
    UP = 1


class Origin(StrEnum):
    """Where a scenario comes from."""

    POSED = "posed"
    IMPLIED = "implied"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Reading:
    """A number that a scenario is read by.

    Attributes:
        name: What is read.
        of: One number per world; None where tests are counted.
        tests: Tests of single worlds; the number of a world is 1 where all hold, else 0.
        expects: The direction that the documents lead one to expect.
        least: A smaller difference is hardly any.
        standing: Only worlds whose regime stands in this month in both runs; empty for all.
        words: Beginnings of sentences by case, the months they speak of, and why the direction is expected.
    """

    name: str
    of: Measure | None
    tests: tuple[Test, ...]
    expects: Direction
    least: float = LEAST
    standing: str = ""
    words: Mapping[str, str] | None = None

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The measures it is made of."""
        parts: tuple[Test | Measure, ...] = self.tests if self.of is None else (self.of,)
        return tuple(leaf for part in parts for leaf in leaves_of(part))

    def numbers(self, lived: Run) -> Array:
        """The number of each world."""
        known = {leaf: leaf.measure(lived) for leaf in self.leaves}
        return evaluate(self.of, known) if self.of is not None else all_hold(self.tests, known).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Question:
    """What one scenario is read by.

    Attributes:
        scenario: Name of its file.
        id: Its number among the scenarios, e.g. ``S03``.
        origin: Where it comes from.
        texts: Document and paragraph.
        headline: The number it is read by.
        beside: Other numbers worth a look.
    """

    scenario: str
    id: str
    origin: Origin
    texts: tuple[str, ...]
    headline: Reading
    beside: tuple[Reading, ...]

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All of them, the headline first."""
        return self.headline, *self.beside


@dataclass(frozen=True, slots=True)
class Finding:
    """How one number came out, with a scenario and without.

    Attributes:
        reading: What was read.
        worlds: Number of worlds that count.
        without: Median, or share of worlds, in the baseline.
        with_it: The same with the scenario.
        difference: Median of the differences world by world; for shares the difference of the shares.
        low: A tenth of the differences lies at or below this.
        high: A tenth lies at or above this.
        rises: Share of worlds in which the number is larger with the scenario.
        falls: Share in which it is smaller.
    """

    reading: Reading
    worlds: int
    without: float
    with_it: float
    difference: float
    low: float
    high: float
    rises: float
    falls: float

    @property
    def goes(self) -> Direction:
        """Which way it goes; open where the difference is hardly any."""
        if abs(self.difference) < self.reading.least:
            return Direction.OPEN
        return Direction.UP if self.difference > 0 else Direction.DOWN

    @property
    def asked(self) -> Direction:
        """The direction whose probability is told: the expected one, else the one that more worlds take."""
        return self.reading.expects or (Direction.DOWN if self.falls > self.rises else Direction.UP)

    def probability(self, direction: Direction) -> tuple[float, Interval]:
        """Share of worlds in which it goes this way, with Wilson's interval."""
        share = self.rises if direction is Direction.UP else self.falls
        return share, wilson(round(share * self.worlds), self.worlds, CONFIDENCE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a scenario says, number by number.

    Attributes:
        question: What was asked.
        scenario: The scenario as run.
        findings: One per reading, the headline first.
    """

    question: Question
    scenario: Scenario
    findings: tuple[Finding, ...]

    @property
    def headline(self) -> Finding:
        """The one number it is read by."""
        return self.findings[0]


def compare(reading: Reading, without: Run, with_it: Run) -> Finding:
    """One number in two runs that share their luck; ValueError where no world counts."""
    base, other = reading.numbers(without), reading.numbers(with_it)
    counts = _stands(reading, without) & _stands(reading, with_it) & ~np.isnan(base) & ~np.isnan(other)
    if not counts.any():
        message = f"there is no world in which '{reading.name}' can be compared"
        raise ValueError(message)
    base, other = base[counts], other[counts]
    apart = other - base
    low, middle, high = (float(quantile_rows(apart[None], share)[0]) for share in (LOW, MIDDLE, HIGH))
    return Finding(
        reading=reading, worlds=int(counts.sum()), without=_level(reading, base), with_it=_level(reading, other),
        difference=float(apart.mean()) if reading.of is None else middle, low=low, high=high,
        rises=float((apart > 0.0).mean()), falls=float((apart < 0.0).mean()),
    )  # fmt: skip


def _level(reading: Reading, values: Array) -> float:
    return float(values.mean()) if reading.of is None else float(quantile_rows(values[None], MIDDLE)[0])


def _stands(reading: Reading, lived: Run) -> Mask:
    if not reading.standing:
        return np.ones(lived.worlds, dtype=np.bool_)
    return np.asarray(lived.series[STANDS][lived.at(reading.standing)] > 0.5)


def answers(names: Iterable[str] | None = None, *, worlds: int = WORLDS, seed: int = SEED) -> Iterator[Answer]:
    """Run scenarios beside the baseline, which is run once for every last month.

    Args:
        names: Scenarios; all that have a reading if None.
        worlds: Number of worlds of each run.
        seed: Seed of all luck, the same for every run.

    Yields:
        One answer after another.
    """
    table = questions()
    bases: dict[str, Run] = {}
    every = tuple(reading for question in table.values() for reading in question.readings)
    for name in table if names is None else names:
        asked = replace(load_scenario(name), worlds=worlds, seed=seed)
        if asked.end not in bases:
            base = replace(load_scenario("baseline", settings=[f"end={asked.end}"]), worlds=worlds, seed=seed)
            bases[asked.end] = _lived(base, every)
        lived = _lived(asked, table[name].readings)
        found = tuple(compare(reading, bases[asked.end], lived) for reading in table[name].readings)
        yield Answer(table[name], asked, found)


def _lived(scenario: Scenario, readings: Sequence[Reading]) -> Run:
    names = {STANDS} | {name for reading in readings for leaf in reading.leaves for name in leaf.names}
    return run(scenario, keep=sorted(names & theory().series.keys()))


class QuestionReader:
    """Reads the table of readings, and notes every problem."""

    def __init__(self) -> None:
        self.found = Collector()
        self.sources = load_seeds().sources
        moves = (move.series for move in theory().moves.values())
        self.forms = FormReader(self.found, frozenset(theory().series) | frozenset(moves))

    def read(self, root: Node) -> dict[str, Question]:
        """Every question by the name of its scenario; raises `InputError` with every problem."""
        entries = self.found.entries(Fields(self.found, root, "answers").get("answers"))
        read = {name: self._question(name, node) for name, node in entries.items()}
        for name, node in entries.items():
            self.found.choice(replace(node, value=name), [n for n in scenario_names() if n not in UNREAD])
        self.found.raise_if_any()
        return read

    def _question(self, name: str, node: Node) -> Question:
        r = Fields(self.found, node, "id origin texts headline beside")
        texts = r.texts("texts", least=1)
        for text in texts:
            source, _, part = text.partition(" ")
            if source not in self.sources or part not in self.sources[source].parts:
                self.found.add_key(node, "texts", f"there is no paragraph '{text}'; write e.g. 001 P14")
        beside = tuple(self._reading(item, "") for item in self.found.sequence(r.get("beside")))
        headline = self._reading(r.get("headline"), SENTENCE)
        return Question(name, r.text("id"), r.one_of("origin", Origin), texts, headline, beside)

    def _reading(self, node: Node | None, words: str) -> Reading:
        r = Fields(self.found, node, f"name expects {words}", "of share least standing")
        measured, counted = r.get("of"), r.get("share")
        if node is not None and (measured is None) == (counted is None):
            self.found.add(node, "must have either 'of' or 'share'")
        expects = self.found.choice(r.get("expects"), [d.name.lower() for d in Direction], what="direction")
        month = r.get("standing")
        if month is not None and not is_date(month.value):
            self.found.wanted(month, "a month such as 2021-12")
        return Reading(
            name=r.text("name"),
            of=None if measured is None else self.forms.measure(measured),
            tests=self.forms.tests(counted) if counted is not None else (),
            expects=Direction[(expects or "open").upper()],
            least=r.number("least", 0) if r.get("least") else LEAST,
            standing="" if month is None else str(month.value),
            words={key: r.text(key) for key in words.split()} or None,
        )


@cache
def questions(path: Path = ANSWERS_FILE) -> Mapping[str, Question]:
    """What every scenario is read by, by the name of its file; raises `InputError` with every problem."""
    return QuestionReader().read(read_yaml(path, name=f"{path.parent.name}/{path.name}"))
