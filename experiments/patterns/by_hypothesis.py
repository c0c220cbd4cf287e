"""The patterns under every variant of every rival hypothesis: which of them reproduce the record, where others fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from experiments.patterns.score import PatternReport, score
from model.core.declarations import Progress
from model.evidence.hypotheses import Hypothesis
from model.evidence.load import load_seeds
from model.scenario.scenario import Scenario


class VariantScore(NamedTuple):
    """How the patterns came out under one variant of a hypothesis."""

    hypothesis: Hypothesis
    variant: str
    report: PatternReport


def active_variants() -> tuple[tuple[Hypothesis, str], ...]:
    """Every variant of every hypothesis that the rules carry, in the order of the seeds."""
    known = load_seeds().hypotheses.values()
    return tuple((h, name) for h in known if not h.status for name in h.variants)


def by_variant(scenario: Scenario, progress: Progress | None = None) -> Iterator[VariantScore]:
    """Score a scenario once per variant, all other hypotheses at their defaults; progress counts the variants."""
    variants = active_variants()
    for number, (hypothesis, name) in enumerate(variants, 1):
        yield VariantScore(hypothesis, name, score(replace(scenario, hypotheses={hypothesis.name: name})))
        if progress is not None:
            progress(number, len(variants))
