"""Counts the elementary array operations and the draws of a month: of an ensemble of counting arrays.

An operation is one pass of NumPy over all worlds: a ufunc, or `where`. What turns a uniform into noise belongs to
its draw; turning a flag into a number, and operations between Python numbers, are not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from unittest.mock import patch

import numpy as np

from model.core.declarations import Array
from model.core.draws import Draws
from model.ensemble import parameters
from model.ensemble.drivers import Pressures, Read
from model.ensemble.variables import Plan, Variables
from model.ensemble.world import World
from model.scenario.scenario import Scenario

COUNT: Counter[str] = Counter()
SUBJECTS: Counter[str] = Counter()
"""Operations by the subject of the rule that does them."""
DRAW = "draw"
URGES = "utilities of the moves"
REST = "gates, choices and settling"


class Counted(np.ndarray):
    """An array that counts every elementwise operation done with it."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Count the operation and do it on plain arrays."""
        if kwargs.get("out") is not None:
            kwargs["out"] = tuple(_plain(x) for x in kwargs["out"])
        result = getattr(ufunc, method)(*(_plain(x) for x in inputs), **kwargs)
        if method == "__call__":
            COUNT[ufunc.__name__] += 1
        return counted(result)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """Count `where`; leave everything else to NumPy."""
        if func is np.where:
            COUNT["where"] += 1
        return counted(func(*(_plain(x) for x in args), **kwargs))


def counted(value: Any) -> Any:
    """An array as a counting array over the same memory; anything else as it is."""
    return value.view(Counted) if isinstance(value, np.ndarray) else value


def _plain(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Counted) else value


class CountingDraws(Draws):
    """Draws that count themselves, transforms included, as one."""

    def uniform(self, name: str, month: int | None = None) -> Array:
        return self._counted(super().uniform(name, month))

    def logistic(self, name: str, month: int) -> Array:
        return self._counted(super().logistic(name, month))

    def gumbel(self, name: str, month: int) -> Array:
        return self._counted(super().gumbel(name, month))

    def _counted(self, drawn: Array) -> Array:
        COUNT[DRAW] += 1
        return drawn.view(Counted)


class RecordingDraws(Draws):
    """Draws that write down what was asked of them after `asked` was emptied.

    Attributes:
        asked: Form of the draw, its name and its month, in order.
    """

    def __init__(self, seed: int, worlds: int) -> None:
        super().__init__(seed, worlds)
        self.asked: list[tuple[str, str, int | None]] = []

    def uniform(self, name: str, month: int | None = None) -> Array:
        self.asked.append(("uniform", name, month))
        return super().uniform(name, month)

    def logistic(self, name: str, month: int) -> Array:
        self.asked.append(("logistic", name, month))
        return super().logistic(name, month)

    def gumbel(self, name: str, month: int) -> Array:
        self.asked.append(("gumbel", name, month))
        return super().gumbel(name, month)


class CountingPressures(Pressures):
    """Drivers as counting arrays."""

    def at(self, month: int, read: Read) -> dict[str, Array]:
        return {name: counted(value) for name, value in super().at(month, read).items()}


class CountingVariables(Variables):
    """Variables that count operations by subject."""

    def compute(self, plan: Plan) -> None:
        for call, name in zip(plan.calls, plan.names, strict=True):
            before = operations(COUNT)
            super().compute(Plan((call,), (name,)))
            rule = getattr(call.function, "rule", None)
            SUBJECTS[URGES if rule is None else rule.subject] += round(operations(COUNT) - before)


def count_month(scenario: Scenario, watch: Iterable[str] = (), worlds: int = 97) -> dict[str, float]:
    """Operations and draws of an average month, by kind.

    Args:
        scenario: What to run, over all its months.
        watch: Series to compute every month even where no rule needs them.
        worlds: Number of worlds; a slot that is open in none of them costs nothing.

    Returns:
        Name of the operation -> mean number per month; ``draw`` is the number of named draws.
    """
    constant = parameters.constant
    with (
        patch.object(parameters, "constant", lambda value, worlds: counted(constant(value, worlds))),
        patch("model.ensemble.setup.Pressures", CountingPressures),
        patch("model.ensemble.assembly.Variables", CountingVariables),
    ):
        world = World(scenario, worlds=worlds, draws=CountingDraws(scenario.seed, worlds), watch=watch)
    variables = world.month.variables.values
    variables[:] = [counted(value) for value in variables]
    COUNT.clear()
    SUBJECTS.clear()
    for _ in range(scenario.months):
        world.step()
    return {name: number / scenario.months for name, number in sorted(COUNT.items())}


def count_subjects(scenario: Scenario, worlds: int = 97) -> dict[str, float]:
    """Operations of an average month by subject, most first; then the utilities, and what is no rule."""
    total = operations(count_month(scenario, worlds=worlds))
    found = {name: number / scenario.months for name, number in SUBJECTS.most_common() if name != URGES}
    found[URGES] = SUBJECTS[URGES] / scenario.months
    return found | {REST: total - sum(found.values())}


def operations(count: Mapping[str, float]) -> float:
    """All elementary operations of a count, without the draws."""
    return sum(number for name, number in count.items() if name != DRAW)


def draws_of(scenario: Scenario, worlds: int) -> list[tuple[str, str, int | None]]:
    """The draws that the months of a run ask for: form, name and month."""
    draws = RecordingDraws(scenario.seed, worlds)
    world = World(scenario, worlds=worlds, draws=draws)
    draws.asked.clear()
    for _ in range(scenario.months):
        world.step()
    return draws.asked
