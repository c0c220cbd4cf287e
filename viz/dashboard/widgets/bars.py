"""The bars of the timeline as things to take hold of: drag one to move it, pull an end to lengthen it.

The chart draws the bars; this lies over it, unseen but for focus, handles, and what is being moved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import solara

from viz.charts.timeline.data import Layout, PlacedBar
from viz.charts.timeline.layout import LETTERS, bar_text
from viz.charts.timeline.scales import text_width
from viz.charts.timeline.strips import bar_note
from viz.common.style import Palette
from viz.dashboard.widgets.parts import JsonList, plain_list


@solara.component_vue("bars.vue", to_json={"bars": plain_list, "months": plain_list})
def _Bars(
    bars: JsonList,
    months: JsonList,
    left: int,
    right: int,
    height: float,
    narrow: bool,
    event_shifted: Callable[[list[Any]], None],
    event_strengthened: Callable[[list[Any]], None],
    event_removed: Callable[[str], None],
    event_opened: Callable[[str], None],
) -> None: ...


@solara.component
def Bars(
    where: Layout,
    months: Sequence[str],
    palette: Palette,
    on_moved: Callable[[str, int, int], None],
    on_strength: Callable[[str, float], None],
    on_removed: Callable[[str], None],
    on_opened: Callable[[str], None],
) -> None:
    """The bars that can be moved, over a chart of this layout.

    While one is moved, positions are sent every 80 ms at most, and the last one for sure. A bar is a slider: the arrow
    keys move it by a month (with Shift its end, with Alt its start) and change its strength; Page Up and Page Down move
    by six months, Home and End to the ends; Delete takes it out, Enter opens it, Escape gives back what was there when
    it was taken up.

    Args:
        where: Where the chart draws the bars.
        months: Dates of the months of the chart.
        palette: The colours of the chart.
        on_moved: Called with the name of a pressure and the places of its first and last month.
        on_strength: Called with its name and its new strength.
        on_removed: Called with the name of what is to be taken out.
        on_opened: Called with the name of what is to be shown among the controls.
    """
    movable = [one for one in where.rail if one.bar.movable and len(one.bar.spans) == 1 and not one.bar.absent]
    movable.sort(key=lambda one: (not one.bar.own, one.bar.name))  # a bar that changed its place would lose the focus
    _Bars(
        bars=JsonList([_plain(one, months, palette) for one in movable]),
        months=JsonList(list(months)),
        left=where.left,
        right=where.right,
        height=where.rail_bottom,
        narrow=where.narrow,
        event_shifted=lambda sent: on_moved(str(sent[0]), int(sent[1]), int(sent[2])),
        event_strengthened=lambda sent: on_strength(str(sent[0]), float(sent[1])),
        event_removed=on_removed,
        event_opened=on_opened,
    )


def _plain(placed: PlacedBar, months: Sequence[str], palette: Palette) -> dict[str, object]:
    one = placed.bar
    first, last = one.spans[0]
    return {
        "name": one.name,
        "label": one.label,
        "note": bar_note(one, months),
        "own": one.own,
        "colour": palette.of(one.owner),
        "first": first,
        "last": last,
        "strength": one.strength,
        "low": one.low,
        "high": one.high,
        "top": placed.top,
        "height": placed.height,
        "text_width": round(text_width(bar_text(one), LETTERS, bold=True)),
    }
