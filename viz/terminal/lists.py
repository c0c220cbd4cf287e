"""The tables of `tightrope list`: what there is to choose from, with the places in the documents it rests on."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from model.core.places import from_here
from model.evidence.documents import Claim
from model.evidence.hypotheses import SAMPLED
from model.evidence.load import load_seeds
from model.evidence.mechanisms import Mechanism
from model.evidence.parameters import FittedOn, Kind
from model.scenario.files import scenario_names
from model.scenario.load import load_scenario
from model.scenario.pressure import HISTORY, Pressure
from model.scenario.pressure_keys import described
from model.theory.theory import theory
from model.yaml_files.fields import unknown_key_message
from model.yaml_files.nodes import InputError
from viz.common.exits import WrongInputError
from viz.terminal.tables import Plain, Table


def cited(claims: Iterable[Claim]) -> list[str]:
    """Places in the documents, each once: document and paragraph."""
    return list(dict.fromkeys(f"{claim.source} {claim.where}" for claim in claims))


def _values(record: object, names: str) -> Plain:
    """Some attributes of a record, by their names."""
    return {name: getattr(record, name) for name in names.split()}


def scenarios() -> Table:
    """The scenarios in `scenarios/`."""
    return Table("scenarios", ("id", "title", "question"), tuple(map(_scenario, scenario_names())))


def _scenario(name: str) -> Plain:
    try:
        scenario = load_scenario(name)
    except InputError as error:
        return {
            "id": name,
            "title": "cannot be read",
            "question": shlex.join(["tightrope", "check", from_here(error.problems[0].file)]),
        }
    own = [p for p in scenario.pressures if not p.startswith(HISTORY)]
    values = _values(scenario, "title question because start end")
    return {"id": name} | values | {"pressures": own, "files": scenario.chain}


def pressures() -> Table:
    """The kinds of pressure a scenario can set, and the pressures of history it can change."""
    kinds: list[Plain] = [{"id": row["kind"], "history": False} | row for row in described()]
    history = [_past(*item) for item in load_scenario("baseline").pressures.items() if item[0].startswith(HISTORY)]
    columns = ("id", "does", "by", "on", "level", "keys", "moves", "sources")
    return Table("pressures", columns, (*kinds, *history))


def _past(name: str, pressure: Pressure) -> Plain:
    events = load_seeds().events
    return {
        "id": name,
        "kind": pressure.kind,
        "history": True,
        "does": pressure.because,
        **_values(pressure, "by on"),
        "level": "path" if pressure.path else pressure.level,
        **_values(pressure, "moves events"),
        "sources": cited(claim for event in pressure.events for claim in events[event].claims),
    }


def moves() -> Table:
    """What each of the five can do."""
    known = load_seeds().mechanisms
    rows: list[Plain] = [
        {
            "id": move.series,
            "name": name,
            "actor": move.owner,
            "slot": move.slot,
            "taken": f"{move.taken}, a label" if name in theory().labels else move.taken,
            "does": move.label,
            "open_when": move.open_when or "",
            "mechanisms": move.mechanisms,
            "sources": cited(claim for m in move.mechanisms if m in known for claim in known[m].claims),
        }
        for name, move in theory().moves.items()
    ]
    return Table("moves", ("id", "slot", "taken", "does", "open_when", "mechanisms", "sources"), tuple(rows))


def parameters() -> Table:
    """Every number of the theory with its range and what it rests on."""
    seeds = load_seeds()
    names = "key label low best high unit kind distribution drawn_with narrow fitted_on mechanisms why"
    rows = tuple(
        _values(p, names) | {"domain": p.domain.name, "sources": cited(seeds.claims_of(p))}
        for p in seeds.parameters.values()
    )
    counts = [
        ", ".join(f"{[row[key] for row in rows].count(one)} {one}" for one in words)
        for key, words in (("kind", Kind), ("fitted_on", FittedOn))
    ]
    columns = ("key", "low", "best", "high", "unit", "domain", "kind", "fitted_on", "label", "sources")
    return Table("parameters", columns, rows, f"{len(rows)} numbers by kind: {counts[0]}; fitted on: {counts[1]}.")


def mechanisms() -> Table:
    """The mechanisms of the documents: what carries each, and what its switch turns off."""
    columns = ("id", "name", "grade", "carried_by", "switch", "sources")
    return Table("mechanisms", columns, tuple(map(_mechanism, load_seeds().mechanisms.values())))


def _mechanism(mechanism: Mechanism) -> Plain:
    switch = mechanism.switch
    return {
        "id": mechanism.key,
        **_values(mechanism, "name grade statement carried_by"),
        "switch": None if switch is None else _values(switch, "parameters moves"),
        **_values(mechanism, "label_of status"),
        "sources": cited(mechanism.claims),
        "rivals": cited(mechanism.rivals),
    }


def hypotheses() -> Table:
    """The questions on which the documents disagree, with their rival answers."""
    rows: list[Plain] = [
        {
            "id": h.key,
            **_values(h, "name question"),
            "variants": list(h.variants),
            "default": h.default or SAMPLED,
            **_values(h, "differs_in status"),
            "sources": cited(claim for variant in h.variants.values() for claim in variant.claims),
        }
        for h in load_seeds().hypotheses.values()
    ]
    return Table("hypotheses", ("name", "id", "question", "variants", "default", "sources"), tuple(rows))


def patterns() -> Table:
    """The stylised facts that a run is scored against."""
    from experiments.patterns.reader import load_patterns  # slow to import, because it brings the model's engine

    names = "name strength statement formulation mechanisms"
    found = load_patterns().patterns.values()
    rows = tuple({"id": p.key} | _values(p, names) | {"sources": cited(p.claims)} for p in found)
    return Table("patterns", ("id", "name", "strength", "statement", "sources"), rows)


def record() -> Table:
    """The documented facts by which worlds are chosen, and those on which the chosen ones are scored."""
    known = load_seeds().record
    rows: list[Plain] = [
        {
            "id": fact.key,
            "what": fact.name,
            "when": fact.when,
            "tolerance": fact.tolerance,
            "episode": fact.episode,
            "use": known.episodes[fact.episode].use,
            **_values(fact, "form of above below window certainty because"),
            "sources": cited(fact.claims),
        }
        for fact in known.facts
    ]
    counts = f"{len(known.conditioning)} for conditioning, {len(known.held_back)} held back"
    columns = ("id", "what", "when", "tolerance", "episode", "use", "sources")
    return Table("record", columns, tuple(rows), f"{len(rows)} facts in {len(known.episodes)} episodes: {counts}.")


def filtered(table: Table, words: Iterable[str], *, of: str = "", mechanism: str = "") -> Table:
    """The rows of a table with all of some words, of a subject or actor, and of a mechanism.

    Raises:
        WrongInputError: The table has no such subjects or mechanisms, or none like that.
    """
    rows = list(table.rows)
    if of:
        known = {key.partition(".")[0] for key in table.keys if "." in key}
        if of not in known:
            raise WrongInputError(unknown_key_message(f"--of for {table.name}", of, known))
        rows = [row for row in rows if str(row[table.columns[0]]).startswith(f"{of}.")]
    if mechanism:
        known = {str(key) for row in rows for key in _plain_list(row.get("mechanisms"))}
        if mechanism.upper() not in known:
            raise WrongInputError(unknown_key_message(f"--mechanism for {table.name}", mechanism, known))
        rows = [row for row in rows if mechanism.upper() in _plain_list(row.get("mechanisms"))]
    wanted = [word.lower() for word in words]
    rows = [row for row in rows if all(word in " ".join(map(str, row.values())).lower() for word in wanted)]
    whole = len(rows) == len(table.rows)
    return table if whole else replace(table, rows=tuple(rows), note=f"{len(rows)} of {len(table.rows)} {table.name}.")


def _plain_list(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()


TABLES: Mapping[str, Callable[[], Table]] = MappingProxyType(
    {f.__name__: f for f in (scenarios, pressures, moves, parameters, mechanisms, hypotheses, patterns, record)}
)
"""Every table by its name."""
