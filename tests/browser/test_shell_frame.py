"""The shell around the pages in a real browser: keys, focus, panel, messages, files, paper and forced colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.screen import PHONE, axe_violations, sideways, there

pytestmark = pytest.mark.browser

TABLET = {"width": 1024, "height": 768}
MOST_STOPS = 14
SCENARIO = "s03_eu_sanctions_2017"
LEVEL = "set=pressures.eu_2017.level=0.6"
FOCUSED = "document.activeElement"


def panel(page):
    return page.locator("#tr-panel")


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_a14_the_chart_is_a_few_stops_away_and_one_by_the_skip_link(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}&{LEVEL}"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUSED}.className").startswith("tr-chart")
    page.evaluate(
        "document.body.tabIndex = -1; document.body.focus(); document.querySelector('.tr-chart').tabIndex = -1"
    )
    passed = []
    while not page.evaluate(f"!!{FOCUSED}.closest('.tr-chart, .tr-timeline')"):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(f"{FOCUSED}.outerHTML.slice(0, 120)"))
        assert len(passed) <= MOST_STOPS, passed
    assert page.evaluate("[...document.querySelectorAll('h1, h2, h3')].find((one) => one.offsetParent).tagName") == "H1"


def test_a14_a_step_back_leaves_the_focus_where_it_was(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}"))
    page.get_by_label("Compare with", exact=True).first.select_option("nothing")
    page.wait_for_url(re.compile("compare=nothing"))
    undo = page.locator(".tr-context").get_by_role("button", name="Undo")
    expect(undo).to_be_enabled()
    undo.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "compare" not in url)
    expect(undo).to_have_attribute("aria-disabled", "true")
    expect(undo).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tr-context").get_by_role("button", name="Redo")).to_be_focused()
    page.keyboard.press("Control+Shift+Z")
    page.wait_for_url(re.compile("compare=nothing"))
    page.keyboard.press("Control+z")
    page.wait_for_url(lambda url: "compare" not in url)


def test_a05_a_change_is_a_chip_that_takes_it_back(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}&{LEVEL}"))
    chips = page.get_by_role("toolbar", name="Changes")
    expect(chips).to_contain_text("EU sanctions")
    chips.get_by_role("button", name="Take back").click()
    expect(chips).to_be_hidden()
    expect(page.locator(".tr-context").get_by_role("button", name="Undo")).to_be_focused()
    assert "level" not in page.url


def test_a16_every_page_has_a_title_of_its_own(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}"))
    expect(page).to_have_title("EU sanctions after the crackdown of March 2017 - Scenario - Tightrope")
    page.get_by_role("link", name="Relations").click()
    expect(page).to_have_title("EU sanctions after the crackdown of March 2017 - Relations - Tightrope")


def test_a_tablet_opens_the_panel_over_the_page(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}", size=TABLET))
    expect(panel(page)).to_be_hidden()
    button(page, "Edit").click()
    expect(panel(page)).to_be_focused()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(button(page, "Edit")).to_be_focused()
    assert sideways(page) <= 0


def test_a_phone_has_its_pages_below_and_the_panel_in_their_place(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}&{LEVEL}", size=PHONE))
    bar = page.get_by_role("navigation", name="Pages").bounding_box()
    assert bar["y"] + bar["height"] == PHONE["height"]
    expect(page.locator(".tr-context-line")).to_have_text(re.compile(r"against Baseline · 1 change"))
    page.evaluate("scrollTo(0, 500)")
    button(page, "Edit").click()
    expect(panel(page)).to_be_visible()
    expect(page.locator(".tr-main")).to_be_hidden()
    expect(page.locator(".tr-live")).to_have_text(page.locator(".tr-main h1").text_content())
    expect(page.get_by_label("Scenario", exact=True).first).to_be_visible()
    assert axe_violations(page) == []
    assert sideways(page) <= 0
    button(page, "Done").click()
    expect(page.locator(".tr-main")).to_be_visible()
    assert page.evaluate("scrollY") == 500


def test_a04_a_file_that_is_refused_is_told_where_one_looks(dashboard, offline):
    page = there(offline(dashboard))
    panel(page).evaluate("panel => panel.scrollTo(0, panel.scrollHeight)")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    field = page.locator("input[type=file]")
    if not field.count():
        page.locator("summary", has_text="Your own scenario").click()
    field.focus()
    field.set_input_files({"name": "mine.yaml", "mimeType": "text/yaml", "buffer": b"title: ["})
    toast, below = page.locator(".tr-toast"), page.locator(".tr-file .tr-refused")
    expect(toast).to_contain_text("mine.yaml:1:")
    expect(below).to_contain_text("mine.yaml:1:")
    expect(below).to_be_focused()
    for one in (toast, below):
        expect(one).to_be_in_viewport(ratio=1)
    boxes = [one.bounding_box() for one in (below, toast)]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"], "one does not lie over the other"
    assert axe_violations(page) == []
    page.evaluate("document.querySelector('.tr-toast').focus()")
    page.keyboard.press("Escape")
    expect(toast).to_have_count(0)


def test_a05_files_say_what_they_are_of(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}&{LEVEL}"))
    button(page, "Export").click()
    assert axe_violations(page) == []
    for name in ("Scenario as YAML", "Bands as CSV", "Figure as SVG"):
        with page.expect_download(timeout=60_000) as found:
            button(page, name).click()
        text = Path(found.value.path()).read_text(encoding="utf-8")
        for part in ("EU sanctions after the crackdown", "Weaker EU sanctions", "Tightrope 0.", f"{dashboard}/?"):
            assert part in text, (name, part)
    page.keyboard.press("Escape")
    expect(button(page, "Bands as CSV")).to_be_hidden()


def test_a16_paper_and_forced_colours(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}&{LEVEL}", dark=True))
    page.emulate_media(media="print")
    for hidden in (".tr-header", "#tr-panel", ".tr-context-steps", ".tr-chart-save >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".tr-context-line")).to_contain_text("against Baseline · 1 change")
    assert (
        page.locator(".tr-frame").evaluate("frame => getComputedStyle(frame).backgroundColor") == "rgb(255, 255, 255)"
    )
    page.emulate_media(media="screen", forced_colors="active")
    here = page.get_by_role("link", name="Scenario")
    expect(here).to_have_css("text-decoration-line", "underline")
