"""The JSON Schema of scenario files: from the hints by which they are read, and which keys go together.

An editor, or any stock checker, underlines with it what the program refuses. What takes the files below, the order of
dates or the documented range of a parameter, only `load_scenario` checks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from model.core.months import FIRST_MONTH
from model.scenario.condition import condition_schema
from model.scenario.context import DrawnMonth, Onset, names_of
from model.scenario.files import HISTORY_FILE, SCENARIOS
from model.scenario.kinds import KINDS
from model.scenario.layers import SECTIONS
from model.scenario.pressure import PressureKind
from model.scenario.pressure_keys import KEYS, NAME, SIZE, WINDOW, WrittenPressure, places
from model.scenario.reader import MOST_FIRST, OWN, ScenarioFile
from model.scenario.scenario import ParameterSetting
from model.theory.names import Vocabulary
from model.theory.names import vocabulary as known_names
from model.yaml_files.fields import read_yaml
from model.yaml_files.schemas import Schema, or_null, schema_of

SCHEMA_FILE = SCENARIOS / "schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
CLOSED: Schema = {"type": "object", "additionalProperties": False}
ABSENT: Schema = {"type": "null"}


def schema_text() -> str:
    """The schema as `scenarios/schema.json` holds it."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def json_schema(vocabulary: Vocabulary | None = None) -> Schema:
    """The JSON Schema (draft 2020-12) of scenario files, with the names of the theory unless others are given."""
    known = vocabulary or known_names()
    pressure = {"$ref": "#/$defs/pressure"}
    history = dict.fromkeys(_history(), pressure)
    condition = {"$ref": "#/$defs/condition"}
    schemas: dict[object, Schema] = {
        ParameterSetting: {"$ref": "#/$defs/parameter"},
        "hypotheses": _closed({name: {"enum": [*variants, None]} for name, variants in known.hypotheses.items()}),
        "pressures": CLOSED | {"properties": history, "patternProperties": {f"^{NAME.pattern}$": pressure}},
        "initial": _closed({name: _first_value(name, known) for name in known.stocks}),
        "given": {"type": ["object", "array"], "if": {"type": "object"}, "then": condition, "items": condition},
        "read": {"type": "object", "required": ["origin", "texts", "headline", "beside"]},
    }
    body = schema_of(ScenarioFile, schemas, names_of(known), deletable=True)
    for key in (*SECTIONS, *OWN, "read"):
        body["properties"][key]["type"] = next(one for one in body["properties"][key]["type"] if one != "null")
    head = {
        "$schema": DIALECT,
        "title": "Tightrope scenario",
        "description": "A question put to the model. Made by `tightrope schema`; do not edit.",
    }
    defs = {"parameter": _parameter(), "pressure": _pressure(known), "condition": condition_schema(known)}
    alone = {"if": {"not": {"required": ["extends"]}}, "then": _without_files_below(body)}
    return head | body | alone | {"$defs": defs}


def _history() -> Iterable[str]:
    pressures = read_yaml(HISTORY_FILE).get("pressures")
    return pressures.value if pressures is not None and isinstance(pressures.value, dict) else ()


def _closed(properties: dict[str, Schema]) -> Schema:
    return CLOSED | {"properties": dict(sorted(properties.items()))}


def _first_value(name: str, vocabulary: Vocabulary) -> Schema:
    domain = vocabulary.domains.get(name)
    schema: Schema = {"type": ["number", "null"]}
    if domain is None:
        return schema
    least, most = max(domain.low, -MOST_FIRST), min(domain.high, MOST_FIRST)
    return schema | {"minimum": least, "maximum": most} | ({"multipleOf": 1} if domain.whole else {})


def _parameter() -> Schema:
    numbers = ("low", "high", "scale")
    return schema_of(ParameterSetting, deletable=True) | {
        "type": ["number", "object", "null"],
        "minProperties": 1,
        "allOf": [_excludes("fix", {"type": "number"}, numbers), _excludes("scale", {"type": "number"}, numbers[:2])],
    }


def _without_files_below(body: Schema) -> Schema:
    """What holds in a file that extends no other: nothing below it can be deleted, or be changed in part."""
    scalars = {key: {"not": ABSENT} for key in body["properties"] if key not in (*SECTIONS, *OWN, "read")}
    new = {"type": "object", "required": ["kind"]}
    pressures = {"pressures": {"patternProperties": {f"^{NAME.pattern}$": new}}}
    starts = {"properties": {"start": {"not": {"const": FIRST_MONTH}}}, "required": ["start"]}
    return {"properties": scalars | pressures, "if": starts, "then": {"required": ["initial"]}}


def _excludes(key: str, given: Schema, others: Iterable[str]) -> Schema:
    """Where a key is given, others must not be."""
    condition = {"properties": {key: given}, "required": [key]}
    return {"if": condition, "then": {"properties": dict.fromkeys(others, ABSENT)}}


def _needs(key: str, given: Schema, *others: str) -> Schema:
    """Where a key is given, others must be given too."""
    condition = {"properties": {key: given}, "required": [key]}
    return {"if": condition, "then": {"required": list(others)}}


def _pressure(vocabulary: Vocabulary) -> Schema:
    """One pressure, whose kind decides which other keys apply."""
    drawn = schema_of(DrawnMonth)
    date = drawn["properties"]["between"]["items"]
    onset = date | drawn | {"type": ["string", "object"]}
    schema = schema_of(WrittenPressure, {Onset: onset}, names_of(vocabulary), deletable=True)
    kinds = [{"const": kind.name, "title": kind.title, "description": kind.does} for kind in KINDS.values()]
    schema["properties"]["kind"] = {"description": "What kind of pressure it is.", "oneOf": [*kinds, ABSENT]}
    limits = {"if": {"required": ["above"]}, "then": {"properties": {"below": ABSENT}}, "else": {"required": ["below"]}}
    whole = {"properties": {"when": {"if": {"type": "object"}, "then": {"required": ["variable"]} | limits}}}
    number = {"type": "integer"}
    rules = [
        _excludes("end", {"type": "string"}, ["duration"]),
        _excludes("path", {"type": "object"}, [*WINDOW, *SIZE[:2]]),
        _excludes("every", number, ["when"]),
        _excludes("start", {"type": "object"}, ["every", "when"]),
        {
            "if": {"required": ["kind"]},
            "then": whole
            | {
                "allOf": [
                    _needs("times", number, "every"),
                    _needs("repeat", {"type": "boolean"}, "when"),
                    _needs("repeat", {"const": True}, "duration"),
                    {"if": {"required": ["every"], "not": {"required": ["end"]}}, "then": {"required": ["duration"]}},
                ]
            },
        },
    ]
    return or_null(schema) | {"allOf": [*rules, *(_of_kind(kind, vocabulary) for kind in KINDS.values())]}


def _of_kind(kind: PressureKind, vocabulary: Vocabulary) -> Schema:
    """What holds for a pressure of one kind: who, how strong, and which keys apply."""
    fitting = places(kind, kind.effects)
    then: dict[str, Schema] = {key: ABSENT for key in KEYS if key not in fitting}
    if kind.by:
        then["by"] = {"examples": list(kind.by)} if kind.anyone else {"enum": [*kind.by, None]}
    if kind.on:
        then["on"] = {"enum": [*kind.on, None]}
    if "level" in fitting:
        low, high = (kind.low, kind.high) if "path" in fitting else (0.0, 1.0)
        level = {"minimum": low, "maximum": high} | ({} if kind.level is None else {"default": kind.level})
        then["level"] = level | ({} if "path" in fitting else {"multipleOf": 1})
    if "path" in fitting:
        then["path"] = {"additionalProperties": {"minimum": kind.low, "maximum": kind.high}}
    required = [*({"move", "of"} & {*kind.keys}), *(["by"] if kind.choice_key == "conflict" else [])]
    rules = [*_by_actor(kind, vocabulary)]
    if kind.level is None:
        rules.append({"if": {"not": {"required": ["path"]}}, "then": {"required": ["level"]}})
    made: Schema = {"properties": then} | ({"required": required} if required else {})
    made |= {"allOf": rules} if rules else {}
    return {"if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]}, "then": made}


def _by_actor(kind: PressureKind, vocabulary: Vocabulary) -> Iterable[Schema]:
    """What depends on who presses: on whom, with which keys, by which move."""
    for by in kind.by:
        usual = by == kind.by[0] and not kind.anyone
        said: Schema = {"properties": {"by": {"const": by}}} | ({} if usual else {"required": ["by"]})
        if len(kind.on) > 1:
            others = [on for on in kind.on if kind.effect(by, on)]
            default = {} if kind.effect(by, kind.on[0]) else {"required": ["on"]}
            yield {"if": said, "then": {"properties": {"on": {"enum": [*others, None]}}} | default}
        if "move" in kind.keys:
            own = [move for move in vocabulary.moves if vocabulary.mover(move) == by]
            yield {"if": {**said, "required": ["by"]}, "then": {"properties": {"move": {"enum": own}}}}
        if kind.choice_key == "conflict":
            mine = places(kind, [one for one in kind.effects if one.fits(by, "", one.choice)][:1])
            closed: Schema = {"properties": {key: ABSENT for key in kind.keys if key not in mine}}
            yield {"if": said, "then": closed | ({"required": ["conflict"]} if "conflict" in mine else {})}
