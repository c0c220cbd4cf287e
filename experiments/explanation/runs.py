"""Runs of many scenarios in the same worlds, side by side, of which one outcome is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from experiments.explanation.outcome import Outcome
from model.core.declarations import Array, Mask, Progress
from model.core.draws import Draws
from model.core.months import months_between
from model.core.worlds import Numbers, chunks
from model.ensemble.setup import side_by_side
from model.ensemble.world import World
from model.evidence.load import load_seeds
from model.runs.outcomes import counted
from model.runs.run import simulate
from model.runs.shared_past import alike_before, going_on, past_of
from model.scenario.scenario import Scenario

WORLDS, COLUMNS = 500, 4000
"""Worlds that run together, so that their draws can be cached; and columns of one run, of all its scenarios."""


class Count:
    """Adds up the months of worlds that are done, and tells them."""

    def __init__(self, progress: Progress | None, whole: int) -> None:
        """Tell `progress` of so much work."""
        self._progress, self.whole, self.done = progress, whole, 0

    def add(self, done: int) -> None:
        """Count so much more."""
        self.done += done
        if self._progress is not None:
            self._progress(self.done, self.whole)


def read_in_all(
    scenarios: Sequence[Scenario], numbers: Numbers, outcome: Outcome, count: Count, month: int | None = None
) -> tuple[Array, Mask]:
    """The outcome of several scenarios in the same worlds, each to the last bit as when it is run alone.

    Args:
        scenarios: Scenarios that differ in pressures, hypotheses, numbers, switches and first values only.
        numbers: Numbers of the worlds.
        outcome: What is read.
        count: Counts the months of worlds that are done.
        month: Index of the one month to read; no month is run that is not needed for it. Every month if None.

    Returns:
        The outcome, shape (scenarios, months read, worlds); and which worlds count, shape (scenarios, worlds).
    """
    scenarios = [one if month is None else _shortened(one, month) for one in scenarios]
    read = slice(None) if month is None else slice(month, month + 1)
    values = np.empty((len(scenarios), scenarios[0].months if month is None else 1, len(numbers)))
    counts = np.empty((len(scenarios), len(numbers)), dtype=np.bool_)
    done, shared = 0, min(alike_before(scenarios), scenarios[0].months - 1)
    for part in chunks(numbers, WORLDS):
        draws, columns = Draws(scenarios[0].seed, part, keep=True), slice(done, done + len(part))
        done += len(part)
        past = past_of(scenarios[0], shared, draws, outcome.series) if shared else None
        for places in _batches(scenarios, max(1, COLUMNS // len(part))):
            some = [scenarios[place] for place in places]
            world = World(some[0], setup=side_by_side(some, load_seeds(), draws), watch=outcome.series)
            run = simulate(world, going_on(world, outcome.series, past))
            shape = (len(places), len(part))
            found = outcome.values(run)[read]
            values[places, :, columns] = found.reshape(-1, *shape).swapaxes(0, 1)
            counts[places, columns] = counted(run).reshape(shape)
            count.add(len(run.months) * run.worlds)
    return values, counts


def _shortened(scenario: Scenario, month: int) -> Scenario:
    """The scenario up to a month, or up to the last one that decides which worlds count."""
    needed = max([month, *(months_between(scenario.start, condition.month) for condition in scenario.given)])
    return replace(scenario, end=scenario.date(needed), months=needed + 1)


def _batches(scenarios: Sequence[Scenario], most: int) -> Iterator[list[int]]:
    """Places of scenarios that can be run side by side: they set the same series at the start."""
    places = sorted(range(len(scenarios)), key=lambda place: sorted(scenarios[place].initial))
    for _, alike in groupby(places, key=lambda place: sorted(scenarios[place].initial)):
        some = list(alike)
        yield from (some[begin : begin + most] for begin in range(0, len(some), most))
