"""The random draws of a batch, made as `model.core.draws` makes them, but all draws of a month at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array
from model.core.draws import SMALLEST, Draws, Stretch
from model.engine import kernels
from model.engine.trace import LOGISTIC, UNIFORM


class DrawRows:
    """Some draws that are made together: `names` fill neighbouring rows, of which `row` is the first."""

    def __init__(self, draws: Draws, given: Mapping[str, Mapping[str, int]]) -> None:
        """Look up the streams of draws, given as form -> name -> row; nothing is drawn yet."""
        rows = {name: row for form in given.values() for name, row in form.items()}
        self.names, self.row = tuple(rows), min(rows.values(), default=0)
        self._draws = draws
        self._keys = np.array([draws.key(name) for name in rows], np.uint64).reshape(-1, 2)
        first = len(given.get(UNIFORM, ()))
        self._starts = first, first + len(given.get(LOGISTIC, ()))
        self._all = np.arange(len(rows))

    def fill(self, month: int, stretch: Stretch, work: Array, wanted: NDArray[np.int64] | None = None) -> None:
        """Make the draws of a month, or those `wanted`, for the worlds of a batch, and write them into its rows."""
        if wanted is None or self._draws.keep:
            drawn, wanted = self._cached(month, stretch), self._all
        else:
            drawn = self._drawn(month, stretch, wanted)
        kernels.spread(drawn, wanted, self.row, work)

    def _cached(self, month: int, stretch: Stretch) -> Array:
        key = self.names, stretch.first, stretch.worlds, month
        return self._draws.remember(key, lambda: self._drawn(month, stretch, self._all))

    def _drawn(self, month: int, stretch: Stretch, wanted: NDArray[np.int64]) -> Array:
        drawn = np.empty((len(wanted), stretch.worlds))
        kernels.draw(self._keys, wanted, month, stretch.first, SMALLEST, drawn)
        logistic, gumbel = np.searchsorted(wanted, self._starts)
        u = drawn[logistic:gumbel]
        drawn[logistic:gumbel] = np.log(u / (1.0 - u))
        u = drawn[gumbel:]
        drawn[gumbel:] = -np.log(-np.log(u))
        return drawn
