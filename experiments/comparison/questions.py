"""What every scenario is read by: the table `experiments/comparison/questions.yaml`, read and checked.

questions()["s03_eu_sanctions_2017"].headline.name      # "alignment, May 2019"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from functools import cache
from pathlib import Path

import numpy as np

from experiments.measures.forms import Leaf, Measure, evaluate
from experiments.measures.pooled import Test, all_hold, leaves_of
from experiments.measures.reader import FormReader
from model.core.declarations import Array
from model.ensemble.record import Run
from model.evidence.load import load_seeds
from model.scenario.load import scenario_names
from model.scenario.words import is_date
from model.theory.theory import theory
from model.yaml_files.fields import Collector, Fields, Node, read_yaml

ANSWERS_FILE = Path(__file__).with_name("questions.yaml")
UNREAD = ("baseline", "template")
"""Scenario files that ask nothing against the baseline."""

LEAST = 0.01
"""A smaller difference is hardly any, unless a reading says otherwise."""

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
        by_mean: Read by the mean of the differences and not by their median, where they fall into two heaps.
        standing: Only worlds whose regime stands in this month in both runs; empty for all.
        words: Beginnings of sentences by case, the months they speak of, and why the direction is expected.
    """

    name: str
    of: Measure | None
    tests: tuple[Test, ...]
    expects: Direction
    least: float = LEAST
    standing: str = ""
    by_mean: bool = False
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
        r = Fields(self.found, node, f"name expects {words}", "of share least standing by_mean")
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
            by_mean=self.found.boolean(r.get("by_mean")) or False,
            words={key: r.text(key) for key in words.split()} or None,
        )


@cache
def questions(path: Path = ANSWERS_FILE) -> Mapping[str, Question]:
    """What every scenario is read by, by the name of its file; raises `InputError` with every problem."""
    return QuestionReader().read(read_yaml(path, name=f"{path.parent.name}/{path.name}"))
