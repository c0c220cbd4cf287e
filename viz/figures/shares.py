"""The figure of shares: one bar per outcome, divided by the kind of number that its spread rests on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from experiments.measures.outcomes import Outcome
from experiments.variance.groups import Group
from experiments.variance.indices import Indices
from model.core.declarations import Array
from viz.common.style import BLUE, INK, ORANGE, PURPLE, QUIET, RULE, VERMILION
from viz.figures.frame import WIDTH, fonts, legend

BAR = 0.27
"""Inches that one bar takes."""
LEFT, RIGHT, TOP, BELOW = 1.3, 0.25, 0.5, 0.42
"""Inches left free around the bars."""

COLOURS = {"sourced": VERMILION, "judged": BLUE, "assumed": ORANGE, "chance": PURPLE}
TOGETHER = "#e6e6e6"
LEAST_LABELLED = 0.045
"""A smaller share is drawn without its number."""
LIGHT = frozenset({BLUE, VERMILION})
"""Colours on which letters are white."""


def share_figure(shown: Indices, groups: Sequence[Group], outcomes: Sequence[Outcome]) -> Figure:
    """A bar per outcome: what each kind explains alone, and the rest that arises where kinds interact."""
    with fonts():
        height = TOP + BAR * len(outcomes) + BELOW
        figure = Figure(figsize=(WIDTH, height))
        box = (LEFT / WIDTH, BELOW / height, 1 - (LEFT + RIGHT) / WIDTH, BAR * len(outcomes) / height)
        axes = figure.add_axes(box)
        _bars(axes, shown, [group for group in groups if group.name in COLOURS], len(outcomes))
        _frame(axes, outcomes)
        left = LEFT / WIDTH
        figure.text(
            left, 1 - 0.16 / height, "What the spread of each outcome rests on", fontsize=9.5, color=INK, va="center"
        )
        handles, _ = axes.get_legend_handles_labels()
        at = (left, 1 - 0.25 / height)
        legend(figure, handles, loc="upper left", bbox_to_anchor=at, ncols=len(handles), borderaxespad=0)
    return figure


def _bars(axes: Axes, shown: Indices, groups: Sequence[Group], outcomes: int) -> None:
    rows, done = np.arange(outcomes, dtype=np.float64), np.zeros(outcomes)
    whole = np.where(shown.spread > 0.0, 1.0, 0.0)
    for group in groups:
        shares = np.maximum(np.nan_to_num([shown.first_of(group, k).value for k in range(outcomes)]), 0.0)
        shares = np.minimum(shares, whole - done)
        numbers, nothing = " numbers" * (group.name == "sourced"), " (none drawn)" * group.is_certain
        _row(axes, rows, shares, done, COLOURS[group.name], group.name + numbers + nothing)
        done = done + shares
    _row(axes, rows, whole - done, done, TOGETHER, "only together")


def _row(axes: Axes, rows: Array, shares: Array, start: Array, colour: str, label: str) -> None:
    bars = axes.barh(rows, shares, left=start, height=0.72, color=colour, edgecolor="white", linewidth=0.6, label=label)
    numbers = [f"{100 * share:.0f}" if share >= LEAST_LABELLED else "" for share in shares]
    axes.bar_label(bars, numbers, label_type="center", fontsize=7, color="white" if colour in LIGHT else INK)


def _frame(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    axes.set_xlim(0, 1)
    axes.set_ylim(len(outcomes) - 0.5, -0.5)
    axes.set_yticks(range(len(outcomes)), [outcome.short for outcome in outcomes])
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.set_xlabel("share of the variance of the worlds' ranks, each kind alone", color=QUIET, fontsize=7.5)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(RULE)
