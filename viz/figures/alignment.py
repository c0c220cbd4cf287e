"""The figure of a run, fit to print: where alignment goes, by dimension, what presses and what turns.

Drawn without pyplot and without state; the same run gives the same bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from model.ensemble.record import DIMENSIONS, HEADLINE, Posture, Run
from model.runs.outcomes import POSTURE_LABELS, RHETORIC, conditioned
from model.scenario.scenario import Scenario
from viz.common.style import FAN, POSTURES, RHETORIC_COLOUR
from viz.common.words import NOT_A_FORECAST
from viz.figures.event_strips import RARE, draw_strip, pressure_strip, turning_point_strip
from viz.figures.frame import WIDTH, fonts, legend
from viz.figures.panels import (
    LEFT,
    RIGHT,
    ROW,
    Box,
    draw_ends,
    draw_fallen,
    draw_foot,
    draw_heading,
    draw_thresholds,
    fan,
    frame,
    heading_height,
    limits_of,
    page,
)

RHETORIC_LINE: Any = {"color": RHETORIC_COLOUR, "linewidth": 1.3, "linestyle": (0, (4, 2))}

SPACES = {"marks": 0.0, "headline": 0.22, "fallen": 0.1, "points": 0.42, "dimensions": 0.48, "postures": 0.42}
"""Inches left free below each row."""


def alignment_figure(run: Run) -> Figure:
    """The figure of a run: headline with bands, events and turning points, four dimensions, postures.

    Raises:
        ValueError: No world meets the scenario's condition.
    """
    kept = conditioned(run)
    if not kept.worlds:
        message = "no world meets the scenario's condition, so there is nothing to draw"
        raise ValueError(message)
    with fonts():
        width = WIDTH - LEFT - RIGHT
        fallen = kept.posture_shares()[Posture.FALLEN]
        above, below = pressure_strip(run, width), turning_point_strip(run, width)
        heights = {
            "marks": ROW * above.rows + 0.06,
            "headline": 2.75,
            **({"fallen": 0.24} if fallen.any() else {}),
            "points": ROW * below.rows + 0.06,
            "dimensions": 0.95,
            "postures": 0.72,
        }
        title, question = _heading(run.scenario)
        figure, boxes = page(heights, SPACES, heading_height(title, question))
        _draw_headline(figure.add_axes(boxes["headline"]), kept)
        if "fallen" in boxes:
            draw_fallen(figure.add_axes(boxes["fallen"]), kept, fallen)
        draw_strip(figure.add_axes(boxes["marks"]), above, upwards=True)
        draw_strip(figure.add_axes(boxes["points"]), below, upwards=False)
        _draw_dimensions(figure, boxes["dimensions"], kept)
        _draw_postures(figure.add_axes(boxes["postures"]), kept)
        _draw_heading_and_note(figure, run, kept)
    return figure


def _draw_headline(axes: Axes, run: Run) -> None:
    limits = limits_of(run)
    months = np.arange(len(run.months))
    fan(axes, run, HEADLINE)
    if RHETORIC in run.series:
        axes.plot(months, run.median(RHETORIC), **RHETORIC_LINE)
    draw_thresholds(axes, run.scenario, limits)
    frame(axes, run, limits)
    axes.set_ylabel("alignment", labelpad=2)
    draw_ends(axes)
    legend(axes, _key(run), loc="upper left", ncols=2, borderaxespad=0.3, handlelength=2.2, columnspacing=1.6)


def _key(run: Run) -> Sequence[Line2D | Patch]:
    parts: list[Line2D | Patch] = [
        Line2D([], [], color=FAN[0], linewidth=1.8, label="conduct, median world"),
        Patch(color=FAN[1], label="half of the worlds"),
        Patch(color=FAN[2], label="nine tenths of the worlds"),
    ]
    if RHETORIC in run.series:
        parts.insert(1, Line2D([], [], **RHETORIC_LINE, label="rhetoric, median world"))
    return parts


def _draw_dimensions(figure: Figure, box: Box, run: Run) -> None:
    leftmost: Axes | None = None
    left, bottom, wide, high = box
    step = (wide + 0.03) / len(DIMENSIONS)
    for index, dimension in enumerate(DIMENSIONS):
        axes = figure.add_axes((left + index * step, bottom, step - 0.03, high), sharex=leftmost, sharey=leftmost)
        name = f"{HEADLINE}_{dimension}"
        if name in run.series:
            fan(axes, run, name, line=1.2)
        frame(axes, run, limits_of(run, dimensions=True), short=True)
        axes.set_title(dimension, loc="left", fontsize=8, pad=3)
        if leftmost is None:
            leftmost = axes
            axes.set_ylabel("alignment", labelpad=2)
        else:
            axes.tick_params(labelleft=False)


def _draw_postures(axes: Axes, run: Run) -> None:
    shares: Mapping[Posture, np.ndarray] = run.posture_shares()
    axes.stackplot(
        np.arange(len(run.months)), *[100 * shares[p] for p in POSTURES], colors=list(POSTURES.values()), linewidth=0
    )
    frame(axes, run, (0, 100))
    axes.set_yticks([0, 50, 100], ["0", "50", "100 %"])
    axes.set_ylabel("worlds", labelpad=2)
    axes.set_title("posture", loc="left", fontsize=8, pad=3)
    shown = [p for p in POSTURES if shares[p][run.scenario.read_from :].max() >= RARE]
    handles = [Patch(color=POSTURES[p], label=POSTURE_LABELS[p]) for p in shown]
    legend(axes, handles, loc="lower right", bbox_to_anchor=(1, 1), ncols=len(shown))


def _draw_heading_and_note(figure: Figure, run: Run, kept: Run) -> None:
    scenario = run.scenario
    draw_heading(figure, *_heading(scenario))
    parts = [f"{kept.worlds:,} worlds", f"seed {scenario.seed}", f"sampling: {scenario.sampling}"]
    if kept.worlds < run.worlds:
        parts.append(f"only where {' and '.join(map(str, scenario.given))}")
    if not kept.standing.all():
        parts.append("alignment is that of the worlds whose regime stands")
    waiting = [name for name, pressure in scenario.pressures.items() if pressure.when is not None]
    if waiting:
        parts.append(f"not drawn, because they depend on conditions: {', '.join(waiting)}")
    draw_foot(figure, [f"{NOT_A_FORECAST} {'; '.join(parts)}."])


def _heading(scenario: Scenario) -> tuple[list[str], list[str]]:
    """Title and question in lines that fit the page, two of each at most."""
    title = textwrap.wrap(scenario.title, 58, max_lines=2, placeholder=" ...")
    return title, textwrap.wrap(scenario.question, 105, max_lines=2, placeholder=" ...")
