"""Running a scenario and recording its series."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np

from model.core.declarations import MONTHS
from model.core.draws import Draws
from model.core.worlds import Worlds, chunks
from model.engine import select
from model.ensemble.record import Recorder, Run
from model.ensemble.world import World
from model.runs.world_lists import worlds_of
from model.scenario.scenario import Scenario
from model.theory.theory import theory

CHUNK = 4000
"""Worlds that run together: the flat optimum between call overhead and cache."""

RECORDED_AUXILIARIES = (
    "russia.coercion",
    "eu.sanctions",
    "us.sanctions",
    "belarus.mediation",
    "belarus.regime_threat",
    "belarus.fear_of_entrapment",
    "russia.loyalty",
    "system.great_powers_accept",
    "system.tension",
    "system.war",
)
"""Auxiliary variables and drivers that a run records beside all stocks."""


def recorded_by_default() -> tuple[str, ...]:
    """The dotted series that a run records: stocks but the clocks of institutions, usual auxiliaries, graded moves."""
    stocks = (stock.series for stock in theory().stocks.values() if stock.domain is not MONTHS)
    return (*stocks, *RECORDED_AUXILIARIES, *theory().levels)


def run(
    scenario: Scenario,
    *,
    keep: Sequence[str] | None = None,
    moves: bool | Collection[str] = True,
    worlds: Worlds | None = None,
    draws: Draws | None = None,
    chunk: int = CHUNK,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Run a scenario and record what is asked for.

    Args:
        scenario: The scenario.
        keep: Dotted series to record; those of `recorded_by_default` if None.
        moves: Record the moves: all, none, or those of these dotted names.
        worlds: How many worlds, the first ones of `worlds_of`, or their numbers, ascending, each once: `[41]` is world
            41 alone. If None, those of the draws, or as many as the scenario asks for.
        draws: Random draws of an earlier run with the same seed; then all its worlds run as one chunk.
        chunk: Worlds per chunk; results do not depend on it.
        threads: Threads of the compiled engine; as many as there are processors if None.
        progress: Called with months done and months in all, over all chunks.

    Returns:
        The finished run.

    Raises:
        TightropeError: There are no such worlds.
    """
    names = tuple(keep) if keep is not None else recorded_by_default()
    if draws is not None:
        parts_asked: Sequence[Worlds | None] = [worlds]
    else:
        parts_asked = chunks(worlds_of(scenario, worlds), chunk)
    parts: list[Run] = []

    def report(months: int) -> None:
        if progress is not None:
            progress(scenario.months * len(parts) + months, scenario.months * len(parts_asked))

    for part in parts_asked:
        world = World(scenario, worlds=part, draws=draws, watch=names)
        parts.append(simulate(world, Recorder(world, names, moves=moves), report, threads=threads))
    return join(parts)


def simulate(
    world: World, recorder: Recorder, progress: Callable[[int], None] | None = None, *, threads: int | None = None
) -> Run:
    """Run all months that a world has left, with the compiled engine where it can, record them, and let it go.

    Both engines give the same numbers to the last bit.

    Args:
        world: The world.
        recorder: A recorder made for it.
        progress: Called with the number of months done; what it raises ends the run.
        threads: Threads of the compiled engine; as many as there are processors if None.
    """
    try:
        advance(world, recorder, progress, threads=threads)
        return recorder.finish(world)
    finally:
        world.release()


def advance(
    world: World, recorder: Recorder, progress: Callable[[int], None] | None = None, *, threads: int | None = None
) -> None:
    """Run and record all months that a world has left, as `simulate` does, and keep it."""
    if select.should_compile(world):
        from model.engine import execute

        execute.simulate(world, recorder, progress, threads)
    while world.month.index < world.run_scenario.months:
        world.step()
        recorder.write(world)
        if progress is not None:
            progress(world.month.index)


def join(parts: Iterable[Run]) -> Run:
    """Several runs of one scenario as one, in the order of their worlds."""
    runs = list(parts)
    if len(runs) == 1:
        return runs[0]
    one = runs[0]
    return Run(
        scenario=one.scenario,
        numbers=np.concatenate([r.numbers for r in runs]),
        months=one.months,
        series={name: np.concatenate([r.series[name] for r in runs], axis=1) for name in one.series},
        moves={name: np.concatenate([r.moves[name] for r in runs], axis=1) for name in one.moves},
        posture=np.concatenate([r.posture for r in runs], axis=1),
        parameters={key: np.concatenate([r.parameters[key] for r in runs]) for key in one.parameters},
    )
