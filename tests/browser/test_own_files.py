"""Scenario files of a visitor's own in a real browser: run, kept, shared, and refused in place."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screen import SECONDS, axe_violations, there
from tests.browser.test_dashboard import BASELINE, STRUCK, figures, sentence

pytestmark = pytest.mark.browser

OWN = f"title: '{STRUCK.replace(chr(39), chr(39) * 2)}'\nquestion: Is it text?\nextends: baseline\nworlds: 300\n"
FIELD = "Load a scenario file (YAML)"
LONG = 1000 * SECONDS
"""Thousandths of a second to wait on a machine that has other things to do."""


def bring(page, content, name="mine.yaml"):
    if not page.get_by_label(FIELD).is_visible():
        page.locator("summary", has_text="Your own scenario").click()
    page.get_by_label(FIELD).set_input_files({"name": name, "mimeType": "text/yaml", "buffer": content.encode()})


def test_a_file_of_ones_own_is_run_and_its_words_stay_text(dashboard, offline):
    page = there(offline(dashboard))
    bring(page, OWN)
    expect(page).to_have_title(f"{STRUCK} - Scenario - Tightrope")
    there(page).get_by_role("link", name="Relations").click()
    expect(page).to_have_title(f"{STRUCK} - Relations - Tightrope", timeout=LONG)
    there(page).reload()
    expect(page).to_have_title(f"{STRUCK} - Relations - Tightrope", timeout=LONG)
    assert page.title() != "struck"
    assert page.locator("img[src=x]").count() == 0


def test_a11_a_file_of_ones_own_stays_in_the_browser_and_out_of_the_link(dashboard, offline):
    page = there(offline(dashboard))
    bring(page, OWN.replace("baseline", "s03_eu_sanctions_2017"), name="My file.yaml")
    page.wait_for_url(re.compile(r"\?own=My_file$"))
    page.wait_for_selector("[data-worlds='300'][data-busy=false]", timeout=LONG)
    before = sentence(page).inner_text()
    slider = page.get_by_role("slider", name="Strength: EU sanctions")
    slider.focus()
    slider.press("Home")
    page.wait_for_url(re.compile(r"set=pressures\.eu_2017\.level=0"))
    expect(sentence(page)).not_to_have_text(before, timeout=LONG)
    before = figures(there(page))
    page.reload()
    expect(page).to_have_title(f"{STRUCK} - Scenario - Tightrope")
    assert figures(there(page)) == before
    assert axe_violations(page) == []
    tab = page.context.new_page()
    tab.goto(page.url)
    assert figures(there(tab)) == before, "another tab of the same browser"
    other = there(offline(page.url))
    missing = "This browser has stored no scenario of your own called 'My_file'"
    expect(other.get_by_role("alert")).to_contain_text(missing)
    expect(sentence(other)).to_have_text(BASELINE)


def test_what_a_browser_keeps_may_be_anything(dashboard, offline):
    page = there(offline(dashboard))
    for kept in ("{", "7", '{"text": 7}', '{"text": "wurlds: 3"}', '{"text": "[[[["}'):
        page.evaluate("kept => localStorage.setItem('tightrope.own.mine', kept)", kept)
        page.goto(f"{dashboard}/?own=mine")
        expect(page.get_by_role("alert")).to_have_count(1)
        expect(sentence(page)).to_have_text(BASELINE, timeout=LONG)


def test_a_browser_keeps_the_newest_twenty_and_says_when_it_has_no_room(dashboard, offline):
    page = there(offline(dashboard))
    page.evaluate("() => { for (let i = 0; i < 25; i++) localStorage.setItem('tightrope.own.' + i, '{}'); }")
    bring(page, OWN)
    page.wait_for_url(re.compile("own=mine"))
    names = "Object.keys(localStorage).filter((key) => key.startsWith('tightrope.own.'))"
    page.wait_for_function(f"() => {names}.length === 20")
    assert "tightrope.own.mine" in page.evaluate(names)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    bring(page, OWN, name="other.yaml")
    expect(page.get_by_role("alert")).to_contain_text("This browser has no room to store your scenario")


def test_a04_a_bad_file_is_refused_in_place_and_nothing_changes(dashboard, offline):
    page = there(offline(dashboard))
    before, toast = figures(page), page.locator(".tr-toast")
    for content, said in (
        ("title: A\nquestion: B\nextends: baseline\nfrob: 1\n", "frob"),
        ("title: A\nquestion: B\nextends: nothing\n", "nothing"),
        ("title: &a [x, x]\nquestion: *a\n", "anchor"),
        ("title: !!python/object/apply:os.system [id]\n", "tag"),
        ("[" * 5000, "mine.yaml"),
        ("just words", "mine.yaml"),
        ("title: A\n" * 9000, "too large"),
        ("title: [", "mine.yaml"),
    ):
        bring(page, content)
        expect(toast).to_contain_text(said, ignore_case=True)
        expect(page.locator(".tr-file .tr-refused")).to_contain_text(said, ignore_case=True)
        assert "Traceback" not in page.locator("body").inner_text()
        assert figures(page) == before
        toast.get_by_role("button", name="Close").click()
        expect(toast).to_have_count(0)
