"""Where a sweep is saved: a folder with a ledger, a table of points, and parts with a row per world.

A part is written under a temporary name, flushed to the disk and renamed, and only then entered in the ledger; so the
process may be killed at any moment, and what the ledger calls done is there, whole. Parts are plain Parquet; together,
in the order of their names, they are one table:

    points.parquet        a row per point: its values, how it went, and the mean of each outcome over its worlds
    runs/part-*.parquet   a row per world: point, world, status, outcomes
    ledger.sqlite         a row per chunk: state, seed, timing, error
    manifest.json         everything on which a result depends
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.run.chunk import ChunkResult
from experiments.sweeps.run.folder import (
    LEDGER,
    MANIFEST,
    POINTS,
    RUNS,
    check_disk,
    check_folder,
    disk_errors,
    locked,
    sha256_of,
    write_table,
)
from experiments.sweeps.run.ledger import Ledger
from experiments.sweeps.run.manifest import check_same_sweep, manifest
from experiments.sweeps.run.tables import PointResults, columns, points_schema, points_table, runs_table
from model.core.files import clear_unfinished, write_whole
from model.runs.manifest import as_json


class Store:
    """The folder of one sweep, open for work.

    Attributes:
        done: Numbers of the chunks that are saved.
    """

    def __init__(self, folder: Path, plan: SweepPlan) -> None:
        """Open the ledger; what an interrupted sweep left unfinished is cleared away."""
        self.folder = folder
        self.plan = plan
        for place in (folder, folder / RUNS):
            clear_unfinished(place)
        self.ledger = Ledger(folder / LEDGER)
        self.done = {number for number, size, digest in self.ledger.chunks() if self._is_whole(number, size, digest)}

    def _is_whole(self, number: int, size: int, digest: str) -> bool:
        path = self.part(number)
        return path.exists() and path.stat().st_size == size and sha256_of(path.read_bytes()) == digest

    def part(self, number: int) -> Path:
        """The file of one chunk."""
        return self.folder / RUNS / f"part-{number:06d}.parquet"

    def save(self, chunk: Chunk, result: ChunkResult, attempts: int) -> None:
        """Write a chunk's part, and enter it in the ledger."""
        path = self.part(chunk.number)
        with disk_errors(self.folder):
            write_table(runs_table(chunk, result), path)
            self.ledger.enter(chunk, result, path.read_bytes(), attempts)
        self.done.add(chunk.number)

    def write_points(self) -> None:
        """Write the table of points with what came of them."""
        with disk_errors(self.folder):
            results = PointResults(self.plan, self.done, self.part)
            write_points(self.folder, self.plan, self.ledger.failures(), results)


@contextmanager
def opened(folder: Path, plan: SweepPlan, *, portable: bool = False) -> Iterator[Store]:
    """The folder of a sweep, open for work: a new one, or one that holds the same sweep.

    Args:
        folder: The folder.
        plan: What is swept.
        portable: Resume although the processor differs from the one that began.

    Raises:
        SweepError: It holds something else, cannot be written, or the disk is too small.
    """
    check_folder(folder)
    new = not (folder / MANIFEST).exists()
    with disk_errors(folder):
        if new:
            check_disk(folder, plan.total, plan.bytes_on_disk)
            (folder / RUNS).mkdir(parents=True, exist_ok=True)
        with locked(folder):
            if new:
                write_points(folder, plan, {}, None)
                for name, data in (("columns.json", columns(plan)), (MANIFEST, manifest(plan))):
                    write_whole(folder / name, as_json(data, ordered=True))
            else:
                check_same_sweep(folder, plan, portable=portable)
            store = Store(folder, plan)
            try:
                yield store
            finally:
                store.ledger.close()


def write_points(folder: Path, plan: SweepPlan, failures: dict[int, str], results: PointResults | None) -> None:
    """Write the table of points: as they are planned where there are no results yet, else with what came of them."""

    def write(path: Path) -> None:
        schema = points_schema(plan)
        with pq.ParquetWriter(path, schema, version="2.6", compression="zstd") as out:
            for start, block in plan.blocks():
                out.write_table(points_table(plan, start, block, failures, results, schema))

    write_whole(folder / POINTS, write)
