"""The context in which a scenario file is read: the names that may be used, the dates of the run, the readers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from model.core.months import FIRST_MONTH, LAST_MONTH
from model.scenario.kinds import KINDS
from model.scenario.pressure import ACTORS
from model.theory.names import Vocabulary
from model.yaml_files.fields import Collector
from model.yaml_files.hints import Shaped
from model.yaml_files.nodes import Node
from model.yaml_files.records import RecordReader

MONTHS = re.compile("20(1[3-9]|[23][0-9]|40)-(0[1-9]|1[0-2])")
Date = Annotated[str, Shaped(MONTHS, f"a month such as 2017-05, from {FIRST_MONTH} to {LAST_MONTH}")]
"""A month that scenario files can name."""


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
        return RecordReader(self.found, {Node: lambda node: node}, names_of(self.vocabulary))

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
