"""Sensitivity of outcomes to groups of parameters and to chance: Sobol's indices of groups, by pick and freeze.

The ensemble is run with the draws of one seed (a), with those of another (b), and once per group g with the draws of
the group from the other seed and all the rest from the first (c). World by world, with V the variance of the outcome:

    first-order   S = mean(b (c - a)) / V          the group alone (Saltelli 2010)
    total         T = mean((a - c)^2) / 2 V        the group with all its interactions (Jansen 1999)

S is what the variance would lose, on average, if the group were known; T is what would be left if all else were known.
The intervals are percentiles over bootstrap samples of the worlds. The same estimators serve the outcomes themselves
and their ranks among all worlds (`ranked`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from experiments.measures.forms import quotient
from experiments.measures.outcomes import OUTCOMES, Outcome, values_of
from experiments.measures.quantity import recorded
from experiments.variance.groups import Division, Group
from model.core.arrays import order_statistics
from model.core.declarations import Array, Progress
from model.core.draws import Draws, SplitDraws
from model.core.worlds import chunks
from model.runs.run import CHUNK, run
from model.scenario.scenario import Sampling, Scenario

Simulate = Callable[[Draws], Array]
"""The outcomes of the worlds with some random draws, shape (outcomes, worlds)."""

VARIANCE_WORLDS, OTHER_SEED = 8000, 3102
REPLICATES, CONFIDENCE = 400, 0.95


class Estimate(NamedTuple):
    """An index with its confidence interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Samples:
    """The outcomes of pick and freeze, world by world.

    Attributes:
        own: Outcomes with the draws of the first seed, shape (outcomes, worlds).
        other: With those of the other seed.
        mixed: With one group from the other seed, shape (groups, outcomes, worlds).
    """

    groups: tuple[Group, ...]
    own: Array
    other: Array
    mixed: Array

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return int(self.own.shape[-1])


@dataclass(frozen=True)
class Indices:
    """The indices of groups for outcomes; NaN where an outcome is the same in every world.

    Attributes:
        mean: Mean of each outcome over the worlds of both seeds that have it; `spread` is its standard deviation.
        missing: Share of the worlds of both seeds that do not have it: their regime has fallen, or they do not meet the
            scenario's condition `given`.
        first: First-order indices with the ends of their intervals, shape (3, groups, outcomes).
        total: Total indices, likewise.
        moved: By how much an index moved at most when the worlds were doubled to what they are, per outcome.
    """

    groups: tuple[Group, ...]
    mean: Array
    spread: Array
    missing: Array
    first: Array
    total: Array
    moved: Array

    def first_of(self, group: Group, outcome: int) -> Estimate:
        """The share of the spread of an outcome that a group makes alone."""
        return Estimate(*self.first[:, self.groups.index(group), outcome].tolist())

    def total_of(self, group: Group, outcome: int) -> Estimate:
        """The share that a group makes alone and together with others."""
        return Estimate(*self.total[:, self.groups.index(group), outcome].tolist())

    def together(self, groups: Iterable[Group], outcome: int) -> float:
        """The share that no group of a division makes alone: what arises only where groups meet."""
        return 1.0 - sum(self.first_of(group, outcome).value for group in groups)


def simulate_groups(
    scenario: Scenario,
    divided: Sequence[Division],
    outcomes: Sequence[Outcome] = OUTCOMES,
    *,
    worlds: int = VARIANCE_WORLDS,
    other_seed: int = OTHER_SEED,
    progress: Progress | None = None,
) -> Samples:
    """Pick and freeze for a scenario: its outcomes with each group of some divisions from another seed.

    Args:
        scenario: What is run, in prior worlds if it is conditioned; its own seed is the first one.
        divided: The divisions; a group that stands in several is run once.
        outcomes: What is measured.
        worlds: Worlds of each run; there are two runs more than groups.
        other_seed: The other seed.
        progress: Called with runs done and runs in all.
    """
    if scenario.sampling is Sampling.CONDITIONED:  # the numbers of such worlds depend on each other
        scenario = replace(scenario, sampling=Sampling.PRIOR)
    groups = tuple(dict.fromkeys(group for division in divided for group in division.groups))
    series, moves = recorded(leaves=(outcome.measure for outcome in outcomes))

    def simulate(draws: Draws) -> Array:
        result = run(scenario, keep=series, moves=moves, draws=draws)
        return values_of(result, outcomes)

    return sample(simulate, groups, (scenario.seed, other_seed), worlds, progress=progress)


def sample(
    simulate: Simulate,
    groups: Sequence[Group],
    seeds: tuple[int, int],
    worlds: int,
    *,
    chunk: int = CHUNK,
    progress: Progress | None = None,
) -> Samples:
    """Simulate the worlds with the draws of both seeds, and with those of each group exchanged.

    A group in which nothing is drawn is not simulated: its outcomes are those of the first seed.
    """
    seed, other = seeds
    numbers = chunks(worlds, chunk)
    drawn = [group for group in groups if not group.is_certain]
    whole, done = len(numbers) * (len(drawn) + 2), 0
    parts = []
    for some in numbers:
        sources = [Draws(seed, some), Draws(other, some)]
        sources += [SplitDraws(seed, some, other=other, names=group.draws) for group in drawn]
        outcomes = []
        for draws in sources:
            outcomes.append(simulate(draws))
            done += 1
            if progress is not None:
                progress(done, whole)
        parts.append(np.stack(outcomes))
    own, others, *exchanged = np.concatenate(parts, axis=-1)
    by_group = dict(zip(drawn, exchanged, strict=True))
    return Samples(tuple(groups), own, others, np.stack([by_group.get(group, own) for group in groups]))


def ranked(samples: Samples) -> Samples:
    """The same with each outcome replaced by its rank among the worlds of both seeds, 0 for the least to 1.

    Where an outcome lies far off in one world of a hundred, its variance is that of these few, and indices of it are as
    uncertain as they are rare; ranks weigh every world alike. A missing outcome stays missing.
    """
    known = [row[~np.isnan(row)] for row in np.concatenate([samples.own, samples.other], axis=1)]
    ordered = [np.sort(row) for row in known]

    def ranks(values: Array) -> Array:
        rows = []
        for row, order in zip(values, ordered, strict=True):
            middle = 0.5 * (np.searchsorted(order, row, "left") + np.searchsorted(order, row, "right"))
            rows.append(np.where(np.isnan(row), np.nan, middle / max(order.size, 1)))
        return np.stack(rows)

    mixed = np.stack([ranks(values) for values in samples.mixed])
    return Samples(samples.groups, ranks(samples.own), ranks(samples.other), mixed)


def indices(samples: Samples, *, replicates: int = REPLICATES, confidence: float = CONFIDENCE) -> Indices:
    """First-order and total indices with bootstrap intervals, from the outcomes of pick and freeze.

    Raises:
        ValueError: There are fewer than two worlds.
    """
    if samples.worlds < 2:
        message = f"indices need two worlds or more, not {samples.worlds}"
        raise ValueError(message)
    weights = np.concatenate(
        [np.full((1, samples.worlds), 1.0 / samples.worlds), resampled(samples.worlds, replicates)]
    )
    first, total = _by_weights(samples, weights)
    mean, variance = _moments(samples, weights[:1])
    half = samples.worlds // 2
    first_half = Samples(
        samples.groups, *(values[..., :half] for values in (samples.own, samples.other, samples.mixed))
    )
    before = np.stack(_by_weights(first_half, np.full((1, half), 1.0 / half)))
    return Indices(
        groups=samples.groups,
        mean=mean[0],
        spread=np.sqrt(variance[0]),
        missing=np.isnan(np.stack([samples.own, samples.other])).mean(axis=(0, 2)),
        first=_with_ends(first, confidence),
        total=_with_ends(total, confidence),
        moved=np.abs(before[:, 0] - np.stack([first[0], total[0]])).max(axis=(0, 1)),
    )


def resampled(worlds: int, replicates: int) -> Array:
    """Weights of the worlds in bootstrap samples: how often each was drawn, over their number; always the same."""
    draws = Draws(0, worlds)
    drawn = (np.floor(draws.uniform("bootstrap", r) * worlds).astype(np.int64) for r in range(replicates))
    return np.stack([np.bincount(chosen, minlength=worlds) for chosen in drawn]) / worlds


def _by_weights(samples: Samples, weights: Array) -> tuple[Array, Array]:
    """First-order and total indices under each row of weights, shape (rows, groups, outcomes).

    A group's sums are over the worlds that have a number in all three runs; the variance is over all that have one.
    """
    apart, other = samples.own - samples.mixed, samples.other - _centre(samples)[:, None]
    known = ~np.isnan(apart + other)
    terms = (known.astype(np.float64), np.where(known, -other * apart, 0.0), np.where(known, apart * apart, 0.0))
    number, alone, whole = (np.einsum("rw,gow->rgo", weights, term, optimize=True) for term in terms)
    variance = number * _moments(samples, weights)[1][:, None, :]
    variance = np.where(variance > 0.0, variance, np.nan)  # an exchanged group may bring what is in no world of either
    return quotient(alone, variance), quotient(0.5 * whole, variance)


def _moments(samples: Samples, weights: Array) -> tuple[Array, Array]:
    """Mean and variance of each outcome over the worlds of both seeds that have it, shape (rows, outcomes)."""
    both, centre = np.stack([samples.own, samples.other]), _centre(samples)
    known = ~np.isnan(both)
    away = np.where(known, both - centre[:, None], 0.0)
    number = weights @ known.sum(axis=0).T
    mean = quotient(weights @ away.sum(axis=0).T, number)
    squares = quotient(weights @ (away * away).sum(axis=0).T, number)
    return centre + mean, np.maximum(squares - mean * mean, 0.0)


def _centre(samples: Samples) -> Array:
    """Mean of each outcome, taken off before squares are summed; 0 where no world has it."""
    both = np.concatenate([samples.own, samples.other], axis=1)
    known = ~np.isnan(both)
    return np.asarray(np.where(known, both, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1))


def _with_ends(values: Array, confidence: float) -> Array:
    """The index over all worlds, and the order statistics of the bootstrap samples that bound its interval."""
    tail = 0.5 * (1.0 - confidence)
    return np.stack([values[0], *order_statistics(values[1:], (tail, 1.0 - tail), axis=0)])
