"""Who presses whom, month by month, as a chart and as a table: in a scenario, or what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model.core.declarations import Array
from model.core.names import CAPITALS
from model.network.pressing import PressingTable
from viz.charts.heat import SCALE_ROOM, Scale, heat_map, names_axis
from viz.charts.parts import RIGHT, WHOLE, DataSheet, Option, hover, month_axis, monthly_sheet, percents
from viz.common.style import Palette

NAMES = {actor.label: capital for actor, capital in CAPITALS.items()}
"""Actors as they are called here: the five by their capitals, like everywhere on the page."""
ERRORS, POINT = 2.0, 0.01
"""A difference of shares is shown from so many standard errors on, and from one point on."""
ROW, ROOM = 22, 60
"""Pixels of a row, and of months and scale."""


@dataclass(frozen=True, eq=False)
class Pressed:
    """Shares of the worlds by pair, e.g. ``Moscow on Minsk``, month by month; or differences of such shares.

    Attributes:
        months: Dates of the months.
        pairs: Pair -> share, or difference, in each month.
        worlds: Number of worlds.
        differs: Whether these are differences.
    """

    months: tuple[str, ...]
    pairs: Mapping[str, Array]
    worlds: int
    differs: bool = False


def pressed_of(table: PressingTable) -> Pressed:
    """Every pair of whom one presses the other at some time."""
    pairs = {
        f"{NAMES.get(one, one)} on {NAMES.get(other, other)}": table.shares[:, i, j]
        for i, one in enumerate(table.pressers)
        for j, other in enumerate(table.pressed)
    }
    return Pressed(table.months, _ever(pairs), table.worlds)


def pressed_beside(with_it: Pressed, without: Pressed) -> Pressed:
    """What differs, pair by pair: nothing (0) within two standard errors of two shares of as many independent worlds.

    The worlds are the same in both, so that the true error is smaller.
    """
    nobody = np.zeros(len(with_it.months))
    found = {}
    for pair in dict.fromkeys((*with_it.pairs, *without.pairs)):
        here, there = with_it.pairs.get(pair, nobody), without.pairs.get(pair, nobody)
        spread = here * (1 - here) / max(with_it.worlds, 1) + there * (1 - there) / max(without.worlds, 1)
        apart = here - there
        found[pair] = np.where(np.abs(apart) >= np.maximum(POINT, ERRORS * np.sqrt(spread)), apart, 0.0)
    return Pressed(with_it.months, _ever(found), with_it.worlds, differs=True)


def _ever(pairs: Mapping[str, Array]) -> dict[str, Array]:
    return {pair: values for pair, values in pairs.items() if np.any(values)}


def pressing_note(shown: Pressed) -> str:
    """What the colours mean."""
    if shown.differs:
        unit = "in this world" if shown.worlds == 1 else "in how many more or fewer worlds"
        return f"What differs: {unit} one presses the other. Differences that may be chance are left blank."
    if shown.worlds == 1:
        return "Coloured in the months in which one presses the other in this world; fainter where it does so less."
    return "The stronger the colour, the more worlds in which one presses the other that month."


def pressing_height(shown: Pressed) -> str:
    """Height of the chart, in the words of CSS."""
    return f"{max(len(shown.pairs), 3) * ROW + ROOM + SCALE_ROOM}px"


def _scale(shown: Pressed, palette: Palette) -> Scale:
    if shown.differs:
        words = ("less", "more") if shown.worlds == 1 else ("100 points fewer", "100 points more")
        return Scale(-WHOLE, WHOLE, words, (palette.friend, palette.neutral, palette.foe))
    words = ("hardly", "fully") if shown.worlds == 1 else ("in no world", "in all worlds")
    return Scale(0, WHOLE, words, (palette.neutral, palette.foe))


def pressing_chart(shown: Pressed, palette: Palette) -> Option:
    """Who presses whom, month by month: the stronger the colour, the more worlds, on a light and on a dark page."""
    squares = [
        {"value": [month, row, round(WHOLE * share, 1)]}
        for row, shares in enumerate(shown.pairs.values())
        for month, share in enumerate(shares)
        if share
    ]
    name = "difference, percentage points" if shown.differs else "share of worlds, per cent"
    series = {"id": "pressing", "name": name, "data": squares}
    names = names_axis(list(shown.pairs), palette) | {"axisLine": {"lineStyle": {"color": palette.rule}}}
    months = month_axis(shown.months, palette) | {"boundaryGap": True}
    grid = {"left": 132, "right": RIGHT, "top": 8, "bottom": 30 + SCALE_ROOM}
    return heat_map(palette, grid, months, names, series, _scale(shown, palette)) | {
        "tooltip": hover(palette) | {"digits": 0}
    }


def pressing_sheet(shown: Pressed) -> DataSheet:
    """Who presses whom, month by month, in per cent of the worlds or in points."""
    what = "percentage points" if shown.differs else "per cent"
    columns = {pair: percents(shares) for pair, shares in shown.pairs.items()}
    return monthly_sheet(f"Share of the worlds in which one presses another, {what}", shown.months, columns)
