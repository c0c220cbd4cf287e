"""The month of an ensemble: its variables, what comes from outside, and the order in which everything happens.

Drivers and pressures come from outside; the street moves; all actors perceive and choose from the same old state; all
consequences are worked out, then committed at once; last, alignment is read off the new state. No rule reads the
calendar. `model.ensemble.plan` lists the same month, step by step, for readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from model.core.declarations import Array, Move, Owner
from model.ensemble.assembly import assemble, initial_values
from model.ensemble.setup import Setup
from model.theory.theory import MENUS, theory

if TYPE_CHECKING:
    from mesa.agent import AgentSet


class Month:
    """One month after another, in all worlds of an ensemble; the actors' part is that of `Actor`.

    Attributes:
        index: Index of the month that comes next, or is under way; 0 for the first.
        setup: What the ensemble started from.
        worlds: Number of worlds.
        theory: The theory.
        numbers: The parameters.
        draws: The random draws.
        pressures: What comes from outside.
        noise: Scale of the noise in each actor's choices.
        nobody: Zero in every world.
        plans: Which rules run when.
        board: Every variable of the month.
    """

    def __init__(self, setup: Setup, watch: Iterable[str] = ()) -> None:
        """Stand at the start of the first month.

        Args:
            setup: What the ensemble starts from.
            watch: Gauges (variables or dotted series) to read off every new state even where no rule needs them.
        """
        self.index = 0
        self.setup = setup
        self.worlds, self.draws = setup.worlds, setup.draws
        self.numbers, self.pressures = setup.numbers, setup.pressures
        self.theory = theory()
        self.noise = {owner: self.numbers.of("choice", f"noise_{owner}") for owner in MENUS}
        self.nobody = np.zeros(self.worlds)
        self.nobody.flags.writeable = False
        watched = [self.theory.series.get(name, name) for name in (*watch, *setup.watched)]
        self.plans = assemble(self.theory, setup.seeds, self.numbers, self.nobody, watched)
        self.board = self.plans.board
        self._allowed: dict[str, Array] = {}
        self._new: dict[int, Array] = {}
        self._set_first_values()

    def read(self, name: str) -> Array:
        """The present value of a variable or dotted series, one entry per world, read-only.

        Raises:
            KeyError: No variable has that name.
        """
        value = self.board.get(self.theory.series.get(name, name))
        value.flags.writeable = False
        return value

    def gate(self, move: Move) -> Array | None:
        """Where a move is open: None for everywhere, else 1 or 0 per world."""
        gate = None if move.open_when is None else self.board.get(move.open_when)
        allowed = self._allowed.get(move.name)
        if allowed is None:
            return gate
        return allowed if gate is None else gate * allowed

    def step(self, actors: AgentSet, observe: Callable[[Month], None] | None = None) -> None:
        """Simulate one month.

        Args:
            actors: The five.
            observe: Called when all moves are chosen and before anything changes; the board then holds the motives
                behind the moves.
        """
        self._take_in()
        self._let_the_street_move()
        actors.do("perceive")
        actors.do("choose")
        self.board.compute(self.plans.consequences[Owner.SYSTEM])
        actors.do("act")
        if observe is not None:
            observe(self)
        actors.do("commit")
        self.settle(Owner.SYSTEM)
        self._replace_state()
        self._read_off()
        self.index += 1

    def settle(self, owner: Owner) -> None:
        """Sum the changes of one owner's stocks in their fixed order, clip once, and lay the new values aside."""
        values = self.board.values
        for item in self.plans.settlements[owner]:
            if item.adds:
                total = values[item.stock]
                for result in item.results:
                    total = total + values[result]
                total = total.clip(item.low, item.high)
            else:
                total = values[item.results[0]]
            self._new[item.stock] = total

    def _take_in(self) -> None:
        """What comes from outside: drivers, uniform draws, and which moves are ruled out."""
        board = self.board
        drivers = self.pressures.at(self.index, self.read)
        board.wipe(self.plans.fleeting)
        for name, value in drivers.items():
            board.put(name, value)
        for name in self.theory.chances:
            board.put(name, self.draws.uniform(f"chance/{name}", self.index))
        self._allowed = {move: 1.0 - mask for move, mask in self.pressures.forbidden.items()}
        self._allowed |= dict.fromkeys(self.numbers.forbidden, self.nobody)

    def _let_the_street_move(self) -> None:
        board = self.board
        board.compute(self.plans.street)
        board.copy(self.plans.moved)
        board.wipe(self.plans.fleeting)

    def _replace_state(self) -> None:
        """Let the changes laid aside become the state, except where the regime had fallen."""
        board = self.board
        fallen = board.get("regime_alive") < 0.5
        anywhere = np.count_nonzero(fallen)
        for at, new in self._new.items():
            state = np.where(fallen, board.values[at], new) if anywhere else new
            state.flags.writeable = False
            board.values[at] = state
        self._new = {}

    def _read_off(self) -> None:
        """Read alignment, and whatever is watched, off the new state."""
        board = self.board
        board.wipe(self.plans.fleeting)
        board.compute(self.plans.picture)
        board.copy(self.plans.pictured)
        board.compute(self.plans.watched)

    def _set_first_values(self) -> None:
        """Set the first state: given values first, then what has to be computed from them.

        Twice, because a trigger may watch what is computed.
        """
        board = self.board
        for name, value in initial_values(self.theory, self.numbers, self.worlds).items():
            board.put(name, value)
        for move in self.theory.moves:
            board.put(move, self.nobody)
        for read in (lambda _: self.nobody, self.read):
            for name, value in self.pressures.at(0, read).items():
                board.put(name, value)
            self._read_off()
        for stock in self.theory.stocks.values():
            if stock.initial in self.plans.starts:
                board.compute(self.plans.starts[stock.initial])
                board.put(stock.name, board.get(stock.initial).copy())
        for series, given in self.setup.initial.items():
            board.put(self.theory.series[series], given.copy())
