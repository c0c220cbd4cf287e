"""One visitor of the dashboard: what they have chosen, the steps they can undo, and messages to them.

Nothing of it is shared with another page. Whatever a visitor does comes through `Visitor`, which refuses what cannot be
run and remembers the steps to be undone.
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
"""Steps that can be undone."""
LONGEST_NAME = 40
UNEXPECTED = "Internal error; your choices are unchanged. The log of the program says more."
NO_ROOM = "This browser has no room to store your scenario: after a reload its file has to be loaded again."

log = logging.getLogger("tightrope.dashboard")


@dataclass(frozen=True, slots=True)
class Session:
    """What a visitor has chosen and is shown.

    Attributes:
        state: What is chosen.
        history: Earlier states, the latest one at the end.
        moved: What was moved last, so that one drag of a slider is one step to be undone.
        message: What was refused or went wrong, one sentence each; empty for nothing.
        awaited: Name of the visitor's own scenario that the browser is asked for; nothing is shown until it answers.
    """

    state: State
    history: tuple[State, ...] = ()
    moved: str = ""
    message: tuple[str, ...] = ()
    awaited: str = ""


class Visitor:
    """What a visitor can do; `session` is what they have chosen, and `narrow` says that the screen is a phone's."""

    def __init__(self, search: str | None) -> None:
        self._search = search
        self.narrow = solara.reactive(False)
        self.session = solara.reactive(self._arrived(None))

    def _arrived(self, own: str | None) -> Session:
        result = arrival(self._search, own)
        return Session(result.state, message=result.remarks, awaited=result.awaited)

    @property
    def state(self) -> State:
        """What is chosen."""
        return self.session.peek().state

    @property
    def scenario(self) -> Scenario:
        """The scenario that is asked for; it can be run."""
        return scenario_of(self.state)

    @property
    def query(self) -> str:
        """The query of a link that leads here."""
        return self._search or "" if self.session.peek().awaited else query_of(self.state)

    def change(self, state: State, moved: str = "") -> None:
        """Change what is run; refused, with the reasons, where it cannot be run.

        Moving the same thing again, named by `moved`, is no further step to be undone.
        """
        problems = refusal_of(state)
        if problems:
            self.say(*problems)
        elif state != self.state:
            self.session.value = Session(state, _steps(self.session.peek(), moved), moved)

    def show(self, state: State, moved: str = "") -> None:
        """Show something else of the same run; that too can be undone, as in `change`."""
        session = self.session.peek()
        if state != session.state:
            self.session.value = replace(session, state=state, history=_steps(session, moved), moved=moved)

    def undo(self) -> None:
        """Go one step back."""
        history = self.session.peek().history
        if history:
            self.session.value = Session(history[-1], history[:-1])

    def load(self, file: str, text: str) -> None:
        """Take a scenario file of the visitor's own, or say what is wrong with it."""
        try:
            check_own(text)
            name = re.sub(r"[^A-Za-z0-9_-]+", "_", file.rpartition(".")[0] or file)[:LONGEST_NAME]
            self.change(self.state.with_scenario(name, text))
        except InputError as error:
            self.say(*(f"{file}:{one.line}:{one.column}: {one.message}" for one in error.problems))

    def receive(self, own: object) -> None:
        """Take what the browser has stored as the scenario that the link names; it may be anything."""
        if self.session.peek().awaited:
            self.session.value = self._arrived(own if isinstance(own, str) else "")

    def say(self, *sentences: str) -> None:
        """Say why something cannot be done; no sentence closes the message."""
        self.session.value = replace(self.session.peek(), message=sentences)

    def safely(self, act: Callable[..., None]) -> Callable[..., None]:
        """Whatever a visitor does, so that no fault ends in a traceback on the page."""

        def guarded(*arguments: object) -> None:
            try:
                act(*arguments)
            except Exception:
                log.exception("an action of the visitor failed")
                self.say(UNEXPECTED)

        return guarded


def _steps(session: Session, moved: str) -> tuple[State, ...]:
    """The states that can be gone back to from the next one."""
    again = bool(moved) and moved == session.moved
    return session.history if again else (*session.history, session.state)[-MOST_STEPS:]


_NO_VISITOR: Visitor | None = None
_NO_SESSION: Session | None = None
visitor_context = solara.create_context(_NO_VISITOR)
session_context = solara.create_context(_NO_SESSION)
"""The frame hands both down, so that a change is one drawing of the page."""


def use_visitor() -> Visitor:
    """The visitor of this page; the caller is drawn again whenever their session changes."""
    visitor = solara.use_context(visitor_context)
    solara.use_context(session_context)
    assert visitor is not None
    return visitor


def use_palette() -> Palette:
    """The colours of the visitor's screen, and whether it is narrow."""
    return palette(dark=bool(solara.lab.use_dark_effective()), narrow=use_visitor().narrow.value)
