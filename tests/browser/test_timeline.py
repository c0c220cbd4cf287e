"""The timeline in a real browser: its month by click and keys, its bars by pointer, keys and touch."""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.screen import DESK, PHONE, axe_violations, sideways

pytestmark = pytest.mark.browser


def ready(page):
    expect(page.locator(".tr-chart-box")).to_have_attribute("data-ready", "true", timeout=30_000)
    return page.get_by_role("slider", name="EU sanctions")


def month(page):
    return page.get_by_role("slider", name="Month shown")


def place(page, months, y):
    """A point over a month that lies so many months after the first one."""
    box = page.locator(".tr-chart-box").bounding_box()
    return box["x"] + 100 + (box["width"] - 212) * (months + 0.5) / 108, box["y"] + y


def drag(page, where, months):
    """Drag from a point by so many months, in steps as a hand does."""
    width = (page.locator(".tr-chart-box").bounding_box()["width"] - 212) / 108
    page.mouse.move(*where)
    page.mouse.down()
    for part in range(1, 6):
        page.mouse.move(where[0] + months * width * part / 5, where[1])
    page.mouse.up()


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_click_and_the_arrow_keys_choose_a_month(timeline, offline):
    page = offline(timeline)
    ready(page)
    page.mouse.click(*place(page, 30, 200))
    expect(page.locator("[data-month]")).to_have_text("2015-07")
    month(page).focus()
    for key, shown in (("ArrowRight", "2015-08"), ("PageUp", "2016-08"), ("Home", "2013-01"), ("End", "2021-12")):
        month(page).press(key)
        expect(page.locator("[data-month]")).to_have_text(shown)
    month(page).press("[")
    expect(page.locator("[data-month]")).to_have_text(re.compile("20(20|21)-"))
    said = re.compile(r"^\w+ 202\d; With EU sanctions −0\.\d\d \(.*; Baseline .*; Difference [−+]?0\.\d\d")
    expect(month(page)).to_have_attribute("aria-valuetext", said)


def test_a14_the_chart_is_told_in_words(timeline, offline):
    page = offline(timeline)
    ready(page)
    told = page.locator(".tr-chart-box").get_attribute("aria-label")
    assert told.startswith("Alignment, median world: begins at −0.")
    assert re.search(r"Difference to the baseline in \w+ 201\d: −0\.\d\d, largest, in every world\.", told)
    assert axe_violations(page) == []


def test_a10_a_bar_tells_why_it_is_there_wherever_one_points_at_it(timeline, offline):
    page = offline(timeline)
    bar = ready(page)
    page.mouse.move(*place(page, 54, 60))
    page.mouse.move(*place(page, 54, 52))
    expect(page.locator(".tr-chart-box .tr-note")).to_contain_text("Zapad 2017, May 2017 to September 2017.")
    bar.hover()
    expect(page.locator(".tr-bar-note")).to_contain_text("EU sanctions 0.80, May 2017 to December 2018. ")
    expect(page.locator(".tr-bar-note")).to_be_visible()


def test_a09_a_bar_is_dragged_and_its_end_is_pulled(timeline, offline):
    page = offline(timeline)
    bar = ready(page)
    drag(page, middle(bar), 12)
    expect(page.locator("[data-settings]")).to_have_text(
        "pressures.eu_2017.start=2018-05 pressures.eu_2017.end=2019-12"
    )
    expect(bar).to_have_attribute("aria-valuetext", "EU sanctions, May 2018 to December 2019, 20 months, strength 0.80")
    expect(page.locator(".tr-bar-before")).to_have_count(0, timeout=30_000)
    drag(page, middle(page.locator(".tr-bar-last")), -6)
    expect(page.locator("[data-settings]")).to_have_text(
        "pressures.eu_2017.start=2018-05 pressures.eu_2017.end=2019-06"
    )


def test_while_a_bar_is_dragged_its_old_place_and_both_dates_are_seen(timeline, offline):
    page = offline(timeline)
    bar = ready(page)
    x, y = middle(bar)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 100, y)
    expect(page.locator(".tr-bar-before")).to_be_visible()
    expect(page.locator(".tr-bar-from")).to_have_text("May 2018")
    expect(page.locator(".tr-bar-date").nth(1)).to_have_text("to December 2019 · 20 months")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(bar).to_have_attribute("aria-valuetext", re.compile("May 2017 to December 2018"))


def test_a_bar_obeys_the_keys(timeline, offline):
    page = offline(timeline)
    bar = ready(page)
    bar.focus()
    for key, said in (
        ("ArrowRight", "June 2017 to January 2019, 20 months, strength 0.80"),
        ("PageDown", "December 2016 to July 2018, 20 months, strength 0.80"),
        ("Shift+ArrowRight", "December 2016 to August 2018, 21 months, strength 0.80"),
        ("Alt+ArrowRight", "January 2017 to August 2018, 20 months, strength 0.80"),
        ("ArrowUp", "January 2017 to August 2018, 20 months, strength 0.85"),
        ("Home", "January 2013 to August 2014, 20 months, strength 0.85"),
        ("End", "May 2020 to December 2021, 20 months, strength 0.85"),
        ("Escape", "May 2017 to December 2018, 20 months, strength 0.80"),
    ):
        bar.press(key)
        expect(bar).to_have_attribute("aria-valuetext", f"EU sanctions, {said}")
    expect(page.locator("[data-settings]")).to_contain_text("start=2017-05")
    expect(page.locator(".tr-bar-before")).to_have_count(0, timeout=30_000)
    expect(bar).to_be_focused()
    for key, done in (("Delete", "removed eu_2017"), ("Enter", "opened eu_2017")):
        bar.press(key)
        expect(page.locator("[data-done]")).to_have_text(done)


def test_on_a_phone_a_bar_is_chosen_before_it_moves(timeline, offline):
    page = offline(timeline, size=PHONE, has_touch=True)
    bar = ready(page)
    expect(page.get_by_role("button", name="Later")).to_have_count(0)
    bar.tap()
    later = page.get_by_role("button", name="Later")
    assert later.bounding_box()["height"] >= 44
    later.tap()
    expect(bar).to_have_attribute("aria-valuetext", re.compile("June 2017 to January 2019"))
    page.get_by_role("button", name="Shorter").tap()
    expect(bar).to_have_attribute("aria-valuetext", re.compile("June 2017 to December 2018"))


def test_a_saved_picture_says_what_it_shows(timeline, offline):
    page = offline(timeline)
    ready(page)
    files = {}
    for kind in ("PNG", "SVG"):
        with page.expect_download() as found:
            page.get_by_role("button", name=f"Save as {kind}").click()
        files[kind] = Path(found.value.path()).read_bytes()
    box = page.locator(".tr-chart-box").bounding_box()
    with Image.open(io.BytesIO(files["PNG"])) as picture:
        assert picture.width == 2 * box["width"]
        assert picture.height > 2 * (box["height"] + 40)
    told = "".join(ElementTree.fromstring(files["SVG"]).itertext())
    for text in ("EU sanctions after the crackdown", "0.80 <b>", "With EU sanctions", "Zapad 2017", "Turning points"):
        assert text in told


def test_a16_the_browsers_own_zoom_is_left_alone(timeline, offline):
    page = offline(timeline)
    ready(page)
    before = page.locator(".tr-chart-box").screenshot()
    taken = page.evaluate(
        """() => !document.querySelector('.tr-chart-box canvas').dispatchEvent(
            new WheelEvent('wheel', {ctrlKey: true, deltaY: -100, bubbles: true, cancelable: true}))"""
    )
    assert not taken
    assert page.locator(".tr-chart-box").screenshot() == before


@pytest.mark.parametrize(("size", "dark"), [(DESK, True), (PHONE, False)])
def test_the_timeline_is_open_to_everyone(timeline, offline, size, dark):
    page = offline(timeline, dark=dark, size=size)
    ready(page)
    assert sideways(page) <= 0
    assert axe_violations(page) == []
