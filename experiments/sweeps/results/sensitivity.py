"""Which factors of a sweep move an outcome: the indices of Sobol and Morris, with intervals, by SALib.

What an index speaks of is the mean of a point's worlds (of single worlds where a point has one). With V the variance of
these means over the whole space of the factors:

    first   what V would lose, on average, if the factor were known
    total   what would be left of V if all other factors were known: the factor alone and with all its interactions
    mu*     mean absolute change of the outcome, when the factor alone moves across the whole of its range
    sigma   spread of these changes: large where the factor's effect depends on the others, or bends
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.measures.pooled import SETTLED
from experiments.sweeps.plan.design import MORRIS_LEVELS, Design, unit_problem
from experiments.sweeps.results.results import SweepResults
from model.core.declarations import Array

RESAMPLES, CONFIDENCE = 400, 0.95
WIDE = 0.1
"""Half an interval wider than this says little."""

FEWEST = 4
"""Fewest points of the base sample from which indices can be computed."""


@dataclass(frozen=True, slots=True)
class FactorIndex:
    """What one factor does to one outcome.

    Attributes:
        first: First-order index (Sobol), or the mean change with its sign (Morris).
        first_half: Half the width of its interval; NaN for Morris.
        total: Total index (Sobol), or mu* (Morris).
        total_half: Half the width of its interval.
        sigma: Spread of the changes (Morris); NaN for Sobol.
    """

    key: str
    label: str
    first: float
    first_half: float
    total: float
    total_half: float
    sigma: float = float("nan")


@dataclass(frozen=True, slots=True)
class SensitivityIndices:
    """The indices of all factors for one outcome, the strongest first.

    Attributes:
        indices: One per factor; empty where the outcome is the same at every point.
        used: Points of the base sample that count.
        left_out: Points of the base sample that do not, because one of their points failed or has no outcome.
        moved: By how much an index moved at most when the base sample was doubled to what it is; NaN for Morris.
    """

    outcome: str
    design: Design
    indices: tuple[FactorIndex, ...]
    used: int
    left_out: int
    moved: float

    @property
    def is_settled(self) -> bool:
        """Whether more points would hardly change it."""
        return self.moved < SETTLED and all(one.total_half < WIDE for one in self.indices)

    @property
    def note(self) -> str:
        """How far it can be trusted, in one sentence."""
        if not self.indices:
            return "the outcome is the same at every point, so nothing moves it"
        lost = f"; {self.left_out} of the base sample were left out" if self.left_out else ""
        if self.design is Design.MORRIS:
            return f"{self.used} walks; a screening that ranks the factors, no shares of a spread{lost}"
        widest = max(one.total_half for one in self.indices)
        word = "settled" if self.is_settled else "not settled yet: take a larger 'n' before citing them"
        text = f"doubling the base sample to {self.used} moved an index by {self.moved:.2f} at most"
        return f"{word}; {text}, and the widest interval of a total index is ±{widest:.2f}{lost}"


def indices_of(results: SweepResults, outcome: str, *, resamples: int = RESAMPLES) -> SensitivityIndices:
    """The indices of a sweep laid out by Sobol or Morris for one outcome; the same each time.

    Raises:
        ValueError: The design is another, or too few points of the base sample are there.
    """
    design = results.sample.design
    if design not in (Design.SOBOL, Design.MORRIS):
        message = f"indices need the design 'sobol' or 'morris', not '{design}'"
        raise ValueError(message)
    per = results.sample.per_base
    groups = results.means(outcome).reshape(-1, per)
    there = ~np.isnan(groups).any(axis=1)
    if int(there.sum()) < FEWEST:
        message = f"only {int(there.sum())} of the base sample are there for '{outcome}'; indices need {FEWEST}"
        raise ValueError(message)
    complete = groups[there]
    counts = int(there.sum()), int((~there).sum())
    if np.ptp(complete) == 0.0:
        return SensitivityIndices(outcome, design, (), *counts, float("nan"))
    if design is Design.MORRIS:
        shares = results.sample.shares(0, results.sample.count).reshape(-1, per, per - 1)[there]
        found, moved = _morris(results, complete, shares, resamples), float("nan")
    else:
        found, moved = _sobol(results, complete, resamples)
    found.sort(key=lambda one: (-one.total, one.key))
    return SensitivityIndices(outcome, design, tuple(found), *counts, moved)


def _sobol(results: SweepResults, groups: Array, resamples: int) -> tuple[list[FactorIndex], float]:
    whole = _first_and_total(groups, resamples, results.seed)
    half = _first_and_total(groups[: max(len(groups) // 2, 2)], 2, results.seed)
    moved = float(np.max(np.abs(whole[[0, 2]] - half[[0, 2]])))
    return [FactorIndex(f.key, f.label, *whole[:, i].tolist()) for i, f in enumerate(results.factors)], moved


def _first_and_total(groups: Array, resamples: int, seed: int) -> Array:
    from SALib.analyze import sobol

    width = groups.shape[1] - 2
    made = sobol.analyze(
        unit_problem(width),
        groups.ravel(),
        calc_second_order=False,
        num_resamples=resamples,
        conf_level=CONFIDENCE,
        seed=seed,
    )
    return np.array([made[name] for name in ("S1", "S1_conf", "ST", "ST_conf")], dtype=np.float64)


def _morris(results: SweepResults, groups: Array, shares: Array, resamples: int) -> list[FactorIndex]:
    from SALib.analyze import morris

    width = shares.shape[2]
    made = morris.analyze(
        unit_problem(width),
        shares.reshape(-1, width),
        groups.ravel(),
        num_resamples=resamples,
        conf_level=CONFIDENCE,
        num_levels=MORRIS_LEVELS,
        seed=results.seed,
    )
    columns = [np.asarray(made[name], dtype=np.float64) for name in ("mu", "mu_star", "mu_star_conf", "sigma")]
    return [
        FactorIndex(factor.key, factor.label, float(mu), float("nan"), float(star), float(conf), float(sigma))
        for factor, mu, star, conf, sigma in zip(results.factors, *columns, strict=True)
    ]


def most_influential(found: Sequence[SensitivityIndices], number: int) -> list[str]:
    """The keys of the factors that move any of some outcomes most, each outcome in units of its strongest factor."""
    strength: dict[str, float] = {}
    for one in found:
        most = max((index.total for index in one.indices), default=0.0)
        for index in one.indices if most > 0.0 else ():
            strength[index.key] = max(strength.get(index.key, 0.0), index.total / most)
    return sorted(strength, key=lambda key: (-strength[key], key))[:number]
