"""The verbs that run many scenarios and compare: patterns, knockout, sweep, analyse."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from viz.common.exits import NOT_HELD, StoppedError, WrongInputError
from viz.terminal.commands import options
from viz.terminal.commands.options import is_set, load_and_note, print_json, print_notes, print_result, print_wrapped

OnErrorChoice = StrEnum("OnErrorChoice", ["STOP", "CONTINUE"])


def patterns(
    name: options.Name,
    sampling: Annotated[
        str | None,
        typer.Option(
            metavar="[best|prior]",
            help="Parameters: all at their best value, which is the default, or drawn for each world.",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with code 3 if a pattern does not hold.")] = False,
    worlds: options.Worlds = None,
    seed: options.Seed = None,
    set_: options.Settings = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Score a scenario against the stylised facts of the documents."""
    from experiments.patterns.score import score
    from model.scenario.reader import sampling_of
    from viz.terminal.patterns import pattern_lines
    from viz.terminal.progress import progress

    if sampling is not None and is_set("sampling", set_):
        message = "--sampling and --set sampling=... exclude each other; give one of them"
        raise WrongInputError(message)
    drawn = sampling_of(sampling or "best", "--sampling")
    scenario = load_and_note(name, worlds, seed, set_)
    if not is_set("sampling", set_):
        scenario = replace(scenario, sampling=drawn)
    with progress(f"Scoring {scenario.name}", quiet=quiet or as_json) as advance:
        report = score(scenario, progress=advance)
    print_result(report.to_json(), pattern_lines(report)[-1 if quiet else 0 :], as_json=as_json)
    if strict and report.met < report.count:
        raise typer.Exit(NOT_HELD)


def knockout(
    name: options.Name,
    mechanisms: Annotated[
        str | None, typer.Option(metavar="M01,M02", help="Only these; all that have a switch if left out.")
    ] = None,
    patterns_: Annotated[
        bool, typer.Option("--patterns", help="Also which stylised facts depend on each; takes ten times as long.")
    ] = False,
    worlds: options.Worlds = None,
    seed: options.Seed = None,
    set_: options.Settings = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Switch off one mechanism at a time and show what changes.

    All runs use the same random numbers, so that differences are due to the mechanism.
    """
    from experiments.comparison.knockout import WORLDS, knock_out
    from experiments.comparison.switches import switchable
    from viz.terminal import knockouts, tables
    from viz.terminal.progress import progress

    scenario = load_and_note(name, worlds, seed, set_)
    if worlds is None and not is_set("worlds", set_):
        scenario = replace(scenario, worlds=WORLDS)
    chosen = None if mechanisms is None else [key.strip() for key in mechanisms.split(",")]
    switchable(scenario, chosen)
    with progress(f"Knocking out mechanisms of {scenario.name}", quiet=quiet or as_json) as advance:
        found = knock_out(scenario, chosen, patterns=patterns_, progress=advance)
    if as_json:
        print_json(knockouts.as_plain(found))
        return
    tables.print_table(knockouts.table_of(found), sys.stdout)
    for line in () if quiet else knockouts.closing_lines(found):
        print_wrapped(["", line])


def sweep(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A name in scenarios/sweeps/, or the path of a file.")],
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes; all cores if not given.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler instead, e.g. tcp://host:8786.")
    ] = None,
    out: options.Folder = None,
    on_error: Annotated[OnErrorChoice, typer.Option(help="What to do when a point fails.")] = OnErrorChoice.STOP,
    portable: Annotated[
        bool, typer.Option("--portable", help="Accept different processors; last digits may then differ too.")
    ] = False,
    set_: options.Settings = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Run a scenario at many points, or continue a stopped sweep."""
    from experiments.sweeps.plan.reader import load_sweep
    from experiments.sweeps.run.runner import OnError, SweepRun
    from viz.terminal.sweeps import run_sweep

    plan = load_sweep(file, settings=set_ or ())
    print_notes(plan.scenario)
    sweep_run = SweepRun(
        plan,
        out or Path("runs") / f"sweep-{plan.name}",
        workers=workers,
        scheduler=scheduler,
        on_error=OnError(on_error),
        portable=portable,
    )
    state = run_sweep(sweep_run, as_json=as_json, quiet=quiet)
    if not state.is_done:
        again = shlex.join(["tightrope", *(sys.argv[1:] or ["sweep", file])])
        message = f"stopped; {state.chunks} of {state.all_chunks} chunks are saved. To go on: {again}"
        raise StoppedError(message)


def analyse(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a sweep.")],
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Analyse a sweep and write figures, tables and a report.

    What the design allows: sensitivity indices, maps, abrupt changes, regret, regions where an outcome is common.
    """
    from experiments.sweeps.results.analyse import analyse as answers_of
    from viz.reports.sweep import write_answers
    from viz.terminal.sweep_answers import answer_lines, answers_as_plain

    answers = answers_of(folder)
    written = write_answers(answers)
    if as_json:
        print_json({"folder": str(written)} | answers_as_plain(answers))
    elif quiet:
        print(written)
    else:
        print_wrapped([*answer_lines(answers), "", f"Written to {written}; open {written / 'report.html'}"], indent=4)
