"""`python -m benchmarks.dashboard_memory`: print how much memory the dashboard takes after many moves and lost visits.

One visitor moves a strength and a bar in a real browser; other visitors open a page and are gone without a goodbye, as
when a browser is killed. It should stay under 600 MB, and not grow from the second half of either to its end.
"""

from __future__ import annotations

import json
import tempfile
import uuid
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from websockets.sync.client import connect

from benchmarks.dashboard import BAR, PATIENCE, QUERY, SCENARIO, STRENGTH, opened
from benchmarks.watching import held
from tests.browser.screen import FLAGS, browser_program, free_port, running

MOVES, VISITS, EVERY = 200, 200, 50
STEPS = 19
"""Values of the strength before the bar is moved by a month."""


def moves(page: Page, tell: str, pid: int) -> None:
    """One visitor goes through strengths and months, each time to a pair of values that nobody asked for before."""
    slider, bar = page.get_by_role("slider", name=STRENGTH), page.get_by_role("slider", name=BAR, exact=True)
    for turn in range(MOVES):
        if turn % STEPS == 0:
            slider.press("Home")
            bar.press("ArrowRight")
            page.wait_for_timeout(1000)
        slider.press("ArrowRight")
        page.wait_for_function("() => window.drawn.length > 0", timeout=PATIENCE)
        page.wait_for_timeout(100)
        if (turn + 1) % EVERY == 0:
            say(f"{turn + 1} {tell}", pid)


def visit(port: int) -> None:
    """Open a page as a browser does, wait until it is drawn, and be gone."""
    host, tab = f"127.0.0.1:{port}", uuid.uuid4().hex
    address = f"ws://{host}/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id={tab}"
    run = {"method": "run", "args": {"path": f"/{QUERY}", "appName": None, "themes": None, "dark": False}}
    with connect(address, origin=f"http://{host}", max_size=None) as line:
        for kind, content in (
            ("comm_open", {"target_name": "solara.control", "data": {}}),
            ("comm_msg", {"data": run}),
        ):
            header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": tab, "username": "", "version": "5.2"}
            message = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "buffers": []}
            line.send(json.dumps({**message, "content": {"comm_id": "one", **content}}))
        while '"finished"' not in str(line.recv(timeout=PATIENCE / 1000)):
            pass
        line.socket.close()


def visits(port: int, pid: int) -> None:
    """Many visitors, one after the other."""
    for turn in range(VISITS):
        visit(port)
        if (turn + 1) % EVERY == 0:
            say(f"{turn + 1} visits lost without a goodbye", pid)


def say(what: str, pid: int) -> None:
    """What the server holds now."""
    print(f"  after {what}: {held(pid) / 1e6:,.0f} MB", flush=True)


def main() -> None:
    """Measure, against a server of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        command = ["-m", "tightrope", "dashboard", "--no-open", "--port", str(port)]
        with running(command, port, Path(place) / "log") as server:
            browser = driver.chromium.launch(executable_path=browser_program(), args=FLAGS)
            page = opened(browser, f"http://127.0.0.1:{port}/{QUERY}")
            say(f"the first page of {SCENARIO}", server.pid)
            moves(page, "moves of one visitor", server.pid)
            visits(port, server.pid)
            browser.close()


if __name__ == "__main__":
    main()
