"""The shell of the dashboard in a real browser: charts, files, errors, visitors, and nothing leaves the machine."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browser.screen import DESK, PHONE, axe_violations, sideways
from viz.server.plain_errors import SENTENCE

pytestmark = pytest.mark.browser


def chart(page):
    box = page.locator(".tr-chart-box")
    expect(box).to_have_attribute("data-ready", "true")
    return box


def slide(page, key="ArrowRight"):
    slider = page.get_by_role("slider", name="Pressure")
    slider.focus()
    slider.press(key)


def test_a_slider_moves_the_chart_by_keyboard_alone(shell, offline):
    page = offline(shell)
    expect(chart(page)).to_have_attribute("data-rev", "0")
    before = chart(page).screenshot()
    slide(page)
    expect(chart(page)).to_have_attribute("data-rev", "1")
    assert chart(page).screenshot() != before
    assert chart(page).get_attribute("aria-label") == "Two bars"


def test_a_chart_is_saved_as_png_and_svg(shell, offline):
    page = offline(shell)
    chart(page)
    for kind, start in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with page.expect_download() as found:
            page.get_by_role("button", name=f"Save as {kind}: Two bars").click()
        assert found.value.suggested_filename == f"chart.{kind.lower()}"
        assert Path(found.value.path()).read_bytes().startswith(start)


def test_names_in_a_chart_stay_text(shell, offline):
    page = offline(shell)
    box = chart(page).bounding_box()
    x, y = box["x"] + 0.74 * box["width"], box["y"] + 0.5 * box["height"]
    page.mouse.move(x, y)
    expect(page.locator(".tr-note")).to_have_text(re.compile("^<img src=x"))
    assert page.title() != "struck"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("good.yaml", "name: Größe\n".encode(), "good.yaml: name: Größe"),
        ("large.yaml", b"x" * 1025, "'large.yaml' is too large: at most 1 kB are taken."),
        ("picture.yaml", b"\xff\xfe\x00", "'picture.yaml' is not a text file in UTF-8."),
        ("<b onclick=x>.yaml", b"a", "<b onclick=x>.yaml: a"),
    ],
)
def test_a_file_is_taken_or_refused_with_a_sentence(shell, offline, name, content, said):
    page = offline(shell)
    page.get_by_label("Scenario file").set_input_files({"name": name, "mimeType": "text/yaml", "buffer": content})
    expect(page.locator("[data-said]")).to_have_text(said)


@pytest.mark.parametrize("button", ["Fail", "Break"])
def test_an_error_shows_no_traceback(shell, offline, button):
    page = offline(shell)
    chart(page)
    page.get_by_role("button", name=button).click()
    expect(page.locator("body")).to_contain_text(SENTENCE)
    for secret in ("Traceback", "secret of the house", ".py"):
        assert secret not in page.locator("body").inner_text()


def test_two_visitors_do_not_see_each_other(shell, offline):
    first, second = offline(shell), offline(shell)
    expect(chart(second)).to_have_attribute("data-rev", "0")
    slide(first)
    expect(chart(first)).to_have_attribute("data-rev", "1")
    slide(second, "End")
    expect(chart(second)).to_have_attribute("data-rev", "1")
    expect(chart(first)).to_have_attribute("data-rev", "1")
    expect(first.locator("[data-level]")).to_have_text("Level 4")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_frame_is_open_to_everyone(shell, offline, dark, size):
    page = offline(shell, dark=dark, size=size)
    chart(page)
    assert sideways(page) <= 0
    assert axe_violations(page) == []
    assert (page.locator(".v-application.theme--dark").count() > 0) is dark


def test_light_and_dark_are_chosen_and_kept(shell, offline):
    page = offline(shell, dark=True)
    chart(page)
    dark = page.locator(".v-application.theme--dark")
    for name, count in (
        ("as the system has it", 1),
        ("light", 0),
        ("dark", 1),
        ("as the system has it", 1),
        ("light", 0),
    ):
        button = page.get_by_role("button", name=f"Light or dark: {name}")
        expect(button).to_be_visible()
        expect(dark).to_have_count(count)
        button.click()
    page.reload()
    chart(page)
    expect(page.get_by_role("button", name="Light or dark: dark")).to_be_visible()
    page.emulate_media(color_scheme="light")
    expect(dark).to_have_count(1)
    page.get_by_role("button", name="Light or dark: dark").click()
    expect(dark).to_have_count(0)
    page.emulate_media(color_scheme="dark")
    expect(dark).to_have_count(1)


def test_the_browser_itself_forbids_requests_elsewhere(shell, chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(shell)
    elsewhere = shell.replace("127.0.0.1", "127.0.0.2")
    assert page.evaluate("url => fetch(url).then(() => 'answered', () => 'refused')", elsewhere) == "refused"
    assert page.evaluate("url => fetch(url).then(() => 'answered', () => 'refused')", shell) == "answered"
    context.close()


def answer(address, **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20) as found:
            return found.status, dict(found.headers), found.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


@pytest.mark.parametrize(
    "headers",
    [{"Host": "elsewhere.example"}, {"Host": "127.0.0.1"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}],
)
def test_strangers_are_refused(shell, headers):
    code, sent, body = answer(shell, **headers)
    assert (code, body) == (403, b"403 Forbidden\n")
    assert "default-src 'self'" in sent["content-security-policy"]


@pytest.mark.parametrize("origin", ["https://elsewhere.example", None, "http://127.0.0.1:1"])
def test_a_websocket_of_a_stranger_is_refused(shell, origin):
    address = f"ws://{urlsplit(shell).netloc}/jupyter/api/kernels/a-b-c/channels?session_id=x"
    with pytest.raises(InvalidStatus), connect(address, origin=origin):
        pass
    with connect(address, origin=shell):
        pass


@pytest.mark.parametrize("folder", ["static/public", "static/assets", "_solara/cdn", "jupyter/nbextensions", "static"])
@pytest.mark.parametrize("way", ["../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/serve.py"])
def test_no_way_leads_out_of_the_folders(shell, folder, way):
    assert answer(f"{shell}/{folder}/{way}")[0] == 404


def test_doors_that_are_nobodys_business_are_closed(shell):
    assert answer(f"{shell}/resourcez")[0] == 404
    assert answer(f"{shell}/{'a' * 25_000}")[0] == 414
