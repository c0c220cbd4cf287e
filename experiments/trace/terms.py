"""A rule taken apart: the terms that its result is the sum of, recorded once with names in place of numbers.

A rule is asked once with names (`model.engine.graph`). Its result is split at its additions and subtractions; a product
with a sum is multiplied out, so that terms are in the units of the result, but for what is left of a share (1 - x),
which stays a factor. Where the sum is inside something else (a limit, a bend, a logistic curve, the larger of two), the
terms are those of the sum, and `shape` says what is done with it:

    value = shape(sum of the terms).

Of several values of which one counts (the larger, the smaller, one where a condition holds), the one that counts in
the month at hand is taken apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from experiments.trace.expressions import expression, without_brackets
from model.core.declarations import Array, Rule
from model.engine.graph import CONSTANT, LEAF, WHERE, Graph, Node, Traced, evaluated

VARIABLE, PARAMETER = "variable", "parameter"
ONE = Node(CONSTANT, (), (1.0).hex())
SUM = "sum"
"""What the sum of the terms is called where something is done with it."""


CHOOSING = frozenset({"maximum", "minimum", WHERE})
"""Operations of whose operands one counts."""


@dataclass(frozen=True)
class Term:
    """One term of a sum.

    Attributes:
        sign: +1, or -1 where it is subtracted.
        node: Its number in the graph.
        expression: What it is, in names.
        variables: Variables in it, in order.
        parameters: Parameters in it, in order.
    """

    sign: int
    node: int
    expression: str
    variables: tuple[str, ...]
    parameters: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Terms:
    """The terms of a rule, and what is done with their sum.

    Attributes:
        graph: The rule with names in place of numbers.
        root: Number of its result.
        summed: Number of the sum; that of the result where nothing more is done with it.
        shape: What is done with the sum, in names; empty where nothing is.
    """

    graph: Graph
    root: int
    summed: int
    terms: tuple[Term, ...]
    shape: str

    def values(self, known: Mapping[str, Array]) -> tuple[list[Array], Array]:
        """The value of each term with its sign, and of the result, elementwise.

        Args:
            known: Value of each variable and parameter of the rule.
        """
        done = computed(self.graph, known)
        return [term.sign * done[term.node] for term in self.terms], done[self.root]


class Recorded:
    """A rule with names in place of numbers, and its terms for each way in which one of several values counts."""

    def __init__(self, function: Callable[..., Any], variables: Sequence[str], parameters: Sequence[str]) -> None:
        """Record a function.

        Args:
            function: A rule: variables by position, parameters by name.
            variables: Names of the former.
            parameters: Names of the latter.
        """
        self.graph = Graph()
        numbers = {name: self.graph.leaf(PARAMETER, name) for name in parameters}
        result = function(*(self.graph.leaf(VARIABLE, name) for name in variables), **numbers)
        self.root = self.graph.value(result).number
        self._choosing = [at for at, node in enumerate(self.graph.nodes) if node.operation in CHOOSING]
        self._found: dict[tuple[int, ...], Terms] = {}

    def terms(self, known: Mapping[str, float]) -> Terms:
        """Its terms, where variables and parameters have these values."""
        done = (
            computed(self.graph, {name: np.asarray(value) for name, value in known.items()}) if self._choosing else []
        )
        counts = {at: self._counting(at, done) for at in self._choosing}
        key = tuple(counts.values())
        if key not in self._found:
            self._found[key] = _Splitter(self.graph, counts).split(self.root)
        return self._found[key]

    def _counting(self, at: int, done: Sequence[Array]) -> int:
        """Which of several nodes gives a node its value."""
        operation, of, _ = self.graph.nodes[at]
        if operation == WHERE:
            return of[1] if done[of[0]] != 0.0 else of[2]
        return of[0] if done[of[0]] == done[at] else of[1]


@cache
def recorded(rule: Rule) -> Recorded:
    """A rule of the theory, recorded."""
    return Recorded(rule.function, rule.inputs, rule.parameters)


class _Splitter:
    def __init__(self, graph: Graph, counts: Mapping[int, int]) -> None:
        self.graph, self.counts = graph, counts
        self.varying: list[bool] = []
        for node in graph.nodes:
            leaf = node.operation == LEAF and node.given[0] == VARIABLE
            self.varying.append(leaf or any(self.varying[other] for other in node.of))

    def split(self, root: int) -> Terms:
        """The terms of the first sum, of more than one variable if there is one, that all that counts goes through."""
        ways = (self._all_through(root, {}), self._all_through(root, self.counts))
        positive = [at for way in ways for at in way if at == root or self.graph.nodes[at].operation != "negative"]
        sums = [(at, some) for at in positive if len(some := self._summed(at)) > 1]
        rich = [one for one in sums if sum(self._varies(node) for _, node in one[1]) > 1]
        plain = [one for one in sums if not any(self._is_curved(node) for _, node in one[1])]
        summed, some = next(iter(rich or plain), (root, self._summed(root)))
        terms = tuple(self._term(sign, node) for sign, node in some)
        shape = "" if summed == root else expression(self.graph, root, {summed: SUM})
        return Terms(self.graph, root, summed, terms, without_brackets(shape))

    def _all_through(self, root: int, counts: Mapping[int, int]) -> Iterator[int]:
        """Nodes through which every way from the variables that count to the result goes, the result first."""
        front = {root}
        while front:
            last = max(front)
            if len(front) == 1:
                yield last
            front.remove(last)
            of = (counts[last],) if last in counts else self.graph.nodes[last].of
            front |= {other for other in of if self._varies(other)}

    def _is_curved(self, at: int) -> bool:
        operation, of, _ = self.graph.nodes[at]
        return operation in ("exp", "log") or any(map(self._is_curved, of))

    def _summed(self, at: int) -> list[tuple[int, int]]:
        """Signs and nodes of what a node is the sum of."""
        operation, of, _ = self.graph.nodes[at]
        if operation in ("add", "subtract"):
            sign = 1 if operation == "add" else -1
            return [*self._summed(of[0]), *((sign * s, node) for s, node in self._summed(of[1]))]
        if operation == "negative":
            return [(-sign, node) for sign, node in self._summed(of[0])]
        if operation == "multiply" and not self.graph.is_mask(Traced(self.graph, at)):
            one, other = self._factors(of[0]), self._factors(of[1])
            if len(one) >= len(other):
                return self._times("multiply", one, of[1])
            return self._times("multiply", other, of[0])
        if operation == "divide":
            return self._times("divide", self._factors(of[0]), of[1])
        return [(1, at)]

    def _factors(self, at: int) -> list[tuple[int, int]]:
        """The terms of a factor, unless it is what is left of a share, or has no variable at all."""
        some = self._summed(at)
        varying = sum(self._varies(node) for _, node in some)
        return some if varying > 1 or len(some) == 1 else [(1, at)]

    def _times(self, operation: str, some: list[tuple[int, int]], factor: int) -> list[tuple[int, int]]:
        return [(sign, self._emit(operation, node, factor)) for sign, node in some]

    def _emit(self, operation: str, one: int, other: int) -> int:
        if operation == "multiply" and self.graph.nodes[one] == ONE:
            return other
        return self.graph.emit(operation, Traced(self.graph, one), Traced(self.graph, other)).number

    def _varies(self, node: int) -> bool:
        while len(self.varying) < len(self.graph.nodes):  # products that were multiplied out
            self.varying.append(any(self.varying[other] for other in self.graph.nodes[len(self.varying)].of))
        return self.varying[node]

    def _term(self, sign: int, node: int) -> Term:
        names = dict.fromkeys(leaves(self.graph, node))
        return Term(
            sign,
            node,
            expression(self.graph, node),
            tuple(name for kind, name in names if kind == VARIABLE),
            tuple(name for kind, name in names if kind == PARAMETER),
        )


def computed(graph: Graph, known: Mapping[str, Array]) -> list[Array]:
    """The value of every node of a graph whose leaves are known, elementwise."""
    done: list[Array] = []
    for operation, of, given in graph.nodes:
        if operation == LEAF:
            done.append(np.asarray(known[given[1]], dtype=np.float64))
        elif operation == CONSTANT:
            done.append(np.asarray(float.fromhex(given)))
        else:
            with np.errstate(all="ignore"):  # a branch that is not taken may divide by zero
                done.append(evaluated(operation, [done[other] for other in of]))
    return done


def leaves(graph: Graph, node: int) -> Iterator[tuple[str, str]]:
    """Kind and name of every leaf that a node is made from, from left to right."""
    operation, of, given = graph.nodes[node]
    if operation == LEAF:
        yield given
    for other in of:
        yield from leaves(graph, other)
