"""The network of the five in a month as ECharts options: how they stand, and what differs from a comparison.

    network_chart(network_of(run, month), palette)                    # who is friend, who is foe
    difference_chart(relation_differences(found, month), palette)     # who is warmer, who is colder than without

Actors stand in fixed places. What is drawn is named below the drawing, so that a saved picture has its legend.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.relations.beside import RelationsBeside
from model.core.arrays import order_statistics
from model.core.declarations import AGENTS, Owner
from model.core.names import CAPITALS
from model.ensemble.record import Run
from model.network import measures
from model.network.ties import RELATIONS
from viz.charts.heat import SCALE_ROOM, Scale, heat_map, letters_on, names_axis
from viz.charts.parts import DataSheet, Option, hover
from viz.common.network import FAINTEST, PLACES
from viz.common.style import Palette
from viz.common.words import difference_decimals, signed_decimals, with_minus

WIDEST, NODE, BEND, LEGEND = 9.0, 76, 0.16, 30
"""Pixels of a full tie and of an actor, how far a tie bends aside, and pixels of the legend."""
FULL, THINNEST = 0.3, 2.0
"""The difference that is drawn as wide as a full tie, and pixels of the smallest that is drawn."""
LETTER, SWATCH = 6.1, 26
"""Pixels of a letter, and of a line in the legend."""
Ties = Mapping[tuple[Owner, Owner], float]


@dataclass(frozen=True)
class Network:
    """The five in a month: the tie from one to another, -1 to 1, and whether an actor is in the camp of Minsk."""

    month: str
    ties: Ties
    camps: Mapping[Owner, bool]


@dataclass(frozen=True)
class TieDifferences:
    """How much warmer, or colder where negative, one stands towards another than without, in a month.

    Attributes:
        month: The month.
        ties: The differences that are beyond chance and not tiny.
        notes: Each of them in words.
    """

    month: str
    ties: Ties
    notes: Mapping[tuple[Owner, Owner], str]


def network_of(run: Run, month: int) -> Network:
    """The network of a month, given by its index: tie by tie the median over the worlds of a run that have it."""
    ties = {pair: _median(run, name, month) for pair, name in RELATIONS.items()}
    table = np.zeros((len(AGENTS), len(AGENTS)))
    for (one, other), weight in ties.items():
        table[AGENTS.index(one), AGENTS.index(other)] = weight
    sides = measures.camps(table)
    return Network(run.months[month], ties, {actor: bool(side > 0) for actor, side in zip(AGENTS, sides, strict=True)})


def _median(run: Run, series: str, month: int) -> float:
    return float(order_statistics(run.series[series][month : month + 1], (0.5,))[0][0])


def relation_differences(found: RelationsBeside, month: int) -> TieDifferences:
    """The ties that differ in a month beyond chance, by the margin or more."""
    clear = {one.series: one for one in found.clear(month)}
    ties, notes = {}, {}
    for pair, series in RELATIONS.items():
        if series in clear:
            apart = clear[series]
            ties[pair] = float(apart.median[month])
            low, high = (difference_decimals(float(end[month])) for end in (apart.most.low, apart.most.high))
            spread = "" if found.other.worlds == 1 else f"; nine worlds in ten {low} to {high}"
            notes[pair] = with_minus(f"{_from_to(*pair)}: {difference_decimals(ties[pair])}{spread}")
    return TieDifferences(found.other.months[month], ties, notes)


def _from_to(one: Owner, other: Owner) -> str:
    return f"{CAPITALS[one]} towards {CAPITALS[other]}"


def tie_text(one: Owner, other: Owner, weight: float) -> str:
    """A tie in words."""
    kind = "friendly" if weight >= FAINTEST else "hostile" if weight <= -FAINTEST else "neither friendly nor hostile"
    return with_minus(f"{_from_to(one, other)}: {signed_decimals(weight)}, {kind}")


def network_chart(network: Network, palette: Palette) -> Option:
    """The network: colour and dashes say the sign of a tie, width its strength."""
    links = [
        _link(pair, weight, max(1.0, WIDEST * abs(weight)), tie_text(*pair, weight), palette)
        for pair, weight in network.ties.items()
        if abs(weight) >= FAINTEST
    ]
    rims = {actor: 3 if network.camps[actor] else 0 for actor in AGENTS}
    notes = {actor: f"{'in' if network.camps[actor] else 'not in'} the camp of Minsk" for actor in AGENTS}
    kinds = [_line("friendly", palette.friend), _line("hostile", palette.foe, dashed=True)]
    return _graph("network", links, palette, rims, notes, [*kinds, _rim("camp of Minsk", palette)])


def difference_chart(found: TieDifferences, palette: Palette) -> Option:
    """What differs: warmer or colder than without, by colour and dashes; the width says by how much."""
    links = [
        _link(pair, size, min(max(THINNEST, WIDEST * abs(size) / FULL), WIDEST), found.notes[pair], palette)
        | {"label": _size(size, palette)}
        for pair, size in found.ties.items()
    ]
    kinds = [_line("warmer than without", palette.friend), _line("colder", palette.foe, dashed=True)]
    nobody: dict[Owner, str] = {}
    return _graph("tie-differences", links, palette, dict.fromkeys(AGENTS, 0), nobody, kinds)


def _size(size: float, palette: Palette) -> Option:
    text = with_minus(difference_decimals(size))
    halo = {"textBorderColor": palette.page, "textBorderWidth": 4}
    return {"show": True, "formatter": text, "color": palette.ink, "fontSize": 12, "fontWeight": "bold"} | halo


def _link(pair: tuple[Owner, Owner], weight: float, width: float, note: str, palette: Palette) -> Option:
    friend = weight > 0
    style = {"color": palette.friend if friend else palette.foe, "type": "solid" if friend else "dashed"}
    return {
        "source": CAPITALS[pair[0]],
        "target": CAPITALS[pair[1]],
        "note": note,
        "lineStyle": style | {"width": round(width, 2), "curveness": BEND, "opacity": 0.9},
    }


def _graph(
    key: str,
    links: Sequence[Option],
    palette: Palette,
    rims: Mapping[Owner, int],
    notes: Mapping[Owner, str],
    kinds: Sequence[tuple[Option, str]],
) -> Option:
    """The five in their places with their ties, and the legend below."""
    nodes = [
        {
            "name": CAPITALS[actor],
            "x": PLACES[actor][0],
            "y": -PLACES[actor][1],
            "symbolSize": NODE,
            "itemStyle": {"color": palette.of(actor), "borderColor": palette.ink, "borderWidth": rims[actor]},
            "note": ", ".join(text for text in (CAPITALS[actor], notes.get(actor, "")) if text),
        }
        for actor in AGENTS
    ]
    graph = {
        "type": "graph",
        "id": key,
        "layout": "none",
        "preserveAspect": True,
        "data": nodes,
        "links": list(links),
        "left": "13%",
        "right": "13%",
        "top": 44,
        "bottom": 44 + LEGEND,
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 9,
        "emphasis": {"disabled": True},
        "label": {"show": True, "color": palette.page, "fontSize": 11},
    }
    graphic = {
        "type": "group",
        "id": "legend",
        "left": "center",
        "bottom": 4,
        "children": list(_legend(kinds, palette)),
    }
    return {"series": [graph], "graphic": [graphic], "tooltip": hover(palette), "textStyle": {"color": palette.ink}}


def _line(text: str, colour: str, *, dashed: bool = False) -> tuple[Option, str]:
    style = {"stroke": colour, "lineWidth": 4} | ({"lineDash": [7, 4]} if dashed else {})
    return {"type": "line", "shape": {"x1": 0, "y1": 7, "x2": SWATCH, "y2": 7}, "style": style}, text


def _rim(text: str, palette: Palette) -> tuple[Option, str]:
    style = {"fill": palette.neutral, "stroke": palette.ink, "lineWidth": 3}
    return {"type": "circle", "shape": {"cx": SWATCH / 2, "cy": 7, "r": 7}, "style": style}, text


def _legend(kinds: Sequence[tuple[Option, str]], palette: Palette) -> Iterator[Option]:
    """Each kind with its name, in a row."""
    place = 0.0
    for mark, text in kinds:
        yield mark | {"x": round(place), "y": 0, "silent": True}
        letters = {"text": text, "fill": palette.ink, "fontSize": 12}
        yield {"type": "text", "x": round(place) + SWATCH + 6, "y": 2, "style": letters, "silent": True}
        place += SWATCH + 6 + LETTER * len(text) + 18


def matrix_chart(network: Network, palette: Palette, apart: TieDifferences | None = None) -> Option:
    """Squares: how the row stands to the column, and below in each square what differs from the comparison."""
    names = [CAPITALS[actor] for actor in AGENTS]
    scale = Scale(-1, 1, ("−1 hostile", "friendly +1"), (palette.foe, palette.neutral, palette.friend))
    squares = [
        {
            "value": [AGENTS.index(other), AGENTS.index(one), round(weight, 2)],
            "note": tie_text(one, other, weight),
            "label": {
                "formatter": _square_text((one, other), weight, apart),
                "color": letters_on(weight, scale),
            },
        }
        for (one, other), weight in network.ties.items()
    ]
    series = {"id": "matrix", "data": squares, "label": {"show": True, "fontSize": 12, "lineHeight": 15}}
    series |= {"itemStyle": {"borderColor": palette.page, "borderWidth": 2}}
    grid = {"left": 76, "right": "2%", "top": 26, "bottom": 8 + SCALE_ROOM}
    columns = names_axis(names, palette) | {"position": "top", "inverse": False}
    if palette.narrow:
        columns["axisLabel"] = columns["axisLabel"] | {"fontSize": 10}
    return heat_map(palette, grid, columns, names_axis(names, palette), series, scale)


def _square_text(pair: tuple[Owner, Owner], weight: float, apart: TieDifferences | None) -> str:
    text = signed_decimals(weight)
    if apart is not None and pair in apart.ties:
        text += f"\n({difference_decimals(apart.ties[pair])})"
    return with_minus(text)


def network_sheet(network: Network, apart: TieDifferences | None = None) -> DataSheet:
    """The ties of a month, the row towards the column; what differs from the comparison in parentheses."""
    rows = tuple(
        (CAPITALS[one], *("" if one == other else _cell(network, apart, (one, other)) for other in AGENTS))
        for one in AGENTS
    )
    headings = ("From", *(f"to {CAPITALS[actor]}" for actor in AGENTS))
    return DataSheet(f"Ties among the five in {network.month}, from -1 (hostile) to +1 (friendly)", headings, rows)


def _cell(network: Network, apart: TieDifferences | None, pair: tuple[Owner, Owner]) -> str:
    text = signed_decimals(network.ties[pair])
    return text if apart is None or pair not in apart.ties else f"{text} ({difference_decimals(apart.ties[pair])})"
