"""Levers against uncertainties: which setting of what an actor decides regrets least over what nobody knows.

A *lever* is a factor that somebody decides (a pressure, a switch, a variant); a *state* is everything else: a world
with its luck and numbers, and a value of each parameter that the sweep varies. In each state a lever setting has the
regret of the distance to the best setting in that state. Nothing here says what is good: both directions are told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.factors import Factor, described
from experiments.sweep_results import OutcomeTold, SweepResults
from model.record import quantile_rows
from model.vocabulary import Array

HIGH = 0.9
UNKNOWN = ("parameters", "initial")
"""First parts of the keys that nobody decides."""


@dataclass(frozen=True, slots=True)
class Regret:
    """How one setting of the levers fares over all states.

    Attributes:
        setting: The setting, in words.
        mean: Mean of the outcome.
        average: Mean regret.
        late: Regret that is exceeded in a tenth of the states.
        best: Share of the states in which no other setting does better.
    """

    setting: str
    mean: float
    average: float
    late: float
    best: float


@dataclass(frozen=True, slots=True)
class Regrets:
    """The settings of the levers by their mean regret, if an outcome is wanted as high, or as low, as it can be.

    Attributes:
        outcome: The outcome.
        wants_more: Whether more of it is wanted.
        states: Number of states in which all settings can be compared.
        settings: The settings, the least regret first.
    """

    outcome: OutcomeTold
    wants_more: bool
    states: int
    settings: tuple[Regret, ...]


def regrets(results: SweepResults, outcome: OutcomeTold) -> tuple[Regrets, ...]:
    """Regrets of all lever settings in both directions; empty where there is no lever, or no complete comparison."""
    levers = [place for place, factor in enumerate(results.factors) if is_lever(factor)]
    others = [place for place in range(len(results.factors)) if place not in levers]
    if not levers:
        return ()
    values, table = results.values(), results.by_world(outcome.name)
    settings, which = np.unique(values[:, levers], axis=0, return_inverse=True)
    states, where = np.unique(values[:, others], axis=0, return_inverse=True)
    if len(settings) < 2 or len(settings) * len(states) != len(values):
        return ()
    made = np.full((len(settings), len(states), results.worlds), np.nan)
    made[which.ravel(), where.ravel()] = table
    flat = made.reshape(len(settings), -1)
    flat = flat[:, ~np.isnan(flat).any(axis=0)]
    if not flat.shape[1]:
        return ()
    factors = [results.factors[place] for place in levers]
    names = [described(factors, row.tolist()) for row in settings]
    return tuple(_one_way(outcome, flat, names, wants_more=more) for more in (True, False))


def is_lever(factor: Factor) -> bool:
    """Whether somebody decides it."""
    return factor.parts[0] not in UNKNOWN


def _one_way(outcome: OutcomeTold, flat: Array, names: list[str], *, wants_more: bool) -> Regrets:
    wanted = flat if wants_more else -flat
    lost = wanted.max(axis=0) - wanted
    late = quantile_rows(lost, HIGH)
    found = [
        Regret(name, float(flat[i].mean()), float(lost[i].mean()), float(late[i]), float((lost[i] == 0.0).mean()))
        for i, name in enumerate(names)
    ]
    found.sort(key=lambda one: (one.average, one.setting))
    return Regrets(outcome, wants_more, flat.shape[1], tuple(found))
