"""The paired difference of two runs, world by world: its chart and its table."""

from __future__ import annotations

import numpy as np

from experiments.comparison.monthly import MonthlyDifference
from viz.charts.bands import Bands, fan_of_bands
from viz.charts.parts import DataSheet, Option, monthly_sheet, percents, value_axis
from viz.charts.scenario import fan_chart
from viz.common.style import Palette
from viz.common.summary import HUNDREDTH


def bands_of_difference(paired: MonthlyDifference) -> Bands:
    """The median difference and the bands that hold half and nine in ten of the differences."""
    return Bands(paired.median, paired.half, paired.most)


def difference_chart(paired: MonthlyDifference, label: str, colour: str, palette: Palette) -> Option:
    """The median difference with its bands, month by month."""
    fan = fan_of_bands(bands_of_difference(paired), "difference", label, colour)
    option = fan_chart([fan], paired.months, (), palette)
    reach = max(float(np.nan_to_num(np.abs([paired.most.low, paired.most.high])).max()), HUNDREDTH)
    end = float(np.ceil(reach * 10) / 10)
    option["yAxis"] = [value_axis(palette, (-end, end))]
    return option


def difference_sheet(paired: MonthlyDifference, label: str, sides: tuple[str, str]) -> DataSheet:
    """The differences, month by month; `sides` says what is above and what is below nothing."""
    shares = zip(sides, (paired.above, paired.below), strict=True)
    more = {f"{side}, per cent of worlds": percents(share) for side, share in shares}
    more["worlds compared"] = [str(count) for count in paired.pairs]
    return monthly_sheet(label, paired.months, bands_of_difference(paired).columns | more)
