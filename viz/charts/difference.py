"""How far a run stands from another one, world by world: its bands, its chart and its table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.core.declarations import Array, Mask
from model.ensemble.record import Run
from viz.charts.bands import Bands, bands_of, fan_of_bands
from viz.charts.parts import Option, Sheet, monthly_sheet, percents, value_axis
from viz.charts.scenario import fan_chart
from viz.common.style import Palette
from viz.common.summary import HUNDREDTH


@dataclass(frozen=True)
class Difference(Bands):
    """How far a run stands from another one with the same random draws, world by world; the bands are of differences.

    Attributes:
        months: Months that both have.
        above: Share of worlds that stand higher by more than a hundredth; of alignment: further West.
        below: Share of worlds that stand lower by more than a hundredth; of alignment: nearer Moscow.
        worlds: Worlds compared.
    """

    months: tuple[str, ...]
    above: Array
    below: Array
    worlds: int


def difference(run: Run, other: Run, series: str, kept: Mask | None = None) -> Difference:
    """The paired difference of a series: this run less the other one, world by world, then over the worlds.

    Args:
        run: The run.
        other: What it is compared with; same random draws, same worlds.
        series: The series.
        kept: Which worlds count; all if None.
    """
    months = min(len(run.months), len(other.months))
    gap = np.asarray(run.series[series][:months], np.float64) - other.series[series][:months]
    gap = gap if kept is None else gap[:, kept]
    found = bands_of(gap)
    return Difference(
        found.median,
        found.half,
        found.most,
        run.months[:months],
        np.mean(gap > HUNDREDTH, axis=1),
        np.mean(gap < -HUNDREDTH, axis=1),
        gap.shape[1],
    )


def difference_chart(found: Difference, label: str, colour: str, look: Palette) -> Option:
    """The median difference with its bands, month by month."""
    fan = fan_of_bands(found, "difference", label, colour)
    option = fan_chart([fan], found.months, (), look)
    reach = max(float(np.abs([found.most.low, found.most.high]).max()), HUNDREDTH)
    end = float(np.ceil(reach * 10) / 10)
    option["yAxis"] = [value_axis(look, (-end, end))]
    return option


def difference_sheet(found: Difference, label: str, sides: tuple[str, str]) -> Sheet:
    """The differences, month by month; `sides` says what is above and what is below nothing."""
    shares = zip(sides, (found.above, found.below), strict=True)
    columns = found.columns | {f"{side}, per cent of worlds": percents(share) for side, share in shares}
    return monthly_sheet(label, found.months, columns)
