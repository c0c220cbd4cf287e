"""The verdict on a pattern: from what was measured in all worlds to a rate, its interval, and whether it is met."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from experiments.measures.forms import First, Leaf, Mask, Measure, evaluate
from experiments.measures.pooled import (
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
from experiments.patterns.records import Pattern, Patterns, Per, Strength
from model.core.arrays import order_statistic
from model.core.declarations import Array
from model.scenario.scenario import Scenario

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | float | int | bool | None"

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
class Findings:
    """What every leaf measured: a number per world, or why there is none."""

    numbers: Mapping[Leaf, Array]
    missing: Mapping[Leaf, str]

    def reason(self, wanted: Iterable[Leaf]) -> str:
        """Why some of these leaves have no numbers; empty if all have."""
        return next((self.missing[leaf] for leaf in wanted if leaf in self.missing), "")


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
        id=pattern.key,
        name=pattern.name,
        strength=pattern.strength,
        per=pattern.rule.per,
        rate=rate,
        interval=interval,
        required=_required(pattern),
        met=met,
        reason=reason,
        details={} if reason else _details(pattern, found, scenario, counted),
    )


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
        made["beside"] = {name: as_watched(what, found, scenario) for name, what in pattern.beside.items()}
    return made


def _part(test: Test, found: Findings, scenario: Scenario, counted: Mask) -> dict[str, Plain]:
    values = evaluate(test.measure, found.numbers)[counted]
    share = float(test.bounds.hold(values).mean())
    return {"test": str(test), "share": share, **_spread(test.measure, values, scenario)}


def as_watched(what: Measure | Pooled, found: Findings, scenario: Scenario) -> Plain:
    """A number told beside a verdict: over the worlds, or why there is none."""
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
        number = order_statistic(values, share, skip_missing=True)
        dated = isinstance(measure, First) and there.size > 0
        made[name] = scenario.date(int(number)) if dated else _plain(number)
    return made


def _plain(number: float | None) -> float | str | None:
    """A number as JSON can hold it."""
    if number is None or math.isnan(number):
        return None
    return number if math.isfinite(number) else str(number)
