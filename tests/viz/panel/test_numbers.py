"""The numbers of the panel: found by words, moved within their range."""

import pytest

from experiments.sweeps.results.strongest import stored
from model.evidence.load import load_seeds
from viz.dashboard.panel.numbers import found, nearest, numbers
from viz.dashboard.state import Chosen, State, scenario_of


def test_every_number_with_a_range_is_there_the_strongest_first():
    ranged = [key for key, one in load_seeds().parameters.items() if one.low < one.high]
    assert sorted(row.key for row in numbers()) == sorted(ranged)
    assert [row.key for row in numbers()[: len(stored())]] == [one.key for one in stored()]


def test_numbers_are_found_by_words_of_their_label_or_key():
    row = numbers()[200]
    assert row in found([row.key.lower()])
    assert row in found(row.label.lower().split()[:3])
    assert found(["xyzzy"]) == ()
    assert found([], (row.key,))[0] == row, "what is changed comes first"


def test_a_number_is_brought_into_its_range():
    row = numbers()[0]
    assert (row.nearest(-1e9), row.nearest(1e9)) == pytest.approx((row.low, row.high))
    assert row.low <= row.nearest(row.best) <= row.high


def test_a_number_varies_by_world_until_it_is_set():
    row, state = numbers()[0], State(Chosen())
    assert row.fixed(scenario_of(state)) is None
    assert row.fixed(scenario_of(state.with_changes({row.setting: row.high}))) == row.high


def test_a16_units_are_words():
    assert {row.unit for row in numbers()} == {"", "a month", "months"}


def test_what_is_nearly_there_is_offered():
    assert nearest("sanktions", ["EU sanctions", "Oil cut", "Pandemic"]) == ["EU sanctions"]
    assert nearest("qqq", ["EU sanctions"]) == []
