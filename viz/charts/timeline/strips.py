"""The rail of pressures and the turning points of the timeline, as marks."""

from __future__ import annotations

from collections.abc import Sequence

from model.story.phrases import month_in_words
from viz.charts.parts import Option
from viz.charts.timeline.data import Bar, Layout, PlacedBar, PlacedTurning, TimelineData, Turn
from viz.charts.timeline.layout import BESIDE, LETTERS, bar_text, span_words
from viz.charts.timeline.marks import bar, spread, word
from viz.charts.timeline.scales import text_width
from viz.common.strips import LabelSide
from viz.common.style import Palette
from viz.common.summary import percent

HIT, HIT_TURNING = 16.0, 24.0
"""Pixels of height within which pointing at a bar and at a turning point works."""
BELOW = 13.0
"""Pixels from a turning point to its row of the comparison."""
HANDLES, AWAY = 28.0, 12.0
"""Pixels that the handles of an own bar take, and from them to the dates."""


def rail(data: TimelineData, where: Layout, palette: Palette) -> tuple[list[Option], list[Option]]:
    """The bars and their words."""
    bars, words = [], []
    for placed in where.rail:
        colour = palette.of(placed.bar.owner)
        note = bar_note(placed.bar, data.months)
        hit = max(placed.height, HIT)
        hollow = {"hollow": True} if placed.bar.absent else {}
        bars += [
            bar(span, placed.top, placed.height, colour, hit=hit) | {"note": note} | hollow for span in placed.bar.spans
        ]
        words += _bar_words(placed, data, where, palette)
    return bars, words


def _bar_words(placed: PlacedBar, data: TimelineData, where: Layout, palette: Palette) -> list[Option]:
    one, middle = placed.bar, placed.top + placed.height / 2
    first, last = one.spans[0][0] - 0.5, one.spans[-1][1] + 0.5
    text, size = bar_text(one), LETTERS if one.own or not where.narrow else LETTERS - 1
    if one.own and len(one.spans) == 1:
        return _own_words(placed, data, where, palette)
    if placed.side is LabelSide.RIGHT:
        return [word(last, middle, text, palette.ink, dx=BESIDE, size=size, bold=one.own)]
    if placed.side is LabelSide.LEFT:
        return [word(first, middle, text, palette.ink, dx=-BESIDE, align="right", size=size, bold=one.own)]
    on = first + 0.1 * (last - first)
    return [word(on, middle, text, palette.ink, size=size, bold=one.own, back=palette.page)]


def _own_words(placed: PlacedBar, data: TimelineData, where: Layout, palette: Palette) -> list[Option]:
    """The name of an own bar, on it where it fits, and from when to when it acts, beside it."""
    one, middle, month = placed.bar, placed.top + placed.height / 2, where.width / len(data.months)
    (start, end), text = one.spans[0], bar_text(one)
    first, last = start - 0.5, end + 0.5
    since, until = span_words(data.months, (start, end))
    dates = f"{since} {until}" if start < end else since
    if where.narrow:
        since, until, dates = "", until.rpartition(" · ")[2], until.rpartition(" · ")[2]
    inside = text_width(text, LETTERS, bold=True) + HANDLES <= (last - first) * month
    before, after = (since, until) if inside else (text, dates)
    rooms = (first + 0.5) * month - AWAY, (len(data.months) - 0.5 - last) * month + where.right - AWAY
    widths = text_width(before, LETTERS, bold=not inside), text_width(after, LETTERS)
    words = [word((first + last) / 2, middle, text, palette.page, align="center", bold=True)] if inside else []
    if widths[0] > rooms[0] or widths[1] > rooms[1]:
        joined = dates if inside else f"{text}, {dates}"
        wide = text_width(joined, LETTERS)
        before, after = ("", joined) if wide <= rooms[1] else (joined, "") if wide <= rooms[0] else ("", "")
        if not (inside or before or after):
            before, after = (text, "") if widths[0] <= rooms[0] else ("", text)
    if before:
        words.append(word(first, middle, before, palette.ink, dx=-AWAY, align="right", bold=not inside))
    return [*words, word(last, middle, after, palette.ink, dx=AWAY)] if after else words


def bar_note(one: Bar, months: Sequence[str]) -> str:
    """A pressure in words: its name, when it acts, and why it is there."""
    spans = [tuple(dict.fromkeys(month_in_words(months[month]) for month in span)) for span in one.spans]
    return f"{bar_text(one)}, {', '.join(' to '.join(span) for span in spans)}. {one.note}".strip()


def turning_points(data: TimelineData, where: Layout, palette: Palette) -> tuple[list[Option], list[Option]]:
    """The turning points: a line from 10 to 90 % of their months with a dot at half, and their words."""
    ranges, words = [], []
    for placed in where.turning:
        here, base = placed.turning.here, placed.turning.base if placed.turning.differs else None
        rows = ((here, placed.middle, palette.friend), (base, placed.middle + BELOW, palette.base))
        for turn, y, colour in rows:
            if turn is not None and turn in placed.turning.drawn:
                note = turning_note(placed.turning.label, turn, data)
                ends = (turn.p10, turn.p50, turn.p90)
                ranges.append(spread(ends, y, colour, hit=HIT_TURNING, size=4 if turn is here else 3) | {"note": note})
        words += _turning_words(placed, base, where.width, len(data.months), palette, one_world=data.one_world)
    return ranges, words


def _turning_words(
    placed: PlacedTurning, base: Turn | None, width: float, months: int, palette: Palette, *, one_world: bool
) -> list[Option]:
    """The words of a turning point, in a plot of this width."""
    one, here, y = placed.turning, placed.turning.here, placed.words
    first, last = min(turn.p10 for turn in one.drawn), max(turn.p90 for turn in one.drawn)
    at, beside, align = (last, BESIDE, "left") if placed.side is LabelSide.RIGHT else (first, -BESIDE, "right")
    share, against = percent(0.0 if here is None else here.share), "" if base is None else percent(base.share)
    if placed.side is LabelSide.ON:
        share += f", baseline {against}" if against else ""
        room = width * (1 - (first + 0.5) / months) - text_width(f"{one.label} {share}", LETTERS, bold=True)
        beside = min(0.0, room)
        at, align = first, "left"
    tail = None if one_world else (share, palette.friend if against else palette.quiet, bool(against))
    words = [word(at, y, one.label, palette.ink, dx=beside, align=align, halo=palette.page, tail=tail)]
    if against and placed.side is not LabelSide.ON:
        text = f"baseline {against}"
        words.append(word(at, y + BELOW, text, palette.base, dx=beside, align=align, halo=palette.page))
    return words


def turning_note(label: str, turn: Turn, data: TimelineData) -> str:
    """A turning point in words: in how many worlds, and by when."""
    by = [month_in_words(data.months[month]) for month in (turn.p10, turn.p50, turn.p90)]
    if data.one_world:
        return f"{label} in {by[1]}, in this world."
    text = f"{label} in {percent(turn.share)} of worlds"
    return (
        f"{text}; of these, 10 % by {by[0]}, half by {by[1]}, 90 % by {by[2]}."
        if by[0] != by[2]
        else f"{text}, in {by[1]}."
    )
