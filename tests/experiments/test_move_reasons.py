"""Why a move is made, over many worlds: by hand, against the story of one world, and what adds up."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from experiments.explanation.move_reasons import NoReasonsError, month_of, move_reasons
from model.core.errors import TightropeError
from model.ensemble.record import HEADLINE, Posture
from model.runs.run import run
from model.scenario.load import load_scenario
from model.scenario.pressure import Combine, Pressure
from model.story.diary import diary_of, episodes
from model.story.reasons import USUAL, from_usual, reasons
from model.theory.theory import theory

MOVES = {move.series: move for move in theory().moves.values()}
WORLDS = 24


@cache
def baseline():
    return load_scenario("baseline", settings=["sampling=prior", "end=2016-12"])


@cache
def over_worlds(series, worlds=WORLDS):
    return move_reasons(baseline(), series, worlds=worlds)


def test_what_was_usual_by_hand():
    """Values 1, 3, 5 and 9 in the month of the move; the second month had the move: usual (1 + 5) / 2, change 6."""
    values = np.array([[1.0], [3.0], [5.0], [9.0]])
    usual, change = from_usual(values, np.array([[True], [False], [True]]))
    assert (usual[0], change[0]) == (3.0, 6.0)


def test_where_no_month_counts_there_is_no_usual():
    usual, change = from_usual(np.ones((3, 2)), np.array([[False, True], [False, False]]))
    assert np.isnan(usual).tolist() == [True, False]
    assert np.isnan(change[0])
    assert change[1] == 0.0
    assert np.isnan(from_usual(np.ones((1, 4)), np.zeros((0, 1), np.bool_))[0]).all()


@pytest.mark.parametrize("series", ["belarus.release_prisoners", "russia.cut_oil", "eu.suspend_sanctions"])
@pytest.mark.parametrize("world", [3, 41])
def test_one_world_has_the_reasons_of_its_story(series, world):
    move = MOVES[series]
    weighed = diary_of(baseline(), world).moves[move.name]
    first = next(iter(episodes(weighed)), (0, 0))[0]
    if not first:
        with pytest.raises(NoReasonsError):
            move_reasons(baseline(), series, worlds=[world])
        return
    found = move_reasons(baseline(), series, worlds=[world])
    assert (found.worlds, found.dated[1]) == (1, baseline().date(first))
    rows = {row.motive: row for row in found.rows}
    for one in (part for side in reasons(move, weighed, first) for part in side):
        row = rows[one.motive]
        if set(row.parameters) == set(one.parameters):
            assert (row.change, row.words) == (pytest.approx(one.amount, abs=1e-12), one.words)
            assert (row.usual, row.value) == pytest.approx((one.usual, one.value), abs=1e-12)
    before = [one.utility for one in weighed[max(0, first - USUAL) : first] if not one.taken]
    assert found.change == pytest.approx(weighed[first].utility - np.mean(before), abs=1e-12)


def test_months_in_which_the_move_was_made_do_not_count_as_usual():
    """Visits come and go: in a later month, against the months without one."""
    series = "us.visits"
    weighed = diary_of(baseline(), 41).moves[MOVES[series].name]
    windows = {month: weighed[month - USUAL : month] for month in range(USUAL, len(weighed)) if weighed[month].taken}
    month = next(one for one, window in windows.items() if 0 < sum(before.taken for before in window) < USUAL)
    found = move_reasons(baseline(), series, baseline().date(month), worlds=[41])
    without = [one.utility for one in windows[month] if not one.taken]
    assert found.change == pytest.approx(weighed[month].utility - np.mean(without), abs=1e-12)


def test_nobody_moves_after_the_fall():
    """The regime of world 7 falls in September 2020; criticism goes on in the variables, and counts no more."""
    whole = load_scenario("baseline", settings=["sampling=prior"])
    with pytest.raises(NoReasonsError, match=r"'eu.criticise' is not made in 2021-02 in the one world of baseline"):
        move_reasons(whole, "eu.criticise", "2021-02", worlds=[7])


@pytest.mark.parametrize("series", ["belarus.release_prisoners", "russia.cut_oil", "belarus.support_identity"])
def test_rows_add_up_to_the_change_of_the_utility(series):
    found = over_worlds(series)
    assert found.worlds > 3
    assert sum(row.change for row in found.rows) == pytest.approx(found.change, abs=1e-9)
    assert [abs(row.change) for row in found.rows] == sorted((abs(row.change) for row in found.rows), reverse=True)
    for row in found.rows:
        assert row.low <= row.high
        assert 0.0 <= row.share <= 1.0


def test_what_speaks_against_a_move_is_among_its_reasons():
    """In world 41 the mood in Minsk had turned towards Moscow when it freed prisoners all the same."""
    found = move_reasons(baseline(), "belarus.release_prisoners", worlds=[41])
    mood = next(row for row in found.rows if row.motive == "disposition_belarus")
    assert mood.change < 0.0
    assert (mood.low, mood.high, mood.share) == (mood.change, mood.change, 0.0)
    assert mood.words == "the mood in Minsk has turned towards Moscow"
    assert mood.mechanisms == ("M61",)


def test_the_mean_over_worlds_is_that_of_the_worlds_one_by_one():
    series = "belarus.release_prisoners"
    found = over_worlds(series)
    alone = [move_reasons(baseline(), series, worlds=[number]) for number in found.numbers[:6].tolist()]
    few = move_reasons(baseline(), series, worlds=found.numbers[:6])
    assert few.worlds == 6
    assert few.change == pytest.approx(np.mean([one.change for one in alone]), abs=1e-12)
    for row in few.rows:
        own = [one.change for part in alone for one in part.rows if one.motive == row.motive]
        assert row.change == pytest.approx(np.mean(own), abs=1e-12)
        assert row.share == np.mean(np.array(own) > 0)
        assert min(own) <= row.low <= row.high <= max(own)
    assert few.months == [one.months[0] for one in alone]


def test_in_a_given_month_the_worlds_that_make_it_then_count():
    series = "belarus.release_prisoners"
    first = over_worlds(series)
    date = first.dated[1]
    then = move_reasons(baseline(), series, date, worlds=WORLDS)
    assert set(then.months) == {month_of(baseline(), date)}
    assert then.dated == (date, date, date)
    firsts = {n for n, month in zip(first.numbers.tolist(), first.months, strict=True) if month == then.months[0]}
    assert firsts <= set(then.numbers.tolist())


def test_a_month_that_the_scenario_orders_is_no_choice():
    ordered = Pressure("now", "force", by="Russia", moves="cut_oil", combine=Combine.FORCE, start=12, duration=1)
    scenario = replace(baseline(), pressures={**baseline().pressures, "now": ordered})
    with pytest.raises(NoReasonsError, match=r"'russia.cut_oil' in 2014-01 is only made where baseline orders it,"):
        move_reasons(scenario, "russia.cut_oil", "2014-01", worlds=4)
    always = replace(ordered, start=0, duration=None)
    everywhere = replace(scenario, pressures={**baseline().pressures, "now": always})
    with pytest.raises(NoReasonsError, match=r"'russia.cut_oil' is only made where baseline orders it, which is"):
        move_reasons(everywhere, "russia.cut_oil", worlds=4)


def test_only_worlds_that_meet_the_condition_count():
    given = load_scenario("baseline", settings=["sampling=prior", "end=2016-12", "given={posture: client@2016-06}"])
    found = move_reasons(given, "russia.cut_oil", worlds=WORLDS)
    posture = run(given, keep=[HEADLINE], worlds=WORLDS).posture[given.months - 7]
    client = set(np.flatnonzero(posture == Posture.CLIENT).tolist())
    assert 0 < len(client) < WORLDS
    assert found.of == len(client)
    assert set(found.numbers.tolist()) <= client
    never = replace(given, given=(replace(given.given[0], name="fallen"),))
    with pytest.raises(NoReasonsError, match=r"none of the 24 worlds meets the condition 'given' of baseline"):
        move_reasons(never, "russia.cut_oil", worlds=WORLDS)


def test_progress_counts_months():
    seen = []
    move_reasons(baseline(), "russia.cut_oil", worlds=2, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(month, 48) for month in range(1, 49)]


def test_plain_data_of_reasons():
    plain = over_worlds("russia.cut_oil").as_plain()
    assert set(plain) == {
        "scenario", "move", "label", "worlds", "of", "ordered", "at_once", "months", "change", "rows"
    }  # fmt: skip
    assert sum(row["change"] for row in plain["rows"]) == pytest.approx(plain["change"], abs=1e-9)


@pytest.mark.parametrize(
    ("series", "month", "message"),
    [
        ("belarus.release_prisoner", None, "unknown move 'belarus.release_prisoner'; did you mean 'belarus.release_pr"),
        ("belarus.contacts", None, "unknown move 'belarus.contacts'"),
        ("russia.cut_oil", "2018-01", "'2018-01' is not in the run of baseline, which goes from 2013-01 to 2016-12"),
        (
            "belarus.grant_base",
            "2013-02",
            r"'belarus.grant_base' is not made in 2013-02 in any of the 3 worlds of ba",
        ),
    ],
)
def test_refusals(series, month, message):
    with pytest.raises(TightropeError, match=message):
        move_reasons(baseline(), series, month, worlds=3)
