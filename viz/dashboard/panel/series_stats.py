"""Every series of a scenario in a few numbers a month, and how far each differs from what it is compared with.

A run that records everything has 50 MB; it is reduced at once, and what is kept of a scenario takes some 100 kB.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.monthly import monthly_difference
from model.core.arrays import means, order_statistics
from model.ensemble.record import HEADLINE, Run
from model.runs.outcomes import conditioned, counted
from model.scenario.scenario import Scenario
from viz.common.cache import Cache, GivenUpError, Wanted, always
from viz.dashboard import runs
from viz.dashboard.results import Stages
from viz.dashboard.series import flags, shown_series
from viz.dashboard.state import Pair

SHARES = (0.5, 0.05, 0.95)
BAND = 2 * 1.644854
"""Standard deviations of a normal distribution between 5 and 95 %."""
LEAST = 0.01
"""Least spread that counts, as a share of how far the series goes up and down over time."""
KEPT = 64
REST = 0.4
"""Seconds that a visitor rests before a run of everything begins, so that it is never in the way of the picture."""

Values = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class SeriesStats:
    """All series of a scenario, reduced.

    Attributes:
        months: Dates of the months, ``YYYY-MM``.
        middle: Series -> median of the worlds by month, as the large chart draws it; of flags the share of worlds.
        spread: Series -> standard deviation between worlds, from the band of nine in ten; of flags that of a share.
    """

    months: tuple[str, ...]
    middle: dict[str, Values]
    spread: dict[str, Values]


@dataclass(frozen=True, eq=False)
class SeriesPair:
    """All series of a scenario and of what it is compared with.

    Attributes:
        here: The scenario.
        base: The other one; None where there is none.
        largest: The month in which the alignment of the two differs most; the last one where nothing is compared.
    """

    here: SeriesStats
    base: SeriesStats | None
    largest: str

    def month(self, chosen: str) -> int:
        """Index of the month that is looked at, or of the one in which most differs."""
        months = self.here.months
        return months.index(chosen if chosen in months else self.largest)

    def apart(self, name: str, month: int) -> float:
        """How far a series is from the other one in a month, in units of its spread; 0 where one of both is missing."""
        if self.base is None or month >= len(self.base.months):
            return 0.0
        one, two = (side.middle[name] for side in (self.here, self.base))
        gap = abs(float(one[month]) - float(two[month]))
        spread = (float(self.here.spread[name][month]) + float(self.base.spread[name][month])) / 2
        both = np.concatenate([one, two])
        extent = float(np.nanmax(both) - np.nanmin(both)) if np.isfinite(both).any() else 0.0
        found = gap / max(spread, LEAST * extent) if extent else 0.0
        return 0.0 if np.isnan(found) else found


_stats: Cache[SeriesStats] = Cache(KEPT, lambda _: 1)


def key_of(pair: Pair) -> str:
    """What tells the series of one pair from those of another."""
    return runs.key_of(pair.scenario, "all series", None if pair.base is None else runs.key_of(pair.base))


def pairs(pair: Pair, shown: str, wanted: Wanted = always) -> Stages[SeriesPair]:
    """All series of a pair, once its visitor rests; `shown` is the series whose runs the page makes anyway."""
    end = time.monotonic() + REST
    while time.monotonic() < end:
        if not wanted():
            raise GivenUpError
        time.sleep(0.05)
    largest = _largest(pair, shown, wanted)
    base = None if pair.base is None else stats_of(pair.base, wanted)
    yield SeriesPair(stats_of(pair.scenario, wanted), base, largest), True


def stats_of(scenario: Scenario, wanted: Wanted = always) -> SeriesStats:
    """All series of a scenario, reduced; computed once."""

    def make() -> SeriesStats:
        return runs.reduced(scenario, tuple(shown_series()), lambda run: reduced(run, wanted), wanted)

    return _stats.get(runs.key_of(scenario), make, wanted)


def reduced(run: Run, wanted: Wanted = always) -> SeriesStats:
    """All series of a run, reduced: over the worlds that count.

    Raises:
        GivenUpError: Nobody waits any more.
    """
    kept, middle, spread = conditioned(run), {}, {}
    for name, values in kept.series.items():
        if not wanted():
            raise GivenUpError
        if name in flags():
            share = means(values)
            middle[name], spread[name] = _small(share), _small(np.sqrt(share * (1.0 - share)))
        else:
            median, low, high = order_statistics(values, SHARES)
            middle[name], spread[name] = _small(median), _small((high - low) / BAND)
    return SeriesStats(kept.months, middle, spread)


def _small(values: NDArray[np.floating]) -> Values:
    return values.astype(np.float32)


def _largest(pair: Pair, shown: str, wanted: Wanted) -> str:
    """The month in which alignment differs most, from the runs that the page has made."""
    keep = runs.series_for(shown)
    run = runs.whole_run(pair.scenario, keep, wanted)
    if pair.base is None:
        return run.months[-1]
    base = runs.whole_run(pair.base, keep, wanted)
    apart = monthly_difference(base, run, HEADLINE, counted(run) & counted(base))
    return apart.months[apart.largest(min(pair.scenario.read_from, len(apart.months) - 1))]
