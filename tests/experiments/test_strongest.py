"""The stored list of the numbers that move alignment most, and what pages say of where a number comes from."""

import json

import pytest

from experiments.sweeps.results.sensitivity import FactorIndex, Method, SensitivityIndices
from experiments.sweeps.results.strongest import FILE, MOST, READ, Strongest, stored, strongest, text_of
from model.evidence.load import load_seeds
from viz.dashboard.panel.numbers import numbers


def indices(outcome, *totals, moved=0.01):
    found = [FactorIndex(f"parameters.{key}", key, 0.0, 0.0, total, 0.01) for key, total in totals]
    return SensitivityIndices(outcome, Method.SOBOL, tuple(found), used=1024, left_out=0, moved=moved)


WHOLE = (
    indices("alignment_2017", ("x", 0.2), ("y", 0.5)),
    indices("alignment_2020", ("x", 0.6), ("y", 0.3), ("z", 0.1)),
    indices("alignment_2021", ("z", 0.05)),
    indices("client_months", ("z", 0.9), moved=0.3),
)


def test_the_stored_numbers_are_numbers_of_the_theory():
    known = load_seeds().parameters
    assert len(stored()) == MOST
    assert all(one.key in known and known[one.key].low < known[one.key].high for one in stored())
    assert all(one.outcome in READ for one in stored())
    sizes = [one.total for one in stored()]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] > 0.0


def test_the_file_says_what_it_was_made_from():
    made_from = json.loads(FILE.read_text(encoding="utf-8"))["made_from"]
    assert set(made_from) == {"scenario", "seed", "n", "worlds", "seeds"}


def test_each_number_stands_by_the_outcome_of_whose_spread_it_makes_most():
    found = strongest(WHOLE)
    assert found == (
        Strongest("x", "alignment_2020", 0.6),
        Strongest("y", "alignment_2017", 0.5),
        Strongest("z", "alignment_2020", 0.1),
    )


@pytest.mark.parametrize(("found", "message"), [
    (WHOLE[1:], "'alignment_2017' is not in this sweep"),
    ((indices("alignment_2017", ("x", 0.2), moved=0.2), *WHOLE[1:]), "'alignment_2017' has indices that are not"),
])  # fmt: skip
def test_what_is_missing_or_not_settled_is_refused(found, message):
    with pytest.raises(ValueError, match=message):
        strongest(found)


def test_the_file_has_the_same_bytes_each_time():
    found = (Strongest("x", "b", 0.61234),)
    assert text_of(found, {"n": 4}) == text_of(found, {"n": 4})
    assert json.loads(text_of(found, {"n": 4}))["numbers"] == [{"key": "x", "outcome": "b", "total": 0.612}]


@pytest.mark.parametrize("number", numbers()[: len(stored())], ids=lambda one: one.key)
def test_a_number_of_the_panel_is_that_of_the_seeds(number):
    record = load_seeds().parameters[number.key]
    assert (number.low, number.best, number.high, number.label) == (record.low, record.best, record.high, record.label)
