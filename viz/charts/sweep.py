"""What a sweep found, drawn: an outcome over two factors or over one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from contourpy import contour_generator

from experiments.sweeps.plan.factors import Factor
from experiments.sweeps.results.maps import PhaseMap, ResponseCurve, levels_of, shown
from experiments.sweeps.results.noise import threshold
from experiments.sweeps.results.results import OutcomeInfo
from model.core.declarations import Array
from viz.charts.heat import Scale, heat_map, letters_on
from viz.charts.parts import DataSheet, Option, chart, numbers, value_axis
from viz.common.style import LIGHT, Palette
from viz.common.words import MISSING, capital, printed, two_decimals
from viz.sentences.sweep_text import value_words

BLUES = ("#ffffff", "#cfe3f0", "#8dbfdf", "#0072b2", "#00416b")
ROW, TOP, BELOW = {False: 46, True: 34}, 12, 96
"""Pixels of a row of cells on a wide screen and on a narrow one; above all rows, and below them."""
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands on a map, in steps of its axes from 0; between two steps it is a fraction."""

    across: float
    up: float = 0.0


def place_of(value: object, factor: Factor) -> float | None:
    """Where a value of the scenario stands among the values of a factor; None where it stands nowhere."""
    if factor.is_list:
        texts = [str(one) for one in factor.values]
        if str(value) in texts:
            return float(texts.index(str(value)))
        between = [place for place, text in enumerate(texts[:-1]) if text < str(value) < texts[place + 1]]
        return between[0] + 0.5 if between and isinstance(value, str) else None
    if not isinstance(value, (int, float)) or not factor.low <= value <= factor.high:
        return None
    return float((value - factor.low) / (factor.high - factor.low) * (factor.levels - 1))


def value_text(value: float, outcome: OutcomeInfo) -> str:
    """A mean of an outcome: per cent of worlds, or a number."""
    if np.isnan(value):
        return MISSING
    return f"{WHOLE * value:.0f} %" if outcome.yes_or_no else printed(two_decimals(value))


def interval_text(value: float, error: float, outcome: OutcomeInfo) -> str:
    """The value with its 95 % interval."""
    if np.isnan(value) or np.isnan(error):
        return value_text(value, outcome)
    low, high = (value + sign * threshold() * error for sign in (-1, 1))
    if outcome.yes_or_no:
        low, high = max(low, 0.0), min(high, 1.0)
    return f"{value_text(value, outcome)} ({value_text(low, outcome)} to {value_text(high, outcome)})"


def map_height(found: PhaseMap, palette: Palette) -> str:
    """The height of a map in the words of CSS."""
    return f"{TOP + ROW[palette.narrow] * found.up.levels + BELOW}px"


def map_chart(found: PhaseMap, here: Place | None, chosen: int | None, palette: Palette) -> Option:
    """Cells in one blue, their boundary as a line, dashed lines where the worlds cannot tell, and where one stands."""
    left = {False: 104, True: 64}[palette.narrow]
    scale = _scale(found, palette)
    grid = {"left": left, "right": 14, "top": TOP, "height": ROW[palette.narrow] * found.up.levels}
    x = _axis(found.across, palette) | {"nameLocation": "middle", "nameGap": 30}
    y = _axis(found.up, palette) | {"nameLocation": "middle", "nameRotate": 90, "nameGap": left - 18}
    cells = [_cell(found, place, scale, palette) for place in range(found.values.size)]
    option = heat_map(palette, grid, x, y, {"id": "cells", "data": cells}, scale)
    lines = _lines(found, palette)
    marks = [
        *_chosen(found, chosen, palette),
        *lines,
        *_crossed(found, lines, cells, palette),
        *_here(here, found, palette),
    ]
    option["series"].append(
        {
            "id": "marks",
            "type": "custom",
            "renderItem": "marks",
            "silent": True,
            "z": 6,
            "data": [{"value": [0, 0], "mark": mark} for mark in marks],
        }
    )
    option["visualMap"][0]["seriesIndex"] = 0
    return option | {"cells": cell_texts(found) | {"at": chosen}}


def cell_texts(found: PhaseMap) -> Option:
    """How many columns a map has, and what is said of each cell, from the lower left one on, row by row."""
    return {"columns": found.across.levels, "texts": [_note(found, place) for place in range(found.values.size)]}


def _note(found: PhaseMap, place: int) -> str:
    row, column = divmod(place, found.across.levels)
    at = f"{_at(found.across, column)}, {_at(found.up, row)}"
    return f"{at}: {interval_text(found.values[row, column], found.errors[row, column], found.outcome)}"


def _at(factor: Factor, place: int) -> str:
    return value_words(factor, float(levels_of(factor)[place]))


def _scale(found: PhaseMap, palette: Palette) -> Scale:
    low, high = 0.0, 1.0
    if not found.outcome.yes_or_no:
        there = found.values[~np.isnan(found.values)]
        low, high = (float(there.min()), float(there.max())) if there.size else (low, high)
        high = high if high > low else low + 1.0
    words = value_text(low, found.outcome), value_text(high, found.outcome)
    return Scale(low, high, words, BLUES if palette.page == LIGHT.page else BLUES[::-1])


def _axis(factor: Factor, palette: Palette) -> Option:
    return {
        "type": "category",
        "data": [shown(factor, float(value)) for value in levels_of(factor)],
        "name": capital(factor.label),
        "nameTextStyle": {"color": palette.ink, "fontWeight": "bold", "fontSize": 12},
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "axisLabel": {"color": palette.quiet, "fontSize": 11, "hideOverlap": True},
    }


def _cell(found: PhaseMap, place: int, scale: Scale, palette: Palette) -> Option:
    row, column = divmod(place, found.across.levels)
    value = float(found.values[row, column])
    missing = np.isnan(value)
    letters = f"{WHOLE * value:.0f}" if found.outcome.yes_or_no and not missing else value_text(value, found.outcome)
    return {
        "value": [column, row, None if missing else round(value, 4)],
        "note": _note(found, place),
        "itemStyle": {"borderColor": palette.grid, "borderWidth": 1},
        "label": {
            "show": not missing,
            "formatter": letters,
            "color": palette.ink if missing else letters_on(value, scale),
            "fontSize": 10 if palette.narrow else 12,
        },
    }


def _chosen(found: PhaseMap, cell: int | None, palette: Palette) -> list[Option]:
    """A frame around the chosen cell."""
    if cell is None or cell >= found.values.size:
        return []
    row, column = divmod(cell, found.across.levels)
    corners = ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5), (0.5, -0.5))
    points = [[column + x, _down(found, row + y, palette)] for x, y in corners]
    shape: Option = {"is": "line", "points": points}
    return [shape | {"stroke": palette.page, "width": 6}, shape | {"stroke": palette.ink, "width": 3}]


def _lines(found: PhaseMap, palette: Palette) -> list[Option]:
    """The boundary, and what it may be within the errors of the cells."""
    if found.is_flat or min(found.values.shape) < 2:
        return []
    sure = threshold() * found.errors
    made = []
    for values, width, dash in (
        (found.values - sure, 1.5, [4, 4]),
        (found.values + sure, 1.5, [4, 4]),
        (found.values, 2.5, None),
    ):
        for line in contour_generator(z=np.ma.masked_invalid(values)).lines(found.boundary):
            points = [[round(float(x), 3), round(_down(found, float(y), palette), 1)] for x, y in np.asarray(line)]
            shape: Option = {"is": "line", "points": points}
            made.append(shape | {"stroke": palette.page, "width": width + 2.5})
            made.append(shape | {"stroke": palette.ink, "width": width, "dash": dash})
    return made


def _crossed(found: PhaseMap, lines: list[Option], cells: list[Option], palette: Palette) -> list[Option]:
    """The numbers of cells through which a line runs, over the line rather than below it."""
    points = [(x, y) for line in lines for x, y in line["points"]]
    middles = {(round(x), round(y - _down(found, 0, palette))) for x, y in points}
    made = []
    for cell in cells:
        x, up = cell["value"][:2]
        y = _down(found, up, palette)
        near = any(
            at == x and abs(down + _down(found, 0, palette) - y) < ROW[palette.narrow] / 2 for at, down in middles
        )
        if near and cell["label"]["show"]:
            cell["label"]["show"] = False
            text, size = cell["label"]["formatter"], cell["label"]["fontSize"]
            word = {"is": "word", "x": x, "y": y, "text": text, "align": "center", "bold": True, "size": size}
            made.append(word | {"fill": palette.ink, "halo": palette.page})
    return made


def _down(found: PhaseMap, row: float, palette: Palette) -> float:
    """Pixels from the top of the chart to the middle of a row."""
    return TOP + ROW[palette.narrow] * (found.up.levels - row - 0.5)


def _here(here: Place | None, found: PhaseMap, palette: Palette) -> list[Option]:
    if here is None:
        return []
    y = _down(found, here.up, palette)
    return [
        {"is": "dot", "x": here.across, "y": y, "fill": palette.page, "rim": palette.ink, "size": 9},
        {
            "is": "word",
            "x": here.across,
            "y": y,
            "text": "+",
            "fill": palette.ink,
            "align": "center",
            "bold": True,
            "size": 18,
        },
    ]


def map_sheet(found: PhaseMap) -> DataSheet:
    """A row per value of one factor, a column per value of the other: value and 95 % interval."""
    columns = [f"{found.across.label} {_at(found.across, one)}" for one in range(found.across.levels)]
    rows = [
        (_at(found.up, row), *(interval_text(*pair, found.outcome) for pair in zip(values, errors, strict=True)))
        for row, (values, errors) in enumerate(zip(found.values, found.errors, strict=True))
    ]
    return DataSheet(found.outcome.label, (capital(found.up.label), *columns), tuple(rows))


def curve_chart(found: ResponseCurve, chosen: int | None, palette: Palette) -> Option:
    """An outcome over one factor, with its 95 % intervals as a band."""
    half = np.nan_to_num(threshold() * found.errors)
    low, whole = found.values - half, 2 * half
    band: Option = {"type": "line", "stack": "band", "symbol": "none", "lineStyle": {"opacity": 0}, "silent": True}
    at = range(found.factor.levels)
    points = [
        {"value": value, "note": _curve_note(found, place), "symbolSize": 13 if place == chosen else 8}
        for place, value in zip(at, numbers(found.values), strict=True)
    ]
    line = {"type": "line", "id": "mean", "data": points, "symbol": "circle", "lineStyle": {"width": 2}}
    series = [
        band | {"id": "low", "data": numbers(low)},
        band | {"id": "band", "data": numbers(whole), "areaStyle": {"color": palette.most, "opacity": 1}},
        line | {"itemStyle": {"color": palette.friend}},
    ]
    grid = {"left": 60, "right": 20, "top": 20, "bottom": 56}
    x = _axis(found.factor, palette) | {"nameLocation": "middle", "nameGap": 30}
    limits = (0.0, 1.0) if found.outcome.yes_or_no else None
    made = chart(palette, [grid], [x], [value_axis(palette, limits)], series=series)
    return made | {"cells": {"columns": len(at), "texts": [_curve_note(found, one) for one in at], "at": chosen}}


def _curve_note(found: ResponseCurve, place: int) -> str:
    value = interval_text(float(found.values[place]), float(found.errors[place]), found.outcome)
    return f"{_at(found.factor, place)}: {value}"


def curve_sheet(found: ResponseCurve) -> DataSheet:
    """A row per value: mean and 95 % interval."""
    rows = [
        (_at(found.factor, place), interval_text(float(value), float(error), found.outcome))
        for place, (value, error) in enumerate(zip(found.values, found.errors, strict=True))
    ]
    return DataSheet(found.outcome.label, (capital(found.factor.label), "Mean (95 % interval)"), tuple(rows))


def at_cell(factors: Sequence[Factor], cell: int) -> list[float] | None:
    """The values of a cell of a map or of a point of a curve, one per factor; None where there is no such cell."""
    levels: list[Array] = [levels_of(factor) for factor in factors]
    count = int(np.prod([len(one) for one in levels]))
    if not 0 <= cell < count:
        return None
    if len(levels) == 1:
        return [float(levels[0][cell])]
    row, column = divmod(cell, len(levels[0]))
    return [float(levels[0][column]), float(levels[1][row])]
