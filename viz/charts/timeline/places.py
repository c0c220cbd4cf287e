"""Places for words in a panel that is drawn already: where nothing is yet, as near to their thing as can be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array

STEP, BETTER_NOT = 3.0, 24.0
"""Pixels to one side of a cell; what a place costs that lies wholly on cells to be avoided."""


class Places:
    """The free places of a panel, in pixels from its upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        self._taken = np.zeros((int(height / STEP), int(width / STEP)), dtype=np.bool_)
        self._avoided = self._taken.copy()

    def take(self, left: float, top: float, right: float, bottom: float, *, avoid: bool = False) -> None:
        """Take a box, or have it avoided."""
        rows, columns = self._taken.shape
        first, last = (int(np.clip(np.floor(edge / STEP), 0, columns)) for edge in (left, right + STEP))
        up, down = (int(np.clip(np.floor(edge / STEP), 0, rows)) for edge in (top, bottom + STEP))
        (self._avoided if avoid else self._taken)[up:down, first:last] = True

    def take_between(self, upper: Array, lower: Array, *, avoid: bool = False) -> None:
        """Take what lies between two lines given by month, or have it avoided; nothing where they are missing."""
        above, below = self.across(upper), self.across(lower)
        middles = (np.arange(self._taken.shape[0])[:, None] + 0.5) * STEP
        with np.errstate(invalid="ignore"):
            between = (middles >= above - STEP) & (middles <= below + STEP)
        cells = self._avoided if avoid else self._taken
        cells |= between

    def across(self, line: Array) -> Array:
        """A line by month as a line by column of cells."""
        columns = self._taken.shape[1]
        months = len(line)
        middles = (np.arange(columns) + 0.5) / columns * months - 0.5
        return np.interp(middles, np.arange(months), line, left=line[0], right=line[-1])

    def place(self, width: float, height: float, cost: Array) -> tuple[float, float] | None:
        """The free box of least cost, which is then taken: its left edge and middle; None where there is no room.

        The cost is given by cell for the middle of the box.
        """
        rows, columns = int(np.ceil(height / STEP)), int(np.ceil(width / STEP))
        if rows > self._taken.shape[0] or columns > self._taken.shape[1]:
            return None
        full, avoided = (_sums(cells, rows, columns) for cells in (self._taken, self._avoided))
        up, left = rows // 2, columns // 2
        of_box = cost[up : up + full.shape[0], left : left + full.shape[1]] + BETTER_NOT / (rows * columns) * avoided
        costs = np.where((full == 0) & ~np.isnan(of_box), of_box, np.inf)
        at = np.unravel_index(int(np.argmin(costs)), costs.shape)
        if not np.isfinite(costs[at]):
            return None
        row, column = int(at[0]), int(at[1])
        self._taken[row : row + rows, column : column + columns] = True
        return column * STEP, (row + rows / 2) * STEP

    def cells(self) -> tuple[Array, Array]:
        """Where the cells are: pixels across, in a row, and down, in a column."""
        rows, columns = self._taken.shape
        across, down = (np.arange(count, dtype=np.float64) for count in (columns, rows))
        return STEP * (across[None, :] + 0.5), STEP * (down[:, None] + 0.5)


def _sums(cells: NDArray[np.bool_], rows: int, columns: int) -> NDArray[np.int64]:
    """In how many cells of each box of a size something is."""
    sums = np.pad(cells, ((1, 0), (1, 0))).cumsum(0, dtype=np.int32).cumsum(1, dtype=np.int32)
    found = sums[rows:, columns:] - sums[:-rows, columns:] - sums[rows:, :-columns] + sums[:-rows, :-columns]
    return np.asarray(found, np.int64)
