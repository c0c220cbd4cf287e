"""The page of ranges: every number before and after, and what its best value was fitted on."""

from __future__ import annotations

import math
import re

import pytest

from experiments.conditioning.ranges_before import ranges_before
from model.evidence.load import load_seeds
from model.evidence.parameters import FittedOn, Kind
from viz.figures.ranges import range_figure
from viz.reports.evidence.ranges import PAGE, half_width, half_widths, page

NUMBERS = load_seeds().parameters
DRAWN = [one for one in NUMBERS.values() if one.kind is not Kind.DEFINITION]
STAMP = re.compile(r"Made by .*?run it again\.", re.DOTALL)


def test_the_page_is_that_of_the_seeds() -> None:
    written = STAMP.sub("", PAGE.read_text(encoding="utf-8"))
    assert written == STAMP.sub("", page()), "docs/ranges.md is out of date; run: python -m viz.reports ranges"


def test_every_number_stands_on_it_before_and_after() -> None:
    table = page().partition("## Every number")[2].partition("\n## ")[0]
    assert [line.split("`")[1] for line in table.splitlines() if line.startswith("| `")] == [one.key for one in DRAWN]
    assert "| `alliance.usual_tension` | share | assumption | text only | 0.27 to 0.33 | 0.3 | 0.15 to 0.45 |" in table


def test_what_best_values_were_fitted_on_is_counted() -> None:
    counts = [sum(one.fitted_on is kind for one in NUMBERS.values()) for kind in FittedOn]
    assert f"| all | {' | '.join(map(str, counts))} | {len(NUMBERS)} |" in page()


@pytest.mark.parametrize(
    ("given", "half"),
    [((0.5, 1, 1.5), 0.5), ((-3, -2, -1), 0.5), ((2, 2, 2), 0), ((-1, 0, 1), math.inf), ((0, 0, 0), 0)],
)
def test_half_widths_are_shares_of_the_best_value(given: tuple[float, float, float], half: float) -> None:
    assert half_width(*given) == half


def test_the_figure_counts_every_number_once_in_each_set() -> None:
    (axes,) = range_figure(half_widths(DRAWN, ranges_before())).axes
    # the outline of a histogram: its highest points are the counts
    assert [patch.get_label() for patch in axes.patches] == ["before", "now"]
    assert all(patch.get_xy()[:, 1].max() <= len(DRAWN) for patch in axes.patches)
