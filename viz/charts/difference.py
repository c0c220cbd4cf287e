"""The paired difference of two runs, world by world: its bands, its chart and its table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.core.arrays import means
from model.core.declarations import Array, Mask
from model.ensemble.record import Run
from viz.charts.bands import Bands, bands_of, fan_of_bands
from viz.charts.parts import DataSheet, Option, monthly_sheet, percents, value_axis
from viz.charts.scenario import fan_chart
from viz.common.style import Palette
from viz.common.summary import HUNDREDTH


@dataclass(frozen=True)
class Difference(Bands):
    """The paired difference of two runs with the same random numbers; the bands are of differences.

    A difference of alignments exists only where the regime stands in both runs; shares and bands are of those worlds,
    and missing where there are none.

    Attributes:
        months: Months that both have.
        above: Share of the pairs in which a series is higher by more than a hundredth; of alignment: further West.
        below: Share of the pairs in which it is lower by more than a hundredth; of alignment: nearer Moscow.
        pairs: Number of worlds that have the series in both runs, month by month.
        worlds: Number of worlds compared.
    """

    months: tuple[str, ...]
    above: Array
    below: Array
    pairs: NDArray[np.int64]
    worlds: int

    def largest(self, first: int) -> int:
        """Index of the month, from a first one on, in which the median difference is largest in size."""
        return first + int(np.argmax(np.nan_to_num(np.abs(self.median[first:]), nan=-1.0)))


def difference(run: Run, other: Run, series: str, counted: Mask | None = None) -> Difference:
    """The paired difference of a series: this run minus the other one, world by world, then over those that count.

    Both have the same worlds, with the same random numbers.
    """
    months = min(len(run.months), len(other.months))
    gap = np.asarray(run.series[series][:months], np.float64) - other.series[series][:months]
    gap = gap if counted is None else gap[:, counted]
    bands, missing = bands_of(gap), np.isnan(gap)
    above, below = (means(np.where(missing, np.nan, side * gap > HUNDREDTH)) for side in (1, -1))
    pairs = np.count_nonzero(~missing, axis=1)
    return Difference(bands.median, bands.half, bands.most, run.months[:months], above, below, pairs, gap.shape[1])


def difference_chart(paired: Difference, label: str, colour: str, palette: Palette) -> Option:
    """The median difference with its bands, month by month."""
    fan = fan_of_bands(paired, "difference", label, colour)
    option = fan_chart([fan], paired.months, (), palette)
    reach = max(float(np.nan_to_num(np.abs([paired.most.low, paired.most.high])).max()), HUNDREDTH)
    end = float(np.ceil(reach * 10) / 10)
    option["yAxis"] = [value_axis(palette, (-end, end))]
    return option


def difference_sheet(paired: Difference, label: str, sides: tuple[str, str]) -> DataSheet:
    """The differences, month by month; `sides` says what is above and what is below nothing."""
    shares = zip(sides, (paired.above, paired.below), strict=True)
    columns = paired.columns | {f"{side}, per cent of worlds": percents(share) for side, share in shares}
    columns["worlds compared"] = [str(count) for count in paired.pairs]
    return monthly_sheet(label, paired.months, columns)
