"""What must hold of an ensemble: a world alone is its column, chunks and order do not matter, draws are the same."""

from __future__ import annotations

import contextlib
import gc
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest

from benchmarks.counting import RecordingDraws
from model.core.declarations import AGENTS, Owner
from model.core.draws import Draws
from model.core.errors import TightropeError
from model.engine import select
from model.ensemble.month import Month
from model.ensemble.parameters import ParameterValues
from model.ensemble.plan import steps_of_month
from model.ensemble.record import DIMENSIONS, HEADLINE, Posture, Run, is_output
from model.ensemble.variables import Plan, Variables
from model.ensemble.world import World
from model.runs.run import run
from model.scenario.load import load_scenario
from model.scenario.scenario import ParameterSetting, Scenario
from model.theory.theory import theory

MANY = 97


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    return load_scenario("baseline", settings=[f"worlds={MANY}", "sampling=prior"])


@pytest.fixture(scope="module")
def whole(baseline: Scenario) -> Run:
    return run(baseline)


def assert_same(part: Run, whole: Run, columns: slice) -> None:
    for name, rows in whole.series.items():
        np.testing.assert_array_equal(part.series[name], rows[:, columns], err_msg=name)
    for name, taken in whole.moves.items():
        np.testing.assert_array_equal(part.moves[name], taken[:, columns], err_msg=name)
    np.testing.assert_array_equal(part.posture, whole.posture[:, columns])
    for key, values in whole.parameters.items():
        np.testing.assert_array_equal(part.parameters[key], values[columns], err_msg=key)


def test_world_41_alone_is_row_41_of_97(baseline: Scenario, whole: Run) -> None:
    assert_same(run(baseline, worlds=[41]), whole, slice(41, 42))


@pytest.mark.parametrize("chunk", [7, 13, 64])
def test_chunks_do_not_matter(baseline: Scenario, whole: Run, chunk: int) -> None:
    assert_same(run(baseline, chunk=chunk), whole, slice(None))


def test_the_same_run_twice_is_the_same(baseline: Scenario, whole: Run) -> None:
    assert_same(run(baseline), whole, slice(None))


def test_every_series_is_a_number_in_its_domain(baseline: Scenario, whole: Run) -> None:
    made = theory()
    for name, rows in whole.series.items():
        domain = made.domain(made.series[name])
        rows = rows[whole.standing] if is_output(name) else rows
        assert np.isfinite(rows).all(), name
        assert rows.min() >= domain.low, name
        assert rows.max() <= domain.high, name


@pytest.mark.parametrize("turn", [1, 3])
def test_the_order_of_actors_does_not_matter(baseline: Scenario, turn: int) -> None:
    order = (AGENTS[turn:] + AGENTS[:turn])[::-1]
    one, other = World(baseline, worlds=7), World(baseline, worlds=7, order=order)
    for _ in range(baseline.months):
        one.step()
        other.step()
        for name in theory().stocks:
            np.testing.assert_array_equal(one.read(name), other.read(name), err_msg=name)


def test_state_cannot_be_edited_in_place(baseline: Scenario) -> None:
    world = World(baseline, worlds=7)
    world.step()
    with pytest.raises(ValueError, match="read-only"):
        world.read("belarus.unrest")[0] = 1.0


def test_an_actor_shows_its_own_state_by_name(baseline: Scenario) -> None:
    world = World(baseline, worlds=7)
    world.step()
    belarus = world.actors[Owner.BELARUS]
    np.testing.assert_array_equal(belarus.unrest, world.read("belarus.unrest"))
    with pytest.raises(AttributeError, match="belarus has no 'unrset'"):
        _ = belarus.unrset


def test_a_move_that_nobody_may_make_is_neither_weighed_nor_drawn_for() -> None:
    """The other moves of its slot are."""
    forbidden = "pressures.never={kind: forbid, by: Belarus, move: repress_restrained, start: 2013-01}"
    asked = load_scenario("baseline", settings=["worlds=7", "end=2013-06", forbidden])
    weighed: list[set[str]] = []

    def look(month: Month) -> None:
        there = {name for name, place in month.variables.places.items() if month.variables.values[place] is not None}
        weighed.append({name for name in there if name.startswith("utility_repress")})
        np.testing.assert_array_equal(month.read("repress_restrained"), 0.0)

    draws = RecordingDraws(asked.seed, 7)
    world = World(asked, draws=draws, observe=look)
    for _ in range(asked.months):
        world.step()
    assert {"utility_repress_harshly"} in weighed
    assert all("utility_repress_restrained" not in names for names in weighed)
    streams = {name for _, name, _ in draws.asked}
    assert "belarus/repression/repress_harshly" in streams
    assert "belarus/repression/repress_restrained" not in streams


@pytest.mark.parametrize(
    ("change", "month"),
    [
        ("pressures.history.election_2020.level=0.2", "2020-08"),
        ("pressures.history.grievance_2017.delay=3", "2017-02"),
        ("pressures.extra={kind: sanctions, by: EU, on: Belarus, level: 0.8, start: 2017-05}", "2017-05"),
        ("pressures.extra={kind: force, by: Belarus, move: grant_base, start: 2016-01, end: 2016-01}", "2016-01"),
    ],
)
def test_switching_a_pressure_changes_nothing_before_it_starts(whole: Run, change: str, month: str) -> None:
    other = run(load_scenario("baseline", settings=[f"worlds={MANY}", "sampling=prior", change]))
    start = whole.at(month)
    for name, rows in whole.series.items():
        np.testing.assert_array_equal(other.series[name][:start], rows[:start], err_msg=name)
    changed = [name for name, rows in whole.series.items() if not np.array_equal(other.series[name], rows)]
    assert changed, "the pressure does nothing at all"


def test_unchanged_worlds_use_the_same_draws_after_a_change(whole: Run) -> None:
    """A pressure that reaches one world in two leaves the others exactly as they were."""
    extra = "pressures.extra={kind: unrest, level: 0.5, start: 2016-03, duration: 3, probability: 0.5}"
    other = run(load_scenario("baseline", settings=[f"worlds={MANY}", "sampling=prior", extra]))
    same = (other.series["belarus.alignment"] == whole.series["belarus.alignment"]).all(axis=0)
    assert 0.3 < same.mean() < 0.7
    for name, rows in whole.series.items():
        np.testing.assert_array_equal(other.series[name][:, same], rows[:, same], err_msg=name)


@pytest.mark.parametrize(
    ("variable", "side"),
    [("russia.coercion", 0.1), ("eu.sanctions", -0.5), ("belarus.mediation", 0.1), ("belarus.unrest", 0.1)],
)
def test_a_trigger_may_watch_what_is_computed(variable: str, side: float) -> None:
    limit = f"above: {side}" if side > 0.0 else f"below: {-side}"
    extra = f"pressures.extra={{kind: aid, level: 0.5, duration: 6, when: {{variable: {variable}, {limit}}}}}"
    triggered = run(load_scenario("baseline", settings=["worlds=7", extra]))
    plain = run(load_scenario("baseline", settings=["worlds=7"]))
    met = triggered.series[variable] > side if side > 0.0 else triggered.series[variable] < -side
    assert met.any()
    first = int(np.argmax(met.any(axis=1)))
    contacts = "belarus.contacts"
    np.testing.assert_array_equal(triggered.series[contacts][: first + 1], plain.series[contacts][: first + 1])
    assert (triggered.series[contacts] > plain.series[contacts]).any()


def give_up(simulated: int, months: int) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("engine", select.ENGINES)
def test_a_finished_world_frees_its_memory_at_once(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    """Mesa 3.3 holds every model with agents for good, and a world and its actors refer to each other."""
    monkeypatch.setenv(select.SWITCH, engine)
    short = load_scenario("baseline", settings=["end=2013-06", "worlds=7"])
    gc.collect()
    before = sum(isinstance(one, World) for one in gc.get_objects())
    gc.disable()
    try:
        for _ in range(3):
            run(short)
            with contextlib.suppress(KeyboardInterrupt):
                run(short, progress=give_up)
        assert sum(isinstance(one, World) for one in gc.get_objects()) == before
    finally:
        gc.enable()


class RecordingVariables(Variables):
    """Records which variables were computed, in order."""

    computed: ClassVar[list[str]] = []

    def compute(self, plan: Plan) -> None:
        self.computed += [name for name in plan.names if self.values[self.places[name]] is None]
        super().compute(plan)


def test_the_listed_month_is_the_month_that_runs(monkeypatch: pytest.MonkeyPatch, baseline: Scenario) -> None:
    """The same rules and utilities in the same order, if every move is open and every weight counts."""
    monkeypatch.setattr(np, "count_nonzero", lambda _: 1)
    monkeypatch.setattr(
        ParameterValues, "of_table", lambda table, forbidden: ParameterValues(table, forbidden, frozenset())
    )
    monkeypatch.setattr("model.ensemble.assembly.Variables", RecordingVariables)
    world, made = World(baseline), theory()
    RecordingVariables.computed.clear()
    world.step()
    variables = {rule.name: rule.variable for rule in made.rules} | {f"utility_{m}": f"utility_{m}" for m in made.moves}
    steps = [step for step in steps_of_month() if step.kind in ("rule", "utility")]
    listed = [variables.get(step.name, step.name) for step in steps if step.phase != "for records alone"]
    assert listed == RecordingVariables.computed
    assert {step.name for step in steps if step.kind == "rule"} == {rule.name for rule in made.rules}
    written = {step.writes for step in steps_of_month()}
    assert {stock.series for stock in made.stocks.values()} | {m.series for m in made.moves.values()} <= written


@pytest.mark.parametrize("engine", select.ENGINES)
def test_an_alignment_exists_only_while_the_regime_stands(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.setenv(select.SWITCH, engine)
    made = run(load_scenario("s14_no_rescue", settings=[f"worlds={MANY}", "sampling=prior"]))
    fallen = ~made.standing
    np.testing.assert_array_equal(fallen, made.posture == Posture.FALLEN)
    assert 0.2 < np.mean(fallen[-1]) < 0.8
    for name, values in made.series.items():
        np.testing.assert_array_equal(np.isnan(values), fallen if is_output(name) else np.zeros_like(fallen), name)
    outputs = {name for name in made.series if is_output(name)}
    assert outputs == {HEADLINE, *(f"{HEADLINE}_{dimension}" for dimension in DIMENSIONS), "belarus.rhetoric"}


@pytest.mark.parametrize("engine", select.ENGINES)
def test_nobody_moves_after_the_regime_has_fallen(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    """The moves of the month of its fall are the last ones; worlds that stand go on."""
    monkeypatch.setenv(select.SWITCH, engine)
    made = run(load_scenario("s14_no_rescue", settings=[f"worlds={MANY}", "sampling=prior"]))
    moves = np.array(list(made.moves.values()))
    falls = {world: int(made.standing[:, world].sum()) for world in np.flatnonzero(~made.standing[-1])}
    assert any(moves[:, month, world].any() for world, month in falls.items())
    assert not any(moves[:, month + 1 :, world].any() for world, month in falls.items())
    assert moves[:, -1, made.standing[-1]].any()


@pytest.mark.parametrize("engine", select.ENGINES)
def test_a_graded_move_is_a_level_and_counts_above_a_half(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    """Levels lie between 0 and 1, are 1 where ordered and 0 where ruled out or after a fall."""
    monkeypatch.setenv(select.SWITCH, engine)
    ordered = "{kind: force, by: US, move: us_visits, start: 2015-03, duration: 6}"
    ruled_out = "{kind: forbid, by: EU, move: eu_visits, start: 2015-03, duration: 6}"
    settings = [f"pressures.one={ordered}", f"pressures.other={ruled_out}", f"worlds={MANY}", "sampling=prior"]
    made = run(load_scenario("s14_no_rescue", settings=settings))
    for name in theory().levels:
        levels = made.series[name]
        assert 0.0 <= levels.min() < levels.max() <= 1.0, name
        np.testing.assert_array_equal(made.moves[name], levels > 0.5, name)
        assert not levels[1:][~made.standing[:-1]].any(), name
    between = (made.series["us.visits"] > 0.05) & (made.series["us.visits"] < 0.95)
    assert between.mean() > 0.1
    months, stands = slice(made.at("2015-03"), made.at("2015-08") + 1), made.standing[made.at("2015-08")]
    assert (made.series["us.visits"][months, stands] == 1.0).all()
    assert not made.series["eu.visits"][months].any()


def test_median_and_band_are_of_the_worlds_that_stand() -> None:
    made = run(load_scenario("s14_no_rescue", settings=[f"worlds={MANY}", "sampling=prior"]))
    last = np.sort(made.series[HEADLINE][-1][made.standing[-1]])
    middle, high = round(0.5 * (len(last) - 1)), round(0.95 * (len(last) - 1))
    assert made.median(HEADLINE)[-1] == last[middle]
    assert made.band(HEADLINE, 0.9).high[-1] == last[high]
    none = replace(made, series={HEADLINE: np.full_like(made.series[HEADLINE], np.nan)})
    assert np.isnan(none.median(HEADLINE)).all()
    contacts = np.sort(made.series["belarus.contacts"][-1])
    assert made.median("belarus.contacts")[-1] == contacts[round(0.5 * (MANY - 1))]


@pytest.mark.parametrize("engine", select.ENGINES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_is_no_number_is_refused_and_not_taken_for_a_fall(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.setenv(select.SWITCH, engine)
    asked = load_scenario("baseline", settings=["worlds=7", "end=2013-12"])
    broken = replace(asked, parameters={"venue.usual_effort": ParameterSetting(fix=0.0)})
    with pytest.raises(TightropeError, match=r"is not a number in 7 of 7 worlds \(2013-\d\d\): .* of 'baseline'"):
        run(broken)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"worlds": 0}, "cannot simulate 0 worlds; it takes at least one"),
        ({"worlds": -5}, "cannot simulate -5 worlds"),
        ({"worlds": [-1, 2]}, "numbers of worlds go from 0 to 2\\*\\*53, but -1 is among them"),
        ({"worlds": 3, "draws": Draws(1, 4)}, "the draws are those of the worlds 0 to 3, not of the worlds 0 to 2"),
        (
            {"worlds": [8, 10], "draws": Draws(1, [8])},
            "those of world 8 alone, not of the 2 listed worlds from 8 to 10",
        ),
    ],
)
def test_worlds_that_do_not_exist_are_refused(baseline: Scenario, options: dict[str, object], message: str) -> None:
    with pytest.raises(TightropeError, match=message):
        World(baseline, **options)


@pytest.mark.parametrize("worlds", [0, -5])
def test_a_run_of_no_worlds_is_refused(baseline: Scenario, worlds: int) -> None:
    with pytest.raises(TightropeError, match=f"cannot simulate {worlds} worlds"):
        run(baseline, worlds=worlds)
