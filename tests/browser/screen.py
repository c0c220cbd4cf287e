"""What tests of the dashboard stand on: a browser of this machine, a running server, and an eye on the network.

Run as `python -m tests.browser.screen` to make sure that there is a browser: as root, where Debian's package manager
is, it is installed if it is missing, unless TIGHTROPE_NO_INSTALL is set.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from viz.dashboard.front.files import Use, front_folder, packages

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER = (
    "the tests of the dashboard need Chromium or Chrome: install the Debian package chromium, "
    "or name a program with TIGHTROPE_BROWSER"
)
SECONDS = 60
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def browser_program() -> str | None:
    """The Chromium or Chrome of this machine."""
    named = os.environ.get("TIGHTROPE_BROWSER")
    if named:
        return shutil.which(named)
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def make_sure_of_browser() -> int:
    """Say which browser the tests will use, and install one where that is allowed and needed."""
    may = os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") and not os.getenv("TIGHTROPE_NO_INSTALL")
    if browser_program() is None and may:
        print("Installing the Debian package chromium, which the tests of the dashboard drive ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    found = browser_program()
    print(f"Browser for the tests: {found}" if found else f"tightrope: {NO_BROWSER}", flush=True)
    return 0 if found else 1


def there(page):
    """The page, once all worlds are there and every chart is drawn."""
    from playwright.sync_api import expect

    expect(page.locator("[data-busy]").first).to_have_attribute("data-busy", "false", timeout=1000 * SECONDS)
    expect(page.locator(".tr-chart-box").first).to_be_attached(timeout=1000 * SECONDS)
    expect(page.locator(".tr-chart-box:not([data-ready=true])")).to_have_count(0, timeout=1000 * SECONDS)
    return page


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def hear_interrupts() -> None:
    """A shell in the background makes its children deaf to Ctrl-C; a user's program is not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def running(command: list[str], port: int, log: Path, **environment: str) -> Iterator[subprocess.Popen]:
    """A server as a program of its own, from when it answers until it has stopped."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, *command], stdout=out, stderr=out, env=env, cwd=log.parent, preexec_fn=hear_interrupts
        )
        try:
            wait_for(port, process, log)
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


SWEEP = """
title: How hard, and until when?
scenario: s03_eu_sanctions_2017
set: [end=2020-07]
vary:
  pressures.eu_2017.level: {low: 0, high: 1, steps: 9}
  pressures.eu_2017.end: [2017-08, 2018-02, 2018-08, 2019-02, 2019-08, 2020-02]
design: grid
others: conditioned
worlds: 40
outcomes:
  alignment: {value: {of: belarus.alignment, at: 2020-07}, label: Alignment in July 2020}
  client: {posture: client, at: 2020-07, label: Client of Moscow in July 2020}
"""


def store_sweep(folder: Path) -> None:
    """Run a small sweep where a server that is started in a folder finds it."""
    import experiments

    (folder / "sweep.yaml").write_text(SWEEP, encoding="utf-8")
    experiments.sweep(folder / "sweep.yaml", folder / "runs" / "sweep-hard", where="here").wait()


class Server:
    """A dashboard that is stopped and started again at the same port."""

    def __init__(self, folder: Path) -> None:
        self.port, self.log, self.stack = free_port(), folder / "log", ExitStack()

    def start(self) -> None:
        command = ["-m", "tightrope", "dashboard", "--no-open", "--port", str(self.port)]
        self.stack.enter_context(running(command, self.port, self.log))

    def stop(self) -> None:
        self.stack.close()


def wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, f"the dashboard ended:\n{log.read_text(encoding='utf-8')}"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    message = f"no answer after {SECONDS} s:\n{log.read_text(encoding='utf-8')}"
    raise AssertionError(message)


class Watch:
    """Notes what no page may do: errors on the console, refused answers, and requests that leave this machine."""

    def __init__(self, page) -> None:
        self.seen: list[str] = []
        page.on("console", lambda line: line.type == "error" and self.seen.append(f"console: {line.text}"))
        page.on("pageerror", lambda error: self.seen.append(f"page: {error}"))
        page.on("response", lambda answer: answer.status >= 400 and self.seen.append(f"{answer.status}: {answer.url}"))
        page.on("request", lambda request: self._leaves(request.url) and self.seen.append(f"left: {request.url}"))

    @staticmethod
    def _leaves(url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1"


def axe_violations(page) -> list[str]:
    """What axe-core finds wrong for people who read, hear or steer differently; one line per kind and place."""
    (axe,) = packages(Use.TESTS)
    page.evaluate((front_folder() / axe.folder / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [f"{kind['id']}: {kind['help']} at {node['target']}" for kind in found for node in kind["nodes"]]


def sideways(page) -> int:
    """By how many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


if __name__ == "__main__":
    sys.exit(make_sure_of_browser())
