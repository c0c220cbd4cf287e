"""Charts on a page: what is sent is what the run says, and nothing is drawn again that has not changed."""

from __future__ import annotations

import json

import numpy as np
import pytest
import solara

from model.scenario.load import load_scenario
from viz.common.style import DARK, LIGHT
from viz.dashboard import results
from viz.dashboard import scenario_views as views
from viz.dashboard.front.echart import Chart, as_json

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
    others = [comparison("pressures.eu_2017.level=0.3"), comparison("pressures.eu_2017.level=0.2", "worlds=19")]
    assert len({one.key, *(other.key for other in others)}) == 3
    assert LIGHT != DARK


def test_the_fan_is_that_of_the_run():
    one = comparison("pressures.eu_2017.level=0.2")
    conduct, rhetoric = views.fans(one, LIGHT)
    assert np.array_equal(conduct.median, one.run.median("belarus.alignment"))
    assert (rhetoric.label, len(views.lines(one, 3, LIGHT))) == ("Rhetoric", 2)
    assert len(views.dimension_lines(one, LIGHT)) == 4


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
