"""Runs for the dashboard: quick, shared between pages, and the same to the last bit as those of `tightrope run`.

A page asks for the runs of a scenario, first of a few worlds and then of all. Runs are cached by the content of the
scenario and never changed; random draws are cached by seed and worlds. A run that nobody waits for any more is given up
within a month of the model.
"""

from __future__ import annotations

import gc
import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import cache, lru_cache
from typing import TypeVar

import numpy as np

from model.core.declarations import Progress
from model.core.draws import Draws
from model.core.worlds import Numbers, fingerprint
from model.engine import select
from model.ensemble.record import Run
from model.ensemble.world import World
from model.network.pressing import PressingTable, who_presses
from model.runs.outcomes import outcome_series
from model.runs.run import join, simulate
from model.runs.shared_past import Past, alike_before, going_on, past_of
from model.runs.world_lists import worlds_of
from model.scenario.scenario import Scenario
from model.story.parts import Chapter
from model.story.story import story_of
from viz.common.cache import Cache, GivenUpError, Wanted, always

FIRST, FIRST_COMPILED = 250, 2000
"""Worlds of the first result, by NumPy or by the compiled engine: as many as take about a tenth of a second."""
MOST_BYTES = 80_000_000
"""Of all runs in the cache."""
DRAWS_CACHED, TABLES_CACHED = 4, 16
MOST_AHEAD = 1.0
"""Seconds that a run waits at most for those that go first."""
LEAST_SHARED, MOST_AGAIN = 24, 24
"""Months in common from which on they are run apart, and as many of them as may be run again."""
Result = TypeVar("Result")
log = logging.getLogger("tightrope.dashboard")


class _MakeWayError(Exception):
    """Another run goes first; this one begins anew after it."""


def bytes_of(run: Run) -> int:
    """Bytes that a run takes."""
    arrays = [*run.series.values(), *run.moves.values(), *run.parameters.values(), run.posture]
    return sum(values.nbytes for values in arrays)


_runs: Cache[Run] = Cache(MOST_BYTES, bytes_of)
_tables: Cache[PressingTable] = Cache(TABLES_CACHED, lambda _: 1)
_stories: Cache[tuple[Chapter, ...]] = Cache(TABLES_CACHED, lambda _: 1)
_before: dict[str, tuple[Scenario, Past | None]] = {}
"""The last scenario that was run with the same beliefs in the same worlds, and its first months."""
_working = threading.Lock()
"""One run at a time: two at once would not be done sooner, and cached draws serve one run at a time."""
_ahead: set[threading.Thread] = set()
_none_ahead = threading.Condition()
"""The threads that run what a visitor is waiting for this moment, and a sign that there are none left."""


def key_of(scenario: Scenario, *rest: object) -> str:
    """A hash of everything that a scenario asks for, whatever files it comes from."""
    content = [(f.name, getattr(scenario, f.name)) for f in fields(scenario) if f.name not in ("origins", "chain")]
    return hashlib.sha256((repr(content) + json.dumps(rest, default=str)).encode()).hexdigest()


@cache
def usual_series() -> tuple[str, ...]:
    """The series that every chart of the scenario page needs."""
    return outcome_series()


def series_for(shown: str) -> tuple[str, ...]:
    """The series that the scenario page needs to show one of them at large."""
    return tuple(dict.fromkeys((*usual_series(), shown)))


def stages(
    scenario: Scenario,
    keep: tuple[str, ...],
    wanted: Wanted = always,
    *,
    first: int = 0,
    numbers: Numbers | None = None,
) -> Iterator[Run]:
    """The runs of a scenario: of the first few worlds at once, then of all; only the last one where that is as quick.

    Args:
        scenario: The scenario.
        keep: Dotted series to record.
        wanted: Whether somebody still waits.
        first: How many worlds are few; as many as take a tenth of a second if 0.
        numbers: The worlds; those of the scenario if None.

    Raises:
        GivenUpError: Nobody waits any more.
    """
    first = first or (FIRST_COMPILED if select.loaded() else FIRST)
    numbers = worlds_of(scenario) if numbers is None else numbers
    ready = cached_run(scenario, keep, numbers)
    if ready is not None or len(numbers) <= first:
        yield ready or _part(scenario, keep, numbers, wanted)
        return
    few = _part(scenario, keep, numbers[:first], wanted)
    yield few

    def make() -> Run:
        return _frozen(join([few, _part(scenario, keep, numbers[first:], wanted)]))

    yield _runs.get(_key(scenario, keep, numbers), make, wanted)


def cached_run(scenario: Scenario, keep: tuple[str, ...], numbers: Numbers | None = None) -> Run | None:
    """The run of all worlds of a scenario, or of the given ones, if it has been made already."""
    return _runs.peek(_key(scenario, keep, worlds_of(scenario) if numbers is None else numbers))


def whole_run(scenario: Scenario, keep: tuple[str, ...], wanted: Wanted = always) -> Run:
    """The run of all worlds of a scenario."""
    return _part(scenario, keep, worlds_of(scenario), wanted)


@contextmanager
def ahead(
    scenarios: Iterable[Scenario], keep: tuple[str, ...], numbers: Numbers, wanted: Wanted, most: float
) -> Iterator[None]:
    """Begin the runs that a page is about to show, and wait for them, though not for long; then it is drawn.

    Until both is done, all other runs make way.

    Args:
        scenarios: What is run.
        keep: Dotted series to record.
        numbers: The worlds.
        wanted: Whether the page is still to show them.
        most: Seconds to wait; the runs go on beyond that.
    """
    done = threading.Event()

    def work() -> None:
        try:
            with _first():
                for scenario in scenarios:
                    for _ in stages(scenario, keep, wanted, numbers=numbers):
                        pass
        except GivenUpError:
            pass
        except Exception:
            log.exception("a run failed")  # the page asks for it once more, and says that it failed
        finally:
            done.set()

    with _first():
        threading.Thread(target=work, daemon=True, name="ahead").start()
        done.wait(most)
        yield


@contextmanager
def _first() -> Iterator[None]:
    """What this thread does goes first."""
    _ahead.add(threading.current_thread())
    try:
        yield
    finally:
        with _none_ahead:
            _ahead.discard(threading.current_thread())
            _none_ahead.notify_all()


def reduced(
    scenario: Scenario, keep: tuple[str, ...], reduce: Callable[[Run], Result], wanted: Wanted = always
) -> Result:
    """What is made of a run of all worlds of a scenario; the run itself, which may be large, is not kept.

    Raises:
        GivenUpError: Nobody waits any more.
    """
    return reduce(_run(scenario, keep, worlds_of(scenario), wanted))


def _part(scenario: Scenario, keep: tuple[str, ...], numbers: Numbers, wanted: Wanted) -> Run:
    def make() -> Run:
        return _frozen(_run(scenario, keep, numbers, wanted))

    return _runs.get(_key(scenario, keep, numbers), make, wanted)


def _run(scenario: Scenario, keep: tuple[str, ...], numbers: Numbers, wanted: Wanted) -> Run:
    def work(check: Progress) -> Run:
        draws = _draws(scenario.seed, numbers.tobytes())
        past = _past(scenario, keep, draws, check)
        world = World(scenario, draws=draws, watch=keep)
        return simulate(world, going_on(world, keep, past), lambda done: check(done, scenario.months))

    return _alone(work, wanted)


def _alone(work: Callable[[Progress], Result], wanted: Wanted) -> Result:
    """Do something while nothing else runs; it begins anew, once, where another run goes first."""
    try:
        with _working:
            return work(_checked(wanted, makes_way=threading.current_thread() not in _ahead))
    except _MakeWayError:
        with _none_ahead:
            _none_ahead.wait_for(lambda: not _ahead, MOST_AHEAD)
    with _working:
        return work(_checked(wanted, makes_way=False))


def _past(scenario: Scenario, keep: tuple[str, ...], draws: Draws, check: Progress) -> Past | None:
    """What a scenario has in common with the one run before it, for whoever holds `_working`.

    Whoever moves a pressure asks again and again for months that come before it; they are run once.
    """
    key = key_of(replace(scenario, pressures={}), keep, fingerprint(draws.numbers))
    last, past = _before.pop(key, (scenario, None))
    shared = min(alike_before([last, scenario]), scenario.months - 1)
    usable = past is not None and shared - MOST_AGAIN <= past.months <= shared
    if not usable:
        again = last is not scenario and shared >= LEAST_SHARED
        past = past_of(scenario, shared, draws, keep, check) if again else None
    _before[key] = scenario, past
    while len(_before) > DRAWS_CACHED:
        del _before[next(iter(_before))]
    return past


def _key(scenario: Scenario, keep: tuple[str, ...], numbers: Numbers) -> str:
    return key_of(scenario, keep, fingerprint(numbers))


def _checked(wanted: Wanted, *, makes_way: bool) -> Progress:
    """Ends a run, now or from one month to the next, once nobody waits for it, or where another one goes first."""

    def check(_done: int, _months: int) -> None:
        if not wanted():
            raise GivenUpError
        if makes_way and _ahead:
            raise _MakeWayError

    check(0, 0)
    return check


def _frozen(run: Run) -> Run:
    """A run that nobody can change any more, without the parameters of its worlds, which no page shows."""
    for values in (*run.series.values(), run.posture):
        values.flags.writeable = False
    return replace(run, parameters={})


@lru_cache(DRAWS_CACHED)
def _draws(seed: int, numbers: bytes) -> Draws:
    """The random draws of these worlds, for whoever holds `_working`."""
    return Draws(seed, np.frombuffer(numbers, np.int64), keep=True)


def pressing(scenario: Scenario, numbers: Numbers, wanted: Wanted = always) -> PressingTable:
    """Who presses whom in those of the worlds that count; in a single world whether it counts or not."""

    def make() -> PressingTable:
        asked = replace(scenario, given=()) if len(numbers) == 1 else scenario
        return _alone(lambda check: who_presses(asked, worlds=numbers, progress=check), wanted)

    return _tables.get(key_of(scenario, "pressing", fingerprint(numbers)), make, wanted)


def story(scenario: Scenario, number: int, wanted: Wanted = always) -> tuple[Chapter, ...]:
    """What happens in one world of a scenario, month by month, from the first one on."""

    def make() -> tuple[Chapter, ...]:
        with _working:
            return story_of(replace(scenario, read_from=0), number).chapters

    return _stories.get(key_of(scenario, "story", number), make, wanted)


def warm_up() -> None:
    """Load the compiled engine where there is one, and run the baseline, so that the first page need not wait.

    Objects made by then stay: Python's garbage collector need not look through them again, which takes a fifth of a
    second each time.
    """
    from viz.dashboard.state import Chosen, pair_of

    if select.installed():
        select.load()
    whole_run(pair_of(Chosen()).scenario, usual_series())
    gc.collect()
    gc.freeze()


def first_worlds(run: Run, worlds: int) -> Run:
    """The first worlds of a run alone."""
    if run.worlds == worlds:
        return run
    return replace(
        run,
        numbers=run.numbers[:worlds],
        series={name: values[:, :worlds] for name, values in run.series.items()},
        moves={name: taken[:, :worlds] for name, taken in run.moves.items()},
        posture=run.posture[:, :worlds],
    )
