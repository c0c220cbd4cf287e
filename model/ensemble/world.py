"""The Mesa model: five actors over many worlds, stepped month by month."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import mesa
import numpy as np

from model.core.declarations import AGENTS, Array, Owner
from model.core.draws import Draws
from model.core.errors import TightropeError
from model.core.worlds import Worlds, in_words, world_numbers
from model.ensemble.actor import five_actors
from model.ensemble.month import Month
from model.ensemble.setup import Setup, setup_of
from model.evidence.load import load_seeds
from model.scenario.scenario import Scenario


class World(mesa.Model):
    """An ensemble of histories of Belarus between Russia and the West.

    Attributes:
        run_scenario: The scenario (Mesa 3.5 uses `scenario` for itself).
        month: The variables of all worlds, and how a month changes them.
        actors: The five, by name.
        observe: Called each month when all moves are chosen and before anything changes.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        worlds: Worlds | None = None,
        draws: Draws | None = None,
        watch: Iterable[str] = (),
        order: Iterable[Owner] = AGENTS,
        observe: Callable[[Month], None] | None = None,
        setup: Setup | None = None,
    ) -> None:
        """Set up some worlds of a scenario, at the start of their first month.

        Args:
            scenario: The scenario.
            worlds: How many worlds, from number 0 on, or their numbers, ascending, each once: `[41]` is world 41 alone.
                If None, those of the draws, or as many as the scenario asks for.
            draws: Random draws to use; made from the scenario's seed if None.
            watch: Variables or dotted series to compute from every new state even where no rule needs them.
            order: Order of the actors (any order gives the same results).
            observe: Called each month when all moves are chosen and before anything changes.
            setup: What the ensemble starts from, if not from this one scenario; it then decides on the worlds.

        Raises:
            TightropeError: There are no such worlds, or the draws are those of others.
        """
        super().__init__(rng=scenario.seed)
        self.run_scenario = scenario
        self.observe = observe
        if setup is None:
            if draws is None:
                draws = Draws(scenario.seed, scenario.worlds if worlds is None else worlds)
            elif worlds is not None and not np.array_equal(draws.numbers, asked := world_numbers(worlds)):
                message = f"the draws are those of {in_words(draws.numbers)}, not of {in_words(asked)}"
                raise TightropeError(message)
            setup = setup_of(scenario, load_seeds(), draws)
        self.month = Month(setup, watch)
        self.actors = five_actors(self, self.month, order)

    def read(self, name: str) -> Array:
        """The present value of a variable or dotted series, one entry per world, read-only.

        Raises:
            KeyError: No variable has that name.
        """
        return self.month.read(name)

    def step(self) -> None:
        """Simulate one month."""
        self.month.step(self.agents, self.observe)
        self.running = self.month.index < self.run_scenario.months

    def release(self) -> None:
        """Free all memory at once, when nothing is to be read any more.

        A world and its actors refer to each other, so Python would free them late.
        """
        self.__dict__.clear()
