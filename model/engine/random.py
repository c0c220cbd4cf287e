"""The luck of a lane, drawn as `model.core.draws` draws it, but for all draws of a month at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array
from model.core.draws import SMALLEST, Draws, Stretch
from model.engine import kernels as machine
from model.engine.trace import LOGISTIC, UNIFORM


class Hand:
    """Some draws that are made together, the logistic ones before the Gumbel ones.

    Attributes:
        names: Their names.
        row: Row of the first; the others follow.
    """

    def __init__(self, draws: Draws, forms: Sequence[str], names: Sequence[str], row: int) -> None:
        """Look up the streams; nothing is drawn yet."""
        self.names, self.row = tuple(names), row
        self._draws = draws
        self._keys = np.array([draws.key(name) for name in names], np.uint64).reshape(-1, 2)
        self._starts = [sum(form in before for form in forms) for before in ((UNIFORM,), (UNIFORM, LOGISTIC))]
        self._all = np.arange(len(self.names))

    def deal(self, month: int, stretch: Stretch, work: Array, wanted: NDArray[np.int64] | None = None) -> None:
        """Make draws of a month and lay them into their rows.

        Args:
            month: Index of the month.
            stretch: Whose draws.
            work: The rows of the lane.
            wanted: Which draws; all if None.
        """
        if wanted is None or self._draws.keep:
            drawn, wanted = self._remembered(month, stretch), self._all
        else:
            drawn = self._drawn(month, stretch, wanted)
        machine.spread(drawn, wanted, self.row, work)

    def _remembered(self, month: int, stretch: Stretch) -> Array:
        key = self.names, stretch.first, stretch.worlds, month
        return self._draws.remember(key, lambda: self._drawn(month, stretch, self._all))

    def _drawn(self, month: int, stretch: Stretch, wanted: NDArray[np.int64]) -> Array:
        drawn = np.empty((len(wanted), stretch.worlds))
        machine.draw(self._keys, wanted, month, stretch.first, SMALLEST, drawn)
        logistic, gumbel = np.searchsorted(wanted, self._starts)
        u = drawn[logistic:gumbel]
        drawn[logistic:gumbel] = np.log(u / (1.0 - u))
        u = drawn[gumbel:]
        drawn[gumbel:] = -np.log(-np.log(u))
        return drawn
