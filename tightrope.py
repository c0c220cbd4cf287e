"""Tightrope on the command line: run scenarios, tell their stories, check and list what there is.

Every verb imports what it needs only when it runs, so that help comes at once. Exit codes: 0 done, 1 internal fault,
2 wrong input, 3 a check did not hold, 130 interrupted.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from viz.common.exits import (
    DONE,
    INTERRUPTED,
    NOT_HELD,
    WRONG_INPUT,
    StoppedError,
    WrongInputError,
    explained,
    refuse_too_much,
    say,
)

if TYPE_CHECKING:
    from model.ensemble.record import Run
    from model.scenario.load import Scenario

BYTES = 8
"""Of one number."""

app = typer.Typer(
    help="Belarus between Russia and the West: what moves it, how surely, and why.",
    epilog="Example: tightrope run baseline --worlds 500",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Asked = Annotated[str, typer.Argument(metavar="SCENARIO", help="A name in scenarios/, or the path of a file.")]
Worlds = Annotated[int | None, typer.Option(min=1, max=1_000_000, metavar="N", help="Number of worlds.")]
Seed = Annotated[int | None, typer.Option(min=0, max=2**63 - 1, metavar="S", help="Seed of all luck.")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change one value, e.g. pressures.eu_2017.level=0.5; repeatable."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress, and only what is asked for.")]


class What(StrEnum):
    """What `tightrope list` can list."""

    SCENARIOS = "scenarios"
    PRESSURES = "pressures"
    MOVES = "moves"
    PARAMETERS = "parameters"
    MECHANISMS = "mechanisms"
    HYPOTHESES = "hypotheses"
    PATTERNS = "patterns"


class SchemaOf(StrEnum):
    """What there is a JSON Schema of."""

    SCENARIO = "scenario"
    SWEEP = "sweep"


class OnErrorChoice(StrEnum):
    """What follows when a point of a sweep fails."""

    STOP = "stop"
    CONTINUE = "continue"


class SamplingChoice(StrEnum):
    """Where the parameters of a world come from: all at their best, the stated ranges, or wider ones."""

    BEST = "best"
    PARAMETERS = "parameters"
    WIDE = "wide"


@app.command(epilog="Example: tightrope run s03_eu_sanctions_2017 --set pressures.eu_2017.level=0.5")
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
    from model.runs.save import check_place, save
    from viz.common import summary
    from viz.common import words as texts
    from viz.figures.alignment import alignment_figure, save_figure
    from viz.terminal import progress as terminal

    asked = _load(scenario, worlds, seed, set_)
    folder = out or Path("runs") / f"{asked.name}-{short_hash(asked)}"
    check_place(folder)
    finished = _lived(asked, quiet=quiet or as_json)
    found = summary.summary(finished)
    if found is None:
        message = f"none of the {finished.worlds:,} worlds meets the scenario's condition 'given'"
        raise WrongInputError(message)
    save(
        finished, folder, draw=lambda unfinished: save_figure(alignment_figure(finished), unfinished / "alignment.svg")
    )
    if as_json:
        _print_json({"scenario": asked.name, "folder": str(folder)} | summary.as_plain(finished, found))
    elif quiet:
        print(folder)
    else:
        letters = terminal.letters_for(sys.stdout)
        print(*texts.run_lines(finished, found, folder, width=_width(), letters=letters), sep="\n")


@app.command(epilog="Example: tightrope check scenarios/baseline.yaml seeds")
def check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Validate scenario and sweep files and seeds/; without a path, all of the project."""
    from viz.terminal.check import default_paths, problems_of

    checked, problems = problems_of(paths or default_paths())
    if as_json:
        plain = [{"file": p.file, "line": p.line, "column": p.column, "message": p.message} for p in problems]
        _print_json({"good": not problems, "checked": checked, "problems": plain})
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems and not as_json and not quiet:
        print(*(f"{name}: good" for name in checked), sep="\n")
    if problems:
        raise typer.Exit(WRONG_INPUT)


@app.command("list", epilog="Example: tightrope list mechanisms")
def list_(
    what: Annotated[What, typer.Argument(metavar="WHAT", help="|".join(What))],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """List what there is to choose from, with its sources; --quiet prints the keys alone."""
    from viz.terminal.tables import TABLES, show

    table = TABLES[what]()
    if as_json:
        _print_json({table.name: list(table.rows)})
    elif quiet:
        print(*table.keys, sep="\n")
    else:
        show(table, sys.stdout)


@app.command(epilog="Example: tightrope show month")
def show(
    thing: Annotated[str, typer.Argument(metavar="THING", help="What to show: month.")],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show one thing in full: every step of a month, what it reads and writes; --quiet prints the names alone."""
    from viz.terminal.show import found

    shown = found(thing)
    if as_json:
        _print_json(shown.plain())
    elif quiet:
        print(*shown.names(), sep="\n")
    else:
        shown.print(sys.stdout)


@app.command(epilog="Example: tightrope schema > scenarios/schema.json")
def schema(
    of: Annotated[SchemaOf, typer.Argument(metavar="[sweep]", help="Of sweep files instead.")] = SchemaOf.SCENARIO,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Print the JSON Schema of scenario files, or of sweep files, for editors."""
    del as_json, quiet
    if of is SchemaOf.SCENARIO:
        from model.scenario.load import schema_text

        print(schema_text(), end="")
        return
    from experiments.sweeps.plan.schema import schema_text as sweep_schema_text

    print(sweep_schema_text(), end="")


@app.command(epilog="Example: tightrope story baseline --world 41")
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
    """Tell one world in dated sentences with reasons: by its number, in the middle of a path, or the most typical."""
    from model.story.tell import tell
    from viz.terminal.story import chosen, lived_paths, path_lines, paths_as_plain, refuse_both, story_lines

    refuse_both(world, path, paths=paths)
    asked = _load(scenario, worlds, seed, set_)
    found = None if world is not None else lived_paths(asked, quiet=quiet or as_json)
    if paths and found is not None:
        if as_json:
            _print_json(paths_as_plain(found))
        else:
            print(*path_lines(found, width=_width()), sep="\n")
        return
    number, why = chosen(found, path) if found is not None else (world or 0, "the one asked for")
    told = tell(asked, number)
    if as_json:
        _print_json(told.as_plain())
    else:
        print(*story_lines(told, f"World {number:,}, {why}.", found, width=_width(), full=full), sep="\n")


@app.command(epilog="Example: tightrope network baseline --month 2016-06 --out network.svg")
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

    asked = _load(scenario, worlds, seed, set_)
    check_drawing(out)
    finished, report = lived_network(asked, month, world, quiet=quiet or as_json)
    if out is not None:
        draw(finished, report, month, out)
    if as_json:
        _print_json(network_as_plain(report))
    else:
        print(*network_lines(report, width=_width()), sep="\n")


@app.command(epilog="Example: tightrope patterns baseline --sampling parameters --strict")
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
    from viz.common.words import pattern_lines
    from viz.terminal import progress as terminal

    asked = _load(scenario, worlds, seed, [*(set_ or ()), f"sampling={sampling}"])
    with terminal.progress(f"Scoring {asked.name}", quiet=quiet or as_json) as tell:
        report = score(asked, progress=tell)
    if as_json:
        _print_json(report.to_json())
    else:
        print(*(pattern_lines(report)[-1:] if quiet else pattern_lines(report)), sep="\n")
    if strict and report.met < report.count:
        raise typer.Exit(NOT_HELD)


@app.command(epilog="Example: tightrope knockout baseline --mechanisms M41,M79 --patterns")
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
    from viz.terminal import progress as terminal

    asked = _load(scenario, worlds, seed, [f"worlds={WORLDS}", *(set_ or ())])
    chosen = None if mechanisms is None else [name.strip() for name in mechanisms.split(",")]
    switchable(asked, chosen)
    with terminal.progress(f"Knocking out mechanisms of {asked.name}", quiet=quiet or as_json) as tell:
        found = knock_out(asked, chosen, patterns=patterns_, progress=tell)
    if as_json:
        _print_json(knockouts.as_plain(found))
        return
    tables.show(knockouts.table_of(found), sys.stdout)
    if not quiet:
        for line in knockouts.closing_lines(found):
            print("", *textwrap.wrap(line, _width()), sep="\n")


@app.command(epilog="Example: tightrope dashboard --port 8800 --no-open")
def dashboard(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, metavar="P", help="Port to listen on; a free one if left out.")
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
) -> None:
    """Show everything in the browser of this machine, without internet, until Ctrl-C."""
    from viz.dashboard.runs import warm_up
    from viz.server.serve import serve

    serve(port, browse=not no_open, warm_up=warm_up)


@app.command(epilog="Example: tightrope sweep sanctions_x_rescue --workers 4")
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
    """Run many points of a scenario, or go on with a sweep that was stopped."""
    from experiments.sweeps.plan.reader import load_sweep
    from experiments.sweeps.run.runner import OnError, Sitting
    from viz.terminal import sweeps

    plan = load_sweep(file, settings=set_ or ())
    sitting = Sitting(
        plan,
        out or Path("runs") / f"sweep-{plan.name}",
        workers=workers,
        scheduler=scheduler,
        on_error=OnError(on_error),
        portable=portable,
    )
    state = sweeps.sit(sitting, as_json=as_json, quiet=quiet)
    if not state.is_done:
        again = " ".join(["tightrope", *sys.argv[1:]]) if len(sys.argv) > 1 else f"tightrope sweep {file}"
        message = f"stopped; {state.chunks} of {state.all_chunks} chunks are kept. To go on: {again}"
        raise StoppedError(message)


@app.command(epilog="Example: tightrope analyse runs/sweep-sanctions_x_rescue")
def analyse(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a sweep.")],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say what a sweep found: indices, maps, tipping points, regrets; write figures, tables and a report."""
    from experiments.sweeps.results.analyse import analyse as answers_of
    from viz.reports.sweep import write_answers
    from viz.terminal.sweep_answers import answer_lines, answers_as_plain

    found = answers_of(folder)
    written = write_answers(found)
    if as_json:
        _print_json({"folder": str(written)} | answers_as_plain(found))
    elif quiet:
        print(written)
    else:
        for line in [*answer_lines(found), "", f"Written to {written}; open {written / 'report.html'}"]:
            print(*textwrap.wrap(line, _width(), subsequent_indent="    ") or [""], sep="\n")


def _load(name: str, worlds: int | None, seed: int | None, settings: Sequence[str] | None) -> Scenario:
    from model.scenario.load import load_scenario

    own = {"worlds": worlds, "seed": seed}
    return load_scenario(name, settings=[*(settings or ()), *(f"{k}={v}" for k, v in own.items() if v is not None)])


def _lived(asked: Scenario, *, quiet: bool, keep: Sequence[str] | None = None) -> Run:
    """Run a scenario with progress; of very many worlds only what bands and outcomes need is kept."""
    from model.runs import run as running
    from model.runs.outcomes import outcome_series
    from model.runs.save import MOST_WITH_MOVES
    from viz.terminal import progress as terminal

    small = asked.worlds <= MOST_WITH_MOVES
    kept = keep or (None if small else outcome_series())
    if not small:
        refuse_too_much(asked.worlds, asked.months * len(outcome_series()) * BYTES)
    with terminal.progress(f"Running {asked.name}, {asked.worlds:,} worlds", quiet=quiet) as tell:
        return running.run(asked, keep=kept, moves=small and keep is None, progress=tell)


def _print_json(data: object) -> None:
    print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


def _width() -> int:
    return min(max(shutil.get_terminal_size((88, 24)).columns, 60), 100)


def main() -> int:
    """Run the program named on the command line and give its exit code."""
    return program(sys.argv[1:])


def program(arguments: Sequence[str]) -> int:
    """Run one command; whatever goes wrong becomes an exit code and a sentence on stderr, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = app(args=list(arguments), prog_name="tightrope", standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        return code if isinstance(code, int) else DONE
    except StoppedError as stopped:
        return say(str(stopped), INTERRUPTED)
    except (KeyboardInterrupt, typer.Abort):
        return say("interrupted; nothing half-written is left", INTERRUPTED)
    except SystemExit:  # typer leaves so when nobody reads the output any more
        return DONE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        return explained(error)


if __name__ == "__main__":
    sys.exit(main())
