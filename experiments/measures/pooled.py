"""Statistics over worlds: bounds, shares of worlds, pooled numbers, and their intervals and errors."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Annotated, NamedTuple

import numpy as np
from scipy import special

from experiments.measures.forms import MAIN, From, Leaf, Mask, Measure, Name, RunName, To, evaluate, leaves, quotient
from experiments.measures.trends import Moments
from model.core.arrays import order_statistic
from model.core.declarations import Array
from model.yaml_files.hints import Key

SIGNS = {">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal}

SETTLED = 0.05
"""Indices of sensitivity that move by less than this when the sample is doubled count as settled."""


class Interval(NamedTuple):
    """The two ends of a confidence interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number must be; a missing one (NaN) never is."""

    above: float | None = None
    below: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    def hold(self, values: Array) -> Mask:
        """Where the numbers keep to the bounds."""
        held = ~np.isnan(values)
        for sign, limit in self._limits:
            held = held & SIGNS[sign](values, limit)
        return held

    @property
    def _limits(self) -> list[tuple[str, float]]:
        limits = zip(SIGNS, (self.above, self.at_least, self.below, self.at_most), strict=True)
        return [(sign, limit) for sign, limit in limits if limit is not None]

    def __str__(self) -> str:
        return " and ".join(f"{sign} {limit:g}" for sign, limit in self._limits)


@dataclass(frozen=True, slots=True)
class Test:
    """A measure that must keep to bounds, world by world."""

    __test__ = False  # for pytest: no test of the program

    measure: Measure
    bounds: Bounds

    def __str__(self) -> str:
        return f"{measure_text(self.measure)} {self.bounds}"


def all_hold(tests: Sequence[Test], known: Mapping[Leaf, Array]) -> Mask:
    """The worlds in which every test holds."""
    masks = [test.bounds.hold(evaluate(test.measure, known)) for test in tests]
    return np.asarray(np.logical_and.reduce(masks))


@dataclass(frozen=True, slots=True)
class Pooled(ABC):
    """One number of all worlds together."""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What it is made of, in order."""
        return tuple(value for f in fields(self) if isinstance(value := getattr(self, f.name), Measure))

    @abstractmethod
    def number(self, values: Sequence[Array]) -> float:
        """The number, from the values of its measures in the worlds that count."""


@dataclass(frozen=True, slots=True)
class MedianOf(Pooled):
    """Median of a measure over the worlds that have one."""

    of: Measure

    def number(self, values: Sequence[Array]) -> float:
        """The middle one by sort and index; of two, the one whose rank, counted from 0, is even."""
        return order_statistic(values[0], 0.5, skip_missing=True)


@dataclass(frozen=True, slots=True)
class MeanOf(Pooled):
    """Mean of a measure over the worlds that have one."""

    of: Measure

    def number(self, values: Sequence[Array]) -> float:
        """The mean."""
        there = ~np.isnan(values[0])
        return float(quotient(values[0][there].sum(), there.sum()))


@dataclass(frozen=True, slots=True)
class ShareOf(Pooled):
    """Share of worlds in which all of some tests hold."""

    all: tuple[Test, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of its tests."""
        return tuple(test.measure for test in self.all)

    def number(self, values: Sequence[Array]) -> float:
        """The share."""
        masks = [test.bounds.hold(v) for test, v in zip(self.all, values, strict=True)]
        return float(np.logical_and.reduce(masks).mean())


@dataclass(frozen=True, slots=True)
class RatioOfSums(Pooled):
    """Sum of a measure over all worlds, over the sum of another: e.g. successes per bid."""

    of: Measure
    over: Measure

    def number(self, values: Sequence[Array]) -> float:
        """The ratio, over the worlds that have both; infinite over 0."""
        known = ~np.isnan(values[0] + values[1])
        return float(quotient(values[0][known].sum(), values[1][known].sum()))


@dataclass(frozen=True, slots=True)
class PooledCorrelation(Pooled):
    """Correlation of two series over all months of a window and all worlds together."""

    x: Name
    y: Name
    start: From
    end: To
    run: Annotated[RunName, Key("in")] = MAIN

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The sums that the correlation is made of."""
        return (Moments(self.x, self.y, self.start, self.end, run=self.run),)

    def number(self, values: Sequence[Array]) -> float:
        """The correlation; NaN where one of the two is constant."""
        n, x, y, xx, yy, xy = values[0].sum(axis=-1)
        return float(quotient(n * xy - x * y, np.sqrt((n * xx - x * x) * (n * yy - y * y))))


@dataclass(frozen=True, slots=True)
class PooledTest:
    """A pooled number that must keep to bounds."""

    pooled: Pooled
    bounds: Bounds

    def __str__(self) -> str:
        return f"{measure_text(self.pooled)} {self.bounds}"


def leaves_of(what: Test | PooledTest | Pooled | Measure) -> tuple[Leaf, ...]:
    """Every leaf that something is made of."""
    if isinstance(what, Measure):
        return leaves(what)
    if isinstance(what, Test):
        return leaves(what.measure)
    pooled = what.pooled if isinstance(what, PooledTest) else what
    return tuple(leaf for measure in pooled.measures for leaf in leaves(measure))


def pooled_number(pooled: Pooled, known: Mapping[Leaf, Array]) -> float:
    """A pooled statistic over all worlds."""
    return pooled.number([evaluate(measure, known) for measure in pooled.measures])


def wilson(successes: int, trials: int, confidence: float) -> Interval:
    """Wilson's interval of a share; it begins at 0 where nothing succeeds, and ends at 1 where everything does.

    (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n), with p the share, n the trials and z the normal quantile.
    """
    z = float(special.ndtri(0.5 + 0.5 * confidence))
    share, spread = successes / trials, z * z / trials
    middle = share + 0.5 * spread
    half = z * math.sqrt((share * (1.0 - share) + 0.5 * 0.5 * spread) / trials)
    low, high = ((middle + sign * half) / (1.0 + spread) for sign in (-1.0, 1.0))
    return Interval(low if successes else 0.0, high if successes < trials else 1.0)


class Share(NamedTuple):
    """A share of so many worlds with Wilson's interval."""

    rate: float
    interval: Interval
    worlds: int

    @classmethod
    def of(cls, mask: Mask, confidence: float) -> Share:
        """The share of the worlds in which something holds."""
        held, number = int(mask.sum()), mask.size
        return cls(held / number, wilson(held, number, confidence), number)


def error_of_mean(values: Array) -> float:
    """Standard error of a mean: the standard deviation of the worlds over the square root of their number."""
    return float(values.std()) / math.sqrt(values.size)


def error_of_median(values: Array) -> float:
    """Standard error of a median, whatever the shape: half the way between two order statistics around it.

    Of n independent worlds the share below the true median has the standard deviation 1 / (2 sqrt(n)); the values at
    the shares 1/2 - 1 / (2 sqrt(n)) and 1/2 + 1 / (2 sqrt(n)) lie one standard error to either side.
    """
    aside = 0.5 / math.sqrt(values.size)
    low, high = (order_statistic(values, share) for share in (0.5 - aside, 0.5 + aside))
    return 0.5 * (high - low)


def jackknife(pooled: Pooled, known: Mapping[Leaf, Array], confidence: float, groups: int) -> Interval:
    """Interval of a pooled number, from leaving out one group of worlds after another (world number modulo groups)."""
    values = [evaluate(measure, known) for measure in pooled.measures]
    worlds = values[0].shape[-1]
    number, group = pooled.number(values), np.arange(worlds) % groups
    used = min(groups, worlds)
    if used < 2:
        return Interval(number, number)
    without = np.array([pooled.number([v[..., group != g] for v in values]) for g in range(used)])
    away = without - without.mean()
    half = float(special.ndtri(0.5 + 0.5 * confidence)) * math.sqrt((used - 1) / used * float((away * away).sum()))
    return Interval(number - half, number + half)


def measure_text(what: object) -> str:
    """A measure or pooled number in one line, e.g. ``change(belarus.alignment, 2020-07, 2021-04)``."""
    if isinstance(what, tuple):
        return "; ".join(measure_text(item) for item in what)
    if not isinstance(what, (Measure, Pooled)):
        return f"{what:g}" if isinstance(what, float) else str(what)
    shown = [f.name for f in fields(what) if f.name not in ("run", "sweep") and getattr(what, f.name) is not None]
    inside = ", ".join(measure_text(getattr(what, name)) for name in shown)
    run = getattr(what, "run", MAIN)
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in type(what).__name__).strip()
    return f"{words}({inside})" + ("" if run == MAIN else f" in {run}")
