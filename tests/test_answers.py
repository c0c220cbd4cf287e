"""What scenarios answer: every file has a reading, the arithmetic is that done by hand, the page names them all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.answers import (
    STANDS,
    UNREAD,
    Direction,
    Finding,
    Origin,
    Reading,
    answers,
    compare,
    questions,
)
from experiments.measures import Highest, Value
from experiments.statistics import Bounds, Test, wilson
from model.reading.scenario_files import SCENARIOS
from model.reading.yaml_reading import InputError
from model.record import Run
from model.run import run
from model.scenario import load_scenario, scenario_names
from viz.answers import SCENARIOS_PAGE, page, sentence, span, what_is_missing

WORLDS = 7
MONTHS = ("2014-01", "2014-02")
X = Reading("x in February", Value("x", "2014-02"), (), Direction.DOWN)
ONSET = Reading("x above a half", None, (Test(Highest("x", *MONTHS), Bounds(above=0.5)),), Direction.UP)


def made(last, alive=1.0):
    """Two months of seven worlds; only the last month counts."""
    x = np.zeros((2, WORLDS))
    x[1] = last
    stands = np.ones((2, WORLDS))
    stands[1] = alive
    return Run(
        scenario=None, first=0, months=MONTHS, series={"x": x, STANDS: stands}, moves={},
        posture=np.zeros((2, WORLDS), dtype=np.int8),
    )  # fmt: skip


# -- every scenario has a reading


def test_every_scenario_has_a_reading_and_every_reading_a_scenario():
    assert set(questions()) == set(scenario_names()) - set(UNREAD)


def test_ids_follow_the_names_of_the_files():
    for name, question in questions().items():
        assert name.startswith(question.id.lower() + "_")
    assert [question.id for question in questions().values()] == [f"S{number:02}" for number in range(2, 27)]


def test_a_scenario_file_says_where_it_comes_from():
    said = {
        Origin.POSED: "Posed by a document",
        Origin.IMPLIED: "Implied by negating",
        Origin.OURS: "Raised by no document",
    }
    first = {"s03", "s05", "s06", "s09", "s14", "s16"}
    for name, question in questions().items():
        if name.partition("_")[0] not in first:
            text = load_text(name)
            assert f"# {question.id}. Read off: " in text
            assert said[question.origin] in text


def load_text(name):
    return (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")


def test_mistakes_are_refused_with_their_places(tmp_path):
    path = tmp_path / "answers.yaml"
    reading = "name: x, of: {value: {of: belarus.algnment, at: 2019-05}}, expects: sideways, standing: May"
    path.write_text(
        "answers:\n  s99_nothing:\n    {id: S99, origin: posed, texts: [001 P99],\n"
        f"     headline: {{{reading}, up: a, down: b, hardly: c, when: d, why: e}}, beside: []}}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as refused:
        questions(path)
    said = "\n".join(str(problem) for problem in refused.value.problems)
    for part in ("belarus.algnment", "sideways", "standing", "001 P99", "s99_nothing"):
        assert part in said


# -- the arithmetic


def test_differences_are_taken_world_by_world():
    found = compare(X, made([0, 1, 2, 3, 4, 5, 6]), made([0, 0, 0, 0, 0, 0, 9]))
    assert found.without == 3.0
    assert found.with_it == 0.0
    # the differences in order: -5 -4 -3 -2 -1 0 3; a tenth of the way through six steps is the second
    assert (found.low, found.difference, found.high) == (-4.0, -2.0, 0.0)
    assert (found.falls, found.rises) == (5 / 7, 1 / 7)
    assert found.goes is Direction.DOWN
    assert found.probability(Direction.DOWN) == (5 / 7, wilson(5, 7, 0.95))


def test_shares_count_the_worlds_in_which_the_scenario_makes_the_difference():
    found = compare(ONSET, made([1, 1, 0, 0, 0, 0, 0]), made([0, 1, 1, 1, 1, 0, 0]))
    assert (found.without, found.with_it) == (2 / 7, 4 / 7)
    assert found.difference == pytest.approx(2 / 7)
    assert (found.rises, found.falls) == (3 / 7, 1 / 7)
    assert found.goes is Direction.UP


def test_only_worlds_whose_regime_stands_in_both_runs_count():
    reading = replace(X, standing="2014-02")
    found = compare(reading, made(np.zeros(7), [0, 1, 1, 1, 1, 1, 1]), made(np.full(7, -1.0), [1, 1, 1, 1, 1, 1, 0]))
    assert found.worlds == 5
    with pytest.raises(ValueError, match="x in February"):
        compare(reading, made(np.zeros(7), 0.0), made(np.zeros(7)))


def test_worlds_without_a_number_do_not_count():
    assert compare(X, made([np.nan, 1, 1, 1, 1, 1, 1]), made([0, 0, 0, 0, 0, 0, np.nan])).worlds == 5


def test_a_small_difference_is_hardly_any():
    found = compare(X, made(np.zeros(7)), made(np.full(7, -0.009)))
    assert found.goes is Direction.OPEN
    assert found.asked is Direction.DOWN
    assert replace(found, reading=replace(X, expects=Direction.OPEN)).asked is Direction.DOWN
    assert replace(found, reading=replace(X, least=0.001)).goes is Direction.DOWN


# -- the sentences

WORDS = {"up": "Rain lifts it", "down": "Rain lowers it", "hardly": "Rain hardly moves it", "when": "by May", "why": ""}
TOLD = replace(X, words=WORDS)
FOUND = Finding(TOLD, 1000, 0.0, -0.17, -0.17, -0.23, -0.12, rises=0.01, falls=0.97)


def test_the_sentence_of_an_amount():
    assert sentence(FOUND) == (
        "Rain lowers it: -0.17 by May (eight in ten worlds between -0.23 and -0.12), in 97 % of worlds (96 to 98)."
    )


def test_the_sentence_says_when_the_documents_lead_one_to_expect_the_opposite():
    assert sentence(replace(FOUND, reading=replace(TOLD, expects=Direction.UP))).endswith(
        "(96 to 98). The documents lead one to expect the opposite."
    )


def test_the_sentence_says_when_nothing_moves():
    still = replace(FOUND, difference=0.0, low=-0.001, high=0.0, rises=0.0, falls=0.1)
    assert sentence(still) == (
        "Rain hardly moves it: no difference by May in eight worlds of ten; what holds it still: not examined."
    )
    assert ", though down in 90 % of worlds (88 to 92);" in sentence(replace(still, difference=-0.004, falls=0.9))


def test_the_sentence_of_a_share():
    share = replace(ONSET, words=WORDS)
    assert sentence(Finding(share, 1000, 0.03, 0.84, 0.81, 0, 1, rises=0.81, falls=0.0)) == (
        "Rain lifts it: in 84 % of worlds by May instead of 3 %; it makes the difference in 81 % of worlds (78 to 83)."
    )


def test_an_interval_that_begins_at_nothing_says_so():
    assert span(wilson(0, 1000, 0.95)) == "0 to <1"
    assert span(wilson(1000, 1000, 0.95)) == ">99 to 100"


# -- the page


def test_the_page_names_every_scenario_and_every_reading():
    text = SCENARIOS_PAGE.read_text(encoding="utf-8")
    for name, question in questions().items():
        assert f"`{name}`" in text, "docs/scenarios.md is out of date; run: python -m viz.answers"
        assert f"## {question.id}. {load_scenario(name).title}\n" in text
        assert what_is_missing(name) in text
        for reading in question.readings:
            assert f"| {reading.name} |" in text
    assert "`python -m viz.answers`" in text
    assert "NaN" not in text


def test_the_page_is_made_from_runs():
    names = ["s03_eu_sanctions_2017", "s14_no_rescue", "s26_relief_for_prisoners"]
    found = list(answers(names, worlds=WORLDS, seed=4711))
    assert [answer.scenario.name for answer in found] == names
    text = page(found, worlds=WORLDS, seed=4711)
    assert text.count("\n## S") == len(names)
    assert "7 worlds of each, seed 4711" in " ".join(text.split())
    for answer in found:
        assert sentence(answer.headline) in text
        assert len(answer.findings) == len(answer.question.readings)


def test_the_same_luck_gives_no_difference():
    base = replace(load_scenario("baseline"), worlds=WORLDS)
    lived = run(base, keep=["belarus.alignment", STANDS], moves=False)
    found = compare(Reading("a", Value("belarus.alignment", "2019-05"), (), Direction.UP), lived, lived)
    assert (found.low, found.difference, found.high, found.rises, found.falls) == (0.0, 0.0, 0.0, 0.0, 0.0)
    assert found.probability(Direction.UP) == (0.0, wilson(0, WORLDS, 0.95))


# -- every scenario can be lived


@pytest.mark.parametrize("name", scenario_names())
def test_a_scenario_runs_to_its_end_and_every_series_is_finite(name):
    asked = load_scenario(name, settings=[f"worlds={WORLDS}", "seed=4711"])
    lived = run(asked)
    assert lived.months[-1] == asked.end
    for series, values in lived.series.items():
        assert np.isfinite(values).all(), series
