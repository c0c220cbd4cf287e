"""Fixtures of the tests that drive a browser; other tests do not touch them."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from tests.browser.screen import (
    DESK,
    FLAGS,
    NO_BROWSER,
    Server,
    Watch,
    browser_program,
    free_port,
    running,
    store_sweep,
)


@pytest.fixture(scope="session")
def chromium():
    """The browser of this machine; without one these tests fail."""
    from playwright.sync_api import sync_playwright

    program = browser_program()
    assert program, NO_BROWSER
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory):
    """Address of the dashboard, started as a user starts it."""
    port, log = free_port(), tmp_path_factory.mktemp("dashboard") / "log"
    store_sweep(log.parent)
    with running(["-m", "tightrope", "dashboard", "--no-open", "--port", str(port)], port, log, HOST="0.0.0.0"):
        yield f"http://127.0.0.1:{port}"
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture
def server(tmp_path):
    """A dashboard that a test may stop and start again."""
    found = Server(tmp_path)
    found.start()
    yield found
    found.stop()


@contextmanager
def serving(module, folder):
    """Address of a page for tests, in the dashboard's own server."""
    port = free_port()
    program = (
        f"from viz.server import serve; serve.SETTINGS['SOLARA_APP'] = '{module}'; serve.serve({port}, browse=False)"
    )
    with running(["-c", program], port, folder / "log"):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def shell(tmp_path_factory):
    """Address of a page that tries out what pages are made of."""
    with serving("tests.browser.shell_page", tmp_path_factory.mktemp("shell")) as address:
        yield address


@pytest.fixture(scope="session")
def timeline(tmp_path_factory):
    """Address of a page with the timeline alone."""
    with serving("tests.browser.timeline_page", tmp_path_factory.mktemp("timeline")) as address:
        yield f"{address}/?worlds=40&still=yes"


@pytest.fixture
def offline(chromium):
    """Opens pages as new visitors; the test fails on a console error, a refused answer or a request that leaves."""
    contexts, watches = [], []

    def visit(address, *, dark=False, size=DESK, **options):
        scheme = "dark" if dark else "light"
        context = chromium.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page))
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert [line for watch in watches for line in watch.seen] == []
