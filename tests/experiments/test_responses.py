"""Responses: what is tried, in which windows and doses, the arithmetic done by hand, and the verdicts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from experiments.comparison.questions import Direction
from experiments.responses.compute import Change, Course, Dose, Response, changed, monotone, reached, responses
from experiments.responses.reader import pressures_tried, read_pressures_tried
from experiments.responses.records import LEVELS, QUANTITIES, SHARES, TriedPressure
from experiments.responses.verdicts import Moves, Sign, clear, kinds_that_move, verdict, verdicts
from model.core.months import months_between
from model.scenario.kinds import KINDS
from model.scenario.scenario import Sampling
from model.yaml_files.nodes import InputError

WORLDS = 60


def tried(key: str) -> TriedPressure:
    return next(one for one in pressures_tried() if one.key == key)


# -- what is tried


def test_every_kind_of_pressure_is_tried():
    assert {one.kind for one in pressures_tried()} == set(KINDS)


def test_a_sign_rests_on_a_paragraph():
    for one in pressures_tried():
        assert one.texts or one.expects is Direction.OPEN, one.key


def test_doses_are_thirds_of_the_range_and_flags_are_on_or_off():
    assert tried("eu_sanctions").doses == (1 / 3, 2 / 3, 1.0)
    assert tried("tension_falls").doses == (-1 / 3, -2 / 3, -1.0)
    for flag in ("rescue", "forced_release", "forbidden_terror", "bid_helsinki"):
        assert tried(flag).doses == (), flag


def test_a_pressure_lasts_for_its_window_and_its_run_for_a_year_more():
    one = tried("eu_sanctions")
    window = one.windows[1]
    scenario = one.scenario(window, 0.5)
    made = scenario.pressures["eu_sanctions"]
    assert (scenario.end, made.level) == (window.after, 0.5) == ("2020-12", 0.5)
    assert [scenario.date(month) for month in (made.start, made.end)] == [window.start, window.end]


@pytest.mark.parametrize("key", ["forced_release", "exercise", "forum"])
def test_what_comes_again_does_so_in_the_window_alone(key):
    one = tried(key)
    for window in one.windows:
        scenario = one.scenario(window, None)
        spans = list(scenario.pressures[key].windows(scenario.months))
        first, last = months_between(scenario.start, window.start), months_between(scenario.start, window.end)
        assert spans[0][0] == first
        assert last - scenario.pressures[key].every < spans[-1][0]
        assert spans[-1][1] <= last


RIGHT = """windows:
  early: {from: 2014-01, to: 2014-12}
pressures:
  cut:
    name: oil cut
    pressure: {kind: energy_cut}
    expects: down
    texts: [001 P20]
    why: It is a punishment.
"""


def read(folder: Path, text: str) -> tuple[TriedPressure, ...]:
    path = folder / "responses.yaml"
    path.write_text(text, encoding="utf-8")
    return read_pressures_tried(path)


def test_a_file_is_read(tmp_path):
    (one,) = read(tmp_path, RIGHT)
    assert (one.key, one.kind, one.of, one.expects) == ("cut", "energy_cut", "alignment", Direction.DOWN)
    assert [window.name for window in one.windows] == ["early"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("expects: down", "expects: sideways", "unknown direction 'sideways'"),
        ("001 P20", "001 P99", "there is no paragraph '001 P99'"),
        ("kind: energy_cut", "kind: energy_cutt", "did you mean 'energy_cut'"),
        ("{kind: energy_cut}", "{kind: energy_cut, by: EU}", "EU"),
        ("{kind: energy_cut}", "much", "'pressure' must be"),
        ("    why: It", "    of: weather\n    why: It", "unknown quantity 'weather'"),
        ("    why: It", "    in: [late]\n    why: It", "unknown window 'late'"),
        ("    why: It", "    full: 2\n    why: It", "'full'"),
        ("    name: oil cut\n", "", "'name'"),
        ("2014-12", "2014-13", "2014-13"),
    ],
)  # fmt: skip
def test_mistakes_are_refused_with_their_places(tmp_path, old, new, said):
    assert old in RIGHT
    with pytest.raises(InputError) as refused:
        read(tmp_path, RIGHT.replace(old, new))
    problems = [str(problem) for problem in refused.value.problems]
    assert any(said in problem and "seeds/responses.yaml:" in problem for problem in problems), problems


# -- the arithmetic


def test_a_change_is_a_mean_over_worlds_that_have_both_numbers():
    found = changed(np.array([0.0, 1.0, np.nan, 0.0]), np.array([2.0, 1.0, 5.0, np.nan]))
    assert found.value == pytest.approx(1.0)  # 2 and 0
    assert found.error == pytest.approx(1.0 / np.sqrt(2))
    assert found.sign == 0
    none = changed(np.array([np.nan]), np.array([1.0]))
    assert np.isnan(none.value)
    assert none.sign == 0


def steps(*values: float, error: float = 0.001) -> tuple[Change, ...]:
    return tuple(Change(value, error) for value in values)


def test_steps_one_way_are_monotone_and_steps_back_are_not():
    assert monotone(steps(-0.1, -0.2, 0.0))
    assert not monotone(steps(-0.1, -0.2, 0.05))
    assert not monotone(steps(0.1, -0.2, 0.1))


def test_a_step_back_within_two_errors_or_below_a_hundredth_is_none():
    assert monotone((*steps(-0.1, -0.2), Change(0.05, 0.03)))
    assert monotone(steps(-0.1, -0.2, 0.009))


# -- verdicts

STILL = Course(Change(0.0, 0.0), Change(0.0, 0.0), Change(0.0, 0.0), "2014-06")


def course(value: float, error: float = 0.001) -> Course:
    change = Change(value, error)
    return Course(change, change, change, "2014-06")


def made(one: TriedPressure, down: tuple[Change, ...] = (), **changes: float) -> Response:
    """A response in the first window, at the full dose alone."""
    courses = dict.fromkeys(QUANTITIES, STILL) | {name: course(value) for name, value in changes.items()}
    return Response(one, one.windows[0], (Dose(1.0, courses, 0.0),), (down, ()), None, "")


def test_levels_move_from_three_hundredths_and_shares_from_a_twentieth_on():
    assert clear("alignment", course(-0.03))
    assert not clear("alignment", course(-0.029))
    assert clear("base", course(0.05))
    assert not clear("base", course(0.049))
    assert not clear("base", course(0.5, error=0.26))
    assert {*LEVELS, *SHARES} == set(QUANTITIES)


def test_what_moves_nothing_is_stiff():
    one = tried("eu_sanctions")
    assert verdict(one, [made(one, alignment=-0.1)]).moves is Moves.HEADLINE
    assert verdict(one, [made(one), made(one, economy=0.1)]).moves is Moves.ELSEWHERE
    assert verdict(one, [made(one, client=0.06)]).moves is Moves.ELSEWHERE
    assert verdict(one, [made(one, client=0.04, alignment=0.02)]).moves is Moves.NOTHING


def test_the_sign_is_that_of_what_the_documents_speak_of():
    sanctions, base = tried("eu_sanctions"), tried("us_base_in_poland")
    found = verdict(sanctions, [made(sanctions, alignment=x) for x in (-0.1, 0.1, 0.0)])
    assert found.signs == (Sign.AS_EXPECTED, Sign.AGAINST, Sign.HARDLY)
    assert found.is_against
    assert verdict(base, [made(base, alignment=-0.5, base=0.2)]).signs == (Sign.AS_EXPECTED,)
    open_ = replace(sanctions, expects=Direction.OPEN)
    assert verdict(open_, [made(open_, alignment=-0.5)]).signs == (Sign.OPEN,)


def test_one_window_that_bends_is_enough():
    one, flag = tried("eu_sanctions"), tried("rescue")
    straight, bent = made(one, steps(-0.1, -0.1)), made(one, steps(-0.1, 0.1))
    assert verdict(one, [straight]).is_monotone
    assert verdict(one, [straight, bent]).is_monotone is False
    assert verdict(flag, [made(flag)]).is_monotone is None


# -- the runs


@cache
def two_pressures() -> tuple[Response, ...]:
    some = [replace(tried(key), windows=tried(key).windows[1:3]) for key in ("eu_sanctions", "forbidden_terror")]
    return tuple(responses(some, worlds=WORLDS, sampling=Sampling.PRIOR))


def test_each_pressure_responds_in_each_window_to_each_dose():
    found = two_pressures()
    assert [(one.tried.key, one.window.name) for one in found] == [
        (key, name) for key in ("eu_sanctions", "forbidden_terror") for name in ("2017-19", "2020-21")
    ]
    assert [len(one.doses) for one in found] == [3, 3, 1, 1]
    for one in found:
        for dose in one.doses:
            assert set(dose.changes) == set(QUANTITIES)
            postures = [dose.changes[name].end.value for name in ("client", "hedging", "leaning_west", "fallen")]
            assert sum(postures) == pytest.approx(0.0, abs=1e-12)
            for change in dose.changes.values():
                sizes = [abs(part.value) for part in (change.end, change.after)]
                assert abs(change.largest.value) >= max(sizes)
                assert one.window.start <= change.month <= one.window.after


def test_steps_add_up_to_the_full_dose():
    """Where no regime falls in between, the worlds compared are the same ones."""
    for one in two_pressures()[:1]:
        whole = one.full.changes["alignment"]
        if one.full.left_out == one.doses[0].left_out == one.doses[1].left_out:
            assert sum(step.value for step in one.steps[0]) == pytest.approx(whole.end.value)


def test_sanctions_of_2017_move_minsk_to_moscow_and_restraint_binds_in_2020_alone():
    by_name = {(one.tried.key, one.window.name): one for one in two_pressures()}
    sanctions = by_name["eu_sanctions", "2017-19"]
    assert sanctions.full.changes["alignment"].largest.value < -0.05
    assert sanctions.idle_by == "eu.sanctions"
    calm, terror = by_name["forbidden_terror", "2017-19"], by_name["forbidden_terror", "2020-21"]
    assert calm.idle > terror.idle
    assert terror.is_monotone is None
    assert [one.moves for one in verdicts(two_pressures())] == [Moves.HEADLINE, Moves.HEADLINE]


def test_progress_counts_the_runs():
    told: list[tuple[int, int]] = []
    one = replace(tried("rescue"), windows=tried("rescue").windows[:1])
    list(responses([one], worlds=3, sampling=Sampling.PRIOR, progress=lambda *counts: told.append(counts)))
    assert told == [(1, 1)]


def test_what_a_pressure_reaches_is_named_the_most_moved_first():
    one = tried("eu_sanctions")
    found = reached(one, one.windows[1], worlds=7, sampling=Sampling.PRIOR)
    assert "eu.sanctions" in {effect.name for effect in found}
    sizes = [effect.in_spreads for effect in found]
    assert sizes == sorted(sizes, reverse=True)


# -- what the table as a whole is asked for


def test_what_a_pressure_sets_itself_is_no_answer_to_it():
    base = tried("forced_base")
    assert base.own == ("base",)
    assert verdict(base, [made(base, base=0.9)]).moves is Moves.NOTHING
    assert verdict(base, [made(base, base=0.9, security=-0.1)]).moves is Moves.ELSEWHERE


def test_a_pressure_acts_by_its_dose_if_no_step_goes_back_and_all_of_it_moves_what_is_spoken_of():
    one = tried("subsidy")
    assert verdict(one, [made(one, steps(-0.1, -0.1), economy=-0.05)]).acts_by_dose
    assert not verdict(one, [made(one, steps(-0.1, 0.1), economy=-0.05)]).acts_by_dose
    assert not verdict(one, [made(one, steps(-0.1, -0.1), identity=-0.05)]).acts_by_dose
    assert verdict(one, [made(one), made(one, alignment=0.03)]).acts_by_dose


def test_a_kind_moves_something_if_one_of_its_pressures_does():
    eu, us = tried("eu_sanctions"), tried("us_sanctions")
    cut = tried("energy_cut")
    found = [verdict(eu, [made(eu)]), verdict(us, [made(us, alignment=-0.1)]), verdict(cut, [made(cut)])]
    assert kinds_that_move(found) == {"sanctions": True, "energy_cut": False}
