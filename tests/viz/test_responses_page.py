"""The page of responses: what it counts, what it names, and that its data and figure say the same."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from experiments.comparison.questions import Direction
from experiments.responses.compute import responses
from experiments.responses.reader import pressures_tried
from experiments.responses.records import QUANTITIES
from experiments.responses.verdicts import Moves, Verdict, verdicts
from model.scenario.scenario import Sampling
from viz.figures.frame import save_figure
from viz.figures.responses import response_figure
from viz.reports.responses import PAGE, data, held_by, page, summary

WORLDS = 7
KEYS = ("eu_sanctions", "forum", "forbidden_terror")


@pytest.fixture(scope="module")
def found() -> tuple[Verdict, ...]:
    some = [replace(one, windows=one.windows[1:2]) for one in pressures_tried() if one.key in KEYS]
    return tuple(verdicts(responses(some, worlds=WORLDS, sampling=Sampling.PRIOR)))


HELD = dict.fromkeys(KEYS, "nothing follows from it")


def marked(found, *moves):
    """The same pressures as if they moved this much, the first of them not monotone in its dose."""
    first, *others = (replace(one, moves=moved) for one, moved in zip(found, moves, strict=True))
    return (replace(first, is_monotone=False), *others)


def test_the_first_lines_count(found):
    some = marked(found, Moves.HEADLINE, Moves.NOTHING, Moves.ELSEWHERE)
    told = summary(some)
    assert told.startswith("Of 3 pressures (3 kinds), **1 move the headline** by 0.03 or more")
    assert "1 only a dimension" in told
    assert "**1 nothing: they are stiff**" in told
    assert "**Not monotone in the dose: 1** of 1 that have doses." in told
    signed = sum(one.tried.expects is not Direction.OPEN for one in some)
    assert f"For {signed} a document implies a sign" in told
    assert " of 3 in 2017-19." in told


def test_stiff_ones_are_named_with_what_holds_them(found):
    forum = replace(found[1], moves=Moves.NOTHING)
    text = page([found[0], forum, found[2]], HELD, WORLDS)
    assert "- forum, four times a year: nothing follows from it" in text
    for one in found:
        assert f"| {one.tried.name} | 2017-19 | " in text
        assert f"- {one.tried.name} (`{one.tried.kind}`): Expected:" in text
    assert "in 7 worlds" in text
    assert "nan" not in text.lower().replace("dominan", "")


def test_what_holds_it_says_how_long_it_changes_nothing_and_what_it_reaches(found):
    told = held_by(found[2], WORLDS, Sampling.PRIOR)
    assert told.startswith("changes nothing in ")
    assert "`belarus.repress_harshly`" in told
    assert "in 2017-19" in told


def test_the_data_hold_every_number(found):
    plain = json.loads(data(found, WORLDS))
    assert plain["worlds"] == WORLDS
    assert list(plain["pressures"]) == list(KEYS)
    window = plain["pressures"]["eu_sanctions"]["windows"]["2017-19"]
    assert list(window["smaller"]) == ["0.33", "0.67"]
    assert set(window["full"]) == set(QUANTITIES)
    *_, value, _, month = window["full"]["alignment"]
    course = found[0].responses[0].full.changes["alignment"]
    assert (value, month) == (pytest.approx(course.largest.value, abs=1e-4), course.month)


def test_the_figure_has_a_row_for_each_and_the_same_bytes_each_time(found, tmp_path):
    for name in ("one.svg", "two.svg"):
        save_figure(response_figure(found), tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    (axes,) = response_figure(found).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == [one.tried.name for one in found]
    assert len(axes.texts) == len(found)


def test_the_page_in_the_repository_names_every_pressure():
    text = PAGE.read_text(encoding="utf-8")
    for one in pressures_tried():
        said = "docs/responses.md is out of date; run: python -m viz.reports responses"
        assert f"- {one.name} (`{one.kind}`): Expected:" in text, said
        for window in one.windows:
            assert f"| {one.name} | {window.name} |" in text, said


def test_what_the_table_is_asked_for_is_answered(found):
    some = marked(found, Moves.HEADLINE, Moves.NOTHING, Moves.HEADLINE)
    text = page(some, HELD, WORLDS)
    assert "Of 3 kinds of pressure at least 80 % move something" in text
    assert "**not met**, 67 % do. Not: occasion." in text
    assert "EU sanctions: **not met**" in text
    assert json.loads(data(some, WORLDS))["pressures"]["eu_sanctions"]["acts_by_dose"] is False
    assert json.loads(data(some, WORLDS))["pressures"]["forum"]["acts_by_dose"] is None
