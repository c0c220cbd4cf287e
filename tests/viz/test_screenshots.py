"""The pictures of the dashboard in docs: every page on a desk and on a phone, small, shown where it is explained."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.browser.screen import DESK, PHONE, ROOT
from tests.browser.screenshots import SHOWN, pictures, shrink
from viz.app import PAGES

MOST_BYTES = 400_000
WORDS = (ROOT / "docs" / "dashboard.md").read_text(encoding="utf-8")
PAGE_NAMES = [path.strip("/") or "scenario" for path, *_ in PAGES]


def test_every_page_is_photographed_on_a_desk_and_on_a_phone_by_day_and_by_night():
    looks = [(size["width"], scheme) for _, size, scheme in pictures().values()]
    for size in (DESK, PHONE):
        for scheme in ("light", "dark"):
            assert looks.count((size["width"], scheme)) == len(PAGES)
    assert {f"{name}{ending}" for name in PAGE_NAMES for ending in ("", "-phone")} <= set(SHOWN) <= set(pictures())


def test_docs_hold_no_other_picture():
    assert {file.name for file in (ROOT / "docs").glob("dashboard-*.png")} == {f"dashboard-{one}.png" for one in SHOWN}


@pytest.mark.parametrize("name", SHOWN)
def test_every_picture_is_there_and_shown(name):
    file = ROOT / "docs" / f"dashboard-{name}.png"
    assert file.stat().st_size < MOST_BYTES
    _, size, _ = pictures()[name]
    with Image.open(file) as picture:
        assert picture.size == (size["width"], size["height"])
    assert f"]({file.name})" in WORDS


def test_a_picture_is_kept_in_few_colours(tmp_path):
    file = tmp_path / "picture.png"
    Image.effect_noise((200, 200), 80).convert("RGB").save(file)
    before = file.stat().st_size
    shrink(file)
    with Image.open(file) as picture:
        assert picture.mode == "P"
        assert picture.size == (200, 200)
    assert file.stat().st_size < before
