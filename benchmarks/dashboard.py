"""`python -m benchmarks.dashboard`: measure the dashboard in a real browser and write `benchmarks/dashboard.md`.

What is timed is what a visitor waits for: from the press of a key to the picture that bears the next number, and to the
one of all worlds. Server and browser share the machine.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.screen import DESK, FLAGS, browser_program, free_port, running

FILE = Path(__file__).with_name("dashboard.md")
PRESSES, MANY = 28, 14
QUERY = "?compare=nothing"
WATCH = """() => {
    const box = document.querySelector('.tr-chart-box');
    window.drawn = [];
    new MutationObserver(() => window.drawn.push({
        at: performance.now(),
        number: Number(box.dataset.rev),
        worlds: Number(document.querySelector('[data-worlds]').dataset.worlds),
    })).observe(box, {attributes: true, attributeFilter: ['data-rev']});
}"""
MOVE = """([place, steps]) => {
    const levels = [...document.querySelectorAll('.tr-slider')].filter((one) => one.innerText.includes(': level'));
    const inputs = levels.map((one) => one.querySelector('input'));
    const slider = inputs.filter(({min, max, step}) => (max - min) / step > 15)[place];
    const {min, max, step, value} = slider;
    const wanted = Number(min) + steps * Number(step);
    window.drawn.length = 0;
    window.pressed = performance.now();
    slider.value = Math.abs(wanted - value) < step / 2 ? max : wanted;
    slider.dispatchEvent(new Event('input', {bubbles: true}));
}"""
"""Moves a slider of a level that has many steps, which is what a key does."""
WHOLE = "() => window.drawn.some(one => one.worlds >= 1000)"
WAITED = "() => window.drawn.filter((one, i) => i === 0 || one.worlds >= 1000).map(one => one.at - window.pressed)"


def opened(browser: Browser, address: str) -> Page:
    """A new visitor's page, once all worlds are drawn."""
    page = browser.new_context(viewport=DESK).new_page()
    page.goto(address)
    page.wait_for_selector("[data-busy=false]", timeout=120_000)
    page.wait_for_selector("[data-ready=true]", timeout=120_000)
    page.evaluate(WATCH)
    return page


def waited(page: Page) -> tuple[float, float]:
    """Thousandths of a second to the first picture after the last move, and to the one of all worlds."""
    page.wait_for_function(WHOLE, timeout=120_000)
    found: list[float] = page.evaluate(WAITED)
    return found[0], found[-1] if len(found) == 1 else found[1]


def first_visit(browser: Browser, address: str) -> float:
    """Seconds until the first chart is drawn, with nothing in the browser's cache."""
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("[data-ready=true]", timeout=120_000)
    took = time.perf_counter() - start
    context.close()
    return took


def moves(page: Page) -> list[tuple[float, float]]:
    """One visitor moves a slider, step by step, and then another, to values nobody asked for before."""
    found = []
    for turn in range(PRESSES):
        page.evaluate(MOVE, [1 - turn // MANY, turn % MANY + 1])
        found.append(waited(page))
    return found


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
            visits = [first_visit(browser, address) for _ in range(5)]
            say("one visitor")
            found: dict[str, Any] = {"visit": visits, "version": browser.version, "one": moves(page)}
            browser.close()
    return found


def quantile(values: list[float], share: float) -> float:
    """The value below which a share of the values lie."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def row(name: str, times: list[float]) -> str:
    """A row of the table, in thousandths of a second."""
    numbers = statistics.median(times), quantile(times, 0.95), max(times)
    return f"| {name} | {len(times)} | " + " | ".join(f"{number:,.0f}" for number in numbers) + " |"


def text_of(found: dict[str, Any]) -> str:
    """The page that is written."""
    rows = [row("first visit to the first chart drawn", [1000 * seconds for seconds in found["visit"]])]
    rows.append(row("one visitor moves a slider: first new picture", [first for first, _ in found["one"]]))
    rows.append(row("one visitor moves a slider: picture of 1,000 worlds", [whole for _, whole in found["one"]]))
    return "\n".join(
        (
            "# Speed of the dashboard",
            "",
            f"Milliseconds; written by `python -m benchmarks.dashboard`. Seen in Chromium {found['version']} without a",
            "screen, on the cores that also run the server. All values are new to the server.",
            "",
            "| what | times | median | 95th percentile | worst |",
            "| --- | ---: | ---: | ---: | ---: |",
            *rows,
            "",
        )
    )


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
