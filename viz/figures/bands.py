"""The figure of bands: where the baseline goes in prior worlds, and in those that agree with the record."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from experiments.comparison.bands import Band
from model.scenario.scenario import Sampling
from viz.common.style import BLUE, FAN, INK, QUIET, RULE
from viz.figures.frame import WIDTH, fonts, legend

HEIGHT = 2.3
"""Inches."""
LOOKS = {Sampling.PRIOR: (QUIET, "#e2e2e2"), Sampling.CONDITIONED: (BLUE, FAN[1])}
"""Colours of a median and of its band."""
NAMES = {Sampling.PRIOR: "all prior worlds", Sampling.CONDITIONED: "worlds that agree with the record"}


def band_figure(found: Mapping[Sampling, Band]) -> Figure:
    """Median and the middle 90 % of the headline, month by month, of the worlds whose regime stands."""
    with fonts():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        axes = figure.add_axes((0.08, 0.12, 0.89, 0.68))
        for sampling, band in found.items():
            line, fill = LOOKS[sampling]
            years = np.array([int(month[:4]) + (int(month[5:]) - 0.5) / 12 for month in band.months])
            low, middle, high = band.ends
            axes.fill_between(years, low, high, color=fill, linewidth=0)
            axes.plot(years, middle, color=line, linewidth=1.4, label=f"{NAMES[sampling]} ({band.worlds:,})")
        axes.axhline(0.0, color=RULE, linewidth=0.6)
        axes.set_ylim(-1, 1)
        axes.set_ylabel("headline")
        axes.spines[["top", "right"]].set_visible(False)
        title = "The baseline: median and middle 90 % of worlds"
        figure.text(0.08, 0.94, title, fontsize=9.5, color=INK, va="center")
        handles, _ = axes.get_legend_handles_labels()
        legend(figure, handles, loc="upper left", bbox_to_anchor=(0.08, 0.9), ncols=2, borderaxespad=0)
    return figure
