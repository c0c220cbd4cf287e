"""The charts of the scenario page as ECharts options: pure functions from results to plain data.

    option = fan_chart([fan_of(run, "belarus.alignment", "Alignment", colour)], run.months, marks(run), LIGHT)

Nothing here knows a browser. Each chart has a table of the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.core.declarations import Array, Mask
from model.ensemble.record import DIMENSIONS, HEADLINE, Posture, Run, Span
from viz.charts.parts import (
    LANE,
    LEFT,
    RIGHT,
    Fan,
    Laid,
    Line,
    Option,
    bands_of,
    fan_of,
    fan_series,
    hover,
    lanes,
    legend,
    limits_of,
    line_series,
    month_axis,
    numbers,
    rail,
    starts,
    value_axis,
    zoom,
)
from viz.common.style import POSTURES, Palette
from viz.common.summary import HUNDREDTH, POSTURE_LABELS, Mark
from viz.common.words import two_decimals

ROOM, LEAST_PLOT = 34, 280
"""Pixels of the legend, and height of the plot below the rail."""
WHOLE = 100
ABOVE, PLOT = 0.18, 0.64
"""Shares of a small picture that its title and its plot take."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The numbers behind a chart.

    Attributes:
        caption: What they are.
        headings: One per column.
        rows: The cells, as they are read.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def fan_chart(
    fans: Sequence[Fan], months: Sequence[str], marks: Sequence[Mark], look: Palette, lines: Sequence[Line] = ()
) -> Option:
    """Fans over time, other lines over them, and on a rail above them what presses and when.

    Args:
        fans: The fans; the first one bears the marks.
        months: The months.
        marks: What presses.
        look: Colours.
        lines: Comparison, single worlds.
    """
    laid = lanes(marks, len(months), narrow=look.narrow)
    series = [part for fan in fans for part in fan_series(fan)] + [line_series(line) for line in lines]
    series[-1]["markLine"] = starts(laid, months, look)
    rows = [row for fan in fans for row in (fan.most.low, fan.most.high)] + [line.values for line in lines]
    left = LEFT[look.narrow]
    grids = [
        {
            "left": left,
            "right": RIGHT,
            "top": _plot_top(laid),
            "bottom": 30,
            "tooltip": {"show": True, "trigger": "axis"},
        }
    ]
    axes = [month_axis(months, look)]
    values = [value_axis(look, limits_of(rows))]
    if laid:
        grids.append({"left": left, "right": RIGHT, "top": ROOM, "height": LANE * _count(laid)})
        axes.append(month_axis(months, look, 1, labels=False) | {"axisLine": {"show": False}})
        values.append(
            {"type": "value", "gridIndex": 1, "show": False, "inverse": True, "min": -0.5, "max": _count(laid) - 0.5}
        )
        series += rail(laid, months, look, 1)
    names = [fan.label for fan in fans] + [line.label for line in lines]
    return {
        "grid": grids,
        "xAxis": axes,
        "yAxis": values,
        "series": series,
        "tooltip": hover(look),
        "legend": legend(names, look),
        "dataZoom": zoom(range(len(axes))),
        "textStyle": {"color": look.ink},
    }


def _count(laid: Sequence[Laid]) -> int:
    return 1 + max((item.lane for item in laid), default=-1)


def _plot_top(laid: Sequence[Laid]) -> int:
    """Where the plot begins below legend and rail, in pixels."""
    return ROOM + LANE * _count(laid) + 10


def fan_height(marks: Sequence[Mark], months: int, *, narrow: bool = False) -> str:
    """How high a fan with its rail is, in the words of CSS."""
    return f"{_plot_top(lanes(marks, months, narrow=narrow)) + LEAST_PLOT}px"


def fan_sheet(caption: str, fans: Sequence[Fan], months: Sequence[str], lines: Sequence[Line] = ()) -> Sheet:
    """The numbers of a fan chart, month by month."""
    headings, columns = ["Month"], []
    for fan in fans:
        parts = {
            "median": fan.median,
            "half from": fan.half.low,
            "half to": fan.half.high,
            "nine in ten from": fan.most.low,
            "nine in ten to": fan.most.high,
        }
        headings += [f"{fan.label}, {part}" for part in parts]
        columns += list(parts.values())
    headings += [line.label for line in lines]
    columns += [line.values for line in lines]
    rows = tuple((month, *(two_decimals(float(column[i])) for column in columns)) for i, month in enumerate(months))
    return Sheet(caption, tuple(headings), rows)


def dimension_fans(run: Run, colour: str) -> tuple[Fan, ...]:
    """The fans of the four dimensions of alignment."""
    return tuple(fan_of(run, f"{HEADLINE}_{one}", one.capitalize(), colour) for one in DIMENSIONS)


def small_multiples(fans: Sequence[Fan], months: Sequence[str], look: Palette, lines: Sequence[Line] = ()) -> Option:
    """Fans side by side on the same scale, two in a row; on a narrow screen one below the other.

    Args:
        fans: The fans.
        months: The months.
        look: Colours.
        lines: One for each fan, in their order, to compare with; or none.
    """
    rows = [row for fan in fans for row in (fan.most.low, fan.most.high)] + [line.values for line in lines]
    across, wide = (1, "84%") if look.narrow else (2, "40%")
    limits, deep = limits_of(rows), WHOLE / -(-len(fans) // across)
    grids, axes, values, titles, series = [], [], [], [], []
    for place, fan in enumerate(fans):
        left, top = LEFT[look.narrow] if place % across == 0 else "56%", (place // across) * deep
        grids.append(
            {
                "left": left,
                "width": wide,
                "top": f"{top + ABOVE * deep}%",
                "height": f"{PLOT * deep}%",
                "tooltip": {"show": True, "trigger": "axis"},
            }
        )
        axes.append(month_axis(months, look, place))
        values.append(value_axis(look, limits, place))
        titles.append(
            {"text": fan.label, "left": left, "top": f"{top}%", "textStyle": {"color": look.ink, "fontSize": 13}}
        )
        series += fan_series(fan, place)
    series += [line_series(line, place) for place, line in enumerate(lines)]
    return {
        "grid": grids,
        "xAxis": axes,
        "yAxis": values,
        "series": series,
        "title": titles,
        "tooltip": hover(look),
        "dataZoom": zoom(range(len(axes))),
        "textStyle": {"color": look.ink},
    }


def posture_chart(shares: dict[Posture, Array], months: Sequence[str], look: Palette) -> Option:
    """Share of the worlds in each posture, stacked, from Moscow to the West."""
    series = [
        {
            "type": "line",
            "id": f"posture-{posture.name.lower()}",
            "name": POSTURE_LABELS[posture],
            "stack": "postures",
            "symbol": "none",
            "lineStyle": {"width": 0},
            "areaStyle": {"color": POSTURES[posture], "opacity": 1},
            "itemStyle": {"color": POSTURES[posture]},
            "data": [value * WHOLE for value in numbers(shares[posture])],
            "emphasis": {"disabled": True},
        }
        for posture in POSTURES
    ]
    grid = {
        "left": LEFT[look.narrow],
        "right": RIGHT,
        "top": 36,
        "bottom": 30,
        "tooltip": {"show": True, "trigger": "axis"},
    }
    axis = value_axis(look, (0, WHOLE)) | {"axisLabel": {"color": look.quiet, "formatter": "{value} %"}}
    return {
        "grid": [grid],
        "xAxis": [month_axis(months, look)],
        "yAxis": [axis],
        "series": series,
        "tooltip": hover(look) | {"digits": 1},
        "legend": legend([POSTURE_LABELS[one] for one in POSTURES], look),
        "textStyle": {"color": look.ink},
    }


def posture_sheet(shares: dict[Posture, Array], months: Sequence[str]) -> Sheet:
    """The posture shares in per cent, month by month."""
    rows = tuple(
        (month, *(f"{WHOLE * float(shares[one][i]):.1f}" for one in POSTURES)) for i, month in enumerate(months)
    )
    return Sheet(
        "Share of worlds in each posture, per cent", ("Month", *(POSTURE_LABELS[one] for one in POSTURES)), rows
    )


@dataclass(frozen=True)
class Difference:
    """How far a run stands from another one with the same luck, world by world.

    Attributes:
        months: Months that both have.
        median: Median difference, month by month.
        half: Band of half of the differences.
        most: Band of nine in ten.
        above: Share of worlds that stand higher by more than a hundredth; of alignment: further West.
        below: Share of worlds that stand lower by more than a hundredth; of alignment: nearer Moscow.
        worlds: Worlds compared.
    """

    months: tuple[str, ...]
    median: Array
    half: Span
    most: Span
    above: Array
    below: Array
    worlds: int


def difference(run: Run, other: Run, series: str, kept: Mask | None = None) -> Difference:
    """The paired difference of a series: this run less the other one, world by world, then over the worlds.

    Args:
        run: The run.
        other: What it is compared with; same luck, same worlds.
        series: The series.
        kept: Which worlds count; all if None.
    """
    months = min(len(run.months), len(other.months))
    gap = np.asarray(run.series[series][:months], np.float64) - other.series[series][:months]
    gap = gap if kept is None else gap[:, kept]
    found = bands_of(gap)
    return Difference(
        run.months[:months],
        found.median,
        found.half,
        found.most,
        np.mean(gap > HUNDREDTH, axis=1),
        np.mean(gap < -HUNDREDTH, axis=1),
        gap.shape[1],
    )


def difference_chart(found: Difference, label: str, colour: str, look: Palette) -> Option:
    """The median difference with its bands, month by month."""
    fan = Fan("difference", label, colour, found.median, found.half, found.most)
    option = fan_chart([fan], found.months, (), look)
    reach = max(float(np.abs([found.most.low, found.most.high]).max()), HUNDREDTH)
    end = float(np.ceil(reach * 10) / 10)
    option["yAxis"] = [value_axis(look, (-end, end))]
    return option


def difference_sheet(found: Difference, label: str, sides: tuple[str, str]) -> Sheet:
    """The differences, month by month; `sides` says what is above and what is below nothing."""
    shares = tuple(f"{side}, per cent of worlds" for side in sides)
    headings = ("Month", "median", "half from", "half to", "nine in ten from", "nine in ten to", *shares)
    columns = (found.median, found.half.low, found.half.high, found.most.low, found.most.high)
    rows = tuple(
        (
            month,
            *(two_decimals(float(column[i])) for column in columns),
            f"{WHOLE * float(found.above[i]):.0f}",
            f"{WHOLE * float(found.below[i]):.0f}",
        )
        for i, month in enumerate(found.months)
    )
    return Sheet(label, headings, rows)
