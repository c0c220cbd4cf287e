"""Charts on a page: what is sent is what the run says, and nothing is drawn again that has not changed."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import solara

from experiments.comparison.footing import on_one_footing
from model.ensemble.record import HEADLINE, Posture, is_output
from model.runs.tables import bands_csv
from model.scenario.load import load_scenario
from viz.common.style import DARK, LIGHT
from viz.common.summary import percent
from viz.common.words import MISSING, signed_decimals, with_minus
from viz.dashboard import results, runs
from viz.dashboard.front.echart import Chart, as_json
from viz.dashboard.pages.scenario import over_time as views
from viz.dashboard.pages.scenario.below import dimension_lines
from viz.dashboard.pages.scenario.cards import NOBODY, TURNING, cards, decimals
from viz.dashboard.state import Pair

NAME = "s03_eu_sanctions_2017"
GIVEN = load_scenario("baseline", settings=["given={posture: leaning_west@2013-01}"]).given


def scenario(*settings):
    return load_scenario(NAME, settings=["worlds=20", "end=2018-12", *settings])


def comparison(*settings, series="belarus.alignment"):
    pair = on_one_footing([scenario(), scenario(*settings)]).scenarios
    return list(results.shown(Pair(pair[1], pair[0]), series))[-1][0]


def test_a_chart_is_made_again_only_if_something_it_depends_on_has_changed():
    made = []

    @solara.component
    def page(number, depends_on):
        Chart(lambda: made.append(number) or {"series": [{"value": number // 2}]}, depends_on, "name", "label")

    _, rc = solara.render(page(2, ("a",)), handle_error=False)
    widget = rc.find(cls=object).widgets[0]
    sent = []
    for number, key in ((3, "a"), (4, "b"), (5, "c")):
        rc.render(page(number, (key,)))
        widget = next(one for one in rc.find(cls=object).widgets if one.has_trait("drawing"))
        sent.append(json.loads(widget.drawing)["revision"])
    rc.close()
    assert made == [2, 4, 5]
    assert sent == [0, 1, 1], "the same chart is not sent again"


def test_the_key_of_a_result_tells_results_apart():
    one = comparison("pressures.eu_2017.level=0.2")
    assert one.key == comparison("pressures.eu_2017.level=0.2").key
    others = [
        comparison("pressures.eu_2017.level=0.3"),
        comparison("pressures.eu_2017.level=0.2", "seed=9", "sampling=prior"),
    ]
    assert len({one.key, *(other.key for other in others)}) == 3
    assert LIGHT != DARK


def test_the_fan_is_that_of_the_run():
    one = comparison("pressures.eu_2017.level=0.2")
    conduct, rhetoric = views.fans_of(one, LIGHT)
    assert np.array_equal(conduct.median, one.run.median("belarus.alignment"))
    assert (rhetoric.label, len(views.lines(one, 926, LIGHT))) == ("Rhetoric", 2)
    assert len(dimension_lines(one, LIGHT)) == 4


# -- worlds whose regime falls; comparisons of another length


def falling(run, worlds, month):
    """A run in which its first worlds fall in a month."""
    where = np.zeros(run.posture.shape, np.bool_)
    where[month:, :worlds] = True
    values = {name: np.where(where & is_output(name), np.nan, rows) for name, rows in run.series.items()}
    values["belarus.regime_alive"] = np.where(where, 0.0, values["belarus.regime_alive"])
    return replace(run, series=values, posture=np.where(where, np.int8(Posture.FALLEN), run.posture))


@pytest.fixture(scope="module")
def pair():
    keep = runs.series_for("russia.coercion")
    return [runs.whole_run(one, keep) for one in (scenario(), scenario("pressures.eu_2017.level=0"))]


def test_a03_the_page_is_of_the_worlds_that_stand_and_says_how_many_have_fallen(pair):
    result = results.beside_each_other(falling(pair[0], 5, 60), pair[1], HEADLINE)
    alignment, _, fallen = cards(result, len(result.run.months) - 1)
    standing = np.sort(pair[0].series[HEADLINE][-1, 5:])
    assert alignment.here == with_minus(signed_decimals(standing[round(0.5 * 14)]))
    assert alignment.spread.endswith(", 15 worlds that stand in both")
    assert (fallen.label, fallen.here, fallen.there, fallen.difference) == (
        "Regime fallen",
        "25 %",
        "0 %",
        "+25 points",
    )
    assert fallen.note == "by December 2018, share of worlds"
    assert (
        "the regime has fallen in 25 % of the worlds by december 2018"
        in views.fallen_note(result.run, HEADLINE).lower()
    )
    assert views.difference_note(result).endswith("In December 2018: 15 worlds that stand in both; 25 % left out.")
    assert np.array_equal(views.fallen_strip(result)[[59, 60]], [0.0, 0.25])


def test_other_series_are_of_all_worlds_and_say_so(pair):
    result = results.beside_each_other(falling(pair[0], 5, 60), pair[1], "russia.coercion")
    assert views.fallen_strip(result) is None
    assert views.fallen_note(result.run, result.series).endswith("they are included here.")
    assert views.difference_note(result).endswith(f"in: {pair[1].scenario.title}.")


def test_a_run_in_which_no_world_stands_says_so(pair):
    result = results.beside_each_other(falling(pair[0], 20, 60), pair[1], HEADLINE)
    last = len(result.run.months) - 1
    for each in (result, results.beside_each_other(result.whole, None, HEADLINE)):
        alignment, *_ = cards(each, last)
        assert alignment.here == MISSING
        assert alignment.spread.startswith(NOBODY)
    assert views.fallen_note(result.run, HEADLINE).endswith("From January 2018 no world stands.")
    rows = bands_csv(result.run).splitlines()
    assert rows[0].endswith(",fallen")
    assert next(row for row in rows if row.startswith(f"2018-12,{HEADLINE},")).split(",")[2:] == [*5 * [""], "1.0"]


def test_all_worlds_stand_without_a_word(pair):
    result = results.beside_each_other(pair[0], None, HEADLINE)
    assert (views.fallen_note(pair[0], HEADLINE), views.fallen_strip(result)) == ("", None)


def test_a16_a_difference_that_is_none_or_may_be_chance_is_told_in_words(pair):
    same = results.beside_each_other(pair[0], replace(pair[0]), HEADLINE)
    assert {card.difference for card in cards(same, 71)} == {"none"}
    one = falling(pair[0], 1, 60)
    _, client, third = cards(results.beside_each_other(one, pair[0], HEADLINE), 71)
    assert client.difference == "none"
    assert (third.label, third.difference) == ("Regime fallen", "not clear"), "one world in twenty may be chance"


def test_the_cards_follow_the_month(pair):
    result = results.beside_each_other(pair[0], pair[1], HEADLINE)
    before, after = cards(result, 50)[0], cards(result, 71)[0]
    assert before.difference == "none"
    assert before.note == "March 2017, median world"
    assert after.difference == decimals(float(result.comparison.apart.median[71]))
    assert after.difference.startswith("\N{MINUS SIGN}")


def test_the_third_card_is_what_moves_most_besides(pair):
    result = results.beside_each_other(pair[0], pair[1], HEADLINE)
    third, outcomes = cards(result, 71)[2], result.comparison.outcomes
    assert abs(outcomes["eu_sanctions"].difference) == 1.0, "which the scenario itself orders"
    names = [name for name in TURNING if not name.startswith("eu_") and name in outcomes]
    clear = [name for name in names if abs(outcomes[name].difference) >= 0.05 and outcomes[name].beyond_error]
    assert third.note.endswith("December 2018, moves most besides")
    if clear:
        largest = max(clear, key=lambda name: abs(outcomes[name].difference))
        assert (third.here, third.there) == (percent(outcomes[largest].with_it), percent(outcomes[largest].without))
    else:
        assert third.label.startswith("Alignment in ")


def test_a_chart_is_plain_data():
    assert json.loads(as_json({"title": {"text": "ä"}})) == {"title": {"text": "ä"}}
    with pytest.raises(ValueError, match="not JSON compliant"):
        as_json({"x": float("nan")})


def test_runs_that_are_there_are_compared_at_once():
    asked = Pair(scenario("pressures.eu_2017.level=0.21"), scenario())
    assert results.cached_shown(asked, "belarus.alignment") is None
    (last,) = [one for one, is_last in results.shown(asked, "belarus.alignment") if is_last]
    again = results.cached_shown(asked, "belarus.alignment")
    assert again.run is last.run
    assert np.array_equal(again.difference.median, last.difference.median)
    assert results.cached_shown(Pair(scenario(), None), "belarus.alignment").base is None


def test_runs_whose_conditions_no_world_meets_in_both_say_so(pair):
    none = replace(pair[1], scenario=replace(pair[1].scenario, given=GIVEN))
    result = results.beside_each_other(pair[0], none, HEADLINE)
    assert (result.comparison, result.difference) == (None, None)
    assert result.pair.unpaired == (results.NONE_IN_BOTH,)
