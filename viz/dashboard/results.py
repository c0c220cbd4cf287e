"""What a page knows of its runs while it waits for them: first those of a few worlds, then of all.

A page never waits. It draws what is there, says how much of it is there, and is drawn anew when more comes.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import solara

from model.ensemble.record import HEADLINE, Run
from model.network.pressing import PressingTable
from model.network.ties import relation_series
from model.runs.outcomes import conditioned, counted
from model.scenario.scenario import Scenario
from viz.charts.difference import Difference, difference
from viz.common.cache import Cache, GivenUpError, Wanted, always
from viz.dashboard import runs

FAULT = "The run failed; the log of the program says why. Change something, or reset, to go on."
NOBODY = "No world meets the condition of this scenario, so there is nothing to draw."

log = logging.getLogger("tightrope.dashboard")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Shown(Generic[Found]):
    """What is there.

    Attributes:
        key: What it was made for.
        found: The newest result; of something asked for earlier while nothing newer is there; None at first.
        busy: Whether more is on its way.
        wrong: Why nothing comes; empty where nothing is wrong.
    """

    key: str = ""
    found: Found | None = None
    busy: bool = True
    wrong: str = ""


Steps = Iterator[tuple[Found, bool]]
"""Results one after another, each with whether it is the last one."""


def use_results(
    key: str, make: Callable[[Wanted], Steps[Found]], ready: Callable[[], Found | None] = lambda: None
) -> Shown[Found]:
    """Results one after another, made in a thread of its own, and given up once something else is asked for.

    Args:
        key: What is asked for; a change of it begins anew.
        make: Makes them, given a function that says whether they are still wanted.
        ready: Gives the last of them where it is there already; nothing is then waited for.
    """
    _, redraw = solara.use_state(0)
    latest = solara.use_ref("")
    newest = solara.use_ref(Shown[Found]())
    latest.current = key
    at_once = solara.use_memo(lambda: _quietly(ready), [key])
    if at_once is not None:
        newest.current = Shown(key, at_once, busy=False)

    def put(found: Found | None, *, busy: bool, wrong: str = "") -> None:
        if latest.current == key:
            newest.current = Shown(key, newest.current.found if found is None else found, busy, wrong)
            redraw(lambda number: number + 1)

    def work() -> None:
        try:
            for found, last in make(lambda: latest.current == key):
                put(found, busy=not last)
        except GivenUpError:
            pass
        except Exception:
            log.exception("a run failed")
            put(None, busy=False, wrong=FAULT)

    def begin() -> None:
        if at_once is None:
            threading.Thread(target=work, daemon=True, name="run").start()

    solara.use_effect(begin, [key])
    solara.use_effect(lambda: lambda: setattr(latest, "current", ""), [])
    return newest.current if newest.current.key == key else replace(newest.current, busy=True, wrong="")


def _quietly(ready: Callable[[], Found | None]) -> Found | None:
    """What is there already; nothing where it cannot be had: the thread that makes it will find out why."""
    try:
        return ready()
    except Exception:
        log.exception("a result that was there could not be shown")
        return None


@dataclass(frozen=True)
class Compared:
    """A run, and the one it is compared with.

    Attributes:
        run: The worlds that count.
        other: The worlds that count of what it is compared with; None for nothing, or for the same scenario.
        gap: Paired difference of the series shown; None where there is none.
        whole: The run with all its worlds, which number them.
        series: The series shown.
        key: What all of this is of: the two scenarios, and how many of their worlds are there.
        unpaired: Why there is no difference; empty where there is one, or nothing to compare with.
    """

    run: Run
    other: Run | None
    gap: Difference | None
    whole: Run
    series: str
    key: str
    unpaired: str = ""


UNPAIRED = "The two scenarios do not share their random draws (seed or start differ), so no world has a counterpart."


def comparisons(scenario: Scenario, other: Scenario | None, series: str, wanted: Wanted = always) -> Steps[Compared]:
    """A run beside what it is compared with: of a few worlds, then of all.

    Args:
        scenario: What is run.
        other: What it is compared with.
        series: The series shown.
        wanted: Whether somebody still waits.
    """
    keep = runs.series_for(series)
    other = _another(scenario, other)
    for run in runs.stages(scenario, keep, wanted):
        comparison = None if other is None else _comparison_of(run, other, keep, wanted)
        yield compared(run, comparison, series), run.worlds >= scenario.worlds


def compared_at_once(scenario: Scenario, other: Scenario | None, series: str) -> Compared | None:
    """A run beside what it is compared with, if all of it has been made already."""
    keep = runs.series_for(series)
    other = _another(scenario, other)
    run = runs.cached_run(scenario, keep)
    comparison = None if other is None else runs.cached_run(other, keep)
    if run is None or (other is not None and comparison is None):
        return None
    return compared(run, comparison, series)


def _another(scenario: Scenario, other: Scenario | None) -> Scenario | None:
    """What a scenario is compared with; None where that is itself."""
    return None if other is None or runs.key_of(other) == runs.key_of(scenario) else other


def _comparison_of(run: Run, other: Scenario, keep: tuple[str, ...], wanted: Wanted) -> Run:
    """The other run, of as many worlds as there are of the first one where that is possible."""
    enough = min(run.worlds, other.worlds)
    return next(each for each in runs.stages(other, keep, wanted) if each.worlds >= enough)


GAPS_CACHED = 256
_gaps: Cache[tuple[Difference | None]] = Cache(GAPS_CACHED, lambda _: 1)


def compared(run: Run, other: Run | None, series: str) -> Compared:
    """A run beside another one."""
    kept = conditioned(run)
    if other is None:
        return Compared(kept, None, None, run, series, runs.key_of(run.scenario, run.worlds))
    paired = runs.same_draws(run.scenario, other.scenario)
    key = runs.key_of(run.scenario, run.worlds, runs.key_of(other.scenario, other.worlds))
    gap = _gaps.get((key, series), lambda: (_gap(run, other, series),))[0] if paired else None
    return Compared(kept, conditioned(other), gap, run, series, key, "" if paired else UNPAIRED)


def _gap(run: Run, other: Run, series: str) -> Difference | None:
    """The paired difference of the worlds that count in both; None where there are none."""
    worlds = min(run.worlds, other.worlds)
    one, two = runs.first_worlds(run, worlds), runs.first_worlds(other, worlds)
    both = counted(one) & counted(two)
    return difference(one, two, series, both) if both.any() else None


@dataclass(frozen=True)
class Related:
    """What the relations page shows.

    Attributes:
        run: All worlds, with their relations; or the one world that is watched.
        pressing: Who presses whom; None while it is on its way.
        key: What all of this is of.
    """

    run: Run
    pressing: PressingTable | None
    key: str


def relations(scenario: Scenario, world: int | None, wanted: Wanted = always) -> Steps[Related]:
    """The network of all worlds, first of a few, or of one world; then who presses whom.

    Args:
        scenario: What is run.
        world: Number of the one world to watch; None for all.
        wanted: Whether somebody still waits.
    """
    keep = (HEADLINE, *relation_series())
    found = runs.stages(scenario, keep, wanted) if world is None else [runs.one_world(scenario, world, wanted)]
    for run in found:
        key = runs.key_of(run.scenario, "related", run.first, run.worlds)
        last = Related(run, None, key)
        yield last, False
    yield replace(last, pressing=runs.pressing(scenario, wanted, world=world)), True
