"""Several scenarios side by side: each world is to the last bit what it is when its scenario is run alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from model.core.draws import Draws, TiledDraws
from model.ensemble.record import Recorder, Run
from model.ensemble.setup import side_by_side
from model.ensemble.world import World
from model.evidence.load import load_seeds
from model.evidence.parameters import Kind
from model.runs.run import recorded_by_default, run
from model.scenario.load import load_scenario
from model.scenario.scenario import ParameterSetting, Scenario

WORLDS, SEED = 5, 7
NUMBERS = (0, 13, 14, 700, 2**53)
WAITING = "pressures.relief={kind: relief, by: EU, level: 0.4, duration: 3, repeat: true, probability: 0.5, " \
          "when: {variable: russia.coercion, above: 0.1, for: 2}}"  # fmt: skip
FORCED = "pressures.order={kind: force, by: Belarus, move: grant_base, start: 2013-09, end: 2013-10}"


def simulated(scenarios: Sequence[Scenario]) -> Run:
    names = recorded_by_default()
    setup = side_by_side(scenarios, load_seeds(), Draws(SEED, NUMBERS, keep=True))
    world = World(scenarios[0], setup=setup, watch=names)
    recorder = Recorder(world, names)
    for _ in range(scenarios[0].months):
        world.step()
        recorder.write(world)
    return recorder.finish(world)


def same_as_alone(scenarios: Sequence[Scenario]) -> None:
    together = simulated(scenarios)
    for place, scenario in enumerate(scenarios):
        alone = run(replace(scenario, seed=SEED), worlds=NUMBERS)
        mine = slice(place * WORLDS, (place + 1) * WORLDS)
        for name, values in alone.series.items():
            assert np.array_equal(values, together.series[name][:, mine], equal_nan=True), (place, name)
        for name, taken in alone.moves.items():
            assert np.array_equal(taken, together.moves[name][:, mine]), (place, name)
        assert np.array_equal(alone.posture, together.posture[:, mine])


def base(*settings: str) -> Scenario:
    usual = {"end": "2018-06", "seed": str(SEED)}
    given = [f"{key}={value}" for key, value in usual.items() if not any(s.startswith(f"{key}=") for s in settings)]
    return load_scenario("s03_eu_sanctions_2017", settings=[*given, *settings])


@pytest.mark.parametrize("sampling", ["best", "prior"])
def test_points_with_other_numbers(sampling: str) -> None:
    random = np.random.default_rng(3)
    free = [p for p in load_seeds().parameters.values() if p.kind is not Kind.DEFINITION]
    scenario = base(f"sampling={sampling}")

    def changed() -> Scenario:
        fixed = {
            p.key: ParameterSetting(fix=float(random.uniform(p.low, p.high))) for p in free if random.random() < 0.7
        }
        return replace(scenario, parameters=fixed)

    same_as_alone([scenario, *(changed() for _ in range(4))])


def test_points_with_other_pressures_hypotheses_switches_and_beginnings() -> None:
    settings_of = (
        (), ("pressures.eu_2017.level=0.2", "pressures.eu_2017.start=2016-01"), (WAITING,), (FORCED, WAITING),
        ("pressures.history.crimea=null",), ("switch_off=[M41, M79, M28]",), ("hypotheses.room_for_manoeuvre=grew",),
        ("pressures.eu_2017.probability=0.5",), ("pressures.eu_2017.probability=0.5", "switch_off=[M41]"),
        ("pressures.eu_2017.start={between: [2016-01, 2018-01]}",),
        ("pressures.ban={kind: forbid, by: Belarus, move: repress_harshly}", "switch_off=[M79]"),
    )  # fmt: skip
    same_as_alone([base("initial.belarus.contacts=0.1", *settings) for settings in settings_of])
    starts = ("0.05", "0.3")
    same_as_alone([base(f"initial.belarus.contacts={value}") for value in starts])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("end=2018-07", "'s03_eu_sanctions_2017' cannot be run beside 's03_eu_sanctions_2017': their dates, sampling"),
        ("sampling=best", "their dates, sampling or seeds differ"),
        ("seed=1", "their dates, sampling or seeds differ"),
        ("initial.belarus.contacts=0.1", "they set different series at the start"),
    ],
)
def test_what_cannot_stand_side_by_side_is_refused(settings: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        side_by_side([base(), base(settings)], load_seeds(), Draws(SEED, WORLDS))


def test_tiled_draws_are_the_same_in_every_copy() -> None:
    own = Draws(SEED, NUMBERS)
    tiled = TiledDraws(own, 3)
    for form in ("uniform", "logistic", "gumbel"):
        drawn = getattr(tiled, form)("a/b", 4)
        assert drawn.tolist() == getattr(Draws(SEED, NUMBERS), form)("a/b", 4).tolist() * 3
        assert not drawn.flags.writeable


def test_numbers_given_beside_are_numbers_fixed() -> None:
    scenarios = [base("switch_off=[M41]"), base(), base("hypotheses.room_for_manoeuvre=grew")]
    zero = load_seeds().mechanisms["M41"].switch.parameters[:1]
    free = [p for p in load_seeds().parameters.values() if p.low < p.high]
    given = {p.key: np.linspace(p.low, p.high, 3) for p in free if p.key in zero or len(p.key) % 2}
    own = Draws(SEED, WORLDS)
    beside = side_by_side(scenarios, load_seeds(), own, given)
    fixed = [
        replace(s, parameters={key: ParameterSetting(fix=float(values[i])) for key, values in given.items()})
        for i, s in enumerate(scenarios)
    ]
    alone = side_by_side(fixed, load_seeds(), own)
    assert beside.parameters.by_key.keys() == alone.parameters.by_key.keys()
    for key, values in alone.parameters.by_key.items():
        assert np.array_equal(beside.parameters.by_key[key], values), key
