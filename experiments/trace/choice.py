"""The trace of what an actor weighs and chooses: what spoke for a move, chance, and what stood against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from experiments.trace.nodes import Draw, Kind, Part, Reads, Ref, TraceNode
from experiments.trace.one_world import Moment
from experiments.trace.outside import draws_of
from model.core.declarations import Move
from model.evidence.load import load_seeds
from model.rules.forms import sigmoid
from model.theory.theory import UtilityTerms

NOTHING = "no move"
"""What the option of making no move in a slot is called."""


def utility_node(reads: Reads, ref: Ref) -> TraceNode:
    """A utility: its terms, weight × motive, those that it shares with other moves included.

    Raises:
        KeyError: Nothing has that name.
    """
    summed = reads.world.month.plans.utilities[ref.name]
    parts = tuple(_weighed(reads, summed, ref, 1))
    total = sum(part.value for part in parts)
    theory = reads.world.theory
    label = " or ".join(dict.fromkeys(theory.moves[move].label for move in summed.moves))
    return TraceNode(
        ref, Kind.UTILITY, total, reads.pair(ref)[1], f"how much speaks for it: {label}", terms=parts, total=total,
        inputs=_refs(parts), parameters=_keys(parts),
        mechanisms=tuple(dict.fromkeys(m for part in parts for m in part.mechanisms)),
    )  # fmt: skip


def _weighed(reads: Reads, summed: UtilityTerms, ref: Ref, sign: int) -> Iterator[Part]:
    utilities, seeds = reads.world.month.plans.utilities, load_seeds()
    for part in summed.parts:
        yield from _weighed(reads, utilities[part], ref, sign)
    for key, term in summed.terms:
        weight = sign * term.sign * reads.world.number_of(key)
        name = key.partition(".")[2] if sign * term.sign > 0 else f"−{key.partition('.')[2]}"
        mechanisms = seeds.parameters[key].mechanisms
        if term.motive is None:
            at_all = reads.pair(Ref(f"utility_{term.moves[0]}", ref.month, ref.moment))[1]
            before = weight if np.isfinite(at_all) else np.nan
            yield Part(weight, before, seeds.parameters[key].label, name, (key,), mechanisms)
            continue
        before, value = reads.read(term.motive, ref.moment, ref.month)
        own = reads.source(term.motive, ref.moment, ref.month)
        yield Part(weight * value, weight * before, "", f"{name} × {term.motive}", (key,), mechanisms, own, (own,))
    for part in summed.against:
        yield from _weighed(reads, utilities[part], ref, -sign)


@dataclass(frozen=True, slots=True)
class Option:
    """What competes in a slot in a month: a move, or making none.

    Attributes:
        move: The move; None for making none.
        utility: Its utility; minus infinity where it is not open.
        draw: Its random draw; None where a single draw decides between the move and none.
    """

    move: Move | None
    utility: float
    chance: float
    draw: Draw | None

    @property
    def worth(self) -> float:
        """Utility and chance together."""
        return self.utility + self.chance

    @property
    def called(self) -> str:
        """The move as results write it."""
        return NOTHING if self.move is None else self.move.series


def choice_node(reads: Reads, ref: Ref) -> TraceNode:
    """Whether a move was made: its utility, chance, and the best of what stood against it; 1 where that is above zero.

    A graded move has a level: the logistic of its utility over the span.
    """
    world = reads.world
    move = world.theory.moves[ref.name]
    utility = utility_node(reads, Ref(f"utility_{move.name}", ref.month, Moment.CHOICE))
    gate = None if move.open_when is None else reads.source(move.open_when, Moment.CHOICE, ref.month)
    is_open = _is_open(reads, move, ref.month)
    node = _level(reads, utility, is_open=is_open) if move.graded else _act(reads, move, utility, ref.month)
    closed = f"{move.open_when} is 0" if gate is not None and reads.value(gate) <= 0.5 else "the scenario rules it out"
    note = "" if is_open else f"not open this month: {closed}"
    value, ordered = node.value, _ordered(reads, move, ref.month)
    if ordered is not None:
        value = float(ordered is move)
        note = "the scenario orders it" if value else f"the scenario orders {ordered.series} in its place"
    on_slot = _on_slot(reads, move)
    return replace(
        node,
        ref=ref,
        kind=Kind.MOVE,
        value=value,
        before=reads.pair(ref)[1],
        label=move.label,
        note=note,
        mechanisms=move.mechanisms,
        inputs=tuple(dict.fromkeys([*node.inputs, *([gate] if gate else [])])),
        draws=(*node.draws, *draws_of(reads, on_slot, ref.month)),
        pressures=tuple(name for name in on_slot if world.sizes[name][ref.month + 1]),
    )


def _act(reads: Reads, move: Move, utility: TraceNode, month: int) -> TraceNode:
    """A move that is made or not, against the best of the other options."""
    options = list(_options(reads, move, month))
    own = next(one for one in options if one.move is move)
    others = [one for one in options if one.move is not move]
    best = max(others, key=lambda one: one.worth)
    key = f"choice.noise_{move.owner}"
    chance = Part(
        own.chance, np.nan, "chance", f"noise_{move.owner} × {own.draw.name if own.draw else NOTHING}", (key,)
    )
    terms = [*utility.terms, chance]
    if len(options) > 2 or best.worth != 0.0:
        rival = Ref(f"utility_{best.move.name}", month, Moment.CHOICE) if best.move is not None else None
        terms.append(Part(-best.worth, np.nan, f"the best alternative: {best.called}", "", (key,), (), rival))
    total = utility.total + own.chance - best.worth
    earlier = [one for one in others if options.index(one) < options.index(own)]
    wins = all(own.worth > one.worth if one in earlier else own.worth >= one.worth for one in others)
    rivals = [Ref(f"utility_{one.move.name}", month, Moment.CHOICE) for one in others if one.move is not None]
    gates = [one.move.open_when for one in others if one.move is not None and one.move.open_when is not None]
    return replace(
        utility,
        value=float(wins and np.isfinite(own.utility)),
        rule="Made if its utility and chance together are above those of everything else in its slot",
        terms=tuple(terms),
        shape="1 if sum > 0 else 0",
        total=total,
        inputs=(*utility.inputs, *rivals, *(reads.source(gate, Moment.CHOICE, month) for gate in gates)),
        parameters=(*utility.parameters, key),
        draws=tuple(one.draw for one in options if one.draw is not None),
    )


def _level(reads: Reads, utility: TraceNode, *, is_open: bool) -> TraceNode:
    """A move that is made by degrees."""
    key = "choice.level_span"
    level = float(sigmoid(np.array(utility.total / reads.world.number_of(key))))
    return replace(
        utility,
        value=level if is_open else 0.0,
        rule="The share of many small choices in a month that go this way",
        shape="logistic(sum / level_span)",
        parameters=(*utility.parameters, key),
    )


def _options(reads: Reads, move: Move, month: int) -> Iterator[Option]:
    """What competes in the slot of a move, in its order: none first."""
    world, stream = reads.world, f"{move.owner}/{move.slot}"
    scale = world.number_of(f"choice.noise_{move.owner}")
    moves = world.theory.slots[move.owner, move.slot]
    if len(moves) == 1:
        yield Option(None, 0.0, 0.0, None)
        yield _option(reads, move, month, scale, reads.draw("logistic", stream, month))
        return
    nothing = reads.draw("gumbel", stream, month)
    yield Option(None, 0.0, scale * nothing.value, nothing)
    for one in moves:
        yield _option(reads, one, month, scale, reads.draw("gumbel", f"{stream}/{one.name}", month))


def _option(reads: Reads, move: Move, month: int, scale: float, draw: Draw) -> Option:
    utility = reads.value(Ref(f"utility_{move.name}", month, Moment.CHOICE))
    return Option(move, utility if _is_open(reads, move, month) else -np.inf, scale * draw.value, draw)


def _is_open(reads: Reads, move: Move, month: int) -> bool:
    gate = 1.0 if move.open_when is None else reads.value(reads.source(move.open_when, Moment.CHOICE, month))
    return gate > 0.5 and float(reads.world.forbidden[move.name][month + 1]) < 0.5


def _ordered(reads: Reads, move: Move, month: int) -> Move | None:
    """The move that the scenario orders in the slot of a move."""
    slot = reads.world.theory.slots[move.owner, move.slot]
    return next((one for one in slot if reads.world.forced[one.name][month + 1] > 0.5), None)


def _on_slot(reads: Reads, move: Move) -> list[str]:
    """Pressures that order or forbid a move of the slot of a move."""
    slot = {one.name for one in reads.world.theory.slots[move.owner, move.slot]}
    return [name for name, pressure in reads.world.scenario.pressures.items() if pressure.moves in slot]


def _refs(parts: tuple[Part, ...]) -> tuple[Ref, ...]:
    return tuple(dict.fromkeys(part.ref for part in parts if part.ref is not None))


def _keys(parts: tuple[Part, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for part in parts for key in part.parameters))
