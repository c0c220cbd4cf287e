"""The month of an ensemble: its variables, what comes from outside, and the order in which everything happens.

Inputs from outside are set; unrest moves; all actors perceive and choose from the same old state; all consequences are
computed, then committed at once; last, alignment is derived from the new state. No rule reads the calendar.
`model.ensemble.plan` lists the same month, step by step, for readers.
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
    """One month after another, in all worlds of an ensemble; `Actor` holds what the five do in it.

    Attributes:
        index: Index of the month that comes next, or is under way; 0 for the first.
        setup: What the ensemble started from; its draws, parameters and pressures are attributes here too.
        noise: Scale of the noise in each actor's choices.
        span: Utility over which the level of a graded move rises.
        zeros: Zero in every world.
        plans: Which rules run when.
        variables: Every variable of the month.
    """

    def __init__(self, setup: Setup, watch: Iterable[str] = ()) -> None:
        """Stand at the start of the first month.

        Args:
            setup: What the ensemble starts from.
            watch: Variables or dotted series to compute from every new state even where no rule needs them.
        """
        self.index = 0
        self.setup = setup
        self.draws, self.worlds = setup.draws, setup.draws.worlds
        self.parameters, self.pressures = setup.parameters, setup.pressures
        self.theory = theory()
        self.noise = {owner: self.parameters.of("choice", f"noise_{owner}") for owner in MENUS}
        self.span = self.parameters.of("choice", "level_span")
        self.zeros = np.zeros(self.worlds)
        self.zeros.flags.writeable = False
        watched = [self.theory.series.get(name, name) for name in (*watch, *setup.watched)]
        self.plans = assemble(self.theory, setup.seeds, self.parameters, self.zeros, watched)
        self.variables = self.plans.variables
        self._allowed: dict[str, Array] = {}
        self._new: dict[int, Array] = {}
        self._set_first_state()

    def read(self, name: str) -> Array:
        """The present value of a variable or dotted series, one entry per world, read-only.

        Raises:
            KeyError: No variable has that name.
        """
        value = self.variables.get(self.theory.series.get(name, name))
        value.flags.writeable = False
        return value

    def gate(self, move: Move) -> Array | None:
        """Where a move is open: None for everywhere, else 1 or 0 per world."""
        gate = None if move.open_when is None else self.variables.get(move.open_when)
        allowed = self._allowed.get(move.name)
        if allowed is None:
            return gate
        return allowed if gate is None else gate * allowed

    def step(self, actors: AgentSet, observe: Callable[[Month], None] | None = None) -> None:
        """Simulate one month.

        Args:
            actors: The five.
            observe: Called when all moves are chosen and before anything changes; the variables then hold the
                motives behind the moves.
        """
        self._set_inputs()
        self._pre_decide()
        actors.do("perceive")
        actors.do("choose")
        self.variables.compute(self.plans.consequences[Owner.SYSTEM])
        actors.do("act")
        if observe is not None:
            observe(self)
        actors.do("commit")
        self.compute_new_state(Owner.SYSTEM)
        self._commit()
        self._derive_outputs()
        self.index += 1

    def compute_new_state(self, owner: Owner) -> None:
        """Sum the flows of one owner's stocks in their fixed order and clip once; `step` commits the new values."""
        values = self.variables.values
        for item in self.plans.updates[owner]:
            if item.adds:
                total = values[item.stock]
                for result in item.results:
                    total = total + values[result]
                total = total.clip(item.low, item.high)
            else:
                total = values[item.results[0]]
            self._new[item.stock] = total

    def _set_inputs(self) -> None:
        """Set what comes from outside: drivers, uniform draws, and which moves are ruled out."""
        variables = self.variables
        drivers = self.pressures.at(self.index, self.read)
        variables.clear(self.plans.monthly)
        for name, value in drivers.items():
            variables.put(name, value)
        for name in self.theory.random_draws:
            variables.put(name, self.draws.uniform(f"chance/{name}", self.index))
        self._allowed = {move: 1.0 - mask for move, mask in self.pressures.forbidden.items()}
        self._allowed |= dict.fromkeys(self.parameters.forbidden, self.zeros)

    def _pre_decide(self) -> None:
        variables = self.variables
        variables.compute(self.plans.pre_decision)
        variables.copy(self.plans.pre_decided)
        variables.clear(self.plans.monthly)

    def _commit(self) -> None:
        """Let the new values become the state, except where the regime had fallen."""
        variables = self.variables
        fallen = variables.get("regime_alive") < 0.5
        anywhere = np.count_nonzero(fallen)
        for at, new in self._new.items():
            state = np.where(fallen, variables.values[at], new) if anywhere else new
            state.flags.writeable = False
            variables.values[at] = state
        self._new = {}

    def _derive_outputs(self) -> None:
        """Compute alignment, and whatever is watched, from the new state."""
        variables = self.variables
        variables.clear(self.plans.monthly)
        variables.compute(self.plans.derived)
        variables.copy(self.plans.derived_stocks)
        variables.compute(self.plans.watched)

    def _set_first_state(self) -> None:
        """Set given values, then compute the rest from them: twice, because a trigger may watch what is computed."""
        variables = self.variables
        for name, value in initial_values(self.theory, self.parameters, self.worlds).items():
            variables.put(name, value)
        for move in self.theory.moves:
            variables.put(move, self.zeros)
        for read in (lambda _: self.zeros, self.read):
            for name, value in self.pressures.at(0, read).items():
                variables.put(name, value)
            self._derive_outputs()
        for stock in self.theory.stocks.values():
            if stock.initial in self.plans.starts:
                variables.compute(self.plans.starts[stock.initial])
                variables.put(stock.name, variables.get(stock.initial).copy())
        for series, given in self.setup.initial.items():
            variables.put(self.theory.series[series], given.copy())
