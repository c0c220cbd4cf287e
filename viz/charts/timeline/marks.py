"""What the timeline draws by hand: words, lines, boxes, bars and ranges, as plain data for the browser.

Across, a place is a month (0 for the middle of the first one, -0.5 for its beginning) and pixels beside it; down, it is
in pixels from the top of the chart.
"""

from __future__ import annotations

from collections.abc import Sequence

from viz.charts.parts import Option

Point = tuple[float, float]


def word(
    month: float,
    y: float,
    text: str,
    fill: str,
    *,
    dx: float = 0,
    align: str = "left",
    size: float = 12,
    bold: bool = False,
    halo: str = "",
    back: str = "",
    wrap: float = 0,
    tail: tuple[str, str, bool] | None = None,
) -> Option:
    """Words whose middle is at `y`.

    Args:
        month: The month they stand at.
        y: Pixels from the top of the chart.
        text: The words.
        fill: Their colour.
        dx: Pixels to the right of the month.
        align: Which side of them stands there: left, center or right.
        size: Pixels.
        bold: Whether they are bold.
        halo: Colour of the halo around them; empty for none.
        back: Colour of the box behind them; empty for none.
        wrap: Pixels after which they go on in another line; 0 for never. `y` is then the middle of the first line.
        tail: More words on the same line, with their colour and whether they are bold.
    """
    mark: Option = {"is": "word", "x": _short(month), "y": _short(y), "text": text, "fill": fill}
    usual = {"dx": (dx, 0), "align": (align, "left"), "size": (size, 12), "bold": (bold, False), "halo": (halo, "")}
    more: Option = {"back": (back, ""), "wrap": (wrap, 0), "tail": (tail and list(tail), None)}
    return mark | {key: value for key, (value, plain) in (usual | more).items() if value != plain}


def line(points: Sequence[Point], stroke: str, *, width: float = 1, dash: Sequence[int] = ()) -> Option:
    """A line from place to place."""
    mark: Option = {"is": "line", "points": [_point(one) for one in points], "stroke": stroke}
    return mark | ({"width": width} if width != 1 else {}) | ({"dash": list(dash)} if dash else {})


def box(first: float, last: float, top: float, bottom: float, fill: str) -> Option:
    """A box over the months between two places."""
    ends = {"x0": _short(first), "x1": _short(last), "y0": _short(top), "y1": _short(bottom)}
    return {"is": "box", **ends, "fill": fill}


def bar(span: tuple[int, int], top: float, height: float, fill: str, *, hit: float) -> Option:
    """A bar over whole months; pointing at it works within `hit` pixels of height."""
    ends = {"x0": span[0] - 0.5, "x1": span[1] + 0.5, "y0": _short(top), "y1": _short(top + height)}
    return {"is": "bar", **ends, "fill": fill, "hit": hit}


def dot(month: float, y: float, fill: str, rim: str, *, size: float = 4) -> Option:
    """A dot with a rim."""
    return {"is": "dot", "x": _short(month), "y": _short(y), "fill": fill, "rim": rim, "size": size}


def spread(ends: tuple[float, float, float], y: float, fill: str, *, hit: float, size: float = 4) -> Option:
    """A line with a tick at both ends and a dot between them."""
    return {
        "is": "spread",
        "ends": [_short(one) for one in ends],
        "y": _short(y),
        "fill": fill,
        "hit": hit,
        "size": size,
    }


def drawn(key: str, marks: Sequence[Option], z: int, *, silent: bool = True) -> Option:
    """The series of marks, one entry each; a mark with a `note` shows it on pointing."""
    entries = [
        {"value": [0, 0], "mark": {name: part for name, part in mark.items() if name != "note"}}
        | ({"note": mark["note"]} if "note" in mark else {})
        for mark in marks
    ]
    axes = {"xAxisIndex": 0, "yAxisIndex": 0}
    return {"type": "custom", "id": key, "renderItem": "marks", "data": entries, "z": z, "silent": silent} | axes


def _short(number: float) -> float:
    """A place to a tenth of a pixel or month, which is what can be seen."""
    short = round(float(number), 2)
    return int(short) if short == int(short) else short


def _point(point: Point) -> list[float]:
    return [_short(one) for one in point]
