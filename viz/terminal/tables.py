"""Tables: with rules and wrapped cells on a terminal, as plain columns elsewhere, as plain data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

Plain = dict[str, object]


@dataclass(frozen=True)
class Table:
    """A table for reading and for other programs.

    Attributes:
        name: What it lists.
        columns: Columns shown to readers, in order; keys of the rows.
        rows: Rows as plain data; they may hold more than is shown.
        note: A sentence below the table; empty for none.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Plain, ...]
    note: str = ""

    @property
    def keys(self) -> list[str]:
        """The first column alone."""
        return [str(row[self.columns[0]]) for row in self.rows]

    def cells(self) -> list[list[str]]:
        """What readers see, row by row."""
        return [[_cell(row.get(column)) for column in self.columns] for row in self.rows]


def _cell(value: object) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_cell(part)}" for key, part in value.items() if part) or "-"
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    return ", ".join(str(part) for part in value) or "-"


def print_table(table: Table, out: TextIO) -> None:
    """Print a table: with rules and wrapped cells on a terminal, as plain columns elsewhere."""
    if out.isatty():
        _show_rich(table, out)
    else:
        _show_plain(table, out)
    if table.note:
        print(f"\n{table.note}", file=out)


def _show_plain(table: Table, out: TextIO) -> None:
    rows = [list(table.columns), *table.cells()]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    for row in rows:
        print(_line(row, widths), file=out)


def _show_rich(table: Table, out: TextIO) -> None:
    from rich.console import Console
    from rich.table import Table as RichTable

    drawn = RichTable(title=f"{len(table.rows)} {table.name}", show_lines=True)
    for place, column in enumerate(table.columns):
        drawn.add_column(column, no_wrap=place == 0, overflow="fold")
    for row in table.cells():
        drawn.add_row(*row)
    console = Console(file=out, markup=False, highlight=False)
    console.print(drawn)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
