"""The plan of a sweep: scenario, factors, points, number of worlds, and outcomes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from experiments.sweeps.plan.chunks import Chunk, Chunks
from experiments.sweeps.plan.design import Sample
from experiments.sweeps.plan.factors import SCENARIO, Factor, apply, plain, scenario_with
from experiments.sweeps.plan.outcomes import SweepOutcome
from model.core.declarations import Array
from model.runs.manifest import asked, digest_of
from model.runs.run import CHUNK
from model.runs.world_lists import worlds_of
from model.scenario.changes import Change
from model.scenario.files import Layers
from model.scenario.scenario import Scenario

NUMBER = 8
"""Bytes of one number."""

ROW = 5
"""Bytes that point, world and status of one row take on the disk, about."""


@dataclass(frozen=True)
class SweepPlan:
    """What a sweep file asks for, checked.

    Attributes:
        name: Name of the file without its ending.
        scenario: The scenario that every point is a change of.
        size: Worlds that are simulated together, about.
        asked: What its file says of the scenario, its settings, the other parameters and the outcomes, as plain data.
    """

    name: str
    title: str
    question: str
    because: str
    text: Layers
    settings: tuple[str | Change, ...]
    scenario: Scenario
    sample: Sample
    worlds: int
    outcomes: tuple[SweepOutcome, ...]
    size: int = CHUNK
    asked: Mapping[str, object] = field(default_factory=dict, compare=False)
    _read: dict[tuple[float, ...], Scenario] = field(default_factory=dict, repr=False, compare=False)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors."""
        return self.sample.factors

    @property
    def points(self) -> int:
        """Number of points."""
        return self.sample.count

    @property
    def total(self) -> int:
        """Number of histories."""
        return self.points * self.worlds

    @property
    def bytes_on_disk(self) -> int:
        """About how many bytes the results take, at most."""
        rows = self.total * (ROW + NUMBER * len(self.outcomes))
        return rows + 2 * self.points * NUMBER * (len(self.factors) + len(self.outcomes) + 2)

    @property
    def chunks(self) -> Chunks:
        """Its chunks, for the workers."""
        return Chunks(self.points, self.worlds, self.size)

    def chunk(self, number: int) -> Chunk:
        """One chunk: some points, each in the same worlds."""
        chunks = self.chunks
        first, last = chunks.points_of(number)
        values = self.sample.block(first, last)
        return Chunk(
            number,
            first,
            values,
            worlds_of(self.scenario, self.worlds)[chunks.columns_of(number)],
            self.factors,
            self.outcomes,
            tuple(self.read(row) for row in values),
            self.scenario.seed,
        )

    def read(self, values: Sequence[float] | Array) -> Scenario:
        """The scenario of a point, as far as it has to be read; its direct keys are still to be applied.

        Raises:
            InputError: The values do not go together.
        """
        worded = [place for place, factor in enumerate(self.factors) if not factor.is_direct]
        if not worded:
            return self.scenario
        key = tuple(float(values[place]) for place in worded)
        if key not in self._read:
            written = [(self.factors[i], self.factors[i].written(values[i])) for i in worded]
            self._read[key] = scenario_with(self.text, self.settings, written)
        return self._read[key]

    def scenario_of(self, values: Sequence[float] | Array) -> Scenario:
        """The scenario of a point: its worlds, run alone, are those of the sweep."""
        return apply(self.read(values), self.factors, [float(value) for value in values])

    def blocks(self, size: int = 4096) -> Iterator[tuple[int, Array]]:
        """All points block by block, each block with the number of its first."""
        for first in range(0, self.points, size):
            yield first, self.sample.block(first, min(first + size, self.points))

    def as_plain(self) -> dict[str, object]:
        """Plain data for the manifest: everything on which a result depends."""
        return {
            "scenario": asked(self.scenario),
            **_scenarios(self),
            "vary": [plain(factor) for factor in self.factors],
            "design": str(self.sample.design),
            "n": self.sample.n,
            "rows": [list(row) for row in self.sample.rows],
            "seed": self.scenario.seed,
            "worlds": self.worlds,
            "chunk": self.size,
            "outcomes": [
                {"name": o.name, "label": o.label, "definition": o.definition, "yes_or_no": o.yes_or_no}
                for o in self.outcomes
            ],
        }

    @cached_property
    def digest(self) -> str:
        """Sixteen letters that stand for everything on which its results depend."""
        return digest_of(self.as_plain())

    def hashes(self, values: Array) -> list[str]:
        """Sixteen letters per point that stand for its scenario, seed and values."""
        start = self.digest.encode()
        rows: NDArray[np.float64] = np.ascontiguousarray(values, dtype="<f8")
        return [hashlib.blake2b(row.tobytes(), digest_size=8, key=start).hexdigest() for row in rows]


def _scenarios(plan: SweepPlan) -> dict[str, object]:
    """The scenarios that points choose from; nothing where they are all changes of one."""
    values = [(factor, value) for factor in plan.factors if factor.key == SCENARIO for value in factor.values]
    found = {str(one[1]): asked(scenario_with(plan.text, plan.settings, [one])) for one in values}
    return {"scenarios": found} if found else {}
