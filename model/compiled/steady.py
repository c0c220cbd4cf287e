"""Values that no month changes, worked out once by NumPy: parameters, and what rules make of parameters alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model.compiled.graph import CLIP, CONSTANT, LEAF, NUMBER, WHERE
from model.compiled.program import Program
from model.vocabulary import Array


@dataclass(frozen=True)
class Steady:
    """What stands before the first month.

    Attributes:
        numbers: What is the same in every world, shape (numbers,).
        rows: What stands in rows, shape (rows, worlds).
    """

    numbers: Array
    rows: Array


def worked_out(program: Program, parameters: Mapping[str, Array], worlds: int) -> Steady:
    """Work out all steady values of an ensemble.

    Args:
        program: Which they are.
        parameters: Key -> array of shape (worlds,).
        worlds: Number of worlds.
    """
    values: dict[int, Array] = {}
    for number in program.steady:
        node = program.nodes[number]
        if node.operation == CONSTANT:
            values[number] = np.array([float.fromhex(node.given)])
        elif node.operation == LEAF:
            value = parameters[node.given[1]]
            values[number] = value[:1] if number in program.same else value
        else:
            values[number] = _result(node.operation, [values[other] for other in node.of])
    rows = np.empty((len(program.rows), worlds))
    for row, number in zip(rows, program.rows, strict=True):
        row[:] = values[number]
    return Steady(np.array([values[number][0] for number in program.numbers]), rows)


def _result(operation: str, of: list[Array]) -> Array:
    if operation == CLIP:
        value, low, high = of
        return value.clip(low[0], high[0])
    if operation == WHERE:
        condition, one, other = of
        return np.where(condition != 0.0, one, other)
    if operation == NUMBER:
        return np.asarray(of[0], dtype=np.float64)
    return np.asarray(getattr(np, operation)(*of), dtype=np.float64)
