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
PLOT = 212
"""Pixels of the chart to the left and right of its months, of which there are 108."""


def told_by_compare(capsys, *settings):
    """The sentence of `tightrope compare`, of the scenario and what has been set in it."""
    words = [word for one in settings for word in ("--set", one)]
    assert tightrope.program(["compare", SCENARIO, *words, "--json"]) == 0
    return printed(json.loads(capsys.readouterr().out)["sentence"])


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
