"""The verbs that run many scenarios and compare: patterns, knockout, variance, sweep, analyse, condition."""

from __future__ import annotations

import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from viz.common.exits import NOT_HELD, StoppedError, WrongInputError
from viz.terminal.commands import options
from viz.terminal.commands.options import (
    ensure_worlds,
    is_set,
    load,
    load_and_note,
    print_json,
    print_notes,
    print_result,
    print_wrapped,
)

OnErrorChoice = StrEnum("OnErrorChoice", ["STOP", "CONTINUE"])


def patterns(
    name: options.Name,
    sampling: Annotated[
        str | None,
        typer.Option(metavar="[best|prior]", help="All numbers at their best value (the default), or drawn per world."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with code 3 if a pattern does not hold.")] = False,
    worlds: options.Worlds = None,
    seed: options.Seed = None,
    set_: options.Settings = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Score a scenario against the stylised facts of the documents."""
    from experiments.conditioning.stored import stored
    from experiments.patterns.score import score
    from model.scenario.reader import sampling_of
    from viz.terminal.progress import progress
    from viz.terminal.studies.patterns import beside_as_plain, beside_lines, list_for, pattern_lines

    if sampling is not None and is_set("sampling", set_):
        message = "--sampling and --set sampling=... cannot be combined; give only one of them"
        raise WrongInputError(message)
    drawn = sampling_of(sampling or "best", "--sampling")
    given = [] if is_set("sampling", set_) else [f"sampling={drawn}"]
    scenario = load_and_note(name, worlds, seed, [*(set_ or ()), *given], quiet=quiet or as_json)
    with progress(f"Scoring {scenario.name}", quiet=quiet or as_json) as advance:
        report = score(scenario, progress=advance)
    listed, failed = list_for(scenario), stored()
    lines = pattern_lines(report, failed)
    more = ["", *beside_lines(scenario, listed, failed, width=options.width())]
    plain = report.to_json() | beside_as_plain(listed, failed)
    print_result(plain, lines[-1:] if quiet else lines + more, as_json=as_json)
    if strict and report.met < report.count:
        raise typer.Exit(NOT_HELD)


def knockout(
    name: options.Name,
    mechanisms: Annotated[
        str | None,
        typer.Option(metavar="M01,M02", help="Only these mechanisms; by default all that can be switched off."),
    ] = None,
    patterns_: Annotated[
        bool,
        typer.Option("--patterns", help="Also show which stylised facts depend on each mechanism; ten times as slow."),
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
    from viz.terminal import tables
    from viz.terminal.progress import progress
    from viz.terminal.studies import knockouts

    few = [] if worlds is not None or is_set("worlds", set_) else [f"worlds={WORLDS}"]
    scenario = load_and_note(name, worlds, seed, [*(set_ or ()), *few], quiet=quiet or as_json)
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


def variance(
    name: options.Name,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="NAME", help="Only this outcome, e.g. regime_stands; repeatable."),
    ] = None,
    worlds: Annotated[
        int,
        typer.Option(min=100, max=options.MOST_WORLDS, metavar="N", help="Worlds of each of the six or seven runs."),
    ] = 2000,
    seed: options.Seed = None,
    set_: options.Settings = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Show how much of the spread rests on which numbers.

    Shares are of prior worlds; for worlds that agree with the record, chance is told from all numbers together.
    """
    from experiments.variance.shares import shares_of
    from viz.terminal.progress import progress
    from viz.terminal.studies import variance as told

    scenario = load(name, None, seed, set_)
    print_notes(scenario)
    asked = outcome or []
    outcomes = told.asked_outcomes(scenario, asked)
    with progress(f"Dividing the spread of {scenario.name}", quiet=quiet or as_json) as advance:
        found = shares_of(scenario, outcomes, worlds=worlds, progress=advance)
    with progress("Drawing chance anew", quiet=quiet or as_json) as advance:
        agreeing = told.agreeing_or_why_not(found, advance)
    said = told.sentences(found, agreeing, asked)
    lines = said if quiet else told.variance_lines(found, agreeing, said, options.width())
    print_result(told.as_plain(found, agreeing, said), lines, as_json=as_json)


def sweep(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A name in scenarios/sweeps/, or the path of a file.")],
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Number of processes; one per core by default.")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Use the Dask cluster of this scheduler, e.g. tcp://host:8786."),
    ] = None,
    out: options.Folder = None,
    on_error: Annotated[OnErrorChoice, typer.Option(help="What to do when a point fails.")] = OnErrorChoice.STOP,
    portable: Annotated[
        bool, typer.Option("--portable", help="Accept workers with other processors; last digits may then differ.")
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
    ensure_worlds(plan.scenario, quiet=quiet or as_json)
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
        message = f"stopped; {state.chunks} of {state.all_chunks} chunks are saved. To continue: {again}"
        raise StoppedError(message)


def analyse(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a sweep.")],
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Analyse a sweep and write figures, tables and a report.

    Depending on the design: sensitivity indices, maps, abrupt changes, regret, and regions where an outcome is common.
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


def condition(
    name: options.Name = "baseline",
    until: Annotated[
        str | None, typer.Option(metavar="MONTH", help="Only facts before this month count, e.g. 2018-01.")
    ] = None,
    tried: Annotated[
        int, typer.Option(min=1000, max=20_000_000, metavar="N", help="Prior worlds that are searched first.")
    ] = 1_000_000,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the list to a file as well.")] = None,
    worlds: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Search until so many worlds agree."),
    ] = None,
    seed: options.Seed = None,
    set_: options.Settings = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Find worlds that agree with the documented record.

    The worlds are searched by how history went, with the hypotheses, numbers and switches of the scenario. A search
    that is stopped goes on where it was.
    """
    from experiments.conditioning.condition import condition as search_worlds
    from experiments.conditioning.condition import learned
    from model.core.months import is_date
    from model.runs.world_lists import ALL, store_list
    from viz.terminal.progress import progress
    from viz.terminal.studies.condition import as_plain, condition_lines

    if until is not None and not is_date(until):
        message = f"--until must be a month such as 2018-01, got {until!r}"
        raise WrongInputError(message)
    scenario = load(name, None, seed, set_)
    with progress("Searching worlds", quiet=quiet or as_json) as advance:
        listed = search_worlds(scenario, until=until or ALL, worlds=worlds, tried=tried, progress=advance)
    if out is not None:
        store_list(listed, out)
    found = learned(listed, scenario)
    print_result(
        as_plain(scenario.name, listed, found), condition_lines(listed, found, width=options.width()), as_json=as_json
    )
