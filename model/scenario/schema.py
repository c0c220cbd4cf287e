"""The JSON Schema of scenario files: what an editor offers and underlines while one is written.

It says less than the reader: what depends on several keys or files, only `load_scenario` checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from model.scenario.kinds import KINDS
from model.scenario.layers import HISTORY
from model.scenario.pressure import LONGEST, Combine, Effect, ExtraKey, KeyType, PressureKind
from model.scenario.pressure_reader import ALWAYS, COMMON, NAME, SIZE, WINDOW
from model.scenario.reader import LARGEST_SCALE, LARGEST_SEED, MOST_WORLDS
from model.scenario.scenario import Sampling
from model.theory.names import Vocabulary

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DATE: Schema = {"type": "string", "pattern": "^20(1[3-9]|[23][0-9]|40)-(0[1-9]|1[0-2])$", "examples": ["2017-05"]}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
TEXT: Schema = {"type": "string", "minLength": 1}
TIMES: dict[str, Schema] = {
    "start": {"$ref": "#/$defs/date", "description": "First month; the first of the run unless given."},
    "end": {"$ref": "#/$defs/date", "description": "Last month, itself included; open unless given."},
    "duration": {"description": "Months it lasts from its onset, in place of 'end'."},
    "ramp": {"description": "Months in which it grows to its level in equal steps; 2 gives half of it first."},
    "every": {"description": "Repeats the window every so many months."},
    "times": {"description": "Number of windows in all; no limit unless given."},
    "delay": {"description": "Shifts all its dates by so many months; negative for earlier."},
}
DESCRIPTIONS = {
    "kind": "What kind of pressure it is.",
    "by": "Who presses.",
    "on": "Who is pressed.",
    "level": "How strong it is.",
    "path": "Months and values, linear in between; in place of level and dates.",
    "probability": "Share of worlds that see it; with 'every' or 'repeat', of onsets.",
    "when": "Starts it once last month's state has met a condition.",
    "repeat": "Whether the condition can start it again once its duration is over.",
    "events": "Ids of the events it encodes.",
    "because": "Why: a source, or that it is a judgement.",
}


def scenario_schema(words: Vocabulary) -> Schema:
    """The schema of a scenario file, with the names of the theory and the seeds."""
    return {
        "$schema": DIALECT,
        "title": "Tightrope scenario",
        "description": "A question put to the model. Made by `tightrope schema`; do not edit.",
        "type": "object",
        "additionalProperties": False,
        "properties": _top(words),
        "$defs": {
            "date": DATE,
            "share": SHARE,
            "parameter": _parameter(),
            "pressure": _pressure(words),
        },
    }


def _top(words: Vocabulary) -> dict[str, Schema]:
    return {
        "title": TEXT | {"description": "A few words."},
        "question": TEXT | {"description": "What it asks of the model."},
        "because": TEXT | {"description": "Why it is set up so."},
        "extends": TEXT | {"description": "Name of the scenario it builds on.", "examples": ["baseline"]},
        "start": {"$ref": "#/$defs/date", "description": "First month; another than 2013-01 needs 'initial'."},
        "end": {"$ref": "#/$defs/date", "description": "Last month of the run."},
        "worlds": {"type": "integer", "minimum": 1, "maximum": MOST_WORLDS, "description": "Number of worlds."},
        "sampling": {
            "enum": [str(s) for s in Sampling],
            "description": "All worlds at the best parameters, or each at its own, from stated or wider ranges.",
        },
        "seed": {"type": "integer", "minimum": 0, "maximum": LARGEST_SEED, "description": "Seed of all luck."},
        "hypotheses": _named({name: {"enum": [*variants, None]} for name, variants in words.hypotheses.items()})
        | {"description": "Which of rival hypotheses hold."},
        "switch_off": {
            "type": "array",
            "items": {"enum": sorted(words.mechanisms)},
            "uniqueItems": True,
            "description": "Mechanisms without effect.",
        },
        "parameters": _named({key: {"$ref": "#/$defs/parameter"} for key in words.parameters})
        | {"description": "Parameters set by hand."},
        "pressures": {
            "type": "object",
            "description": "Pressures by name; null deletes one of a file below.",
            "patternProperties": {f"^({HISTORY}\\.)?{NAME.pattern}$": _or_null({"$ref": "#/$defs/pressure"})},
            "additionalProperties": False,
        },
        "initial": {
            "type": "object",
            "additionalProperties": {"type": ["number", "null"]},
            "description": "Dotted series -> value to start from.",
        },
        "given": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"posture": {"type": "string", "pattern": f"^({'|'.join(words.postures)})@"}},
            "description": "Keeps only worlds in this posture in this month, e.g. client@2021-06.",
        },
        "read_from": {"$ref": "#/$defs/date", "description": "Month from which results are read."},
    }


def _named(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": dict(sorted(properties.items()))}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _parameter() -> Schema:
    number = {"type": "number"}
    mapping = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "fix": number | {"description": "The value in every world."},
            "low": number | {"description": "Least value of a range of its own."},
            "high": number | {"description": "Greatest value of that range."},
            "scale": {"type": "number", "minimum": 0, "maximum": LARGEST_SCALE, "description": "A factor."},
            "because": TEXT | {"description": "Why; needed outside the documented range."},
        },
    }
    return {"anyOf": [number, mapping, {"type": "null"}]}


def _pressure(words: Vocabulary) -> Schema:
    extras = {key.name: key for kind in KINDS.values() for key in kind.keys.values()}
    properties = {key: _common(key) for key in COMMON} | {k: _extra(x, words) for k, x in extras.items()}
    kinds = [{"const": kind.name, "title": kind.label, "description": kind.does} for kind in KINDS.values()]
    properties["kind"] = {"oneOf": kinds, "description": DESCRIPTIONS["kind"]}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _or_null(value) for key, value in properties.items()},
        "allOf": [_of_kind(kind) for kind in KINDS.values()],
    }


def _common(key: str) -> Schema:
    if key in ("start", "end"):
        return TIMES[key]
    if key in TIMES:
        low = {"delay": -LONGEST, "ramp": 0}.get(key, 1)
        return {"type": "integer", "minimum": low, "maximum": LONGEST} | TIMES[key]
    shapes: dict[str, Schema] = {
        "probability": SHARE,
        "when": _when(),
        "repeat": {"type": "boolean"},
        "events": {"type": "array", "items": {"type": "string", "pattern": "^E[0-9]{2,3}$"}},
        "path": {
            "type": "object",
            "minProperties": 1,
            "patternProperties": {DATE["pattern"]: {"type": ["number", "null"]}},
            "additionalProperties": False,
            "examples": [{"2014-02": 0.3, "2014-03": 0.55}],
        },
        "level": {"type": "number"},
    }
    return shapes.get(key, TEXT) | {"description": DESCRIPTIONS[key]}


def _when() -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "variable": {"type": "string", "description": "A dotted series.", "examples": ["belarus.alignment"]},
            "above": {"type": ["number", "null"], "description": "It holds above this ..."},
            "below": {"type": ["number", "null"], "description": "... or below this."},
            "for": {"type": "integer", "minimum": 1, "maximum": LONGEST, "description": "Months in a row."},
        },
    }


def _extra(key: ExtraKey, words: Vocabulary) -> Schema:
    shapes: dict[KeyType, Schema] = {
        KeyType.TEXT: TEXT,
        KeyType.CHOICE: {"enum": list(key.choices)},
        KeyType.SHARES: _named({name: {"$ref": "#/$defs/share"} for name in key.choices}),
        KeyType.MOVE: {"enum": list(words.moves)},
    }
    return shapes[key.type] | {"description": f"{key.label[0].upper()}{key.label[1:]}."}


def _of_kind(kind: PressureKind) -> Schema:
    """What holds for a pressure of one kind: who, how strong, and which keys have no place."""
    places = set(ALWAYS) | set(WINDOW) | set(kind.keys) | _sizes(kind.effects)
    then: dict[str, Schema | bool] = {}
    for key, actors in (("by", kind.by), ("on", kind.on)):
        if actors:
            places.add(key)
            then[key] = {"examples": list(actors)} if key == "by" and kind.anyone else {"enum": [*actors, None]}
    if {"level"} <= places:
        low, high = (0.0, 1.0) if "path" not in places else (kind.low, kind.high)
        default = {} if kind.level is None else {"default": kind.level}
        then["level"] = {"minimum": low, "maximum": high} | default
    extras = {name for other in KINDS.values() for name in other.keys}
    then |= {key: False for key in (*COMMON, *sorted(extras)) if key not in places}
    return {"if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]}, "then": {"properties": then}}


def _sizes(effects: Iterable[Effect]) -> set[str]:
    sizes: set[str] = set()
    for effect in effects:
        sizes |= set(SIZE) if effect.sized else {"level"} if effect.combine is Combine.FLAG else set()
    return sizes
