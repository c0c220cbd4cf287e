"""The figure of a run, fit to print: where alignment goes, by dimension, what presses and what turns.

Drawn without pyplot and without state; the same run gives the same bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from model.ensemble.record import CLIENT_BELOW, DIMENSIONS, HEADLINE, WEST_ABOVE, Posture, Run
from model.evidence.load import load_seeds
from model.runs.outcomes import RHETORIC, conditioned
from model.scenario.scenario import Scenario
from viz.common.style import FAN, FONTS, INK, POSTURES, QUIET, RULE, WORDS
from viz.common.summary import POSTURE_LABELS
from viz.figures.rails import RARE, draw_rail, rail_of_marks, rail_of_turning_points

WIDTH, LEFT, RIGHT = 180 / 25.4, 0.70, 0.18
"""Inches: the width of a page of text, and what is left free on either side."""

SHOWN_DPI = 110
"""Dots per inch of a figure in a notebook."""

LANE = 0.135
"""Inches from one lane of a rail to the next."""

Box = tuple[float, float, float, float]

TITLE_LINE, QUESTION_LINE = 0.19, 0.15
"""Inches that a line of the title and one of the question take."""

SPACES = {"marks": 0.0, "headline": 0.22, "points": 0.42, "dimensions": 0.48, "postures": 0.42}
"""Inches left free below each row."""


@contextmanager
def fonts() -> Iterator[None]:
    """The letters of the project, for the time being and without a trace."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(FONTS)
        yield


class Page(Figure):
    """A figure that a notebook shows by itself, as it is drawn without pyplot."""

    def _repr_png_(self) -> bytes:
        picture = BytesIO()
        with fonts():
            self.savefig(picture, format="png", dpi=SHOWN_DPI)
        return picture.getvalue()


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
        above, below = rail_of_marks(run, width), rail_of_turning_points(run, width)
        heights = {
            "marks": LANE * above.lanes + 0.06,
            "headline": 2.75,
            "points": LANE * below.lanes + 0.06,
            "dimensions": 0.95,
            "postures": 0.72,
        }
        figure, boxes = _page(heights, run.scenario)
        _draw_headline(figure.add_axes(boxes["headline"]), kept)
        draw_rail(figure.add_axes(boxes["marks"]), above, upwards=True)
        draw_rail(figure.add_axes(boxes["points"]), below, upwards=False)
        _draw_dimensions(figure, boxes["dimensions"], kept)
        _draw_postures(figure.add_axes(boxes["postures"]), kept)
        _draw_words(figure, run, kept)
    return figure


def _page(heights: Mapping[str, float], scenario: Scenario) -> tuple[Figure, dict[str, Box]]:
    """An empty page as high as its rows need, and the box of each row: left, bottom, width, height as shares."""
    title, question = _heading(scenario)
    words = 0.27 + TITLE_LINE * len(title) + QUESTION_LINE * len(question)
    height = words + sum(heights.values()) + sum(SPACES.values())
    top, boxes = height - words, {}
    for name, tall in heights.items():
        boxes[name] = (LEFT / WIDTH, (top - tall) / height, 1 - (LEFT + RIGHT) / WIDTH, tall / height)
        top -= tall + SPACES[name]
    return Page(figsize=(WIDTH, height)), boxes


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure as SVG, PDF or PNG by the ending of its name; an SVG has the same bytes each time."""
    form = path.suffix.removeprefix(".")
    dates = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    with fonts():
        figure.savefig(path, format=form, metadata=dates.get(form), dpi=203)


def _draw_headline(axes: Axes, run: Run) -> None:
    limits = _limits(run)
    months = np.arange(len(run.months))
    _fan(axes, run, HEADLINE)
    if RHETORIC in run.series:
        axes.plot(months, run.median(RHETORIC), color=WORDS, linewidth=1.3, linestyle=(0, (4, 2)))
    for level, label in zip(_thresholds(run.scenario), ("leaning West above", "client below"), strict=True):
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
    axes.legend(
        handles=_key(run),
        loc="upper left",
        ncols=2,
        frameon=False,
        fontsize=7,
        borderaxespad=0.3,
        handlelength=2.2,
        columnspacing=1.6,
    )


def _key(run: Run) -> Sequence[Line2D | Patch]:
    parts: list[Line2D | Patch] = [
        Line2D([], [], color=FAN[0], linewidth=1.8, label="conduct, median world"),
        Patch(color=FAN[1], label="half of the worlds"),
        Patch(color=FAN[2], label="nine tenths of the worlds"),
    ]
    if RHETORIC in run.series:
        words = Line2D([], [], color=WORDS, linewidth=1.3, linestyle=(0, (4, 2)), label="rhetoric, median world")
        parts.insert(1, words)
    return parts


def _draw_dimensions(figure: Figure, box: Box, run: Run) -> None:
    first: Axes | None = None
    left, bottom, wide, high = box
    step = (wide + 0.03) / len(DIMENSIONS)
    for place, dimension in enumerate(DIMENSIONS):
        axes = figure.add_axes((left + place * step, bottom, step - 0.03, high), sharex=first, sharey=first)
        name = f"{HEADLINE}_{dimension}"
        if name in run.series:
            _fan(axes, run, name, line=1.2)
        _frame(axes, run, _limits(run, dimensions=True), short=True)
        axes.set_title(dimension, loc="left", fontsize=8, pad=3)
        if first is None:
            first = axes
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
    axes.legend(
        handles=[Patch(color=POSTURES[p], label=POSTURE_LABELS[p]) for p in shown],
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncols=len(shown),
        frameon=False,
        fontsize=7,
        borderaxespad=0.1,
        handlelength=1.2,
        columnspacing=1.4,
    )


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
    for text, height, place in (("West", 1, "top"), ("Moscow", 0, "bottom")):
        axes.annotate(
            text,
            (0, height),
            (-31, 0),
            xycoords="axes fraction",
            textcoords="offset points",
            rotation=90,
            ha="center",
            va=place,
            fontsize=7.5,
            color=INK,
            fontweight="bold",
        )


def _limits(run: Run, *, dimensions: bool = False) -> tuple[float, float]:
    """A range in steps of a quarter that holds zero and the wide bands."""
    names = [f"{HEADLINE}_{d}" for d in DIMENSIONS] if dimensions else [HEADLINE]
    read = slice(run.scenario.read_from, None)
    bands = [run.band(name, 0.9) for name in names if name in run.series]
    lows = [float(b.low[read].min()) for b in bands]
    highs = [float(b.high[read].max()) for b in bands]
    if not dimensions and RHETORIC in run.series:
        words = run.median(RHETORIC)[read]
        lows, highs = [*lows, float(words.min())], [*highs, float(words.max())]
    low, high = min([-0.25, *lows]), max([0.25, *highs])
    return max(-1.03, np.floor(low * 4 - 0.12) / 4), min(1.03, np.ceil(high * 4 + (0 if dimensions else 0.5)) / 4)


def _thresholds(scenario: Scenario) -> tuple[float, float]:
    """Where leaning West begins and being a client ends, by definition or by the scenario."""
    parameters = load_seeds().parameters
    settings = scenario.parameters
    fixed = {key: settings[key].fix for key in (WEST_ABOVE, CLIENT_BELOW) if key in settings}
    return tuple(fixed.get(key) or parameters[key].best for key in (WEST_ABOVE, CLIENT_BELOW))  # type: ignore[return-value]


def _draw_words(figure: Figure, run: Run, kept: Run) -> None:
    scenario = run.scenario
    high, left = figure.get_figheight(), LEFT / WIDTH
    title, question = _heading(scenario)
    figure.text(left, 1 - 0.12 / high, "\n".join(title), fontsize=11, fontweight="bold", va="top")
    below = 0.14 + TITLE_LINE * len(title)
    figure.text(left, 1 - below / high, "\n".join(question), fontsize=8, va="top", color=QUIET)
    parts = [f"{kept.worlds:,} worlds", f"seed {scenario.seed}", f"sampling: {scenario.sampling}"]
    if kept.worlds < run.worlds:
        parts.append(f"only where {' and '.join(map(str, scenario.given))}")
    if (kept.posture == Posture.FALLEN).any():
        parts.append("a fallen regime keeps its last values")
    waiting = [name for name, pressure in scenario.pressures.items() if pressure.when is not None]
    if waiting:
        parts.append(
            f"not drawn, as {'they wait' if len(waiting) > 1 else 'it waits'} for a condition: {', '.join(waiting)}"
        )
    figure.text(left, 0.09 / high, "; ".join(parts) + ".", fontsize=6.5, color=QUIET)


def _heading(scenario: Scenario) -> tuple[list[str], list[str]]:
    """Title and question in lines that fit the page, two of each at most."""
    title = textwrap.wrap(scenario.title, 58, max_lines=2, placeholder=" ...")
    return title, textwrap.wrap(scenario.question, 105, max_lines=2, placeholder=" ...")
