"""The charts of the relations page as ECharts options: the network of a month, its matrix, its balance, who presses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from model.core.arrays import quantile_rows
from model.core.declarations import AGENTS, Array, Owner
from model.core.names import CAPITALS
from model.ensemble.record import Run
from model.network import measures
from model.network.pressing import PressingTable
from model.network.ties import RELATIONS, ties_of
from viz.charts.bands import Bands, Fan, bands_of, fan_of_bands
from viz.charts.parts import (
    RIGHT,
    WHOLE,
    DataSheet,
    Option,
    chart,
    hover,
    month_axis,
    monthly_sheet,
    percents,
    value_axis,
)
from viz.charts.scenario import fan_chart
from viz.common.cache import once_a_run
from viz.common.style import Palette
from viz.common.words import two_decimals
from viz.figures.network import FAINTEST, PLACES

WIDEST, NODE, BEND = 9.0, 62, 0.16
"""Pixels of a full tie and of an actor, and how far a tie bends aside."""
MEASURES = {
    "balance": (measures.balance, "Balance: triads in balance, by strength"),
    "polarization": (measures.polarization, "Polarization: two hostile camps"),
}
"""What is shown of the whole network over time; balance is missing where no triad has three ties."""


@dataclass(frozen=True)
class Network:
    """The five in a month: the tie from one to another, -1 to 1, and whether an actor is in the camp of Minsk."""

    month: str
    ties: Mapping[tuple[Owner, Owner], float]
    camps: Mapping[Owner, bool]


def network_of(run: Run, month: int) -> Network:
    """The network of a month, given by its index: tie by tie the median over the worlds of a run."""
    ties = {pair: float(quantile_rows(run.series[name][month : month + 1], 0.5)[0]) for pair, name in RELATIONS.items()}
    table = np.zeros((len(AGENTS), len(AGENTS)))
    for (one, other), weight in ties.items():
        table[AGENTS.index(one), AGENTS.index(other)] = weight
    sides = measures.camps(table)
    return Network(run.months[month], ties, {actor: bool(side > 0) for actor, side in zip(AGENTS, sides, strict=True)})


def tie_text(one: Owner, other: Owner, weight: float) -> str:
    """A tie in words."""
    kind = "friendly" if weight >= FAINTEST else "hostile" if weight <= -FAINTEST else "neither friendly nor hostile"
    return f"{CAPITALS[one]} towards {CAPITALS[other]}: {weight:+.2f}, {kind}"


def network_chart(network: Network, palette: Palette) -> Option:
    """The network: actors in fixed places; colour and dashes say the sign of a tie, width its strength."""
    rim = {"borderColor": palette.ink}
    nodes = [
        {
            "name": CAPITALS[actor],
            "x": PLACES[actor][0],
            "y": -PLACES[actor][1],
            "symbolSize": NODE,
            "itemStyle": rim | {"color": palette.of(actor), "borderWidth": 3 if network.camps[actor] else 0},
            "note": f"{CAPITALS[actor]}, {'in' if network.camps[actor] else 'not in'} the camp of Minsk",
        }
        for actor in AGENTS
    ]
    links = [
        {
            "source": CAPITALS[one],
            "target": CAPITALS[other],
            "note": tie_text(one, other, weight),
            "lineStyle": {
                "color": palette.friend if weight > 0 else palette.foe,
                "width": max(1.0, WIDEST * abs(weight)),
                "type": "solid" if weight > 0 else "dashed",
                "curveness": BEND,
                "opacity": 0.9,
            },
        }
        for (one, other), weight in network.ties.items()
        if abs(weight) >= FAINTEST
    ]
    graph = {
        "type": "graph",
        "id": "network",
        "layout": "none",
        "preserveAspect": True,
        "data": nodes,
        "links": links,
        "left": "16%",
        "right": "16%",
        "top": 44,
        "bottom": 44,
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 9,
        "emphasis": {"disabled": True},
        "label": {"show": True, "color": palette.page, "fontSize": 11},
    }
    return {"series": [graph], "tooltip": hover(palette), "textStyle": {"color": palette.ink}}


def matrix_chart(network: Network, palette: Palette) -> Option:
    """The same as a table of squares: how the row stands to the column."""
    names = [CAPITALS[actor] for actor in AGENTS]
    squares = [
        {
            "value": [AGENTS.index(other), AGENTS.index(one), round(weight, 2)],
            "note": tie_text(one, other, weight),
            "label": {"formatter": two_decimals(weight)},
        }
        for (one, other), weight in network.ties.items()
    ]
    series = {"id": "matrix", "data": squares, "label": {"show": True, "fontSize": 12}}
    series |= {"itemStyle": {"borderColor": palette.page, "borderWidth": 2}}
    grid = {"left": "20%", "right": "2%", "top": 34, "bottom": 8}
    columns = _names_axis(names, palette) | {"position": "top", "inverse": False}
    scale = (-1, 1, [palette.foe, palette.neutral, palette.friend])
    return _heat_map(palette, grid, columns, _names_axis(names, palette), series, scale)


def _names_axis(names: Sequence[str], palette: Palette) -> Option:
    """An axis of names, from the top down."""
    return {
        "type": "category",
        "data": list(names),
        "inverse": True,
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "axisLabel": {"color": palette.ink, "interval": 0, "fontSize": 11},
    }


def _heat_map(
    palette: Palette, grid: Option, x: Option, y: Option, series: Option, scale: tuple[int, int, list[str]]
) -> Option:
    """A heat map; the scale has a least and a greatest value and the colours from one to the other."""
    squares = series | {"type": "heatmap", "emphasis": {"disabled": True}}
    colours = {"min": scale[0], "max": scale[1], "show": False, "inRange": {"color": scale[2]}}
    return chart(palette, [grid], [x], [y], series=[squares], visualMap=[colours])


def network_sheet(network: Network) -> DataSheet:
    """The ties of a month, the row towards the column."""
    rows = tuple(
        (CAPITALS[one], *("" if one == other else f"{network.ties[one, other]:+.2f}" for other in AGENTS))
        for one in AGENTS
    )
    headings = ("From", *(f"to {CAPITALS[actor]}" for actor in AGENTS))
    return DataSheet(f"Ties among the five in {network.month}, from -1 (hostile) to +1 (friendly)", headings, rows)


@once_a_run
def _measured(run: Run) -> tuple[Bands, ...]:
    ties = ties_of(run)
    return tuple(bands_of(measure(ties)) for measure, _ in MEASURES.values())


def balance_fans(run: Run, palette: Palette) -> tuple[Fan, ...]:
    """Balance and polarization of the network over time, over all worlds of a run."""
    colours = (palette.of(Owner.BELARUS), palette.of(Owner.RUSSIA))
    drawn = zip(_measured(run), MEASURES.items(), colours, strict=True)
    return tuple(fan_of_bands(bands, name, label, colour) for bands, (name, (_, label)), colour in drawn)


def balance_chart(fans: Sequence[Fan], months: Sequence[str], palette: Palette) -> Option:
    """Balance and polarization over time."""
    return fan_chart(fans, months, (), palette) | {"yAxis": [value_axis(palette, (0.0, 1.0))]}


def pressing_shares(table: PressingTable) -> dict[str, Array]:
    """Share of the worlds, month by month, in which one presses another, of all pairs of whom one does at some time."""
    pairs = {
        f"{one} on {other}": table.shares[:, i, j]
        for i, one in enumerate(table.pressers)
        for j, other in enumerate(table.pressed)
    }
    return {pair: shares for pair, shares in pairs.items() if shares.max() > 0.0}


def pressing_chart(table: PressingTable, palette: Palette) -> Option:
    """Who presses whom, month by month: the darker, the more worlds."""
    pairs = pressing_shares(table)
    squares = [
        {"value": [month, row, round(WHOLE * share, 1)]}
        for row, shares in enumerate(pairs.values())
        for month, share in enumerate(shares)
        if share > 0.0
    ]
    series = {"id": "pressing", "name": "share of worlds, per cent", "data": squares}
    names = _names_axis(list(pairs), palette) | {"axisLine": {"lineStyle": {"color": palette.rule}}}
    months = month_axis(table.months, palette) | {"boundaryGap": True}
    grid = {"left": "31%" if palette.narrow else "24%", "right": RIGHT, "top": 8, "bottom": 30}
    scale = (0, WHOLE, [palette.neutral, palette.foe])
    return _heat_map(palette, grid, months, names, series, scale) | {"tooltip": hover(palette) | {"digits": 0}}


def pressing_sheet(table: PressingTable) -> DataSheet:
    """Who presses whom, month by month, in per cent of the worlds."""
    columns = {pair: percents(shares) for pair, shares in pressing_shares(table).items()}
    return monthly_sheet("Share of the worlds in which one presses another, per cent", table.months, columns)
