"""A trace to some depth, as a tree and as plain data: each value once, where it is nearest to what is explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache

from experiments.trace.nodes import START, Part, Ref, TraceNode
from experiments.trace.one_world import OneWorld
from experiments.trace.trace import Tracer, shown
from model.core.declarations import Role
from model.evidence.documents import Claim
from model.evidence.load import load_seeds
from model.scenario.pressure import Pressure
from model.theory.theory import theory

DEEPEST = 12
"""Steps that a tree may go down; followed all the way, a trace is `everything`."""


@dataclass(frozen=True)
class Branch:
    """A value, and the values that it is made from as far as the tree goes."""

    node: TraceNode
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the theory in one world, and what it rests on.

    Attributes:
        value: Its value in this world.
        low: Least value that its evidence allows.
        best: Its best value.
        high: Greatest value that its evidence allows.
        kind: Measured, derived, a judgement, an assumption or a definition.
        set_by: ``the scenario`` where it sets the number itself, else empty.
        claims: What the documents say.
    """

    key: str
    label: str
    value: float
    low: float
    best: float
    high: float
    unit: str
    kind: str
    why: str
    set_by: str
    claims: tuple[Claim, ...]


def tree(tracer: Tracer, ref: Ref, depth: int) -> Branch:
    """A value and what it is made from, so many steps down; what a month adds to a stock is no step of its own.

    Args:
        tracer: The traces of a world.
        ref: The value.
        depth: Steps, from 1: the value with its terms and what it read.
    """
    below: dict[Ref, list[Ref]] = {ref: []}
    level = [ref]
    for _ in range(min(depth, DEEPEST)):
        level = list(_opened(tracer, level, below))
        level = [child for one in level for child in _new(tracer.node(one).inputs, one, below)]
    kept = {one for one in below if one not in level}
    return _branch(tracer, ref, below, kept)


def _opened(tracer: Tracer, level: Iterable[Ref], below: dict[Ref, list[Ref]]) -> Iterator[Ref]:
    """Values of a level, and what the month adds to those of them that are stocks."""
    for one in level:
        flows = [child for child in tracer.node(one).inputs if is_flow(child)]
        yield one
        yield from _new(flows, one, below)


def _new(children: Iterable[Ref], of: Ref, below: dict[Ref, list[Ref]]) -> list[Ref]:
    found = [child for child in children if child not in below]
    for child in found:
        below[child] = []
        below[of].append(child)
    return found


def _branch(tracer: Tracer, ref: Ref, below: dict[Ref, list[Ref]], kept: set[Ref]) -> Branch:
    return Branch(tracer.node(ref), tuple(_branch(tracer, one, below, kept) for one in below[ref] if one in kept))


def is_flow(ref: Ref) -> bool:
    """Whether a value is what one rule adds to a stock in a month, which has no name but that of the rule."""
    return ref.name in _flows()


@cache
def _flows() -> frozenset[str]:
    return frozenset(rule.name for rule in theory().of(Role.FLOW))


def date_of(world: OneWorld, ref: Ref) -> str:
    """The month of a value, ``YYYY-MM``; `start` for the state before the first one."""
    return "start" if ref.month == START else world.scenario.date(ref.month)


def numbers_of(world: OneWorld, keys: Iterable[str]) -> list[Number]:
    """Numbers of the theory with their values in a world, and the claims they rest on."""
    seeds = load_seeds()
    return [
        Number(
            key, p.label, world.number_of(key), p.low, p.best, p.high, p.unit, str(p.kind), p.why,
            "the scenario" if key in world.scenario.parameters else "", seeds.claims_of(key),
        )
        for key in keys for p in [seeds.parameters[key]]
    ]  # fmt: skip


def claims_of_pressure(pressure: Pressure) -> tuple[Claim, ...]:
    """The claims behind the events that a pressure stands for."""
    events = load_seeds().events
    return tuple(dict.fromkeys(claim for event in pressure.events for claim in events[event].claims))


def as_plain(tracer: Tracer, branch: Branch) -> dict[str, object]:
    """A tree as plain data; at its ends inputs have a value and nothing below it."""
    world, node = tracer.world, branch.node
    open_ = {one.node.ref: one for one in branch.branches}
    return {
        **_named(world, node.ref),
        "world": world.number,
        "kind": str(node.kind),
        "value": node.value,
        "before": node.before,
        "label": node.label,
        "rule": node.rule,
        "rule_name": node.rule_name,
        "mechanisms": list(node.mechanisms),
        "note": node.note,
        "terms": [_term(part) for part in node.terms],
        "sum_of_terms": node.total,
        "value_from_sum": node.shape,
        "parameters": [_number(number) for number in numbers_of(world, node.parameters)],
        "draws": [asdict(draw) for draw in node.draws],
        "pressures": [_pressure(world, name, node.ref.month) for name in node.pressures],
        "inputs": [as_plain(tracer, open_[ref]) if ref in open_ else _ending(tracer, ref) for ref in node.inputs],
    }


def _named(world: OneWorld, ref: Ref) -> dict[str, object]:
    return {"series": shown(ref.name), "month": date_of(world, ref), "moment": str(ref.moment)}


def _ending(tracer: Tracer, ref: Ref) -> dict[str, object]:
    return _named(tracer.world, ref) | {"value": tracer.reads.value(ref)}


def _term(part: Part) -> dict[str, object]:
    return {
        "value": part.value,
        "before": part.before,
        "label": part.label,
        "expression": part.expression,
        "mechanisms": list(part.mechanisms),
        "parameters": list(part.parameters),
        "series": None if part.ref is None else shown(part.ref.name),
    }


def _number(number: Number) -> dict[str, object]:
    plain = asdict(number)
    return plain | {"claims": [_claim(claim) for claim in number.claims]}


def _claim(claim: Claim) -> dict[str, str]:
    return {"key": claim.key, "source": claim.source, "where": claim.where, "words": claim.words, "says": claim.says}


def _pressure(world: OneWorld, name: str, month: int) -> dict[str, object]:
    one = world.scenario.pressures[name]
    return {
        "name": name,
        "kind": one.kind,
        "by": one.by,
        "on": one.on,
        "size": float(world.sizes[name][month + 1]),
        "because": one.because,
        "events": list(one.events),
        "claims": [_claim(claim) for claim in claims_of_pressure(one)],
        "file": next(
            (place for key, place in world.scenario.origins.items() if key.startswith(f"pressures.{name}.")), ""
        ),
    }
