"""Measures of how a series moves: steps, rises and falls, delays, and correlations with another series, also lagged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.measures.forms import (
    From,
    Leaf,
    Mask,
    Name,
    Names,
    To,
    Windowed,
    first_true,
    happens,
    level,
    quotient,
    total,
    window,
)
from model.core.declarations import Array
from model.ensemble.record import Run

FEWEST = 3
"""Fewest pairs of numbers that need not lie on a straight line."""


def correlation(x: Array, y: Array, mask: Mask | None = None) -> Array:
    """Correlation down each column where `mask` is true; NaN with fewer than three pairs, or where one is constant."""
    chosen = np.ones(x.shape, dtype=np.bool_) if mask is None else mask
    number = chosen.sum(axis=0)
    if len(x) == 0:
        return np.full(x.shape[1:], np.nan)
    dx, dy = (np.where(chosen, v - total(np.where(chosen, v, 0.0)) / np.maximum(number, 1), 0.0) for v in (x, y))
    fit = quotient(total(dx * dy), np.sqrt(total(dx * dx) * total(dy * dy)))
    return np.where(_varies(x, chosen) & _varies(y, chosen) & (number >= FEWEST), fit, np.nan)


def _varies(x: Array, mask: Mask) -> Mask:
    return np.asarray(np.where(mask, x, -np.inf).max(axis=0) > np.where(mask, x, np.inf).min(axis=0))


@dataclass(frozen=True, slots=True)
class Steps(Windowed):
    """Number of months in a window in which a series falls by at least so much."""

    by: float

    def _steps(self, run: Run) -> Mask:
        return np.asarray(np.diff(self._window(run), axis=0) <= -self.by)

    def _measure(self, run: Run) -> Array:
        return np.asarray(self._steps(run).sum(axis=0), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class StepSpacing(Steps):
    """Months from the first such fall to the last; NaN with fewer than two."""

    def _measure(self, run: Run) -> Array:
        steps = self._steps(run)
        apart = len(steps) - 1 - first_true(steps[::-1]) - first_true(steps)
        return np.where(apart > 0.0, apart, np.nan)


@dataclass(frozen=True, slots=True)
class Way(Windowed):
    """Months that a series takes for the middle part of its way up to its highest, or down to its lowest.

    The way up begins at the lowest point before the highest one of the window; the way down is its mirror.

    Attributes:
        direction: 1 up, -1 down.
        begins: Share of the way where the count begins.
        ends: Share of the way where it ends.
        least: Shortest way that counts; NaN where it is shorter.
    """

    direction: int
    begins: float
    ends: float
    least: float

    def _measure(self, run: Run) -> Array:
        values = self._window(run) * self.direction
        rows = np.arange(len(values))[:, None]
        before = np.where(rows <= np.argmax(values, axis=0), values, np.inf)
        bottom, low = np.argmin(before, axis=0), before.min(axis=0)
        way = values.max(axis=0) - low
        passed = [first_true((rows >= bottom) & (values >= low + share * way)) for share in (self.begins, self.ends)]
        return np.where((way >= self.least) & (way > 0.0), passed[1] - passed[0], np.nan)


@dataclass(frozen=True, slots=True)
class Delay(Leaf):
    """Months from the first time something happens to the next time something else begins; NaN where one is missing."""

    of: Name
    after: Name

    def _measure(self, run: Run) -> Array:
        effect, since = happens(run, self.of), first_true(happens(run, self.after))
        begins = effect & ~np.concatenate([np.zeros_like(effect[:1]), effect[:-1]])
        rows = np.arange(len(effect))[:, None]
        return first_true(begins & (rows > since)) - since


@dataclass(frozen=True, slots=True)
class Dispersion(Leaf):
    """Mean over a window of the distance between the highest and the lowest of several series."""

    of: Names
    start: From
    end: To

    def _measure(self, run: Run) -> Array:
        months = window(run, self.start, self.end)
        table = np.stack([level(run, name)[months] for name in self.of])
        apart = table.max(axis=0) - table.min(axis=0)
        return total(apart) / len(apart)


@dataclass(frozen=True, slots=True)
class Correlation(Leaf):
    """Correlation of two series over a window; NaN where one is constant."""

    x: Name
    y: Name
    start: From
    end: To

    def _both(self, run: Run) -> tuple[Array, Array]:
        months = window(run, self.start, self.end)
        return level(run, self.x)[months], level(run, self.y)[months]

    def _measure(self, run: Run) -> Array:
        return correlation(*self._both(run))


@dataclass(frozen=True, slots=True)
class Moments(Correlation):
    """Sums from which the correlation over all worlds together is made, six numbers per world; of months with both."""

    def _measure(self, run: Run) -> Array:
        x, y = self._both(run)
        known = ~np.isnan(x + y)
        return np.stack([total(np.where(known, v, 0.0)) for v in (np.ones_like(x), x, y, x * x, y * y, x * y)])


@dataclass(frozen=True, slots=True)
class LaterCorrelation(Correlation):
    """Correlation of a series with the mean that another has some months later, in those months where something is on.

    Attributes:
        when: Only later months in which this is on are averaged; a month followed by none of them is left out.
        soonest: Months from x to the first later month.
        latest: Months from x to the last later month.
    """

    when: Name
    soonest: int
    latest: int

    def _measure(self, run: Run) -> Array:
        months = window(run, self.start, self.end)
        if months.stop + self.latest > len(run.months):
            message = f"{self.latest} months after {self.end} lie beyond this run, which ends in {run.months[-1]}"
            raise ValueError(message)
        on = happens(run, self.when)
        summed, number = (self._later(v, months) for v in (on * level(run, self.y), on.astype(np.float64)))
        return correlation(level(run, self.x)[months], summed / np.maximum(number, 1.0), number > 0.5)

    def _later(self, values: Array, months: slice) -> Array:
        lags = range(self.soonest, self.latest + 1)
        return total(np.stack([values[months.start + lag : months.stop + lag] for lag in lags]))


@dataclass(frozen=True, slots=True)
class PeakLag(Correlation):
    """Lag at which the monthly changes of y follow those of x most closely; negative where y leads.

    Attributes:
        sign: 1 where they are to move together, -1 against each other; NaN where the closest lag has the other sign.
        reach: Greatest lag tried, either way.
    """

    sign: int
    reach: int

    def _measure(self, run: Run) -> Array:
        dx, dy = (np.diff(v, axis=0) for v in self._both(run))
        lags = np.arange(-self.reach, self.reach + 1)
        fits = np.stack([correlation(*_shifted(dx, dy, int(lag))) for lag in lags])
        best = np.argmax(np.where(np.isnan(fits), -np.inf, np.abs(fits)), axis=0)
        fit = np.take_along_axis(fits, best[None], axis=0)[0]
        return np.where(fit * self.sign > 0.0, lags[best], np.nan)


def _shifted(x: Array, y: Array, lag: int) -> tuple[Array, Array]:
    """The months in which both x and, `lag` months later, y are known."""
    last = len(x)
    return x[max(0, -lag) : last - max(0, lag)], y[max(0, lag) : last - max(0, -lag)]


@dataclass(frozen=True, slots=True)
class LeastAfterPeak(Windowed):
    """How far a series comes down after its peak: its least within so many months, over the peak itself.

    Peak and least are means of `over` months; the peak is the largest of the window, the least may lie beyond it.

    Attributes:
        within: Months after the peak in which the least is sought.
        over: Months of each mean.
        least: Smallest peak that counts; NaN where it is smaller.
    """

    within: int
    over: int
    least: float

    @property
    def reads_end(self) -> bool:
        """Its least may lie beyond the window."""
        return True

    def _measure(self, run: Run) -> Array:
        months = window(run, self.start, self.end)
        values = level(run, self.of)[months.start : months.stop + self.within]
        sums = np.cumsum(np.concatenate([np.zeros_like(values[:1]), values]), axis=0)
        smooth = (sums[self.over :] - sums[: -self.over]) / self.over
        inside = smooth[: months.stop - months.start - self.over + 1]
        top, peak = np.argmax(inside, axis=0), inside.max(axis=0)
        rows = np.arange(len(smooth))[:, None]
        after = np.where((rows > top) & (rows <= top + self.within), smooth, np.inf).min(axis=0)
        return np.where(peak >= self.least, quotient(after, peak), np.nan)
