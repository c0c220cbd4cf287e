"""Pressures month by month: windows, ramps, paths, chance and triggers, worked by hand and against an oracle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.core.declarations import Array, Driver
from model.core.draws import Draws
from model.ensemble.drivers import Pressures
from model.rules.system import DRIVERS
from model.scenario.load import load_scenario
from model.scenario.pressure import Combine, Pressure, When
from model.scenario.scenario import Scenario
from model.theory.names import Vocabulary

WORDS = Vocabulary(
    moves={"rescue": "rescue", "grant_base": "base", "bid_syria": "bid"},
    movers={"rescue": "russia", "grant_base": "belarus", "bid_syria": "belarus"},
    variables=("belarus.alignment",),
    parameters={},
    mechanisms=(),
)
BASELINE = load_scenario("baseline", vocabulary=WORDS)
WORLDS = 7
Loader = Callable[[str], Scenario]


class Luck:
    """Uniforms that depend on name, month and world only; remembers what it was asked for."""

    def __init__(self, worlds: Sequence[int] = range(WORLDS)) -> None:
        self.worlds = list(worlds)
        self.asked: list[tuple[str, int]] = []

    def uniform(self, name: str, month: int = 0) -> Array:
        self.asked.append((name, month))
        return Draws(2013, 97).uniform(name, month)[self.worlds]


@pytest.fixture
def load(tmp_path: Path) -> Loader:
    (tmp_path / "history.yaml").write_text("pressures: {}\n")

    def loaded(text: str) -> Scenario:
        path = tmp_path / "asked.yaml"
        path.write_text("pressures:\n" + "".join(f"  {line}\n" for line in text.splitlines()))
        return load_scenario(path, vocabulary=WORDS, folder=tmp_path, history=tmp_path / "history.yaml")

    return loaded


def nothing(_: str) -> Array:
    raise AssertionError


def series(made: Scenario, driver: str, months: int, read: Callable[[int], Array] | None = None) -> list[float]:
    """A driver in world 3, month by month."""
    pressures = Pressures(made, DRIVERS, Luck(), WORLDS)
    values = []
    for month in range(months):
        value = pressures.at(month, nothing if read is None else lambda _, m=month: read(m))[driver]
        assert value.shape == (WORLDS,)
        assert value.dtype == np.float64
        assert not value.flags.writeable
        values.append(float(value[3]))
    return values


# -- worked by hand

BY_HAND = [
    # start and end are both inside
    ("{kind: energy_cut, level: 0.4, start: 2013-03, end: 2013-04}", [0, 0, 0.4, 0.4, 0, 0]),
    ("{kind: energy_cut, level: 0.4, start: 2013-03, duration: 1}", [0, 0, 0.4, 0, 0, 0]),
    ("{kind: energy_cut, level: 0.4}", [0.4] * 6),
    # a ramp of 4 months: a quarter, a half, three quarters, all
    ("{kind: energy_cut, level: 0.8, start: 2013-02, ramp: 4}", [0, 0.2, 0.4, 0.6, 0.8, 0.8]),
    ("{kind: energy_cut, level: 0.8, start: 2013-02, ramp: 1}", [0, 0.8, 0.8, 0.8, 0.8, 0.8]),
    # a window of two months every three, twice; the ramp begins anew
    ("{kind: energy_cut, level: 0.4, duration: 2, every: 3, times: 2, ramp: 2}", [0.2, 0.4, 0, 0.2, 0.4, 0, 0, 0]),
    ("{kind: energy_cut, level: 0.4, start: 2013-02, end: 2013-02, every: 2}", [0, 0.4, 0, 0.4, 0, 0.4]),
    # delay moves everything, also out of the run; a ramp goes on counting there
    ("{kind: energy_cut, level: 0.4, start: 2013-02, end: 2013-03, delay: 2}", [0, 0, 0, 0.4, 0.4, 0]),
    ("{kind: energy_cut, level: 0.8, start: 2013-03, end: 2013-05, delay: -3, ramp: 4}", [0.4, 0.6, 0, 0]),
    ("{kind: energy_cut, level: 0.8, start: 2013-01, end: 2013-02, delay: -3}", [0, 0, 0]),
    ("{kind: energy_cut, level: 0.4, start: 2013-02, duration: 1, every: 4, delay: -2}", [0, 0, 0, 0.4, 0, 0]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), BY_HAND, ids=[line for line, _ in BY_HAND])
def test_windows_by_hand(load: Loader, line: str, expected: list[float]) -> None:
    found = series(load(f"x: {line}"), "energy_cut_pressure", len(expected))
    assert found == pytest.approx(expected)


def test_a_path_is_linear_between_its_points_and_constant_outside(load: Loader) -> None:
    # from .2 in the third month to .5 in the sixth: a third of .3 each month
    made = load("x: {kind: tension, path: {2013-03: 0.2, 2013-06: 0.5, 2013-07: 0.1}}")
    assert series(made, "outside_tension", 9) == pytest.approx([0.2, 0.2, 0.2, 0.3, 0.4, 0.5, 0.1, 0.1, 0.1])
    late = load("x: {kind: tension, path: {2013-03: 0.2, 2013-06: 0.5, 2013-07: 0.1}, delay: 2}")
    assert series(late, "outside_tension", 9) == pytest.approx([0.2, 0.2, 0.2, 0.2, 0.2, 0.3, 0.4, 0.5, 0.1])


def test_additions_are_summed_then_kept_in_range_and_floors_take_the_largest(load: Loader) -> None:
    made = load(
        "a: {kind: tension, level: 0.7}\nb: {kind: tension, level: 0.5, start: 2013-02, end: 2013-02}\n"
        "c: {kind: tension, level: -0.9, start: 2013-03, end: 2013-03}\n"
        "d: {kind: trade_ban, level: 0.3}\ne: {kind: sanctions, by: Russia, level: 0.6, start: 2013-02}\n"
        "f: {kind: pandemic, level: 0}\ng: {kind: pandemic, start: 2013-02, end: 2013-02}"
    )
    assert series(made, "outside_tension", 4) == pytest.approx([0.7, 1.0, 0.0, 0.7])
    assert series(made, "trade_ban_pressure", 3) == pytest.approx([0.3, 0.6, 0.6])
    assert series(made, "pandemic", 3) == [0.0, 1.0, 0.0]
    assert series(made, "aid", 2) == [0.0, 0.0]


def test_backing_raises_a_rival_venue(load: Loader) -> None:
    # .5 (1 + .7) = .85; with .3 of Russia on top 1.0
    assert series(load("x: {kind: rival_venue, backing: {US: 0.7}}"), "rival_venue", 1) == pytest.approx([0.85])
    assert series(load("x: {kind: mediation_bid, by: Turkey, backing: {US: 0.7, Russia: 0.3}}"), "rival_venue", 1) == [
        1.0
    ]


def test_after_the_last_month_its_values_stay(load: Loader) -> None:
    pressures = Pressures(load("x: {kind: tension, level: 0.3, start: 2021-12}"), DRIVERS, Luck(), WORLDS)
    assert pressures.at(400, nothing)["outside_tension"].tolist() == [0.3] * WORLDS


def test_moves_are_forced_and_forbidden_in_their_windows(load: Loader) -> None:
    made = load(
        "a: {kind: force, move: grant_base, start: 2013-02, duration: 1}\nb: {kind: forbid, move: rescue}\n"
        "c: {kind: mediation_bid, by: Belarus, conflict: syria, start: 2013-03, probability: 0.5}"
    )
    pressures = Pressures(made, DRIVERS, Luck(), WORLDS)
    found = []
    for month in range(3):
        pressures.at(month, nothing)
        found.append({move: value.tolist() for move, value in pressures.forced.items()})
        assert {move: value.tolist() for move, value in pressures.forbidden.items()} == {"rescue": [1.0] * WORLDS}
    assert [f["grant_base"] for f in found] == [[0.0] * WORLDS, [1.0] * WORLDS, [0.0] * WORLDS]
    assert [f["bid_syria"] for f in found[:2]] == [[0.0] * WORLDS] * 2
    lucky = Luck().uniform("pressure/c", 0) < 0.5
    assert found[2]["bid_syria"] == lucky.astype(float).tolist()


# -- chance


def test_one_draw_decides_each_world_for_good(load: Loader) -> None:
    made = load("x: {kind: energy_cut, level: 0.4, start: 2013-03, probability: 0.5}")
    luck = Luck(range(97))
    pressures = Pressures(made, DRIVERS, luck, 97)
    months = np.array([pressures.at(month, nothing)["energy_cut_pressure"] for month in range(5)])
    expected = np.where(Luck(range(97)).uniform("pressure/x", 0) < 0.5, 0.4, 0.0)
    assert (months[:2] == 0).all()
    assert (months[2:] == expected).all()
    assert 0 < expected.sum() < 0.4 * 97
    assert luck.asked == [("pressure/x", 0)]


def test_each_window_of_a_series_has_its_own_draw(load: Loader) -> None:
    made = load("x: {kind: energy_cut, start: 2013-02, duration: 2, every: 3, probability: 0.5}")
    luck = Luck()
    pressures = Pressures(made, DRIVERS, luck, WORLDS)
    months = [pressures.at(month, nothing)["energy_cut_pressure"] for month in range(6)]
    for first in (1, 4):
        expected = (Luck().uniform("pressure/x", first) < 0.5).astype(float)
        assert (months[first] == expected).all()
        assert (months[first + 1] == expected).all()
    assert luck.asked == [("pressure/x", 1), ("pressure/x", 4)]


def test_probability_one_is_certain_and_zero_never(load: Loader) -> None:
    assert series(load("x: {kind: energy_cut, level: 0.4, probability: 1}"), "energy_cut_pressure", 2) == [0.4, 0.4]
    assert series(load("x: {kind: energy_cut, level: 0.4, probability: 0}"), "energy_cut_pressure", 2) == [0.0, 0.0]


def test_switching_one_pressure_changes_no_draw_of_another(load: Loader) -> None:
    both = load("a: {kind: energy_cut, probability: 0.5}\nb: {kind: trade_ban, probability: 0.5}")
    alone = load("b: {kind: trade_ban, probability: 0.5}")
    for month in range(3):
        one = Pressures(both, DRIVERS, Luck(), WORLDS).at(month, nothing)["trade_ban_pressure"]
        other = Pressures(alone, DRIVERS, Luck(), WORLDS).at(month, nothing)["trade_ban_pressure"]
        assert (one == other).all()


def test_each_world_draws_the_month_of_a_drawn_onset_and_lasts_from_there(load: Loader) -> None:
    made = load("x: {kind: energy_cut, level: 0.6, start: {between: [2013-02, 2013-04]}, duration: 2, ramp: 2}")
    luck = Luck(range(97))
    pressures = Pressures(made, DRIVERS, luck, 97)
    months = np.array([pressures.at(month, nothing)["energy_cut_pressure"] for month in range(7)])
    drawn = 1 + np.floor(3 * Luck(range(97)).uniform("pressure/x/onset")).astype(int)
    assert sorted(set(drawn.tolist())) == [1, 2, 3], "every month comes, both ends included"
    for world, onset in enumerate(drawn):
        expected = [0.0] * 7
        expected[onset : onset + 2] = 0.3, 0.6
        assert months[:, world].tolist() == pytest.approx(expected)
    assert luck.asked == [("pressure/x/onset", 0)]
    assert not pressures.has_triggers


def test_a_drawn_onset_ends_when_it_says_is_delayed_and_has_its_chance(load: Loader) -> None:
    line = "x: {kind: energy_cut, start: {between: [2013-01, 2013-03]}, end: 2013-04, delay: 1, probability: 0.5}"
    pressures = Pressures(load(line), DRIVERS, Luck(range(97)), 97)
    months = np.array([pressures.at(month, nothing)["energy_cut_pressure"] for month in range(7)])
    onset = 1 + np.floor(3 * Luck(range(97)).uniform("pressure/x/onset"))
    lucky = Luck(range(97)).uniform("pressure/x", 0) < 0.5
    for month in range(7):
        assert (months[month] == (lucky & (month >= onset) & (month <= 4))).all()


def test_the_windows_of_a_drawn_onset_are_the_widest(load: Loader) -> None:
    between = "start: {between: [2013-02, 2013-04]}"
    for rest, widest in ((", duration: 2", (1, 4)), (", end: 2013-06", (1, 5)), ("", (1, 107))):
        pressure = load(f"x: {{kind: energy_cut, {between}{rest}}}").pressures["x"]
        assert list(pressure.windows(108)) == [widest]
        assert not pressure.certain


# -- triggers


def watched(values: Sequence[float]) -> Callable[[int], Array]:
    return lambda month: np.full(WORLDS, values[month])


def trigger(load: Loader, rest: str, values: Sequence[float]) -> list[float]:
    line = f"x: {{kind: energy_cut, level: 0.8, when: {{variable: belarus.alignment, {rest}}}"
    return series(load(f"{line}}}"), "energy_cut_pressure", len(values), watched(values))


HELD = [0.1, 0.3, 0.3, 0.1, 0.3, 0.3, 0.3, 0.1, 0.1]


def test_a_trigger_latches_once_it_has_held_long_enough(load: Loader) -> None:
    assert trigger(load, "above: 0.2", HELD) == [0, *[0.8] * 8]
    assert trigger(load, "above: 0.2, for: 3", HELD) == [0, 0, 0, 0, 0, 0, 0.8, 0.8, 0.8]
    assert trigger(load, "below: 0.2, for: 2", HELD) == [0, 0, 0, 0, 0, 0, 0, 0, 0.8]
    assert trigger(load, "above: 0.3", HELD) == [0] * 9


def test_window_ramp_and_duration_count_from_the_onset(load: Loader) -> None:
    line = "x: {kind: energy_cut, level: 0.8, when: {variable: belarus.alignment, above: 0.2}, "
    assert series(load(line + "duration: 3, ramp: 2}"), "energy_cut_pressure", 9, watched(HELD)) == pytest.approx(
        [0, 0.4, 0.8, 0.8, 0, 0, 0, 0, 0]
    )
    # not before its start, although it has held before; not after its end
    assert series(
        load(line + "start: 2013-03, end: 2013-04}"), "energy_cut_pressure", 6, watched(HELD)
    ) == pytest.approx([0, 0, 0.8, 0.8, 0, 0])
    # delay shifts the window
    assert series(load(line + "start: 2013-03, end: 2013-04, delay: 1}"), "energy_cut_pressure", 6,
                  watched(HELD)) == pytest.approx([0, 0, 0, 0, 0.8, 0])  # fmt: skip


def test_repeat_lets_it_begin_again_when_it_is_over(load: Loader) -> None:
    line = "x: {kind: energy_cut, level: 0.8, when: {variable: belarus.alignment, above: 0.2}, duration: 2"
    once = [0, 0.8, 0.8, 0, 0, 0, 0, 0, 0]
    assert series(load(line + "}"), "energy_cut_pressure", 9, watched(HELD)) == pytest.approx(once)
    # onsets in months 1, 4 and, as it still holds, 6
    again = [0, 0.8, 0.8, 0, 0.8, 0.8, 0.8, 0.8, 0]
    assert series(load(line + ", repeat: true}"), "energy_cut_pressure", 9, watched(HELD)) == pytest.approx(again)


def test_each_world_waits_for_itself_and_each_onset_has_its_own_draw(load: Loader) -> None:
    line = "x: {kind: energy_cut, when: {variable: belarus.alignment, above: 0.5}, duration: 1, repeat: true, "
    pressures = Pressures(load(line + "probability: 0.5}"), DRIVERS, Luck(), WORLDS)
    for month in range(8):
        state = (np.arange(WORLDS) == month).astype(float)
        found = pressures.at(month, lambda _, now=state: now)["energy_cut_pressure"]
        lucky = Luck().uniform("pressure/x", month) < 0.5
        assert found.tolist() == (state * lucky).tolist()


def test_a_trigger_with_chance_and_no_repeat_has_one_draw_per_world(load: Loader) -> None:
    line = "x: {kind: energy_cut, when: {variable: belarus.alignment, above: 0.5}, probability: 0.5}"
    luck = Luck()
    pressures = Pressures(load(line), DRIVERS, luck, WORLDS)
    for month in range(8):
        found = pressures.at(month, lambda _, m=month: (np.arange(WORLDS) <= m).astype(float))["energy_cut_pressure"]
    assert found.tolist() == (Luck().uniform("pressure/x", 0) < 0.5).astype(float).tolist()
    assert luck.asked == [("pressure/x", 0)]


def test_triggers_count_months_and_begin_anew_at_month_0(load: Loader) -> None:
    made = load("x: {kind: energy_cut, when: {variable: belarus.alignment, above: 0.2, for: 2}}")
    pressures = Pressures(made, DRIVERS, Luck(), WORLDS)
    read = watched([0.3] * 9)
    for _ in range(2):
        values = [pressures.at(month, lambda _: read(0))["energy_cut_pressure"][0] for month in range(3)]
        assert values == [0.0, 1.0, 1.0]
    with pytest.raises(ValueError, match="3 comes next, not 5"):
        pressures.at(5, lambda _: read(0))


# -- contracts


def mixed(load: Loader) -> Scenario:
    return load(
        "a: {kind: tension, path: {2013-01: 0.3, 2014-01: 0.7}}\nb: {kind: tension, level: 0.1, probability: 0.6}\n"
        "c: {kind: tension, level: 0.2, when: {variable: belarus.alignment, above: 0.4, for: 2}, duration: 3, ramp: 3, "
        "repeat: true, probability: 0.7}\n"
        "d: {kind: pandemic, probability: 0.5, duration: 2, every: 5}\n"
        "e: {kind: force, move: grant_base, when: {variable: belarus.alignment, below: 0.5}, probability: 0.5}\n"
        "f: {kind: aid, level: 0.3, probability: 0.4, start: 2013-04}"
    )


def test_a_world_alone_sees_what_it_sees_among_many(load: Loader) -> None:
    state = Draws(7, 97)
    made = mixed(load)
    many, few = Pressures(made, DRIVERS, Luck(range(97)), 97), Pressures(made, DRIVERS, Luck([5, 41]), 2)
    for month in range(30):
        among = many.at(month, lambda name, m=month: state.uniform(name, m))
        alone = few.at(month, lambda name, m=month: state.uniform(name, m)[[5, 41]])
        for name, value in among.items():
            assert value[[5, 41]].tobytes() == alone[name].tobytes()
        for move, value in many.forced.items():
            assert value[[5, 41]].tobytes() == few.forced[move].tobytes()


def test_every_driver_is_there_and_in_its_range(load: Loader) -> None:
    pressures = Pressures(mixed(load), DRIVERS, Luck(), WORLDS)
    for month in range(20):
        values = pressures.at(month, lambda name, m=month: Draws(7, WORLDS).uniform(name, m))
        assert list(values) == [driver.name for driver in DRIVERS]
        for driver in DRIVERS:
            assert ((values[driver.name] >= driver.domain.low) & (values[driver.name] <= driver.domain.high)).all()
            if driver.domain.whole:
                assert set(values[driver.name].tolist()) <= {0.0, 1.0}


def test_a_pressure_on_an_unknown_driver_is_refused(load: Loader) -> None:
    with pytest.raises(ValueError, match="no driver is called outside_tension"):
        Pressures(load("x: {kind: tension, level: 0.1}"), [Driver("war", "war")], Luck(), WORLDS)


# -- the table against an oracle that asks each pressure about each month

MONTHS = 40
months_ = st.integers(-30, 60)
certain = st.builds(
    Pressure,
    name=st.just("x"),
    kind=st.just("tension"),
    moves=st.sampled_from(["outside_tension", "war", "trade_ban_pressure", "pandemic"]),
    level=st.floats(-1, 1),
    start=months_,
    duration=st.none() | st.integers(1, 12),
    ramp=st.integers(0, 8),
    every=st.none() | st.integers(12, 20),
    times=st.none() | st.integers(1, 3),
    path=st.just(()) | st.lists(st.tuples(months_, st.floats(-1, 1)), min_size=1, max_size=4,
                                unique_by=lambda point: point[0]).map(lambda points: tuple(sorted(points))),
)  # fmt: skip
WAYS = {
    "outside_tension": Combine.ADD,
    "war": Combine.ADD,
    "trade_ban_pressure": Combine.FLOOR,
    "pandemic": Combine.FLAG,
}


def naive(pressure: Pressure, month: int) -> float:
    """What a pressure contributes in one month, said as plainly as possible."""
    if pressure.path:
        return float(np.interp(month, *zip(*pressure.path, strict=True)))
    since = month - pressure.start
    if since < 0:
        return 0.0
    if pressure.every is not None and pressure.duration is not None:
        if pressure.times is not None and since // pressure.every >= pressure.times:
            return 0.0
        since %= pressure.every
    if pressure.duration is not None and since >= pressure.duration:
        return 0.0
    return pressure.level * (1.0 if since + 1 >= pressure.ramp else (since + 1) / pressure.ramp)


def together(driver: str, values: list[float]) -> float:
    if WAYS[driver] is Combine.ADD:
        return min(1.0, max(0.0, sum(values)))
    highest = max([0.0, *values])
    return highest if WAYS[driver] is Combine.FLOOR else float(highest > 0.5)


@settings(deadline=None)
@given(st.lists(certain, max_size=5))
def test_the_table_is_what_each_pressure_says_of_each_month(drawn: list[Pressure]) -> None:
    made = {
        str(i): replace(p, name=str(i), combine=WAYS[p.moves], every=None if p.duration is None else p.every)
        for i, p in enumerate(drawn)
    }
    scenario = replace(BASELINE, pressures=made, months=MONTHS)
    pressures = Pressures(scenario, DRIVERS, Luck(), WORLDS)
    for month in range(MONTHS):
        values = pressures.at(month, nothing)
        for driver in WAYS:
            expected = together(driver, [naive(p, month) for p in made.values() if p.moves == driver])
            assert values[driver] == pytest.approx(expected, abs=1e-12)


def test_the_length_of_a_window_that_a_trigger_may_open_is_its_duration() -> None:
    when = When("belarus.alignment", above=0.1, below=None)
    assert Pressure("x", "war", start=3, end=9, when=when).length is None
    assert list(Pressure("x", "war", start=3, end=9, when=when).windows(40)) == [(3, 9)]
    assert list(Pressure("x", "war", start=-3, duration=5, every=12).windows(12)) == [(-3, 1), (9, 11)]
