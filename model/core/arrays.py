"""The two steps that NumPy has no plain function for, on arrays of any kind and on plain numbers alike."""

from __future__ import annotations

import numpy as np

from model.core.declarations import Array, Mask


def within(x: Array, low: Array, high: Array) -> Array:
    """`x` between two limits, in one pass; limits are arrays without axes."""
    return (x if hasattr(x, "clip") else np.asarray(x)).clip(low, high)


def as_number(condition: Mask) -> Array:
    """1 where a condition holds, 0 elsewhere."""
    return condition.astype(np.float64) if hasattr(condition, "astype") else np.asarray(condition, dtype=np.float64)
