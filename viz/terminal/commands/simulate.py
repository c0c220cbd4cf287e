"""The verbs that simulate one scenario: run, story, network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from viz.common.exits import WrongInputError
from viz.terminal.commands.options import AsJson, Asked, Quiet, Seed, Settings, Worlds, load, print_json, width


def run(
    scenario: Asked,
    worlds: Worlds = None,
    seed: Seed = None,
    set_: Settings = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder for the results.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Run a scenario: print where alignment goes, and write the run to a folder."""
    from model.runs.manifest import short_hash
    from model.runs.save import check_place
    from viz.api import check_size, simulate
    from viz.common import summary
    from viz.terminal.progress import progress
    from viz.terminal.run import run_lines

    asked = load(scenario, worlds, seed, set_)
    folder = out or Path("runs") / f"{asked.name}-{short_hash(asked)}"
    check_place(folder)
    check_size(asked)
    with progress(f"Running {asked.name}, {asked.worlds:,} worlds", quiet=quiet or as_json) as tell:
        finished = simulate(asked, tell)
    found = summary.summary(finished)
    if found is None:
        message = f"none of the {finished.worlds:,} worlds meets the scenario's condition 'given'"
        raise WrongInputError(message)
    finished.save(folder)
    if as_json:
        print_json({"scenario": asked.name, "folder": str(folder)} | summary.as_plain(finished, found))
    elif quiet:
        print(folder)
    else:
        print(*run_lines(finished, found, folder, width=width(), out=sys.stdout), sep="\n")


def story(
    scenario: Asked,
    world: Annotated[int | None, typer.Option(min=0, metavar="N", help="Number of the world.")] = None,
    path: Annotated[int | None, typer.Option(metavar="N", help="Number of a posture path; --paths lists them.")] = None,
    paths: Annotated[bool, typer.Option("--paths", help="List the posture paths and their shares instead.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Tell every move and event, not a page.")] = False,
    worlds: Worlds = None,
    seed: Seed = None,
    set_: Settings = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Tell the story of one world, dated and with reasons: by its number, typical of a path, or typical of all."""
    from model.story.story import story_of
    from viz.terminal.story import chosen, path_lines, paths_as_plain, refuse_both, simulated_paths, story_lines

    refuse_both(world, path, paths=paths)
    asked = load(scenario, worlds, seed, set_)
    found = None if world is not None else simulated_paths(asked, quiet=quiet or as_json)
    if paths and found is not None:
        if as_json:
            print_json(paths_as_plain(found))
        else:
            print(*path_lines(found, width=width()), sep="\n")
        return
    number, why = chosen(found, path) if found is not None else (world or 0, "the one asked for")
    story = story_of(asked, number)
    if as_json:
        print_json(story.as_plain())
    else:
        print(*story_lines(story, f"World {number:,}, {why}.", found, width=width(), full=full), sep="\n")


def network(
    scenario: Asked,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="The month; the last one if not given.")] = None,
    world: Annotated[int | None, typer.Option(min=0, metavar="N", help="Number of one world instead of all.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw it there at three dates: svg, pdf, png.")
    ] = None,
    worlds: Worlds = None,
    seed: Seed = None,
    set_: Settings = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show how the five stand to one another in a month: ties, balance, camps, bridges, and who presses whom."""
    from viz.terminal.network import check_drawing, draw, lived_network, network_as_plain, network_lines

    asked = load(scenario, worlds, seed, set_)
    check_drawing(out)
    finished, report = lived_network(asked, month, world, quiet=quiet or as_json)
    if out is not None:
        draw(finished, report, month, out)
    if as_json:
        print_json(network_as_plain(report))
    else:
        print(*network_lines(report, width=width()), sep="\n")
