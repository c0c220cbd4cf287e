"""What a page knows of its runs while it waits for them: the picture of a few worlds, then of all.

A page never waits. It draws what is there, says how much of it is there, and is drawn anew when more comes.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import solara

from model.influence import Influence
from model.keeping.outcomes import conditioned, counted
from model.record import HEADLINE, Run
from model.relations import relation_series
from model.scenario import Scenario
from viz import engine
from viz.charts import Difference, difference
from viz.engine import GivenUpError, Wanted

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
        revision: Grows by one with every result.
    """

    key: str = ""
    found: Found | None = None
    busy: bool = True
    wrong: str = ""
    revision: int = 0


def use_results(key: str, make: Callable[[Wanted], Iterator[Found]]) -> Shown[Found]:
    """Results one after another, made in a thread of its own, and given up once something else is asked for.

    Args:
        key: What is asked for; a change of it begins anew.
        make: Makes them; told a function that says whether they are still wanted.
    """
    shown, set_shown = solara.use_state(Shown[Found]())
    latest = solara.use_ref("")
    newest = solara.use_ref(shown)
    latest.current = key

    def put(found: Found | None, *, busy: bool, wrong: str = "") -> None:
        if latest.current == key:
            before = newest.current
            kept = before.found if found is None else found
            newest.current = Shown(key, kept, busy, wrong, before.revision + (found is not None))
            set_shown(newest.current)

    def work() -> None:
        try:
            for found in make(lambda: latest.current == key):
                put(found, busy=True)
            put(None, busy=False)
        except GivenUpError:
            pass
        except Exception:
            log.exception("a run failed")
            put(None, busy=False, wrong=FAULT)

    solara.use_effect(lambda: threading.Thread(target=work, daemon=True, name="run").start(), [key])
    solara.use_effect(lambda: lambda: setattr(latest, "current", ""), [])
    return shown if shown.key == key else replace(shown, busy=True, wrong="")


@dataclass(frozen=True)
class Compared:
    """A run, and the one it is compared with.

    Attributes:
        run: The worlds that count.
        other: The worlds that count of what it is compared with; None for nothing, or for the same scenario.
        gap: Paired difference of the series shown; None where there is none.
        whole: The run with all its worlds, which number them.
        series: The series shown.
        unpaired: Why there is no difference; empty where there is one, or nothing to compare with.
    """

    run: Run
    other: Run | None
    gap: Difference | None
    whole: Run
    series: str
    unpaired: str = ""


UNPAIRED = "The two scenarios do not share their luck (seed or start differ), so no world has a counterpart."


def comparisons(
    scenario: Scenario, other: Scenario | None, series: str, wanted: Wanted = engine.always
) -> Iterator[Compared]:
    """A run beside what it is compared with: of a few worlds, then of all.

    Args:
        scenario: What is run.
        other: What it is compared with.
        series: The series shown.
        wanted: Whether somebody still waits.
    """
    keep = engine.series_for(series)
    same = other is None or engine.key_of(other) == engine.key_of(scenario)
    for run in engine.stages(scenario, keep, wanted):
        beside = None if same or other is None else _beside(run, other, keep, wanted)
        yield compared(run, beside, series)


def _beside(run: Run, other: Scenario, keep: tuple[str, ...], wanted: Wanted) -> Run:
    """The other run, of as many worlds as there are of the first one where that is possible."""
    enough = min(run.worlds, other.worlds)
    return next(each for each in engine.stages(other, keep, wanted) if each.worlds >= enough)


def compared(run: Run, other: Run | None, series: str) -> Compared:
    """A run beside another one."""
    kept = conditioned(run)
    if other is None:
        return Compared(kept, None, None, run, series)
    paired = engine.same_luck(run.scenario, other.scenario)
    worlds = min(run.worlds, other.worlds)
    one, two = engine.first_worlds(run, worlds), engine.first_worlds(other, worlds)
    both = counted(one) & counted(two)
    gap = difference(one, two, series, both) if paired and both.any() else None
    return Compared(kept, conditioned(other), gap, run, series, "" if paired else UNPAIRED)


@dataclass(frozen=True)
class Related:
    """What the relations page shows.

    Attributes:
        run: All worlds, with their relations; or the one world that is watched.
        pressing: Who presses whom; None while it is on its way.
    """

    run: Run
    pressing: Influence | None


def relations(scenario: Scenario, world: int | None, wanted: Wanted = engine.always) -> Iterator[Related]:
    """The network of all worlds, first of a few, or of one world; then who presses whom.

    Args:
        scenario: What is run.
        world: Number of the one world to watch; None for all.
        wanted: Whether somebody still waits.
    """
    keep = (HEADLINE, *relation_series())
    runs = iter([engine.one_world(scenario, world, wanted)]) if world is not None else engine.stages(
        scenario, keep, wanted)  # fmt: skip
    for run in runs:
        last = run
        yield Related(run, None)
    yield Related(last, engine.pressing(scenario, wanted, world=world))
