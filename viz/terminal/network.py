"""What the command line says about the network of the five."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from model.core.declarations import AGENTS
from model.core.names import CAPITALS
from model.ensemble.record import HEADLINE, Run
from model.network.pressing import who_presses
from model.network.report import BY_ACTOR, WHOLE, NetworkReport, Spread, network_report
from model.network.ties import relation_series
from model.runs.run import run as run_worlds
from model.scenario.scenario import Scenario
from model.story.phrases import joined, month_in_words
from viz.common.exits import WrongInputError
from viz.terminal.progress import progress

TIE, NARROW, LABEL = 12, 8, 44
"""Columns of the tables."""

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
    first, worlds = 0, asked.worlds
    if world is not None:  # it was asked for by its number, so no condition leaves it out
        asked, first, worlds = replace(asked, given=None), world, 1
    with progress(f"Running {asked.name}, {worlds:,} world{'s' if worlds > 1 else ''}", quiet=quiet) as tell:
        keep = (HEADLINE, *relation_series())
        finished = run_worlds(asked, keep=keep, moves=False, first=first, worlds=worlds, progress=tell)
    with progress("Looking who presses whom", quiet=quiet) as tell:
        table = who_presses(asked, first=first, worlds=worlds, progress=tell)
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
    from viz.figures.frame import save_figure
    from viz.figures.network import dates_for, network_figure

    try:
        save_figure(network_figure(run, dates_for(run, month), report.world), out)
    except OSError as error:
        message = f"--out: {out} cannot be written ({error.strerror})"
        raise WrongInputError(message) from None


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
