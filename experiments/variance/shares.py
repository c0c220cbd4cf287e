"""What the spread of the outcomes of any scenario rests on: chance, and numbers by where they come from.

    found = shares_of(load_scenario("s03_eu_sanctions_2017"), worlds=2000)
    found.indices.first_of(found.without_text, 0)       # the share of numbers that no text gives, with its interval

Shares by kind of number are of prior worlds, whose numbers are drawn independently of one another. In worlds that agree
with the record they depend on each other, and only numbers as a whole can be told from chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.measures.outcomes import Outcome, outcomes_between, values_of
from experiments.measures.quantity import recorded
from experiments.variance.groups import Division, Group, divisions
from experiments.variance.indices import OTHER_SEED, Indices, Samples, indices, ranked, simulate_groups
from model.core.declarations import Array, Progress
from model.core.draws import SplitDraws
from model.core.worlds import chunks
from model.runs.run import CHUNK, run
from model.runs.world_lists import beliefs_of, world_list, worlds_of
from model.scenario.scenario import Sampling, Scenario

WITHOUT_TEXT = ("judged", "assumed")
"""Kinds of numbers whose size no text gives."""


@dataclass(frozen=True)
class Shares:
    """What the spread of outcomes rests on.

    Attributes:
        worlds: Worlds of each run.
        kinds: Numbers by kind, and chance.
        without_text: Judged and assumed numbers together.
        indices: Of the worlds' ranks, for the outcomes, the kinds and `without_text`.
        agreeing: With the numbers of worlds that agree with the record; None if the scenario does not ask for them.
    """

    scenario: Scenario
    worlds: int
    outcomes: tuple[Outcome, ...]
    kinds: tuple[Group, ...]
    without_text: Group
    indices: Indices
    agreeing: AgreeingShares | None = None

    @property
    def chance(self) -> Group:
        """All draws that are no number."""
        return self.kinds[-1]


@dataclass(frozen=True)
class AgreeingShares:
    """The share of chance, alone and with numbers, where numbers are those of worlds that agree with the record.

    Attributes:
        worlds: Number of these worlds.
        chance: Chance, the only group.
        indices: Only the total indices have a meaning.
        found_with_own: Whether they agree with the hypotheses, numbers and switches of the scenario itself.
    """

    worlds: int
    chance: Group
    indices: Indices
    found_with_own: bool = True


def outcomes_of(scenario: Scenario) -> tuple[Outcome, ...]:
    """The outcomes of the months from which a scenario is read."""
    return outcomes_between(scenario.date(scenario.read_from), scenario.end)


def shares_of(
    scenario: Scenario,
    outcomes: Sequence[Outcome] | None = None,
    *,
    worlds: int,
    progress: Progress | None = None,
) -> Shares:
    """Divide the spread of a scenario's outcomes, those of `outcomes_of` unless others are asked for.

    Args:
        scenario: The scenario; its seed is the first one of pick and freeze.
        outcomes: What is measured.
        worlds: Worlds of each run, of which there are six or seven.
        progress: Called with runs done and runs in all.
    """
    asked = tuple(outcomes_of(scenario) if outcomes is None else outcomes)
    kinds = divisions(scenario)[0].groups
    parts = [group for group in kinds if group.name in WITHOUT_TEXT]
    draws = frozenset[str]().union(*(group.draws for group in parts))
    both = Group("judged or assumed", draws, sum(group.numbers for group in parts))
    divided = (Division("kind", kinds), Division("text", (both,)))
    other = _other_seeds(scenario)[0]
    samples = simulate_groups(scenario, divided, asked, worlds=worlds, other_seed=other, progress=progress)
    return Shares(scenario, worlds, asked, kinds, both, indices(ranked(samples)))


def agreeing_shares(found: Shares, progress: Progress | None = None) -> AgreeingShares | None:
    """The share of chance where numbers are those of the worlds that a scenario is run in; None if these are prior.

    Chance is drawn anew, twice, with the same numbers: half the mean square of the differences, over the variance, is
    Jansen's total index, which asks only that chance does not depend on the numbers, not that these do not depend on
    each other.

    Raises:
        NoListError: The worlds that agree with the record have not been searched.
    """
    scenario, chance = found.scenario, found.chance
    if scenario.sampling is not Sampling.CONDITIONED:
        return None
    numbers = worlds_of(scenario, min(found.worlds, scenario.worlds))
    anew = _chance_anew(replace(scenario, sampling=Sampling.PRIOR), found.outcomes, chance)
    parts = chunks(numbers, CHUNK)
    once: list[Array] = []
    again: list[Array] = []
    for done, some in enumerate(parts):
        for place, (seed, values) in enumerate(zip(_other_seeds(scenario), (once, again), strict=True), start=1):
            values.append(anew(SplitDraws(scenario.seed, some, other=seed, names=chance.draws)))
            if progress is not None:
                progress(2 * done + place, 2 * len(parts))
    own, other = (np.concatenate(values, axis=1) for values in (once, again))
    samples = Samples((chance,), own, other, other[None])
    own_beliefs = world_list(scenario).beliefs == beliefs_of(scenario)
    return AgreeingShares(len(numbers), chance, indices(ranked(samples)), own_beliefs)


def _other_seeds(scenario: Scenario) -> list[int]:
    """Two seeds beside that of the scenario."""
    return [seed for seed in range(OTHER_SEED, OTHER_SEED + 3) if seed != scenario.seed][:2]


def _chance_anew(scenario: Scenario, outcomes: Sequence[Outcome], chance: Group) -> Callable[[SplitDraws], Array]:
    series, moves = recorded(leaves=(outcome.measure for outcome in outcomes))

    def simulate(draws: SplitDraws) -> Array:
        return values_of(run(scenario, keep=series, moves=moves, draws=draws), outcomes)

    return simulate
