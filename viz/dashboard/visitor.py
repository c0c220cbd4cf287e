"""One visitor of the dashboard: where they are, where they were, and what they have to be told.

Nothing of it is shared with anybody else. Whatever a visitor does comes through `Visitor`, which refuses what cannot
be run and keeps the way back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

import solara
import solara.lab

from model.scenario.load import Scenario
from model.yaml_files.fields import InputError
from viz.common.style import Palette, palette
from viz.dashboard.address import Arrival, arrival, fits_link, query_of
from viz.dashboard.state import State, brought, refusal_of, scenario_of
from viz.dashboard.turns import turns, whose

MOST_STEPS = 100
"""Steps back."""
UNEXPECTED = "This should not have happened; what you saw before is still there. The log of the program says more."

log = logging.getLogger("tightrope.dashboard")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visitor is.

    Attributes:
        state: What is chosen.
        before: Earlier states, the last one at the end.
        moved: What was moved last, so that one drag of a slider is one step back.
        told: What the visitor has to be told.
        wrong: Whether that is about something refused.
    """

    state: State
    before: tuple[State, ...] = ()
    moved: str = ""
    told: tuple[str, ...] = ()
    wrong: bool = False


class Visitor:
    """What a visitor can do.

    Attributes:
        place: Where they are.
        narrow: Whether their screen is as narrow as a phone's.
    """

    def __init__(self, arrived: Arrival) -> None:
        self.narrow = solara.reactive(False)
        self.place = solara.reactive(Place(arrived.state, told=arrived.remarks, wrong=bool(arrived.remarks)))

    @property
    def state(self) -> State:
        """What is chosen."""
        return self.place.peek().state

    @property
    def scenario(self) -> Scenario:
        """The scenario that is asked for; it can be run."""
        return scenario_of(self.state)

    @property
    def query(self) -> str:
        """The query of a link that leads here; empty where no link can."""
        return query_of(self.state) if fits_link(self.state) else ""

    def change(self, state: State, moved: str = "") -> None:
        """Change what is run; refused, with the reasons, where it cannot be run.

        Args:
            state: The new state.
            moved: What was moved; moving the same thing again is no further step.
        """
        place = self.place.peek()
        problems = refusal_of(state)
        if problems:
            self.place.value = replace(place, told=tuple(map(in_plain_words, problems)), wrong=True)
        elif state != place.state:
            self.place.value = Place(state, _steps(place, moved), moved)

    def look(self, state: State, moved: str = "") -> None:
        """Look at something else of the same run; that too can be undone.

        Args:
            state: The new state.
            moved: What was moved; moving the same thing again is no further step.
        """
        place = self.place.peek()
        if state != place.state:
            self.place.value = replace(place, state=state, before=_steps(place, moved), moved=moved)

    def undo(self) -> None:
        """Go one step back."""
        place = self.place.peek()
        if place.before:
            self.place.value = Place(place.before[-1], place.before[:-1])

    def reset(self) -> None:
        """Take back every change of the scenario."""
        self.change(self.state.as_it_was())

    def bring(self, name: str, text: str) -> None:
        """Take a scenario that the visitor brings, or say what is wrong with it."""
        try:
            self.change(self.state.with_own(brought(text)))
        except InputError as error:
            shown = [f"{name}:{one.line}:{one.column}: {one.message}" for one in error.problems]
            self.place.value = replace(self.place.peek(), told=tuple(shown), wrong=True)

    def refuse(self, sentence: str) -> None:
        """Say that something cannot be done."""
        self.place.value = replace(self.place.peek(), told=(sentence,), wrong=True)

    def excuse(self) -> None:
        """Say that something went wrong which should not have."""
        self.refuse(UNEXPECTED)

    def heard(self) -> None:
        """Nothing more has to be told."""
        self.place.value = replace(self.place.peek(), told=(), wrong=False)

    def safely(self, act: Callable[..., None]) -> Callable[..., None]:
        """What a visitor does, so that no fault ends in a traceback on the page."""

        def guarded(*given: object) -> None:
            with turns.acting(whose()):
                try:
                    act(*given)
                except Exception:
                    log.exception("a visitor's act failed")
                    self.excuse()

        return guarded


def _steps(place: Place, moved: str) -> tuple[State, ...]:
    """The way back from where one goes next."""
    again = bool(moved) and moved == place.moved
    return place.before if again else (*place.before, place.state)[-MOST_STEPS:]


def in_plain_words(problem: str) -> str:
    """A problem with a setting as a sentence, without its place on a command line nobody wrote."""
    if not problem.startswith("--set "):
        return problem
    return f"This cannot be: {problem.split(': ', 1)[1]}."


_NOBODY: Visitor | None = None
_NOWHERE: Place | None = None
visitor_context = solara.create_context(_NOBODY)
place_context = solara.create_context(_NOWHERE)
"""Whose page this is, and where they are. The frame hands both down, so that a change is one drawing of the page."""


def use_visitor() -> Visitor:
    """The visitor whose page this is; who asks is drawn anew whenever they go somewhere else."""
    found = solara.use_context(visitor_context)
    solara.use_context(place_context)
    assert found is not None
    return found


def use_look() -> Palette:
    """The colours of the visitor's screen, and whether it is narrow."""
    return palette(dark=bool(solara.lab.use_dark_effective()), narrow=use_visitor().narrow.value)


def arrived(search: str | None) -> Visitor:
    """A visitor who came by a link."""
    return Visitor(arrival(search))
