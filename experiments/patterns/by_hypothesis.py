"""The patterns under every variant of every rival hypothesis: which of them reproduce the record, where others fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from experiments.patterns.score import PatternReport, score
from model.evidence.hypotheses import Hypothesis
from model.evidence.load import load_seeds
from model.scenario.scenario import Scenario

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class VariantScore:
    """How one variant of a hypothesis came out.

    Attributes:
        hypothesis: The question.
        variant: Name of the answer taken.
        report: The patterns.
    """

    hypothesis: Hypothesis
    variant: str
    report: PatternReport

    @property
    def failing(self) -> tuple[str, ...]:
        """Ids of the patterns that do not hold."""
        return tuple(result.id for result in self.report.results if not result.met)


def acting() -> tuple[tuple[Hypothesis, str], ...]:
    """Every variant of every hypothesis that the rules carry, in the order of the seeds."""
    known = load_seeds().hypotheses.values()
    return tuple((h, name) for h in known if not h.status for name in h.variants)


def by_variant(scenario: Scenario, progress: Progress | None = None) -> Iterator[VariantScore]:
    """Score a scenario once per variant, all other hypotheses at their defaults.

    Args:
        scenario: What is scored; its seed, worlds and sampling hold for every variant.
        progress: Called with variants done and variants in all.

    Yields:
        One score after another.
    """
    every = acting()
    for place, (hypothesis, name) in enumerate(every):
        chosen = replace(scenario, hypotheses={hypothesis.name: name})
        yield VariantScore(hypothesis, name, score(chosen))
        if progress is not None:
            progress(place + 1, len(every))
