"""How much each of many factors matters in a sweep, as dots with their intervals."""

from __future__ import annotations

import numpy as np

from experiments.sweeps.results.sensitivity import FactorIndex, Method, SensitivityIndices
from viz.charts.heat import names_axis
from viz.charts.parts import DataSheet, Option, chart, value_axis
from viz.common.style import Palette
from viz.common.words import capital, printed, two_decimals

DRAWN, ROW, ROOM = 12, {False: 30, True: 42}, 60
"""Factors that are drawn; pixels of the row of one, on a wide screen and on a narrow one, and of the axis above."""
NAMES, LINE = {False: 250, True: 150}, 13
"""Pixels of the names, and of a line of one."""
MEASURED = {
    Method.SOBOL: "share of the variance",
    Method.MORRIS: "mean change of the outcome (mu*)",
    Method.PAWN: "index",
}
"""What the axis measures."""


def indices_height(found: SensitivityIndices, palette: Palette) -> str:
    """The height of the dots in the words of CSS."""
    return f"{ROOM + ROW[palette.narrow] * len(found.indices[:DRAWN])}px"


def indices_chart(found: SensitivityIndices, palette: Palette) -> Option:
    """A dot per factor with its 95 % interval; for Sobol's design, a ring with all interactions too."""
    some = found.indices[:DRAWN]
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
    width = NAMES[palette.narrow]
    grid = {"left": width, "right": 16, "top": ROOM - 8, "bottom": 8}
    y = names_axis([capital(name) for name in names], palette)
    y["axisLabel"] |= {"width": width - 12, "overflow": "break", "lineHeight": LINE}
    name = {"nameLocation": "middle", "nameGap": 26, "position": "top"}
    x = value_axis(palette, None, name=MEASURED[found.method]) | name | {"scale": False}
    return chart(palette, [grid], [x], [y], series=series)


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
