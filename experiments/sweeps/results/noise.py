"""Standard errors of means over worlds, with each world as one independent draw.

A world uses the same random numbers at every point, so what it does at several points is no independent evidence; and a
difference between two points is taken world by world, over the worlds that have the outcome at both.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from experiments.measures.forms import quotient
from model.core.declarations import Array

LEVEL = 0.05
"""Significance level: how often, at most, noise may be reported as an effect."""


def mean_and_error(values: Array, axes: tuple[int, ...] = ()) -> tuple[Array, Array]:
    """Mean and its standard error along some axes; NaN with fewer than two worlds.

    Args:
        values: The outcome, the worlds on the last axis; NaN where it is missing.
        axes: Axes that stay; all others are averaged out.
    """
    values = np.moveaxis(values, axes, range(len(axes)))
    shape = (*values.shape[: len(axes)], -1, values.shape[-1])
    there = ~np.isnan(values)
    sums = np.where(there, values, 0.0).reshape(shape).sum(axis=-2)
    counts = there.reshape(shape).sum(axis=-2)
    number, worlds = counts.sum(axis=-1), (counts > 0).sum(axis=-1)
    mean = quotient(sums.sum(axis=-1), number)
    squares = ((sums - mean[..., None] * counts) ** 2).sum(axis=-1)
    spread = np.where(worlds > 1, quotient(worlds * squares, np.maximum(worlds - 1, 1)), np.nan)
    return mean, quotient(np.sqrt(spread), number)


def threshold(comparisons: int = 1) -> float:
    """How many standard errors the largest of so many differences must exceed."""
    return NormalDist().inv_cdf(1.0 - 0.5 * LEVEL / max(comparisons, 1))
