"""Reads a sweep back from its folder, which is all that is needed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from experiments.sweeps.plan.chunks import Chunks
from experiments.sweeps.plan.design import Design, Sample
from experiments.sweeps.plan.factors import Factor
from experiments.sweeps.run.folder import (
    DONE,
    FAILED,
    LEDGER,
    MANIFEST,
    POINTS,
    WAITING,
    SweepError,
    disk_errors,
    part_path,
)
from experiments.sweeps.run.ledger import Ledger
from experiments.sweeps.run.manifest import read_manifest
from experiments.sweeps.run.points import PointStatistics
from experiments.sweeps.run.tables import digest_in
from model.core.declarations import Array
from model.evidence.parameters import Distribution

if TYPE_CHECKING:
    import pandas as pd

HEAL = "run the sweep again (tightrope sweep) to restore it"
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
    """The results of a sweep, as far as it is finished.

    Attributes:
        done: Numbers of the chunks that are saved.
        failures: Number of each failed point -> why.
    """

    folder: Path
    manifest: Mapping[str, Any]
    sample: Sample
    outcomes: tuple[OutcomeInfo, ...]
    done: frozenset[int]
    failures: Mapping[int, str]
    _statistics: dict[str, tuple[NDArray[np.bool_], Array]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors."""
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

    @property
    def chunks(self) -> Chunks:
        """How it was cut."""
        return Chunks(self.sample.count, self.worlds, int(self.manifest["sweep"]["chunk"]))

    @cached_property
    def statuses(self) -> Mapping[str, int]:
        """How many points are done, failed, or waiting."""
        there = int(self.there.sum())
        counts = {DONE: there - len(self.failures), FAILED: len(self.failures), WAITING: self.sample.count - there}
        return {status: count for status, count in counts.items() if count}

    def statistics(self, outcome: str) -> tuple[NDArray[np.bool_], Array]:
        """Which points are there; and worlds that count, worlds with the outcome, mean and standard error of each."""
        if outcome not in self._statistics:
            if len(self._statistics) * self.sample.count > MOST_HELD:
                self._statistics.clear()
            found = PointStatistics(self.folder, self.chunks, [outcome], self.done)
            self._statistics[outcome] = found.take(0, self.sample.count)
        return self._statistics[outcome]

    @property
    def there(self) -> NDArray[np.bool_]:
        """Which points are there."""
        return self.statistics(self.outcomes[0].name)[0]

    def worlds_with(self, outcome: str) -> float:
        """How many worlds of all points have an outcome."""
        return float(np.nansum(self.statistics(outcome)[1][1]))

    def values(self) -> Array:
        """The values of all points, shape (points, factors), as `Factor.at` gives them."""
        return self.sample.block(0, self.sample.count)

    def means(self, outcome: str) -> Array:
        """The mean of an outcome over the worlds of each point; NaN where a point has none."""
        return np.asarray(self.statistics(outcome)[1][2])

    @property
    def worlds_held(self) -> int:
        """Worlds of each point, from the first on, that answers about single worlds look at."""
        return max(1, min(self.worlds, MOST_HELD // self.sample.count))

    def by_world(self, outcome: str, worlds: int | None = None) -> Array:
        """An outcome world by world, shape (points, worlds); NaN where a world does not count or has none.

        The parts are read one by one, so that no more is held than what is given back.

        Args:
            outcome: Its name.
            worlds: How many worlds of each point, from the first on; `worlds_held` if None.
        """
        wanted, chunks = self.worlds_held if worlds is None else worlds, self.chunks
        found = np.full((self.sample.count, wanted), np.nan)
        for number in sorted(self.done):
            (start, stop), first = chunks.points_of(number), chunks.columns_of(number).start
            if first < wanted:
                column = pq.read_table(part_path(self.folder, number), columns=[outcome]).column(0)
                values = column.to_numpy().reshape(stop - start, -1)[:, : wanted - first]
                found[start:stop, first : first + values.shape[1]] = values
        return found

    def frame(self) -> pd.DataFrame:
        """The table of points for pandas."""
        return cast("pd.DataFrame", pq.read_table(self.folder / POINTS).to_pandas())

    def runs(self) -> pd.DataFrame:
        """The rows of all worlds for pandas; for very many, read the parts with DuckDB, Polars or Arrow instead."""
        parts = pa.concat_tables([pq.read_table(part_path(self.folder, number)) for number in sorted(self.done)])
        return cast("pd.DataFrame", parts.to_pandas())


def read_sweep(folder: Path) -> SweepResults:
    """Read a sweep back, finished or not.

    Raises:
        SweepError: The folder holds none, or something in it is damaged or belongs to another sweep.
    """
    manifest = read_manifest(folder)
    if not (folder / LEDGER).exists():
        message = f"{folder} has no {LEDGER}; {HEAL}"
        raise SweepError(message)
    with disk_errors(folder), closing(Ledger(folder)) as ledger:
        belongs = read_manifest(folder, ledger.manifest)["digest"] if ledger.manifest else ""
        done, broken, failures = frozenset(ledger.entered()), ledger.broken(), ledger.failures()
    for number, what in broken.items():
        message = f"{part_path(folder, number)} {what}; {HEAL}"
        raise SweepError(message)
    try:
        digests = {path: digest_in(path) for path in (folder / POINTS, *(part_path(folder, n) for n in sorted(done)))}
    except (OSError, pa.ArrowInvalid) as error:
        message = f"{folder} cannot be read: {error}; {HEAL}"
        raise SweepError(message) from error
    for path, digest in {folder / LEDGER: belongs, **digests}.items():
        if digest != manifest["digest"]:
            message = f"{path} belongs to another sweep than {folder / MANIFEST}"
            raise SweepError(message)
    asked = manifest["sweep"]
    factors = tuple(factor_of(one) for one in asked["vary"])
    rows = tuple(tuple(row) for row in asked["rows"])
    sample = Sample(Design(asked["design"]), factors, asked["n"], asked["seed"], rows)
    outcomes = tuple(OutcomeInfo(**one) for one in asked["outcomes"])
    return SweepResults(folder, manifest, sample, outcomes, done, failures)


def factor_of(given: Mapping[str, Any]) -> Factor:
    """A factor as the manifest describes it."""
    if "values" in given:
        return Factor(given["key"], given["label"], tuple(given["values"]))
    spread = {key: given[key] for key in ("low", "high", "best", "steps")}
    return Factor(given["key"], given["label"], distribution=Distribution(given["distribution"]), **spread)
