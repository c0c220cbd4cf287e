"""Where a sweep is kept: a folder with a ledger, a table of points, and parts with a row per world.

A part is written under a temporary name, flushed to the disk and renamed, and only then entered in the ledger; so the
process may be killed at any moment, and what the ledger calls done is there, whole. Parts are plain Parquet; together,
in the order of their names, they are one table:

    points.parquet        a row per point: its values, how it went, and the mean of each outcome over its worlds
    runs/part-*.parquet   a row per world: point, world, status, outcomes
    ledger.sqlite         a row per chunk: state, seed, timing, error
    manifest.json         everything on which a result depends
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import pyarrow.parquet as pq

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.run.chunk import Lived
from experiments.sweeps.run.folder import (
    CPU,
    DONE,
    LEDGER,
    LOCK,
    MANIFEST,
    POINTS,
    RUNS,
    UNFINISHED,
    SweepError,
    check_folder,
    differences,
    disk_error,
    manifest,
    read_manifest,
    replace_whole,
    sha256_of,
    size_told,
    write_whole,
)
from experiments.sweeps.run.tables import PointResults, columns, points_schema, points_table, runs_table
from model.runs.manifest import as_json

SPARE = 1.1
"""What is asked of the disk, over what the results are estimated to take."""

TABLES = """
create table if not exists chunks (
    number integer primary key, state text not null, first_point integer not null, points integer not null,
    first_world integer not null, worlds integer not null, seed text not null, finished text not null,
    seconds real not null, attempts integer not null, bytes integer not null, sha256 text not null, error text not null
);
create table if not exists failures (point integer primary key, error text not null);
"""

T = TypeVar("T")


class Store:
    """The folder of one sweep.

    Attributes:
        folder: The folder.
        plan: What is swept.
        done: Numbers of the chunks that are kept.
    """

    def __init__(self, folder: Path, plan: SweepPlan) -> None:
        """Remember the folder; nothing is touched yet."""
        self.folder = folder
        self.plan = plan
        self.done: set[int] = set()
        self._ledger: sqlite3.Connection | None = None
        self._lock: Any = None

    # -- opening

    @contextmanager
    def opened(self, *, portable: bool = False) -> Iterator[Store]:
        """Open the folder for work: a new one, or one that holds the same sweep.

        Args:
            portable: Go on although the processor differs from the one that began.

        Raises:
            SweepError: It holds something else, cannot be written, or the disk is too small.
        """
        try:
            check_folder(self.folder)
            new = not (self.folder / MANIFEST).exists()
            if new:
                self._check_disk()
                (self.folder / RUNS).mkdir(parents=True, exist_ok=True)
            self._take_lock()
            if new:
                self.write_points(first=True)
                self._write_json("columns.json", columns(self.plan))
                self._write_json(MANIFEST, manifest(self.plan))
            else:
                self._check_same(portable=portable)
            self._open_ledger()
            yield self
        except OSError as error:
            raise disk_error(self.folder, error) from error
        finally:
            self._close()

    def _close(self) -> None:
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _check_disk(self) -> None:
        place = self.folder.absolute()
        while not place.exists():
            place = place.parent
        status = os.statvfs(place) if hasattr(os, "statvfs") else None
        free = None if status is None else status.f_bavail * status.f_frsize
        needed = SPARE * self.plan.bytes_on_disk
        if free is not None and needed > free:
            takes = f"{self.plan.total:,} histories take up to {size_told(needed)} on the disk"
            message = f"{takes}, and {size_told(free)} are free at {place}; take fewer points, worlds or outcomes"
            raise SweepError(message)

    def _take_lock(self) -> None:
        try:
            import fcntl
        except ImportError:  # where the system has no such locks, the ledger's own must do
            return
        self._lock = (self.folder / LOCK).open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            message = (
                f"{self.folder} is being written by another sweep; wait for it, or choose another folder with --out"
            )
            raise SweepError(message) from None

    def _check_same(self, *, portable: bool) -> None:
        before, now = read_manifest(self.folder), manifest(self.plan)
        changed = differences(before, now)
        if portable:
            changed = [name for name in changed if name != CPU]
        if not changed:
            return
        message = f"{self.folder} holds a sweep that was begun with other {' and '.join(changed)}"
        hint = "; choose another folder with --out, or go back to what it was begun with"
        if changed == [CPU]:
            hint = "; results may differ in the last digit: --portable accepts that"
        raise SweepError(message + hint)

    def _open_ledger(self) -> None:
        for path in (*self.folder.glob(f"*{UNFINISHED}"), *(self.folder / RUNS).glob(f"*{UNFINISHED}")):
            path.unlink()
        self._ledger = sqlite3.connect(self.folder / LEDGER, isolation_level=None, check_same_thread=False)
        self._ledger.execute("pragma synchronous = full")
        self._ledger.executescript(TABLES)
        rows = self._ledger.execute("select number, bytes, sha256 from chunks").fetchall()
        self.done = {number for number, size, digest in rows if self._is_whole(number, size, digest)}

    def _is_whole(self, number: int, size: int, digest: str) -> bool:
        path = self.part(number)
        return path.exists() and path.stat().st_size == size and sha256_of(path.read_bytes()) == digest

    # -- keeping

    def part(self, number: int) -> Path:
        """The file of one chunk."""
        return self.folder / RUNS / f"part-{number:06d}.parquet"

    def keep(self, chunk: Chunk, lived: Lived, attempts: int) -> None:
        """Write a chunk's part, and enter it in the ledger."""
        path = self.part(chunk.number)
        self._guarded(lambda: write_whole(runs_table(chunk, lived), path))
        data = path.read_bytes()
        row = (
            chunk.number,
            DONE,
            chunk.first_point,
            chunk.points,
            chunk.first_world,
            chunk.worlds,
            str(chunk.seed),
            time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            lived.seconds,
            attempts,
            len(data),
            sha256_of(data),
            "; ".join(lived.errors.values()),
        )
        self._enter(row, lived.errors)
        self.done.add(chunk.number)

    def _enter(self, row: tuple[object, ...], errors: Mapping[int, str]) -> None:
        ledger = self._ledger
        assert ledger is not None

        def write() -> None:
            ledger.execute("begin immediate")
            ledger.executemany("insert or replace into failures values (?, ?)", sorted(errors.items()))
            ledger.execute(f"insert or replace into chunks values ({', '.join('?' * len(row))})", row)
            ledger.execute("commit")

        self._guarded(write)

    def _guarded(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except OSError as error:
            raise disk_error(self.folder, error) from error
        except sqlite3.OperationalError as error:
            if self._ledger is not None and self._ledger.in_transaction:
                with suppress(sqlite3.OperationalError):
                    self._ledger.execute("rollback")
            if "full" in str(error):
                raise disk_error(self.folder, OSError(errno.ENOSPC, "full")) from error
            message = f"the ledger of {self.folder} cannot be written: {error}"
            raise SweepError(message) from error

    def failures(self) -> dict[int, str]:
        """Number of each failed point -> why."""
        assert self._ledger is not None
        return dict(self._ledger.execute("select point, error from failures order by point").fetchall())

    def _write_json(self, name: str, data: object) -> None:
        text = as_json(data, ordered=True).encode()
        replace_whole(self.folder / name, lambda path: path.write_bytes(text))

    def write_points(self, *, first: bool = False) -> None:
        """Write the table of points: before the start as they are planned, at the end with what came of them."""
        failures = {} if first else self.failures()
        results = None if first else PointResults(self.plan, self.done, self.part)

        def write(path: Path) -> None:
            schema = points_schema(self.plan)
            with pq.ParquetWriter(path, schema, version="2.6", compression="zstd") as out:
                for start, block in self.plan.blocks():
                    out.write_table(points_table(self.plan, start, block, failures, results, schema))

        self._guarded(lambda: replace_whole(self.folder / POINTS, write))
