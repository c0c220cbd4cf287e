"""What a world would have been like without a move: the same luck and the same numbers, with the move ruled out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.core.declarations import Array
from model.core.draws import Draws
from model.ensemble.record import HEADLINE
from model.ensemble.world import World
from model.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Removal:
    """A move that is ruled out for some months.

    Attributes:
        move: Its name.
        first: First month without it.
        last: Last month without it.
    """

    move: str
    first: int
    last: int


class SameLuck(Draws):
    """The luck of one world, dealt to several copies of it."""

    def __init__(self, seed: int, world: int, copies: int) -> None:
        """Deal the luck of a world.

        Args:
            seed: The seed of the run.
            world: Number of the world.
            copies: How many copies.
        """
        super().__init__(seed, 1, first=world)
        self.worlds = copies

    def _draw(self, form: str, name: str, month: int) -> Array:
        copied = np.repeat(super()._draw(form, name, month), self.worlds)
        copied.flags.writeable = False
        return copied


class WorldWithout(World):
    """Copies of one world, each with one move ruled out; the first copy is the world as it is."""

    def __init__(self, scenario: Scenario, world: int, removals: Sequence[Removal]) -> None:
        """Set the copies up.

        Args:
            scenario: The scenario.
            world: Number of the world.
            removals: What is ruled out, one in each copy after the first.
        """
        self.removals = tuple(removals)
        copies = len(self.removals) + 1
        super().__init__(scenario, worlds=copies, draws=SameLuck(scenario.seed, world, copies))

    def _face_the_month(self) -> None:
        super()._face_the_month()
        for copy, removal in enumerate(self.removals, 1):
            if removal.first <= self.month <= removal.last:
                allowed = np.array(np.broadcast_to(self._closed.get(removal.move, 1.0), (self.worlds,)))
                allowed[copy] = 0.0
                self._closed[removal.move] = allowed


def headlines_without(scenario: Scenario, world: int, removals: Sequence[Removal]) -> Array:
    """The headline of a world as it is and without each of some moves, shape (months, 1 + removals).

    A move that the scenario orders is taken nonetheless.
    """
    lived = WorldWithout(scenario, world, removals)
    rows = []
    for _ in range(scenario.months):
        lived.step()
        rows.append(lived.read(HEADLINE))
    return np.array(rows)
