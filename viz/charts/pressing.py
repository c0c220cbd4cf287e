"""Who presses whom, month by month, as a chart and as a table: in a scenario, or what it changes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model.core.declarations import Array
from model.core.names import CAPITALS
from model.ensemble.record import Run
from model.network.pressing import PressingTable
from viz.charts.heat import SCALE_ROOM, Scale, heat_map, names_axis
from viz.charts.parts import RIGHT, WHOLE, DataSheet, Option, hover, month_axis, monthly_sheet, percents
from viz.common.style import Palette

NAMES = {actor.label: capital for actor, capital in CAPITALS.items()}
"""Actors as they are called here: the five by their capitals, like everywhere on the page."""
ERRORS, POINT = 2.0, 0.01
"""A difference of shares is shown from so many standard errors on, and from one point on."""
TENTH = 10
BLANK = "What may be chance is left blank."
ROW, ROOM = 22, 60
"""Pixels of a row, and of months and scale."""


@dataclass(frozen=True, eq=False)
class Pressed:
    """Shares of the worlds by pair, e.g. ``Moscow on Minsk``, month by month; or differences of such shares.

    Attributes:
        months: Dates of the months.
        pairs: Pair -> share, or difference, in each month.
        worlds: Number of worlds whose regime stands at some time.
        standing: Share of these worlds whose regime stands as a month begins.
        differs: Whether these are differences.
    """

    months: tuple[str, ...]
    pairs: Mapping[str, Array]
    worlds: int
    standing: Array
    differs: bool = False


def standing_shares(run: Run) -> Array:
    """Share of the worlds of a run whose regime stands as each month begins."""
    return np.concatenate([[1.0], run.standing[:-1].mean(axis=1)])


def pressed_of(table: PressingTable, standing: Array) -> Pressed:
    """Every pair of whom one presses the other at some time, as a share of the worlds whose regime stands.

    Args:
        table: Who presses whom, as a share of all worlds; nobody is pressed where the regime has fallen.
        standing: Share of the worlds whose regime stands as each month begins.
    """
    pairs = {
        f"{NAMES.get(one, one)} on {NAMES.get(other, other)}": np.divide(
            table.shares[:, i, j], standing, out=np.zeros(len(standing)), where=standing > 0.0
        )
        for i, one in enumerate(table.pressers)
        for j, other in enumerate(table.pressed)
    }
    return Pressed(table.months, _ever(pairs), table.worlds, standing)


def pressed_beside(with_it: Pressed, without: Pressed) -> Pressed:
    """What differs, pair by pair: nothing (0) within two standard errors of two shares of as many independent worlds.

    The worlds are the same in both, so that the true error is smaller.
    """
    nobody = np.zeros(len(with_it.months))
    found = {}
    for pair in dict.fromkeys((*with_it.pairs, *without.pairs)):
        here, there = with_it.pairs.get(pair, nobody), without.pairs.get(pair, nobody)
        error = np.sqrt(_variance(here, with_it) + _variance(there, without))
        apart = here - there
        found[pair] = np.where(np.abs(apart) >= np.maximum(POINT, ERRORS * error), apart, 0.0)
    return Pressed(with_it.months, _ever(found), with_it.worlds, with_it.standing, differs=True)


def _variance(shares: Array, of: Pressed) -> Array:
    """Variance of a share of so many worlds; one world has none."""
    return np.zeros(len(shares)) if of.worlds == 1 else shares * (1 - shares) / np.maximum(of.worlds * of.standing, 1.0)


def _ever(pairs: Mapping[str, Array]) -> dict[str, Array]:
    return {pair: values for pair, values in pairs.items() if np.any(values)}


def pressing_note(shown: Pressed) -> str:
    """What the colours mean."""
    if shown.differs and shown.worlds == 1:
        return "Orange where one presses the other more in this world than in the comparison, blue where less."
    if shown.differs:
        return f"Orange where one presses the other in more worlds than in the comparison, blue where in fewer. {BLANK}"
    if shown.worlds == 1:
        return "Coloured in the months in which one presses the other in this world; fainter where it does so less."
    standing = "" if (shown.standing == 1.0).all() else " whose regime stands"
    return f"The stronger the colour, the more of the worlds{standing} in which one presses the other that month."


def pressing_height(shown: Pressed) -> str:
    """Height of the chart, in the words of CSS."""
    return f"{max(len(shown.pairs), 3) * ROW + ROOM + SCALE_ROOM}px"


def _scale(shown: Pressed, palette: Palette) -> Scale:
    if shown.differs:
        reach = TENTH * math.ceil(max(np.abs(values).max() for values in shown.pairs.values()) * WHOLE / TENTH)
        words = ("less", "more") if shown.worlds == 1 else (f"{reach} points fewer", f"{reach} points more")
        return Scale(-reach, reach, words, (palette.friend, palette.neutral, palette.foe))
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
