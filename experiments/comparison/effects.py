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

from experiments.measures.forms import level, window
from model.core.declarations import Array
from model.ensemble.record import Run
from model.runs.outcomes import counted

HARDLY_ANY = 0.01
"""A smaller difference is negligible."""

LEAST_SHARE = 0.01
"""A flag moves where it differs in this share of the worlds."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one series or move, over all months read and all worlds that count.

    Months in which a world has no number in one of both runs, as alignment has none after a fall, are left out.

    Attributes:
        is_move: Whether it is a move; its level is 1 in a month in which it is taken, else 0.
        is_flag: Whether it is only ever 0 or 1 before the change.
        change: Mean of the differences world by world and month by month; of a move, the change of its monthly rate.
        size: Mean of the differences without their sign; of a move, the change of its rate without its sign.
        spread: Standard deviation over the months and worlds of both runs together.
        touched: Share of worlds in which it differs by a hundredth or more in some month.
    """

    name: str
    is_move: bool
    is_flag: bool
    change: float
    size: float
    spread: float
    touched: float

    @property
    def in_spreads(self) -> float:
        """Its size in units of its spread, 0 to 2."""
        return self.size / self.spread if self.spread > 0.0 else 0.0

    @property
    def shows(self) -> bool:
        """Whether it moves: by a hundredth on average, or, for a flag, in a hundredth of the worlds."""
        return self.size >= HARDLY_ANY or (self.is_flag and self.touched >= LEAST_SHARE)


class Tally:
    """Adds up what a change does to dotted series and moves, chunk of worlds by chunk of worlds, without the runs.

    Attributes:
        months: The first and the last month that count; all from `read_from` on if None.
        worlds: Number of worlds added that count.
    """

    def __init__(self, series: Iterable[str], moves: Iterable[str], months: tuple[str, str] | None = None) -> None:
        self._sums = {name: np.zeros(7) for name in (*series, *moves)}
        self._moves = frozenset(moves)
        self.months, self.worlds = months, 0

    def add(self, whole: Run, changed: Run) -> None:
        """Add the same worlds without and with the change; those count that count in the first run."""
        counts, months = counted(whole), slice(whole.scenario.read_from, None)
        if self.months:
            months = window(whole, *self.months)
        self.worlds += int(counts.sum())
        for name, sums in self._sums.items():
            sums += _sums(*(level(run, name)[months][:, counts] for run in (whole, changed)))

    def effects(self) -> tuple[Effect, ...]:
        """One effect per series and move, the largest in units of its spread first."""
        effects = [self._effect(name, sums) for name, sums in self._sums.items()]
        return tuple(sorted(effects, key=lambda effect: (-effect.in_spreads, effect.name)))

    def _effect(self, name: str, sums: Array) -> Effect:
        """The spread is never less than half of the size (Jensen's inequality), whatever the rounding."""
        numbers, whole, squares, change, size, touched, no_flag = sums.tolist()
        half, is_move = max(numbers, 1.0) / 2, name in self._moves
        change, size, mean = change / half, size / half, whole / (2 * half)
        size = abs(change) if is_move else size
        spread = max(math.sqrt(max(squares / (2 * half) - mean * mean, 0.0)), size / 2)
        return Effect(name, is_move, no_flag == 0, change, size, spread, touched / max(self.worlds, 1))


def _sums(before: Array, after: Array) -> Array:
    """Sums over months and worlds, in the order that `Tally` adds up; the last one counts what is neither 0 nor 1."""
    apart = after - before
    touched = (np.abs(apart) >= HARDLY_ANY).any(axis=0).sum()
    if np.isnan(apart).any():
        known = ~np.isnan(apart)
        before, after, apart = before[known], after[known], apart[known]
    squares = np.square(before)
    return np.array(
        [
            2 * apart.size,
            before.sum() + after.sum(),
            squares.sum() + np.square(after).sum(),
            apart.sum(),
            np.abs(apart).sum(),
            touched,
            (squares != before).sum(),
        ]
    )
