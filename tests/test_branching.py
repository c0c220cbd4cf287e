"""A run that begins where another one was left is the run itself, to the last bit."""

import numpy as np
import pytest

from model.branching import EVERY, branched, fork, months_in_common
from model.draws import Draws
from model.run import run
from model.scenario import load_scenario

WORLDS, KEEP = 40, ("belarus.alignment", "russia.coercion", "belarus.rhetoric")
NAME = "s03_eu_sanctions_2017"


def scenario(*settings, name=NAME):
    return load_scenario(name, settings=[f"worlds={WORLDS}", *settings])


def same(one, other):
    return all(np.array_equal(one.series[k], other.series[k]) for k in other.series) and np.array_equal(
        one.posture, other.posture
    )


@pytest.fixture(scope="module")
def trunk():
    asked = scenario()
    return branched(asked, keep=KEEP, draws=Draws(asked.seed, WORLDS, keep=True))[1]


@pytest.mark.parametrize(
    "settings",
    [
        ["pressures.eu_2017.level=0.2"],
        ["pressures.eu_2017.start=2016-03"],
        ["pressures.eu_2017.start=2018-05"],
        ["pressures.history.election_2020.level=0.1"],
        ["pressures.eu_2017.probability=0.5"],
        ["parameters.alliance.initial_military_dependence=0.6"],
        [],
    ],
)
def test_a_branch_is_the_run_itself(trunk, settings):
    asked = scenario(*settings)
    found, grown = branched(asked, keep=KEEP, draws=trunk.draws, trunk=trunk)
    whole = run(asked, keep=KEEP, moves=False)
    assert same(found, whole)
    again, _ = branched(scenario(*settings, "pressures.eu_2017.level=0.4"), keep=KEEP, draws=trunk.draws, trunk=grown)
    assert same(again, run(scenario(*settings, "pressures.eu_2017.level=0.4"), keep=KEEP, moves=False))


def test_it_begins_at_the_last_state_before_the_pressures_differ(trunk):
    changed = scenario("pressures.eu_2017.level=0.2")
    month = changed.pressures["eu_2017"].start
    assert months_in_common(trunk.run.scenario, changed) == month
    assert fork(trunk, changed) == month // EVERY * EVERY > 0
    lived = []
    branched(changed, keep=KEEP, draws=trunk.draws, trunk=trunk, progress=lambda done, _: lived.append(done))
    assert lived == list(range(fork(trunk, changed) + 1, changed.months + 1))


@pytest.mark.parametrize(
    "other",
    [
        scenario("seed=5"),
        scenario("sampling=best"),
        scenario("hypotheses.room_for_manoeuvre=grew"),
        scenario("pressures.history.tension.probability=0.5"),
        scenario("pressures.squeeze={kind: energy_cut, level: 0.5, when: {variable: belarus.alignment, above: 0}}"),
        scenario("pressures.history.crimea=null"),
    ],
)
def test_scenarios_that_differ_from_the_start_share_nothing(trunk, other):
    assert months_in_common(trunk.run.scenario, other) == 0


def test_words_make_no_difference(trunk):
    assert months_in_common(trunk.run.scenario, scenario("title=Another")) == trunk.run.scenario.months


def test_a_trunk_of_other_luck_does_not_serve(trunk):
    asked = scenario("pressures.eu_2017.level=0.2")
    lived = []
    luck = Draws(asked.seed, WORLDS, keep=True)
    branched(asked, keep=KEEP, draws=luck, trunk=trunk, progress=lambda done, _: lived.append(done))
    assert lived[0] == 1


def test_a_world_takes_no_foreign_state(trunk):
    from model.world import World

    with pytest.raises(ValueError, match="a state of 1 variables does not fit a world of"):
        World(scenario()).resume(6, (None,))
