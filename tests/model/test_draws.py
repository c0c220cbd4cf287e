"""Named draws: a pure function of seed, name, month and world."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.core import philox
from model.core.draws import Draws, SplitDraws, refuse_collisions, stream_of
from model.engine import select
from model.ensemble.choice import obey, share_of_choices, take_best, take_or_leave
from model.evidence.load import load_seeds
from model.theory.names import draw_names
from model.theory.theory import theory
from tests.conftest import lists_of_worlds

FROZEN = (0.8341079185729142, 0.9238928730391552, 0.8738932230799284)


@pytest.fixture(params=["numpy", "compiled"], autouse=True)
def maker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything holds whether NumPy makes the draws or the compiled engine, once it is loaded."""
    if request.param == "numpy":
        monkeypatch.setattr(philox, "compiled", None)
    else:
        select.load()
    return str(request.param)


def by_definition(seed: int, name: str, month: int, world: int) -> float:
    """Key: seed and hash; counter: the world, and the month by four; the month's place among the four doubles."""
    key = np.array([seed, stream_of(name)], dtype=np.uint64)
    generator = np.random.Generator(np.random.Philox(key=key, counter=[world, 0, 0, month // 4]))
    return float(generator.random(4)[month % 4])


@pytest.mark.parametrize("worlds", [
    [41], range(7), range(38, 135), [0, 5, 6, 7, 3000, 2**32 - 1, 2**32, 2**53 - 1, 2**53], range(0, 2000, 13),
])  # fmt: skip
@pytest.mark.parametrize("month", [0, 1, 5, 107])
def test_a_draw_is_the_documented_one(worlds, month):
    found = Draws(7, worlds).uniform("a", month)
    np.testing.assert_array_equal(found, [by_definition(7, "a", month, world) for world in worlds])


def test_a_few_draws_are_frozen():
    """Whatever changes them changes every result of every world."""
    draws = Draws(2013, [0, 41, 10**6])
    np.testing.assert_array_equal(draws.uniform("belarus/repression", 6), FROZEN)


@given(worlds=lists_of_worlds(), seed=st.integers(0, 2**63 - 1), month=st.integers(0, 200))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_world_has_its_draws_in_every_list(worlds, seed, month):
    for draws in (Draws(seed, worlds), SplitDraws(seed, worlds, other=seed ^ 1, names={"a"}, keep=True)):
        own = seed ^ 1 if isinstance(draws, SplitDraws) else seed
        for name, key in (("a", own), ("b", seed)):
            expected = [Draws(key, [world]).gumbel(name, month)[0] for world in worlds]
            np.testing.assert_array_equal(draws.gumbel(name, month), expected)


@pytest.mark.parametrize("few", [0, 10**9])
def test_groups_of_neighbours_and_arithmetic_on_arrays_give_the_same(few, monkeypatch):
    monkeypatch.setattr(philox, "FEW_GROUPS", few)
    worlds = [*range(50), *range(100, 400, 3), *range(10**6, 10**6 + 40)]
    found = Draws(7, worlds).uniform("a", 5)
    np.testing.assert_array_equal(found, [by_definition(7, "a", 5, world) for world in worlds])


def test_a_draw_made_once_is_that_of_month_0():
    draws = Draws(7, 97)
    np.testing.assert_array_equal(draws.uniform("parameter/a"), draws.uniform("parameter/a", 0))


def test_of_a_name_only_the_latest_four_months_are_cached():
    draws = Draws(7, 97)
    for month in range(48):
        draws.uniform("a", month)
        draws.uniform("b")
    assert [block for block, _ in draws._latest.values()] == [11]


@pytest.mark.parametrize(("seed", "name", "month"), [(8, "a", 5), (7, "b", 5), (7, "a", 6)])
def test_another_seed_name_or_month_gives_other_draws(seed, name, month):
    assert not np.array_equal(Draws(7, 97).uniform("a", 5), Draws(seed, 97).uniform(name, month))


def test_the_order_of_asking_does_not_matter():
    one, other = Draws(7, 97), Draws(7, 97)
    first = one.uniform("a", 1), one.uniform("b", 1)
    second = other.uniform("b", 1), other.uniform("a", 1)
    np.testing.assert_array_equal(first[0], second[1])
    np.testing.assert_array_equal(first[1], second[0])


def test_kept_draws_are_the_same_draws():
    kept, fresh = Draws(7, 97, keep=True), Draws(7, 97)
    for form in ("uniform", "logistic", "gumbel"):
        np.testing.assert_array_equal(getattr(kept, form)("a", 3), getattr(fresh, form)("a", 3))
        assert getattr(kept, form)("a", 3) is getattr(kept, form)("a", 3)


def test_draws_are_uniform_and_open():
    u = Draws(7, 100_003).uniform("a")
    assert u.min() > 0.0
    assert u.max() < 1.0
    assert abs(u.mean() - 0.5) < 0.005
    counts, _ = np.histogram(u, bins=10, range=(0.0, 1.0))
    assert np.abs(counts / u.size - 0.1).max() < 0.005


def test_worlds_months_and_names_do_not_go_together():
    """Correlations of 20,000 draws of neighbours in every direction stay within four standard errors."""
    draws, many = Draws(7, 20_001), 20_000
    table = np.array([draws.uniform(name, month) for name in ("a", "b") for month in range(6)])
    pairs = [(row[:-1], row[1:]) for row in table]
    pairs += [(table[i, :-1], table[j, :-1]) for i in range(len(table)) for j in range(i)]
    assert max(abs(np.corrcoef(one, other)[0, 1]) for one, other in pairs) < 4.0 / np.sqrt(many)


def test_draws_cannot_be_edited():
    with pytest.raises(ValueError, match="read-only"):
        Draws(7, 97).uniform("a")[0] = 0.5


def test_colliding_names_are_refused(monkeypatch):
    monkeypatch.setattr("model.core.draws.stream_of", lambda name: 1)
    with pytest.raises(ValueError, match="the draws 'a' and 'b' have the same hash; rename one of them"):
        refuse_collisions(["a", "b"])


def test_no_two_draws_of_the_theory_collide():
    names = list(draw_names(theory(), load_seeds()))
    assert len(names) == len(set(names))
    refuse_collisions(names)


def test_take_or_leave_by_hand():
    taken = take_or_leave(np.array([0.1, 0.1, -0.1]), np.array([0.0, -3.0, 3.0]), np.full(3, 0.05))
    np.testing.assert_array_equal(taken, [1.0, 0.0, 1.0])


def test_a_graded_move_by_hand():
    """A half at utility 0; two spans above and below, 1 / (1 + e^-2) and what is left of 1."""
    levels = share_of_choices(np.array([0.0, 0.28, -0.28, 5.0]), np.full(4, 0.14))
    np.testing.assert_allclose(levels, [0.5, 0.880797, 0.119203, 1.0], atol=1e-6)


def test_no_draw_decides_on_a_graded_move():
    """Every move is decided by a draw or by degrees, never by both."""
    decided = {name for moves in theory().slot_draws.values() for name in moves}
    graded = {name for name, move in theory().moves.items() if move.graded}
    assert decided | graded == set(theory().moves)
    assert not decided & graded


def test_take_best_by_hand():
    """None, a and b with noises by hand; ties go to the earlier option."""
    utilities = [np.array([0.5, -0.5, 0.0, 0.2]), np.array([0.4, -0.4, 0.0, 0.9])]
    noises = [np.zeros(4), np.zeros(4), np.zeros(4)]
    a, b = take_best(utilities, noises, np.ones(4))
    np.testing.assert_array_equal(a, [1.0, 0.0, 0.0, 0.0])
    np.testing.assert_array_equal(b, [0.0, 0.0, 0.0, 1.0])


def test_a_forced_level_is_full():
    (level,) = obey([np.array([0.3, 0.3])], [np.array([1.0, 0.0])])
    np.testing.assert_array_equal(level, [1.0, 0.3])


def test_a_forced_move_takes_its_slot():
    taken = [np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0])]
    a, b = obey(taken, [None, np.array([1.0, 1.0, 0.0])])
    np.testing.assert_array_equal(a, [0.0, 0.0, 0.0])
    np.testing.assert_array_equal(b, [1.0, 1.0, 0.0])


def test_split_draws_are_those_of_one_seed_or_the_other_to_the_last_bit():
    split = SplitDraws(7, 97, other=8, names={"a"})
    for form in ("uniform", "logistic", "gumbel"):
        np.testing.assert_array_equal(getattr(split, form)("a", 3), getattr(Draws(8, 97), form)("a", 3))
        np.testing.assert_array_equal(getattr(split, form)("b", 3), getattr(Draws(7, 97), form)("b", 3))


def test_kept_split_draws_are_the_same_draws():
    kept = SplitDraws(7, 97, other=8, names={"a"}, keep=True)
    for name, seed in (("a", 8), ("b", 7)):
        assert kept.gumbel(name, 1) is kept.gumbel(name, 1)
        np.testing.assert_array_equal(kept.gumbel(name, 1), Draws(seed, 97).gumbel(name, 1))


def test_a_name_is_taken_whole_or_not_at_all():
    np.testing.assert_array_equal(SplitDraws(7, 97, other=8, names={"a"}).uniform("a/b"), Draws(7, 97).uniform("a/b"))


def test_one_seed_cannot_be_split():
    with pytest.raises(ValueError, match="split draws need two seeds, but both are 7"):
        SplitDraws(7, 97, other=7, names={"a"})
