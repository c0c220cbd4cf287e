"""Two scenarios in the same worlds: the difference by month worked by hand, the verdict, the sentence of each case."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.comparison.compare import beside, compare
from experiments.comparison.footing import Beliefs
from experiments.comparison.monthly import monthly_difference
from experiments.comparison.verdict import Case, verdict_on
from model.core.months import date_of
from model.ensemble.record import HEADLINE, Posture, Run
from model.scenario.load import load_scenario
from viz.sentences.effect_text import effect_as_plain, effect_sentence, part_in_words, second_line

WORLDS = 31
MONTHS = tuple(date_of(month, "2013-01") for month in range(108))
BASELINE = load_scenario("baseline", settings=["worlds=100"])
SANCTIONS = load_scenario("s03_eu_sanctions_2017", settings=["worlds=100"])
UNREST = load_scenario("s13_moscow_exploits_unrest_2017", settings=["worlds=100"])


def made(values, scenario=BASELINE, fallen=0, worlds=100):
    """A run whose headline follows some values month by month, in every world or by world; the first worlds fall."""
    rows = np.zeros((len(MONTHS), worlds)) + np.reshape(values, (len(MONTHS), -1))
    posture = np.full(rows.shape, Posture.HEDGING, np.int8)
    posture[-12:, :fallen] = Posture.FALLEN
    rows[posture == Posture.FALLEN] = np.nan
    alive = (posture != Posture.FALLEN).astype(np.float32)
    return Run(scenario, np.arange(worlds), MONTHS, {HEADLINE: rows, "belarus.regime_alive": alive}, {}, posture)


def course(**levels):
    """Zero, then levels from months on: `m60=0.2` is 0.2 from month 60 on."""
    values = np.zeros(len(MONTHS))
    for month, level in levels.items():
        values[int(month[1:]) :] = level
    return values


ZERO = made(course())


def told(values, scenario=SANCTIONS, **more):
    return beside(ZERO, made(values, scenario, **more))


# -- month by month


def test_the_difference_of_a_month_by_hand():
    base, other = np.zeros(len(MONTHS)), np.zeros((len(MONTHS), 7))
    other[60] = [-0.3, -0.2, -0.1, -0.01, 0.0, 0.05, np.nan]
    found = monthly_difference(made(base, worlds=7), made(other, worlds=7), HEADLINE, margin=0.02)
    # six pairs in order: the median is that of rank round(2.5) = 2, half lies between ranks 1 and 4
    assert (found.median[60], found.half.low[60], found.half.high[60]) == (-0.1, -0.2, 0.0)
    assert (found.most.low[60], found.most.high[60]) == (-0.3, 0.05)
    assert (found.below[60], found.above[60]) == (3 / 6, 1 / 6)
    assert (found.pairs[60], found.worlds) == (6, 7)
    assert found.left_out(60) == pytest.approx(1 / 7)
    assert found.size[60] == pytest.approx(0.66 / 6)
    assert found.largest() == 60
    assert found.share(60) == 0.5


def test_what_is_left_and_when_it_is_gone():
    found = told(course(m50=-0.2, m60=-0.09, m62=-0.12, m70=-0.05, m80=-0.01)).apart
    assert found.largest() == 50
    assert found.left(50, 107) == pytest.approx(0.05)
    assert found.gone_by(50, left=0.5) == 70, "it had come back to more than half in between"
    assert found.gone_by(50, left=0.1) == 80
    assert found.gone_by(50, left=0.01) is None
    assert told(course(m50=-0.2, m60=0.1)).apart.left(50, 107) == 0.0, "what has turned round is gone"


def test_the_error_of_a_median_is_that_of_order_statistics():
    values = np.zeros((len(MONTHS), 100))
    values[60] = np.arange(100) / 100
    apart = told(values).apart
    # 1 / (2 sqrt(100)) = .05 to either side of the middle are the places round(.45 * 99) = 45 and round(.55 * 99) = 54
    assert apart.error[60] == pytest.approx(0.045)
    assert apart.is_clear(60)


# -- the verdict and its sentence


def test_it_fades():
    found = told(course(m60=-0.24, m72=-0.1, m90=-0.02))
    assert verdict_on(found).case is Case.FADES
    assert effect_sentence(found) == (
        "EU sanctions in 2017 and 2018 push Minsk 0.24 towards Moscow by January 2018, in every world. "
        "Half of it is gone by January 2019, nearly all by July 2020."
    )
    assert second_line(found) == "Nine worlds in ten differ by -0.24 to -0.24 in January 2018 (100 worlds)."


def test_it_fades_and_a_part_stays():
    sentence = effect_sentence(told(course(m60=0.24, m72=0.05)))
    assert sentence.startswith("EU sanctions in 2017 and 2018 move Minsk 0.24 towards the West by January 2018, ")
    assert sentence.endswith("Half of it is gone by January 2019; a fifth of it is left in December 2021.")


def test_it_fades_at_once():
    assert effect_sentence(told(course(m60=-0.24, m72=0.0))).endswith(". It is gone by January 2019.")


def test_it_lasts():
    found = told(course(m60=-0.25, m72=-0.2))
    assert verdict_on(found).case is Case.LASTS
    assert effect_sentence(found).endswith(", in every world. Four fifths of it are left in December 2021.")


def test_it_is_still_growing():
    sentence = effect_sentence(told(np.linspace(0, 0.3, 108)))
    assert sentence.endswith(
        " 0.30 towards the West by December 2021, in every world, and the difference is still growing."
    )


def test_nothing_changes():
    found = told(course(m60=0.012, m80=0.0))
    assert verdict_on(found).case is Case.NONE
    assert effect_sentence(found) == (
        "EU sanctions in 2017 and 2018 make hardly any difference to alignment: 0.01 at most, in January 2018."
    )
    assert effect_sentence(told(course())).endswith(
        " make no difference to alignment: the median difference rounds to 0.00 in every month."
    )


def test_a_difference_inside_its_noise_is_none():
    values = np.zeros((len(MONTHS), 11))
    values[60] = [-0.3, -0.2, -0.04, -0.03, -0.03, -0.03, 0.0, 0.0, 0.0, 0.0, 0.0]
    found = beside(made(course(), worlds=11), made(values, SANCTIONS, worlds=11))
    verdict = verdict_on(found)
    assert (verdict.case, verdict.clear) == (Case.NONE, False)
    assert (
        " make no difference to alignment that 11 worlds can show: 0.03 at most, in January 2018."
        in effect_sentence(found)
    )


def test_worlds_are_pulled_apart():
    values = np.zeros((len(MONTHS), 100))
    values[60, :55], values[60, 55:85] = -0.1, 0.06
    found = told(values)
    assert verdict_on(found).case is Case.APART
    assert effect_sentence(found) == (
        "EU sanctions in 2017 and 2018 pull worlds apart by January 2018: nearer Moscow in 55 % (by 0.10), "
        "nearer the West in 30 % (by 0.06)."
    )
    values[60, :55] = 0.0
    assert verdict_on(told(values)).case is Case.NONE, "one side alone pulls nothing apart"


def test_the_regime_falls():
    found = told(course(m60=-0.05, m80=0.0), UNREST, fallen=40)
    assert effect_sentence(found) == (
        "Unrest in 2017 that Moscow exploits brings the regime down in 40 % of worlds instead of 0 % by December 2021. "
        "Where it stands in both, Minsk is 0.05 nearer Moscow by January 2018. It is gone by September 2019."
    )
    none = told(course(), UNREST, fallen=40)
    assert effect_sentence(none).endswith(
        "alignment hardly changes: the median difference rounds to 0.00 in every month."
    )
    kept = beside(made(course(), fallen=40), made(course(), UNREST))
    assert (
        " keeps the regime in place: by December 2021 it falls in 0 % of worlds instead of 40 %. "
        in effect_sentence(kept)
    )
    few = told(course(), UNREST, fallen=2)
    assert verdict_on(few).falls is None, "two worlds of a hundred are less than three points"


def test_no_world_stands():
    gone = replace(made(course(), SANCTIONS), posture=np.full((108, 100), Posture.FALLEN, np.int8))
    gone.series[HEADLINE][:] = np.nan
    found = beside(gone, gone)
    assert verdict_on(found).case is Case.NOWHERE
    assert second_line(found) == ""


def test_parts_as_fractions():
    assert part_in_words(1.0) == ("nearly all", False)
    assert part_in_words(0.8) == ("four fifths", True)
    assert part_in_words(0.667) == ("two thirds", True)
    assert part_in_words(0.5) == ("half", False)
    assert part_in_words(0.05) == ("hardly any", False)


# -- real runs


def test_a_scenario_beside_itself_differs_nowhere():
    again = replace(SANCTIONS, worlds=WORLDS)
    (found,) = compare([again, again])
    assert not found.apart.median.any()
    assert not found.apart.size.any()
    assert found.first_difference is None
    assert all(pair.difference == pair.mean == 0.0 for pair in found.outcomes.values())
    assert effect_sentence(found) == f"Nothing differs between {again.name} and {again.name}."
    assert effect_as_plain(found)["first_difference"] is None


def test_nothing_differs_before_the_first_pressure_that_differs():
    (found,) = compare([replace(BASELINE, worlds=WORLDS), replace(SANCTIONS, worlds=WORLDS)])
    starts = MONTHS.index("2017-05")
    assert found.first_difference == starts
    assert not found.apart.size[:starts].any()
    for name, values in found.base.series.items():
        assert np.array_equal(values[:starts], found.other.series[name][:starts], equal_nan=True), name
    assert found.outcomes["alignment, May 2019"].difference < 0
    plain = effect_as_plain(found)
    assert {"a", "b", "sentence", "largest", "months", "outcomes", "first_difference"} <= set(plain)
    assert plain["largest"]["diff"]["median"] == found.apart.median[found.largest]
    assert plain["first_difference"] == "2017-05"
    assert len(plain["months"]) == 108


def test_a_third_scenario_is_held_against_the_first():
    names = ["baseline", "s03_eu_sanctions_2017", "s16_restraint_2020"]
    scenarios = [load_scenario(name, settings=["worlds=9", "sampling=best"]) for name in names]
    reports = []
    sanctions, restraint = compare(scenarios, progress=lambda *counts: reports.append(counts))
    assert sanctions.base is restraint.base
    assert (sanctions.other.scenario.name, restraint.other.scenario.name) == tuple(names[1:])
    assert reports[-1] == (3 * 108, 3 * 108)


def test_a_mechanism_is_compared_with_its_absence_only_where_beliefs_may_differ():
    off = load_scenario("baseline", settings=["worlds=9", "sampling=best", "switch_off=[M79]"])
    on = load_scenario("baseline", settings=["worlds=9", "sampling=best"])
    (same,), (apart,) = compare([on, off]), compare([on, off], beliefs=Beliefs.EACH)
    assert same.first_difference is None
    assert same.notes == ("mechanism M79 is off on all sides",)
    assert apart.first_difference is not None
