"""Which values and numbers made a value, in one world, down to numbers, paragraphs, pressures and random draws.

    tracer = Tracer(one_world(scenario, 41))
    node = tracer.node(tracer.ref("belarus.contacts", 40))     # its rule, its terms, what it read
    everything(tracer, node.ref)                               # all that it rests on, back to the first month

Every value is computed once more, from what was written down of its inputs, when its node is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from experiments.trace.choice import choice_node, utility_node
from experiments.trace.nodes import START, Kind, Part, Reads, Ref, TraceNode
from experiments.trace.one_world import Moment, OneWorld, without_draws
from experiments.trace.outside import constant_node, draw_node, driver_node, first_node
from experiments.trace.terms import Terms, computed, recorded
from model.core.declarations import Role, Rule
from model.core.errors import TightropeError
from model.ensemble.record import is_output
from model.theory.theory import theory
from model.yaml_files.fields import unknown_key_message

TOLERANCE = 1e-12
"""How far a value that is computed again may be from the one written down, relative to values above one."""


class Tracer:
    """Traces values of one world; each is looked at once.

    Attributes:
        world: The world.
        reads: What each rule read.
    """

    def __init__(self, world: OneWorld) -> None:
        """Prepare; nothing is traced yet."""
        self.world = world
        self.reads = Reads(world)
        self._nodes: dict[Ref, TraceNode] = {}
        self._rules = {rule.variable: rule for rule in world.theory.rules}
        self._of_stock: dict[str, list[Rule]] = {}
        for rule in world.theory.rules:
            if rule.role is not Role.AUXILIARY:
                self._of_stock.setdefault(rule.target, []).append(rule)

    def ref(self, series: str, month: int) -> Ref:
        """The value of a dotted series in a month, as runs record it: at the month's end.

        Of the few that rest on a random draw it is the value when the five choose.

        Raises:
            TightropeError: No series or move has that name.
        """
        name = variable_of(series)
        drawn = name in self._rules and name not in without_draws()
        return Ref(name, month, Moment.CHOICE if drawn else Moment.END)

    def node(self, ref: Ref) -> TraceNode:
        """A value with everything that it is made from at one remove.

        Raises:
            ValueError: Its rule does not give the value that was written down; the record is not of this model.
        """
        if ref not in self._nodes:
            made, value = self._made(ref), self.reads.value(ref)
            if not abs(made.value - value) <= TOLERANCE * max(1.0, abs(value)):
                message = f"'{ref.name}' is {value} in month {ref.month} {ref.moment}, and its inputs give {made.value}"
                raise ValueError(message)
            self._nodes[ref] = replace(made, value=value)
        return self._nodes[ref]

    def _made(self, ref: Ref) -> TraceNode:
        name, month, moment = ref
        made = self.world.theory
        if name in made.drivers:
            return driver_node(self.reads, ref)
        if name in made.random_draws:
            return draw_node(self.reads, ref)
        if name in made.moves:
            return constant_node(self.reads, ref) if month == START else choice_node(self.reads, ref)
        if name in made.stocks:
            return self._stock(ref)
        if name in self._rules:
            return self._ruled(ref, self._rules[name], Kind.RULE, moment)
        return utility_node(self.reads, ref)

    def _stock(self, ref: Ref) -> TraceNode:
        name, month, _ = ref
        rules = self._of_stock[name]
        role = rules[0].role
        given = ref.name in self.reads.set_later and ref.moment is Moment.END
        if month == START and (given or role is not Role.DERIVED):
            return first_node(self.reads, ref)
        if role is Role.DERIVED:
            return self._ruled(ref, rules[0], Kind.STOCK, Moment.END)
        if role is Role.PRE_DECISION:
            return self._ruled(ref, rules[0], Kind.STOCK, Moment.STREET)
        if self.world.state["regime_alive"][month] < 0.5:
            return self._kept(ref)
        return (
            self._ruled(ref, rules[0], Kind.STOCK, Moment.CHOICE) if role is Role.UPDATE else self._flowed(ref, rules)
        )

    def _kept(self, ref: Ref) -> TraceNode:
        """A stock in a month after the fall: what it was."""
        last = Ref(ref.name, ref.month - 1)
        before = self.reads.pair(ref)[1]
        kept = Part(before, before, "its value at the fall of the regime", ref=last)
        stock = self.world.theory.stocks[ref.name]
        note = "the regime has fallen: nobody acts, and this stays as it was"
        return TraceNode(
            ref, Kind.STOCK, before, before, stock.label, terms=(kept,), total=before, inputs=(last,), note=note
        )

    def _flowed(self, ref: Ref, rules: Sequence[Rule]) -> TraceNode:
        """A stock that is its value last month and what the month adds, within its range."""
        name, month, _ = ref
        stock, last = self.world.theory.stocks[name], Ref(name, month - 1)
        before = self.reads.pair(ref)[1]
        terms = [Part(before, self.reads.pair(last)[1], "its value last month", ref=last)]
        for rule in rules:
            flow = Ref(rule.name, month, Moment.CHOICE)
            terms.append(Part(*self.reads.pair(flow), rule.label, "", (), rule.mechanisms, flow))
        total = sum(part.value for part in terms)
        low, high = stock.domain.low, stock.domain.high
        bound = (
            f"sum, limited to {low:g} to {high:g}".replace("-", "−") if np.isfinite(high) else f"sum, not below {low:g}"
        )
        return TraceNode(
            ref,
            Kind.STOCK,
            min(max(total, low), high),
            before,
            stock.label,
            rule="Its value last month, and what the month adds to it",
            mechanisms=tuple(dict.fromkeys(one for part in terms for one in part.mechanisms)),
            terms=tuple(terms),
            shape=bound,
            total=total,
            inputs=tuple(part.ref for part in terms if part.ref is not None),
        )

    def _ruled(self, ref: Ref, rule: Rule, kind: Kind, moment: Moment) -> TraceNode:
        """What one rule gives."""
        derived = rule.role is Role.DERIVED
        names = {name: self.world.fresh(name) if derived else name for name in rule.inputs}
        inputs = {name: self._source(name, read, moment, ref.month) for name, read in names.items()}
        known = {name: np.array(self.reads.read(read, moment, ref.month)) for name, read in names.items()}
        keys = {name: f"{rule.subject}.{name}" for name in rule.parameters}
        known |= {name: np.full(2, self.world.number_of(key)) for name, key in keys.items()}
        split = recorded(rule).terms({name: float(pair[1]) for name, pair in known.items()})
        values, result = split.values(known)
        done = np.broadcast_to(computed(split.graph, known)[split.summed], 2)
        return TraceNode(
            ref=ref,
            kind=kind,
            value=float(np.broadcast_to(result, 2)[1]),
            before=self.reads.pair(ref)[1],
            label=self._label(ref.name),
            rule=rule.label,
            rule_name=rule.name,
            mechanisms=rule.mechanisms,
            terms=tuple(_parts(split, values, keys, inputs)),
            shape=split.shape,
            total=float(done[1]),
            inputs=tuple(dict.fromkeys(inputs.values())),
            parameters=tuple(keys.values()),
        )

    def _source(self, name: str, read: str, moment: Moment, month: int) -> Ref:
        """Which value a rule read; one that derives a stock from another reads its new value."""
        if read == name or (month == START and name in self.reads.set_later):
            return self.reads.source(read, moment, month)
        return Ref(name, month)

    def _label(self, name: str) -> str:
        stock = self.world.theory.stocks.get(name)
        return "" if stock is None else stock.label


def _parts(
    split: Terms, values: Sequence[np.ndarray], keys: Mapping[str, str], inputs: Mapping[str, Ref]
) -> Iterator[Part]:
    for term, pair in zip(split.terms, values, strict=True):
        before, now = (float(one) for one in np.broadcast_to(pair, 2))
        own = inputs.get(term.expression)
        expression = term.expression if term.sign > 0 else f"−{term.expression}"
        used = tuple(keys[name] for name in term.parameters)
        yield Part(now, before, "", expression, used, (), own, tuple(inputs[name] for name in term.variables))


def everything(tracer: Tracer, ref: Ref) -> dict[Ref, TraceNode]:
    """A value and all that it rests on, back to the state before the first month."""
    found: dict[Ref, TraceNode] = {}
    waiting = [ref]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = tracer.node(one)
            waiting.extend(found[one].inputs)
    return found


def refuse_after_fall(world: OneWorld, series: str, month: int) -> None:
    """Refuse what does not exist once the regime has fallen.

    Raises:
        TightropeError: The regime has fallen by then, and the series is an alignment or a move.
    """
    fall = world.fall
    if fall is None:
        return
    date, asked = world.scenario.date(fall), world.scenario.date(month)
    if is_output(series) and month >= fall:
        message = f"the regime of world {world.number} falls in {date}; there is no '{series}' in {asked} to trace"
        raise TightropeError(message)
    if month > fall and series in {move.series for move in world.theory.moves.values()}:
        message = (
            f"the regime of world {world.number} falls in {date}; nobody moves in {asked}, so '{series}' has no trace"
        )
        raise TightropeError(message)


def shown(name: str) -> str:
    """A variable as scenarios and results write it, e.g. ``belarus.contacts``."""
    return _dotted().get(name, name)


def variable_of(series: str) -> str:
    """The variable behind a dotted series or move.

    Raises:
        TightropeError: No series or move has that name.
    """
    variables = {name: variable for variable, name in _dotted().items()}
    if series not in variables:
        raise TightropeError(unknown_key_message("series or move", series, variables))
    return variables[series]


@cache
def _dotted() -> Mapping[str, str]:
    made = theory()
    return {variable: series for series, variable in made.series.items()} | {
        m: move.series for m, move in made.moves.items()
    }
