"""Running a sweep: chunks are handed to workers, kept one by one, and gone on with after whatever stopped it."""

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
from experiments.sweeps.run.chunk import Lived, live
from experiments.sweeps.run.chunk import where as here
from experiments.sweeps.run.folder import CPU, SweepError, differing
from experiments.sweeps.run.store import Store
from experiments.sweeps.run.workers import Pool, Where, pool

ATTEMPTS = 3
"""How often a chunk is handed out again after its worker was lost."""

AHEAD = 2
"""Chunks handed out per worker: one in hand and the next."""

LOOK = 0.2
"""Seconds after which it is looked whether the sweep is to stop."""

Live = Callable[[Chunk], Lived]


class OnError(StrEnum):
    """What follows when a point fails."""

    STOP = "stop"
    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class State:
    """How far a sweep is.

    Attributes:
        chunks: Chunks kept.
        all_chunks: Chunks in all.
        histories: Histories lived in this sitting.
        kept: Histories kept, of earlier sittings too.
        total: Histories in all.
        failed: Points that failed.
        seconds: Length of this sitting.
    """

    chunks: int
    all_chunks: int
    histories: int
    kept: int
    total: int
    failed: int
    seconds: float

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.chunks == self.all_chunks

    @property
    def rate(self) -> float:
        """Histories per second in this sitting."""
        return self.histories / self.seconds if self.seconds > 0.0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long it will still take at this rate; None while there is none."""
        return (self.total - self.kept) / self.rate if self.rate > 0.0 else None


Tell = Callable[[State], None]


@dataclass
class Sitting:
    """One sitting of a sweep: from the start, or from where an earlier one stopped.

    Attributes:
        plan: What is swept.
        folder: Where it is kept.
        where: Where chunks are lived.
        workers: How many workers; all cores if None.
        scheduler: Address of a Dask scheduler; None for this machine.
        on_error: What follows when a point fails.
        portable: Whether processors that differ are accepted.
        live: What lives a chunk.
        tell: Told how far it is, after each chunk.
        stop: When set, what is in hand is finished and nothing more begun.
    """

    plan: SweepPlan
    folder: Path
    where: Where = Where.PROCESSES
    workers: int | None = None
    scheduler: str | None = None
    on_error: OnError = OnError.STOP
    portable: bool = False
    live: Live = live
    tell: Tell = lambda state: None
    stop: threading.Event = field(default_factory=threading.Event)
    _begun: float = 0.0
    _lived: int = 0
    _kept: int = 0

    def run(self) -> State:
        """Run what is left to do, and write the table of points.

        Raises:
            SweepError: The folder, the scheduler or the disk will not do, or a point failed and that is to stop it.
        """
        with Store(self.folder, self.plan).opened(portable=self.portable) as store:
            self._kept = sum(self._size(number) for number in store.done)
            self._begun = time.monotonic()
            self._refuse_failures(store)
            self.tell(self._state(store))
            if not self._state(store).is_done:
                self._work(store)
            store.write_points()
            self._refuse_failures(store)
            return self._state(store)

    def _refuse_failures(self, store: Store) -> None:
        failed = store.failures()
        if failed and self.on_error is OnError.STOP:
            point, error = next(iter(failed.items()))
            keeps = "--on-error continue keeps it as a row with its error and goes on"
            message = f"point {point} failed ({error}); {keeps}"
            raise SweepError(message)

    def _size(self, number: int) -> int:
        first, last = self.plan.chunks.points_of(number)
        return (last - first) * self.plan.chunks.worlds_of(number)

    def _state(self, store: Store) -> State:
        return State(
            len(store.done),
            self.plan.chunks.count,
            self._lived,
            self._kept,
            self.plan.total,
            len(store.failures()),
            time.monotonic() - self._begun,
        )

    def _waiting(self, store: Store) -> Iterator[int]:
        return (number for number in range(self.plan.chunks.count) if number not in store.done)

    def _work(self, store: Store) -> None:
        with pool(self.where, self.workers, self.scheduler) as workers:
            hands = _Hands(workers, self.live)
            for number in self._waiting(store):
                if self.stop.is_set():
                    break
                hands.give(self.plan.chunk(number))
                while hands.full and not self._collect(hands, store):
                    pass
            while hands.busy:
                self._collect(hands, store)

    def _collect(self, hands: _Hands, store: Store) -> bool:
        """Keep the chunks that are finished; whether there were any."""
        finished = hands.finished()
        for chunk, lived, attempts in finished:
            self._check_place(lived)
            if lived.errors and self.on_error is OnError.STOP:
                self.stop.set()
            store.keep(chunk, lived, attempts)
            self._lived += lived.counted.size
            self._kept += lived.counted.size
            self.tell(self._state(store))
        return bool(finished)

    def _check_place(self, lived: Lived) -> None:
        """Refuse results of a worker that may count differently."""
        changed = differing(here(), lived.where)
        if self.portable:
            changed = [name for name in changed if name != CPU]
        if changed:
            hint = " (--portable accepts that)" if changed == [CPU] else ""
            message = f"a worker has other {' and '.join(changed)} than this program, so results might be mixed{hint}"
            raise SweepError(message)


class _Hands:
    """Chunks in the hands of workers; one whose worker is lost is handed out again."""

    def __init__(self, workers: Pool, work: Live) -> None:
        self._workers = workers
        self._work = work
        self._futures: dict[Future[Lived], Chunk] = {}
        self._attempts: dict[int, int] = {}

    @property
    def full(self) -> bool:
        """Whether every worker has enough to do."""
        return len(self._futures) >= AHEAD * self._workers.size

    @property
    def busy(self) -> bool:
        """Whether anything is in hand."""
        return bool(self._futures)

    def give(self, chunk: Chunk) -> None:
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

    def finished(self) -> list[tuple[Chunk, Lived, int]]:
        """The chunks that were finished meanwhile, in the order in which they were handed out."""
        done, _ = wait(self._futures, timeout=LOOK, return_when=FIRST_COMPLETED)
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
            self.give(chunk)
