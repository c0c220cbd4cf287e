"""Functional forms that several rules share: shares, limits, thresholds and partial adjustment.

Elementwise on arrays of any shape, and on plain floats. The list of NumPy functions that rules may use is short
(`maximum`, `minimum`, `where`, `exp`, `log`, `abs`, and here `within` and `as_number`), so that a step can be recorded.
"""

from __future__ import annotations

import numpy as np

from model.core.arrays import as_number, within
from model.core.declarations import Array, Mask

_NEVER, _ZERO, _ONE, _MINUS_ONE = (np.array(limit) for limit in (np.inf, 0.0, 1.0, -1.0))
"""Limits as arrays without axes: `clip` takes them without converting, in one pass; NumPy's `maximum` is three times
slower where one side is a single number."""


def positive(x: Array) -> Array:
    """The part of `x` above zero: max(0, x)."""
    return within(x, _ZERO, _NEVER)


def clip01(x: Array) -> Array:
    """`x` limited to a share between 0 and 1."""
    return within(x, _ZERO, _ONE)


def clip11(x: Array) -> Array:
    """`x` limited to a signed index between -1 and 1."""
    return within(x, _MINUS_ONE, _ONE)


def flag(condition: Mask) -> Array:
    """1 in the worlds where the condition holds, 0 elsewhere."""
    return as_number(condition)


def above(x: Array, threshold: Array | float) -> Array:
    """1 in the worlds where `x` exceeds the threshold, 0 elsewhere."""
    return as_number(x > threshold)


def below(x: Array, threshold: Array | float) -> Array:
    """1 in the worlds where `x` is under the threshold, 0 elsewhere."""
    return as_number(x < threshold)


def toward(now: Array, target: Array, rate: Array) -> Array:
    """The change that closes a share `rate` (per month) of the gap between `now` and `target`."""
    return rate * (target - now)


def drifted(now: Array, luck: Array, persistence: Array, largest_push: Array) -> Array:
    """A disposition next month: a share of it persists, and an even draw pushes it up or down.

    x' = f x + g (2 u - 1)
    """
    return persistence * now + largest_push * (2.0 * luck - 1.0)


def push_for_persistence(persistence: Array, spread_of_even_draw: Array) -> Array:
    """The largest push in a month for which what drifts has a spread of one in the long run: s sqrt(1 - f f)."""
    return spread_of_even_draw * np.exp(0.5 * np.log(1.0 - persistence * persistence))


def persistence_of(half_life: Array) -> Array:
    """The share that is left a month later of what is halved in so many months: 2^(-1 / h)."""
    return clip01(np.exp(-np.log(2.0) / half_life))


def saturating(x: Array, limit: Array) -> Array:
    """`x` under a soft limit: nearly itself while small, never beyond the limit; limit tanh(x / limit)."""
    fading = np.exp(-2.0 * x / limit)
    return limit * (1.0 - fading) / (1.0 + fading)


def sigmoid(x: Array) -> Array:
    """Logistic curve: 0 far below zero, a half at zero, 1 far above."""
    return 1.0 / (1.0 + np.exp(-x))


def bent(x: Array, start: Array) -> Array:
    """`x` as it is up to `start` on either side of zero; beyond it bends and comes near 1, or -1, without end.

    y = x for |x| <= a, else sign(x) (a + (1 - a) z / (1 + z)) with z = (|x| - a) / (1 - a): order among extreme worlds
    is kept, where a limit would make them alike.
    """
    size = np.abs(x)
    beyond = np.maximum(size - start, 0.0) / (1.0 - start)
    bend = np.minimum(size, start) + (1.0 - start) * beyond / (1.0 + beyond)
    return np.where(x < 0.0, -bend, bend)
