"""One visitor of the dashboard: whatever they do comes through here.

    visitor = use_visitor()
    visitor.set("pressures.eu_2017.level", 0.5, moved="level#7")      # one drag, one step to undo
    visitor.put(bar_changes(pressure, visitor.scenario, 48, 60))       # several settings in one step
    visitor.chips, visitor.pair                                        # what is changed; both sides, on one footing

Nothing of it is shared with another page. What cannot be run is refused, with the reasons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import solara

from experiments.comparison.footing import Beliefs
from model.scenario.scenario import Scenario
from model.yaml_files.nodes import InputError
from viz.common.style import Palette, palette
from viz.dashboard.address import OWN_NAME, arrival, query_of
from viz.dashboard.chips import Chip, chips_of
from viz.dashboard.front.theme import use_dark
from viz.dashboard.series import shown_series
from viz.dashboard.session import Session, Stepping
from viz.dashboard.state import (
    LAST_WORLD,
    NOTHING,
    START,
    UNCHANGED,
    Pair,
    check_own,
    choosable,
    is_belief,
    months_of,
    pair_of,
    scenario_of,
    with_what_runs,
)
from viz.dashboard.values import NOTHING_CHANGED, Block, Nothing
from viz.things.entries import entries

LONGEST_NAME = 40
MOST_KEPT = 20
"""Own scenarios that are kept; the one loaded longest ago goes first."""
FILE, ADD = "file", "add"
"""Places of refusals: under the file field, and under the form that adds a pressure."""
NO_ROOM = "This browser has no room to store your scenario: after a reload its file has to be loaded again."
NOT_IN_LINK = "The link names your scenario {}, which is stored in this browser alone; whoever gets it needs the file."


class Asking(Stepping):
    """What is chosen, as scenarios, as a link, and in words."""

    _search: str | None

    @property
    def scenario(self) -> Scenario:
        """The scenario that is asked for; it can be run."""
        return scenario_of(self.state)

    @property
    def pair(self) -> Pair:
        """The scenario and what it is compared with, on one footing."""
        return pair_of(self.state.chosen)

    @property
    def chips(self) -> tuple[Chip, ...]:
        """One for each difference from what the file of the scenario says."""
        return chips_of(self.state)

    @property
    def query(self) -> str:
        """The query of a link that leads here."""
        return self._search or "" if self.session.peek().awaited else query_of(self.state)

    @property
    def link_note(self) -> str:
        """What a link to here does not carry; empty where it carries everything."""
        chosen = self.state.chosen
        return NOT_IN_LINK.format(chosen.scenario) if chosen.own else ""

    @property
    def own_scenarios(self) -> Mapping[str, str]:
        """Name -> text of the visitor's own scenarios; an empty text is still to be had from the browser."""
        return self.session.peek().kept


class Keeping(Asking):
    """Chooses scenarios: those of the program, and the visitor's own, which stay in the list."""

    def choose(self, name: str) -> None:
        """Choose another scenario; numbers, hypotheses and sampling stay as they are chosen, as far as it has them."""
        kept = self.own_scenarios
        if name in kept and not kept[name]:
            self.session.value = replace(self.session.peek(), fetched=name)
        elif name in kept or name in choosable():
            self._choose(name, kept.get(name, ""))

    def _choose(self, name: str, own: str) -> None:
        beliefs = [one for one in self.state.chosen.changes if is_belief(one[0])]
        state, remarks = with_what_runs(self.state.with_scenario(name, own).as_it_was(), beliefs)
        if self.change(state, place=FILE if own else "") and remarks:
            self.say(*remarks)

    def load(self, file: str, text: str) -> None:
        """Take a scenario file of the visitor's own, or say under the file field what is wrong with it."""
        try:
            check_own(text)
        except InputError as error:
            self.refuse(FILE, *(f"{file}:{one.line}:{one.column}: {one.message}" for one in error.problems))
            return
        name = re.sub(r"[^A-Za-z0-9_-]+", "_", file.rpartition(".")[0] or file)[:LONGEST_NAME]
        name = f"{name[: LONGEST_NAME - 4]}_own" if name in choosable() else name
        self._keep({name: text})
        self._choose(name, text)

    def receive(self, own: object) -> None:
        """Take what the browser has stored as the own scenario that it was asked for; it may be anything."""
        session, text = self.session.peek(), own if isinstance(own, str) else ""
        if session.awaited:
            found = arrival(self._search, text)
            self.session.value = replace(session, state=found.state, message=found.remarks, awaited="")
            chosen = found.state.chosen
            self._keep({chosen.scenario: chosen.own} if chosen.own else {})
        elif session.fetched:
            self.session.value = replace(session, fetched="")
            self.load(session.fetched, text)

    def stored(self, names: object) -> None:
        """Take the names of the own scenarios that the browser has stored; they may be anything."""
        good = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
        self._keep({name: "" for name in good if OWN_NAME.fullmatch(name) and name not in choosable()})

    def _keep(self, texts: Mapping[str, str]) -> None:
        """Keep own scenarios in the list, the latest at the end; a text that is known is not forgotten."""
        session = self.session.peek()
        new = {name: text for name, text in texts.items() if text}
        old = {name: text for name, text in session.kept.items() if name not in new}
        kept = {name: "" for name in texts if name not in new and name not in old} | old | new
        kept = dict([*kept.items()][-MOST_KEPT:])
        if kept != session.kept:
            self.session.value = replace(session, kept=MappingProxyType(kept))


class Visitor(Keeping):
    """What a visitor can do; `session` is what they have chosen, and `narrow` says that the screen is a phone's."""

    def __init__(self, search: str | None) -> None:
        self._search = search
        self.narrow = solara.reactive(False)
        found = arrival(search)
        self.session = solara.reactive(Session(found.state, message=found.remarks, awaited=found.awaited))

    def put(self, values: Mapping[str, object], moved: str = "") -> bool:
        """Change several settings in one step; `NOTHING_CHANGED` takes a change back. Says whether that can be run."""
        place = next(iter(values), "")
        return self.change(self.state.with_changes(values), moved or (place if len(values) == 1 else ""), place)

    def set(self, key: str, value: object, moved: str = "") -> bool:
        """Change one setting, as ``--set`` on the command line."""
        return self.put({key: value}, moved)

    def take_back(self, key: str) -> None:
        """Take the change of a key back, and of everything under it; a pressure that was taken out comes back."""
        section, _, name = key.partition(".")
        if section == "switch_off" and name:
            self.switch(name, off=name in scenario_of(self.state.as_it_was()).switch_off)
            return
        self.change(self.state.with_changes({key: NOTHING_CHANGED}), place=key)

    def switch(self, mechanism: str, *, off: bool) -> None:
        """Switch a mechanism off, or on again, on both sides of a comparison."""
        before, file = self.scenario.switch_off, scenario_of(self.state.as_it_was()).switch_off
        after = tuple(dict.fromkeys((*before, mechanism))) if off else tuple(one for one in before if one != mechanism)
        self.set("switch_off", NOTHING_CHANGED if set(after) == set(file) else after)

    def add_pressure(self, name: str, keys: Mapping[str, object]) -> str:
        """Add a whole pressure; its name gets a number where it is taken. Gives that name, or nothing if refused."""
        free, number = name, 2
        while free in self.scenario.pressures or f"pressures.{free}" in self.state.changes:
            free, number = f"{name}_{number}", number + 1
        done = self.change(self.state.with_changes({f"pressures.{free}": dict(keys)}), place=ADD)
        return free if done else ""

    def remove_pressure(self, name: str) -> None:
        """Take a pressure out: one that was added, or one of the scenario's file or of history."""
        key = f"pressures.{name}"
        added = isinstance(self.state.changes.get(key), Block)
        self.change(self.state.with_changes({key: NOTHING_CHANGED if added else None}), place=key)

    def compare_with(self, name: str, beliefs: Beliefs = Beliefs.TOGETHER) -> None:
        """Choose what to compare with, and whether beliefs hold on both sides; an empty name is the baseline."""
        if name in ("", NOTHING, UNCHANGED, *choosable()):
            comparison = "" if name == START else name
            self.change(self.state.choosing(comparison=comparison, beliefs=beliefs), "comparison")

    def look(
        self,
        *,
        month: str | Nothing = NOTHING_CHANGED,
        world: int | Nothing | None = NOTHING_CHANGED,
        shown: str | Nothing = NOTHING_CHANGED,
        thing: str | Nothing = NOTHING_CHANGED,
    ) -> None:
        """Show another month (``YYYY-MM``), world, series or thing; what there is none of is not shown."""
        session = self.session.peek()
        view = session.state.view
        if month == "" or month in months_of(session.state.chosen):
            view = replace(view, month=str(month))
        if world is None or isinstance(world, int):
            view = replace(view, world=None if world is None else min(max(world, 0), LAST_WORLD))
        if shown in shown_series():
            view = replace(view, shown=str(shown))
        if isinstance(thing, str) and (not thing or thing in entries()):
            view = replace(view, thing=thing)
        if view != session.state.view:
            self.session.value = replace(session, state=replace(session.state, view=view))

    def look_at_sweep(self, **parts: object) -> None:
        """Show another sweep, outcome or point; nothing that is run changes."""
        session = self.session.peek()
        sweeps = replace(session.state.sweeps, **parts)  # type: ignore[arg-type]
        if sweeps != session.state.sweeps:
            self.session.value = replace(session, state=replace(session.state, sweeps=sweeps))


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
    return palette(dark=use_dark(), narrow=use_visitor().narrow.value)
