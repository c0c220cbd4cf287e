"""How a chunk of a sweep is lived: some points in the same worlds, side by side; what every worker does."""

from __future__ import annotations

import platform
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.plan.outcomes import needs_moves, series_of
from model.core.declarations import Array
from model.core.draws import Draws
from model.ensemble.record import Recorder
from model.ensemble.setup import side_by_side
from model.ensemble.world import World
from model.evidence.load import load_seeds
from model.runs.manifest import PACKAGES, cpu_features, hash_of, version
from model.runs.outcomes import counted
from model.runs.run import simulate

MOST_KEPT = 512
"""Worlds per point up to which a worker keeps their luck for the next chunk."""


@dataclass(frozen=True)
class Lived:
    """A chunk when it is lived.

    Attributes:
        number: Number of the chunk.
        outcomes: Outcomes, shape (outcomes, points, worlds); NaN where a world has none.
        counted: Worlds that meet the scenario's condition `given`, shape (points, worlds).
        errors: Number of a point -> why it failed.
        seconds: How long it took.
        where: What the numbers depend on where it was lived.
    """

    number: int
    outcomes: Array
    counted: NDArray[np.bool_]
    errors: Mapping[int, str]
    seconds: float
    where: Mapping[str, object]


def live(chunk: Chunk) -> Lived:
    """Live a chunk; a point that cannot be lived is told by its error, and the others are lived all the same."""
    begun = time.perf_counter()
    errors: dict[int, str] = {}
    try:
        outcomes, kept = _together(chunk)
    except MemoryError:
        raise
    except Exception:
        outcomes = np.full((len(chunk.outcomes), chunk.points, chunk.worlds), np.nan)
        kept = np.zeros((chunk.points, chunk.worlds), dtype=np.bool_)
        for place in range(chunk.points):
            try:
                one, there = _together(chunk.part(place))
                outcomes[:, place], kept[place] = one[:, 0], there[0]
            except Exception as error:  # whatever it is, it belongs to this point
                errors[chunk.first_point + place] = f"{type(error).__name__}: {error}"
    return Lived(chunk.number, outcomes, kept, errors, time.perf_counter() - begun, where())


def _together(chunk: Chunk) -> tuple[Array, NDArray[np.bool_]]:
    scenarios, luck = chunk.changed(), _luck(chunk.seed, chunk.first_world, chunk.worlds)
    setup = side_by_side(scenarios, load_seeds(), luck, chunk.fixed())
    names = series_of(chunk.outcomes)
    world = World(scenarios[0], setup=setup, watch=names)
    made = simulate(world, Recorder(world, names, moves=needs_moves(chunk.outcomes)), threads=1)
    shape = (chunk.points, chunk.worlds)
    outcomes = np.stack([outcome.numbers(made).reshape(shape) for outcome in chunk.outcomes])
    return outcomes, counted(made).reshape(shape)


_MINE = threading.local()


def _luck(seed: int, first: int, worlds: int) -> Draws:
    """The luck of some worlds; kept by each worker for its next chunk where that takes little memory."""
    if worlds > MOST_KEPT:
        return Draws(seed, worlds, first=first)
    kept: tuple[tuple[int, int, int], Draws] | None = getattr(_MINE, "luck", None)
    if kept is None or kept[0] != (seed, first, worlds):
        kept = ((seed, first, worlds), Draws(seed, worlds, first=first, keep=True))
        _MINE.luck = kept
    return kept[1]


_HERE: dict[str, object] = {}


def where() -> Mapping[str, object]:
    """What numbers depend on beside the sweep itself: the version, its packages, and what the processor can do."""
    if not _HERE:
        _HERE.update(
            version=version("tightrope"),
            sha256={
                "seeds": hash_of("seeds", "*.yaml"),
                "model": hash_of("model", "*.py"),
                "experiments": hash_of("experiments", "*.py"),
            },
            packages={name: version(name) for name in PACKAGES},
            python=platform.python_version(),
            cpu_features=cpu_features(),
        )
    return _HERE
