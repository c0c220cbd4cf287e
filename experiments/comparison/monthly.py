"""The paired difference of a series, month by month: how large it is, in how many worlds, and what becomes of it.

    apart = monthly_difference(base, other, "belarus.alignment", counts, margin=0.02)
    largest = apart.largest(first=0)                       # the month in which the median difference is largest
    apart.median[largest], apart.share(largest)            # e.g. -0.24, 0.996
    apart.gone_by(largest, left=0.5)                       # from when on less than half of it is left

Both runs have the same worlds and random draws, so a world's difference is due to what the scenarios differ in. An
alignment, and so a difference of alignments, exists only where the regime stands in both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.core.arrays import means, order_statistics
from model.core.declarations import Array, Mask
from model.ensemble.record import Run, Span

MARGIN = 0.02
"""A difference of alignment is told from this size on."""
SHARES = (0.5, 0.25, 0.75, 0.05, 0.95)


@dataclass(frozen=True, eq=False)
class MonthlyDifference:
    """The paired difference of one series, month by month: the other run minus the base.

    Attributes:
        series: Its dotted name.
        months: Dates of the months, ``YYYY-MM``.
        median: Median of the differences, shape (months,); NaN where no world has the series in both runs.
        half: Ends of the band that holds half of the differences.
        most: Ends of the band that holds nine in ten of them.
        error: Monte Carlo standard error of the median: half the way between two order statistics around it, as
            `experiments.measures.pooled.error_of_median` has it.
        above: Share of the pairs in which the series is higher by more than the margin; of alignment: further West.
        below: Share of the pairs in which it is lower by more than the margin; of alignment: nearer Moscow.
        size: Mean of the differences without their sign.
        pairs: Number of worlds that have the series in both runs.
        worlds: Number of worlds compared.
        margin: The least difference that counts in the shares.
    """

    series: str
    months: tuple[str, ...]
    median: Array
    half: Span
    most: Span
    error: Array
    above: Array
    below: Array
    size: Array
    pairs: NDArray[np.int64]
    worlds: int
    margin: float

    def largest(self, first: int = 0) -> int:
        """Index of the month, from a first one on, in which the median difference is largest in size."""
        return first + _place_of_largest(np.abs(self.median[first:]))

    def most_apart(self, first: int = 0) -> int:
        """Index of the month, from a first one on, in which worlds differ most, whichever way each of them goes."""
        return first + _place_of_largest(self.size[first:])

    def share(self, month: int) -> float:
        """Share of the pairs that differ by more than the margin in the direction of the median."""
        return float((self.above if self.median[month] > 0 else self.below)[month])

    def left_out(self, month: int) -> float:
        """Share of the worlds that lack the series in one of both runs."""
        return 1.0 - float(self.pairs[month]) / self.worlds if self.worlds else 0.0

    def is_clear(self, month: int) -> bool:
        """Whether the median difference is beyond two of its Monte Carlo errors."""
        return bool(abs(self.median[month]) > 2.0 * self.error[month])

    @property
    def last(self) -> int:
        """The last month in which some world can be compared; the last of all where there is none."""
        known = np.flatnonzero(self.pairs)
        return int(known[-1]) if known.size else len(self.months) - 1

    def left(self, month: int, at: int) -> float:
        """What part of the median difference of a month is left in a later one; 0 where it has turned round."""
        return max(float(self.median[at] / self.median[month]), 0.0) if self.median[month] else 0.0

    def gone_by(self, month: int, *, left: float) -> int | None:
        """First month after which no more than this part of a month's median difference ever is left; None if never."""
        parts = np.array([self.left(month, at) for at in range(month, self.last + 1)])
        over = np.flatnonzero(parts > left)
        gone = month + int(over[-1]) + 1 if over.size else month
        return gone if gone <= self.last else None


def _place_of_largest(sizes: Array) -> int:
    return int(np.argmax(np.nan_to_num(sizes, nan=-1.0)))


def monthly_difference(
    base: Run, other: Run, series: str, counts: Mask | None = None, *, margin: float = MARGIN
) -> MonthlyDifference:
    """The paired difference of a series over the worlds that count: the other run minus the base.

    Args:
        base: A run.
        other: A run of the same worlds, from the same first month on.
        series: Dotted name of a series that both recorded.
        counts: The worlds that count; all if None.
        margin: The least difference that counts in the shares.
    """
    months = min(len(base.months), len(other.months))
    apart = np.asarray(other.series[series][:months], np.float64) - base.series[series][:months]
    apart = apart if counts is None else apart[:, counts]
    missing = np.isnan(apart)
    pairs = np.count_nonzero(~missing, axis=1)
    aside = 0.5 / np.sqrt(max(int(pairs.max(initial=0)), 1))
    middle, low, high, lowest, highest, *around = order_statistics(apart, (*SHARES, 0.5 - aside, 0.5 + aside))
    above, below = (means(np.where(missing, np.nan, side * apart > margin)) for side in (1, -1))
    return MonthlyDifference(
        series=series,
        months=base.months[:months],
        median=middle,
        half=Span(low, high),
        most=Span(lowest, highest),
        error=0.5 * (around[1] - around[0]) * np.sqrt(pairs.max(initial=1) / np.maximum(pairs, 1)),
        above=above,
        below=below,
        size=means(np.abs(apart)),
        pairs=pairs,
        worlds=apart.shape[1],
        margin=margin,
    )
