"""How the record bears on histories and theories other than the default: false worlds, and variants of the hypotheses.

Each is searched for itself, in as many prior worlds as the baseline. The share that agrees with at least as many facts
as the baseline's list asks for is its support by the record. A false world is then put to the tests as well, in worlds
of its own that agree with the record as far as any do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from experiments.conditioning.agreements import search
from experiments.conditioning.false_worlds import FalseWorld
from experiments.conditioning.scores import Difference, Ensemble, accepted, difference, log_scores
from experiments.measures.pooled import Share
from experiments.patterns.score import WorkCount, score
from experiments.patterns.verdicts import PatternResult
from model.core.declarations import Progress
from model.evidence.hypotheses import Hypothesis
from model.evidence.record import Record
from model.scenario.scenario import Sampling, Scenario

FAILED_BELOW = 0.5
"""A world fails a fact if fewer of its worlds than these agree with it."""
MOST_SCORED = 500
"""Worlds at most in which patterns are scored."""


@dataclass(frozen=True, slots=True)
class VariantSupport:
    """The share of a variant's prior worlds that agree with the record as far as the baseline's list asks for."""

    hypothesis: Hypothesis
    variant: str
    share: Share


@dataclass(frozen=True, eq=False)
class FalseWorldResult:
    """What the record, the facts held back and the patterns make of a false world.

    Attributes:
        share: The share of its prior worlds that agree with the record as far as the baseline's list asks for.
        chosen: Its worlds that agree as far, or, where these are fewer than a thousandth, as far as a thousandth does.
        less: The log scores of these on the facts held back, less those of the baseline's conditioned worlds.
        patterns: How the patterns come out in these worlds.
        failed: The facts and patterns that they fail.
    """

    world: FalseWorld
    share: Share
    chosen: Ensemble
    less: Difference
    patterns: tuple[PatternResult, ...]
    failed: frozenset[str]


def variant_supports(
    scenario: Scenario,
    variants: Sequence[tuple[Hypothesis, str]],
    record: Record,
    least: int,
    tried: int,
    progress: Progress | None = None,
) -> Iterator[VariantSupport]:
    """The support of each variant of a hypothesis, the others at their defaults; progress counts all worlds."""
    count = WorkCount(progress, len(variants) * tried)
    for hypothesis, name in variants:
        changed = replace(scenario, hypotheses={hypothesis.name: name})
        found = search(changed, record.conditioning, tried=tried, progress=count.part(tried))
        yield VariantSupport(hypothesis, name, accepted(found, record.conditioning, least))


def false_world_results(
    worlds: Mapping[str, FalseWorld],
    record: Record,
    conditioned: Ensemble,
    tried: int,
    progress: Progress | None = None,
) -> Iterator[FalseWorldResult]:
    """Put every false world to the tests, beside the baseline's conditioned worlds; progress counts all worlds."""
    own, count = log_scores(conditioned.rates, record.held_back), WorkCount(progress, len(worlds) * tried)
    for world in worlds.values():
        found = search(world.scenario, record.facts, tried=tried, progress=count.part(tried))
        chosen = Ensemble.agreeing(found, record.conditioning, most=conditioned.least)
        patterns = pattern_results(world.scenario, chosen)
        yield FalseWorldResult(
            world=world,
            share=accepted(found, record.conditioning, conditioned.least),
            chosen=chosen,
            less=difference(log_scores(chosen.rates, record.held_back), own, record.held_back),
            patterns=patterns,
            failed=frozenset(
                [
                    *(fact.key for fact in record.facts if chosen.rates[fact.key] < FAILED_BELOW),
                    *(result.id for result in patterns if fails(result)),
                ]
            ),
        )


def pattern_results(scenario: Scenario, chosen: Ensemble) -> tuple[PatternResult, ...]:
    """How the patterns come out in some worlds of a scenario, the first ones if there are many."""
    numbers = chosen.numbers[:MOST_SCORED]
    asked = replace(scenario, worlds=len(numbers), sampling=Sampling.PRIOR)
    return score(asked, numbers=numbers).results


def fails(result: PatternResult) -> bool:
    """Whether a pattern fails beyond noise: a share of worlds only if its whole interval is below what is required.

    A pattern that cannot be asked there, because its case arises in no world, is not failed.
    """
    if result.met or result.rate is None or result.interval is None:
        return False
    if isinstance(result.required, float) and result.rate < result.required:
        return result.interval.high < result.required
    return True
