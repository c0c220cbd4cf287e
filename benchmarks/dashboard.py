"""`python -m benchmarks.dashboard`: measure the dashboard in a real browser and write `benchmarks/dashboard.md`.

What is timed is what a visitor waits for: from the press of a key to the picture of all worlds and to the sentence that
belongs to it, from the rest of a dragged bar to its sentence, and a first visit. Server and browser share the machine.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.results import machine_facts
from model.engine.select import ENGINES, installed, requested
from model.scenario.load import load_scenario
from tests.browser.screen import DESK, FLAGS, browser_program, free_port, running, there
from viz.dashboard import runs

FILE = Path(__file__).with_name("dashboard.md")
SCENARIO = "s03_eu_sanctions_2017"
QUERY = f"?scenario={SCENARIO}"
PRESSES, DRAGS, VISITS = 20, 10, 5
PATIENCE = 120_000
"""Thousandths of a second."""
REST = 400
"""Thousandths of a second between one press and the next, in which slower parts of the page follow."""
STRENGTH, BAR, LEVEL = "Strength: EU sanctions", "EU sanctions", "pressures.eu_2017.level"
WATCH = """() => {
    const box = document.querySelector('.tr-timeline .tr-chart-box');
    const sentence = document.querySelector('.tr-main h1');
    const worlds = () => Number(document.querySelector('[data-worlds]').dataset.worlds);
    window.drawn = [];
    window.said = [];
    window.pressed = 0;
    const note = (list) => worlds() >= 1000 && list.push(performance.now());
    new MutationObserver(() => note(window.drawn)).observe(box, {attributes: true, attributeFilter: ['data-rev']});
    const now = () => note(window.said);
    new MutationObserver(now).observe(sentence, {childList: true, characterData: true, subtree: true});
    const begin = () => { window.drawn.length = 0; window.said.length = 0; window.pressed = performance.now(); };
    for (const kind of ['keydown', 'pointermove']) window.addEventListener(kind, begin, true);
}"""
"""Notes when the large chart and the sentence change, after the last key or the last move of the pointer."""
CAME = "() => window.drawn.length > 0"
WAITED = "() => [window.drawn[0] - window.pressed, window.said.length ? window.said[0] - window.pressed : null]"
"""The sentence may stay the same; then there is no time for it."""
MONTH = """() => {
    const box = document.querySelector('.tr-timeline .tr-chart-box');
    return (box.clientWidth - 212) / 108;
}"""
"""Pixels of a month; the chart has 212 beside its 108 months."""


def opened(browser: Browser, address: str) -> Page:
    """A new visitor's page, once all worlds are drawn."""
    page = browser.new_context(viewport=DESK).new_page()
    page.goto(address)
    there(page)
    page.wait_for_selector(".tr-series .tr-spark", state="attached", timeout=PATIENCE)
    page.evaluate(WATCH)
    return page


def waited(page: Page) -> tuple[float, float | None]:
    """Thousandths of a second from the last key or move to the picture of all worlds, and to a changed sentence."""
    page.wait_for_function(CAME, timeout=PATIENCE)
    page.wait_for_timeout(REST)
    drawn, said = page.evaluate(WAITED)
    return drawn, said


def first_visit(browser: Browser, address: str) -> tuple[float, int]:
    """Seconds until the chart is drawn, with nothing in the browser's cache, and the bytes that came by then.

    Messages are counted as they are, before the connection packs them.
    """
    context = browser.new_context(viewport=DESK)
    page, sizes = context.new_page(), [0]
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    client.on("Network.webSocketFrameReceived", lambda event: sizes.append(len(event["response"]["payloadData"])))
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".tr-chart-box[data-ready=true]", timeout=PATIENCE)
    took = time.perf_counter() - start
    context.close()
    return took, sum(sizes)


def presses(page: Page) -> list[tuple[float, float | None]]:
    """One visitor moves a strength by its keys, each time to a value that nobody asked for before."""
    slider, found = page.get_by_role("slider", name=STRENGTH), []
    slider.press("Home")
    page.wait_for_timeout(10 * REST)
    for _ in range(PRESSES):
        slider.press("ArrowRight")
        found.append(waited(page))
    return found


def drags(page: Page) -> list[tuple[float, float | None]]:
    """One visitor drags a bar to and fro, a month further each time; it is answered after the last move."""
    bar, month, found = page.get_by_role("slider", name=BAR, exact=True), page.evaluate(MONTH), []
    for turn in range(DRAGS):
        box = bar.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        way = (1 if turn % 2 else -1) * (turn + 2) * month
        for part in range(1, 6):
            page.mouse.move(x + way * part / 5, y)
            page.wait_for_timeout(30)
        found.append(waited(page))
        page.mouse.up()
        page.wait_for_timeout(2 * REST)
    return found


def alone() -> list[float]:
    """Milliseconds of the run that a key press asks for, with nothing beside it."""
    scenarios = [load_scenario(SCENARIO, settings=[f"{LEVEL}={0.3 + 0.01 * turn}"]) for turn in range(PRESSES + 1)]
    found = []
    for scenario in scenarios:
        start = time.perf_counter()
        runs.whole_run(scenario, runs.usual_series())
        found.append(1000 * (time.perf_counter() - start))
    return found[1:]  # the first one makes the random draws


def measured() -> dict[str, Any]:
    """Everything, against a server of its own."""
    port, program = free_port(), browser_program()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        command = ["-m", "tightrope", "dashboard", "--no-open", "--port", str(port)]
        with running(command, port, Path(place) / "log"):
            browser = driver.chromium.launch(executable_path=program, args=FLAGS)
            address = f"http://127.0.0.1:{port}/{QUERY}"
            page = opened(browser, address)
            say("first visits")
            visits = [first_visit(browser, address) for _ in range(VISITS)]
            say("keys")
            pressed = presses(page)
            say("a bar that is dragged")
            found = {"visits": visits, "version": browser.version, "keys": pressed, "drags": drags(page)}
            browser.close()
    say("the run alone")
    runs.warm_up()
    return found | {"alone": alone()}


def quantile(values: list[float], share: float) -> float:
    """The value below which a share of the values lie."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def row(name: str, times: list[float]) -> str:
    """A row of the table, in thousandths of a second."""
    numbers = statistics.median(times), quantile(times, 0.95), max(times)
    return f"| {name} | {len(times)} | " + " | ".join(f"{number:,.0f}" for number in numbers) + " |"


def text_of(found: dict[str, Any]) -> str:
    """The page that is written."""
    rows = [row("first visit to the chart drawn", [1000 * seconds for seconds, _ in found["visits"]])]
    for name, what in (("keys", "key press"), ("drags", "last move of a dragged bar")):
        for place, part in enumerate(("picture", "sentence")):
            came = [times[place] for times in found[name] if times[place] is not None]
            rows += [row(f"{what} to the {part} of 1,000 worlds", came)] if came else []
    rows.append(row("the run of 1,000 worlds alone", found["alone"]))
    size = max(size for _, size in found["visits"])
    return "\n".join(
        (
            "# Speed of the dashboard",
            "",
            "Milliseconds; written by `python -m benchmarks.dashboard`. All values are new to the server.",
            "",
            f"- Scenario: `{SCENARIO}` against the baseline, 1,000 worlds that agree with the record.",
            f"- Engine: {engine()}.",
            f"- Browser: Chromium {found['version']} without a screen, on the cores that also run the server.",
            f"- Machine: {machine_facts()}.",
            "",
            "| what | times | median | 95th percentile | worst |",
            "| --- | ---: | ---: | ---: | ---: |",
            *rows,
            "",
            f"A first visit takes {size / 1e6:.2f} MB, its messages counted before they are packed.",
            "",
        )
    )


def engine() -> str:
    """The engine that the dashboard uses on this machine, once it is loaded."""
    return requested() or ENGINES[installed()]


def say(line: str) -> None:
    """A line of progress."""
    print(f"  {line}", flush=True)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dashboard", description="Measure the dashboard.")
    parser.add_argument("--out", type=Path, default=FILE, help="the file to write (benchmarks/dashboard.md)")
    wanted = parser.parse_args()
    wanted.out.write_text(text_of(measured()), encoding="utf-8")
    say(f"written to {wanted.out.name}")


if __name__ == "__main__":
    main()
