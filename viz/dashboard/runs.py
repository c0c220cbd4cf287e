"""Runs for the dashboard: quick, shared between visitors, and the same to the last bit as those of `tightrope run`.

A page asks for the runs of a scenario, first of a few worlds and then of all. What was run is kept, by the content of
the scenario and never changed again, so that visitors can share it; luck is kept by seed and worlds. What nobody waits
for any more is given up within a month of the model.
"""

from __future__ import annotations

import gc
import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache

from model.core.draws import Draws
from model.engine import select as readiness
from model.ensemble.record import HEADLINE, Run
from model.network.pressing import Influence, influence
from model.network.ties import relation_series
from model.runs.outcomes import outcome_series
from model.runs.run import join
from model.runs.run import run as run_worlds
from model.scenario.load import Scenario
from viz.common.cache import Beside, GivenUpError, Kept, Wanted, always

FIRST, FIRST_COMPILED = 250, 2000
"""Worlds of the first picture, by NumPy or by the compiled engine: what takes about a tenth of a second."""
MOST_BYTES = 160_000_000
"""Of all runs kept."""
LUCKS_KEPT = 4
TABLES_KEPT, SCENARIOS_KEPT = 16, 256


def bytes_of(run: Run) -> int:
    """Bytes that a run takes."""
    arrays = [*run.series.values(), *run.moves.values(), *run.parameters.values(), run.posture]
    return sum(values.nbytes for values in arrays)


_runs: Kept[Run] = Kept(MOST_BYTES, bytes_of)
_tables: Kept[Influence] = Kept(TABLES_KEPT, lambda _: 1)
_lucks: OrderedDict[tuple[int, int, int], Draws] = OrderedDict()
_contents: Beside[Scenario, bytes] = Beside(SCENARIOS_KEPT)
_working = threading.Lock()
"""One run at a time: two at once would take turns anyway, and kept luck is not made for two."""


def key_of(scenario: Scenario, *rest: object) -> str:
    """A hash of everything that a scenario asks for, whatever files it comes from."""
    content = _contents.get(scenario, _content)
    return hashlib.sha256(content + json.dumps(rest, default=str).encode()).hexdigest()


def _content(scenario: Scenario) -> bytes:
    told = [(f.name, getattr(scenario, f.name)) for f in fields(scenario) if f.name not in ("origins", "chain")]
    return hashlib.sha256(repr(told).encode()).digest()


@cache
def usual_series() -> tuple[str, ...]:
    """What every picture of the scenario page needs."""
    return outcome_series()


def series_for(shown: str) -> tuple[str, ...]:
    """What the scenario page needs to show one series beside the usual ones."""
    return tuple(dict.fromkeys((*usual_series(), shown)))


def stages(scenario: Scenario, keep: tuple[str, ...], wanted: Wanted = always, *, first: int = 0) -> Iterator[Run]:
    """The runs of a scenario: of a few worlds, at once, then of all; only the last one where that is as quick.

    Args:
        scenario: The scenario.
        keep: Series to keep.
        wanted: Whether somebody still waits.
        first: Worlds of the first picture; what takes about a tenth of a second if 0.

    Raises:
        GivenUpError: Nobody waits any more.
    """
    first = first or (FIRST_COMPILED if readiness.loaded() else FIRST)
    whole = key_of(scenario, keep, 0, scenario.worlds)
    made = _runs.peek(whole)
    if made is not None or scenario.worlds <= first:
        yield made or lived(scenario, keep, wanted)
        return
    few = _part(scenario, keep, 0, first, wanted)
    yield few

    def make(any_wanted: Wanted) -> Run:
        return _frozen(join([few, _part(scenario, keep, first, scenario.worlds - first, any_wanted)]))

    yield _runs.get(whole, make, wanted)


def there(scenario: Scenario, keep: tuple[str, ...]) -> Run | None:
    """The run of all worlds of a scenario, if it has been made already."""
    return _runs.peek(key_of(scenario, keep, 0, scenario.worlds))


def lived(scenario: Scenario, keep: tuple[str, ...], wanted: Wanted = always) -> Run:
    """The run of all worlds of a scenario.

    Raises:
        GivenUpError: Nobody waits any more.
    """
    return _part(scenario, keep, 0, scenario.worlds, wanted)


def _part(scenario: Scenario, keep: tuple[str, ...], first: int, worlds: int, wanted: Wanted) -> Run:
    key = key_of(scenario, keep, first, worlds)
    return _runs.get(key, lambda any_wanted: _lived(scenario, keep, first, worlds, any_wanted), wanted)


def _lived(scenario: Scenario, keep: tuple[str, ...], first: int, worlds: int, wanted: Wanted) -> Run:
    def look_up(_lived: int, _months: int) -> None:
        if not wanted():
            raise GivenUpError

    with _working:
        look_up(0, 0)
        luck = _luck(scenario.seed, first, worlds)
        found = run_worlds(scenario, keep=keep, moves=False, draws=luck, first=first, worlds=worlds, progress=look_up)
    return _frozen(found)


def _frozen(run: Run) -> Run:
    """A run that nobody can change any more, without the numbers of its worlds, which no page shows."""
    for values in (*run.series.values(), run.posture):
        values.flags.writeable = False
    return replace(run, parameters={})


def _luck(seed: int, first: int, worlds: int) -> Draws:
    """The luck of these worlds, kept from one run to the next; only for who holds `_working`."""
    key = seed, first, worlds
    draws = _lucks.pop(key, None) or Draws(seed, worlds, first=first, keep=True)
    _lucks[key] = draws
    while len(_lucks) > LUCKS_KEPT:
        _lucks.popitem(last=False)
    return draws


def one_world(scenario: Scenario, number: int, wanted: Wanted = always) -> Run:
    """One world with its relations, its headline and all its moves; its only column is that world."""

    def make(_: Wanted) -> Run:
        with _working:
            return run_worlds(scenario, keep=(HEADLINE, *relation_series()), first=number, worlds=1)

    return _runs.get(key_of(scenario, "one", number), make, wanted)


def pressing(scenario: Scenario, wanted: Wanted = always, *, world: int | None = None) -> Influence:
    """Who presses whom in all worlds of a scenario, or in one of them.

    Raises:
        GivenUpError: Nobody waits any more.
    """

    def make(any_wanted: Wanted) -> Influence:
        def look_up(_lived: int, _months: int) -> None:
            if not any_wanted():
                raise GivenUpError

        with _working:
            first, worlds = (0, None) if world is None else (world, 1)
            return influence(scenario, first=first, worlds=worlds, progress=look_up)

    return _tables.get(key_of(scenario, "pressing", world), make, wanted)


def warm_up() -> None:
    """Load the compiled engine where there is one, and run the baseline, so that the first visitor finds it there.

    What is there by then stays: Python need not go through it again and again, looking for what can be thrown away,
    which takes a fifth of a second each time.
    """
    from viz.dashboard.state import State, scenario_of

    if readiness.installed():
        readiness.load()
    lived(scenario_of(State()), usual_series())
    gc.collect()
    gc.freeze()


def same_luck(one: Scenario, other: Scenario) -> bool:
    """Whether world by world two scenarios have the same luck, so that their difference is the scenarios' alone."""
    return (one.seed, one.start) == (other.seed, other.start)


def first_worlds(run: Run, worlds: int) -> Run:
    """The first worlds of a run alone."""
    if run.worlds == worlds:
        return run
    return replace(
        run,
        series={name: values[:, :worlds] for name, values in run.series.items()},
        moves={name: taken[:, :worlds] for name, taken in run.moves.items()},
        posture=run.posture[:, :worlds],
    )
