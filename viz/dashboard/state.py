"""What a visitor of the dashboard has chosen: what is run, what it is compared with, and what is shown of it.

A state is frozen and small. It becomes a scenario by the same settings that `tightrope run --set` takes, so that the
numbers on screen are those of the command line; it becomes a file that the command line can run; and
`viz.dashboard.address` writes it into a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from experiments.comparison.footing import Beliefs, FootingError, differs_in_nothing, on_one_footing
from model.core.errors import TightropeError
from model.core.worlds import Numbers
from model.ensemble.record import HEADLINE
from model.runs.world_lists import worlds_of
from model.scenario.changes import Change, dotted_parts
from model.scenario.files import Layers, read_layers, read_text, scenario_names
from model.scenario.load import settled
from model.scenario.scenario import Scenario
from model.yaml_files.nodes import InputError
from viz.common.words import capital
from viz.dashboard.values import NOTHING_CHANGED, Changes, Value, frozen, with_value, without
from viz.things.entries import NOT_TO_SHOW, scenarios

START = "baseline"
UNCHANGED, NOTHING = "unchanged", "nothing"
"""To compare with: the same scenario as its file says, or nothing at all."""
MOST_WORLDS = 1000
"""Worlds that a page shows, however many a scenario asks for."""
LAST_WORLD = 9_999_999
"""Greatest number of a world that a link can name."""
FILES_CACHED, SCENARIOS_CACHED = 64, 256
BELIEFS = ("sampling", "seed", "worlds", "hypotheses.", "parameters.", "initial.", "switch_off")
"""How the keys begin that say what the world is like, and not what is done to it: they stay with another scenario."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is run.

    Attributes:
        scenario: Name of a scenario in `scenarios/`, or of the visitor's own one.
        own: Text of the visitor's own scenario, if that is chosen; empty otherwise.
        comparison: Name of the scenario to compare with, `UNCHANGED` or `NOTHING`; empty for the baseline.
        beliefs: Whether numbers, hypotheses and switches hold on both sides of the comparison.
        changes: Dotted key, as ``--set`` takes it, and new value of everything changed, in the order of the keys. A
            value is a number, a text, None, which takes a pressure out, or a mapping, which is a whole new pressure.
    """

    scenario: str = START
    own: str = field(default="", repr=False)
    comparison: str = ""
    beliefs: Beliefs = Beliefs.TOGETHER
    changes: Changes = ()


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of it, on all pages.

    Attributes:
        month: ``YYYY-MM``; empty for the month of the largest difference, or the last one where nothing differs.
        world: Number of the world that is looked at, as `tightrope story` has it; None for none.
        shown: Dotted series of the large chart.
        thing: Key of the thing whose evidence is looked at, e.g. ``M41``; empty for none.
    """

    month: str = ""
    world: int | None = None
    shown: str = HEADLINE
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Sweeps:
    """What is looked at on the page of sweeps.

    Attributes:
        folder: Name of a stored sweep; empty for the newest one.
        outcome: Name of one of its outcomes; empty for the first one.
        cell: Number of one of its points; None for none.
    """

    folder: str = ""
    outcome: str = ""
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What a visitor has chosen and what is shown of it; a page that needs more has a part of its own here."""

    chosen: Chosen = Chosen()
    view: View = View()
    sweeps: Sweeps = Sweeps()

    @property
    def changes(self) -> Mapping[str, Value]:
        """What is changed, by dotted key."""
        return dict(self.chosen.changes)

    def choosing(self, **parts: object) -> State:
        """With other parts of what is run."""
        return replace(self, chosen=replace(self.chosen, **parts))  # type: ignore[arg-type]

    def as_it_was(self) -> State:
        """The same view of the scenario, with nothing changed in it."""
        return self.choosing(changes=())

    def with_changes(self, values: Mapping[str, object]) -> State:
        """With other values of settings; `NOTHING_CHANGED` is what the scenario says of a key and all that is under it.

        A key under a pressure that the visitor added changes that pressure.
        """
        changes = self.chosen.changes
        for key, value in values.items():
            none = value is NOTHING_CHANGED
            changes = without(changes, key) if none else with_value(changes, key, frozen(value))
        return self.choosing(changes=changes)

    def with_scenario(self, name: str, own: str = "") -> State:
        """Another scenario, compared with the same one; beliefs stay, other changes and the month do not."""
        kept = tuple((key, value) for key, value in self.chosen.changes if is_belief(key))
        chosen = replace(self.chosen, scenario=name, own=own, changes=kept)
        return replace(self, chosen=chosen, view=replace(self.view, month=""))


@dataclass(frozen=True, slots=True)
class Pair:
    """A scenario and what it is compared with, on one footing: the same worlds, dates and beliefs.

    Attributes:
        base: None where there is nothing to compare with.
        notes: What holds on both sides because one of them says so, a sentence each.
        unpaired: Why they cannot be compared, likewise; empty where they can.
    """

    scenario: Scenario
    base: Scenario | None
    notes: tuple[str, ...] = ()
    unpaired: tuple[str, ...] = ()

    @property
    def worlds(self) -> Numbers:
        """The numbers of the worlds that both are run in: those of what is compared with."""
        return worlds_of(self.base or self.scenario)


def is_belief(key: str) -> bool:
    """Whether a key says what the world is like, and not what is done to it."""
    return key.startswith(BELIEFS)


def choosable() -> tuple[str, ...]:
    """Names of the scenarios to choose from, the baseline first."""
    return (START, *(name for name in scenario_names() if name != START and name not in NOT_TO_SHOW))


@cache
def titles() -> Mapping[str, str]:
    """Name -> title of the scenarios to choose from."""
    return {name: scenarios()[name].title for name in choosable()}


@lru_cache(maxsize=FILES_CACHED)
def _layers(name: str) -> Layers:
    return read_layers(name)


@lru_cache(maxsize=FILES_CACHED)
def _own_layers(text: str) -> Layers:
    return read_text(text, "your file")


@lru_cache(maxsize=SCENARIOS_CACHED)
def _scenario(name: str, own: str, changes: Changes) -> Scenario:
    typed = [Change(dotted_parts(key), value) for key, value in changes]
    found = replace(settled(_own_layers(own) if own else _layers(name), typed), name=name)
    return found if found.worlds <= MOST_WORLDS else replace(found, worlds=MOST_WORLDS)


def scenario_of(state: State) -> Scenario:
    """The scenario that a state asks for, with no more worlds than a page shows.

    Raises:
        InputError: With every problem, each at its place.
    """
    return _scenario(state.chosen.scenario, state.chosen.own, state.chosen.changes)


def comparison_of(state: State) -> Scenario | None:
    """The scenario that a state is compared with, with the visitor's beliefs unless they are to hold on one side only.

    Raises:
        InputError: With every problem, each at its place.
    """
    chosen = state.chosen
    if chosen.comparison == NOTHING:
        return None
    other = state if chosen.comparison == UNCHANGED else State(Chosen(chosen.comparison or START))
    both = chosen.beliefs is Beliefs.TOGETHER
    kept = {key: value for key, value in chosen.changes if both and is_belief(key)}
    return scenario_of(other.as_it_was().with_changes(kept))


@lru_cache(maxsize=SCENARIOS_CACHED)
def pair_of(chosen: Chosen) -> Pair:
    """The scenario that is chosen and what it is compared with, on one footing.

    Raises:
        InputError: With every problem, each at its place.
    """
    scenario = scenario_of(State(chosen))
    try:
        base = comparison_of(State(chosen))
    except InputError as error:
        return Pair(scenario, None, unpaired=sentences(error, "It cannot be compared"))
    if base is None:
        return Pair(scenario, None)
    try:
        footing = on_one_footing([base, scenario], beliefs=chosen.beliefs)
    except FootingError as error:
        return Pair(scenario, None, unpaired=tuple(f"It cannot be compared: {text}." for text in error.problems))
    base, scenario = footing.scenarios
    notes = tuple(f"{capital(note)}." for note in footing.notes if not note.startswith("worlds "))
    return Pair(scenario, None if differs_in_nothing(base, scenario) else base, notes)


def months_of(chosen: Chosen) -> tuple[str, ...]:
    """Every month that is shown, as ``YYYY-MM``: one that what is compared with has too.

    Raises:
        InputError: With every problem, each at its place.
    """
    scenario = pair_of(chosen).scenario
    return tuple(scenario.date(month) for month in range(scenario.months))


def refusal_of(state: State) -> tuple[str, ...]:
    """Why a state cannot be run, one sentence a problem; empty where it can."""
    try:
        worlds_of(scenario_of(state))
    except InputError as error:
        return sentences(error)
    except TightropeError as error:  # no such worlds have been searched for
        return (f"Not possible: {error}.",)
    return ()


def sentences(error: InputError, lead: str = "Not possible") -> tuple[str, ...]:
    """Problems as sentences, without their places on a command line that nobody wrote."""
    texts = [str(problem) for problem in error.problems]
    return tuple(f"{lead}: {text.split(': ', 1)[1]}." if text.startswith("--set ") else text for text in texts)


def with_what_runs(state: State, changes: Sequence[tuple[str, object]]) -> tuple[State, tuple[str, ...]]:
    """A state with changes; if they cannot be run together, with those that can, one by one, and why others cannot."""
    whole = state.with_changes(dict(changes))
    if not refusal_of(whole):
        return whole, ()
    remarks: list[str] = []
    for key, value in changes:
        changed = state.with_changes({key: value})
        problems = refusal_of(changed)
        remarks.extend(problems)
        state = state if problems else changed
    return state, tuple(remarks)


def check_own(text: str) -> None:
    """Check the text of a visitor's own scenario.

    Raises:
        InputError: With every problem, each at its place.
    """
    settled(_own_layers(text))
