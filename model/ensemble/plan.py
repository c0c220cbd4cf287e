"""The month as a list for readers: what happens in which order, what each step reads and what it writes.

It is made from the plans by which months are simulated, not written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from model.core.declarations import AGENTS, Move, Owner
from model.ensemble.assembly import assemble
from model.ensemble.parameters import ParameterValues
from model.ensemble.variables import Plan
from model.evidence.load import load_seeds
from model.theory.theory import UtilityTerms, theory


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens in a month.

    Attributes:
        phase: The part of the month it belongs to, e.g. ``Belarus perceives``.
        kind: ``driver``, ``draw``, ``rule``, ``utility``, ``choice`` or ``state``.
        name: What is computed, e.g. ``alliance.fear_of_entrapment``.
        writes: The variable it gives a value.
        reads: Variables it reads, in order.
        mechanisms: Mechanisms and hypotheses that it carries.
    """

    phase: str
    kind: str
    name: str
    label: str
    writes: str
    reads: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    draws: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()


def steps_of_month() -> tuple[Step, ...]:
    """Everything that happens in a month, in order."""
    return tuple(_Listing().steps())


class _Listing:
    """Goes through the month as `Month.step` does, and lists what is computed there."""

    def __init__(self) -> None:
        self.theory, self.seeds = theory(), load_seeds()
        parameters = ParameterValues.of_table(dict.fromkeys(self.seeds.parameters, np.ones(1)), frozenset())
        self.plans = assemble(self.theory, self.seeds, parameters, np.zeros(1), list(self.theory.auxiliaries))
        self._names = tuple(self.plans.variables.places)
        self._rules = {rule.variable: rule for rule in self.theory.rules}
        self._dotted = {variable: series for series, variable in self.theory.series.items()}
        self._dotted |= {name: move.series for name, move in self.theory.moves.items()}
        self._done: set[str] = set()

    def steps(self) -> Iterator[Step]:
        """All steps, in order."""
        plans = self.plans
        for driver in self.theory.drivers.values():
            name = self._dotted[driver.name]
            yield Step("from outside", "driver", name, driver.label, name)
        for draw in self.theory.random_draws.values():
            yield Step("from outside", "draw", draw.name, draw.label, draw.name, draws=(f"chance/{draw.name}",))
        yield from self._computed("the street moves", plans.pre_decision)
        yield from self._set("the street moves", plans.pre_decided)
        self._done.clear()
        for owner in AGENTS:
            yield from self._computed(f"{owner.label} perceives", plans.perception[owner])
        for (owner, slot), moves in self.theory.slots.items():
            yield from self._chosen(f"{owner.label} chooses", owner, slot, moves)
        for owner in (Owner.SYSTEM, *AGENTS):
            label = "the system" if owner is Owner.SYSTEM else owner.label
            yield from self._computed(f"consequences for {label}", plans.consequences[owner])
        for owner in (*AGENTS, Owner.SYSTEM):
            updates = [(u.stock, *([u.stock] if u.adds else []), *u.results) for u in plans.updates[owner]]
            yield from self._set("the new state", updates)
        done, self._done = self._done, set()
        yield from self._computed("read off the new state", plans.derived)
        yield from self._set("read off the new state", plans.derived_stocks)
        self._done = done
        yield from self._computed("for records alone", plans.watched)

    def _computed(self, phase: str, plan: Plan) -> Iterator[Step]:
        for name in plan.names:
            if name in self._done:
                continue
            self._done.add(name)
            rule, writes = self._rules.get(name), self._shown([name])[0]
            if rule is None:
                yield self._utility(phase, self.plans.utilities[name])
            else:
                parameters = tuple(f"{rule.subject}.{p}" for p in rule.parameters)
                reads, mechanisms = self._shown(rule.inputs), rule.mechanisms
                yield Step(phase, "rule", rule.name, rule.label, writes, reads, parameters, mechanisms=mechanisms)

    def _utility(self, phase: str, summed: UtilityTerms) -> Step:
        label = " or ".join(dict.fromkeys(self.theory.moves[move].label for move in summed.moves))
        keys, reads = tuple(key for key, _ in summed.terms), self._shown(summed.inputs)
        mechanisms = tuple(dict.fromkeys(m for key in keys for m in self.seeds.parameters[key].mechanisms))
        return Step(phase, "utility", summed.name, label, summed.name, reads, keys, mechanisms=mechanisms)

    def _chosen(self, phase: str, owner: Owner, slot: str, moves: Sequence[Move]) -> Iterator[Step]:
        for move in moves:
            yield from self._computed(phase, self.plans.deliberation[move.name])
        stream, gates = f"{owner}/{slot}", [move.open_when for move in moves if move.open_when is not None]
        reads = self._shown(dict.fromkeys([*gates, *(f"utility_{move.name}" for move in moves)]))
        draws = tuple(draw for draw in self.theory.slot_draws if f"{draw}/".startswith(f"{stream}/"))
        numbers = ("choice.level_span",) if moves[0].graded else (f"choice.noise_{owner}",)
        for move in moves:
            yield Step(phase, "choice", move.series, move.label, move.series, reads, numbers, draws, move.mechanisms)

    def _set(self, phase: str, updates: Iterable[Sequence[int]]) -> Iterator[Step]:
        """Steps that give stocks their values: the position of each stock, then of what it is computed from."""
        for stock, *sources in updates:
            label = self.theory.stocks[self._names[stock]].label
            (name, *reads) = self._shown(self._names[place] for place in (stock, *sources))
            yield Step(phase, "state", name, label, name, tuple(reads))

    def _shown(self, names: Iterable[str]) -> tuple[str, ...]:
        """Variables as scenarios and results write them."""
        return tuple(self._dotted.get(name, name) for name in names)
