"""One visitor of the dashboard: where they are, where they were, and what they are told.

Nothing of it is shared with another page. Whatever a visitor does comes through `Visitor`, which refuses what cannot be
run and keeps the way back.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import solara
import solara.lab

from model.scenario.scenario import Scenario
from model.yaml_files.nodes import InputError
from viz.common.style import Palette, palette
from viz.dashboard.address import arrival, query_of
from viz.dashboard.state import State, check_own, refusal_of, scenario_of

MOST_STEPS = 100
"""Steps back."""
LONGEST_NAME = 40
UNEXPECTED = "This should not have happened; what you saw before is still there. The log of the program says more."
NO_ROOM = "This browser has no room to keep your scenario: after a reload its file has to be loaded again."

log = logging.getLogger("tightrope.dashboard")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visitor is.

    Attributes:
        state: What is chosen.
        before: Earlier states, the last one at the end.
        moved: What was moved last, so that one drag of a slider is one step back.
        message: What the visitor is told.
        wrong: Whether that is about something refused.
        awaited: Name of the visitor's own scenario that the browser is asked for; nothing is shown until it answers.
    """

    state: State
    before: tuple[State, ...] = ()
    moved: str = ""
    message: tuple[str, ...] = ()
    wrong: bool = False
    awaited: str = ""


class Visitor:
    """What a visitor can do.

    Attributes:
        place: Where they are.
        narrow: Whether their screen is as narrow as a phone's.
    """

    def __init__(self, search: str | None) -> None:
        self._search = search
        self.narrow = solara.reactive(False)
        self.place = solara.reactive(self._arrived(None))

    def _arrived(self, own: str | None) -> Place:
        found = arrival(self._search, own)
        return Place(found.state, message=found.remarks, wrong=bool(found.remarks), awaited=found.awaited)

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
        """The query of a link that leads here."""
        return self._search or "" if self.place.peek().awaited else query_of(self.state)

    def change(self, state: State, moved: str = "") -> None:
        """Change what is run; refused, with the reasons, where it cannot be run.

        Args:
            state: The new state.
            moved: What was moved; moving the same thing again is no further step.
        """
        place = self.place.peek()
        problems = refusal_of(state)
        if problems:
            self.refuse(*problems)
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

    def bring(self, file: str, text: str) -> None:
        """Take a scenario that the visitor brings, or say what is wrong with it."""
        try:
            check_own(text)
            name = re.sub(r"[^A-Za-z0-9_-]+", "_", file.rpartition(".")[0] or file)[:LONGEST_NAME]
            self.change(self.state.with_scenario(name, text))
        except InputError as error:
            self.refuse(*(f"{file}:{one.line}:{one.column}: {one.message}" for one in error.problems))

    def found(self, own: object) -> None:
        """Take in what the browser keeps as the scenario that the link names; it may be anything."""
        if self.place.peek().awaited:
            self.place.value = self._arrived(own if isinstance(own, str) else "")

    def refuse(self, *sentences: str) -> None:
        """Say that something cannot be done."""
        self.place.value = replace(self.place.peek(), message=sentences, wrong=True)

    def excuse(self) -> None:
        """Say that something went wrong which should not have."""
        self.refuse(UNEXPECTED)

    def close_message(self) -> None:
        """Nothing more has to be said."""
        self.place.value = replace(self.place.peek(), message=(), wrong=False)

    def safely(self, act: Callable[..., None]) -> Callable[..., None]:
        """What a visitor does, so that no fault ends in a traceback on the page."""

        def guarded(*given: object) -> None:
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
