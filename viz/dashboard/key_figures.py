"""The key figures of the scenario page: where a run ends, how many worlds stand, and how far it is from another one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.comparison.monthly import MonthlyDifference
from model.core.declarations import Array
from model.ensemble.record import HEADLINE, Posture, Run
from model.runs.outcomes import POSTURE_LABELS, RHETORIC
from model.story.phrases import month_in_words
from viz.common.cache import once_a_run
from viz.common.summary import HUNDREDTH, Summary, percent, summary
from viz.common.words import MISSING, signed_decimals
from viz.dashboard.results import Shown
from viz.dashboard.series import capital, shown_series

NONE_STANDS = "the regime stands in no world, so there is no alignment"

summary_of = once_a_run(summary)
"""A run in a few numbers, worked out once."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A large number with its name and a remark."""

    label: str
    value: str
    note: str


def figures(result: Shown) -> tuple[Figure, ...]:
    """Where a run ends, in the numbers that `tightrope run` prints, and the difference to the comparison."""
    ends = summary_of(result.whole)
    assert ends is not None
    last, paired = month_in_words(result.run.months[-1]), result.difference
    likely = sorted(ends.postures.items(), key=lambda one: -one[1].value)[:2]
    postures = [
        Figure(
            f"{capital(POSTURE_LABELS[posture])}, {last}",
            percent(share.value),
            f"{percent(share.low)} to {percent(share.high)} (95 %)",
        )
        for posture, share in likely
    ]
    against = [] if paired is None else [_against(paired, result.series, result.run.scenario.read_from)]
    alignment = Figure(f"Alignment, {last}", signed_decimals(ends.median), _spread(ends))
    return alignment, *against, *postures, Figure("Worlds", f"{ends.worlds:,}", _precision(ends))


def _spread(ends: Summary) -> str:
    if not ends.standing:
        return NONE_STANDS
    fallen = percent(ends.postures[Posture.FALLEN].value)
    left_out = "" if ends.standing == ends.worlds else f"; without the {fallen} whose regime has fallen"
    return f"nine worlds in ten {signed_decimals(ends.low)} to {signed_decimals(ends.high)}{left_out}"


def _precision(ends: Summary) -> str:
    if ends.share_kept < 1:
        return f"that meet the condition, {percent(ends.share_kept)} of all"
    return f"the median is accurate to ±{max(ends.precision.median, HUNDREDTH):.2f}" if ends.standing else ""


def _against(paired: MonthlyDifference, series: str, read_from: int) -> Figure:
    """The largest median difference, with its month, and the one at the end."""
    last = len(paired.months) - 1
    largest = paired.largest(min(read_from, last))
    differs = abs(np.nan_to_num(paired.median[largest])) >= HUNDREDTH / 2
    month = largest if differs else last
    label = "Alignment" if series == HEADLINE else shown_series()[series]
    label = f"{label}, against the comparison, {month_in_words(paired.months[month])}"
    if not paired.pairs[month]:
        return Figure(label, MISSING, "no world stands in both")
    higher, lower = sides_of(series)
    note = f"{higher} in {percent(float(paired.above[month]))}, {lower} in {percent(float(paired.below[month]))} of "
    note += pairs_text(paired, month, series)
    if differs:
        end = signed_decimals(float(paired.median[last])) if paired.pairs[last] else "none, as no world stands in both"
        note = f"largest difference; {note}; at the end {end}"
    return Figure(label, signed_decimals(float(paired.median[month])), note)


def pairs_text(paired: MonthlyDifference, month: int, series: str) -> str:
    """How many worlds a difference is of in a month."""
    return f"{paired.pairs[month]:,} worlds" + (" that stand in both" if is_alignment(series) else "")


def is_alignment(series: str) -> bool:
    """Whether a series goes from -1, Moscow, to +1, the West."""
    return series.startswith((HEADLINE, RHETORIC))


def sides_of(series: str) -> tuple[str, str]:
    """What it means that a series is higher, and that it is lower."""
    return ("further West", "nearer Moscow") if is_alignment(series) else ("higher", "lower")


def fallen_shares(run: Run) -> Array:
    """Share of the worlds whose regime has fallen, month by month."""
    return run.posture_shares()[Posture.FALLEN]
