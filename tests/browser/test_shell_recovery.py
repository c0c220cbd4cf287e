"""A server that was restarted, and a line that broke: the open page mends itself, and has its changes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.screen import axe_violations

pytestmark = pytest.mark.browser

QUERY = "scenario=s03_eu_sanctions_2017&set=pressures.eu_2017.level=0.6"
SECONDS = 60_000
"""Of waiting, in thousandths, on a machine that has other things to do."""


LINE = """(() => {
    const Whole = WebSocket;
    window.WebSocket = class extends Whole {
        constructor(url, ...rest) { super(window.broken ? new URL('/nowhere', url) : url, ...rest); }
    };
})()"""
"""Lets a page break its own line: what the browser calls offline does not end a connection for certain."""


@pytest.fixture
def visit(chromium):
    contexts = []

    def opened(server):
        contexts.append(chromium.new_context())
        contexts[-1].add_init_script(LINE)
        page = contexts[-1].new_page()
        page.goto(f"http://127.0.0.1:{server.port}/?{QUERY}")
        return there(page)

    yield opened
    for context in contexts:
        context.close()


def there(page):
    expect(page.locator("[data-busy]").first).to_have_attribute("data-busy", "false", timeout=SECONDS)
    return page


def follow(page, place):
    """Choose one of the worlds, by its place in the list, and give its number."""
    worlds = page.get_by_label("World", exact=True)
    (number,) = worlds.select_option(index=place)
    page.wait_for_url(f"**world={number}*")
    return number


def test_a01_a_restarted_server_gets_its_page_back_with_its_changes(server, visit):
    page = visit(server)
    number = follow(page, 7)
    page.evaluate("window.before = true")
    server.stop()
    bar = page.locator(".tr-lost-bar")
    expect(bar).to_be_visible(timeout=SECONDS)
    expect(bar).to_contain_text("Your changes are in the address")
    expect(page.locator(".v-overlay__scrim:visible")).to_have_count(0)
    assert axe_violations(page) == []
    assert page.locator(".tr-panel").evaluate("panel => panel.inert")
    server.start()
    page.wait_for_function("() => window.before === undefined", timeout=SECONDS)
    there(page)
    expect(bar).to_be_hidden()
    assert "level=0.6" in page.url
    assert page.get_by_label("World", exact=True).input_value() == number
    page.get_by_role("button", name="Take back:").click()
    page.wait_for_url(lambda url: "level" not in url)


def test_a01_a_broken_line_mends_without_a_new_page(server, visit):
    page = visit(server)
    page.evaluate("window.before = window.broken = true")
    assert page.evaluate("solara.debug.dropConnection()")
    expect(page.locator(".tr-lost-bar")).to_be_visible(timeout=SECONDS)
    page.evaluate("window.broken = false")
    expect(page.locator(".tr-lost-bar")).to_be_hidden(timeout=SECONDS)
    assert not page.locator(".tr-panel").evaluate("panel => panel.inert")
    follow(page, 8)
    assert page.evaluate("window.before"), "the page was not loaded anew"
