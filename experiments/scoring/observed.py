"""Reads observed series from CSV files: the plain layout, and tables made by others that the registry describes.

The plain layout has the columns `series`, `month` (2017-05) or `year` (2017), `value`, and if wanted `held_back`, which
is `yes` in rows that are held back.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.scoring.observables import Frequency, Observable, Selection, Table
from model.core.declarations import Array, Mask
from model.yaml_files.fields import read_bytes, unknown_key_message
from model.yaml_files.nodes import InputError, Problem, quoted

MOST_BYTES = 5_000_000
PLAIN, YES, NO = ("series", "value"), ("yes", "true", "1"), ("", "no", "false", "0")
SHAPES = {Frequency.MONTH: re.compile("[12][0-9]{3}-(0[1-9]|1[0-2])"), Frequency.YEAR: re.compile("[12][0-9]{3}")}
EXAMPLES = {Frequency.MONTH: "2017-05", Frequency.YEAR: "2017"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file, with its line."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class CsvFile:
    """A CSV file with a heading.

    Attributes:
        name: How messages call it.
        sha256: Of its bytes.
    """

    name: str
    sha256: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def refuse(self, line: int, message: str) -> InputError:
        """The error that something is wrong in a line."""
        return InputError([Problem(self.name, line, 1, message)])


@dataclass(frozen=True, eq=False)
class Observed:
    """One observed series, in the order of time.

    Attributes:
        times: Months or years.
        values: What was observed, shape (points,).
        held_back: Which points are held back, shape (points,).
    """

    times: tuple[str, ...]
    values: Array
    held_back: Mask


def read_csv(path: Path) -> CsvFile:
    """Read a CSV file; raises `InputError` with the line of what is wrong."""
    name = path.as_posix()
    data = read_bytes(path, limit=MOST_BYTES, name=name, what="a CSV file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError([Problem(name, 1, 1, "the file is not text in UTF-8")]) from None
    reader = csv.reader(io.StringIO(text, newline=""))
    rows: list[Row] = []
    try:
        columns = tuple(cell.strip() for cell in next(reader, []))
        for cells in reader:
            if cells and len(cells) != len(columns):
                message = f"this line has {len(cells)} cells, and the heading has {len(columns)}"
                raise InputError([Problem(name, reader.line_num, 1, message)])
            rows += [Row(reader.line_num, dict(zip(columns, map(str.strip, cells), strict=True)))] if cells else []
    except csv.Error as error:
        raise InputError([Problem(name, reader.line_num, 1, f"this line is no CSV: {error}")]) from None
    if not rows or len(set(columns)) != len(columns):
        message = "a heading with the names of the columns, each once, and rows below it are needed"
        raise InputError([Problem(name, 1, 1, message)])
    return CsvFile(name, hashlib.sha256(data).hexdigest(), columns, tuple(rows))


def names_in(file: CsvFile, registry: Mapping[str, Observable]) -> tuple[str, ...]:
    """The series of the registry that stand in a file; raises `InputError` where there is none.

    A file in the plain layout may hold no series that the registry lacks.
    """
    if _is_plain(file):
        for row in file.rows:
            if row.cells["series"] not in registry:
                raise file.refuse(row.line, unknown_key_message("series", row.cells["series"], registry))
        return tuple(dict.fromkeys(row.cells["series"] for row in file.rows))
    names = tuple(key for key, one in registry.items() if one.table is not None and _fits(file, one.table))
    if not names:
        message = (
            f"no series of the registry stands in a table with the columns {', '.join(file.columns)}; "
            "the plain layout has the columns series, month or year, value"
        )
        raise file.refuse(1, message)
    return names


def read_series(file: CsvFile, name: str, one: Observable) -> Observed:
    """The observed series of a name; raises `InputError` with the line of what is wrong."""
    if _is_plain(file):
        time = "month" if "month" in file.columns else "year"
        parts = [Selection("value", {"series": name})]
        values = _part(file, parts[0], time, one.frequency)
    else:
        assert one.table is not None
        time, parts = one.table.time, list(one.table.parts.values())
        values = _combined(file, one.table, one.frequency)
    if one.yes_or_no and not set(values.values()) <= {0.0, 1.0}:
        raise file.refuse(1, f"'{name}' is a series of yes and no: its values must be 0 or 1")
    times = sorted(values)
    held, late = _held(file, time, parts), one.held_back_from or "9999"
    marked = np.array([t in held or last_month(t) >= late for t in times], dtype=np.bool_)
    return Observed(tuple(times), np.array([values[t] for t in times], dtype=np.float64), marked)


def _combined(file: CsvFile, table: Table, frequency: Frequency) -> dict[str, float]:
    """The values that a table's parts make, at the times that all of them have."""
    parts = {
        key: _cases(file, part, table) if table.until else _part(file, part, table.time, frequency)
        for key, part in table.parts.items()
    }
    times = sorted(set.intersection(*map(set, parts.values())))
    values = table.value.value({key: np.array([part[t] for t in times]) for key, part in parts.items()})
    return dict(zip(times, map(float, values), strict=True))


def first_month(time: str) -> str:
    """The first month of a month or year."""
    return time if "-" in time else f"{time}-01"


def last_month(time: str) -> str:
    """The last month of a month or year."""
    return time if "-" in time else f"{time}-12"


def _is_plain(file: CsvFile) -> bool:
    return {*PLAIN} <= set(file.columns) and bool({"month", "year"} & set(file.columns))


def _fits(file: CsvFile, table: Table) -> bool:
    """Whether a file has the columns of a table, and rows for each of its parts."""
    columns = {table.time, *([table.until] if table.until else [])}
    columns |= {column for part in table.parts.values() for column in (part.value, *part.where)}
    return columns <= set(file.columns) and all(
        any(_chosen(row, part) for row in file.rows) for part in table.parts.values()
    )


def _chosen(row: Row, part: Selection) -> bool:
    return all(row.cells[column] == word for column, word in part.where.items())


def _part(file: CsvFile, part: Selection, time: str, frequency: Frequency) -> dict[str, float]:
    """The values of a selection by time; empty cells are no points."""
    values: dict[str, float] = {}
    lines: dict[str, int] = {}
    for row in file.rows:
        if not _chosen(row, part) or not row.cells[part.value]:
            continue
        at = _time(file, row, time, frequency)
        if at in lines:
            raise file.refuse(row.line, f"a second value for {at}; the first stands in line {lines[at]}")
        if values and len(at) != len(next(iter(values))):
            raise file.refuse(row.line, f"'{at}' among points such as '{next(iter(values))}': give months or years")
        values[at], lines[at] = _number(file, row, part.value), row.line
    return values


def _cases(file: CsvFile, part: Selection, table: Table) -> dict[str, float]:
    """The sum over the cases that hold in each year; a case without an end holds to the last year of the table."""
    years = [int(_time(file, row, table.time, Frequency.YEAR)) for row in file.rows]
    ends = [_time(file, row, table.until, Frequency.YEAR) if row.cells[table.until] else "" for row in file.rows]
    last = max([*years, *(int(end) for end in ends if end)])
    values = {str(year): 0.0 for year in range(min(years), last + 1)}
    for row, begun, end in zip(file.rows, years, ends, strict=True):
        for year in range(begun, int(end or last) + 1) if _chosen(row, part) else ():
            values[str(year)] += _number(file, row, part.value)
    return values


def _time(file: CsvFile, row: Row, column: str, frequency: Frequency) -> str:
    shapes = [frequency] if frequency in SHAPES else list(SHAPES)
    if any(SHAPES[one].fullmatch(row.cells[column]) for one in shapes):
        return row.cells[column]
    wanted = " or ".join(f"a {one} such as {EXAMPLES[one]}" for one in shapes)
    raise file.refuse(row.line, f"'{column}' must be {wanted}, got {quoted(row.cells[column])}")


def _number(file: CsvFile, row: Row, column: str) -> float:
    try:
        number = float(row.cells[column])
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        raise file.refuse(row.line, f"'{column}' must be a number, got {quoted(row.cells[column])}")
    return number


def _held(file: CsvFile, time: str, parts: Sequence[Selection]) -> set[str]:
    """The times of those rows of a series that are marked as held back."""
    marked = file.rows if "held_back" in file.columns else ()
    rows = [row for row in marked if any(_chosen(row, part) for part in parts)]
    for row in rows:
        if row.cells["held_back"].lower() not in (*YES, *NO):
            raise file.refuse(row.line, f"'held_back' must be yes or no, got {quoted(row.cells['held_back'])}")
    return {row.cells[time] for row in rows if row.cells["held_back"].lower() in YES}
