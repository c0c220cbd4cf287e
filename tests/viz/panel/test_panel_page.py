"""The panel without a browser: what a visitor finds, moves and is told, and that folds stay as they were left."""

import base64

from ipyvuetify import Html

from tests.viz.test_pages import SMALL, screen
from viz.dashboard.panel.panel import NOTHING_ADDED, actor_colours
from viz.dashboard.panel.pressures import ADDED, reveal

ADD = {"kind": "energy_cut", "level": 0.5, "first": 60, "last": 71}


def field(page, label):
    return next((one for one in page.parts("refused") if getattr(one, "label", "") == label), None)


def query(page):
    return page.parts("query")[0].query


def form(page):
    return page.parts("kinds")[0]


def own(page):
    return next(one for one in page.parts("sections") if one.sections.value and not one.sections.value[0]["title"])


def names(page):
    return [row["name"] for row in own(page).sections.value[0]["rows"]]


def folds(page):
    return {
        one.children[0].children[0].children[0]: one
        for one in page.widgets()
        if isinstance(one, Html) and one.tag == "details"
    }


def search(page, words, label="Find a pressure, number or belief"):
    next(one for one in page.widgets() if getattr(one, "label", "") == label).vue_searched(words)


def test_the_scenarios_own_pressures_stand_apart_from_those_of_history():
    with screen() as page:
        page.settled()
        (history,) = [one for one in page.parts("sections") if one is not own(page)]
        assert names(page) == ["eu_2017"]
        assert history.sections.value[0]["title"] == "Moscow"
        assert "2019" in own(page).dates.value[-1]


def test_a_pressure_is_added_with_a_few_choices_and_taken_out_again():
    with screen() as page:
        page.settled()
        form(page).vue_added(ADD)
        page.wait(lambda p: "energy_cut_2018" in names(p))
        assert form(page).done == 1
        assert page.row("energy_cut_2018").added
        part = own(page)
        page.wait(lambda p: part.shown.value[0] == "energy_cut_2018")
        assert part.notes.value["energy_cut_2018"] == ADDED
        page.row("energy_cut_2018").act("out")
        page.wait(lambda p: "energy_cut_2018" not in names(p))
        assert "energy_cut" not in query(page)


def test_a_refusal_stands_in_the_form_and_goes_with_the_next_change():
    with screen() as page:
        page.settled()
        form(page).vue_added(ADD | {"last": 50})
        page.wait(lambda p: form(p).refused)
        assert "'end' 2017-03 is before 'start' 2018-01" in form(page).refused["end"][0]
        assert form(page).done == 0
        form(page).vue_added(ADD)
        page.wait(lambda p: form(p).done == 1 and not form(p).refused)


def test_a_pressure_of_history_is_taken_out_and_put_back():
    with screen() as page:
        page.settled()
        page.row("history.crimea").act("out")
        page.wait(lambda p: p.row("history.crimea").removed)
        assert "set=pressures.history.crimea=null" in query(page)
        page.row("history.crimea").act("back")
        page.wait(lambda p: not p.row("history.crimea").removed)


def test_a09_the_start_moves_a_pressure_and_the_end_makes_it_longer():
    with screen() as page:
        page.settled()
        assert (page.row().first, page.row().last) == (52, 71)
        page.row().act("first", 40)
        page.wait(lambda p: p.row().first == 40)
        assert page.row().last == 59, "as long as it was"
        page.row().act("last", 70)
        page.wait(lambda p: p.row().last == 70)
        assert page.row().first == 40
        assert "start=2016-05" in query(page)


def test_a08_a_fold_stays_as_it_was_left_when_the_scenario_changes():
    with screen() as page:
        page.settled()
        before = folds(page)
        page.unfold("Numbers")
        page.wait(lambda p: p.parts("untouched"))
        sliders = {one.label for one in page.parts("untouched")}
        page.parts("scenarios")[0].vue_chose("s14_no_rescue")
        page.wait(lambda p: "scenario=s14" in query(p))
        after = folds(page)
        assert all(after[title] is fold for title, fold in before.items()), "no fold takes the place of another"
        assert {one.label for one in page.parts("untouched")} == sliders
        page.parts("scenarios")[0].vue_chose("small")
        page.wait(lambda p: "own=small" in query(p))
        assert folds(page)["Numbers"] is before["Numbers"]


def test_a04_a_file_is_refused_under_its_field_with_line_and_column():
    with screen() as page:
        page.settled()
        page.unfold("Your own scenario")
        (file,) = page.wait(lambda p: p.parts("limit")).parts("limit")
        bad = base64.b64encode(b"extends: baseline\nwurlds: 3\n").decode()
        file.vue_chosen({"name": "mine.yaml", "content": bad})
        page.wait(lambda p: file.refused)
        assert file.refused[0].startswith("mine.yaml:2:1: unknown key 'wurlds'")
        file.vue_chosen({"name": "mine.yaml", "size": 10**9})
        page.wait(lambda p: "too large" in file.refused[0])
        file.vue_chosen({"name": "mine.yaml", "content": base64.b64encode(SMALL.encode()).decode()})
        page.wait(lambda p: not file.refused)


def test_one_search_finds_pressures_kinds_numbers_and_beliefs():
    with screen() as page:
        page.settled()
        search(page, "rescue")
        page.wait(lambda p: any(text.endswith(" found") for text in p.texts()))
        assert "+ Add: Rescue" in page.texts()
        assert any("rescue" in one.label.lower() for one in page.parts("untouched"))
        page.press("+ Add: Rescue")
        page.wait(lambda p: form(p).wanted.value[0] == "rescue")
        search(page, "pandemik")
        page.wait(lambda p: "Nothing has these words." in p.texts())
        assert any(text.startswith("Nearest: Pandemic") for text in page.texts())
        search(page, "")
        page.wait(lambda p: "Nothing has these words." not in p.texts())


def test_all_series_are_listed_and_one_is_shown():
    with screen() as page:
        page.settled()
        series = next(one for one in page.parts("order"))
        page.wait(lambda p: series.order.startswith("Most changed, "))
        assert series.series.value[0][1] != series.series.value[0][2]
        assert series.against == "baseline"
        assert set(series.lines.value) == {name for name, _, _ in series.series.value}
        series.vue_chosen("russia.coercion")
        page.wait(lambda p: series.shown == "russia.coercion")
        assert "show=russia.coercion" in query(page)


def test_worlds_and_draws_are_chosen_and_refused_in_place():
    with screen() as page:
        page.settled()
        page.unfold("Worlds and draws")
        page.wait(lambda p: field(p, "How many"))
        worlds = field(page, "How many")
        worlds.vue_entered("12")
        page.wait(lambda p: "set=worlds=12" in query(p))
        for sent, said in (("5000", "at most 1,000 worlds"), ("x", "not a whole number"), ("0", "worlds")):
            worlds.vue_entered(sent)
            page.wait(lambda p, said=said: worlds.refused and said in worlds.refused[0])
        page.choice("Which worlds").vue_chosen("best")
        page.wait(lambda p: "set=sampling=best" in query(p))
        page.choice("Numbers and sides taken hold").vue_chosen("each")
        page.wait(lambda p: "beliefs=each" in query(p))


def test_a_click_elsewhere_opens_the_row_of_a_pressure():
    with screen() as page:
        page.settled()
        part = own(page)
        part.vue_acted({"name": "nobody", "what": "value", "value": 1})
        reveal("eu_2017")
        page.wait(lambda p: part.shown.value[0] == "eu_2017")
        before = part.shown.value[1]
        reveal("eu_2017")
        page.wait(lambda p: part.shown.value[1] == before + 1)


def test_a_scenario_without_pressures_of_its_own_says_so():
    with screen("/?scenario=s02_tension_escalates") as page:
        page.wait(lambda p: NOTHING_ADDED in p.texts())


def test_everybody_who_presses_has_a_colour_in_the_light_and_in_the_dark():
    style = actor_colours()
    for owner in ("belarus", "russia", "eu", "us", "ukraine", "system"):
        assert style.count(f"--tr-owner-{owner}: #") == 2
