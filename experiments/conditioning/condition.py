"""Conditioning on the record: which prior worlds could have been ours, and what each number learned from it.

    listed = condition(load_scenario("baseline"), progress=progress)
    listed.worlds, listed.least, listed.facts           # e.g. (412, 1873, ...), 27 of 34 facts

A count of facts decides, not a weight: a world is listed if it agrees with at least k of the facts that count, and k is
the largest number that leaves a thousandth of the first million worlds. Facts held back never count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from experiments.conditioning.agreements import Agreements, search
from model.core.arrays import order_statistic
from model.core.declarations import Array, Progress
from model.core.draws import Draws
from model.core.errors import TightropeError
from model.ensemble.parameters import parameter_values
from model.evidence.load import load_seeds
from model.evidence.record import Fact
from model.runs.agreement import facts_until
from model.runs.digest import model_digest
from model.runs.world_lists import ALL, WorldList, beliefs_of, factual, store_list
from model.scenario.scenario import Scenario

SEARCHED = 1_000_000
"""Worlds that are searched first; the least agreement is settled on them."""
SHARE = 0.001
"""Share of the worlds searched that must be left: 1,000 of a million."""
MOST_SEARCHED = 20 * SEARCHED
"""Worlds that are searched at most for a long list."""
COMPARED = 4_000
"""Prior worlds that numbers of conditioned worlds are compared with."""
ENDS = 0.05, 0.95
LEARNED_BEYOND = 0.05
"""Chance of taking one number, of all of them, for one that learned although none did (Bonferroni)."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What the record says about one number.

    Attributes:
        key: The number.
        prior_width: Distance between the ends of its middle 90 % in prior worlds.
        width: The same in conditioned worlds.
        prior_median: Its median in prior worlds.
        median: Its median in conditioned worlds.
        beyond_noise: Whether its distribution differs from the prior one by more than a sample of that size can by
            chance (two-sample Kolmogorov-Smirnov test with Bonferroni's correction over all numbers).
    """

    key: str
    prior_width: float
    width: float
    prior_median: float
    median: float
    beyond_noise: bool


def facts_that_count(until: str = ALL) -> tuple[Fact, ...]:
    """The facts that worlds are conditioned on: those before a month, or all of them."""
    facts = load_seeds().record.conditioning
    return facts if until == ALL else facts_until(facts, until)


def condition(
    scenario: Scenario,
    *,
    until: str = ALL,
    worlds: int | None = None,
    tried: int = SEARCHED,
    progress: Progress | None = None,
) -> WorldList:
    """Search prior worlds that agree with the record, with the beliefs and the seed of a scenario, and store the list.

    Args:
        scenario: The scenario; its pressures do not matter, as worlds are searched by how history went.
        until: Only facts before this month count.
        worlds: Length of the list; if the worlds tried do not give so many, more are searched with the same least
            agreement. All that agree if None.
        tried: Worlds that are searched first.
        progress: Called with worlds done and worlds in all.

    Raises:
        TightropeError: No fact counts, or the list cannot be made so long.
    """
    counting = facts_that_count(until)
    if not counting:
        message = f"no fact of the record lies before {until}"
        raise TightropeError(message)
    keys, going = tuple(fact.key for fact in counting), factual(scenario)
    facts = tuple({fact.key: fact for fact in (*load_seeds().record.facts, *counting)}.values())
    agreements = search(going, facts, tried=tried, progress=progress)
    least = least_agreement(agreements.counts(keys))
    while worlds is not None and (found := np.count_nonzero(agreements.counts(keys) >= least)) < worlds:
        if agreements.worlds >= MOST_SEARCHED:
            message = (
                f"{worlds:,} worlds were asked for, but of {agreements.worlds:,} searched only "
                f"{found:,} agree with {least} of {len(keys)} facts"
            )
            raise TightropeError(message)
        agreements = search(going, facts, tried=agreements.worlds + tried, progress=progress)
    listed = list_of(agreements, keys, least, scenario, until)
    store_list(listed)
    return listed


def least_agreement(counts: NDArray[np.int64]) -> int:
    """The largest k such that a thousandth of the worlds agree with at least k facts."""
    wanted = max(1, round(SHARE * len(counts)))
    return int(np.sort(counts)[-wanted])


def list_of(
    agreements: Agreements, counting: Sequence[str], least: int, scenario: Scenario, until: str = ALL
) -> WorldList:
    """The list of the worlds that agree with at least so many of the facts that count."""
    fits = agreements.counts(counting) >= least
    rates = {key: (_rate(there := agreements.of(key)), _rate(there[fits])) for key in agreements.facts}
    return WorldList(
        digest=model_digest(),
        beliefs=beliefs_of(scenario),
        seed=scenario.seed,
        until=until,
        facts=len(counting),
        least=least,
        tried=agreements.worlds,
        rates=rates,
        worlds=tuple(np.flatnonzero(fits).tolist()),
    )


def learned(listed: WorldList, scenario: Scenario) -> tuple[Learned, ...]:
    """What the record says about every sampled number, those that learned most first."""
    seeds, going = load_seeds(), factual(scenario)
    prior = parameter_values(going, seeds, Draws(going.seed, COMPARED)).by_key
    kept = parameter_values(going, seeds, Draws(going.seed, np.array(listed.worlds, np.int64))).by_key
    varied = [key for key, values in prior.items() if values.strides != (0,)]
    found = [_learned(key, prior[key], kept[key], len(varied)) for key in varied]
    return tuple(sorted(found, key=lambda one: (not one.beyond_noise, one.width / one.prior_width, one.key)))


def _learned(key: str, prior: Array, kept: Array, numbers: int) -> Learned:
    (low, high), (least, most) = (np.quantile(values, ENDS) for values in (prior, kept))
    chance = stats.ks_2samp(prior, kept, method="asymp").pvalue
    return Learned(
        key=key,
        prior_width=float(high - low),
        width=float(most - least),
        prior_median=float(order_statistic(prior, 0.5)),
        median=float(order_statistic(kept, 0.5)),
        beyond_noise=bool(chance < LEARNED_BEYOND / numbers),
    )


def _rate(agrees: NDArray[np.bool_]) -> float:
    return round(float(agrees.mean()), 5) if agrees.size else float("nan")
