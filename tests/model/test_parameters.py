"""What numbers a world gets: at their best, from the stated ranges, or from wider ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from model.core.draws import Draws
from model.ensemble.parameters import ParameterValues, best_value, parameter_values, widened
from model.ensemble.world import World
from model.evidence.load import load_seeds
from model.evidence.parameters import Distribution, Kind, Parameter, Term
from model.scenario.load import load_scenario

WORLDS = 97
EVIDENT = [Kind.MEASURED, Kind.DERIVED, Kind.JUDGEMENT, Kind.ASSUMPTION]
WEIGHT = Term(moves=("repress_harshly",), motive="regime_threat", sign=1)


def number(low: float, best: float, high: float, *, kind: Kind = Kind.JUDGEMENT, term: Term | None = None) -> Parameter:
    return Parameter(
        key="alliance.x", label="x", unit="1", kind=kind, low=low, best=best, high=high,
        distribution=Distribution.UNIFORM, mechanisms=(), rests_on=(), why="", term=term, place="x.yaml:1",
    )  # fmt: skip


@st.composite
def stated(draw: st.DrawFn) -> Parameter:
    bounds = sorted(draw(st.lists(st.floats(-20, 20, allow_subnormal=False), min_size=3, max_size=3)))
    return number(*bounds, kind=draw(st.sampled_from(EVIDENT)), term=draw(st.sampled_from([None, WEIGHT])))


@given(stated())
def test_a_widened_range_holds_the_stated_one(parameter: Parameter) -> None:
    low, high = widened(parameter)
    assert low <= parameter.low <= parameter.best <= parameter.high <= high


@given(stated())
def test_it_reaches_a_quarter_either_way_or_to_an_end(parameter: Parameter) -> None:
    assume(parameter.low < parameter.high)
    low, high = widened(parameter)
    best, quarter = parameter.best, abs(parameter.best) / 4
    assert low <= best - quarter or low in (0.0, -1.0)
    assert high >= best + quarter or high in (0.0, 1.0)
    assert low >= min(parameter.low, best - quarter), "no farther than it must"
    assert high <= max(parameter.high, best + quarter), "no farther than it must"


@given(stated())
def test_nothing_becomes_another_kind_of_thing(parameter: Parameter) -> None:
    low, high = widened(parameter)
    assert (low >= 0) == (parameter.low >= 0)
    assert (high <= 0) == (parameter.high <= 0)
    if parameter.term is None:
        assert (high <= 1) == (parameter.high <= 1)
        assert (low >= -1) == (parameter.low >= -1)


@given(st.floats(-20, 20), st.sampled_from(EVIDENT))
def test_a_point_stays_a_point(value: float, kind: Kind) -> None:
    assert widened(number(value, value, value, kind=kind)) == (value, value)


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        (number(0.36, 0.4, 0.44), (0.3, 0.5)),
        (number(0.1, 0.4, 0.44), (0.1, 0.5)),
        (number(0.01, 0.04, 0.07), (0.01, 0.07)),
        (number(-0.02, 0.0, 0.04), (-0.02, 0.04)),
        (number(0.8, 0.9, 0.95), (0.675, 1.0)),
        (number(0.8, 0.9, 0.95, term=WEIGHT), (0.675, 1.125)),
        (number(-4.4, -4.0, -3.6), (-5.0, -3.0)),
        (number(-0.95, -0.9, -0.8), (-1.0, -0.675)),
    ],
)
def test_ranges_by_hand(parameter: Parameter, expected: tuple[float, float]) -> None:
    assert widened(parameter) == pytest.approx(expected)


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


def test_wide_numbers_use_the_draws_of_the_stated_ranges() -> None:
    """The same world lies at the same place of its range, so that the two samplings can be compared world by world."""
    narrow, wide = of("parameters").by_key, of("wide").by_key
    for key, parameter in load_seeds().parameters.items():
        low, high = widened(parameter)
        if narrow[key].strides == (0,) or wide[key].strides == (0,):
            np.testing.assert_array_equal(narrow[key], wide[key], err_msg=key)
            continue
        assert low <= wide[key].min() <= wide[key].max() <= high, key
        place = (narrow[key] - parameter.low) / (parameter.high - parameter.low)
        np.testing.assert_allclose((wide[key] - low) / (high - low), place, rtol=0, atol=1e-9, err_msg=key)


def test_definitions_are_never_sampled() -> None:
    made = of("wide").by_key
    constant = [p for p in load_seeds().parameters.values() if p.kind is Kind.DEFINITION]
    assert constant
    for parameter in constant:
        assert set(made[parameter.key]) == {parameter.best}, parameter.key


@pytest.mark.parametrize("sampling", ["parameters", "wide"])
def test_what_a_scenario_says_of_a_number_stays_as_it_says(sampling: str) -> None:
    key = "hedging.initial_room"
    ranged = of(sampling, f"parameters.{key}={{low: 0.38, high: 0.4}}").by_key[key]
    assert 0.38 <= ranged.min() < ranged.max() <= 0.4
    assert set(of(sampling, f"parameters.{key}={{fix: 0.39}}").by_key[key]) == {0.39}


def test_a_factor_multiplies_the_wide_range() -> None:
    key = "mediation.image_gain"
    scaled = of("wide", f"parameters.{key}={{scale: 0.9, because: x}}").by_key[key]
    np.testing.assert_allclose(scaled, 0.9 * of("wide").by_key[key], rtol=1e-15)
