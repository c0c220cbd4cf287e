"""Simulates a chunk of a sweep: some points, all in the same worlds, in one run."""

from __future__ import annotations

import platform
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.plan.outcomes import needs_moves, series_of
from model.core.declarations import Array
from model.core.draws import Draws
from model.core.worlds import Numbers
from model.ensemble.record import Recorder
from model.ensemble.setup import side_by_side
from model.ensemble.world import World
from model.evidence.load import load_seeds
from model.runs.manifest import PACKAGES, cpu_features, hash_of, version
from model.runs.outcomes import counted
from model.runs.run import simulate

MOST_CACHED = 512
"""Worlds per point up to which a worker caches their random draws for the next chunk."""


@dataclass(frozen=True)
class ChunkResult:
    """The result of a chunk.

    Attributes:
        outcomes: Outcomes, shape (outcomes, points, worlds); NaN where a world has none.
        counted: Worlds that meet the scenario's condition `given`, shape (points, worlds).
        errors: Number of a point -> why it failed.
        environment: The program and machine that simulated it.
    """

    number: int
    outcomes: Array
    counted: NDArray[np.bool_]
    errors: Mapping[int, str]
    seconds: float
    environment: Mapping[str, object]


def run_chunk(chunk: Chunk) -> ChunkResult:
    """Simulate a chunk; a point that fails is reported with its error, and the others are simulated all the same."""
    begun = time.perf_counter()
    errors: dict[int, str] = {}
    try:
        outcomes, counts = _run_all(chunk)
    except MemoryError:
        raise
    except Exception:
        outcomes = np.full((len(chunk.outcomes), chunk.points, chunk.worlds), np.nan)
        counts = np.zeros((chunk.points, chunk.worlds), dtype=np.bool_)
        for place in range(chunk.points):
            try:
                one, there = _run_all(chunk.some([place]))
                outcomes[:, place], counts[place] = one[:, 0], there[0]
            except Exception as error:  # whatever it is, it belongs to this point
                errors[chunk.first_point + place] = f"{type(error).__name__}: {error}"
    return ChunkResult(chunk.number, outcomes, counts, errors, time.perf_counter() - begun, environment())


def _run_all(chunk: Chunk) -> tuple[Array, NDArray[np.bool_]]:
    """The outcomes of a chunk, and which of its worlds count; points of other dates or conditions apart."""
    groups = chunk.alike()
    if len(groups) == 1:
        return _run_together(chunk)
    outcomes = np.empty((len(chunk.outcomes), chunk.points, chunk.worlds))
    counts = np.empty((chunk.points, chunk.worlds), dtype=np.bool_)
    for places in groups:
        outcomes[:, places], counts[places] = _run_together(chunk.some(places))
    return outcomes, counts


def _run_together(chunk: Chunk) -> tuple[Array, NDArray[np.bool_]]:
    scenarios, draws = chunk.changed(), _draws(chunk.seed, chunk.numbers)
    setup = side_by_side(scenarios, load_seeds(), draws, chunk.fixed())
    names = series_of(chunk.outcomes)
    world = World(scenarios[0], setup=setup, watch=names)
    run = simulate(world, Recorder(world, names, moves=needs_moves(chunk.outcomes)), threads=1)
    shape = (chunk.points, chunk.worlds)
    outcomes = np.stack([outcome.numbers(run).reshape(shape) for outcome in chunk.outcomes])
    return outcomes, counted(run).reshape(shape)


_CACHE = threading.local()


def _draws(seed: int, numbers: Numbers) -> Draws:
    """The random draws of some worlds; cached by each worker for its next chunk where that takes little memory."""
    if len(numbers) > MOST_CACHED:
        return Draws(seed, numbers)
    cached: Draws | None = getattr(_CACHE, "draws", None)
    if cached is None or cached.seed != seed or not np.array_equal(cached.numbers, numbers):
        cached = Draws(seed, numbers, keep=True)
        _CACHE.draws = cached
    return cached


@cache
def environment() -> Mapping[str, object]:
    """What numbers depend on besides the sweep itself: the version, its packages, and what the processor can do."""
    folders = {"seeds": "*.yaml", "model": "*.py", "experiments": "*.py"}
    return {
        "version": version("tightrope"),
        "sha256": {folder: hash_of(folder, files) for folder, files in folders.items()},
        "packages": {name: version(name) for name in PACKAGES},
        "python": platform.python_version(),
        "cpu_features": cpu_features(),
    }
