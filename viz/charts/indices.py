"""How much each of many factors matters in a sweep, as dots with their intervals."""

from __future__ import annotations

import numpy as np

from experiments.sweeps.results.sensitivity import FactorIndex, Method, SensitivityIndices
from viz.charts.parts import DataSheet, Option, chart, value_axis
from viz.common.style import Palette
from viz.common.words import printed, two_decimals

INDICES, INDEX_ROW = 12, 26
"""Factors that are drawn, and pixels of the row of one."""


def indices_height(found: SensitivityIndices) -> str:
    """The height of the dots in the words of CSS."""
    return f"{70 + INDEX_ROW * len(found.indices[:INDICES])}px"


def indices_chart(found: SensitivityIndices, palette: Palette) -> Option:
    """A dot per factor with its 95 % interval; for Sobol's design, a ring with all interactions too."""
    some = found.indices[:INDICES]
    names = [one.label for one in some]
    sobol = found.method is Method.SOBOL
    main = [(one.first, one.first_half) if sobol else (one.total, one.total_half) for one in some]
    bars = [
        [{"coord": [round(value - half, 4), place]}, {"coord": [round(value + half, 4), place]}]
        for place, (value, half) in enumerate(main)
        if not np.isnan(half)
    ]
    look: Option = {"silent": True, "symbol": "none", "lineStyle": {"color": palette.ink, "type": "solid", "width": 2}}
    series: list[Option] = [
        {
            "id": "alone",
            "type": "scatter",
            "symbolSize": 9,
            "itemStyle": {"color": palette.ink},
            "data": [
                {"value": [round(value, 4), place], "note": f"{names[place]}: {_with_half(value, half)}"}
                for place, (value, half) in enumerate(main)
            ],
            "markLine": look | {"data": bars, "animation": False},
        }
    ]
    if sobol:
        rings = [
            {"value": [round(one.total, 4), at], "note": f"{one.label}, with all interactions: {_total(one)}"}
            for at, one in enumerate(some)
        ]
        ring = {"borderColor": palette.ink, "color": "transparent", "borderWidth": 1.5}
        series.append({"id": "all", "type": "scatter", "symbolSize": 11, "itemStyle": ring, "data": rings})
    grid = {"left": 130 if palette.narrow else 300, "right": 20, "top": 10, "bottom": 30}
    words: Option = {"color": palette.ink, "fontSize": 11, "overflow": "truncate", "width": grid["left"] - 12}
    y = {"type": "category", "data": names, "inverse": True, "axisTick": {"show": False}, "axisLabel": words}
    return chart(palette, [grid], [value_axis(palette, None) | {"scale": False}], [y], series=series)


def _with_half(value: float, half: float) -> str:
    return printed(two_decimals(value)) + ("" if np.isnan(half) else f" ± {half:.2f}")


def _total(one: FactorIndex) -> str:
    return _with_half(one.total, one.total_half)


def indices_sheet(found: SensitivityIndices) -> DataSheet:
    """A row per factor."""
    sobol = found.method is Method.SOBOL
    headings = ("Factor", "Alone", "With all interactions") if sobol else ("Factor", "Index")
    rows = [
        (one.label, _with_half(one.first, one.first_half), _total(one)) if sobol else (one.label, _total(one))
        for one in found.indices
    ]
    return DataSheet(found.outcome, headings, tuple(rows))
