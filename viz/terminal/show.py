"""One thing in full, for `tightrope show`: whatever can be looked up, or the month, step by step."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TextIO

from model.ensemble.plan import Step
from viz.common.words import capital
from viz.terminal.tables import Plain, Table, print_table
from viz.things.records import Passage, Thing

MONTH = "month"
WIDTH = 150
"""Columns where the output is no terminal."""

COLUMNS = ("writes", "what", "reads", "parameters and draws", "carries")


def month_as_plain(listed: tuple[Step, ...]) -> Plain:
    """The month as `tightrope show month --json` prints it."""
    return {"kind": "month", "key": MONTH, "steps": [asdict(step) for step in listed]}


def print_month(listed: tuple[Step, ...], out: TextIO) -> None:
    """Print a table for each part of the month."""
    for phase, some in groupby(listed, lambda step: step.phase):
        print_table(Table(f"steps: {capital(phase)}", COLUMNS, tuple(map(_row, some))), out, width=WIDTH)


def _row(step: Step) -> Plain:
    by = step.kind if step.name == step.writes else f"{step.kind} {step.name}"
    numbers = (*step.parameters, *(f"draw {name}" for name in step.draws))
    cells = (step.writes, f"{step.label} ({by})", step.reads, numbers, step.mechanisms)
    return dict(zip(COLUMNS, cells, strict=True))


def thing_as_plain(one: Thing) -> Plain:
    """A thing as `tightrope show THING --json` prints it."""
    return {
        "kind": str(one.entry.kind),
        "key": one.entry.key,
        "title": one.entry.title,
        "note": one.entry.note,
        "says": one.says,
        "details": dict(one.details),
        "rests_on": [asdict(passage) for passage in one.passages],
        "hangs_on_it": [{"key": e.key, "kind": str(e.kind), "title": e.title, "note": e.note} for e in one.hangs],
        "place": one.place,
    }


def lines_of_thing(one: Thing) -> list[str]:
    """A thing as text: what it is, what it rests on, what hangs on it, and where it stands."""
    note = f", {one.entry.note}" if one.entry.note else ""
    lines = [f"{one.entry.title} ({one.entry.kind} {one.entry.key}{note})"]
    lines += [one.says] if one.says else []
    lines += ["", *(f"{capital(label)}: {text}" for label, text in one.details)] if one.details else []
    for against, heading in ((False, "Rests on:"), (True, "Against it speaks:")):
        some = [passage for passage in one.passages if passage.against is against]
        lines += ["", heading, *map(passage_text, some)] if some else []
    if one.hangs:
        lines += ["", f"What hangs on it ({len(one.hangs)}):"]
        lines += [f"{entry.key}: {entry.title} ({entry.kind})" for entry in one.hangs]
    return lines + (["", f"It stands in {one.place}."] if one.place else [])


def passage_text(passage: Passage) -> str:
    """A paragraph in a line: its words, who says so and where, and what it says."""
    says = f" {passage.says}" if passage.says else ""
    return f"“{passage.words}” {passage.cited}, {passage.where}.{says}"
