"""The patterns in ensembles of different width: how wide may numbers be before a pattern is lost?

for one in by_width(load_scenario("baseline", settings=["worlds=500"])):
    one.name, one.report.met        # e.g. "±35 %", 17
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from experiments.patterns.score import PatternReport, score
from model.core.declarations import Progress
from model.ensemble.parameters import hypothesis_settings
from model.evidence.load import load_seeds
from model.evidence.parameters import Kind, Parameter
from model.scenario.scenario import ParameterSetting, Sampling, Scenario

WIDTHS = (0.25, 0.35, 0.5)
"""Half-widths as a share of the best value."""


class WidthScore(NamedTuple):
    """How the patterns came out in one ensemble."""

    name: str
    report: PatternReport


def at_width(scenario: Scenario, width: float) -> Scenario:
    """Prior worlds of a scenario in which every sampled number lies within this share of its best value.

    No range leaves the domain of its number. What the scenario or a hypothesis sets stays as it is.

    Args:
        scenario: The scenario.
        width: Half-width of each range as a share of the best value, above 0.
    """
    seeds = load_seeds()
    sampled = (one for one in seeds.parameters.values() if one.kind is not Kind.DEFINITION and one.low < one.high)
    ranges = {one.key: _range(one, width) for one in sampled}
    kept = {*hypothesis_settings(scenario, seeds), *scenario.parameters}
    own = {key: setting for key, setting in ranges.items() if key not in kept}
    return replace(scenario, sampling=Sampling.PRIOR, parameters={**scenario.parameters, **own})


def _range(one: Parameter, width: float) -> ParameterSetting:
    aside = width * abs(one.best)
    return ParameterSetting(low=max(one.best - aside, one.domain.low), high=min(one.best + aside, one.domain.high))


def by_width(scenario: Scenario, progress: Progress | None = None) -> Iterator[WidthScore]:
    """Score a scenario at best values, in prior and in conditioned worlds, and at each of `WIDTHS`.

    Args:
        scenario: Its seed must be one that worlds have been conditioned for.
        progress: Called with ensembles done and ensembles in all.
    """
    samplings = (Sampling.BEST, Sampling.PRIOR, Sampling.CONDITIONED)
    ensembles = {str(sampling): replace(scenario, sampling=sampling) for sampling in samplings}
    ensembles |= {f"±{100 * width:.0f} %": at_width(scenario, width) for width in WIDTHS}
    for number, (name, one) in enumerate(ensembles.items(), 1):
        yield WidthScore(name, score(one))
        if progress is not None:
            progress(number, len(ensembles))
