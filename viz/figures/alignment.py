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

from model.core.declarations import Array
from model.ensemble.parameters import best_value
from model.ensemble.record import CLIENT_BELOW, DIMENSIONS, HEADLINE, WEST_ABOVE, Posture, Run
from model.evidence.load import load_seeds
from model.runs.outcomes import POSTURE_LABELS, RHETORIC, conditioned
from model.scenario.scenario import Scenario
from viz.common.style import FAN, INK, POSTURES, QUIET, RHETORIC_COLOUR, RULE
from viz.figures.event_strips import RARE, draw_strip, pressure_strip, turning_point_strip
from viz.figures.frame import WIDTH, ShownFigure, fonts, legend

LEFT, RIGHT = 0.70, 0.18
"""Inches left free on either side."""

ROW = 0.135
"""Inches from one row of an event strip to the next."""

RHETORIC_LINE: Any = {"color": RHETORIC_COLOUR, "linewidth": 1.3, "linestyle": (0, (4, 2))}
Box = tuple[float, float, float, float]

TITLE_LINE, QUESTION_LINE = 0.19, 0.15
"""Inches that a line of the title and one of the question take."""

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
        figure, boxes = _page(heights, run.scenario)
        _draw_headline(figure.add_axes(boxes["headline"]), kept)
        if "fallen" in boxes:
            _draw_fallen(figure.add_axes(boxes["fallen"]), kept, fallen)
        draw_strip(figure.add_axes(boxes["marks"]), above, upwards=True)
        draw_strip(figure.add_axes(boxes["points"]), below, upwards=False)
        _draw_dimensions(figure, boxes["dimensions"], kept)
        _draw_postures(figure.add_axes(boxes["postures"]), kept)
        _draw_heading_and_note(figure, run, kept)
    return figure


def _page(heights: Mapping[str, float], scenario: Scenario) -> tuple[Figure, dict[str, Box]]:
    """An empty page as high as its rows need, and the box of each row: left, bottom, width, height as shares."""
    title, question = _heading(scenario)
    heading = 0.27 + TITLE_LINE * len(title) + QUESTION_LINE * len(question)
    height = heading + sum(heights.values()) + sum(SPACES.values())
    top, boxes = height - heading, {}
    for name, tall in heights.items():
        boxes[name] = (LEFT / WIDTH, (top - tall) / height, 1 - (LEFT + RIGHT) / WIDTH, tall / height)
        top -= tall + SPACES[name]
    return ShownFigure(figsize=(WIDTH, height)), boxes


def _draw_headline(axes: Axes, run: Run) -> None:
    limits = _limits(run)
    months = np.arange(len(run.months))
    _fan(axes, run, HEADLINE)
    if RHETORIC in run.series:
        axes.plot(months, run.median(RHETORIC), **RHETORIC_LINE)
    for key, label in ((WEST_ABOVE, "leaning West above"), (CLIENT_BELOW, "client below")):
        level = threshold(run.scenario, key)
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
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
                zorder=0.8,
            )
    _frame(axes, run, limits)
    axes.set_ylabel("alignment", labelpad=2)
    _ends(axes)
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


def _draw_fallen(axes: Axes, run: Run, share: Array) -> None:
    """The share of worlds whose regime has fallen, and which the fan above leaves out."""
    top = 10 * np.ceil(10 * share.max())
    axes.fill_between(np.arange(len(run.months)), 100 * share, color=POSTURES[Posture.FALLEN], linewidth=0)
    _frame(axes, run, (0, top))
    axes.set_yticks([0, top], ["0", f"{top:.0f} %"])
    axes.set_ylabel("fallen", labelpad=2)
    axes.tick_params(labelbottom=False)


def _draw_dimensions(figure: Figure, box: Box, run: Run) -> None:
    leftmost: Axes | None = None
    left, bottom, wide, high = box
    step = (wide + 0.03) / len(DIMENSIONS)
    for index, dimension in enumerate(DIMENSIONS):
        axes = figure.add_axes((left + index * step, bottom, step - 0.03, high), sharex=leftmost, sharey=leftmost)
        name = f"{HEADLINE}_{dimension}"
        if name in run.series:
            _fan(axes, run, name, line=1.2)
        _frame(axes, run, _limits(run, dimensions=True), short=True)
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
    _frame(axes, run, (0, 100))
    axes.set_yticks([0, 50, 100], ["0", "50", "100 %"])
    axes.set_ylabel("worlds", labelpad=2)
    axes.set_title("posture", loc="left", fontsize=8, pad=3)
    shown = [p for p in POSTURES if shares[p][run.scenario.read_from :].max() >= RARE]
    handles = [Patch(color=POSTURES[p], label=POSTURE_LABELS[p]) for p in shown]
    legend(axes, handles, loc="lower right", bbox_to_anchor=(1, 1), ncols=len(shown))


def _fan(axes: Axes, run: Run, name: str, line: float = 1.8) -> None:
    months = np.arange(len(run.months))
    for share, colour in ((0.9, FAN[2]), (0.5, FAN[1])):
        band = run.band(name, share)
        axes.fill_between(months, band.low, band.high, color=colour, linewidth=0)
    axes.plot(months, run.median(name), color=FAN[0], linewidth=line)


def _frame(axes: Axes, run: Run, limits: tuple[float, float], *, short: bool = False) -> None:
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


def _ends(axes: Axes) -> None:
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


def _limits(run: Run, *, dimensions: bool = False) -> tuple[float, float]:
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


def _draw_heading_and_note(figure: Figure, run: Run, kept: Run) -> None:
    scenario = run.scenario
    high, left = figure.get_figheight(), LEFT / WIDTH
    title, question = _heading(scenario)
    figure.text(left, 1 - 0.12 / high, "\n".join(title), fontsize=11, fontweight="bold", va="top")
    below = 0.14 + TITLE_LINE * len(title)
    figure.text(left, 1 - below / high, "\n".join(question), fontsize=8, va="top", color=QUIET)
    parts = [f"{kept.worlds:,} worlds", f"seed {scenario.seed}", f"sampling: {scenario.sampling}"]
    if kept.worlds < run.worlds:
        parts.append(f"only where {' and '.join(map(str, scenario.given))}")
    if not kept.standing.all():
        parts.append("alignment is that of the worlds whose regime stands")
    waiting = [name for name, pressure in scenario.pressures.items() if pressure.when is not None]
    if waiting:
        parts.append(f"not drawn, because they depend on conditions: {', '.join(waiting)}")
    figure.text(left, 0.09 / high, f"A scenario, not a forecast. {'; '.join(parts)}.", fontsize=6.5, color=QUIET)


def _heading(scenario: Scenario) -> tuple[list[str], list[str]]:
    """Title and question in lines that fit the page, two of each at most."""
    title = textwrap.wrap(scenario.title, 58, max_lines=2, placeholder=" ...")
    return title, textwrap.wrap(scenario.question, 105, max_lines=2, placeholder=" ...")
