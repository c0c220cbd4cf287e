"""What the rival variants of each hypothesis change, in the scenario that the hypothesis names for it.

    for one in rivals(worlds=300):
        one.posture.size, one.turning_point.size, one.headline.size     # largest differences between two variants
        one.differs                                                     # whether one of them is large enough

Prior worlds with common random numbers: a variant changes some numbers of a world and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from experiments.responses.compute import Change, changed
from model.core.declarations import Array, Progress
from model.core.months import months_between
from model.engine import select
from model.ensemble.record import HEADLINE, Posture, Run
from model.evidence.hypotheses import Hypothesis
from model.evidence.load import load_seeds
from model.runs.outcomes import NEVER, first_months, outcome_series
from model.runs.run import run
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling, Scenario

LEAST = {"posture": 0.05, "turning_point": 0.10, "headline": 0.05}
"""Kind of difference -> how large it must be: a posture's share, a turning point's share, the mean headline."""
Levels = Mapping[tuple[str, str], Array]
"""What and when -> a number per world."""


@dataclass(frozen=True, slots=True)
class Between:
    """The largest difference of one kind between two variants, at the end of a year.

    Attributes:
        change: The second variant less the first, a paired difference of shares or of means.
        what: The posture, the turning point, or the headline.
        month: The last month of that year.
        variants: The two.
    """

    change: Change
    what: str
    month: str
    variants: tuple[str, str]

    @property
    def size(self) -> float:
        """Its size without its sign; 0 where no world stands in both."""
        return float(np.nan_to_num(abs(self.change.value)))


@dataclass(frozen=True, slots=True)
class Rivals:
    """How far the variants of one hypothesis lead to different ends."""

    hypothesis: Hypothesis
    posture: Between
    turning_point: Between
    headline: Between

    @property
    def differs(self) -> bool:
        """Whether the variants differ by `LEAST` in one of the three, beyond two standard errors."""
        found = ((getattr(self, kind), least) for kind, least in LEAST.items())
        return any(one.size >= least and one.change.sign != 0 for one, least in found)


def rivals(
    worlds: int, *, hypotheses: Mapping[str, Hypothesis] | None = None, progress: Progress | None = None
) -> Iterator[Rivals]:
    """Every hypothesis in its own scenario, each variant in the same prior worlds.

    Args:
        worlds: Number of worlds of each run.
        hypotheses: Those of the project if None.
        progress: Called with hypotheses done and hypotheses in all.
    """
    chosen = load_seeds().hypotheses if hypotheses is None else hypotheses
    select.load_for(worlds * sum(len(one.variants) for one in chosen.values()) * months_between("2013-01", "2021-12"))
    for done, hypothesis in enumerate(chosen.values(), 1):
        yield compared(hypothesis, _runs(hypothesis, worlds))
        if progress is not None:
            progress(done, len(chosen))


def scenario_of(hypothesis: Hypothesis, worlds: int) -> Scenario:
    """The scenario in which a hypothesis is judged, in prior worlds."""
    judged = hypothesis.judged_in
    scenario = load_scenario(judged.scenario, settings=judged.changes)
    return replace(scenario, worlds=worlds, sampling=Sampling.PRIOR)


def _runs(hypothesis: Hypothesis, worlds: int) -> dict[str, Run]:
    plain = scenario_of(hypothesis, worlds)
    asked = {name: replace(plain, hypotheses={hypothesis.name: name}) for name in hypothesis.variants}
    return {name: run(one, keep=outcome_series(), moves=False) for name, one in asked.items()}


def compared(hypothesis: Hypothesis, runs: Mapping[str, Run]) -> Rivals:
    """The largest differences between any two variants, at the ends of the years that the scenario is read in."""
    pairs = list(combinations(runs, 2))
    found = {}
    for kind, levels in (("posture", _postures), ("turning_point", _turning_points), ("headline", _headline)):
        tables = {name: levels(run) for name, run in runs.items()}
        found[kind] = max(
            (Between(changed(before, tables[other][key]), *key, (one, other))
             for one, other in pairs for key, before in tables[one].items()),
            key=lambda between: between.size,
        )  # fmt: skip
    return Rivals(hypothesis, **found)


def _years(run: Run) -> dict[str, int]:
    """The last months of the years that a run is read in."""
    read = range(run.scenario.read_from, len(run.months))
    return {run.months[month]: month for month in read if run.months[month].endswith("-12")}


def _postures(run: Run) -> Levels:
    """Whether each world is in each posture."""
    return {
        (posture.name.lower(), date): (run.posture[month] == posture).astype(np.float64)
        for posture in Posture
        for date, month in _years(run).items()
    }


def _turning_points(run: Run) -> Levels:
    """Whether each world has come to each turning point."""
    return {
        (name, date): ((first != NEVER) & (first <= month)).astype(np.float64)
        for name, first in first_months(run).items()
        for date, month in _years(run).items()
    }


def _headline(run: Run) -> Levels:
    """The headline of each world that stands."""
    return {("headline", date): run.series[HEADLINE][month].astype(np.float64) for date, month in _years(run).items()}
