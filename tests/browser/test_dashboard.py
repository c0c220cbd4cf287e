"""The pages of the dashboard in a real browser: what visitors do, and what they must never see."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

import tightrope
from tests.browser.screen import DESK, PHONE, SECONDS, axe_violations, sideways, there
from viz.app import PAGES

pytestmark = pytest.mark.browser

PATHS = [path.strip("/") for path, *_ in PAGES]
SCENARIO = "s03_eu_sanctions_2017"
STRENGTH = "Strength: EU sanctions"
BASELINE = "This is the baseline. Add a pressure to see what it does."
STRUCK = "<img src=x onerror=\"document.title='struck'\">"
CHARTS = {"": 3, "why": 2, "sweeps": 1, "relations": 6, "evidence": 2}
TABLES = {"": 6, "why": 2, "sweeps": 1, "relations": 4, "evidence": 2}
"""By page, with a comparison; what presses has a table too, and two networks and their numbers are one table."""
LONG = 1000 * SECONDS
"""Thousandths of a second to wait on a machine that has other things to do."""
FILES = (
    ("Scenario as YAML", b"title:"),
    ("Bands as CSV", b"month,series,"),
    ("Figure as PNG", b"\x89PNG"),
    ("Figure as SVG", b"<svg"),
)
NAME_OF_FOCUSED = """() => {
    const {tagName, id, ariaLabel, textContent} = document.activeElement;
    const label = (id && document.querySelector(`label[for="${id}"]`)) || document.activeElement.closest('label');
    return ariaLabel || (label || {}).textContent || (tagName === 'SELECT' ? '' : textContent) || tagName;
}"""
REVISIONS = "() => [...document.querySelectorAll('.tr-chart-box')].map((box) => Number(box.dataset.rev))"
SEEN_AND_HIGH = """([chart, height]) => {
    chart.scrollIntoView();
    return getComputedStyle(chart).height === height;
}"""


def sentence(page):
    return page.locator(".tr-main h1")


def figures(page):
    """The sentence and the three cards, once they have come to rest."""
    seen = []
    while len(seen) < 4 or len(set(seen[-4:])) > 1:
        seen.append(sentence(page).inner_text() + page.locator(".tr-cards").inner_text())
        assert len(seen) < 300, "the figures do not come to rest"
        page.wait_for_timeout(200)
    return seen[-1]


def choose(page, label, value):
    page.get_by_label(label, exact=True).select_option(value)


def press(page, key):
    slider = page.get_by_role("slider", name=STRENGTH)
    slider.focus()
    slider.press(key)


def take_home(page, file):
    if not page.get_by_role("button", name=file).is_visible():
        page.get_by_role("button", name="Export").click()
    with page.expect_download(timeout=LONG) as found:
        page.get_by_role("button", name=file).click()
    return Path(found.value.path()).read_bytes()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_open_to_everyone(dashboard, offline, path, dark):
    page = there(offline(f"{dashboard}/{path}?scenario={SCENARIO}", dark=dark))
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        there(page)
        assert axe_violations(page) == []
        assert sideways(page) <= 0
    assert page.title().endswith("- Tightrope")


@pytest.mark.parametrize(
    ("size", "seen"), [(DESK, (".tr-main h1", ".tr-cards")), (PHONE, (".tr-main h1", ".tr-rail, .tr-bars"))]
)
def test_the_answer_stands_above_the_fold(dashboard, offline, size, seen):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}", size=size))
    for part in seen:
        box = page.locator(part).first.bounding_box()
        assert box["y"] + box["height"] <= size["height"] - (0 if size is DESK else 56), part
    chart = page.locator(".tr-timeline").bounding_box()
    assert chart["y"] < size["height"] / 2, "and most of the chart"


def test_a03_a07_choose_read_move_and_undo(dashboard, offline):
    page = there(offline(dashboard))
    expect(sentence(page)).to_have_text(BASELINE)
    choose(page, "Scenario", SCENARIO)
    pushed = re.compile(r"^EU sanctions in 2017 and 2018 push Minsk 0\.\d\d towards Moscow by ")
    expect(sentence(page)).to_have_text(pushed, timeout=LONG)
    expect(page.get_by_label("Compare with", exact=True)).to_have_value("baseline")
    before = figures(there(page))
    press(page, "Home")
    page.wait_for_url(re.compile(r"set=pressures\.eu_2017\.level=0$"))
    expect(sentence(page)).not_to_have_text(pushed, timeout=LONG)
    assert "+0.00" not in figures(there(page))
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(sentence(page)).to_have_text(pushed, timeout=LONG)
    assert figures(there(page)) == before
    assert "level" not in page.url


def test_a05_a_link_carries_what_is_on_the_page(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}"))
    before = sentence(page).inner_text()
    press(page, "ArrowLeft")
    page.wait_for_url(re.compile("level=0.75"))
    expect(sentence(page)).not_to_have_text(before, timeout=LONG)
    there(page)
    other = there(offline(page.url))
    assert figures(other) == figures(page)
    assert other.url == page.url
    assert parse_qs(urlsplit(page.url).query) == {"scenario": [SCENARIO], "set": ["pressures.eu_2017.level=0.75"]}
    expect(other.get_by_role("toolbar", name="Changes")).to_contain_text("EU sanctions")


def test_the_numbers_are_those_of_the_command_line(dashboard, offline, capsys, tmp_path):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}&set=pressures.eu_2017.level=0.4&compare=nothing"))
    file = tmp_path / "mine.yaml"
    file.write_bytes(take_home(page, "Scenario as YAML"))
    assert tightrope.program(["run", str(file), "--json", "--out", str(tmp_path / "run")]) == 0
    told = json.loads(capsys.readouterr().out)["alignment"]["final"]
    card = page.locator(".tr-cards").inner_text().replace("\N{MINUS SIGN}", "-")
    shown = [float(number) for number in re.findall(r"[-+]?\d\.\d\d", card)]
    assert shown[:3] == [round(told[name], 2) for name in ("median", "p05", "p95")]


def test_what_is_on_the_page_can_be_taken_home(dashboard, offline):
    page = there(offline(dashboard))
    for button, start in FILES:
        data = take_home(page, button)
        assert start in data[:1500], button
        assert len(data) > 200


def test_a16_a_bad_link_is_put_right_with_a_sentence(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={STRUCK}&world=-3&set=pressures.nothing.level=1"))
    expect(sentence(page)).to_have_text(BASELINE)
    assert page.locator(".tr-toast li").count() == 3


def test_the_months_are_played_and_a_key_in_a_chart_chooses_one(dashboard, offline):
    page = there(offline(f"{dashboard}/relations?scenario={SCENARIO}&month=2020-06"))
    expect(page.get_by_role("heading", name="What differs, June 2020")).to_be_visible()
    page.get_by_role("button", name="Play the months").click()
    expect(page.get_by_role("heading", name="What differs, August 2020")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name="Pause").click()
    page.wait_for_url(re.compile("month=2020-"))
    month = page.get_by_role("slider", name="Month shown").first
    month.focus()
    month.press("Home")
    expect(page.get_by_role("heading", name="What differs, January 2013")).to_be_visible(timeout=LONG)


def test_one_world_is_watched_with_its_decisions(dashboard, offline):
    page = there(offline(f"{dashboard}/relations?month=2020-12&world=926"))
    expect(page.locator(".tr-decisions li").first).to_contain_text("2020: ", timeout=LONG)
    assert page.locator(".tr-decisions li").count() == 6


def test_a13_relations_show_what_they_are_compared_with(dashboard, offline):
    page = there(offline(f"{dashboard}/relations?scenario={SCENARIO}&month=2018-12"))
    expect(sentence(page)).to_have_text(re.compile(r"^EU sanctions .* leave Brussels 0\.\d\d colder towards Minsk"))
    expect(page.get_by_role("heading", name="What differs, December 2018")).to_be_visible()
    choose(page, "Compare with", "nothing")
    expect(sentence(page)).to_have_text(re.compile(" against .* in December 2018, in "), timeout=LONG)
    expect(page.get_by_role("heading", name=re.compile("^What differs"))).to_have_count(0)


def test_a_cell_is_chosen_by_click_and_keys_and_becomes_the_scenario(dashboard, offline):
    page = there(offline(f"{dashboard}/sweeps?scenario={SCENARIO}"))
    box = page.locator(".tr-chart-box").bounding_box()
    page.mouse.click(box["x"] + 110, box["y"] + 30)
    made = page.get_by_role("button", name="Make (0, February 2020) the scenario")
    expect(made).to_be_visible(timeout=LONG)
    cell = page.get_by_role("slider", name="Point chosen")
    cell.press("ArrowRight")
    expect(cell).to_have_attribute("aria-valuetext", re.compile("^0.125, February 2020: "))
    page.get_by_role("button", name="Make (0.125, February 2020) the scenario").wait_for()
    cell.press("ArrowDown")
    page.get_by_role("button", name="Make (0.125, August 2019) the scenario").wait_for()
    cell.press("Enter")
    page.wait_for_url(re.compile(r"end=2019-08&set=pressures\.eu_2017\.level=0\.125"))


@pytest.mark.parametrize("path", PATHS)
def test_every_chart_has_its_numbers_in_a_table(dashboard, offline, path):
    page = there(offline(f"{dashboard}/{path}?scenario={SCENARIO}"))
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".tr-chart-box")).to_have_count(CHARTS[path], timeout=LONG)
    there(page)
    expect(page.get_by_text(re.compile("^Numbers: "))).to_have_count(TABLES[path])
    page.locator(".tr-sheet summary").first.click()
    expect(page.locator(".tr-sheet tbody tr").first).to_be_visible()
    assert axe_violations(page) == []


def test_charts_are_laid_out_anew_when_the_screen_becomes_narrow(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}"))
    chart = page.get_by_role("img", name=re.compile("^Alignment in security"))
    for size, height in ((DESK, "440px"), (PHONE, "840px"), (DESK, "440px")):
        page.set_viewport_size(size)
        # What is not seen is laid out when it is, and what is above it may push it away once more
        page.wait_for_function(SEEN_AND_HIGH, arg=[chart.element_handle(), height], polling=100, timeout=LONG)


def test_another_world_draws_one_chart_anew(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}"))
    before = page.evaluate(REVISIONS)
    page.get_by_label("World", exact=True).select_option(index=1)
    page.wait_for_url(re.compile("world="))
    page.wait_for_function(f"before => ({REVISIONS})()[0] > before", arg=before[0], timeout=LONG)
    assert page.evaluate(REVISIONS)[1:] == before[1:]
    choose(page, "World", "")
    page.wait_for_url(lambda url: "world=" not in url)


def test_a03_worlds_whose_regime_has_fallen_are_left_out_and_told(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario=s14_no_rescue"))
    expect(page.locator(".tr-cards")).to_contain_text("Regime fallen")
    note = re.compile("^Each world is compared .* The regime has fallen in .* by December 2021; alignment is defined")
    expect(page.get_by_text(note)).to_be_visible()
    page.locator(".tr-sheet summary").first.click()
    expect(page.get_by_role("columnheader", name="Regime fallen, per cent of worlds")).to_be_visible()
    page = there(offline(f"{dashboard}/relations?scenario=s14_no_rescue&month=2021-12"))
    shown = re.compile("worlds whose regime stands in both in December 2021 are shown")
    expect(page.get_by_text(shown)).to_be_visible()


def test_names_keep_their_capitals(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}"))
    expect(page.get_by_role("button", name=re.compile("^EU sanctions"))).to_be_visible()
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_role("button", name="Scenario as YAML")).to_have_css("text-transform", "none")


def test_two_visitors_do_not_see_each_other(dashboard, offline):
    first, second = there(offline(dashboard)), there(offline(dashboard))
    before = figures(second)
    choose(first, "Scenario", SCENARIO)
    expect(sentence(first)).to_have_text(re.compile("^EU sanctions"), timeout=LONG)
    assert figures(there(second)) == before


def test_the_page_can_be_used_by_keyboard_alone(dashboard, offline):
    page = there(offline(dashboard))
    page.get_by_text("Show all 134").wait_for(timeout=LONG)
    reached = []
    while not any("Your own scenario" in one for one in reached) and len(reached) < 60:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(NAME_OF_FOCUSED).strip())
    for name in (
        "Scenario",
        "Copy link",
        "Compare with",
        "Month",
        "+ Add a pressure",
        "Your own scenario",
    ):
        assert any(name in one for one in reached), (name, reached)
    nameless = [place for place, one in enumerate(reached) if one in ("INPUT", "SELECT", "BUTTON", "")]
    assert not nameless, [reached[max(place - 1, 0)] for place in nameless]
    page.get_by_role("link", name="Scenario").focus()
    for name in ("Why", "Sweeps", "Relations", "Evidence"):  # the pages are one stop, and arrow keys go along them
        page.keyboard.press("ArrowRight")
        assert page.evaluate(NAME_OF_FOCUSED).strip() == name


def test_the_first_visit_is_light(dashboard, chromium):
    context = chromium.new_context(viewport=DESK)
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    sizes, shaken = [], []
    packer = zlib.compressobj(wbits=-15)
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    client.on(
        "Network.webSocketHandshakeResponseReceived", lambda event: shaken.append(event["response"]["headersText"])
    )

    def received(event):
        data = packer.compress(event["response"]["payloadData"].encode()) + packer.flush(zlib.Z_SYNC_FLUSH)
        sizes.append(len(data))

    client.on("Network.webSocketFrameReceived", received)
    page.goto(f"{dashboard}/?scenario={SCENARIO}")
    there(page)
    context.close()
    assert "permessage-deflate" in "".join(shaken)
    assert sum(sizes) < 2_000_000, f"{sum(sizes):,} bytes"
