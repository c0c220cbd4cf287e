"""Where the baseline goes in prior worlds and in worlds that agree with the record: bands of the headline by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from model.core.arrays import quantile_rows
from model.core.declarations import Array
from model.ensemble.record import HEADLINE, Posture
from model.runs.run import run
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling

SHARES = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Band:
    """The headline over worlds.

    Attributes:
        worlds: Number of worlds.
        months: Dates of the months.
        ends: 5 %, 50 % and 95 % of the worlds whose regime stands lie at or below these, shape (3, months).
        fallen: Share of worlds whose regime has fallen, shape (months,).
    """

    worlds: int
    months: tuple[str, ...]
    ends: Array
    fallen: Array

    def december(self, year: int) -> tuple[float, float, float, float]:
        """The three ends and the share of fallen regimes at the end of a year."""
        month = self.months.index(f"{year}-12")
        low, middle, high = (float(end) for end in self.ends[:, month])
        return low, middle, high, float(self.fallen[month])

    @property
    def years(self) -> tuple[int, ...]:
        """The years whose December it has."""
        return tuple(int(month[:4]) for month in self.months if month.endswith("-12"))


def bands(worlds: Mapping[Sampling, int], *, seed: int, end: str) -> dict[Sampling, Band]:
    """The band of the baseline for each sampling.

    Args:
        worlds: Sampling -> how many worlds.
        seed: Seed of all runs.
        end: Last month; after 2021 the drivers keep their values.
    """
    found = {}
    for sampling, count in worlds.items():
        scenario = replace(load_scenario("baseline", settings=[f"end={end}"]), seed=seed)
        ran = run(replace(scenario, sampling=sampling, worlds=count), keep=[HEADLINE], moves=False)
        ends = [quantile_rows(ran.series[HEADLINE], share) for share in SHARES]
        found[sampling] = Band(count, ran.months, np.stack(ends), ran.posture_shares()[Posture.FALLEN])
    return found
