"""What scenarios are read by: the `read:` block of each scenario file, read and checked.

questions()["s03_eu_sanctions_2017"].headline.name      # "alignment, May 2019"

The headlines were fixed before any number was looked at; since then s13 got `where`, s26 a horizon of 2026, and s10
and s18 the mean in place of the median, which falls between two heaps of worlds: those with and without a base all the
same, with and without success.

    read:
      origin: posed            # posed: a document raises it as a possibility; implied: it negates a claim of one; ours
      texts: [001 P9]          # where the documents raise it
      missing: ...             # what the model lacks for it, if anything
      change: ...              # what the whole scenario changes, a noun phrase that begins a sentence
      several: true            # where that takes a plural verb
      headline:                # the one number it is read by; all others under `beside`, without the words
        name: alignment, May 2019
        of: {value: {of: belarus.alignment, at: 2019-05}}   # one number per world, or `share: [tests of single worlds]`
        expects: down          # up, down or open: what the documents lead one to expect, beside the baseline
        why: ...               # what they say, in our words
        least: 0.01            # a smaller difference counts as hardly any
        by_mean: true          # the mean of the differences in place of their median, where they fall into two heaps
        where: {stands: 2021-12}    # only worlds that meet this, with and without the scenario; as in `given`
        up: ...                # the beginning of the sentence in each case: up, down, hardly
        when: two years later
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Annotated, Any, Protocol

from experiments.comparison.effects import HARDLY_ANY
from experiments.measures.forms import Measure
from experiments.measures.pooled import Test
from experiments.measures.quantity import Conditions, Quantity
from experiments.measures.reader import FormReader
from model.core.errors import TightropeError
from model.evidence.load import load_seeds
from model.scenario.files import SCENARIOS, scenario_names, shown_path
from model.scenario.reader import READ
from model.scenario.scenario import Scenario
from model.theory.theory import theory
from model.yaml_files.fields import Collector, read_yaml
from model.yaml_files.hints import Between, Items, Known
from model.yaml_files.nodes import Node
from model.yaml_files.records import RecordReader


class Changed(Protocol):
    """What describes a scenario by what it starts from and what is changed there."""

    @property
    def scenario(self) -> Scenario:
        """The scenario."""


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
class Reading(Quantity):
    """A number that a scenario is read by.

    Attributes:
        expects: The direction that the documents lead one to expect.
        least: A smaller difference is hardly any.
        by_mean: Read by the mean of the differences and not by their median, where they fall into two heaps.
        why: Why the direction is expected; of headlines only.
    """

    name: str
    expects: Direction
    least: float = HARDLY_ANY
    by_mean: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What one scenario is read by.

    Attributes:
        texts: Document and paragraph.
        missing: What today's model lacks for it; empty if nothing.
        change: What the whole scenario changes beside the one it extends, as a noun phrase; empty if none is given.
        several: Whether that takes a plural verb.
    """

    scenario: str
    origin: Origin
    texts: Annotated[tuple[str, ...], Items(1)]
    missing: str = ""
    change: str = ""
    several: bool = False
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


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """A number that a scenario is read by, as it is written."""

    name: str
    expects: Annotated[str, Known("direction")]
    of: Measure | None = None
    share: tuple[Test, ...] = ()
    least: Annotated[float, Between(0)] = HARDLY_ANY
    where: Conditions = ()
    by_mean: bool = False


@dataclass(frozen=True, kw_only=True)
class _Headline(_Reading):
    """The number of the headline, with the reason of what is expected."""

    why: str


def question(path: Path) -> Question | None:
    """What the scenario of a file is read by, None if it does not say; raises `InputError` with every problem."""
    node = read_yaml(path, name=shown_path(path)).get(READ)
    if node is None:
        return None
    found = Collector()
    moves = (move.series for move in theory().moves.values())
    records = FormReader(found, frozenset(theory().series) | frozenset(moves)).records
    records.names["direction"] = [direction.name.lower() for direction in Direction]
    records.readers[Reading] = partial(_reading, records, _Reading)
    readers = {"headline": partial(_reading, records, _Headline)}
    read = records.read(node, Question, readers, scenario=path.stem)
    check_texts(found, node, "texts", read.values.get("texts", ()))
    found.raise_if_any()
    return read.record


def question_of(file: Path) -> Question | None:
    """The same, read again only where the file has been written anew."""
    return _written(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _written(file: Path, _when: int) -> Question | None:
    return question(file)


def check_texts(found: Collector, node: Node, key: str, texts: Iterable[str]) -> None:
    """Note every text that names no paragraph of the documents."""
    sources = load_seeds().sources
    for text in texts:
        source, _, part = text.partition(" ")
        if source not in sources or part not in sources[source].parts:
            found.add_key(node, key, f"there is no paragraph '{text}'; write e.g. 001 P14")


def can_be_run(found: Collector, node: Node, one: Changed) -> bool:
    """Whether the scenario that a record describes can be read; if not, why is noted."""
    try:
        _ = one.scenario
    except TightropeError as error:
        found.add(node, f"this scenario cannot be run: {error}")
        return False
    return True


def _reading(records: RecordReader, kind: type[_Reading], node: Node) -> Reading | None:
    read = records.read(node, kind)
    if isinstance(node.value, dict) and ("of" in read.nodes) == ("share" in read.nodes):
        records.found.add(node, "must have either 'of' or 'share'")
    written = read.record
    if written is None:
        return None
    why = written.why if isinstance(written, _Headline) else ""
    expects = Direction[written.expects.upper()]
    given: dict[str, Any] = {"measure": written.of, "tests": written.share, "where": written.where}
    return Reading(written.name, expects, written.least, written.by_mean, why, **given)


@cache
def questions() -> Mapping[str, Question]:
    """What the scenarios of the project are read by, by the names of their files."""
    found = [question(SCENARIOS / f"{name}.yaml") for name in scenario_names()]
    return {one.scenario: one for one in found if one is not None}
