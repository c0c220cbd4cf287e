"""Which single numbers move an outcome most: a screening of all of them from one ensemble with every number sampled.

    ranking = rank(run.parameters, values)
    ranking.above_noise[:10]        # the ten most influential numbers

The order is that of the partial rank correlation: of the ranks of a number with those of the outcome, once the other
numbers are taken out of both. Beside it stands the share of the variance of the outcome's ranks that the number makes
alone, from their means in bins of the number; it finds effects that go up and down, which the correlation misses.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from experiments.measures.outcomes import OUTCOMES, Outcome, kept_for, read_off
from model.core.declarations import Array
from model.runs.run import run
from model.scenario.load import Sampling, Scenario

WORLDS = 4000
BINS = 16
FALSE_ALARM = 0.05
"""Chance that of all the numbers together one without influence is taken for influential."""
LEAST_WORLDS = 2
"""Worlds needed per number ranked."""


@dataclass(frozen=True, slots=True)
class Influence:
    """What one number does to one outcome.

    Attributes:
        key: Key of the parameter.
        partial: Partial rank correlation; its sign says which way the outcome goes when the number grows.
        alone: Share of the variance of the outcome's ranks that the number makes alone, less what chance does.
    """

    key: str
    partial: float
    alone: float


@dataclass(frozen=True)
class Ranking:
    """All numbers by their influence on one outcome, the strongest first.

    Attributes:
        influences: One per number.
        worlds: Worlds that the ranking rests on.
        noise: A partial rank correlation that is no larger may be chance.
        noise_alone: A share that is no larger may be chance.
    """

    influences: tuple[Influence, ...]
    worlds: int
    noise: float
    noise_alone: float

    @property
    def above_noise(self) -> tuple[Influence, ...]:
        """The numbers whose correlation is larger than chance makes it."""
        return tuple(one for one in self.influences if abs(one.partial) > self.noise)

    @property
    def bent(self) -> tuple[Influence, ...]:
        """Numbers that move the outcome, but not steadily up or down."""
        return tuple(one for one in self.influences if abs(one.partial) <= self.noise and one.alone > self.noise_alone)


def influential(
    scenario: Scenario, outcomes: Sequence[Outcome] = OUTCOMES, *, worlds: int = WORLDS
) -> dict[str, Ranking]:
    """The ranking of all sampled numbers of a scenario, per outcome by its name; the same each time.

    Raises:
        ValueError: The scenario takes its numbers at their best values, or there are too few worlds.
    """
    if scenario.sampling is not Sampling.PARAMETERS:
        message = f"{scenario.name} has 'sampling: {scenario.sampling}', but influence needs 'sampling: parameters'"
        raise ValueError(message)
    lived = run(scenario, keep=kept_for(outcomes), moves=False, worlds=worlds)
    values = read_off(lived, outcomes)
    return {outcome.name: rank(lived.parameters, row) for outcome, row in zip(outcomes, values, strict=True)}


def rank(parameters: Mapping[str, Array], values: Array) -> Ranking:
    """Rank numbers by their influence on one outcome.

    Args:
        parameters: Key -> value of the number in each world.
        values: The outcome in each world.

    Raises:
        ValueError: There are fewer than two worlds per number.
    """
    keys, count, worlds = tuple(parameters), len(parameters), len(values)
    if worlds < LEAST_WORLDS * count or not count:
        message = f"ranking {count} numbers needs {LEAST_WORLDS * max(count, 1)} worlds or more, but there are {worlds}"
        raise ValueError(message)
    table = np.stack([parameters[key] for key in keys])
    partial, alone = partial_correlations(table, values), shares_alone(table, stats.rankdata(values))
    found = [Influence(key, float(p), float(a)) for key, p, a in zip(keys, partial, alone, strict=True)]
    found.sort(key=lambda one: (-abs(one.partial), one.key))
    freedom = worlds - count - 1
    z = float(special.ndtri(1.0 - 0.5 * FALSE_ALARM / count))
    bins = float(special.chdtri(BINS - 1, FALSE_ALARM / count))
    return Ranking(
        influences=tuple(found),
        worlds=worlds,
        noise=z / math.sqrt(z * z + freedom),
        noise_alone=(bins - (BINS - 1)) / worlds,
    )


def partial_correlations(table: Array, values: Array) -> Array:
    """Partial rank correlation of each row with the values: -P_iy / sqrt(P_ii P_yy), P the inverse correlations.

    0 everywhere where the values are all the same.
    """
    if np.ptp(values) == 0.0:
        return np.zeros(len(table))
    ranks = stats.rankdata(np.concatenate([table, values[None]]), axis=1)
    inverse = np.linalg.inv(np.corrcoef(ranks))
    diagonal = np.diagonal(inverse)
    return np.asarray(-inverse[:-1, -1] / np.sqrt(diagonal[:-1] * diagonal[-1]))


def shares_alone(table: Array, values: Array) -> Array:
    """Share of the variance of the values that lies between bins of each row, less what chance puts there.

    eta = sum over bins (n (mean of the bin - mean)^2) / sum (value - mean)^2, and (eta - e) / (1 - e) with
    e = (bins - 1) / (worlds - 1); 0 everywhere where the values are all the same.
    """
    away = values - values.mean()
    whole = float((away * away).sum())
    if whole == 0.0:
        return np.zeros(len(table))
    order = np.argsort(table, axis=1, kind="stable")
    bins = np.array_split(np.arange(len(values)), BINS)
    between = sum(away[order[:, rows]].sum(axis=1) ** 2 / len(rows) for rows in bins)
    expected = (BINS - 1) / (len(values) - 1)
    return np.asarray((between / whole - expected) / (1.0 - expected))
