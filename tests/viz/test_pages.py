"""The pages without a browser: what a visitor finds, moves and reads, and that nothing of it is anybody else's."""

import base64
import json
import time
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
import solara
from ipyvue import VueTemplate
from ipyvuetify import Html
from solara.autorouting import RenderPage

from experiments.comparison.compare import compare
from model.ensemble.record import HEADLINE
from model.story.phrases import month_in_words
from model.yaml_files.nodes import InputError
from tests.viz.pressure_row import PressureRow
from tests.viz.test_state import OWN
from tightrope import program
from viz import app
from viz.common.summary import percent
from viz.common.words import MISSING, printed
from viz.dashboard import results
from viz.dashboard.address import query_of
from viz.dashboard.front.file_input import MOST_BYTES
from viz.dashboard.pages.scenario import below
from viz.dashboard.pages.scenario import page as scenario_page
from viz.dashboard.pages.scenario.cards import decimals
from viz.dashboard.pages.scenario.sentence import NOT_A_FORECAST, UNCHANGED
from viz.dashboard.series import shown_series
from viz.dashboard.session import UNEXPECTED
from viz.dashboard.shell.frame import FAILED
from viz.dashboard.state import Chosen, State, View, pair_of, scenario_of
from viz.dashboard.visitor import NO_ROOM, Visitor
from viz.sentences.effect_text import effect_as_plain, effect_sentence, second_line

NAME = "s03_eu_sanctions_2017"
SMALL = "title: Small\nextends: s03_eu_sanctions_2017\nworlds: 24\nend: 2019-12\n"
BRIEF = "title: Brief\nextends: s12_harsh_repression_2017\nworlds: 24\nend: 2019-12\n"
PATIENCE = 60


class Screen:
    """A page as a visitor finds it."""

    def __init__(self, rc, box):
        self.rc, self.box = rc, box

    def widgets(self):
        found, waiting = [], [self.box]
        while waiting:
            one = waiting.pop(0)
            found.append(one)
            waiting += [child for child in getattr(one, "children", []) or [] if not isinstance(child, str)]
        return found

    def texts(self):
        return [
            child for one in self.widgets() for child in getattr(one, "children", []) or [] if isinstance(child, str)
        ]

    def parts(self, trait):
        return [one for one in self.widgets() if isinstance(one, VueTemplate) and one.has_trait(trait)]

    def row(self, name="eu_2017"):
        return PressureRow(self.parts, name)

    def choice(self, label):
        return next(one for one in self.parts("options") if one.label == label)

    def bar(self):
        """What is compared, at the top of the page."""
        return self.parts("scenarios")[0]

    def charts(self):
        return {one.label: json.loads(one.drawing) for one in self.parts("drawing")}

    def press(self, label):
        button = next(
            one for one in self.widgets() if isinstance(one, Html) and one.tag == "button" and label in one.children
        )
        button.fire_event("click", {})

    def unfold(self, title):
        fold = next(
            one for one in self.widgets() if isinstance(one, Html) and one.tag == "details"
            and title in one.children[0].children[0].children
        )  # fmt: skip
        fold.fire_event("toggle", {})

    def wait(self, what):
        """Until something is so, seen on a page that is not just being drawn."""
        end = time.monotonic() + PATIENCE
        while not self._sees(what):
            assert time.monotonic() < end, self.texts()
            time.sleep(0.05)
        return self

    def _sees(self, what):
        drawn = self.rc.render_count
        return not self.rc._is_rendering and what(self) and not self.rc._is_rendering and self.rc.render_count == drawn

    def settled(self):
        """All worlds are there, and what they say is drawn."""
        return self.wait(
            lambda screen: (
                any(
                    isinstance(one, Html) and (one.attributes or {}).get("data-busy") == "false"
                    for one in screen.widgets()
                )
                and screen.parts("drawing")
            )
        )


@contextmanager
def screen(path="/?own=small", own=SMALL):
    """A page, in a browser that keeps a scenario of the visitor's own."""
    box, rc = solara.render(
        solara.RoutingProvider(children=[RenderPage()], routes=app.routes, pathname=path), handle_error=False
    )
    page = Screen(rc, box)
    page.parts("awaited")[0].vue_found(own)
    try:
        yield page
    finally:
        rc.close()


def test_a_link_leads_to_the_page_it_was_made_on():
    with screen() as page:
        page.settled()
        texts = page.texts()
        assert any(text.startswith("EU sanctions push Minsk ") for text in texts)
        assert "24 worlds" in texts
        assert page.bar().scenario == "small"
        assert page.row().value == 0.8


def test_moving_a_slider_changes_picture_numbers_and_link():
    with screen() as page:
        page.settled()
        before = page.charts()
        page.row().vue_moved(0.1)
        page.wait(lambda p: p.row().changed)
        page.settled()
        after = page.charts()
        label = next(one for one in before if one.startswith("Alignment of Belarus over time"))
        assert after[label]["revision"] > before[label]["revision"]
        assert after[label]["option"] != before[label]["option"]
        assert any("Baseline" in json.dumps(one) for one in after[label]["option"]["series"])
        assert any(text.startswith("EU sanctions ") for text in page.texts())
        assert "set=pressures.eu_2017.level=0.1" in page.parts("query")[0].query


def test_steps_go_back_one_by_one_and_a_drag_is_one_step():
    with screen() as page:
        page.settled()
        for level in (0.7, 0.6, 0.5):
            page.row().act("value", level, "#1")
        page.row().act("value", 0.0, "#2")
        page.wait(lambda p: p.row().value == 0.0)
        page.bar().vue_undone("")
        page.wait(lambda p: p.row().value == 0.5)
        page.bar().vue_undone("")
        page.wait(lambda p: p.row().value == 0.8)
        page.row().vue_moved(0.2)
        page.wait(lambda p: p.row().value == 0.2)
        page.bar().vue_reset("")
        page.wait(lambda p: p.row().value == 0.8)
        page.row().vue_moved(0.2)
        page.wait(lambda p: p.row().changed)
        page.row().vue_released(None)
        page.wait(lambda p: not p.row().changed)


def test_what_a_browser_sends_is_brought_into_range():
    with screen() as page:
        page.settled()
        page.row().vue_moved(99)
        page.wait(lambda p: p.row().value == 1.0)
        page.row().vue_moved("<script>")
        page.wait(lambda p: UNEXPECTED in p.texts())
        page.row().act("first", 10**9)
        page.wait(lambda p: p.row().first == p.row().last == len(p.row()._found[0].dates.value) - 1)
        assert page.row().value == 1.0


def test_numbers_and_hypotheses_come_from_the_seeds():
    with screen() as page:
        page.settled()
        page.unfold("Numbers")
        page.wait(lambda p: any(one.sourced for one in p.parts("step")))
        page.unfold("Where documents disagree")
        page.wait(lambda p: any("more freedom to act" in one.label for one in p.parts("options")))
        side = page.choice(
            "Did the war in Ukraine give Belarus more freedom to act between Russia and the West, or less?"
        )
        side.vue_chosen("grew")
        page.wait(lambda p: "set=hypotheses.room_for_manoeuvre=grew" in p.parts("query")[0].query)
        side.vue_chosen("")
        page.wait(lambda p: "hypotheses" not in p.parts("query")[0].query)


def test_what_cannot_be_is_refused_and_what_was_seen_stays():
    with screen() as page:
        page.settled()
        visitor = Visitor(f"scenario={NAME}")
        visitor.set("pressures.eu_2017.start", "2020-01")
        assert visitor.state.changes == {}
        assert visitor.session.value.message
        assert "'end' 2018-12 is before 'start' 2020-01" in visitor.session.value.message[0]


def test_a_visitors_file_is_read_or_refused_at_its_place():
    visitor = Visitor(None)
    visitor.load("mine.yaml", OWN)
    assert visitor.scenario.title == "Mine"
    visitor.load("<b>mine</b>.yaml", "extends: baseline\nwurlds: 3\n")
    assert visitor.session.value.message[0].startswith("<b>mine</b>.yaml:2:1: unknown key 'wurlds'")
    assert visitor.scenario.title == "Mine"
    visitor.load("mine.yaml", "a: [")
    assert visitor.session.value.message[0].startswith("mine.yaml:1:")
    visitor.say()
    assert visitor.session.value.message == ()
    visitor.undo()
    assert visitor.state == State()


def test_a_script_in_a_name_is_text():
    script = "<img src=x onerror=alert(1)>"
    with screen(own=SMALL.replace("Small", f'"{script}"\npressures: {{eu_2017: {{because: "{script}"}}}}')) as page:
        page.settled()
        assert page.bar().scenario == "small"
        sheet = next(one for one in page.parts("headings") if one.caption == "Pressures")
        sheet.vue_toggled(True)
        page.wait(lambda p: any(script in row for row in sheet.rows.value))
        assert not any(
            one.has_trait("v_html") or "v-html" in str(getattr(one, "attributes", "")) for one in page.widgets()
        )


def test_a_fault_is_told_in_a_sentence(monkeypatch):
    def fail(*_):
        message = "secret"
        raise RuntimeError(message)

    monkeypatch.setattr(results.runs, "cached_run", lambda *_: None)
    monkeypatch.setattr(results.runs, "stages", fail)
    with screen() as page:
        page.wait(lambda p: results.FAULT in p.texts())
        assert not any("secret" in text or "Traceback" in text for text in page.texts())


def test_two_visitors_do_not_see_each_other():
    with screen() as one, screen() as other:
        one.settled()
        other.settled()
        one.row().vue_moved(0.3)
        one.wait(lambda p: p.row().value == 0.3)
        assert other.row().value == 0.8


def test_a_table_is_made_when_it_is_opened():
    with screen() as page:
        page.settled()
        sheet = next(one for one in page.parts("headings") if one.caption == "Over time")
        assert sheet.rows.value == []
        sheet.vue_toggled(True)
        page.wait(lambda p: sheet.rows.value)
        assert sheet.rows.value[0][0] == "2013-01"


def test_another_series_and_a_world_are_drawn():
    with screen() as page:
        page.settled()
        page.parts("order")[0].vue_chosen("russia.coercion")
        page.bar().vue_followed("926")
        page.wait(lambda p: any("World 926" in json.dumps(chart["option"]) for chart in p.charts().values()))
        label = shown_series()["russia.coercion"]
        page.wait(lambda p: any(one.startswith(label) for one in p.charts()))
        page.parts("order")[0].vue_chosen("<script>")
        assert "<script>" not in page.parts("query")[0].query


def test_the_browser_is_asked_for_an_own_scenario_before_anything_is_shown():
    visitor = Visitor("own=small&set=pressures.eu_2017.level=0.1")
    assert (visitor.session.value.awaited, visitor.query) == ("small", "own=small&set=pressures.eu_2017.level=0.1")
    visitor.receive(SMALL)
    assert visitor.state == State(Chosen("small", SMALL)).with_changes({"pressures.eu_2017.level": 0.1})
    visitor.receive("title: Later\nextends: baseline\n")
    assert visitor.scenario.title == "Small", "only what was asked for is taken"


@pytest.mark.parametrize("kept", ["", None, 7, {"text": SMALL}, "wurlds: 3\n", "x" * (MOST_BYTES + 1)])
def test_whatever_a_browser_answers_ends_in_a_page_and_a_sentence(kept):
    visitor = Visitor("own=small&world=3")
    visitor.receive(kept)
    assert visitor.state == State(view=View(world=3))
    assert visitor.session.value.message
    assert len(visitor.session.value.message) == 1


def test_an_own_scenario_is_handed_to_the_browser_under_a_plain_name():
    with screen("/") as page:
        (storage,) = page.parts("awaited")
        assert storage.stored.value == ["", ""]
        visitor = Visitor(None)
        visitor.load("../My <b>scenario</b>.yaml", OWN)
        assert visitor.query == "own=_My_b_scenario_b_"
        page.unfold("Your own scenario")
        (file,) = page.wait(lambda p: p.parts("limit")).parts("limit")
        file.vue_chosen({"name": "mine.yaml", "content": base64.b64encode(OWN.encode()).decode()})
        page.wait(lambda p: storage.stored.value == ["mine", OWN])
        storage.vue_failed("")
        page.wait(lambda p: NO_ROOM in p.texts())


def test_a_bad_link_is_explained():
    with screen("/?scenario=nobody") as page:
        page.wait(lambda p: any("'scenario' cannot be 'nobody'" in text for text in p.texts()))
        page.press("Close")
        page.wait(lambda p: not any("nobody" in text for text in p.texts()))


def test_the_numbers_are_those_of_the_command_line(tmp_path, capsys):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    state = State(Chosen("small", SMALL, "nothing")).with_changes({"pressures.eu_2017.level": 0.35})
    settings = [part for key, value in state.chosen.changes for part in ("--set", f"{key}={value}")]
    assert program(["run", str(path), *settings, "--json", "--out", str(tmp_path / "out")]) == 0
    said = json.loads(capsys.readouterr().out)
    with screen("/?" + query_of(state)) as page:
        texts = page.settled().texts()
        table = next(one for one in page.parts("headings") if one.caption == "Turning points")
        table.vue_toggled(True)
        page.wait(lambda p: table.rows.value)
        points = {row[0]: row for row in table.rows.value}
        chart = next(iter(page.charts().values()))
    final = said["alignment"]["final"]
    low, middle, high = (decimals(final[name]) for name in ("p05", "median", "p95"))
    assert middle in texts
    assert any(text.startswith(f"nine worlds in ten {low} to {high}") for text in texts)
    share = f"{100 * said['postures']['client']['share']:.0f} %"
    assert share in texts
    assert any(
        text.startswith(f"Minsk stands at {middle} in December 2019") and printed(share) in text for text in texts
    )
    median = next(one for one in chart["option"]["series"] if one["id"] == "fan-median")
    assert median["data"][-1] == round(final["median"], 4)
    for point in said["turning_points"]:
        assert [point[one] or MISSING for one in ("p10", "p50", "p90")] == points[point["label"]][2:]


def test_a03_the_page_says_what_compare_says():
    state = State(Chosen("small", SMALL)).with_changes({"pressures.eu_2017.level": 0.35})
    (found,) = compare(pair_in_order(state))
    said = {one["name"]: one for one in effect_as_plain(found)["outcomes"]}
    sentence = printed(effect_sentence(found))
    month = month_in_words(found.months[found.largest])
    with screen("/?" + query_of(state)) as page:
        texts = page.settled().texts()
        assert texts.count(sentence) == 1
        assert any(one.text == sentence for one in page.parts("pause")), "and it is announced"
        assert any(text.startswith(printed(second_line(found))) for text in texts)
        assert f"{month}, median world" in texts
        for name in ("a", "b"):
            assert decimals(said["alignment_largest"][name]) in texts
        assert decimals(float(found.apart.median[found.largest])) in texts
    with screen("/?" + query_of(replace(state, view=View(month="2019-12")))) as page:
        texts = page.settled().texts()
        assert "December 2019, median world" in texts
        for name in ("alignment", "client"):
            shown = decimals if name == "alignment" else percent
            assert {shown(said[name]["a"]), shown(said[name]["b"])} <= set(texts)


def pair_in_order(state):
    pair = pair_of(state.chosen)
    return pair.base, pair.scenario


def test_a16_nothing_is_never_plus_nothing():
    with screen("/?own=small&set=pressures.eu_2017.level=0&month=2013-06") as page:
        texts = page.settled().texts()
        assert not any("+0.00" in text for text in texts)
        assert "none" in texts


def test_a_baseline_says_that_nothing_is_changed_and_where_it_ends():
    with screen(own="title: Mine\nextends: baseline\nworlds: 12\nend: 2014-12\n") as page:
        texts = page.settled().texts()
        assert UNCHANGED in texts
        assert any(text.startswith("Minsk stands at ") and text.endswith(NOT_A_FORECAST) for text in texts)


def test_a02_the_line_compared_with_ends_where_the_run_ends():
    own = "title: Late\nextends: s26_relief_for_prisoners\nworlds: 12\nend: 2024-12\n"
    with screen("/?own=small", own=own) as page:
        page.settled()
        charts = page.charts()
        months = next(iter(charts.values()))["option"]["xAxis"][0]["data"]
        assert months[-1] == "2024-12"
        compared = [
            one for chart in charts.values() for one in chart["option"]["series"] if one.get("name") == "Compared"
        ]
        assert compared
        for line in compared:
            assert len(line["data"]) == len(months)
            assert len(set(line["data"][-36:])) > 1, "it is run on, and not held"


def test_a02_a06_both_sides_of_the_page_have_the_same_worlds():
    shown = list(results.shown(pair_of(Chosen("small", SMALL, changes=(("sampling", "best"),))), HEADLINE))[-1][0]
    before = shown.run.at("2017-04")
    assert shown.run.months == shown.base.months
    assert np.array_equal(shown.run.series[HEADLINE][:before], shown.base.series[HEADLINE][:before])


def test_the_figure_taken_home_is_the_same_each_time():
    from viz.dashboard.runs import usual_series, whole_run
    from viz.dashboard.shell.figures import as_figure
    from viz.figures.alignment import alignment_figure

    run = whole_run(scenario_of(State(Chosen("small", SMALL))), usual_series())
    assert as_figure(lambda: alignment_figure(run), "svg").startswith(b"<?xml")
    assert as_figure(lambda: alignment_figure(run), "svg") == as_figure(lambda: alignment_figure(run), "svg")
    assert as_figure(lambda: alignment_figure(run), "png").startswith(b"\x89PNG")


def test_nothing_is_drawn_where_no_world_counts():
    text = SMALL + "given: {posture: leaning_west@2013-01}\n"
    with screen(own=text) as page:
        page.wait(lambda p: results.NO_WORLD in p.texts())


def test_problems_are_input_errors():
    with pytest.raises(InputError):
        scenario_of(State(Chosen(NAME)).with_changes({"pressures.nobody.level": 1.0}))


def test_an_act_that_fails_leaves_the_page_as_it_was(monkeypatch):
    def fail(*_):
        message = "secret"
        raise RuntimeError(message)

    with screen() as page:
        page.settled()
        monkeypatch.setattr(Visitor, "undo", fail)
        page.row().vue_moved(0.2)
        page.wait(lambda p: p.row().value == 0.2)
        page.bar().vue_undone("")
        page.wait(lambda p: UNEXPECTED in p.texts())
        assert page.charts()
        assert not any("secret" in text for text in page.texts())


def test_a_page_that_cannot_be_drawn_says_so_and_leads_on(monkeypatch):
    def fail(*_):
        message = "secret"
        raise RuntimeError(message)

    with screen() as page:
        page.settled()
        page.row().vue_moved(0.3)
        page.wait(lambda p: p.row().value == 0.3)
        page.settled()
        with monkeypatch.context() as broken:
            broken.setattr(scenario_page, "cards", fail)
            page.row().vue_moved(0.4)
            page.wait(lambda p: FAILED in p.texts())
            assert page.parts("links"), "the frame stays"
            assert not any("secret" in text for text in page.texts())
        page.press("Undo the last step")
        page.settled()
        assert page.row().value == 0.8
        assert page.charts()


def test_a_part_below_that_cannot_be_drawn_leaves_the_rest(monkeypatch):
    def fail(*_):
        message = "secret"
        raise RuntimeError(message)

    with screen() as page:
        page.settled()
        page.parts("ahead")[0].vue_came(True)
        with monkeypatch.context() as broken:
            broken.setattr(below, "posture_chart", fail)
            page.row().vue_moved(0.4)
            page.wait(lambda p: scenario_page.FAILED in p.texts())
            assert any(text.startswith("EU sanctions push") or "EU sanctions" in text for text in page.texts())
            assert not any("secret" in text for text in page.texts())
        page.row().vue_moved(0.3)
        page.wait(lambda p: scenario_page.FAILED not in p.texts() and len(p.charts()) == 3)


def test_settings_without_effect_are_told():
    with screen() as page:
        page.settled()
        assert not any("has no effect" in text for text in page.texts())
        page.row().act("value", 0)
        page.wait(lambda p: "pressures.eu_2017 has no effect: its level is 0" in p.texts())


def test_a_narrow_screen_has_its_own_layout():
    with screen() as page:
        page.settled()
        before = page.charts()
        page.parts("narrow")[0].vue_narrowed(True)
        label = "Alignment in security, economy, diplomacy and identity"
        page.wait(lambda p: p.charts()[label] != before[label])
        assert len({grid["left"] for grid in page.charts()[label]["option"]["grid"]}) == 1
