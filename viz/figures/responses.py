"""The figure of responses: what every pressure at its full dose does to the headline, window by window."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.responses.compute import Response
from experiments.responses.records import LEVELS, Window
from experiments.responses.verdicts import LEAST_LEVEL, Moves, Sign, Verdict, sign
from viz.common.style import BLUE, INK, QUIET, RULE, VERMILION
from viz.common.words import signed_decimals
from viz.figures.frame import WIDTH, fonts

ROW, LEFT, TOP, BELOW, RIGHT = 0.15, 2.3, 0.85, 0.1, 0.1
"""Inches."""
FULL_COLOUR = 0.3
"""Change of the headline at which the colour is deepest."""
COLOURS = LinearSegmentedColormap.from_list("responses", (VERMILION, "#ffffff", BLUE))
NOTE = (
    "Largest mean change of the headline, full dose: blue to the West, orange to Moscow; from {least} on in bold.\n"
    "Frame: what the documents speak of moves against them. Dot: not monotone in the dose. Grey name: stiff."
)


def response_figure(found: Sequence[Verdict]) -> Figure:
    """A cell for every pressure and window, as its colour and number say; empty where the pressure makes no sense."""
    windows = sorted({one.window for verdict in found for one in verdict.responses}, key=lambda one: one.start)
    with fonts():
        height = TOP + ROW * len(found) + BELOW
        figure = Figure(figsize=(WIDTH, height))
        box = (LEFT / WIDTH, BELOW / height, 1 - (LEFT + RIGHT) / WIDTH, ROW * len(found) / height)
        axes = figure.add_axes(box)
        for row, verdict in enumerate(found):
            for one in verdict.responses:
                _cell(axes, row, windows.index(one.window), one)
        _frame(axes, found, windows)
        title = "How the model responds to every pressure"
        figure.text(0.01, 1 - 0.15 / height, title, fontsize=9.5, color=INK, va="center")
        note = NOTE.format(least=LEAST_LEVEL)
        figure.text(0.01, 1 - 0.28 / height, note, fontsize=7, color=QUIET, va="top", linespacing=1.3)
    return figure


def _cell(axes: Axes, row: int, column: int, one: Response) -> None:
    value = one.full.changes[LEVELS[0]].largest.value
    colour = COLOURS(Normalize(-FULL_COLOUR, FULL_COLOUR, clip=True)(0.0 if value != value else value))
    axes.add_patch(Rectangle((column, row), 1, 1, facecolor=colour, edgecolor="white", linewidth=0.6))
    if sign(one) is Sign.AGAINST:
        axes.add_patch(Rectangle((column + 0.02, row + 0.1), 0.96, 0.8, fill=False, edgecolor=INK, linewidth=0.9))
    weight = "bold" if abs(value) >= LEAST_LEVEL else "normal"
    axes.text(column + 0.5, row + 0.53, signed_decimals(value), fontsize=6.5, weight=weight, ha="center", va="center")
    if one.is_monotone is False:
        axes.plot(column + 0.93, row + 0.5, "o", color=INK, markersize=2.2)


def _frame(axes: Axes, found: Sequence[Verdict], windows: Sequence[Window]) -> None:
    axes.set_xlim(0, len(windows))
    axes.set_ylim(len(found), 0)
    axes.set_xticks([column + 0.5 for column in range(len(windows))], [window.name for window in windows])
    axes.set_yticks([row + 0.5 for row in range(len(found))], [verdict.tried.name for verdict in found])
    axes.tick_params(length=0, labelsize=7)
    axes.xaxis.tick_top()
    for label, verdict in zip(axes.get_yticklabels(), found, strict=True):
        label.set_color(RULE if verdict.moves is Moves.NOTHING else INK)
    for side in axes.spines.values():
        side.set_visible(False)
