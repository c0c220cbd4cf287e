"""What figures of alignment are put together from: the page and its rows, fans, axes of years, heading and foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.core.declarations import Array
from model.ensemble.parameters import best_value
from model.ensemble.record import CLIENT_BELOW, DIMENSIONS, HEADLINE, WEST_ABOVE, Posture, Run, Span
from model.evidence.load import load_seeds
from model.runs.outcomes import RHETORIC
from model.scenario.scenario import Scenario
from viz.common.style import BASELINE, FAN, INK, POSTURES, QUIET, RULE
from viz.figures.frame import WIDTH, ShownFigure

LEFT, RIGHT = 0.70, 0.18
"""Inches left free on either side."""

ROW = 0.135
"""Inches from one row of an event strip to the next."""

TITLE_LINE, QUESTION_LINE, FOOT_LINE = 0.19, 0.15, 0.11
"""Inches that a line of the title, one below it and one of the foot take."""

BASELINE_LINE: Any = {"color": BASELINE[0], "linewidth": 1.4, "linestyle": (0, (7, 3))}
"""The median of what a scenario is compared with: dashed, as blue and grey are equally light."""

HALO = patheffects.withStroke(linewidth=2.5, foreground="white")
"""Around words that lie on bands."""

Box = tuple[float, float, float, float]


def page(heights: Mapping[str, float], spaces: Mapping[str, float], heading: float) -> tuple[Figure, dict[str, Box]]:
    """An empty page as high as its rows need, and the box of each row: left, bottom, width, height as shares.

    Args:
        heights: Row -> its height in inches, from above.
        spaces: Row -> inches left free below it.
        heading: Inches above the first row.
    """
    height = heading + sum(heights.values()) + sum(spaces[name] for name in heights)
    top, boxes = height - heading, {}
    for name, tall in heights.items():
        boxes[name] = (LEFT / WIDTH, (top - tall) / height, 1 - (LEFT + RIGHT) / WIDTH, tall / height)
        top -= tall + spaces[name]
    return ShownFigure(figsize=(WIDTH, height)), boxes


def heading_height(title: Sequence[str], below: Sequence[str]) -> float:
    """Inches that the heading takes."""
    return 0.27 + TITLE_LINE * len(title) + QUESTION_LINE * len(below)


def draw_heading(figure: Figure, title: Sequence[str], below: Sequence[str]) -> None:
    """Lines of a title, and smaller ones below it."""
    high, left = figure.get_figheight(), LEFT / WIDTH
    figure.text(left, 1 - 0.12 / high, "\n".join(title), fontsize=11, fontweight="bold", va="top")
    under = 0.14 + TITLE_LINE * len(title)
    figure.text(left, 1 - under / high, "\n".join(below), fontsize=8, va="top", color=QUIET)


def draw_foot(figure: Figure, lines: Sequence[str]) -> None:
    """Small lines at the foot of the page."""
    high = figure.get_figheight()
    for place, line in enumerate(reversed(lines)):
        figure.text(LEFT / WIDTH, (0.09 + FOOT_LINE * place) / high, line, fontsize=6.5, color=QUIET)


def fan(axes: Axes, run: Run, name: str, *, line: float = 1.8) -> None:
    """Median of a series and its bands that hold half of the worlds, and nine tenths."""
    draw_bands(axes, run.median(name), run.band(name, 0.5), run.band(name, 0.9), line=line)


def draw_bands(axes: Axes, median: Array, half: Span, most: Span, *, line: float = 1.8) -> None:
    """A median and its bands that hold half of the worlds, and nine tenths, month by month."""
    months = np.arange(len(median))
    for band, colour in ((most, FAN[2]), (half, FAN[1])):
        axes.fill_between(months, band.low, band.high, color=colour, linewidth=0)
    axes.plot(months, median, color=FAN[0], linewidth=line)


def draw_fallen(axes: Axes, run: Run, share: Array, beside: Array | None = None) -> None:
    """The share of worlds whose regime has fallen, and which the fan above leaves out; that of a baseline dashed."""
    top = 10 * np.ceil(10 * max(share.max(), 0.0 if beside is None else beside.max()))
    axes.fill_between(np.arange(len(share)), 100 * share, color=POSTURES[Posture.FALLEN], linewidth=0)
    if beside is not None:
        axes.plot(100 * beside, **BASELINE_LINE)
    frame(axes, run, (0, top))
    axes.set_yticks([0, top], ["0", f"{top:.0f} %"])
    axes.set_ylabel("fallen", labelpad=2)
    axes.tick_params(labelbottom=False)


def draw_thresholds(axes: Axes, scenario: Scenario, limits: tuple[float, float]) -> None:
    """The alignments from which on Belarus is called a client, or leaning West."""
    for key, label in ((WEST_ABOVE, "leaning West above"), (CLIENT_BELOW, "client below")):
        level = threshold(scenario, key)
        if limits[0] < level < limits[1]:
            axes.axhline(level, color=RULE, linewidth=0.7, linestyle=(0, (1, 2)), zorder=0.6)
            axes.annotate(
                label,
                (0, level),
                (4, 0),
                xycoords=("axes fraction", "data"),
                va="center",
                textcoords="offset points",
                fontsize=6.5,
                color=QUIET,
                path_effects=[HALO],
                zorder=4,
            )


def frame(axes: Axes, run: Run, limits: tuple[float, float], *, short: bool = False) -> None:
    """Years below, a line at zero, and no more frame than needed."""
    first, last = run.scenario.read_from, len(run.months) - 1
    axes.set_xlim(first, max(last, first + 1))
    axes.set_ylim(*limits)
    axes.spines[["top", "right"]].set_visible(False)
    if limits[0] < 0 < limits[1]:
        axes.axhline(0, color=RULE, linewidth=0.7, zorder=0.5)
    years = [m for m in range(first, last + 1) if run.months[m].endswith("-01")]
    every = max(1, round(len(years) / (3 if short else 12)))
    labels = [f"\N{RIGHT SINGLE QUOTATION MARK}{run.months[m][2:4]}" if short else run.months[m][:4] for m in years]
    axes.set_xticks(years[::every], labels[::every])
    axes.set_xticks(years, minor=True)


def draw_ends(axes: Axes) -> None:
    """What the ends of the axis of alignment mean."""
    for text, height, side in (("West", 1, "top"), ("Moscow", 0, "bottom")):
        axes.annotate(
            text,
            (0, height),
            (-31, 0),
            xycoords="axes fraction",
            textcoords="offset points",
            rotation=90,
            ha="center",
            va=side,
            fontsize=7.5,
            color=INK,
            fontweight="bold",
        )


def limits_of(run: Run, *, dimensions: bool = False) -> tuple[float, float]:
    """A range in steps of a quarter that holds zero and the wide bands."""
    names = [f"{HEADLINE}_{d}" for d in DIMENSIONS] if dimensions else [HEADLINE]
    read = slice(run.scenario.read_from, None)
    bands = [run.band(name, 0.9) for name in names if name in run.series]
    drawn = [row[read] for b in bands for row in (b.low, b.high)]
    if not dimensions and RHETORIC in run.series:
        drawn.append(run.median(RHETORIC)[read])
    low, high = (
        float(find.reduce(np.concatenate(drawn), initial=edge)) for find, edge in ((np.fmin, -0.25), (np.fmax, 0.25))
    )
    return max(-1.03, np.floor(low * 4 - 0.12) / 4), min(1.03, np.ceil(high * 4 + (0 if dimensions else 0.5)) / 4)


def threshold(scenario: Scenario, key: str) -> float:
    """The value of a definition in all worlds: its best one, or what the scenario makes of it."""
    return best_value(key, scenario, load_seeds())
