"""A chart in the browser: takes an ECharts option as plain data and draws it, on each change within milliseconds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import solara

from viz.dashboard.front.files import ECHARTS_PATH


@solara.component_vue("echart.vue")
def _Drawn(
    drawing: str,
    at: str,
    height: str,
    label: str,
    name: str,
    source: str,
    clickable: bool,
    event_clicked: Callable[[dict[str, Any]], None] | None,
) -> None: ...


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished chart, ready to be sent.

    Attributes:
        option: An ECharts option as JSON.
        name: File name of a saved picture, without ending.
        label: What the chart shows, for those who do not see it.
        height: Height in the words of CSS.
    """

    option: str
    name: str
    label: str
    height: str

    @classmethod
    def of(cls, option: Mapping[str, Any], name: str, label: str, height: str) -> Self:
        """A chart from an ECharts option of plain data: no functions, no NaN.

        Give each series a stable `id`: zoom and legend then survive a change. Two keys are read here and not by
        ECharts: `note` on an entry of a series' `data` or of `markLine.data` (plain text shown on hover, escaped), and
        `digits` on `tooltip` (decimals).
        """
        return cls(json.dumps(option, ensure_ascii=False, allow_nan=False, separators=(",", ":")), name, label, height)

    @property
    def bytes(self) -> int:
        """What it takes, by and large."""
        return len(self.option) + len(self.label)

    def numbered(self, number: int) -> str:
        """One text that carries the chart and its number, so that the two arrive together."""
        return f'{{"revision":{number},"option":{self.option}}}'


@solara.component
def Chart(drawing: Drawing, at: str = "", on_click: Callable[[dict[str, Any]], None] | None = None) -> None:
    """Draw a finished chart, with buttons that save it as PNG and SVG.

    It is sent again, under the next number, only where it differs from the one before; the element bears the number as
    `data-rev` once it is drawn.

    Args:
        drawing: The chart.
        at: Where on the axis of months a line stands; it moves without the chart being sent again. Empty for none.
        on_click: Called with `name`, `seriesId`, `dataIndex`, `value` and `componentType` of what was clicked.
    """
    shown = solara.use_ref((drawing, 0))
    before, number = shown.current
    if drawing.option != before.option:
        number += 1
    shown.current = drawing, number
    _Drawn(
        drawing=drawing.numbered(number),
        at=at,
        height=drawing.height,
        label=drawing.label,
        name=drawing.name,
        source=ECHARTS_PATH,
        clickable=on_click is not None,
        event_clicked=on_click,
    )
