"""What numbers a world gets: at their best, or from their ranges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.core.declarations import Array
from model.core.draws import Draws
from model.ensemble.parameters import ParameterValues, best_value, parameter_values, quantile
from model.ensemble.world import World
from model.evidence.load import load_seeds
from model.evidence.parameters import Distribution, Kind
from model.scenario.load import load_scenario
from model.scenario.scenario import ParameterSetting

WORLDS = 97
SHOCK = "regime.unrest_by_shock"


@pytest.mark.parametrize(
    ("setting", "value"),
    [("{fix: 0, because: x}", 0.0), ("{fix: 0.2, because: x}", 0.2), ("{scale: 0.5, because: x}", None)],
)
def test_best_value_is_the_value_in_a_run(setting: str, value: float | None) -> None:
    key = "alignment.west_above"
    scenario = load_scenario("baseline", settings=[f"parameters.{key}={setting}", "worlds=3", "end=2013-02"])
    found = best_value(key, scenario, load_seeds())
    assert found == World(scenario).month.parameters.by_key[key][0]
    assert found == (0.5 * load_seeds().parameters[key].best if value is None else value)


def of(sampling: str, *settings: str) -> ParameterValues:
    scenario = load_scenario("baseline", settings=[f"worlds={WORLDS}", f"sampling={sampling}", *settings])
    return parameter_values(scenario, load_seeds(), Draws(scenario.seed, WORLDS))


def test_definitions_are_never_sampled() -> None:
    made = of("prior").by_key
    constant = [p for p in load_seeds().parameters.values() if p.kind is Kind.DEFINITION]
    assert constant
    for parameter in constant:
        assert set(made[parameter.key]) == {parameter.best}, parameter.key


def test_what_a_scenario_says_of_a_number_stays_as_it_says() -> None:
    key = "hedging.initial_room"
    ranged = of("prior", f"parameters.{key}={{low: 0.38, high: 0.4}}").by_key[key]
    assert 0.38 <= ranged.min() < ranged.max() <= 0.4
    assert set(of("prior", f"parameters.{key}={{fix: 0.39}}").by_key[key]) == {0.39}


def test_every_number_lies_in_its_range_and_domain() -> None:
    made = of("prior").by_key
    for key, parameter in load_seeds().parameters.items():
        assert parameter.domain.holds(*made[key]), key
        if parameter.kind is not Kind.DEFINITION:
            assert parameter.low - 1e-12 <= made[key].min() <= made[key].max() <= parameter.high + 1e-12, key


def test_months_are_drawn_whole() -> None:
    clocks = [p for p in load_seeds().parameters.values() if p.domain.whole]
    assert clocks
    made = of("prior").by_key
    for clock in clocks:
        assert set(made[clock.key]) <= set(range(1, int(clock.high) + 1)), clock.key
        assert len(set(made[clock.key])) > 1 or clock.low == clock.high, clock.key


@given(st.floats(1e-4, 10), st.floats(1.0, 50), st.floats(0.001, 0.999))
def test_log_uniform_is_even_in_the_logarithm(low: float, times: float, u: float) -> None:
    high = low * times
    value = float(quantile(np.array([u]), low, low, high, Distribution.LOG_UNIFORM)[0])
    assert low * (1 - 1e-12) <= value <= high * (1 + 1e-12)
    assert np.log(value / low) == pytest.approx(u * np.log(times), abs=1e-9)


def test_log_uniform_without_a_logarithm_is_uniform() -> None:
    u = np.array([0.25, 0.5])
    np.testing.assert_array_equal(quantile(u, 0.0, 0.1, 0.4, Distribution.LOG_UNIFORM), [0.1, 0.2])


def test_numbers_drawn_together_lie_equally_far_up_their_ranges() -> None:
    made, numbers = of("prior").by_key, load_seeds().parameters
    shared = [one for one in numbers.values() if one.drawn_with is not None]
    assert shared

    def place(key: str) -> Array:
        one = numbers[key]
        if one.distribution is Distribution.LOG_UNIFORM:
            return np.log(made[key] / one.low) / np.log(one.high / one.low)
        return (made[key] - one.low) / (one.high - one.low)

    for one in shared:
        if not one.domain.whole:
            np.testing.assert_allclose(place(one.key), place(one.drawn_as), atol=1e-9, err_msg=one.key)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("regime.repression_routine", "regime.repression_restrained"),
        ("regime.repression_restrained", "sanctions.repression_tolerated"),
        ("sanctions.repression_tolerated", "regime.terror_from"),
        ("regime.terror_from", "regime.repression_harsh"),
        ("regime.repression_routine", "sanctions.news_from"),
        ("sanctions.news_from", "regime.repression_restrained"),
        ("conditionality.eu_floor", "conditionality.eu_level_lifted"),
        ("conditionality.eu_level_lifted", "conditionality.eu_level_suspended"),
        ("conditionality.eu_level_suspended", "conditionality.eu_level_in_force"),
        ("conditionality.eu_level_in_force", "conditionality.eu_ceiling"),
        ("conditionality.us_floor", "conditionality.us_level_with_licence"),
        ("conditionality.us_level_with_licence", "conditionality.us_level_without_licence"),
        ("conditionality.us_level_without_licence", "conditionality.us_ceiling"),
        ("prisoners.initial_prisoners", "prisoners.tranche"),
        ("sanctions.us_package_threshold", "sanctions.eu_package_threshold"),
        ("mediation.alliance_discount_ukraine", "mediation.alliance_discount_eu"),
        ("mediation.alliance_discount_eu", "mediation.alliance_discount_us"),
        ("mediation.initial_credibility_us", "mediation.initial_credibility_eu"),
        ("mediation.initial_credibility_eu", "mediation.initial_credibility_ukraine"),
        ("engagement.reform_for_recognition", "engagement.reform_against_regime_threat"),
        ("hedging.reform_usual", "engagement.reform_noticed_from"),
        ("initiatives.suitability_syria", "initiatives.suitability_karabakh"),
        ("initiatives.suitability_karabakh", "initiatives.suitability_peacekeepers"),
        ("initiatives.suitability_peacekeepers", "venue.accept_for_suitability"),
        ("dependence.creep_from_demand", "dependence.integration_answered_above"),
        ("alliance.base_answered_above", "alliance.demand_published"),
    ],
)
def test_orders_of_the_texts_hold_in_every_world(less: str, more: str) -> None:
    made = of("prior").by_key
    assert (made[less] < made[more]).all()


def test_the_shock_of_2020_is_uncertain_in_the_prior() -> None:
    shock = load_scenario("baseline").pressures["history.election_2020"].level * of("prior").by_key[SHOCK]
    assert 0.4 - 1e-9 <= shock.min() < 0.45
    assert 0.95 < shock.max() <= 1.0 + 1e-9
    assert set(of("best").by_key[SHOCK]) == {1.0}


def test_a_factor_keeps_a_number_in_its_domain_unless_a_scenario_says_why() -> None:
    key = "venue.talks_lost_to_pandemic"
    scenario = load_scenario("baseline", settings=[f"parameters.{key}={{scale: 1.5, because: x}}", f"worlds={WORLDS}"])
    beyond = parameter_values(scenario, load_seeds(), Draws(2013, WORLDS)).by_key[key]
    assert beyond.max() > 1.0
    silent = replace(scenario, parameters={key: ParameterSetting(scale=1.5)})
    assert parameter_values(silent, load_seeds(), Draws(2013, WORLDS)).by_key[key].max() == 1.0
