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
    values: NDArray[np.floating | np.integer], shares: Iterable[float], *, axis: int = -1, skip_missing: bool = True
) -> list[Array]:
    """Order statistics along an axis: sorted once, then the elements at the rounded positions, without interpolation.

    Args:
        values: The numbers; a missing one is NaN.
        shares: How far up each statistic is: 0 the least, 0.5 the median, 1 the greatest.
        axis: The axis along which the numbers are sorted.
        skip_missing: Leave missing numbers out; otherwise they count as the largest.

    Returns:
        For each share an array without the axis; NaN where there is no number.
    """
    size = values.shape[axis]
    if not size:
        return [np.full(np.delete(values.shape, axis), np.nan) for _ in shares]
    ordered = np.sort(values, axis=axis)
    if not skip_missing or not np.isnan(np.take(ordered, -1, axis=axis)).any():
        return [np.asarray(np.take(ordered, round(share * (size - 1)), axis=axis), np.float64) for share in shares]
    last = np.maximum(np.count_nonzero(~np.isnan(ordered), axis=axis, keepdims=True) - 1, 0)
    places = [np.rint(share * last).astype(np.intp) for share in shares]
    return [np.take_along_axis(ordered, at, axis=axis).squeeze(axis).astype(np.float64) for at in places]


def quantile_rows(values: NDArray[np.floating], share: float) -> Array:
    """One order statistic of each row, missing numbers left out; 0.5 gives the median world of each month."""
    return order_statistics(values, [share])[0]


def order_statistic(values: NDArray[np.floating | np.integer], share: float, *, skip_missing: bool = True) -> float:
    """One order statistic of some numbers, see `order_statistics`; NaN of none."""
    return float(order_statistics(values, [share], skip_missing=skip_missing)[0])


def means(values: NDArray[np.floating], *, axis: int = -1) -> Array:
    """Means along an axis, missing numbers left out; NaN where there is no number."""
    there = ~np.isnan(values)
    count = np.count_nonzero(there, axis=axis)
    total = np.sum(values, axis=axis, where=there, dtype=np.float64)
    return np.asarray(np.divide(total, count, where=count > 0, out=np.full(np.shape(count), np.nan)))
