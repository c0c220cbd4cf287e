"""What the panels of the timeline stand on: years, scales, grounds, thresholds, and the names of it all."""

from __future__ import annotations

from collections.abc import Sequence

from viz.charts.parts import Option
from viz.charts.timeline.data import Layout, Panel, TimelineData
from viz.charts.timeline.layout import ROW, names_inside
from viz.charts.timeline.marks import box, line, word
from viz.charts.timeline.scales import step_for, tick_text, ticks
from viz.common.style import Palette
from viz.common.summary import percent

MOST_TICKS = {False: 8, True: 4}
DOTS = (1, 3)
YEAR, MOST_YEARS = 12, 5
"""Months of a year; years that a narrow screen has room for."""


def ground(data: TimelineData, where: Layout, palette: Palette) -> list[Option]:
    """Grounds of client and leaning West, lines of years and values, and thresholds."""
    first, last, fan = -0.5, len(data.months) - 0.5, where.fan
    marks = []
    if data.thresholds and data.ends:
        values = sorted(value for value, _ in data.thresholds)
        marks.append(box(first, last, fan.top, fan.y(values[-1]), palette.west))
        marks.append(box(first, last, fan.y(values[0]), fan.bottom, palette.client))
    bottom = max(where.bottom, where.height - (0 if where.narrow else 24))
    for month in january(data.months):
        marks.append(line([(month - 0.5, where.rail_top), (month - 0.5, bottom)], palette.grid))
    marks.append(line([(last, where.rail_top), (last, bottom)], palette.grid))
    for panel in (fan, where.difference):
        if panel is not None:
            marks += [
                line([(first, panel.y(value)), (last, panel.y(value))], palette.rule if value == 0.0 else palette.grid)
                for value in ticks(panel.low, panel.high, _step(panel, where))
            ]
            marks.append(line([(first, panel.bottom), (last, panel.bottom)], palette.rule))
    marks.append(line([(first, where.fallen.bottom), (last, where.fallen.bottom)], palette.rule))
    for value, _ in data.thresholds:
        marks.append(line([(first, fan.y(value)), (last, fan.y(value))], palette.quiet, dash=DOTS))
    return marks


def january(months: Sequence[str]) -> list[int]:
    """The first month of every year."""
    return [place for place, month in enumerate(months) if month.endswith("-01")]


def _step(panel: Panel, where: Layout) -> float:
    if panel is where.fan and (panel.low, panel.high) != (0.0, 1.0) and panel.low >= -1.0 and panel.high <= 1.0:
        return 0.5 if where.narrow else 0.25
    return step_for(panel.high - panel.low, MOST_TICKS[where.narrow] if panel is where.fan else 3)


def names(data: TimelineData, where: Layout, palette: Palette) -> list[Option]:
    """Years, numbers of the scales, and the names of panels, ends and thresholds."""
    above = where.years[:-1]  # the lowest row moves aside for the month of the cursor
    found = years(data.months, narrow=where.narrow)
    marks = [word(middle, y, year, palette.quiet, align="center") for y in above for middle, year in found]
    for panel in (where.fan, where.difference):
        if panel is not None:
            step = _step(panel, where)
            marks += [
                word(-0.5, panel.y(value), tick_text(value, step), palette.quiet, dx=-6, align="right")
                for value in ticks(panel.low, panel.high, step)
            ]
    marks += _names_inside(data, where, palette) if where.narrow else _names_beside(data, where, palette)
    return marks


def years(months: Sequence[str], *, narrow: bool) -> list[tuple[float, str]]:
    """Each year and its middle; on a narrow screen every second one."""
    starts = january(months)
    every = 2 if narrow and len(starts) > MOST_YEARS else 1
    found = [(month + YEAR / 2 - 0.5, months[month][:4]) for month in starts[::every]]
    return [(middle, year) for middle, year in found if middle < len(months) - 2]


def _names_beside(data: TimelineData, where: Layout, palette: Palette) -> list[Option]:
    """The names of the panels left of the plot; of ends and thresholds right of it."""
    left, right, fan, fallen = -0.5, len(data.months) - 0.5, where.fan, where.fallen

    def name(y: float, text: str) -> Option:
        return word(left, y, text, palette.ink, dx=-where.left, bold=True, wrap=58)

    def beside(y: float, text: str, colour: str, *, bold: bool = False) -> Option:
        return word(right, y, text, colour, dx=8, bold=bold)

    marks = [name(where.rail_top + 12, "What presses")] if where.rail else []
    marks[:1] = [mark | {"wrap": 0} for mark in marks[:1]]
    marks += [name(fan.top + 12, data.label), name(fallen.top + 8, "Fallen")]
    if data.ends:
        marks.append(beside(fan.top + 4, f"↑ {data.ends[0]}", palette.ink, bold=True))
        marks.append(beside(fan.bottom - 2, f"↓ {data.ends[1]}", palette.ink, bold=True))
    for value, (text, above) in data.thresholds:
        marks += [
            beside(fan.y(value), text, palette.ink),
            beside(fan.y(value) + 14, above, palette.quiet) | {"size": 11},
        ]
    marks.append(beside(fallen.top + 8, fallen_text(data), palette.ink))
    apart = where.difference
    if apart is not None:
        marks += [name(apart.top + 4, "Difference"), beside(apart.y(0.0), "no difference", palette.ink)]
        marks += _sides(data, apart, palette)
    if where.turning:
        top = min(placed.words for placed in where.turning)
        marks += [name(top, "Turning points") | {"wrap": 0}]
        told = ("in this world",) if data.one_world else ("10, 50, 90 % of", "the worlds by then")
        for row, text in enumerate(told):
            if top + 15 + 13 * row < where.height - 20:
                marks.append(word(left, top + 15 + 13 * row, text, palette.quiet, dx=-where.left, size=11))
    return marks


def _sides(data: TimelineData, apart: Panel, palette: Palette) -> list[Option]:
    """Which way is up and down in the panel of the difference, where there is room to say so."""
    if not data.ends:
        return []
    right, found = len(data.months) - 0.5, []
    for y, text in ((apart.top + 6, "nearer the West"), (apart.bottom - 6, "nearer Moscow")):
        if abs(y - apart.y(0.0)) > ROW:
            found.append(word(right, y, text, palette.ink, dx=8))
    return found


def fallen_text(data: TimelineData) -> str:
    """The share fallen at the end, with and without what the scenario changes."""
    text = percent(float(data.fallen[-1]))
    return text if data.base_fallen is None else f"{text}, baseline {percent(float(data.base_fallen[-1]))}"


def _names_inside(data: TimelineData, where: Layout, palette: Palette) -> list[Option]:
    """On a narrow screen all names stand in the plot."""
    left, right, fan, fallen = -0.5, len(data.months) - 0.5, where.fan, where.fallen

    def inside(y: float, text: str, *, quiet: bool = False, late: bool = False) -> Option:
        colour, size = (palette.quiet, 11) if quiet else (palette.ink, 12)
        at, dx, align = (right, -4, "right") if late else (left, 4, "left")
        return word(at, y, text, colour, dx=dx, align=align, size=size, bold=not quiet, halo=palette.page)

    marks = []
    if data.ends:
        upper, lower = (f"{name} ({value})" for name, _, value in (text.rpartition(", ") for text in data.ends))
        marks += [inside(fan.top + 9, f"↑ {upper}"), inside(fan.bottom - 9, f"↓ {lower}")]
    else:
        marks.append(inside(fan.top + 9, data.label))
    for value, (text, above) in data.thresholds:
        short = text.removesuffix(" of Moscow")
        marks.append(inside(fan.y(value) - 8, f"{short} {above}", quiet=True, late=value > 0))
    apart = where.difference
    if apart is not None:
        name, against = names_inside(apart)
        marks += [inside(name, "Difference"), inside(against, "to baseline", quiet=True)]
    marks.append(inside(fallen.top - 8, f"Regime fallen: {fallen_text(data)}"))
    return marks
