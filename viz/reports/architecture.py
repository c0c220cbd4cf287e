"""The picture of `docs/architecture.md`: every room of the program and which rooms it builds on, read off the imports.

python -m viz.reports.architecture        draws docs/architecture.svg anew
"""

from __future__ import annotations

import ast
from pathlib import Path

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from viz.common.style import BLUE, INK, ORANGE, QUIET, VERMILION
from viz.figures.frame import fonts, save_figure

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "architecture.svg"
WINGS = {"model": BLUE, "experiments": VERMILION, "viz": ORANGE}
"""The three parts of the program and their colours."""
WIDTH, ROW = 7.1, 0.36
"""Inches: the page, and the height of one room."""
HALF_WIDTH, HALF_HEIGHT = 0.27, 0.3
"""Of a box, in columns and rows."""
BEND = 0.7
"""How far an arrow past other rooms of its column bends, in rows."""
NOTE = "A room builds on those that its arrows lead to, and on all that these build on. No arrow leads back up."


def room_of(module: str) -> str:
    """The room of a module: its folder, e.g. `model.rules` for `model.rules.regime`."""
    folder = module.rpartition(".")[0]
    return folder if folder not in ("", *WINGS) else module


def rooms(root: Path = ROOT) -> nx.DiGraph[str]:
    """The rooms, with an edge for every import from one to another, in functions and for the type checker too."""
    paths = [path for wing in WINGS for path in root.glob(f"{wing}/**/*.py") if path.name != "__init__.py"]
    files = {".".join(path.relative_to(root).with_suffix("").parts): path for path in paths}
    graph: nx.DiGraph[str] = nx.DiGraph()
    for module, path in files.items():
        graph.add_node(room_of(module))
        graph.add_edges_from((room_of(module), room_of(name)) for name in _imported(path) & files.keys())
    graph.remove_edges_from(nx.selfloop_edges(graph))
    return graph


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def architecture_figure(graph: nx.DiGraph[str]) -> Figure:
    """The rooms, one column for each part of the program, each room above all it builds on.

    Raises:
        NetworkXError: Some rooms import from each other in a circle.
    """
    needed = nx.transitive_reduction(graph)
    heights: dict[str, int] = {}
    for room in reversed(list(nx.lexicographical_topological_sort(graph))):
        below = [heights[other] for other in graph.successors(room)]
        taken = {heights[other] for other in heights if other.partition(".")[0] == room.partition(".")[0]}
        height = max(below, default=-1) + 1
        heights[room] = next(row for row in range(height, height + len(graph) + 1) if row not in taken)
    places = {room: (list(WINGS).index(room.partition(".")[0]) + 0.5, row) for room, row in heights.items()}
    rows = max(heights.values()) + 1
    with fonts():
        figure = Figure(figsize=(WIDTH, ROW * (rows + 1.6)))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, len(WINGS))
        axes.set_ylim(-1.0, rows + 0.6)
        axes.set_axis_off()
        for room, place in places.items():
            _box(axes, room, *place)
        for room, other in sorted(needed.edges):
            _arrow(axes, places[room], places[other], WINGS[other.partition(".")[0]])
        for column, wing in enumerate(WINGS):
            axes.text(column + 0.5, rows, f"{wing}/", ha="center", fontsize=10, weight="bold", color=INK)
        axes.text(len(WINGS) / 2, -0.85, NOTE, ha="center", fontsize=7.5, color=QUIET)
    return figure


def _box(axes: Axes, room: str, x: float, y: float) -> None:
    wing, _, name = room.partition(".")
    style = "round,pad=0,rounding_size=0.06"
    low = (x - HALF_WIDTH, y - HALF_HEIGHT)
    box = FancyBboxPatch(low, 2 * HALF_WIDTH, 2 * HALF_HEIGHT, boxstyle=style, facecolor="white", zorder=3)
    box.set(edgecolor=WINGS[wing], linewidth=1.3)
    axes.add_patch(box)
    axes.text(x, y, name.replace(".", "/"), ha="center", va="center", fontsize=8.5, color=INK, zorder=4)


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    if start[0] == end[0]:
        near = start[1] - end[1] == 1
        side = 0.0 if near else HALF_WIDTH
        begin = (start[0] + side, start[1] - (HALF_HEIGHT if near else 0))
        tip = (end[0] + side, end[1] + (HALF_HEIGHT if near else 0))
        bend = f"arc3,rad={0 if near else -BEND / (start[1] - end[1])}"
    else:
        begin, tip = (start[0] - HALF_WIDTH, start[1]), (end[0] + HALF_WIDTH, end[1])
        bend = "arc3,rad=0.05"
    arrow = FancyArrowPatch(begin, tip, arrowstyle="-|>", mutation_scale=6, connectionstyle=bend, zorder=2)
    arrow.set(color=colour, alpha=0.6, linewidth=0.9)
    axes.add_patch(arrow)


def main() -> None:
    """Draw the picture."""
    save_figure(architecture_figure(rooms()), PICTURE)
    print(f"Written to {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
