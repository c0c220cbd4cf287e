"""Small sweeps for the tests; also run as a program, to be killed."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.plan.reader import load_sweep
from experiments.sweeps.run.chunk import ChunkResult, environment, run_chunk
from experiments.sweeps.run.runner import OnError, SweepProgress, SweepRun
from experiments.sweeps.run.workers import Where

TINY = """\
title: Tiny
scenario: s03_eu_sanctions_2017
vary:
  parameters.choice.noise_belarus: {low: 0.02, high: 0.03, steps: 8}
  parameters.hedging.initial_room: {range: own, steps: 3}
  pressures.history.crimea.level: [0, 1]
  switch_off.M41: [false, true]
design: grid
worlds: 4
others: prior
outcomes:
  last: {value: {of: belarus.alignment, at: 2013-06}}
  steps: {count: {of: belarus.repress_restrained, from: 2013-01, to: 2013-06}}
"""


def plan(folder: Path, text: str = TINY, size: int = 16, *settings: str) -> SweepPlan:
    """A sweep of few months in small chunks."""
    path = folder / "tiny.yaml"
    path.write_text(text, encoding="utf-8")
    return replace(load_sweep(path, settings=["end=2013-06", *settings]), size=size)


def run_sweep(made: SweepPlan, folder: Path, where: Where = Where.HERE, **options: object) -> SweepProgress:
    return SweepRun(made, folder, where, **options).run()


def table(folder: Path) -> pd.DataFrame:
    """The rows of all worlds, sorted."""
    return pd.read_parquet(folder / "runs").sort_values(["point", "world"], ignore_index=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Everything that must not depend on how a sweep was run."""
    files = [folder / "points.parquet", folder / "manifest.json", *sorted((folder / "runs").glob("*"))]
    return {path.name: path.read_bytes() for path in files}


def _of(chunk: Chunk, values: np.ndarray) -> ChunkResult:
    shape = (chunk.points, chunk.worlds)
    outcomes = np.broadcast_to(values[None, :, None], (1, *shape)).copy()
    return ChunkResult(chunk.number, outcomes, np.ones(shape, dtype=bool), {}, 0.0, environment())


def ishigami(chunk: Chunk) -> ChunkResult:
    """The function of Ishigami and Homma, with a = 7 and b = 0.1, of the first three factors from -pi to pi."""
    x, y, z = chunk.values.T[:3]
    return _of(chunk, np.sin(x) + 7.0 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))


def g_function(chunk: Chunk) -> ChunkResult:
    """Sobol's g-function of factors from 0 to 1, with a = 0, 1, 4.5, 9."""
    a = np.array([0.0, 1.0, 4.5, 9.0])
    return _of(chunk, np.prod((np.abs(4.0 * chunk.values - 2.0) + a) / (1.0 + a), axis=1))


def failing(chunk: Chunk) -> ChunkResult:
    """As the model, but points 5 and 40 cannot be simulated."""
    result = run_chunk(chunk)
    bad = {point: "ValueError: no such value" for point in (5, 40) if 0 <= point - chunk.first_point < chunk.points}
    for point in bad:
        result.outcomes[:, point - chunk.first_point] = np.nan
    return replace(result, errors=bad)


def dying(chunk: Chunk) -> ChunkResult:
    """As the model, but the worker dies over chunk 2 the first time."""
    mark = Path(os.environ["TIGHTROPE_TEST_MARK"])
    if chunk.number == 2 and not mark.exists():
        mark.touch()
        os._exit(1)
    return run_chunk(chunk)


def deadly(chunk: Chunk) -> ChunkResult:
    """As the model, but chunk 2 always costs its worker."""
    if chunk.number == 2:
        os._exit(1)
    return run_chunk(chunk)


def slow(chunk: Chunk) -> ChunkResult:
    """As the model, but it takes a moment longer, so that there is time to stop it."""
    time.sleep(0.05)
    return run_chunk(chunk)


if __name__ == "__main__":
    folder, kind, workers = Path(sys.argv[1]), Where(sys.argv[2]), int(sys.argv[3])
    made = plan(folder)
    print("begun", flush=True)
    run_sweep(made, folder / "out", kind, workers=workers, on_error=OnError.STOP, run_chunk=slow)
