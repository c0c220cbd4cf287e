"""The why page without a browser: it says what `tightrope explain` says of the same scenarios and month."""

import json
from dataclasses import replace

import numpy as np
import pytest

from experiments.explanation.explain import explain
from experiments.explanation.mechanisms import through_mechanisms
from model.ensemble.record import HEADLINE
from model.scenario.load import load_scenario
from model.story.story import story_of
from tests.viz.test_evidence_page import said
from tests.viz.test_pages import screen
from tests.viz.test_relations_page import headline_of
from viz.charts.waterfall import waterfall_chart, waterfall_sheet
from viz.common.cache import GivenUpError
from viz.common.style import LIGHT
from viz.common.words import printed
from viz.dashboard import results
from viz.dashboard.pages.why import split as splits
from viz.dashboard.pages.why.page import NO_CHANGE
from viz.dashboard.pages.why.world import APART, choices, moved, one_world, second_line, terms_of
from viz.dashboard.state import Pair
from viz.sentences.explanation_text import explanation_sentence
from viz.sentences.mechanism_text import through_method, through_sentence
from viz.sentences.world_text import world_sentence

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
        drawn = json.loads(next(one for one in page.parts("drawing") if one.name == "why").drawing)["option"]
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
    ((made, last),) = splits.split(busy, MONTH, splits.DIFFERENCES, lambda: True, lambda _: None)
    assert (last, splits.parts_of(made)) == (True, None)
    assert splits.said_of(made)[0].startswith("This change cannot be split: 12 things differ")
    with pytest.raises(GivenUpError):
        list(splits.split(pair("seed=5"), MONTH, splits.MECHANISMS, lambda: False, lambda _: None))


@pytest.fixture(scope="module")
def read():
    """One world on both sides, with its story."""
    asked = pair()
    shown = next(results.shown(asked, HEADLINE))[0]
    world = choices(shown.run)[0][0]
    return next(one_world(shown, world, lambda: True))[0]


def test_what_moved_a_world_sums_to_its_change_and_to_its_difference(read):
    series, base = read.line, read.base.series[HEADLINE]
    for month in (0, 60, len(series) - 1):
        assert sum(moved(read, APART, month).values()) == pytest.approx(series[month] - base[month], abs=1e-9)
    assert read.story.changes
    for turn, change in enumerate(read.story.changes):
        assert sum(moved(read, turn, 0).values()) == pytest.approx(change.after - change.before, abs=1e-9)
    large, rest, others = terms_of(moved(read, APART, 71), 0.01)
    assert sum(part for _, part in large) + rest == pytest.approx(series[71] - base[71], abs=1e-9)
    assert others == len(moved(read, APART, 71)) - len(large)


def test_the_sentence_of_a_world_has_its_numbers_and_is_silent_about_nothing(read):
    at = 71
    apart = float(read.line[at] - read.base.series[HEADLINE][at])
    said = second_line(read, at, pair().base)
    assert f"In world {read.story.world} Minsk stands {abs(apart):.2f} nearer Moscow in December 2018" in said
    assert "than in the baseline, because " in said
    assert world_sentence(7, MONTH, 0.01, {}, "the baseline") == (
        "In world 7 Minsk stands in December 2018 where it stands in the baseline."
    )
    many_small = {"russian_presence": 0.015, "exercise": 0.01}
    assert world_sentence(7, MONTH, 0.025, many_small, "the baseline") == (
        "In world 7 Minsk stands 0.03 nearer the West in December 2018 than in the baseline."
    )
    up = world_sentence(7, MONTH, 0.3, {"russian_presence": 0.2, "exercise": 0.0}, "the baseline")
    assert "0.30 nearer the West" in up
    assert "(+0.20)" in up


def test_a_fallen_regime_has_no_number_on_either_side(read):
    base, at = pair().base, 71
    gone = read.line.copy()
    gone[at:] = np.nan
    here = replace(read, diary=replace(read.diary, series=read.diary.series | {HEADLINE: gone}))
    there = replace(read, base=replace(read.base, series=read.base.series | {HEADLINE: gone}))
    assert read.stands(at)
    assert here.stands(at - 1)
    assert not here.stands(at)
    assert not there.stands(at)
    assert second_line(here, at, base) == f"In world {read.story.world} the regime has fallen by December 2018."
    assert second_line(there, at, base) == (
        f"In world {read.story.world} the regime stands in December 2018; in the baseline it has fallen by then."
    )


def test_the_worlds_to_read_about_are_of_the_run_and_each_once():
    shown = next(results.shown(pair("sampling=prior"), HEADLINE))[0]
    told = choices(shown.run)
    assert told[0][1].startswith("commonest path, ")
    assert len({world for world, _ in told}) == len(told)
    assert {world for world, _ in told} <= set(shown.run.numbers.tolist())


def test_the_story_is_that_of_the_command_and_its_mechanisms_are_links():
    with screen(f"/why?own=small&month={MONTH}") as page:
        page.wait(lambda p: any(one.name == "turns" for one in p.parts("drawing")))
        page.settled()
        pressed = [one for one in page.widgets() if (getattr(one, "attributes", None) or {}).get("aria-pressed")]
        world = next(said(one) for one in pressed if said(one).startswith("Commonest"))
        number = int(world.rpartition(" ")[2])
        asked = pair()
        told = story_of(asked.scenario, number)
        shown = said(next(one for one in page.widgets() if getattr(one, "class_", "") == "tr-story"))
        for text in (*told.head, *told.paragraphs()):
            words = printed(text).partition("('")[0]  # an own scenario's pressure has the name of its file
            assert "".join(words.split()) in "".join(shown.split())
        link = next(one for one in page.widgets() if getattr(one, "class_", "") == "tr-thing-link")
        link.fire_event("click", {})
        page.wait(lambda p: any(getattr(one, "class_", "") == "tr-beside" for one in p.widgets()))
        rose = next(one for one in pressed if " rose " in said(one) or " fell " in said(one))
        rose.fire_event("click", {})
        page.wait(lambda p: "against the same world" not in " ".join(p.texts()))
        page.bar().vue_looked_at("2018-06")
        page.wait(lambda p: "against the same world of the comparison, June 2018" in " ".join(p.texts()))
