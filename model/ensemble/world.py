"""The Mesa model: five actors over many worlds, and who acts in which order.

A month: drivers and pressures come from outside; the street moves; all actors perceive and choose from the same old
state; all consequences are worked out, then committed at once; last, alignment is read off the new state. No rule
reads the calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import mesa
import numpy as np

from model.core.declarations import Array, Move, Owner
from model.core.draws import Draws
from model.ensemble.assembly import Assembly, assemble, initial_values
from model.ensemble.parameters import Numbers
from model.ensemble.setup import Presses, Setup, setup_of
from model.evidence.load import Seeds, load_seeds
from model.theory.theory import ACTORS, Theory, theory

if TYPE_CHECKING:
    from model.agents.base import Actor
    from model.scenario.scenario import Scenario


class World(mesa.Model):
    """An ensemble of histories of Belarus between Russia and the West.

    Attributes:
        asked: The scenario (Mesa 3.5 keeps `scenario` for itself).
        worlds: How many histories.
        month: Index of the month being lived, 0 for the first.
        evidence: The evidence.
        awaited: Dotted series that some pressure waits for.
        parts: The board of variables and the plans of the month.
        pressures: What comes from outside.
        draws: The luck.
        actors: The five, by name.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        worlds: int | None = None,
        first: int = 0,
        draws: Draws | None = None,
        watch: Iterable[str] = (),
        seeds: Seeds | None = None,
        order: Iterable[Owner] | None = None,
        observe: Callable[[World], None] | None = None,
        setup: Setup | None = None,
    ) -> None:
        """Set up the worlds `first` to `first + worlds - 1` of a scenario, at the start of their first month.

        Args:
            scenario: The scenario.
            worlds: Number of worlds; the scenario's if None.
            first: Number of the first world, so that world 41 can be run alone.
            draws: Luck to reuse; made from the scenario's seed if None.
            watch: Gauges (variables or dotted series) to read off every new state even where no rule needs them.
            seeds: The evidence; loaded if None.
            order: Order of the actors (any order gives the same results).
            observe: Called each month when all moves are chosen and before anything changes; the board then holds the
                motives behind the moves.
            setup: Luck, numbers, pressures and first values, if they are not those of one scenario; it then decides
                the number of worlds and the first one.
        """
        super().__init__(rng=scenario.seed)
        self.asked = scenario
        self.observe = observe
        self.theory: Theory = theory()
        self.evidence = evidence = seeds or load_seeds()
        if setup is None:
            count = scenario.worlds if worlds is None else worlds
            luck = draws or Draws(scenario.seed, count, first=first)
            setup = setup_of(scenario, evidence, luck, count)
        self.worlds = setup.worlds
        self.draws: Draws = setup.draws
        self.numbers: Numbers = setup.numbers
        self.pressures: Presses = setup.pressures
        self.noise = {actor.owner: self.numbers.of("choice", f"noise_{actor.owner}") for actor in ACTORS}
        self.nobody = np.zeros(self.worlds)
        self.nobody.flags.writeable = False
        self.awaited = setup.watched
        watched = [self.theory.series.get(name, name) for name in (*watch, *setup.watched)]
        self.parts: Assembly = assemble(self.theory, evidence, self.numbers, self.nobody, watched)
        classes = {actor.owner: actor for actor in ACTORS}
        self.actors: dict[Owner, Actor] = {o: classes[o](self) for o in (order or tuple(classes))}
        forget_numbering(self)
        self.month = 0
        self._closed: dict[str, Array] = {}
        self._next: dict[int, Array] = {}
        self._begin(setup.initial)

    def read(self, name: str) -> Array:
        """The present value of a variable or dotted series, one entry per world, read-only.

        Raises:
            KeyError: No variable has that name.
        """
        value = self.parts.board.get(self.theory.series.get(name, name))
        value.flags.writeable = False
        return value

    def gate(self, move: Move) -> Array | None:
        """Where a move is open: None for everywhere, else 1 or 0 per world."""
        gate = None if move.open_when is None else self.parts.board.get(move.open_when)
        allowed = self._closed.get(move.name)
        if allowed is None:
            return gate
        return allowed if gate is None else gate * allowed

    def step(self) -> None:
        """Live one month."""
        self._face_the_month()
        self._let_the_street_move()
        self.agents.do("perceive")
        self.agents.do("choose")
        self.parts.board.compute(self.parts.consequences[Owner.SYSTEM])
        self.agents.do("act")
        if self.observe is not None:
            self.observe(self)
        self.agents.do("commit")
        self.settle(Owner.SYSTEM)
        self._turn_the_page()

    def let_go(self) -> None:
        """Free everything at once, when nothing is to be read any more.

        A world and its actors hold each other, so Python would find out late, many megabytes later.
        """
        self.__dict__.clear()

    def _turn_the_page(self) -> None:
        """Let the changes laid aside become the state, except where the regime had fallen; read alignment off it."""
        board = self.parts.board
        fallen = board.get("regime_alive") < 0.5
        anywhere = np.count_nonzero(fallen)
        for at, new in self._next.items():
            state = np.where(fallen, board.values[at], new) if anywhere else new
            state.flags.writeable = False
            board.values[at] = state
        self._next = {}
        self._look()
        self.month += 1
        self.running = self.month < self.asked.months

    def settle(self, owner: Owner) -> None:
        """Sum the changes of one owner's stocks in their fixed order, clip once, and lay the new values aside."""
        values = self.parts.board.values
        for item in self.parts.settlements[owner]:
            if item.adds:
                total = values[item.stock]
                for result in item.results:
                    total = total + values[result]
                total = total.clip(item.low, item.high)
            else:
                total = values[item.results[0]]
            self._next[item.stock] = total

    def _face_the_month(self) -> None:
        board = self.parts.board
        drivers = self.pressures.at(self.month, self.read)
        board.wipe(self.parts.fleeting)
        for name, value in drivers.items():
            board.put(name, value)
        for name in self.theory.chances:
            board.put(name, self.draws.uniform(f"chance/{name}", self.month))
        self._closed = {move: 1.0 - mask for move, mask in self.pressures.forbidden.items()}
        self._closed |= dict.fromkeys(self.numbers.forbidden, self.nobody)

    def _let_the_street_move(self) -> None:
        board = self.parts.board
        board.compute(self.parts.street)
        board.copy(self.parts.moved)
        board.wipe(self.parts.fleeting)

    def _look(self) -> None:
        board = self.parts.board
        board.wipe(self.parts.fleeting)
        board.compute(self.parts.picture)
        board.copy(self.parts.pictured)
        board.compute(self.parts.watched)

    def _begin(self, initial: Mapping[str, Array]) -> None:
        """Lay out the initial state: given values first, then what has to be computed from them.

        Twice, because a trigger may watch what is computed.
        """
        board = self.parts.board
        for name, value in initial_values(self.theory, self.numbers, self.worlds).items():
            board.put(name, value)
        for move in self.theory.moves:
            board.put(move, self.nobody)
        for read in (lambda _: self.nobody, self.read):
            for name, value in self.pressures.at(0, read).items():
                board.put(name, value)
            self._look()
        for stock in self.theory.stocks.values():
            if stock.initial in self.parts.starts:
                board.compute(self.parts.starts[stock.initial])
                board.put(stock.name, board.get(stock.initial).copy())
        for series, given in initial.items():
            board.put(self.theory.series[series], given.copy())


def forget_numbering(world: World) -> None:
    """Let Mesa forget a world that makes no more agents: Mesa 3.3 keeps every model for good, to number its agents."""
    getattr(mesa.Agent, "_ids", {}).pop(world, None)
