"""What charts of months are put together from: bands, lines, axes, and the rail of what presses above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.core.arrays import order_statistics
from model.core.declarations import Array
from model.ensemble.record import Run, Span
from viz.common.cache import Beside
from viz.common.style import Palette
from viz.common.summary import Mark

Option = dict[str, Any]

DIGITS, KEPT = 2, 4
"""Decimals shown, and decimals sent."""
INNER, OUTER = 0.5, 0.9
"""Share of the worlds in the two bands."""
STRONG, FAINT = 0.34, 0.17
"""How strongly the two bands are coloured."""
LANE, APART = 17, 7
"""Pixels from lane to lane of the rail, and from a dot to its words."""
LETTER, EDGE = {False: 0.0088, True: 0.02}, {False: 0.012, True: 0.035}
"""Shares of the rail that a letter takes, and that stay free beside a dot; on a wide screen, and on a narrow one."""
LEFT, RIGHT = {False: "7%", True: "12%"}, "3%"
"""Margins of a chart; the left one on a wide screen, and on a narrow one."""
QUARTER, YEAR = 0.25, 12


@dataclass(frozen=True, slots=True)
class Fan:
    """A series over all worlds: its median, and the bands that hold half of the worlds and nine in ten.

    Attributes:
        key: A name for it among the others.
        label: What it is.
        colour: Its colour.
        median: The median, month by month.
        half: The inner band.
        most: The outer band.
    """

    key: str
    label: str
    colour: str
    median: Array
    half: Span
    most: Span


@dataclass(frozen=True, slots=True)
class Line:
    """A single line: what is compared with, or one world.

    Attributes:
        key: A name for it among the others.
        label: What it is.
        colour: Its colour.
        values: Its values, month by month.
        dashed: Whether it is dashed.
    """

    key: str
    label: str
    colour: str
    values: Array
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Bands:
    """The median of a table of worlds, month by month, and the bands that hold half of them and nine in ten."""

    median: Array
    half: Span
    most: Span


def bands_of(values: NDArray[np.floating]) -> Bands:
    """Median and bands of values by month and world, from one sort."""
    tails = [0.5 * (1.0 - share) for share in (INNER, OUTER)]
    shares = [0.5, *(end for tail in tails for end in (tail, 1.0 - tail))]
    middle, low, high, lowest, highest = order_statistics(values, shares)
    return Bands(middle, Span(low, high), Span(lowest, highest))


RUNS_KEPT = 64
_sorted: Beside[Run, dict[str, Bands]] = Beside(RUNS_KEPT)
"""What is sorted is sorted once, for as long as the run is kept."""


def bands(run: Run, series: str) -> Bands:
    """Median and bands of a series of a run.

    Raises:
        KeyError: The run did not keep that series.
    """
    known = _sorted.get(run, lambda _: {})
    if series not in known:
        known[series] = bands_of(run.series[series])
    return known[series]


def fan_of(run: Run, series: str, label: str, colour: str) -> Fan:
    """The fan of a series of a run.

    Raises:
        KeyError: The run did not keep that series.
    """
    found = bands(run, series)
    return Fan(series, label, colour, found.median, found.half, found.most)


def numbers(values: NDArray[np.floating]) -> list[float]:
    """Values as they are sent: rounded, and without a minus before nothing."""
    return [float(value) + 0.0 for value in np.round(np.asarray(values, dtype=np.float64), KEPT)]


def fan_series(fan: Fan, axis: int = 0) -> list[Option]:
    """The series of a fan: two bands, each an invisible line with an area stacked on it, then the median."""
    found: list[Option] = []
    for name, band, strength in (("most", fan.most, FAINT), ("half", fan.half, STRONG)):
        stack = f"{fan.key}-{name}"
        edge = {
            "type": "line",
            "stack": stack,
            "stackStrategy": "all",
            "symbol": "none",
            "silent": True,
            "lineStyle": {"opacity": 0},
            "itemStyle": {"color": fan.colour},
            "name": fan.label,
            "tooltip": {"show": False},
            "xAxisIndex": axis,
            "yAxisIndex": axis,
        }
        low = np.round(band.low, KEPT)
        found.append(edge | {"id": f"{stack}-low", "data": numbers(low)})
        area = {"color": fan.colour, "opacity": strength}
        found.append(
            edge | {"id": f"{stack}-high", "data": numbers(np.round(band.high, KEPT) - low), "areaStyle": area}
        )
    middle = Line(f"{fan.key}-median", fan.label, fan.colour, fan.median)
    return [*found, *hidden_ends(fan, axis), line_series(middle, axis) | {"lineStyle": {"width": 2.4}}]


def hidden_ends(fan: Fan, axis: int) -> list[Option]:
    """The ends of the outer band once more, unseen, so that the hover tells them."""
    ends = (("from", fan.most.low), ("to", fan.most.high))
    return [
        line_series(Line(f"{fan.key}-{word}", f"{fan.label}, nine in ten {word}", fan.colour, values), axis)
        | {"lineStyle": {"opacity": 0}, "silent": True}
        for word, values in ends
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


def month_axis(months: Sequence[str], look: Palette, grid: int = 0, *, labels: bool = True) -> Option:
    """The axis of months, with a label for each year."""
    return {
        "type": "category",
        "data": list(months),
        "boundaryGap": False,
        "gridIndex": grid,
        "axisLine": {"onZero": False, "lineStyle": {"color": look.rule}},
        "axisTick": {"show": False},
        "axisLabel": {"show": labels, "color": look.quiet, "hideOverlap": True, "interval": YEAR - 1},
    }


def value_axis(look: Palette, limits: tuple[float, float] | None, grid: int = 0, name: str = "") -> Option:
    """The axis of values; its ends are left to the chart where none are given."""
    ends: Option = (
        {"scale": True} if limits is None else {"min": limits[0], "max": limits[1], "interval": _interval(limits)}
    )
    return {
        "type": "value",
        "gridIndex": grid,
        "name": name,
        "nameTextStyle": {"color": look.quiet},
        "axisLabel": {"color": look.quiet},
        "splitLine": {"lineStyle": {"color": look.rule}},
    } | ends


def _interval(limits: tuple[float, float]) -> float:
    """From one label of an axis to the next: four or so of them."""
    reach = limits[1] - limits[0]
    return next(step for step in (0.05, 0.1, QUARTER, 0.5, 1.0, 25.0, 100.0) if reach / step <= 8)


def limits_of(rows: Sequence[Array]) -> tuple[float, float] | None:
    """Ends of an axis in quarters around everything drawn; None where the values go beyond shares and indices."""
    low, high = min(float(row.min()) for row in rows), max(float(row.max()) for row in rows)
    if low < -1.0 or high > 1.0:
        return None
    return min(0.0, np.floor(low / QUARTER) * QUARTER), max(QUARTER, float(np.ceil(high / QUARTER)) * QUARTER)


def hover(look: Palette) -> Option:
    """How what one points at is told: by item, unless a grid asks for all lines of a month."""
    return {
        "trigger": "item",
        "confine": True,
        "digits": DIGITS,
        "backgroundColor": look.page,
        "borderColor": look.rule,
        "textStyle": {"color": look.ink},
    }


def legend(names: Sequence[str], look: Palette) -> Option:
    """The legend, on top."""
    close: Option = {"itemGap": 6, "itemWidth": 12} if look.narrow else {}
    words: Option = {"color": look.ink, "fontSize": 10 if look.narrow else 12}
    return close | {
        "top": 0,
        "left": "left",
        "type": "scroll",
        "data": list(dict.fromkeys(names)),
        "textStyle": words,
        "pageTextStyle": {"color": look.ink},
        "pageIconColor": look.ink,
        "pageIconInactiveColor": look.rule,
    }


def zoom(axes: Sequence[int]) -> list[Option]:
    """Zooming in by wheel or fingers."""
    return [{"type": "inside", "xAxisIndex": list(axes), "zoomOnMouseWheel": "ctrl"}]


# -- the rail


class Side(StrEnum):
    """Where the words of a mark stand: after its last bar, before its first one, or on it."""

    RIGHT = "right"
    LEFT = "left"
    ON = "inside"


@dataclass(frozen=True, slots=True)
class Laid:
    """A mark on its lane."""

    mark: Mark
    lane: int
    side: Side


def lanes(marks: Sequence[Mark], months: int, *, narrow: bool = False) -> tuple[Laid, ...]:
    """Marks on lanes, so that no words stand on others: each on the first lane that is free where it stands.

    Args:
        marks: The marks.
        months: Months that the rail is long.
        narrow: Whether it is drawn on a narrow screen.
    """
    free: list[list[tuple[float, float]]] = []
    found = []
    for mark in marks:
        side, (start, end) = _place(mark, months, narrow=narrow)
        fits = [i for i, taken in enumerate(free) if all(end < other[0] or start > other[1] for other in taken)]
        lane = fits[0] if fits else len(free)
        if not fits:
            free.append([])
        free[lane].append((start, end))
        found.append(Laid(mark, lane, side))
    return tuple(found)


def _place(mark: Mark, months: int, *, narrow: bool) -> tuple[Side, tuple[float, float]]:
    """Where the words stand, and from where to where bars and words reach, in months."""
    first, last, edge = mark.spans[0][0], mark.spans[-1][1], EDGE[narrow] * months
    words = LETTER[narrow] * months * len(mark.label) + edge
    if last + words <= months:
        return Side.RIGHT, (first - edge, last + words)
    if first - words >= 0:
        return Side.LEFT, (first - words, last + edge)
    return Side.ON, (first - edge, max(last + edge, first + words))


def rail(laid: Sequence[Laid], months: Sequence[str], look: Palette, axis: int) -> list[Option]:
    """The series of the rail: a bar for each time that something presses, explained to who points at it."""
    found = []
    for place, item in enumerate(laid):
        colour = look.foe if item.mark.own else look.quiet
        worded = item.mark.spans[-1][1] if item.side is Side.RIGHT else item.mark.spans[0][0]
        for turn, span in enumerate(item.mark.spans):
            note = told(item.mark, months, span)
            points: list[Option] = [
                {"value": [months[month], item.lane], "note": note}
                | ({"label": _words(item, look)} if month == worded else {})
                for month in dict.fromkeys(span)
            ]
            found.append(
                {
                    "type": "line",
                    "id": f"mark-{place}-{turn}",
                    "data": points,
                    "xAxisIndex": axis,
                    "yAxisIndex": axis,
                    "symbol": "circle",
                    "symbolSize": 8,
                    "showAllSymbol": True,
                    "labelLayout": {"hideOverlap": True},
                    "itemStyle": {"color": colour},
                    "lineStyle": {"width": 5, "color": colour, "cap": "round"},
                    "emphasis": {"disabled": True},
                }
            )
    return found


def _words(item: Laid, look: Palette) -> Option:
    position: Option = {"position": "right" if item.side is not Side.LEFT else "left", "distance": APART}
    back: Option = {} if item.side is not Side.ON else {"backgroundColor": look.page, "padding": [0, 3]}
    words = "".join(letter for letter in item.mark.label if letter not in "{}")
    return {"show": True, "formatter": words, "color": look.ink, "fontSize": 11} | position | back


def told(mark: Mark, months: Sequence[str], span: tuple[int, int]) -> str:
    """What a mark stands for: its name, when, and why."""
    return f"{mark.label}, {span_words(months, span)}. {mark.because}".strip()


def span_words(months: Sequence[str], span: tuple[int, int]) -> str:
    """From when to when, or the one month."""
    first, last = (months[month] for month in span)
    return first if first == last else f"{first} to {last}"


def starts(laid: Sequence[Laid], months: Sequence[str], look: Palette) -> Option:
    """Thin lines through the picture where the scenario's own pressures begin."""
    own = [item for item in laid if item.mark.own]
    return {
        "silent": True,
        "symbol": "none",
        "label": {"show": False},
        "lineStyle": {"color": look.foe, "type": "dotted", "width": 1},
        "data": [{"xAxis": months[item.mark.spans[0][0]]} for item in own],
    }
