"""The figure of a comparison, fit to print: what presses, both alignments, who falls, and the difference by month.

Drawn without pyplot and without state; the same comparison gives the same bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.comparison.bindings import added
from experiments.comparison.compare import Comparison
from model.ensemble.record import HEADLINE, Run
from model.runs.manifest import version
from model.runs.outcomes import only
from model.story.phrases import month_in_words
from viz.common.style import BASELINE, FAN, INK, QUIET, RULE
from viz.common.summary import EventMark, marks
from viz.common.words import difference_decimals
from viz.figures.event_strips import EventStrip, actor_colour, draw_strip, mark_strip
from viz.figures.frame import WIDTH, fonts, legend
from viz.figures.panels import (
    BASELINE_LINE,
    HALO,
    LEFT,
    RIGHT,
    ROW,
    draw_bands,
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
from viz.sentences.comparison_tables import labels
from viz.sentences.effect_text import effect_sentence, second_line

SPACES = {"marks": 0.0, "headline": 0.24, "fallen": 0.14, "difference": 0.42}
"""Inches left free below each row."""
LEAST_APART = 0.05
"""The strip of differences reaches at least so far to both sides."""


def comparison_figure(found: Comparison, *, heading: bool = True) -> Figure:
    """The figure of a comparison: pressures, both alignments with bands, falls, and the difference world by world.

    Args:
        found: The comparison.
        heading: Whether its sentence stands above; not where a page says it already.
    """
    runs = [_shared(run, found) for run in (found.base, found.other)]
    with fonts():
        without, fallen = found.fallen()
        strip = _strip(found, WIDTH - LEFT - RIGHT)
        heights = {
            "marks": ROW * strip.rows + 0.06,
            "headline": 2.6,
            **({"fallen": 0.26} if max(without.max(), fallen.max()) > 0 else {}),
            "difference": 1.15,
        }
        title = textwrap.wrap(effect_sentence(found), 65) if heading else []
        below = textwrap.wrap(second_line(found), 104) if heading else []
        foot = _foot(found)
        spaces = SPACES | {"difference": SPACES["difference"] + 0.11 * (len(foot) - 1)}
        figure, boxes = page(heights, spaces, heading_height(title, below) - 0.06)
        _draw_headline(figure.add_axes(boxes["headline"]), found, *runs)
        if "fallen" in boxes:
            draw_fallen(figure.add_axes(boxes["fallen"]), runs[1], fallen, without)
        draw_strip(figure.add_axes(boxes["marks"]), strip, upwards=True)
        _draw_difference(figure.add_axes(boxes["difference"]), found, runs[1])
        draw_heading(figure, title, below)
        draw_foot(figure, foot)
    return figure


def _shared(run: Run, found: Comparison) -> Run:
    """A run in the months that both have, and the worlds that count."""
    months = len(found.months)
    cut = {name: run.series[name][:months] for name in run.series if name.startswith(HEADLINE)}
    short = replace(run, months=found.months, series=cut, moves={}, posture=run.posture[:months])
    return only(short, found.counts)


def _strip(found: Comparison, width: float) -> EventStrip:
    """Pressures of both in grey, what one of them adds in the colour of who presses."""
    base, other = (one.scenario for one in (found.base, found.other))
    new = [one.name for one in added(base, other)]
    gone = {name: one for name, one in base.pressures.items() if name not in other.pressures}
    run = _shared(found.other, found)
    taken = marks(replace(run, scenario=replace(other, pressures=gone)), own=gone)
    shown: list[EventMark] = [*marks(run, own=new), *(replace(one, label=f"without: {one.label}") for one in taken)]
    shown.sort(key=lambda mark: (not mark.own, mark.spans, mark.label))
    return mark_strip([(mark, actor_colour(mark) if mark.own else RULE) for mark in shown], run, width)


def _draw_headline(axes: Axes, found: Comparison, base: Run, other: Run) -> None:
    spans = [limits_of(run) for run in (base, other)]
    limits = (min(low for low, _ in spans), max(high for _, high in spans))
    months = np.arange(len(found.months))
    band = base.band(HEADLINE, 0.9)
    axes.fill_between(months, band.low, band.high, color=BASELINE[1], linewidth=0)
    fan(axes, other, HEADLINE)
    axes.plot(months, base.median(HEADLINE), **BASELINE_LINE)
    draw_thresholds(axes, other.scenario, limits)
    frame(axes, other, limits)
    axes.set_ylabel("alignment", labelpad=2)
    draw_ends(axes)
    legend(axes, _key(found), loc="upper left", ncols=2, borderaxespad=0.3, handlelength=2.6, columnspacing=1.6)


def _key(found: Comparison) -> Sequence[Line2D | Patch]:
    base, other = labels(found)
    return (
        Line2D([], [], color=FAN[0], linewidth=1.8, label=f"{other}, median"),
        Line2D([], [], **BASELINE_LINE, label=f"{base}, median"),
        Patch(color=FAN[1], label="half of the worlds, and nine tenths (light)"),
        Patch(color=BASELINE[1], label="nine tenths of the worlds"),
    )


def _draw_difference(axes: Axes, found: Comparison, run: Run) -> None:
    apart, month = found.apart, found.largest
    first = min(run.scenario.read_from, month)
    read = slice(first, None)
    low = min(float(np.nanmin(apart.most.low[read], initial=-LEAST_APART)), -LEAST_APART)
    high = max(float(np.nanmax(apart.most.high[read], initial=LEAST_APART)), LEAST_APART)
    room, west = 0.2 * (high - low), bool(apart.median[month] > 0)
    draw_bands(axes, apart.median, apart.half, apart.most, line=1.6)
    frame(axes, run, (low - room, high + room))
    axes.axhline(0, color=QUIET, linewidth=0.8, zorder=0.6)
    axes.set_ylabel("difference", labelpad=2)
    for text, height, side in (("nearer the West", 1, "top"), ("nearer Moscow", 0, "bottom")):
        axes.text(0.006, height, text, transform=axes.transAxes, fontsize=6.5, color=QUIET, va=side)
    size = difference_decimals(float(apart.median[month]))
    if not apart.pairs[month] or float(size) == 0.0:
        return
    axes.plot([month], [apart.median[month]], marker="o", markersize=4.5, color=FAN[0], zorder=4, clip_on=False)
    along = (month - first) / max(len(found.months) - 1 - first, 1)
    axes.annotate(
        f"{size}, {month_in_words(found.months[month])}",
        (month, float((apart.most.high if west else apart.most.low)[month])),
        (0, 3 if west else -3),
        textcoords="offset points",
        ha="left" if along < 0.2 else "right" if along > 0.8 else "center",
        va="bottom" if west else "top",
        fontsize=7.5,
        fontweight="bold",
        color=INK,
        path_effects=[HALO],
    )


def _foot(found: Comparison) -> list[str]:
    scenario = found.other.scenario
    base, other = labels(found)
    parts = [
        f"{other} against {base}, in the same worlds with the same random numbers",
        f"{found.worlds:,} worlds, seed {scenario.seed}, sampling {scenario.sampling}",
        f"tightrope {version('tightrope')}",
    ]
    if found.worlds < found.base.worlds:
        parts.insert(2, f"only where {' and '.join(map(str, scenario.given))}")
    if found.apart.left_out(found.apart.last) > 0:
        parts.insert(2, "alignment is that of the worlds whose regime stands, the difference where it stands in both")
    waiting = [one.name for one in added(found.base.scenario, scenario) if one.when is not None]
    if waiting:
        parts.append(f"not drawn, because they depend on conditions: {', '.join(waiting)}")
    return textwrap.wrap("; ".join(parts) + ".", 126)
