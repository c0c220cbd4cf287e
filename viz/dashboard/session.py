"""What a visitor has chosen in this visit, the steps that can be undone, and what they are told.

A step is one drag, or everything done to one thing without a second of rest.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import solara

from viz.dashboard import runs
from viz.dashboard.state import Chosen, State, months_of, pair_of, refusal_of

MOST_STEPS = 100
"""Steps that can be undone."""
REST = 1.0
"""Seconds without a move after which the next move of the same thing is a step of its own."""
AHEAD = 0.2
"""Seconds that a change may wait for its run, so that one drawing shows both; a change within them does not wait."""
DRAG = "#"
"""A mark in what is moved: it names one drag, which is one step however long it takes."""
UNEXPECTED = "Internal error; your choices are unchanged. The log of the program says more."

log = logging.getLogger("tightrope.dashboard")


@dataclass(frozen=True, slots=True)
class Session:
    """What a visitor has chosen and is shown.

    Attributes:
        state: What is chosen and shown.
        past: What was chosen before, the latest at the end.
        future: What was undone, the latest at the end.
        moved: What was moved last.
        moved_at: When, in seconds of a clock that never goes back.
        message: What was refused or went wrong, one sentence each; empty for nothing.
        refused: The same by the control that it belongs under.
        awaited: Name of the visitor's own scenario that the browser is asked for; nothing is shown until it answers.
        fetched: Name of another one that the browser is asked for while the page stays as it is.
        kept: Name -> text of the visitor's own scenarios; empty where only the browser has it.
    """

    state: State
    past: tuple[Chosen, ...] = ()
    future: tuple[Chosen, ...] = ()
    moved: str = ""
    moved_at: float = 0.0
    message: tuple[str, ...] = ()
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    awaited: str = ""
    fetched: str = ""
    kept: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Talking:
    """Tells the visitor what was refused or went wrong."""

    session: solara.Reactive[Session]

    def say(self, *sentences: str) -> None:
        """Say why something cannot be done; no sentence closes the message."""
        refused = self.session.peek().refused if sentences else MappingProxyType[str, tuple[str, ...]]({})
        self.session.value = replace(self.session.peek(), message=sentences, refused=refused)

    def refuse(self, place: str, *sentences: str) -> None:
        """Say the same, and under one control: that of a key, of a pressure, or of another named place."""
        refused = {**self.session.peek().refused, place: sentences}
        kept = MappingProxyType({one: said for one, said in refused.items() if said})
        self.session.value = replace(self.session.peek(), message=sentences, refused=kept)

    def refusal_of(self, place: str) -> tuple[str, ...]:
        """What was refused under a control, or under one that is part of it."""
        refused = self.session.peek().refused
        return tuple(text for key, said in refused.items() if f"{key}.".startswith(f"{place}.") for text in said)

    def safely(self, act: Callable[..., object]) -> Callable[..., None]:
        """Whatever a visitor does, so that no fault ends in a traceback on the page."""

        def guarded(*arguments: object) -> None:
            try:
                act(*arguments)
            except Exception:
                log.exception("an action of the visitor failed")
                self.say(UNEXPECTED)

        return guarded


class Stepping(Talking):
    """Changes what is run, step by step, and undoes it; what is looked at is no step.

    `recorded` are the series that the page which is shown needs of every run.
    """

    recorded: tuple[str, ...] = ()
    _ahead: tuple[Chosen | None, float] = None, -AHEAD

    @property
    def state(self) -> State:
        """What is chosen and shown."""
        return self.session.peek().state

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self.session.peek().past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone step to take again."""
        return bool(self.session.peek().future)

    def change(self, state: State, moved: str = "", place: str = "") -> bool:
        """Change what is run; refused, with the reasons, where it cannot be run.

        Moving the same thing again within a second of rest, or in the same drag, is no further step to be undone.

        Args:
            state: What is to be run and shown.
            moved: What is moved; with `DRAG` in it, the name of one drag.
            place: Under which control a refusal belongs; empty for none.
        """
        problems, session = refusal_of(state), self.session.peek()
        if problems and place:
            self.refuse(place, *problems)
        elif problems:
            self.say(*problems)
        elif state.chosen != session.state.chosen:
            now = time.monotonic()
            again = bool(moved) and moved == session.moved and (DRAG in moved or now - session.moved_at < REST)
            past = session.past if again else (*session.past, session.state.chosen)[-MOST_STEPS:]
            self._put(state, past, (), moved=moved, moved_at=now)
        else:
            self._put(state, session.past, session.future)
        return not problems

    def undo(self) -> None:
        """Go one step back."""
        session = self.session.peek()
        if session.past:
            future = (*session.future, session.state.chosen)
            self._put(replace(session.state, chosen=session.past[-1]), session.past[:-1], future)

    def redo(self) -> None:
        """Take the step again that was undone last."""
        session = self.session.peek()
        if session.future:
            past = (*session.past, session.state.chosen)
            self._put(replace(session.state, chosen=session.future[-1]), past, session.future[:-1])

    def reset(self) -> None:
        """Take all changes back."""
        self.change(self.state.as_it_was())

    def _put(
        self, state: State, past: tuple[Chosen, ...], future: tuple[Chosen, ...], moved: str = "", moved_at: float = 0.0
    ) -> None:
        """Another state, with nothing refused; a month that is no longer shown is no longer looked at."""
        session = self.session.peek()
        if state.view.month and state.view.month not in months_of(state.chosen):
            state = replace(state, view=replace(state.view, month=""))
        with self._run_ahead(state.chosen) if state.chosen != session.state.chosen else nullcontext():
            self.session.value = Session(state, past, future, moved, moved_at, kept=session.kept)

    def _run_ahead(self, chosen: Chosen) -> AbstractContextManager[None]:
        """Begin the runs of a change, and wait for them for a moment, unless the visitor is in the middle of moving."""
        now, (_, before) = time.monotonic(), self._ahead
        self._ahead = chosen, now
        if not self.recorded or now - before <= AHEAD:
            return nullcontext()
        pair = pair_of(chosen)
        scenarios = [one for one in (pair.base, pair.scenario) if one is not None]
        return runs.ahead(scenarios, self.recorded, pair.worlds, lambda: self._ahead[0] == chosen, AHEAD)
