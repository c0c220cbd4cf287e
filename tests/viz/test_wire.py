"""What goes over the wire: on each move of a visitor only what changed, and the numbers of a table only once opened."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.browser.screen import ROOT

MOST_BYTES = 110_000
"""Of all that one move of a slider sends."""
CHANGING = ("tr-", "Html:", "VueWidgetSolaraSub: query", "One world's line: options", "Turning points: rows")
"""What a slider changes besides itself and the charts: numbers, notes, the link, and the worlds to choose."""
SERIES = ("busy", "lines, series", "busy, lines, series", "busy, lines, order, series")
"""What the list of all series is sent, whenever its numbers come."""


@pytest.fixture(scope="module")
def moves():
    """The toolkit of the server is changed by what is done here, so that it is done in a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.viz.wire"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def parts(move):
    return [name.removeprefix("comm_msg ") for name, _ in move["messages"]]


def drawings(move):
    return [part.removesuffix(": drawing") for part in parts(move) if part.endswith(": drawing")]


@pytest.mark.parametrize("name", ["slider", "slider, seen before"])
def test_a_slider_sends_charts_and_numbers_once_and_no_other_control(moves, name):
    for move in moves[name]:
        assert sorted(drawings(move)) == ["alignment", "difference", "dimensions", "postures"]
        rest = [part for part in parts(move) if not part.endswith(": drawing")]
        others = [part for part in rest if not part.startswith(CHANGING)]
        assert [part.partition(": ")[2] for part in others if part.partition(": ")[2] not in SERIES] == ["sections"]
        assert sum(size for _, size in move["messages"]) < MOST_BYTES


def test_another_world_sends_one_chart(moves):
    (move,) = moves["one world"]
    assert drawings(move) == ["alignment"]


def test_the_numbers_of_a_table_are_sent_when_it_is_opened(moves):
    for one in [*moves["slider"], *moves["one world"]]:
        assert not [part for part in parts(one) if "rows" in part and not part.startswith("Turning points")]
    (opened,), (closed,) = moves["table opened"], moves["table closed"]
    assert parts(opened) == ["Over time: headings, rows"]
    assert sum(size for _, size in closed["messages"]) < 1000


def test_what_is_folded_is_sent_when_it_is_opened(moves):
    (move,) = moves["note opened"]
    assert drawings(move) == []
    assert any("comm_open" in name for name, _ in move["messages"])


def test_another_month_sends_network_and_matrix_and_moves_a_line_in_the_others(moves):
    for move in moves["month"]:
        assert sorted(drawings(move)) == ["matrix", "network"]
        assert sorted(part for part in parts(move) if part.endswith(": at")) == ["balance: at", "pressing: at"]
