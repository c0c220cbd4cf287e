"""One thing in full, for `tightrope show`: today the month, step by step."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TextIO

from model.ensemble.plan import Step, steps_of_month
from model.yaml_files.fields import unknown_key_message
from viz.common.exits import WrongInputError
from viz.common.words import capital
from viz.terminal.tables import Plain, Table, print_table

WIDTH = 150
"""Columns where the output is no terminal."""

COLUMNS = ("writes", "what", "reads", "parameters and draws", "carries")


def steps(thing: str) -> tuple[Step, ...]:
    """Every step of a month, in order.

    Raises:
        WrongInputError: Something else was asked for; with what can be shown.
    """
    if thing != "month":
        raise WrongInputError(unknown_key_message("thing", thing, ("month",)))
    return steps_of_month()


def month_as_plain(listed: tuple[Step, ...]) -> Plain:
    """The month as `tightrope show month --json` prints it."""
    return {"kind": "month", "key": "month", "steps": [asdict(step) for step in listed]}


def print_month(listed: tuple[Step, ...], out: TextIO) -> None:
    """Print a table for each part of the month."""
    for phase, some in groupby(listed, lambda step: step.phase):
        print_table(Table(f"steps: {capital(phase)}", COLUMNS, tuple(map(_row, some))), out, width=WIDTH)


def _row(step: Step) -> Plain:
    by = step.kind if step.name == step.writes else f"{step.kind} {step.name}"
    numbers = (*step.parameters, *(f"draw {name}" for name in step.draws))
    cells = (step.writes, f"{step.label} ({by})", step.reads, numbers, step.mechanisms)
    return dict(zip(COLUMNS, cells, strict=True))
