"""Ends and steps of the timeline's scales, and how wide words are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from model.core.declarations import Array
from viz.charts.timeline.data import TimelineData
from viz.common.words import with_minus

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
NARROW_LETTERS, WIDE_LETTERS = "iljtfrI.,:;'|!()[] ", "mwMW%@—"
WIDTHS = (0.3, 0.86, 0.66, 0.55)
"""Width of narrow and wide letters, of capitals, and of all others, as parts of the size; of Roboto, rounded up."""
ROOM, LEAST, LEAST_FALLEN = 0.06, 0.1, 0.2
"""Part of a scale that is left free beyond what is drawn; the least reach of the scales of differences and falls."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is, in pixels."""
    narrow, wide, capital, other = WIDTHS
    parts = (
        narrow
        if letter in NARROW_LETTERS
        else wide
        if letter in WIDE_LETTERS
        else capital
        if letter.isupper()
        else other
        for letter in text
    )
    return size * sum(parts) * (1.05 if bold else 1.0)


def step_for(reach: float, most: int) -> float:
    """The distance between the numbers of a scale, so that there are not more than a few."""
    ten = 10.0 ** math.floor(math.log10(reach / most))
    return next(ten * step for step in STEPS if reach / (ten * step) <= most)


def ticks(low: float, high: float, step: float) -> Iterator[float]:
    """The numbers of a scale from end to end."""
    for number in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1):
        yield number * step


def tick_text(value: float, step: float) -> str:
    """A number of a scale, with as many decimals as its steps need."""
    decimals = next((digits for digits in range(4) if abs(round(step, digits) - step) < step * 1e-6), 4)
    return with_minus(f"{round(value, decimals) + 0.0:.{decimals}f}")


def fan_scale(data: TimelineData) -> tuple[float, float]:
    """Ends of the scale of the fan: all that is drawn, and the thresholds near it."""
    rows = [data.fan.most.low, data.fan.most.high, *(line.values for line in data.lines), *data.few]
    if data.base_fan is not None:
        rows += [data.base_fan.most.low, data.base_fan.most.high]
    low, high = _ends(rows)
    if data.ends:
        low, high = min(low, *(value for value, _ in data.thresholds), low), max(high, *(v for v, _ in data.thresholds))
        return max(-1.0, math.floor(4 * low) / 4), min(1.0, high + 0.2)
    room = ROOM * max(high - low, 1e-6)
    low, high = (low if low == 0.0 else low - room), high + room
    return (low, high) if high - low > 1e-5 else (low - 0.5, high + 0.5)


def fallen_scale(data: TimelineData) -> float:
    """The upper end of the scale of fallen regimes: the next tenth, but not below a fifth."""
    rows = [data.fallen] + ([] if data.base_fallen is None else [data.base_fallen])
    return max(LEAST_FALLEN, math.ceil(10 * max(float(row.max()) for row in rows)) / 10)


def difference_scale(most: Sequence[Array]) -> tuple[float, float]:
    """Ends of the scale of differences: nothing, and the band of nine worlds in ten."""
    low, high = _ends(most)
    low, high = min(low, 0.0), max(high, 0.0)
    reach = max(high - low, LEAST)
    low, high = low - ROOM * reach, high + ROOM * reach
    return (low, high) if high - low >= LEAST else (-LEAST, LEAST)


def _ends(rows: Sequence[Array]) -> tuple[float, float]:
    drawn = np.concatenate([np.asarray(row, float) for row in rows])
    drawn = drawn[~np.isnan(drawn)]
    return (float(drawn.min()), float(drawn.max())) if drawn.size else (0.0, 0.0)
