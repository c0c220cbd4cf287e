"""Dated tests of what single changes do, and of how the baseline runs its course, measured.

    for found in measured(load_effects(), worlds=500):
        found.test.name, found.value, found.interval, found.met     # "headline, December 2018", -0.05, (...), True

`seeds/effects.yaml` holds the tests; `experiments.responses.effects_reader` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

import numpy as np

from experiments.measures.forms import Leaf, Measure, evaluate
from experiments.measures.pooled import Bounds, Interval, Test, all_hold, error_of_mean, leaves_of, wilson
from experiments.measures.quantity import Conditions, recorded
from model.core.declarations import Array, Progress
from model.engine import select
from model.ensemble.record import Run
from model.runs.digest import FACTUAL
from model.runs.outcomes import meets
from model.runs.run import run
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling, Scenario
from model.yaml_files.hints import Items, Key, Known

END, MONTHS = "2026-12", 168
PRIOR_TIMES = 4
"""Times as many worlds where a test is about prior worlds, which need no list."""
CONFIDENCE, ERRORS = 0.95, 2.0
"""Of intervals; and how many standard errors off nothing a number must lie where a test asks that it be clear."""


class By(StrEnum):
    """Whether a number is that of the run itself, or its change against the baseline, world by world."""

    LEVEL = "level"
    CHANGE = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRun:
    """The baseline changed in one respect.

    Attributes:
        what: What happens in it, in plain words.
        start: The scenario that it starts from.
        changes: What is changed there, as `--set` takes it.
    """

    what: str
    start: Annotated[str, Key("scenario")] = FACTUAL
    changes: Annotated[tuple[str, ...], Key("set")] = ()

    @property
    def scenario(self) -> Scenario:
        """Its scenario, to the end of 2026."""
        return load_scenario(self.start, settings=[f"end={END}", *self.changes])


BASELINE = ChangedRun(what="history as it went")


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectTest:
    """One number of all worlds and what it must be.

    Attributes:
        name: What it is, in a few words.
        run: The run that it is read off; empty for the baseline.
        of: Mean of this number per world.
        holds: Share of worlds that meet these conditions.
        passes: Share of worlds in which these tests hold.
        by: The number itself, or its change against the baseline.
        where: Only worlds that meet these count, with a change in both runs.
        among: Only worlds in which these hold count.
        clear: Whether it must lie beyond two standard errors as well.
    """

    name: str
    run: Annotated[str, Key("in"), Known("run")] = ""
    of: Measure | None = None
    holds: Conditions = ()
    passes: tuple[Test, ...] = ()
    by: By = By.LEVEL
    where: Conditions = ()
    among: tuple[Test, ...] = ()
    clear: bool = False
    above: float | None = None
    below: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def bounds(self) -> Bounds:
        """What the number must be."""
        return Bounds(self.above, self.below, self.at_least, self.at_most)

    @property
    def is_share(self) -> bool:
        """Whether it is a share of worlds and no mean or change."""
        return self.of is None and self.by is By.LEVEL

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """What has to be measured."""
        parts: list[Test | Measure] = [*self.passes, *self.among, *([] if self.of is None else [self.of])]
        return tuple(dict.fromkeys(leaf for part in parts for leaf in leaves_of(part)))

    def numbers(self, run: Run) -> Array:
        """The number of each world; NaN where a world does not count or has none."""
        known = {leaf: leaf.measure(run) for leaf in self.leaves}
        if self.of is not None:
            number = evaluate(self.of, known)
        else:
            held = [*(meets(run, one) for one in self.holds), *([all_hold(self.passes, known)] if self.passes else [])]
            number = np.logical_and.reduce(held).astype(np.float64)
        counts = [np.ones(run.worlds, dtype=np.bool_), *(meets(run, one) for one in self.where)]
        counts += [all_hold(self.among, known)] if self.among else []
        return np.where(np.logical_and.reduce(counts), number, np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What the documents say of one change, or of one course of events, with its tests."""

    key: str
    name: str
    texts: tuple[str, ...]
    why: str
    worlds: Sampling = Sampling.CONDITIONED
    tests: Annotated[tuple[EffectTest, ...], Items(1)]


@dataclass(frozen=True, slots=True)
class Effects:
    """The whole file."""

    runs: Mapping[str, ChangedRun]
    effects: Mapping[str, Effect]


@dataclass(frozen=True, slots=True)
class Measured:
    """One test's number.

    Attributes:
        value: A mean or a share; NaN where no world counts.
        interval: At 95 %.
        worlds: Number of worlds that count.
        left_out: Share of all worlds that do not, most of them because the regime has fallen.
    """

    effect: Effect
    test: EffectTest
    value: float
    interval: Interval
    worlds: int
    left_out: float

    @property
    def met(self) -> bool:
        """Whether the number keeps to its bounds, clearly so where that is asked."""
        held = bool(self.test.bounds.hold(np.array([self.value]))[0])
        low, high = self.interval
        return held and (not self.test.clear or not low <= 0.0 <= high)


def measured(
    effects: Effects, *, worlds: int, seed: int | None = None, progress: Progress | None = None
) -> Iterator[Measured]:
    """Every test, effect by effect; each run is made once, in the same worlds as the baseline beside it.

    Args:
        effects: The tests.
        worlds: Number of worlds of each run; prior worlds are four times as many.
        seed: Seed of all runs; that of the baseline if None.
        progress: Called with the number of effects done and of all.
    """
    tests = [test for effect in effects.effects.values() for test in effect.tests]
    names, moves = recorded(leaves=[leaf for test in tests for leaf in test.leaves])
    names = sorted({*names, *(name for test in tests for one in (*test.holds, *test.where) for name in one.series)})
    runs: dict[tuple[str, Sampling], Run] = {}
    select.load_for(worlds * len(tests) * MONTHS)

    def run_of(key: str, sampling: Sampling) -> Run:
        if (key, sampling) not in runs:
            plain = (effects.runs[key] if key else BASELINE).scenario
            size = worlds * PRIOR_TIMES if sampling is Sampling.PRIOR else worlds
            asked = replace(plain, worlds=size, sampling=sampling, seed=plain.seed if seed is None else seed)
            runs[key, sampling] = run(asked, keep=names, moves=moves)
        return runs[key, sampling]

    for done, effect in enumerate(effects.effects.values(), 1):
        for test in effect.tests:
            numbers = test.numbers(run_of(test.run, effect.worlds))
            if test.by is By.CHANGE:
                numbers = numbers - test.numbers(run_of("", effect.worlds))
            yield _measured(effect, test, numbers)
        if progress is not None:
            progress(done, len(effects.effects))


def _measured(effect: Effect, test: EffectTest, numbers: Array) -> Measured:
    known = numbers[~np.isnan(numbers)]
    if not known.size:
        return Measured(effect, test, float("nan"), Interval(float("nan"), float("nan")), 0, 1.0)
    value = float(known.mean())
    half = ERRORS * error_of_mean(known)
    share = wilson(int(known.sum()), known.size, CONFIDENCE) if test.is_share else None
    interval = share or Interval(value - half, value + half)
    return Measured(effect, test, value, interval, known.size, 1.0 - known.size / numbers.size)
