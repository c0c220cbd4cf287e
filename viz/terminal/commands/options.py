"""What the verbs share: their options, the scenario they ask for, and how they print."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from model.core.text import printable
from viz.common.exits import WrongInputError, problem_line
from viz.common.words import without_nan

if TYPE_CHECKING:
    from model.scenario.scenario import Scenario

MOST_WORLDS = 1_000_000
LARGEST_WORLD = 2**53
"""That of `model.core.worlds`, which brings NumPy and would slow the help down."""

WhoseBeliefs = StrEnum("WhoseBeliefs", ["TOGETHER", "EACH"])
"""`experiments.comparison.footing.Beliefs`, which brings NumPy and would slow the help down."""

Name = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A name in scenarios/, or the path of a file or saved run.")
]
Worlds = Annotated[int | None, typer.Option(min=1, max=MOST_WORLDS, metavar="N", help="Number of worlds.")]
Folder = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the results.")]
Csv = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help="Also write the bands of every series to a CSV file.")
]
Separator = Annotated[
    str, typer.Option("--separator", metavar="SIGN", help="Between columns of the CSV; with ; decimals get commas.")
]
World = Annotated[
    int | None, typer.Option(min=0, max=LARGEST_WORLD, metavar="N", help="Use only the world with this number.")
]
Seed = Annotated[int | None, typer.Option(min=0, max=2**63 - 1, metavar="S", help="Seed of all random draws.")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change one value, e.g. pressures.eu_2017.level=0.5; repeatable."),
]
Beliefs = Annotated[
    WhoseBeliefs,
    typer.Option(
        help="Whether numbers, hypotheses, switches and first values of one scenario hold for all, or each has "
        "its own.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print only the result, without progress.")]


def load(name: str, worlds: int | None, seed: int | None, settings: Sequence[str] | None) -> Scenario:
    """The scenario that the options ask for, or that of a saved run.

    Raises:
        WrongInputError: A saved run is to be changed.
    """
    from model.runs.save import scenario_again, with_own
    from model.scenario.load import load_scenario

    own: dict[str, Any] = {key: value for key, value in (("worlds", worlds), ("seed", seed)) if value is not None}
    again = scenario_again(Path(name))
    if again is None:
        texts = (f"{key}={value}" for key, value in own.items())
        return load_scenario(name, settings=[*(settings or ()), *texts])
    if settings:
        message = f"--set cannot change a saved run; run {again.name} with --set instead"
        raise WrongInputError(message)
    return with_own(again, own)


def load_and_note(
    name: str, worlds: int | None, seed: int | None, settings: Sequence[str] | None, *, quiet: bool
) -> Scenario:
    """The scenario that the options ask for; settings without effect are named on stderr."""
    scenario = load(name, worlds, seed, settings)
    print_notes(scenario)
    ensure_worlds(scenario, quiet=quiet)
    return scenario


def ensure_worlds(scenario: Scenario, *, quiet: bool) -> None:
    """Search the worlds of a conditioned scenario where that is still to be done: for another seed, or for more."""
    from experiments.conditioning.worlds import ensure_listed
    from viz.terminal.progress import progress

    ensure_listed(scenario, lambda: progress("Searching worlds that agree with the record", quiet=quiet))


def is_set(key: str, settings: Sequence[str] | None) -> bool:
    """Whether --set gives this key a value."""
    return any(text.partition("=")[0].strip() == key for text in settings or ())


def print_notes(scenario: Scenario) -> None:
    """Say on stderr which settings of a scenario have no effect."""
    for note in scenario.notes:
        print(problem_line(f"note: {note}"), file=sys.stderr)


def refuse_world_among_worlds(world: int | None, worlds: int | None) -> None:
    """Refuse one world by its number together with a number of worlds, which would have no effect.

    Raises:
        WrongInputError: Both are given.
    """
    if world is not None and worlds is not None:
        message = "--world and --worlds cannot be combined; give only one of them"
        raise WrongInputError(message)


def print_json(data: object) -> None:
    """Print plain data as JSON."""
    print(json_text(data))


def json_text(data: object) -> str:
    """Plain data as JSON: a missing number is null, and what a terminal would obey is written out."""
    text = json.dumps(without_nan(data), indent=2, ensure_ascii=False, allow_nan=False)
    return "\n".join(printable(line, json.dumps) for line in text.split("\n"))


def print_result(plain: object, lines: Iterable[str], *, as_json: bool) -> None:
    """Print a result: as JSON for other programs, or as lines of text."""
    if as_json:
        print_json(plain)
    else:
        print_lines(lines)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of text; none where there is nothing to print."""
    for line in lines:
        print(printable(line))


def print_wrapped(lines: Iterable[str], indent: int = 0) -> None:
    """Print lines of text, long ones broken and then indented."""
    for line in lines:
        print_lines(textwrap.wrap(line, width(), subsequent_indent=" " * indent) or [""])


def width() -> int:
    """Columns to write in: those of the terminal, between 60 and 100."""
    return min(max(shutil.get_terminal_size((88, 24)).columns, 60), 100)
