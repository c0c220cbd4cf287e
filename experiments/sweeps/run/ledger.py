"""The ledger of a sweep: which chunks are done, with the sum of their file, and which points failed."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.run.chunk import ChunkResult
from experiments.sweeps.run.folder import DONE, sha256_of

TABLES = """
create table if not exists chunks (
    number integer primary key, state text not null, first_point integer not null, points integer not null,
    first_world integer not null, worlds integer not null, seed text not null, finished text not null,
    seconds real not null, attempts integer not null, bytes integer not null, sha256 text not null, error text not null
);
create table if not exists failures (point integer primary key, error text not null);
"""


class Ledger:
    """One SQLite file; an entry is made whole or not at all."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it."""
        self._connection = sqlite3.connect(path, isolation_level="IMMEDIATE", check_same_thread=False)
        self._connection.execute("pragma synchronous = full")
        self._connection.executescript(TABLES)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def chunks(self) -> list[tuple[int, int, str]]:
        """Number, bytes and sum of each chunk that is entered."""
        return self._connection.execute("select number, bytes, sha256 from chunks").fetchall()

    def failures(self) -> dict[int, str]:
        """Number of each failed point -> why."""
        return dict(self._connection.execute("select point, error from failures order by point").fetchall())

    def enter(self, chunk: Chunk, result: ChunkResult, data: bytes, attempts: int) -> None:
        """Enter a chunk whose file holds `data`."""
        place = (chunk.number, DONE, chunk.first_point, chunk.points, chunk.first_world, chunk.worlds, str(chunk.seed))
        timing = (time.strftime("%Y-%m-%dT%H:%M:%S%z"), result.seconds, attempts)
        row = (*place, *timing, len(data), sha256_of(data), "; ".join(result.errors.values()))
        with self._connection as ledger:
            ledger.executemany("insert or replace into failures values (?, ?)", sorted(result.errors.items()))
            ledger.execute(f"insert or replace into chunks values ({', '.join('?' * len(row))})", row)
