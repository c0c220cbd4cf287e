"""Which rule runs when in the plain form: the theory's own names and order, bound to the plain functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from benchmarks.plain_rules import Function, plain_functions
from model.core.declarations import Owner, Role, Rule
from model.evidence.load import load_seeds
from model.theory.theory import MENUS, Theory, UtilityTerms, closure, theory

Plan = tuple[str, ...]
Step = tuple[Function, tuple[str, ...], dict[str, float]]
"""A function, the variables it reads, and its parameters."""


@dataclass(frozen=True)
class Wiring:
    """The plans of a month, as names in order.

    Attributes:
        made: The theory.
        utilities: The utility of each move.
        lasting: Variables that are not computed anew.
        pre_decision: Rules of the street.
        perception: What each actor looks at.
        deliberation: What is weighed for each move.
        consequences: What each owner's stocks undergo.
        derived: Alignment, computed from the new state.
        watched: Gauges that are collected.
        starts: Gauges that stocks start from.
        settlements: For each owner: stock, names of the results, and whether they are added.
    """

    made: Theory
    utilities: Mapping[str, UtilityTerms]
    lasting: tuple[str, ...]
    pre_decision: Plan
    perception: Mapping[Owner, Plan]
    deliberation: Mapping[str, Plan]
    consequences: Mapping[Owner, Plan]
    derived: Plan
    watched: Plan
    starts: Mapping[str, Plan]
    settlements: Mapping[Owner, tuple[tuple[str, tuple[str, ...], bool], ...]]


@cache
def wiring(watch: tuple[str, ...]) -> Wiring:
    """The plans, worked out once for all worlds.

    Args:
        watch: Dotted series to read off every new state.
    """
    made = theory()
    utilities = made.utilities(load_seeds())
    outside = frozenset([*made.drivers, *made.random_draws, *made.stocks])
    decided = outside | frozenset(made.moves)
    inputs = {rule.variable: reads_of(made, rule) for rule in made.rules} | {n: u.inputs for n, u in utilities.items()}

    def plan(targets: Iterable[str], given: frozenset[str] = decided) -> Plan:
        return closure(targets, inputs, given)

    gates = {o: [m.open_when for m in menu if m.open_when and m.open_when not in outside] for o, menu in MENUS.items()}
    return Wiring(
        made=made,
        utilities=utilities,
        lasting=tuple(decided),
        pre_decision=plan([r.name for r in made.of(Role.PRE_DECISION)], outside),
        perception={owner: plan(opening, outside) for owner, opening in gates.items()},
        deliberation={move: plan([f"utility_{move}"], outside) for move in made.moves},
        consequences={owner: plan([r.name for r in _outcomes(made, owner)]) for owner in Owner},
        derived=plan([r.name for r in made.of(Role.DERIVED)]),
        watched=plan([name for name in (made.series.get(n, n) for n in watch) if name in inputs]),
        starts={s.initial: plan([s.initial]) for s in made.stocks.values() if s.initial in made.auxiliaries},
        settlements={owner: _settlements(made, owner) for owner in Owner},
    )


def reads_of(made: Theory, rule: Rule) -> tuple[str, ...]:
    """What a rule reads; a derived one reads what other such rules have just computed."""
    if rule.role is not Role.DERIVED:
        return rule.inputs
    fresh = {other.target: other.name for other in made.of(Role.DERIVED)}
    return tuple(fresh.get(name, name) for name in rule.inputs)


def bound(wires: Wiring, numbers: Mapping[str, float]) -> dict[str, Step]:
    """Every rule and utility with the parameters of one world."""
    functions = plain_functions()
    steps: dict[str, Step] = {
        rule.variable: (
            functions[rule.name],
            reads_of(wires.made, rule),
            {p: numbers[f"{rule.subject}.{p}"] for p in rule.parameters},
        )
        for rule in wires.made.rules
    }
    for name, utility in wires.utilities.items():
        steps[name] = (_utility(utility, numbers), utility.inputs, {})
    return steps


def _utility(summed: UtilityTerms, numbers: Mapping[str, float]) -> Callable[..., float]:
    parts = len(summed.parts)
    terms = [(numbers[key] if term.sign > 0 else -numbers[key], term.motive is not None) for key, term in summed.terms]

    def utility(*motives: float) -> float:
        total = 0.0
        for part in motives[:parts]:
            total += part
        place = parts
        for weight, weighed in terms:
            if weighed:
                total += weight * motives[place]
                place += 1
            else:
                total += weight
        for part in motives[place:]:
            total -= part
        return total

    return utility


def _outcomes(made: Theory, owner: Owner) -> list[Rule]:
    return [r for r in made.rules if r.role in (Role.FLOW, Role.UPDATE) and made.stocks[r.target].owner is owner]


def _settlements(made: Theory, owner: Owner) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    table: dict[str, list[Rule]] = {}
    for rule in _outcomes(made, owner):
        table.setdefault(rule.target, []).append(rule)
    return tuple(
        (stock, tuple(rule.name for rule in rules), rules[0].role is Role.FLOW) for stock, rules in table.items()
    )
