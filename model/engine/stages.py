"""Which values of a recorded month are needed, which never change, and in which stage each is computed.

A month has stages. Compiled code does the arithmetic of each; between two of them NumPy computes exponentials and
logarithms of whole rows, so that every number is the same to the last bit in both engines. After the stage in which
the gates are computed, random draws are made for the slots that are open in some world.
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
        constants: Values that no month changes, each after what it is made from.
        same: Those of them that are the same in every world.
        monthly: Values that every month computes anew, each after what it is made from; inputs are not among them.
        stage: Monthly value or input -> the stage after which it is there.
        gates_known: The stage after which the draws of the slots are made.
    """

    nodes: tuple[Node, ...]
    constants: tuple[int, ...]
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
    constants, same = _constants(nodes, needed, varied)
    constant = set(constants)
    monthly = [number for number in needed if number not in constant]
    before = _stages(nodes, _needed(nodes, [gate.number for gate in traces.gates.values()]), constant, 0)
    gates_known = max((before[gate.number] for gate in traces.gates.values() if gate.number in before), default=0)
    return Order(
        nodes=tuple(nodes),
        constants=tuple(constants),
        same=same,
        monthly=tuple(number for number in monthly if nodes[number].operation != LEAF),
        stage=_stages(nodes, needed, constant, gates_known + 1),
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


def _constants(
    nodes: Sequence[Node], needed: Iterable[int], varied: frozenset[str]
) -> tuple[list[int], frozenset[int]]:
    """Values that rest on parameters and constants alone, and those of them that rest on no varied one."""
    constants: dict[int, bool] = {}
    for number in needed:
        node = nodes[number]
        if node.operation == CONSTANT:
            constants[number] = True
        elif node.operation == LEAF:
            if node.given[0] == PARAMETER:
                constants[number] = node.given[1] not in varied
        elif all(other in constants for other in node.of):
            constants[number] = all(constants[other] for other in node.of)
    return list(constants), frozenset(number for number, same in constants.items() if same)


def _stages(nodes: Sequence[Node], needed: Iterable[int], constants: set[int], drawn: int) -> dict[int, int]:
    stage: dict[int, int] = {}
    for number in needed:
        node = nodes[number]
        if number in constants:
            continue
        if node.operation == LEAF:
            stage[number] = drawn if node.given[0] in AFTER_THE_GATES else 0
        else:
            latest = max(stage[other] for other in node.of if other not in constants)
            stage[number] = latest + (node.operation in BETWEEN)
    return stage
