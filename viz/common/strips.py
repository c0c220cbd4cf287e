"""Event strips of figures and charts: on which row an item stands, and on which side of it its label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class LabelSide(StrEnum):
    """Where the label of an item stands: after its last bar, before its first one, or on it."""

    RIGHT = "right"
    LEFT = "left"
    ON = "inside"


@dataclass(frozen=True, slots=True)
class Extent:
    """What an item takes of a strip, in any unit of length.

    Attributes:
        first: Where its bars begin.
        last: Where they end.
        label: What its label takes beside them, with the space between.
        rows: Rows it takes, from the first one on.
    """

    first: float
    last: float
    label: float
    rows: int = 1

    def covers(self, side: LabelSide) -> tuple[float, float]:
        """From where to where it reaches with its label on one side."""
        match side:
            case LabelSide.RIGHT:
                return self.first, self.last + self.label
            case LabelSide.LEFT:
                return self.first - self.label, self.last
        return self.first, max(self.last, self.first + self.label)

    def sides(self, width: float) -> Mapping[LabelSide, tuple[float, float]]:
        """The sides on which a strip of this width has room for its label; on the bars if on neither."""
        beside = {side: self.covers(side) for side in (LabelSide.RIGHT, LabelSide.LEFT)}
        fitting = {side: (start, end) for side, (start, end) in beside.items() if start >= 0 and end <= width}
        return fitting or {LabelSide.ON: self.covers(LabelSide.ON)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: its first row, counted from 0, and the side of its label."""

    row: int
    side: LabelSide


def places_in(items: Iterable[Extent], width: float, gap: float = 0.0) -> tuple[Place, ...]:
    """For each item the first row on which it stays so far from all others, with its label on whichever side fits.

    Of two sides that fit, the label stands on the one where it is in the way of fewer items that are still to come.
    """
    taken: list[list[tuple[float, float]]] = []
    waiting, places = list(items), []

    def free(row: int, start: float, end: float) -> bool:
        return row >= len(taken) or all(end + gap <= a or b + gap <= start for a, b in taken[row])

    def in_the_way(start: float, end: float) -> int:
        return sum(start < other.last + gap and other.first < end + gap for other in waiting)

    while waiting:
        item = waiting.pop(0)
        options = item.sides(width)
        row, side = next(
            (row, side)
            for row in range(len(taken) + 1)
            for side, (start, end) in sorted(options.items(), key=lambda one: in_the_way(*one[1]))
            if all(free(row + more, start, end) for more in range(item.rows))
        )
        taken += [[] for _ in range(row + item.rows - len(taken))]
        for each in taken[row : row + item.rows]:
            each.append(options[side])
        places.append(Place(row, side))
    return tuple(places)


def rows_of(places: Iterable[Place]) -> int:
    """How many rows items of one row each take."""
    return 1 + max((place.row for place in places), default=-1)
