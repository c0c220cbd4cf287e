"""The words of the timeline's panels: names at their lines, each where nothing else is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.core.declarations import Array
from model.story.phrases import month_in_words
from viz.charts.parts import Option
from viz.charts.timeline.data import FEW, Layout, Panel, TimelineData
from viz.charts.timeline.layout import names_inside
from viz.charts.timeline.marks import line, word
from viz.charts.timeline.places import Places
from viz.charts.timeline.scales import text_width
from viz.common.style import Palette

ALONG, WRONG_LINE, ONE_LINE = 0.04, 3.0, 100.0
"""What a pixel away from where the lines are furthest apart counts, one nearer to the other line than to its own,
and standing where both lines are one."""
INSIDE = 120.0
"""Pixels that a name in the plot of a narrow screen takes."""
LEADER, HIGH = 26.0, 16.0
"""Least pixels from the words of a band to it, and the height of words."""
LATE = 0.9
"""From this part of the months on, the numbers of the cursor stand left of it."""
TOLD = 0.1
"""From this share fallen on, the fan says how many worlds it is of."""


class Words:
    """Words for one panel, put one after another where there is room."""

    def __init__(self, data: TimelineData, panel: Panel, where: Layout) -> None:
        self.panel, self._months, self._width = panel, len(data.months), where.width
        self._narrow, self._places = where.narrow, Places(where.width, panel.height)
        self.marks: list[Option] = []

    def take(self, upper: Array, lower: Array, *, avoid: bool = False) -> None:
        """Keep free of words what lies between two rows of values, or as far as can be."""
        self._places.take_between(self.down(upper), self.down(lower), avoid=avoid)

    def avoid_level(self, value: float) -> None:
        """Keep a level line free of words as far as can be."""
        y = float(self.down(np.array([value]))[0])
        self._places.take(0, y - 1, self._width, y + 1, avoid=True)

    def take_cursor(self, month: int, value: float) -> None:
        """Keep free what stands at the cursor; on a narrow screen words may cross its line."""
        x, y = self.across(month), float(self.down(np.array([value]))[0])
        self._places.take(x - 3, 0, x + 3, self.panel.height, avoid=self._narrow)
        if not np.isnan(y):
            side = -1 if month > LATE * self._months else 1
            self._places.take(min(x, x + side * 48), y - 20, max(x, x + side * 48), y + 20)

    def take_names(self, where: Layout, rows: Sequence[tuple[float, bool]]) -> None:
        """Keep free the names that stand in the plot of a narrow screen: their middles, and whether they stand late."""
        for y, late in rows if where.narrow else ():
            left = self._width - INSIDE if late else 0.0
            self._places.take(left, y - self.panel.top - 7, left + INSIDE, y - self.panel.top + 7)

    def down(self, values: Array) -> Array:
        """Values in pixels from the top of the panel."""
        return np.asarray(self.panel.y(0.0) - self.panel.top - values * (self.panel.y(0.0) - self.panel.y(1.0)))

    def across(self, month: float) -> float:
        """A month in pixels."""
        return (month + 0.5) / self._months * self._width

    def at_line(self, text: str, colour: str, own: Array, other: Array | None, month: int, halo: str) -> None:
        """Name a line: near to it, far from the other one, and about where both are furthest apart."""
        size = text_width(text, 13, bold=True) + 8
        across, down = self._places.cells()
        far = np.abs(down - self._places.across(self.down(own)))
        cost = far + ALONG * np.abs(across - self.across(month))
        if other is not None:
            there, here = (self._places.across(self.down(row)) for row in (other, own))
            cost = cost + WRONG_LINE * np.maximum(0.0, far - np.abs(down - there))
            cost = cost + ONE_LINE * (np.abs(there - here) < HIGH / 2)
        self._put(text, colour, size, cost, size_of_text=13, bold=True, halo=halo)

    def near(
        self, text: str, colour: str, month: float, value: float, *,
        side: float = 0.6, leader: str = "", bold: bool = False, halo: str = "",
    ) -> None:  # fmt: skip
        """Words near a point, with a thin line to it where a colour is given for that."""
        size, y = 12 if bold or not leader else 11, float(self.down(np.array([value]))[0])
        width = text_width(text, size, bold=bold) + 8
        reach = 0.5 * width
        across, down = self._places.cells()
        beside = np.maximum(np.abs(across - self.across(month)) - reach, 0.0)
        far = np.hypot(side * beside, down - y)
        cost = np.where(far < (LEADER if leader else 0.0), np.nan, far)
        put = self._put(text, colour, width, cost, size_of_text=size, bold=bold, halo=halo)
        if put is not None and leader:
            left, middle = put
            edge = min(max(self.across(month), left + 4), left + width - 4)
            below = middle + (HIGH / 2 - 1 if y > middle else 1 - HIGH / 2)
            start = (self._month(edge), self.panel.top + below)
            self.marks.append(line([start, (month, self.panel.top + y)], leader, width=0.8))

    def _put(
        self, text: str, colour: str, width: float, cost: Array, *, size_of_text: float, bold: bool, halo: str
    ) -> tuple[float, float] | None:
        put = self._places.place(width, HIGH, cost)
        if put is not None:
            middle = self.panel.top + put[1]
            at = self._month(put[0] + width / 2)
            self.marks.append(word(at, middle, text, colour, align="center", size=size_of_text, bold=bold, halo=halo))
        return put

    def _month(self, pixels: float) -> float:
        return pixels / self._width * self._months - 0.5


def fan_words(data: TimelineData, where: Layout, palette: Palette) -> list[Option]:
    """The names of the medians, of the bands, and how many worlds the fan is of."""
    words, fan, base = Words(data, where.fan, where), data.fan, data.base_fan
    _keep_free(words, data)
    for value, _ in data.thresholds:
        words.avoid_level(value)
    words.take_names(where, [(where.fan.top + 9, False), (where.fan.bottom - 9, False)])
    words.take_names(where, [(where.fan.y(value) - 8, value > 0) for value, _ in data.thresholds])
    last = len(data.months) - 1
    widest = data.largest.month if data.largest is not None else int(0.6 * last)
    if base is not None and data.same:
        words.at_line(data.base_name, palette.friend, base.median, None, last // 2, palette.page)
    elif base is not None:
        for row in (fan.median, base.median):
            words.take_cursor(widest, float(row[widest]))
        words.at_line(data.base_name, palette.base, base.median, fan.median, widest - 6, palette.page)
        words.at_line(data.name, palette.friend, fan.median, base.median, widest - 6, palette.page)
    if data.lines:
        words.at_line(data.lines[0].label, palette.ink, data.lines[0].values, None, last // 2, palette.page)
    if data.standing and data.fallen[-1] >= TOLD:
        standing = round(float(data.left[-1]))
        text = f"of the {standing:,} worlds that stand in {month_in_words(data.months[-1])}" if standing else ""
        none = int(np.argmax(data.left <= 0))
        text = text or f"no world stands from {month_in_words(data.months[none])} on"
        known = np.flatnonzero(~np.isnan(fan.median))
        end = int(known[-1]) if known.size else last
        words.near(text, palette.quiet, end, float(np.nan_to_num(fan.median[end])), side=0.3, halo=palette.page)
    if not where.narrow:
        for text, inner, outer in (
            ("half of the worlds", fan.median, fan.half.high),
            ("nine in ten", fan.half.high, fan.most.high),
        ):
            _name_band(words, text, inner, outer, data, palette)
    return words.marks


def _keep_free(words: Words, data: TimelineData) -> None:
    """No words on bands, medians and lines."""
    for bands in (data.fan, data.base_fan):
        if bands is not None:
            words.take(bands.most.high, bands.most.low, avoid=True)
            words.take(bands.median, bands.median)
    words.take(data.fan.half.high, data.fan.half.low)
    for row in (*(one.values for one in data.lines), *data.few):
        words.take(row, row)


def _name_band(words: Words, text: str, inner: Array, outer: Array, data: TimelineData, palette: Palette) -> None:
    """Name a band where it is thickest, before anything differs if it is thick enough there."""
    thick = np.nan_to_num(np.abs(words.down(inner) - words.down(outer)))
    thick[data.left < FEW] = 0.0
    early = thick.copy()
    early[data.first or len(early) :] = 0.0
    thick = early if early.max() >= 5 else thick
    month = int(np.argmax(thick))
    if thick[month] >= 3:
        middle = float(inner[month] + outer[month]) / 2
        words.near(text, palette.quiet, month, middle, side=1.0, leader=palette.quiet, halo=palette.page)


def difference_words(data: TimelineData, where: Layout, palette: Palette) -> list[Option]:
    """What is to be seen in the difference: when it begins, where it is largest, and when half of it is gone."""
    apart, panel = data.difference, where.difference
    if apart is None or panel is None:
        return []
    words = Words(data, panel, where)
    words.take(apart.most.high, apart.most.low, avoid=True)
    words.take(apart.half.high, apart.half.low)
    words.avoid_level(0.0)
    words.take_names(where, [(y, False) for y in names_inside(panel)])
    largest = data.largest
    if largest is not None:
        value = float(apart.median[largest.month])
        words.take_cursor(largest.month, np.nan)
        words.near(largest.text, palette.ink, largest.month, value, bold=True, halo=palette.page)
    if data.half_gone is not None and not where.narrow:
        value = float(apart.median[data.half_gone.month])
        words.near(
            data.half_gone.text, palette.ink, data.half_gone.month, value, halo=palette.page, leader=palette.quiet
        )
    if data.first and not where.narrow:
        text = f"none before {month_in_words(data.months[data.first])}"
        words.near(text, palette.quiet, data.first - 8, 0.0, halo=palette.page)
    return words.marks


def fallen_words(data: TimelineData, where: Layout, palette: Palette) -> list[Option]:
    """From when on regimes fall."""
    rows = [data.fallen] + ([data.base_fallen] if data.base_fallen is not None else [])
    shares = np.nanmax(np.array(rows), axis=0)
    known = np.flatnonzero(shares > 0)
    last = len(data.months) - 1
    y = where.fallen.top + where.fallen.height / 2
    if not known.size:
        return [word(last / 2, y, "no regime falls", palette.quiet, align="center", size=11, halo=palette.page)]
    first = int(known[0])
    text = f"none before {month_in_words(data.months[first])}"
    if first and (first + 0.5) / len(shares) * where.width > text_width(text, 11) + 12:
        return [word(first - 0.5, y, text, palette.quiet, dx=-8, align="right", size=11, halo=palette.page)]
    return []
