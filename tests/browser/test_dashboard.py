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
from tests.browser.screen import DESK, PHONE, axe_violations, sideways
from viz.app import PAGES

pytestmark = pytest.mark.browser

PATHS = [path.strip("/") for path, *_ in PAGES]
SCENARIO = "s03_eu_sanctions_2017"
SENTENCE, BASELINE = re.compile("^EU sanctions .* Minsk"), re.compile("^This is the baseline")
LEVEL = "Strength: EU sanctions"
STRUCK = "<img src=x onerror=\"document.title='struck'\">"
OWN = f"title: '{STRUCK.replace(chr(39), chr(39) * 2)}'\nquestion: Is it text?\nextends: baseline\nworlds: 300\n"
CHARTS, TABLES = {"": 3, "relations": 4}, {"": 5, "relations": 3}
"""By page; what presses has a table too, and the network and its matrix are two pictures of one table."""
SECONDS = 60_000
"""Of waiting, in thousandths, on a machine that has other things to do."""


NAME_OF_FOCUSED = """() => {
    const {tagName, ariaLabel, labels, textContent} = document.activeElement;
    const label = labels && labels[0];
    return ariaLabel || (label || {}).textContent || (tagName === 'SELECT' ? '' : textContent) || tagName;
}"""


def there(page):
    """The page, once all worlds are there and every chart is drawn."""
    expect(page.locator("[data-busy]").first).to_have_attribute("data-busy", "false", timeout=SECONDS)
    expect(page.locator(".tr-chart-box").first).to_have_attribute("data-ready", "true", timeout=SECONDS)
    for chart in page.locator(".tr-chart-box").all():
        expect(chart).to_have_attribute("data-ready", "true", timeout=SECONDS)
    return page


def figures(page):
    return page.locator(".tr-sentence, .tr-cards").all_inner_texts()


def choose(page, label, value):
    page.get_by_label(label, exact=True).select_option(value)


def revision(page):
    return int(page.locator(".tr-chart-box").first.get_attribute("data-rev"))


def wait_for_revision(page, least):
    page.wait_for_function(
        "least => Number(document.querySelector('.tr-chart-box').dataset.rev) >= least", arg=least, timeout=SECONDS
    )


def bring(page, content, name="mine.yaml"):
    if not page.get_by_label("Load a scenario file (YAML)").is_visible():
        page.locator("summary", has_text="Your own scenario").click()
    page.get_by_label("Load a scenario file (YAML)").set_input_files(
        {"name": name, "mimeType": "text/yaml", "buffer": content.encode()}
    )


def take_home(page, file):
    page.get_by_role("button", name="Export").click()
    page.get_by_role("button", name=file).click()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_open_to_everyone(dashboard, offline, path, size, dark):
    page = there(offline(f"{dashboard}/{path}", size=size, dark=dark))
    assert axe_violations(page) == []
    assert sideways(page) <= 0
    assert page.title().endswith("- Tightrope")


def test_choose_slide_undo_and_compare(dashboard, offline):
    page = there(offline(dashboard))
    choose(page, "Scenario", SCENARIO)
    expect(page.get_by_role("heading", level=1)).to_have_text(SENTENCE, timeout=SECONDS)
    assert "compare" not in page.url
    there(page)
    before, drawn = figures(page), revision(page)
    slider = page.get_by_role("slider", name=LEVEL).first
    slider.focus()
    slider.press("Home")
    page.wait_for_url(re.compile(r"set=pressures\.eu_2017\.level=0"))
    wait_for_revision(page, drawn + 1)
    there(page)
    expect(page.locator(".tr-sentence")).not_to_have_text(before[0], timeout=SECONDS)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(".tr-sentence")).to_have_text(before[0], timeout=SECONDS)
    assert "level" not in page.url
    page.get_by_role("button", name="Redo", exact=True).click()
    page.wait_for_url(re.compile(r"level=0"))


def test_a_link_carries_what_is_on_the_page(dashboard, offline):
    page = there(offline(dashboard))
    choose(page, "Scenario", SCENARIO)
    expect(page.get_by_role("heading", level=1)).to_have_text(SENTENCE, timeout=SECONDS)
    slider = page.get_by_role("slider", name=LEVEL).first
    slider.focus()
    slider.press("Home")
    page.wait_for_url(re.compile("level"))
    there(page)
    other = there(offline(page.url))
    expect(other.get_by_role("heading", level=1)).to_have_text(re.compile("EU sanctions"))
    assert figures(other) == figures(page)
    assert other.url == page.url
    assert parse_qs(urlsplit(page.url).query)["scenario"] == [SCENARIO]


def test_the_numbers_are_those_of_the_command_line(dashboard, offline, capsys, tmp_path, monkeypatch):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}&set=pressures.eu_2017.level=0.4&compare=nothing"))
    with page.expect_download() as found:
        take_home(page, "Scenario as YAML")
    file = tmp_path / "mine.yaml"
    file.write_bytes(Path(found.value.path()).read_bytes())
    assert tightrope.program(["run", str(file), "--json", "--out", str(tmp_path / "run")]) == 0
    told = json.loads(capsys.readouterr().out)["alignment"]["final"]
    cards = page.locator(".tr-cards").inner_text().replace("\N{MINUS SIGN}", "-")
    shown = [float(n) for n in re.findall(r"[-+]?\d\.\d\d", cards)]
    assert shown[:3] == [round(told[name], 2) for name in ("median", "p05", "p95")]


@pytest.mark.parametrize(
    ("button", "start"),
    [
        ("Scenario as YAML", b"title:"),
        ("Bands as CSV", b""),
        ("Figure as PNG", b"\x89PNG"),
        ("Figure as SVG", b"<?xml"),
    ],
)
def test_what_is_on_the_page_can_be_taken_home(dashboard, offline, button, start):
    page = there(offline(dashboard))
    with page.expect_download(timeout=SECONDS) as found:
        take_home(page, button)
    data = Path(found.value.path()).read_bytes()
    assert data.lstrip(b"# \n").startswith(start) or start in data[:400]
    assert len(data) > 200


def test_a_file_of_ones_own_is_run_and_its_words_stay_text(dashboard, offline):
    page = there(offline(dashboard))
    bring(page, OWN)
    page.wait_for_url(re.compile("own=mine"))
    there(page)
    page.get_by_role("link", name="Relations").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Relations: {STRUCK}")
    there(page)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Relations: {STRUCK}")
    assert page.title() != "struck"
    assert page.locator("img[src=x]").count() == 0


def test_a_file_of_ones_own_stays_in_the_browser_and_out_of_the_link(dashboard, offline):
    page = there(offline(dashboard))
    bring(page, OWN, name="My file.yaml")
    page.wait_for_url(re.compile(r"\?own=My_file$"))
    expect(page.locator("[data-worlds='300']")).to_have_count(1, timeout=SECONDS)
    drawn = revision(there(page))
    page.locator("summary", has_text="Where documents disagree").click()
    choose(page, "Why does Russia put pressure on its ally?", "abandonment")
    page.wait_for_url(re.compile(r"set=hypotheses\."))
    wait_for_revision(page, drawn + 1)
    before = figures(there(page))
    page.reload()
    assert figures(there(page)) == before
    assert axe_violations(page) == []
    tab = page.context.new_page()
    tab.goto(page.url)
    assert figures(there(tab)) == before, "another tab of the same browser"
    other = there(offline(page.url))
    missing = "This browser has stored no scenario of your own called 'My_file'"
    expect(other.get_by_role("alert")).to_contain_text(missing)
    expect(other.get_by_role("heading", level=1)).to_have_text(BASELINE, timeout=SECONDS)


@pytest.mark.parametrize("kept", ["{", "7", '{"text": 7}', '{"text": "wurlds: 3"}', '{"text": "[[[["}'])
def test_what_a_browser_keeps_may_be_anything(dashboard, offline, kept):
    page = there(offline(dashboard))
    page.evaluate("kept => localStorage.setItem('tightrope.own.mine', kept)", kept)
    page.goto(f"{dashboard}/?own=mine")
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text(BASELINE, timeout=SECONDS)


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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title: A\nquestion: B\nextends: baseline\nfrob: 1\n", "frob"),
        ("title: A\nquestion: B\nextends: nothing\n", "nothing"),
        ("title: &a [x, x]\nquestion: *a\n", "anchor"),
        ("title: !!python/object/apply:os.system [id]\n", "tag"),
        ("[" * 5000, "mine.yaml"),
        ("just words", "mine.yaml"),
        ("title: A\n" * 9000, "too large"),
        ("title: [", "mine.yaml"),
    ],
)
def test_a_bad_file_is_refused_in_place_and_nothing_changes(dashboard, offline, content, said):
    page = there(offline(dashboard))
    before = figures(page)
    bring(page, content)
    expect(page.get_by_role("alert").first).to_contain_text(said, ignore_case=True)
    body = page.locator("body").inner_text()
    assert "Traceback" not in body
    assert figures(page) == before
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_bad_link_is_put_right_with_a_sentence(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={STRUCK}&world=-3&set=pressures.nothing.level=1"))
    expect(page.get_by_role("heading", level=1)).to_have_text(BASELINE, timeout=SECONDS)
    assert page.locator(".tr-toast li").count() == 3


def test_the_network_plays_month_by_month(dashboard, offline):
    page = there(offline(f"{dashboard}/relations?month=2020-06"))
    months = page.get_by_role("slider", name="Month")
    expect(months).to_have_attribute("aria-valuetext", "2020-06")
    page.get_by_role("button", name="Play").click()
    expect(months).to_have_attribute("aria-valuetext", "2020-08", timeout=SECONDS)
    page.get_by_role("button", name="Pause").click()
    page.wait_for_url(re.compile("month=2020-"))
    months.focus()
    months.press("Home")
    expect(page.get_by_role("heading", name=re.compile("January 2013"))).to_be_visible()


def test_one_world_is_watched_with_its_decisions(dashboard, offline):
    page = there(offline(f"{dashboard}/relations?month=2020-12"))
    choose(page, "Show", "one")
    expect(page.locator(".tr-decisions li").first).to_contain_text("December 2020", timeout=SECONDS)
    assert page.locator(".tr-decisions li").count() == 6


def test_every_chart_has_its_numbers_in_a_table(dashboard, offline):
    for path in PATHS:
        page = there(offline(f"{dashboard}/{path}"))
        expect(page.locator(".tr-chart-box")).to_have_count(CHARTS[path])
        expect(page.get_by_text(re.compile("^Numbers: "))).to_have_count(TABLES[path])
        page.locator(".tr-sheet summary").first.click()
        expect(page.locator(".tr-sheet tbody tr").first).to_be_visible()
        assert axe_violations(page) == []


def test_charts_are_laid_out_anew_when_the_screen_becomes_narrow(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}"))
    chart = page.get_by_role("img", name=re.compile("^Alignment in security"))
    expect(chart).to_have_css("height", "440px")
    page.set_viewport_size(PHONE)
    expect(chart).to_have_css("height", "840px", timeout=SECONDS)
    page.set_viewport_size(DESK)
    expect(chart).to_have_css("height", "440px", timeout=SECONDS)


def test_another_world_draws_one_chart_anew(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}"))
    numbers = "() => [...document.querySelectorAll('.tr-chart-box')].map((box) => Number(box.dataset.rev))"
    before = page.evaluate(numbers)
    page.get_by_label("World", exact=True).select_option(index=1)
    wait_for_revision(page, before[0] + 1)
    page.wait_for_url(re.compile("world="))
    assert page.evaluate(numbers)[1:] == before[1:]


def test_a09_a_bar_is_moved_by_keys_and_the_sentence_follows(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}"))
    before = page.locator(".tr-sentence").inner_text()
    bar = page.get_by_role("slider", name="EU sanctions", exact=True).first
    bar.focus()
    bar.press("PageDown")
    page.wait_for_url(re.compile(r"set=pressures\.eu_2017\.end=.*&set=pressures\.eu_2017\.start="))
    expect(page.locator(".tr-sentence")).not_to_have_text(before, timeout=SECONDS)
    there(page)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(".tr-sentence")).to_have_text(before, timeout=SECONDS)
    assert "set=" not in page.url


def test_a14_the_sentence_is_said_once_it_has_come_to_rest(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}"))
    said = page.locator(".tr-said")
    expect(said).to_have_attribute("role", "status")
    expect(said).to_have_text(page.locator(".tr-sentence").inner_text(), use_inner_text=False, timeout=SECONDS)


EDGES = """(end) => ['.tr-sentence', '.tr-chart-box', '.tr-cards'].map(
    (one) => document.querySelector(one).getBoundingClientRect()[end])"""


def test_a03_sentence_cards_and_chart_stand_above_the_fold(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}"))
    sentence, chart, cards = page.evaluate(EDGES, "bottom")
    assert sentence < cards < DESK["height"] / 2 < chart < 1.1 * DESK["height"]
    phone = there(offline(f"{dashboard}/?scenario={SCENARIO}", size=PHONE))
    sentence, chart, cards = phone.evaluate(EDGES, "top")
    assert sentence < chart < PHONE["height"] / 2 < cards


def test_a11_own_scenarios_stay_in_the_list_after_a_reload(dashboard, offline):
    page = there(offline(dashboard))
    bring(page, OWN)
    page.wait_for_url(re.compile("own=mine"))
    choose(page, "Scenario", SCENARIO)
    page.wait_for_url(re.compile(SCENARIO))
    page.reload()
    there(page)
    choose(page, "Scenario", "mine")
    page.wait_for_url(re.compile("own=mine"))
    expect(page.locator("[data-worlds='300']")).to_have_count(1, timeout=SECONDS)


def test_worlds_whose_regime_has_fallen_are_left_out_and_told(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario=s14_no_rescue"))
    expect(page.locator(".tr-cards")).to_contain_text("that stand in both")
    expect(
        page.get_by_text(re.compile("The regime has fallen in .* by December 2021; alignment is defined"))
    ).to_be_visible()
    page.locator(".tr-sheet summary").first.click()
    heading = page.get_by_role("columnheader", name="Regime fallen, per cent of worlds")
    expect(heading).to_be_visible()
    page = there(offline(f"{dashboard}/relations?scenario=s14_no_rescue&month=2021-12"))
    expect(page.get_by_text(re.compile("of the worlds the regime has fallen"))).to_be_visible()


def test_names_keep_their_capitals(dashboard, offline):
    page = there(offline(f"{dashboard}/?scenario={SCENARIO}"))
    expect(page.get_by_role("button", name="EU sanctions").first).to_be_visible()
    page.get_by_role("button", name="Export").click()
    button = page.get_by_role("button", name="Scenario as YAML")
    expect(button).to_have_css("text-transform", "none")


def test_two_visitors_do_not_see_each_other(dashboard, offline):
    first, second = there(offline(dashboard)), there(offline(dashboard))
    before = figures(second)
    choose(first, "Scenario", SCENARIO)
    expect(first.get_by_role("heading", level=1)).to_have_text(SENTENCE, timeout=SECONDS)
    there(first)
    expect(second.get_by_role("heading", level=1)).to_have_text(BASELINE, timeout=SECONDS)
    assert figures(second) == before


def test_the_page_can_be_used_by_keyboard_alone(dashboard, offline):
    page = there(offline(dashboard))
    reached = []
    while "Your own scenario" not in reached and len(reached) < 200:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(NAME_OF_FOCUSED).strip())
    for name in ("Scenario", "Relations", "Copy link", "Compare with", "Your own scenario"):
        assert any(name in one for one in reached), (name, reached)
    assert not any(one in ("INPUT", "SELECT", "BUTTON", "") for one in reached)


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
    page.goto(dashboard)
    there(page)
    context.close()
    assert "permessage-deflate" in "".join(shaken)
    assert sum(sizes) < 2_000_000, f"{sum(sizes):,} bytes"
