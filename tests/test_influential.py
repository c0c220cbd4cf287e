"""The stored list of the numbers that move alignment most, and what pages say of where a number comes from."""

import json

import pytest

from experiments.influence import Influence, Ranking
from experiments.influential import FILE, MOST, READ, Strongest, stored, strongest, text_of
from model.evidence import load_seeds
from model.scenario import load_scenario
from viz.knobs import strongest_numbers
from viz.provenance import provenance


def ranking(*pairs, noise=0.1):
    return Ranking(tuple(Influence(key, partial, 0.0) for key, partial in pairs), 100, noise, 0.1)


def test_the_stored_numbers_are_numbers_of_the_theory():
    known = load_seeds().parameters
    assert 0 < len(stored()) <= MOST
    assert all(one.key in known and known[one.key].low < known[one.key].high for one in stored())
    assert all(one.outcome in READ for one in stored())
    sizes = [abs(one.partial) for one in stored()]
    assert sizes == sorted(sizes, reverse=True)


def test_the_file_says_what_it_was_made_from():
    made_from = json.loads(FILE.read_text(encoding="utf-8"))["made_from"]
    assert set(made_from) == {"scenario", "seed", "worlds", "seeds"}


def test_each_number_stands_by_the_outcome_it_moves_most_and_noise_is_left_out():
    found = strongest({"a": ranking(("x", 0.2), ("y", -0.5), ("z", 0.05)), "b": ranking(("x", -0.6), ("y", 0.3))})
    assert found == (Strongest("x", "b", -0.6), Strongest("y", "a", -0.5))


def test_the_file_has_the_same_bytes_each_time():
    asked = load_scenario("baseline")
    found = (Strongest("x", "b", -0.61234),)
    assert text_of(found, asked, 10) == text_of(found, asked, 10)
    assert json.loads(text_of(found, asked, 10))["numbers"] == [{"key": "x", "outcome": "b", "partial": -0.612}]


@pytest.mark.parametrize("number", strongest_numbers(), ids=lambda one: one.key)
def test_a_number_says_its_range_its_kind_and_its_places(number):
    record = load_seeds().parameters[number.key]
    assert (number.low, number.best, number.high, number.label) == (record.low, record.best, record.high, record.label)
    assert f"{record.low:g} to {record.high:g}" in number.text
    for claim in load_seeds().claims_of(record):
        source = load_seeds().sources[claim.source]
        assert f"{source.cited}, {claim.where}: “{claim.words}”" in number.text


def test_an_unknown_number_has_no_source():
    with pytest.raises(KeyError):
        provenance("nobody.nothing")
