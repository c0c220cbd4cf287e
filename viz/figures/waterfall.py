"""The waterfall of a change: from one scenario to the other by its parts, the largest first, each with its interval."""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.explanation.explain import Explanation, Part
from viz.common.style import BASELINE, BLUE, INK, LIGHT, QUIET
from viz.common.words import with_minus
from viz.figures.frame import WIDTH, ShownFigure, fonts
from viz.sentences.explanation_text import (
    HARDLY,
    begun,
    ends_of,
    hardly,
    level,
    name_of,
    signed,
    subject_of,
)

BAR, BASE, GRID = "#46515d", BASELINE[0], LIGHT.grid
ROW = 0.36
"""Inches that one part takes."""
LEFT, RIGHT, BELOW = 2.75, 0.75, 0.25
"""Inches left free around the bars."""
LINE, HEAD, LETTERS = 0.17, 0.62, 92
"""Inches of a line of the sentence and of what stands between it and the bars; letters in a line."""
THICK, WHISKER, CAP = 0.36, 0.34, 0.07
"""Height of a bar, how far its whisker stands below its middle, and half of the whisker's ends, in rows."""


def waterfall_figure(found: Explanation, said: str) -> Figure:
    """What is said of a change, and a row per part between its ends; a bar begins where the one above it ends."""
    sentence = textwrap.wrap(with_minus(said), LETTERS)
    top, rows = LINE * len(sentence) + HEAD, len(found.parts) + 2
    height = top + ROW * rows + BELOW
    with fonts():
        figure = ShownFigure(figsize=(WIDTH, height))
        box = (LEFT / WIDTH, BELOW / height, 1 - (LEFT + RIGHT) / WIDTH, ROW * rows / height)
        axes = figure.add_axes(box)
        _frame(axes, rows, found)
        for place, line in enumerate(sentence):
            figure.text(0.1 / WIDTH, 1 - (0.18 + LINE * place) / height, line, fontsize=9, color=INK, va="center")
        note = f"{subject_of(found.outcome, found.month)}: mean of {found.worlds:,} worlds"
        note = f"{begun(note)}; line under a bar: 95 % interval of its mean"
        figure.text(0.1 / WIDTH, 1 - (0.24 + LINE * len(sentence)) / height, note, fontsize=7, color=QUIET, va="center")
        _draw(axes, found)
    return figure


def _frame(axes: Axes, rows: int, found: Explanation) -> None:
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    axes.xaxis.tick_top()
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: with_minus(level(found.outcome, value))))
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="x", color=GRID, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)


def _draw(axes: Axes, found: Explanation) -> None:
    """The two ends, the bars between them, and the names on the left."""
    a, b = ends_of(found)
    up = found.change.value > 0
    _end(axes, 0, level(found.outcome, found.before), found.before, BASE, left=not up)
    _name(axes, 0, a, BASE)
    at = found.before
    for row, part in enumerate(found.parts, 1):
        _bar(axes, row, part, at, found)
        axes.plot([at, at], [row - 1, row], color=QUIET, linewidth=0.6, linestyle=":", zorder=1)
        at += part.mean.value
    last = len(found.parts) + 1
    axes.plot([at, at], [last - 1, last], color=QUIET, linewidth=0.6, linestyle=":", zorder=1)
    reached, change = level(found.outcome, found.after), f"difference {signed(found.outcome, found.change.value)}"
    both = (change, reached) if up else (reached, change)
    _end(axes, last, "   ".join(both), found.after, BLUE, left=up)
    _name(axes, last, b, BLUE)
    axes.use_sticky_edges = False
    axes.margins(x=0.14)


def _end(axes: Axes, row: int, text: str, value: float, colour: str, *, left: bool) -> None:
    axes.plot([value, value], [row - THICK / 2, row + THICK / 2], color=colour, linewidth=2.5, solid_capstyle="butt")
    _beside(axes, value, row, text, colour, left=left)


def _bar(axes: Axes, row: int, part: Part, start: float, found: Explanation) -> None:
    value, low, high = part.mean
    axes.barh(row, value, left=start, height=THICK, color=BAR, zorder=2)
    ends = [end for end in (start + low, start + high) if end == end]
    if ends:
        under = row + WHISKER
        axes.plot(ends, [under, under], color=QUIET, linewidth=0.8)
        for end in ends:
            axes.plot([end, end], [under - CAP, under + CAP], color=QUIET, linewidth=0.8)
    text = signed(found.outcome, value) if abs(value) >= HARDLY else hardly(found.outcome)
    _beside(axes, start + value, row, text, INK, left=value < 0)
    _name(axes, row, name_of(part.group), INK if part.mean.distinct else QUIET)


def _beside(axes: Axes, x: float, row: int, text: str, colour: str, *, left: bool) -> None:
    text, side = with_minus(text), "right" if left else "left"
    axes.text(x, row, f"{text} " if left else f" {text}", ha=side, va="center", color=colour, fontsize=7.5)


def _name(axes: Axes, row: int, name: str, colour: str) -> None:
    lines = textwrap.wrap(name, 42, max_lines=2, placeholder=" ...")
    axes.text(
        -(LEFT - 0.1) / (WIDTH - LEFT - RIGHT),
        row,
        "\n".join(lines),
        transform=axes.get_yaxis_transform(),
        va="center",
        color=colour,
        fontsize=7.5,
    )
