"""The event strip above a chart of months: rows of bars that show when pressures act, with labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viz.charts.parts import Option
from viz.common.strips import Extent, LabelSide, places_in
from viz.common.style import Palette
from viz.common.summary import EventMark

ROW, APART = 17, 7
"""Pixels from row to row, and from a dot to its label."""
LETTER, EDGE = {False: 0.0088, True: 0.02}, {False: 0.012, True: 0.035}
"""Shares of the strip that a letter takes, and that stay free beside a dot; on a wide screen, and on a narrow one."""


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark on its row."""

    mark: EventMark
    row: int
    side: LabelSide


def arrange(marks: Sequence[EventMark], months: int, *, narrow: bool = False) -> tuple[PlacedMark, ...]:
    """Marks on rows, each on the first one where its label overlaps no other; the strip is so many months long."""
    places = places_in([_extent(mark, months, narrow=narrow) for mark in marks], months)
    return tuple(PlacedMark(mark, one.row, one.side) for mark, one in zip(marks, places, strict=True))


def rows_of(placed: Sequence[PlacedMark]) -> int:
    """How many rows marks take."""
    return 1 + max((item.row for item in placed), default=-1)


def _extent(mark: EventMark, months: int, *, narrow: bool) -> Extent:
    """From where to where its bars reach, and what its label takes, in months."""
    label = LETTER[narrow] * months * len(mark.label) + EDGE[narrow] * months
    return Extent(mark.spans[0][0], mark.spans[-1][1], label)


def strip_series(placed: Sequence[PlacedMark], months: Sequence[str], palette: Palette, axis: int) -> list[Option]:
    """The series of the strip: a bar for each time that a pressure acts, explained on hover."""
    series = []
    for number, item in enumerate(placed):
        colour = palette.foe if item.mark.own else palette.quiet
        labelled = item.mark.spans[-1][1] if item.side is LabelSide.RIGHT else item.mark.spans[0][0]
        for turn, span in enumerate(item.mark.spans):
            note = explanation(item.mark, months, span)
            points: list[Option] = [
                {"value": [months[month], item.row], "note": note}
                | ({"label": _label(item, palette)} if month == labelled else {})
                for month in dict.fromkeys(span)
            ]
            series.append(
                {
                    "type": "line",
                    "id": f"mark-{number}-{turn}",
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
    return series


def _label(item: PlacedMark, palette: Palette) -> Option:
    position: Option = {"position": "right" if item.side is not LabelSide.LEFT else "left", "distance": APART}
    back: Option = {} if item.side is not LabelSide.ON else {"backgroundColor": palette.page, "padding": [0, 3]}
    text = "".join(letter for letter in item.mark.label if letter not in "{}")
    return {"show": True, "formatter": text, "color": palette.ink, "fontSize": 11} | position | back


def explanation(mark: EventMark, months: Sequence[str], span: tuple[int, int]) -> str:
    """A mark in words: its name, when, and why."""
    return f"{mark.label}, {span_text(months, span)}. {mark.because}".strip()


def span_text(months: Sequence[str], span: tuple[int, int]) -> str:
    """From first to last month, or the one month."""
    first, last = (months[month] for month in span)
    return first if first == last else f"{first} to {last}"


def starts(placed: Sequence[PlacedMark], months: Sequence[str], palette: Palette) -> Option:
    """Thin lines through the chart where the scenario's own pressures begin."""
    own = [item for item in placed if item.mark.own]
    return {
        "silent": True,
        "symbol": "none",
        "label": {"show": False},
        "lineStyle": {"color": palette.foe, "type": "dotted", "width": 1},
        "data": [{"xAxis": months[item.mark.spans[0][0]]} for item in own],
    }
