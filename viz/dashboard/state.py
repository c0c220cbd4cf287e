"""What a visitor of the dashboard has chosen: a scenario, what is changed in it, and what is shown.

A state is frozen and small. It becomes a scenario by the same settings that `tightrope run --set` takes, so that the
numbers on screen are those of the command line; it becomes a file that the command line can run; and
`viz.dashboard.address` writes it into a link.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import StringIO
from typing import TypeVar

from ruamel.yaml import YAML

from model.ensemble.record import HEADLINE
from model.evidence.load import load_seeds
from model.scenario.changes import Change
from model.scenario.load import Layers, Sampling, Scenario, read_layers, read_text, scenario_names, settled
from model.yaml_files.fields import InputError

START = "baseline"
UNCHANGED, NOTHING = "unchanged", "nothing"
"""To compare with: the same scenario as it was, or nothing at all."""
MOST_BYTES = 65_536
"""Of a scenario that a visitor brings."""
MOST_WORLDS = 1000
"""Worlds that a page shows, however many a scenario asks for."""
FILES_KEPT, SCENARIOS_KEPT = 64, 256
NOT_TO_CHOOSE = frozenset({"template"})
"""A file in `scenarios/` that explains the format rather than asking something."""

Pairs = tuple[tuple[str, float], ...]
Words = tuple[tuple[str, str], ...]
Value = TypeVar("Value", float, str)


@dataclass(frozen=True, slots=True)
class State:
    """What a visitor has chosen.

    Attributes:
        scenario: Name of a scenario in `scenarios/`.
        own: Text of a scenario that the visitor brought, which then stands in its place; empty for none.
        comparison: Name of the scenario to compare with, `UNCHANGED` or `NOTHING`.
        sampling: Where parameters come from; empty for what the scenario says.
        levels: Pressure -> level.
        starts: Pressure -> first month, ``YYYY-MM``.
        lengths: Pressure -> how many months it lasts.
        hypotheses: Hypothesis -> variant.
        parameters: Key -> value in every world.
        shown: Dotted series of the large chart.
        world: Number of the world drawn over the fan, or watched in the network; None for none.
        month: Month of the network, ``YYYY-MM``; empty for the last one.
    """

    scenario: str = START
    own: str = field(default="", repr=False)
    comparison: str = UNCHANGED
    sampling: str = ""
    levels: Pairs = ()
    starts: Words = ()
    lengths: Pairs = ()
    hypotheses: Words = ()
    parameters: Pairs = ()
    shown: str = HEADLINE
    world: int | None = None
    month: str = ""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is changed in the scenario."""
        return (
            *((Change(("sampling",), self.sampling),) if self.sampling else ()),
            *(Change(("pressures", name, "level"), plain(value)) for name, value in self.levels),
            *(Change(("pressures", name, "start"), date) for name, date in self.starts),
            *(Change(("pressures", name, "duration"), plain(months)) for name, months in self.lengths),
            *(Change(("hypotheses", name), variant) for name, variant in self.hypotheses),
            *(Change(("parameters", key), plain(value)) for key, value in self.parameters),
        )

    @property
    def settings(self) -> tuple[str, ...]:
        """What is changed, as ``--set`` takes it."""
        return tuple(map(str, self.changes))

    @property
    def changed(self) -> bool:
        """Whether anything differs from the scenario as it was."""
        return bool(self.changes)

    def as_it_was(self) -> State:
        """The same view of the scenario, with nothing changed in it."""
        return replace(self, sampling="", levels=(), starts=(), lengths=(), hypotheses=(), parameters=())

    def with_level(self, pressure: str, level: float | None) -> State:
        """With another level of a pressure; None for the scenario's own."""
        return replace(self, levels=_put(self.levels, pressure, level))

    def with_start(self, pressure: str, date: str | None) -> State:
        """With another first month of a pressure; None for the scenario's own."""
        return replace(self, starts=_put(self.starts, pressure, date))

    def with_length(self, pressure: str, months: float | None) -> State:
        """With another length of a pressure, in months; None for the scenario's own."""
        return replace(self, lengths=_put(self.lengths, pressure, months))

    def with_hypothesis(self, name: str, variant: str | None) -> State:
        """With another variant of a hypothesis; None for what the scenario says."""
        return replace(self, hypotheses=_put(self.hypotheses, name, variant))

    def with_parameter(self, key: str, value: float | None) -> State:
        """With a parameter at one value in every world; None for what the scenario says."""
        return replace(self, parameters=_put(self.parameters, key, value))

    def with_scenario(self, name: str) -> State:
        """With another scenario, nothing changed in it; what is shown stays."""
        return replace(self.as_it_was(), scenario=name, own="", month="")

    def with_own(self, text: str) -> State:
        """With a scenario that the visitor brought."""
        return replace(self.as_it_was(), own=text, month="")


def _put(pairs: tuple[tuple[str, Value], ...], key: str, value: Value | None) -> tuple[tuple[str, Value], ...]:
    """Pairs in the order of their keys, so that the same choices are the same state however they were made."""
    rest = {name: old for name, old in pairs if name != key}
    return tuple(sorted((rest if value is None else rest | {key: value}).items()))


def plain(value: float) -> int | float:
    """A number as one would write it: 1 rather than 1.0, which a pressure that is on or off insists on."""
    return int(value) if value == int(value) else value


def choosable() -> tuple[str, ...]:
    """Names of the scenarios to choose from, the baseline first."""
    return (START, *(name for name in scenario_names() if name != START and name not in NOT_TO_CHOOSE))


@lru_cache(maxsize=FILES_KEPT)
def _layers(name: str) -> Layers:
    return read_layers(name)


@lru_cache(maxsize=FILES_KEPT)
def _own_layers(text: str) -> Layers:
    return read_text(text, OWN_FILE)


OWN_FILE = "your file"
"""What messages call a scenario that a visitor brought."""


@lru_cache(maxsize=SCENARIOS_KEPT)
def scenario_of(state: State) -> Scenario:
    """The scenario that a state asks for, with no more worlds than a page shows.

    Raises:
        InputError: With every problem, each at its place.
    """
    scenario = settled(_own_layers(state.own) if state.own else _layers(state.scenario), state.changes)
    return scenario if scenario.worlds <= MOST_WORLDS else replace(scenario, worlds=MOST_WORLDS)


def comparison_of(state: State) -> Scenario | None:
    """The scenario that a state is compared with, if any.

    Raises:
        InputError: With every problem, each at its place.
    """
    if state.comparison == NOTHING:
        return None
    other = state.as_it_was() if state.comparison == UNCHANGED else State(scenario=state.comparison)
    return scenario_of(other)


def refusal_of(state: State) -> tuple[str, ...]:
    """Why a state cannot be run, one sentence a problem; empty where it can."""
    try:
        scenario_of(state)
    except InputError as error:
        return tuple(str(problem) for problem in error.problems)
    return ()


def brought(text: str) -> str:
    """The text of a scenario that a visitor brings, after all checks.

    Raises:
        InputError: With every problem, each at its place.
    """
    settled(_own_layers(text))
    return text


def as_yaml(state: State) -> str:
    """A scenario file that asks for what the state asks for; `tightrope run` gives the same numbers for it."""
    writer = YAML()
    if state.own:
        tree = writer.load(state.own) or {}
    else:
        scenario = scenario_of(state.as_it_was())
        own = {"title": scenario.title, "question": scenario.question, "because": scenario.because}
        tree = {key: text for key, text in own.items() if text} | {"extends": state.scenario}
    for change in state.changes:
        *path, last = change.parts
        _inside(tree, *path)[last] = change.value
    stream = StringIO()
    writer.dump(tree, stream)
    return stream.getvalue()


def _inside(tree: dict, *keys: str) -> dict:
    """A mapping inside mappings, made where it is missing."""
    for key in keys:
        if tree.get(key) is None:
            tree[key] = {}
        tree = tree[key]
    return tree


@dataclass(frozen=True, slots=True)
class Preset:
    """A set of changes with a name.

    Attributes:
        label: What a button says.
        state: What it leads to.
    """

    label: str
    state: State


def presets(state: State, strengths: tuple[tuple[str, float, float], ...]) -> tuple[Preset, ...]:
    """What can be set with one press: the scenario's pressures at nothing, half and full, and its numbers.

    Args:
        state: Where the visitor is.
        strengths: The scenario's own pressures that have a level: name, least and greatest level.
    """
    found = []
    bare = replace(state, levels=(), starts=(), lengths=())
    for label, share in (("Own pressures off", 0.0), ("Half as strong as can be", 0.5), ("At full strength", 1.0)):
        if strengths:
            levels = sorted((name, low + share * (high - low)) for name, low, high in strengths)
            found.append(Preset(label, replace(bare, levels=tuple(levels))))
    words = {Sampling.BEST: "Every number at its best value", Sampling.WIDE: "Every range a quarter wider"}
    found += [Preset(label, replace(state, sampling=str(sampling))) for sampling, label in words.items()]
    return tuple(found)


def variants() -> dict[str, tuple[str, ...]]:
    """Hypothesis -> its variants."""
    return {one.name: tuple(one.variants) for one in load_seeds().hypotheses.values()}
