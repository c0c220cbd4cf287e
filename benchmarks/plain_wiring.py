"""Which rule runs when in the plain form: the theory's own names and order, bound to the plain functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from benchmarks.plain_rules import Function, plain_functions
from model.core.declarations import Owner, Role, Rule
from model.evidence.load import load_seeds
from model.theory.theory import MENUS, Theory, Urge, closure, theory

Plan = tuple[str, ...]
Step = tuple[Function, tuple[str, ...], dict[str, float]]
"""A function, the variables it reads, and its parameters."""


@dataclass(frozen=True)
class Wiring:
    """The plans of a month, as names in order.

    Attributes:
        made: The theory.
        urges: The utility of each move.
        lasting: Variables that are not computed anew.
        street: Rules of the street.
        perception: What each actor looks at.
        deliberation: What is weighed for each move.
        consequences: What each owner's stocks undergo.
        picture: Alignment, read off the new state.
        watched: Gauges that are collected.
        starts: Gauges that stocks start from.
        settlements: For each owner: stock, names of the results, and whether they are added.
    """

    made: Theory
    urges: Mapping[str, Urge]
    lasting: tuple[str, ...]
    street: Plan
    perception: Mapping[Owner, Plan]
    deliberation: Mapping[str, Plan]
    consequences: Mapping[Owner, Plan]
    picture: Plan
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
    urges = made.urges(load_seeds())
    outside = frozenset([*made.drivers, *made.chances, *made.stocks])
    decided = outside | frozenset(made.moves)
    inputs = {rule.variable: reads_of(made, rule) for rule in made.rules} | {n: u.inputs for n, u in urges.items()}

    def plan(targets: Iterable[str], given: frozenset[str] = decided) -> Plan:
        return closure(targets, inputs, given)

    gates = {o: [m.open_when for m in menu if m.open_when and m.open_when not in outside] for o, menu in MENUS.items()}
    return Wiring(
        made=made,
        urges=urges,
        lasting=tuple(decided),
        street=plan([r.name for r in made.of(Role.STREET)], outside),
        perception={owner: plan(opening, outside) for owner, opening in gates.items()},
        deliberation={move: plan([f"urge_{move}"], outside) for move in made.moves},
        consequences={owner: plan([r.name for r in _outcomes(made, owner)]) for owner in Owner},
        picture=plan([r.name for r in made.of(Role.PICTURES)]),
        watched=plan([name for name in (made.series.get(n, n) for n in watch) if name in inputs]),
        starts={s.initial: plan([s.initial]) for s in made.stocks.values() if s.initial in made.gauges},
        settlements={owner: _settlements(made, owner) for owner in Owner},
    )


def reads_of(made: Theory, rule: Rule) -> tuple[str, ...]:
    """What a rule reads; one that pictures the new state reads what other such rules have just seen."""
    if rule.role is not Role.PICTURES:
        return rule.inputs
    fresh = {other.target: other.name for other in made.of(Role.PICTURES)}
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
    for name, urge in wires.urges.items():
        steps[name] = (_utility(urge, numbers), urge.inputs, {})
    return steps


def _utility(urge: Urge, numbers: Mapping[str, float]) -> Callable[..., float]:
    parts = len(urge.parts)
    terms = [(numbers[key] if term.sign > 0 else -numbers[key], term.motive is not None) for key, term in urge.terms]

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
    return [r for r in made.rules if r.role in (Role.CHANGES, Role.BECOMES) and made.stocks[r.target].owner is owner]


def _settlements(made: Theory, owner: Owner) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    table: dict[str, list[Rule]] = {}
    for rule in _outcomes(made, owner):
        table.setdefault(rule.target, []).append(rule)
    return tuple(
        (stock, tuple(rule.name for rule in rules), rules[0].role is Role.CHANGES) for stock, rules in table.items()
    )
