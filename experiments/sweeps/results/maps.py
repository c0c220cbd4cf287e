"""Maps of a sweep: an outcome over two factors with the boundary between its regions, and response curves over one.

Nothing is claimed that may be noise: a boundary runs between values that lie beyond their standard errors on either
side of it, and a step of a curve counts if the worlds that have the outcome on both sides of it agree on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from experiments.measures.forms import quotient
from experiments.sweeps.plan.design import Design
from experiments.sweeps.plan.factors import Factor, are_numbers
from experiments.sweeps.results.noise import mean_and_error, threshold
from experiments.sweeps.results.results import OutcomeInfo, SweepResults
from model.core.declarations import Array

HALF = 0.5
LEAST_CHANGE = 0.01
"""A smaller change over the whole range is not analysed by steps."""

AT_A_TIME = 16
"""Worlds of each point that are analysed together."""


@dataclass(frozen=True)
class PhaseMap:
    """An outcome over two factors, the others averaged out.

    Attributes:
        values: Mean of the outcome, shape (values of `up`, values of `across`).
        errors: Their standard errors.
        boundary: The value of the outcome that parts two regions: a half for a share of worlds, else the middle
            between the least and the greatest value on the map.
        is_flat: Whether the outcome differs on the map by no more than noise, so that a boundary would part nothing.
    """

    outcome: OutcomeInfo
    across: Factor
    up: Factor
    values: Array
    errors: Array
    boundary: float
    is_flat: bool

    @property
    def sides(self) -> Array:
        """1 where the map lies above the boundary beyond doubt, -1 below, 0 where that is within noise."""
        beyond = np.abs(self.values - self.boundary) > threshold() * self.errors
        return np.where(beyond, np.sign(self.values - self.boundary), 0.0)

    @property
    def share_above(self) -> float:
        """Share of the map that lies above the boundary."""
        return float((self.values[~np.isnan(self.values)] > self.boundary).mean())

    def crossings(self) -> tuple[Factor, Factor, list[tuple[str, str]]]:
        """Where the boundary runs.

        Returns:
            The factor along which it is crossed (`up` if it is never crossed along `across`), the other one, and for
            each value of that one, in words, between which values it is crossed first; "nowhere" where it is not.
        """
        sides, along, other = self.sides, self.across, self.up
        if all(_crossed(row) is None for row in sides):
            sides, along, other = sides.T, self.up, self.across
        at = [shown(along, value) for value in levels_of(along).tolist()]
        places = [_crossed(row) for row in sides]
        where = ["nowhere" if place is None else f"between {at[place[0]]} and {at[place[1]]}" for place in places]
        return along, other, [(shown(other, v), w) for v, w in zip(levels_of(other).tolist(), where, strict=True)]


def _crossed(sides: Array) -> tuple[int, int] | None:
    """The last place on the first side, and the first place on the other side after it."""
    sure = np.flatnonzero(sides)
    turns = np.flatnonzero(np.diff(sides[sure]))
    return None if not turns.size else (int(sure[turns[0]]), int(sure[turns[0] + 1]))


@dataclass(frozen=True)
class ResponseCurve:
    """An outcome over one factor, the others averaged out.

    Attributes:
        values: Mean of the outcome at each of its values.
        errors: Their standard errors.
        change: How much it changes from the first value to the last, over the worlds that have it at both.
        changes: Whether it changes by more than noise.
        place: The step, between this value and the next, in which it changes most; -1 where none exceeds its noise.
        share: Share of the whole change that this step makes.
        least_share: The share that it makes at least, noise allowed for.
        worlds: Share of the worlds in which one step makes more than half of the world's whole change, among those
            that change; NaN where none does.
        left_out: Share of the pairs of neighbouring points that the steps leave out, because a world lacks the outcome
            at one of them.
    """

    outcome: OutcomeInfo
    factor: Factor
    values: Array
    errors: Array
    change: float
    changes: bool
    place: int
    share: float
    least_share: float
    worlds: float
    left_out: float

    @property
    def is_abrupt(self) -> bool:
        """Whether a single step makes more than half of the change, with at least three steps to choose from."""
        return self.place >= 0 and self.least_share > HALF and len(self.values) > 3

    @property
    def sentence(self) -> str:
        """What it says, in words that stand for themselves."""
        name, at = self.outcome.label, [shown(self.factor, value) for value in levels_of(self.factor).tolist()]
        if not self.changes:
            return f"{name} does not change with {self.factor.label} beyond noise."
        first, last = (f"{number:.3g}" for number in (self.values[0], self.values[-1]))
        way = f"{name} goes from {first} to {last} as {self.factor.label} goes from {at[0]} to {at[-1]}"
        if self.place < 0:
            return f"{way}; no single step exceeds its noise."
        step = f"between {at[self.place]} and {at[self.place + 1]}, with {100 * self.share:.0f} % of its change"
        jumps = f"; in {100 * self.worlds:.0f} % of the worlds that change, one step is more than half of it"
        verb = "changes abruptly" if self.is_abrupt else "changes most"
        pairs = f"; steps compare worlds that have it on both sides, {100 * self.left_out:.0f} % are left out"
        pairs += f", and in those that have it at both ends it changes by {self.change:+.3g}"
        return f"{way}; it {verb} {step}{'' if np.isnan(self.worlds) else jumps}{pairs if self.left_out else ''}."


def levels_of(factor: Factor) -> Array:
    """The values of a factor in a grid, as `Factor.at` gives them."""
    return factor.at_level(np.arange(factor.levels))


def phase_maps(results: SweepResults, outcome: OutcomeInfo) -> Iterator[PhaseMap]:
    """A map for each pair of factors of a grid."""
    if results.sample.design is not Design.GRID:
        return
    cube, worlds = _cubes(results, outcome)
    for one, other in combinations(range(len(results.factors)), 2):
        values = _mean(cube, (one, other)).T
        there = values[~np.isnan(values)]
        middle = HALF * float(there.min() + there.max()) if there.size else 0.0
        boundary = HALF if outcome.yes_or_no else middle
        errors = mean_and_error(worlds, (one, other))[1].T
        flat = _is_flat(values, np.moveaxis(worlds, (other, one), (0, 1)))
        yield PhaseMap(outcome, results.factors[one], results.factors[other], values, errors, boundary, flat)


def _is_flat(values: Array, worlds: Array) -> bool:
    """Whether the greatest and the least value differ by no more than noise, the worst of all pairs allowed for."""
    if np.isnan(values).all() or np.nanmax(values) - np.nanmin(values) < LEAST_CHANGE:
        return True
    most, least = (np.unravel_index(place, values.shape) for place in (np.nanargmax(values), np.nanargmin(values)))
    change, error = mean_and_error(worlds[most] - worlds[least])
    return not abs(change) > threshold(values.size * (values.size - 1) // 2) * error


def response_curves(results: SweepResults, outcome: OutcomeInfo) -> Iterator[ResponseCurve]:
    """A response curve for each factor of a grid that has an order: a range, or a list of numbers."""
    if results.sample.design is not Design.GRID:
        return
    cube, worlds = _cubes(results, outcome)
    for axis, factor in enumerate(results.factors):
        if not are_numbers(factor.values):
            continue
        along = np.moveaxis(worlds, axis, 0)
        steps = np.array([mean_and_error(after - before) for before, after in pairwise(along)]).T
        place, share, least = steepest(*steps)
        change, error = mean_and_error(along[-1] - along[0])
        changes = place >= 0 or bool(abs(change) > LEAST_CHANGE and abs(change) > threshold() * error)
        missing = np.isnan(along[1:]) | np.isnan(along[:-1])
        errors = mean_and_error(worlds, (axis,))[1]
        shares = share, least, _share_of_jumps(worlds, axis), float(missing.mean())
        yield ResponseCurve(outcome, factor, _mean(cube, (axis,)), errors, float(change), changes, place, *shares)


def steepest(steps: Array, errors: Array) -> tuple[int, float, float]:
    """The largest step if it exceeds its noise (else -1), its share of the whole change, and the least that may be."""
    sizes = np.abs(steps)
    whole = float(np.nansum(sizes))
    if not whole >= LEAST_CHANGE:
        return -1, float("nan"), float("nan")
    place = int(np.nanargmax(sizes))
    size, sure = float(sizes[place]), float(sizes[place] - threshold(len(steps)) * errors[place])
    if not sure > 0.0:
        return -1, float("nan"), float("nan")
    return place, size / whole, sure / (whole - size + sure)


def _share_of_jumps(worlds: Array, axis: int) -> float:
    """Share of those worlds that change along an axis in which one step is more than half of it.

    The worlds are taken a few at a time: with the steps between its values, each takes as much memory again.
    """
    jump, change = 0, 0
    for first in range(0, worlds.shape[-1], AT_A_TIME):
        steps = np.abs(np.diff(worlds[..., first : first + AT_A_TIME], axis=axis))
        whole, most = steps.sum(axis=axis), steps.max(axis=axis)
        changes = whole >= LEAST_CHANGE
        change += int(changes.sum())
        jump += int((quotient(most[changes], whole[changes]) > HALF).sum())
    return jump / change if change else float("nan")


def _cubes(results: SweepResults, outcome: OutcomeInfo) -> tuple[Array, Array]:
    """The means of all points, and the outcome world by world, with an axis for each factor."""
    shape = [factor.levels for factor in results.factors]
    return results.means(outcome.name).reshape(shape), results.by_world(outcome.name).reshape([*shape, -1])


def _mean(cube: Array, axes: tuple[int, ...]) -> Array:
    """The mean over all axes but some."""
    there, rest = ~np.isnan(cube), tuple(axis for axis in range(cube.ndim) if axis not in axes)
    return quotient(np.where(there, cube, 0.0).sum(axis=rest), there.sum(axis=rest).astype(np.float64))


def shown(factor: Factor, value: float) -> str:
    """A value in few digits."""
    written = factor.written(float(value))
    return f"{written:.3g}" if isinstance(written, float) else str(written)
