"""A chart in the browser: takes an ECharts option as plain data and draws it, on each change within milliseconds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import solara

from viz.dashboard.front.files import ECHARTS_PATH

THE_PAGES = "page"
"""Stands for the command of the page, which the browser reads off the button that copies it."""


@solara.component_vue("echart.vue", to_json={"caption": lambda packed, _: list(packed)})
def _Chart(
    drawing: str,
    at: str,
    height: str,
    label: str,
    name: str,
    source: str,
    choosing: bool,
    caption: tuple[str, ...],
    command: str,
    event_month: Callable[[int], None],
    event_entered: Callable[[int], None],
) -> None: ...


@solara.component
def Chart(
    make: Callable[[], Mapping[str, Any]],
    depends_on: tuple[object, ...],
    name: str,
    label: str,
    height: str = "300px",
    at: str = "",
    on_month: Callable[[int], None] | None = None,
    on_entered: Callable[[int], None] | None = None,
    caption: tuple[str, ...] = (),
    command: str = THE_PAGES,
) -> None:
    """A chart, with buttons that save it as PNG and SVG, and one that copies the command which makes it again.

    It is made again only if something it depends on has changed, and sent again, under the next number, only if it is
    then another one; the element bears the number as `data-rev` once it is drawn.

    Args:
        make: Gives an ECharts option of plain data: no functions, no NaN. Give each series a stable `id`: the legend
            then survives a change. What needs a function is named, and made in `echart.vue`: `note` on an entry of a
            series' `data` or of `markLine.data` (plain text shown on hover, escaped), `digits` on `tooltip`
            (decimals), and what the timeline has besides: `renderItem: "marks"`, `readout`, `cursor`.
        depends_on: Everything that the option depends on.
        name: File name of a saved picture, without ending.
        label: What the chart shows, for those who do not see it.
        height: Height in the words of CSS.
        at: The month at which the cursor stands; it moves without the chart being sent again. Empty for none.
        on_month: Called with the place of a month, once it is chosen; of a cell or row where the option has such.
        on_entered: Called with the number of the chosen cell when Enter is pressed on it.
        caption: Lines of a saved picture: a title above it, and what else there is to say below.
        command: The command; by default that of the page, empty where there is none.
    """
    option = solara.use_memo(lambda: as_json(make()), depends_on)
    shown = solara.use_ref((option, 0))
    before, number = shown.current
    number += option != before
    shown.current = option, number
    _Chart(
        drawing=f'{{"revision":{number},"option":{option}}}',
        at=at,
        height=height,
        label=label,
        name=name,
        source=ECHARTS_PATH,
        choosing=on_month is not None,
        caption=caption,
        command=command,
        event_month=on_month or _nothing,
        event_entered=on_entered or _nothing,
    )


def _nothing(_: int) -> None:
    """What a chart does that no month can be chosen in."""


def as_json(option: Mapping[str, Any]) -> str:
    """An option as it is sent to the browser."""
    return json.dumps(option, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
