"""What differs between two scenarios, and the scenarios in between: any part of the differences taken, the rest not.

found = grouped(differences(a, b), {"sanctions": ["pressures.eu_2017", "pressures.us_2017"]})
coalition(a, b, found[:1])          # scenario A with the first group as it is in B
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any

from model.core.errors import TightropeError
from model.scenario.pressure_reader import clashes
from model.scenario.scenario import Scenario
from model.theory.names import vocabulary
from model.yaml_files.fields import listed, unknown_key_message

MOST = 10
"""Groups that are split at most: 1,024 coalitions."""
SECTIONS = ("pressures", "hypotheses", "parameters", "initial")
"""What a scenario says by name; switches are a list."""
SWITCHES = "switch_off"


class ExplanationError(TightropeError):
    """A change cannot be split, for this reason."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two scenarios have differently.

    Attributes:
        section: `pressures`, `hypotheses`, `parameters`, `switch_off` or `initial`.
        name: Name of the pressure or hypothesis, key of the parameter, id of the mechanism, or dotted series.
        before: What scenario A says; None where it says nothing.
        after: What scenario B says; None where it says nothing.
    """

    section: str
    name: str
    before: object
    after: object

    @property
    def key(self) -> str:
        """Its dotted name, e.g. ``pressures.eu_2017``."""
        return f"{self.section}.{self.name}"


@dataclass(frozen=True, slots=True)
class Group:
    """Differences that are taken together, under one name."""

    name: str
    members: tuple[Difference, ...]


def differences(a: Scenario, b: Scenario) -> tuple[Difference, ...]:
    """Everything that acts differently in two scenarios, in the order of B; reasons and events encoded do not act."""
    found = []
    for section in SECTIONS:
        before, after = getattr(a, section), getattr(b, section)
        names = _merged(list(before), list(after))
        pairs = ((name, before.get(name), after.get(name)) for name in names)
        found += [Difference(section, name, one, two) for name, one, two in pairs if one != two]
    for mechanism in dict.fromkeys((*a.switch_off, *b.switch_off)):
        off = [True if mechanism in one.switch_off else None for one in (a, b)]
        if off[0] != off[1]:
            found.append(Difference(SWITCHES, mechanism, *off))
    return tuple(found)


def _merged(a: Sequence[str], b: Sequence[str]) -> list[str]:
    """The names of B in their order, and each that only A has behind the one that it follows there."""
    order = list(b)
    for before, name in pairwise([None, *a]):
        if name is not None and name not in order:
            order.insert(0 if before is None else order.index(before) + 1, name)
    return order


def grouped(found: Sequence[Difference], joined: Mapping[str, Sequence[str]] | None = None) -> tuple[Group, ...]:
    """The differences as groups: those that are joined by name, and each of the others on its own.

    Args:
        found: What differs.
        joined: Name of a group -> dotted names of its members.

    Returns:
        The groups, in the order of their first members.

    Raises:
        ExplanationError: A member does not differ, or is named twice; or there is no group, or more than ten.
    """
    by_key = {one.key: one for one in found}
    if not found:
        message = "the two scenarios do not differ in anything that acts, so there is nothing to split"
        raise ExplanationError(message)
    group_of = dict(zip(by_key, by_key, strict=True))
    taken: set[str] = set()
    for name, members in (joined or {}).items():
        if name in by_key or not name or not members:
            message = f"a group needs a name of its own and members, e.g. sanctions={listed(list(by_key)[:2])}"
            raise ExplanationError(message)
        for key in members:
            if key not in by_key:
                raise ExplanationError(unknown_key_message(f"member of group '{name}':", key, by_key))
            if key in taken:
                message = f"'{key}' is named twice; it can be in one group only"
                raise ExplanationError(message)
            taken.add(key)
            group_of[key] = name
    names = dict.fromkeys(group_of.values())
    groups = tuple(Group(name, tuple(d for d in found if group_of[d.key] == name)) for name in names)
    if len(groups) > MOST:
        message = (
            f"{len(groups)} things differ, and a change is split over at most {MOST}; join some of them with "
            f"--group NAME=MEMBER,MEMBER. They are: {', '.join(names)}"
        )
        raise ExplanationError(message)
    return groups


def coalition(a: Scenario, b: Scenario, groups: Sequence[Group]) -> Scenario:
    """Scenario A with some groups as they are in B; the order of the pressures is that of B, history first."""
    made: dict[str, Any] = {section: dict(getattr(a, section)) for section in SECTIONS}
    switches = dict.fromkeys(a.switch_off)
    for one in (member for group in groups for member in group.members):
        section = switches if one.section == SWITCHES else made[one.section]
        said = dict.fromkeys(b.switch_off) if one.section == SWITCHES else getattr(b, one.section)
        section.pop(one.name, None)
        section |= {one.name: said[one.name]} if one.name in said else {}
    if groups:
        order = _merged(list(a.pressures), list(b.pressures))
        made["pressures"] = {name: made["pressures"][name] for name in order if name in made["pressures"]}
        last = len(switches)
        places = {name: place for place, name in enumerate(b.switch_off)}
        switches = dict.fromkeys(sorted(switches, key=lambda name: places.get(name, last)))
    return replace(a, **made, switch_off=tuple(switches))


def coalitions(a: Scenario, b: Scenario, groups: Sequence[Group]) -> tuple[Scenario, ...]:
    """The scenario of every coalition of the groups: bit i of its number says whether group i is as in B.

    Raises:
        ExplanationError: One of them cannot be run, because two things clash that no scenario has together.
    """
    made = []
    for number in range(2 ** len(groups)):
        taken = [group for place, group in enumerate(groups) if number >> place & 1]
        scenario = coalition(a, b, taken)
        why = _clash(scenario)
        if why:
            message = f"not every combination of what differs can be run: {why}; join the two with --group"
            raise ExplanationError(message)
        made.append(scenario)
    return tuple(made)


def _clash(scenario: Scenario) -> str:
    """Why a scenario cannot be run; empty if it can."""
    known = vocabulary()
    for _, message in clashes(scenario.pressures.values(), known, scenario.start, scenario.months):
        return message
    for one, other in combinations(scenario.hypotheses, 2):
        sets = [set(known.hypotheses[name][scenario.hypotheses[name]]) for name in (one, other)]
        for key in sorted(sets[0] & sets[1]):
            return f"the hypotheses '{one}' and '{other}' both set '{key}'"
    return ""
