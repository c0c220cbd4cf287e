"""What goes over the wire: on each move of a visitor only what changed, and the numbers of a table only once opened."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.browser.screen import ROOT

MOST_BYTES = 110_000
"""Of all that one move of a slider sends."""
AT_ONCE = 85_000
"""Of these, what comes before the visitor rests: the sentence, the cards and the chart."""
CHANGING = ("tr-", "Html:", "VueWidgetSolaraSub: query", "VueWidgetSolaraSub: text")
"""What a slider changes besides itself and the chart: numbers, notes, the link, and what is said to screen readers."""
OTHERS = {"sections", "bars", "chips", "text", "can_undo, chips", "busy", "usual"}
"""What it changes in other parts: its own row, the bar in the chart, the bar of the context."""
LIST_OF_SERIES = {"lines, series", "busy, lines, series"}
"""The list of series changes last; it was busy before only where the run took longer than a change waits for it."""


@pytest.fixture(scope="module")
def moves():
    """The toolkit of the server is changed by what is done here, so that it is done in a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.viz.wire"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Traceback" not in done.stderr, done.stderr  # neither on the way nor when the pages are closed
    return json.loads(done.stdout)


def parts(move):
    return [name.removeprefix("comm_msg ") for name, _ in move["messages"]]


def drawings(move):
    return [part.partition(": ")[0] for part in parts(move) if "drawing" in part.partition(": ")[2].split(", ")]


@pytest.mark.parametrize("name", ["slider", "slider, seen before"])
def test_a_slider_sends_charts_and_numbers_once_and_no_other_control(moves, name):
    for move in moves[name]:
        assert drawings(move) == ["timeline"]
        rest = [part for part in parts(move) if "drawing" not in part]
        others = [part.partition(": ")[2] for part in rest if not part.startswith(CHANGING)]
        assert set(others) <= OTHERS | LIST_OF_SERIES, others
        assert len(others) == len(set(others)), "each once"
        assert sum(size for _, size in move["messages"]) < MOST_BYTES


def test_the_sentence_comes_first_and_the_list_of_series_last(moves):
    for move in moves["slider"]:
        names = parts(move)
        chart = next(place for place, name in enumerate(names) if name.startswith("timeline: "))
        sentence = next(place for place, name in enumerate(names) if name.startswith("tr-sentence"))
        series = next(place for place, name in enumerate(names) if name.partition(": ")[2] in LIST_OF_SERIES)
        assert sentence < chart < series
        assert sum(size for _, size in move["messages"][: chart + 1]) < AT_ONCE


def test_charts_below_are_sent_while_they_are_seen(moves):
    (came,) = moves["scrolled down"]
    assert sorted(drawings(came)) == ["dimensions", "postures"]
    (moved,) = moves["slider, scrolled down"]
    assert sorted(drawings(moved)) == ["dimensions", "postures", "timeline"]
    (gone,) = moves["scrolled up"]
    assert drawings(gone) == []


def test_another_world_sends_one_chart(moves):
    (move,) = moves["one world"]
    assert drawings(move) == ["timeline"]


def test_another_month_of_the_scenario_sends_numbers_and_moves_a_line(moves):
    (move,) = moves["another month"]
    assert drawings(move) == []
    assert "timeline: at" in parts(move)
    assert sum(size for _, size in move["messages"]) < 30_000


def test_the_numbers_of_a_table_are_sent_when_it_is_opened(moves):
    for one in [*moves["slider"], *moves["one world"]]:
        assert not [part for part in parts(one) if "rows" in part]
    (opened,), (closed,) = moves["table opened"], moves["table closed"]
    assert parts(opened) == ["Over time: headings, rows"]
    assert sum(size for _, size in closed["messages"]) < 1000


def test_what_is_folded_is_sent_when_it_is_opened(moves):
    (move,) = moves["note opened"]
    assert drawings(move) == []
    assert any("comm_open" in name for name, _ in move["messages"])


def test_another_month_sends_network_and_matrix_and_moves_a_line_in_the_others(moves):
    for move in moves["month"]:
        assert sorted(drawings(move)) == ["matrix", "network", "relations-difference"]
        assert sorted(part for part in parts(move) if part.endswith(": at")) == [
            "balance: at",
            "polarization: at",
            "pressing: at",
        ]
