"""Parts of every chart: axes, legend and hover; and the table of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.core.declarations import Array
from viz.common.style import Palette
from viz.common.words import two_decimals

Option = dict[str, Any]

DIGITS, SENT = 2, 4
"""Decimals shown, and decimals sent."""
WHOLE = 100
LEFT, RIGHT = {False: "7%", True: "12%"}, "3%"
"""Margins of a chart; the left one on a wide screen, and on a narrow one."""
QUARTER, YEAR = 0.25, 12
MONTHLY: Option = {"tooltip": {"show": True, "trigger": "axis"}}
"""Of a grid: the hover shows all lines of a month."""


@dataclass(frozen=True, slots=True)
class DataSheet:
    """The numbers behind a chart, as text: a caption, a heading per column, rows of cells."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def monthly_sheet(caption: str, months: Sequence[str], columns: Mapping[str, Sequence[str]]) -> DataSheet:
    """Cells by month, each column under its heading."""
    return DataSheet(caption, ("Month", *columns), tuple(zip(months, *columns.values(), strict=True)))


def cells(values: Array, text: Callable[[float], str] = two_decimals) -> list[str]:
    """Values as text, in two decimals or another form; empty where one is missing."""
    return ["" if np.isnan(value) else text(float(value)) for value in values]


def percents(shares: Array, digits: int = 0) -> list[str]:
    """Shares as text, in per cent."""
    return cells(shares, lambda share: f"{WHOLE * share:.{digits}f}")


def chart(palette: Palette, grids: list[Option], xs: list[Option], ys: list[Option], **rest: object) -> Option:
    """An option of ECharts: grids with an axis of either kind each, and whatever else the chart has."""
    axes = {"grid": grids, "xAxis": xs, "yAxis": ys}
    return axes | {"tooltip": hover(palette), "textStyle": {"color": palette.ink}} | rest


def numbers(values: Array) -> list[float | None]:
    """Values as they are sent, without a minus before nothing; None, a gap in the chart, where one is missing."""
    return [None if np.isnan(value) else float(value) + 0.0 for value in np.round(np.asarray(values, float), SENT)]


def month_axis(months: Sequence[str], palette: Palette, grid: int = 0, *, labels: bool = True) -> Option:
    """The axis of months, with a label for each year."""
    return {
        "type": "category",
        "data": list(months),
        "boundaryGap": False,
        "gridIndex": grid,
        "axisLine": {"onZero": False, "lineStyle": {"color": palette.rule}},
        "axisTick": {"show": False},
        "axisLabel": {"show": labels, "color": palette.quiet, "hideOverlap": True, "interval": YEAR - 1},
    }


def value_axis(palette: Palette, limits: tuple[float, float] | None, grid: int = 0, name: str = "") -> Option:
    """The axis of values; its ends are left to the chart where none are given."""
    ends: Option = (
        {"scale": True} if limits is None else {"min": limits[0], "max": limits[1], "interval": _interval(limits)}
    )
    return {
        "type": "value",
        "gridIndex": grid,
        "name": name,
        "nameTextStyle": {"color": palette.quiet},
        "axisLabel": {"color": palette.quiet},
        "splitLine": {"lineStyle": {"color": palette.rule}},
    } | ends


def _interval(limits: tuple[float, float]) -> float:
    """From one label of an axis to the next, so that there are eight at most."""
    reach = limits[1] - limits[0]
    return next(step for step in (0.05, 0.1, QUARTER, 0.5, 1.0, 25.0, 100.0) if reach / step <= 8)


def limits_of(rows: Sequence[Array]) -> tuple[float, float] | None:
    """Ends of an axis in quarters around everything drawn; None where values go beyond shares and indices, or miss."""
    drawn = np.concatenate(rows)
    drawn = drawn[~np.isnan(drawn)]
    if not drawn.size or drawn.min() < -1.0 or drawn.max() > 1.0:
        return None
    low, high = (float(end) for end in (np.floor(drawn.min() / QUARTER), np.ceil(drawn.max() / QUARTER)))
    return min(0.0, low * QUARTER), max(QUARTER, high * QUARTER)


def hover(palette: Palette) -> Option:
    """What is shown on hover: the item, unless a grid asks for all lines of a month."""
    return {
        "trigger": "item",
        "confine": True,
        "digits": DIGITS,
        "backgroundColor": palette.page,
        "borderColor": palette.rule,
        "textStyle": {"color": palette.ink},
    }


def legend(names: Sequence[str], palette: Palette) -> Option:
    """The legend, on top."""
    close: Option = {"itemGap": 6, "itemWidth": 12} if palette.narrow else {}
    style: Option = {"color": palette.ink, "fontSize": 10 if palette.narrow else 12}
    return close | {
        "top": 0,
        "left": "left",
        "type": "scroll",
        "data": list(dict.fromkeys(names)),
        "textStyle": style,
        "pageTextStyle": {"color": palette.ink},
        "pageIconColor": palette.ink,
        "pageIconInactiveColor": palette.rule,
    }
