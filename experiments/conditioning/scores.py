"""How well an ensemble foretells documented facts: log scores, Brier scores, and differences with their intervals.

    prior, conditioned = Ensemble.of(agreements), Ensemble.agreeing(agreements, counting)
    mean(log_scores(conditioned.rates, held_back))
    difference(log_scores(prior.rates, facts), log_scores(conditioned.rates, facts), facts)

Every fact of the record is put so that it is true, things that did not happen included; an ensemble foretells it with
the share of its worlds that agree.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from experiments.conditioning.agreements import Agreements
from experiments.conditioning.condition import least_agreement
from experiments.measures.pooled import Interval, Share
from model.core.declarations import Mask
from model.core.worlds import Numbers
from model.evidence.record import Fact

COUNTED_IN = 100
"""Every share is scored as if it had been counted in so many worlds, however many there were (see `probability`)."""
RESAMPLED, CONFIDENCE, SEED = 10_000, 0.95, 2021
"""Draws of the bootstrap, the share of them that an interval holds, and the seed of the draws."""

Scores = Mapping[str, float]
"""Key of a fact -> its score."""


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Worlds, and with which facts they agree.

    Attributes:
        numbers: The numbers of the worlds.
        rates: Key of every fact searched -> share of the worlds that agree with it.
        counted: How many facts they were chosen by; 0 for prior worlds.
        least: With how many of these each of them agrees at least.
    """

    numbers: Numbers
    rates: Scores
    counted: int = 0
    least: int = 0

    @property
    def worlds(self) -> int:
        """How many worlds there are."""
        return len(self.numbers)

    @classmethod
    def of(cls, agreements: Agreements, fits: Mask | None = None, counted: int = 0, least: int = 0) -> Ensemble:
        """All worlds of a search, or those of a mask."""
        numbers = np.arange(agreements.worlds, dtype=np.int64)
        there = slice(None) if fits is None else fits
        rates = {key: float(agreements.of(key)[there].mean()) for key in agreements.facts}
        return cls(numbers[there], rates, counted, least)

    @classmethod
    def agreeing(cls, agreements: Agreements, counting: Iterable[Fact], most: int | None = None) -> Ensemble:
        """The worlds that agree with the largest number of facts that leaves a thousandth, but no more than `most`."""
        keys = [fact.key for fact in counting]
        counts = agreements.counts(keys)
        least = least_agreement(counts) if most is None else min(least_agreement(counts), most)
        return cls.of(agreements, counts >= least, len(keys), least)


def accepted(agreements: Agreements, counting: Iterable[Fact], least: int) -> Share:
    """The share of the worlds that agree with at least so many facts, with its interval (Wilson)."""
    return Share.of(agreements.counts([fact.key for fact in counting]) >= least, CONFIDENCE)


def probability(rate: float) -> float:
    """The probability that a share of worlds is scored as: (n rate + 1) / (n + 2) with n = 100 (Laplace).

    The same n whatever the number of worlds, so that a small ensemble, which knows its shares less well, neither gains
    nor loses by that. The floor of the log score is therefore log(1 / 102), or -4.6.
    """
    return (COUNTED_IN * rate + 1.0) / (COUNTED_IN + 2.0)


def log_scores(rates: Scores, facts: Iterable[Fact]) -> dict[str, float]:
    """The natural logarithm of the probability of each fact; 0 is best."""
    return {fact.key: math.log(probability(rates[fact.key])) for fact in facts}


def brier_scores(rates: Scores, facts: Iterable[Fact]) -> dict[str, float]:
    """The squared distance of each share from certainty; 0 is best, and no floor is needed."""
    return {fact.key: (1.0 - rates[fact.key]) ** 2 for fact in facts}


def mean(scores: Scores) -> float:
    """The mean over the facts."""
    return float(np.mean(list(scores.values())))


class Difference(NamedTuple):
    """By how much one score exceeds another, with the interval of a bootstrap over whole episodes."""

    value: float
    interval: Interval

    @property
    def beyond_noise(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.interval.low > 0.0 or self.interval.high < 0.0


def difference(one: Scores, other: Scores, facts: Iterable[Fact]) -> Difference:
    """The mean of `one` less `other` over some facts.

    The interval draws whole episodes with replacement, for their facts hang together. Where there are few episodes it
    says little: with four of them one draw in 64 consists of a single one.
    """
    known = list(facts)
    gains, sizes = by_episode(one, other, known), Counter(fact.episode for fact in known)
    means, counts = np.array(list(gains.values())), np.array([sizes[key] for key in gains])
    drawn = np.random.default_rng(SEED).integers(len(means), size=(RESAMPLED, len(means)))
    drawn_means = (means * counts)[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    ends = np.quantile(drawn_means, ((1.0 - CONFIDENCE) / 2.0, (1.0 + CONFIDENCE) / 2.0))
    return Difference(float((means * counts).sum() / counts.sum()), Interval(*map(float, ends)))


def by_episode(one: Scores, other: Scores, facts: Iterable[Fact]) -> dict[str, float]:
    """The mean of `one` less `other` over the facts of each episode."""
    differences: dict[str, list[float]] = {}
    for fact in facts:
        differences.setdefault(fact.episode, []).append(one[fact.key] - other[fact.key])
    return {episode: float(np.mean(some)) for episode, some in differences.items()}
