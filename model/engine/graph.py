"""A month as a graph of operations, recorded by values that stand for arrays."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, ClassVar, NamedTuple, cast

import numpy as np

from model.core.declarations import Array

MASKS = frozenset({"greater", "greater_equal", "less", "less_equal"})
"""Operations whose result is a condition."""
UFUNCS = MASKS | {
    "add",
    "subtract",
    "multiply",
    "divide",
    "negative",
    "maximum",
    "minimum",
    "absolute",
    "exp",
    "log",
}
"""Ufuncs that a rule may use; everything else is refused when a month is recorded."""
WHERE, CLIP, NUMBER, CONSTANT, LEAF = "where", "clip", "number", "constant", "leaf"


class Node(NamedTuple):
    """One value of the month.

    Attributes:
        operation: Name of a ufunc, `where`, `clip` or `number` (a condition as 1 or 0); `constant`, or `leaf` for
            what is given.
        of: The numbers of the nodes it is made from.
        given: The number, or what the leaf is.
    """

    operation: str
    of: tuple[int, ...] = ()
    given: Any = None


def evaluated(operation: str, of: Sequence[Array]) -> Array:
    """The result of an operation, elementwise; a condition is 1 or 0."""
    if operation == CLIP:
        return np.clip(*of)
    if operation == WHERE:
        condition, one, other = of
        return np.where(condition != 0.0, one, other)
    if operation == NUMBER:
        return np.asarray(of[0], dtype=np.float64)
    return np.asarray(getattr(np, operation)(*of), dtype=np.float64)


class Graph:
    """All values of a month, each made from earlier ones; the same operation on the same values is recorded once."""

    def __init__(self) -> None:
        """Begin without any value."""
        self.nodes: list[Node] = []
        self._numbers: dict[Node, int] = {}
        self._masks: set[int] = set()

    def leaf(self, *given: str) -> Array:
        """A value that is given from outside the month, to stand where an array is expected."""
        return cast("Array", self._traced(Node(LEAF, (), given)))

    def constant(self, value: float) -> Traced:
        """A number; zero keeps its sign."""
        return self._traced(Node(CONSTANT, (), value.hex()))

    def emit(self, operation: str, *values: Any) -> Traced:  # noqa: ANN401 (traced values, arrays and numbers)
        """The result of an operation.

        Raises:
            TypeError: It is none that the engine knows, or adds up conditions.
        """
        numbers = [self.value(value).number for value in values]
        masked = [number in self._masks for number in numbers]
        if operation in ("add", "subtract") and all(masked):
            message = f"'{operation}' of two conditions is no arithmetic: make them numbers first"
            raise TypeError(message)
        made = self._traced(Node(operation, tuple(numbers if operation == NUMBER else map(self.meant, numbers))))
        if operation in MASKS or (operation == "multiply" and all(masked)):
            self._masks.add(made.number)
        return made

    def meant(self, number: int) -> int:
        """The value itself; of a condition turned into a number, the condition: the engine stores it as 1 or 0."""
        node = self.nodes[number]
        return node.of[0] if node.operation == NUMBER else number

    def is_mask(self, value: Traced) -> bool:
        """Whether a value is a condition."""
        return value.number in self._masks

    def value(self, value: Any) -> Traced:  # noqa: ANN401
        """A value as one of this graph: itself, or a constant.

        Raises:
            TypeError: An array that differs between worlds was used without being given.
        """
        if isinstance(value, Traced):
            return value
        numbers = np.asarray(value, dtype=np.float64)
        if numbers.size == 0 or np.any(numbers != numbers.flat[0]):
            message = "a rule used an array of its own, which the recorder does not know"
            raise TypeError(message)
        return self.constant(float(numbers.flat[0]))

    def _traced(self, node: Node) -> Traced:
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return Traced(self, number)


class Traced(np.lib.mixins.NDArrayOperatorsMixin):
    """Stands for an array over worlds while a month is recorded: what NumPy does with it goes into the graph."""

    flags: ClassVar[Any] = SimpleNamespace(writeable=False)
    strides: ClassVar[tuple[int, ...]] = (8,)

    __slots__ = ("graph", "number")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, graph: Graph, number: int) -> None:
        """Stand for one value of a graph."""
        self.graph = graph
        self.number = number

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **extra: Any) -> Traced:  # noqa: ANN401
        """Record the operation.

        Raises:
            TypeError: It is none that the engine knows.
        """
        if method != "__call__" or extra or ufunc.__name__ not in UFUNCS:
            message = f"the compiled engine knows no '{ufunc.__name__}' of this form"
            raise TypeError(message)
        return self.graph.emit(ufunc.__name__, *inputs)

    def __array_function__(self, function: Any, kinds: Any, inputs: Any, extra: Any) -> Any:  # noqa: ANN401
        """Record a choice between two values; what may be open in some world counts as open.

        Raises:
            TypeError: It is another function.
        """
        if function is np.where and len(inputs) == 3:
            return self.graph.emit(WHERE, *inputs)
        if function is np.count_nonzero:
            return 1
        message = f"the compiled engine knows no '{function.__name__}'"
        raise TypeError(message)

    def __bool__(self) -> bool:
        """There is no answer for all worlds at once.

        Raises:
            TypeError: Always.
        """
        message = "a rule asked 'if' of a value that differs between worlds: use np.where"
        raise TypeError(message)

    def clip(self, low: Any, high: Any) -> Traced:  # noqa: ANN401
        """The value within limits."""
        return self.graph.emit(CLIP, self, low, high)

    def astype(self, kind: type) -> Traced:
        """A condition as a number; a number stays one.

        Raises:
            TypeError: Any other kind is asked for.
        """
        if kind is not np.float64:
            message = f"the compiled engine knows only float64, not {kind}"
            raise TypeError(message)
        return self.graph.emit(NUMBER, self) if self.graph.is_mask(self) else self

    def copy(self) -> Traced:
        """The same value, which nothing changes."""
        return self
