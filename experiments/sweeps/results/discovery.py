"""Scenario discovery: the box of factors in which an outcome is common, by PRIM of the EMA workbench.

The workbench is an extra (`pip install 'tightrope[discovery]'`); this is the only place that knows it. The patient rule
induction method peels thin slices off the space of the factors, one side at a time, each time the slice whose loss
leaves the outcome most common in what remains. Told is the largest box in which it is common enough, or, where none is,
the one in which it is most common.
"""

from __future__ import annotations

import inspect
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.sweeps.results.maps import has_order
from experiments.sweeps.results.results import OutcomeInfo, SweepResults
from experiments.sweeps.run.folder import SweepError
from model.core.arrays import order_statistic
from model.core.declarations import Array

THRESHOLD = 0.8
"""Share of cases of interest in the box that is aimed at."""

PEEL, LEAST_MASS = 0.05, 0.05
RARE = 0.75
"""Of an outcome that is no yes or no, the highest quarter is looked for."""

MOST_CASES = 250_000
"""Worlds that are searched at most; of a larger sweep, the first worlds of each point, or the first points."""

MISSING = "scenario discovery needs the extra 'discovery'; install it with: pip install 'tightrope[discovery]'"


@dataclass(frozen=True, slots=True)
class Box:
    """Where an outcome is common.

    Attributes:
        of_interest: What is looked for, in words.
        density: Share of the worlds in the box that have it.
        coverage: Share of all worlds that have it which are in the box.
        everywhere: Share of all worlds that have it.
        limits: Key, least and greatest value of each factor that bounds the box.
    """

    outcome: OutcomeInfo
    of_interest: str
    density: float
    coverage: float
    everywhere: float
    limits: tuple[tuple[str, float, float], ...]

    @property
    def sentence(self) -> str:
        """What it says."""
        bounds = " and ".join(f"{key} is between {low:.3g} and {high:.3g}" for key, low, high in self.limits)
        place = f"where {bounds}" if bounds else "anywhere: no part of the space stands out"
        text = f"{self.of_interest} in {100 * self.density:.0f} % of worlds {place}"
        rest = (
            f"against {100 * self.everywhere:.0f} % of all; that part holds {100 * self.coverage:.0f} % of such worlds"
        )
        return f"{text}, {rest}."


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
        The box; None where no factor has an order, or all or none of the worlds have the outcome.

    Raises:
        SweepError: The extra is not installed.
    """
    _prim()
    ordered = [place for place, factor in enumerate(results.factors) if has_order(factor)]
    by_world = results.by_world(outcome.name, worlds_searched(results))[:MOST_CASES]
    there = ~np.isnan(by_world)
    if not ordered or not there.any():
        return None
    interest, words = _of_interest(by_world, there, outcome)
    if interest.all() or not interest.any():
        return None
    values = results.sample.block(0, len(by_world))
    rows = np.repeat(np.arange(len(values)), by_world.shape[1])[there.ravel()]
    columns = {results.factors[p].key: results.factors[p].numbers(values[:, p])[rows] for p in ordered}
    box = _searched(columns, interest)
    if box is None:
        return None
    trajectory = box.peeling_trajectory
    density = np.asarray(trajectory["density"], dtype=np.float64)
    reached = np.flatnonzero(density >= THRESHOLD)
    place = int(reached[0]) if reached.size else int(np.argmax(density))
    coverage = float(np.asarray(trajectory["coverage"])[place])
    limits = _limits(box.box_lims[place], columns)
    return Box(outcome, words, float(density[place]), coverage, float(interest.mean()), limits)


def _searched(columns: dict[str, Array], interest: Any) -> Any:  # noqa: ANN401 (not ours)
    """The workbench's box with all its peels; since its third version it asks for no threshold."""
    import pandas as pd

    prim = _prim()
    options: dict[str, float] = {"peel_alpha": PEEL, "mass_min": LEAST_MASS}
    if "threshold" in inspect.signature(prim.Prim).parameters:
        options["threshold"] = THRESHOLD
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
    return values > limit, f"{outcome.label} above {limit:.3g}"


def _limits(ends: Any, columns: dict[str, Array]) -> tuple[tuple[str, float, float], ...]:  # noqa: ANN401 (not ours)
    found = []
    for key, values in columns.items():
        low, high = (float(end) for end in ends[key])
        if low > values.min() or high < values.max():
            found.append((key, low, high))
    return tuple(found)


def _prim() -> Any:  # noqa: ANN401 (a module without types)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from ema_workbench.analysis import prim
    except ImportError:
        raise SweepError(MISSING) from None
    return prim
