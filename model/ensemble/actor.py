"""What all five actors do each month: perceive, weigh their motives, choose, and act.

An actor is an ordinary Mesa agent. Its attributes are read-only arrays with one entry per world, held by the month;
what it perceives and how it weighs its motives are the rules of `model/rules`, bound to its own menu of moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import mesa
import numpy as np

from model.core.declarations import AGENTS, Array, Move, Owner
from model.ensemble.choice import obey, share_of_choices, take_best, take_or_leave
from model.ensemble.month import Month


class Actor(mesa.Agent):
    """One of the five, over all worlds of an ensemble.

    Attributes:
        slots: Slot -> the moves that compete in it, in their fixed order.
    """

    def __init__(self, model: mesa.Model, month: Month, owner: Owner) -> None:
        """Join a Mesa model; `month` holds the actor's state."""
        super().__init__(model)
        self.month, self.owner = month, owner
        self.slots = {slot: moves for (whose, slot), moves in month.theory.slots.items() if whose is owner}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (arrays of state, by the name the theory gives them)
        """The actor's own state, e.g. `belarus.unrest`, one entry per world."""
        if name.startswith("_") or "month" not in self.__dict__:
            raise AttributeError(name)
        try:
            return self.month.read(f"{self.owner}.{name}")
        except KeyError:
            message = f"{self.owner} has no '{name}'"
            raise AttributeError(message) from None

    def perceive(self) -> None:
        """Compute which moves are open, from the state at the end of last month and the unrest of this one."""
        self.month.variables.compute(self.month.plans.perception[self.owner])

    def choose(self) -> None:
        """Take one move, or none, in each slot, unless the scenario orders one."""
        put, forced = self.month.variables.put, self.month.pressures.forced
        for slot, moves in self.slots.items():
            taken = self.decide(slot, moves)
            if forced:
                taken = obey(taken, [forced.get(move.name) for move in moves])
            for move, choice in zip(moves, taken, strict=True):
                put(move.name, choice)

    def decide(self, slot: str, moves: tuple[Move, ...]) -> list[Array]:
        """The choice in one slot: which of its moves is taken, 1 or 0 per world; a level for a graded move."""
        month = self.month
        gates = {move.name: month.gate(move) for move in moves}
        options = [name for name, gate in gates.items() if gate is None or np.count_nonzero(gate)]
        if not options:
            return [month.zeros] * len(moves)
        utilities = [self.utility(name) for name in options]
        stream, scale = f"{self.owner}/{slot}", month.noise[self.owner]
        if len(moves) == 1:
            gate = gates[options[0]]
            if moves[0].graded:
                taken = share_of_choices(utilities[0], month.span)
            else:
                taken = take_or_leave(utilities[0], month.draws.logistic(stream, month.index), scale)
            return [taken if gate is None else taken * gate]
        opening = [gates[name] for name in options]
        utilities = [u if g is None else np.where(g > 0.5, u, -np.inf) for u, g in zip(utilities, opening, strict=True)]
        streams = [stream, *(f"{stream}/{name}" for name in options)]
        best = take_best(utilities, [month.draws.gumbel(name, month.index) for name in streams], scale)
        chosen = dict(zip(options, best, strict=True))
        return [chosen.get(name, month.zeros) for name in gates]

    def utility(self, move: str) -> Array:
        """The utility of a move against `none`; computed only in months in which it is open in some world."""
        variables = self.month.variables
        variables.compute(self.month.plans.deliberation[move])
        return variables.get(f"utility_{move}")

    def act(self) -> None:
        """Compute what this month's moves do to the actor's own state; nothing changes yet."""
        self.month.variables.compute(self.month.plans.consequences[self.owner])

    def commit(self) -> None:
        """Compute the actor's new state, which replaces the old one once all actors have theirs."""
        self.month.compute_new_state(self.owner)


def five_actors(model: mesa.Model, month: Month, order: Iterable[Owner] = AGENTS) -> Mapping[Owner, Actor]:
    """The five as agents of a Mesa model; any order gives the same results.

    Mesa 3.3 holds every model for good in order to number its agents; this one is dropped there to free its memory.
    """
    actors = {owner: Actor(model, month, owner) for owner in order}
    getattr(mesa.Agent, "_ids", {}).pop(model, None)
    return actors
