"""The random draws of a batch, made as `model.core.draws` makes them, but many draws and four months at a time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array
from model.core.draws import Draws, Stretch
from model.core.philox import BLOCK
from model.engine import kernels
from model.engine.trace import LOGISTIC, UNIFORM


class DrawRows:
    """Some draws that are made together: `names` fill neighbouring rows, of which `row` is the first."""

    def __init__(self, draws: Draws, given: Mapping[str, Mapping[str, int]]) -> None:
        """Look up the streams of draws, given as form -> name -> row; nothing is drawn yet."""
        rows = {name: row for form in given.values() for name, row in form.items()}
        self.names, self.row = tuple(rows), min(rows.values(), default=0)
        self.draws, self.all = draws, np.arange(len(rows))
        self.keys = np.array([draws.key(name) for name in rows], np.uint64).reshape(-1, 2)
        first = len(given.get(UNIFORM, ()))
        self._starts = first, first + len(given.get(LOGISTIC, ()))

    def of_month(self, uniforms: Array, wanted: NDArray[np.int64], month: int, out: Array) -> None:
        """Turn uniforms into what the draws wanted are: uniform, logistic log(u / (1 - u)) or Gumbel -log(-log(u)).

        Args:
            uniforms: Uniforms of all draws in four months, shape (draws, 4, worlds).
            wanted: Which draws.
            month: Which of the four months.
            out: The draws wanted, row by row.
        """
        logistic, gumbel = (int(start) for start in np.searchsorted(wanted, self._starts))
        kernels.gather(uniforms, wanted, month, (logistic, gumbel), out)
        logarithms, negative = out[logistic:], out[gumbel:]
        np.log(logarithms, out=logarithms)
        np.negative(negative, out=negative)
        np.log(negative, out=negative)
        np.negative(negative, out=negative)


class BatchDraws:
    """These draws for the worlds of one batch; each is made for four months at once when the first of them needs it."""

    def __init__(self, rows: DrawRows, stretch: Stretch) -> None:
        """Make room; nothing is drawn yet."""
        self._rows, self._numbers = rows, stretch.numbers
        self._block = -1
        self._made = np.zeros(len(rows.names), np.bool_)
        many = 0 if rows.draws.keep else len(rows.names)
        self._uniforms = np.empty((many, BLOCK, stretch.worlds))
        self._drawn = np.empty((many, stretch.worlds))

    def fill(self, month: int, work: Array, wanted: NDArray[np.int64] | None = None) -> None:
        """Write the draws of a month, or those `wanted`, into the rows of the batch; months come in order."""
        rows, (block, place) = self._rows, divmod(month, BLOCK)
        if rows.draws.keep:
            kernels.spread(self._cached(block)[place], rows.all, rows.row, work)
            return
        wanted = rows.all if wanted is None else wanted
        if block != self._block:
            self._block = block
            self._made[:] = False
        missing = wanted[~self._made[wanted]]
        kernels.draw(rows.keys, missing, block, self._numbers, self._uniforms)
        self._made[missing] = True
        drawn = self._drawn[: len(wanted)]
        rows.of_month(self._uniforms, wanted, place, drawn)
        kernels.spread(drawn, wanted, rows.row, work)

    def _cached(self, block: int) -> Array:
        """All draws of four months, shape (4, draws, worlds), cached for the next run with the same draws."""
        numbers, rows = self._numbers, self._rows

        def make() -> Array:
            drawn = np.empty((len(rows.names), BLOCK, len(numbers)))
            kernels.draw(rows.keys, rows.all, block, numbers, drawn)
            four = np.empty((BLOCK, len(rows.names), len(numbers)))
            for month, out in enumerate(four):
                rows.of_month(drawn, rows.all, month, out)
            return four

        return rows.draws.remember((rows.names, int(numbers[0]), int(numbers[-1]), block), make)
