"""The charts of the relations page, as plain data: what they hold is what the run holds."""

import json
from dataclasses import replace

import numpy as np
import pytest

from model.core.declarations import AGENTS, Owner
from model.core.names import CAPITALS
from model.ensemble.record import HEADLINE
from model.network.measures import balance
from model.network.pressing import PressingTable, who_presses
from model.network.ties import network, relation_series, ties_of
from model.runs.run import run
from model.scenario.load import load_scenario
from tests.viz.looks import series
from viz.charts import balance as measures
from viz.charts import heat, pressing
from viz.charts import network as charts
from viz.charts.heat import Scale, letters_on
from viz.common.network import FAINTEST
from viz.common.style import DARK, LIGHT

WORLDS = 12
SCENARIO = load_scenario("baseline", settings=[f"worlds={WORLDS}", "end=2014-12"])
MINSK, MOSCOW = Owner.BELARUS, Owner.RUSSIA


@pytest.fixture(scope="module")
def lived():
    return run(SCENARIO, keep=(HEADLINE, *relation_series()), moves=False)


@pytest.fixture(scope="module")
def pressed():
    return who_presses(SCENARIO)


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
    assert links["Moscow", "Minsk"]["note"] == "Moscow towards Minsk: \N{MINUS SIGN}1.00, hostile"


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
    fan = measures.measure_fan(lived, "balance", LIGHT)
    values = balance(ties_of(lived))
    assert np.allclose(fan.median, np.sort(values, axis=1)[:, round(0.5 * (WORLDS - 1))])
    option = measures.measure_chart(lived, "balance", (), LIGHT)
    assert is_plain(option)
    assert (option["yAxis"][0]["min"], option["yAxis"][0]["max"]) == (0.0, 1.0)
    assert measures.measure_sheet(lived, "balance", (), LIGHT).rows[-1][1] == f"{fan.median[-1]:.2f}"


def test_a16_both_measures_are_named_and_in_the_colour_of_none_of_the_five(lived):
    assert [one.label for one in measures.MEASURES.values()] == ["Balance", "Polarization"]
    for palette in (LIGHT, DARK):
        for name in measures.MEASURES:
            assert measures.measure_fan(lived, name, palette).colour not in [palette.of(actor) for actor in AGENTS]


def test_an_undefined_balance_is_missing(lived):
    zero = replace(lived, series={name: np.zeros_like(rows) for name, rows in lived.series.items()})
    charted = [measures.measure_chart(zero, name, (), LIGHT) for name in measures.MEASURES]
    assert set(series(charted[0], "balance-median")["data"]) == {None}
    assert set(series(charted[1], "polarization-median")["data"]) == {0.0}


def test_a16_pressing_is_that_of_the_influence_table_with_capitals_as_in_the_network(pressed):
    shown = pressing.pressed_of(pressed, np.ones(len(pressed.months)))
    option = pressing.pressing_chart(shown, LIGHT)
    assert is_plain(option)
    names = option["yAxis"][0]["data"]
    cells = {
        (names[c["value"][1]], pressed.months[c["value"][0]]): c["value"][2] for c in series(option, "pressing")["data"]
    }
    for month in pressed.months:
        share = pressed.share(month, "Russia", "Belarus")
        assert cells.get(("Moscow on Minsk", month), 0.0) == round(100 * share, 1)
    sheet = pressing.pressing_sheet(shown)
    column = sheet.headings.index("Moscow on Minsk")
    assert [row[column] for row in sheet.rows] == [
        f"{100 * pressed.share(m, 'Russia', 'Belarus'):.0f}" for m in pressed.months
    ]
    assert not any(actor.label in name.split() for actor in AGENTS for name in names)


def table(*shares, worlds=400):
    """Moscow on Minsk in so many shares of the worlds, month by month."""
    months = tuple(f"2014-{month:02}" for month in range(1, 1 + len(shares)))
    return PressingTable(months, ("Russia",), ("Belarus",), np.array(shares)[:, None, None], worlds)


def test_pressing_is_a_share_of_the_worlds_whose_regime_stands():
    shown = pressing.pressed_of(table(0.5, 0.25, 0.0), np.array([1.0, 0.5, 0.0]))
    assert shown.pairs["Moscow on Minsk"].tolist() == [0.5, 0.5, 0.0]
    assert "whose regime stands" in pressing.pressing_note(shown)


def test_what_differs_in_pressing_leaves_out_chance():
    # Two shares of 400 worlds around a half differ by chance by up to two times sqrt(2 * 0.25 / 400), 7 points
    stands = np.ones(4)
    here, there = (pressing.pressed_of(table(*s), stands) for s in ((0.5, 0.5, 0.9, 0.02), (0.56, 0.6, 0.5, 0.02)))
    apart = pressing.pressed_beside(here, there)
    assert apart.pairs["Moscow on Minsk"].tolist() == pytest.approx([0.0, -0.1, 0.4, 0.0])
    alone = [pressing.pressed_of(table(share, worlds=1), np.ones(1)) for share in (0.5, 0.25)]
    assert pressing.pressed_beside(*alone).pairs["Moscow on Minsk"].tolist() == [0.25]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a12_the_colours_have_a_legend_and_words_that_hold_in_the_dark(pressed, palette):
    shown = pressing.pressed_of(pressed, np.ones(len(pressed.months)))
    (scale,) = pressing.pressing_chart(shown, palette)["visualMap"]
    assert (scale.get("show", True), scale["text"]) == (True, ["in all worlds", "in no world"])
    assert scale["inRange"]["color"] == [palette.neutral, palette.foe]
    assert "stronger the colour" in pressing.pressing_note(shown)
    assert "dark" not in pressing.pressing_note(shown)
    alone = replace(shown, worlds=1)
    assert "this world" in pressing.pressing_note(alone)
    assert "worlds" not in pressing.pressing_note(alone)
    assert "worlds" not in " ".join(pressing.pressing_chart(alone, palette)["visualMap"][0]["text"])


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("weight", np.linspace(-1.0, 1.0, 21))
def test_a12_letters_can_be_read_on_every_square(palette, weight):
    scale = Scale(-1, 1, ("", ""), (palette.foe, palette.neutral, palette.friend))
    one, other = (np.array(heat._parts(colour)) for colour in ((palette.foe, palette.neutral)[:2]
                  if weight < 0 else (palette.neutral, palette.friend)))  # fmt: skip
    ground = one + (weight + 1 if weight < 0 else weight) * (other - one)
    letters = heat._light(heat._parts(letters_on(float(weight), scale)))
    assert heat._contrast(letters, heat._light(list(ground))) >= 4.5


def test_networks_have_their_legend_in_the_picture(lived):
    found = charts.network_of(lived, 20)
    texts = [part["style"].get("text") for part in charts.network_chart(found, DARK)["graphic"][0]["children"]]
    assert [text for text in texts if text] == ["friendly", "hostile", "camp of Minsk"]


def test_what_differs_is_drawn_as_wide_as_it_is_large():
    ties = {(MINSK, MOSCOW): 0.15, (MOSCOW, MINSK): -0.3, (Owner.EU, MINSK): -0.7}
    found = charts.TieDifferences("2018-12", ties, dict.fromkeys(ties, "note"))
    option = charts.difference_chart(found, LIGHT)
    assert is_plain(option)
    warm, cold, most = series(option, "tie-differences")["links"]
    assert (warm["lineStyle"]["color"], warm["label"]["formatter"]) == (LIGHT.friend, "+0.15")
    assert (cold["lineStyle"]["color"], cold["lineStyle"]["type"]) == (LIGHT.foe, "dashed")
    assert cold["label"]["formatter"] == "\N{MINUS SIGN}0.30"
    assert [2 * warm["lineStyle"]["width"], most["lineStyle"]["width"]] == [charts.WIDEST] * 2
