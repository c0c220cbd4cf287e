"""The worlds a conditioned scenario is run in: searched at first use, and held against the record under its beliefs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from experiments.conditioning.agreements import agreed
from experiments.conditioning.condition import condition, facts_that_count
from model.core.declarations import Progress
from model.runs.digest import factual_scenario
from model.runs.world_lists import NoListError, WorldList, beliefs_of, factual, world_list, worlds_of
from model.scenario.scenario import Sampling, Scenario

Searching = Callable[[], AbstractContextManager[Progress | None]]
"""Says that worlds are being searched, and shows how far that is."""
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


def ensure_listed(scenario: Scenario, searching: Searching = nullcontext) -> WorldList | None:
    """The list a scenario takes its worlds from, searched now where there is none; None if it is not conditioned.

    Args:
        scenario: The scenario.
        searching: Entered only if worlds have to be searched, which takes minutes.

    Raises:
        StaleListError: The list shipped with the program was made with other rules, numbers or facts.
    """
    if scenario.sampling is not Sampling.CONDITIONED:
        return None
    try:
        return world_list(scenario)
    except NoListError:
        with searching() as progress:
            plain = replace(factual_scenario(), seed=scenario.seed)
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
    agreeing = agreed(factual(scenario), facts, worlds_of(scenario)).sum(axis=0) >= listed.least
    return ListedWorlds(listed, float(agreeing.mean()))
