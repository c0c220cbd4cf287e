"""Where the parts of the timeline stand, in pixels: shared by the chart and by the bars that are dragged over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from model.story.phrases import month_in_words
from viz.charts.timeline.data import Bar, Layout, Panel, PlacedBar, PlacedTurning, TimelineData, Turning
from viz.charts.timeline.scales import difference_scale, fallen_scale, fan_scale, text_width
from viz.common.strips import Extent, LabelSide, Place, places_in, rows_of
from viz.common.summary import percent
from viz.common.words import with_minus

MARGINS = {False: (100, 112), True: (40, 14)}
"""Pixels left and right of the months, on a wide screen and on a narrow one."""
PLOT = {False: 764.0, True: 300.0}
"""Pixels that words are laid out for: those of a window of 1,024, and of a phone."""
OWN, HISTORY, OWN_ROW, ROW, TURNING_ROW = 16.0, 7.0, 24.0, 17.0, 15.5
"""Heights of a bar of the scenario's own and of one of history, of their rows, and of those of turning points."""
FAN, FALLEN, DIFFERENCE = {False: 226.0, True: 244.0}, 14.0, 84.0
YEARS, GAP = 15.0, 10.0
LETTERS, BESIDE, APART = 12.0, 8.0, 10.0
"""Size of words beside bars, pixels between a bar and its words, and from one thing to the next on a row."""


def layout(data: TimelineData, *, narrow: bool = False) -> Layout:
    """Where everything stands."""
    left, right = MARGINS[narrow]
    width, top = PLOT[narrow], 0.0 if narrow else YEARS + 3
    rail, bottom = _rail(data.bars, len(data.months), (width, width + right), top, narrow=narrow)
    fan = Panel(bottom + GAP, FAN[narrow], *fan_scale(data))
    fallen, difference, years, last = _below(data, fan, narrow=narrow)
    turning, end = _turning_points(data, width, last + GAP)
    if not narrow:
        years = (YEARS / 2, end + YEARS / 2 + 4)
        end += YEARS + 8
    return Layout(end, left, right, width, years, top, bottom, rail, fan, fallen, difference, turning, narrow)


def _below(data: TimelineData, fan: Panel, *, narrow: bool) -> tuple[Panel, Panel | None, tuple[float, ...], float]:
    """Fallen and difference, in this order on a wide screen; on a narrow one difference and years come first."""
    apart = data.difference
    scale = None if apart is None else difference_scale((apart.most.low, apart.most.high))
    most = fallen_scale(data)
    if not narrow:
        fallen = Panel(fan.bottom + GAP - 2, FALLEN, 0.0, most)
        difference = None if scale is None else Panel(fallen.bottom + GAP + 2, DIFFERENCE, *scale)
        return fallen, difference, (), (difference or fallen).bottom
    difference = None if scale is None else Panel(fan.bottom + 14, DIFFERENCE, *scale)
    years = (difference or fan).bottom + YEARS / 2 + 5
    fallen = Panel(years + YEARS / 2 + 22, FALLEN, 0.0, most)
    return fallen, difference, (years,), fallen.bottom + 14


def _rail(
    bars: Sequence[Bar], months: int, widths: tuple[float, float], top: float, *, narrow: bool
) -> tuple[tuple[PlacedBar, ...], float]:
    """Own bars on a row each, then those of history, wherever they and their words have room.

    `widths` are those of the plot, and of the plot with the margin into which words may reach.
    """
    own, others = [bar for bar in bars if bar.own], [bar for bar in bars if not bar.own]
    month, width = widths[0] / months, widths[1]
    places = places_in((_extent(bar, month) for bar in own), width)
    rows = [PlacedBar(bar, top + row * OWN_ROW + (OWN_ROW - OWN) / 2, OWN, place.side)
            for row, (bar, place) in enumerate(zip(own, places, strict=True))]  # fmt: skip
    below = top + OWN_ROW * len(own) + (0 if narrow or not own else 2)
    places = places_in((_extent(bar, month) for bar in others), width, APART)
    for bar, place in zip(others, places, strict=True):
        rows.append(PlacedBar(bar, below + place.row * ROW + (ROW - HISTORY) / 2, HISTORY, place.side))
    return tuple(rows), below + ROW * rows_of(places)


def _extent(bar: Bar, month: float) -> Extent:
    return Extent(month * bar.spans[0][0], month * (bar.spans[-1][1] + 1), BESIDE + text_width(bar_text(bar), LETTERS))


def bar_text(bar: Bar) -> str:
    """What stands at a bar: its name, and of an own one its strength."""
    return with_minus(f"{bar.label} {bar.strength:.2f}") if bar.own and bar.strength is not None else bar.label


def span_words(months: Sequence[str], span: tuple[int, int]) -> tuple[str, str]:
    """The first month of a bar, and its last one with how long that is."""
    count = span[1] - span[0] + 1
    length = f"{count} month{'' if count == 1 else 's'}"
    last = f"to {month_in_words(months[span[1]])} · {length}"
    return month_in_words(months[span[0]]), last if count > 1 else length


def _turning_points(data: TimelineData, width: float, top: float) -> tuple[tuple[PlacedTurning, ...], float]:
    """Turning points on rows; words that fit on neither side stand on a row of their own above."""
    month = width / len(data.months)
    extents = [_reach(one, month) for one in data.turning]
    extents = [replace(one, rows=one.rows + 1) if LabelSide.ON in one.sides(width) else one for one in extents]
    places = places_in(extents, width, APART)
    placed = tuple(_placed(one, place, top) for one, place in zip(data.turning, places, strict=True))
    rows = max((place.row + extent.rows for place, extent in zip(places, extents, strict=True)), default=0)
    return placed, top + TURNING_ROW * rows


def _placed(turning: Turning, place: Place, top: float) -> PlacedTurning:
    words = top + TURNING_ROW * (place.row + 0.5)
    return PlacedTurning(turning, words, words + TURNING_ROW * (place.side is LabelSide.ON), place.side)


def _reach(turning: Turning, month: float) -> Extent:
    turns = turning.drawn
    first, last = min(one.p10 for one in turns), max(one.p90 for one in turns)
    share = percent(turning.here.share) if turning.here is not None else "0 %"
    label = BESIDE + text_width(f"{turning.label} {share}", LETTERS)
    return Extent(month * (first + 0.5), month * (last + 0.5), label, 1 + turning.differs)


def names_inside(apart: Panel) -> tuple[float, float]:
    """Where the two lines of the name of the difference stand in the plot of a narrow screen: on its roomier side."""
    zero = apart.y(0.0)
    first = zero + 16 if apart.bottom - zero > zero - apart.top else zero - 26
    return first, first + 14
