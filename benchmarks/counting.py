"""Counts the elementary array operations and the draws of one month, by letting an ensemble of counting arrays live it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from model.draws import Draws
from model.scenario import Scenario
from model.world import World

COUNT: Counter[str] = Counter()


class Counted(np.ndarray):
    """An array that counts every elementwise operation done with it."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Count the operation and do it on plain arrays."""
        plain = [x.view(np.ndarray) if isinstance(x, Counted) else x for x in inputs]
        if kwargs.get("out") is not None:
            kwargs["out"] = tuple(x.view(np.ndarray) if isinstance(x, Counted) else x for x in kwargs["out"])
        result = getattr(ufunc, method)(*plain, **kwargs)
        if method == "__call__":
            COUNT[ufunc.__name__] += 1
        return result.view(Counted) if isinstance(result, np.ndarray) else result

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """Count `where`; leave everything else to NumPy."""
        if func is np.where:
            COUNT["where"] += 1
        plain = [x.view(np.ndarray) if isinstance(x, Counted) else x for x in args]
        result = func(*plain, **kwargs)
        return result.view(Counted) if isinstance(result, np.ndarray) else result


class CountingDraws(Draws):
    """Draws that count themselves."""

    def _fresh(self, name: str, month: int) -> np.ndarray:
        COUNT["draw"] += 1
        return super()._fresh(name, month).view(Counted)


def count_month(scenario: Scenario, months: int = 108) -> dict[str, float]:
    """Operations and draws of an average month, by kind.

    Args:
        scenario: What to run.
        months: Months to average over.

    Returns:
        Name of the operation -> mean number per month; ``draw`` is the number of named draws.
    """
    world = World(scenario, worlds=7, draws=CountingDraws(scenario.seed, 7))
    values = world.parts.board.values
    for place, value in enumerate(values):
        if value is not None:
            values[place] = value.view(Counted)
    COUNT.clear()
    for _ in range(months):
        world.step()
    return {name: number / months for name, number in sorted(COUNT.items())}
