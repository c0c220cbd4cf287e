"""The figure of ranges: how wide the numbers' ranges are, before and after they were set by ignorance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from viz.common.style import BLUE, INK, ORANGE
from viz.figures.frame import WIDTH, fonts, legend

HEIGHT = 2.4
"""Inches."""
WIDEST = 1.5
"""Where the axis ends; wider ranges are counted there."""
BINS = 30
COLOURS = (ORANGE, BLUE)


def range_figure(half_widths: Mapping[str, Sequence[float]]) -> Figure:
    """How many numbers have which half-width, as a share of the best value; a line for each set of ranges."""
    with fonts():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        axes = figure.add_axes((0.09, 0.2, 0.88, 0.6))
        for (name, widths), colour in zip(half_widths.items(), COLOURS, strict=False):
            capped = np.minimum(np.asarray(widths, dtype=np.float64), WIDEST)
            axes.hist(capped, bins=BINS, range=(0.0, WIDEST), histtype="step", color=colour, label=name, linewidth=1.4)
        axes.set_xlabel("half of the range, as a share of the best value")
        axes.set_ylabel("numbers")
        axes.xaxis.set_major_formatter(PercentFormatter(1.0))
        axes.set_xlim(0.0, WIDEST)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        figure.text(0.09, 0.93, "How wide the ranges of the numbers are", fontsize=9.5, color=INK, va="center")
        handles, _ = axes.get_legend_handles_labels()
        legend(figure, handles, loc="upper left", bbox_to_anchor=(0.09, 0.91), ncols=2, borderaxespad=0)
    return figure
