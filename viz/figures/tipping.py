"""The figure of the shock of 2020: at which size each world tips over, and that it tips and does not slide.

python -m viz.figures.tipping [--worlds N] [--seed S]       writes docs/tipping.svg (about a minute)
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.patterns.tipping import HALF, Sweep, Verdict, lined_up, steepest_tenth, sweep, thresholds, verdict
from model.core.declarations import Array
from model.ensemble.record import quantile_rows
from model.scenario.load import Sampling, load_scenario
from model.story.phrases import month_in_words
from viz.common.style import BLUE, FAN, INK, QUIET, RULE, VERMILION
from viz.common.summary import percent
from viz.common.words import two_decimals
from viz.figures.alignment import fonts, save_figure
from viz.reports.odd import table
from viz.reports.scenarios import span
from viz.terminal.progress import progress

FIGURE = Path(__file__).parents[2] / "docs" / "tipping.svg"
WORLDS, SEED = 1000, 2031

ENOUGH = 0.8
"""Share of worlds from which the figure says that the shock tips, as SF10 asks."""

WIDTH, HEIGHT = 180 / 25.4, 6.0
BOXES = {
    "map": (0.1, 0.425, 0.5, 0.41),
    "lined_up": (0.665, 0.425, 0.305, 0.41),
    "repression": (0.1, 0.255, 0.5, 0.105),
    "thresholds": (0.1, 0.10, 0.5, 0.095),
    "shares": (0.665, 0.10, 0.305, 0.2),
}
"""Left, bottom, width and height of each part, as shares of the page."""

LIMITS = (-1.03, 0.48)
CELLS = 28
"""Rows of the map of worlds: alignment in steps of a twentieth."""

SHOWN_WORLDS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Single worlds drawn on the map, by the order of their thresholds."""

STRENGTHS = LinearSegmentedColormap.from_list("worlds", ["#ffffff", FAN[2], FAN[1], BLUE, "#00304d"])


def tipping_figure(made: Sweep) -> Figure:
    """The figure of a sweep: the map of worlds, the worlds lined up, who represses, where they tip, how sharply."""
    found = verdict(made)
    with fonts():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        axes = {name: figure.add_axes(box) for name, box in BOXES.items()}
        _draw_map(axes["map"], made)
        _draw_lined_up(axes["lined_up"], made)
        _draw_repression(axes["repression"], made)
        _draw_thresholds(axes["thresholds"], made, found)
        _draw_shares(axes["shares"], made, found)
        _draw_words(figure, made, found)
    return figure


def _draw_map(axes: Axes, made: Sweep) -> None:
    edges = np.linspace(-1.0, 0.4, CELLS + 1)
    table = np.array([np.histogram(row[~np.isnan(row)], bins=edges)[0] for row in made.alignment]).T / made.worlds
    drawn = np.ma.masked_equal(table, 0.0)
    axes.pcolormesh(
        _borders(made.levels),
        edges,
        drawn,
        cmap=STRENGTHS,
        norm=PowerNorm(0.5, 0, 0.6),
        linewidth=0.15,
        edgecolor="face",
    )
    for world in _worlds_shown(made):
        axes.plot(made.levels, made.alignment[:, world], color=VERMILION, linewidth=0.9)
    axes.plot(made.levels, _row_quantile(made.alignment, HALF), color=INK, linewidth=1.6, linestyle=(0, (4, 1.5)))
    _open_frame(axes, (0.0, 1.0))
    axes.set_ylim(*LIMITS)
    axes.axhline(0, color=RULE, linewidth=0.6)
    axes.set_ylabel("alignment", labelpad=3)
    axes.legend(handles=_key(), loc="upper right", frameon=False, fontsize=7, borderaxespad=0.1, handlelength=2.0)
    axes.tick_params(labelbottom=False)
    for text, height, place in (("West", 1, "top"), ("Moscow", 0, "bottom")):
        axes.annotate(
            text,
            (0, height),
            (-35, 0),
            xycoords="axes fraction",
            textcoords="offset points",
            rotation=90,
            ha="center",
            va=place,
            fontsize=7.5,
            fontweight="bold",
        )


def _key() -> Sequence[Line2D | Patch]:
    return (
        Line2D([], [], color=VERMILION, linewidth=0.9, label=f"{len(SHOWN_WORLDS)} single worlds"),
        Line2D([], [], color=INK, linewidth=1.6, linestyle=(0, (4, 1.5)), label="median of all worlds"),
        Patch(color=BLUE, label="all worlds: the darker, the more"),
    )


def _draw_lined_up(axes: Axes, made: Sweep) -> None:
    reach = (len(made.levels) - 1) // 4
    rows = lined_up(made, reach)
    step = made.levels[1]
    away = step * (np.arange(1 - reach, reach + 1) - HALF)
    for share, colour in ((0.9, FAN[2]), (0.5, FAN[1])):
        tail = HALF * (1 - share)
        axes.fill_between(away, _row_quantile(rows, tail), _row_quantile(rows, 1 - tail), color=colour, linewidth=0)
    axes.plot(away, _row_quantile(rows, HALF), color=BLUE, linewidth=1.8)
    _open_frame(axes, (away[0], away[-1]))
    axes.set_ylim(*LIMITS)
    axes.axhline(0, color=RULE, linewidth=0.6)
    axes.axvline(0, color=RULE, linewidth=0.7, linestyle=(0, (1, 2)), zorder=0.6)
    axes.set_xticks([-0.2, -0.1, 0, 0.1, 0.2], ["\N{MINUS SIGN}0.2", "\N{MINUS SIGN}0.1", "threshold", "+0.1", "+0.2"])
    axes.tick_params(labelleft=False)
    axes.set_xlabel("size of the shock, from there", labelpad=2)
    bands = (
        Line2D([], [], color=BLUE, linewidth=1.8, label="median world"),
        Patch(color=FAN[1], label="half of them"),
        Patch(color=FAN[2], label="nine tenths"),
    )
    axes.legend(handles=bands, loc="upper right", frameon=False, fontsize=7, borderaxespad=0.1, handlelength=1.6)


def _draw_repression(axes: Axes, made: Sweep) -> None:
    harsh, fallen = made.mass_repression.mean(axis=1), 1.0 - made.stands.mean(axis=1)
    axes.fill_between(made.levels, 0, harsh, color="#f6d3bd", linewidth=0)
    axes.plot(made.levels, harsh, color=VERMILION, linewidth=1.3)
    axes.plot(made.levels, fallen, color=INK, linewidth=1.2, linestyle=(0, (1, 1)))
    axes.annotate("regime falls", (1, fallen[-1]), (-4, 5), textcoords="offset points", ha="right", fontsize=7)
    _open_frame(axes, (0.0, 1.0))
    axes.set_ylim(0, 1)
    axes.set_yticks([0, HALF, 1], ["0", "50", "100 %"])
    axes.tick_params(labelbottom=False)


def _draw_thresholds(axes: Axes, made: Sweep, found: Verdict) -> None:
    places = thresholds(made)
    count = np.histogram(places[~np.isnan(places)], bins=made.levels)[0] / made.worlds
    axes.bar(0.5 * (made.levels[:-1] + made.levels[1:]), count, width=0.84 * made.levels[1], color=BLUE, linewidth=0)
    _open_frame(axes, (0.0, 1.0))
    top = max(0.05, float(np.ceil(count.max() * 20) / 20))
    axes.set_ylim(0, top)
    axes.set_yticks([0, top], ["0", percent(top)])
    axes.set_xticks(np.linspace(0, 1, 6), ["none", "0.2", "0.4", "0.6", "0.8", "largest"])
    axes.set_xlabel("size of the shock of August 2020", labelpad=2)
    axes.axvline(found.thresholds[1], color=INK, linewidth=0.8)
    size = made.scenario.pressures["history.election_2020"].level
    axes.annotate(
        f"as coded: {size:g}",
        (size, 0),
        (0, 18),
        textcoords="offset points",
        fontsize=7,
        color=QUIET,
        ha="center",
        arrowprops={"arrowstyle": "-", "color": QUIET, "linewidth": 0.8},
    )
    axes.annotate(
        "half by here",
        (found.thresholds[1], top),
        (4, -1),
        textcoords="offset points",
        fontsize=7,
        color=QUIET,
        ha="left",
        va="top",
    )


def _draw_shares(axes: Axes, made: Sweep, found: Verdict) -> None:
    shares = steepest_tenth(made)
    edges = np.linspace(0, 1, 21)
    count = np.histogram(np.clip(shares[~np.isnan(shares)], 0, 1), bins=edges)[0] / made.worlds
    colours = [BLUE if left >= HALF - 1e-9 else RULE for left in edges[:-1]]
    axes.bar(0.5 * (edges[:-1] + edges[1:]), count, width=0.042, color=colours, linewidth=0)
    _open_frame(axes, (0.0, 1.02))
    top = max(0.05, float(np.ceil(count.max() * 20) / 20)) * 1.2
    axes.set_ylim(0, top)
    axes.axvline(HALF, color=INK, linewidth=0.8)
    axes.axvline(0.1, color=INK, linewidth=0.8, linestyle=(0, (1, 2)))
    axes.annotate("an even\nslope", (0.1, top), (4, -2), va="top", textcoords="offset points", fontsize=7, color=QUIET)
    axes.annotate(
        f"more than half:\n{percent(found.share)} of worlds",
        (HALF, top),
        (4, -2),
        va="top",
        textcoords="offset points",
        fontsize=7,
        color=INK,
        fontweight="bold",
    )
    axes.set_yticks([0, 0.1], ["0", "10 %"])
    axes.set_xticks(np.linspace(0, 1, 5), ["0", "25", "50", "75", "100 %"])
    axes.set_xlabel("share of its whole fall", labelpad=2)


def _draw_words(figure: Figure, made: Sweep, found: Verdict) -> None:
    scenario = made.scenario
    title = (
        "Past a point of their own, most worlds tip over"
        if found.share >= ENOUGH
        else "The shock of 2020: tipping over, or sliding down?"
    )
    end = month_in_words(scenario.end)
    question = (
        f"Alignment in {end} by the size of the election shock of August 2020. The same {made.worlds:,}\n"
        f"worlds, each with its own luck and numbers, live through shocks of {len(made.levels)} sizes."
    )
    figure.text(BOXES["map"][0], 0.98, title, fontsize=11, fontweight="bold", va="top")
    figure.text(BOXES["map"][0], 0.943, question, fontsize=8, va="top", color=QUIET, linespacing=1.25)
    heads = {
        "map": "Where worlds end",
        "lined_up": "Lined up at their own thresholds",
        "repression": "Worlds with mass repression",
        "thresholds": "Where worlds tip",
        "shares": "What the steepest tenth of\nthe range does to a world",
    }
    for name, head in heads.items():
        left, bottom, _, high = BOXES[name]
        figure.text(left, bottom + high + 0.012, head, fontsize=8, fontweight="bold", linespacing=1.2)
    figure.text(
        BOXES["map"][0],
        0.012,
        f"{made.worlds:,} worlds; seed {scenario.seed}; sampling: {scenario.sampling}. "
        "Worlds whose regime has fallen are left out of alignment.",
        fontsize=6.5,
        color=QUIET,
    )


def told_tipping(made: Sweep, verdicts: Mapping[Sampling, Verdict]) -> str:
    """What the figure shows, in words and as a table, as a section of docs/patterns.md."""
    head = (
        "Sampling",
        "Steepest tenth makes more than half",
        "So for fixed tenths",
        "Its share, median",
        "Threshold",
        "Camps there",
        "Dip between",
    )
    rows = [_told_verdict(sampling, said) for sampling, said in verdicts.items()]
    said = verdicts[Sampling.PARAMETERS]
    early, middle, late = said.thresholds
    return f"""## One cause, two outcomes: a threshold or a slope?

![Final alignment by the size of the shock of August 2020]({FIGURE.name})

Every world lives through the shock of August 2020 in {len(made.levels)} sizes, with the same luck and the same
numbers. An even slope would make a tenth of the fall in every tenth of the range. With sampled parameters one tenth
of the range makes more than half of the whole fall in {percent(said.share)} of worlds ({span(said.interval)}). Half
of the worlds tip below a shock of {middle:.2f}, eight in ten between {early:.2f} and {late:.2f}; as they tip in
different places, their median slides where a single world jumps. SF10 counts only the ten tenths that begin at 0,
0.1, 0.2 and so on, so a jump across one of their borders is cut in two; in this count the share is
{percent(said.fixed)}. The last columns look for two camps of worlds at the threshold of the median world: the dip
says how much emptier the emptiest tenth of alignment between them is than the fullest of the smaller camp (1 is
empty, 0 no valley).

{table(head, rows)}
{made.worlds:,} worlds, seed {made.scenario.seed}. Shocks under which a world's regime falls are left out of its
course; a fall below a tenth is not divided up and does not count as a jump."""


def _told_verdict(sampling: Sampling, said: Verdict) -> tuple[str, ...]:
    early, middle, late = said.thresholds
    camps = "-" if said.modes is None else f"{two_decimals(said.modes.low)} and {two_decimals(said.modes.high)}"
    dip = "none" if said.modes is None else f"{two_decimals(said.modes.dip)} at {two_decimals(said.modes.valley)}"
    return (
        f"`{sampling}`",
        f"{percent(said.share)} ({span(said.interval)})",
        percent(said.fixed),
        percent(said.median_share),
        f"{middle:.2f} ({early:.2f} to {late:.2f})",
        camps,
        dip,
    )


def _row_quantile(rows: Array, share: float) -> Array:
    """One order statistic of each row, among the worlds that have a number; NaN where none has."""
    there = [row[~np.isnan(row)] for row in rows]
    return np.array([quantile_rows(row[None], share)[0] if row.size else np.nan for row in there])


def _worlds_shown(made: Sweep) -> list[int]:
    """Single worlds from the early ones to the late ones, by their thresholds and then their numbers."""
    places = thresholds(made)
    whole = made.stands.all(axis=0) & ~np.isnan(places)
    known = np.flatnonzero(whole if whole.any() else ~np.isnan(places))
    order = known[np.argsort(places[known], kind="stable")]
    return [int(order[round(share * (len(order) - 1))]) for share in SHOWN_WORLDS]


def _borders(levels: Array) -> Array:
    half = HALF * levels[1]
    return np.concatenate([levels - half, [levels[-1] + half]])


def _open_frame(axes: Axes, limits: tuple[float, float]) -> None:
    axes.set_xlim(*limits)
    axes.spines[["top", "right"]].set_visible(False)


def swept(worlds: int, seed: int, sampling: str, *, quiet: bool = False) -> Sweep:
    """The sweep of the baseline that the figure and the page show."""
    scenario = load_scenario("baseline", settings=[f"worlds={worlds}", f"seed={seed}", f"sampling={sampling}"])
    with progress(f"Sweeping the shock, sampling {sampling}", quiet=quiet) as tell:
        return sweep(scenario, progress=tell)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the figure."""
    parser = argparse.ArgumentParser(prog="python -m viz.figures.tipping", description="Draws docs/tipping.svg.")
    parser.add_argument("--worlds", type=int, default=WORLDS, help=f"number of worlds, {WORLDS} by default")
    parser.add_argument("--seed", type=int, default=SEED, help=f"seed of all luck, {SEED} by default")
    parser.add_argument("--out", type=Path, default=FIGURE, help="file to write: SVG, PDF or PNG")
    asked = parser.parse_args(arguments)
    save_figure(tipping_figure(swept(asked.worlds, asked.seed, "parameters")), asked.out)


if __name__ == "__main__":
    main()
