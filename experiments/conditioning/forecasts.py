"""What conditioning on the record is worth: scores on facts held back, and year by year on the facts of the next two.

    found = forecasts(tried=100_000)
    found.held_back[0].name, found.held_back[0].log_score
    found.years[0].month, found.years[0].gain

One search of the baseline answers for the record, for shuffled records and for what was known each January; a second
one runs the ranges of before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

import numpy as np

from experiments.conditioning.agreements import Agreements, search
from experiments.conditioning.moved_facts import coming, known_in, shuffled
from experiments.conditioning.ranges_before import in_ranges_before
from experiments.conditioning.scores import (
    Difference,
    Ensemble,
    Scores,
    accepted,
    brier_scores,
    difference,
    log_scores,
    mean,
)
from experiments.measures.pooled import Share
from model.core.declarations import Progress
from model.evidence.load import load_seeds
from model.evidence.record import Fact, Record
from model.runs.digest import factual_scenario

SHUFFLES = tuple(range(1, 9))
"""Seeds of the records with shuffled dates."""
JANUARIES = tuple(f"{year}-01" for year in range(2015, 2022))
AHEAD = 24
"""Months that are scored after each January."""

Shown = Callable[[str], AbstractContextManager[Progress | None]]
"""Shows the progress of a piece of work, given its title."""


@dataclass(frozen=True, eq=False)
class HeldBackScore:
    """How well some worlds foretell the facts held back.

    Attributes:
        name: Which worlds.
        worlds: How many; the fewest where several lists are averaged.
        least: With how many of the facts that choose them they agree, in words; empty for prior worlds.
        rates: Key of every fact held back -> share of the worlds that agree with it.
        log_score: Mean log score.
        brier: Mean Brier score.
        less: Its log scores less those of conditioned worlds; None for these themselves.
    """

    name: str
    worlds: int
    least: str
    rates: Scores
    log_score: float
    brier: float
    less: Difference | None


@dataclass(frozen=True, eq=False)
class YearScore:
    """What is known each January, and how well it foretells the next two years.

    Attributes:
        month: The January.
        chosen: The worlds that agree with what is known then.
        facts: The facts that are scored.
        used: How many of these are conditioning facts of the record; the others are held back.
        prior: Their log scores in prior worlds.
        conditioned: Their log scores in the worlds chosen.
    """

    month: str
    chosen: Ensemble
    facts: tuple[Fact, ...]
    used: int
    prior: Scores
    conditioned: Scores

    @property
    def gain(self) -> Difference:
        """By how much the worlds chosen score better, in the mean over the facts."""
        return difference(self.conditioned, self.prior, self.facts)


@dataclass(frozen=True, eq=False)
class Forecasts:
    """Both kinds of scores, and the worlds they start from.

    Attributes:
        tried: Worlds searched.
        prior: All prior worlds.
        conditioned: Those that agree with the record.
        share: The share of prior worlds that these are.
        held_back: Scores on the facts held back: conditioned, prior, shuffled dates, ranges of before.
        years: Scores of the next two years, January by January.
        all_years: Gain over all Januaries together, a fact counting each time that it is scored.
    """

    tried: int
    prior: Ensemble
    conditioned: Ensemble
    share: Share
    held_back: tuple[HeldBackScore, ...]
    years: tuple[YearScore, ...]
    all_years: Difference


def forecasts(tried: int, shown: Shown, record: Record | None = None) -> Forecasts:
    """Search the worlds and score them."""
    known = load_seeds().record if record is None else record
    records = [shuffled(known.conditioning, seed) for seed in SHUFFLES]
    asked = [known.facts, *records]
    for month in JANUARIES:
        asked += [known_in(known.conditioning, month), coming(known.facts, month, AHEAD)]
    facts = tuple({fact.key: fact for some in asked for fact in some}.values())
    with shown("Searching the baseline") as progress:
        agreements = search(factual_scenario(), facts, tried=tried, progress=progress)
    with shown("Searching the ranges of before") as progress:
        before = search(in_ranges_before(factual_scenario()), known.held_back, tried=tried, progress=progress)
    prior, conditioned = Ensemble.of(agreements), Ensemble.agreeing(agreements, known.conditioning)
    others = {
        "prior worlds": [prior],
        "shuffled dates": [Ensemble.agreeing(agreements, some) for some in records],
        "ranges of before (tuned on these)": [Ensemble.of(before)],
    }
    own = held_back_score("conditioned worlds", [conditioned], known.held_back)
    rest = [held_back_score(name, some, known.held_back, conditioned) for name, some in others.items()]
    years = tuple(year_score(known, agreements, prior, month) for month in JANUARIES)
    share = accepted(agreements, known.conditioning, conditioned.least)
    return Forecasts(tried, prior, conditioned, share, (own, *rest), years, together(years))


def held_back_score(
    name: str, ensembles: Sequence[Ensemble], facts: Sequence[Fact], conditioned: Ensemble | None = None
) -> HeldBackScore:
    """The score of one ensemble, or the mean over several, beside conditioned worlds if these are given."""
    logs = _averaged([log_scores(one.rates, facts) for one in ensembles])
    least = sorted({one.least for one in ensembles})
    span = f"{least[0]}" if len(least) == 1 else f"{least[0]} to {least[-1]}"
    return HeldBackScore(
        name=name,
        worlds=min(one.worlds for one in ensembles),
        least=f"{span} of {ensembles[0].counted}" if ensembles[0].counted else "",
        rates=_averaged([{fact.key: one.rates[fact.key] for fact in facts} for one in ensembles]),
        log_score=mean(logs),
        brier=mean(_averaged([brier_scores(one.rates, facts) for one in ensembles])),
        less=None if conditioned is None else difference(logs, log_scores(conditioned.rates, facts), facts),
    )


def _averaged(scores: Sequence[Scores]) -> dict[str, float]:
    return {key: float(np.mean([one[key] for one in scores])) for key in scores[0]}


def year_score(record: Record, agreements: Agreements, prior: Ensemble, month: str) -> YearScore:
    """How much better worlds that lived what is known by a month foretell the next two years."""
    known, ahead = known_in(record.conditioning, month), coming(record.facts, month, AHEAD)
    chosen = Ensemble.agreeing(agreements, known)
    used = {fact.episode for fact in record.conditioning}
    return YearScore(
        month=month,
        chosen=chosen,
        facts=ahead,
        used=sum(fact.episode in used for fact in ahead),
        prior=log_scores(prior.rates, ahead),
        conditioned=log_scores(chosen.rates, ahead),
    )


def together(years: Sequence[YearScore]) -> Difference:
    """The gain over several Januaries; a fact counts each time that it is scored, always with its episode."""
    facts = [replace(fact, key=f"{year.month} {fact.key}") for year in years for fact in year.facts]
    before = {f"{year.month} {key}": score for year in years for key, score in year.prior.items()}
    after = {f"{year.month} {key}": score for year in years for key, score in year.conditioned.items()}
    return difference(after, before, facts)
