"""A finished sweep read back from its folder, with nothing but the folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.compute import equal

from experiments.sweeps.plan.design import Design, Sample
from experiments.sweeps.plan.factors import Factor
from experiments.sweeps.run.folder import DONE, POINTS, RUNS, SweepError
from experiments.sweeps.run.manifest import read_manifest
from model.core.declarations import Array
from model.evidence.parameters import Distribution

if TYPE_CHECKING:
    import pandas as pd


MOST_HELD = 10_000_000
"""Histories of one outcome that are held at a time, 80 MB; of a larger sweep, the first worlds of each point."""


@dataclass(frozen=True, slots=True)
class OutcomeInfo:
    """An outcome as the manifest describes it.

    Attributes:
        yes_or_no: Whether it is 1 or 0, so that its mean is a share of worlds.
    """

    name: str
    label: str
    definition: str
    yes_or_no: bool


@dataclass(frozen=True)
class SweepResults:
    """What came of a sweep."""

    folder: Path
    manifest: Mapping[str, Any]
    sample: Sample
    outcomes: tuple[OutcomeInfo, ...]

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What varied."""
        return self.sample.factors

    @property
    def title(self) -> str:
        """A few words."""
        return str(self.manifest["title"])

    @property
    def worlds(self) -> int:
        """Worlds per point."""
        return int(self.manifest["sweep"]["worlds"])

    @property
    def seed(self) -> int:
        """Seed of all random draws."""
        return int(self.manifest["sweep"]["seed"])

    @cached_property
    def statuses(self) -> Mapping[str, int]:
        """How many points are done, failed, or waiting."""
        counts = self._column("status").value_counts().to_pylist()
        return {one["values"]: one["counts"] for one in sorted(counts, key=lambda one: str(one["values"]))}

    def _column(self, name: str) -> Any:  # noqa: ANN401 (an Arrow array)
        """One column of the table of points, the others left on the disk."""
        return pq.read_table(self.folder / POINTS, columns=[name]).column(name)

    def values(self) -> Array:
        """The values of all points, shape (points, factors), as `Factor.at` gives them."""
        return self.sample.block(0, self.sample.count)

    def means(self, outcome: str) -> Array:
        """The mean of an outcome over the worlds of each point; NaN where a point has none."""
        return np.asarray(self._column(outcome).to_numpy(), dtype=np.float64)

    @property
    def worlds_held(self) -> int:
        """Worlds of each point, from the first on, that answers about single worlds look at."""
        return max(1, min(self.worlds, MOST_HELD // self.sample.count))

    def by_world(self, outcome: str, worlds: int | None = None) -> Array:
        """An outcome world by world, shape (points, worlds); NaN where a world does not count or has none.

        The parts are read batch by batch, so that no more is held than what is given back.

        Args:
            outcome: Its name.
            worlds: How many worlds of each point, from the first on; `worlds_held` if None.
        """
        wanted = self.worlds_held if worlds is None else worlds
        found = np.full((self.sample.count, wanted), np.nan)
        for part in sorted((self.folder / RUNS).glob("*.parquet")):
            table = pq.read_table(part, columns=["point", "world", "status", outcome])
            of = {name: table.column(name).to_numpy() for name in ("point", "world", outcome)}
            counts = equal(table.column("status"), DONE).to_numpy() & (of["world"] < wanted)
            found[of["point"][counts], of["world"][counts]] = of[outcome][counts]
        return found

    def frame(self) -> pd.DataFrame:
        """The table of points for pandas."""
        frame: pd.DataFrame = pq.read_table(self.folder / POINTS).to_pandas()
        return frame

    def runs(self) -> pd.DataFrame:
        """The rows of all worlds for pandas; for very many, read the parts with DuckDB, Polars or Arrow instead."""
        frame: pd.DataFrame = pq.read_table(self.folder / RUNS).to_pandas()
        return frame


def read_sweep(folder: Path) -> SweepResults:
    """Read a sweep back; `SweepError` where the folder holds none."""
    manifest = read_manifest(folder)
    asked = manifest["sweep"]
    factors = tuple(_factor(one) for one in asked["vary"])
    rows = tuple(tuple(row) for row in asked["rows"])
    sample = Sample(Design(asked["design"]), factors, asked["n"], asked["seed"], rows)
    try:
        pq.read_metadata(folder / POINTS)
    except (OSError, pa.ArrowInvalid) as error:
        message = f"{folder} cannot be read: {error}"
        raise SweepError(message) from error
    return SweepResults(folder, manifest, sample, tuple(OutcomeInfo(**one) for one in asked["outcomes"]))


def _factor(given: Mapping[str, Any]) -> Factor:
    if "values" in given:
        return Factor(given["key"], given["label"], tuple(given["values"]))
    spread = {key: given[key] for key in ("low", "high", "best", "steps")}
    return Factor(given["key"], given["label"], distribution=Distribution(given["distribution"]), **spread)
