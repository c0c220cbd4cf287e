"""The JSON Schema of sweep files: what an editor offers and underlines while one is written."""

from __future__ import annotations

import json

from experiments.sweeps.plan.reader import SWEEPS, sweep_schema
from model.scenario.schema import DIALECT
from model.yaml_files.schemas import Schema

SCHEMA_FILE = SWEEPS / "schema.json"


def json_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of sweep files, with the names of the theory."""
    description = "Many points of a scenario. Made by `tightrope schema sweep`; do not edit."
    return {"$schema": DIALECT, "title": "Tightrope sweep", "description": description} | sweep_schema()


def schema_text() -> str:
    """The schema as `scenarios/sweeps/schema.json` holds it."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"
