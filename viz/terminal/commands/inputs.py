"""The verbs for input files and for the theory: check, list, show, schema."""

from __future__ import annotations

import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from viz.common.exits import WRONG_INPUT, problem_line
from viz.terminal.commands.options import AsJson, Quiet, print_json, print_lines, print_wrapped

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
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD]...", help="Only rows with all of them.")] = None,
    of: Annotated[str, typer.Option("--of", help="Only those whose key begins so, e.g. coercion, belarus.")] = "",
    mechanism: Annotated[str, typer.Option("--mechanism", help="Only those of a mechanism, e.g. M41.")] = "",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """List scenarios, parameters, mechanisms and more, with sources.

    --quiet prints only the keys.
    """
    from viz.terminal.lists import TABLES, filtered
    from viz.terminal.tables import print_table

    table = filtered(TABLES[what](), words or (), of=of, mechanism=mechanism)
    if as_json:
        print_json({table.name: table.rows})
    elif quiet:
        print_lines(table.keys)
    else:
        print_table(table, sys.stdout)


def show(
    thing: Annotated[list[str], typer.Argument(metavar="THING", help="Its key, e.g. M41, 001P16; or month.")],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show one thing in full, with what it rests on.

    A mechanism (M41), number, paragraph (001P16), claim (M41.a), stylised fact (SF29), dated fact (F12), disputed
    question (RH09), event (E25), kind of pressure, move or scenario, as tightrope list has them; or month: every step
    of a simulated month, in order. --quiet prints only keys: of what hangs on it, or of the steps.
    """
    from viz.terminal import show as shown

    if thing == [shown.MONTH]:
        show_month(as_json=as_json, quiet=quiet)
        return
    from viz.things.thing import thing as looked_up

    one = looked_up(" ".join(thing))
    if as_json:
        print_json(shown.thing_as_plain(one))
    elif quiet:
        print_lines(entry.key for entry in one.hangs)
    else:
        print_wrapped(shown.lines_of_thing(one), indent=4)


def show_month(*, as_json: bool, quiet: bool) -> None:
    """Show every step of a simulated month."""
    from model.ensemble.plan import steps_of_month
    from viz.terminal.show import month_as_plain, print_month

    listed = steps_of_month()
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
