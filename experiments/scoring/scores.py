"""Scores of a forecast against what was observed, and the interval of its skill.

A forecast of a point is an ensemble whose members each carry the same normal noise: a mixture of normal distributions.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from experiments.measures.pooled import Interval
from model.core.declarations import Array

RESAMPLED, CONFIDENCE, SEED = 2_000, 0.95, 2021
"""Draws of the bootstrap, the share of them that an interval holds, and the seed of the draws."""
BAND = (0.05, 0.95)
"""The ends of the interval whose coverage is counted."""
BROKEN = 9.84
"""The largest F of a series without a break exceeds this in one case of twenty (Andrews 1993, table 1)."""


def rmse(errors: Array) -> float:
    """The root of the mean squared error."""
    return float(np.sqrt(np.mean(errors**2)))


def crps(members: Array, noise: float, observed: Array) -> Array:
    """The continuous ranked probability score of each point, in the units of the series; 0 is best.

    For members m_1 ... m_M, each with normal noise of standard deviation s, and an observed y it is, in closed form,

        CRPS = mean_i A(y - m_i, s) - 1/2 mean_ij A(m_i - m_j, s sqrt(2)),
        A(d, s) = E|d + s Z| = 2 s phi(d / s) + d (2 Phi(d / s) - 1),    A(d, 0) = |d|

    with Z standard normal, phi its density and Phi its distribution (Gneiting and Raftery 2007, equation 21, with
    the normal mixture of Grimit et al. 2006). With one member and no noise it is the absolute error.

    Args:
        members: Shape (points, members).
        noise: Standard deviation s, in the units of the series.
        observed: Shape (points,).
    """
    near = np.mean(_mean_distance(observed[:, None] - members, noise), axis=1)
    spread = [np.mean(_mean_distance(row[:, None] - row[None, :], noise * np.sqrt(2.0))) for row in members]
    return np.asarray(near - 0.5 * np.array(spread))


def _mean_distance(distance: Array, noise: float) -> Array:
    if noise == 0.0:
        return np.abs(distance)
    z = distance / noise
    density = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi)
    return np.asarray(2.0 * noise * density + distance * (2.0 * special.ndtr(z) - 1.0))


def coverage(members: Array, noise: float, observed: Array) -> float:
    """The share of points that lie between the 5th and the 95th percentile of their forecast."""
    distance = observed[:, None] - members
    below = np.heaviside(distance, 0.5) if noise == 0.0 else special.ndtr(distance / noise)
    place = np.mean(below, axis=1)
    return float(np.mean((place >= BAND[0]) & (place <= BAND[1])))


def skill(score: float, reference: float) -> float:
    """1 - score / reference: 1 for a perfect forecast, 0 for one as good as the reference; NaN where that is 0."""
    return 1.0 - score / reference if reference > 0.0 else np.nan


def skill_interval(errors: Array, reference: Array) -> Interval:
    """The 95 per cent interval of the skill, 1 - RMSE / RMSE of the reference, by a moving-block bootstrap over time.

    Blocks of n^(1/3) neighbouring points, at least 2, are drawn with replacement, the same of both forecasts, so that
    errors that last are not counted as independent (Kuensch 1989). With few points it is a rough guide.

    Args:
        errors: Of the forecast, in the order of time, shape (points,).
        reference: Of the reference, shape (points,).
    """
    n = len(errors)
    length = min(n, max(2, round(n ** (1 / 3))))
    blocks = -(-n // length)
    starts = np.random.default_rng(SEED).integers(n - length + 1, size=(RESAMPLED, blocks))
    drawn = (starts[:, :, None] + np.arange(length)).reshape(RESAMPLED, -1)[:, :n]
    ours, theirs = (np.sqrt(np.mean(one[drawn] ** 2, axis=1)) for one in (errors, reference))
    ratios = np.divide(ours, theirs, out=np.where(ours > 0.0, np.inf, 1.0), where=theirs > 0.0)
    ends = ((1.0 + CONFIDENCE) / 2.0, (1.0 - CONFIDENCE) / 2.0)
    low, high = (1.0 - np.quantile(ratios, end, method="inverted_cdf") for end in ends)
    return Interval(float(low), float(high))


def largest_shift(values: Array) -> int | None:
    """The point at which a series breaks most: its mean from there on differs most from its mean before.

    It is where F = (n - 2) (S0 - S) / S is largest, with S0 the squared deviations from one mean and S those from the
    means of both parts, over all points but the first and last twentieth. None unless F exceeds `BROKEN`: there is no
    break beyond chance. Series that wander by themselves break more easily.
    """
    n = len(values)
    edge = -(-n // 20)
    before = np.arange(edge, n - edge + 1)
    sums = np.cumsum(values)[before - 1]
    difference = (np.sum(values) - sums) / (n - before) - sums / before
    gained = difference**2 * before * (n - before) / n
    best = int(np.argmax(gained))
    left = float(np.sum((values - np.mean(values)) ** 2) - gained[best])
    return int(before[best]) if (n - 2) * gained[best] > BROKEN * max(left, 0.0) else None
