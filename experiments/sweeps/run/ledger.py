"""The ledger of a sweep: its manifest, which chunks are done with the sum of their file, and which points failed."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.run.chunk import ChunkResult
from experiments.sweeps.run.folder import DONE, LEDGER, SweepError, part_path, sha256_of

TABLES = """
create table if not exists manifest (text text not null);
create table if not exists chunks (
    number integer primary key, state text not null, first_point integer not null, points integer not null,
    first_world integer not null, worlds integer not null, seed text not null, finished text not null,
    seconds real not null, attempts integer not null, bytes integer not null, sha256 text not null, error text not null
);
create table if not exists failures (point integer primary key, error text not null);
"""


class Ledger:
    """One SQLite file; an entry is made whole or not at all."""

    def __init__(self, folder: Path) -> None:
        """Open the ledger of a sweep's folder, or make it.

        Raises:
            SweepError: It is damaged.
        """
        self.folder = folder
        self._connection = sqlite3.connect(folder / LEDGER, isolation_level="IMMEDIATE", check_same_thread=False)
        try:
            self._connection.execute("pragma synchronous = full")
            self._connection.executescript(TABLES)
            self.manifest = "".join(text for (text,) in self._connection.execute("select text from manifest"))
            self._sums = self._connection.execute("select number, bytes, sha256 from chunks order by number").fetchall()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            again = "delete it, and the sweep's own command runs its chunks again"
            message = f"{folder / LEDGER} is damaged ({error}); {again}"
            raise SweepError(message) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def begin(self, manifest: str) -> None:
        """Enter the manifest."""
        with self._connection as ledger:
            ledger.execute("insert into manifest values (?)", (manifest,))
        self.manifest = manifest

    def broken(self) -> dict[int, str]:
        """Number of each chunk that is entered, but whose file is not what was written -> what is wrong with it."""
        found = {}
        for number, size, digest in self._sums:
            path = part_path(self.folder, number)
            if not path.exists():
                found[number] = "is missing"
            elif path.stat().st_size != size or sha256_of(path.read_bytes()) != digest:
                found[number] = "is not what was written: its sum differs"
        return found

    def entered(self) -> list[int]:
        """Numbers of the chunks that were entered when the ledger was opened."""
        return [number for number, _, _ in self._sums]

    def failures(self) -> dict[int, str]:
        """Number of each failed point -> why."""
        return dict(self._connection.execute("select point, error from failures order by point").fetchall())

    def enter(self, chunk: Chunk, result: ChunkResult, data: bytes, attempts: int) -> None:
        """Enter a chunk whose file holds `data`; an earlier entry is replaced."""
        place = (
            chunk.number,
            DONE,
            chunk.first_point,
            chunk.points,
            int(chunk.numbers[0]),
            chunk.worlds,
            str(chunk.seed),
        )
        timing = (time.strftime("%Y-%m-%dT%H:%M:%S%z"), result.seconds, attempts)
        row = (*place, *timing, len(data), sha256_of(data), "; ".join(result.errors.values()))
        with self._connection as ledger:
            ledger.executemany("insert or replace into failures values (?, ?)", sorted(result.errors.items()))
            ledger.execute(f"insert or replace into chunks values ({', '.join('?' * len(row))})", row)
