"""The tables of `tightrope list`: what there is to choose from, with the places in the documents it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from experiments.patterns.reader import load_patterns
from model.evidence.documents import Claim
from model.evidence.hypotheses import SAMPLED
from model.evidence.load import load_seeds
from model.evidence.mechanisms import Mechanism
from model.evidence.parameters import Kind
from model.evidence.records import Seeds
from model.scenario.files import scenario_names
from model.scenario.load import load_scenario
from model.scenario.pressure_keys import described
from model.scenario.scenario import Scenario
from model.theory.theory import theory
from model.yaml_files.nodes import InputError
from viz.terminal.tables import Plain, Table


def cited(claims: Iterable[Claim]) -> list[str]:
    """Places in the documents, each once: document and paragraph."""
    return list(dict.fromkeys(f"{claim.source} {claim.where}" for claim in claims))


def scenarios() -> Table:
    """The scenarios in `scenarios/`."""
    return Table("scenarios", ("id", "title", "question"), tuple(_scenario(name) for name in scenario_names()))


def _scenario(name: str) -> Plain:
    try:
        scenario = load_scenario(name)
    except InputError as error:
        return {"id": name, "title": "cannot be read", "question": f"tightrope check {error.problems[0].file}"}
    own = [p for p in scenario.pressures if not p.startswith("history.")]
    return {
        "id": name,
        "title": scenario.title,
        "question": scenario.question,
        "because": scenario.because,
        "start": scenario.start,
        "end": scenario.end,
        "pressures": own,
        "files": list(scenario.chain),
    }


def pressures() -> Table:
    """The kinds of pressure a scenario can set, and the pressures of history it can change."""
    kinds: list[Plain] = [{"id": row["kind"], "history": False} | row for row in described()]
    past = load_scenario("baseline")
    history = [_past(past, name) for name in past.pressures if name.startswith("history.")]
    columns = ("id", "does", "by", "on", "level", "keys", "moves", "sources")
    return Table("pressures", columns, (*kinds, *history))


def _past(past: Scenario, name: str) -> Plain:
    pressure = past.pressures[name]
    seeds = load_seeds()
    claims = [claim for event in pressure.events for claim in seeds.events[event].claims]
    return {
        "id": name,
        "kind": pressure.kind,
        "history": True,
        "does": pressure.because,
        "by": pressure.by,
        "on": pressure.on,
        "level": "path" if pressure.path else pressure.level,
        "moves": pressure.moves,
        "events": list(pressure.events),
        "sources": cited(claims),
    }


def moves() -> Table:
    """What each of the five can do."""
    seeds = load_seeds()
    rows: list[Plain] = [
        {
            "id": move.series,
            "name": name,
            "actor": str(move.owner),
            "slot": move.slot,
            "does": move.label,
            "open_when": move.open_when or "",
            "mechanisms": list(move.mechanisms),
            "sources": _sources_of(move.mechanisms, seeds),
        }
        for name, move in theory().moves.items()
    ]
    return Table("moves", ("id", "slot", "does", "open_when", "mechanisms", "sources"), tuple(rows))


def _sources_of(mechanisms: Iterable[str], seeds: Seeds) -> list[str]:
    known = [seeds.mechanisms[m] for m in mechanisms if m in seeds.mechanisms]
    return cited(claim for mechanism in known for claim in mechanism.claims)


def parameters() -> Table:
    """Every number of the theory with its range and what it rests on."""
    seeds = load_seeds()
    rows: list[Plain] = [
        {
            "key": key,
            "label": p.label,
            "low": p.low,
            "best": p.best,
            "high": p.high,
            "unit": p.unit,
            "kind": str(p.kind),
            "distribution": str(p.distribution),
            "mechanisms": list(p.mechanisms),
            "why": p.why,
            "sources": cited(seeds.claims_of(key)),
        }
        for key, p in seeds.parameters.items()
    ]
    kinds = [p.kind for p in seeds.parameters.values()]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in Kind)
    columns = ("key", "low", "best", "high", "unit", "kind", "label", "sources")
    return Table("parameters", columns, tuple(rows), f"{len(rows)} numbers by kind: {counts}.")


def mechanisms() -> Table:
    """The mechanisms of the documents: what carries each, and what its switch turns off."""
    columns = ("id", "name", "grade", "carried_by", "switch", "sources")
    return Table("mechanisms", columns, tuple(_mechanism(m) for m in load_seeds().mechanisms.values()))


def _mechanism(mechanism: Mechanism) -> Plain:
    switch = mechanism.switch
    off = None if switch is None else {"parameters": list(switch.parameters), "moves": list(switch.moves)}
    return {
        "id": mechanism.key,
        "name": mechanism.name,
        "grade": str(mechanism.grade),
        "statement": mechanism.statement,
        "carried_by": list(mechanism.carried_by),
        "switch": off,
        "label_of": mechanism.label_of,
        "status": mechanism.status,
        "sources": cited(mechanism.claims),
        "rivals": cited(mechanism.rivals),
    }


def hypotheses() -> Table:
    """The questions on which the documents disagree, with their rival answers."""
    rows: list[Plain] = [
        {
            "id": h.key,
            "name": h.name,
            "question": h.question,
            "variants": list(h.variants),
            "default": h.default or SAMPLED,
            "differs_in": h.differs_in,
            "status": h.status,
            "sources": cited(claim for variant in h.variants.values() for claim in variant.claims),
        }
        for h in load_seeds().hypotheses.values()
    ]
    return Table("hypotheses", ("name", "id", "question", "variants", "default", "sources"), tuple(rows))


def patterns() -> Table:
    """The stylised facts that a run is scored against."""
    rows: list[Plain] = [
        {
            "id": p.key,
            "name": p.name,
            "strength": str(p.strength),
            "statement": p.statement,
            "formulation": p.formulation,
            "mechanisms": list(p.mechanisms),
            "sources": cited(p.claims),
        }
        for p in load_patterns().patterns.values()
    ]
    return Table("patterns", ("id", "name", "strength", "statement", "sources"), tuple(rows))


TABLES: Mapping[str, Callable[[], Table]] = MappingProxyType(
    {f.__name__: f for f in (scenarios, pressures, moves, parameters, mechanisms, hypotheses, patterns)}
)
"""Every table by its name."""
