"""The split of a change: what differs, the scenarios in between, exact Shapley values, real runs."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from experiments.explanation.explain import Mean, ends, explain
from experiments.explanation.groups import ExplanationError, coalition, coalitions, differences, grouped
from experiments.explanation.outcome import outcome_of
from experiments.explanation.runs import Count, read_in_all
from experiments.explanation.shapley import interactions, shapley_values
from model.engine import select
from model.ensemble.record import HEADLINE, Posture
from model.runs.outcomes import KEY_EVENTS, first_month
from model.runs.run import run
from model.runs.shared_past import alike_before
from model.runs.world_lists import worlds_of
from model.scenario.load import load_scenario

WORLDS = 23
US = "pressures.us_2017={kind: sanctions, by: US, start: 2017-05, end: 2018-12}"
SANCTIONS = ("pressures.eu_2017", "pressures.us_2017")
SECTIONS = ("hypotheses", "parameters", "pressures", "initial", "switch_off")


def scenario(name="baseline", *changes):
    given = {one.partition("=")[0] for one in changes}
    usual = [one for one in (f"worlds={WORLDS}", "end=2019-06") if one.partition("=")[0] not in given]
    return load_scenario(name, settings=[*usual, *changes])


def sanctions():
    return scenario(), scenario("s03_eu_sanctions_2017", US)


MIXED = (
    "switch_off=[M23]",
    "parameters.coercion.coercion_by_oil=0.4",
    "hypotheses.room_for_manoeuvre=shrank",
    "initial.belarus.contacts=0.5",
)
"""One difference of every other kind."""


# -- the game


@st.composite
def games(draw, most=5, worlds=3):
    players = draw(st.integers(1, most))
    return draw(arrays(np.float64, (2**players, worlds), elements=st.floats(-10, 10)))


def by_permutations(values):
    """The mean of what each player adds, over all orders."""
    players = len(values).bit_length() - 1
    parts = np.zeros((players, values.shape[1]))
    for order in permutations(range(players)):
        before = 0
        for player in order:
            parts[player] += values[before | 1 << player] - values[before]
            before |= 1 << player
    return parts / factorial(players)


@given(games())
@settings(deadline=None)
def test_parts_are_means_over_all_orders_and_sum_to_the_whole(values):
    parts = shapley_values(values)
    np.testing.assert_allclose(parts, by_permutations(values), rtol=0, atol=1e-9)
    np.testing.assert_allclose(parts.sum(axis=0), values[-1] - values[0], rtol=0, atol=1e-9)


@given(games(most=4), st.data())
def test_one_that_adds_nothing_gets_nothing_and_leaves_the_others_alone(values, data):
    players = len(values).bit_length() - 1
    idle = data.draw(st.integers(0, players))
    coalition_of = [number & (1 << idle) - 1 | number >> 1 & ~((1 << idle) - 1) for number in range(2 * len(values))]
    parts = shapley_values(values[coalition_of])
    np.testing.assert_allclose(parts[idle], 0.0, rtol=0, atol=1e-12)
    np.testing.assert_allclose(np.delete(parts, idle, axis=0), shapley_values(values), rtol=0, atol=1e-9)
    both = interactions(values[coalition_of])
    assert all(np.abs(row).max() < 1e-9 for pair, row in both.items() if idle in pair)


@given(arrays(np.float64, (5, 2), elements=st.floats(-10, 10)))
def test_players_that_are_alike_get_equal_parts(by_size):
    values = by_size[np.bitwise_count(np.arange(16))]
    parts = shapley_values(values)
    np.testing.assert_allclose(parts, np.broadcast_to(parts[0], parts.shape), rtol=0, atol=1e-9)


def test_parts_and_interactions_by_hand():
    values = np.array([0.0, 1, 2, 5, 0, 1, 2, 11])[:, np.newaxis]
    # a adds 1 and b 2; a and b together 2 more; all three 6 more, of which each gets 2
    np.testing.assert_allclose(shapley_values(values)[:, 0], [1 + 1 + 2, 2 + 1 + 2, 2])
    found = {pair: float(row[0]) for pair, row in interactions(values).items()}
    assert found == pytest.approx({(0, 1): 2 + 3, (0, 2): 3, (1, 2): 3})


def test_three_coalitions_are_no_game():
    with pytest.raises(ValueError, match="3 coalitions are not those of any number of players"):
        shapley_values(np.zeros((3, 1)))


# -- what differs


def test_every_kind_of_difference_is_found_and_words_are_none():
    a, b = scenario(), scenario("s03_eu_sanctions_2017", "pressures.history.crimea=null", *MIXED)
    keys = {one.key for one in differences(a, b)}
    assert keys == {
        "pressures.eu_2017", "pressures.history.crimea", "switch_off.M23", "parameters.coercion.coercion_by_oil",
        "hypotheses.room_for_manoeuvre", "initial.belarus.contacts",
    }  # fmt: skip
    pressure = b.pressures["eu_2017"]
    told = replace(b, pressures={**b.pressures, "eu_2017": replace(pressure, because="another reason")})
    assert differences(b, told) == ()
    changed = scenario("s03_eu_sanctions_2017", "pressures.eu_2017.level=0.5")
    (one,) = differences(scenario("s03_eu_sanctions_2017"), changed)
    assert (one.before.level, one.after.level) == (0.8, 0.5)


def test_the_ends_are_the_two_scenarios_themselves():
    a = scenario("s22_no_ukraine_war", "switch_off=[M23, M40]")
    b = scenario("s03_eu_sanctions_2017", US, *MIXED)
    groups = grouped(differences(a, b), {"past": [d.key for d in differences(a, b) if "history" in d.key]})
    for taken, whole in (((), a), (groups, b)):
        made = coalition(a, b, taken)
        assert {key: getattr(made, key) for key in SECTIONS} == {key: getattr(whole, key) for key in SECTIONS}
        assert list(made.pressures) == list(whole.pressures)
        keep = {"keep": [HEADLINE, "belarus.contacts"], "moves": False, "worlds": 3}
        one, other = run(made, **keep), run(whole, **keep)
        for name in keep["keep"]:
            np.testing.assert_array_equal(one.series[name], other.series[name])


def test_a_coalition_takes_its_groups_and_keeps_history_first():
    a, b = sanctions()
    groups = grouped(differences(a, b))
    between = coalition(a, b, groups[1:])
    assert set(between.pressures) - set(a.pressures) == {"us_2017"}
    names = list(coalitions(b, a, groups := grouped(differences(b, a)))[1].pressures)
    assert [name.startswith("history.") for name in names] == sorted(
        (name.startswith("history.") for name in names), reverse=True
    )
    assert len(groups) == 2


def test_groups_are_joined_by_name():
    found = differences(*sanctions())
    assert [group.name for group in grouped(found)] == list(SANCTIONS)
    (one,) = grouped(found, {"sanctions": SANCTIONS})
    assert (one.name, [member.key for member in one.members]) == ("sanctions", list(SANCTIONS))


@pytest.mark.parametrize(
    ("joined", "message"),
    [
        ({"x": ["pressures.eu_2071"]}, "unknown member of group 'x': 'pressures.eu_2071'; did you mean 'pressures.eu_"),
        ({"x": [SANCTIONS[0]], "y": [SANCTIONS[0]]}, "'pressures.eu_2017' is named twice; it can be in one group only"),
        ({SANCTIONS[0]: [SANCTIONS[1]]}, "a group needs a name of its own and members, e.g. sanctions=pressures.eu"),
        ({"x": []}, "a group needs a name of its own and members"),
    ],
)
def test_groups_that_cannot_be(joined, message):
    with pytest.raises(ExplanationError, match=message):
        grouped(differences(*sanctions()), joined)


def test_more_than_ten_groups_are_refused_before_any_run():
    many = [f"pressures.p{i}={{kind: sanctions, by: EU, start: 201{i % 6 + 3}-05, duration: 2}}" for i in range(2, 13)]
    with pytest.raises(ExplanationError, match=r"11 things differ.*at most 10; join some of them with --group NAME="):
        explain(scenario(), scenario("baseline", *many))


def test_what_clashes_in_between_is_refused_by_names():
    force = "pressures.base={kind: force, by: Belarus, move: grant_base, start: 2016-01, duration: 2}"
    forbid = "pressures.never={kind: forbid, by: Belarus, move: grant_base}"
    with pytest.raises(ExplanationError, match=r"'never' forbids 'grant_base' in 2016-01, but 'base' forces it; join"):
        explain(scenario("baseline", force), scenario("baseline", forbid))


def test_worlds_and_dates_of_one_side_hold_on_both():
    found = explain(load_scenario("baseline"), scenario("s03_eu_sanctions_2017", "end=2019-12"))
    assert found.a.end == found.b.end == "2019-12"
    assert found.a.worlds == found.worlds == 23


def test_what_cannot_be_asked():
    a, b = sanctions()
    with pytest.raises(ExplanationError, match="do not differ in anything that acts"):
        explain(a, a)
    with pytest.raises(ExplanationError, match="month '2030-01' is not in these scenarios; allowed: 2013"):
        explain(a, b, month="2030-01")
    with pytest.raises(ExplanationError, match=r"unknown outcome 'war'; allowed are turning points hosting.*client"):
        explain(a, b, outcome="war")
    with pytest.raises(ExplanationError, match=r"did you mean 'belarus.contacts'"):
        explain(a, b, outcome="belarus.contact")
    with pytest.raises(ExplanationError, match="baseline extends nothing"):
        ends(load_scenario("baseline"), None)


# -- runs


@pytest.fixture(scope="module")
def found():
    done = []
    result = explain(*sanctions(), progress=lambda done_, whole: done.append((done_, whole)))
    assert done[-1][0] == done[-1][1]
    return result


def test_the_change_is_the_paired_difference_in_the_month_where_its_median_is_largest(found):
    a, b = (run(one, keep=[HEADLINE], moves=False) for one in sanctions())
    apart = b.series[HEADLINE] - a.series[HEADLINE]
    month = int(np.argmax(np.abs(np.sort(apart, axis=1)[:, WORLDS // 2])))
    assert found.month == a.months[month]
    assert found.change.value == pytest.approx(float(apart[month].mean()), abs=1e-12)
    assert found.after - found.before == pytest.approx(found.change.value, abs=1e-12)
    np.testing.assert_allclose(found.each.sum(axis=0), apart[month], rtol=0, atol=1e-9)
    assert sum(part.mean.value for part in found.parts) == pytest.approx(found.change.value, abs=1e-9)
    assert (found.worlds, found.left_out) == (WORLDS, 0.0)


def test_two_parts_by_hand(found):
    a, b = sanctions()
    eu = scenario("s03_eu_sanctions_2017")
    us = replace(b, pressures={name: one for name, one in b.pressures.items() if name != "eu_2017"})
    none, first, second, both = (
        run(one, keep=[HEADLINE], moves=False).series[HEADLINE][_month(found)] for one in (a, eu, us, b)
    )
    parts = {part.group.name: part.mean.value for part in found.parts}
    assert parts["pressures.eu_2017"] == pytest.approx((0.5 * (first - none + both - second)).mean(), abs=1e-12)
    assert parts["pressures.us_2017"] == pytest.approx((0.5 * (second - none + both - first)).mean(), abs=1e-12)
    (one,) = found.interactions
    assert one.mean.value == pytest.approx((both - first - second + none).mean(), abs=1e-12)


def _month(found):
    return next(m for m in range(found.a.months) if found.a.date(m) == found.month)


def test_side_by_side_and_cut_short_is_alone_and_in_full():
    a, b = sanctions()
    b = replace(b, initial={"belarus.contacts": 0.5})
    values, counts = read_in_all([a, b, a], worlds_of(a), outcome_of(None), Count(None, 0), 60)
    for row, one in zip(values[:, 0], (a, b, a), strict=True):
        np.testing.assert_array_equal(row, run(one, keep=[HEADLINE], moves=False).series[HEADLINE][60])
    assert counts.all()


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_months_that_are_alike_are_simulated_once_and_the_rest_is_as_ever(engine, monkeypatch):
    monkeypatch.setattr(select, "requested", lambda: engine)
    some = ("end=2017-12", "worlds=5", "given={stands: 2017-12}")
    a, b = scenario("baseline", *some), scenario("s03_eu_sanctions_2017", US, *some)
    assert alike_before(coalitions(a, b, grouped(differences(a, b)))) == 52  # May 2017
    for name in (HEADLINE, "eu_suspension"):
        asked = outcome_of(name)
        values, counts = read_in_all([a, b], worlds_of(a), asked, Count(None, 0))
        for row, one in zip(values, (a, b), strict=True):
            np.testing.assert_array_equal(row, asked.values(run(one, keep=asked.series, moves=False)))
        assert counts.all()


def test_what_acts_from_the_start_or_waits_leaves_no_month_alike():
    a = scenario()
    waiting = (
        "pressures.waits={kind: unrest, level: 0.6, duration: 4, when: {variable: belarus.repression, above: 0.3}}"
    )
    assert alike_before([a, a]) == a.months
    assert alike_before([a, scenario("s03_eu_sanctions_2017", "switch_off=[M23]")]) == 0
    assert alike_before([scenario("baseline", waiting), scenario("s03_eu_sanctions_2017", waiting)]) == 0
    changed = "pressures.history.tension.path={2014-03: 0.3, 2014-08: 0.3}"
    assert alike_before([a, scenario("baseline", changed)]) == 0


def test_a_null_pressure_gets_nothing_and_twins_get_the_same():
    late = "pressures.late={kind: sanctions, by: EU, start: 2019-06}"
    twins = [f"pressures.{name}={{kind: tension, level: 0.1, start: 2016-01}}" for name in ("one", "two")]
    found = explain(scenario(), scenario("baseline", late, *twins), month="2018-12")
    parts = {part.group.name: part.mean for part in found.parts}
    assert parts["pressures.late"].value == pytest.approx(0.0, abs=1e-12)
    assert not parts["pressures.late"].distinct
    assert parts["pressures.one"].value == pytest.approx(parts["pressures.two"].value, abs=1e-9)
    assert abs(parts["pressures.one"].value) > 0.001


def test_turning_points_and_postures_are_shares_of_all_worlds():
    a, b = sanctions()
    one = explain(a, b, outcome="eu_lifting")
    event = next(event for event in KEY_EVENTS if event.name == "eu_lifting")
    happened = [first_month(run(s, keep=[event.series], moves=False), event) >= 0 for s in (a, b)]
    assert (one.before, one.after, one.month) == (happened[0].mean(), happened[1].mean(), "2019-06")
    b = scenario("s22_no_ukraine_war")
    everything = {"all": [one.key for one in differences(a, b)]}
    other = explain(a, b, outcome="client", month="2018-12", groups=everything)
    shares = [float((run(s, keep=[], moves=False).posture[71] == Posture.CLIENT).mean()) for s in (a, b)]
    assert (other.before, other.after) == pytest.approx(shares)
    assert other.change.value > 0


def test_worlds_whose_regime_falls_in_some_coalition_are_left_out():
    b = scenario("s13_moscow_exploits_unrest_2017")
    found = explain(scenario(), b, month="2019-06")
    falls = explain(scenario(), b, outcome="fall")
    assert 0.0 < falls.after <= found.left_out < 1.0
    assert found.worlds == round(WORLDS * (1 - found.left_out))
    given = "given={fallen: {by: 2013-02}}"
    with pytest.raises(ExplanationError, match="there is no world that counts and whose regime stands"):
        explain(scenario("baseline", given), scenario("s13_moscow_exploits_unrest_2017", given))


def test_conditions_later_than_the_month_still_count():
    given = "given={variable: belarus.alignment, above: -0.15, at: 2019-06}"
    a, b = scenario("baseline", given), scenario("s03_eu_sanctions_2017", given)
    found = explain(a, b, month="2018-01")
    meets = [run(one, keep=[HEADLINE], moves=False).series[HEADLINE][-1] > -0.15 for one in (a, b)]
    assert 0 < found.worlds == int((meets[0] & meets[1]).sum()) < WORLDS


def test_one_scenario_alone_is_held_against_what_it_extends():
    a, b = ends(load_scenario("s03_eu_sanctions_2017", settings=[f"worlds={WORLDS}"]), None)
    assert (a.name, b.name) == ("baseline", "s03_eu_sanctions_2017")
    assert [one.key for one in differences(a, b)] == ["pressures.eu_2017"]


def test_the_interval_is_that_of_a_mean():
    mean = Mean.of(np.array([1.0, 2.0, 3.0]))
    half = 4.302652729911275 / np.sqrt(3)  # Student's t with two degrees of freedom; standard deviation 1
    assert mean == pytest.approx((2.0, 2.0 - half, 2.0 + half))
    assert not mean.distinct
    assert Mean.of(np.array([2.0, 2.0])).distinct
    assert np.isnan(Mean.of(np.array([1.0])).low)


def test_plain_data(found):
    plain = found.as_plain()
    assert {"a", "b", "outcome", "change", "parts"} <= set(plain)
    assert (plain["a"], plain["b"], plain["outcome"]) == ("baseline", "s03_eu_sanctions_2017", HEADLINE)
    assert [set(part) for part in plain["parts"]] == 2 * [{"name", "members", "value", "interval"}]
    sizes = [abs(part["value"]) for part in plain["parts"]]
    assert sizes == sorted(sizes, reverse=True)
    low, high = plain["parts"][0]["interval"]
    assert low < plain["parts"][0]["value"] < high
