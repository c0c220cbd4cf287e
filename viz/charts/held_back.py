"""The tests of the whole as charts: when facts held back come, and which false worlds the stylised facts tell apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model.core.months import date_of
from viz.charts.heat import names_axis
from viz.charts.parts import DataSheet, Option, chart
from viz.common.style import Palette
from viz.common.summary import percent

ROW, ROOM = 22, 60
"""Pixels of a row, and of what stands above and below them."""
NAMES = {False: 330, True: 150}
"""Pixels of the names, on a wide screen and on a narrow one."""
HISTORIES = {False: 210, True: 150}
"""The same, of histories."""


@dataclass(frozen=True, slots=True)
class FactTiming:
    """When a fact is documented, and when it comes in the worlds.

    Attributes:
        key: Key of the fact.
        name: What it says.
        when: When it is documented, in words.
        window: First and last month that the text names, counted from the first of the run.
        tolerance: Months allowed to either side.
        ends: Months in which it first comes in the tenth, middle and ninetieth of a hundred worlds that show it; empty
            where it lasts or never comes.
        share: Share of the worlds that agree with it.
    """

    key: str
    name: str
    when: str
    window: tuple[int, ...]
    tolerance: int
    ends: tuple[float, ...]
    share: float


def held_back_height(found: Sequence[FactTiming], palette: Palette) -> str:
    """How high the chart is, in the words of CSS."""
    return f"{(ROW + 10 * palette.narrow) * len(found) + ROOM}px"


def held_back_chart(found: Sequence[FactTiming], start: str, months: int, palette: Palette) -> Option:
    """A row per fact on an axis of months: its window, when it comes in the worlds, and the share that agrees."""
    names = [one.name for one in found]
    bars: list[Option] = []
    for row, one in enumerate(found):
        first, last = max(one.window[0] - one.tolerance, 0), min(one.window[1] + one.tolerance + 1, months)
        bars.append(_line(f"window {row}", [(first, row), (last, row)], palette.grid, 12))
        bars.append(_line(f"dated {row}", [(one.window[0], row), (one.window[1] + 1, row)], palette.rule, 12))
        if one.ends:
            bars.append(_line(f"worlds {row}", [(one.ends[0], row), (one.ends[2] + 0.5, row)], palette.friend, 2))
    middles = [[one.ends[1], row] for row, one in enumerate(found) if one.ends]
    dots: Option = {"type": "scatter", "id": "middle", "data": middles, "symbolSize": 9, "silent": True}
    shares: Option = {
        "type": "scatter",
        "id": "shares",
        "silent": True,
        "symbolSize": 0.1,
        "data": [{"value": [months, row], "label": {"formatter": percent(one.share)}} for row, one in enumerate(found)],
        "label": {"show": True, "position": "right", "color": palette.ink},
    }
    return chart(
        palette,
        [{"left": NAMES[palette.narrow], "right": 56, "top": 28, "bottom": 12}],
        [_months(start, months, palette)],
        [_rows(names, palette)],
        series=[*bars, dots | {"itemStyle": {"color": palette.friend}}, shares],
    )


def _months(start: str, months: int, palette: Palette) -> Option:
    first, last = date_of(0, start)[:4], date_of(months - 1, start)[:4]
    return {
        "type": "value",
        "min": 0,
        "max": months,
        "position": "top",
        "interval": 12,
        "axisLabel": {"show": False},
        "splitLine": {"lineStyle": {"color": palette.grid}},
        "name": f"{first} to {last}, a line a year; right: the share that agrees",
        "nameLocation": "middle",
        "nameTextStyle": {"color": palette.quiet},
        "nameGap": 8,
    }


def _rows(names: Sequence[str], palette: Palette, widths: Mapping[bool, int] = NAMES) -> Option:
    axis = names_axis(names, palette)
    axis["axisLabel"] |= {"width": widths[palette.narrow] - 12, "overflow": "break", "fontSize": 12, "lineHeight": 13}
    return axis


def _line(name: str, points: list[tuple[float, int]], colour: str, width: int) -> Option:
    style = {"color": colour, "width": width, "cap": "butt"}
    return {"type": "line", "id": name, "symbol": "none", "silent": True, "lineStyle": style, "data": points}


def held_back_sheet(found: Sequence[FactTiming]) -> DataSheet:
    """The same in numbers; months are counted from the first of the run."""
    rows = tuple(
        (one.key, one.name, one.when, " / ".join(f"{end:.0f}" for end in one.ends), percent(one.share)) for one in found
    )
    headings = ("Fact", "What", "Documented", "Comes in month (10, 50, 90 %)", "Worlds that agree")
    return DataSheet("Facts held back from conditioning", headings, rows)


def false_worlds_height(failed: Mapping[str, int], palette: Palette) -> str:
    """How high the chart is, in the words of CSS."""
    return f"{(ROW + 8) * len(failed) + ROOM}px"


def false_worlds_chart(failed: Mapping[str, int], total: int, palette: Palette) -> Option:
    """A bar per false world: how many stylised facts it fails that hold in the baseline."""
    bar: Option = {
        "type": "bar",
        "id": "failed",
        "silent": True,
        "barWidth": 10,
        "data": list(failed.values()),
        "itemStyle": {"color": palette.quiet},
        "label": {"show": True, "position": "right", "color": palette.ink},
    }
    axis: Option = {
        "type": "value",
        "min": 0,
        "max": total,
        "position": "top",
        "axisLabel": {"show": False},
        "splitLine": {"lineStyle": {"color": palette.grid}},
    }
    grid = {"left": HISTORIES[palette.narrow], "right": 40, "top": 12, "bottom": 12}
    return chart(palette, [grid], [axis], [_rows(list(failed), palette, HISTORIES)], series=[bar])


def false_worlds_sheet(failed: Mapping[str, int]) -> DataSheet:
    """The same in numbers."""
    rows = tuple((name, str(count)) for name, count in failed.items())
    return DataSheet("Stylised facts that each false world fails", ("False world", "Fails"), rows)
