"""Array functions that NumPy does not have in this form: limits, conditions as numbers, and order statistics."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array, Mask


def within(x: Array, low: Array, high: Array) -> Array:
    """`x` between two limits, in one pass; limits are arrays without axes."""
    return (x if hasattr(x, "clip") else np.asarray(x)).clip(low, high)


def as_number(condition: Mask) -> Array:
    """1 where a condition holds, 0 elsewhere."""
    return condition.astype(np.float64) if hasattr(condition, "astype") else np.asarray(condition, dtype=np.float64)


def order_statistics(
    values: NDArray[np.floating | np.integer], shares: Iterable[float], *, axis: int = -1
) -> list[Array]:
    """Order statistics along an axis: sorted once, then the elements at the rounded places, without interpolation.

    Missing numbers (NaN) count as the largest.
    """
    ordered, last = np.sort(values, axis=axis), values.shape[axis] - 1
    return [np.asarray(np.take(ordered, round(share * last), axis=axis), dtype=np.float64) for share in shares]


def quantile_rows(values: NDArray[np.floating], share: float) -> Array:
    """One order statistic of each row; 0.5 gives the median world of each month."""
    return order_statistics(values, [share])[0]


def order_statistic(values: NDArray[np.floating | np.integer], share: float, *, skip_missing: bool = False) -> float:
    """One order statistic of some numbers; NaN of none.

    Args:
        values: The numbers.
        share: How far up it stands: 0 the least, 0.5 the median, 1 the greatest.
        skip_missing: Leave missing numbers (NaN) out, where else they count as the largest.
    """
    there = values[~np.isnan(values)] if skip_missing else values
    return float(order_statistics(there, [share])[0]) if there.size else float("nan")
