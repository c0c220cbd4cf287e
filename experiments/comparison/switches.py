"""Which mechanisms can be switched off in a scenario, and what is a mechanism's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from model.core.declarations import Role
from model.core.errors import TightropeError
from model.evidence.load import load_seeds
from model.evidence.mechanisms import Mechanism
from model.scenario.scenario import Scenario
from model.theory.theory import theory
from model.yaml_files.fields import nearest


class KnockoutError(TightropeError):
    """A knock-out cannot be done, for these reasons, one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)


def switchable(scenario: Scenario, asked: Sequence[str] | None = None) -> tuple[Mechanism, ...]:
    """The mechanisms that can be switched off in a scenario, in their order.

    Args:
        scenario: The scenario.
        asked: Ids; every mechanism that can be switched off if None.

    Raises:
        KnockoutError: With every reason why some of `asked` cannot be.
    """
    known = load_seeds().mechanisms
    if asked is None:
        return tuple(m for m in known.values() if m.switch is not None and m.key not in scenario.switch_off)
    problems = [why for name in dict.fromkeys(asked) if (why := _why_not(name, scenario, known))]
    problems += [f"mechanism '{name}' is named twice" for name in dict.fromkeys(asked) if asked.count(name) > 1]
    if problems or not asked:
        raise KnockoutError(problems or ["no mechanism is named"])
    return tuple(mechanism for name, mechanism in known.items() if name in asked)


def _why_not(name: str, scenario: Scenario, known: Mapping[str, Mechanism]) -> str:
    """Why a mechanism cannot be switched off; empty if it can."""
    if name not in known:
        near = nearest(name, known)
        meant = f" did you mean '{near}'?" if near else ""
        return f"unknown mechanism '{name}';{meant} 'tightrope list mechanisms' names them all"
    if known[name].switch is None:
        reason = known[name].label_of or "nothing carries it yet."
        return f"mechanism '{name}' has no switch: {reason}"
    return f"mechanism '{name}' is off in this scenario already" if name in scenario.switch_off else ""


def without(scenario: Scenario, mechanism: Mechanism) -> Scenario:
    """The scenario with one mechanism more switched off."""
    return replace(scenario, switch_off=(*scenario.switch_off, mechanism.key))


@cache
def own_names(key: str) -> frozenset[str]:
    """The series and moves that a mechanism's own switch sets: if those alone move, the switch proves little.

    They are its diagnostic series, the moves that the switch forbids, those that a term speaks for or against which it
    sets to zero, what is computed by rules that lose a parameter, and what the mechanism's other rules make of such an
    auxiliary or move directly.
    """
    made, seeds = theory(), load_seeds()
    mechanism = seeds.mechanisms[key]
    if mechanism.switch is None:
        return frozenset()
    off, moves = frozenset(mechanism.switch.parameters), set(mechanism.switch.moves)
    for term in (seeds.parameters[name].term for name in off):
        moves |= set() if term is None else set(term.weighed_in)
    direct = {rule.target for rule in made.rules if off & {f"{rule.subject}.{name}" for name in rule.parameters}}
    direct |= {stock.name for stock in made.stocks.values() if f"{made.home[stock.name]}.{stock.initial}" in off}
    passed_on = moves | (direct & {rule.target for rule in made.of(Role.AUXILIARY)})
    direct |= {rule.target for rule in made.rules if rule.name in mechanism.carried_by and passed_on & set(rule.inputs)}
    named = {series for series, name in made.series.items() if name in direct}
    named |= {made.moves[name].series for name in moves}
    return frozenset(named | ({mechanism.diagnostic.series} if mechanism.diagnostic else set()))
