"""The month as a list for readers: what happens in which order, what each step reads and what it writes.

It is read off the plans by which months are simulated, not written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from model.core.declarations import AGENTS, Owner
from model.ensemble.assembly import Assembly, assemble
from model.ensemble.parameters import Numbers, constant
from model.ensemble.variables import Plan
from model.evidence.load import load_seeds
from model.theory.theory import Urge, theory


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens in a month.

    Attributes:
        phase: The part of the month it belongs to, e.g. ``Belarus perceives``.
        kind: ``driver``, ``draw``, ``rule``, ``utility``, ``choice`` or ``state``.
        name: What is worked out, e.g. ``alliance.fear_of_entrapment``.
        label: What it means.
        reads: Variables it reads, in order.
        parameters: Parameters it reads.
        draws: Random draws it reads.
        writes: The variable it gives a value.
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
    """Goes through the month as `Month.step` does, and lists what would be worked out anew."""

    def __init__(self) -> None:
        self.theory, self.seeds = theory(), load_seeds()
        table = {key: constant(p.best, 1) for key, p in self.seeds.parameters.items()}
        numbers = Numbers(table, forbidden=frozenset(), idle=frozenset())
        self.plans: Assembly = assemble(self.theory, self.seeds, numbers, np.zeros(1), list(self.theory.gauges))
        self._places = {place: name for name, place in self.plans.board.places.items()}
        self._rules = {rule.variable: rule for rule in self.theory.rules}
        self._dotted = {variable: series for series, variable in self.theory.series.items()}
        self._dotted |= {name: move.series for name, move in self.theory.moves.items()}
        self._there: set[str] = set()

    def steps(self) -> Iterator[Step]:
        """All steps, in order."""
        plans = self.plans
        yield from self._outside("from outside")
        yield from self._computed("the street moves", plans.street)
        yield from self._copied("the street moves", plans.moved)
        self._there.clear()
        for owner in AGENTS:
            yield from self._computed(f"{owner.label} perceives", plans.perception[owner])
        for owner in AGENTS:
            yield from self._chosen(f"{owner.label} chooses", owner)
        system = f"consequences for the {Owner.SYSTEM}"
        yield from self._computed(system, plans.consequences[Owner.SYSTEM])
        for owner in AGENTS:
            yield from self._computed(f"consequences for {owner.label}", plans.consequences[owner])
        for owner in (*AGENTS, Owner.SYSTEM):
            yield from self._settled("the new state", owner)
        seen, self._there = self._there, set()
        yield from self._computed("read off the new state", plans.picture)
        yield from self._copied("read off the new state", plans.pictured)
        self._there = seen
        yield from self._computed("for records alone", plans.watched)

    def _outside(self, phase: str) -> Iterator[Step]:
        for driver in self.theory.drivers.values():
            yield Step(phase, "driver", self._shown(driver.name), driver.label, self._shown(driver.name))
        for chance in self.theory.chances.values():
            yield Step(phase, "draw", chance.name, chance.label, chance.name, draws=(f"chance/{chance.name}",))

    def _computed(self, phase: str, plan: Plan) -> Iterator[Step]:
        for name in plan.names:
            if name in self._there:
                continue
            self._there.add(name)
            if name in self._rules:
                rule = self._rules[name]
                parameters = tuple(f"{rule.subject}.{p}" for p in rule.parameters)
                reads, writes = self._all_shown(rule.inputs), self._shown(name)
                label, mechanisms = rule.label, rule.mechanisms
                yield Step(phase, "rule", rule.name, label, writes, reads, parameters, mechanisms=mechanisms)
            else:
                yield self._utility(phase, self.plans.urges[name])

    def _utility(self, phase: str, urge: Urge) -> Step:
        labels = " or ".join(dict.fromkeys(self.theory.moves[move].label for move in urge.moves))
        mechanisms = dict.fromkeys(m for key, _ in urge.terms for m in self.seeds.parameters[key].mechanisms)
        name, keys = self._shown(urge.name), tuple(key for key, _ in urge.terms)
        reads = self._all_shown(urge.inputs)
        return Step(phase, "utility", name, labels, name, reads, keys, mechanisms=tuple(mechanisms))

    def _chosen(self, phase: str, owner: Owner) -> Iterator[Step]:
        slots = {slot: moves for (whose, slot), moves in self.theory.slots.items() if whose is owner}
        for slot, moves in slots.items():
            for move in moves:
                yield from self._computed(phase, self.plans.deliberation[move.name])
            stream = f"{owner}/{slot}"
            for move in moves:
                utilities = [f"urge_{m.name}" for m in moves]
                gates = [m.open_when for m in moves if m.open_when is not None]
                reads = self._all_shown(dict.fromkeys([*gates, *utilities]))
                draws = (stream,) if len(moves) == 1 else (stream, *(f"{stream}/{m.name}" for m in moves))
                noise, writes = (f"choice.noise_{owner}",), self._shown(move.name)
                yield Step(phase, "choice", writes, move.label, writes, reads, noise, draws, move.mechanisms)

    def _settled(self, phase: str, owner: Owner) -> Iterator[Step]:
        for item in self.plans.settlements[owner]:
            old = (item.stock,) if item.adds else ()
            yield self._state(phase, self._places[item.stock], [self._places[p] for p in (*old, *item.results)])

    def _copied(self, phase: str, pairs: Iterable[tuple[int, int]]) -> Iterator[Step]:
        for stock, result in pairs:
            yield self._state(phase, self._places[stock], [self._places[result]])

    def _state(self, phase: str, stock: str, reads: Sequence[str]) -> Step:
        name = self._shown(stock)
        return Step(phase, "state", name, self.theory.stocks[stock].label, name, self._all_shown(reads))

    def _all_shown(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._shown(name) for name in names)

    def _shown(self, name: str) -> str:
        """A variable as scenarios and results write it; utilities and parts of changes by a name of their own."""
        return self._dotted.get(name, name.replace("urge_", "utility_") if name.startswith("urge_") else name)
