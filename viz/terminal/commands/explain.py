"""The verbs that say why: explain, trace."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from viz.common.exits import WrongInputError
from viz.terminal.commands import options
from viz.terminal.commands.options import (
    ensure_worlds,
    load,
    load_and_note,
    print_notes,
    print_result,
    refuse_world_among_worlds,
    width,
)

if TYPE_CHECKING:
    from model.scenario.scenario import Scenario


def explain(
    first: Annotated[str, typer.Argument(metavar="A", help="Where the change starts: a name in scenarios/ or a path.")],
    second: Annotated[
        str | None,
        typer.Argument(metavar="B", help="Where it ends; without it, the change is from what A extends to A."),
    ] = None,
    outcome: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A series, a turning point such as fall or a posture; alignment by default."),
    ] = None,
    month: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="Month; the one of the largest difference by default.")
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=MEMBER,MEMBER", help="Count several differences as one part; repeatable."),
    ] = None,
    mechanisms: Annotated[
        bool, typer.Option("--mechanisms", help="Split over the five mechanisms it most comes about by.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Also draw the parts to this file (svg, pdf or png).")
    ] = None,
    beliefs: options.Beliefs = options.WhoseBeliefs.EACH,
    worlds: options.Worlds = None,
    seed: options.Seed = None,
    set_: options.Settings = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Split a change between two scenarios over what differs.

    Differences are pressures, hypotheses, numbers, switches and first values. All their combinations are run in the
    same worlds, so that the parts (Shapley values) are exact and sum to the change. --worlds and --seed hold for both;
    --set changes the second alone, or what it says of beliefs holds for both with --beliefs together.
    """
    from viz.terminal.drawing import check_drawing, save_drawing
    from viz.terminal.why.explain import drawing_of, explanation_lines, joined_of, split

    groups = None if mechanisms else joined_of(group or ())
    if mechanisms and group:
        message = "--group joins what differs; leave it out with --mechanisms"
        raise WrongInputError(message)
    check_drawing(out)
    a, b = _ends(first, second, beliefs, worlds, seed, set_)
    ensure_worlds(a, quiet=quiet or as_json)
    found = split(a, b, outcome, month, groups, quiet=quiet or as_json)
    if out is not None:
        save_drawing(drawing_of(found), out)
    print_result(found.as_plain(), explanation_lines(found, width=width(), out=sys.stdout), as_json=as_json)


def _ends(
    first: str,
    second: str | None,
    beliefs: options.WhoseBeliefs,
    worlds: int | None,
    seed: int | None,
    settings: list[str] | None,
) -> tuple[Scenario, Scenario]:
    """Where the change starts and ends; what is set holds for the end."""
    from experiments.comparison.footing import Beliefs
    from experiments.explanation.explain import ends

    given = [load(first, worlds, seed, settings if second is None else None)]
    if second is not None:
        given.append(load(second, worlds, seed, settings))
    for scenario in given:
        print_notes(scenario)
    return ends(*given, beliefs=Beliefs(beliefs))


def trace(
    series: Annotated[str, typer.Argument(metavar="SERIES", help="A series or move, e.g. belarus.contacts.")],
    name: options.Name = "baseline",
    month: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM", help="The month; by default the last one, of a move its first time."),
    ] = None,
    world: options.World = None,
    depth: Annotated[
        int | None, typer.Option(min=1, max=12, metavar="D", help="How many steps a trace goes down; 1 by default.")
    ] = None,
    worlds: options.Worlds = None,
    seed: options.Seed = None,
    set_: options.Settings = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Show which values, numbers and paragraphs made a value.

    For a series, in one month of one world: its terms, what its rule read, the numbers behind it with their paragraphs.
    By default in the first world of the run. For a move without --world: why it is made, averaged over all worlds
    that make it.
    """
    from viz.terminal.why.asked import asked_of, average_reasons, is_move
    from viz.terminal.why.reasons import reason_lines

    refuse_world_among_worlds(world, worlds)
    if is_move(series) and world is None:
        if depth is not None:
            message = "--depth is for the trace of one world; give --world too"
            raise WrongInputError(message)
        scenario = load_and_note(name, worlds, seed, set_, quiet=quiet or as_json)
        found = average_reasons(scenario, series, month, quiet=quiet or as_json)
        print_result(found.as_plain(), reason_lines(found, width=width(), out=sys.stdout), as_json=as_json)
        return
    if worlds is not None:
        message = "--worlds is for the reasons of a move over many worlds; a series is traced in one, give --world"
        raise WrongInputError(message)
    scenario = load_and_note(name, None, seed, set_, quiet=quiet or as_json)
    asked = asked_of(scenario, series, month, world)
    print_result(asked.as_plain(depth or 1), asked.lines(depth or 1, width=width(), out=sys.stdout), as_json=as_json)
