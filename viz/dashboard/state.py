"""What a visitor of the dashboard has chosen: a scenario, changes of it, and what is shown.

A state is frozen and small. It becomes a scenario by the same settings that `tightrope run --set` takes, so that the
numbers on screen are those of the command line; it becomes a file that the command line can run; and
`viz.dashboard.address` writes it into a link.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import StringIO

from model.ensemble.record import HEADLINE
from model.scenario.changes import Change, dotted_parts
from model.scenario.files import Layers, read_layers, read_text, scenario_names
from model.scenario.load import settled
from model.scenario.scenario import Sampling, Scenario
from model.yaml_files.nodes import InputError
from model.yaml_files.writer import yaml_writer

START = "baseline"
UNCHANGED, NOTHING = "unchanged", "nothing"
"""To compare with: the same scenario as it was, or nothing at all."""
MOST_WORLDS = 1000
"""Worlds that a page shows, however many a scenario asks for."""
FILES_CACHED, SCENARIOS_CACHED = 64, 256
NOT_TO_CHOOSE = frozenset({"template"})
"""A file in `scenarios/` that explains the format rather than asking something."""

Value = float | str
Changes = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class State:
    """What a visitor has chosen.

    Attributes:
        scenario: Name of a scenario in `scenarios/`, or of the visitor's own one.
        own: Text of the visitor's own scenario, if that is chosen; empty otherwise.
        comparison: Name of the scenario to compare with, `UNCHANGED` or `NOTHING`.
        changes: Dotted key, as ``--set`` takes it, and new value of everything changed, in the order of the keys.
        shown: Dotted series of the large chart.
        world: Number of the world drawn over the fan, or shown in the network; None for none.
        month: Month of the network, ``YYYY-MM``; empty for the last one.
    """

    scenario: str = START
    own: str = field(default="", repr=False)
    comparison: str = UNCHANGED
    changes: Changes = ()
    shown: str = HEADLINE
    world: int | None = None
    month: str = ""

    @property
    def typed_changes(self) -> tuple[Change, ...]:
        """The changes as scenarios take them, without reading text."""
        return tuple(Change(dotted_parts(key), value) for key, value in self.changes)

    def as_it_was(self) -> State:
        """The same view of the scenario, with nothing changed in it."""
        return replace(self, changes=())

    def with_change(self, key: str, value: Value | None) -> State:
        """With another value of a setting; None for what the scenario says."""
        changes = dict(self.changes)
        changes.pop(key, None)
        if value is not None:
            changes[key] = _plain(value)
        return replace(self, changes=tuple(sorted(changes.items())))

    def with_scenario(self, name: str, own: str = "") -> State:
        """With another scenario, nothing changed in it; what is shown stays."""
        return replace(self.as_it_was(), scenario=name, own=own, month="")


def _plain(value: Value) -> Value:
    """A whole number without decimals: 1 rather than 1.0, as a pressure that is on or off demands."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def choosable() -> tuple[str, ...]:
    """Names of the scenarios to choose from, the baseline first."""
    return (START, *(name for name in scenario_names() if name != START and name not in NOT_TO_CHOOSE))


@lru_cache(maxsize=FILES_CACHED)
def _layers(name: str) -> Layers:
    return read_layers(name)


@lru_cache(maxsize=FILES_CACHED)
def _own_layers(text: str) -> Layers:
    return read_text(text, "your file")


@lru_cache(maxsize=SCENARIOS_CACHED)
def scenario_of(state: State) -> Scenario:
    """The scenario that a state asks for, with no more worlds than a page shows.

    Raises:
        InputError: With every problem, each at its place.
    """
    scenario = settled(_own_layers(state.own) if state.own else _layers(state.scenario), state.typed_changes)
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
        return tuple(_sentence(str(problem)) for problem in error.problems)
    return ()


def _sentence(problem: str) -> str:
    """A problem with a setting as a sentence, without its place on a command line nobody wrote."""
    if not problem.startswith("--set "):
        return problem
    return f"Not possible: {problem.split(': ', 1)[1]}."


def check_own(text: str) -> None:
    """Check the text of a visitor's own scenario.

    Raises:
        InputError: With every problem, each at its place.
    """
    settled(_own_layers(text))


def as_yaml(state: State) -> str:
    """A scenario file that asks for what the state asks for; `tightrope run` gives the same numbers for it."""
    writer = yaml_writer()
    if state.own:
        tree = writer.load(state.own) or {}
    else:
        scenario = scenario_of(state.as_it_was())
        own = {"title": scenario.title, "question": scenario.question, "because": scenario.because}
        tree = {key: text for key, text in own.items() if text} | {"extends": state.scenario}
    for key, value in state.changes:
        branch, (*outer, last) = tree, dotted_parts(key)
        for part in outer:
            if branch.get(part) is None:
                branch[part] = {}
            branch = branch[part]
        branch[last] = value
    stream = StringIO()
    writer.dump(tree, stream)
    return stream.getvalue()


def presets(state: State, levels: dict[str, tuple[float, float]]) -> dict[str, State]:
    """Changes that can be made at once, by their names: the scenario's own pressures off, half and full; its numbers.

    The state has nothing changed in it; `levels` are keys of levels, each with its least and greatest value.
    """
    ready: dict[str, State] = {}
    for label, share in (("Own pressures off", 0.0), ("At half strength", 0.5), ("At full strength", 1.0)):
        for key, (low, high) in levels.items():
            ready[label] = ready.get(label, state).with_change(key, low + share * (high - low))
    numbers = {
        Sampling.CONDITIONED: "Worlds that agree with the record",
        Sampling.PRIOR: "All worlds, whether or not they agree with the record",
        Sampling.BEST: "Every number at its best value",
    }
    return ready | {label: state.with_change("sampling", str(sampling)) for sampling, label in numbers.items()}
