"""The verbs that look at what goes in: check, list, show, schema."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from viz.common.exits import WRONG_INPUT
from viz.terminal.commands.options import AsJson, Quiet, print_json


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
        print_json({"good": not problems, "checked": checked, "problems": plain})
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems and not as_json and not quiet:
        print(*(f"{name}: good" for name in checked), sep="\n")
    if problems:
        raise typer.Exit(WRONG_INPUT)


def list_(
    what: Annotated[What, typer.Argument(metavar="WHAT", help="|".join(What))],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """List what there is to choose from, with its sources; --quiet prints the keys alone."""
    from viz.terminal.lists import TABLES
    from viz.terminal.tables import print_table

    table = TABLES[what]()
    if as_json:
        print_json({table.name: list(table.rows)})
    elif quiet:
        print(*table.keys, sep="\n")
    else:
        print_table(table, sys.stdout)


def show(
    thing: Annotated[str, typer.Argument(metavar="THING", help="What to show: month.")],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show one thing in full: every step of a month, what it reads and writes; --quiet prints the names alone."""
    from viz.terminal.show import found

    shown = found(thing)
    if as_json:
        print_json(shown.plain())
    elif quiet:
        print(*shown.names(), sep="\n")
    else:
        shown.print(sys.stdout)


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
