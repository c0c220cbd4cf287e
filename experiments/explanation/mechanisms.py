"""Through which mechanisms a change comes about: they are switched off on both sides, in every combination.

    found = through_mechanisms(load_scenario("baseline"), load_scenario("s03_eu_sanctions_2017"))
    found.split.parts[0].group.name, found.split.parts[0].mean.value    # e.g. "M23 (...)", -0.06

Of all mechanisms those are split whose single knock-out on both sides moves the change most. A part is what a mechanism
adds to the change on average, over all orders in which they may be switched on (Shapley 1953); what is left without all
of them is a part of its own, so that the parts sum to the change in every world.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.comparison.footing import Beliefs, on_one_footing
from experiments.comparison.switches import switchable, without
from experiments.explanation.explain import NO_WORLD, Explanation, Mean, Part, largest_month, month_index
from experiments.explanation.groups import SWITCHES, Difference, ExplanationError, Group
from experiments.explanation.outcome import Outcome, outcome_of
from experiments.explanation.runs import Count, read_in_all
from experiments.explanation.shapley import shapley_values
from model.core.declarations import Array, Progress
from model.core.worlds import Numbers
from model.engine import select
from model.evidence.mechanisms import Mechanism
from model.runs.world_lists import worlds_of
from model.scenario.scenario import Scenario

MOST = 5
"""Mechanisms that are split: 32 combinations on both sides."""
WORLDS, WORLDS_TO_CHOOSE = 300, 60
"""Worlds of the split, and of the single knock-outs that choose its mechanisms; fewer where a scenario has fewer."""
NONE_OF_THEM = "with none of these"
NONE_LEFT = "no mechanism is left that could be switched off on both sides; switch_off takes out all of them"


@dataclass(frozen=True)
class Through:
    """A change split over mechanisms.

    Attributes:
        split: The change and its parts: one a mechanism, the largest first, and last what is left without all of them.
        mechanisms: The mechanisms of the parts, in their order.
        lifts: What each of them does to the outcome where the change starts, with everything else as it is: the mean of
            the outcome with it less without it.
        among: How many mechanisms they were chosen from.
    """

    split: Explanation
    mechanisms: tuple[Mechanism, ...]
    lifts: tuple[float, ...]
    among: int

    def as_plain(self) -> dict[str, object]:
        """Plain data for JSON."""
        lifts = {one.key: lift for one, lift in zip(self.mechanisms, self.lifts, strict=True)}
        return self.split.as_plain() | {"without_the_change": lifts, "chosen_from": self.among}


def through_mechanisms(
    a: Scenario,
    b: Scenario,
    *,
    outcome: str | None = None,
    month: str | None = None,
    mechanisms: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> Through:
    """Split the change of an outcome from scenario A to scenario B over the mechanisms it comes about by.

    Args:
        a: Where the change starts; its worlds are run, the first 300 of them.
        b: Where it ends; of the same dates, worlds, seed and sampling.
        outcome: A dotted series, a turning point or a posture; alignment if None.
        month: The month it is read in, ``YYYY-MM``; if None, the one that `explain` takes.
        mechanisms: Ids of at most five mechanisms; those that matter most if None.
        progress: Called with months done and months in all.

    Raises:
        ExplanationError: They cannot be compared, no world can be read, or too many mechanisms are named.
        KnockoutError: A mechanism cannot be switched off.
    """
    a, b = on_one_footing([a, b], beliefs=Beliefs.EACH).scenarios
    asked, numbers = outcome_of(outcome), worlds_of(a)[:WORLDS]
    at = _month(a, b, asked, numbers) if month is None else month_index(a, month)
    candidates = [one for one in switchable(a, mechanisms) if one in switchable(b, mechanisms)]
    if not candidates:
        raise ExplanationError(NONE_LEFT)
    if mechanisms is not None and len(candidates) > MOST:
        message = f"a change is split over at most {MOST} mechanisms; {len(candidates)} are named"
        raise ExplanationError(message)
    few = numbers[:WORLDS_TO_CHOOSE]
    choosing = mechanisms is None and len(candidates) > MOST
    count = Count(progress, 0)
    knock_outs, combined = choosing * (len(candidates) + 1), 2 ** min(MOST, len(candidates))
    count.whole = (at + 1) * 2 * (knock_outs * len(few) + combined * len(numbers))
    select.load_for(count.whole)
    chosen = _largest(a, b, candidates, few, asked, at, count) if choosing else candidates
    combinations = [_off(chosen, number) for number in range(2 ** len(chosen))]
    values, left_out = _both_sides(a, b, combinations, numbers, asked, at, count)
    return _through(a, b, asked, a.date(at), chosen, values, left_out, len(candidates))


def _month(a: Scenario, b: Scenario, outcome: Outcome, numbers: Numbers) -> int:
    """The last month for a turning point, else that of the largest difference."""
    if outcome.event is not None:
        return a.months - 1
    values, counts = read_in_all([a, b], numbers, outcome, Count(None, 0))
    return largest_month((values[1] - values[0])[:, counts.all(axis=0)], a.read_from)


def _largest(
    a: Scenario,
    b: Scenario,
    candidates: Sequence[Mechanism],
    numbers: Numbers,
    outcome: Outcome,
    at: int,
    count: Count,
) -> list[Mechanism]:
    """The mechanisms without which the change is most another one."""
    values, _ = _both_sides(a, b, [[], *([one] for one in candidates)], numbers, outcome, at, count)
    changes = (values[1] - values[0]).mean(axis=1)
    sizes = np.abs(changes[1:] - changes[0])
    return [candidates[place] for place in np.argsort(-sizes, kind="stable")[:MOST]]


def _off(chosen: Sequence[Mechanism], number: int) -> list[Mechanism]:
    """The mechanisms that are off in a coalition: bit i of its number says whether mechanism i is on."""
    return [one for place, one in enumerate(chosen) if not number >> place & 1]


def _both_sides(
    a: Scenario,
    b: Scenario,
    off: Sequence[Sequence[Mechanism]],
    numbers: Numbers,
    outcome: Outcome,
    at: int,
    count: Count,
) -> tuple[Array, float]:
    """The outcome on both sides with some mechanisms off, in the worlds that count and have it in all of them.

    Returns:
        Array of shape (2, combinations, worlds); and the share of the worlds that count which do not have it in all,
        because the regime has fallen in some.

    Raises:
        ExplanationError: There is no such world.
    """
    scenarios = []
    for side in (a, b):
        for some in off:
            scenario = side
            for one in some:
                scenario = without(scenario, one)
            scenarios.append(scenario)
    values, counts = read_in_all(scenarios, numbers, outcome, count, at)
    counting = counts.all(axis=0)
    there = counting & ~np.isnan(values[:, 0]).any(axis=0)
    if not there.any():
        raise ExplanationError(NO_WORLD)
    return values[:, 0, there].reshape(2, len(off), -1), 1.0 - float(there.sum() / counting.sum())


def _through(
    a: Scenario,
    b: Scenario,
    outcome: Outcome,
    month: str,
    chosen: Sequence[Mechanism],
    values: Array,
    left_out: float,
    among: int,
) -> Through:
    before, after = values
    changes, everything = after - before, len(before) - 1
    each = shapley_values(changes)
    lifts = [float((before[-1] - before[everything & ~(1 << place)]).mean()) for place in range(len(chosen))]
    order = sorted(range(len(chosen)), key=lambda place: -abs(each[place].mean()))
    parts = [Part(_group(chosen[place]), Mean.of(each[place])) for place in order]
    rest = Part(Group(NONE_OF_THEM, ()), Mean.of(changes[0]))
    split = Explanation(
        a=a,
        b=b,
        outcome=outcome,
        month=month,
        before=float(before[-1].mean()),
        after=float(after[-1].mean()),
        change=Mean.of(changes[-1]),
        parts=(*parts, rest),
        interactions=(),
        worlds=changes.shape[1],
        left_out=left_out,
        each=np.vstack([each[order], changes[:1]]),
    )
    return Through(split, tuple(chosen[place] for place in order), tuple(lifts[place] for place in order), among)


def _group(mechanism: Mechanism) -> Group:
    switch = Difference(SWITCHES, mechanism.key, None, True)
    return Group(f"{mechanism.key} ({mechanism.name})", (switch,))
