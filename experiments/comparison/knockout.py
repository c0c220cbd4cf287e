"""Knock-outs: the effect of each mechanism, found by switching it off with the same random numbers.

    knockouts = knock_out(load_scenario("baseline"), ("M41",))
    knockouts.results[0].diagnostic.size        # how far the series moves that the mechanism names in advance
    knockouts.results[0].beyond[0].name         # what else it moves most

A switch is no proof of a cause: it shows what the model does without some rules, not what the world would have done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.comparison.effects import HARDLY_ANY, Effect, Tally
from experiments.comparison.switches import KnockoutError, own_names, switchable, without
from experiments.measures.forms import Mask, quotient
from experiments.patterns.reader import load_patterns
from experiments.patterns.records import Patterns, Per
from experiments.patterns.score import WorkCount, measure_all
from experiments.patterns.verdicts import PatternResult, decide
from model.core.arrays import order_statistic
from model.core.declarations import Array, Progress
from model.core.draws import Draws
from model.core.worlds import Numbers, chunks
from model.ensemble.record import HEADLINE, Run
from model.evidence.mechanisms import Mechanism
from model.runs.outcomes import counted
from model.runs.run import recorded_by_default, run
from model.runs.world_lists import worlds_of
from model.scenario.scenario import Scenario
from model.theory.theory import theory

WORLDS = 500
"""Worlds unless others are asked for; also the most that run together, so that their draws can be cached."""

LOSS = 0.10
"""A pattern is lost where it loses more than this share of the worlds."""

CLEAR = 0.05
"""An effect smaller than this share of its spread is negligible; so is one below a thousandth."""

SMALLEST = 0.001

LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class Ending:
    """What a switch does to the headline in the last month, in the worlds whose regime stands with it and without.

    Attributes:
        change: Mean of the differences world by world.
        low: A tenth of the differences lies at or below this.
        high: A tenth lies at or above this.
        touched: Share of worlds in which the headline differs by a hundredth or more.
        worlds: Number of worlds that stand in both runs.
        left_out: Share of the worlds that count which do not.
    """

    change: float
    low: float
    high: float
    touched: float
    worlds: int
    left_out: float

    @classmethod
    def of(cls, differences: Array) -> Ending:
        """From the differences world by world, NaN where the regime has fallen in one of both runs."""
        known = differences[~np.isnan(differences)]
        low, high = (order_statistic(known, share) for share in (LOW, HIGH))
        change, touched = (float(quotient(v.sum(), known.size)) for v in (known, np.abs(known) >= HARDLY_ANY))
        return cls(change, low, high, touched, known.size, 1.0 - known.size / max(differences.size, 1))


@dataclass(frozen=True, slots=True)
class PatternChange:
    """A stylised fact with everything on, and with a mechanism off."""

    before: PatternResult
    after: PatternResult

    @property
    def lost(self) -> bool:
        """Whether it loses more than a tenth of the worlds; a number that counts no worlds must leave its bounds."""
        if self.before.per is Per.WORLD and self.before.rate is not None:
            return self.before.rate - (self.after.rate or 0.0) > LOSS
        return self.before.met and not self.after.met


@dataclass(frozen=True, slots=True)
class Knockout:
    """What a scenario loses with one mechanism off.

    Attributes:
        effects: Every series recorded by default and every move, the largest effect in units of its spread first.
        diagnostic: What the series does that the mechanism names in advance; None where the run lacks its months.
        headline: What the headline does in the last month.
        patterns: Every pattern that could be lost; None where they are not scored.
    """

    mechanism: Mechanism
    effects: tuple[Effect, ...]
    diagnostic: Effect | None
    headline: Ending
    patterns: tuple[PatternChange, ...] | None = None

    @property
    def beyond(self) -> tuple[Effect, ...]:
        """Effects that are not negligible and not the mechanism's own, the largest first."""
        own = own_names(self.mechanism.key)
        clear = (e for e in self.effects if e.in_spreads >= CLEAR and e.size >= SMALLEST)
        return tuple(effect for effect in clear if effect.name not in own)

    @property
    def alone(self) -> bool:
        """Whether it has no effect but its own: nothing else, nor the headline at the end, nor any pattern."""
        return not self.beyond and not self.lost and abs(self.headline.change) < HARDLY_ANY

    @property
    def lost(self) -> tuple[PatternChange, ...]:
        """The patterns it loses."""
        return tuple(change for change in self.patterns or () if change.lost)


@dataclass(frozen=True, slots=True)
class Knockouts:
    """A scenario with one mechanism after another switched off; `worlds` is the number of worlds that count."""

    scenario: Scenario
    worlds: int
    results: tuple[Knockout, ...]


class _Measurement:
    """What is measured of one mechanism, chunk of worlds by chunk of worlds: sums, and one number per world."""

    def __init__(self, mechanism: Mechanism) -> None:
        self.mechanism = mechanism
        acts = [move.series for move in theory().moves.values() if not move.graded]
        self._tally = Tally(recorded_by_default(), acts)
        self._diagnostic = diagnostic_tally(mechanism)
        self._ends: list[Array] = []

    def add(self, whole: Run, off: Run) -> None:
        """Add a chunk of worlds, with everything on and with the mechanism off."""
        self._tally.add(whole, off)
        self._ends.append((off.series[HEADLINE][-1] - whole.series[HEADLINE][-1])[counted(whole)])
        if self._diagnostic and set(self._diagnostic.months or ()) <= set(whole.months):
            self._diagnostic.add(whole, off)

    def result(self) -> Knockout:
        """The result, once all chunks are added."""
        moved = self._diagnostic.effects()[0] if self._diagnostic and self._diagnostic.worlds else None
        return Knockout(self.mechanism, self._tally.effects(), moved, Ending.of(np.concatenate(self._ends)))


def diagnostic_tally(mechanism: Mechanism) -> Tally | None:
    """Adds up what the series does that a mechanism names in advance, in the months it names."""
    named = mechanism.diagnostic
    return None if named is None else Tally((named.series,), (), (named.start, named.end))


def knock_out(
    scenario: Scenario,
    mechanisms: Sequence[str] | None = None,
    *,
    patterns: bool = False,
    progress: Progress | None = None,
) -> Knockouts:
    """Switch off one mechanism after another, and measure what each moves; at most two runs are in memory at a time.

    Args:
        scenario: What is run; its seed and worlds hold for every run.
        mechanisms: Ids of those to switch off; all that have a switch if None.
        patterns: Also score the stylised facts, which takes about ten times as long.
        progress: Called with months done and months in all, over all runs.

    Returns:
        One result per mechanism, in the order of their ids.

    Raises:
        KnockoutError: Some of the mechanisms cannot be switched off, or no world meets the scenario's `given`.
    """
    chosen = switchable(scenario, mechanisms)
    data = load_patterns() if patterns else None
    if data is not None:  # without the numbers that are only printed beside them
        data = replace(data, watched={}, patterns={key: replace(p, beside={}) for key, p in data.patterns.items()})
    parts = chunks(worlds_of(scenario), WORLDS)
    runs = 1 + (0 if data is None else len(data.leaves()))
    count = WorkCount(progress, runs * len(parts) * (len(chosen) + 1) * scenario.months)
    worlds, results = _effects(scenario, chosen, parts, count)
    if data is not None:
        results = _with_patterns(scenario, results, data, count)
    return Knockouts(scenario, worlds, results)


def _effects(
    scenario: Scenario, mechanisms: Iterable[Mechanism], parts: Sequence[Numbers], count: WorkCount
) -> tuple[int, tuple[Knockout, ...]]:
    """The worlds that count, and what each mechanism moves in them, chunk by chunk."""
    measurements, worlds = [_Measurement(mechanism) for mechanism in mechanisms], 0
    names = {
        HEADLINE,
        *recorded_by_default(),
        *(a.mechanism.diagnostic.series for a in measurements if a.mechanism.diagnostic),
    }
    for numbers in parts:
        draws = Draws(scenario.seed, numbers, keep=True)
        whole = run(scenario, keep=sorted(names), draws=draws, progress=count.part(scenario.months))
        worlds += int(counted(whole).sum())
        for measurement in measurements:
            off = without(scenario, measurement.mechanism)
            progress = count.part(scenario.months)
            measurement.add(whole, run(off, keep=sorted(names), draws=draws, progress=progress))
    if not worlds:
        message = f"none of the {scenario.worlds:,} worlds meets the scenario's condition 'given'"
        raise KnockoutError([message])
    return worlds, tuple(measurement.result() for measurement in measurements)


def _with_patterns(
    scenario: Scenario, knockouts: Sequence[Knockout], data: Patterns, count: WorkCount
) -> tuple[Knockout, ...]:
    """The same results with the patterns that hold often enough, with everything on, to be lost."""
    draws = Draws(scenario.seed, worlds_of(scenario), keep=True) if scenario.worlds <= WORLDS else None
    scored, counted_worlds = _scored(scenario, data, count, draws)
    before = {one.id: one for one in scored if one.met or (one.per is Per.WORLD and (one.rate or 0.0) > LOSS)}
    asked, data = data, replace(data, patterns={name: one for name, one in data.patterns.items() if name in before})
    spared = (len(asked.leaves()) - len(data.leaves())) * len(chunks(scenario.worlds, WORLDS)) * scenario.months
    count.whole -= spared * len(knockouts)
    results = []
    for knockout in knockouts:
        after, _ = _scored(without(scenario, knockout.mechanism), data, count, draws, counted_worlds)
        changes = tuple(PatternChange(before[result.id], result) for result in after)
        results.append(replace(knockout, patterns=changes))
    return tuple(results)


def _scored(
    scenario: Scenario, data: Patterns, count: WorkCount, draws: Draws | None, worlds: Mask | None = None
) -> tuple[list[PatternResult], Mask]:
    """The results, and which worlds count."""
    progress = count.part(len(data.leaves()) * len(chunks(scenario.worlds, WORLDS)) * scenario.months)
    measured = measure_all(scenario, data, WORLDS, progress, draws, worlds)
    return [decide(pattern, measured, data, scenario) for pattern in data.patterns.values()], measured.counted
