"""What scenarios have in common is run once, and each goes on from there, with the same numbers to the last bit.

months = alike_before([a, b])
past = past_of(a, months, draws, series)
world = World(b, draws=draws, watch=series)
run = simulate(world, going_on(world, series, past))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array, Progress
from model.core.draws import Draws
from model.ensemble.record import Recorder
from model.ensemble.world import World
from model.runs.run import advance
from model.runs.world_lists import BELIEFS
from model.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Past:
    """The first months of some worlds.

    Attributes:
        months: How many months.
        stocks: What lasts from month to month, by variable, at their end; shape (worlds,).
        rows: What was recorded of them, one array a block of the record; shape (series, months, worlds).
        posture: Codes of `Posture`, shape (months, worlds).
    """

    months: int
    stocks: dict[str, Array]
    rows: tuple[NDArray[Any], ...]
    posture: NDArray[np.int8]


def alike_before(scenarios: Sequence[Scenario]) -> int:
    """Index of a month before which scenarios are alike in every world; 0 where that cannot be told.

    Args:
        scenarios: Scenarios that differ in pressures, hypotheses, numbers, switches and first values only.
    """
    one, *others = scenarios
    months = [one.months]
    for other in others:
        if any(getattr(one, key) != getattr(other, key) for key in BELIEFS):
            return 0
        pairs = ((one.pressures.get(name), other.pressures.get(name)) for name in {**one.pressures, **other.pressures})
        apart = [pressure for pair in pairs if pair[0] != pair[1] for pressure in pair if pressure is not None]
        months += [max(begin, 0) for pressure in apart for begin, _ in pressure.windows(one.months)]
    waiting = any(pressure.when is not None for each in scenarios for pressure in each.pressures.values())
    return 0 if waiting else min(months)


def past_of(
    scenario: Scenario, months: int, draws: Draws, series: Sequence[str], progress: Progress | None = None
) -> Past:
    """The first months of a scenario's worlds, with their record of some series.

    Args:
        scenario: The scenario.
        months: How many months, from 1 to all but the last.
        draws: Random draws of the worlds.
        series: Dotted series to record.
        progress: Called with months done and months in all; what it raises ends the run.
    """
    short = replace(scenario, end=scenario.date(months - 1), months=months)
    world = World(short, draws=draws, watch=series)
    recorder = Recorder(world, series, moves=False)
    try:
        advance(world, recorder, None if progress is None else lambda done: progress(done, months))
        stocks = {name: world.month.variables.get(name).copy() for name in world.month.theory.stocks}
    finally:
        world.release()
    return Past(months, stocks, tuple(block.rows for block in recorder.blocks), recorder.posture)


def going_on(world: World, series: Sequence[str], past: Past | None) -> Recorder:
    """Bring worlds that have not begun to where their past ends, if they have one, and give the record to go on with.

    Args:
        world: The worlds, once or several times side by side.
        series: Dotted series to record, those of the past.
        past: Their first months.
    """
    recorder = Recorder(world, series, moves=False)
    if past is None:
        return recorder
    copies, before = world.month.worlds // past.posture.shape[1], slice(0, past.months)
    for name, values in past.stocks.items():
        world.month.variables.put(name, np.tile(values, copies))
    world.month.index = past.months
    recorder.posture[before] = np.tile(past.posture, copies)
    for block, rows in zip(recorder.blocks, past.rows, strict=True):
        block.rows[:, before] = np.tile(rows, copies)
    return recorder
