"""All variables of one month, and the plans by which rules compute them.

A plan is a fixed list of calls, ordered so that everything a rule reads is computed before it runs. A rule that has
already run this month is not run again, so the order of actors does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from model.core.declarations import Array

Binding = tuple[Callable[..., Array], Sequence[str], dict[str, Array]]
"""A rule as it is called: its function, the variables it reads, and its parameters."""


class Call(NamedTuple):
    """One rule bound to its parameters and to the positions of its variables."""

    function: Callable[..., Array]
    reads: Callable[[list[Any]], Sequence[Array]]
    parameters: dict[str, Array]
    writes: int


@dataclass(frozen=True)
class Plan:
    """Calls in order, and the names of the variables that they compute."""

    calls: tuple[Call, ...]
    names: tuple[str, ...]


class Variables:
    """The variables of one month, by name and by position; each is an array with one entry per world."""

    def __init__(self, names: Iterable[str]) -> None:
        """Give every name a position; nothing has a value yet."""
        self.places: dict[str, int] = {name: place for place, name in enumerate(names)}
        self.values: list[Any] = [None] * len(self.places)

    def get(self, name: str) -> Array:
        """The array of a variable; KeyError if there is no such variable, ValueError if it has no value this month."""
        value: Array | None = self.values[self.places[name]]
        if value is None:
            message = f"'{name}' has not been computed this month; ask for it to be recorded"
            raise ValueError(message)
        return value

    def put(self, name: str, value: Array) -> None:
        """Set a variable; the array is read-only from now on."""
        value.flags.writeable = False
        self.values[self.places[name]] = value

    def clear(self, places: slice) -> None:
        """Forget variables that have to be computed anew."""
        self.values[places] = [None] * (places.stop - places.start)

    def copy(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Set stocks to the results of their rules: pairs of the position of a stock and that of a result."""
        for stock, result in pairs:
            value = self.values[result]
            if value is not None:
                value.flags.writeable = False
            self.values[stock] = value

    def compute(self, plan: Plan) -> None:
        """Run the calls of a plan whose results are not there yet."""
        values = self.values
        for function, reads, parameters, writes in plan.calls:
            if values[writes] is None:
                values[writes] = function(*reads(values), **parameters)

    def bind(self, order: Iterable[str], rules: Mapping[str, Binding]) -> Plan:
        """Turn names of variables, in the order in which they are computed, into a plan."""
        calls, names = [], tuple(order)
        for name in names:
            function, reads, parameters = rules[name]
            calls.append(Call(function, _picker([self.places[r] for r in reads]), parameters, self.places[name]))
        return Plan(tuple(calls), names)


def _picker(places: Sequence[int]) -> Callable[[list[Any]], Sequence[Array]]:
    """Picks the values at some positions; `itemgetter` of a single position would not give a sequence."""
    first = places[0] if places else 0
    return itemgetter(*places) if len(places) > 1 else itemgetter(slice(first, first + len(places)))
