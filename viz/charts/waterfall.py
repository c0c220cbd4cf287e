"""The waterfall of a change on the page: from one scenario to the other by its parts, each with its interval."""

from __future__ import annotations

import math

from experiments.explanation.explain import Explanation
from viz.charts.heat import names_axis
from viz.charts.parts import DataSheet, Option, chart
from viz.common.style import Palette
from viz.common.words import printed, with_minus
from viz.sentences.explanation_text import (
    HARDLY,
    hardly,
    interval,
    level,
    name_of,
    signed,
    subject_of,
)

ROW, ROOM = {False: 38, True: 44}, 56
"""Pixels of a row, on a wide screen and on a narrow one, and of the axis above."""
NAMES = {False: 210, True: 132}
"""Pixels of the names, on a wide screen and on a narrow one."""
LABEL, DIFFERENCE, LEAST = {False: 0.3, True: 0.5}, {False: 0.9, True: 1.6}, 0.02
"""Room for a number beside a bar, and for the difference, in lengths of the whole change; the least such length."""
WHISKER = 0.36
"""How far the interval of a part stands below its middle, in rows."""
THICK, END = 13, 3
"""Pixels of a bar, and of the mark of an end."""


def waterfall_height(found: Explanation, palette: Palette) -> str:
    """How high the chart is, in the words of CSS."""
    return f"{ROW[palette.narrow] * (len(found.parts) + 2) + ROOM}px"


def waterfall_chart(found: Explanation, ends: tuple[str, str], palette: Palette) -> Option:
    """A row per part between the two named ends of the change; a bar begins where the one above it ends.

    A row can be chosen by a click; its number counts from the first named end.
    """
    (first, last), parts, rows = ends, found.parts, len(found.parts) + 2
    starts = [found.before]
    for part in parts:
        starts.append(starts[-1] + part.mean.value)
    marks = [_end(palette, 0, found.before, level(found.outcome, found.before), palette.base)]
    reached = f"{level(found.outcome, found.after)}   difference {signed(found.outcome, found.change.value)}"
    marks.append(_end(palette, rows - 1, found.after, reached, palette.friend))
    bars = [_bar(found, row, palette) for row in range(len(parts))]
    base: list[Option | str] = ["-", *({"value": round(start, 4)} for start in starts[:-1]), "-"]
    lines = [
        _line(f"whisker {row}", [(start + end, row + 1 + WHISKER) for end in part.mean[1:]], palette.quiet, caps=True)
        for row, (part, start) in enumerate(zip(parts, starts, strict=False))
        if not math.isnan(part.mean.low)
    ]
    lines += [
        _line(f"step {row}", [(start, row), (start, row + 1)], palette.quiet, caps=False)
        for row, start in enumerate(starts)
    ]
    stack = {"type": "bar", "stack": "parts", "stackStrategy": "all", "barWidth": THICK, "silent": True}
    names = [first, *(name_of(part.group) for part in parts), last]
    axis = names_axis([printed(name) for name in names], palette)
    width = NAMES[palette.narrow] - 10
    room = {"width": width, "overflow": "break", "fontSize": 12, "lineHeight": 14, "align": "left", "margin": width}
    axis["axisLabel"] |= room
    places = {"type": "value", "min": -0.5, "max": rows - 0.5, "inverse": True, "show": False}
    return chart(
        palette,
        [{"left": NAMES[palette.narrow], "right": 8, "top": ROOM - 8, "bottom": 8}],
        [_values(found, starts, palette)],
        [axis, places],
        rows=rows,
        series=[
            stack | {"id": "base", "data": base, "itemStyle": {"color": "transparent"}},
            stack | {"id": "parts", "data": ["-", *bars, "-"], "z": 3},
            *lines,
            *marks,
        ],
    )


def _values(found: Explanation, starts: list[float], palette: Palette) -> Option:
    """The axis above, with room for the numbers beside the bars and for the difference behind the last mark."""
    name = {"nameLocation": "middle", "nameGap": 24, "nameTextStyle": {"color": palette.quiet}}
    low, high = min(starts), max(starts)
    wide = max(high - low, LEAST)
    left, right = (
        LABEL[palette.narrow],
        DIFFERENCE[palette.narrow] if starts[-1] > (low + high) / 2 else LABEL[palette.narrow],
    )
    return {
        "type": "value",
        "position": "top",
        "min": round(low - left * wide, 4),
        "max": round(high + right * wide, 4),
        "splitLine": {"lineStyle": {"color": palette.grid}},
        "axisLabel": {"color": palette.quiet, "hideOverlap": True, "showMinLabel": False, "showMaxLabel": False},
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "splitNumber": 4,
        "name": printed(f"{subject_of(found.outcome, found.month)}, mean of the worlds"),
        **name,
    }


def _bar(found: Explanation, row: int, palette: Palette) -> Option:
    part = found.parts[row]
    value = part.mean.value
    text = signed(found.outcome, value) if abs(value) >= HARDLY else hardly(found.outcome)
    side = "left" if value < 0 else "right"
    label = {"show": True, "position": side, "formatter": with_minus(text), "color": palette.ink, "fontSize": 12}
    colour = palette.quiet if part.mean.distinct else palette.rule
    return {"value": round(value, 4), "label": label, "itemStyle": {"color": colour}}


def _end(palette: Palette, row: int, value: float, text: str, colour: str) -> Option:
    """A mark where the change begins or ends."""
    size = [END, 18]
    label = {"show": True, "position": "right", "formatter": with_minus(text), "color": colour, "fontWeight": "bold"}
    return {
        "type": "scatter",
        "id": f"end {row}",
        "yAxisIndex": 1,
        "symbol": "rect",
        "symbolSize": size,
        "silent": True,
        "itemStyle": {"color": colour},
        "label": label | {"fontSize": 12, "textBorderColor": palette.page, "textBorderWidth": 3},
        "data": [[round(value, 4), row]],
        "z": 4,
    }


def _line(name: str, points: list[tuple[float, float]], colour: str, *, caps: bool) -> Option:
    """A line between two places: an interval with its ends, or the step from one bar to the next."""
    return {
        "type": "line",
        "id": name,
        "yAxisIndex": 1,
        "silent": True,
        "symbol": "rect" if caps else "none",
        "symbolSize": [1.5, 7],
        "itemStyle": {"color": colour},
        "lineStyle": {"color": colour, "width": 1, "type": "solid" if caps else "dotted"},
        "data": [[round(x, 4), y] for x, y in points],
    }


def waterfall_sheet(found: Explanation) -> DataSheet:
    """The parts in numbers, and their sum."""
    rows = [
        (name_of(p.group), signed(found.outcome, p.mean.value), interval(found.outcome, p.mean)) for p in found.parts
    ]
    total = ("together", signed(found.outcome, found.change.value), interval(found.outcome, found.change))
    caption = f"Change of {subject_of(found.outcome, found.month)}"
    unit = "Mean, in points" if found.outcome.is_share else "Mean"
    cells = tuple(tuple(map(printed, row)) for row in (*rows, total))
    return DataSheet(printed(caption), ("Part", unit, "95 % interval"), cells)
