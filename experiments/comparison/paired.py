"""One number with a scenario and without, world by world, with the same random numbers.

found = paired_difference(reading, base, other)
found.difference, found.error          # e.g. -0.15, and how far other random numbers would move it: 0.002
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from experiments.comparison.questions import Direction, Reading
from experiments.measures.pooled import Interval, error_of_mean, error_of_median, wilson
from model.core.arrays import order_statistic
from model.core.declarations import Array
from model.ensemble.record import Run
from model.runs.outcomes import counted

CONFIDENCE = 0.95
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
ERRORS = 2.0
"""A difference of fewer Monte Carlo errors may be due to chance."""


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """One number with a scenario and without, world by world.

    Attributes:
        worlds: Number of worlds that count: those that have the number in both runs.
        without: Median over the worlds that have the number in the baseline; of means and shares, over those that
            have it in both runs.
        with_it: The same with the scenario.
        difference: Median of the differences world by world, or their mean; for shares the difference of the shares.
        error: Monte Carlo standard error of the difference: how far other random numbers would move it.
        mean: Mean of the differences.
        mean_error: Monte Carlo standard error of the mean.
        low: A tenth of the differences lies at or below this.
        high: A tenth lies at or above this.
        rises: Share of worlds in which the number is larger with the scenario.
        falls: Share in which it is smaller.
        rises_clearly: Share in which it is larger by more than hardly any.
        falls_clearly: Share in which it is smaller by more than hardly any.
        left_out: Share of the worlds that lack the number in one of both runs, as alignment does once a regime falls.
    """

    reading: Reading
    worlds: int
    without: float
    with_it: float
    difference: float
    error: float
    mean: float
    mean_error: float
    low: float
    high: float
    rises: float
    falls: float
    rises_clearly: float
    falls_clearly: float
    left_out: float = 0.0

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the mean."""
        return _around(self.mean, self.mean_error)

    @property
    def interval_of_difference(self) -> Interval:
        """The 95 % interval of the difference: of the median one, or of that between two shares."""
        return _around(self.difference, self.error)

    @property
    def beyond_error(self) -> bool:
        """Whether the difference is larger than two Monte Carlo errors."""
        return abs(self.difference) > ERRORS * self.error

    def is_clear(self, least: float) -> bool:
        """Whether it is at least so large, and more than chance."""
        return abs(self.difference) >= least and self.beyond_error

    @property
    def goes(self) -> Direction:
        """Which way it goes; open where the difference is hardly any, or may be due to chance."""
        if not self.is_clear(self.reading.least):
            return Direction.OPEN
        return Direction.UP if self.difference > 0 else Direction.DOWN

    @property
    def reported(self) -> Direction:
        """The direction whose probability is reported: the expected one, else the one that more worlds take."""
        return self.reading.expects or (Direction.DOWN if self.falls > self.rises else Direction.UP)

    def probability(self, direction: Direction, *, clearly: bool = False) -> tuple[float, Interval]:
        """Share of worlds that go this way (`clearly`: by more than hardly any), with Wilson's interval."""
        rises, falls = (self.rises_clearly, self.falls_clearly) if clearly else (self.rises, self.falls)
        share = rises if direction is Direction.UP else falls
        return share, wilson(round(share * self.worlds), self.worlds, CONFIDENCE)


def _around(value: float, error: float) -> Interval:
    half = float(special.ndtri(0.5 + 0.5 * CONFIDENCE)) * error
    return Interval(value - half, value + half)


def paired_difference(reading: Reading, without: Run, with_it: Run) -> PairedDifference:
    """One number in two runs with the same random numbers; ValueError where no world counts."""
    base, other = reading.numbers(without), reading.numbers(with_it)
    eligible = counted(without) & counted(with_it)
    counts = eligible & ~np.isnan(base + other)
    if not counts.any():
        message = f"there is no world in which '{reading.name}' can be compared"
        raise ValueError(message)
    apart, by_mean = (other - base)[counts], reading.measure is None or reading.by_mean

    def level(values: Array) -> float:
        return float(values.mean()) if by_mean else order_statistic(values, MIDDLE)

    def side(values: Array) -> float:
        return level(values[counts]) if by_mean else level(values[eligible])  # a median is that of the run alone

    low, high = (order_statistic(apart, share) for share in (LOW, HIGH))
    return PairedDifference(
        reading=reading,
        worlds=int(counts.sum()),
        without=side(base),
        with_it=side(other),
        difference=level(apart),
        error=(error_of_mean if by_mean else error_of_median)(apart),
        mean=float(apart.mean()),
        mean_error=error_of_mean(apart),
        low=low,
        high=high,
        rises=float((apart > 0.0).mean()),
        falls=float((apart < 0.0).mean()),
        rises_clearly=float((apart >= reading.least).mean()),
        falls_clearly=float((apart <= -reading.least).mean()),
        left_out=1.0 - float(counts.sum() / eligible.sum()),
    )
