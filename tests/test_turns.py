"""Turning points: the cut is the best there is, the terms add up, and a move behind a turn is one it hangs on."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from model.evidence import load_seeds
from model.record import DIMENSIONS, HEADLINE
from model.run import run
from model.scenario import load_scenario
from model.story import tell
from model.telling.decomposition import definition, monthly_terms
from model.telling.paths import COMMON, courses, medoid, run_for_medoid, turnings
from model.telling.story_record import keep_diary
from model.telling.turns import LARGE, MOST, all_turns, segments, turns
from model.telling.without import Removal, SameLuck, headlines_without


def strayed(course, start, end):
    """Squared distance from the straight line, by NumPy's own least squares."""
    piece, months = course[start:end], np.arange(start, end)
    return float(np.sum((piece - np.polyval(np.polyfit(months, piece, 1), months)) ** 2))


def cheapest(course, least, price):
    """The least cost of all cuts there are."""
    months, costs = len(course), []
    for number in range(months // least):
        for cut in combinations(range(1, months), number):
            ends = (0, *cut, months)
            if all(b - a >= least for a, b in pairwise(ends)) or not cut:
                costs.append(sum(strayed(course, a, b) + price for a, b in pairwise(ends)))
    return min(costs)


@pytest.mark.parametrize("least", [3, 4])
def test_no_other_cut_is_cheaper(least):
    walks = np.cumsum(np.random.default_rng(3).normal(0.0, 0.1, (12, 3)), axis=0)
    for world, pieces in enumerate(segments(walks, least=least, price=0.01)):
        cost = sum(strayed(walks[:, world], a, b + 1) + 0.01 for a, b in pieces)
        assert cost == pytest.approx(cheapest(walks[:, world], least, 0.01))
        assert all(b - a + 1 >= least for a, b in pieces)
        assert [a for a, _ in pieces[1:]] == [b + 1 for _, b in pieces[:-1]]


def test_a_world_alone_turns_as_among_others():
    walks = np.cumsum(np.random.default_rng(4).normal(0.0, 0.05, (60, 9)), axis=0)
    every = all_turns(walks)
    for world in range(9):
        assert turns(walks[:, world]) == every[world]


def test_a_rise_and_a_fall_by_hand():
    # flat for 20 months, up by .5 in ten, flat for 20, down by .8 in 16, flat
    course = np.concatenate([np.zeros(20), np.linspace(0.05, 0.5, 10), np.full(20, 0.5), np.linspace(0.45, -0.3, 16),
                             np.full(20, -0.3)])  # fmt: skip
    up, down = turns(course)
    assert abs(up.month - 20) <= 1
    assert abs(down.month - 50) <= 1
    assert up.change == pytest.approx(0.5, abs=0.06)
    assert down.change == pytest.approx(-0.8, abs=0.11)


def test_a_flat_course_never_turns():
    assert turns(np.full(108, -0.4)) == ()
    assert turns(np.array([0.1])) == ()


def test_a_jump_that_is_taken_back_is_no_turn():
    course = np.zeros(60)
    course[30:32] = 0.4
    assert turns(course) == ()


def test_at_most_three_turns_and_none_small():
    walks = np.cumsum(np.random.default_rng(5).normal(0.0, 0.1, (108, 40)), axis=0)
    for found in all_turns(walks):
        assert len(found) <= MOST
        assert all(abs(turn.change) >= LARGE for turn in found)
        assert [turn.month for turn in found] == sorted(turn.month for turn in found)


def test_the_definition_rests_on_the_state_alone():
    made = definition()
    assert made.rules[-1].target == "alignment"
    assert not {f"alignment_{d}" for d in DIMENSIONS} & set(made.leaves)
    assert {"contacts", "survival_dependence", "sanctions_felt_in_trade"} <= set(made.leaves)


def numbers():
    return {key: load_seeds().parameters[key].best for key in definition().keys}


def test_terms_of_a_change_by_hand():
    """One leaf moves: the whole change is its own, weight × weight × difference."""
    state = {name: np.array([0.2, 0.2]) for name in definition().leaves}
    state["contacts"] = np.array([0.2, 0.5])
    terms = monthly_terms(state, numbers())
    known = numbers()
    expected = known["alignment.weight_diplomacy"] * known["alignment.diplomacy_by_contacts"] * 0.3
    assert terms["contacts"] == pytest.approx([expected])
    assert all(terms[name] == pytest.approx([0.0]) for name in terms if name != "contacts")


def test_terms_add_up_to_the_change():
    rng = np.random.default_rng(6)
    state = {name: rng.uniform(0.2, 0.5, 30) for name in definition().leaves}
    change = np.diff(definition().value(state, numbers()))
    np.testing.assert_allclose(sum(monthly_terms(state, numbers()).values()), change, atol=1e-12)


def test_terms_of_a_lived_world_add_up_to_its_headline():
    diary = keep_diary(load_scenario("baseline"), 41)
    headline = diary.series["alignment"]
    total = sum(diary.terms.values())
    np.testing.assert_allclose(np.diff(headline)[1:], total[1:], atol=0.03)
    assert np.mean(np.abs(np.diff(headline)[1:] - total[1:])) < 0.002


def test_the_first_copy_is_the_world_itself():
    scenario = load_scenario("baseline")
    lived = run(scenario, keep=[HEADLINE], moves=False, first=41, worlds=1)
    copies = headlines_without(scenario, 41, [Removal("repress_harshly", 0, 107), Removal("rescue", 0, 0)])
    np.testing.assert_array_equal(copies[:, 0], lived.series[HEADLINE][:, 0])
    np.testing.assert_array_equal(copies[:, 2], copies[:, 0])
    assert not np.array_equal(copies[:, 1], copies[:, 0])


def test_a_removal_is_the_scenario_s_forbid():
    forbidden = load_scenario("baseline", settings=["pressures.no={kind: forbid, by: Russia, move: rescue}"])
    alone = run(forbidden, keep=[HEADLINE], moves=False, first=7, worlds=1).series[HEADLINE][:, 0]
    copies = headlines_without(load_scenario("baseline"), 7, [Removal("rescue", 0, 107)])
    np.testing.assert_array_equal(copies[:, 1], alone)


def test_copies_have_the_same_luck():
    luck = SameLuck(2013, 5, 3)
    for draw in (luck.uniform, luck.logistic, luck.gumbel):
        assert len(set(draw("chance/any", 4).tolist())) == 1
        assert draw("chance/any", 4).shape == (3,)


def test_a_turn_is_told_with_its_reasons():
    story = tell(load_scenario("baseline"), 41)
    assert story.turns
    for turn in story.turns:
        way = np.sign(turn.after - turn.before)
        assert abs(turn.after - turn.before) >= LARGE
        assert all(term.change * way > 0 for term in turn.terms)
        assert turn.terms[0].words in turn.text
        assert all(move.share >= 0.1 and move.words in turn.text for move in turn.moves)
        assert turn.text.startswith(("It turned in ", "It went on in "))
    assert story.head() == " ".join(turn.text for turn in story.turns)


@pytest.fixture(scope="module")
def many():
    return run_for_medoid(load_scenario("s14_no_rescue"), 97)


def test_every_common_path_has_a_world_in_its_middle(many):
    found = courses(many)
    assert sum(course.share for course in found) == pytest.approx(1.0)
    assert [c.share for c in found] == sorted((c.share for c in found), reverse=True)
    for course in found:
        assert (course.world is not None) == (course.share >= COMMON)
        if course.world is not None:
            assert course.world == medoid(many, course.path)
    assert sum(course.world is not None for course in found) >= 2


def test_when_all_worlds_turn(many):
    west, moscow = turnings(many)
    found = all_turns(many.series[HEADLINE])
    down = [min(some, key=lambda t: t.change) for w in found if (some := [t for t in w if t.change < 0])]
    assert moscow.share == pytest.approx(len(down) / 97)
    middle = sorted(turn.month for turn in down)[round(0.5 * (len(down) - 1))]
    assert moscow.middle == many.months[middle]
    assert moscow.early <= moscow.middle <= moscow.late
    assert moscow.change < -LARGE
    assert west.change > LARGE


def test_nothing_turns_in_a_short_run():
    short = run_for_medoid(load_scenario("baseline", settings=["end=2013-03"]), 5)
    assert [(one.share, one.middle) for one in turnings(short)] == [(0.0, None), (0.0, None)]
