"""The verbs for input files and for the theory: check, list, show, schema."""

from __future__ import annotations

import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from viz.common.exits import WRONG_INPUT, problem_line
from viz.terminal.commands.options import AsJson, Quiet, print_json, print_lines

Lists = StrEnum("Lists", "SCENARIOS PRESSURES MOVES PARAMETERS MECHANISMS HYPOTHESES PATTERNS RECORD")
SchemaOf = StrEnum("SchemaOf", ["SCENARIO", "SWEEP"])


def check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find every mistake in scenario files, sweep files and seeds/.

    Without a path, everything in the project is checked.
    """
    from viz.terminal.check import check_all

    found = check_all(paths or ())
    if as_json:
        problems = [asdict(problem) for problem in found.problems]
        print_json({"good": not problems, "checked": found.checked, "problems": problems, "notes": found.notes})
    for problem in found.problems:
        print(problem_line(problem), file=sys.stderr)
    if found.problems:
        raise typer.Exit(WRONG_INPUT)
    if not as_json and not quiet:
        for name in found.checked:
            print_lines([f"{name}: good", *(f"{name}: note: {note}" for note in found.notes.get(name, ()))])


def list_(
    what: Annotated[Lists, typer.Argument(metavar="WHAT", help="What to list.")],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """List scenarios, parameters, mechanisms and more, with sources.

    --quiet prints only the keys.
    """
    from viz.terminal.lists import TABLES
    from viz.terminal.tables import print_table

    table = TABLES[what]()
    if as_json:
        print_json({table.name: table.rows})
    elif quiet:
        print_lines(table.keys)
    else:
        print_table(table, sys.stdout)


def show(
    thing: Annotated[str, typer.Argument(metavar="THING", help="What to show: month.")],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show every step of a simulated month, in order.

    Each step with what it reads and writes; --quiet prints only the names.
    """
    from viz.terminal.show import month_as_plain, print_month, steps

    listed = steps(thing)
    if as_json:
        print_json(month_as_plain(listed))
    elif quiet:
        print_lines(step.name for step in listed)
    else:
        print_month(listed, sys.stdout)


def schema(
    of: Annotated[
        SchemaOf, typer.Argument(metavar="[sweep]", help="For sweep files; for scenario files by default.")
    ] = SchemaOf.SCENARIO,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Print the JSON Schema of scenario or sweep files, for editors."""
    del as_json, quiet
    if of is SchemaOf.SCENARIO:
        from model.scenario.schema import schema_text
    else:
        from experiments.sweeps.plan.schema import schema_text
    print(schema_text(), end="")
