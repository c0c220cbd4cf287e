"""What a change does to a whole run: the paired difference of every series and every move.

tally = Tally(whole, ("belarus.contacts",), ("eu.visits",))
tally.add(whole, changed)               # as often as there are chunks of worlds
tally.effects()[0].in_spreads           # e.g. 0.4: the change is 0.4 standard deviations over worlds and months
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from experiments.measures.forms import Mask, level
from model.core.declarations import Array
from model.ensemble.record import Run
from model.runs.outcomes import counted

HARDLY_ANY = 0.01
"""A smaller difference is hardly any."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one series or move, over all months read and all worlds that count.

    Attributes:
        name: Dotted series or move.
        is_move: Whether it is a move; its level is 1 in a month in which it is taken, else 0.
        change: Mean of the differences world by world and month by month; of a move, the change of its monthly rate.
        size: Mean of the differences without their sign; of a move, the change of its rate without its sign.
        spread: Standard deviation over the months and worlds of both runs together.
        touched: Share of worlds in which it differs by a hundredth or more in some month.
    """

    name: str
    is_move: bool
    change: float
    size: float
    spread: float
    touched: float

    @property
    def in_spreads(self) -> float:
        """Its size in units of its spread, 0 to 2."""
        return self.size / self.spread if self.spread > 0.0 else 0.0


class Tally:
    """Adds up what a change does to dotted series and moves, chunk of worlds by chunk of worlds, without the runs."""

    def __init__(self, series: Iterable[str], moves: Iterable[str]) -> None:
        self._sums = {name: np.zeros(6) for name in (*series, *moves)}
        self._moves = frozenset(moves)
        self._worlds = 0

    def add(self, whole: Run, changed: Run) -> None:
        """Add the same worlds without and with the change; those count that count in the first run."""
        counts = counted(whole)
        self._worlds += int(counts.sum())
        for name, sums in self._sums.items():
            sums += _sums(_read(whole, name, counts), _read(changed, name, counts))

    def effects(self) -> tuple[Effect, ...]:
        """One effect per series and move, the largest in units of its spread first."""
        effects = [self._effect(name, *sums.tolist()) for name, sums in self._sums.items()]
        return tuple(sorted(effects, key=lambda effect: (-effect.in_spreads, effect.name)))

    def _effect(
        self, name: str, numbers: float, whole: float, squares: float, change: float, size: float, touched: float
    ) -> Effect:
        """The spread is never less than half of the size (Jensen's inequality), whatever the rounding."""
        half, is_move = max(numbers, 1.0) / 2, name in self._moves
        change, size, mean = change / half, size / half, whole / (2 * half)
        size = abs(change) if is_move else size
        spread = math.sqrt(max(squares / (2 * half) - mean * mean, 0.0))
        return Effect(name, is_move, change, size, max(spread, size / 2), touched / max(self._worlds, 1))


def _sums(before: Array, after: Array) -> Array:
    """Over months and worlds: numbers of both runs, their sum, sum of squares; changes, their sizes; worlds touched."""
    apart = after - before
    away = np.abs(apart)
    squares = np.square(before).sum() + np.square(after).sum()
    touched = (away >= HARDLY_ANY).any(axis=0).sum()
    return np.array([2 * apart.size, before.sum() + after.sum(), squares, apart.sum(), away.sum(), touched])


def _read(run: Run, name: str, counts: Mask) -> Array:
    """The months from which the scenario is read, in the worlds that count."""
    values = level(run, name)[run.scenario.read_from :]
    return values if counts.all() else values[:, counts]
