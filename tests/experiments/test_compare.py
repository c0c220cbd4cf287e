"""What scenarios answer: every file has a reading, the arithmetic is that done by hand, the page names them all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.comparison.answers import answers as answered
from experiments.comparison.bands import bands
from experiments.comparison.paired import PairedDifference, paired_difference
from experiments.comparison.questions import Direction, Reading, question, questions
from experiments.measures.forms import Highest, Value
from experiments.measures.pooled import Bounds, Test, error_of_mean, error_of_median, wilson
from experiments.measures.quantity import recorded
from model.ensemble.record import Posture, Run, is_output
from model.runs.run import run
from model.scenario.condition import Condition, Subject
from model.scenario.files import scenario_names
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling
from model.yaml_files.nodes import InputError
from viz.common.summary import percent
from viz.figures.bands import band_figure
from viz.reports.scenarios import SCENARIOS_PAGE, Answers, answer_of, page
from viz.sentences.paired_text import sentence, span
from viz.terminal.check import check_all

WORLDS = 7
MONTHS = ("2014-01", "2014-02")
X = Reading("x in February", Direction.DOWN, measure=Value("x", "2014-02"))
ONSET = Reading("x above a half", Direction.UP, tests=(Test(Highest("x", *MONTHS), Bounds(above=0.5)),))


BASELINE = load_scenario("baseline")


def made(last, alive=1.0, scenario=BASELINE, posture=0):
    """Two months of seven worlds; only the last month counts."""
    x, codes = np.zeros((2, WORLDS)), np.zeros((2, WORLDS), dtype=np.int8)
    x[1], codes[:] = last, posture
    codes[1, np.broadcast_to(alive, WORLDS) < 0.5] = Posture.FALLEN
    return Run(
        scenario=scenario, numbers=np.arange(WORLDS), months=MONTHS, series={"x": x}, moves={},
        posture=codes,
    )  # fmt: skip


# -- every scenario has a reading


def test_every_scenario_but_the_baseline_has_a_reading():
    assert set(questions()) == set(scenario_names()) - {"baseline", "template"}


def test_ids_follow_the_names_of_the_files():
    assert [asked.id for asked in questions().values()] == [f"S{number:02}" for number in range(2, 30)]


def test_scenarios_that_look_ahead_run_to_2026_and_are_read_after_the_break():
    ahead = [name for name in questions() if load_scenario(name).end > "2021-12"]
    assert [questions()[name].id for name in ahead] == ["S24", "S26", "S27", "S28", "S29"]
    for name in ahead:
        asked = load_scenario(name)
        assert (asked.end, asked.read_from) == ("2026-12", 12 * 8 + 5)


READ = """read:
  origin: posed
  texts: [001 P9]
  headline:
    {name: x, of: {value: {of: belarus.alignment, at: 2019-05}}, expects: down,
     why: e}
  beside: []
"""


def test_mistakes_are_refused_with_their_places(tmp_path):
    path = tmp_path / "s99_rain.yaml"
    text = READ.replace("posed", "possed").replace("P9", "P99").replace("alignment", "algnment")
    path.write_text(
        text.replace("expects: down", "expects: sideways, where: {stands: May}, by_mean: often"), encoding="utf-8"
    )
    with pytest.raises(InputError) as refused:
        question(path)
    said = "\n".join(str(problem) for problem in refused.value.problems)
    for part in ("s99_rain.yaml:2:11:", "possed", "001 P99", "belarus.algnment", "sideways", "May", "by_mean"):
        assert part in said


def test_what_a_scenario_is_read_by_is_no_setting_of_its_run(tmp_path):
    path = tmp_path / "s99_rain.yaml"
    path.write_text(f"title: Rain\n{READ}", encoding="utf-8")
    (tmp_path / "longer.yaml").write_text("extends: s99_rain\n", encoding="utf-8")
    assert question(path).id == "S99"
    assert question(tmp_path / "longer.yaml") is None, "it is not handed on"
    assert not any(key.startswith("read.") for key in load_scenario(path).origins)
    with pytest.raises(InputError, match="'read' can only be written in a file"):
        load_scenario(path, settings=["read.origin=ours"])


def test_the_check_of_a_scenario_tells_what_is_wrong_with_its_run_and_with_its_reading(tmp_path):
    path = tmp_path / "s99_rain.yaml"
    path.write_text(f"worlds: 0\n{READ.replace('posed', 'possed')}", encoding="utf-8")
    problems = check_all([path]).problems
    assert [problem.line for problem in problems] == [1, 3]
    path.write_text("worlds: [", encoding="utf-8")
    assert len(check_all([path]).problems) == 1, "what cannot be read is reported once"


# -- the arithmetic


def test_differences_are_taken_world_by_world():
    found = paired_difference(X, made([0, 1, 2, 3, 4, 5, 6]), made([0, 0, 0, 0, 0, 0, 9]))
    assert found.without == 3.0
    assert found.with_it == 0.0
    # the differences in order: -5 -4 -3 -2 -1 0 3; a tenth of the way through six steps is the second
    assert (found.low, found.difference, found.high) == (-4.0, -2.0, 0.0)
    assert (found.falls, found.rises) == (5 / 7, 1 / 7)
    # 1 / (2 sqrt(7)) = .19 to either side of the middle are the places 1.9 and 4.1: from -3 to -1
    assert found.error == 1.0
    assert not found.beyond_error
    assert found.goes is Direction.OPEN
    assert replace(found, error=0.9).goes is Direction.DOWN
    assert found.probability(Direction.DOWN) == (5 / 7, wilson(5, 7, 0.95))


def test_what_falls_into_two_heaps_is_read_by_its_mean():
    reading = replace(X, by_mean=True)
    found = paired_difference(reading, made(np.zeros(7)), made([0, 0, 0, 0.004, 7, 7, 7]))
    assert found.difference == pytest.approx(21.004 / 7)
    assert found.error == pytest.approx(np.std([0, 0, 0, 0.004, 7, 7, 7]) / np.sqrt(7))
    assert (found.rises, found.rises_clearly) == (4 / 7, 3 / 7)
    assert found.probability(Direction.UP, clearly=True) == (3 / 7, wilson(3, 7, 0.95))


def test_errors_shrink_with_the_root_of_the_worlds():
    # of a normal distribution the median's error is sqrt(pi / 2) = 1.25 times that of the mean
    draws = np.random.default_rng(2013).normal(size=10_000)
    assert error_of_mean(draws) == pytest.approx(0.01, rel=0.05)
    assert error_of_median(draws) == pytest.approx(0.01253, rel=0.25)
    assert error_of_median(np.ones(9)) == 0.0


def test_shares_count_the_worlds_in_which_the_scenario_makes_the_difference():
    found = paired_difference(ONSET, made([1, 1, 0, 0, 0, 0, 0]), made([0, 1, 1, 1, 1, 0, 0]))
    assert (found.without, found.with_it) == (2 / 7, 4 / 7)
    assert found.difference == pytest.approx(2 / 7)
    assert (found.rises, found.falls) == (3 / 7, 1 / 7)
    # three ones, three zeros, a minus one: a variance of 4/7 - (2/7)^2
    assert found.error == pytest.approx(((4 / 7 - 4 / 49) / 7) ** 0.5)
    assert found.goes is Direction.OPEN
    assert replace(found, error=0.1).goes is Direction.UP


def test_only_worlds_whose_regime_stands_in_both_runs_count():
    reading = replace(X, where=(Condition(Subject.STANDS, "2014-02"),))
    found = paired_difference(
        reading, made(np.zeros(7), [0, 1, 1, 1, 1, 1, 1]), made(np.full(7, -1.0), [1, 1, 1, 1, 1, 1, 0])
    )
    assert found.worlds == 5
    with pytest.raises(ValueError, match="x in February"):
        paired_difference(reading, made(np.zeros(7), 0.0), made(np.zeros(7)))


def test_a_reading_is_read_where_its_conditions_are_met(tmp_path):
    """`where` takes what `given` takes; worlds that do not meet it in both runs are left out, for shares too."""
    path = tmp_path / "s99_rain.yaml"
    given = "where: [{stands: 2014-02}, {variable: belarus.unrest, above: 0.5, by: 2014-02}]"
    path.write_text(READ.replace("expects: down", f"expects: down, {given}"), encoding="utf-8")
    headline = question(path).headline
    assert headline.where == (
        Condition(Subject.STANDS, "2014-02"),
        Condition(Subject.VARIABLE, "2014-02", by=True, name="belarus.unrest", above=0.5),
    )
    assert recorded(quantities=[headline]) == (["belarus.alignment", "belarus.unrest"], False)
    high = replace(ONSET, where=(Condition(Subject.VARIABLE, "2014-02", name="x", above=2.5),))
    found = paired_difference(high, made([1, 3, 3, 3, 3, 0, 0]), made([3, 3, 3, 3, 0, 0, 0]))
    assert (found.worlds, found.with_it, found.left_out) == (3, 1.0, pytest.approx(4 / 7))


def test_worlds_without_a_number_do_not_count():
    assert paired_difference(X, made([np.nan, 1, 1, 1, 1, 1, 1]), made([0, 0, 0, 0, 0, 0, np.nan])).worlds == 5


def test_how_many_worlds_lack_the_number_is_said():
    found = paired_difference(X, made([np.nan, 1, 1, 1, 1, 1, 1]), made([0, 0, 0, 0, 0, 0, np.nan]))
    assert (found.worlds, found.left_out) == (5, pytest.approx(2 / 7))
    assert paired_difference(X, made(np.zeros(7)), made(np.ones(7))).left_out == 0.0


def test_a_median_of_one_side_is_that_of_its_own_run():
    base, other = made([0, 1, 2, 3, 4, 5, 6]), made([np.nan, np.nan, np.nan, np.nan, 5, 6, 7])
    found = paired_difference(X, base, other)
    assert (found.without, found.with_it, found.difference) == (3.0, 6.0, 1.0)
    assert (found.worlds, found.left_out) == (3, pytest.approx(4 / 7))


def test_only_worlds_that_meet_the_condition_of_the_scenario_count():
    given = load_scenario("baseline", settings=["given.posture=client@2014-01"])
    other = made(np.arange(7), scenario=given, posture=[0, 0, 0, 1, 1, 1, 1])
    found = paired_difference(X, made(np.zeros(7)), other)
    assert (found.worlds, found.difference, found.left_out) == (3, 1.0, 0.0)


def test_a_small_difference_is_hardly_any():
    found = paired_difference(X, made(np.zeros(7)), made(np.full(7, -0.009)))
    assert found.goes is Direction.OPEN
    assert found.reported is Direction.DOWN
    assert replace(found, reading=replace(X, expects=Direction.OPEN)).reported is Direction.DOWN
    assert replace(found, reading=replace(X, least=0.001)).goes is Direction.DOWN


# -- the sentences

FOUND = PairedDifference(X, 1000, 0.0, -0.17, -0.17, 0.0016, -0.16, 0.001, -0.23, -0.12, 0.01, 0.97, 0.01, 0.95)


def test_the_sentence_of_an_amount():
    assert sentence(FOUND) == (
        "Read by x in February: -0.17 (eight in ten worlds between -0.23 and -0.12; Monte Carlo error 0.0016), "
        "in 97 % of worlds (96 to 98)."
    )
    on_average = sentence(replace(FOUND, reading=replace(X, by_mean=True)))
    assert on_average.startswith("Read by x in February: -0.17 on average (")


def test_the_sentence_says_when_the_documents_lead_one_to_expect_the_opposite():
    assert sentence(replace(FOUND, reading=replace(X, expects=Direction.UP))).endswith(
        "(96 to 98). The documents lead one to expect the opposite."
    )


STILL = replace(FOUND, difference=0.0, error=0.0, low=-0.001, high=0.0, rises=0.0, falls=0.1, falls_clearly=0.02)


def test_the_sentence_says_when_nothing_moves():
    told = (
        "Read by x in February: no difference in eight worlds of ten (Monte Carlo error <0.0001); "
        "down by 0.01 or more in 2 % of worlds (1 to 3)"
    )
    assert sentence(STILL) == f"{told}."


def test_the_sentence_of_a_share():
    found = PairedDifference(ONSET, 1000, 0.03, 0.84, 0.81, 0.0124, 0.81, 0.0124, 0, 1, 0.81, 0.0, 0.81, 0.0)
    assert sentence(found) == (
        "Read by x above a half: in 84 % of worlds instead of 3 % (Monte Carlo error 1.2 points); "
        "it makes the difference in 81 % of worlds (78 to 83)."
    )
    still = sentence(replace(found, with_it=0.03, difference=0.0, error=0.0, rises=0.0, rises_clearly=0.0))
    assert still == (
        "Read by x above a half: in 3 % of worlds instead of 3 % (Monte Carlo error <0.1 points); "
        "it makes the difference in 0 % of worlds (0 to <1)."
    )


def test_an_interval_that_begins_at_nothing_says_so():
    assert span(wilson(0, 1000, 0.95)) == "0 to <1"
    assert span(wilson(1000, 1000, 0.95)) == ">99 to 100"


# -- the page


def test_the_page_names_every_scenario_and_every_reading():
    text = SCENARIOS_PAGE.read_text(encoding="utf-8")
    for name, asked in questions().items():
        assert f"`{name}`" in text, "docs/scenarios.md is out of date; run: python -m viz.reports scenarios"
        assert f"## {asked.id}. {load_scenario(name).title}\n" in text
        assert asked.missing in text
        for reading in asked.readings:
            assert f"| {reading.name} |" in text
    assert "`python -m viz.reports scenarios`" in text
    assert "NaN" not in text
    assert "not examined" not in text


@pytest.fixture(scope="module")
def answers():
    """Three questions in prior worlds, told as if the record had chosen a part of them."""
    names = ["s03_eu_sanctions_2017", "s14_no_rescue", "s26_relief_for_prisoners"]
    asked = {"seed": 4711, "sampling": Sampling.PRIOR}
    prior, kept = (tuple(answer_of(*one) for one in answered(names, worlds=worlds, **asked)) for worlds in (WORLDS, 3))
    (band,) = bands({Sampling.PRIOR: WORLDS}, seed=4711, end="2022-12").values()
    both = {Sampling.PRIOR: band, Sampling.CONDITIONED: replace(band, worlds=3)}
    return Answers({Sampling.PRIOR: prior, Sampling.CONDITIONED: kept}, both, 4711)


def test_the_page_is_made_from_runs(answers):
    text = page(answers)
    plain = " ".join(text.split())
    prior, kept = answers.answered[Sampling.PRIOR], answers.answered[Sampling.CONDITIONED]
    assert text.count("\n## S0") + text.count("\n## S1") + text.count("\n## S2") == len(prior)
    assert "seed 4711" in plain
    assert "in 7 prior worlds" in plain
    assert "in 3 worlds whose baseline agrees with the documented record" in plain
    for one, other in zip(prior, kept, strict=True):
        assert f"**{other.sentence}**" in text
        assert f"In all prior worlds: {one.sentence}\n" in text
        assert sentence(other.headline) in text
        assert len(one.differences) == len(one.question.readings)


def test_the_page_has_both_answers_side_by_side(answers):
    part = page(answers).partition("## Side by side")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| S")]
    assert [row[0] for row in rows] == ["S03", "S14", "S26"]
    for row, one, other in zip(rows, *answers.answered.values(), strict=True):
        shares = [f"{percent(pair.headline.probability(pair.headline.reported)[0])} " for pair in (one, other)]
        assert row[4].startswith(shares[0])
        assert row[7].startswith(shares[1])


def test_the_page_has_the_bands_of_every_december(answers):
    part = page(answers).partition("## The baseline")[2].partition("\n## ")[0]
    years = [line.split(" | ")[0] for line in part.splitlines() if line.startswith("| 20")]
    assert years == [f"| {year}" for year in range(2013, 2023)]
    low, middle, high, fallen = answers.bands[Sampling.PRIOR].december(2016)
    assert low <= middle <= high
    assert f"| {low:.2f} / {middle:.2f} / {high:.2f} | {percent(fallen)} |" in part


def test_bands_are_order_statistics_of_the_worlds_that_stand(answers):
    asked = load_scenario("baseline", settings=["sampling=prior", "end=2022-12", f"worlds={WORLDS}", "seed=4711"])
    ran, band = run(asked, keep=["belarus.alignment"], moves=False), answers.bands[Sampling.PRIOR]
    assert band.months == ran.months
    assert np.array_equal(band.ends[1], ran.median("belarus.alignment"), equal_nan=True)
    assert np.array_equal(band.fallen, np.mean(~ran.standing, axis=1))
    assert band.fallen.max() > 0.0, "worlds that fall are to be left out"


def test_the_figure_of_bands_names_both_ensembles(answers):
    (axes,) = band_figure(answers.bands).axes
    assert [line.get_label() for line in axes.get_lines()[:2]] == [
        "all prior worlds (7)",
        "worlds that agree with the record (3)",
    ]


FIVE = [
    ("s02_tension_escalates", Direction.DOWN),
    ("s04_us_licence_lapses", Direction.DOWN),
    ("s06_talks_move_to_astana", Direction.DOWN),
    ("s07_helsinki_2_accepted", Direction.UP),
    ("s25_detente", Direction.UP),
]


@pytest.mark.parametrize(("name", "direction"), FIVE)
def test_small_pushes_move_the_headline_by_more_than_its_error(name, direction):
    ((asked, found),) = answered([name], worlds=200)
    answer = answer_of(asked, found)
    assert answer.headline.beyond_error
    assert answer.headline.goes is direction is answer.headline.reading.expects


def test_progress_counts_the_scenarios():
    told = []
    list(answered(["s03_eu_sanctions_2017"], worlds=3, progress=lambda *counts: told.append(counts)))
    assert told == [(1, 1)]


def test_the_same_draws_give_no_difference():
    base = replace(load_scenario("baseline"), worlds=WORLDS)
    lived = run(base, keep=["belarus.alignment"], moves=False)
    found = paired_difference(Reading("a", Direction.UP, measure=Value("belarus.alignment", "2019-05")), lived, lived)
    assert (found.low, found.difference, found.high, found.rises, found.falls) == (0.0, 0.0, 0.0, 0.0, 0.0)
    assert found.probability(Direction.UP) == (0.0, wilson(0, WORLDS, 0.95))


# -- every scenario can be lived


@pytest.mark.parametrize("name", scenario_names())
def test_a_scenario_runs_to_its_end_and_every_series_is_finite(name):
    asked = load_scenario(name, settings=[f"worlds={WORLDS}", "seed=4711", "sampling=prior"])
    lived = run(asked)
    assert lived.months[-1] == asked.end
    for series, values in lived.series.items():
        exists = lived.standing if is_output(series) else True
        assert (np.isfinite(values) == exists).all(), series
