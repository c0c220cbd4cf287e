"""Which values of a recorded month are needed, which never change, and in which stage each is worked out.

A month falls into stages. The machine does the arithmetic of one; between two of them NumPy takes exponentials and
logarithms of whole rows, so that every number is the same to the last bit as without the machine. After the stage in
which the gates are known, the luck of the slots is drawn, only of those that are open for somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from model.engine.graph import CONSTANT, LEAF, Node
from model.engine.trace import GUMBEL, LOGISTIC, PARAMETER, Traces

BETWEEN = ("exp", "log")
"""What NumPy does between two stages."""
AFTER_THE_GATES = (LOGISTIC, GUMBEL)
"""Draws that are made only for slots that are open."""


@dataclass(frozen=True)
class Order:
    """The values of a month that are needed.

    Attributes:
        nodes: All values.
        steady: Values that no month changes, each after what it is made from.
        same: Those of them that are the same in every world.
        monthly: Values that every month works out anew, each after what it is made from; leaves are not among them.
        stage: Monthly value or leaf -> the stage in which it is there.
        gates_known: The stage after which the luck of the slots is drawn.
    """

    nodes: tuple[Node, ...]
    steady: tuple[int, ...]
    same: frozenset[int]
    monthly: tuple[int, ...]
    stage: Mapping[int, int]
    gates_known: int


def ordered(traces: Traces, varied: frozenset[str], results: Iterable[int]) -> Order:
    """Put a recorded month in order.

    Args:
        traces: The month.
        varied: Parameters that may differ between worlds.
        results: Values that are wanted.
    """
    nodes = traces.graph.nodes
    needed = _needed(nodes, results)
    steady, same = _steady(nodes, needed, varied)
    known = set(steady)
    monthly = [number for number in needed if number not in known]
    before = _stages(nodes, _needed(nodes, [gate.number for gate in traces.gates.values()]), known, 0)
    gates_known = max((before[gate.number] for gate in traces.gates.values() if gate.number in before), default=0)
    return Order(
        nodes=tuple(nodes),
        steady=tuple(steady),
        same=same,
        monthly=tuple(number for number in monthly if nodes[number].operation != LEAF),
        stage=_stages(nodes, needed, known, gates_known + 1),
        gates_known=gates_known,
    )


def _needed(nodes: Sequence[Node], results: Iterable[int]) -> list[int]:
    """Everything that results are made from, and they themselves, in order."""
    needed, waiting = set(), list(results)
    while waiting:
        number = waiting.pop()
        if number not in needed:
            needed.add(number)
            waiting.extend(nodes[number].of)
    return sorted(needed)


def _steady(nodes: Sequence[Node], needed: Iterable[int], varied: frozenset[str]) -> tuple[list[int], frozenset[int]]:
    """Values that rest on parameters and constants alone, and those of them that rest on no varied one."""
    steady: dict[int, bool] = {}
    for number in needed:
        node = nodes[number]
        if node.operation == CONSTANT:
            steady[number] = True
        elif node.operation == LEAF:
            if node.given[0] == PARAMETER:
                steady[number] = node.given[1] not in varied
        elif all(other in steady for other in node.of):
            steady[number] = all(steady[other] for other in node.of)
    return list(steady), frozenset(number for number, same in steady.items() if same)


def _stages(nodes: Sequence[Node], needed: Iterable[int], steady: set[int], drawn: int) -> dict[int, int]:
    stage: dict[int, int] = {}
    for number in needed:
        node = nodes[number]
        if number in steady:
            continue
        if node.operation == LEAF:
            stage[number] = drawn if node.given[0] in AFTER_THE_GATES else 0
        else:
            latest = max(stage[other] for other in node.of if other not in steady)
            stage[number] = latest + (node.operation in BETWEEN)
    return stage
