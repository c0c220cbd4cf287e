"""The JSON Schema of sweep files: what an editor offers and underlines while one is written.

It says less than the reader: what depends on the scenario or on several keys, only `load_sweep` checks.
"""

from __future__ import annotations

import json
import sys

from experiments.measures.reader import MEASURES
from experiments.sweeps.plan.design import Design
from experiments.sweeps.plan.factor_reader import HEADS, OWN, WHOLE_KEYS, WORD_KEYS
from experiments.sweeps.plan.factors import FLOAT_KEYS
from experiments.sweeps.plan.outcomes import KNOWN, POSTURES, single_patterns
from experiments.sweeps.plan.reader import OTHERS, SWEEPS
from model.evidence.records import Distribution
from model.scenario.reader import LARGEST_SEED, MOST_WORLDS
from model.scenario.schema import DATE, DIALECT, TEXT, Schema

SCHEMA_FILE = SWEEPS / "schema.json"


def json_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of sweep files, with the names of the theory."""
    return {
        "$schema": DIALECT,
        "title": "Tightrope sweep",
        "description": "Many points of a scenario. Made by `tightrope schema sweep`; do not edit.",
        "type": "object",
        "additionalProperties": False,
        "required": ["title", "scenario", "vary", "design", "outcomes"],
        "properties": {
            "title": TEXT | {"description": "A few words."},
            "question": TEXT | {"description": "What it asks of the model."},
            "because": TEXT | {"description": "Why it is set up so."},
            "scenario": TEXT | {"description": "The scenario that every point is a change of."},
            "set": {
                "type": "array",
                "items": {"type": "string", "pattern": "="},
                "description": "Settings KEY=VALUE on top of the scenario, as on the command line.",
            },
            "vary": _vary(),
            "design": {"enum": [str(design) for design in Design], "description": "How the points are laid out."},
            "n": {"type": "integer", "minimum": 2, "description": "Size of the base sample; a power of two for sobol."},
            "others": {
                "enum": list(OTHERS),
                "description": "Numbers that are not varied: all at their best, or drawn anew in each world.",
            },
            "worlds": {"type": "integer", "minimum": 1, "maximum": MOST_WORLDS, "description": "Worlds per point."},
            "outcomes": _outcomes(),
            "seed": {"type": "integer", "minimum": 0, "maximum": LARGEST_SEED, "description": "Seed of all luck."},
        },
        "$defs": {"date": DATE, "factor": _factor(), "outcome": _outcome()},
    }


def _vary() -> Schema:
    keys = "|".join((*FLOAT_KEYS, *WHOLE_KEYS, *WORD_KEYS))
    patterns = {
        r"^parameters\.[a-z_]+\.(\*|[a-z0-9_]+)$": {"$ref": "#/$defs/factor"},
        r"^parameters\.\*$": {"$ref": "#/$defs/factor"},
        rf"^pressures\..+\.({keys})$": {"$ref": "#/$defs/factor"},
        r"^(hypotheses|initial)\..+$": {"$ref": "#/$defs/factor"},
        r"^switch_off\.M[0-9]+$": {"type": "array", "items": {"type": "boolean"}, "minItems": 1},
    }
    return {
        "type": "object",
        "minProperties": 1,
        "patternProperties": patterns,
        "additionalProperties": False,
        "description": f"Dotted keys, beginning with {', '.join(HEADS)}, and their values.",
    }


def _factor() -> Schema:
    number: Schema = {"type": "number"}
    steps: Schema = {"type": "integer", "minimum": 2, "description": "Values that a grid takes of the range."}
    written = {
        "type": "object",
        "additionalProperties": False,
        "required": ["low", "high"],
        "properties": {
            "low": number | {"description": "Least value."},
            "high": number | {"description": "Greatest value."},
            "distribution": {"enum": [str(one) for one in Distribution], "description": "Evenly unless given."},
            "best": number | {"description": "Likeliest value, for pert."},
            "steps": steps,
            "because": TEXT | {"description": "Why; needed outside the documented range of a parameter."},
        },
    }
    own = {
        "type": "object",
        "additionalProperties": False,
        "required": ["range"],
        "properties": {"range": {"const": OWN, "description": "The parameter's own range."}, "steps": steps},
    }
    values = {"type": "array", "minItems": 1, "items": {"type": ["number", "string", "boolean"]}}
    return {"anyOf": [values, written, own]}


def _outcomes() -> Schema:
    names = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": list(KNOWN)}}
    known = {name: {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/outcome"}]} for name in KNOWN}
    mapping = {
        "type": "object",
        "minProperties": 1,
        "properties": known,
        "additionalProperties": {"$ref": "#/$defs/outcome"},
    }
    return {"anyOf": [names, mapping], "description": "What is read off every world, by name."}


def _outcome() -> Schema:
    date = {"$ref": "#/$defs/date"}
    label = {"label": TEXT}
    posture = {"posture": {"enum": list(POSTURES)}, "at": date, "from": date, "to": date}
    pattern = {"pattern": {"enum": list(single_patterns())}}
    forms: list[Schema] = [posture, pattern, *({form: {"type": "object"}} for form in MEASURES)]
    return {
        "anyOf": [
            {
                "type": "object",
                "additionalProperties": False,
                "required": [next(iter(form))],
                "properties": {**form, **label},
            }
            for form in forms
        ]
    }


def schema_text() -> str:
    """The schema as `scenarios/sweeps/schema.json` holds it."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] != ["--write-schema"]:
        sys.exit("usage: python -m experiments.sweeps.plan.schema --write-schema")
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
