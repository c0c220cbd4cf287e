"""Lasting changes of alignment: the few largest changes of a series, found by segmentation.

A series of T months is cut into straight pieces, each at least `LEAST` months long, so that

    sum over pieces of (squared distance of the series from its straight line) + `PRICE` × number of pieces

is least. The cut is optimal, by dynamic programming over all places of the last cut (Bellman, Roth 1969, Journal of
the American Statistical Association 64; Jackson and others 2005, IEEE Signal Processing Letters 12). A piece over
which the series moves by at least `LARGE` is a lasting change, from the first month of that piece. The `MOST` largest
count, in the order in which they come.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array

LEAST = 5
"""Months that a piece lasts at least, so that a jump which is taken back does not count."""

PRICE = 0.01
"""Penalty for one more piece: the square of a tenth of the distance from Moscow to the middle."""

LARGE, MOST = 0.1, 3
"""Least change that counts, and how many changes of a world count."""

Pieces = tuple[tuple[int, int], ...]
"""First and last month of each piece, in order."""


@dataclass(frozen=True, slots=True)
class LastingChange:
    """A lasting change of a series.

    Attributes:
        month: Index of the month in which it begins.
        last: Index of the month in which it ends.
        change: How far the series moves from the end of the month before `month` to the end of `last`.
    """

    month: int
    last: int
    change: float


def lasting_changes(series: Array) -> list[tuple[LastingChange, ...]]:
    """The lasting changes of each world by itself, in order, from values of shape (months, worlds).

    Only the months before the first missing one (NaN) count: an alignment ends where the regime falls.
    """
    return [_largest(series[:, world], pieces) for world, pieces in enumerate(segments(series))]


def _largest(series: Array, pieces: Pieces) -> tuple[LastingChange, ...]:
    found = (LastingChange(a, b, float(series[b] - series[max(a - 1, 0)])) for a, b in pieces)
    large = sorted((one for one in found if abs(one.change) >= LARGE), key=lambda one: (-abs(one.change), one.month))
    return tuple(sorted(large[:MOST], key=lambda one: one.month))


def segments(series: Array) -> list[Pieces]:
    """The best cut of each world's series, shape (months, worlds); one piece where it is too short to be cut."""
    months, worlds = series.shape
    lengths = np.where(np.isnan(series).any(axis=0), np.argmax(np.isnan(series), axis=0), months)
    sums = _sums(np.nan_to_num(series))
    cost = np.full((months + 1, worlds), np.inf)
    cost[0] = 0.0
    cut = np.zeros((months + 1, worlds), dtype=np.int64)
    for end in range(1, months + 1):
        starts = [0, *range(LEAST, end - LEAST + 1)] if end >= 2 * LEAST else [0]
        totals = np.stack([cost[start] + _strayed(sums, start, end) + PRICE for start in starts])
        best = np.argmin(totals, axis=0)
        cost[end] = np.take_along_axis(totals, best[None], axis=0)[0]
        cut[end] = np.array(starts)[best]
    return [_pieces(cut[:, world], int(lengths[world])) for world in range(worlds)]


def _pieces(cut: NDArray[np.int64], months: int) -> Pieces:
    found: list[tuple[int, int]] = []
    end = months
    while end > 0:
        start = int(cut[end])
        found.insert(0, (start, end - 1))
        end = start
    return tuple(found)


def _sums(series: Array) -> tuple[Array, Array, Array]:
    """Running sums of y, of month × y and of y², each with a row of zeros before the first month."""
    rows = np.arange(len(series), dtype=np.float64)[:, None]
    zero = np.zeros((1, series.shape[1]))
    parts = (series, rows * series, series * series)
    return tuple(np.concatenate([zero, np.cumsum(part, axis=0)]) for part in parts)  # type: ignore[return-value]


def _strayed(sums: tuple[Array, Array, Array], start: int, end: int) -> Array:
    """Squared distance of the months `start` to `end - 1` from their straight line by least squares.

    S_yy - S_xy² / S_xx, with S the sums of squares and products about the means.
    """
    y, xy, yy = (total[end] - total[start] for total in sums)
    n = float(end - start)
    middle = 0.5 * (start + end - 1)
    across = n * (n * n - 1.0) / 12.0
    flat = yy - y * y / n
    if across == 0.0:
        return np.asarray(np.maximum(flat, 0.0))
    along = xy - middle * y
    return np.asarray(np.maximum(flat - along * along / across, 0.0))
