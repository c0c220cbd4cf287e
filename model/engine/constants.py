"""Values that no month changes, computed once by NumPy: parameters, and what depends on parameters alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model.core.declarations import Array
from model.engine.graph import CONSTANT, LEAF, evaluated
from model.engine.program import Program


@dataclass(frozen=True)
class Constants:
    """The constant values of an ensemble.

    Attributes:
        numbers: What is the same in every world, shape (numbers,).
        rows: What stands in rows, each of shape (worlds,), or (1,) where it is the same in every world.
    """

    numbers: Array
    rows: tuple[Array, ...]

    def fill(self, rows: Array, columns: slice) -> None:
        """Write the values of some columns into the first rows of a batch."""
        for row, value in zip(rows, self.rows, strict=False):
            row[:] = value if len(value) == 1 else value[columns]


def constants_of(program: Program, parameters: Mapping[str, Array]) -> Constants:
    """Compute all constant values of an ensemble from its parameters, arrays of shape (worlds,)."""
    values: dict[int, Array] = {}
    for number in program.constants:
        node = program.nodes[number]
        if node.operation == CONSTANT:
            values[number] = np.array([float.fromhex(node.given)])
        elif node.operation == LEAF:
            value = parameters[node.given[1]]
            values[number] = value[:1] if number in program.same else value
        else:
            values[number] = evaluated(node.operation, [values[other] for other in node.of])
    return Constants(
        np.array([values[number][0] for number in program.numbers]), tuple(values[number] for number in program.rows)
    )
