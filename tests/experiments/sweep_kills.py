"""Sweeps that are killed, kill -9, at many moments; run as a program, which tells each death as a line of JSON.

One process imports everything and is copied for every attempt, so that twenty deaths take seconds. A death comes either
exactly where the sweep enters a state (or a random moment after that), or a random time after the start. Attempts on
one folder follow each other, so all but the first are resumed sweeps that are killed again.
"""

from __future__ import annotations

import fcntl
import json
import mmap
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.run.chunk import ChunkResult, run_chunk
from experiments.sweeps.run.ledger import Ledger
from experiments.sweeps.run.workers import Where
from tests.experiments.sweep_helpers import plan, run_sweep

STATES = (
    "not begun", "the folder is made", "half a table of points", "a table of points without its name",
    "a table of points with its name", "the manifest without its name", "the manifest with its name", "simulating",
    "half a part", "a part without its name", "a part with its name", "entering a part", "a part entered",
)  # fmt: skip
SLOWER = 0.02
"""Seconds that a chunk takes longer than the model needs, so that there is time to die."""


@dataclass(frozen=True)
class Moment:
    """When to die.

    Attributes:
        state: In which state; empty for any.
        time: At which entry of it.
        after: Seconds after that, or after the start; exactly at the entry if nothing.
        where: Who simulates the chunks.
    """

    state: str = ""
    time: int = 1
    after: float = 0.0
    where: Where = Where.HERE


def chains(random_source: random.Random) -> list[list[Moment]]:
    """Twenty moments: those that follow each other on one folder stand together."""

    def entered(state: str, most: int = 1, after: float = 0.0) -> Moment:
        return Moment(state, random_source.randint(1, most), random_source.uniform(0.0, after))

    def any_time(where: Where = Where.HERE, least: float = 0.0, most: float = 0.3) -> Moment:
        return Moment(after=random_source.uniform(least, most), where=where)

    return [
        [entered("the folder is made"), entered("half a table of points"), entered("the manifest without its name"),
         entered("the manifest with its name")],
        [entered("half a part", 3), entered("a part without its name", 3), entered("a part with its name", 3),
         entered("entering a part", 3, 0.004), entered("entering a part", 3, 0.001)],
        [any_time(), any_time(), any_time(Where.THREADS), any_time(Where.THREADS)],
        [entered("simulating", 4), any_time(Where.PROCESSES, 1.6, 2.2), any_time(Where.PROCESSES, 0.0, 2.0)],
        [entered("a part entered", 4), entered("simulating", 9, 0.02), entered("half a table of points"),
         entered("a table of points with its name")],
    ]  # fmt: skip


class Watch:
    """Knows in which state a sweep is, writes it to memory shared with its parent, and ends it when it is time."""

    def __init__(self, moment: Moment, shared: mmap.mmap) -> None:
        self.moment, self.shared = moment, shared
        self.entered: dict[str, int] = {}
        self.in_part = False

    def enter(self, state: str) -> None:
        self.shared[0] = STATES.index(state)
        self.entered[state] = self.entered.get(state, 0) + 1
        if (state, self.entered[state]) != (self.moment.state, self.moment.time):
            return
        mine = os.getpid()
        if self.moment.after and os.fork():
            return
        time.sleep(self.moment.after)
        os.kill(mine, signal.SIGKILL)
        os._exit(0)

    def run_chunk(self, chunk: Chunk) -> ChunkResult:
        self.enter("simulating")
        time.sleep(SLOWER)
        return run_chunk(chunk)

    def spy(self) -> None:
        """Notice every state by wrapping what enters it."""
        renamed, parted = Path.replace, pq.write_table

        def rename(path: Path, other: Path) -> Path:
            kind = {"points.parquet": "a table of points", "manifest.json": "the manifest"}.get(other.name, "a part")
            if other.name == "columns.json":
                return renamed(path, other)
            self.enter(f"{kind} without its name")
            made = renamed(path, other)
            self.enter(f"{kind} with its name")
            return made

        def half(table: Any, path: Path, **options: object) -> None:
            self.in_part = True
            parted(table, path, **options)
            self.in_part = False
            whole = path.read_bytes()
            path.write_bytes(whole[: len(whole) // 2])
            self.enter("half a part")
            path.write_bytes(whole)

        Path.replace, pq.write_table = rename, half
        self._around(pq.ParquetWriter, "write_table", after="half a table of points")
        self._around(fcntl, "flock", after="the folder is made")
        self._around(Ledger, "enter", before="entering a part", after="a part entered")

    def _around(self, owner: object, name: str, *, before: str = "", after: str = "") -> None:
        real: Callable[..., object] = getattr(owner, name)

        def work(*args: Any, **options: Any) -> object:
            if before:
                self.enter(before)
            found = real(*args, **options)
            if not self.in_part:
                self.enter(after)
            return found

        setattr(owner, name, work)


def surely_die(folder: Path, moment: Moment) -> dict[str, object]:
    """Sweep until the moment comes; if the sweep was over before, begin anew and let it come earlier."""
    while (death := die(folder, moment)) is None:
        shutil.rmtree(folder)
        moment = replace(moment, after=0.5 * moment.after)
    return death


def die(folder: Path, moment: Moment) -> dict[str, object] | None:
    """Sweep until the moment comes; None if the sweep was over before."""
    shared = mmap.mmap(-1, 1)
    made = plan(folder.parent)
    child = os.fork()
    if not child:
        watch = Watch(moment, shared)
        watch.spy()
        run_sweep(
            made,
            folder,
            moment.where,
            workers=2,
            run_chunk=slower if moment.where is Where.PROCESSES else watch.run_chunk,
        )
        os._exit(0)
    if not moment.state:
        time.sleep(moment.after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        return None  # it was over before
    parts = len(list((folder / "runs").glob("*.parquet")))
    told = {"folder": folder.name, "where": str(moment.where), "exactly": bool(moment.state and not moment.after)}
    return told | {"signal": os.WTERMSIG(status), "state": STATES[shared[0]], "parts": parts}


def slower(chunk: Chunk) -> ChunkResult:
    """As the model, a little slower; for other processes, which share no memory."""
    time.sleep(SLOWER)
    return run_chunk(chunk)


def main() -> None:
    """Die at all moments."""
    place, seed = Path(sys.argv[1]), int(sys.argv[2])
    for number, chain in enumerate(chains(random.Random(seed))):
        for moment in chain:
            death = surely_die(place / str(number), moment)
            print(json.dumps(death), flush=True)


if __name__ == "__main__":
    main()
