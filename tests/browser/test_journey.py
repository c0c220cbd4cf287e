"""The journey of one who never opens a terminal: choose, read, drag, share, and go on after a restart."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

import tightrope
from tests.browser.screen import DESK, SECONDS, there
from viz.common.words import printed

pytestmark = pytest.mark.browser

SCENARIO = "s03_eu_sanctions_2017"
YEAR = 12
LONG = 1000 * SECONDS
HAND = 500
"""Thousandths of a second that a hand takes to a button that has just come."""
PLOT = 212
"""Pixels of the chart to the left and right of its months, of which there are 108."""


def told_by_compare(capsys, *settings):
    """The sentence of `tightrope compare`, of the scenario and what has been set in it."""
    words = [word for one in settings for word in ("--set", one)]
    assert tightrope.program(["compare", SCENARIO, *words, "--json"]) == 0
    return printed(json.loads(capsys.readouterr().out)["sentence"])


ABOVE = 48
"""Pixels of the axis above the rows of a waterfall."""


def drag(page, bar, months):
    """Drag a bar by so many months, in steps as a hand does."""
    box = bar.bounding_box()
    month = (page.locator(".tr-timeline .tr-chart-box").bounding_box()["width"] - PLOT) / 108
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for part in range(1, 9):
        page.mouse.move(x + months * month * part / 8, y)
        page.wait_for_timeout(40)
    page.mouse.up()


def test_choose_read_drag_share_and_go_on_after_a_restart(server, chromium, capsys):
    context = chromium.new_context(viewport=DESK, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/")
    there(page).get_by_label("Scenario", exact=True).select_option(SCENARIO)
    sentence = page.locator(".tr-main h1")
    expect(sentence).to_have_text(told_by_compare(capsys), timeout=LONG)

    bar = page.get_by_role("slider", name="EU sanctions", exact=True)
    expect(bar).to_have_attribute("aria-valuetext", re.compile("May 2017 to December 2018"))
    there(page)
    drag(page, bar, YEAR)
    expect(bar).to_have_attribute("aria-valuetext", re.compile("May 2018 to December 2019"))
    changes = "pressures.eu_2017.start=2018-05", "pressures.eu_2017.end=2019-12"
    expect(sentence).to_have_text(told_by_compare(capsys, *changes), timeout=LONG)
    expect(page.get_by_role("toolbar", name="Changes")).to_contain_text("EU sanctions")
    there(page).get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url
    assert all(change in link for change in changes)
    page.get_by_role("button", name="Copy the command that makes it again").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    words = page.evaluate("navigator.clipboard.readText()").split()
    assert words[:4] == ["tightrope", "compare", "baseline", SCENARIO]
    assert words[4::2] == ["--set", "--set"]
    assert {*words[5::2]} == {*changes}

    said = sentence.inner_text()
    page.evaluate("window.before = true")
    server.stop()
    expect(page.locator(".tr-lost-bar")).to_be_visible(timeout=LONG)
    server.start()
    page.wait_for_function("() => window.before === undefined", timeout=LONG)
    expect(sentence).to_have_text(said, timeout=LONG)
    assert there(page).url == link
    page.get_by_role("button", name="Take back:").first.click()
    expect(sentence).not_to_have_text(said, timeout=LONG)
    other = chromium.new_context(viewport=DESK).new_page()
    other.goto(link)
    expect(other.locator(".tr-main h1")).to_have_text(said, timeout=LONG)
    other.context.close()
    context.close()


def test_ask_why_switch_off_sweep_and_be_where_one_was(server, chromium):
    """From the sentence to a mechanism, its paragraph and a world without it; then to a sweep, a cell, and back."""
    context = chromium.new_context(viewport=DESK)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/?scenario={SCENARIO}&month=2018-12&set=worlds=100")
    sentence = page.locator(".tr-main h1")
    there(page).get_by_role("button", name="Why?").click()
    expect(sentence).to_contain_text(re.compile("mechanisms? carr"), timeout=LONG)
    first = page.locator(".tr-why-links .tr-thing-link").first
    mechanism = first.inner_text().partition(" ")[0]
    before = sentence.inner_text()
    first.click()
    sheet = page.locator(".tr-beside")
    expect(sheet).to_contain_text(f"Mechanism {mechanism}")
    expect(sheet).to_be_focused()
    sheet.locator(".tr-passage .tr-thing-link").first.click()
    expect(sheet).to_contain_text("places are found by the words")
    sheet.press("Escape")
    expect(sheet).to_have_count(0)
    expect(first).to_be_focused()
    bars = page.get_by_label("Waterfall: what each part adds", exact=False).first
    rows, box = len(page.locator(".tr-why-links .tr-thing-link").all()) + 3, bars.bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + ABOVE + 1.5 * (box["height"] - ABOVE) / rows)
    expect(sheet).to_contain_text(f"Mechanism {mechanism}")
    sheet.get_by_role("button", name="Switch it off on both sides").click()
    expect(sentence).not_to_have_text(before, timeout=LONG)
    expect(page.locator(".tr-why-links")).not_to_contain_text(mechanism, timeout=LONG)
    assert f"set=switch_off=[{mechanism}]" in page.url
    sheet.get_by_role("button", name="Close").click()

    page.get_by_role("link", name="Sweeps").click()
    new = page.get_by_role("region", name="New from here")
    new.get_by_role("button", name=re.compile("^Run 81 points")).click()
    sweeps = page.get_by_role("region", name="Sweeps")
    expect(sweeps).to_contain_text(re.compile(r"of 81 points"), timeout=LONG)
    sweeps.get_by_role("button", name="Stop").click()
    expect(sweeps.get_by_role("button", name="Go on")).to_be_visible(timeout=LONG)
    page.wait_for_timeout(HAND)
    sweeps.get_by_role("button", name="Go on").click()
    expect(sweeps).to_contain_text("81 of 81 points", timeout=2 * LONG)
    box = there(page).locator(".tr-chart-box").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 3)
    make = page.get_by_role("button", name=re.compile("^Make "))
    point = re.search(r"\((.*), (.*)\)", make.inner_text())
    page.wait_for_timeout(HAND)
    make.click()
    expect(page.get_by_role("toolbar", name="Changes")).to_contain_text("EU sanctions", timeout=LONG)
    link = page.url
    assert f"pressures.eu_2017.level={point[1]}" in link

    page.evaluate("window.before = true")
    server.stop()
    server.start()
    page.wait_for_function("() => window.before === undefined", timeout=LONG)
    expect(page.get_by_role("region", name="Sweeps")).to_contain_text("81 of 81 points", timeout=LONG)
    assert page.url == link
    context.close()
