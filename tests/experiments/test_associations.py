"""Associations: what an outcome goes with is found, and nothing is found where there is nothing."""

from __future__ import annotations

import numpy as np

from experiments.conditioning.associations import Associations, associations
from experiments.measures.association import association
from experiments.measures.outcomes import OUTCOMES
from model.scenario.load import load_scenario
from viz.reports.variance import _associated


def numbers(rows: int = 600, width: int = 8) -> np.ndarray:
    return np.random.default_rng(5).random((rows, width))


def test_the_number_that_makes_the_outcome_has_the_largest_index() -> None:
    values = numbers()
    sizes, dummies = association(values, values[:, 3] + 0.1 * values[:, 6], dummies=40, seed=1)
    assert int(np.argmax(sizes)) == 3
    assert sizes[3] > 2 * dummies.max()
    assert (np.delete(sizes, 3) < 0.5 * sizes[3]).all()
    assert ((sizes >= 0) & (sizes <= 1)).all()


def test_an_outcome_of_chance_goes_with_nothing() -> None:
    sizes, dummies = association(numbers(), np.random.default_rng(9).random(600), dummies=40, seed=1)
    assert (sizes > dummies.max()).sum() <= 1


def test_ties_are_broken_at_random_and_the_same_each_time() -> None:
    switch = (numbers() > 0.5).astype(float)
    outcome = switch[:, 0] + np.random.default_rng(9).random(600)
    one, other = (association(switch, outcome, dummies=10, seed=1) for _ in range(2))
    assert np.array_equal(one[0], other[0])
    assert one[0][0] > one[1].max()


def test_a_run_in_its_worlds_is_searched() -> None:
    chosen = [outcome for outcome in OUTCOMES if outcome.name.startswith("alignment")][:1]
    (found,) = associations(load_scenario("baseline", settings=["worlds=200"]), chosen)
    assert found.outcome is chosen[0]
    assert 0 < found.worlds <= 200
    assert all(size > found.chance for size in found.sizes.values())
    assert list(found.sizes.values()) == sorted(found.sizes.values(), reverse=True)


def test_the_table_names_the_strongest() -> None:
    sizes = {f"a.number_{place}": 0.9 - place / 10 for place in range(7)}
    line = _associated([Associations(OUTCOMES[0], 1234, sizes, 0.15)]).splitlines()[-1]
    assert f"| {OUTCOMES[0].label} | 1,234 | 7 | 0.15 | `a.number_0` 0.90," in line
    assert "number_5" not in line
