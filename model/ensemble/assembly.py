"""From declarations to a running month: rules bound to their numbers, and plans that say which run when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.core.declarations import Array, Move, Owner, Role, Rule, Stock
from model.ensemble.parameters import Numbers
from model.ensemble.variables import Board, Plan
from model.evidence.records import Seeds
from model.theory.theory import COMPUTED, CONSTANTS, MENUS, Theory, Urge, closure

Binding = tuple[Callable[..., Array], tuple[str, ...], dict[str, Array]]


class Utility:
    """The fixed-order sum of weight × motive for one move (or for the part that several moves share)."""

    def __init__(self, urge: Urge, weights: Mapping[str, Array], nothing: Array) -> None:
        """Bind the weights; the sign of each is part of the theory.

        Args:
            urge: Which terms are summed, in which order.
            weights: The parameters by key.
            nothing: Utility of a move that nothing speaks for or against.
        """
        self._parts = len(urge.parts)
        self._steps = tuple((signed(weights[key], term.sign), term.motive is not None) for key, term in urge.terms)
        self._nothing = nothing

    def __call__(self, *motives: Array) -> Array:
        """The utility in every world: shared parts, then the terms in the order of `seeds/`, less what is opposite."""
        total: Any = motives[0] if self._parts else None
        for value in motives[1 : self._parts]:
            total = total + value
        rest = iter(motives[self._parts :])
        for weight, weighed in self._steps:
            term = weight * next(rest) if weighed else weight
            total = term if total is None else total + term
        for value in rest:
            total = -value if total is None else total - value
        return self._nothing if total is None else total


@dataclass(frozen=True, slots=True)
class Settlement:
    """How one stock gets its new value: the changes to add, or the one rule that sets it.

    Attributes:
        stock: Place of the stock on the board.
        results: Places of the results of its rules, in their fixed order.
        adds: True where the results are added to the old value, False where the one result replaces it.
        low: Least value.
        high: Greatest value.
    """

    stock: int
    results: tuple[int, ...]
    adds: bool
    low: Array
    high: Array


@dataclass(frozen=True)
class Assembly:
    """Everything a world needs to live a month, bound to the numbers of its ensemble.

    Attributes:
        board: The blackboard.
        urges: The utility of every move, without the terms that weigh nothing in any world.
        street: Rules of the street.
        perception: What each actor looks at to see which of its moves are open.
        deliberation: What is weighed for each move, once it is open.
        consequences: What each owner's stocks undergo.
        picture: Alignment, read off the new state.
        watched: Variables computed only because somebody records them.
        settlements: How each owner's stocks are settled.
        moved: Places of stocks the street sets, with the places of the results.
        pictured: Places of stocks read off the new state, with the places of the results.
        fleeting: Places that are computed anew each month.
    """

    board: Board
    urges: Mapping[str, Urge]
    street: Plan
    perception: Mapping[Owner, Plan]
    deliberation: Mapping[str, Plan]
    consequences: Mapping[Owner, Plan]
    picture: Plan
    watched: Plan
    settlements: Mapping[Owner, tuple[Settlement, ...]]
    moved: tuple[tuple[int, int], ...]
    pictured: tuple[tuple[int, int], ...]
    fleeting: slice
    starts: Mapping[str, Plan]


def assemble(made: Theory, seeds: Seeds, numbers: Numbers, nothing: Array, watch: Iterable[str]) -> Assembly:
    """Bind the theory to the numbers of an ensemble.

    Args:
        made: The theory.
        seeds: The evidence, for the weights of the moves.
        numbers: The parameters of every world.
        nothing: An array of zeros, one per world.
        watch: Variables to compute every month even where no rule needs them.
    """
    urges = made.urges(seeds, numbers.idle)
    bindings = _bindings(made, urges, numbers, nothing)
    inputs = {name: reads for name, (_, reads, _) in bindings.items()}
    outside = frozenset([*made.drivers, *made.chances, *made.stocks])
    decided = outside | frozenset(made.moves)
    board = Board([*outside, *made.moves, *bindings])

    def plan(targets: Iterable[str], given: frozenset[str]) -> Plan:
        return board.bind(closure(targets, inputs, given), bindings)

    pictured = made.of(Role.PICTURES)
    gauges = [stock.initial for stock in made.stocks.values() if stock.initial in made.gauges]
    return Assembly(
        board=board,
        urges=urges,
        street=plan([r.name for r in made.of(Role.STREET)], outside),
        perception={owner: plan(_gates(menu, outside), outside) for owner, menu in MENUS.items()},
        deliberation={move: plan([f"urge_{move}"], outside) for move in made.moves},
        consequences={owner: plan([r.name for r in _outcomes(made, owner)], decided) for owner in Owner},
        picture=plan([r.name for r in pictured], decided),
        watched=plan([name for name in watch if name in inputs], decided),
        settlements={owner: tuple(_settlements(made, owner, board)) for owner in Owner},
        moved=tuple((board.places[r.target], board.places[r.name]) for r in made.of(Role.STREET)),
        pictured=tuple((board.places[r.target], board.places[r.name]) for r in pictured),
        fleeting=slice(len(board.values) - len(bindings), len(board.values)),
        starts={name: plan([name], decided) for name in gauges},
    )


def signed(weight: Array, sign: int) -> Array:
    """A weight with the sign of its term; constant weights stay without memory of their own."""
    if sign > 0:
        return weight
    return np.broadcast_to(-weight[:1], weight.shape) if weight.strides == (0,) else -weight


def initial_values(made: Theory, numbers: Numbers, worlds: int) -> dict[str, Array]:
    """What every stock starts from, as far as it is given; what has to be computed starts from zero."""
    values: dict[str, Array] = {}
    for stock in made.stocks.values():
        if stock.initial in CONSTANTS:
            values[stock.name] = np.full(worlds, CONSTANTS[stock.initial])
        elif stock.initial == COMPUTED or stock.initial in made.gauges:
            values[stock.name] = np.zeros(worlds)
        else:
            values[stock.name] = numbers.of(made.home[stock.name], stock.initial).copy()
    return values


def _gates(moves: Iterable[Move], outside: frozenset[str]) -> list[str]:
    return [move.open_when for move in moves if move.open_when is not None and move.open_when not in outside]


def _bindings(made: Theory, urges: Mapping[str, Urge], numbers: Numbers, nothing: Array) -> dict[str, Binding]:
    fresh = {rule.target: rule.name for rule in made.of(Role.PICTURES)}
    bindings: dict[str, Binding] = {}
    for rule in made.rules:
        reads = rule.inputs
        if rule.role is Role.PICTURES:
            reads = tuple(fresh.get(name, name) for name in reads)
        bindings[rule.variable] = (rule.function, reads, {p: numbers.of(rule.subject, p) for p in rule.parameters})
    for name, urge in urges.items():
        bindings[name] = (Utility(urge, numbers.by_key, nothing), urge.inputs, {})
    return bindings


def _outcomes(made: Theory, owner: Owner) -> list[Rule]:
    roles = (Role.CHANGES, Role.BECOMES)
    return [r for r in made.rules if r.role in roles and made.stocks[r.target].owner is owner]


def _settlements(made: Theory, owner: Owner, board: Board) -> Iterable[Settlement]:
    of_stock: dict[Stock, list[Rule]] = {}
    for rule in _outcomes(made, owner):
        of_stock.setdefault(made.stocks[rule.target], []).append(rule)
    for stock, rules in of_stock.items():
        yield Settlement(
            board.places[stock.name],
            tuple(board.places[rule.name] for rule in rules),
            rules[0].role is Role.CHANGES,
            np.array(stock.domain.low),
            np.array(stock.domain.high),
        )
