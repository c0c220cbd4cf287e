"""The timeline on a page: the chart, with its bars to take hold of."""

from __future__ import annotations

from collections.abc import Callable

import solara
from reacton import ipyvuetify as rv

from viz.charts.timeline.chart import timeline
from viz.charts.timeline.data import TimelineData
from viz.charts.timeline.layout import layout
from viz.common.style import Palette
from viz.dashboard.front.echart import Chart
from viz.dashboard.widgets.bars import Bars


@solara.component
def Timeline(
    data: TimelineData,
    palette: Palette,
    month: int,
    depends_on: tuple[object, ...],
    label: str,
    on_month: Callable[[int], None],
    on_moved: Callable[[str, int, int], None],
    on_strength: Callable[[str, float], None],
    on_removed: Callable[[str], None],
    on_opened: Callable[[str], None],
    caption: tuple[str, ...] = (),
) -> None:
    """The timeline at a month; the chart is made again only if something in `depends_on` has changed.

    What the callables get is told in `Chart` and `Bars`.
    """
    where = solara.use_memo(lambda: layout(data, narrow=palette.narrow), depends_on)
    with rv.Html(tag="div", class_="tr-timeline"):
        Bars(where, data.months, palette, on_moved, on_strength, on_removed, on_opened)
        Chart(
            lambda: timeline(data, palette, month),
            depends_on,
            "timeline",
            label,
            f"{where.height:.0f}px",
            at=data.months[month],
            on_month=on_month,
            caption=caption,
        )
