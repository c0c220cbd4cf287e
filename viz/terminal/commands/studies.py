"""The verbs that run many scenarios and compare: patterns, knockout, sweep, analyse."""

from __future__ import annotations

import sys
import textwrap
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from viz.common.exits import NOT_HELD, StoppedError
from viz.terminal.commands.options import AsJson, Asked, Quiet, Seed, Settings, Worlds, load, print_json, width


class OnErrorChoice(StrEnum):
    """What follows when a point of a sweep fails."""

    STOP = "stop"
    CONTINUE = "continue"


class SamplingChoice(StrEnum):
    """Where the parameters of a world come from: all at their best, the stated ranges, or wider ones."""

    BEST = "best"
    PARAMETERS = "parameters"
    WIDE = "wide"


def patterns(
    scenario: Asked,
    sampling: Annotated[SamplingChoice, typer.Option(help="Parameters of the worlds.")] = SamplingChoice.BEST,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with code 3 if a pattern does not hold.")] = False,
    worlds: Worlds = None,
    seed: Seed = None,
    set_: Settings = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Score a scenario against the stylised facts of the documents."""
    from experiments.patterns.score import score
    from viz.terminal.patterns import pattern_lines
    from viz.terminal.progress import progress

    asked = load(scenario, worlds, seed, [*(set_ or ()), f"sampling={sampling}"])
    with progress(f"Scoring {asked.name}", quiet=quiet or as_json) as tell:
        report = score(asked, progress=tell)
    if as_json:
        print_json(report.to_json())
    else:
        print(*(pattern_lines(report)[-1:] if quiet else pattern_lines(report)), sep="\n")
    if strict and report.met < report.count:
        raise typer.Exit(NOT_HELD)


def knockout(
    scenario: Asked,
    mechanisms: Annotated[
        str | None, typer.Option(metavar="M01,M02", help="Only these; all that have a switch if left out.")
    ] = None,
    patterns_: Annotated[
        bool, typer.Option("--patterns", help="Also which stylised facts each one holds up; ten times as long.")
    ] = False,
    worlds: Worlds = None,
    seed: Seed = None,
    set_: Settings = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Switch off one mechanism after another, with the same luck: what does each of them move?"""
    from experiments.comparison.knockout import WORLDS, knock_out
    from experiments.comparison.switches import switchable
    from viz.terminal import knockouts, tables
    from viz.terminal.progress import progress

    asked = load(scenario, worlds, seed, [f"worlds={WORLDS}", *(set_ or ())])
    chosen = None if mechanisms is None else [name.strip() for name in mechanisms.split(",")]
    switchable(asked, chosen)
    with progress(f"Knocking out mechanisms of {asked.name}", quiet=quiet or as_json) as tell:
        found = knock_out(asked, chosen, patterns=patterns_, progress=tell)
    if as_json:
        print_json(knockouts.as_plain(found))
        return
    tables.print_table(knockouts.table_of(found), sys.stdout)
    if not quiet:
        for line in knockouts.closing_lines(found):
            print("", *textwrap.wrap(line, width()), sep="\n")


def sweep(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A name in scenarios/sweeps/, or the path of a file.")],
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes; all cores if not given.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler instead, e.g. tcp://host:8786.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder for the results.")] = None,
    on_error: Annotated[OnErrorChoice, typer.Option(help="What follows when a point fails.")] = OnErrorChoice.STOP,
    portable: Annotated[
        bool, typer.Option("--portable", help="Accept processors that differ; last digits may differ too.")
    ] = False,
    set_: Settings = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Run many points of a scenario, or resume a sweep that was stopped."""
    from experiments.sweeps.plan.reader import load_sweep
    from experiments.sweeps.run.runner import OnError, SweepRun
    from viz.terminal import sweeps

    plan = load_sweep(file, settings=set_ or ())
    sweep_run = SweepRun(
        plan,
        out or Path("runs") / f"sweep-{plan.name}",
        workers=workers,
        scheduler=scheduler,
        on_error=OnError(on_error),
        portable=portable,
    )
    done = sweeps.run_with_progress(sweep_run, as_json=as_json, quiet=quiet)
    if not done.is_done:
        again = " ".join(["tightrope", *sys.argv[1:]]) if len(sys.argv) > 1 else f"tightrope sweep {file}"
        message = f"stopped; {done.chunks} of {done.all_chunks} chunks are saved. To resume: {again}"
        raise StoppedError(message)


def analyse(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a sweep.")],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say what a sweep found: indices, maps, abrupt changes, regrets; write figures, tables and a report."""
    from experiments.sweeps.results.analyse import analyse as answers_of
    from viz.reports.sweep import write_answers
    from viz.terminal.sweep_answers import answer_lines, answers_as_plain

    found = answers_of(folder)
    written = write_answers(found)
    if as_json:
        print_json({"folder": str(written)} | answers_as_plain(found))
    elif quiet:
        print(written)
    else:
        for line in [*answer_lines(found), "", f"Written to {written}; open {written / 'report.html'}"]:
            print(*textwrap.wrap(line, width(), subsequent_indent="    ") or [""], sep="\n")
