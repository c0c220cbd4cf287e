"""Named draws: a pure function of seed, name, month and world."""

from __future__ import annotations

import numpy as np
import pytest

from model.core.draws import Draws, SplitDraws, refuse_collisions, stream_of
from model.ensemble.choice import obey, take_best, take_or_leave
from model.evidence.load import load_seeds
from model.theory.names import draw_names
from model.theory.theory import theory


@pytest.mark.parametrize("first", [0, 1, 2, 3, 4, 5, 41])
def test_any_part_of_the_worlds_has_its_own_draws(first):
    whole = Draws(7, 97).uniform("belarus/bid", 31)
    np.testing.assert_array_equal(Draws(7, 13, first=first).uniform("belarus/bid", 31), whole[first : first + 13])


def test_the_stream_is_the_documented_one():
    """Philox keyed by seed and hash, the month in the last word of the counter, four doubles to a block."""
    generator = np.random.Philox(key=np.array([7, stream_of("a")], dtype=np.uint64), counter=[0, 0, 0, 5])
    generator.advance(41 // 4)
    expected = np.random.Generator(generator).random(7 + 41 % 4)[41 % 4 :]
    np.testing.assert_array_equal(Draws(7, 7, first=41).uniform("a", 5), expected)


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


def test_take_best_by_hand():
    """None, a and b with noises by hand; ties go to the earlier option."""
    utilities = [np.array([0.5, -0.5, 0.0, 0.2]), np.array([0.4, -0.4, 0.0, 0.9])]
    noises = [np.zeros(4), np.zeros(4), np.zeros(4)]
    a, b = take_best(utilities, noises, np.ones(4))
    np.testing.assert_array_equal(a, [1.0, 0.0, 0.0, 0.0])
    np.testing.assert_array_equal(b, [0.0, 0.0, 0.0, 1.0])


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


@pytest.mark.parametrize("first", [0, 3, 41])
def test_any_part_of_the_worlds_has_its_own_split_draws(first):
    whole, part = (SplitDraws(7, n, other=8, names=["a"], first=f) for n, f in ((97, 0), (13, first)))
    for name in ("a", "b"):
        np.testing.assert_array_equal(part.uniform(name, 2), whole.uniform(name, 2)[first : first + 13])


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
