"""The relations page without a browser: what it says of the comparison, the month and the world that are looked at."""

import json

import numpy as np
import pytest

from experiments.comparison.relations import relations_beside
from model.ensemble.record import HEADLINE
from model.network.ties import relation_series
from model.runs.outcomes import counted
from model.scenario.load import load_scenario
from model.story.parts import Chapter, Sentence
from tests.viz.test_pages import screen
from viz.common.words import printed
from viz.dashboard import results
from viz.dashboard.pages.relations import sides as pages
from viz.dashboard.pages.relations.decisions import decisions_until
from viz.dashboard.state import Pair
from viz.sentences.relations_text import relation_sentence

ALSO = relation_series()


def shown(*settings, base=(), name="s03_eu_sanctions_2017"):
    with_it = load_scenario(name, settings=["worlds=20", "end=2018-12", *settings])
    without = load_scenario("baseline", settings=["worlds=20", "end=2018-12", *base])
    return list(results.shown(Pair(with_it, without), HEADLINE, also=ALSO))[-1][0]


@pytest.fixture(scope="module")
def result():
    return shown()


def headline_of(page):
    return next(one.children[0] for one in page.widgets() if "tr-sentence" in (getattr(one, "class_", "") or ""))


def test_a13_the_page_says_what_the_comparison_says_and_changes_with_it(result):
    with screen("/relations?own=small&month=2018-12") as page:
        page.settled()
        assert {"relations-difference", "network", "matrix", "balance", "polarization"} <= {
            one.name for one in page.parts("drawing")
        }
        said = headline_of(page)
        assert said.startswith("EU sanctions leave Brussels 0.")
        assert said.endswith("colder towards Minsk in December 2018, in every world.")
        page.bar().vue_compared("nothing")
        page.wait(lambda p: headline_of(p) != said)
        assert " against " in headline_of(page)
        assert "relations-difference" not in {one.name for one in page.parts("drawing")}


def test_a13_the_headline_is_that_of_the_runs(result):
    month = len(result.run.months) - 1
    found = relations_beside(result.comparison.base, result.comparison.other, result.comparison.counts)
    assert pages.headline(pages.sides_of(result, None), month) == relation_sentence(found, month)


def test_month_and_world_are_shared_and_the_page_plays():
    with screen("/relations?own=small") as page:
        page.settled()
        (player,) = page.parts("last")
        player.vue_moved(14)
        page.wait(lambda p: any("What differs, March 2014" in text for text in p.texts()))
        assert page.bar().month == "2014-03"
        page.bar().vue_followed("926")
        page.wait(lambda p: any("2014: " in text for text in p.texts()))
        assert headline_of(page).endswith("in March 2014.")
        assert not any("(M" in text for text in page.texts())
        assert "world=926" in page.parts("query")[0].query
        balance = next(one for one in page.parts("drawing") if one.name == "balance")
        balance.vue_month(70)
        page.wait(lambda p: headline_of(p).endswith("in November 2018, in world 926."))
        page.wait(lambda p: any("in this world" in text for text in p.texts()))


def test_a12_a_world_that_is_not_there_is_told_and_all_are_shown(result):
    sides = pages.sides_of(result, 9_999_999)
    assert sides.world is None
    assert sides.run.worlds == 20
    assert pages.subline(sides, 0, "baseline").startswith("World 9999999 is not among the worlds of this run;")


def test_relations_obey_the_condition_of_the_scenario():
    given = "given={posture: client@2014-12}"
    whole = shown(given, base=(given,))
    counts = counted(whole.whole)
    assert 0 < counts.sum() < 20
    sides = pages.sides_of(whole, None)
    assert np.array_equal(sides.run.numbers, whole.whole.numbers[counts & counted(whole.comparison.base)])
    condition = "posture client in 2014-12."
    assert f"Only worlds that meet the scenario's condition count, {counts.sum()} of 20: {condition}" in pages.subline(
        sides, 0, "baseline"
    )
    left_out = int(whole.whole.numbers[np.flatnonzero(~counts)[0]])
    alone = pages.sides_of(whole, left_out)
    assert alone.run.numbers.tolist() == [left_out]
    assert alone.notes == (f"This world does not meet the scenario's condition: {condition}",)


def test_the_page_prints_a_minus_and_no_number_inside_its_noise(result):
    sides = pages.sides_of(result, None)
    for month in range(0, len(result.run.months), 7):
        text = printed(f"{pages.headline(sides, month)} {pages.subline(sides, month, 'baseline')}")
        assert " -0" not in text
        clear = {one.series for one in sides.beside.clear(month)}
        assert (" leave " in text) == bool(clear)


def test_decisions_are_the_latest_with_their_reasons():
    def told(date, *kinds):
        return Chapter(
            date, tuple(Sentence(f"{kind} in {date}, because so (M01, M22).", kind, "", 1.0) for kind in kinds)
        )

    chapters = [told("2014-01", "move", "outside"), told("2014-03", "end", "move"), told("2014-05", "move")]
    assert decisions_until(chapters, "2014-04") == [
        ("2014-03", "move in 2014-03, because so."),
        ("2014-03", "end in 2014-03, because so."),
        ("2014-01", "move in 2014-01, because so."),
    ]


def test_the_networks_are_plain_data():
    with screen("/relations?own=small") as page:
        page.settled()
        for one in page.parts("drawing"):
            assert "NaN" not in one.drawing
            json.loads(one.drawing)
