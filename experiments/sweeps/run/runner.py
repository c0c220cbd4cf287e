"""Running a sweep: chunks are handed to workers and saved one by one; a sweep that was stopped is resumed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.run.chunk import ChunkResult, environment, run_chunk
from experiments.sweeps.run.folder import SweepError
from experiments.sweeps.run.manifest import CPU, environment_differences
from experiments.sweeps.run.store import Store, opened
from experiments.sweeps.run.workers import Pool, Where, pool

ATTEMPTS = 3
"""How often a chunk is handed out again after its worker was lost."""

AHEAD = 2
"""Chunks handed out per worker: one at work and the next."""

POLL = 0.2
"""Seconds between two looks at whether the sweep is to stop."""

RunChunk = Callable[[Chunk], ChunkResult]


class OnError(StrEnum):
    """What follows when a point fails."""

    STOP = "stop"
    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class SweepProgress:
    """How far a sweep is.

    Attributes:
        histories: Histories simulated in this run.
        saved: Histories saved, those of earlier runs included.
    """

    chunks: int
    all_chunks: int
    histories: int
    saved: int
    total: int
    failed: int
    seconds: float

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.chunks == self.all_chunks

    @property
    def rate(self) -> float:
        """Histories per second in this run."""
        return self.histories / self.seconds if self.seconds > 0.0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long it will still take at this rate; None while there is none."""
        return (self.total - self.saved) / self.rate if self.rate > 0.0 else None


OnProgress = Callable[[SweepProgress], None]


@dataclass
class SweepRun:
    """One execution of a sweep: from the start, or from where an earlier one stopped.

    Attributes:
        scheduler: Address of a Dask scheduler; None for this machine.
        portable: Whether processors that differ are accepted.
        stop: When set, what has begun is finished and nothing more begun.
    """

    plan: SweepPlan
    folder: Path
    where: Where = Where.PROCESSES
    workers: int | None = None
    scheduler: str | None = None
    on_error: OnError = OnError.STOP
    portable: bool = False
    run_chunk: RunChunk = run_chunk
    progress: OnProgress = lambda progress: None
    stop: threading.Event = field(default_factory=threading.Event)
    _begun: float = 0.0
    _simulated: int = 0
    _saved: int = 0

    def run(self) -> SweepProgress:
        """Run what is left to do, and write the table of points.

        Raises:
            SweepError: The folder, the scheduler or the disk will not do, or a point failed and that is to stop it.
        """
        with opened(self.folder, self.plan, portable=self.portable) as store:
            self._saved = sum(self._size(number) for number in store.done)
            self._begun = time.monotonic()
            self._refuse_failures(store)
            self.progress(self._progress(store))
            if not self._progress(store).is_done:
                self._work(store)
            store.write_points()
            self._refuse_failures(store)
            return self._progress(store)

    def _refuse_failures(self, store: Store) -> None:
        failed = store.ledger.failures()
        if failed and self.on_error is OnError.STOP:
            point, error = next(iter(failed.items()))
            keeps = "--on-error continue records the error and goes on"
            message = f"point {point} failed ({error}); {keeps}"
            raise SweepError(message)

    def _size(self, number: int) -> int:
        first, last = self.plan.chunks.points_of(number)
        return (last - first) * self.plan.chunks.worlds_of(number)

    def _progress(self, store: Store) -> SweepProgress:
        return SweepProgress(
            len(store.done),
            self.plan.chunks.count,
            self._simulated,
            self._saved,
            self.plan.total,
            len(store.ledger.failures()),
            time.monotonic() - self._begun,
        )

    def _waiting(self, store: Store) -> Iterator[int]:
        return (number for number in range(self.plan.chunks.count) if number not in store.done)

    def _work(self, store: Store) -> None:
        with pool(self.where, self.workers, self.scheduler) as workers:
            dispatcher = _Dispatcher(workers, self.run_chunk)
            for number in self._waiting(store):
                if self.stop.is_set():
                    break
                dispatcher.submit(self.plan.chunk(number))
                while dispatcher.full and not self._collect(dispatcher, store):
                    pass
            while dispatcher.busy:
                self._collect(dispatcher, store)

    def _collect(self, dispatcher: _Dispatcher, store: Store) -> bool:
        """Save the chunks that are finished; whether there were any."""
        finished = dispatcher.finished()
        for chunk, result, attempts in finished:
            self._check_environment(result)
            if result.errors and self.on_error is OnError.STOP:
                self.stop.set()
            store.save(chunk, result, attempts)
            self._simulated += result.counted.size
            self._saved += result.counted.size
            self.progress(self._progress(store))
        return bool(finished)

    def _check_environment(self, result: ChunkResult) -> None:
        """Refuse results of a worker that may count differently."""
        changed = environment_differences(environment(), result.environment, portable=self.portable)
        if changed:
            hint = " (--portable accepts that)" if changed == [CPU] else ""
            message = f"a worker has other {' and '.join(changed)} than this program, so results might be mixed{hint}"
            raise SweepError(message)


class _Dispatcher:
    """Chunks that workers have; one whose worker is lost is handed out again."""

    def __init__(self, workers: Pool, work: RunChunk) -> None:
        self._workers = workers
        self._work = work
        self._futures: dict[Future[ChunkResult], Chunk] = {}
        self._attempts: dict[int, int] = {}

    @property
    def full(self) -> bool:
        """Whether every worker has enough to do."""
        return len(self._futures) >= AHEAD * self._workers.size

    @property
    def busy(self) -> bool:
        """Whether any chunk is being simulated."""
        return bool(self._futures)

    def submit(self, chunk: Chunk) -> None:
        """Hand out a chunk."""
        attempts = self._attempts.get(chunk.number, 0) + 1
        if attempts > ATTEMPTS:
            message = f"chunk {chunk.number} lost its worker {ATTEMPTS} times; there may be too little memory"
            raise SweepError(message)
        self._attempts[chunk.number] = attempts
        try:
            self._futures[self._workers.submit(self._work, chunk)] = chunk
        except BrokenExecutor:
            self._begin_anew([*self._futures.values(), chunk])

    def finished(self) -> list[tuple[Chunk, ChunkResult, int]]:
        """The chunks that were finished meanwhile, in the order in which they were handed out."""
        done, _ = wait(self._futures, timeout=POLL, return_when=FIRST_COMPLETED)
        found = []
        lost: list[Chunk] = []
        for future in [future for future in self._futures if future in done]:
            chunk = self._futures.pop(future)
            error = future.exception()
            if error is None:
                found.append((chunk, future.result(), self._attempts.pop(chunk.number)))
            elif isinstance(error, self._workers.losses):
                lost.append(chunk)
            else:
                raise error
        if lost:
            self._begin_anew([*lost, *self._futures.values()])
        return found

    def _begin_anew(self, chunks: list[Chunk]) -> None:
        self._futures.clear()
        self._workers.restart()
        for chunk in sorted(chunks, key=lambda chunk: chunk.number):
            self.submit(chunk)
