"""The Mesa model: five actors over many worlds, stepped month by month."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import mesa

from model.core.declarations import AGENTS, Array, Owner
from model.core.draws import Draws
from model.core.errors import TightropeError
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
        worlds: int | None = None,
        first: int = 0,
        draws: Draws | None = None,
        watch: Iterable[str] = (),
        order: Iterable[Owner] = AGENTS,
        observe: Callable[[Month], None] | None = None,
        setup: Setup | None = None,
    ) -> None:
        """Set up the worlds `first` to `first + worlds - 1` of a scenario, at the start of their first month.

        Args:
            scenario: The scenario.
            worlds: Number of worlds; the scenario's if None.
            first: Number of the first world, so that world 41 can be run alone.
            draws: Random draws to use, which then say which is the first world; made from the scenario's seed if None.
            watch: Variables or dotted series to compute from every new state even where no rule needs them.
            order: Order of the actors (any order gives the same results).
            observe: Called each month when all moves are chosen and before anything changes.
            setup: What the ensemble starts from, if not from this one scenario; it then decides the number of worlds
                and the first one.

        Raises:
            TightropeError: There is no such world, or the draws are those of others.
        """
        super().__init__(rng=scenario.seed)
        self.run_scenario = scenario
        self.observe = observe
        if setup is None:
            count = scenario.worlds if worlds is None else worlds
            if count < 1 or first < 0:
                message = f"cannot simulate {count} worlds from number {first} on: the first is 0"
                raise TightropeError(message)
            if draws is None:
                draws = Draws(scenario.seed, count, first=first)
            elif draws.worlds != count or first not in (0, draws.first):
                message = (
                    f"the draws are of {draws.worlds} worlds from {draws.first} on, not of {count} from {first} on"
                )
                raise TightropeError(message)
            setup = setup_of(scenario, load_seeds(), draws, count)
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
