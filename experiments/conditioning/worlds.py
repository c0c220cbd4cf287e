"""The worlds a conditioned scenario is run in: searched at first use, and held against the record under its beliefs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from experiments.conditioning.condition import condition, facts_that_count
from model.core.declarations import Progress
from model.core.months import months_between
from model.runs.agreement import agreement, needed
from model.runs.run import run
from model.runs.world_lists import NoListError, WorldList, beliefs_of, factual, world_list
from model.scenario.scenario import Sampling, Scenario

UNCONDITIONED_BELOW = 0.5
"""Least share of the worlds that must still agree with the record for a run to be called conditioned."""


@dataclass(frozen=True)
class ListedWorlds:
    """Where the worlds of a conditioned scenario come from.

    Attributes:
        listed: The list.
        still_agree: Share of the worlds that agree with the record under the scenario's own beliefs; 1 where the list
            was searched with these.
    """

    listed: WorldList
    still_agree: float

    @property
    def is_conditioned(self) -> bool:
        """Whether the worlds can be called conditioned on the record."""
        return self.still_agree >= UNCONDITIONED_BELOW


def ensure_listed(scenario: Scenario, progress: Progress | None = None) -> WorldList | None:
    """The list a scenario takes its worlds from, searched now where there is none; None if it is not conditioned.

    Raises:
        StaleListError: The list shipped with the program was made with other rules, numbers or facts.
    """
    if scenario.sampling is not Sampling.CONDITIONED:
        return None
    try:
        return world_list(scenario)
    except NoListError:
        plain = replace(factual(scenario), hypotheses={}, parameters={}, switch_off=(), initial={})
        return condition(plain, worlds=scenario.worlds, progress=progress)


def listed_worlds(scenario: Scenario) -> ListedWorlds | None:
    """Where the worlds of a scenario come from, and how many still agree with the record under its own beliefs.

    A number, a hypothesis or a switch changes the past as well, so that the factual run is made again with it.

    Returns:
        The list and the share; None where the scenario is not conditioned.
    """
    if scenario.sampling is not Sampling.CONDITIONED:
        return None
    listed = world_list(scenario)
    if beliefs_of(scenario) == listed.beliefs:
        return ListedWorlds(listed, 1.0)
    facts = facts_that_count(listed.until)
    wanted = needed(facts)
    going = factual(scenario)
    going = replace(going, end=wanted.until, months=months_between(going.start, wanted.until) + 1)
    numbers = np.array(listed.worlds[: scenario.worlds], np.int64)
    simulated = run(going, keep=wanted.series, moves=wanted.moves, worlds=numbers)
    agreed = agreement(simulated, facts).sum(axis=0) >= listed.least
    return ListedWorlds(listed, float(agreed.mean()))
