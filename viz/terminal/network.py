"""What the command line says about the network of the five: ties, balance, camps, centralities, who presses whom."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from model.core.arrays import order_statistic
from model.core.declarations import AGENTS, Array, Owner
from model.core.names import CAPITALS
from model.ensemble.record import HEADLINE, Run
from model.network import measures
from model.network.pressing import Influence, influence
from model.network.ties import relation_series, ties_of
from model.runs.run import run as run_worlds
from model.scenario.load import Scenario
from model.story.phrases import joined, month_in_words
from viz.common.exits import WrongInputError
from viz.terminal import progress as terminal

Measure = Callable[[Array], Array]

WHOLE: Mapping[str, tuple[Measure, str]] = MappingProxyType(
    {
        "balance": (measures.balance, "balance: triads in balance, by strength"),
        "balanced_share": (measures.balanced_share, "balance: triads in balance, counted"),
        "frustration": (measures.frustration, "frustration: strength of ties out of line"),
        "polarization": (measures.polarization, "polarization: two hostile camps"),
    }
)
"""Measures of the whole network: name, function, label."""

BY_ACTOR: Mapping[str, tuple[Measure, str]] = MappingProxyType(
    {
        "pn": (measures.pn_centrality, "PN"),
        "pn_in": (measures.pn_in, "PN in"),
        "pn_out": (measures.pn_out, "PN out"),
        "in_positive": (lambda ties: measures.in_strength(ties, 1), "in +"),
        "in_negative": (lambda ties: measures.in_strength(ties, -1), "in -"),
        "out_positive": (lambda ties: measures.out_strength(ties, 1), "out +"),
        "out_negative": (lambda ties: measures.out_strength(ties, -1), "out -"),
        "brokerage": (measures.brokerage, "bridge"),
        "betweenness": (measures.betweenness, "between"),
    }
)
"""Measures of each actor: name, function, head of the column."""

TIE, NARROW, LABEL, MANY = 12, 8, 44, 0.005
"""Columns of the tables, and the share of worlds below which pressing is not printed."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A number over worlds: its median, and the nine worlds in ten around it."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class NetworkReport:
    """The network of one month.

    Attributes:
        scenario: Name of the scenario.
        title: Its title.
        month: The month.
        world: Number of the world; None for the median over all.
        worlds: Number of worlds.
        ties: From whom, to whom -> how one stands to the other.
        whole: Measures of the whole network.
        actors: Measures of each actor.
        camps: The split that strains the network least, and the share of worlds that split so; commonest first.
        pressing: Who presses whom, with the share of worlds.
    """

    scenario: str
    title: str
    month: str
    world: int | None
    worlds: int
    ties: Mapping[tuple[Owner, Owner], Spread]
    whole: Mapping[str, Spread]
    actors: Mapping[str, Mapping[Owner, Spread]]
    camps: tuple[tuple[tuple[Owner, ...], tuple[Owner, ...], float], ...]
    pressing: tuple[tuple[str, str, float], ...]


FORMS = (".svg", ".pdf", ".png")
"""Endings of the files that a figure can be written to."""


def lived_network(asked: Scenario, month: str | None, world: int | None, *, quiet: bool) -> tuple[Run, NetworkReport]:
    """Run a scenario, or one of its worlds, and read its network off one month.

    Args:
        asked: The scenario.
        month: The month; the last one if None.
        world: Number of one world; all if None.
        quiet: Show no progress.

    Raises:
        WrongInputError: The scenario does not reach that month.
    """
    dates = [asked.date(place) for place in range(asked.months)]
    date = dates[-1] if month is None else month
    if date not in dates:
        message = f"--month: '{date}' is not in this scenario; allowed: {dates[0]} to {dates[-1]}, as YYYY-MM"
        raise WrongInputError(message)
    first, worlds = (0, asked.worlds) if world is None else (world, 1)
    with terminal.progress(f"Running {asked.name}, {worlds:,} world{'s' if worlds > 1 else ''}", quiet=quiet) as tell:
        keep = (HEADLINE, *relation_series())
        finished = run_worlds(asked, keep=keep, moves=False, first=first, worlds=worlds, progress=tell)
    with terminal.progress("Looking who presses whom", quiet=quiet) as tell:
        table = influence(asked, first=first, worlds=worlds, progress=tell)
    return finished, network_report(finished, table, date, world)


def check_drawing(out: Path | None) -> None:
    """Refuse a file that no figure can be written to, before the work.

    Raises:
        WrongInputError: Its ending is not known, or its folder is not there.
    """
    if out is None:
        return
    if out.suffix not in FORMS:
        message = f"--out: {out} must end in {', '.join(FORMS[:-1])} or {FORMS[-1]}"
        raise WrongInputError(message)
    if not out.parent.is_dir():
        message = f"--out: {out.parent} is not a folder"
        raise WrongInputError(message)


def draw(run: Run, report: NetworkReport, month: str | None, out: Path) -> None:
    """Draw the network at three dates: the first, the one asked for or the middle one, and the last.

    Raises:
        WrongInputError: The file cannot be written.
    """
    from viz.figures.alignment import save_figure
    from viz.figures.network import dates_for, network_figure

    try:
        save_figure(network_figure(run, dates_for(run, month), report.world), out)
    except OSError as error:
        message = f"--out: {out} cannot be written ({error.strerror})"
        raise WrongInputError(message) from None


def network_report(run: Run, table: Influence, date: str, world: int | None) -> NetworkReport:
    """The network of one month of a run.

    Args:
        run: A run that kept the relations; of the one world if `world` is given.
        table: Who presses whom in the same worlds.
        date: The month.
        world: Number of the only world of the run, or None.

    Raises:
        ValueError: The run does not contain that month.
    """
    month = run.at(date)
    ties = ties_of(run)[:, :, month]
    pressing = sorted((-table.share(date, a, b), a, b) for a in table.pressers for b in table.pressed)
    return NetworkReport(
        scenario=run.scenario.name,
        title=run.scenario.title,
        month=date,
        world=world,
        worlds=run.worlds,
        ties={(a, b): _spread(ties[i, j]) for i, a in enumerate(AGENTS) for j, b in enumerate(AGENTS) if a != b},
        whole={name: _spread(measure(ties)) for name, (measure, _) in WHOLE.items()},
        actors={name: _by_actor(measure(ties)) for name, (measure, _) in BY_ACTOR.items()},
        camps=tuple(_camps(ties)),
        pressing=tuple((a, b, -share) for share, a, b in pressing if -share >= MANY),
    )


def _by_actor(values: Array) -> dict[Owner, Spread]:
    return {actor: _spread(row) for actor, row in zip(AGENTS, values, strict=True)}


def _spread(values: Array) -> Spread:
    return Spread(*(order_statistic(values, share, skip_missing=True) for share in (0.5, 0.05, 0.95)))


def _camps(ties: Array) -> Iterator[tuple[tuple[Owner, ...], tuple[Owner, ...], float]]:
    found, counts = np.unique(measures.camps(ties).T, axis=0, return_counts=True)
    for place in sorted(range(len(found)), key=lambda i: (-counts[i], i)):
        one, other = (tuple(a for a, s in zip(AGENTS, found[place], strict=True) if s == side) for side in (1, -1))
        yield one, other, float(counts[place] / ties.shape[-1])


def network_lines(report: NetworkReport, *, width: int) -> list[str]:
    """The network in words and tables."""
    who = f"world {report.world:,}" if report.world is not None else f"median of {report.worlds:,} worlds"
    lines = [report.title, f"The network of the five in {month_in_words(report.month)}, {who}", ""]
    lines += ["How the row stands to the column, from -1 (foe) to +1 (friend)", _row("", CAPITALS.values(), TIE)]
    for one in AGENTS:
        cells = ("" if one == other else f"{report.ties[one, other].median:+.2f}" for other in AGENTS)
        lines.append(_row(CAPITALS[one], cells, TIE).rstrip())
    lines += ["", f"{'The whole':<{LABEL}}" + ("   value" if report.world is not None else "  median   9 worlds in 10")]
    lines += [_whole(label, report.whole[name], report.world is None) for name, (_, label) in WHOLE.items()]
    lines += ["", *_camp_lines(report, width), ""]
    lines += [_row("", (label for _, label in BY_ACTOR.values()), NARROW)]
    for actor in AGENTS:
        cells = (f"{report.actors[name][actor].median:.2f}" for name in BY_ACTOR)
        lines.append(_row(CAPITALS[actor], cells, NARROW))
    return [*lines, "", *_pressing(report, width)]


def _row(name: str, cells: Iterable[str], column: int) -> str:
    return f"  {name:<12}" + "".join(f"{cell:>{column}}" for cell in cells)


def _whole(label: str, found: Spread, spread: bool) -> str:
    line = f"  {label:<{LABEL - 2}}{found.median:8.2f}"
    return f"{line}   {found.low:.2f} to {found.high:.2f}" if spread else line


def _camp_lines(report: NetworkReport, width: int) -> list[str]:
    told = []
    for one, other, share in report.camps:
        sides = [joined([CAPITALS[actor] for actor in side]) for side in (one, other) if side]
        where = "" if report.world is not None else f" ({share:.0%} of worlds)".replace("%", " %")
        told.append(f"{' against '.join(sides)}{where}")
    return textwrap.wrap(f"Camps that strain the network least: {'; '.join(told)}.", width)


def _pressing(report: NetworkReport, width: int) -> list[str]:
    if not report.pressing:
        return ["Nobody presses anybody in this month."]
    told = [
        f"{a} presses {b}" + ("" if report.world is not None else f" in {100 * s:.0f} %") for a, b, s in report.pressing
    ]
    return textwrap.wrap(
        f"Who presses whom{'' if report.world is not None else ' (share of worlds)'}: {'; '.join(told)}.", width
    )


def network_as_plain(report: NetworkReport) -> dict[str, object]:
    """The network as plain data; what is not defined is null."""
    return {
        "scenario": report.scenario,
        "month": report.month,
        "world": report.world,
        "worlds": report.worlds,
        "ties": [{"from": a.label, "to": b.label} | _plain(found) for (a, b), found in report.ties.items()],
        "measures": {name: _plain(found) for name, found in report.whole.items()},
        "actors": {
            name: {actor.label: _plain(found) for actor, found in table.items()}
            for name, table in report.actors.items()
        },
        "camps": [
            {"camps": [[a.label for a in side] for side in (one, other) if side], "share": share}
            for one, other, share in report.camps
        ],
        "pressing": [{"presser": a, "pressed": b, "share": share} for a, b, share in report.pressing],
    }


def _plain(found: Spread) -> dict[str, float | None]:
    numbers = {"median": found.median, "p05": found.low, "p95": found.high}
    return {name: None if np.isnan(number) else number for name, number in numbers.items()}
