"""Lists of conditioned worlds: which prior worlds, run as history went, agree with the documented record.

A world is its number: its random draws and its numbers follow from it. A conditioned ensemble is therefore a list of
world numbers, and any scenario can be run in just these worlds. `experiments.conditioning` makes the lists; here they
are read, and given to whoever runs a scenario with `sampling: conditioned`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from model.core.errors import TightropeError
from model.core.files import write_whole
from model.core.places import cache_folder
from model.core.worlds import Numbers, Worlds, world_numbers
from model.runs.digest import factual_scenario, model_digest
from model.runs.manifest import digest_of
from model.scenario.scenario import Sampling, Scenario

FORMAT = "tightrope conditioned worlds 1"
SHIPPED = Path(__file__).with_name("conditioned_worlds.json")
"""The list for the baseline and its seed, searched once and stored with the program."""
BELIEFS = ("hypotheses", "parameters", "switch_off", "initial")
"""What a scenario may say of how the world works."""
ALL = ""
"""No month: the whole record counts."""


class NoListError(TightropeError):
    """There is no list of conditioned worlds for a scenario, or none that is long enough."""


class StaleListError(TightropeError):
    """A list of conditioned worlds was made with other rules, numbers or facts than those of today."""


@dataclass(frozen=True)
class WorldList:
    """Worlds that agree with the record, and how they were found.

    Attributes:
        digest: Digest of the model it was made with.
        beliefs: Hypotheses, numbers, switches and first values it was made with, where they are not the baseline's.
        seed: Seed of all draws.
        until: Only facts before this month counted, ``YYYY-MM``; empty for the whole record.
        facts: How many facts counted.
        least: A world is in the list if it agrees with at least so many.
        tried: Worlds 0 to tried - 1 were searched.
        rates: Fact -> share of all worlds tried that agree with it, and of the worlds listed.
        worlds: The numbers of the worlds, ascending.
    """

    digest: str
    beliefs: Mapping[str, Any]
    seed: int
    until: str
    facts: int
    least: int
    tried: int
    rates: Mapping[str, tuple[float, float]]
    worlds: tuple[int, ...]

    def to_text(self) -> str:
        """The list as JSON, with the worlds in one line."""
        plain = {"format": FORMAT} | asdict(self)
        worlds = plain.pop("worlds")
        return f'{json.dumps(plain, indent=1)[:-2]},\n "worlds": {json.dumps(worlds)}\n}}\n'


def beliefs_of(scenario: Scenario) -> dict[str, Any]:
    """What a scenario changes about how the world works, and so about its past: all but pressures and dates."""
    base = factual_scenario()
    differing = [key for key in BELIEFS if getattr(scenario, key) != getattr(base, key)]
    plain = scenario.resolved() if differing else {}
    return {key: plain[key] for key in differing}


def factual(scenario: Scenario) -> Scenario:
    """History as it went, with the beliefs and the seed of a scenario, in prior worlds."""
    return replace(
        factual_scenario(),
        seed=scenario.seed,
        sampling=Sampling.PRIOR,
        given=(),
        **{key: getattr(scenario, key) for key in BELIEFS},
    )


def worlds_of(scenario: Scenario, worlds: Worlds | None = None) -> Numbers:
    """The worlds a scenario is run in: the first ones of its list if they are conditioned, else 0, 1, 2, ...

    Args:
        scenario: The scenario.
        worlds: How many, or the numbers themselves, listed or not; as many as the scenario asks for if None.

    Raises:
        NoListError: No list has been searched for its seed, or it is too short.
        StaleListError: The list was made with other rules, numbers or facts.
        TightropeError: There are no such worlds.
    """
    asked = scenario.worlds if worlds is None else worlds
    numbers = world_numbers(asked)
    if not isinstance(asked, int) or scenario.sampling is not Sampling.CONDITIONED:
        return numbers
    return world_numbers(world_list(replace(scenario, worlds=asked)).worlds[:asked])


def world_list(scenario: Scenario) -> WorldList:
    """The list a conditioned scenario takes its worlds from: one for its beliefs if there is one, else the baseline's.

    Raises:
        NoListError: There is none that is long enough.
        StaleListError: It was made with other rules, numbers or facts.
    """
    beliefs = beliefs_of(scenario)
    own = find_list(scenario.seed, beliefs) if beliefs else None
    if own is not None and len(own.worlds) >= scenario.worlds:
        return own
    listed = find_list(scenario.seed, {})
    if listed is None:
        _refuse_stale(scenario.seed)
        message = (
            f"no worlds of seed {scenario.seed} have been conditioned on the record yet; search them with: "
            f"tightrope condition baseline --seed {scenario.seed}"
        )
        raise NoListError(message)
    if len(listed.worlds) < scenario.worlds:
        message = (
            f"{scenario.worlds:,} conditioned worlds are asked for and {len(listed.worlds):,} have been found so far; "
            f"search more with: tightrope condition baseline --seed {scenario.seed} --worlds {scenario.worlds}"
        )
        raise NoListError(message)
    return listed


def listed_at_most() -> int:
    """How many worlds the list for the baseline and its seed has.

    Raises:
        NoListError: There is none.
        StaleListError: It was made with other rules, numbers or facts.
    """
    return len(world_list(replace(factual_scenario(), worlds=1)).worlds)


def find_list(seed: int, beliefs: Mapping[str, Any], until: str = ALL) -> WorldList | None:
    """The longest list made with the model as it is now; None if there is none."""
    found = [one for one in (_shipped(), _read(_place(seed, beliefs, until))) if one is not None]
    fitting = [one for one in found if (one.seed, one.until, one.beliefs) == (seed, until, beliefs)]
    current = [one for one in fitting if one.digest == model_digest()]
    return max(current, key=lambda one: len(one.worlds), default=None)


def store_list(listed: WorldList, path: Path | None = None) -> Path:
    """Write a list to the cache, where runs find it, or to a file."""
    place = path or _place(listed.seed, listed.beliefs, listed.until)
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, listed.to_text())
    _read.cache_clear()
    _shipped.cache_clear()
    return place


def _refuse_stale(seed: int) -> None:
    shipped = _shipped()
    if shipped is not None and shipped.seed == seed and shipped.digest != model_digest():
        message = (
            f"the list of conditioned worlds ({SHIPPED.name}) was made with other rules, numbers or facts than those "
            "here; search the worlds that agree with the record now with: tightrope condition baseline"
        )
        raise StaleListError(message)


@cache
def _shipped() -> WorldList | None:
    return _read(SHIPPED)


@cache
def _read(place: Path) -> WorldList | None:
    """The list in a file; None if there is no such file or it holds something else."""
    try:
        plain = json.loads(place.read_text(encoding="utf-8"))
        if plain.pop("format") != FORMAT:
            return None
        rates = {key: (float(prior), float(kept)) for key, (prior, kept) in plain.pop("rates").items()}
        return WorldList(**(plain | {"rates": rates, "worlds": tuple(plain["worlds"])}))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _place(seed: int, beliefs: Mapping[str, Any], until: str) -> Path:
    return cache_folder("conditioned") / f"{digest_of([model_digest(), seed, beliefs, until])}.json"
