"""While the files move into their rooms, not one result may change: what the program writes is held by hashes.

`python -m tests.test_frozen` writes the hashes anew; nobody should have to.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).resolve().parent.parent
FROZEN = Path(__file__).with_name("frozen.json")
ENGINES = ("numpy", "compiled")
SCENARIOS = ("baseline", "s03_eu_sanctions_2017", "s28_reform_after_2021")
SAMPLINGS = ("best", "parameters", "wide")
WORLDS = "97"
SWEEP = """\
title: What is frozen
question: Does a sweep stay what it was?
scenario: baseline
set:
  - "pressures.sanctions_2020={kind: sanctions, by: EU, on: Belarus, level: 0.5, start: 2020-10}"
vary:
  pressures.sanctions_2020.level: {low: 0, high: 1}
  parameters.coercion.coercion_by_oil: {range: own}
  parameters.regime.strength_by_force: {range: own}
design: sobol
n: 8
others: sampled
worlds: 16
outcomes:
  regime_stands:
  alignment_2021:
  client_2021: {posture: client, at: 2021-12, label: Client posture at the end of 2021}
"""


def typed(folder, engine, *arguments):
    """What a command prints as JSON."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TIGHTROPE_ENGINE": engine}
    done = subprocess.run(
        [sys.executable, "-m", "tightrope", *arguments, "--json"],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:  # a line for each step of a sweep; the tables hold what it found
        return None


def bare(data):
    """JSON without its sentences: numbers, names and shape."""
    if isinstance(data, dict):
        return {key: bare(value) for key, value in data.items() if key not in {"folder", "version"}}
    if isinstance(data, list):
        return [bare(value) for value in data]
    return "..." if isinstance(data, str) and " " in data else data


def digest(data):
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


def tables(folder):
    """Every column of every Parquet file below a folder."""
    found = {}
    for path in sorted(folder.rglob("*.parquet")):
        table = pq.read_table(path)
        name = str(path.relative_to(folder))
        columns = {c: hashlib.sha256(repr(table[c].to_pylist()).encode()).hexdigest() for c in table.column_names}
        found[name] = digest(columns)
    return found


def runs(engine):
    found = {}
    for scenario in SCENARIOS:
        for sampling in SAMPLINGS:
            with tempfile.TemporaryDirectory() as place:
                out = Path(place) / "run"
                words = ("run", scenario, "--worlds", WORLDS, "--set", f"sampling={sampling}", "--out", str(out))
                found[f"{scenario} {sampling}"] = digest(bare(typed(place, engine, *words))), tables(out)
    return found


def sweep(engine):
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "frozen.yaml").write_text(SWEEP, encoding="utf-8")
        out = Path(place) / "swept"
        typed(place, engine, "sweep", "frozen.yaml", "--workers", "1", "--out", str(out))
        rows = tables(out)
        return rows, digest(bare(typed(place, engine, "analyse", str(out))))


def told(engine):
    commands = {
        "story": ("story", "baseline", "--world", "41"),
        "paths": ("story", "baseline", "--paths", "--worlds", WORLDS),
        "network": ("network", "baseline", "--worlds", WORLDS),
        "knockout": ("knockout", "baseline", "--mechanisms", "M41,M79,M10", "--patterns", "--worlds", "40"),
        "patterns": ("patterns", "baseline", "--worlds", WORLDS),
        "sampled": ("patterns", "baseline", "--worlds", WORLDS, "--sampling", "parameters"),
    }
    with tempfile.TemporaryDirectory() as place:
        return {name: digest(bare(typed(place, engine, *words))) for name, words in commands.items()}


WHAT = {"runs": runs, "sweep": sweep, "told": told}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("what", WHAT)
def test_not_one_result_has_changed(what, engine):
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    assert json.loads(json.dumps(WHAT[what](engine))) == frozen[what]


if __name__ == "__main__":
    made = {what: make("numpy") for what, make in WHAT.items()}
    FROZEN.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
