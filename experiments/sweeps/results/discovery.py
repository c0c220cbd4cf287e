"""Scenario discovery: the box of factors in which an outcome is common, by PRIM of the EMA workbench.

The workbench is an extra (`pip install 'tightrope[discovery]'`); this is the only place that knows it. The patient rule
induction method peels thin slices off the space of the factors, one side at a time, each time the slice whose loss
leaves the outcome most common in what remains. Reported is the largest box in which it is common enough, or, where none
is, the one in which it is most common; no box is reported in which it is no more common than chance allows. Words,
switches and dates are searched as well as numbers.
"""

from __future__ import annotations

import inspect
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.sweeps.plan.factors import Factor, are_numbers
from experiments.sweeps.results.noise import threshold
from experiments.sweeps.results.results import OutcomeInfo, SweepResults
from experiments.sweeps.run.folder import SweepError
from model.core.arrays import order_statistic
from model.core.declarations import Array
from model.core.months import FIRST_MONTH, is_date, months_between

THRESHOLD = 0.8
"""Share of cases of interest in the box that is aimed at."""

PEEL, LEAST_MASS = 0.05, 0.05
JUST_ABOVE_ZERO = 1e-9
RARE = 0.75
"""Of an outcome that is no yes or no, the highest quarter is looked for."""

MOST_CASES = 250_000
"""Worlds that are searched at most; of a larger sweep, the first worlds of each point, or the first points."""

TRAJECTORY = ("density", "coverage", "mass")
MISSING = "scenario discovery needs the extra 'discovery'; install it with: pip install 'tightrope[discovery]'"


@dataclass(frozen=True, slots=True)
class Box:
    """Where an outcome is common.

    Attributes:
        of_interest: What is looked for, in words.
        density: Share of the worlds in the box that have it.
        coverage: Share of all worlds that have it which are in the box.
        everywhere: Share of all worlds that have it.
        limits: What holds in the box, in words; empty where no part of the space stands out.
    """

    outcome: OutcomeInfo
    of_interest: str
    density: float
    coverage: float
    everywhere: float
    limits: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What it says."""
        if not self.limits:
            rare = f"{self.of_interest} in {100 * self.everywhere:.0f} % of worlds"
            return f"{rare}; no part of the space stands out from that beyond noise."
        text = f"{self.of_interest} in {100 * self.density:.0f} % of worlds where {' and '.join(self.limits)}"
        text += f", against {100 * self.everywhere:.0f} % of all; that part holds"
        return f"{text} {100 * self.coverage:.0f} % of such worlds."


def is_installed() -> bool:
    """Whether the extra is there."""
    try:
        _prim()
    except SweepError:
        return False
    return True


def discover(results: SweepResults, outcome: OutcomeInfo) -> Box | None:
    """The box in which an outcome is common, over all worlds of all points.

    Returns:
        The box; None where all or none of the worlds have the outcome.

    Raises:
        SweepError: The extra is not installed.
    """
    _prim()
    by_world = results.by_world(outcome.name, worlds_searched(results))[:MOST_CASES]
    there = ~np.isnan(by_world)
    if not there.any():
        return None
    interest, words = _of_interest(by_world, there, outcome)
    if interest.all() or not interest.any():
        return None
    values = results.sample.block(0, len(by_world))
    rows = np.repeat(np.arange(len(values)), by_world.shape[1])[there.ravel()]
    columns = {f.key: _column(f, values[:, place])[rows] for place, f in enumerate(results.factors)}
    everywhere = float(interest.mean())
    box = _searched(columns, interest)
    trajectory = box.peeling_trajectory
    density, coverage, mass = (
        np.asarray(trajectory[name], dtype=np.float64) for name in ("density", "coverage", "mass")
    )
    reached = np.flatnonzero(density >= THRESHOLD)
    place = int(reached[0]) if reached.size else int(np.argmax(density))
    error = np.sqrt(everywhere * (1.0 - everywhere) / (mass[place] * len(values)))
    if not density[place] - everywhere > threshold(len(density)) * error:
        return Box(outcome, words, everywhere, 1.0, everywhere, ())
    limits = tuple(_limit(f, box.box_lims[place][f.key], columns[f.key]) for f in results.factors)
    return Box(outcome, words, float(density[place]), float(coverage[place]), everywhere, tuple(filter(None, limits)))


def _column(factor: Factor, values: Array) -> Any:  # noqa: ANN401 (numbers or words)
    """A factor as the workbench takes it: numbers, months by their number, or words that have no order."""
    if are_numbers(factor.values):
        return factor.numbers(values)
    if _is_dated(factor):
        listed = np.array([months_between(FIRST_MONTH, str(value)) for value in factor.values], dtype=np.float64)
    else:
        listed = np.array([factor.shown(float(place)) for place in range(len(factor.values))], dtype=object)
    return listed[values.astype(int)]


def _is_dated(factor: Factor) -> bool:
    return factor.is_list and all(is_date(value) for value in factor.values)


def _limit(factor: Factor, ends: Any, values: Any) -> str:  # noqa: ANN401 (not ours)
    """What a box asks of a factor, in words; empty where it asks nothing."""
    if values.dtype == object:
        words, every = set(ends.iloc[0] if hasattr(ends, "iloc") else ends[0]), set(values)
        return "" if words >= every else f"{factor.key} is {' or '.join(sorted(words))}"
    low, high = (float(end) for end in ends)
    if low <= values.min() and high >= values.max():
        return ""
    if not _is_dated(factor):
        return f"{factor.key} is between {low:.3g} and {high:.3g}"
    inside = sorted(str(value) for value in factor.values if low <= months_between(FIRST_MONTH, str(value)) <= high)
    return f"{factor.key} is between {inside[0]} and {inside[-1]}"


def _searched(columns: dict[str, Any], interest: Any) -> Any:  # noqa: ANN401 (not ours)
    """The workbench's box with all its peels.

    Its second version counts as of interest whatever reaches a threshold, and gives the peels up where the last is not
    as dense as that, so that it is given a threshold just above 0; its third has none.
    """
    import pandas as pd

    prim = _prim()
    options: dict[str, float] = {"peel_alpha": PEEL, "mass_min": LEAST_MASS}
    if "threshold" in inspect.signature(prim.Prim).parameters:
        options["threshold"] = JUST_ABOVE_ZERO
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return prim.Prim(pd.DataFrame(columns), interest, **options).find_box()


def worlds_searched(results: SweepResults) -> int:
    """Worlds of each point, from the first on, among which boxes are looked for."""
    return max(1, min(results.worlds, MOST_CASES // results.sample.count))


def _of_interest(by_world: Array, there: Any, outcome: OutcomeInfo) -> tuple[Any, str]:  # noqa: ANN401 (masks)
    values = by_world[there]
    if outcome.yes_or_no:
        return values > 0.5, outcome.label
    limit = order_statistic(values, RARE)
    if (values > limit).any():
        return values > limit, f"{outcome.label} above {limit:.3g}"
    return values >= limit, f"{outcome.label} at {limit:.3g}"


def _prim() -> Any:  # noqa: ANN401 (a module without types)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from ema_workbench.analysis import prim
    except ImportError:
        raise SweepError(MISSING) from None
    return prim
