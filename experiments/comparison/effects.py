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
    def owner(self) -> str:
        """Whose it is."""
        return self.name.partition(".")[0]

    @property
    def in_spreads(self) -> float:
        """Its size in units of its spread, 0 to 2."""
        return self.size / self.spread if self.spread > 0.0 else 0.0


@dataclass(slots=True)
class _Sums:
    """Sums of one series or move over the chunks of worlds."""

    numbers: int = 0
    whole: float = 0.0
    squares: float = 0.0
    change: float = 0.0
    size: float = 0.0
    touched: int = 0

    def add(self, before: Array, after: Array) -> None:
        """Add the months and worlds of two runs."""
        apart = after - before
        away = np.abs(apart)
        self.numbers += 2 * apart.size
        self.whole += float(before.sum() + after.sum())
        self.squares += float(np.square(before).sum() + np.square(after).sum())
        self.change += float(apart.sum())
        self.size += float(away.sum())
        self.touched += int((away >= HARDLY_ANY).any(axis=0).sum())

    def effect(self, name: str, worlds: int, *, is_move: bool) -> Effect:
        """The effect; its spread is never less than half of its size (Jensen's inequality), whatever the rounding."""
        half = max(self.numbers, 1) / 2
        change, size = self.change / half, self.size / half
        size = abs(change) if is_move else size
        mean = self.whole / (2 * half)
        spread = math.sqrt(max(self.squares / (2 * half) - mean * mean, 0.0))
        return Effect(name, is_move, change, size, max(spread, size / 2), self.touched / max(worlds, 1))


class Tally:
    """Adds up what a change does to dotted series and moves, chunk of worlds by chunk of worlds, without the runs."""

    def __init__(self, series: Iterable[str], moves: Iterable[str]) -> None:
        self._sums = {name: _Sums() for name in (*series, *moves)}
        self._moves = frozenset(moves)
        self._worlds = 0

    def add(self, whole: Run, changed: Run) -> None:
        """Add the same worlds without and with the change; those count that count in the first run."""
        counts = counted(whole)
        self._worlds += int(counts.sum())
        for name, sums in self._sums.items():
            sums.add(_read(whole, name, counts), _read(changed, name, counts))

    def effects(self) -> tuple[Effect, ...]:
        """One effect per series and move, the largest in units of its spread first."""
        effects = [sums.effect(name, self._worlds, is_move=name in self._moves) for name, sums in self._sums.items()]
        return tuple(sorted(effects, key=lambda effect: (-effect.in_spreads, effect.name)))


def _read(run: Run, name: str, counts: Mask) -> Array:
    """The months from which the scenario is read, in the worlds that count."""
    values = level(run, name)[run.scenario.read_from :]
    return values if counts.all() else values[:, counts]
