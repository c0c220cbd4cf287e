"""Charts on a page: what is sent is what the run says, and nothing is drawn again that has not changed."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import solara

from model.ensemble.record import HEADLINE, Posture, is_output
from model.runs.outcomes import counted
from model.scenario.load import load_scenario
from viz.common.style import DARK, LIGHT
from viz.common.words import MISSING, signed_decimals
from viz.dashboard import key_figures, results, runs
from viz.dashboard import scenario_views as views
from viz.dashboard.front.echart import Chart, as_json
from viz.dashboard.pages.relations import fallen_note as relations_fallen_note
from viz.dashboard.shell import files

NAME = "s03_eu_sanctions_2017"


def scenario(*settings):
    return load_scenario(NAME, settings=["worlds=20", "end=2018-12", *settings])


def comparison(*settings, series="belarus.alignment"):
    return list(results.comparisons(scenario(*settings), scenario(), series))[-1][0]


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
    conduct, rhetoric = views.fans(one, LIGHT)
    assert np.array_equal(conduct.median, one.run.median("belarus.alignment"))
    assert (rhetoric.label, len(views.lines(one, 3, LIGHT))) == ("Rhetoric", 2)
    assert len(views.dimension_lines(one, LIGHT)) == 4


# -- worlds whose regime falls; comparisons of another length


def falling(run, worlds, month):
    """A run in which its first worlds fall in a month."""
    where = np.zeros(run.posture.shape, np.bool_)
    where[month:, :worlds] = True
    values = {name: np.where(where & is_output(name), np.nan, rows) for name, rows in run.series.items()}
    return replace(run, series=values, posture=np.where(where, np.int8(Posture.FALLEN), run.posture))


@pytest.fixture(scope="module")
def pair():
    keep = runs.series_for("russia.coercion")
    return [runs.whole_run(one, keep) for one in (scenario(), scenario("pressures.eu_2017.level=0"))]


def test_the_page_is_of_the_worlds_that_stand_and_says_how_many_have_fallen(pair):
    one, other = falling(pair[0], 5, 60), pair[1]
    result = results.compare(one, other, HEADLINE)
    alignment, against, *_ = key_figures.figures(result)
    assert alignment.value == signed_decimals(np.sort(one.series[HEADLINE][-1, 5:])[round(0.5 * 14)])
    assert alignment.note.endswith("; without the 25 % whose regime has fallen")
    assert "of 15 worlds that stand in both; at the end" in against.note
    assert "the regime has fallen in 25 % of the worlds by december 2018" in views.fallen_note(one, HEADLINE).lower()
    assert views.difference_note(result).endswith("In December 2018: 15 worlds that stand in both; 25 % left out.")
    assert not set(range(5)) & set(views.worlds_to_draw(result, None))
    assert np.array_equal(views.fallen_strip(result)[[59, 60]], [0.0, 0.25])


def test_other_series_are_of_all_worlds_and_say_so(pair):
    result = results.compare(falling(pair[0], 5, 60), pair[1], "russia.coercion")
    assert views.fallen_strip(result) is None
    assert views.fallen_note(result.run, result.series).endswith("they are included here.")
    assert views.difference_note(result).endswith("In December 2018: 20 worlds.")


def test_a_run_in_which_no_world_stands_says_so(pair):
    result = results.compare(falling(pair[0], 20, 60), pair[1], HEADLINE)
    figures = {figure.label: figure for figure in key_figures.figures(result)}
    assert figures["Alignment, December 2018"].value == MISSING
    assert figures["Alignment, December 2018"].note == key_figures.NONE_STANDS
    assert views.fallen_note(result.run, HEADLINE).endswith("From January 2018 no world stands.")
    assert views.worlds_to_draw(result, None)
    rows = files.as_csv(result.run).decode().splitlines()
    assert rows[0].endswith(",fallen")
    assert rows[72].split(",") == [HEADLINE, "2018-12", "", "", "", "", "", "1.0"]


def test_all_worlds_stand_without_a_word(pair):
    result = results.compare(pair[0], None, HEADLINE)
    assert (views.fallen_note(pair[0], HEADLINE), views.fallen_strip(result)) == ("", None)


@pytest.mark.parametrize(
    ("months", "label"),
    [
        (slice(36, None), "Compared, 2016-01 to 2018-12 only"),
        (slice(None, 48), "Compared, 2013-01 to 2016-12 only"),
        (slice(None), "Compared"),
    ],
)
def test_a_comparison_is_drawn_at_its_own_months(pair, months, label):
    other = replace(pair[1], months=pair[1].months[months], series={n: v[months] for n, v in pair[1].series.items()})
    result = results.Comparison(pair[0], other, None, pair[0], HEADLINE, "key")
    (line,) = views.lines(result, None, LIGHT)
    expected = np.full(len(pair[0].months), np.nan)
    expected[months] = pair[1].median(HEADLINE)[months]
    assert line.label == label
    assert np.array_equal(line.values, expected, equal_nan=True)
    assert {one.label for one in views.dimension_lines(result, LIGHT)} == {label}


def test_a_comparison_of_other_months_says_so(pair):
    other = replace(pair[1], months=tuple(f"20{year}" for year in range(len(pair[1].months))))
    (line,) = views.lines(results.Comparison(pair[0], other, None, pair[0], HEADLINE, "key"), None, LIGHT)
    assert line.label == "Compared: no month in common"


def test_relations_obey_the_condition_of_the_scenario():
    asked = load_scenario("baseline", settings=["worlds=20", "end=2015-12", "given={posture: client@2014-12}"])
    stage, last = (result for result, _ in results.relations(asked, None))
    counts = counted(last.whole)
    assert 0 < counts.sum() < 20
    assert last.run.worlds == stage.run.worlds == counts.sum()
    assert np.array_equal(last.run.series["belarus.to_russia"], last.whole.series["belarus.to_russia"][:, counts])
    said = "meet the scenario's condition"
    assert results.condition_note(last.whole) == (
        f"Only worlds that {said} count, {counts.sum()} of 20: posture client in 2014-12."
    )
    left_out = int(np.flatnonzero(~counts)[0])
    alone = next(results.relations(asked, left_out))[0]
    assert results.condition_note(alone.whole) == f"This world does not {said}: posture client in 2014-12."
    assert results.condition_note(alone.run) == results.condition_note(alone.whole)


def test_relations_say_in_how_many_worlds_the_regime_has_fallen(pair):
    one = falling(pair[0], 5, 60)
    assert [relations_fallen_note(one, month) for month in (59, 60)] == [
        "", "In 25 % of the worlds the regime has fallen."
    ]  # fmt: skip
    assert relations_fallen_note(runs.first_worlds(one, 1), 60) == "The regime has fallen in this world."


def test_a_difference_that_comes_to_nothing_is_told_at_the_end(pair):
    result = results.compare(pair[0], replace(pair[0]), HEADLINE)
    figure = key_figures.figures(result)[1]
    assert (figure.value, figure.note) == (
        "+0.00",
        "further West in 0 %, nearer Moscow in 0 % of 20 worlds that stand in both",
    )
    assert figure.label.endswith("December 2018")
    result = results.compare(falling(pair[0], 20, 60), pair[1], HEADLINE)
    assert key_figures.figures(result)[1].note.endswith("; at the end none, as no world stands in both")


def test_a_chart_is_plain_data():
    assert json.loads(as_json({"title": {"text": "ä"}})) == {"title": {"text": "ä"}}
    with pytest.raises(ValueError, match="not JSON compliant"):
        as_json({"x": float("nan")})


def test_runs_that_are_there_are_compared_at_once():
    asked, other = scenario("pressures.eu_2017.level=0.21"), scenario()
    assert results.cached_comparison(asked, other, "belarus.alignment") is None
    (last,) = [one for one, is_last in results.comparisons(asked, other, "belarus.alignment") if is_last]
    again = results.cached_comparison(asked, other, "belarus.alignment")
    assert again.run is last.run
    assert np.array_equal(again.difference.median, last.difference.median)
    assert results.cached_comparison(asked, asked, "belarus.alignment").other is None
