"""From declarations to a running month: rules bound to their parameters, and plans that say which run when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.core.declarations import Array, Move, Owner, Role, Rule, Stock
from model.ensemble.parameters import ParameterValues
from model.ensemble.variables import Binding, Plan, Variables
from model.evidence.records import Seeds
from model.theory.theory import COMPUTED, CONSTANTS, MENUS, Theory, UtilityTerms, closure


class Utility:
    """The fixed-order sum of weight × motive for one move (or for the part that several moves share)."""

    def __init__(self, summed: UtilityTerms, weights: Mapping[str, Array], zeros: Array) -> None:
        """Bind the weights; the sign of each is part of the theory.

        Args:
            summed: Which terms are summed, in which order.
            weights: The parameters by key.
            zeros: Utility of a move without any term.
        """
        self._parts = len(summed.parts)
        self._terms = tuple((signed(weights[key], term.sign), term.motive is not None) for key, term in summed.terms)
        self._zeros = zeros

    def __call__(self, *motives: Array) -> Array:
        """The utility in every world: shared parts, then the terms in the order of `seeds/`, less what is opposite."""
        total: Any = motives[0] if self._parts else None
        for value in motives[1 : self._parts]:
            total = total + value
        rest = iter(motives[self._parts :])
        for weight, has_motive in self._terms:
            term = weight * next(rest) if has_motive else weight
            total = term if total is None else total + term
        for value in rest:
            total = -value if total is None else total - value
        return self._zeros if total is None else total


@dataclass(frozen=True, slots=True)
class StockUpdate:
    """How one stock gets its new value: the flows to add, or the one rule that sets it.

    Attributes:
        stock: Position of the stock among the variables.
        results: Positions of the results of its rules, in their fixed order.
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
    """Everything that a month needs, bound to the parameters of an ensemble.

    Attributes:
        utilities: The utility of every move, without terms whose weight is zero in every world.
        pre_decision: Rules that set stocks before anyone decides.
        perception: What each actor perceives to see which of its moves are open.
        deliberation: The utility of each move, computed once it is open.
        consequences: What the month does to each owner's stocks.
        derived: Alignment, computed from the new state.
        watched: Variables computed only because somebody records them.
        updates: How each owner's stocks get their new values.
        pre_decided: Positions of stocks set before decisions, with the positions of the results.
        derived_stocks: Positions of stocks computed from the new state, with the positions of the results.
        monthly: Positions of variables that are computed anew each month.
        starts: Auxiliary that a stock starts from -> the plan that computes it.
    """

    variables: Variables
    utilities: Mapping[str, UtilityTerms]
    pre_decision: Plan
    perception: Mapping[Owner, Plan]
    deliberation: Mapping[str, Plan]
    consequences: Mapping[Owner, Plan]
    derived: Plan
    watched: Plan
    updates: Mapping[Owner, tuple[StockUpdate, ...]]
    pre_decided: tuple[tuple[int, int], ...]
    derived_stocks: tuple[tuple[int, int], ...]
    monthly: slice
    starts: Mapping[str, Plan]


def assemble(theory: Theory, seeds: Seeds, parameters: ParameterValues, zeros: Array, watch: Iterable[str]) -> Assembly:
    """Bind the theory to the parameters of an ensemble.

    Args:
        theory: The theory.
        seeds: The evidence, for the weights of the moves.
        parameters: The parameters of every world.
        zeros: An array of zeros, one per world.
        watch: Variables to compute every month even where no rule needs them.
    """
    utilities = theory.utilities(seeds, parameters.idle)
    bindings = _bindings(theory, utilities, parameters, zeros)
    inputs = {name: reads for name, (_, reads, _) in bindings.items()}
    outside = frozenset([*theory.drivers, *theory.random_draws, *theory.stocks])
    decided = outside | frozenset(theory.moves)
    variables = Variables([*outside, *theory.moves, *bindings])
    places = variables.places

    def plan(targets: Iterable[str], given: frozenset[str] = decided) -> Plan:
        return variables.bind(closure(targets, inputs, given), bindings)

    pre_decision, derived = theory.of(Role.PRE_DECISION), theory.of(Role.DERIVED)
    return Assembly(
        variables=variables,
        utilities=utilities,
        pre_decision=plan([r.name for r in pre_decision], outside),
        perception={owner: plan(_gates(menu, outside), outside) for owner, menu in MENUS.items()},
        deliberation={move: plan([f"utility_{move}"], outside) for move in theory.moves},
        consequences={owner: plan([r.name for r in _stock_rules(theory, owner)]) for owner in Owner},
        derived=plan([r.name for r in derived]),
        watched=plan([name for name in watch if name in inputs]),
        updates={owner: tuple(_updates(theory, owner, places)) for owner in Owner},
        pre_decided=tuple((places[r.target], places[r.name]) for r in pre_decision),
        derived_stocks=tuple((places[r.target], places[r.name]) for r in derived),
        monthly=slice(len(places) - len(bindings), len(places)),
        starts={s.initial: plan([s.initial]) for s in theory.stocks.values() if s.initial in theory.auxiliaries},
    )


def signed(weight: Array, sign: int) -> Array:
    """A weight with the sign of its term; constant weights stay without memory of their own."""
    if sign > 0:
        return weight
    return np.broadcast_to(-weight[:1], weight.shape) if weight.strides == (0,) else -weight


def initial_values(theory: Theory, parameters: ParameterValues, worlds: int) -> dict[str, Array]:
    """The first value of every stock; what has to be computed from other stocks starts from zero."""
    values: dict[str, Array] = {}
    for stock in theory.stocks.values():
        if stock.initial in CONSTANTS:
            values[stock.name] = np.full(worlds, CONSTANTS[stock.initial])
        elif stock.initial == COMPUTED or stock.initial in theory.auxiliaries:
            values[stock.name] = np.zeros(worlds)
        else:
            values[stock.name] = parameters.of(theory.home[stock.name], stock.initial).copy()
    return values


def _gates(moves: Iterable[Move], outside: frozenset[str]) -> list[str]:
    return [move.open_when for move in moves if move.open_when is not None and move.open_when not in outside]


def _bindings(
    theory: Theory, utilities: Mapping[str, UtilityTerms], parameters: ParameterValues, zeros: Array
) -> dict[str, Binding]:
    fresh = {rule.target: rule.name for rule in theory.of(Role.DERIVED)}
    bindings: dict[str, Binding] = {}
    for rule in theory.rules:
        reads = rule.inputs
        if rule.role is Role.DERIVED:
            reads = tuple(fresh.get(name, name) for name in reads)
        bindings[rule.variable] = (rule.function, reads, {p: parameters.of(rule.subject, p) for p in rule.parameters})
    for name, terms in utilities.items():
        bindings[name] = (Utility(terms, parameters.by_key, zeros), terms.inputs, {})
    return bindings


def _stock_rules(theory: Theory, owner: Owner) -> list[Rule]:
    return [r for r in theory.rules if r.role in (Role.FLOW, Role.UPDATE) and theory.stocks[r.target].owner is owner]


def _updates(theory: Theory, owner: Owner, places: Mapping[str, int]) -> Iterable[StockUpdate]:
    of_stock: dict[Stock, list[Rule]] = {}
    for rule in _stock_rules(theory, owner):
        of_stock.setdefault(theory.stocks[rule.target], []).append(rule)
    for stock, rules in of_stock.items():
        results, adds = tuple(places[rule.name] for rule in rules), rules[0].role is Role.FLOW
        yield StockUpdate(places[stock.name], results, adds, np.array(stock.domain.low), np.array(stock.domain.high))
