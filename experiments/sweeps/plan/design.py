"""The points of a sweep: grids, lists, Latin hypercubes, and the samples of Sobol and Morris.

A sample is stored as its base alone, and its points are made block by block, so that a design of millions of points
takes no more memory than its base: n numbers per factor (twice that for Sobol's).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from scipy.stats import qmc

from experiments.sweeps.plan.factors import Factor
from model.core.declarations import Array

MORRIS_LEVELS = 4
"""Values per factor on the grid that Morris's trajectories walk on."""


class Design(StrEnum):
    """How the points are laid out."""

    GRID = "grid"
    LIST = "list"
    LATIN_HYPERCUBE = "latin_hypercube"
    SOBOL = "sobol"
    MORRIS = "morris"

    @property
    def is_sampled(self) -> bool:
        """Whether a base sample `n` is drawn."""
        return self not in (Design.GRID, Design.LIST)


@dataclass(frozen=True)
class Sample:
    """The points of a sweep.

    Attributes:
        n: Size of the base sample; 0 for a grid or a list.
        rows: Places in each factor's list, point by point, for a list; empty else.
    """

    design: Design
    factors: tuple[Factor, ...]
    n: int = 0
    seed: int = 0
    rows: tuple[tuple[int, ...], ...] = ()

    @property
    def per_base(self) -> int:
        """Points made of one point (or trajectory) of the base sample."""
        extra = {Design.SOBOL: 2, Design.MORRIS: 1}.get(self.design)
        return 1 if extra is None else len(self.factors) + extra

    @property
    def count(self) -> int:
        """Number of points."""
        if self.design is Design.GRID:
            return int(np.prod([factor.levels for factor in self.factors], dtype=object))
        return len(self.rows) if self.design is Design.LIST else self.n * self.per_base

    @property
    def numbers(self) -> int:
        """Numbers that the base sample keeps in memory."""
        width = {Design.SOBOL: 2, Design.MORRIS: len(self.factors) + 1, Design.LATIN_HYPERCUBE: 1}.get(self.design, 0)
        return self.n * len(self.factors) * width

    def block(self, first: int, last: int) -> Array:
        """The points `first` to `last - 1`: shape (points, factors), each value as `Factor.at` gives it."""
        places = np.arange(first, last)
        if self.design is Design.GRID:
            levels = [factor.levels for factor in self.factors]
            at = np.unravel_index(places, levels)
            columns = [factor.at_level(np.asarray(p)) for factor, p in zip(self.factors, at, strict=True)]
            return np.stack(columns, axis=1)
        if self.design is Design.LIST:
            return np.array(self.rows[first:last], dtype=np.float64)
        shares = self.shares(first, last)
        return np.stack([factor.at(shares[:, place]) for place, factor in enumerate(self.factors)], axis=1)

    def shares(self, first: int, last: int) -> Array:
        """Points as places from 0 to 1 in the distribution of each factor; for sampled designs only."""
        if self.design is not Design.SOBOL:
            return self._base[first:last]
        group, member = np.divmod(np.arange(first, last), self.per_base)
        width = len(self.factors)
        points = self._base[group, :width].copy()
        other = self._base[group, width:]
        last_member = member == self.per_base - 1
        points[last_member] = other[last_member]
        mixed = np.flatnonzero((member > 0) & ~last_member)
        points[mixed, member[mixed] - 1] = other[mixed, member[mixed] - 1]
        return points

    @cached_property
    def _base(self) -> Array:
        generator, width = np.random.default_rng(self.seed), len(self.factors)
        if self.design is Design.LATIN_HYPERCUBE:
            return np.asarray(qmc.LatinHypercube(width, rng=generator).random(self.n))
        if self.design is Design.SOBOL:
            return np.asarray(qmc.Sobol(2 * width, scramble=True, rng=generator).random(self.n))
        from SALib.sample import morris

        trajectories = morris.sample(unit_problem(width), self.n, num_levels=MORRIS_LEVELS, seed=self.seed)
        return np.clip(np.asarray(trajectories, dtype=np.float64), 0.0, 1.0)


def unit_problem(width: int) -> dict[str, object]:
    """A number of factors between 0 and 1, as SALib describes them."""
    return {"num_vars": width, "names": [f"x{place}" for place in range(width)], "bounds": [[0.0, 1.0]] * width}
