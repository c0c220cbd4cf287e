"""Tables of coloured squares, with the scale of their colours below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viz.charts.parts import Option, chart
from viz.common.style import Palette

BLACK_AND_WHITE = "#000000", "#ffffff"
SCALE_ROOM = 34
"""Pixels that the scale takes below the squares."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Least and greatest value, what each of the two means, and the colours from one to the other."""

    low: float
    high: float
    words: tuple[str, str]
    colours: tuple[str, ...]


def names_axis(names: Sequence[str], palette: Palette) -> Option:
    """An axis of names, from the top down."""
    return {
        "type": "category",
        "data": list(names),
        "inverse": True,
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "axisLabel": {"color": palette.ink, "interval": 0, "fontSize": 11},
    }


def heat_map(palette: Palette, grid: Option, x: Option, y: Option, series: Option, scale: Scale) -> Option:
    """Squares in the colours of a scale, which is drawn below them."""
    squares = series | {"type": "heatmap", "emphasis": {"disabled": True}}
    low, high = scale.words
    colours = {
        "min": scale.low,
        "max": scale.high,
        "inRange": {"color": list(scale.colours)},
        "orient": "horizontal",
        "left": "center",
        "bottom": 0,
        "itemWidth": 10,
        "itemHeight": 110,
        "text": [high, low],
        "textStyle": {"color": palette.quiet, "fontSize": 11},
        "calculable": False,
        "hoverLink": False,
    }
    return chart(palette, [grid], [x], [y], series=[squares], visualMap=[colours])


def letters_on(value: float, scale: Scale) -> str:
    """Black or white for the letters on a square, whichever can be read better: the contrast is 4.5 or more."""
    place = (value - scale.low) / (scale.high - scale.low) * (len(scale.colours) - 1)
    first = min(max(int(place), 0), len(scale.colours) - 2)
    one, other = (_parts(colour) for colour in scale.colours[first : first + 2])
    ground = _light([a + (place - first) * (b - a) for a, b in zip(one, other, strict=True)])
    return max(BLACK_AND_WHITE, key=lambda colour: _contrast(_light(_parts(colour)), ground))


def _parts(colour: str) -> list[float]:
    """Red, green and blue, 0 to 1."""
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def _light(parts: Sequence[float]) -> float:
    """Relative luminance of a colour, 0 to 1, as the guidelines for accessible pages have it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
