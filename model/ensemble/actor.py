"""What all five actors have in common: they perceive, weigh their motives, choose, act, and their state lasts.

An actor is an ordinary Mesa agent. Its attributes are arrays with one entry per world, kept by the month and read-only;
what it perceives and how it weighs its motives are the rules of `model/rules`, bound to its own menu of moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import mesa
import numpy as np

from model.core.declarations import AGENTS, Array, Move, Owner
from model.ensemble.choice import obey, take_best, take_or_leave
from model.ensemble.month import Month
from model.theory.theory import MENUS


class Actor(mesa.Agent):
    """One of the five, over all worlds of an ensemble.

    Attributes:
        owner: Which of the five.
        slots: Slot -> the moves that compete in it, in their fixed order.
    """

    def __init__(self, model: mesa.Model, month: Month, owner: Owner, menu: Iterable[Move]) -> None:
        """Join a Mesa model.

        Args:
            model: The model.
            month: Where the actor's state stands, and what the month holds for it.
            owner: Which of the five.
            menu: What it may do.
        """
        super().__init__(model)
        self.month, self.owner = month, owner
        self.slots: dict[str, tuple[Move, ...]] = {}
        for move in menu:
            self.slots[move.slot] = (*self.slots.get(move.slot, ()), move)

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
        """Look at the state of last month's end and at the street: which moves are open?"""
        self.month.board.compute(self.month.plans.perception[self.owner])

    def choose(self) -> None:
        """Take one move, or none, in each slot, unless the scenario orders one."""
        put, forced = self.month.board.put, self.month.pressures.forced
        for slot, moves in self.slots.items():
            taken = self.decide(slot, moves)
            if forced:
                taken = obey(taken, [forced.get(move.name) for move in moves])
            for move, choice in zip(moves, taken, strict=True):
                put(move.name, choice)

    def decide(self, slot: str, moves: tuple[Move, ...]) -> list[Array]:
        """The choice in one slot: which of its moves is taken, 1 or 0 per world."""
        month = self.month
        gates = {move.name: month.gate(move) for move in moves}
        options = [name for name, gate in gates.items() if gate is None or np.count_nonzero(gate)]
        if not options:
            return [month.nobody] * len(moves)
        urges = [self.urge(name) for name in options]
        stream, scale = f"{self.owner}/{slot}", month.noise[self.owner]
        if len(moves) == 1:
            gate, taken = gates[options[0]], take_or_leave(urges[0], month.draws.logistic(stream, month.index), scale)
            return [taken if gate is None else taken * gate]
        opening = [gates[name] for name in options]
        urges = [u if g is None else np.where(g > 0.5, u, -np.inf) for u, g in zip(urges, opening, strict=True)]
        streams = [stream, *(f"{stream}/{name}" for name in options)]
        best = take_best(urges, [month.draws.gumbel(name, month.index) for name in streams], scale)
        chosen = dict(zip(options, best, strict=True))
        return [chosen.get(name, month.nobody) for name in gates]

    def urge(self, move: str) -> Array:
        """The utility of a move against `none`; worked out only in months in which somebody may take it."""
        board = self.month.board
        board.compute(self.month.plans.deliberation[move])
        return board.get(f"urge_{move}")

    def act(self) -> None:
        """Work out what this month's moves do to the actor's own state; nothing changes yet."""
        self.month.board.compute(self.month.plans.consequences[self.owner])

    def commit(self) -> None:
        """Let all changes become the state of the month's end, summed in a fixed order and clipped once."""
        self.month.settle(self.owner)


def five_actors(model: mesa.Model, month: Month, order: Iterable[Owner] = AGENTS) -> Mapping[Owner, Actor]:
    """The five as agents of a Mesa model; any order gives the same results.

    Mesa 3.3 keeps every model for good, to number its agents: it forgets this one, which makes no more of them.
    """
    actors = {owner: Actor(model, month, owner, MENUS[owner]) for owner in order}
    getattr(mesa.Agent, "_ids", {}).pop(model, None)
    return actors
