"""Figures of a sweep: bars of indices, maps over two factors, and response curves over one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.sweeps.plan.factors import Factor
from experiments.sweeps.results.analyse import TOP, SweepAnswers
from experiments.sweeps.results.maps import PhaseMap, ResponseCurve, levels_of
from experiments.sweeps.results.results import OutcomeInfo
from experiments.sweeps.results.sensitivity import FactorIndex, Method, SensitivityIndices
from viz.common.style import BLUE, FAN, FONTS, INK, QUIET, VERMILION

WIDTH = 6.6
ROW = 0.28
CI = 1.96
MEANINGS = {
    Method.SOBOL: "share of the spread: dark the factor alone, light with its interactions, line its 95 % interval",
    Method.MORRIS: "bar: mean change across the factor's range; dot: how much that change differs from place to place",
    Method.PAWN: "distance between the outcome's distributions with and without the factor; left of the line is noise",
}
LABEL = 42
"""Letters of a factor's label on one line."""


def figures(answers: SweepAnswers) -> Iterator[tuple[str, str, Figure]]:
    """Every figure of a sweep with a name for its file and a caption; a map without differences is left to words."""
    outcomes = {outcome.name: outcome for outcome in answers.results.outcomes}
    for one in answers.indices:
        if one.indices:
            label = outcomes[one.outcome].label
            caption = f"What moves the outcome '{label}', by the method of {one.method.title()}: {one.note}."
            yield f"indices_{one.outcome}", caption, indices_figure(one, outcomes[one.outcome])
    for place, made in enumerate(answers.maps):
        if not made.is_flat:
            what = "Share of worlds" if made.outcome.yes_or_no else "Mean over the worlds"
            caption = f"{what}: {made.outcome.label}, over {made.across.key} and {made.up.key}; the line is at "
            yield f"map_{place + 1}_{made.outcome.name}", f"{caption}{made.boundary:.3g}.", map_figure(made)
    by_factor: dict[str, list[ResponseCurve]] = {}
    for curve in answers.curves:
        by_factor.setdefault(curve.factor.key, []).append(curve)
    for place, (key, some) in enumerate(by_factor.items()):
        caption = f"Outcomes over {key}, with 95 % intervals; a step that stands out from its noise is shaded."
        yield f"curve_{place + 1}", caption, curve_figure(some)


def indices_figure(found: SensitivityIndices, outcome: OutcomeInfo) -> Figure:
    """The strongest factors of one outcome, a bar each: alone in dark, together with others in light."""
    shown = found.indices[:TOP]
    with mpl.rc_context(FONTS):
        figure = Figure(figsize=(WIDTH, 0.9 + ROW * len(shown)), layout="constrained")
        axes = figure.subplots()
        rows = np.arange(len(shown))[::-1]
        sobol = found.method is Method.SOBOL
        axes.barh(rows, [one.total for one in shown], height=0.7, color=FAN[2] if sobol else FAN[1])
        axes.errorbar(
            [one.total for one in shown],
            rows,
            xerr=[float(np.nan_to_num(max(one.total_half, 0.0))) for one in shown],
            fmt="none",
            ecolor=QUIET,
            elinewidth=0.8,
            capsize=1.5,
        )
        if sobol:
            axes.barh(rows, [one.first for one in shown], height=0.35, color=BLUE)
        elif found.method is Method.MORRIS:
            axes.plot([one.sigma for one in shown], rows, "o", markersize=3, color=VERMILION)
        else:
            axes.axvline(found.noise, color=VERMILION, linewidth=1.0)
        axes.set_yticks(rows, [_name(one) for one in shown])
        axes.set_xlim(left=min(0.0, *(one.first for one in shown)) if sobol else 0.0)
        axes.set_ylim(-0.6, len(shown) - 0.4)
        figure.supxlabel(MEANINGS[found.method], fontsize=7.5, color=QUIET)
        axes.set_title(outcome.label, loc="left", fontsize=9, color=INK)
        _open(axes)
    return figure


def _name(one: FactorIndex) -> str:
    lines = textwrap.wrap(one.label, LABEL)
    return "\n".join(lines if len(lines) < 3 else [lines[0], f"{lines[1]} …"])


def map_figure(made: PhaseMap) -> Figure:
    """An outcome over two factors as tiles, with its boundary."""
    with mpl.rc_context(FONTS):
        figure = Figure(figsize=(WIDTH, 4.2), layout="constrained")
        axes = figure.subplots()
        across, up = levels_of(made.across), levels_of(made.up)
        low, high = (0.0, 1.0) if made.outcome.yes_or_no else (None, None)  # the ends of a scale of shares
        tiles = axes.pcolormesh(_edges(across), _edges(up), made.values, cmap="cividis", vmin=low, vmax=high)
        bar = figure.colorbar(tiles, ax=axes)
        bar.outline.set_visible(False)
        if not made.is_flat and min(made.values.shape) > 1:
            lines = axes.contour(across, up, made.values, levels=[made.boundary], colors=[VERMILION], linewidths=1.6)
            lines.set_linestyle("solid")
            bar.ax.axhline(made.boundary, color=VERMILION, linewidth=1.6)
        _axis(axes, made.across, made.up)
        axes.set_title(made.outcome.label, loc="left", fontsize=9, color=INK)
    return figure


def curve_figure(some: Sequence[ResponseCurve]) -> Figure:
    """Outcomes over one factor, a panel each; the steepest step is shaded."""
    with mpl.rc_context(FONTS):
        figure = Figure(figsize=(WIDTH, 0.6 + 1.5 * len(some)), layout="constrained")
        panels: Any = figure.subplots(len(some), 1, squeeze=False, sharex=True)
        at = levels_of(some[0].factor)
        for axes, curve in zip(panels[:, 0], some, strict=True):
            axes.errorbar(at, curve.values, CI * curve.errors, fmt="-o", color=BLUE, markersize=3, linewidth=1.2)
            if curve.outcome.yes_or_no:
                axes.set_ylim(0.0, 1.0)
            if curve.place >= 0:
                axes.axvspan(at[curve.place], at[curve.place + 1], color=FAN[2], zorder=0)
            axes.set_title(curve.outcome.label, loc="left", fontsize=8, color=INK)
            _open(axes)
        panels[-1, 0].set_xlabel(_axis_label(some[0].factor))
        _ticks(panels[-1, 0], some[0].factor)
    return figure


def _edges(places: Any) -> Any:  # noqa: ANN401 (arrays)
    if len(places) == 1:
        return np.array([places[0] - 0.5, places[0] + 0.5])
    middles = 0.5 * (places[1:] + places[:-1])
    return np.concatenate([[2 * places[0] - middles[0]], middles, [2 * places[-1] - middles[-1]]])


def _axis(axes: Axes, across: Factor, up: Factor) -> None:
    axes.set_xlabel(_axis_label(across))
    axes.set_ylabel(_axis_label(up))
    _ticks(axes, across)
    if up.is_list:
        axes.set_yticks(levels_of(up), [up.shown(value) for value in levels_of(up).tolist()])


def _ticks(axes: Axes, factor: Factor) -> None:
    if factor.is_list:
        axes.set_xticks(levels_of(factor), [factor.shown(value) for value in levels_of(factor).tolist()])


def _axis_label(factor: Factor) -> str:
    return textwrap.shorten(factor.label, 2 * LABEL, placeholder=" …")


def _open(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
