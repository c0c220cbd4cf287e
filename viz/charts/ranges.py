"""The range of a number: how it spreads before and after worlds were compared with the record, and one's own value."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from model.core.declarations import Array
from model.evidence.parameters import Parameter
from viz.charts.parts import DataSheet, Option, chart
from viz.common.style import Palette

BINS = 24
"""Parts into which the range is divided."""


def densities(number: Parameter, prior: Array, posterior: Array | None) -> tuple[Array, list[Array]]:
    """Ends of the parts of a range, shape (parts + 1,), and the share of the values in each, a row for each sample."""
    edges = np.linspace(number.low, number.high, BINS + 1)
    samples = [prior] if posterior is None else [prior, posterior]
    return edges, [np.histogram(values.clip(edges[0], edges[-1]), edges)[0] / values.size for values in samples]


def ranges_chart(
    number: Parameter, prior: Array, posterior: Array | None, own: float | None, palette: Palette
) -> Option:
    """Two areas over the range, with its ends, the best value, and one's own value as a line."""
    edges, shares = densities(number, prior, posterior)
    styles = (("before", palette.base, palette.grid), ("after", palette.friend, palette.friend))
    series: list[Option] = []
    for (name, line, area), share in zip(styles, shares, strict=False):
        heights = np.round(np.append(share, share[-1]) / max(map(np.max, shares)), 4)
        series.append(
            {
                "type": "line",
                "id": name,
                "step": "end",
                "symbol": "none",
                "silent": True,
                "lineStyle": {"color": line, "width": 1.5},
                "areaStyle": {"color": area, "opacity": 0.35},
                "data": [[round(float(x), 6), float(y)] for x, y in zip(edges, heights, strict=True)],
            }
        )
    marks: list[Option] = [_mark(number.best, f"best {number.best:g}", palette.quiet, "dashed")]
    if own is not None:
        marks.append(_mark(own, f"your value {own:.3g}", palette.ink, "solid"))
    series[0]["markLine"] = {"silent": True, "symbol": "none", "data": marks, "animation": False}
    reach = [*edges[[0, -1]], *([] if own is None else [own])]
    unit = "" if number.unit == "1" else number.unit
    axis: Option = {
        "type": "value",
        "min": round(float(min(reach)), 6),
        "max": round(float(max(reach)), 6),
        "name": unit,
        "nameLocation": "middle",
        "nameGap": 24,
        "splitLine": {"show": False},
        "axisLine": {"show": True, "onZero": False, "lineStyle": {"color": palette.rule}},
        "axisLabel": {"color": palette.quiet, "hideOverlap": True},
    }
    heights_axis: Option = {"type": "value", "show": False, "min": 0, "max": 1.25}
    grid = {"left": 16, "right": 24, "top": 24, "bottom": 44 if unit else 28}
    return chart(palette, [grid], [axis], [heights_axis], series=series)


def _mark(value: float, text: str, colour: str, line: str) -> Option:
    weight = "bold" if line == "solid" else "normal"
    label = {"formatter": text, "color": colour, "position": "end", "fontWeight": weight}
    return {"xAxis": value, "label": label, "lineStyle": {"color": colour, "type": line, "width": 1.5}}


def density_sheet(number: Parameter, prior: Array, posterior: Array | None) -> DataSheet:
    """The shares of the worlds in each part of the range."""
    edges, shares = densities(number, prior, posterior)
    spans = [f"{low:.4g} to {high:.4g}" for low, high in pairwise(edges)]
    columns = [[f"{100 * share:.1f}" for share in row] for row in shares]
    headings = ("Value", "Before, in %", "After, in %")[: 1 + len(shares)]
    rows = tuple(zip(spans, *columns, strict=True))
    return DataSheet("Share of the worlds in each part of the range", headings, rows)
