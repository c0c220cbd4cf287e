"""What all five actors have in common: they perceive, weigh their motives, choose, act, and their state lasts.

An actor is an ordinary Mesa agent. Its attributes are arrays with one entry per world, kept by the model and read-only;
what it perceives and how it weighs its motives are the rules of `model/rules`, bound to its own menu of moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import numpy as np

from model.core.declarations import Array, Move, Owner
from model.ensemble.choice import obey, take_best, take_or_leave

if TYPE_CHECKING:
    from model.ensemble.world import World


class Actor(mesa.Agent):
    """One of the five, over all worlds of an ensemble.

    Attributes:
        owner: Which of the five.
        moves: What it may do, in the fixed order of its slots.
    """

    owner: ClassVar[Owner]
    moves: ClassVar[tuple[Move, ...]]
    model: World

    def __init__(self, model: World) -> None:
        """Join the model and learn its own slots."""
        super().__init__(model)
        self.slots: dict[str, tuple[Move, ...]] = {}
        for move in self.moves:
            self.slots[move.slot] = (*self.slots.get(move.slot, ()), move)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (arrays of state, by the name the theory gives them)
        """The actor's own state, e.g. `belarus.unrest`, one entry per world."""
        if name.startswith("_") or "model" not in self.__dict__:
            raise AttributeError(name)
        try:
            return self.model.read(f"{self.owner}.{name}")
        except KeyError:
            message = f"{self.owner} has no '{name}'"
            raise AttributeError(message) from None

    def perceive(self) -> None:
        """Look at the state of last month's end and at the street: which moves are open?"""
        self.model.parts.board.compute(self.model.parts.perception[self.owner])

    def choose(self) -> None:
        """Take one move, or none, in each slot, unless the scenario orders one."""
        put, forced = self.model.parts.board.put, self.model.pressures.forced
        for slot, moves in self.slots.items():
            taken = self.decide(slot, moves)
            if forced:
                taken = obey(taken, [forced.get(move.name) for move in moves])
            for move, choice in zip(moves, taken, strict=True):
                put(move.name, choice)

    def decide(self, slot: str, moves: tuple[Move, ...]) -> list[Array]:
        """The choice in one slot: which of its moves is taken, 1 or 0 per world."""
        model = self.model
        gates = {move.name: model.gate(move) for move in moves}
        options = [name for name, gate in gates.items() if gate is None or np.count_nonzero(gate)]
        if not options:
            return [model.nobody] * len(moves)
        urges = [self.urge(name) for name in options]
        stream, scale = f"{self.owner}/{slot}", model.noise[self.owner]
        if len(moves) == 1:
            gate, taken = gates[options[0]], take_or_leave(urges[0], model.draws.logistic(stream, model.month), scale)
            return [taken if gate is None else taken * gate]
        opening = [gates[name] for name in options]
        urges = [u if g is None else np.where(g > 0.5, u, -np.inf) for u, g in zip(urges, opening, strict=True)]
        streams = [stream, *(f"{stream}/{name}" for name in options)]
        best = take_best(urges, [model.draws.gumbel(name, model.month) for name in streams], scale)
        chosen = dict(zip(options, best, strict=True))
        return [chosen.get(name, model.nobody) for name in gates]

    def urge(self, move: str) -> Array:
        """How strongly the actor wants a move, against `none`; weighed only in months in which somebody may."""
        board = self.model.parts.board
        board.compute(self.model.parts.deliberation[move])
        return board.get(f"urge_{move}")

    def act(self) -> None:
        """Work out what this month's moves do to the actor's own state; nothing changes yet."""
        self.model.parts.board.compute(self.model.parts.consequences[self.owner])

    def commit(self) -> None:
        """Let all changes become the state of the month's end, summed in a fixed order and clipped once."""
        self.model.settle(self.owner)
