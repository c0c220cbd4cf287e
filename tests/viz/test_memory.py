"""What a visitor moves past is forgotten: a page holds what it shows, and the cache what it may."""

import gc
import subprocess
import sys

from ipywidgets import Widget

from model.ensemble.record import Run
from tests.browser.screen import ROOT
from tests.viz.test_pages import SMALL, screen
from viz.common.cache import Cache
from viz.dashboard import runs

FEW, MANY = 4, 11
CACHED = 2
"""Runs that the cache of this test has room for."""


def held():
    """How many runs, and parts of pages, there are."""
    gc.collect()
    there = gc.get_objects()
    return tuple(sum(isinstance(one, kind) for one in there) for kind in (Run, Widget))


def test_a15_a_page_keeps_nothing_of_what_was_moved_past(monkeypatch):
    monkeypatch.setattr(runs, "_runs", Cache(CACHED, lambda _: 1))
    own, found = SMALL.replace("worlds: 24", "worlds: 6").replace("2019", "2017"), []
    with screen(own=own) as page:
        page.settled()
        for step in range(MANY):
            shown = page.parts("drawing")[0].drawing
            page.row().vue_moved(0.05 * (step % 19 + 1) if step % 2 else 0.01 * (step + 1))
            page.wait(lambda p, shown=shown: p.parts("drawing")[0].drawing != shown)
            page.settled()
            found.append(held())
    (few, parts), (many, more) = found[FEW - 1], found[-1]
    assert many <= few + CACHED, found
    assert more <= parts + 10, found


def test_figures_for_paper_are_loaded_only_where_one_is_taken_home():
    code = "import sys; from viz import app; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
