"""The JSON Schema of sweep files: what an editor offers and underlines while one is written."""

from __future__ import annotations

import json
import sys

from experiments.sweeps.plan.reader import SWEEPS, sweep_schema
from model.scenario.keys import DIALECT
from model.yaml_files.schemas import Schema

SCHEMA_FILE = SWEEPS / "schema.json"


def json_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of sweep files, with the names of the theory."""
    description = "Many points of a scenario. Made by `tightrope schema sweep`; do not edit."
    return {"$schema": DIALECT, "title": "Tightrope sweep", "description": description} | sweep_schema()


def schema_text() -> str:
    """The schema as `scenarios/sweeps/schema.json` holds it."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] != ["--write-schema"]:
        sys.exit("usage: python -m experiments.sweeps.plan.schema --write-schema")
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
