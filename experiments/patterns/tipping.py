"""Whether the shock of August 2020 tips Belarus over, or slides it down: pattern SF10, looked at closely.

The size of the shock is swept from none to the largest in many levels. Every world keeps its luck and its numbers from
level to level, so that each has a *course*: its final alignment over the size of the shock. A slope would spread the
fall over the whole range; two regimes with a threshold between them put most of it into one place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.measures.forms import Mask, quotient
from experiments.measures.pooled import Interval, wilson
from experiments.patterns.records import Variant
from model.core.declarations import Array
from model.ensemble.record import HEADLINE, quantile_rows
from model.runs.run import run
from model.scenario.load import Scenario

Progress = Callable[[int, int], None]

SHOCK = "history.election_2020"
HARSH, STANDS = "belarus.repress_harshly", "belarus.regime_alive"
TENTHS = 10
LEVELS = 4 * TENTHS + 1
LEAST_FALL = 0.1
"""A whole fall that is smaller is not divided up, as in SF10."""

HALF = 0.5
CONFIDENCE = 0.95
BIN = 0.1
"""Width of the bins in which modes of final alignment are looked for."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """The same worlds under shocks of many sizes.

    Attributes:
        scenario: What was swept.
        levels: Sizes of the shock, in equal steps from 0 to 1.
        alignment: Final alignment, shape (levels, worlds); NaN where the regime has fallen.
        mass_repression: Where the regime turns to mass repression at any time from the shock on, same shape.
    """

    scenario: Scenario
    levels: Array
    alignment: Array
    mass_repression: Mask

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return int(self.alignment.shape[1])

    @property
    def stands(self) -> Mask:
        """Where the regime stands at the end."""
        return ~np.isnan(self.alignment)


def sweep(scenario: Scenario, levels: int = LEVELS, progress: Progress | None = None) -> Sweep:
    """Run a scenario once per size of the shock.

    Args:
        scenario: What is swept; it must hold the shock of August 2020.
        levels: Number of sizes, ten times a whole number and one more, so that tenths of the range are whole steps.
        progress: Called with levels done and levels in all.

    Raises:
        ValueError: The levels cannot be cut into tenths, or there is no such shock.
    """
    if levels < TENTHS + 1 or (levels - 1) % TENTHS:
        message = f"the number of levels must be 11, 21, 31 and so on, got {levels}"
        raise ValueError(message)
    sizes = np.linspace(0.0, 1.0, levels)
    begins = None
    alignment, harsh = [], []
    for place, size in enumerate(sizes):
        changed = Variant(SHOCK, "a shock of another size", levels=((SHOCK, float(size)),)).of(scenario)
        made = run(changed, keep=[HEADLINE, STANDS])
        begins = changed.pressures[SHOCK].start if begins is None else begins
        alignment.append(np.where(made.series[STANDS][-1] > HALF, made.series[HEADLINE][-1], np.nan))
        harsh.append(made.moves[HARSH][begins:].any(axis=0))
        if progress is not None:
            progress(place + 1, levels)
    return Sweep(scenario, sizes, np.array(alignment), np.array(harsh))


def whole_fall(made: Sweep) -> Array:
    """Distance from the highest to the lowest final alignment of each world; NaN where it is too small to divide up."""
    highest = np.where(made.stands, made.alignment, -np.inf).max(axis=0)
    lowest = np.where(made.stands, made.alignment, np.inf).min(axis=0)
    whole = np.where(made.stands.any(axis=0), highest, 0.0) - np.where(made.stands.any(axis=0), lowest, 0.0)
    return np.where(whole >= LEAST_FALL, whole, np.nan)


def steepest(made: Sweep, steps: int, every: int = 1) -> Array:
    """Share of the whole fall that the steepest stretch of so many steps makes, beginning at every so-manieth level."""
    falls = made.alignment[:-steps] - made.alignment[steps:]
    most = np.where(np.isnan(falls), -np.inf, falls)[::every].max(axis=0)
    return np.where(np.isinf(most), np.nan, quotient(most, whole_fall(made)))


def steepest_tenth(made: Sweep, *, fixed: bool = False) -> Array:
    """Share of the whole fall that the steepest tenth of the range makes, in each world.

    Args:
        made: The sweep.
        fixed: Only the ten tenths that begin at 0, 0.1, 0.2, ..., as SF10 has them; a jump that one of their borders
            cuts in two counts for less.
    """
    steps = (len(made.levels) - 1) // TENTHS
    return steepest(made, steps, steps if fixed else 1)


def jumps(made: Sweep) -> NDArray[np.int64]:
    """Place of the largest single step down in each world's course: between this level and the next; -1 without any."""
    falls = np.where(np.isnan(whole_fall(made)), np.nan, made.alignment[:-1] - made.alignment[1:])
    there = np.where(np.isnan(falls), -np.inf, falls)
    return np.where(np.isinf(there.max(axis=0)), -1, np.argmax(there, axis=0))


def thresholds(made: Sweep) -> Array:
    """Size of shock at which each world jumps: the middle of its largest single step; NaN where it has none."""
    places = jumps(made)
    middles = 0.5 * (made.levels[:-1] + made.levels[1:])
    return np.where(places >= 0, middles[np.maximum(places, 0)], np.nan)


def lined_up(made: Sweep, reach: int) -> Array:
    """Courses side by side at their jumps: rows from `reach` steps before it to `reach` after it; NaN beyond the range.

    The jump lies between the two rows in the middle.
    """
    rows = np.arange(1 - reach, reach + 1)[:, None] + jumps(made)
    inside = (rows >= 0) & (rows < len(made.levels)) & (jumps(made) >= 0)
    return np.where(inside, np.take_along_axis(made.alignment, np.clip(rows, 0, len(made.levels) - 1), axis=0), np.nan)


@dataclass(frozen=True, slots=True)
class Modes:
    """Two camps of worlds and the valley between them.

    Attributes:
        low: Middle of the fullest bin below the valley.
        high: Middle of the fullest bin above it.
        valley: Middle of the emptiest bin between.
        dip: How much emptier the valley is than the smaller of the two: 0 for no valley, 1 for an empty one.
    """

    low: float
    high: float
    valley: float
    dip: float


def modes(values: Array) -> Modes | None:
    """The deepest valley in the distribution of numbers from -1 to 1; None where there is none.

    Numbers are counted in bins of a tenth. The depth of a bin is the number of worlds that it lacks to the lower of the
    highest bins on its two sides.
    """
    count, edges = np.histogram(values[~np.isnan(values)], bins=round(2 / BIN), range=(-1.0, 1.0))
    middles = 0.5 * (edges[:-1] + edges[1:])
    shores = [min(count[:i].max(), count[i + 1 :].max()) for i in range(1, len(count) - 1)]
    depths = np.array(shores) - count[1:-1]
    place = int(np.argmax(depths)) + 1
    if depths[place - 1] <= 0:
        return None
    low, high = int(np.argmax(count[:place])), place + 1 + int(np.argmax(count[place + 1 :]))
    dip = depths[place - 1] / shores[place - 1]
    return Modes(*(float(number) for number in (middles[low], middles[high], middles[place], dip)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the shock tips worlds over.

    Attributes:
        share: Share of worlds in whose course one tenth of the range makes more than half of the whole fall.
        interval: Wilson's interval of that share.
        fixed: The same share for the ten fixed tenths of SF10.
        median_share: Median, over worlds, of the share of the fall that the steepest tenth makes.
        thresholds: Sizes of shock by which a tenth, half and nine tenths of the jumping worlds have jumped.
        level: The level nearest to that median.
        modes: The camps of final alignment at that level.
    """

    share: float
    interval: Interval
    fixed: float
    median_share: float
    thresholds: tuple[float, float, float]
    level: float
    modes: Modes | None


def verdict(made: Sweep) -> Verdict:
    """The test for two regimes with a threshold between them."""
    shares = steepest_tenth(made)
    held = int((shares > HALF).sum())
    jumped = thresholds(made)
    jumped = jumped[~np.isnan(jumped)]
    if not jumped.size:
        message = "in no world does alignment fall with the size of the shock, so there is no threshold to look for"
        raise ValueError(message)
    early, middle, late = (float(quantile_rows(jumped[None], share)[0]) for share in (0.1, HALF, 0.9))
    place = int(np.argmin(np.abs(made.levels - middle)))
    return Verdict(
        share=held / made.worlds,
        interval=wilson(held, made.worlds, CONFIDENCE),
        fixed=float((steepest_tenth(made, fixed=True) > HALF).mean()),
        median_share=float(quantile_rows(shares[~np.isnan(shares)][None], HALF)[0]),
        thresholds=(early, middle, late),
        level=float(made.levels[place]),
        modes=modes(made.alignment[place]),
    )
