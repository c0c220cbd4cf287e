"""Where a trace ends: pressures of history and scenario, random draws, first values, constants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from experiments.trace.nodes import START, Draw, Kind, Part, Reads, Ref, TraceNode
from experiments.trace.one_world import Moment
from model.core.declarations import dotted
from model.scenario.pressure import Combine, Pressure
from model.theory.theory import CONSTANTS


def driver_node(reads: Reads, ref: Ref) -> TraceNode:
    """A driver: what each pressure on it adds, in the order of the scenario, within its range.

    Of pressures that set a floor, or turn it on, one adds what it is larger by than those before it.
    """
    world, driver = reads.world, reads.world.theory.drivers[ref.name]
    terms, total, before = [], 0.0, 0.0
    month = max(ref.month, 0)
    pressures = {name: p for name, p in world.scenario.pressures.items() if p.moves == ref.name}
    for name, pressure in pressures.items():
        was, size = world.sizes[name][month : month + 2] if ref.month > START else world.sizes[name][:1].repeat(2)
        added = _together(pressure, total, size) - total
        earlier = _together(pressure, before, was) - before
        total, before = total + added, before + earlier
        if size or was:
            terms.append(Part(float(added), float(earlier) if month else np.nan, words_of(pressure), name))
    domain, shape = driver.domain, ""
    value = float(total > 0.5) if domain.whole else min(max(total, domain.low), domain.high)
    if domain.whole or value != total:
        shape = "1 if sum > 0.5 else 0" if domain.whole else f"sum, limited to {domain.low:g} to {domain.high:g}"
    return TraceNode(
        ref, Kind.DRIVER, float(value), reads.pair(ref)[1], driver.label, terms=tuple(terms), total=float(total),
        shape=shape.replace("-", "−"), pressures=tuple(part.expression for part in terms),
        inputs=tuple(_watched(reads, pressures, ref.month)),
        draws=draws_of(reads, pressures, month),
        rule="What the pressures of history and scenario add up to" if terms else "",
        note="" if terms else "nothing presses on it",
    )  # fmt: skip


def _together(pressure: Pressure, total: float, size: float) -> float:
    return total + size if pressure.combine is Combine.ADD else max(total, size)


def _watched(reads: Reads, pressures: dict[str, Pressure], month: int) -> Iterator[Ref]:
    """What pressures wait for, at the end of the month before."""
    series = reads.world.theory.series
    if month > START:
        yield from (Ref(series[p.when.variable], month - 1) for p in pressures.values() if p.when is not None)


def draws_of(reads: Reads, names: Iterable[str], month: int) -> tuple[Draw, ...]:
    """The random draws that decide when pressures begin, and whether they press in a month."""
    pressures = reads.world.scenario.pressures
    drawn = [(f"pressure/{name}/onset", 0) for name in names if pressures[name].latest is not None]
    chancy = [name for name in names if pressures[name].probability < 1.0]
    onsets = [*drawn, *((f"pressure/{name}", _onset(reads, pressures[name], month)) for name in chancy)]
    return tuple(reads.draw("uniform", draw, onset) for draw, onset in onsets if onset is not None)


def _onset(reads: Reads, pressure: Pressure, month: int) -> int | None:
    """The month whose draw decides about a pressure; None where it has not begun."""
    if pressure.when is not None and pressure.repeat:
        sizes = reads.world.sizes[pressure.name][1 : month + 2]
        begun = np.flatnonzero((sizes != 0.0) & (np.append(0.0, sizes[:-1]) == 0.0))
        return int(begun[-1]) if len(begun) else None
    windows = pressure.windows(month + 1) if pressure.every is not None else ()
    return max((max(onset, 0) for onset, _ in windows), default=0)


def words_of(pressure: Pressure) -> str:
    """A pressure in a few words."""
    sides = f" by {pressure.by}" * bool(pressure.by) + f" on {pressure.on}" * bool(pressure.on)
    waits = f", once {pressure.when.variable} is {_bound(pressure)}" if pressure.when is not None else ""
    return f"{pressure.kind.replace('_', ' ')}{sides}{waits}"


def _bound(pressure: Pressure) -> str:
    when = pressure.when
    if when is None:
        return ""
    return f"above {when.above:g}" if when.above is not None else f"below {when.below or 0.0:g}"


def draw_node(reads: Reads, ref: Ref) -> TraceNode:
    """A random draw that rules read."""
    draw = reads.draw("uniform", f"chance/{ref.name}", ref.month)
    label = reads.world.theory.random_draws[ref.name].label
    return TraceNode(ref, Kind.DRAW, draw.value, reads.pair(ref)[1], label, draws=(draw,), total=draw.value)


def constant_node(reads: Reads, ref: Ref) -> TraceNode:
    """A move before the first month: nobody has moved yet."""
    label = reads.world.theory.moves[ref.name].label
    return TraceNode(ref, Kind.CONSTANT, 0.0, np.nan, label, note="nobody has moved before the first month")


def first_node(reads: Reads, ref: Ref) -> TraceNode:
    """The value that a stock starts from: a number, nothing or all of it, another variable, or the scenario's own."""
    world = reads.world
    stock = world.theory.stocks[ref.name]
    given = world.scenario.initial.get(stock.series)
    if given is not None and ref.moment is not Moment.FIRST:
        return _first(ref, stock.label, given, note=f"the scenario sets {stock.series} at the start")
    if stock.initial in CONSTANTS:
        return _first(
            ref, stock.label, CONSTANTS[stock.initial], kind=Kind.CONSTANT, note="a fixed value to start from"
        )
    if stock.initial in world.theory.auxiliaries and ref.moment is Moment.FIRST:
        return _first(ref, stock.label, 0.0, kind=Kind.CONSTANT, note="not known yet when the first state is computed")
    if stock.initial in world.theory.auxiliaries:
        source = Ref(stock.initial, START)
        value, called = reads.value(source), dotted(world.theory.auxiliaries[stock.initial].owner, stock.initial)
        node = _first(ref, stock.label, value, note=f"starts from {called}")
        return TraceNode(ref, node.kind, value, np.nan, node.label, total=value, inputs=(source,), note=node.note)
    key = f"{world.theory.home[ref.name]}.{stock.initial}"
    value = world.number_of(key)
    return TraceNode(
        ref, Kind.FIRST, value, np.nan, stock.label, total=value, parameters=(key,), note="the first value"
    )


def _first(ref: Ref, label: str, value: float, *, kind: Kind = Kind.FIRST, note: str) -> TraceNode:
    return TraceNode(ref, kind, value, np.nan, label, total=value, note=note)
