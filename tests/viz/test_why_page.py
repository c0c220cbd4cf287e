"""The why page without a browser: it says what `tightrope explain` says of the same scenarios and month."""

import json

import pytest

from experiments.explanation.explain import explain
from experiments.explanation.mechanisms import through_mechanisms
from model.scenario.load import load_scenario
from tests.viz.test_pages import screen
from tests.viz.test_relations_page import headline_of
from viz.charts.waterfall import waterfall_chart, waterfall_sheet
from viz.common.cache import GivenUpError
from viz.common.style import LIGHT
from viz.common.words import printed
from viz.dashboard.pages.why import split as splits
from viz.dashboard.pages.why.page import NO_CHANGE
from viz.dashboard.state import Pair
from viz.sentences.explanation_text import explanation_sentence
from viz.sentences.mechanism_text import through_method, through_sentence

MONTH = "2018-12"
ENDS = ("Baseline", "this scenario")


def pair(*settings):
    given = ["worlds=24", "end=2019-12", *settings]
    made = [load_scenario(name, settings=given) for name in ("s03_eu_sanctions_2017", "baseline")]
    return Pair(*made)


@pytest.fixture(scope="module")
def through():
    asked = pair()
    return through_mechanisms(asked.base, asked.scenario, month=MONTH)


def after_subject(sentence):
    """A sentence without what it is about: an own scenario is not called by the words of another's file."""
    return sentence.partition(" work ")[2]


def test_the_page_says_what_the_command_says_and_changes_with_what_is_split(through):
    with screen(f"/why?own=small&month={MONTH}") as page:
        page.wait(lambda p: any(one.name == "why" for one in p.parts("drawing")))
        page.settled()
        assert after_subject(headline_of(page)) == after_subject(printed(through_sentence(through)))
        assert printed(through_method(through)).partition(" Each")[2] in " ".join(page.texts())
        drawn = json.loads(page.parts("drawing")[0].drawing)["option"]
        assert drawn == json.loads(json.dumps(waterfall_chart(through.split, ENDS, LIGHT)))
        page.choice("Split over").vue_chosen("differences")
        page.wait(lambda p: "M23" not in headline_of(p))
        page.settled()
        asked = pair()
        said = printed(explanation_sentence(explain(asked.base, asked.scenario, month=MONTH)))
        assert headline_of(page) == said
        page.bar().vue_compared("nothing")
        page.wait(lambda p: NO_CHANGE in p.texts())
        assert not page.parts("drawing")


def test_the_sentence_of_the_scenario_leads_there():
    with screen(f"/?own=small&month={MONTH}") as page:
        page.settled()
        page.press("Why?")
        page.wait(lambda p: any(one.name == "why" for one in p.parts("drawing")))
        assert page.bar().month == MONTH


def test_bars_begin_where_the_one_above_ends(through):
    option = waterfall_chart(through.split, ENDS, LIGHT)
    base, parts = (next(one for one in option["series"] if one["id"] == name) for name in ("base", "parts"))
    at = through.split.before
    for start, bar in zip(base["data"][1:-1], parts["data"][1:-1], strict=True):
        assert start["value"] == pytest.approx(at, abs=1e-3)
        at += bar["value"]
    assert at == pytest.approx(through.split.after, abs=1e-3)
    assert option["yAxis"][0]["data"][0] == "Baseline"
    assert waterfall_sheet(through.split).rows[-1][0] == "together"


def test_what_cannot_be_split_says_so_and_what_nobody_waits_for_ends():
    many = [f"pressures.cut_{at}={{kind: energy_cut, start: 2018-0{at % 9 + 1}}}" for at in range(12)]
    asked = pair()
    busy = Pair(load_scenario("baseline", settings=["worlds=24", "end=2019-12", *many]), asked.base)
    ((said, last),) = splits.split(busy, MONTH, splits.DIFFERENCES, lambda: True, lambda _: None)
    assert (last, splits.parts_of(said)) == (True, None)
    assert splits.said_of(said)[0].startswith("This change cannot be split: 12 things differ")
    with pytest.raises(GivenUpError):
        list(splits.split(pair("seed=5"), MONTH, splits.MECHANISMS, lambda: False, lambda _: None))
