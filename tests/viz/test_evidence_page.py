"""The evidence page, and the sheet beside every other page: they say what `tightrope show` says."""

import json

import numpy as np
import pytest
from ipyvuetify import Html

from model.core.draws import Draws
from model.ensemble.parameters import parameter_values, sampled_values
from model.evidence.load import load_seeds
from model.runs.agreement import first_months, needed
from model.runs.run import run
from model.runs.world_lists import worlds_of
from model.scenario.load import load_scenario
from tests.viz.test_pages import screen
from tests.viz.test_relations_page import headline_of
from viz.charts.ranges import BINS, density_sheet, ranges_chart
from viz.common.style import LIGHT
from viz.dashboard.address import arrival, query_of
from viz.dashboard.pages.evidence.tests import SHORT, timings
from viz.dashboard.visitor import Visitor
from viz.things.thing import thing

NUMBER = "stance.accommodate_under_pressure"


def query(page):
    return page.parts("query")[0].query


def press(page, text):
    """Press the button with this text, or with a part of that text."""
    found = [one for one in page.widgets() if isinstance(one, Html) and one.tag == "button"]
    next(one for one in found if text in said(one)).fire_event("click", {})


def said(part):
    return " ".join(one if isinstance(one, str) else said(one) for one in getattr(part, "children", None) or [])


def sheet(page):
    return next((one for one in page.widgets() if isinstance(one, Html) and one.class_ == "tr-beside"), None)


def test_a_search_finds_a_thing_and_the_page_says_what_show_says():
    with screen("/evidence?own=small&thing=M41") as page:
        page.wait(lambda p: SHORT in p.texts())
        one = thing("M41")
        texts = page.texts()
        assert {one.entry.title, one.says, *(p.says for p in one.passages)} <= set(texts)
        assert "Against: “voiced concern and condemned”" in texts
        assert sheet(page) is None
        next(p for p in page.parts("label") if p.label == "Find a thing by word or key").vue_searched(
            "oil cut coercion"
        )
        page.wait(lambda p: "Share of the oil cut in coercion" in p.texts())
        press(page, "Share of the oil cut in coercion")
        page.wait(lambda p: thing("coercion.coercion_by_oil").details[2][1] in p.texts())
        assert "thing=coercion.coercion_by_oil" in query(page)


def test_a_number_asked_for_its_source_opens_beside_the_page_and_closes_again():
    with screen() as page:
        page.settled()
        page.unfold("Numbers")
        page.wait(lambda p: p.parts("sourced"))
        slider = next(one for one in page.parts("sourced") if hasattr(one, "low"))
        slider.vue_asked("")
        page.wait(sheet)
        assert slider.label in page.texts()
        ranges = next(one for one in page.parts("drawing") if one.name == "range")
        assert "best" in ranges.drawing
        press(page, "Close")
        page.wait(lambda p: sheet(p) is None)
        page.row().act("asked")
        page.wait(sheet)
        assert sheet(page).attributes["data-thing"] == "sanctions"


def test_a_mechanism_is_switched_off_on_both_sides_and_the_sentence_changes():
    with screen("/?own=small&thing=M23") as page:
        page.settled()
        before = headline_of(page)
        press(page, "Switch it off on both sides")
        page.wait(lambda p: headline_of(p) != before)
        page.settled()
        assert "set=switch_off=[M23]" in query(page)
        press(page, "Switch it on again")
        page.wait(lambda p: "switch_off" not in query(p))
        page.settled()
        assert headline_of(page) == before


def test_a_switch_is_a_belief_that_travels_and_is_taken_back():
    visitor = Visitor("scenario=s03_eu_sanctions_2017&set=switch_off=[M23]&thing=M23")
    assert (visitor.state.view.thing, visitor.session.value.message) == ("M23", ())
    assert visitor.pair.base.switch_off == visitor.pair.scenario.switch_off == ("M23",)
    visitor.switch("M41", off=True)
    assert [chip.key for chip in visitor.chips] == ["switch_off.M23", "switch_off.M41"]
    assert arrival(query_of(visitor.state)).state == visitor.state
    visitor.take_back("switch_off.M23")
    assert visitor.scenario.switch_off == ("M41",)
    visitor.choose("s16_restraint_2020")
    assert visitor.scenario.switch_off == ("M41",)
    visitor.take_back("switch_off.M41")
    assert visitor.state.changes == {}


@pytest.mark.parametrize("unknown", ["M999", "<script>", "x" * 300])
def test_a_link_to_a_thing_that_is_not_there_says_so(unknown):
    found = arrival(f"thing={unknown}")
    assert found.state.view.thing == ""
    assert "'thing' cannot be" in found.remarks[0]


def test_a_range_is_that_of_the_worlds_shown():
    scenario, seeds = load_scenario("baseline", settings=["worlds=40"]), load_seeds()
    draws = Draws(scenario.seed, worlds_of(scenario))
    values = sampled_values(NUMBER, scenario, seeds, draws)
    assert np.array_equal(values, parameter_values(scenario, seeds, draws).by_key[NUMBER])
    number = seeds.parameters[NUMBER]
    drawn = ranges_chart(number, values, values, 0.5, LIGHT)
    assert json.dumps(drawn, allow_nan=False)
    assert [one["id"] for one in drawn["series"]] == ["before", "after"]
    rows = density_sheet(number, values, values).rows
    assert len(rows) == BINS
    assert sum(float(row[1]) for row in rows) == pytest.approx(100, abs=0.1 * BINS)


def test_when_facts_held_back_come_is_read_off_the_worlds():
    scenario = load_scenario("baseline", settings=["worlds=12"])
    facts = load_seeds().record.held_back
    ((found, last),) = timings(scenario, facts, lambda: True)
    assert last
    one = run(scenario, keep=needed(facts).series)
    for fact, timing in zip(facts, found, strict=True):
        assert timing.key == fact.key
        assert 0.0 <= timing.share <= 1.0
        if timing.ends:
            first = first_months(one, fact, max(timing.window[0] - 24, 0))
            there = sorted(first[~np.isnan(first)])
            assert timing.ends[0] >= there[0]
            assert timing.ends[2] <= there[-1]
