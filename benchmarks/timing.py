"""Times taken in turns: every task once per round, so that a slow spell of the machine hits all of them."""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Task = Callable[[], float]
"""Does one measurement and returns its seconds; what it needs beforehand it may prepare outside of them."""


@dataclass(frozen=True)
class Times:
    """The seconds of one task in every round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The figure that is quoted."""
        return statistics.median(self.seconds)

    @property
    def best(self) -> float:
        """The least, which other work on the machine disturbs least."""
        return min(self.seconds)

    @property
    def worst(self) -> float:
        """The greatest."""
        return max(self.seconds)


def in_turns(tasks: Mapping[str, Task], rounds: int, say: Callable[[str], None]) -> dict[str, Times]:
    """Measure every task once per round.

    Args:
        tasks: What to measure, by name.
        rounds: How often.
        say: Told before each round.
    """
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    start = time.perf_counter()
    for turn in range(rounds):
        say(f"round {turn + 1} of {rounds}, {time.perf_counter() - start:.0f} s so far")
        for name, task in tasks.items():
            gc.collect()
            seconds[name].append(task())
    return {name: Times(tuple(values)) for name, values in seconds.items()}


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def stay_on_one_core() -> bool:
    """Keep this process and its children on one core, where the system allows it."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True
