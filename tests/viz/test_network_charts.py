"""The charts of the relations page, as plain data: what they hold is what the run holds."""

import json
from dataclasses import replace

import numpy as np
import pytest

from model.core.declarations import AGENTS, Owner
from model.core.names import CAPITALS
from model.ensemble.record import HEADLINE
from model.network.measures import balance
from model.network.pressing import who_presses
from model.network.ties import network, relation_series, ties_of
from model.runs.run import run
from model.scenario.load import load_scenario
from viz.charts import network as charts
from viz.charts.scenario import fan_sheet
from viz.common.style import LIGHT
from viz.figures.network import FAINTEST

WORLDS = 12
SCENARIO = load_scenario("baseline", settings=[f"worlds={WORLDS}", "end=2014-12"])
MINSK, MOSCOW = Owner.BELARUS, Owner.RUSSIA


@pytest.fixture(scope="module")
def lived():
    return run(SCENARIO, keep=(HEADLINE, *relation_series()), moves=False)


@pytest.fixture(scope="module")
def pressed():
    return who_presses(SCENARIO)


def series(option, key):
    return next(one for one in option["series"] if one["id"] == key)


def is_plain(option):
    return json.loads(json.dumps(option, allow_nan=False)) == option


def test_the_network_is_that_of_the_model(lived):
    found = charts.network_of(lived, 20)
    graph = network(lived, lived.months[20])
    assert found.month == lived.months[20]
    assert {pair: graph.edges[pair]["weight"] for pair in graph.edges} == dict(found.ties)
    assert found.camps[MINSK]


def test_a_tie_is_coloured_dashed_and_wide_by_sign_and_strength():
    ties = dict.fromkeys([(a, b) for a in AGENTS for b in AGENTS if a != b], 0.0)
    ties |= {(MINSK, MOSCOW): 0.5, (MOSCOW, MINSK): -1.0, (MINSK, Owner.EU): FAINTEST / 2}
    option = charts.network_chart(charts.Network("2014-03", ties, dict.fromkeys(AGENTS, True)), LIGHT)
    assert is_plain(option)
    graph = series(option, "network")
    assert (graph["layout"], graph["preserveAspect"]) == ("none", True)
    links = {(link["source"], link["target"]): link for link in graph["links"]}
    assert set(links) == {("Minsk", "Moscow"), ("Moscow", "Minsk")}
    friend, foe = links["Minsk", "Moscow"]["lineStyle"], links["Moscow", "Minsk"]["lineStyle"]
    assert (friend["color"], friend["type"]) == (LIGHT.friend, "solid")
    assert (foe["color"], foe["type"]) == (LIGHT.foe, "dashed")
    assert foe["width"] == 2 * friend["width"] == charts.WIDEST
    assert links["Moscow", "Minsk"]["note"] == "Moscow towards Minsk: -1.00, hostile"


def test_actors_stand_in_fixed_places_in_their_colours(lived):
    option = [charts.network_chart(charts.network_of(lived, month), LIGHT) for month in (0, 20)]
    one, other = (series(each, "network")["data"] for each in option)
    assert [(node["x"], node["y"]) for node in one] == [(node["x"], node["y"]) for node in other]
    assert [node["itemStyle"]["color"] for node in one] == [LIGHT.of(actor) for actor in AGENTS]
    assert min(one, key=lambda node: node["y"])["name"] == "Minsk"


def test_the_matrix_has_the_row_towards_the_column(lived):
    found = charts.network_of(lived, 20)
    option = charts.matrix_chart(found, LIGHT)
    assert is_plain(option)
    names = option["yAxis"][0]["data"]
    for cell in series(option, "matrix")["data"]:
        column, row, weight = cell["value"]
        pair = next((a, b) for a, b in found.ties if (CAPITALS[a], CAPITALS[b]) == (names[row], names[column]))
        assert weight == round(found.ties[pair], 2)
    assert len(series(option, "matrix")["data"]) == 20


def test_the_table_of_ties_says_the_same(lived):
    found = charts.network_of(lived, 20)
    sheet = charts.network_sheet(found)
    assert sheet.rows[0][0] == "Minsk"
    assert sheet.rows[0][1] == ""
    assert sheet.rows[0][2] == f"{found.ties[MINSK, MOSCOW]:+.2f}"


def test_balance_is_that_of_all_worlds(lived):
    fans = charts.balance_fans(lived, LIGHT)
    values = balance(ties_of(lived))
    assert np.allclose(fans[0].median, np.sort(values, axis=1)[:, round(0.5 * (WORLDS - 1))])
    option = charts.balance_chart(fans, lived.months, LIGHT)
    assert is_plain(option)
    assert (option["yAxis"][0]["min"], option["yAxis"][0]["max"]) == (0.0, 1.0)
    assert fan_sheet("Balance", fans, lived.months).rows[-1][1] == f"{fans[0].median[-1]:.2f}"


def test_an_undefined_balance_is_missing():
    nothing = run(SCENARIO, keep=(HEADLINE, *relation_series()), moves=False, worlds=3)
    zero = replace(nothing, series={name: np.zeros_like(rows) for name, rows in nothing.series.items()})
    option = charts.balance_chart(charts.balance_fans(zero, LIGHT), zero.months, LIGHT)
    assert set(series(option, "balance-median")["data"]) == {None}
    assert set(series(option, "polarization-median")["data"]) == {0.0}


def test_pressing_is_that_of_the_influence_table(pressed):
    option = charts.pressing_chart(pressed, LIGHT)
    assert is_plain(option)
    names = option["yAxis"][0]["data"]
    cells = {
        (names[c["value"][1]], pressed.months[c["value"][0]]): c["value"][2] for c in series(option, "pressing")["data"]
    }
    for month in pressed.months:
        share = pressed.share(month, "Russia", "Belarus")
        assert cells.get(("Russia on Belarus", month), 0.0) == round(100 * share, 1)
    sheet = charts.pressing_sheet(pressed)
    column = sheet.headings.index("Russia on Belarus")
    assert [row[column] for row in sheet.rows] == [
        f"{100 * pressed.share(m, 'Russia', 'Belarus'):.0f}" for m in pressed.months
    ]
