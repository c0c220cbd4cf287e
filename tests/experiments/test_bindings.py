"""How long each pressure bound, beside the run of what the scenario extends."""

import pytest

from experiments.comparison.bindings import FLOORS
from experiments.comparison.compare import compare
from experiments.comparison.footing import base_of
from model.runs.run import run
from model.scenario.kinds import KINDS
from model.scenario.load import load_scenario
from model.scenario.pressure import Combine
from model.theory.theory import theory
from viz.sentences.effect_text import binding_sentence, effect_lines

WORLDS = 31


def compared(*settings, name="baseline"):
    scenario = load_scenario(name, settings=[f"worlds={WORLDS}", *settings])
    base = base_of(scenario)
    assert base is not None
    return compare([base, scenario])[0]


def test_a_floor_below_what_happens_anyway_is_told():
    (cut,) = compared("pressures.cut={kind: energy_cut, level: 0.1, start: 2014-01, end: 2016-12}").bindings
    beside = run(load_scenario("baseline"), worlds=WORLDS, keep=["russia.oil_cut"])
    anyway = float((beside.series["russia.oil_cut"][12:48] >= 0.1 - 1e-6).mean())
    assert (cut.months, cut.worlds, cut.compared) == (36, 1.0, "russia.oil_cut")
    assert cut.idle == pytest.approx(anyway)
    assert "it asks no more than Moscow does anyway" in binding_sentence(cut)


def test_moves_ordered_and_ruled_out_are_compared_with_what_is_done_anyway():
    order = "pressures.base={kind: force, by: Belarus, move: grant_base, start: 2016-01, duration: 2}"
    base, never = compared(order, "pressures.never={kind: forbid, by: Russia, move: rescue}").bindings
    assert (base.months, base.idle) == (2, 0.0)
    assert binding_sentence(base).endswith("acts in 2 months; in 0 % of them the move would be made anyway")
    assert 0 < never.idle < 1
    assert binding_sentence(never).endswith("of them the move would not be made anyway")


def test_pressures_by_chance_on_a_condition_or_outside_the_run():
    found = compared(
        "pressures.chance={kind: unrest, level: 0.5, start: 2015-03, end: 2015-06, probability: 0.5}",
        "pressures.waits={kind: unrest, level: 0.5, when: {variable: belarus.alignment, above: 0.2}}",
        "pressures.outside={kind: unrest, level: 0.5, start: 2019-01}",
        "pressures.drawn={kind: unrest, level: 0.5, start: {between: [2015-01, 2015-12]}, duration: 6}",
        "pressures.adds={kind: tension, level: 0.1, start: 2015-01, end: 2015-01}",
        "end=2016-12",
    )
    by_name = {one.pressure.name: one for one in found.bindings}
    assert 0.2 < by_name["chance"].worlds < 0.8
    assert " of the worlds; in " in binding_sentence(by_name["chance"])
    assert binding_sentence(by_name["waits"]).endswith("depends on a condition")
    assert binding_sentence(by_name["outside"]).endswith("has no effect: it acts in no month of any world")
    assert " acts in 6 months; in " in binding_sentence(by_name["drawn"])
    assert binding_sentence(by_name["adds"]).endswith("acts in 1 month")
    assert effect_lines(found)[-1] == f"{binding_sentence(by_name['adds'])}."


def test_every_floor_is_a_driver_and_a_series():
    floors = {e.moves for kind in KINDS.values() for e in kind.effects if e.combine in (Combine.FLOOR, Combine.FLAG)}
    assert set(FLOORS) <= floors
    assert set(FLOORS.values()) <= set(theory().series)
