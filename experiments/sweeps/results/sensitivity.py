"""Which factors of a sweep influence an outcome: Sobol and Morris indices, or PAWN for other designs, all by SALib.

Indices are of the mean over a point's worlds (of the single world where a point has one). With V the variance of
these means over the whole space of the factors:

    first   what V would lose, on average, if the factor were known
    total   what would be left of V if all other factors were known: the factor alone and with all its interactions
    mu*     mean absolute change of the outcome, when the factor alone moves across the whole of its range
    sigma   spread of these changes: large where the factor's effect depends on the others, or bends
    PAWN    greatest distance between the distribution of the outcome at all points and at those where the factor lies
            in a slice of its values; the median over the slices. It asks nothing of the design, so that chance alone
            gives it some size; what forty factors made of random numbers reach is called noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from experiments.measures.association import association
from experiments.measures.pooled import SETTLED
from experiments.sweeps.plan.design import MORRIS_LEVELS, Design, unit_problem
from experiments.sweeps.results.results import SweepResults
from model.core.arrays import order_statistic
from model.core.declarations import Array

RESAMPLES, CONFIDENCE = 400, 0.95
DUMMIES = 40
"""Factors made of random numbers, by which the noise of PAWN is judged."""

MOST_RANKED, FEWEST_RANKED = 5_000, 40
"""Most and fewest points that PAWN uses."""

WIDE = 0.1
"""Half an interval wider than this says little."""

FEWEST = 4
"""Fewest points of the base sample from which indices can be computed."""


class Method(StrEnum):
    """How indices are computed."""

    SOBOL = "sobol"
    MORRIS = "morris"
    PAWN = "pawn"


@dataclass(frozen=True, slots=True)
class FactorIndex:
    """The indices of one factor for one outcome.

    Attributes:
        first: First-order index (Sobol), or the mean change with its sign (Morris); NaN for PAWN.
        first_half: Half the width of its interval; NaN for Morris and PAWN.
        total: Total index (Sobol), mu* (Morris), or PAWN's index.
        total_half: Half the width of its interval; NaN for PAWN.
        sigma: Spread of the changes (Morris); NaN for the others.
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
        used: Points of the base sample that count; all points for PAWN.
        left_out: Points of the base sample that do not, because one of their points failed or has no outcome.
        moved: By how much an index moved at most when the base sample was doubled to what it is; NaN but for Sobol.
        noise: What PAWN gives for factors that do nothing; 0 for the others.
    """

    outcome: str
    method: Method
    indices: tuple[FactorIndex, ...]
    used: int
    left_out: int
    moved: float = float("nan")
    noise: float = 0.0

    @property
    def is_settled(self) -> bool:
        """Whether more points would hardly change it."""
        return self.moved < SETTLED and all(one.total_half < WIDE for one in self.indices)

    @property
    def beyond_noise(self) -> tuple[FactorIndex, ...]:
        """The factors whose total index exceeds its interval and the noise."""
        return tuple(one for one in self.indices if one.total - np.nan_to_num(one.total_half) > self.noise)

    @property
    def note(self) -> str:
        """How reliable the indices are, in one sentence."""
        if not self.indices:
            return "the outcome is the same at every point, so nothing moves it"
        lost = f"; {self.left_out} of the base sample were left out" if self.left_out else ""
        if self.method is Method.MORRIS:
            return f"{self.used} trajectories; a screening ranks the factors, it gives no shares of variance{lost}"
        if self.method is Method.PAWN:
            return f"{self.used} points; a ranking, in which up to {self.noise:.2f} is noise{lost}"
        widest = max(one.total_half for one in self.indices)
        word = "settled" if self.is_settled else "not settled yet: take a larger 'n' before citing them"
        text = f"doubling the base sample to {self.used} moved an index by {self.moved:.2f} at most"
        return f"{word}; {text}, and the widest interval of a total index is ±{widest:.2f}{lost}"


def indices_of(results: SweepResults, outcome: str, *, resamples: int = RESAMPLES) -> SensitivityIndices:
    """The indices of a sweep for one outcome, by the method that its design allows; the same each time.

    Raises:
        ValueError: Too few points are there.
    """
    design = results.sample.design
    ranked = design not in (Design.SOBOL, Design.MORRIS)
    method = Method.PAWN if ranked else Method(design)
    groups = results.means(outcome).reshape(-1, results.sample.per_base)
    there = ~np.isnan(groups).any(axis=1)
    used, left_out = int(there.sum()), int((~there).sum())
    fewest, what = (FEWEST_RANKED, "points") if ranked else (FEWEST, "of the base sample")
    if used < fewest:
        message = f"only {used} {what} have '{outcome}'; indices need {fewest}"
        raise ValueError(message)
    complete = groups[there]
    if np.ptp(complete) == 0.0:
        return SensitivityIndices(outcome, method, (), used, left_out)
    moved, noise = float("nan"), 0.0
    if method is Method.MORRIS:
        shares = results.sample.shares(0, results.sample.count).reshape(*groups.shape, -1)[there]
        found = _morris(results, complete, shares, resamples)
    elif method is Method.SOBOL:
        found, moved = _sobol(results, complete, resamples)
    else:
        found, noise = _pawn(results, complete.ravel(), np.flatnonzero(there))
    found.sort(key=lambda one: (-one.total, one.key))
    return SensitivityIndices(outcome, method, tuple(found), used, left_out, moved, noise)


def _pawn(results: SweepResults, means: Array, points: NDArray[np.intp]) -> tuple[list[FactorIndex], float]:
    chosen = np.unique(np.linspace(0, len(points) - 1, min(len(points), MOST_RANKED)).astype(np.intp))
    values = results.values()[points[chosen]]
    sizes, dummies = association(values, means[chosen], dummies=DUMMIES, seed=results.seed)
    nothing = (float("nan"),) * 2
    factors = zip(results.factors, sizes, strict=True)
    found = [FactorIndex(f.key, f.label, *nothing, float(size), float("nan")) for f, size in factors]
    return found, order_statistic(dummies, CONFIDENCE)


def _sobol(results: SweepResults, groups: Array, resamples: int) -> tuple[list[FactorIndex], float]:
    whole = _first_and_total(groups, resamples, results.seed)
    half = _first_and_total(groups[: max(len(groups) // 2, 2)], 2, results.seed)
    moved = float(np.max(np.abs(whole[[0, 2]] - half[[0, 2]])))
    return [FactorIndex(f.key, f.label, *whole[:, i].tolist()) for i, f in enumerate(results.factors)], moved


def _first_and_total(groups: Array, resamples: int, seed: int) -> Array:
    from SALib.analyze import sobol

    width = groups.shape[1] - 2
    options = {"calc_second_order": False, "num_resamples": resamples, "conf_level": CONFIDENCE, "seed": seed}
    made = sobol.analyze(unit_problem(width), groups.ravel(), **options)
    return np.array([made[name] for name in ("S1", "S1_conf", "ST", "ST_conf")], dtype=np.float64)


def _morris(results: SweepResults, groups: Array, shares: Array, resamples: int) -> list[FactorIndex]:
    from SALib.analyze import morris

    width = shares.shape[2]
    options = {"num_resamples": resamples, "conf_level": CONFIDENCE, "num_levels": MORRIS_LEVELS, "seed": results.seed}
    made = morris.analyze(unit_problem(width), shares.reshape(-1, width), groups.ravel(), **options)
    columns = [np.asarray(made[name], dtype=np.float64) for name in ("mu", "mu_star", "mu_star_conf", "sigma")]
    return [
        FactorIndex(factor.key, factor.label, float(mu), float("nan"), float(star), float(conf), float(sigma))
        for factor, mu, star, conf, sigma in zip(results.factors, *columns, strict=True)
    ]


def most_influential(found: Sequence[SensitivityIndices], number: int) -> list[str]:
    """The keys of the factors with the largest total indices, each relative to the strongest factor of its outcome.

    Those within noise are left out, but for a screening, which rather keeps one too many.
    """
    strength: dict[str, float] = {}
    for one in found:
        most = max((index.total for index in one.indices), default=0.0)
        candidates = one.indices if one.method is Method.MORRIS else one.beyond_noise
        for index in candidates if most > 0.0 else ():
            strength[index.key] = max(strength.get(index.key, 0.0), index.total / most)
    return sorted(strength, key=lambda key: (-strength[key], key))[:number]
