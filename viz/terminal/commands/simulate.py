"""The verbs that simulate one scenario: run, story, network."""

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
    print_result,
    refuse_world_among_worlds,
    width,
)

if TYPE_CHECKING:
    from model.scenario.scenario import Scenario
    from viz.api import Run
    from viz.common.summary import Summary


def run(
    name: options.Name,
    worlds: options.Worlds = None,
    seed: options.Seed = None,
    set_: options.Settings = None,
    out: options.Folder = None,
    csv: options.Csv = None,
    separator: options.Separator = ",",
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Simulate a scenario and save the results to a folder.

    Prints a chart of alignment, the effect of the scenario compared with the one it extends, the postures at the end
    and the turning points; --quiet prints only the folder.
    """
    from experiments.conditioning.worlds import listed_worlds
    from model.core.files import write_whole
    from model.runs.manifest import short_hash
    from model.runs.save import check_place
    from model.runs.tables import bands_csv
    from viz.api import check_size
    from viz.common.summary import as_plain
    from viz.sentences.effect_text import against_as_plain
    from viz.sentences.worlds_text import worlds_as_plain
    from viz.terminal.run import check_csv, run_beside, run_lines

    scenario = load(name, worlds, seed, set_)
    folder = out or Path("runs") / f"{scenario.name}-{short_hash(scenario)}"
    check_place(folder)
    check_csv(csv, separator)
    check_size(scenario)
    ensure_worlds(scenario, quiet=quiet or as_json)
    finished, found = _simulated(scenario, quiet=quiet or as_json)
    finished.save(folder)
    if csv is not None:
        write_whole(csv, bands_csv(finished, separator))
    if quiet and not as_json:
        print(folder)
        return
    effect, listed = run_beside(finished, quiet=as_json), listed_worlds(scenario)
    plain = {"scenario": scenario.name, "folder": str(folder)} | as_plain(finished, found) | worlds_as_plain(listed)
    plain |= {} if effect is None else {"against": against_as_plain(effect)}
    lines = run_lines(finished, found, effect, listed, folder, width=width(), out=sys.stdout)
    print_result(plain, lines, as_json=as_json)


def _simulated(scenario: Scenario, *, quiet: bool) -> tuple[Run, Summary]:
    """A run, and what is said of it; refused where no world counts."""
    from viz.api import simulate
    from viz.common.summary import summary
    from viz.terminal.progress import progress

    with progress(f"Running {scenario.name}, {scenario.worlds:,} worlds", quiet=quiet) as advance:
        finished = simulate(scenario, advance)
    found = summary(finished)
    if found is None:
        message = f"none of the {finished.worlds:,} worlds meets the scenario's condition 'given'"
        raise WrongInputError(message)
    return finished, found


def story(
    name: options.Name,
    world: options.World = None,
    path: Annotated[int | None, typer.Option(metavar="N", help="Number of a posture path; --paths lists them.")] = None,
    paths: Annotated[bool, typer.Option("--paths", help="List the posture paths and their shares instead.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Give every move and event instead of a page.")] = False,
    worlds: options.Worlds = None,
    seed: options.Seed = None,
    set_: options.Settings = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Tell the story of one world, with dates and reasons.

    The world with a given number (--world), a world typical of a posture path (--path), or, without either, one
    typical of the most common path.
    """
    from model.story.story import story_of
    from viz.terminal.story import path_lines, paths_as_plain, refuse_both, run_paths, story_lines, typical_world

    refuse_both(world, path, paths=paths)
    refuse_world_among_worlds(world, worlds)
    scenario = load_and_note(name, worlds, seed, set_, quiet=quiet or as_json)
    found = None if world is not None else run_paths(scenario, quiet=quiet or as_json)
    if paths and found is not None:
        print_result(paths_as_plain(found), path_lines(found, width=width()), as_json=as_json)
        return
    number, why = typical_world(found, path) if found is not None else (world or 0, "as requested")
    text = story_of(scenario, number)
    lines = story_lines(text, f"World {number}, {why}.", found, width=width(), full=full)
    print_result(text.as_plain(), lines, as_json=as_json)


def network(
    name: options.Name,
    month: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="Month to show; the last one by default.")
    ] = None,
    world: options.World = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also draw the network at three dates to this file (svg, pdf or png)."),
    ] = None,
    worlds: options.Worlds = None,
    seed: options.Seed = None,
    set_: options.Settings = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Show ties, camps and pressure among the five in one month."""
    from viz.terminal.drawing import check_drawing
    from viz.terminal.network import draw, network_as_plain, network_lines, run_network

    refuse_world_among_worlds(world, worlds)
    scenario = load_and_note(name, worlds, seed, set_, quiet=quiet or as_json)
    check_drawing(out)
    finished, report = run_network(scenario, month, world, quiet=quiet or as_json)
    if out is not None:
        draw(finished, report, month, out)
    print_result(network_as_plain(report), network_lines(report, width=width()), as_json=as_json)
