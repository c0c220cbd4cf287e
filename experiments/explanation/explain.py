"""What each difference between two scenarios contributes to the change of an outcome, world by world.

    found = explain(load_scenario("baseline"), load_scenario("s03_eu_sanctions_2017"))
    found.change.value, found.month              # e.g. -0.23, 2018-10
    found.parts[0].name, found.parts[0].value    # the group that contributes most; the parts sum to the change

Every coalition of the differences is run in the same worlds with the same random numbers, so that a world's parts sum
to its own change. Means over worlds are reported and no medians, because means add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import special

from experiments.comparison.footing import Beliefs, base_of, on_one_footing
from experiments.explanation.groups import ExplanationError, Group, coalitions, differences, grouped
from experiments.explanation.outcome import Outcome, outcome_of
from experiments.explanation.runs import Count, read_in_all
from experiments.explanation.shapley import interactions, shapley_values
from model.core.arrays import quantile_rows
from model.core.declarations import Array, Mask, Progress
from model.core.worlds import Numbers
from model.engine import select
from model.runs.world_lists import worlds_of
from model.scenario.scenario import Scenario

CONFIDENCE = 0.95
ROUNDING = 1e-9
"""Parts sum to the change at least as exactly as this; what is smaller is zero."""
NO_WORLD = "there is no world that counts and whose regime stands in every combination of what differs"


class Mean(NamedTuple):
    """A mean over worlds, with its 95 % interval; the interval is missing (NaN) where there is one world only."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Array) -> Mean:
        """The mean of the worlds, by Student's t."""
        value, worlds = float(values.mean()), values.size
        if worlds < 2:
            return cls(value, np.nan, np.nan)
        half = float(special.stdtrit(worlds - 1, 0.5 + 0.5 * CONFIDENCE) * values.std(ddof=1) / np.sqrt(worlds))
        return cls(value, value - half, value + half)

    @property
    def distinct(self) -> bool:
        """Whether the interval leaves zero out, by more than the rounding of sums."""
        return self.low > ROUNDING or self.high < -ROUNDING

    def as_plain(self) -> dict[str, object]:
        """Value and interval for JSON."""
        return {"value": self.value, "interval": [self.low, self.high]}


@dataclass(frozen=True, slots=True)
class Part:
    """What one group contributes to the change: its Shapley value, as a mean over worlds."""

    group: Group
    mean: Mean


@dataclass(frozen=True, slots=True)
class Interaction:
    """How far two groups do together more, or less, than one by one, as a mean over worlds."""

    groups: tuple[Group, Group]
    mean: Mean


@dataclass(frozen=True)
class Explanation:
    """The change of an outcome from scenario A to scenario B, split over what differs.

    Attributes:
        month: The month it is read in, or up to which, ``YYYY-MM``.
        before: Mean of the outcome in A.
        after: Mean of the outcome in B.
        change: Mean of the changes world by world, which the parts sum to.
        parts: A part for each group, the largest in size first.
        interactions: One for each two groups, the largest in size first.
        worlds: Number of worlds that have the outcome in every coalition.
        left_out: Share of the worlds that count which do not, because the regime has fallen in some coalition.
        each: The parts world by world, in the order of `parts`; shape (parts, worlds).
    """

    a: Scenario
    b: Scenario
    outcome: Outcome
    month: str
    before: float
    after: float
    change: Mean
    parts: tuple[Part, ...]
    interactions: tuple[Interaction, ...]
    worlds: int
    left_out: float
    each: Array

    def as_plain(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {
            "a": self.a.name,
            "b": self.b.name,
            "outcome": self.outcome.name,
            "month": self.month,
            "before": self.before,
            "after": self.after,
            "change": self.change.value,
            "interval": [self.change.low, self.change.high],
            "parts": [
                {"name": one.group.name, "members": [member.key for member in one.group.members]} | one.mean.as_plain()
                for one in self.parts
            ],
            "interactions": [
                {"between": [group.name for group in one.groups]} | one.mean.as_plain() for one in self.interactions
            ],
            "worlds": self.worlds,
            "left_out": self.left_out,
        }


def explain(
    a: Scenario,
    b: Scenario,
    *,
    outcome: str | None = None,
    month: str | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Split the change of an outcome from scenario A to scenario B over what differs, by exact Shapley values.

    Args:
        a: Where the change starts; its worlds are run.
        b: Where it ends; of the same dates, worlds, seed and sampling.
        outcome: A dotted series, a turning point (`model.runs.outcomes.KEY_EVENTS`) or a posture; alignment if None.
        month: The month it is read in, ``YYYY-MM``. If None, the last one for a turning point, and else the one in
            which the median of the differences world by world is largest in size (their mean, where it is nowhere
            other than zero).
        groups: Name -> dotted names of differences that count as one, e.g. ``pressures.eu_2017``.
        progress: Called with months done and months in all, over all coalitions.

    Raises:
        ExplanationError: They cannot be compared, do not differ, differ in too much, or leave no world to read.
    """
    a, b = on_one_footing([a, b], beliefs=Beliefs.EACH).scenarios
    asked = outcome_of(outcome)
    chosen = grouped(differences(a, b), groups)
    scenarios = coalitions(a, b, chosen)
    at = None if month is None else month_index(a, month)
    if at is None and asked.event is not None:
        at = a.months - 1
    values, counts, at = _values(scenarios, worlds_of(a), asked, at, progress)
    return _explanation(a, b, asked, a.date(at), chosen, values[:, counts.all(axis=0)])


def _values(
    scenarios: Sequence[Scenario], numbers: Numbers, outcome: Outcome, month: int | None, progress: Progress | None
) -> tuple[Array, Mask, int]:
    """The outcome of every coalition in every world, which worlds count in each, and in which month it is read.

    Where no month is asked for, both ends are run as a whole first, to find it, and not again.
    """
    count = Count(progress, len(scenarios) * scenarios[0].months * len(numbers))
    select.load_for(count.whole)
    if month is not None:
        values, counts = read_in_all(scenarios, numbers, outcome, count, month)
        return values[:, 0], counts, month
    ends = [scenarios[0], scenarios[-1]]
    values, counts = read_in_all(ends, numbers, outcome, count)
    month = largest_month((values[1] - values[0])[:, counts.all(axis=0)], scenarios[0].read_from)
    (first, last), between = values[:, month], scenarios[1:-1]
    if not between:
        return np.stack([first, last]), counts, month
    count.whole = count.done + len(between) * (month + 1) * len(numbers)
    values, there = read_in_all(between, numbers, outcome, count, month)
    return np.stack([first, *values[:, 0], last]), np.stack([counts[0], *there, counts[1]]), month


def largest_month(apart: Array, first: int) -> int:
    """The month from `first` on in which the differences are largest; their shape is (months, worlds).

    Raises:
        ExplanationError: No world has the outcome in any month.
    """
    known = ~np.isnan(apart)
    read = known.any(axis=1) & (np.arange(len(apart)) >= first)
    if not read.any():
        raise ExplanationError(NO_WORLD)
    sizes = np.abs(np.nan_to_num(quantile_rows(apart, 0.5)))
    if not sizes[read].any():
        sizes = np.abs(np.where(known, apart, 0.0).sum(axis=1)) / np.maximum(known.sum(axis=1), 1)
    return int(np.argmax(np.where(read, sizes, -1.0)))


def _explanation(
    a: Scenario, b: Scenario, outcome: Outcome, month: str, groups: Sequence[Group], values: Array
) -> Explanation:
    """The split of the change, from the outcome of every coalition in the worlds that count."""
    there = ~np.isnan(values).any(axis=0)
    if not there.any():
        raise ExplanationError(NO_WORLD)
    kept = values[:, there]
    each, together = shapley_values(kept), interactions(kept)
    parts = [Part(group, Mean.of(row)) for group, row in zip(groups, each, strict=True)]
    order = sorted(range(len(parts)), key=lambda place: -abs(parts[place].mean.value))
    both = [Interaction((groups[i], groups[j]), Mean.of(row)) for (i, j), row in together.items()]
    return Explanation(
        a=a,
        b=b,
        outcome=outcome,
        month=month,
        before=float(kept[0].mean()),
        after=float(kept[-1].mean()),
        change=Mean.of(kept[-1] - kept[0]),
        parts=tuple(parts[place] for place in order),
        interactions=tuple(sorted(both, key=lambda one: -abs(one.mean.value))),
        worlds=int(there.sum()),
        left_out=float(1.0 - there.mean()),
        each=each[order],
    )


def ends(a: Scenario, b: Scenario | None = None, *, beliefs: Beliefs = Beliefs.EACH) -> tuple[Scenario, Scenario]:
    """Where a change starts and ends, on one footing: one scenario alone is held against what it extends.

    Args:
        a: Where it starts, or where it ends if it stands alone.
        b: Where it ends.
        beliefs: Whose numbers, hypotheses, switches and first values hold.

    Raises:
        ExplanationError: It extends nothing.
        FootingError: The two cannot be compared world by world.
    """
    base, end = (a, b) if b is not None else (base_of(a), a)
    if base is None:
        message = f"{a.name} extends nothing that it could be held against; name two scenarios"
        raise ExplanationError(message)
    start, end = on_one_footing([base, end], beliefs=beliefs).scenarios
    return start, end


def month_index(scenario: Scenario, date: str) -> int:
    """Index of a month, ``YYYY-MM``.

    Raises:
        ExplanationError: The scenario does not have it.
    """
    dates = [scenario.date(position) for position in range(scenario.months)]
    if date not in dates:
        message = f"month '{date}' is not in these scenarios; allowed: {dates[0]} to {dates[-1]}, as YYYY-MM"
        raise ExplanationError(message)
    return dates.index(date)
