"""A recorded rule, or a part of it, as a formula in names and signs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from model.engine.graph import CLIP, CONSTANT, LEAF, NUMBER, WHERE, Graph

SIGNS = MappingProxyType({"add": "+", "subtract": "−", "multiply": "×", "divide": "/"})
LARGEST = MappingProxyType(
    {("maximum", False): "larger", ("maximum", True): "largest"}
    | {("minimum", False): "smaller", ("minimum", True): "smallest"}
)
COMPARISONS = MappingProxyType({"greater": ">", "greater_equal": "≥", "less": "<", "less_equal": "≤"})


def expression(graph: Graph, node: int, named: Mapping[int, str] = MappingProxyType({})) -> str:
    """A node in names and signs, with no more brackets than it needs.

    Args:
        graph: The graph.
        node: Its number.
        named: What some nodes are called, in place of what they are made from.
    """
    return _written(graph, node, named)[0]


_LOOSE, _SUM, _PRODUCT, _WHOLE = range(4)
"""How firmly an expression holds together: a choice, a sum, a product, a name."""


def _written(graph: Graph, node: int, named: Mapping[int, str]) -> tuple[str, int]:
    operation, of, given = graph.nodes[node]
    if node in named or operation in (LEAF, CONSTANT):
        return named.get(node) or (given[1] if operation == LEAF else _plain(float.fromhex(given))), _WHOLE

    inside = _inside_logistic(graph, node)
    if inside is not None:
        return f"logistic({expression(graph, inside, named)})", _WHOLE

    def part(place: int, least: int = _LOOSE) -> str:
        text, firm = _written(graph, of[place], named)
        return text if firm >= least else f"({text})"

    if operation in ("add", "subtract"):
        return f"{part(0, _SUM)} {SIGNS[operation]} {part(1, _SUM if operation == 'add' else _PRODUCT)}", _SUM
    if operation in ("multiply", "divide"):
        return (
            f"{part(0, _PRODUCT)} {SIGNS[operation]} {part(1, _PRODUCT if operation == 'multiply' else _WHOLE)}",
            _PRODUCT,
        )
    if operation in COMPARISONS:
        return f"{part(0, _SUM)} {COMPARISONS[operation]} {part(1, _SUM)}", _LOOSE
    if operation == WHERE:
        return f"{part(1, _SUM)} if {part(0)} else {part(2, _SUM)}", _LOOSE
    if operation == NUMBER:
        return f"[{part(0)}]", _WHOLE
    if operation == "negative":
        return f"−{part(0, _PRODUCT)}", _SUM
    if operation == CLIP:
        return _limited(part(0), part(1), part(2)), _WHOLE
    if operation == "absolute":
        return f"|{part(0)}|", _WHOLE
    if operation in ("maximum", "minimum"):
        some = [_written(graph, other, named)[0] for other in _alike(graph, node, named)]
        return f"the {LARGEST[operation, len(some) > 2]} of ({', '.join(some)})", _WHOLE
    return f"{operation}({part(0)})", _WHOLE


def _inside_logistic(graph: Graph, node: int) -> int | None:
    """The x of 1 / (1 + exp(−x)); None for anything else."""
    for operation in ("divide", "add", "exp", "negative"):
        found = graph.nodes[node]
        if found.operation != operation or (len(found.of) > 1 and graph.nodes[found.of[0]].given != (1.0).hex()):
            return None
        node = found.of[-1]
    return node


def _alike(graph: Graph, node: int, named: Mapping[int, str]) -> list[int]:
    """All of which a node is the largest, or the smallest."""
    operation, of, _ = graph.nodes[node]
    nested = [other not in named and graph.nodes[other].operation == operation for other in of]
    return [
        x for other, more in zip(of, nested, strict=True) for x in (_alike(graph, other, named) if more else [other])
    ]


def without_brackets(text: str) -> str:
    """A text without brackets around all of it."""
    whole = text.startswith("(") and text.endswith(")") and "(" not in text[1:]
    return text[1:-1] if whole else text


def _limited(inside: str, low: str, high: str) -> str:
    if high == "∞":
        return f"({inside}, not below {low})"
    return f"({inside}, limited to {low} to {high})"


def _plain(number: float) -> str:
    return "∞" if number == np.inf else f"{number:g}".replace("-", "−")
