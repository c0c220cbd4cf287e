"""Regret analysis: which decision has the least regret over everything that is uncertain.

A *lever* is a factor that somebody decides (a pressure, a switch, a variant); a *state* is everything else: a world
with its random draws and its own numbers, and a value of each parameter that the sweep varies. The regret of a lever
setting in a state is its distance from the best setting in that state. Nothing here says what is good: both directions
are reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from experiments.sweeps.plan.factors import END, Factor, described
from experiments.sweeps.results.noise import mean_and_error, threshold
from experiments.sweeps.results.results import OutcomeInfo, SweepResults
from model.core.arrays import order_statistic
from model.core.declarations import Array

Rows = Callable[[], Iterator[Array]]
HIGH = 0.9
UNKNOWN = ("parameters", "initial", END)
"""First parts of the keys that are no decision of an actor."""


@dataclass(frozen=True, slots=True)
class Regret:
    """The regret of one setting of the levers over all states.

    Attributes:
        q90: Regret that is exceeded in a tenth of the states.
        best: Share of the states in which no other setting does better.
        is_tied: Whether its mean regret differs from the least one by no more than noise.
    """

    setting: str
    mean: float
    mean_regret: float
    q90: float
    best: float
    is_tied: bool


@dataclass(frozen=True, slots=True)
class Regrets:
    """The settings of the levers by their mean regret, if an outcome is wanted as high, or as low, as it can be.

    Attributes:
        states: Number of states in which all settings can be compared.
        left_out: Share of all states in which they cannot, because the outcome is missing under some setting.
    """

    outcome: OutcomeInfo
    wants_more: bool
    states: int
    left_out: float
    settings: tuple[Regret, ...]

    @property
    def is_idle(self) -> bool:
        """Whether the levers make no difference in any state."""
        return all(one.best == 1.0 for one in self.settings)

    @property
    def tied(self) -> int:
        """How many settings regret least, as far as noise allows to tell."""
        return sum(one.is_tied for one in self.settings)


def regrets(results: SweepResults, outcome: OutcomeInfo) -> tuple[Regrets, ...]:
    """Regrets of all lever settings in both directions; empty where there is no lever, or no complete comparison."""
    levers = [place for place, factor in enumerate(results.factors) if is_lever(factor)]
    others = [place for place in range(len(results.factors)) if place not in levers]
    if not levers:
        return ()
    values = results.values()
    settings, which = np.unique(values[:, levers], axis=0, return_inverse=True)
    states, where = np.unique(values[:, others], axis=0, return_inverse=True)
    if len(settings) < 2 or len(settings) * len(states) != len(values):
        return ()
    point = np.empty((len(settings), len(states)), dtype=np.intp)
    point[which.ravel(), where.ravel()] = np.arange(len(values))
    table = results.by_world(outcome.name)
    there = np.logical_and.reduce([~np.isnan(table[points]) for points in point])
    if not there.any():
        return ()
    factors = [results.factors[place] for place in levers]
    names = [described(factors, row.tolist()) for row in settings]

    def rows() -> Iterator[Array]:
        """The outcome in all states, one setting after another, so that only one is copied at a time."""
        return (table[points][there] for points in point)

    return tuple(_one_way(outcome, rows, names, there, wants_more=more) for more in (True, False))


def is_lever(factor: Factor) -> bool:
    """Whether an actor decides it."""
    return factor.parts[0] not in UNKNOWN


def _one_way(
    outcome: OutcomeInfo, rows: Rows, names: list[str], there: NDArray[np.bool_], *, wants_more: bool
) -> Regrets:
    """Regrets in one direction; `there`: the states that can be compared, shape (points, worlds)."""
    better = np.maximum if wants_more else np.minimum
    ideal = reduce(better, rows())
    averages = [float(np.abs(ideal - row).mean()) for row in rows()]
    least = next(row for row, average in zip(rows(), averages, strict=True) if average == min(averages))
    ranked = []
    for name, row in zip(names, rows(), strict=True):
        lost, apart = np.abs(ideal - row), np.full(there.shape, np.nan)
        apart[there] = least - row
        difference, error = mean_and_error(apart)
        tied = not np.abs(difference) > threshold(len(names)) * error
        numbers = float(lost.mean()), order_statistic(lost, HIGH), float((lost == 0.0).mean())
        ranked.append(Regret(name, float(row.mean()), *numbers, tied))
    ranked.sort(key=lambda one: (one.mean_regret, one.setting))
    return Regrets(outcome, wants_more, len(ideal), float(1.0 - there.mean()), tuple(ranked))
