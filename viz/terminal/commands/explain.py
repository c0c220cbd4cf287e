"""The verb that says why: explain."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from viz.terminal.commands import options
from viz.terminal.commands.options import load_and_note, print_result, width


def explain(
    first: Annotated[str, typer.Argument(metavar="A", help="Where the change starts: a name in scenarios/ or a path.")],
    second: Annotated[
        str | None,
        typer.Argument(metavar="B", help="Where it ends; without it, the change is from what A extends to A."),
    ] = None,
    outcome: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A series, a turning point such as fall or a posture; alignment by default."),
    ] = None,
    month: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="Month; the one of the largest difference by default.")
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=MEMBER,MEMBER", help="Count several differences as one part; repeatable."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Also draw the parts to this file (svg, pdf or png).")
    ] = None,
    worlds: options.Worlds = None,
    seed: options.Seed = None,
    set_: options.Settings = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Split the change of an outcome over what differs between two scenarios.

    Differences are pressures, hypotheses, numbers, switches and first values. All their combinations are run in the
    same worlds, so that the parts (Shapley values) are exact and sum to the change. --worlds and --seed hold for both;
    --set changes the second alone.
    """
    from experiments.explanation.explain import ends
    from experiments.explanation.explain import explain as split
    from viz.terminal.network import check_drawing
    from viz.terminal.progress import progress
    from viz.terminal.why.explain import drawn, explanation_lines, joined_of

    silent = quiet or as_json
    groups = joined_of(group or ())
    check_drawing(out)
    a = load_and_note(first, worlds, seed, set_ if second is None else None, quiet=silent)
    b = None if second is None else load_and_note(second, worlds, seed, set_, quiet=silent)
    a, b = ends(a, b)
    with progress(f"Splitting what changes in {b.name}", quiet=silent) as advance:
        found = split(a, b, outcome=outcome, month=month, groups=groups, progress=advance)
    if out is not None:
        drawn(found, out)
    lines = explanation_lines(found, width=width(), out=sys.stdout)
    print_result(found.as_plain(), lines, as_json=as_json)
