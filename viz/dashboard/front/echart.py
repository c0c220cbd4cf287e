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
    event_clicked: Callable[[dict[str, Any]], None],
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
        """A chart from an ECharts option of plain data."""
        return cls(as_text(option), name, label, height)

    @property
    def bytes(self) -> int:
        """What it takes, by and large."""
        return len(self.option) + len(self.label)


@solara.component
def Chart(drawing: Drawing, at: str = "") -> None:
    """Draw a finished chart; it is sent anew, under the next number, only where it differs from the one before.

    Args:
        drawing: The chart.
        at: Where on the axis of months a line stands; it moves without the chart being sent anew. Empty for none.
    """
    shown = solara.use_ref(("", 0))
    option, number = shown.current
    if drawing.option != option:
        shown.current = drawing.option, number + 1
    _Drawn(
        drawing=numbered(*shown.current),
        at=at,
        height=drawing.height,
        label=drawing.label,
        name=drawing.name,
        source=ECHARTS_PATH,
        clickable=False,
        event_clicked=_ignore,
    )


def EChart(
    option: Mapping[str, Any],
    revision: int,
    height: str = "360px",
    label: str = "",
    on_click: Callable[[dict[str, Any]], None] | None = None,
    name: str = "chart",
) -> solara.Element:
    """Draw a chart, with buttons that save it as PNG and SVG.

    A plain function, so that the toolkit does not search the option for parts of the page.

    Args:
        option: An ECharts option of plain data: no functions, no NaN. Give each series a stable `id`: zoom and
            legend then survive a change. Two keys are read here and not by ECharts: `note` on an entry of a series'
            `data` or of `markLine.data` (plain text shown on hover, escaped), and `digits` on `tooltip` (decimals).
        revision: Number of the picture; the element bears it as `data-rev` once the picture is drawn.
        height: Height in the words of CSS.
        label: What the chart shows, for those who do not see it.
        on_click: Told `name`, `seriesId`, `dataIndex`, `value` and `componentType` of what was clicked.
        name: File name of the saved picture, without ending.
    """
    return _Drawn(
        drawing=as_drawing(option, revision),
        at="",
        height=height,
        label=label,
        name=name,
        source=ECHARTS_PATH,
        clickable=on_click is not None,
        event_clicked=on_click or _ignore,
    )


def as_drawing(option: Mapping[str, Any], revision: int) -> str:
    """One text that carries a picture and its number, so that the two arrive together.

    Args:
        option: An ECharts option of plain data.
        revision: Number of the picture.
    """
    return numbered(as_text(option), revision)


def as_text(option: Mapping[str, Any]) -> str:
    """An ECharts option as JSON."""
    return json.dumps(option, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def numbered(option: str, revision: int) -> str:
    """A picture with its number."""
    return f'{{"revision":{revision},"option":{option}}}'


def _ignore(_: dict[str, Any]) -> None:
    """Nobody asked to be told."""
