"""`python -m tests.browser.screenshots`: photograph every page of the dashboard, for README and docs."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.screen import DESK, FLAGS, PHONE, ROOT, browser_program, free_port, running
from viz.app import PAGES

STATES = {
    "scenario": "?scenario=s03_eu_sanctions_2017&compare=baseline",
    "relations": "relations?month=2020-09",
}
"""What each page shows on its picture: its path and state."""
COLOURS = 128
"""Of a picture, so that it stays small."""


def pictures() -> dict[str, tuple[str, dict[str, int], str]]:
    """Name -> path, size and colour scheme, of every picture: each page on a desk and on a phone."""
    names = [path.strip("/") or "scenario" for path, *_ in PAGES]
    return {
        name + ending: (STATES.get(name, name), size, scheme)
        for name in names
        for ending, size, scheme in (("", DESK, "light"), ("-phone", PHONE, "dark" if name == "relations" else "light"))
    }


def photograph(folder: Path) -> list[Path]:
    """Take all pictures, each by a new visitor."""
    port, taken = free_port(), []
    command = ["-m", "tightrope", "dashboard", "--no-open", "--port", str(port)]
    with (
        tempfile.TemporaryDirectory() as place,
        running(command, port, Path(place) / "log"),
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=browser_program(), args=FLAGS)
        for name, (path, size, scheme) in pictures().items():
            page = browser.new_context(viewport=size, color_scheme=scheme).new_page()
            page.goto(f"http://127.0.0.1:{port}/{path}")
            page.wait_for_selector("[data-busy=false]", timeout=120_000)
            page.wait_for_selector(".tr-chart-box[data-ready=true]", timeout=120_000)
            page.wait_for_function(
                "() => [...document.querySelectorAll('.tr-chart-box')].every((box) => box.dataset.ready === 'true')"
            )
            taken.append(folder / f"dashboard-{name}.png")
            page.screenshot(path=taken[-1])
            shrink(taken[-1])
        browser.close()
    return taken


def shrink(file: Path) -> None:
    """Keep a picture in few colours."""
    with Image.open(file) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)


def main() -> None:
    """Take the pictures and say where they are."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser.screenshots", description="Photograph the dashboard."
    )
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="folder for the pictures (docs)")
    for picture in photograph(parser.parse_args().out):
        print(f"{picture.name}: {picture.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
