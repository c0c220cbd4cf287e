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
import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.living import Chunk, Lived, where
from experiments.sweep_plan import SweepPlan
from model.keeping.manifest import as_json
from model.vocabulary import Array

FORMAT = "tightrope sweep 1"
MANIFEST, LEDGER, POINTS, RUNS, LOCK = "manifest.json", "ledger.sqlite", "points.parquet", "runs", "lock"
OURS = frozenset({MANIFEST, LEDGER, POINTS, RUNS, LOCK, "columns.json", "analysis", f"{LEDGER}-journal"})
UNFINISHED = ".unfinished"
DONE, FAILED, LEFT_OUT, WAITING = "done", "failed", "left_out", "waiting"
STATES = (DONE, FAILED, LEFT_OUT)
"""What can become of a world: lived, its point failed, or it does not meet the scenario's condition `given`."""

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


class SweepError(Exception):
    """A sweep cannot be started, gone on with or read; the message is one sentence for the user."""


class DiskFullError(SweepError):
    """No space is left on the disk."""


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
            takes = f"{self.plan.total:,} histories take up to {_size(needed)} on the disk"
            message = f"{takes}, and {_size(free)} are free at {place}; take fewer points, worlds or outcomes"
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
        return path.exists() and path.stat().st_size == size and _sha256(path.read_bytes()) == digest

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
            chunk.number, DONE, chunk.first_point, chunk.points, chunk.first_world, chunk.worlds, str(chunk.seed),
            time.strftime("%Y-%m-%dT%H:%M:%S%z"), lived.seconds, attempts, len(data), _sha256(data),
            "; ".join(lived.errors.values()),
        )  # fmt: skip
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
        _replace(self.folder / name, lambda path: path.write_bytes(text))

    def write_points(self, *, first: bool = False) -> None:
        """Write the table of points: before the start as they are planned, at the end with what came of them."""
        failures = {} if first else self.failures()
        results = None if first else PointResults(self)

        def write(path: Path) -> None:
            schema = points_schema(self.plan)
            with pq.ParquetWriter(path, schema, version="2.6", compression="zstd") as out:
                for start, block in self.plan.blocks():
                    out.write_table(_points_table(self.plan, start, block, failures, results, schema))

        self._guarded(lambda: _replace(self.folder / POINTS, write))


class PointResults:
    """Reads the parts in order and sums them up point by point, holding one part at a time."""

    def __init__(self, store: Store) -> None:
        """Begin before the first part."""
        self.store = store
        self._parts = self._summed()
        self._rest: list[tuple[int, int, Any]] = []

    def upto(self, last: int) -> Iterator[tuple[int, int, Any]]:
        """Point, worlds that count and means of the outcomes, for the points before `last` that are lived whole."""
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
        plan, done = self.store.plan, self.store.done
        for place in range(0, plan.chunk_count, plan.chunks_per_point):
            numbers = range(place, place + plan.chunks_per_point)
            if all(number in done for number in numbers):
                tables = [pq.read_table(self.store.part(number)) for number in numbers]
                yield _means(plan, pa.concat_tables(tables))


def _means(plan: SweepPlan, table: Any) -> list[tuple[int, int, Any]]:  # noqa: ANN401 (an Arrow table)
    points = table.column("point").to_numpy()
    lived = np.asarray(table.column("status").to_numpy(zero_copy_only=False) == DONE)
    columns = [table.column(outcome.name).to_numpy() for outcome in plan.outcomes]
    found = []
    for point in np.unique(points).tolist():
        mine = (points == point) & lived
        means = []
        for column in columns:
            values = column[mine]
            there = values[~np.isnan(values)]
            means.append(float(there.mean()) if there.size else None)
        found.append((point, int(mine.sum()), means))
    return found


# -- tables


def runs_table(chunk: Chunk, lived: Lived) -> Any:  # noqa: ANN401 (an Arrow table)
    """A row per world: point, world, status, outcomes."""
    points = np.arange(chunk.first_point, chunk.first_point + chunk.points)
    failed = np.isin(points, list(lived.errors))[:, None] & np.ones((1, chunk.worlds), dtype=np.bool_)
    codes = np.where(failed, STATES.index(FAILED), np.where(lived.counted, 0, STATES.index(LEFT_OUT)))
    status = pa.DictionaryArray.from_arrays(pa.array(codes.ravel().astype(np.int8)), pa.array(STATES))
    worlds = np.arange(chunk.first_world, chunk.first_world + chunk.worlds)
    columns = {
        "point": pa.array(np.repeat(points, chunk.worlds).astype(np.int64)),
        "world": pa.array(np.tile(worlds, chunk.points).astype(np.int32)),
        "status": status,
    }
    for outcome, values in zip(chunk.outcomes, lived.outcomes, strict=True):
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


def _points_table(
    plan: SweepPlan,
    start: int,
    block: Array,
    failures: Mapping[int, str],
    results: PointResults | None,
    schema: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401 (Arrow has no types)
    count = len(block)
    columns: dict[str, Any] = {"point": np.arange(start, start + count), "hash": plan.hashes(block)}
    for place, factor in enumerate(plan.factors):
        numbers = _type_of(factor.values) == pa.string()
        told = [factor.written(value) for value in block[:, place].tolist()]
        columns[factor.key] = [str(value) for value in told] if numbers else told
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
            {"name": "world", "label": "Number of the world: the same luck in every point"},
            {"name": "status", "label": "done, failed, or left_out by the scenario's condition 'given'"},
            *outcomes,
        ],
    }


# -- the folder


def check_folder(folder: Path) -> None:
    """Refuse a folder that holds something else than a sweep, or that cannot be written."""
    if (folder.exists() or folder.is_symlink()) and not folder.is_dir():
        message = f"{folder} is a file; a sweep needs a folder"
        raise SweepError(message)
    inside = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    foreign = [name for name in inside if name not in OURS and not name.endswith(UNFINISHED)]
    if foreign:
        message = f"{folder} holds something else than a sweep ({foreign[0]}); choose another folder with --out"
        raise SweepError(message)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a sweep folder; `SweepError` where there is none."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        data = None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        message = f"{folder} holds no sweep: it has no manifest of one"
        raise SweepError(message)
    return data


def manifest(plan: SweepPlan) -> dict[str, Any]:
    """Everything on which a result depends."""
    return {
        "format": FORMAT,
        "name": plan.name,
        "title": plan.title,
        "points": plan.points,
        "digest": plan.digest,
        "sweep": plan.as_plain(),
        "made_by": dict(where()),
    }


CPU = "CPU features"


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What differs between two manifests, in words."""
    names = {"scenario": "settings of the scenario", "n": "'n'", "rows": "points", "seed": "seed", "worlds": "'worlds'",
             "vary": "factors ('vary')", "design": "design", "chunk": "chunks", "outcomes": "outcomes"}  # fmt: skip
    old, new = (
        {**one, "scenario": {**one["scenario"], "seed": 0, "worlds": 0}}
        for one in (before["sweep"], json.loads(json.dumps(now["sweep"])))
    )
    found = [name for key, name in names.items() if old.get(key) != new[key]]
    return found + differing(before["made_by"], json.loads(json.dumps(now["made_by"])))


def differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What differs between two places where sweeps are lived, in words."""
    names = {"version": "version of the program", "sha256": "version of the model or its numbers",
             "packages": "packages", "python": "Python", "cpu_features": CPU}  # fmt: skip
    return [name for key, name in names.items() if before.get(key) != now.get(key)]


def write_whole(table: Any, path: Path) -> None:  # noqa: ANN401 (an Arrow table)
    """Write a table so that it is there whole or not at all, with the same bytes each time."""
    _replace(path, lambda made: pq.write_table(table, made, version="2.6", compression="zstd", compression_level=3))


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    made = path.with_name(path.name + UNFINISHED)
    try:
        write(made)
        with made.open("rb") as file:
            os.fsync(file.fileno())
        made.replace(path)
        _sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            made.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_error(folder: Path, error: OSError) -> SweepError:
    """An error of the disk as a sentence."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        message = (
            f"{folder} cannot be written: the disk is full; what is finished is kept, and the same command goes on"
        )
        return DiskFullError(message)
    return SweepError(f"{folder} cannot be written: {error.strerror or error}")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _size(number: float) -> str:
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{max(number / 1e6, 0.1):.1f} MB"
