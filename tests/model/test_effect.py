"""A scenario beside the one it extends: when they differ most, over which worlds, and how long pressures bound."""

import math

import numpy as np
import pytest

from model.ensemble.record import HEADLINE
from model.runs.effect import FLOORS, base_of, effect_of
from model.runs.run import run
from model.scenario.kinds import KINDS
from model.scenario.load import load_scenario
from model.scenario.pressure import Combine
from model.theory.theory import theory
from viz.common.effect_text import binding_sentence, effect_as_plain, effect_lines, effect_sentence

WORLDS = 31


def effect(*settings, name="baseline"):
    finished = run(load_scenario(name, settings=[f"worlds={WORLDS}", *settings]))
    base = base_of(finished.scenario)
    assert base is not None
    return finished, effect_of(finished, base)


def test_sanctions_of_2017_differ_most_while_they_press():
    finished, found = effect("sampling=best", name="s03_eu_sanctions_2017")
    assert found.base.name == "baseline"
    beside = run(load_scenario("baseline", settings=["sampling=best"]), worlds=WORLDS)
    apart = finished.series[HEADLINE] - beside.series[HEADLINE]
    medians = np.sort(apart, axis=1)[:, WORLDS // 2]
    assert found.largest.month == int(np.argmax(np.abs(medians)))
    assert found.largest.median == pytest.approx(medians[found.largest.month])
    assert "2017" < finished.months[found.largest.month] < "2019-06"
    assert abs(found.largest.median) > 10 * abs(found.final.median)
    lines = effect_lines(found, finished)
    assert lines[0].startswith("Compared with baseline (same random numbers), alignment differs most in ")
    assert "At the end, in December 2021: " in lines[0]
    assert lines[1].startswith("eu_2017 (sanctions by EU) acts in 20 months; in ")
    plain = effect_as_plain(found, finished)
    assert {"scenario", "sentence", "month", "diff"} <= set(plain)
    assert plain["diff"]["median"] == found.largest.median


def test_a_floor_below_what_happens_anyway_is_told():
    _, found = effect("pressures.cut={kind: energy_cut, level: 0.1, start: 2014-01, end: 2016-12}")
    (cut,) = found.bindings
    beside = run(load_scenario("baseline"), worlds=WORLDS, keep=["russia.oil_cut"])
    anyway = float((beside.series["russia.oil_cut"][12:48] >= 0.1 - 1e-6).mean())
    assert (cut.months, cut.worlds, cut.compared) == (36, 1.0, "russia.oil_cut")
    assert cut.idle == pytest.approx(anyway)
    assert "it asks no more than Moscow does anyway" in binding_sentence(cut)


def test_moves_ordered_and_ruled_out_are_compared_with_what_is_done_anyway():
    order = "pressures.base={kind: force, by: Belarus, move: grant_base, start: 2016-01, duration: 2}"
    _, found = effect(order, "pressures.never={kind: forbid, by: Russia, move: rescue}")
    base, never = found.bindings
    assert (base.months, base.idle) == (2, 0.0)
    assert binding_sentence(base).endswith("acts in 2 months; in 0 % of them the move would be made anyway")
    assert 0 < never.idle < 1
    assert binding_sentence(never).endswith("of them the move would not be made anyway")


def test_pressures_by_chance_on_a_condition_or_outside_the_run():
    _, found = effect(
        "pressures.chance={kind: unrest, level: 0.5, start: 2015-03, end: 2015-06, probability: 0.5}",
        "pressures.waits={kind: unrest, level: 0.5, when: {variable: belarus.alignment, above: 0.2}}",
        "pressures.outside={kind: unrest, level: 0.5, start: 2019-01}",
        "pressures.adds={kind: tension, level: 0.1, start: 2015-01, end: 2015-01}",
        "end=2016-12",
    )
    by_name = {one.pressure.name: one for one in found.bindings}
    assert 0.2 < by_name["chance"].worlds < 0.8
    assert " of the worlds; in " in binding_sentence(by_name["chance"])
    assert binding_sentence(by_name["waits"]).endswith("depends on a condition")
    assert binding_sentence(by_name["outside"]).endswith("has no effect: it acts in no month of any world")
    assert binding_sentence(by_name["adds"]).endswith("acts in 1 month")


def test_without_anything_to_compare_there_is_no_effect():
    assert base_of(load_scenario("baseline")) is None
    assert base_of(load_scenario("baseline", settings=["worlds=7", "seed=3"])) is None


def test_no_difference_is_told():
    finished, found = effect("pressures.none={kind: energy_cut, level: 0.5, start: 2020-01}", "end=2016-12")
    assert found.largest.median == 0
    assert effect_sentence(found, finished).endswith("the median of the differences rounds to 0.00.")


def test_worlds_whose_regime_falls_are_left_out_and_counted():
    storm = "pressures.storm={kind: unrest, level: 1.0, start: 2015-01, end: 2021-12, probability: 0.5}"
    finished, found = effect(storm, name="s14_no_rescue")
    beside = run(load_scenario("baseline"), worlds=WORLDS)
    stand = finished.standing[-1] & beside.standing[-1]
    assert 0 < stand.sum() < WORLDS
    assert found.final.worlds == stand.sum()
    assert found.final.left_out == pytest.approx(1 - stand.mean())
    assert "of the worlds are left out" in effect_sentence(found, finished)


def test_with_no_regime_left_standing_there_is_no_number():
    storm = "pressures.storm={kind: unrest, level: 1.0, start: 2013-01, end: 2021-12}"
    finished, found = effect(storm, "read_from=2021-12", name="s14_no_rescue")
    assert math.isnan(found.final.median)
    assert np.isnan(effect_as_plain(found, finished)["diff"]["median"])
    assert "no month in which the regime of any world stands in both runs" in effect_sentence(found, finished)


def test_every_floor_is_a_driver_and_a_series():
    floors = {e.moves for kind in KINDS.values() for e in kind.effects if e.combine in (Combine.FLOOR, Combine.FLAG)}
    assert set(FLOORS) <= floors
    assert set(FLOORS.values()) <= set(theory().series)
