"""What scenarios are read by: the `read:` block of each scenario file, read and checked.

questions()["s03_eu_sanctions_2017"].headline.name      # "alignment, May 2019"

The headlines were fixed before any number was looked at; since then s13 got `standing`, s26 a horizon of 2026, and s10
and s18 the mean in place of the median, which falls between two heaps of worlds: those with and without a base all the
same, with and without success.

    read:
      origin: posed            # posed: a document raises it as a possibility; implied: it negates a claim of one; ours
      texts: [001 P9]          # where the documents raise it
      missing: ...             # what the model lacks for it, if anything
      headline:                # the one number it is read by; all others under `beside`, without the words
        name: alignment, May 2019
        of: {value: {of: belarus.alignment, at: 2019-05}}   # one number per world, or `share: [tests of single worlds]`
        expects: down          # up, down or open: what the documents lead one to expect, beside the baseline
        why: ...               # what they say, in our words
        least: 0.01            # a smaller difference counts as hardly any
        by_mean: true          # the mean of the differences in place of their median, where they fall into two heaps
        standing: 2021-12      # only worlds whose regime stands in this month, with and without the scenario
        up: ...                # the beginning of the sentence in each case: up, down, hardly
        when: two years later
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from pathlib import Path

import numpy as np

from experiments.measures.forms import Leaf, Measure, evaluate
from experiments.measures.pooled import Test, all_hold, leaves_of
from experiments.measures.reader import FormReader
from model.core.declarations import Array
from model.core.months import is_date
from model.ensemble.record import Run
from model.evidence.load import load_seeds
from model.scenario.files import SCENARIOS, scenario_names, shown_path
from model.scenario.reader import READ
from model.theory.theory import theory
from model.yaml_files.fields import Collector, Fields, Node, read_yaml

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
        origin: Where it comes from.
        texts: Document and paragraph.
        missing: What today's model lacks for it; empty if nothing.
        headline: The number it is read by.
        beside: Other numbers worth a look.
    """

    scenario: str
    origin: Origin
    texts: tuple[str, ...]
    missing: str
    headline: Reading
    beside: tuple[Reading, ...]

    @property
    def id(self) -> str:
        """Its number among the scenarios, e.g. ``S03``."""
        return self.scenario.partition("_")[0].upper()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All of them, the headline first."""
        return self.headline, *self.beside


class QuestionReader:
    """Reads what a scenario is read by, and notes every problem."""

    def __init__(self) -> None:
        self.found = Collector()
        self.sources = load_seeds().sources
        moves = (move.series for move in theory().moves.values())
        self.forms = FormReader(self.found, frozenset(theory().series) | frozenset(moves))

    def read(self, name: str, node: Node) -> Question:
        """What one scenario is read by; raises `InputError` with every problem."""
        r = Fields(self.found, node, "origin texts headline beside", "missing")
        texts = r.texts("texts", least=1)
        for text in texts:
            source, _, part = text.partition(" ")
            if source not in self.sources or part not in self.sources[source].parts:
                self.found.add_key(node, "texts", f"there is no paragraph '{text}'; write e.g. 001 P14")
        beside = tuple(self._reading(item, "") for item in self.found.sequence(r.get("beside")))
        headline = self._reading(r.get("headline"), SENTENCE)
        missing = r.text("missing") if r.get("missing") else ""
        question = Question(name, r.one_of("origin", Origin), texts, missing, headline, beside)
        self.found.raise_if_any()
        return question

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


def question(path: Path) -> Question | None:
    """What the scenario of a file is read by, None if it does not say; raises `InputError` with every problem."""
    top = read_yaml(path, name=shown_path(path)).value
    assert isinstance(top, dict)
    return QuestionReader().read(path.stem, top[READ]) if READ in top else None


@cache
def questions() -> Mapping[str, Question]:
    """What the scenarios of the project are read by, by the names of their files."""
    found = [question(SCENARIOS / f"{name}.yaml") for name in scenario_names()]
    return {one.scenario: one for one in found if one is not None}
