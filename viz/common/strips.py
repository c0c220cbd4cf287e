"""Event strips of figures and charts: where a label stands, and on which row an item."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class LabelSide(StrEnum):
    """Where the label of an item stands: after its last bar, before its first one, or on it."""

    RIGHT = "right"
    LEFT = "left"
    ON = "inside"


def rows_for(extents: Iterable[tuple[float, float]], gap: float = 0.0) -> list[int]:
    """For items that reach from one place to another: the first row on which each stays so far from all others."""
    taken: list[list[tuple[float, float]]] = []
    rows = []
    for start, end in extents:
        free = (i for i, row in enumerate(taken) if all(end + gap <= a or b + gap <= start for a, b in row))
        row = next(free, len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((start, end))
        rows.append(row)
    return rows
