"""`python -m tests.browser.screenshots`: photograph every page of the dashboard, for README and docs."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.screen import DESK, FLAGS, PHONE, ROOT, browser_program, free_port, running, store_sweep, there
from viz.app import PAGES

STATES = {
    "scenario": "?scenario=s03_eu_sanctions_2017",
    "why": "why?scenario=s03_eu_sanctions_2017",
    "evidence": "evidence?scenario=s03_eu_sanctions_2017&thing=stance.accommodate_under_pressure",
    "sweeps": "sweeps?scenario=s03_eu_sanctions_2017&month=2020-07&point=33",
    "relations": "relations?scenario=s03_eu_sanctions_2017&month=2018-12",
}
"""What each page shows on its picture: its path and state."""
COLOURS = 128
"""Of a picture, so that it stays small."""
REST = 500
"""Thousandths of a second for the last words to find their places."""


LOOKS = {
    "": (DESK, "light"),
    "-dark": (DESK, "dark"),
    "-phone": (PHONE, "light"),
    "-phone-dark": (PHONE, "dark"),
}
"""Ending of a name -> size and colours."""
SHOWN = (
    "scenario",
    "scenario-dark",
    "scenario-phone",
    "why",
    "why-phone",
    "sweeps",
    "sweeps-phone",
    "relations",
    "relations-phone",
    "evidence",
    "evidence-phone",
)
"""Those that docs show; the others are taken by `--all`, to be looked at."""


def pictures() -> dict[str, tuple[str, dict[str, int], str]]:
    """Name -> path, size and colours, of every picture: each page on a desk and on a phone, by day and by night."""
    names = [path.strip("/") or "scenario" for path, *_ in PAGES]
    return {name + ending: (STATES.get(name, name), *look) for name in names for ending, look in LOOKS.items()}


@contextmanager
def folder_of_server() -> Iterator[Path]:
    """A folder with a sweep, in which the server runs."""
    with tempfile.TemporaryDirectory() as place:
        store_sweep(Path(place))
        yield Path(place)


def photograph(folder: Path, names: Collection[str]) -> list[Path]:
    """Take some of the pictures, each by a new visitor."""
    port, taken = free_port(), []
    command = ["-m", "tightrope", "dashboard", "--no-open", "--port", str(port)]
    with (
        folder_of_server() as place,
        running(command, port, place / "log"),
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=browser_program(), args=FLAGS)
        for name in names:
            path, size, scheme = pictures()[name]
            page = browser.new_context(viewport=size, color_scheme=scheme).new_page()
            page.goto(f"http://127.0.0.1:{port}/{path}")
            there(page)
            page.wait_for_selector(".tr-series .tr-spark", state="attached", timeout=120_000)
            page.wait_for_timeout(REST)
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
    parser.add_argument("--all", action="store_true", help="also those that docs do not show")
    wanted = parser.parse_args()
    for picture in photograph(wanted.out, list(pictures()) if wanted.all else SHOWN):
        print(f"{picture.name}: {picture.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
