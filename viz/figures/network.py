"""The network of the five at a few dates side by side: who is friend, who is foe, and how much.

Actors stand in fixed places, the West on the left and Moscow on the right. The same run gives the same bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyArrowPatch

from model.core.arrays import order_statistic
from model.core.declarations import AGENTS, Owner
from model.core.names import CAPITALS
from model.ensemble.record import Run
from model.network import measures
from model.network.ties import network, ties_of
from model.runs.outcomes import conditioned
from model.story.phrases import month_in_words
from viz.common.network import FAINTEST, PLACES
from viz.common.style import BLUE, INK, QUIET, VERMILION
from viz.common.words import capital, two_decimals
from viz.figures.frame import WIDTH, fonts, legend

DISC, WIDEST, BEND = 0.30, 2.6, 0.12
"""Size of an actor, width of a full tie in points, and how far a tie bends aside."""

DASHES = (0, (2.4, 1.1))
HIGH = 3.15
"""Height of the figure in inches."""


def network_figure(run: Run, dates: Sequence[str], world: int | None = None) -> Figure:
    """The network at one to four dates: the median over the worlds of a run, or of its only world, named by its number.

    Raises:
        ValueError: The run does not contain a month, or there are none or too many.
    """
    if not 1 <= len(dates) <= 4:
        message = f"a figure shows one to four months, not {len(dates)}"
        raise ValueError(message)
    run = conditioned(run)
    with fonts():
        figure = Figure(figsize=(WIDTH, HIGH))
        for index, date in enumerate(dates):
            axes = figure.add_axes((index / len(dates), 0.165, 1 / len(dates), 0.66))
            _draw(axes, run, date)
        _heading_and_key(figure, run, world)
    return figure


def dates_for(run: Run, date: str | None = None) -> tuple[str, ...]:
    """The first and the last month that the scenario reads, and between them the one asked for, or the middle one."""
    first, last = run.scenario.read_from, len(run.months) - 1
    middle = (first + last) // 2 if date is None else run.at(date)
    return tuple(run.months[month] for month in sorted({first, middle, last}))


def _draw(axes: Axes, run: Run, date: str) -> None:
    axes.set_xlim(-1.38, 1.38)
    axes.set_ylim(-1.56, 1.36)
    axes.set_aspect("equal")
    axes.set_axis_off()
    graph = network(run, date, 0 if run.worlds == 1 else None)
    ties = np.zeros((len(AGENTS), len(AGENTS)))
    weights: dict[tuple[Owner, Owner], float] = {(a, b): graph.edges[a, b]["weight"] for a, b in graph.edges}
    for (one, other), weight in sorted(weights.items(), key=lambda tie: abs(tie[1])):
        ties[AGENTS.index(one), AGENTS.index(other)] = weight
        _arrow(axes, one, other, weight)
    sides = dict(zip(AGENTS, measures.camps(ties), strict=True))
    for actor in AGENTS:
        _actor(axes, actor, apart=sides[actor] < 0)
    axes.text(0, 1.50, month_in_words(date), ha="center", va="bottom", fontsize=8.5, fontweight="bold")
    axes.text(0, -1.30, _numbers(run, date), ha="center", va="top", fontsize=6.8, color=QUIET, linespacing=1.35)


def _arrow(axes: Axes, one: Owner, other: Owner, weight: float) -> None:
    if abs(weight) < FAINTEST:
        return
    friend = weight > 0
    start, end = (np.array(PLACES[actor]) for actor in (one, other))
    along = (end - start) / np.linalg.norm(end - start)
    wide = WIDEST * abs(weight)
    bent: Any = {
        "posA": tuple(start + along * DISC),
        "posB": tuple(end - along * (DISC + 0.03)),
        "connectionstyle": f"arc3,rad={BEND}",
        "color": BLUE if friend else VERMILION,
        "shrinkA": 0,
    }
    line: Any = {"linewidth": wide, "linestyle": "-" if friend else DASHES, "capstyle": "butt"}
    axes.add_patch(FancyArrowPatch(**bent, **line, arrowstyle="-", shrinkB=3, zorder=1))
    head = f"-|>,head_length={4.2 + 1.1 * wide},head_width={1.3 + 0.75 * wide}"
    axes.add_patch(FancyArrowPatch(**bent, arrowstyle=head, linewidth=0, mutation_scale=1, shrinkB=0, zorder=1.1))


def _actor(axes: Axes, actor: Owner, *, apart: bool) -> None:
    x, y = PLACES[actor]
    axes.add_patch(Circle((x, y), DISC, facecolor="white" if apart else INK, edgecolor=INK, linewidth=1.0, zorder=2))
    axes.text(
        x, y, SHORT[actor], ha="center", va="center_baseline", fontsize=6.4, zorder=3, color=INK if apart else "white"
    )


SHORT = MappingProxyType({actor: "Wash." if actor is Owner.US else CAPITALS[actor] for actor in AGENTS})
"""Names that fit into a disc."""


def _numbers(run: Run, date: str) -> str:
    ties = ties_of(run)[:, :, run.at(date)]
    shown = [
        two_decimals(order_statistic(f(ties), 0.5))
        for f in (measures.balance, measures.frustration, measures.polarization)
    ]
    bridge = two_decimals(order_statistic(measures.brokerage(ties)[AGENTS.index(Owner.BELARUS)], 0.5))
    return f"balance {shown[0]}   frustration {shown[1]}\npolarization {shown[2]}   Minsk as bridge {bridge}"


def _heading_and_key(figure: Figure, run: Run, world: int | None) -> None:
    title = textwrap.shorten(run.scenario.title, 70, placeholder=" ...")
    figure.text(0.02, 1 - 0.10 / HIGH, title, fontsize=11, fontweight="bold", va="top")
    disc: Any = {"color": INK, "marker": "o", "markersize": 7, "linestyle": "none"}
    key = [
        Line2D([], [], color=BLUE, linewidth=2.2, label="friendly"),
        Line2D([], [], color=VERMILION, linewidth=2.2, linestyle=DASHES, label="hostile"),
        Line2D([], [], **disc, label="camp of Minsk"),
        Line2D([], [], **disc, markerfacecolor="white", label="the other camp"),
    ]
    legend(figure, key, loc="lower left", bbox_to_anchor=(0.012, 0.05), ncols=4, handlelength=2.6, borderaxespad=0.5)
    who = f"world {world:,}" if world is not None else f"medians of {run.worlds:,} worlds, tie by tie"
    note = f"The wider an arrow, the stronger the tie; below {FAINTEST:g} not drawn. {capital(who)}"
    figure.text(0.02, 0.09 / HIGH, f"{note}, seed {run.scenario.seed}.", fontsize=6.5, color=QUIET)
