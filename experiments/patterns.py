"""Scores a scenario against the stylised facts: which of the thirty patterns of the record does it reproduce?

    report = score(load_scenario("baseline"))
    report.met, report.count        # e.g. 27, 30

Runs that a pattern needs beside the scenario's own (without the shock, with sanctions in 2017, ...) share its seed and
worlds, so that a difference between two runs is the difference that the change makes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from experiments.measures import MAIN, First, Leaf, Mask, Measure, evaluate
from experiments.pattern_data import Pattern, Patterns, Per, Strength
from experiments.pattern_reading import load_patterns
from experiments.statistics import (
    Condition,
    Interval,
    Pooled,
    Test,
    all_hold,
    jackknife,
    leaves_of,
    pooled_number,
    told,
    wilson,
)
from model.draws import Draws
from model.record import Run, quantile_rows
from model.run import CHUNK, chunks, run
from model.scenario import Scenario
from model.theory import theory
from model.vocabulary import Array

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | float | int | bool | None"
Progress: TypeAlias = Callable[[int, int], None]

SHOWN = {"p10": 0.1, "median": 0.5, "p90": 0.9}
"""Order statistics printed beside a pattern."""


@dataclass(frozen=True, slots=True)
class PatternResult:
    """How one pattern came out.

    Attributes:
        id: Its id, e.g. ``SF01``.
        name: A few words.
        strength: How firmly the texts carry it.
        per: What the rate is: a share of worlds, or a number pooled over worlds or between runs.
        rate: That rate; None where the pattern cannot be evaluated.
        interval: Where it may lie: Wilson's for a share of worlds, the jackknife's for a pooled number.
        required: Share of worlds required, or the bounds of the pooled number in words.
        met: Whether the pattern holds.
        reason: Why it cannot be evaluated; else empty.
        details: What its parts came to, and what is printed beside it.
    """

    id: str
    name: str
    strength: Strength
    per: Per
    rate: float | None
    interval: Interval | None
    required: float | str
    met: bool
    reason: str = ""
    details: Mapping[str, Plain] = field(default_factory=dict)

    def to_json(self) -> dict[str, Plain]:
        """Plain data, with the keys other programs rely on first."""
        ends: list[Plain] | None = None if self.interval is None else [_plain(end) for end in self.interval]
        return {
            "id": self.id, "name": self.name, "rate": _plain(self.rate), "interval": ends, "met": self.met,
            "strength": str(self.strength), "per": str(self.per), "required": self.required,
            "reason": self.reason, "details": dict(self.details),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class PatternReport:
    """How a scenario came out against all patterns.

    Attributes:
        scenario: Name of the scenario.
        worlds: Number of worlds.
        seed: Seed of all luck.
        sampling: Whether each world had its own parameters, and from which ranges.
        results: One result per pattern.
        watched: Key dates and levels.
    """

    scenario: str
    worlds: int
    seed: int
    sampling: str
    results: tuple[PatternResult, ...]
    watched: Mapping[str, Plain]

    @property
    def met(self) -> int:
        """Number of patterns that hold."""
        return sum(result.met for result in self.results)

    @property
    def count(self) -> int:
        """Number of patterns in all."""
        return len(self.results)

    def to_json(self) -> dict[str, Plain]:
        """Plain data in the shape of `tightrope patterns --json`."""
        return {
            "scenario": self.scenario, "worlds": self.worlds, "seed": self.seed, "sampling": self.sampling,
            "met": self.met, "count": self.count, "patterns": [result.to_json() for result in self.results],
            "watched": dict(self.watched),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Findings:
    """What every leaf measured: a number per world, or why there is none."""

    numbers: Mapping[Leaf, Array]
    missing: Mapping[Leaf, str]

    def reason(self, wanted: Iterable[Leaf]) -> str:
        """Why some of these leaves have no numbers; empty if all have."""
        return next((self.missing[leaf] for leaf in wanted if leaf in self.missing), "")


def score(
    scenario: Scenario, *, progress: Progress | None = None, patterns: Patterns | None = None, chunk: int = CHUNK
) -> PatternReport:
    """Run a scenario, and every run that the patterns need beside it, and decide each pattern.

    Args:
        scenario: What is scored; its seed, worlds and sampling hold for every run.
        progress: Called with months lived and months in all, over all runs.
        patterns: The patterns; those of `seeds/patterns.yaml` if None.
        chunk: Worlds that run together; results do not depend on it.

    Returns:
        One result per pattern; patterns that cannot be evaluated say why and count as not met.
    """
    data = load_patterns() if patterns is None else patterns
    found = measure_all(scenario, data, chunk, progress)
    return PatternReport(
        scenario=scenario.name,
        worlds=scenario.worlds,
        seed=scenario.seed,
        sampling=str(scenario.sampling),
        results=tuple(decide(pattern, found, data, scenario) for pattern in data.patterns.values()),
        watched={name: _beside(what, found, scenario) for name, what in data.watched.items()},
    )


def measure_all(
    scenario: Scenario, data: Patterns, chunk: int, progress: Progress | None, draws: Draws | None = None
) -> Findings:
    """Run one variant after another, a chunk of worlds at a time, and keep only what the leaves measure.

    Args:
        scenario: What is run.
        data: The patterns, which say what is measured in which run.
        chunk: Worlds that run together.
        progress: Called with months lived and months in all, over all runs.
        draws: Luck kept from an earlier run of all these worlds; then they must fit into one chunk.
    """
    numbers: dict[Leaf, list[Array]] = {}
    missing: dict[Leaf, str] = {}
    table = data.leaves()
    sizes = chunks(scenario.worlds, chunk)
    whole, lived = len(table) * len(sizes) * scenario.months, 0
    for name, leaves in table.items():
        try:
            changed = scenario if name == MAIN else data.variants[name].of(scenario)
        except ValueError as error:
            missing |= dict.fromkeys(leaves, str(error))
            continue
        for place, size in enumerate(sizes):
            told_of = None if progress is None else _onward(progress, lived, whole)
            made = _run(changed, leaves, sum(sizes[:place]), size, told_of, draws)
            _measure(made, leaves, numbers, missing)
            lived += scenario.months
    joined = {leaf: np.concatenate(parts, axis=-1) for leaf, parts in numbers.items() if leaf not in missing}
    return Findings(joined, missing)


def _run(
    changed: Scenario, leaves: Iterable[Leaf], first: int, worlds: int, progress: Progress | None, draws: Draws | None
) -> Run:
    names = {name for leaf in leaves for name in leaf.names}
    series, moves = sorted(names & theory().series.keys()), not names <= theory().series.keys()
    return run(changed, keep=series, moves=moves, first=first, worlds=worlds, draws=draws, progress=progress)


def _onward(progress: Progress, before: int, whole: int) -> Progress:
    return lambda lived, _: progress(before + lived, whole)


def _measure(made: Run, leaves: Iterable[Leaf], numbers: dict[Leaf, list[Array]], missing: dict[Leaf, str]) -> None:
    for leaf in leaves:
        try:
            numbers.setdefault(leaf, []).append(leaf.measure(made))
        except ValueError as error:
            missing[leaf] = str(error)


def decide(pattern: Pattern, found: Findings, data: Patterns, scenario: Scenario) -> PatternResult:
    """Whether a pattern holds, by its own rule."""
    reason = found.reason(pattern.leaves)
    counted = np.zeros(0, dtype=np.bool_)
    if not reason and pattern.rule.per is Per.WORLD:
        everywhere = np.ones(scenario.worlds, dtype=np.bool_)
        counted = all_hold(pattern.among, found.numbers) if pattern.among else everywhere
        reason = "" if counted.any() else "in no world does the case arise that the pattern speaks of"
    if reason:
        rate, interval, met = None, None, False
    elif pattern.rule.per is Per.WORLD:
        rate, interval, met = _by_worlds(pattern, found, data, counted)
    else:
        rate, interval, met = _by_numbers(pattern, found, data)
    return PatternResult(
        id=pattern.key, name=pattern.name, strength=pattern.strength, per=pattern.rule.per, rate=rate,
        interval=interval, required=_required(pattern), met=met, reason=reason,
        details={} if reason else _details(pattern, found, scenario, counted),
    )  # fmt: skip


def _by_worlds(pattern: Pattern, found: Findings, data: Patterns, counted: Mask) -> tuple[float, Interval, bool]:
    held, number = int((all_hold(pattern.tests, found.numbers) & counted).sum()), int(counted.sum())
    also = all(_holds(condition, found) for condition in pattern.also)
    assert pattern.rule.share is not None
    return held / number, wilson(held, number, data.confidence), held / number >= pattern.rule.share and also


def _by_numbers(pattern: Pattern, found: Findings, data: Patterns) -> tuple[float, Interval, bool]:
    pooled = pattern.also[0].pooled
    interval = jackknife(pooled, found.numbers, data.confidence, data.groups)
    return pooled_number(pooled, found.numbers), interval, all(_holds(c, found) for c in pattern.also)


def _holds(condition: Condition, found: Findings) -> bool:
    return bool(condition.bounds.hold(np.array(pooled_number(condition.pooled, found.numbers))))


def _required(pattern: Pattern) -> float | str:
    return str(pattern.also[0].bounds) if pattern.rule.share is None else pattern.rule.share


def _details(pattern: Pattern, found: Findings, scenario: Scenario, counted: Mask) -> dict[str, Plain]:
    made: dict[str, Plain] = {}
    if pattern.tests:
        made["parts"] = [_part(test, found, scenario, counted) for test in pattern.tests]
    if pattern.among:
        made["worlds_counted"] = int(counted.sum())
    if pattern.also:
        made["also"] = [
            {"test": str(c), "number": _plain(pooled_number(c.pooled, found.numbers)), "met": _holds(c, found)}
            for c in pattern.also
        ]
    if pattern.beside:
        made["beside"] = {name: _beside(what, found, scenario) for name, what in pattern.beside.items()}
    return made


def _part(test: Test, found: Findings, scenario: Scenario, counted: Mask) -> dict[str, Plain]:
    values = evaluate(test.measure, found.numbers)[counted]
    share = float(test.bounds.hold(values).mean())
    return {"test": str(test), "share": share, **_spread(test.measure, values, scenario)}


def _beside(what: Measure | Pooled, found: Findings, scenario: Scenario) -> Plain:
    reason = found.reason(leaves_of(what))
    if reason:
        return reason
    if isinstance(what, Pooled):
        return {"what": told(what), "number": _plain(pooled_number(what, found.numbers))}
    return {"what": told(what), **_spread(what, evaluate(what, found.numbers), scenario)}


def _spread(measure: Measure, values: Array, scenario: Scenario) -> dict[str, Plain]:
    """Order statistics over the worlds that have a number, dates where it is a month; and the share that have none."""
    there = values[~np.isnan(values)]
    made: dict[str, Plain] = {"missing": 1.0 - there.size / values.size}
    for name, share in SHOWN.items():
        number = float(quantile_rows(there[None], share)[0]) if there.size else math.nan
        dated = isinstance(measure, First) and there.size > 0
        made[name] = scenario.date(int(number)) if dated else _plain(number)
    return made


def _plain(number: float | None) -> float | str | None:
    """A number as JSON can hold it."""
    if number is None or math.isnan(number):
        return None
    return number if math.isfinite(number) else str(number)
