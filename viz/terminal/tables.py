"""Tables: with rules and wrapped cells on a terminal, as plain columns elsewhere, as plain data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from model.core.text import printable

Plain = dict[str, object]


@dataclass(frozen=True)
class Table:
    """A table for reading and for other programs: rows of plain data with the columns to show, and a note."""

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
        return [[printable(_cell(row.get(column))) for column in self.columns] for row in self.rows]


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


def aligned(rows: Iterable[Sequence[str]], *, numbers: Iterable[int] = (), indent: int = 0) -> list[str]:
    """Rows of cells as lines of text, the columns in `numbers` flush right; all but the heading may be indented."""
    cells = [[" " * (indent if place else 0) + row[0], *row[1:]] for place, row in enumerate(rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    right = set(numbers)
    return [
        "  ".join(f"{cell:{'>' if i in right else '<'}{widths[i]}}" for i, cell in enumerate(row)).rstrip()
        for row in cells
    ]


def print_table(table: Table, out: TextIO, *, width: int | None = None) -> None:
    """Print a table: wrapped to the terminal, or to a width; in plain columns elsewhere."""
    if out.isatty() or width is not None:
        _print_with_rules(table, out, None if out.isatty() else width)
    else:
        print(*aligned([table.columns, *table.cells()]), sep="\n", file=out)
    if table.note:
        print(f"\n{table.note}", file=out)


def _print_with_rules(table: Table, out: TextIO, width: int | None) -> None:
    from rich.box import HEAVY_HEAD, SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as RichTable

    title, box = f"{len(table.rows)} {table.name}", HEAVY_HEAD if out.isatty() else SIMPLE_HEAD
    drawn = RichTable(title=title, box=box, show_lines=out.isatty())
    for place, column in enumerate(table.columns):
        drawn.add_column(column, no_wrap=place == 0, overflow="fold")
    for row in table.cells():
        drawn.add_row(*row)
    Console(file=out, markup=False, highlight=False, width=width).print(drawn)
