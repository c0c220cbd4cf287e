"""The panel in a browser: folds, focus, tab stops, and what is told where."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screen import PHONE, SECONDS, axe_violations, sideways

NAME = "s03_eu_sanctions_2017"
STOPS = """() => [...document.querySelectorAll('.tr-parts :is(a, button, input, select, summary)')].filter((one) =>
  !one.disabled && one.tabIndex >= 0 && one.checkVisibility() && !(one.type === 'radio' && !one.checked)).length"""
"""Tab stops of the panel; a group of radio buttons is one."""


def there(page):
    page.wait_for_selector("[data-busy=false]", state="attached", timeout=1000 * SECONDS)
    page.wait_for_selector(".tr-spark", state="attached", timeout=1000 * SECONDS)
    return page


def test_a14_the_folded_panel_has_few_tab_stops_and_says_no_value_twice(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={NAME}"))
    assert page.evaluate(STOPS) <= 15
    assert page.locator(".tr-parts output, .tr-parts [role=status]").count() == 0
    assert axe_violations(page) == []


def test_a08_folds_stay_as_they_were_left_when_the_scenario_changes(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={NAME}"))
    page.locator(".tr-group", has_text="Shocks and war").locator("summary").click()
    page.get_by_role("button", name=re.compile("^Crimea")).click()
    page.locator(".tr-this select").select_option("s14_no_rescue")
    page.wait_for_url(re.compile("s14"))
    opened = page.locator(".tr-parts details[open] > summary")
    expect(opened).to_have_count(1)
    expect(opened).to_contain_text("Shocks and war")
    expect(page.get_by_role("button", name=re.compile("^Crimea"))).to_have_attribute("aria-expanded", "true")
    assert page.locator(".tr-press-name[aria-expanded=true]").count() == 1


def test_a04_a_bad_file_is_told_under_its_field_and_has_the_focus(dashboard, offline):
    page = there(offline(dashboard))
    page.locator("summary", has_text="Your own scenario").click()
    page.locator(".tr-file input").set_input_files(
        {"name": "mine.yaml", "mimeType": "text/yaml", "buffer": b"extends: baseline\nwurlds: 3\n"}
    )
    told = page.locator(".tr-file .tr-refused")
    expect(told).to_contain_text("mine.yaml:2:1: unknown key 'wurlds'")
    expect(told).to_be_in_viewport()
    expect(told).to_be_focused()
    assert axe_violations(page) == []


def test_a_pressure_is_added_by_keyboard_and_its_row_has_the_focus(dashboard, offline):
    page = there(offline(dashboard))
    page.locator(".tr-add summary").focus()
    page.keyboard.press("Enter")
    page.locator(".tr-add").get_by_label("What presses").select_option("energy_cut")
    page.locator(".tr-add").get_by_label("Ends").select_option("2")
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    expect(page.locator(".tr-add .tr-refused")).to_contain_text("is before 'start'")
    page.locator(".tr-add").get_by_label("Ends").select_option("stays")
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    page.wait_for_url(re.compile("set=pressures.energy_cut_"))
    expect(page.get_by_role("button", name=re.compile("^Oil cut"))).to_be_focused()
    assert axe_violations(page) == []


def test_a_drag_of_a_strength_is_one_step_and_the_row_follows(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={NAME}"))
    slider = page.get_by_role("slider", name="Strength: EU sanctions")
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.8 * box["width"], middle)
    page.mouse.down()
    for share in (0.7, 0.6, 0.5, 0.4):
        page.mouse.move(box["x"] + share * box["width"], middle)
        page.wait_for_timeout(150)
    page.mouse.up()
    page.wait_for_url(re.compile(r"level=0\.[34]"))
    page.get_by_role("button", name="Undo", exact=True).click()
    page.wait_for_url(re.compile(f"scenario={NAME}$"))
    expect(slider).to_have_attribute("aria-valuetext", "0.80", timeout=1000 * SECONDS)


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_has_room_for_every_control(dashboard, offline, dark):
    page = there(offline(f"{dashboard}/?scenario={NAME}", size=PHONE, dark=dark))
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("button", name=re.compile("^EU sanctions")).click()
    assert axe_violations(page) == []
    assert sideways(page) <= 0
