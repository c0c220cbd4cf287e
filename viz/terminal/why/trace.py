"""What the command line says about how a value came about: its terms, what it read, the numbers behind it."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from experiments.trace.nodes import Kind, Part, Ref, TraceNode
from experiments.trace.trace import Tracer, shown
from experiments.trace.tree import DEEPEST, Branch, Number, claims_of_pressure, date_of, is_flow, numbers_of
from model.evidence.documents import Claim
from model.story.phrases import month_in_words
from viz.common.words import capital
from viz.terminal.tables import aligned

SMALL = 0.0005
"""Terms that add less than this, and added less a month ago, are counted and not listed."""
LONGEST = 110
"""Letters of a formula that is printed."""
WITHIN = 1e-9
"""What changes a value by less does not change it."""
PLACES = 5
"""Paragraphs named beside a number; the rest are counted."""


def trace_lines(tracer: Tracer, branch: Branch, *, depth: int, width: int) -> list[str]:
    """A trace as lines of text: what is explained first, then what it was made from, each further step indented."""
    return [*_section(tracer, branch, width, 0), "", *textwrap.wrap(_ending(tracer, depth), width)]


def _ending(tracer: Tracer, depth: int) -> str:
    world = tracer.world
    further = f" --depth {depth + 1} goes a step further down." if depth < DEEPEST else ""
    return (
        f"World {world.number} of {world.scenario.name}. A line says what a term adds, in brackets its change since "
        f"the month before. 001 P10 is paragraph 10 of document 001, fn a footnote.{further}"
    )


def _section(tracer: Tracer, branch: Branch, width: int, step: int) -> Iterator[str]:
    node, room = branch.node, width - 2 * step
    flows = [one for one in branch.branches if is_flow(one.node.ref)]
    lines = [*_head(tracer, node, room), *_terms(node, [one.node for one in flows], room)]
    weighty = [
        one.node for one in flows if any(part.ref == one.node.ref and not _is_small(part) for part in node.terms)
    ]
    lines += _reads(tracer, [node, *weighty], room)
    lines += _numbers(tracer, [node, *weighty], room)
    lines += _outside(tracer, node, room)
    yield from ("  " * step + line if line else "" for line in lines)
    for one in branch.branches:
        for other in one.branches if is_flow(one.node.ref) else (one,):
            yield ""
            yield from _section(tracer, other, width, step + 1)


def _head(tracer: Tracer, node: TraceNode, width: int) -> Iterator[str]:
    when = date_of(tracer.world, node.ref)
    dated = "before the first month" if when == "start" else f"in {month_in_words(when)}"
    moment = "" if str(node.ref.moment) == "at the month's end" else f", {node.ref.moment}"
    yield from textwrap.wrap(f"{shown(node.ref.name)} {dated}{moment}: {number(node.value)}{_changed(node)}", width)
    label = node.label or node.rule
    said = [label, node.rule if node.rule != label else "", node.note]
    text = ". ".join(capital(part) for part in said if part)
    cited = f" ({', '.join(node.mechanisms)})" if node.mechanisms else ""
    yield from textwrap.wrap(f"{text}{cited}.", width)


def _changed(node: TraceNode) -> str:
    if math.isnan(node.before):
        return ""
    change = node.value - node.before
    if abs(change) < SMALL:
        return ", as the month before"
    return f", {'up' if change > 0 else 'down'} {number(abs(change))} since the month before"


def _terms(node: TraceNode, flows: Sequence[TraceNode], width: int) -> Iterator[str]:
    if len(node.terms) == 1 and not flows and not node.shape:
        only = node.terms[0]
        if only.expression and node.kind is not Kind.DRIVER:
            yield from _hanging(f"  = {only.expression}", width, 4)
            return
    if not node.terms:
        return
    yield ""
    opened = {one.ref: one for one in flows}
    few = [part for part in node.terms if not _is_small(part)]
    for part in sorted(few, key=lambda one: -abs(one.value)):
        yield from _term(part, width)
        flow = opened.get(part.ref) if part.ref is not None else None
        if flow is not None and abs(part.value) >= SMALL / 10:
            yield from _flow(flow, width)
    left = [part for part in node.terms if _is_small(part)]
    if left:
        yield f"  {signed(sum(part.value for part in left))}  {_counted(len(left))} of less than {SMALL:g} each"
    yield from _sum(node, width)


def _is_small(part: Part) -> bool:
    before = 0.0 if math.isnan(part.before) else part.before
    return abs(part.value) < SMALL and abs(before) < SMALL


def _counted(number_of: int) -> str:
    return "one more term" if number_of == 1 else f"{number_of} more terms"


def _term(part: Part, width: int) -> Iterator[str]:
    change = part.value - part.before
    changed = "" if math.isnan(change) or abs(change) < SMALL else f" ({signed(change)})"
    words = part.label or part.expression
    cited = f" ({', '.join(part.mechanisms)})" if part.mechanisms else ""
    more = f": {part.expression}" if part.label and part.expression and part.expression not in part.label else ""
    yield from _hanging(f"  {signed(part.value)}  {words}{more}{cited}{changed}", width, 10)


def _flow(flow: TraceNode, width: int) -> Iterator[str]:
    for part in sorted(flow.terms, key=lambda one: -abs(one.value)):
        yield from _hanging(f"          {signed(part.value)} from {_cut(part.expression)}", width, 22)
    if flow.shape:
        yield from _hanging(f"          {_shape(flow)}", width, 12)


def _sum(node: TraceNode, width: int) -> Iterator[str]:
    """The sum, unless it is the value: a limit may not bind, and what is smaller may not count."""
    if node.kind is Kind.MOVE or abs(node.value - node.total) > WITHIN:
        yield from _hanging(f"  {signed(node.total)}  is the sum: {_shape(node)}", width, 10)


def _shape(node: TraceNode) -> str:
    """How the value follows from the sum."""
    if node.kind is Kind.MOVE and node.shape.startswith("1 if"):
        return _decided(node)
    if node.shape.startswith("sum, "):
        return f"{node.shape.removeprefix('sum, ')}, it gives {number(node.value)}"
    if len(node.shape) <= LONGEST:
        return f"the value is {number(node.value)} = {node.shape}"
    bends = ", which bends before it reaches ±1" if "bent_from" in node.shape else ""
    return f"the value is {number(node.value)}, a function of the sum{bends}"


def _decided(node: TraceNode) -> str:
    made, above = node.value > 0.5, node.total > 0
    text = "above 0" if above else "not above 0"
    return f"{text}, so it is {'' if made else 'not '}made" if made is above else f"{text}, but {node.note}"


def _reads(tracer: Tracer, nodes: Sequence[TraceNode], width: int) -> Iterator[str]:
    """What the rules read, each once; not a stock's own last value, which is a term, nor what adds nothing."""
    own = nodes[0].ref
    idle = {ref for one in nodes for ref in _only_in_small(one, [part.inputs for part in one.terms])}
    refs = dict.fromkeys(ref for one in nodes for ref in one.inputs if not is_flow(ref) and ref not in idle)
    rows = [("read", "value", "before", "what it is")]
    for ref in refs:
        if ref == Ref(own.name, own.month - 1):
            continue
        value, before = tracer.reads.pair(ref)
        late = "last month: " if ref.month < own.month else ""
        made = tracer.node(ref)
        rows.append((shown(ref.name), number(value), number(before), f"{late}{made.label or made.rule}"))
    if len(rows) > 1:
        yield ""
        yield from (_fitted(line, width) for line in aligned(rows, numbers=(1, 2)))


def _only_in_small(node: TraceNode, used: Sequence[Sequence[Any]]) -> set[Any]:
    """What is used in terms that add next to nothing, and in no other."""
    small = [names for part, names in zip(node.terms, used, strict=True) if _is_small(part)]
    large = [names for part, names in zip(node.terms, used, strict=True) if not _is_small(part)]
    return {name for names in small for name in names} - {name for names in large for name in names}


def _fitted(line: str, width: int) -> str:
    """A line cut at a word, with dots, where it is too long."""
    return line if len(line) <= width else f"{line[: width - 3].rpartition(' ')[0]} ..."


def _numbers(tracer: Tracer, nodes: Sequence[TraceNode], width: int) -> Iterator[str]:
    idle = {key for one in nodes for key in _only_in_small(one, [part.parameters for part in one.terms])}
    keys = dict.fromkeys(key for one in nodes for key in one.parameters if key not in idle)
    found = numbers_of(tracer.world, keys)
    defined = [f"{one.key} = {_short(one.value)}" for one in found if one.kind == "definition"]
    if found:
        yield ""
    for one in found:
        if one.kind != "definition":
            yield from _hanging(f"{one.key} = {_short(one.value)}, {_evidence(one)}", width, 4)
    if defined:
        yield from _hanging(f"By definition: {', '.join(defined)}", width, 4)


def _evidence(one: Number) -> str:
    bounds = f"of {_short(one.low)} to {_short(one.high)}"
    said = "" if one.kind == "judgement" else f", {one.kind}"
    set_by = f", set by {one.set_by}" if one.set_by else ""
    return f"{bounds}{said}{set_by}{places(one.claims)}"


def _short(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")


def places(claims: Iterable[Claim]) -> str:
    """Where claims stand, after a semicolon; nothing for none."""
    found = list(dict.fromkeys(f"{claim.source} {claim.where}" for claim in claims))
    if not found:
        return ""
    more = f" and {len(found) - PLACES} more" if len(found) > PLACES else ""
    return f"; {', '.join(found[:PLACES])}{more}"


def _outside(tracer: Tracer, node: TraceNode, width: int) -> Iterator[str]:
    for draw in node.draws:
        yield f"random draw {draw.name} ({draw.form}): {number(draw.value)}"
    for name in node.pressures:
        pressure = tracer.world.scenario.pressures[name]
        events = (
            f" stands for {', '.join(pressure.events)}{places(claims_of_pressure(pressure))}."
            if pressure.events
            else ""
        )
        yield from _hanging(f"{name}:{events} {' '.join(pressure.because.split())}", width, 4)


def _hanging(text: str, width: int, indent: int) -> list[str]:
    lead = len(text) - len(text.lstrip())
    return textwrap.wrap(text.strip(), width, initial_indent=" " * lead, subsequent_indent=" " * indent)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 4]} ..."


def number(value: float) -> str:
    """A number with three decimals, a whole one above 1 without; with a true minus."""
    if math.isnan(value):
        return "-"
    text = f"{value:.0f}" if value == round(value) and abs(value) >= 1 else f"{value:.3f}"
    return text.replace("-", "−") if float(text) else text.replace("-", "")


def signed(value: float) -> str:
    """A number with its sign and three decimals, none before nothing."""
    text = f"{value:+.3f}"
    return text.replace("-", "−") if round(value, 3) else f" {text[1:]}"
