"""Colours that can be told from the page and from their neighbours, by day and by night."""

from __future__ import annotations

import re

import numpy as np
import pytest

from model.core.declarations import AGENTS
from model.ensemble.record import Posture
from tests.viz.looks import contrast
from viz.charts.scenario import posture_chart
from viz.common.style import DARK, LIGHT
from viz.server.serve import ASSETS

PALETTES = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
TEXT, SHAPE = 4.5, 3.0
"""Least contrast of letters and of shapes, as WCAG 2 has it."""


def test_contrast_by_hand():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@PALETTES
def test_a12_postures_are_seen_by_day_and_by_night(look):
    assert set(look.postures) == set(Posture)
    assert {one: contrast(colour, look.page) >= SHAPE for one, colour in look.postures.items()} == dict.fromkeys(
        look.postures, True
    )
    option = posture_chart({one: np.full(2, 0.25) for one in Posture}, ["2013-01", "2013-02"], look)
    drawn = option["series"]
    assert [one["areaStyle"]["color"] for one in drawn] == list(look.postures.values())
    assert len({one["areaStyle"]["color"] for one in drawn}) == len(drawn)
    edges = {one["lineStyle"]["color"] for one in drawn}
    assert edges == {look.page}, "a line of the page parts one from the next"


@PALETTES
def test_actors_are_read_on_the_page(look):
    assert {one: contrast(look.of(one), look.page) >= TEXT for one in AGENTS} == dict.fromkeys(AGENTS, True)
    assert contrast(look.system, look.page) >= TEXT


def test_the_style_sheet_and_the_charts_have_one_page():
    sheet = (ASSETS / "custom.css").read_text(encoding="utf-8")
    assert re.findall(r"--tr-page: (#\w+);", sheet) == [LIGHT.page, DARK.page]
    inks = dict(zip(re.findall(r"--tr-quiet: (#\w+);", sheet), re.findall(r"--tr-panel: (#\w+);", sheet), strict=True))
    assert all(contrast(ink, panel) >= TEXT for ink, panel in inks.items())
