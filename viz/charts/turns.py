"""One world over the fan of all, with its turns numbered: the picture in which a turn or a month is picked."""

from __future__ import annotations

from collections.abc import Sequence

from model.core.declarations import Array
from model.ensemble.record import HEADLINE, Run
from viz.charts.bands import Line, bands, fan_of
from viz.charts.parts import Option
from viz.charts.scenario import fan_chart
from viz.common.style import Palette

SIZE = 18
"""Of the circle around a number, in pixels."""


def turns_chart(
    run: Run, base: Run, world: tuple[int, Array], turns: Sequence[tuple[int, float]], palette: Palette
) -> Option:
    """The fan of a run, the median of the comparison, one world by number and values, and its turns.

    Args:
        run: The worlds that count.
        base: The same of what is compared with.
        world: Number of the world, and its alignment at the end of every month.
        turns: Month and alignment at the end of each turn.
        palette: The colours.
    """
    fan = fan_of(run, HEADLINE, "All worlds", palette.friend)
    number, values = world
    lines = [
        Line("comparison", "Comparison, median", palette.base, bands(base, HEADLINE).median, dashed=True),
        Line("world", f"World {number}", palette.ink, values),
    ]
    option = fan_chart([fan], run.months, palette, lines)
    marks = [
        {"value": [month, round(value, 4)], "label": {"formatter": str(place)}}
        for place, (month, value) in enumerate(turns, 1)
    ]
    option["series"].append(
        {
            "type": "scatter",
            "id": "turns",
            "silent": True,
            "symbolSize": SIZE,
            "data": marks,
            "itemStyle": {"color": palette.page, "borderColor": palette.ink, "borderWidth": 1.5},
            "label": {"show": True, "position": "inside", "color": palette.ink, "fontWeight": "bold", "fontSize": 11},
            "z": 6,
        }
    )
    return option
