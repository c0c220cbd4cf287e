"""The event strip above a chart of months: rows of bars that say what presses and when, with words beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from viz.charts.parts import Option
from viz.common.style import Palette
from viz.common.summary import EventMark

ROW, APART = 17, 7
"""Pixels from row to row, and from a dot to its words."""
LETTER, EDGE = {False: 0.0088, True: 0.02}, {False: 0.012, True: 0.035}
"""Shares of the strip that a letter takes, and that stay free beside a dot; on a wide screen, and on a narrow one."""


class Side(StrEnum):
    """Where the words of a mark stand: after its last bar, before its first one, or on it."""

    RIGHT = "right"
    LEFT = "left"
    ON = "inside"


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark on its row."""

    mark: EventMark
    row: int
    side: Side


def place(marks: Sequence[EventMark], months: int, *, narrow: bool = False) -> tuple[Placed, ...]:
    """Marks on rows, so that no words stand on others: each on the first row that is free where it stands.

    Args:
        marks: The marks.
        months: Months that the strip is long.
        narrow: Whether it is drawn on a narrow screen.
    """
    taken: list[list[tuple[float, float]]] = []
    found = []
    for mark in marks:
        side, (start, end) = _extent(mark, months, narrow=narrow)
        free = (i for i, row in enumerate(taken) if all(end < other[0] or start > other[1] for other in row))
        row = next(free, len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((start, end))
        found.append(Placed(mark, row, side))
    return tuple(found)


def rows_of(placed: Sequence[Placed]) -> int:
    """How many rows marks take."""
    return 1 + max((item.row for item in placed), default=-1)


def _extent(mark: EventMark, months: int, *, narrow: bool) -> tuple[Side, tuple[float, float]]:
    """Where the words stand, and from where to where bars and words reach, in months."""
    first, last, edge = mark.spans[0][0], mark.spans[-1][1], EDGE[narrow] * months
    words = LETTER[narrow] * months * len(mark.label) + edge
    if last + words <= months:
        return Side.RIGHT, (first - edge, last + words)
    if first - words >= 0:
        return Side.LEFT, (first - words, last + edge)
    return Side.ON, (first - edge, max(last + edge, first + words))


def strip_series(placed: Sequence[Placed], months: Sequence[str], look: Palette, axis: int) -> list[Option]:
    """The series of the strip: a bar for each time that something presses, explained to whoever points at it."""
    found = []
    for number, item in enumerate(placed):
        colour = look.foe if item.mark.own else look.quiet
        worded = item.mark.spans[-1][1] if item.side is Side.RIGHT else item.mark.spans[0][0]
        for turn, span in enumerate(item.mark.spans):
            note = explanation(item.mark, months, span)
            points: list[Option] = [
                {"value": [months[month], item.row], "note": note}
                | ({"label": _words(item, look)} if month == worded else {})
                for month in dict.fromkeys(span)
            ]
            found.append(
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
    return found


def _words(item: Placed, look: Palette) -> Option:
    position: Option = {"position": "right" if item.side is not Side.LEFT else "left", "distance": APART}
    back: Option = {} if item.side is not Side.ON else {"backgroundColor": look.page, "padding": [0, 3]}
    words = "".join(letter for letter in item.mark.label if letter not in "{}")
    return {"show": True, "formatter": words, "color": look.ink, "fontSize": 11} | position | back


def explanation(mark: EventMark, months: Sequence[str], span: tuple[int, int]) -> str:
    """What a mark stands for: its name, when, and why."""
    return f"{mark.label}, {span_words(months, span)}. {mark.because}".strip()


def span_words(months: Sequence[str], span: tuple[int, int]) -> str:
    """From when to when, or the one month."""
    first, last = (months[month] for month in span)
    return first if first == last else f"{first} to {last}"


def starts(placed: Sequence[Placed], months: Sequence[str], look: Palette) -> Option:
    """Thin lines through the picture where the scenario's own pressures begin."""
    own = [item for item in placed if item.mark.own]
    return {
        "silent": True,
        "symbol": "none",
        "label": {"show": False},
        "lineStyle": {"color": look.foe, "type": "dotted", "width": 1},
        "data": [{"xAxis": months[item.mark.spans[0][0]]} for item in own],
    }
