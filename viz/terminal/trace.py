"""What the command line says about how a value came about: its terms, what it read, the numbers behind it."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from experiments.explanation.trace import Tracer, shown
from experiments.explanation.trace_nodes import Kind, Part, Ref, TraceNode
from experiments.explanation.trace_tree import Branch, Number, claims_of_pressure, date_of, is_flow, numbers_of
from model.evidence.documents import Claim
from model.story.phrases import month_in_words
from viz.terminal.tables import aligned

SMALL = 0.0005
"""Terms that add less than this, and added less a month ago, are counted and not listed."""
LONGEST = 110
"""Letters of a formula that is printed."""
PLACES = 5
"""Paragraphs named beside a number; the rest are counted."""


def trace_lines(tracer: Tracer, branch: Branch, *, width: int) -> list[str]:
    """A trace as lines of text: what is explained first, then what it was made from, each further step indented."""
    return [*_section(tracer, branch, width, 0), "", *textwrap.wrap(_ending(tracer), width)]


def _ending(tracer: Tracer) -> str:
    world = tracer.world
    return (
        f"World {world.number} of {world.scenario.name}. In each line: what it adds, and in brackets the change since the "
        "month before. 001 P10 is paragraph 10 of document 001, fn a footnote. --depth goes further down."
    )


def _section(tracer: Tracer, branch: Branch, width: int, step: int) -> Iterator[str]:
    node, room = branch.node, width - 2 * step
    flows = [one for one in branch.branches if is_flow(one.node.ref)]
    lines = [*_head(tracer, node, room), *_terms(node, [one.node for one in flows], room)]
    together = [node, *(one.node for one in flows)]
    lines += _reads(tracer, together)
    lines += _numbers(tracer, together, room)
    lines += _outside(tracer, node, room)
    yield from ("  " * step + line if line else "" for line in lines)
    for one in branch.branches:
        deeper = one.branches if one in flows else (one,)
        for other in deeper:
            yield ""
            yield from _section(tracer, other, width, step + 1)


def _head(tracer: Tracer, node: TraceNode, width: int) -> Iterator[str]:
    when = date_of(tracer.world, node.ref)
    dated = "before the first month" if when == "start" else f"in {month_in_words(when)}"
    moment = "" if str(node.ref.moment) == "at the month's end" else f", {node.ref.moment}"
    yield from textwrap.wrap(f"{shown(node.ref.name)} {dated}{moment}: {number(node.value)}{_changed(node)}", width)
    label = node.label or node.rule
    said = [label, node.rule if node.rule != label else "", node.note]
    text = ". ".join(part[:1].upper() + part[1:] for part in said if part)
    yield from textwrap.wrap(f"{text}{f' ({', '.join(node.mechanisms)})' if node.mechanisms else ''}.", width)


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
        sign = "" if part.value >= 0 else "−"
        yield from _hanging(f"          {number(abs(part.value), sign)} from {_cut(part.expression)}", width, 12)
    if flow.shape:
        yield from _hanging(f"          {_shape(flow)}", width, 12)


def _sum(node: TraceNode, width: int) -> Iterator[str]:
    if node.shape and abs(node.value - node.total) < 1e-9 and "limited" in node.shape and node.shape.startswith("sum,"):
        return
    if node.shape:
        yield from _hanging(f"  {signed(node.total)}  is the sum; the value is {_shape(node)}", width, 10)


def _shape(node: TraceNode) -> str:
    if len(node.shape) <= LONGEST:
        return f"{number(node.value)} = {node.shape}"
    return f"{number(node.value)}, which the rule makes of the sum{' (it bends towards ±1)' if 'bent_from' in node.shape else ''}"


def _reads(tracer: Tracer, nodes: Sequence[TraceNode]) -> Iterator[str]:
    own = {one.ref for one in nodes}
    refs = dict.fromkeys(ref for one in nodes for ref in one.inputs if ref not in own)
    refs = {ref: None for ref in refs if (ref.name, ref.month + 1) != (nodes[0].ref.name, nodes[0].ref.month)}
    if not refs:
        return
    rows = [("read", "value", "before", "what it is")]
    for ref in refs:
        value, before = tracer.reads.pair(ref)
        rows.append((shown(ref.name), number(value), number(before), f"{_what(tracer, ref)}{_when(tracer, nodes[0], ref)}"))
    yield ""
    yield from (line[:LONGEST] for line in aligned(rows, numbers=(1, 2), indent=0))


def _what(tracer: Tracer, ref: Ref) -> str:
    node = tracer.node(ref)
    return node.label or node.rule


def _when(tracer: Tracer, node: TraceNode, ref: Ref) -> str:
    del tracer
    return " (last month)" if ref.month < node.ref.month else ""


def _numbers(tracer: Tracer, nodes: Sequence[TraceNode], width: int) -> Iterator[str]:
    keys = dict.fromkeys(key for one in nodes for key in one.parameters)
    if not keys:
        return
    yield ""
    for one in numbers_of(tracer.world, keys):
        yield from _hanging(f"{one.key} = {one.value:.3g}: {_evidence(one)}", width, 4)


def _evidence(one: Number) -> str:
    if one.kind == "definition":
        return "a definition"
    bounds = f"range {one.low:g} to {one.high:g}, best {one.best:g}".replace("-", "−")
    said = f"{'an' if one.kind == 'assumption' else 'a'} {one.kind}" if one.kind != "measured" else "measured"
    set_by = f"; set by {one.set_by}" if one.set_by else ""
    return f"{said}, {bounds}{set_by}{_places(one.claims)}"


def _places(claims: Iterable[Claim]) -> str:
    places = list(dict.fromkeys(f"{claim.source} {claim.where}" for claim in claims))
    if not places:
        return ""
    more = f" and {len(places) - PLACES} more" if len(places) > PLACES else ""
    return f"; {', '.join(places[:PLACES])}{more}"


def _outside(tracer: Tracer, node: TraceNode, width: int) -> Iterator[str]:
    for draw in node.draws:
        yield f"random draw {draw.name} ({draw.form}): {number(draw.value)}"
    for name in node.pressures:
        pressure = tracer.world.scenario.pressures[name]
        events = f" stands for {', '.join(pressure.events)}{_places(claims_of_pressure(pressure))}." if pressure.events else ""
        yield from _hanging(f"{name}:{events} {' '.join(pressure.because.split())}", width, 4)


def _hanging(text: str, width: int, indent: int) -> list[str]:
    lead = len(text) - len(text.lstrip())
    return textwrap.wrap(text.strip(), width, initial_indent=" " * lead, subsequent_indent=" " * indent)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 4]} ..."


def number(value: float, sign: str = "") -> str:
    """A number with three decimals, a whole one above 1 without; with a true minus."""
    if math.isnan(value):
        return "-"
    text = f"{value:.0f}" if value == round(value) and abs(value) >= 1 else f"{value:.3f}"
    return sign + (text.replace("-", "−") if float(text) else text.replace("-", ""))


def signed(value: float) -> str:
    """A number with its sign and three decimals, none before nothing."""
    text = f"{value:+.3f}"
    return text.replace("-", "−") if round(value, 3) else f" {text[1:]}"
