"""The tables of a sweep: a row per world, and a row per point with the means of its worlds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.run.chunk import ChunkResult
from experiments.sweeps.run.folder import DONE, FAILED, LEFT_OUT, POINTS, RUNS, WAITING
from model.core.declarations import Array

STATES = (DONE, FAILED, LEFT_OUT)
"""What can become of a world: simulated, its point failed, or it does not meet the scenario's condition `given`."""


class PointResults:
    """Reads the parts in order and sums them up point by point, holding one part at a time."""

    def __init__(self, plan: SweepPlan, done: Collection[int], part: Callable[[int], Path]) -> None:
        """Begin before the first part.

        Args:
            plan: What is swept.
            done: Numbers of the chunks that are saved.
            part: Gives the file of a chunk.
        """
        self._plan = plan
        self._done = done
        self._part = part
        self._parts = self._summed()
        self._rest: list[tuple[int, int, Any]] = []

    def upto(self, last: int) -> Iterator[tuple[int, int, Any]]:
        """Point, worlds that count and means of the outcomes, for the complete points before `last`."""
        while True:
            for entry in self._rest:
                if entry[0] < last:
                    yield entry
            self._rest = [entry for entry in self._rest if entry[0] >= last]
            if self._rest:
                return
            more = next(self._parts, None)
            if more is None:
                return
            self._rest = more

    def _summed(self) -> Iterator[list[tuple[int, int, Any]]]:
        plan, done = self._plan, self._done
        for place in range(0, plan.chunks.count, plan.chunks.per_point):
            numbers = range(place, place + plan.chunks.per_point)
            if all(number in done for number in numbers):
                tables = [pq.read_table(self._part(number)) for number in numbers]
                yield _means(plan, pa.concat_tables(tables))


def _means(plan: SweepPlan, table: Any) -> list[tuple[int, int, Any]]:  # noqa: ANN401 (an Arrow table)
    points = table.column("point").to_numpy()
    done = np.asarray(table.column("status").to_numpy(zero_copy_only=False) == DONE)
    columns = [table.column(outcome.name).to_numpy() for outcome in plan.outcomes]
    found = []
    for point in np.unique(points).tolist():
        mine = (points == point) & done
        means = []
        for column in columns:
            values = column[mine]
            there = values[~np.isnan(values)]
            means.append(float(there.mean()) if there.size else None)
        found.append((point, int(mine.sum()), means))
    return found


def runs_table(chunk: Chunk, result: ChunkResult) -> Any:  # noqa: ANN401 (an Arrow table)
    """A row per world: point, world, status, outcomes."""
    points = np.arange(chunk.first_point, chunk.first_point + chunk.points)
    failed = np.isin(points, list(result.errors))[:, None] & np.ones((1, chunk.worlds), dtype=np.bool_)
    codes = np.where(failed, STATES.index(FAILED), np.where(result.counted, 0, STATES.index(LEFT_OUT)))
    status = pa.DictionaryArray.from_arrays(pa.array(codes.ravel().astype(np.int8)), pa.array(STATES))
    worlds = np.arange(chunk.first_world, chunk.first_world + chunk.worlds)
    columns = {
        "point": pa.array(np.repeat(points, chunk.worlds).astype(np.int64)),
        "world": pa.array(np.tile(worlds, chunk.points).astype(np.int32)),
        "status": status,
    }
    for outcome, values in zip(chunk.outcomes, result.outcomes, strict=True):
        columns[outcome.name] = pa.array(np.ascontiguousarray(values).ravel())
    return pa.table(columns)


def points_schema(plan: SweepPlan) -> Any:  # noqa: ANN401 (an Arrow schema)
    """The columns of the table of points."""
    fields = [pa.field("point", pa.int64()), pa.field("hash", pa.string())]
    fields += [pa.field(factor.key, _type_of(factor.values)) for factor in plan.factors]
    fields += [pa.field("status", pa.string()), pa.field("error", pa.string()), pa.field("worlds", pa.int64())]
    return pa.schema(fields + [pa.field(outcome.name, pa.float64()) for outcome in plan.outcomes])


def _type_of(values: tuple[object, ...]) -> Any:  # noqa: ANN401 (an Arrow type)
    if values and all(isinstance(value, bool) for value in values):
        return pa.bool_()
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
    return pa.float64() if numbers else pa.string()


def points_table(
    plan: SweepPlan,
    start: int,
    block: Array,
    failures: Mapping[int, str],
    results: PointResults | None,
    schema: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401 (Arrow has no types)
    """The rows of some points: their values, how they went, and what their worlds came to."""
    count = len(block)
    columns: dict[str, Any] = {"point": np.arange(start, start + count), "hash": plan.hashes(block)}
    for place, factor in enumerate(plan.factors):
        numbers = _type_of(factor.values) == pa.string()
        written = [factor.written(value) for value in block[:, place].tolist()]
        columns[factor.key] = [str(value) for value in written] if numbers else written
    status, worlds = [WAITING] * count, [0] * count
    means: list[list[float | None]] = [[None] * count for _ in plan.outcomes]
    for point, number, values in results.upto(start + count) if results is not None else ():
        status[point - start], worlds[point - start] = DONE, number
        for column, value in zip(means, values, strict=True):
            column[point - start] = value
    for point in range(start, start + count):
        if point in failures:
            status[point - start] = FAILED
    columns |= {"status": status, "error": [failures.get(p, "") for p in range(start, start + count)], "worlds": worlds}
    columns |= {outcome.name: column for outcome, column in zip(plan.outcomes, means, strict=True)}
    return pa.table({field.name: pa.array(columns[field.name], type=field.type) for field in schema}, schema=schema)


def columns(plan: SweepPlan) -> dict[str, list[dict[str, str]]]:
    """What every column means."""
    factors = [{"name": f.key, "label": f.label} for f in plan.factors]
    outcomes = [{"name": o.name, "label": o.label, "definition": o.definition} for o in plan.outcomes]
    return {
        POINTS: [
            {"name": "point", "label": "Number of the point"},
            {"name": "hash", "label": "Stands for its scenario, seed and values"},
            *factors,
            {"name": "status", "label": "done, failed, or waiting"},
            {"name": "error", "label": "Why it failed"},
            {"name": "worlds", "label": "Worlds that count"},
            *({**o, "label": f"Mean over the worlds that count and have it: {o['label']}"} for o in outcomes),
        ],
        f"{RUNS}/part-*.parquet": [
            {"name": "point", "label": "Number of the point"},
            {"name": "world", "label": "Number of the world: the same random numbers in every point"},
            {"name": "status", "label": "done, failed, or left_out by the scenario's condition 'given'"},
            *outcomes,
        ],
    }
