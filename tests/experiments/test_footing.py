"""Scenarios on one footing: what one says of the world holds for all, and what cannot hold together is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiments.comparison.footing import Beliefs, FootingError, base_of, differs_in_nothing, on_one_footing
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling

FIXED = "parameters.coercion.coercion_by_oil={fix: 0.4}"
SCALED = "parameters.coercion.coercion_by_oil={scale: 1.1, because: a test}"


def scenario(*settings, name="baseline"):
    return load_scenario(name, settings=settings)


def footing(*scenarios, beliefs=Beliefs.TOGETHER):
    return on_one_footing(scenarios, beliefs=beliefs)


def refusal(*scenarios):
    with pytest.raises(FootingError) as refused:
        footing(*scenarios)
    return str(refused.value)


def test_what_one_side_says_of_worlds_and_dates_holds_on_both():
    small = scenario("worlds=50", "seed=7", "sampling=prior", "end=2016-12", name="s03_eu_sanctions_2017")
    one, other = footing(scenario(), small).scenarios
    for key in ("worlds", "seed", "sampling", "end", "months", "read_from", "given"):
        assert getattr(one, key) == getattr(other, key) == getattr(small, key)
    assert one.pressures != other.pressures


def test_the_longest_of_two_chosen_ends_holds():
    one, other = footing(scenario("end=2016-12"), scenario(name="s28_reform_after_2021")).scenarios
    assert one.end == other.end == "2026-12"
    assert one.months == 14 * 12


def test_conditions_of_either_side_hold_on_both():
    one, other = footing(scenario(), scenario(name="s27_detente_after_2021")).scenarios
    assert one.given == other.given == scenario(name="s27_detente_after_2021").given


def test_beliefs_of_one_side_hold_on_both_and_that_is_said():
    believing = scenario(
        FIXED, "switch_off=[M28]", "hypotheses.room_for_manoeuvre=shrank", "initial={belarus.contacts: 0.3}"
    )
    found = footing(scenario(), believing)
    one, other = found.scenarios
    for key in ("parameters", "switch_off", "hypotheses", "initial"):
        assert getattr(one, key) == getattr(other, key) == getattr(believing, key)
    assert differs_in_nothing(one, other)
    assert "the parameter 'coercion.coercion_by_oil' of baseline holds on all sides" in found.notes
    assert "mechanism M28 is off on all sides" in found.notes
    assert len(found.notes) == 4


def test_beliefs_stay_on_their_side_only_where_that_is_asked_for():
    one, other = footing(scenario(), scenario(FIXED, "worlds=50"), beliefs=Beliefs.EACH).scenarios
    assert not one.parameters
    assert other.parameters
    assert one.worlds == 50


def test_what_cannot_hold_together_is_refused():
    assert "'seed' must be the same on all sides" in refusal(scenario("seed=1"), scenario("seed=2"))
    both = refusal(scenario(FIXED), scenario(SCALED))
    assert both.startswith("the parameter 'coercion.coercion_by_oil' differs between baseline and baseline")
    assert "--beliefs each" in both
    later = replace(scenario(), start="2014-01", name="later")
    assert refusal(scenario(), later).endswith("they start: baseline in 2013-01, later in 2014-01")


def test_a_scenario_is_compared_with_what_it_extends():
    base = base_of(scenario("worlds=40", name="s03_eu_sanctions_2017"))
    assert base is not None
    assert (base.name, base.worlds, base.sampling) == ("baseline", 40, Sampling.CONDITIONED)
    assert base_of(scenario()) is None
    assert base_of(scenario("worlds=7", "seed=3")) is None
