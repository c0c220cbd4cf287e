"""The verdict on a pattern: from what was measured in all worlds to a rate, its interval, and whether it is met."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from experiments.measures.forms import First, Leaf, Mask, Measure, evaluate
from experiments.measures.pooled import (
    Interval,
    Pooled,
    PooledTest,
    Test,
    all_hold,
    jackknife,
    leaves_of,
    measure_text,
    pooled_number,
    wilson,
)
from experiments.patterns.records import Pattern, Patterns, Per, Strength
from model.core.arrays import order_statistic
from model.core.declarations import Array
from model.scenario.scenario import Scenario

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | float | int | bool | None"

SHOWN = {"p10": 0.1, "median": 0.5, "p90": 0.9}
"""Order statistics printed beside a pattern."""


@dataclass(frozen=True, slots=True)
class PatternResult:
    """The result for one pattern.

    Attributes:
        per: What the rate is: a share of worlds, or a number pooled over worlds or between runs.
        rate: That rate; None where the pattern cannot be evaluated.
        interval: Wilson's interval for a share of worlds, the jackknife's for a pooled number.
        required: Share of worlds required, or the bounds of the pooled number in words.
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
            "id": self.id,
            "name": self.name,
            "rate": _plain(self.rate),
            "interval": ends,
            "met": self.met,
            "strength": str(self.strength),
            "per": str(self.per),
            "required": self.required,
            "reason": self.reason,
            "details": dict(self.details),
        }


@dataclass(frozen=True, slots=True)
class Measured:
    """What every leaf measured: a number per world that counts, or why there is none."""

    numbers: Mapping[Leaf, Array]
    missing: Mapping[Leaf, str]
    counted: Mask

    @property
    def worlds(self) -> int:
        """Number of worlds that count."""
        return int(self.counted.sum())

    def reason(self, wanted: Iterable[Leaf]) -> str:
        """Why some of these leaves have no numbers; empty if all have."""
        if not self.worlds:
            return "no world meets the scenario's condition 'given'"
        return next((self.missing[leaf] for leaf in wanted if leaf in self.missing), "")


def decide(pattern: Pattern, measured: Measured, data: Patterns, scenario: Scenario) -> PatternResult:
    """Whether a pattern holds, by its own rule."""
    rule, statistic = pattern.rule, pattern.statistic
    reason, counted = measured.reason(statistic.leaves), np.ones(measured.worlds, dtype=np.bool_)
    if statistic.among and not reason:
        counted = all_hold(statistic.among, measured.numbers)
        reason = "" if counted.any() else "the case that the pattern is about arises in no world"
    rate, interval, met = (None, None, False) if reason else _rate(pattern, measured, data, counted)
    return PatternResult(
        id=pattern.key,
        name=pattern.name,
        strength=pattern.strength,
        per=rule.per,
        rate=rate,
        interval=interval,
        required=str(statistic.also[0].bounds) if rule.share is None else rule.share,
        met=met,
        reason=reason,
        details={} if reason else _details(pattern, measured, scenario, counted),
    )


def _rate(pattern: Pattern, measured: Measured, data: Patterns, counted: Mask) -> tuple[float, Interval, bool]:
    """A share of the worlds that count, or the first pooled number; its interval; and whether the pattern holds."""
    tests, also, required = pattern.statistic.tests, pattern.statistic.also, pattern.rule.share
    met = all(_holds(condition, measured) for condition in also)
    if required is None:
        pooled = also[0].pooled
        interval = jackknife(pooled, measured.numbers, data.confidence, data.groups)
        return pooled_number(pooled, measured.numbers), interval, met
    held, number = int((all_hold(tests, measured.numbers) & counted).sum()), int(counted.sum())
    return held / number, wilson(held, number, data.confidence), held / number >= required and met


def _holds(condition: PooledTest, measured: Measured) -> bool:
    return bool(condition.bounds.hold(np.array(pooled_number(condition.pooled, measured.numbers))))


def _details(pattern: Pattern, measured: Measured, scenario: Scenario, counted: Mask) -> dict[str, Plain]:
    statistic, details = pattern.statistic, dict[str, Plain]()
    if statistic.tests:
        details["parts"] = [_part(test, measured, scenario, counted) for test in statistic.tests]
    if statistic.among:
        details["worlds_counted"] = int(counted.sum())
    if statistic.also:
        details["also"] = [
            {"test": str(c), "met": _holds(c, measured), **_pooled(c.pooled, measured)} for c in statistic.also
        ]
    if pattern.beside:
        details["beside"] = {name: number_of(what, measured, scenario) for name, what in pattern.beside.items()}
    return details


def _part(test: Test, measured: Measured, scenario: Scenario, counted: Mask) -> dict[str, Plain]:
    values = evaluate(test.measure, measured.numbers)[counted]
    share = float(test.bounds.hold(values).mean())
    return {"test": str(test), "share": share, **_spread(test.measure, values, scenario)}


def number_of(what: Measure | Pooled, measured: Measured, scenario: Scenario) -> Plain:
    """A number printed beside a verdict: over the worlds, or why there is none."""
    reason = measured.reason(leaves_of(what))
    if reason:
        return reason
    if isinstance(what, Pooled):
        return {"what": measure_text(what), **_pooled(what, measured)}
    return {"what": measure_text(what), **_spread(what, evaluate(what, measured.numbers), scenario)}


def _pooled(pooled: Pooled, measured: Measured) -> dict[str, Plain]:
    """A number of all worlds together, and the share of them that lack one of its measures."""
    values = [evaluate(measure, measured.numbers) for measure in pooled.measures]
    missing = np.logical_or.reduce([np.isnan(v).any(axis=tuple(range(v.ndim - 1))) for v in values])
    return {"number": _plain(pooled.number(values)), "missing": float(missing.mean())}


def _spread(measure: Measure, values: Array, scenario: Scenario) -> dict[str, Plain]:
    """Order statistics over the worlds that have a number, dates where it is a month; and the share that have none."""
    there = values[~np.isnan(values)]
    details: dict[str, Plain] = {"missing": 1.0 - there.size / values.size}
    for name, share in SHOWN.items():
        number = order_statistic(values, share, skip_missing=True)
        dated = isinstance(measure, First) and there.size > 0
        details[name] = scenario.date(int(number)) if dated else _plain(number)
    return details


def _plain(number: float | None) -> float | str | None:
    """A number as JSON can hold it."""
    if number is None or math.isnan(number):
        return None
    return number if math.isfinite(number) else str(number)
