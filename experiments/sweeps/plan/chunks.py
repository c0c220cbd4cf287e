"""How a sweep is cut into chunks: some points in the same worlds, side by side, which one worker takes at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from experiments.sweeps.plan.factors import Factor, apply
from experiments.sweeps.plan.outcomes import SweepOutcome
from model.core.declarations import Array
from model.core.worlds import Numbers
from model.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Chunks:
    """The chunks of a sweep, by number."""

    points: int
    worlds: int
    size: int

    @property
    def points_each(self) -> int:
        """Points in one chunk."""
        return max(1, self.size // self.worlds)

    @property
    def per_point(self) -> int:
        """Chunks that a point is cut into, if it has very many worlds."""
        return -(-self.worlds // self.size)

    @property
    def count(self) -> int:
        """Number of chunks."""
        return -(-self.points // self.points_each) * self.per_point

    def columns_of(self, number: int) -> slice:
        """Which of the worlds of each point belong to one chunk."""
        begin = number % self.per_point * self.size
        return slice(begin, min(begin + self.size, self.worlds))

    def points_of(self, number: int) -> tuple[int, int]:
        """The points of one chunk: the first one, and the first one after them."""
        first = number // self.per_point * self.points_each
        return first, min(first + self.points_each, self.points)


@dataclass(frozen=True)
class Chunk:
    """Some points of a sweep, each in the same worlds.

    Attributes:
        values: Values of the points, shape (points, factors).
        numbers: Numbers of the worlds of each point.
        scenarios: The scenario of each point, before its direct keys are applied.
    """

    number: int
    first_point: int
    values: Array
    numbers: Numbers
    factors: tuple[Factor, ...]
    outcomes: tuple[SweepOutcome, ...]
    scenarios: tuple[Scenario, ...]
    seed: int

    @property
    def points(self) -> int:
        """Number of points."""
        return len(self.values)

    @property
    def worlds(self) -> int:
        """Number of worlds of each point."""
        return len(self.numbers)

    def fixed(self) -> dict[str, Array]:
        """Parameter -> its value in each point, for the parameters that are varied."""
        return {
            factor.parts[1]: factor.numbers(self.values[:, column])
            for column, factor in enumerate(self.factors)
            if factor.is_parameter
        }

    def changed(self) -> list[Scenario]:
        """The scenario of each point, complete but for the parameters that are varied."""
        others = [column for column, factor in enumerate(self.factors) if factor.is_direct and not factor.is_parameter]
        if not others:
            return list(self.scenarios)
        factors, rows = [self.factors[column] for column in others], self.values[:, others].tolist()
        return [apply(scenario, factors, row) for scenario, row in zip(self.scenarios, rows, strict=True)]

    def some(self, places: Sequence[int]) -> Chunk:
        """Some of its points as a chunk of their own."""
        return replace(self, values=self.values[list(places)], scenarios=tuple(self.scenarios[one] for one in places))

    def alike(self) -> list[list[int]]:
        """Places of the points that can be simulated together, group by group."""
        groups: dict[object, list[int]] = {}
        for place, one in enumerate(self.scenarios):
            groups.setdefault((one.start, one.end, one.given, tuple(sorted(one.initial))), []).append(place)
        return list(groups.values())
