"""One thing in full, for `tightrope show`: today the month, step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from types import MappingProxyType
from typing import TextIO

from model.ensemble.plan import Step, steps_of_month
from model.yaml_files.fields import unknown_key_message
from viz.common.exits import WrongInputError

WIDTH = 150
"""Columns where the output is no terminal."""


COLUMNS = MappingProxyType({"Writes": 5, "What": 6, "Reads": 5, "Parameters and draws": 5, "Carries": 2})
"""Headings, and how the width is shared among them."""


@dataclass(frozen=True)
class ShownMonth:
    """The steps of a month, for readers and for other programs."""

    steps: tuple[Step, ...]

    def plain(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {"kind": "month", "key": "month", "steps": [asdict(step) for step in self.steps]}

    def names(self) -> list[str]:
        """The names of the steps alone."""
        return [step.name for step in self.steps]

    def print(self, out: TextIO) -> None:
        """Print a table for each part of the month."""
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table

        console = Console(file=out, markup=False, highlight=False, width=None if out.isatty() else WIDTH)
        for phase, some in groupby(self.steps, lambda step: step.phase):
            table = Table(title=f"\n{phase[0].upper()}{phase[1:]}", title_justify="left", box=SIMPLE_HEAD, expand=True)
            for heading, share in COLUMNS.items():
                table.add_column(heading, ratio=share, overflow="fold")
            for step in some:
                table.add_row(*_cells(step))
            console.print(table)


def _cells(step: Step) -> tuple[str, ...]:
    by = step.kind if step.name == step.writes else f"{step.kind} {step.name}"
    numbers = (*step.parameters, *(f"draw {name}" for name in step.draws))
    return step.writes, f"{step.label} ({by})", ", ".join(step.reads), ", ".join(numbers), " ".join(step.mechanisms)


THINGS: Mapping[str, Callable[[], ShownMonth]] = MappingProxyType({"month": lambda: ShownMonth(steps_of_month())})
"""What can be shown, by name."""


def found(thing: str) -> ShownMonth:
    """The thing of a name.

    Raises:
        WrongInputError: There is no such thing; with what there is.
    """
    if thing not in THINGS:
        raise WrongInputError(unknown_key_message("thing", thing, THINGS))
    return THINGS[thing]()
