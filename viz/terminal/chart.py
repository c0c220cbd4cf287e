"""A small chart made of letters: a median with its bands, month by month."""

from __future__ import annotations

from typing import NamedTuple, TextIO

import numpy as np

from model.core.declarations import Array
from model.ensemble.record import HEADLINE, Run
from model.runs.outcomes import conditioned

NARROWEST, WIDEST, ROWS = 60, 100, 13
MARGIN = 8
"""Columns left of the chart, for its scale."""


class Letters(NamedTuple):
    """What the parts of the chart are made of."""

    median: str
    inner: str
    outer: str
    zero: str
    axis: str


BLOCKS = Letters("█", "▒", "░", "┈", "│")
ASCII = Letters("#", ":", ".", "-", "|")


def letters_for(stream: TextIO) -> Letters:
    """Blocks where the stream can print them, else plain ASCII."""
    try:
        "".join(BLOCKS).encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return BLOCKS


def signed_bar(share: float, width: int, letters: Letters) -> str:
    """A bar to the left of the middle for less, to its right for more; `share` is of the longest bar."""
    bar = letters.median * round(width * abs(share))
    left, right = (bar, "") if share < 0 else ("", bar)
    return f"{left:>{width}}{letters.axis}{right:<{width}}"


class Fan(NamedTuple):
    """A series as a chart draws it: the median and two bands, month by month."""

    dates: tuple[str, ...]
    median: Array
    inner: tuple[Array, Array]
    outer: tuple[Array, Array]


def fan_of(run: Run, series: str = HEADLINE) -> Fan:
    """A series over the worlds that count, from the month from which the scenario is read."""
    kept, read = conditioned(run), slice(run.scenario.read_from, None)
    half, most = kept.band(series, 0.5), kept.band(series, 0.9)
    return Fan(
        kept.months[read],
        kept.median(series)[read],
        (half.low[read], half.high[read]),
        (most.low[read], most.high[read]),
    )


def chart(fan: Fan, *, width: int = 80, letters: Letters = BLOCKS) -> list[str]:
    """A small chart of a fan in columns of letters, 60 to 100 of them, with the years below."""
    columns = min(max(width, NARROWEST), WIDEST) - MARGIN
    months = np.minimum((np.arange(columns) * len(fan.dates)) // columns, len(fan.dates) - 1)
    levels = _levels(fan)
    step = levels[0] - levels[1]
    lines = []
    for row, level in enumerate(levels):
        cells = [_cell(fan, int(m), level, step, letters) for m in months]
        lines.append(f"{_scale(row, level, levels):>{MARGIN - 2}} {letters.axis}{''.join(cells)}".rstrip())
    key = f"{letters.median} median   {letters.inner} half of the worlds   {letters.outer} nine in ten"
    return [*lines, " " * MARGIN + _years(fan.dates, months), " " * MARGIN + key]


def _levels(fan: Fan) -> Array:
    """The middles of the rows, from top to bottom; zero is one of them."""
    edges = np.stack(fan.outer)
    there = ~np.isnan(edges)
    low, high = float(edges.min(where=there, initial=0.0)), float(edges.max(where=there, initial=0.0))
    step = next(s for s in (0.02, 0.025, 0.05, 0.1, 0.125, 0.25) if (high - low) / s <= ROWS - 1)
    return np.arange(np.round(high / step), np.round(low / step) - 1, -1) * step


def _cell(fan: Fan, month: int, level: float, step: float, letters: Letters) -> str:
    top, bottom = level + step / 2, level - step / 2
    now, before = fan.median[month], fan.median[max(month - 1, 0)]
    if bottom <= now < top or now < bottom <= level < before or before < level < top <= now:
        return letters.median
    for (low, high), letter in ((fan.inner, letters.inner), (fan.outer, letters.outer)):
        if low[month] < top and high[month] >= bottom:
            return letter
    return letters.zero if abs(level) < step / 2 else " "


def _scale(row: int, level: float, levels: Array) -> str:
    if row == 0:
        return "West"
    if row == len(levels) - 1:
        return "Moscow"
    if abs(level) < (levels[0] - levels[1]) / 2:
        return "0"
    return f"{level:+.2f}" if row % 2 == 0 else ""


def _years(dates: tuple[str, ...], months: Array) -> str:
    line, year = "", ""
    for column, month in enumerate(months):
        date = dates[int(month)][:4]
        if date != year and len(line) <= column <= len(months) - len(date):
            line = f"{line:<{column}}{date} "
        year = date
    return line.rstrip()
