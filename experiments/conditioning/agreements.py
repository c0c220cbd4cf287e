"""Which prior worlds agree with which facts of the record, for very many worlds, in little memory, and resumably.

    agreements = search(factual(scenario), facts, tried=1_000_000)
    agreements.counts(facts_that_count)                 # with how many of them each world agrees

Worlds are simulated some thousands at a time, on all processors, only as far and with only those series that the facts
need. What a batch gives is a bit per world and fact; batches are stored, so that a stopped search goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Mask, Progress
from model.core.files import write_cache
from model.core.months import months_between
from model.core.places import cache_folder
from model.core.worlds import Worlds
from model.engine import select
from model.engine.select import cores
from model.evidence.record import Fact
from model.runs.agreement import agreement, needed
from model.runs.digest import model_digest
from model.runs.manifest import asked, digest_of
from model.runs.run import run
from model.scenario.scenario import Sampling, Scenario

BATCH = 5_000
"""Worlds that one thread simulates together: two threads take .6 GB in all, and a twentieth more time than 10,000."""


@dataclass(frozen=True)
class Agreements:
    """Which of the worlds 0, 1, 2, ... agree with which facts.

    Attributes:
        facts: Keys of the facts, in the order of the bits.
        bits: Packed bits, shape (worlds, bytes).
    """

    facts: tuple[str, ...]
    bits: NDArray[np.uint8]

    @property
    def worlds(self) -> int:
        """How many worlds were searched."""
        return len(self.bits)

    def of(self, fact: str) -> Mask:
        """The worlds that agree with one fact, by its key."""
        place = self.facts.index(fact)
        return np.asarray((self.bits[:, place // 8] >> (7 - place % 8)) & 1, dtype=np.bool_)

    def counts(self, facts: Sequence[str]) -> NDArray[np.int64]:
        """With how many of these facts each world agrees."""
        wanted = np.packbits(np.isin(self.facts, facts))
        return np.asarray(np.bitwise_count(self.bits & wanted).sum(axis=1), dtype=np.int64)


def search(
    scenario: Scenario, facts: Sequence[Fact], *, tried: int, progress: Progress | None = None, resume: bool = True
) -> Agreements:
    """Simulate prior worlds of a scenario, and note which facts each agrees with.

    Args:
        scenario: What is simulated; its sampling is prior whatever it says.
        facts: The facts.
        tried: Worlds 0 to tried - 1 are simulated.
        progress: Called with worlds done and worlds in all.
        resume: Store every batch, and take what an earlier search of the same stored.
    """
    folder = _folder(scenario, facts) if resume else None
    select.load_for(tried * scenario.months)
    parts: dict[int, NDArray[np.uint8]] = {}
    with ThreadPoolExecutor(cores()) as pool:
        waiting = {pool.submit(_batch, scenario, facts, first, last, folder): first for first, last in _batches(tried)}
        try:
            for future in as_completed(waiting):
                parts[waiting[future]] = future.result()
                if progress is not None:
                    progress(sum(map(len, parts.values())), tried)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return Agreements(tuple(fact.key for fact in facts), np.concatenate([parts[first] for first in sorted(parts)]))


def _batches(tried: int) -> Iterator[tuple[int, int]]:
    for first in range(0, tried, BATCH):
        yield first, min(first + BATCH, tried)


def _batch(scenario: Scenario, facts: Sequence[Fact], first: int, last: int, folder: Path | None) -> NDArray[np.uint8]:
    """The bits of some neighbouring worlds, as an earlier search stored them, or simulated now."""
    place = None if folder is None else folder / f"{first}-{last}.npy"
    part = None if place is None else _stored(place, last - first, -(-len(facts) // 8))
    if part is None:
        part = _simulated(scenario, facts, range(first, last))
        if place is not None:
            _store(place, part)
    return part


def _simulated(scenario: Scenario, facts: Sequence[Fact], numbers: range) -> NDArray[np.uint8]:
    return np.packbits(agreed(scenario, facts, numbers, threads=1).T, axis=1)


def agreed(scenario: Scenario, facts: Sequence[Fact], worlds: Worlds, *, threads: int | None = None) -> Mask:
    """Simulate prior worlds of a scenario only as far as facts need: which agree with which, shape (facts, worlds)."""
    wanted = needed(facts)
    months = months_between(scenario.start, wanted.until) + 1
    short = replace(scenario, sampling=Sampling.PRIOR, given=(), end=wanted.until, months=months)
    simulated = run(short, keep=wanted.series, moves=wanted.moves, worlds=worlds, chunk=BATCH, threads=threads)
    return agreement(simulated, facts)


def _folder(scenario: Scenario, facts: Sequence[Fact]) -> Path:
    measured = [repr(fact.measured) for fact in facts]
    return cache_folder("agreements") / digest_of([model_digest(), asked(scenario), measured])


def _stored(place: Path, worlds: int, bytes_: int) -> NDArray[np.uint8] | None:
    try:
        part = np.load(place)
    except (OSError, ValueError, EOFError):
        return None
    return part if part.shape == (worlds, bytes_) and part.dtype == np.uint8 else None


def _store(place: Path, part: NDArray[np.uint8]) -> None:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            np.save(file, part)

    write_cache(place, write)
