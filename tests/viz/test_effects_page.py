"""The page of effects: what it counts, what stands beside an earlier run, and that its data say the same."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from experiments.measures.pooled import Interval
from experiments.responses.compute import Change
from experiments.responses.effects import Measured
from experiments.responses.effects_reader import load_effects
from experiments.responses.moves import Largest, MoveMoved
from experiments.responses.rivals import Between, Rivals
from model.evidence.load import load_seeds
from model.theory.theory import theory
from viz.reports.effects import DATA, PAGE, data, page, summary

EFFECT = load_effects().effects["rejection_counts"]
MET = Measured(EFFECT, EFFECT.tests[0], -0.08, Interval(-0.09, -0.07), 480, 0.04)
NONE = Largest("eu.visits", 0.0, "2014-03")
VISITS = MoveMoved(theory().moves["eu_visits"], 1.0, Largest("russia.close_borders", -0.207, "2017-03"), NONE)
LABEL = replace(VISITS, move=theory().moves["criticise"], forced=NONE)
SMALL = Between(Change(0.01, 0.001), "client", "2017-12", ("grew", "shrank"))
RIVAL = Rivals(load_seeds().hypotheses["RH01"], replace(SMALL, change=Change(-0.2, 0.01)), SMALL, SMALL)


@pytest.fixture
def before() -> dict[str, object]:
    worse = replace(MET, value=-0.018)
    same = replace(RIVAL, posture=SMALL)
    return json.loads(data([worse], [VISITS, LABEL], [same], 500, None))


def test_the_first_lines_count():
    told = summary([MET, replace(MET, value=0.1)], [VISITS, LABEL], [RIVAL], {})
    assert told.startswith("**1 of 2 dated tests are met.** Of 2 moves, 1 change a move of another actor")
    assert "1 are labels" in told
    assert "variants of 1 of 1 rival hypotheses" in told


def test_an_earlier_run_stands_beside(before):
    assert "Before: 0 of 1 tests met, 1 labels, 0 hypotheses." in summary([MET], [VISITS, LABEL], [RIVAL], before)
    text = page([MET], [VISITS, LABEL], [RIVAL], before)
    assert "| <= -0.05 | -0.080 | -0.090 to -0.070 | 480 | 4 % | yes | -0.018 not met |" in text
    assert "grew` to `shrank` | yes | no |" in text
    plain = page([MET], [VISITS, LABEL], [RIVAL], {})
    assert "python -m viz.reports effects` with" in plain
    assert "effects --seed 7` with" in page([MET], [VISITS, LABEL], [RIVAL], {}, 7)
    assert "not met |" not in plain


def test_labels_are_named_and_the_largest_changes_shown():
    late = replace(RIVAL, hypothesis=load_seeds().hypotheses["RH02"])
    text = page([MET], [VISITS, LABEL], [RIVAL, late], {})
    assert "is a label: `eu.criticise`." in text
    assert "| `eu.visits` | 100 % | `russia.close_borders` | -20.7 | 2017-03 | nobody |  |  |  |" in text
    assert f"- RH01: `baseline`. {RIVAL.hypothesis.judged_in.because}" in text
    assert f"- RH02: `baseline` changed. {late.hypothesis.judged_in.because}" in text


def test_a_number_that_no_world_has_is_a_dash_and_null(before):
    nothing = replace(MET, value=float("nan"), interval=Interval(float("nan"), float("nan")), worlds=0)
    assert "| – | – | 0 | 100 % | **no** |" in page([nothing], [], [RIVAL], {})
    assert "| – | – | 0 | 100 % | **no** | -0.018 not met |" in page([nothing], [], [RIVAL], before)
    test = json.loads(data([nothing], [], [RIVAL], 500, 7))["tests"]["rejection_counts"][EFFECT.tests[0].name]
    assert (test["value"], test["met"]) == (None, False)


def test_the_page_in_the_repository_has_every_test():
    text = PAGE.read_text(encoding="utf-8")
    said = "docs/effects.md is out of date; run: python -m viz.reports effects"
    for effect in load_effects().effects.values():
        for test in effect.tests:
            assert f"| {effect.name} | {test.name}" in text, said
    assert json.loads(DATA.read_text(encoding="utf-8"))["tests"].keys() == load_effects().effects.keys(), said
