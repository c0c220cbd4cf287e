"""The figure of facts held back: the share of worlds that agree with each, prior against conditioned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from model.evidence.record import Fact
from viz.common.style import BLUE, INK, ORANGE, RULE
from viz.figures.frame import WIDTH, fonts, legend

ROW = 0.2
"""Inches that one fact takes."""
LEFT, RIGHT, TOP, BELOW = 3.5, 0.2, 0.35, 0.4
"""Inches left free around the dots."""


def held_back_figure(facts: Sequence[Fact], prior: Mapping[str, float], conditioned: Mapping[str, float]) -> Figure:
    """A row per fact: a ring for prior worlds, a dot for conditioned ones, a line from one to the other."""
    rows = np.arange(len(facts), dtype=np.float64)
    before, after = (np.array([rates[fact.key] for fact in facts]) for rates in (prior, conditioned))
    with fonts():
        height = TOP + ROW * len(facts) + BELOW
        figure = Figure(figsize=(WIDTH, height))
        box = (LEFT / WIDTH, BELOW / height, 1 - (LEFT + RIGHT) / WIDTH, ROW * len(facts) / height)
        axes = figure.add_axes(box)
        axes.hlines(rows, before, after, color=RULE, linewidth=1.0, zorder=1)
        axes.scatter(before, rows, s=22, facecolors="white", edgecolors=ORANGE, label="prior worlds", zorder=2)
        axes.scatter(after, rows, s=22, color=BLUE, label="conditioned worlds", zorder=3)
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(len(facts) - 0.5, -0.5)
        axes.set_yticks(rows, [f"{fact.key} {fact.name}" for fact in facts])
        axes.tick_params(axis="y", length=0, labelcolor=INK, labelsize=7)
        axes.xaxis.set_major_formatter(PercentFormatter(1.0))
        axes.set_xlabel("share of the worlds that agree with the fact")
        axes.spines[["top", "right", "left"]].set_visible(False)
        left = 0.1 / WIDTH
        figure.text(left, 1 - 0.16 / height, "Facts held back", fontsize=9.5, color=INK, va="center")
        handles, _ = axes.get_legend_handles_labels()
        at = (LEFT / WIDTH, 1 - 0.1 / height)
        legend(figure, handles, loc="upper left", bbox_to_anchor=at, ncols=2, borderaxespad=0)
    return figure
