"""The parts of a sweep, a row per world, and what every column of its tables means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.run.chunk import ChunkResult
from experiments.sweeps.run.folder import DONE, FAILED, LEFT_OUT, POINTS, RUNS

STATES = (DONE, FAILED, LEFT_OUT)
"""What can become of a world: simulated, its point failed, or it does not meet the scenario's condition `given`."""

DIGEST = "tightrope_sweep"
"""Key under which a table carries the digest of its sweep."""

WORLDS, SE = "_worlds", "_se"
"""What is added to the name of an outcome in the table of points: worlds that have it, and its standard error."""


def runs_table(chunk: Chunk, result: ChunkResult, digest: str) -> Any:  # noqa: ANN401 (an Arrow table)
    """A row per world: point, world, status, outcomes; null where a world does not count or has none."""
    points = np.arange(chunk.first_point, chunk.first_point + chunk.points)
    failed = np.isin(points, list(result.errors))[:, None] & np.ones((1, chunk.worlds), dtype=np.bool_)
    codes = np.where(failed, STATES.index(FAILED), np.where(result.counted, 0, STATES.index(LEFT_OUT)))
    status = pa.DictionaryArray.from_arrays(pa.array(codes.ravel().astype(np.int8)), pa.array(STATES))
    table: dict[str, Any] = {
        "point": pa.array(np.repeat(points, chunk.worlds).astype(np.int64)),
        "world": pa.array(np.tile(chunk.numbers, chunk.points)),
        "status": status,
    }
    for outcome, values in zip(chunk.outcomes, result.outcomes, strict=True):
        missing = (codes > 0) | np.isnan(values)
        table[outcome.name] = pa.array(np.ascontiguousarray(values).ravel(), mask=missing.ravel())
    return pa.table(table).replace_schema_metadata({DIGEST: digest})


def digest_in(path: Path) -> str:
    """The digest of the sweep that a table belongs to; empty where it carries none."""
    metadata: dict[bytes, bytes] = pq.read_schema(path).metadata or {}
    return metadata.get(DIGEST.encode(), b"").decode()


def columns(plan: SweepPlan) -> dict[str, list[dict[str, str]]]:
    """What every column means."""
    factors = [{"name": f.key, "label": f.label} for f in plan.factors]
    outcomes = [{"name": o.name, "label": o.label, "definition": o.definition} for o in plan.outcomes]
    means = [
        {**one, "name": one["name"] + ending, "label": f"{words}: {one['label']}"}
        for one in outcomes
        for ending, words in (
            ("", "Mean over the worlds that count and have it"),
            (WORLDS, "Worlds that count and have it"),
            (SE, "Standard error of the mean"),
        )
    ]
    return {
        POINTS: [
            {"name": "point", "label": "Number of the point"},
            {"name": "hash", "label": "Stands for its scenario, seed and values"},
            *factors,
            {"name": "status", "label": "done, failed, or waiting"},
            {"name": "error", "label": "Why it failed"},
            {"name": "worlds", "label": "Worlds that count"},
            *means,
        ],
        f"{RUNS}/part-*.parquet": [
            {"name": "point", "label": "Number of the point"},
            {"name": "world", "label": "Number of the world: the same random numbers in every point"},
            {"name": "status", "label": "done, failed, or left_out by the scenario's condition 'given'"},
            *outcomes,
        ],
    }
