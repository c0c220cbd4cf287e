"""What the verbs share: their options, the scenario they ask for, and how they print."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from model.scenario.scenario import Scenario

Name = Annotated[str, typer.Argument(metavar="SCENARIO", help="A name in scenarios/, or the path of a file.")]
Worlds = Annotated[int | None, typer.Option(min=1, max=1_000_000, metavar="N", help="Number of worlds.")]
Folder = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the results.")]
Seed = Annotated[int | None, typer.Option(min=0, max=2**63 - 1, metavar="S", help="Seed of all random draws.")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change one value, e.g. pressures.eu_2017.level=0.5; repeatable."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print the result alone, without progress.")]


def load(name: str, worlds: int | None, seed: int | None, settings: Sequence[str] | None) -> Scenario:
    """The scenario that the options ask for."""
    from model.scenario.load import load_scenario

    own = {"worlds": worlds, "seed": seed}
    return load_scenario(name, settings=[*(settings or ()), *(f"{k}={v}" for k, v in own.items() if v is not None)])


def print_json(data: object) -> None:
    """Print plain data as JSON."""
    print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


def print_result(plain: object, lines: Iterable[str], *, as_json: bool) -> None:
    """Print a result: as JSON for other programs, or as lines of text."""
    if as_json:
        print_json(plain)
    else:
        print_lines(lines)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of text; none where there is nothing to print."""
    for line in lines:
        print(line)


def print_wrapped(lines: Iterable[str], indent: int = 0) -> None:
    """Print lines of text, long ones broken and then indented."""
    for line in lines:
        print_lines(textwrap.wrap(line, width(), subsequent_indent=" " * indent) or [""])


def width() -> int:
    """Columns to write in: those of the terminal, between 60 and 100."""
    return min(max(shutil.get_terminal_size((88, 24)).columns, 60), 100)
