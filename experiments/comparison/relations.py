"""What one scenario makes of how the five stand to one another, beside another scenario in the same worlds.

    found = relations_beside(base, other, counts)          # two runs that recorded the relations
    month = found.other.at("2018-12")
    found.largest(month).series                            # e.g. eu.to_belarus
    found.apart["eu.to_belarus"].median[month]             # e.g. -0.42

A relation counts where the regime of Belarus stands in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from experiments.comparison.monthly import MonthlyDifference, monthly_difference
from experiments.comparison.paired import ERRORS
from experiments.measures.pooled import error_of_mean
from model.core.declarations import AGENTS, Array, Mask, Owner
from model.ensemble.record import Run
from model.network.measures import camps
from model.network.ties import RELATIONS, relation_series
from model.runs.outcomes import only

Sides = tuple[tuple[Owner, ...], tuple[Owner, ...]]
"""From whom, and to whom; a relation of two who always stand alike to a third is one."""


def _sides(series: str) -> Sides:
    pairs = [pair for pair, name in RELATIONS.items() if name == series]
    ones, others = (tuple(dict.fromkeys(pair[side] for pair in pairs)) for side in (0, 1))
    return ones, others


SIDES: Mapping[str, Sides] = MappingProxyType({name: _sides(name) for name in relation_series()})
"""Series of a relation -> who stands so, and to whom."""


def ties_at(run: Run, month: int) -> Array:
    """Ties of one month in the worlds whose regime stands, shape (5 from, 5 to, worlds that stand)."""
    stands = ~np.isnan(run.series[next(iter(SIDES))][month]) & run.standing[month]
    ties = np.zeros((len(AGENTS), len(AGENTS), int(stands.sum())))
    for (one, other), series in RELATIONS.items():
        ties[AGENTS.index(one), AGENTS.index(other)] = run.series[series][month, stands]
    return ties


def standing_relations(run: Run, standing: Mask) -> Run:
    """A run whose relations are missing (NaN) where the regime has fallen; `standing` has the shape of its posture."""
    if standing.all():
        return run
    kept = {name: np.where(standing, run.series[name], np.nan) for name in SIDES}
    return replace(run, series={**run.series, **kept})


@dataclass(frozen=True, eq=False)
class RelationsBeside:
    """The relations of two runs side by side.

    Attributes:
        base: The run without, with the worlds that count; its relations are missing where a regime has fallen in one.
        other: The run with it, likewise.
        apart: Series of a relation -> its paired difference, month by month: above is friendlier, below more hostile.
    """

    base: Run
    other: Run
    apart: Mapping[str, MonthlyDifference]

    def clear(self, month: int) -> tuple[MonthlyDifference, ...]:
        """The relations that differ in a month by the margin or more, and beyond chance; the largest first."""
        found = [
            one for one in self.apart.values() if abs(one.median[month]) >= one.margin and one.is_clear(month)
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda one: -abs(one.median[month])))

    def largest(self, month: int) -> MonthlyDifference:
        """The relation whose median differs most in a month, beyond chance or not."""
        return max(self.apart.values(), key=lambda one: abs(np.nan_to_num(one.median[month])))

    def widest(self, month: int) -> MonthlyDifference:
        """The relation in which worlds most often go either way."""
        return max(self.apart.values(), key=lambda one: min(one.above[month], one.below[month]))

    def pairs(self, month: int) -> int:
        """Number of worlds whose regime stands in both."""
        return int(next(iter(self.apart.values())).pairs[month])


def relations_beside(base: Run, other: Run, counts: Mask) -> RelationsBeside:
    """Hold the relations of two runs of the same worlds and months against each other.

    Args:
        base: A run that recorded the relations.
        other: Another one.
        counts: The worlds that count.
    """
    base, other = only(base, counts), only(other, counts)
    both = base.standing & other.standing
    base, other = (standing_relations(run, both) for run in (base, other))
    return RelationsBeside(base, other, {name: monthly_difference(base, other, name) for name in SIDES})


@dataclass(frozen=True, slots=True)
class CampShare:
    """In which share of the worlds two are in one camp, without and with a scenario, and whether that is chance."""

    without: float
    with_it: float
    clear: bool


def in_one_camp(found: RelationsBeside, month: int, one: Owner, other: Owner) -> CampShare:
    """In how many worlds two of the five are in one camp, in a month in which some world stands."""
    places = AGENTS.index(one), AGENTS.index(other)
    without, with_it = (_together(ties_at(run, month), places) for run in (found.base, found.other))
    apart = with_it - without
    clear = abs(float(apart.mean())) > ERRORS * error_of_mean(apart)
    return CampShare(float(without.mean()), float(with_it.mean()), clear)


def _together(ties: Array, places: Sequence[int]) -> Array:
    split = camps(ties)
    return np.asarray(split[places[0]] == split[places[1]], np.float64)
