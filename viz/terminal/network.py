"""What the command line says about the network of the five."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from pathlib import Path

from model.core.declarations import AGENTS
from model.core.names import CAPITALS
from model.ensemble.record import HEADLINE, Run
from model.network.pressing import who_presses
from model.network.report import BY_ACTOR, WHOLE, NetworkReport, Spread, network_report
from model.network.ties import relation_series
from model.runs.run import run as run_worlds
from model.runs.world_lists import worlds_of
from model.scenario.scenario import Scenario
from model.story.phrases import joined, month_in_words
from viz.common.exits import WrongInputError
from viz.common.words import two_decimals
from viz.terminal.drawing import save_drawing
from viz.terminal.progress import progress
from viz.terminal.tables import aligned


def run_network(scenario: Scenario, month: str | None, world: int | None, *, quiet: bool) -> tuple[Run, NetworkReport]:
    """Run a scenario, or one of its worlds, and describe its network in one month, by default the last one.

    Raises:
        WrongInputError: The scenario does not reach that month.
    """
    dates = [scenario.date(position) for position in range(scenario.months)]
    date = dates[-1] if month is None else month
    if date not in dates:
        message = f"--month: '{date}' is not in this scenario; allowed: {dates[0]} to {dates[-1]}, as YYYY-MM"
        raise WrongInputError(message)
    worlds = worlds_of(scenario, None if world is None else [world])
    if world is not None:  # it was asked for by its number, so no condition leaves it out
        scenario = replace(scenario, given=())
    many = f"{len(worlds):,} world{'s' if len(worlds) > 1 else ''}"
    with progress(f"Running {scenario.name}, {many}", quiet=quiet) as advance:
        keep = (HEADLINE, *relation_series())
        finished = run_worlds(scenario, keep=keep, moves=False, worlds=worlds, progress=advance)
    with progress("Computing who presses whom", quiet=quiet) as advance:
        table = who_presses(scenario, worlds=worlds, progress=advance)
    return finished, network_report(finished, table, date, world)


def draw(run: Run, report: NetworkReport, month: str | None, out: Path) -> None:
    """Draw the network at three dates: the first, the one asked for or the middle one, and the last.

    Raises:
        WrongInputError: The file cannot be written.
    """
    from viz.figures.network import dates_for, network_figure

    save_drawing(network_figure(run, dates_for(run, month), report.world), out)


def network_lines(report: NetworkReport, *, width: int) -> list[str]:
    """The network in sentences and tables."""
    who = f"world {report.world:,}" if report.world is not None else f"median of {report.worlds:,} worlds"
    ties = [("", *CAPITALS.values())]
    for one in AGENTS:
        cells = ("" if one == other else f"{report.ties[one, other].median:+.2f}" for other in AGENTS)
        ties.append((CAPITALS[one], *cells))
    heads = ("Whole network", "value") if report.world is not None else ("Whole network", "median", "9 worlds in 10")
    whole = [heads, *(_whole(label, report.whole[name])[: len(heads)] for name, (_, label) in WHOLE.items())]
    actors = [("", *(label for _, label in BY_ACTOR.values()))]
    for actor in AGENTS:
        actors.append((CAPITALS[actor], *(two_decimals(report.actors[name][actor].median) for name in BY_ACTOR)))
    return [
        report.title,
        f"The network of the five in {month_in_words(report.month)}, {who}",
        "",
        "Tie of the row to the column, from -1 (hostile) to +1 (friendly)",
        *aligned(ties, numbers=range(1, 6), indent=2),
        "",
        *aligned(whole, numbers=[1], indent=2),
        "",
        *textwrap.wrap(f"Camps with the least frustration: {_camps(report)}.", width),
        "",
        *aligned(actors, numbers=range(1, 1 + len(BY_ACTOR)), indent=2),
        "",
        *textwrap.wrap(_pressing(report), width),
    ]


def _whole(label: str, spread: Spread) -> tuple[str, ...]:
    return label, two_decimals(spread.median), f"{two_decimals(spread.low)} to {two_decimals(spread.high)}"


def _camps(report: NetworkReport) -> str:
    texts = []
    for one, other, share in report.camps:
        sides = [joined([CAPITALS[actor] for actor in side]) for side in (one, other) if side]
        texts.append(" against ".join(sides) + (f" ({100 * share:.0f} % of worlds)" if report.world is None else ""))
    return "; ".join(texts)


def _pressing(report: NetworkReport) -> str:
    if not report.pressing:
        return "Nobody presses anybody in this month."
    if report.world is not None:
        return f"Who presses whom: {'; '.join(f'{a} presses {b}' for a, b, _ in report.pressing)}."
    texts = (f"{a} presses {b} in {100 * share:.0f} %" for a, b, share in report.pressing)
    return f"Who presses whom (share of worlds): {'; '.join(texts)}."


def network_as_plain(report: NetworkReport) -> dict[str, object]:
    """The network as plain data; what is not defined is NaN, and null in JSON."""
    return {
        "scenario": report.scenario,
        "month": report.month,
        "world": report.world,
        "worlds": report.worlds,
        "ties": [{"from": a.label, "to": b.label} | _plain(spread) for (a, b), spread in report.ties.items()],
        "measures": {name: _plain(spread) for name, spread in report.whole.items()},
        "actors": {
            name: {actor.label: _plain(spread) for actor, spread in table.items()}
            for name, table in report.actors.items()
        },
        "camps": [
            {"camps": [[a.label for a in side] for side in (one, other) if side], "share": share}
            for one, other, share in report.camps
        ],
        "pressing": [{"presser": a, "pressed": b, "share": share} for a, b, share in report.pressing],
    }


def _plain(spread: Spread) -> dict[str, float]:
    return {"median": spread.median, "p05": spread.low, "p95": spread.high}
