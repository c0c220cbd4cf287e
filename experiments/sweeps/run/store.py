"""Where a sweep is saved: a folder with a ledger, a table of points, and parts with a row per world.

A part is written whole (`model.core.files`) and only then entered in the ledger; so the process may be killed at any
moment, and what the ledger calls done is there, whole. Parts are plain Parquet; together, in the order of their names,
they are one table:

    points.parquet        a row per point: its values, how it went, and the mean of each outcome over its worlds
    runs/part-*.parquet   a row per world: point, world, status, outcomes
    ledger.sqlite         a row per chunk: state, seed, timing, sum, error; the manifest
    manifest.json         everything on which a result depends
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.run.chunk import ChunkResult
from experiments.sweeps.run.folder import (
    COLUMNS,
    MANIFEST,
    POINTS,
    RUNS,
    SweepError,
    check_disk,
    check_folder,
    disk_errors,
    locked,
    part_path,
)
from experiments.sweeps.run.ledger import Ledger
from experiments.sweeps.run.manifest import check_same_sweep, manifest_text, read_manifest
from experiments.sweeps.run.points import PointStatistics, points_schema, points_table
from experiments.sweeps.run.tables import DIGEST, columns, digest_in, runs_table
from model.core.files import clear_unfinished, write_whole
from model.runs.manifest import as_json


class Store:
    """The folder of one sweep, open for work.

    Attributes:
        done: Numbers of the chunks that are saved.
    """

    def __init__(self, folder: Path, plan: SweepPlan, ledger: Ledger) -> None:
        """Take over what is done; a part that is missing or altered is to be made again."""
        self.folder = folder
        self.plan = plan
        self.ledger = ledger
        self.done = set(ledger.entered()) - ledger.broken().keys()

    def save(self, chunk: Chunk, result: ChunkResult, attempts: int) -> None:
        """Write a chunk's part, and enter it in the ledger."""
        path = part_path(self.folder, chunk.number)
        table = runs_table(chunk, result, self.plan.digest)
        with disk_errors(self.folder):
            write_whole(
                path, lambda made: pq.write_table(table, made, version="2.6", compression="zstd", compression_level=3)
            )
            self.ledger.enter(chunk, result, path.read_bytes(), attempts)
        self.done.add(chunk.number)

    def write_points(self) -> PointStatistics:
        """Write the table of points with what came of them."""
        statistics = PointStatistics(self.folder, self.plan.chunks, [o.name for o in self.plan.outcomes], self.done)
        with disk_errors(self.folder):
            _write_points(self.folder, self.plan, self.ledger.failures(), statistics)
        return statistics


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
    with disk_errors(folder):
        if not (folder / MANIFEST).exists():
            check_disk(folder, plan.total, plan.bytes_on_disk)
        (folder / RUNS).mkdir(parents=True, exist_ok=True)
        with locked(folder):
            for place in (folder, folder / RUNS):
                clear_unfinished(place)
            with closing(Ledger(folder)) as ledger:
                _begin_or_resume(folder, plan, ledger, portable=portable)
                yield Store(folder, plan, ledger)


def _begin_or_resume(folder: Path, plan: SweepPlan, ledger: Ledger, *, portable: bool) -> None:
    path = folder / MANIFEST
    written = [read_manifest(folder)] if path.exists() else []
    written += [read_manifest(folder, ledger.manifest)] if ledger.manifest else []
    for before in written:
        check_same_sweep(folder, before, plan, portable=portable)
    for part in sorted((folder / RUNS).glob("part-*.parquet")):
        _check_part(part, plan)
    if not (folder / POINTS).exists():
        _write_points(folder, plan, {}, None)
    if not path.exists():
        write_whole(folder / COLUMNS, as_json(columns(plan), ordered=True))
        write_whole(path, ledger.manifest or manifest_text(plan))
    if not ledger.manifest:
        ledger.begin(path.read_text(encoding="utf-8"))


def _check_part(path: Path, plan: SweepPlan) -> None:
    """Refuse a part of another sweep; one that cannot be read is made again."""
    try:
        digest = digest_in(path)
    except (OSError, pa.ArrowInvalid):
        return
    if digest != plan.digest:
        message = f"{path} belongs to another sweep; choose another folder with --out"
        raise SweepError(message)


def _write_points(
    folder: Path, plan: SweepPlan, failures: Mapping[int, str], statistics: PointStatistics | None
) -> None:
    """Write the table of points: as they are planned where nothing is done yet, else with what came of them."""

    def write(path: Path) -> None:
        schema = points_schema(plan).with_metadata({DIGEST: plan.digest})
        with pq.ParquetWriter(path, schema, version="2.6", compression="zstd") as out:
            for start, block in plan.blocks():
                out.write_table(points_table(plan, start, block, failures, statistics, schema))

    write_whole(folder / POINTS, write)
