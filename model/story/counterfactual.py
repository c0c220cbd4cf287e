"""What a world would have been like without a move: the same random numbers and parameters, with the move ruled out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.core.declarations import Array
from model.core.draws import Draws, TiledDraws
from model.ensemble.drivers import Read
from model.ensemble.record import HEADLINE
from model.ensemble.setup import PressureSource, setup_of
from model.ensemble.world import World
from model.evidence.load import load_seeds
from model.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Removal:
    """A move that is ruled out from a first to a last month."""

    move: str
    first: int
    last: int


class _RuledOut:
    """What presses on copies of one world, of which each but the first has one move ruled out."""

    def __init__(self, pressures: PressureSource, removals: Sequence[Removal]) -> None:
        self._pressures, self._removals = pressures, removals
        self.has_triggers = pressures.has_triggers
        self.forced: dict[str, Array] = {}
        self.forbidden: dict[str, Array] = {}

    def at(self, month: int, read: Read) -> dict[str, Array]:
        drivers = self._pressures.at(month, read)
        self.forced, self.forbidden = self._pressures.forced, dict(self._pressures.forbidden)
        for copy, removal in enumerate(self._removals, 1):
            if removal.first <= month <= removal.last:
                mask = np.zeros(len(self._removals) + 1) + self.forbidden.get(removal.move, 0.0)
                mask[copy] = 1.0
                self.forbidden[removal.move] = mask
        return drivers


def headlines_without(scenario: Scenario, world: int, removals: Sequence[Removal]) -> Array:
    """The headline of a world as it is and without each of some moves, shape (months, 1 + removals); NaN once fallen.

    A move that the scenario orders is taken nonetheless.
    """
    copies = TiledDraws(Draws(scenario.seed, [world]), len(removals) + 1)
    setup = setup_of(scenario, load_seeds(), copies)
    simulated = World(scenario, setup=replace(setup, pressures=_RuledOut(setup.pressures, removals)))
    rows = []
    for _ in range(scenario.months):
        simulated.step()
        rows.append(np.where(simulated.read("belarus.regime_alive") > 0.5, simulated.read(HEADLINE), np.nan))
    return np.array(rows)
