"""Running a sweep: chunks are handed to workers and saved one by one; a sweep that was stopped is resumed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.run.chunk import ChunkResult, environment, run_chunk
from experiments.sweeps.run.dispatch import Dispatcher, RunChunk
from experiments.sweeps.run.folder import SweepError
from experiments.sweeps.run.manifest import CPU, environment_differences
from experiments.sweeps.run.points import refuse_empty
from experiments.sweeps.run.store import Store, opened
from experiments.sweeps.run.workers import Where, pool


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
            SweepError: The folder, the scheduler or the disk will not do, a point failed and that is to stop it, or
                nothing of what was simulated counts.
        """
        with (
            pool(self.where, self.workers, self.scheduler) as workers,
            opened(self.folder, self.plan, portable=self.portable) as store,
        ):
            self._saved = sum(self._size(number) for number in store.done)
            self._begun = time.monotonic()
            self._refuse_failures(store)
            self.progress(self._progress(store))
            self._work(store, Dispatcher(workers, self.run_chunk))
            statistics = store.write_points()
            self._refuse_failures(store)
            if self._progress(store).is_done:
                refuse_empty(statistics)
            return self._progress(store)

    def _refuse_failures(self, store: Store) -> None:
        failed = store.ledger.failures()
        if failed and self.on_error is OnError.STOP:
            point, error = next(iter(failed.items()))
            hint = "--on-error continue records the error and goes on"
            message = f"point {point} failed ({error}); {hint}"
            raise SweepError(message)

    def _size(self, number: int) -> int:
        (first, last), worlds = self.plan.chunks.points_of(number), self.plan.chunks.columns_of(number)
        return (last - first) * int(worlds.stop - worlds.start)

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

    def _work(self, store: Store, dispatcher: Dispatcher) -> None:
        for number in range(self.plan.chunks.count):
            if self.stop.is_set():
                break
            if number not in store.done:
                dispatcher.submit(self.plan.chunk(number))
            while dispatcher.full and not self._collect(dispatcher, store):
                pass
        while dispatcher.busy:
            self._collect(dispatcher, store)

    def _collect(self, dispatcher: Dispatcher, store: Store) -> bool:
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
        """Refuse results of a worker whose numbers may differ."""
        changed = environment_differences(environment(), result.environment, portable=self.portable)
        if changed:
            hint = " (--portable accepts that)" if changed == [CPU] else ""
            message = f"a worker has different {' and '.join(changed)} from this program, so results may differ{hint}"
            raise SweepError(message)
