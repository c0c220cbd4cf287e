"""The context in which a scenario file is read: the names that may be used, the dates of the run, the readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, NewType

from model.core.months import FIRST_MONTH, LAST_MONTH
from model.scenario.kinds import KINDS
from model.scenario.pressure import ACTORS
from model.theory.names import Vocabulary
from model.yaml_files.fields import Collector
from model.yaml_files.hints import Items, Shaped
from model.yaml_files.nodes import Node
from model.yaml_files.records import RecordReader

MONTHS = re.compile("20(1[3-9]|[23][0-9]|40)-(0[1-9]|1[0-2])")
Date = Annotated[str, Shaped(MONTHS, f"a month such as 2017-05, from {FIRST_MONTH} to {LAST_MONTH}")]
"""A month that scenario files can name."""


@dataclass(frozen=True, slots=True)
class DrawnMonth:
    """A month that each world draws by itself, each month of a span being as likely as the others.

    Attributes:
        between: The first and the last month that can be drawn.
    """

    between: Annotated[tuple[Date, ...], Items(2, distinct=True, most=2)]


Onset = NewType("Onset", object)
"""The first month as written: a date, or a `DrawnMonth`."""


@dataclass(frozen=True)
class Context:
    """What is needed to read any part of a scenario.

    Attributes:
        history: Names of history's own pressures.
        files: Names of the files, lowest first.
    """

    found: Collector
    vocabulary: Vocabulary
    start: str = FIRST_MONTH
    end: str = LAST_MONTH
    history: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @cached_property
    def records(self) -> RecordReader:
        """Reads records with these names."""
        readers: dict[object, Callable[[Node], object]] = {Node: lambda node: node, Onset: self._onset}
        return RecordReader(self.found, readers, names_of(self.vocabulary))

    def _onset(self, node: Node) -> object:
        """The first month of a pressure, or the months that it is drawn from."""
        if not isinstance(node.value, dict):
            return self.records.value(node, Date)
        drawn = self.records.read(node, DrawnMonth)
        if drawn.record is not None and drawn.record.between[0] > drawn.record.between[1]:
            first, last = drawn.record.between
            self.found.add(drawn.nodes["between"], f"'between' ends in {last}, before it begins in {first}")
        return drawn.record

    def written_last(self, *nodes: Node) -> Node:
        """The one that stands in the highest layer, and there in the last place."""
        layers = {file: number for number, file in enumerate(self.files)}
        return max(nodes, key=lambda one: (layers.get(one.file, len(layers)), one.line, one.column))


def names_of(vocabulary: Vocabulary) -> dict[str, Iterable[str]]:
    """The words of each set, by what messages call them."""
    return {
        "kind of pressure": KINDS,
        "actor": ACTORS,
        "conflict": KINDS["mediation_bid"].choices,
        "occasion": KINDS["occasion"].choices,
        "move": vocabulary.moves,
        "move to be made": [f"{owner}.{move}" for move, owner in vocabulary.movers.items()],
        "variable": vocabulary.variables,
        "parameter": vocabulary.parameters,
        "mechanism": vocabulary.mechanisms,
        "hypothesis": vocabulary.hypotheses,
        "posture": vocabulary.postures,
    }
