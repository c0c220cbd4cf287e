"""Scenarios on one footing: the same worlds, dates and beliefs, so that they differ only in what is to be compared.

    footing = on_one_footing([load_scenario("baseline"), load_scenario("s03_eu_sanctions_2017")])
    footing.scenarios          # the two, to the same end, with the same draws, numbers and hypotheses
    footing.notes              # what one of them says of the world and what therefore holds for the other as well

What a scenario says that the baseline does not say holds on both sides; where two say different things, one has to be
chosen. Hypotheses, numbers, switches and first values are *beliefs*: they may be left on the side that has them, if
that is asked for, and then belong to what is compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from model.core.errors import TightropeError
from model.core.months import months_between
from model.runs.digest import factual_scenario
from model.runs.world_lists import BELIEFS
from model.scenario.files import file_of
from model.scenario.load import load_scenario
from model.scenario.scenario import Scenario

WORLDS_AND_DRAWS = ("sampling", "seed", "worlds")
"""Keys that must be the same on all sides, whatever is asked."""
TABLES = {"hypotheses": "hypothesis", "parameters": "parameter", "initial": "first value"}
"""Beliefs that are tables, and what one entry is called."""


class FootingError(TightropeError):
    """Scenarios cannot be put on one footing, for these reasons, one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)


class Beliefs(StrEnum):
    """Whose hypotheses, numbers, switches and first values hold."""

    TOGETHER = "together"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Footing:
    """Scenarios that can be compared world by world.

    Attributes:
        scenarios: In the order in which they were given.
        notes: What was carried from one to the others, or still differs beside the pressures; a sentence each.
    """

    scenarios: tuple[Scenario, ...]
    notes: tuple[str, ...]


def on_one_footing(scenarios: Sequence[Scenario], *, beliefs: Beliefs = Beliefs.TOGETHER) -> Footing:
    """Give scenarios the same worlds, random draws, sampling, end, conditions and, unless asked otherwise, beliefs.

    Raises:
        FootingError: They start in different months, or say different things that cannot hold together.
    """
    problems, notes = list[str](), list[str]()
    if len({one.start for one in scenarios}) > 1:
        starts = ", ".join(f"{one.name} in {one.start}" for one in scenarios)
        raise FootingError([f"worlds can only be compared from the same first month on; they start: {starts}"])
    common: dict[str, Any] = {key: _one_value(key, scenarios, problems, notes) for key in WORLDS_AND_DRAWS}
    common |= _dates(scenarios) | {"given": tuple(dict.fromkeys(part for one in scenarios for part in one.given))}
    if beliefs is Beliefs.TOGETHER:
        common |= {key: _one_table(key, scenarios, problems, notes) for key in TABLES}
        common["switch_off"] = _switched_off(scenarios, notes)
    else:
        notes += _apart(scenarios)
    if problems:
        raise FootingError(problems)
    last, first = common["months"] - 1, scenarios[0].read_from
    return Footing(
        tuple(replace(one, **common, read_from=min(max(one.read_from, first), last)) for one in scenarios), tuple(notes)
    )


def base_of(scenario: Scenario) -> Scenario | None:
    """What a scenario is compared with: what its file extends, or its file without the settings laid upon it.

    It takes worlds, random numbers, sampling and dates from the scenario. None where nothing is left to compare.
    """
    *below, own = scenario.chain[1:]
    name = below[-1] if below else own
    file = file_of(name)
    if file is None:
        return None
    found = load_scenario(file)
    if found.start != scenario.start:
        return None
    taken = (*WORLDS_AND_DRAWS, "end", "months", "read_from", "given")
    base = replace(found, **{key: getattr(scenario, key) for key in taken})
    return None if differs_in_nothing(base, scenario) else base


def differs_in_nothing(a: Scenario, b: Scenario) -> bool:
    """Whether two scenarios have the same pressures and beliefs."""
    return all(getattr(a, key) == getattr(b, key) for key in ("pressures", *BELIEFS))


def _one_value(key: str, scenarios: Sequence[Scenario], problems: list[str], notes: list[str]) -> object:
    """What the scenarios say of a key, where the baseline's own value says nothing."""
    usual = getattr(factual_scenario(), key)
    said = [(one.name, value) for one in scenarios if (value := getattr(one, key)) != usual]
    values = list(dict.fromkeys(value for _, value in said))
    if len(values) > 1:
        listed = ", ".join(f"{value} in {name}" for name, value in said)
        option = f"--set {key}=..." if key == "sampling" else f"--{key}"
        problems.append(f"'{key}' must be the same on all sides, and is {listed}; choose one with {option}")
    if values and any(getattr(one, key) == usual for one in scenarios):
        notes.append(f"{key} {values[0]} of {said[0][0]} holds on all sides")
    return values[0] if values else usual


def _dates(scenarios: Sequence[Scenario]) -> dict[str, object]:
    """The end that a scenario chose, the latest of several."""
    usual, start = factual_scenario().end, scenarios[0].start
    end = max((one.end for one in scenarios if one.end != usual), default=usual)
    return {"end": end, "months": months_between(start, end) + 1}


def _one_table(key: str, scenarios: Sequence[Scenario], problems: list[str], notes: list[str]) -> Mapping[str, object]:
    """All entries of all sides; two that differ cannot both hold."""
    merged: dict[str, object] = {}
    sources: dict[str, str] = {}
    for one in scenarios:
        for name, value in getattr(one, key).items():
            if name in merged and merged[name] != value:
                problems.append(
                    f"the {TABLES[key]} '{name}' differs between {sources[name]} and {one.name}; to compare the two "
                    "as they are, ask for --beliefs each"
                )
            merged[name] = value
            sources.setdefault(name, one.name)
    carried = [name for name in merged if not all(name in getattr(one, key) for one in scenarios)]
    notes += [f"the {TABLES[key]} '{name}' of {sources[name]} holds on all sides" for name in carried]
    return merged


def _switched_off(scenarios: Sequence[Scenario], notes: list[str]) -> tuple[str, ...]:
    found = tuple(sorted({name for one in scenarios for name in one.switch_off}))
    carried = [name for name in found if not all(name in one.switch_off for one in scenarios)]
    notes += [f"mechanism {name} is off on all sides" for name in carried]
    return found


def _apart(scenarios: Sequence[Scenario]) -> list[str]:
    """Beliefs that are not the same on all sides, and so belong to what is compared."""
    found = []
    for key, called in TABLES.items():
        tables = [getattr(one, key) for one in scenarios]
        names = dict.fromkeys(name for table in tables for name in table)
        apart = [name for name in names if any(table.get(name) != tables[0].get(name) for table in tables)]
        found += [f"the {called} '{name}' is not the same on all sides" for name in apart]
    off = sorted({name for one in scenarios for name in one.switch_off})
    apart = [name for name in off if not all(name in one.switch_off for one in scenarios)]
    return found + [f"mechanism {name} is not off on all sides" for name in apart]
