"""Maps of a sweep: an outcome over two factors with the boundary between its regions, and abrupt changes over one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from experiments.measures.forms import quotient
from experiments.sweeps.plan.design import Design
from experiments.sweeps.plan.factors import Factor
from experiments.sweeps.results.results import OutcomeInfo, SweepResults
from model.core.declarations import Array

HALF = 0.5
LEAST_CHANGE = 0.01
"""A whole change that is smaller is not divided up."""

AT_A_TIME = 16
"""Worlds of each point that are looked at together."""


@dataclass(frozen=True)
class PhaseMap:
    """An outcome over two factors, the others averaged out.

    Attributes:
        values: Mean of the outcome, shape (values of `up`, values of `across`).
        boundary: The value of the outcome that parts two regions: a half for a share of worlds, else the middle
            between the least and the greatest value on the map.
    """

    outcome: OutcomeInfo
    across: Factor
    up: Factor
    values: Array
    boundary: float

    @property
    def is_flat(self) -> bool:
        """Whether the outcome hardly differs on the map, so that a boundary would part nothing."""
        return bool(np.ptp(self.values[~np.isnan(self.values)]) < LEAST_CHANGE) if self.values.size else True

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
        above = self.values > self.boundary
        along, other = self.across, self.up
        if not (above[:, 1:] != above[:, :-1]).any():
            above, along, other = above.T, self.up, self.across
        at = [shown(along, value) for value in levels_of(along).tolist()]
        crossings = []
        for value, row in zip(levels_of(other).tolist(), above, strict=True):
            turns = np.flatnonzero(row[1:] != row[:-1]).tolist()
            where = f"between {at[turns[0]]} and {at[turns[0] + 1]}" if turns else "nowhere"
            crossings.append((shown(other, value), where))
        return along, other, crossings


@dataclass(frozen=True)
class ResponseCurve:
    """An outcome over one factor, the others averaged out.

    Attributes:
        values: Mean of the outcome at each of its values.
        place: The step, between this value and the next, in which it changes most; -1 where it hardly changes.
        share: Share of the whole change that this step makes.
        worlds: Share of the worlds in which one step makes more than half of the world's whole change, among those
            that change; NaN where none does.
    """

    outcome: OutcomeInfo
    factor: Factor
    values: Array
    place: int
    share: float
    worlds: float

    @property
    def is_abrupt(self) -> bool:
        """Whether a single step makes more than half of the change, with at least three steps to choose from."""
        return self.place >= 0 and self.share > HALF and len(self.values) > 3

    @property
    def sentence(self) -> str:
        """What it says."""
        name, at = self.outcome.label, [shown(self.factor, value) for value in levels_of(self.factor).tolist()]
        if self.place < 0:
            return f"{name} hardly changes with {self.factor.key}."
        first, last = (f"{number:.3g}" for number in (self.values[0], self.values[-1]))
        way = f"{name} goes from {first} to {last} as {self.factor.key} goes from {at[0]} to {at[-1]}"
        step = f"between {at[self.place]} and {at[self.place + 1]}, with {100 * self.share:.0f} % of its change"
        jumps = f"; in {100 * self.worlds:.0f} % of the worlds that change, one step is more than half of it"
        verb = "tips" if self.is_abrupt else "changes most"
        return f"{way}; it {verb} {step}{'' if np.isnan(self.worlds) else jumps}."


def levels_of(factor: Factor) -> Array:
    """The values of a factor in a grid, as `Factor.at` gives them."""
    return factor.at_level(np.arange(factor.levels))


def phase_maps(results: SweepResults, outcome: OutcomeInfo) -> Iterator[PhaseMap]:
    """A map for each pair of factors of a grid."""
    if results.sample.design is not Design.GRID:
        return
    cube = results.means(outcome.name).reshape([factor.levels for factor in results.factors])
    for one, other in combinations(range(len(results.factors)), 2):
        rest = tuple(axis for axis in range(cube.ndim) if axis not in (one, other))
        values = _mean(cube, rest).T
        there = values[~np.isnan(values)]
        middle = HALF * float(there.min() + there.max()) if there.size else 0.0
        boundary = HALF if outcome.yes_or_no else middle
        yield PhaseMap(outcome, results.factors[one], results.factors[other], values, boundary)


def response_curves(results: SweepResults, outcome: OutcomeInfo) -> Iterator[ResponseCurve]:
    """A response curve for each factor of a grid that has an order: a range, or a list of numbers."""
    if results.sample.design is not Design.GRID:
        return
    shape = [factor.levels for factor in results.factors]
    cube = results.means(outcome.name).reshape(shape)
    worlds = results.by_world(outcome.name).reshape([*shape, -1])
    for axis, factor in enumerate(results.factors):
        if not has_order(factor):
            continue
        values = _mean(cube, tuple(other for other in range(cube.ndim) if other != axis))
        place, share = steepest(values)
        yield ResponseCurve(outcome, factor, values, place, share, _share_of_jumps(worlds, axis))


def has_order(factor: Factor) -> bool:
    """Whether its values are numbers."""
    return not factor.is_list or all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in factor.values)


def steepest(values: Array) -> tuple[int, float]:
    """The step in which a curve changes most, and its share of the whole change, all steps counted as they are."""
    steps = np.abs(np.diff(values))
    whole = float(np.nansum(steps))
    if not whole >= LEAST_CHANGE:
        return -1, float("nan")
    place = int(np.nanargmax(steps))
    return place, float(steps[place] / whole)


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


def _mean(cube: Array, axes: tuple[int, ...]) -> Array:
    there = ~np.isnan(cube)
    return quotient(np.where(there, cube, 0.0).sum(axis=axes), there.sum(axis=axes).astype(np.float64))


def shown(factor: Factor, value: float) -> str:
    """A value in few digits."""
    written = factor.written(float(value))
    return f"{written:.3g}" if isinstance(written, float) else str(written)
