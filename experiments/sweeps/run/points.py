"""The table of points: the values of each point, how it went, and for each outcome worlds, mean and standard error."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyarrow.compute import equal

from experiments.measures.forms import quotient
from experiments.sweeps.plan.chunks import Chunks
from experiments.sweeps.plan.factors import Factor, are_numbers
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.run.folder import DONE, FAILED, WAITING, SweepError, part_path
from experiments.sweeps.run.tables import SE, WORLDS
from model.core.declarations import Array


@dataclass(frozen=True, slots=True)
class _Group:
    """Some points all of whose worlds are done.

    Attributes:
        rows: Worlds that count, then for each outcome worlds, mean and standard error; shape (1 + 3 outcomes, points).
    """

    first: int
    rows: Array

    @property
    def last(self) -> int:
        return self.first + len(self.rows[0])


class PointStatistics:
    """Reads the parts in order and sums them up point by point, holding a few at a time.

    Attributes:
        counted: Worlds that count, and those that have each outcome, in all points read so far.
    """

    def __init__(self, folder: Path, chunks: Chunks, outcomes: Sequence[str], done: Collection[int]) -> None:
        """Begin before the first part.

        Args:
            folder: The folder of the sweep.
            chunks: How it is cut.
            outcomes: Names of the outcomes.
            done: Numbers of the chunks that are saved.
        """
        self.outcomes = tuple(outcomes)
        self.counted = np.zeros(1 + len(self.outcomes))
        self._groups = self._summed(folder, chunks, done)
        self._rest: _Group | None = None

    def take(self, start: int, stop: int) -> tuple[NDArray[np.bool_], Array]:
        """Which of the next points are done, and their rows; rows of the others are NaN."""
        rows = np.full((1 + 3 * len(self.outcomes), stop - start), np.nan)
        done = np.zeros(stop - start, dtype=np.bool_)
        while group := self._rest or next(self._groups, None):
            first, last = max(group.first, start), min(group.last, stop)
            if first < last:
                rows[:, first - start : last - start] = group.rows[:, first - group.first : last - group.first]
                done[first - start : last - start] = True
            self._rest = group if group.last > stop else None
            if group.last >= stop:
                break
        return done, rows

    def _summed(self, folder: Path, chunks: Chunks, done: Collection[int]) -> Iterator[_Group]:
        for place in range(0, chunks.count, chunks.per_point):
            numbers = range(place, place + chunks.per_point)
            if all(number in done for number in numbers):
                names = ["status", *self.outcomes]
                table = pa.concat_tables([pq.read_table(part_path(folder, n), columns=names) for n in numbers])
                first, last = chunks.points_of(place)
                yield _Group(first, self._rows(table, last - first))

    def _rows(self, table: Any, points: int) -> Array:  # noqa: ANN401 (an Arrow table)
        counted = equal(table.column("status"), DONE).to_numpy().reshape(points, -1)
        rows = [counted.sum(axis=1)]
        for name in self.outcomes:
            values = table.column(name).to_numpy().reshape(points, -1)
            rows.extend(mean_and_error(values, counted & ~np.isnan(values)))
        self.counted += [row.sum() for row in (rows[0], *rows[1::3])]
        return np.array(rows, dtype=np.float64)


def refuse_empty(statistics: PointStatistics) -> None:
    """Refuse a sweep that says nothing, because no world counts or none has any outcome."""
    worlds, *have = statistics.counted
    if not worlds:
        message = "no world of any point counts: every point failed, or no world meets the scenario's condition 'given'"
        raise SweepError(message)
    if not any(have):
        message = f"no world of any point has a value of {' or '.join(statistics.outcomes)}; choose other outcomes"
        raise SweepError(message)


def mean_and_error(values: Array, there: NDArray[np.bool_]) -> tuple[Array, Array, Array]:
    """Number, mean and standard error of the mean in each row, over the values that are there; NaN of too few."""
    number = there.sum(axis=1).astype(np.float64)
    mean = quotient(np.where(there, values, 0.0).sum(axis=1), number)
    squares = (np.where(there, values - mean[:, None], 0.0) ** 2).sum(axis=1)
    return number, mean, np.sqrt(quotient(squares, number * np.maximum(number - 1.0, 0.0)))


def points_schema(plan: SweepPlan) -> Any:  # noqa: ANN401 (an Arrow schema)
    """The columns of the table of points."""
    fields = [pa.field("point", pa.int64()), pa.field("hash", pa.string())]
    fields += [pa.field(factor.key, _type_of(factor)) for factor in plan.factors]
    fields += [pa.field("status", pa.string()), pa.field("error", pa.string()), pa.field("worlds", pa.int64())]
    endings = {"": pa.float64(), WORLDS: pa.int64(), SE: pa.float64()}
    return pa.schema(
        fields + [pa.field(o.name + ending, kind) for o in plan.outcomes for ending, kind in endings.items()]
    )


def _type_of(factor: Factor) -> Any:  # noqa: ANN401 (an Arrow type)
    if factor.values and all(isinstance(value, bool) for value in factor.values):
        return pa.bool_()
    return pa.float64() if are_numbers(factor.values) else pa.string()


def points_table(
    plan: SweepPlan,
    start: int,
    block: Array,
    failures: Mapping[int, str],
    statistics: PointStatistics | None,
    schema: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401 (Arrow has no types)
    """The rows of some points: their values, how they went, and what their worlds came to."""
    numbers = range(start, start + len(block))
    columns: dict[str, Any] = {"point": numbers, "hash": plan.hashes(block)}
    for place, factor in enumerate(plan.factors):
        words = _type_of(factor) == pa.string()
        written = [factor.written(value) for value in block[:, place].tolist()]
        columns[factor.key] = [str(value) for value in written] if words else written
    width = 1 + 3 * len(plan.outcomes)
    done, rows = np.zeros(len(block), dtype=np.bool_), np.full((width, len(block)), np.nan)
    if statistics is not None:
        done, rows = statistics.take(start, start + len(block))
    status = [FAILED if n in failures else DONE if there else WAITING for n, there in zip(numbers, done, strict=True)]
    columns |= {"status": status, "error": [failures.get(n, "") for n in numbers]}
    columns["worlds"] = np.where(done, rows[0], 0.0)
    for place, outcome in enumerate(plan.outcomes):
        worlds, mean, error = rows[1 + 3 * place : 4 + 3 * place]
        columns |= {outcome.name: mean, outcome.name + WORLDS: np.where(done, worlds, 0.0), outcome.name + SE: error}
    return pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()}).cast(schema)
