"""The JSON Schema of sweep files: what an editor offers and underlines while one is written."""

from __future__ import annotations

import json

from experiments.sweeps.plan.factor_keys import vary_schema
from experiments.sweeps.plan.factor_reader import factor_schema
from experiments.sweeps.plan.outcomes import outcome_schema, outcomes_schema
from experiments.sweeps.plan.reader import SWEEPS, SweepFile
from model.scenario.condition import condition_schema
from model.scenario.context import MONTHS
from model.scenario.schema import DIALECT
from model.theory.names import vocabulary
from model.yaml_files.schemas import Schema, schema_of

SCHEMA_FILE = SWEEPS / "schema.json"


def json_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of sweep files; what depends on several keys, only `load_sweep` checks."""
    description = "Many points of a scenario. Made by `tightrope schema sweep`; do not edit."
    settings = {"type": "array", "items": {"type": "string", "pattern": "="}}
    schemas = {"vary": vary_schema(), "outcomes": outcomes_schema(), "settings": settings}
    defs = {"factor": factor_schema(), "outcome": outcome_schema(), "condition": condition_schema(vocabulary())}
    defs["date"] = {"type": "string", "pattern": f"^({MONTHS.pattern})$"}
    head = {"$schema": DIALECT, "title": "Tightrope sweep", "description": description}
    return head | schema_of(SweepFile, schemas) | {"$defs": defs}


def schema_text() -> str:
    """The schema as `scenarios/sweeps/schema.json` holds it."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"
