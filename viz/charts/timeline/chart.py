"""The timeline as one option of ECharts: linked panels on one axis of months.

    option = timeline(data, LIGHT, month)

Shapes drawn by hand, and what moves with the month, are named in the option; `viz/dashboard/front/echart.vue` makes
them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.comparison.monthly import MonthlyDifference
from model.core.declarations import Array
from model.story.phrases import month_in_words
from viz.charts.bands import Bands
from viz.charts.parts import Option, hover
from viz.charts.timeline.data import Layout, Panel, TimelineData
from viz.charts.timeline.frame import ground, names, years
from viz.charts.timeline.labels import difference_words, fallen_words, fan_words
from viz.charts.timeline.layout import layout
from viz.charts.timeline.marks import dot, drawn, word
from viz.charts.timeline.panels import difference_panel, fallen_panel, fan_panel, padded
from viz.charts.timeline.strips import rail, turning_points
from viz.common.style import Palette
from viz.common.summary import percent
from viz.common.words import MISSING, two_decimals, with_minus


def timeline(data: TimelineData, palette: Palette, month: int) -> Option:
    """The timeline with its cursor at a month; colours and room are those of the palette."""
    where = layout(data, narrow=palette.narrow)
    bars, bar_words = rail(data, where, palette)
    ranges, range_words = turning_points(data, where, palette)
    words = [*names(data, where, palette), *fan_words(data, where, palette), *fallen_words(data, where, palette)]
    words += [*difference_words(data, where, palette), *bar_words, *range_words]
    panels = [Panel(0, where.height, where.height, 0), where.fan, where.fallen]
    panels += [where.difference] if where.difference is not None else []
    lines = [*fan_panel(data, palette), *fallen_panel(data, palette), *difference_panel(data, palette)]
    marks = [drawn("ground", ground(data, where, palette), 0), drawn("bars", bars, 4, silent=False),
             drawn("turning", ranges, 4, silent=False), drawn("words", words, 8)]  # fmt: skip
    return {
        "grid": [_grid(panel, where, hovered=number > 0) for number, panel in enumerate(panels)],
        "xAxis": [_months(data.months, number) for number in range(len(panels))],
        "yAxis": [_values(panel, number) for number, panel in enumerate(panels)],
        "series": [*marks, *lines, *_ends(data, where, palette)],
        "tooltip": hover(palette) | {"readout": True, "order": "seriesAsc"},
        "axisPointer": {"link": [{"xAxisIndex": list(range(1, len(panels)))}], "lineStyle": {"color": palette.quiet}},
        "textStyle": {"color": palette.ink},
        "cursor": cursor(data, where, palette, month),
        "aria": {"enabled": True, "label": {"description": described(data)}},
    }


def _grid(panel: Panel, where: Layout, *, hovered: bool) -> Option:
    sides: Option = {"left": where.left, "right": where.right, "top": panel.top, "height": panel.height}
    return sides | ({"tooltip": {"show": True, "trigger": "axis"}} if hovered else {})


def _months(months: Sequence[str], grid: int) -> Option:
    return {"type": "category", "data": list(months), "gridIndex": grid, "show": False}


def _values(panel: Panel, grid: int) -> Option:
    ends: Option = {"min": min(panel.low, panel.high), "max": max(panel.low, panel.high)}
    return {"type": "value", "gridIndex": grid, "show": False, "inverse": panel.low > panel.high} | ends


def _ends(data: TimelineData, where: Layout, palette: Palette) -> list[Option]:
    """A dot and its month where a line ends before the last month."""
    marks = []
    rows = [(data.fan.median, palette.friend)]
    rows += [(data.base_fan.median, palette.base)] if data.base_fan is not None else []
    for values, colour in rows:
        known = np.flatnonzero(~np.isnan(values))
        if known.size and known[-1] < len(values) - 1:
            end = int(known[-1])
            y = where.fan.y(float(values[end]))
            text = f"ends {month_in_words(data.months[end])}"
            marks += [
                dot(end, y, colour, palette.page),
                word(end, y - 12, text, colour, dx=4, size=11, halo=palette.page),
            ]
    return [drawn("ends", marks, 9)] if marks else []


def cursor(data: TimelineData, where: Layout, palette: Palette, month: int) -> Option:
    """What stands at the month that is looked at, and moves with it without the chart being sent again.

    `points` are the lines that have a dot and a number there; `readout` is what is said of a month, `stops` the months
    of turning points.
    """
    stops = sorted({turn.p50 for one in data.turning for turn in (one.here,) if turn is not None})
    return {
        "at": month,
        "top": where.rail_top,
        "bottom": where.years[-1] - 9,
        "tag": where.years[-1],
        "years": years(data.months, narrow=where.narrow),
        "colours": {"line": palette.ink, "text": palette.page, "page": palette.page, "years": palette.quiet},
        "stops": stops,
        "points": _points(data, where, palette),
        "readout": _readout(data),
    }


def _points(data: TimelineData, where: Layout, palette: Palette) -> list[Option]:
    rows = [(data.fan.median, where.fan, palette.friend, "below", False)]
    if data.base_fan is not None and not data.same:
        rows.append((data.base_fan.median, where.fan, palette.base, "above", False))
    if data.difference is not None and where.difference is not None:
        rows.append((padded(data.difference.median, data), where.difference, palette.friend, "below", True))
    points: list[Option] = [
        {"y": _heights(values, panel), "texts": _texts(values, signed=signed), "fill": colour, "side": side}
        for values, panel, colour, side, signed in rows
    ]
    if data.largest is not None and data.difference is not None:
        points[-1]["quiet"] = data.largest.month
    return points


def _heights(values: Array, panel: Panel) -> list[float | None]:
    heights = np.round(panel.y(0.0) + (panel.y(1.0) - panel.y(0.0)) * values, 1).tolist()
    return [None if height != height else height for height in heights]


def _texts(values: Array, *, signed: bool = False) -> list[str]:
    """Two decimals, as everywhere, with the minus of print; no sign before nothing."""
    text = "\n".join(f"{value:+.2f}" if signed else f"{value:.2f}" for value in np.asarray(values, float).tolist())
    for printed, read in (("+0.00", "0.00"), ("-0.00", "0.00"), ("+nan", MISSING), ("nan", MISSING), ("-", "\u2212")):
        text = text.replace(printed, read)
    return text.split("\n")


def _readout(data: TimelineData) -> list[Option]:
    """What is said of each month: the median and where nine worlds in ten lie."""
    rows = [(data.name or data.label, _spans(data.fan))]
    if data.base_fan is not None:
        rows.append((data.base_name, _spans(data.base_fan)))
    if data.difference is not None:
        texts = _spans(data.difference, signed=True)
        rows.append(("Difference", texts + [MISSING] * (len(data.months) - len(texts))))
    if data.fallen.any():
        rows.append(("Fallen", [percent(share) for share in data.fallen.tolist()]))
    return [{"name": name, "texts": texts} for name, texts in rows]


def _spans(of: Bands | MonthlyDifference, *, signed: bool = False) -> list[str]:
    rows = zip(*(_texts(row, signed=signed) for row in (of.median, of.most.low, of.most.high)), strict=True)
    return [MISSING if middle == MISSING else f"{middle} ({low} to {high})" for middle, low, high in rows]


def described(data: TimelineData) -> str:
    """The chart in words, for those who do not see it: where the line runs, and what differs most."""
    median, months = data.fan.median, data.months
    known = np.flatnonzero(~np.isnan(median))
    if not known.size:
        return f"{data.label}: no world stands in any month."
    places = {"begins": int(known[0]), "is lowest": int(np.nanargmin(median)), "is highest": int(np.nanargmax(median))}
    places["ends"] = int(known[-1])
    parts = [
        f"{verb} at {two_decimals(float(median[at]))} in {month_in_words(months[at])}" for verb, at in places.items()
    ]
    text = f"{data.label}, median world: {', '.join(parts[:-1])}, and {parts[-1]}."
    if data.largest is not None and data.difference is not None:
        at = month_in_words(months[data.largest.month])
        text += f" Difference to the baseline in {at}: {data.largest.text}."
    if data.fallen[-1] > 0:
        text += f" The regime has fallen in {percent(float(data.fallen[-1]))} of worlds at the end."
    return with_minus(text)
