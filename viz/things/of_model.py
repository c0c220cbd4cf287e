"""Numbers, moves, pressures and scenarios in full."""

from __future__ import annotations

from collections.abc import Iterable

from model.evidence.load import load_seeds
from model.evidence.parameters import Distribution, FittedOn, Parameter, Term
from model.evidence.parameters import Kind as NumberKind
from model.scenario.files import SCENARIOS
from model.scenario.kinds import KINDS
from model.scenario.pressure import HISTORY
from model.scenario.pressure_keys import described
from model.theory.theory import theory
from viz.things.backlinks import listed, passages, place_of, rules_reading, using
from viz.things.entries import scenarios
from viz.things.records import Entry, Thing

NUMBERS = {
    NumberKind.MEASURED: "stated in a document",
    NumberKind.DERIVED: "derived from figures in the documents",
    NumberKind.JUDGEMENT: "our judgement, based on the documents",
    NumberKind.ASSUMPTION: "our assumption; no document addresses it",
    NumberKind.DEFINITION: "a definition",
}
"""What each kind of number is, in words."""
SPREADS = {
    Distribution.UNIFORM: "evenly spread",
    Distribution.LOG_UNIFORM: "evenly spread in its logarithm",
    Distribution.PERT: "most often near the best value",
}
FITTED = {
    FittedOn.PATTERNS: "the stylised facts and other outcomes of runs",
    FittedOn.RECORD: "dated facts of the record",
    FittedOn.TEXT: "the texts alone",
}


def kept(*details: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The details that say something."""
    return tuple(detail for detail in details if detail[1])


def range_text(number: Parameter) -> str:
    """The range of a number, e.g. ``0.65 to 1.08, best 0.86, evenly spread``."""
    unit = "" if number.unit == "1" else f" {number.unit}"
    if number.low == number.high:
        return f"{number.best:g}{unit}, fixed"
    return f"{number.low:g} to {number.high:g}{unit}, best {number.best:g}, {SPREADS[number.distribution]}"


def number(entry: Entry) -> Thing:
    """A number of the theory."""
    seeds = load_seeds()
    one = seeds.parameters[entry.key]
    read = "; ".join(f"{rule.name} ({place_of(rule)})" for rule in rules_reading(one))
    details = kept(
        ("kind", NUMBERS[one.kind]),
        ("range", range_text(one)),
        ("why this size", one.why),
        ("why so narrow", one.narrow),
        ("best value set in view of", FITTED[one.fitted_on]),
        ("drawn together with", one.drawn_with or ""),
        ("weighs", "" if one.term is None else _weighs(one.term)),
        ("read by", read),
    )
    return Thing(entry, "", details, passages(seeds.claims_of(one)), listed(using(one)), one.place)


def _weighs(term: Term) -> str:
    moves = theory().moves
    named = ", ".join(f"{moves[name].owner.label} {moves[name].label}" for name in term.moves)
    motive = "" if term.motive is None else f", by {term.motive.replace('_', ' ')}"
    return f"{'for' if term.sign > 0 else 'against'}: {named}{motive}"


def move(entry: Entry) -> Thing:
    """What one of the five can do."""
    seeds = load_seeds()
    one = next(each for each in theory().moves.values() if each.series == entry.key)
    weights = [n.key for n in seeds.parameters.values() if n.term is not None and one.name in n.term.weighed_in]
    facts = [fact.key for fact in seeds.record.facts if fact.of == entry.key]
    carried = [seeds.mechanisms[key] for key in one.mechanisms if key in seeds.mechanisms]
    claims = [claim for mechanism in carried for claim in mechanism.claims]
    details = kept(
        ("who", one.owner.label),
        ("decided together with", f"what else competes for {one.slot.replace('_', ' ')}"),
        ("taken", one.taken),
        ("open when", (one.open_when or "always").replace("_", " ")),
        ("read by", _names(rule.name for rule in theory().rules if one.name in rule.inputs) or "no rule: a label"),
    )
    return Thing(entry, "", details, passages(claims), listed([*one.mechanisms, *facts, *weights]), "")


def pressure(entry: Entry) -> Thing:
    """A kind of pressure that scenarios can set."""
    kind = KINDS[entry.key]
    row = next(one for one in described() if one["kind"] == entry.key)
    of_kind = {name: [p for p in one.pressures.values() if p.kind == entry.key] for name, one in scenarios().items()}
    past = {event for p in of_kind["baseline"] for event in p.events}
    names = [n for n, some in of_kind.items() if any(not p.name.startswith(HISTORY) for p in some)]
    details = kept(
        ("by", row["by"]),
        ("on", row["on"]),
        ("strength", row["level"]),
        ("keys of its own", row["keys"]),
        ("moves", row["moves"]),
        ("in history", _names(p.name.removeprefix(HISTORY) for p in of_kind["baseline"])),
    )
    claims = [claim for event in sorted(past) for claim in load_seeds().events[event].claims]
    return Thing(entry, kind.does, details, passages(claims), listed([*sorted(past), *names]), "seeds/pressures.yaml")


def scenario(entry: Entry) -> Thing:
    """A scenario that can be run."""
    one, seeds = scenarios()[entry.key], load_seeds()
    own = {name: p for name, p in one.pressures.items() if not name.startswith(HISTORY)}
    events = dict.fromkeys(event for p in own.values() for event in p.events)
    numbers = [key for key in one.parameters if key in seeds.parameters]
    questions = [seeds.hypotheses[name].key for name in one.hypotheses if name in seeds.hypotheses]
    taken = [name for name in scenarios()["baseline"].pressures if name not in one.pressures]
    details = kept(
        ("question", one.question),
        ("months", f"{one.start} to {one.end}"),
        ("worlds", f"{one.worlds:,}, {one.sampling}"),
        ("adds", "; ".join(f"{name}: {p.because}" if p.because else name for name, p in own.items())),
        ("takes out", _names(taken)),
        ("why", one.because),
    )
    claims = [claim for event in events for claim in seeds.events[event].claims]
    hangs = listed([*(p.kind for p in own.values()), *questions, *numbers, *one.switch_off, *events])
    return Thing(entry, "", details, passages(claims), hangs, f"{SCENARIOS.name}/{entry.key}.yaml")


def _names(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
