"""The results that a page shows while they are being made: first of a few worlds, then of all.

A page never waits. It draws what is there, says how much of it is there, and is drawn again when more comes.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np
import solara

from experiments.comparison.compare import Comparison, beside
from experiments.comparison.monthly import MonthlyDifference, monthly_difference
from experiments.comparison.verdict import Case, verdict_on
from model.ensemble.record import HEADLINE, Run
from model.network.pressing import PressingTable
from model.runs.outcomes import conditioned, counted
from model.scenario.scenario import Scenario
from model.story.parts import Chapter
from viz.common.cache import GivenUpError, Wanted, always
from viz.dashboard import runs
from viz.dashboard.state import START, Pair, View
from viz.dashboard.visitor import use_visitor

FAULT = "The run failed; the log of the program says why. Change something, or reset, to go on."
NO_WORLD = "No world meets the condition of this scenario, so there is nothing to draw."
ROUNDS_TO_NOTHING = 0.005
NONE_IN_BOTH = "No world meets the conditions of both scenarios, so there is no difference to show."

log = logging.getLogger("tightrope.dashboard")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Latest(Generic[Result]):
    """The newest result.

    Attributes:
        key: What it was made for.
        result: The result; of something asked for earlier while nothing newer is there; None at first.
        busy: Whether more is on its way.
        wrong: Why nothing comes; empty where nothing is wrong.
    """

    key: str = ""
    result: Result | None = None
    busy: bool = True
    wrong: str = ""


Stages = Iterator[tuple[Result, bool]]
"""Results one after another, each with whether it is the last one."""


def use_results(
    key: str, make: Callable[[Wanted], Stages[Result]], cached: Callable[[], Result | None] = lambda: None
) -> Latest[Result]:
    """Results one after another, made in a thread of their own, which ends once something else is asked for.

    Args:
        key: What is asked for; a change of it begins anew.
        make: Makes them, given a function that says whether they are still wanted.
        cached: Gives the last of them where it has been made before; nothing is then waited for.
    """
    _, redraw = solara.use_state(0)
    latest_key = solara.use_ref("")
    newest = solara.use_ref(Latest[Result]())
    latest_key.current = key
    at_once = solara.use_memo(lambda: _or_none(cached), [key])
    if at_once is not None:
        newest.current = Latest(key, at_once, busy=False)

    def put(result: Result | None, *, busy: bool, wrong: str = "") -> None:
        if latest_key.current == key:
            newest.current = Latest(key, newest.current.result if result is None else result, busy, wrong)
            redraw(lambda number: number + 1)

    def work() -> None:
        try:
            for result, last in make(lambda: latest_key.current == key):
                put(result, busy=not last)
        except GivenUpError:
            pass
        except Exception:
            log.exception("a run failed")
            put(None, busy=False, wrong=FAULT)

    def begin() -> None:
        if at_once is None:
            threading.Thread(target=work, daemon=True, name="run").start()

    solara.use_memo(begin, [key])  # at once, beside the rest of the page
    solara.use_effect(lambda: lambda: setattr(latest_key, "current", ""), [])
    return newest.current if newest.current.key == key else replace(newest.current, busy=True, wrong="")


def _or_none(cached: Callable[[], Result | None]) -> Result | None:
    """The cached result; None where it cannot be had: the thread that makes it will say why."""
    try:
        return cached()
    except Exception:
        log.exception("a cached result could not be used")
        return None


@dataclass(frozen=True, eq=False)
class Shown:
    """A run and the one it is compared with, in the same worlds and to the same end, each with the worlds that count.

    Attributes:
        comparison: What the run makes of the other one; None for nothing to compare with, or where nothing differs.
        run: The run, without the worlds that do not meet its condition.
        base: The other one, likewise; None as above.
        difference: Paired difference of the series shown; None where there is none.
        whole: The run with all its worlds.
        series: The series shown.
        key: What all of this is of: the two scenarios, and how many of their worlds are there.
        pair: What was asked for.
    """

    comparison: Comparison | None
    run: Run
    base: Run | None
    difference: MonthlyDifference | None
    whole: Run
    series: str
    key: str
    pair: Pair


def shown(pair: Pair, series: str, wanted: Wanted = always, also: tuple[str, ...] = ()) -> Stages[Shown]:
    """A run and its comparison, with the paired difference of a series: of a few worlds, then of all.

    The runs record what every page needs, the series, and what else is asked for.
    """
    keep, numbers = (*runs.series_for(series), *also), pair.worlds
    for run in runs.stages(pair.scenario, keep, wanted, numbers=numbers):
        base = None if pair.base is None else _base_run(run, pair, keep, wanted)
        yield beside_each_other(run, base, series, pair), run.worlds >= pair.scenario.worlds


def cached_shown(pair: Pair, series: str, also: tuple[str, ...] = ()) -> Shown | None:
    """A run and its comparison, if both have been made before."""
    keep, numbers = (*runs.series_for(series), *also), pair.worlds
    run = runs.cached_run(pair.scenario, keep, numbers)
    base = None if pair.base is None else runs.cached_run(pair.base, keep, numbers)
    if run is None or (pair.base is not None and base is None):
        return None
    return beside_each_other(run, base, series, pair)


def key_of_pair(pair: Pair, *series: str) -> str:
    """What tells one pair from another, and the series that are shown of it."""
    return runs.key_of(pair.scenario, series, None if pair.base is None else runs.key_of(pair.base))


def use_shown(series: str, also: tuple[str, ...] = ()) -> Latest[Shown]:
    """What the visitor has chosen beside what it is compared with, with the paired difference of a series.

    Args:
        series: Dotted series whose difference is taken.
        also: Dotted series that are recorded besides.
    """
    visitor = use_visitor()
    pair = visitor.pair
    visitor.recorded = (*runs.series_for(series), *also)
    return use_results(
        key_of_pair(pair, *visitor.recorded),
        lambda wanted: shown(pair, series, wanted, also),
        lambda: cached_shown(pair, series, also),
    )


def _base_run(run: Run, pair: Pair, keep: tuple[str, ...], wanted: Wanted) -> Run:
    """The other run, of the same worlds."""
    assert pair.base is not None
    stages = runs.stages(pair.base, keep, wanted, numbers=pair.worlds)
    return runs.first_worlds(next(each for each in stages if each.worlds >= run.worlds), run.worlds)


def condition_note(whole: Run) -> str:
    """Which worlds count, where some do not meet the scenario's condition; empty where all do."""
    counts = counted(whole)
    if counts.all():
        return ""
    condition = " and ".join(map(str, whole.scenario.given))
    if whole.worlds == 1:
        return f"This world does not meet the scenario's condition: {condition}."
    return f"Only worlds that meet the scenario's condition count, {counts.sum():,} of {counts.size:,}: {condition}."


def beside_each_other(run: Run, base: Run | None, series: str, pair: Pair | None = None) -> Shown:
    """A run and another one of the same worlds, with the paired difference of a series."""
    pair = pair or Pair(run.scenario, None if base is None else base.scenario)
    key = runs.key_of(run.scenario, run.worlds, None if base is None else runs.key_of(base.scenario))
    counting = conditioned(run)
    if base is None:
        return Shown(None, counting, None, None, run, series, key, pair)
    if not (counted(run) & counted(base)).any():
        pair = replace(pair, unpaired=(NONE_IN_BOTH,))
        return Shown(None, counting, conditioned(base), None, run, series, key, pair)
    found = beside(base, run)
    apart = found.apart if series == HEADLINE else monthly_difference(base, run, series, found.counts)
    return Shown(found, counting, conditioned(base), apart, run, series, key, pair)


def month_of(result: Shown, view: View) -> int:
    """Index of the month that is looked at: the chosen one, else that of the largest difference, else the last one."""
    months, found = result.run.months, result.comparison
    if view.month in months:
        return months.index(view.month)
    if found is None or not found.apart.pairs.any():
        return len(months) - 1
    verdict = verdict_on(found)
    month = verdict.month if verdict.case is Case.APART else found.largest
    return month if verdict.sides or abs(verdict.difference) >= ROUNDS_TO_NOTHING else len(months) - 1


def base_name(result: Shown) -> str:
    """What is compared with, in a word or two."""
    if result.base is None:
        return ""
    base = result.base.scenario
    return "as it was" if base.name == result.run.scenario.name else base.name if base.name == START else base.title


Pressing = tuple[PressingTable, PressingTable | None]
"""Who presses whom in a run, and in the one it is compared with, if there is one."""


def pressing(pair: Pair, world: int | None, wanted: Wanted = always) -> Stages[Pressing]:
    """Who presses whom on both sides, in the worlds that count or in one world."""
    numbers = pair.worlds if world is None else np.array([world], dtype=pair.worlds.dtype)
    table = runs.pressing(pair.scenario, numbers, wanted)
    yield (table, None), pair.base is None
    if pair.base is not None:
        yield (table, runs.pressing(pair.base, numbers, wanted)), True


def story(scenario: Scenario, world: int | None, wanted: Wanted = always) -> Stages[tuple[Chapter, ...]]:
    """What happens in one world, month by month; nothing where no world is chosen."""
    yield () if world is None else runs.story(scenario, world, wanted), True
