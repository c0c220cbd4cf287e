"""The blackboard of one month: every variable of every actor, and the plans by which rules fill it.

A plan is a fixed list of calls in an order in which everything a rule reads is there before it runs. The board
holds one array per variable; a rule that has already run this month is not run again, so the order of actors does
not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from model.core.declarations import Array


class Call(NamedTuple):
    """One rule bound to its parameters and to its places on the board."""

    function: Callable[..., Array]
    reads: Callable[[list[Any]], tuple[Array, ...]]
    parameters: dict[str, Array]
    writes: int


@dataclass(frozen=True)
class Plan:
    """Calls in order, and the names of the variables that they work out."""

    calls: tuple[Call, ...]
    names: tuple[str, ...]


class Board:
    """The variables of one month, by name and by place."""

    def __init__(self, names: Iterable[str]) -> None:
        """Make an empty place for every name."""
        self.places: dict[str, int] = {name: place for place, name in enumerate(names)}
        self.values: list[Any] = [None] * len(self.places)

    def get(self, name: str) -> Array:
        """The array of a variable; KeyError if nobody knows it, ValueError if it is not there this month."""
        value: Array | None = self.values[self.places[name]]
        if value is None:
            message = f"'{name}' has not been computed this month; ask for it to be recorded"
            raise ValueError(message)
        return value

    def put(self, name: str, value: Array) -> None:
        """Write a variable; the array is read-only from now on."""
        value.flags.writeable = False
        self.values[self.places[name]] = value

    def wipe(self, places: slice) -> None:
        """Forget variables that have to be computed anew."""
        self.values[places] = [None] * (places.stop - places.start)

    def copy(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Let results become the stocks they set: pairs of the place of a stock and that of a result."""
        for stock, result in pairs:
            value = self.values[result]
            if value is not None:
                value.flags.writeable = False
            self.values[stock] = value

    def compute(self, plan: Plan) -> None:
        """Run the calls of a plan whose result is not there yet."""
        values = self.values
        for function, reads, parameters, writes in plan.calls:
            if values[writes] is None:
                values[writes] = function(*reads(values), **parameters)

    def bind(
        self, order: Iterable[str], rules: Mapping[str, tuple[Callable[..., Array], Sequence[str], dict[str, Array]]]
    ) -> Plan:
        """Turn names in order into a plan.

        Args:
            order: Names of variables to compute.
            rules: For each name its function, the names it reads, and its parameters.
        """
        calls, names = [], tuple(order)
        for name in names:
            function, reads, parameters = rules[name]
            calls.append(Call(function, _picker([self.places[r] for r in reads]), parameters, self.places[name]))
        return Plan(tuple(calls), names)


def _picker(places: Sequence[int]) -> Callable[[list[Any]], tuple[Array, ...]]:
    """Takes the values of some places off the board, as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    if places:
        place = places[0]
        return lambda values: (values[place],)
    return lambda values: ()
