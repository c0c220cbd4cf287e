"""A recorded month as instructions over rows: one row per value, with one entry per world of a lane."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.engine.graph import LEAF, Node
from model.engine.instructions import Choice, choices
from model.engine.operations import CODES
from model.engine.stages import AFTER_THE_GATES, BETWEEN, Order, ordered
from model.engine.trace import DRIVER, FORBIDDEN, FORCED, STOCK, UNIFORM, Traces

KINDS = (STOCK, DRIVER, FORCED, FORBIDDEN, UNIFORM, *AFTER_THE_GATES)
"""What is given to a month, in the order of its rows."""


@dataclass(frozen=True)
class Stage:
    """Part of a month.

    Attributes:
        code: Instructions, shape (instructions, 5): code, row of the result, three operands.
        between: What NumPy does once they are carried out: ufunc, first row, row after the last.
    """

    code: NDArray[np.int64]
    between: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Program:
    """A month as instructions.

    Attributes:
        nodes: The recorded values.
        steady: Values that no month changes, in an order in which they can be worked out.
        same: Those of them that are the same in every world.
        numbers: Those that instructions name as numbers, in their order.
        rows: Those that stand in rows, from row 0 on.
        given: What is given to every month: kind -> name -> its row; the rows of a kind follow each other.
        gates: Draw -> rows of which one must be above zero somewhere for it to be needed; none where it always is.
        gates_known: Stage after which they are known.
        stages: The stages.
        height: Number of rows.
        stocks: Stock -> row of its value at the month's end.
        moves: Move -> row of whether it is taken.
        watched: Variable -> row of its value at the month's end.
        posture: Row of the posture's code.
    """

    nodes: tuple[Node, ...]
    steady: tuple[int, ...]
    same: frozenset[int]
    numbers: tuple[int, ...]
    rows: tuple[int, ...]
    given: Mapping[str, Mapping[str, int]]
    gates: Mapping[str, tuple[int, ...]]
    gates_known: int
    stages: tuple[Stage, ...]
    height: int
    stocks: Mapping[str, int]
    moves: Mapping[str, int]
    watched: Mapping[str, int]
    posture: int


def program(traces: Traces, varied: frozenset[str], slots: Mapping[str, Sequence[str]]) -> Program:
    """Turn a recorded month into instructions.

    Args:
        traces: The month.
        varied: Parameters that may differ between worlds.
        slots: Draw of a slot -> the moves that it decides on.

    Raises:
        TypeError: An operation has operands that the machine cannot take.
    """
    meant = traces.graph.meant
    moves = {name: meant(value.number) for name, value in traces.moves.items()}
    gates = {name: meant(value.number) for name, value in traces.gates.items()}
    stocks = {name: meant(value.number) for name, value in traces.stocks.items()}
    watched = {name: meant(value.number) for name, value in traces.watched.items()}
    posture = meant(traces.posture.number)
    results = (*moves.values(), *gates.values(), *stocks.values(), *watched.values(), posture)
    order = ordered(traces, varied, results)
    chosen = choices(order, frozenset(results))
    floor = _floor(order, chosen, results)
    written = _written(order, chosen, floor, results, stocks)
    needed = {slot: [gates.get(move) for move in some] for slot, some in slots.items()}
    at = written.row
    return Program(
        nodes=order.nodes,
        steady=order.steady,
        same=order.same,
        numbers=tuple(floor.numbers),
        rows=tuple(floor.rows),
        given=floor.given,
        gates={s: () if None in some else tuple(at[g] for g in some if g is not None) for s, some in needed.items()},
        gates_known=order.gates_known,
        stages=written.stages,
        height=written.height,
        stocks={name: at[number] for name, number in stocks.items()},
        moves={name: at[number] for name, number in moves.items()},
        watched={name: at[number] for name, number in watched.items()},
        posture=at[posture],
    )


@dataclass(frozen=True)
class _Floor:
    """What stands in its place before a month begins.

    Attributes:
        numbers: Steady values that instructions name as numbers, and their places.
        rows: Steady values that stand in rows, and their rows.
        given: Kind -> name -> row of what is given to every month.
        leaves: Leaf -> its row.
    """

    numbers: Mapping[int, int]
    rows: Mapping[int, int]
    given: Mapping[str, Mapping[str, int]]
    leaves: Mapping[int, int]

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows) + len(self.leaves)


@dataclass(frozen=True)
class _Written:
    """Instructions, and where everything stands that is asked for.

    Attributes:
        stages: The stages.
        row: Result -> its row.
        height: Number of rows.
    """

    stages: tuple[Stage, ...]
    row: Mapping[int, int]
    height: int


def _floor(order: Order, chosen: Sequence[Choice], results: Iterable[int]) -> _Floor:
    steady = frozenset(order.steady)
    numbers = dict.fromkeys(number for choice in chosen for number in choice.numbers)
    rows = dict.fromkeys(row for choice in chosen for row in choice.rows if row in steady)
    rows |= dict.fromkeys(number for number in results if number in steady)
    given: dict[str, dict[str, int]] = {}
    leaves: dict[int, int] = {}
    row = len(rows)
    for kind in KINDS:
        some = [
            number
            for number in order.stage
            if order.nodes[number].operation == LEAF and order.nodes[number].given[0] == kind
        ]
        given[kind] = {order.nodes[number].given[1]: row + place for place, number in enumerate(some)}
        leaves |= {number: row + place for place, number in enumerate(some)}
        row += len(some)
    return _Floor(_places(numbers), _places(rows), given, leaves)


def _places(values: Iterable[int]) -> dict[int, int]:
    return {value: place for place, value in enumerate(values)}


def _written(
    order: Order, chosen: Sequence[Choice], floor: _Floor, results: Iterable[int], stocks: Mapping[str, int]
) -> _Written:
    """Give every value a row, which is free again after its last use, and write the instructions.

    What is asked for although it is the old value of a stock is copied first: at the end stocks take their new values.
    """
    row = {**floor.rows, **floor.leaves}
    left = Counter(number for choice in chosen for number in choice.rows)
    left.update(results)
    old = [number for number in dict.fromkeys(results) if row.get(number) in set(floor.given[STOCK].values())]
    kept = {number: floor.height + place for place, number in enumerate(old)}
    height, stages = floor.height + len(old), []
    free: list[int] = []
    for number in range(1 + max((choice.stage for choice in chosen), default=0)):
        code, here = [], [choice for choice in chosen if choice.stage == number]
        between, height = _lasting(here, row, height)
        for choice in here:
            if choice.number not in row:
                if free:
                    row[choice.number] = free.pop()
                else:
                    row[choice.number], height = height, height + 1
            code.append(choice.instruction(row, floor.numbers))
            for other in choice.rows:
                left[other] -= 1
                if not left[other] and other not in floor.rows and other not in floor.leaves:
                    free.append(row[other])
        stages.append((code, between))
    stages[0][0][:0] = [_copy(row[number], to) for number, to in kept.items()]
    row |= kept
    stages[-1][0].extend(_copy(row[stocks[name]], to) for name, to in floor.given[STOCK].items())
    made = tuple(Stage(np.array(code, np.int64).reshape(-1, 5), tuple(between)) for code, between in stages)
    return _Written(made, row, height)


def _copy(row: int, to: int) -> tuple[int, ...]:
    return (CODES["COPY_R"], to, row, 0, 0)


def _lasting(here: Sequence[Choice], row: dict[int, int], height: int) -> tuple[list[tuple[str, int, int]], int]:
    """Rows in line for what NumPy turns into exponentials or logarithms after a stage; they stay taken."""
    between = []
    for name in BETWEEN:
        some = [choice.number for choice in here if choice.between == name]
        row |= {number: height + place for place, number in enumerate(some)}
        if some:
            between.append((name, height, height + len(some)))
        height += len(some)
    return between, height
