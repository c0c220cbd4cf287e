"""Finished pictures: drawn once for all who see the same, and anew for whoever sees something else."""

from __future__ import annotations

import json
import threading

import pytest

from model.scenario.load import load_scenario
from viz.common.style import DARK, LIGHT
from viz.dashboard import drawings, results
from viz.dashboard import scenario_views as views
from viz.dashboard.front.echart import Drawing

NAME = "s03_eu_sanctions_2017"


def scenario(*settings):
    return load_scenario(NAME, settings=["worlds=20", "end=2018-12", *settings])


def found(*settings, series="belarus.alignment"):
    return list(results.comparisons(scenario(*settings), scenario(), series))[-1][0]


def test_a_picture_is_drawn_once_for_the_same_and_anew_for_anything_else():
    one = found("pressures.eu_2017.level=0.2")
    assert drawings.over_time(found("pressures.eu_2017.level=0.2"), 3, LIGHT) is drawings.over_time(one, 3, LIGHT)
    drawn = {
        drawings.over_time(one, 3, LIGHT).option,
        drawings.over_time(one, 4, LIGHT).option,
        drawings.over_time(one, 3, DARK).option,
        drawings.over_time(found("pressures.eu_2017.level=0.2", series="russia.coercion"), 3, LIGHT).option,
        drawings.over_time(found("pressures.eu_2017.level=0.3"), 3, LIGHT).option,
        drawings.over_time(found("pressures.eu_2017.level=0.2", "worlds=19"), 3, LIGHT).option,
    }
    assert len(drawn) == 6


def test_every_picture_is_what_its_chart_says():
    one = found("pressures.eu_2017.level=0.2")
    assert drawings.gap(one, one.gap, LIGHT) is drawings.gap(one, one.gap, LIGHT)
    for drawing in (drawings.postures(one, LIGHT), drawings.dimensions(one, LIGHT), drawings.gap(one, one.gap, LIGHT)):
        option = json.loads(drawing.option)
        assert option["series"]
        assert drawing.bytes >= len(drawing.option)
    fan = json.loads(drawings.over_time(one, None, LIGHT).option)["series"]
    (median,) = [part for part in fan if part["id"] == "belarus.alignment-median"]
    assert median["data"][-1] == round(float(one.run.median("belarus.alignment")[-1]), 4)
    assert drawings.dimensions_sheet(one, LIGHT).rows[-1][0] == one.run.months[-1]


def test_pages_that_ask_at_once_get_one_picture(monkeypatch):
    one, made = found("pressures.eu_2017.level=0.25"), []
    original = views.fans
    monkeypatch.setattr(views, "fans", lambda *given: made.append(1) or original(*given))
    drawn = []
    askers = [threading.Thread(target=lambda: drawn.append(drawings.over_time(one, None, LIGHT))) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(made) == 1
    assert len({id(one) for one in drawn}) == 1


def test_the_pictures_of_relations_are_drawn_once_too():
    related = list(results.relations(scenario(), None))[-1][0]
    for draw in (drawings.network, drawings.matrix):
        assert draw(related, 3, LIGHT) is draw(related, 3, LIGHT)
        assert draw(related, 3, LIGHT) is not draw(related, 4, LIGHT)
    assert drawings.balance(related, LIGHT) is drawings.balance(related, LIGHT)
    pressing = drawings.pressing(related, related.pressing, LIGHT)
    assert json.loads(pressing.option)["series"][0]["id"] == "pressing"


def test_the_memory_of_pictures_is_bounded():
    assert drawings.MOST_BYTES <= 64_000_000


def test_a_picture_travels_with_its_number():
    drawing = Drawing.of({"title": {"text": "ä"}}, "name", "label", "10px")
    assert json.loads(drawing.numbered(7)) == {"revision": 7, "option": {"title": {"text": "ä"}}}
    with pytest.raises(ValueError, match="not JSON compliant"):
        Drawing.of({"x": float("nan")}, "name", "label", "10px")


def test_runs_that_are_there_are_compared_at_once():
    asked, other = scenario("pressures.eu_2017.level=0.21"), scenario()
    assert results.compared_at_once(asked, other, "belarus.alignment") is None
    (last,) = [one for one, is_last in results.comparisons(asked, other, "belarus.alignment") if is_last]
    again = results.compared_at_once(asked, other, "belarus.alignment")
    assert (again.run, again.gap) == (last.run, last.gap)
    assert results.compared_at_once(asked, asked, "belarus.alignment").other is None
