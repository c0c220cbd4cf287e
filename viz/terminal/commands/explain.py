"""The verbs that say why: trace."""

from __future__ import annotations

from typing import Annotated

import typer

from viz.common.exits import WrongInputError
from viz.terminal.commands import options
from viz.terminal.commands.options import load_and_note, print_result, refuse_world_among_worlds, width


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
        print_result(found.as_plain(), reason_lines(found, width=width()), as_json=as_json)
        return
    if worlds is not None:
        message = "--worlds is for the reasons of a move over many worlds; a series is traced in one, give --world"
        raise WrongInputError(message)
    scenario = load_and_note(name, None, seed, set_, quiet=quiet or as_json)
    asked = asked_of(scenario, series, month, world)
    print_result(asked.as_plain(depth or 1), asked.lines(depth or 1, width=width()), as_json=as_json)
