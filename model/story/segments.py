"""When a world turned: the few largest lasting changes of a course, found by segmentation.

A course of T months is cut into straight pieces, each at least `LEAST` months long, so that

    sum over pieces of (squared distance of the course from its straight line) + `PRICE` × number of pieces

is least. The cut is optimal, by dynamic programming over all places of the last cut (Bellman, Roth 1969, Journal of
the American Statistical Association 64; Jackson and others 2005, IEEE Signal Processing Letters 12). A piece over
which the course moves by at least `LARGE` is a turn; it turned in the first month of that piece. The `MOST` largest
count, in the order in which they come.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array

LEAST = 5
"""Months that a piece lasts at least, so that a jump which is taken back is no turn."""

PRICE = 0.01
"""What one more piece must save: the square of a tenth of the way from Moscow to the middle."""

LARGE, MOST = 0.1, 3
"""Least change that counts as a turn, and how many turns of a world count."""

Pieces = tuple[tuple[int, int], ...]
"""First and last month of each piece, in order."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A lasting change of a course.

    Attributes:
        month: Index of the month in which it begins.
        last: Index of the month in which it ends.
        change: How far the course moves from the end of the month before `month` to the end of `last`.
    """

    month: int
    last: int
    change: float


def turns(course: Array) -> tuple[Turn, ...]:
    """The turns of one course, in order."""
    return all_turns(course[:, None])[0]


def all_turns(courses: Array) -> list[tuple[Turn, ...]]:
    """The turns of many courses at once, each by itself.

    Args:
        courses: Shape (months, worlds).

    Returns:
        The turns of each world.
    """
    return [_turns(courses[:, world], pieces) for world, pieces in enumerate(segments(courses))]


def _turns(course: Array, pieces: Pieces) -> tuple[Turn, ...]:
    found = [Turn(a, b, float(course[b] - course[max(a - 1, 0)])) for a, b in pieces]
    large = sorted(
        (turn for turn in found if abs(turn.change) >= LARGE), key=lambda turn: (-abs(turn.change), turn.month)
    )
    return tuple(sorted(large[:MOST], key=lambda turn: turn.month))


def segments(courses: Array, *, least: int = LEAST, price: float = PRICE) -> list[Pieces]:
    """The best cut of each course into straight pieces.

    Args:
        courses: Shape (months, worlds).
        least: Months that a piece lasts at least.
        price: What each piece costs.

    Returns:
        The pieces of each world; one piece where the course is too short to be cut.
    """
    months, worlds = courses.shape
    sums = _sums(courses)
    cost = np.full((months + 1, worlds), np.inf)
    cost[0] = 0.0
    cut = np.zeros((months + 1, worlds), dtype=np.int64)
    for end in range(1, months + 1):
        starts = [0, *range(least, end - least + 1)] if end >= 2 * least else [0]
        totals = np.stack([cost[start] + _strayed(sums, start, end) + price for start in starts])
        best = np.argmin(totals, axis=0)
        cost[end] = np.take_along_axis(totals, best[None], axis=0)[0]
        cut[end] = np.array(starts)[best]
    return [_pieces(cut[:, world], months) for world in range(worlds)]


def _pieces(cut: NDArray[np.int64], months: int) -> Pieces:
    found: list[tuple[int, int]] = []
    end = months
    while end > 0:
        start = int(cut[end])
        found.insert(0, (start, end - 1))
        end = start
    return tuple(found)


def _sums(courses: Array) -> tuple[Array, Array, Array]:
    """Running sums of y, of month × y and of y², each with a row of zeros before the first month."""
    rows = np.arange(len(courses), dtype=np.float64)[:, None]
    zero = np.zeros((1, courses.shape[1]))
    parts = (courses, rows * courses, courses * courses)
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
