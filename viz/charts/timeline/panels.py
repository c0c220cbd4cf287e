"""The panels of the timeline that have a scale, as series of ECharts: the fan, fallen regimes, and the difference."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array, Mask
from model.ensemble.record import Span
from viz.charts.bands import Bands, Line, band_series, line_series
from viz.charts.parts import Option
from viz.charts.timeline.data import FEW, TimelineData
from viz.common.style import Palette

WHOLE, FAN, FALLEN, APART = range(4)
"""Which grid is which: the whole chart, and the three panels with a scale."""
DASHES = [7, 3]
"""Of a comparison's lines."""
MOSTLY_FALLEN = 0.5
"""From this share fallen on, the median is dotted."""
PLAIN: Option = {"silent": True, "tooltip": {"show": False}}


def fan_panel(data: TimelineData, palette: Palette) -> list[Option]:
    """The bands, medians and lines of the fan, the comparison below."""
    enough = data.left >= FEW
    fan, base = _only(data.fan, enough), data.base_fan
    series: list[Option] = []
    if base is not None:
        series += band_series("base-most", base.most, data.base_name, palette.base_band, FAN, z=1)
    series += _bands("fan", fan, data.name, palette, FAN)
    if base is not None:
        series.append(dashed("base-median", base.median, data.base_name, palette, FAN))
    series += _median(data, fan.median, palette)
    for number, values in enumerate(data.few):
        single = line_series(Line(f"few-{number}", data.name, palette.friend, values), FAN)
        series.append(single | PLAIN | {"lineStyle": {"width": 0.8}, "z": 5})
    for one in data.lines:
        style = {"width": 1.5, "color": one.colour, "type": DASHES if one.dashed else "solid"}
        series.append(line_series(one, FAN) | {"lineStyle": style, "z": 6})
    return series


def fallen_panel(data: TimelineData, palette: Palette) -> list[Option]:
    """The share of the worlds whose regime has fallen, with and without what the scenario changes."""
    line = Line("fallen", "Fallen", palette.ink, data.fallen)
    area: Option = {"areaStyle": {"color": palette.quiet, "opacity": 1}, "lineStyle": {"width": 1}, "z": 3}
    series = [line_series(line, FALLEN) | PLAIN | area]
    if data.base_fallen is not None:
        series.append(dashed("base-fallen", data.base_fallen, data.base_name, palette, FALLEN))
    return series


def difference_panel(data: TimelineData, palette: Palette) -> list[Option]:
    """The median difference and its bands; nothing where nothing is compared."""
    apart = data.difference
    if apart is None:
        return []
    bands = _only(Bands(padded(apart.median, data), _padded(apart.half, data), _padded(apart.most, data)),
                  padded(apart.pairs, data) >= min(FEW, apart.worlds))  # fmt: skip
    series = _bands("apart", bands, "Difference", palette, APART)
    middle = line_series(Line("apart-median", "Difference", palette.friend, padded(apart.median, data)), APART)
    return [*series, middle | {"lineStyle": {"width": 2}, "z": 5}]


def _bands(key: str, bands: Bands, label: str, palette: Palette, axis: int) -> list[Option]:
    return [
        *band_series(f"{key}-most", bands.most, label, palette.most, axis, z=2),
        *band_series(f"{key}-half", bands.half, label, palette.half, axis, z=3),
    ]


def _median(data: TimelineData, median: Array, palette: Palette) -> list[Option]:
    """The median, dotted from where most regimes have fallen."""
    dotted = (data.fallen >= MOSTLY_FALLEN) & data.standing
    joined = dotted.copy()
    joined[:-1] |= dotted[1:]
    solid = np.where(dotted, np.nan, median)
    series = [line_series(Line("fan-median", data.name, palette.friend, solid), FAN) | {"lineStyle": {"width": 2}}]
    if dotted.any():
        thin = line_series(Line("fan-median-few", data.name, palette.friend, np.where(joined, median, np.nan)), FAN)
        series.append(thin | {"lineStyle": {"width": 2, "type": [2, 3]}})
    return [one | {"z": 5} for one in series]


def dashed(key: str, values: Array, label: str, palette: Palette, axis: int) -> Option:
    """A line of the comparison."""
    line = line_series(Line(key, label, palette.base, values), axis)
    return line | {"lineStyle": {"width": 1.5, "type": DASHES}, "z": 4}


def _only(bands: Bands, keep: Mask) -> Bands:
    """Bands without the months of too few worlds."""
    median, *ends = (np.where(keep, row, np.nan) for row in bands.rows)
    return Bands(median, Span(ends[0], ends[1]), Span(ends[2], ends[3]))


def padded(values: NDArray[Any], data: TimelineData) -> Array:
    """Values of the first months with a gap after them."""
    return np.pad(np.asarray(values, float), (0, len(data.months) - len(values)), constant_values=np.nan)


def _padded(span: Span, data: TimelineData) -> Span:
    return Span(padded(span.low, data), padded(span.high, data))
