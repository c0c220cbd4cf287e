"""Chunks are handed out to workers; one whose worker died is handed out again, up to three times.

When a process dies, its pool breaks, and any of the chunks in the pool may be the cause. They are then simulated one at
a time, so that only a chunk that loses its worker while alone is counted as the cause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.run.chunk import ChunkResult
from experiments.sweeps.run.folder import SweepError
from experiments.sweeps.run.workers import Pool

ATTEMPTS = 3
"""How many workers a chunk may lose."""

AHEAD = 2
"""Chunks handed out per worker: one at work and the next."""

POLL = 0.2
"""Seconds between two looks at whether the sweep is to stop."""

RunChunk = Callable[[Chunk], ChunkResult]


class Dispatcher:
    """Hands out chunks and collects their results."""

    def __init__(self, workers: Pool, work: RunChunk) -> None:
        self._workers = workers
        self._work = work
        self._futures: dict[Future[ChunkResult], Chunk] = {}
        self._suspects: list[Chunk] = []
        self._lost: Counter[int] = Counter()

    @property
    def full(self) -> bool:
        """Whether every worker has enough to do."""
        return bool(self._suspects) or len(self._futures) >= AHEAD * self._workers.size

    @property
    def busy(self) -> bool:
        """Whether any chunk is being simulated."""
        return bool(self._futures)

    def submit(self, chunk: Chunk) -> None:
        """Hand out a chunk."""
        try:
            self._futures[self._workers.submit(self._work, chunk)] = chunk
        except BrokenExecutor:
            self._suspect([*self._futures.values(), chunk])

    def finished(self) -> list[tuple[Chunk, ChunkResult, int]]:
        """The chunks that were finished meanwhile, each with the number of its attempts."""
        done, _ = wait(self._futures, timeout=POLL, return_when=FIRST_COMPLETED)
        results = []
        for future in sorted(done, key=lambda one: one.exception() is not None):
            if future not in self._futures:  # its pool broke over another chunk
                continue
            chunk, error = self._futures.pop(future), future.exception()
            if error is None:
                results.append((chunk, future.result(), self._lost.pop(chunk.number, 0) + 1))
            elif isinstance(error, BrokenExecutor) and self._futures:
                self._suspect([chunk, *self._futures.values()])
            elif isinstance(error, self._workers.losses):
                self._charge(chunk)
            else:
                raise error
        if self._suspects and not self._futures:
            self.submit(self._suspects.pop(0))
        return results

    def _charge(self, chunk: Chunk) -> None:
        """Count a worker lost to this chunk alone, and line the chunk up again."""
        self._workers.restart_if_broken()
        self._lost[chunk.number] += 1
        if self._lost[chunk.number] == ATTEMPTS:
            message = f"chunk {chunk.number} lost its worker {ATTEMPTS} times; there may be too little memory"
            raise SweepError(message)
        self._line_up(chunk)

    def _suspect(self, chunks: list[Chunk]) -> None:
        """A worker was lost to one of several chunks: line all of them up, to be simulated one at a time."""
        self._futures.clear()
        self._workers.restart_if_broken()
        self._line_up(*chunks)

    def _line_up(self, *chunks: Chunk) -> None:
        self._suspects = sorted([*self._suspects, *chunks], key=lambda chunk: chunk.number)
