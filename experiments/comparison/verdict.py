"""What a comparison says, before it is put into words: which of five cases it is, and the numbers of that case.

The first case that holds, in this order: the regime falls more or less often; worlds are pulled apart, some nearer
Moscow and some nearer the West; nothing changes; the difference fades; it lasts. A share or a median is spoken of only
beyond two of its Monte Carlo errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from experiments.comparison.compare import Comparison
from experiments.comparison.outcomes import FALL
from experiments.comparison.paired import PairedDifference
from model.core.arrays import order_statistic
from model.ensemble.record import HEADLINE
from model.runs.outcomes import KEY_EVENTS

LEAST_FALLS, LEAST_TURNING, LEAST_SIDE = 0.03, 0.05, 0.15
"""Least difference of the share of fallen regimes and of another turning point, and least share that goes each way."""
HALF, HARDLY_ANY_LEFT = 0.5, 0.1
"""Parts of the largest difference that are left when half of it, and nearly all of it, is gone."""
STILL_GROWING = 3
"""A difference that is largest in one of so many last months is still growing."""


class Case(StrEnum):
    """What becomes of the headline in the worlds whose regime stands."""

    NOWHERE = "nowhere"
    APART = "apart"
    NONE = "none"
    FADES = "fades"
    LASTS = "lasts"


@dataclass(frozen=True, slots=True)
class Side:
    """The worlds that go one way.

    Attributes:
        share: Share of the pairs that differ by more than the margin this way.
        size: Median size of their differences.
    """

    share: float
    size: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a comparison says; months are indices into its months.

    Attributes:
        case: What becomes of the headline where the regime stands in both runs; `nowhere` if it does in no world.
        month: The month of the largest median difference; where worlds are pulled apart, of the largest mean size.
        difference: The median difference in that month.
        clear: Whether it is beyond two Monte Carlo errors.
        share: Share of the pairs that differ by more than the margin in its direction.
        left: What part of it is left in the last month.
        half_gone: From when on no more than half of it is left; None if never.
        nearly_gone: From when on hardly any of it is left; None if never.
        growing: Whether it is largest in one of the last months.
        falls: How often the regime falls, where that differs clearly; else None.
        turning_point: Name of the other turning point that differs most, where one differs clearly; else empty.
        sides: The worlds nearer Moscow and those nearer the West, where worlds are pulled apart.
    """

    case: Case
    month: int
    difference: float
    clear: bool
    share: float
    left: float
    half_gone: int | None
    nearly_gone: int | None
    growing: bool
    falls: PairedDifference | None
    turning_point: str
    sides: tuple[Side, Side] | None = None


def verdict_on(found: Comparison) -> Verdict:
    """What a comparison says."""
    apart, month, last = found.apart, found.largest, found.apart.last
    difference, left = float(apart.median[month]), apart.left(month, last)
    clear = apart.is_clear(month)
    verdict = Verdict(
        case=Case.LASTS,
        month=month,
        difference=difference,
        clear=clear,
        share=apart.share(month),
        left=left,
        half_gone=apart.gone_by(month, left=HALF),
        nearly_gone=apart.gone_by(month, left=HARDLY_ANY_LEFT),
        growing=month > last - STILL_GROWING,
        falls=_clear(found.outcomes.get(FALL), LEAST_FALLS),
        turning_point=_turning_point(found),
    )
    if not apart.pairs[month]:
        return replace(verdict, case=Case.NOWHERE)
    widest = apart.most_apart(min(found.other.scenario.read_from, len(found.months) - 1))
    if min(apart.above[widest], apart.below[widest]) >= LEAST_SIDE:
        return replace(verdict, case=Case.APART, month=widest, sides=_sides(found, widest))
    if abs(difference) < apart.margin or not clear:
        return replace(verdict, case=Case.NONE)
    return replace(verdict, case=Case.FADES) if left < HALF else verdict


def _clear(pair: PairedDifference | None, least: float) -> PairedDifference | None:
    """A difference of shares if it is large enough, and more than chance."""
    return pair if pair is not None and pair.is_clear(least) else None


def turning_points(found: Comparison, least: float = LEAST_TURNING) -> Iterator[tuple[str, PairedDifference]]:
    """Every turning point but the fall that differs by this much and clearly, the largest difference first."""
    names = [event.name for event in KEY_EVENTS if event.name != FALL]
    pairs = [(name, pair) for name in names if (pair := _clear(found.outcomes.get(name), least))]
    yield from sorted(pairs, key=lambda one: -abs(one[1].difference))


def _turning_point(found: Comparison) -> str:
    return next((name for name, _ in turning_points(found)), "")


def _sides(found: Comparison, month: int) -> tuple[Side, Side]:
    values = [run.series[HEADLINE][month][found.counts].astype(np.float64) for run in (found.base, found.other)]
    apart, margin = values[1] - values[0], found.apart.margin
    moscow, west = apart[apart < -margin], apart[apart > margin]
    shares = found.apart.below[month], found.apart.above[month]
    return Side(float(shares[0]), -order_statistic(moscow, 0.5)), Side(float(shares[1]), order_statistic(west, 0.5))
