"""Groups of what is uncertain: parameters by their kind, by subject, by family of mechanisms, and chance.

A group is a set of named draws; a number that shares the draw of another moves with the group of that one. A division
puts no draw into two groups; the first three leave none out, the fourth divides chance alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from model.core.draws import Draws
from model.core.names import CAPITALS
from model.ensemble.parameters import parameter_values
from model.evidence.load import load_seeds
from model.evidence.mechanisms import Mechanism
from model.evidence.parameters import Kind, Parameter
from model.evidence.records import Seeds
from model.scenario.scenario import Scenario
from model.theory.names import draw_names
from model.theory.theory import theory

PARAMETER = "parameter/"
CHANCE = "chance"
"""The group of all draws that are no parameter."""

KINDS: Mapping[Kind, str] = {
    Kind.MEASURED: "sourced",
    Kind.DERIVED: "sourced",
    Kind.JUDGEMENT: "judged",
    Kind.ASSUMPTION: "assumed",
    Kind.DEFINITION: "defined",
}
"""Kinds of parameters as groups: given by a text or derived from one, judged, assumed and defined."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some of what is uncertain: the names of its draws, and how many parameters it holds, drawn or fixed."""

    name: str
    draws: frozenset[str]
    numbers: int = 0

    @property
    def is_certain(self) -> bool:
        """Whether nothing in it is drawn, so that it cannot move any outcome."""
        return not self.draws


@dataclass(frozen=True, slots=True)
class Division:
    """What is uncertain, in groups that do not overlap; chance is the last one unless it is divided itself."""

    name: str
    groups: tuple[Group, ...]


def divisions(scenario: Scenario) -> tuple[Division, ...]:
    """The four divisions of what is uncertain in a scenario: by kind, subject, family, and chance by its owner."""
    seeds = load_seeds()
    chance = Group(CHANCE, chance_draws(scenario, seeds))
    own = {key for key in sampled_parameters(scenario, seeds) if seeds.parameters[key].drawn_with is None}
    order = [*dict.fromkeys(KINDS.values()), CHANCE]

    def divided(name: str, group_of: Callable[[Parameter], str]) -> Division:
        members: dict[str, list[str]] = {}
        for key, parameter in seeds.parameters.items():
            members.setdefault(group_of(parameter), []).append(key)
        groups = [
            Group(group, frozenset(PARAMETER + key for key in keys if key in own), len(keys))
            for group, keys in members.items()
        ]
        return Division(name, (*groups, chance))

    kinds = divided("kind", lambda p: KINDS[p.kind])
    return (
        Division("kind", tuple(sorted(kinds.groups, key=lambda group: order.index(group.name)))),
        divided("subject", lambda p: p.subject),
        divided("family", lambda p: family(p, seeds.mechanisms)),
        Division("chance", chance_by_owner(chance)),
    )


def sampled_parameters(scenario: Scenario, seeds: Seeds) -> frozenset[str]:
    """Keys of the parameters that differ between the worlds of a scenario."""
    table = parameter_values(scenario, seeds, Draws(scenario.seed, 2)).by_key
    return frozenset(key for key, values in table.items() if values.strides != (0,))


def chance_draws(scenario: Scenario, seeds: Seeds) -> frozenset[str]:
    """Names of all draws that are no parameter: noise of choices, chances of rules, onsets of pressures."""
    names = {name for name in draw_names(theory(), seeds) if not name.startswith(PARAMETER)}
    return frozenset(names | {f"pressure/{name}" for name in scenario.pressures})


def chance_by_owner(chance: Group) -> tuple[Group, ...]:
    """Chance by its owner: the noise in the choices of each of the five, and everything else."""
    groups = [
        Group(f"choices in {capital}", frozenset(d for d in chance.draws if d.startswith(f"{owner}/")))
        for owner, capital in CAPITALS.items()
    ]
    rest = chance.draws.difference(*(group.draws for group in groups))
    return (*groups, Group("events", rest))


def family(parameter: Parameter, mechanisms: Mapping[str, Mechanism]) -> str:
    """The family of the first mechanism a parameter belongs to; some belong to a rival hypothesis, some to none."""
    first = next(iter(parameter.mechanisms), None)
    if first is None:
        return "of no mechanism"
    return mechanisms[first].family if first in mechanisms else "rival hypotheses"
