"""Fans, bands and lines over months: what they hold, and the series that draw them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.core.arrays import order_statistics
from model.core.declarations import Array
from model.ensemble.record import Run, Span
from viz.charts.parts import SENT, Option, cells, numbers
from viz.common.cache import once_a_run

INNER, OUTER = 0.5, 0.9
"""Share of the worlds in the two bands."""
COLUMNS = ("median", "half from", "half to", "nine in ten from", "nine in ten to")
STRONG, FAINT = 0.34, 0.17
"""How strongly the two bands are coloured."""
HIDDEN: Option = {"lineStyle": {"opacity": 0}, "silent": True}


@dataclass(frozen=True)
class Bands:
    """A series month by month: the median, and the bands that hold half and nine in ten of the worlds."""

    median: Array
    half: Span
    most: Span

    @property
    def rows(self) -> tuple[Array, ...]:
        """Median, ends of the inner band, ends of the outer band."""
        return self.median, self.half.low, self.half.high, self.most.low, self.most.high

    @property
    def columns(self) -> dict[str, list[str]]:
        """Their numbers as columns of a table."""
        return dict(zip(COLUMNS, map(cells, self.rows), strict=True))


@dataclass(frozen=True)
class Fan(Bands):
    """The bands of a series as they are drawn; `key` names it among the others."""

    key: str
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Line:
    """A single line: a comparison or one world; `key` names it among the others."""

    key: str
    label: str
    colour: str
    values: Array
    dashed: bool = False


def bands_of(values: NDArray[np.floating]) -> Bands:
    """Median and bands of values by month and world, from one sort."""
    tails = [0.5 * (1.0 - share) for share in (INNER, OUTER)]
    shares = [0.5, *(end for tail in tails for end in (tail, 1.0 - tail))]
    middle, low, high, lowest, highest = order_statistics(values, shares)
    return Bands(middle, Span(low, high), Span(lowest, highest))


_known: Callable[[Run], dict[str, Bands]] = once_a_run(lambda _: {})
"""Series -> its bands, for as long as the run is cached, so that it is sorted once."""


def bands(run: Run, series: str) -> Bands:
    """Median and bands of a series that a run recorded."""
    known = _known(run)
    if series not in known:
        known[series] = bands_of(run.series[series])
    return known[series]


def fan_of(run: Run, series: str, label: str, colour: str) -> Fan:
    """The fan of a series that a run recorded."""
    return fan_of_bands(bands(run, series), series, label, colour)


def fan_of_bands(values: Bands, key: str, label: str, colour: str) -> Fan:
    """Bands as they are drawn."""
    return Fan(values.median, values.half, values.most, key, label, colour)


def fan_series(fan: Fan, axis: int = 0) -> list[Option]:
    """The series of a fan: two bands, then the median."""
    series: list[Option] = []
    for name, band, strength in (("most", fan.most, FAINT), ("half", fan.half, STRONG)):
        series += band_series(f"{fan.key}-{name}", band, fan.label, fan.colour, axis, opacity=strength)
    middle = Line(f"{fan.key}-median", fan.label, fan.colour, fan.median)
    return [*series, *hidden_ends(fan, axis), line_series(middle, axis) | {"lineStyle": {"width": 2.4}}]


def band_series(
    key: str, band: Span, label: str, colour: str, axis: int = 0, *, opacity: float = 1.0, z: int = 2
) -> list[Option]:
    """The series of a band: an invisible line with an area stacked on it."""
    edge = HIDDEN | {"stack": key, "stackStrategy": "all", "tooltip": {"show": False}, "z": z}
    low, high = np.round(band.low, SENT), np.round(band.high, SENT)
    area: Option = {"areaStyle": {"color": colour, "opacity": opacity}}
    return [
        line_series(Line(f"{key}-low", label, colour, low), axis) | edge,
        line_series(Line(f"{key}-high", label, colour, high - low), axis) | edge | area,
    ]


def hidden_ends(fan: Fan, axis: int) -> list[Option]:
    """The ends of the outer band as invisible lines, so that they show on hover."""
    ends = (("from", fan.most.low), ("to", fan.most.high))
    return [
        line_series(Line(f"{fan.key}-{end}", f"{fan.label}, nine in ten {end}", fan.colour, values), axis) | HIDDEN
        for end, values in ends
    ]


def line_series(line: Line, axis: int = 0) -> Option:
    """The series of a line."""
    style = {"width": 1.6, "type": "dashed" if line.dashed else "solid"}
    return {
        "type": "line",
        "id": line.key,
        "name": line.label,
        "data": numbers(line.values),
        "symbol": "none",
        "lineStyle": style,
        "itemStyle": {"color": line.colour},
        "xAxisIndex": axis,
        "yAxisIndex": axis,
        "emphasis": {"disabled": True},
    }
