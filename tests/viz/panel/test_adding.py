"""Adding a pressure: every kind can be added with a few choices, and what is wrong stands under its field."""

import pytest

from model.scenario.kinds import KINDS
from viz.dashboard.panel.adding import answers_of, kinds_offered, name_for, placed
from viz.dashboard.state import State, refusal_of, scenario_of
from viz.dashboard.visitor import ADD, Visitor

MONTHS = tuple(scenario_of(State()).date(month) for month in range(108))


def first_answers(kind, case):
    """What the form sends where nothing but kind and actor is chosen."""
    found = {"kind": kind["name"], "first": 60, "last": 71}
    found |= {"by": case["by"]} if case["by"] else {}
    found |= {"on": case["on"][0]} if case["on"] else {}
    found |= {kind["choice"]: case["choices"][0]["value"]} if case["choices"] else {}
    found |= {"move": case["moves"][0]["value"]} if case["moves"] else {}
    return found | ({"level": kind["level"]} if case["sized"] else {})


CASES = [(kind, case) for kind in kinds_offered() for case in kind["cases"]]


def test_every_kind_is_offered_once():
    assert sorted(kind["name"] for kind in kinds_offered()) == sorted(KINDS)


@pytest.mark.parametrize(("kind", "case"), CASES, ids=lambda one: one.get("name") or one.get("by") or "-")
def test_every_kind_can_be_added_as_the_form_begins(kind, case):
    keys = answers_of(first_answers(kind, case), MONTHS)
    assert refusal_of(State().with_changes({f"pressures.{name_for(keys)}": keys})) == ()


@pytest.mark.parametrize(("kind", "case"), CASES, ids=lambda one: one.get("name") or one.get("by") or "-")
def test_every_choice_within_a_kind_can_be_added(kind, case):
    for key, options in (("on", case["on"]), (kind["choice"], case["choices"])):
        for one in options:
            sent = first_answers(kind, case) | {key: one if isinstance(one, str) else one["value"]}
            keys = answers_of(sent, MONTHS)
            assert refusal_of(State().with_changes({"pressures.one": keys})) == (), sent


def test_a_pressure_may_stay_until_the_end_of_the_run():
    assert answers_of({"kind": "energy_cut", "first": 60, "last": -1}, MONTHS) == {
        "kind": "energy_cut",
        "start": "2018-01",
    }


@pytest.mark.parametrize("sent", [None, "x", [], {"kind": {"a": 1}}, {"first": 10**9}, {"colour": "red"}])
def test_whatever_a_browser_sends_is_no_answer(sent):
    assert answers_of(sent, MONTHS) == {}


def test_the_name_is_one_that_files_can_have():
    assert name_for({"kind": "energy_cut", "start": "2018-01"}) == "energy_cut_2018"
    assert name_for({"kind": "<script>"}) == "pressure"


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ({"kind": "sanctions", "by": "EU", "start": "2017-05", "end": "2016-05"}, "end"),
        ({"kind": "sanctions", "by": "Poland"}, "by"),
        ({"kind": "rival_venue", "by": "kazakhstan"}, "by"),
        ({"kind": "sanctions", "by": "EU", "on": "Ukraine"}, ""),
        ({"kind": "tension", "level": 3}, "level"),
        ({"kind": "frob"}, "kind"),
        ({"kind": "force", "by": "EU", "move": "rescue"}, "move"),
    ],
)
def test_a_refusal_stands_under_the_field_that_caused_it(keys, field):
    visitor = Visitor(None)
    assert visitor.add_pressure(name_for(keys), keys) == ""
    assert list(placed(visitor.refusal_of(ADD), keys)) == [field]
    assert visitor.state == State()
