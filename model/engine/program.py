"""A recorded month as instructions over rows: one row per value, with one entry per world of a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.engine.graph import LEAF, Node
from model.engine.instructions import Instruction, instructions
from model.engine.operations import CODES
from model.engine.stages import AFTER_THE_GATES, BETWEEN, Order, ordered
from model.engine.trace import DRIVER, FORBIDDEN, FORCED, STOCK, UNIFORM, Traces

KINDS = (STOCK, DRIVER, FORCED, FORBIDDEN, UNIFORM, *AFTER_THE_GATES)
"""Inputs of a month, in the order of their rows."""


@dataclass(frozen=True)
class Stage:
    """Part of a month.

    Attributes:
        code: Instructions, shape (instructions, 5): code, row of the result, three operands.
        between: What NumPy does after them: ufunc, first row, row after the last.
    """

    code: NDArray[np.int64]
    between: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Program:
    """A month as instructions.

    Attributes:
        nodes: The recorded values.
        constants: Values that no month changes, in an order in which they can be computed.
        same: Those of them that are the same in every world.
        numbers: Those that instructions name as numbers, in their order.
        rows: Those that stand in rows, from row 0 on.
        given: Inputs of every month: kind -> name -> its row; the rows of a kind follow each other.
        gate_rows: Rows of the gates of the draws of slots, draw after draw; a draw is needed if one of its gates is
            above zero in some world, or if it has none.
        gate_ends: Where the gates of each of these draws end.
        gates_known: Stage after which the gates are computed.
        stages: The stages.
        height: Number of rows.
        stocks: Stock -> row of its value at the month's end.
        moves: Move -> row of whether it is taken.
        watched: Variable -> row of its value at the month's end.
        posture: Row of the posture's code.
    """

    nodes: tuple[Node, ...]
    constants: tuple[int, ...]
    same: frozenset[int]
    numbers: tuple[int, ...]
    rows: tuple[int, ...]
    given: Mapping[str, Mapping[str, int]]
    gate_rows: NDArray[np.int64]
    gate_ends: NDArray[np.int64]
    gates_known: int
    stages: tuple[Stage, ...]
    height: int
    stocks: Mapping[str, int]
    moves: Mapping[str, int]
    watched: Mapping[str, int]
    posture: int


def program(traces: Traces, varied: frozenset[str], moves_of_draws: Mapping[str, Sequence[str]]) -> Program:
    """Turn a recorded month into instructions.

    Args:
        traces: The month.
        varied: Parameters that may differ between worlds.
        moves_of_draws: Draw of a slot -> the moves that it decides on.

    Raises:
        TypeError: An operation has operands that no instruction takes.
    """
    meant = traces.graph.meant
    moves = {name: meant(value.number) for name, value in traces.moves.items()}
    gates = {name: meant(value.number) for name, value in traces.gates.items()}
    stocks = {name: meant(value.number) for name, value in traces.stocks.items()}
    watched = {name: meant(value.number) for name, value in traces.watched.items()}
    posture = meant(traces.posture.number)
    results = (*moves.values(), *gates.values(), *stocks.values(), *watched.values(), posture)
    order = ordered(traces, varied, results)
    chosen = instructions(order, frozenset(results))
    layout = _layout(order, chosen, results)
    stages, at, height = _stages(chosen, layout, results, stocks)
    gate_rows: list[int] = []
    gate_ends: list[int] = []
    for draw in (name for form in AFTER_THE_GATES for name in layout.given[form]):
        numbers = [gates.get(move) for move in moves_of_draws[draw]]
        gate_rows += [] if None in numbers else [at[number] for number in numbers if number is not None]
        gate_ends.append(len(gate_rows))
    return Program(
        nodes=order.nodes,
        constants=order.constants,
        same=order.same,
        numbers=tuple(layout.numbers),
        rows=tuple(layout.rows),
        given=layout.given,
        gate_rows=np.array(gate_rows, np.int64),
        gate_ends=np.array(gate_ends, np.int64),
        gates_known=order.gates_known,
        stages=stages,
        height=height,
        stocks={name: at[number] for name, number in stocks.items()},
        moves={name: at[number] for name, number in moves.items()},
        watched={name: at[number] for name, number in watched.items()},
        posture=at[posture],
    )


@dataclass(frozen=True)
class _Layout:
    """What has its position before a month begins.

    Attributes:
        numbers: Constants that instructions name as numbers, and their positions.
        rows: Constants that stand in rows, and their rows.
        given: Kind -> name -> row of every input of a month.
        leaves: Input -> its row.
    """

    numbers: Mapping[int, int]
    rows: Mapping[int, int]
    given: Mapping[str, Mapping[str, int]]
    leaves: Mapping[int, int]


def _layout(order: Order, chosen: Sequence[Instruction], results: Iterable[int]) -> _Layout:
    constants = frozenset(order.constants)
    numbers = dict.fromkeys(number for instruction in chosen for number in instruction.numbers)
    rows = dict.fromkeys(row for instruction in chosen for row in instruction.rows if row in constants)
    rows |= dict.fromkeys(number for number in results if number in constants)
    given: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
    leaves: dict[int, int] = {}
    for kind in KINDS:
        for number in order.stage:
            node = order.nodes[number]
            if node.operation == LEAF and node.given[0] == kind:
                leaves[number] = given[kind][node.given[1]] = len(rows) + len(leaves)
    return _Layout(_positions(numbers), _positions(rows), given, leaves)


def _positions(values: Iterable[int]) -> dict[int, int]:
    return {value: position for position, value in enumerate(values)}


def _stages(
    chosen: Sequence[Instruction], layout: _Layout, results: Iterable[int], stocks: Mapping[str, int]
) -> tuple[tuple[Stage, ...], Mapping[int, int], int]:
    """Give every value a row, which is free again after its last use, and write the instructions.

    A result that is the old value of a stock is copied first: at the end stocks take their new values.

    Returns:
        The stages, the row of each result, and the number of rows.
    """
    row = {**layout.rows, **layout.leaves}
    left = Counter(number for instruction in chosen for number in instruction.rows)
    left.update(results)
    old = [number for number in dict.fromkeys(results) if row.get(number) in set(layout.given[STOCK].values())]
    copied = {number: len(row) + place for place, number in enumerate(old)}
    height, stages = len(row) + len(old), []
    free: list[int] = []
    for number in range(1 + max((instruction.stage for instruction in chosen), default=0)):
        code, here = [], [instruction for instruction in chosen if instruction.stage == number]
        between, height = _rows_between(here, row, height)
        for instruction in here:
            if instruction.number not in row:
                if free:
                    row[instruction.number] = free.pop()
                else:
                    row[instruction.number], height = height, height + 1
            code.append(instruction.encoded(row, layout.numbers))
            for other in instruction.rows:
                left[other] -= 1
                if not left[other] and other not in layout.rows and other not in layout.leaves:
                    free.append(row[other])
        stages.append((code, between))
    stages[0][0][:0] = [_copy(row[number], to) for number, to in copied.items()]
    row |= copied
    stages[-1][0].extend(_copy(row[stocks[name]], to) for name, to in layout.given[STOCK].items())
    encoded = tuple(Stage(np.array(code, np.int64).reshape(-1, 5), tuple(between)) for code, between in stages)
    return encoded, row, height


def _copy(row: int, to: int) -> tuple[int, ...]:
    return (CODES["COPY_R"], to, row, 0, 0)


def _rows_between(
    here: Sequence[Instruction], row: dict[int, int], height: int
) -> tuple[list[tuple[str, int, int]], int]:
    """Neighbouring rows for what NumPy turns into exponentials or logarithms after a stage; they stay taken."""
    between = []
    for name in BETWEEN:
        some = [instruction.number for instruction in here if instruction.between == name]
        row |= {number: height + place for place, number in enumerate(some)}
        if some:
            between.append((name, height, height + len(some)))
        height += len(some)
    return between, height
