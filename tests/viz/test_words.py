"""Probabilities in words, after the scale of the US intelligence community; and what a run may be taken for."""

from __future__ import annotations

import math
from io import StringIO

import pytest

from model.runs.outcomes import POSTURE_LABELS
from model.runs.run import run
from model.scenario.load import load_scenario
from viz.common.summary import as_plain, summary
from viz.common.words import NO_SKILL_SHOWN, likelihood
from viz.figures.alignment import alignment_figure
from viz.terminal.run import run_lines


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "in no world"),
        (0.004, "almost no chance"),
        (0.01, "almost no chance"),
        (0.04, "almost no chance"),
        (0.05, "very unlikely"),
        (0.19, "very unlikely"),
        (0.20, "unlikely"),
        (0.44, "unlikely"),
        (0.45, "roughly even"),
        (0.55, "roughly even"),
        (0.56, "likely"),
        (0.80, "likely"),
        (0.81, "very likely"),
        (0.95, "very likely"),
        (0.96, "almost certain"),
        (0.999, "almost certain"),
        (1.0, "in every world"),
        (math.nan, "–"),
    ],
)
def test_bands_are_those_of_the_directive(share, words):
    assert likelihood(share) == words


def test_a_word_and_its_opposite_mirror_one_another():
    opposite = {
        "almost no chance": "almost certain", "very unlikely": "very likely", "unlikely": "likely",
        "roughly even": "roughly even", "in no world": "in every world",
    }  # fmt: skip
    for whole in range(51):
        assert likelihood(1 - whole / 100) == opposite[likelihood(whole / 100)]


def test_the_word_is_that_of_the_per_cent_printed_beside_it():
    assert likelihood(0.0449) == "almost no chance"  # printed as 4 %
    assert likelihood(0.0451) == "very unlikely"  # printed as 5 %


@pytest.fixture(scope="module")
def finished():
    return run(load_scenario("baseline", settings=["worlds=20", "end=2016-12", "sampling=prior"]))


@pytest.mark.parametrize(("width", "beside_turning_points"), [(88, False), (100, True)])
def test_shares_of_a_run_stand_in_words_beside_their_numbers(finished, tmp_path, width, beside_turning_points):
    found = summary(finished)
    lines = run_lines(finished, found, None, None, tmp_path, width=width, out=StringIO())
    for point in found.turning_points:
        line = next(line for line in lines if line.strip().startswith(point.label))
        assert (likelihood(point.share) in line) is beside_turning_points
        assert len(line) <= width
    for posture, share in found.postures.items():
        line = next(line for line in lines if line.strip().startswith(POSTURE_LABELS[posture]))
        assert line.endswith(likelihood(share.value))
    text = " ".join(lines)
    assert text.count("A scenario, not a forecast") == text.count("the model's worlds") == 1


def test_the_data_of_a_run_say_the_same(finished):
    found = summary(finished)
    plain = as_plain(finished, found)
    assert plain["caveat"] == NO_SKILL_SHOWN
    words = [point["in_words"] for point in plain["turning_points"]]
    assert words == [likelihood(point.share) for point in found.turning_points]
    assert {one["in_words"] for one in plain["postures"].values()} <= {likelihood(whole / 100) for whole in range(101)}


def test_the_foot_of_the_figure_says_that_it_is_no_forecast(finished):
    texts = [text.get_text() for text in alignment_figure(finished).texts]
    assert any(text.startswith("A scenario, not a forecast. 20 worlds") for text in texts)
