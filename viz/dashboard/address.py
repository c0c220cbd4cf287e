"""A visitor's state as the query of a link, and back.

    ?scenario=s03_eu_sanctions_2017&set=pressures.eu_2017.level=0.5&set=hypotheses.room_for_manoeuvre=grew&world=41

A link can come from anybody: what is unknown or cannot be run is left out, with a sentence. A scenario of the visitor's
own stays in the storage of their browser; the link carries its name alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container
from dataclasses import dataclass, replace
from functools import reduce
from urllib.parse import parse_qsl, urlencode

from model.yaml_files.nodes import InputError, quoted
from viz.dashboard.front.file_input import MOST_BYTES
from viz.dashboard.sliders import shown_series
from viz.dashboard.state import (
    MOST_WORLDS,
    NOTHING,
    START,
    UNCHANGED,
    State,
    Value,
    check_own,
    choosable,
    refusal_of,
    scenario_of,
)

MOST_FIELDS, LONGEST = 200, 16_000
"""Fields of a link, and letters in all."""
USUAL = {"scenario": START, "compare": UNCHANGED, "show": State().shown}
CHANGEABLE = re.compile(
    r"sampling|hypotheses\.[^.]+|parameters\..+|pressures\.(history\.)?[^.]+\.(level|start|duration)"
)
OWN_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
NOT_STORED = "This browser has stored no scenario of your own called {}; load its file again to see it."


@dataclass(frozen=True, slots=True)
class Arrival:
    """The state that a link leads to, which can be run, and a sentence for everything in the link that was left out.

    `awaited` names the visitor's own scenario, where the browser has to be asked for its text first.
    """

    state: State
    remarks: tuple[str, ...] = ()
    awaited: str = ""


def query_of(state: State) -> str:
    """The query of a link to a state, without its question mark; empty for the state one starts with."""
    fields = [
        ("own" if state.own else "scenario", state.scenario),
        *(("set", f"{key}={value}") for key, value in state.changes),
        ("compare", state.comparison),
        ("show", state.shown),
        ("world", "" if state.world is None else str(state.world)),
        ("month", state.month),
    ]
    return urlencode([(name, value) for name, value in fields if value != USUAL.get(name, "")], safe="=")


def arrival(query: str | None, own: str | None = None) -> Arrival:
    """The state that a query leads to; never fails.

    `own` is what the browser has stored as the scenario that the link names: empty for nothing, None if not asked yet.
    """
    query = query or ""
    if len(query) > LONGEST:
        return Arrival(State(), (f"The link is too long: more than {LONGEST:,} letters.",))
    try:
        fields = parse_qsl(query, max_num_fields=MOST_FIELDS)
    except ValueError:
        return Arrival(State(), (f"The link has more than {MOST_FIELDS} parts.",))
    link = _Link(dict(fields), [])
    name = link.fields.get("own", "")
    if own is None and OWN_NAME.fullmatch(name):
        return Arrival(State(), awaited=name)
    state = link.scenario(own or "")
    if state.own or not name:
        state = link.changed(state, [value.partition("=") for field, value in fields if field == "set"])
    return Arrival(link.view(state), tuple(link.remarks))


@dataclass(frozen=True)
class _Link:
    """The fields of a link still to be read, and a sentence for each that was left out."""

    fields: dict[str, str]
    remarks: list[str]

    def note(self, remark: str) -> None:
        self.remarks.append(f"In the link, {remark}.")

    def take(self, field: str, allowed: Container[str], must_be: str = "") -> str:
        """The value of a field, or the usual one."""
        value = self.fields.pop(field, "")
        if value and value not in allowed:
            self.note(f"'{field}' cannot be {quoted(value)}{must_be}")
        return value if value in allowed else USUAL.get(field, "")

    def scenario(self, own: str) -> State:
        """One of `scenarios/`, or the visitor's own one, which is checked each time it comes back."""
        state, name = State(self.take("scenario", choosable())), self.fields.pop("own", "")
        if name and not (own and OWN_NAME.fullmatch(name)):
            self.remarks.append(NOT_STORED.format(quoted(name)))
        elif len(own.encode("utf-8", "replace")) > MOST_BYTES:
            self.note(f"'{name}' has more than {MOST_BYTES:,} bytes")
        elif own:
            try:
                check_own(own)
                return State(name, own)
            except InputError as error:
                self.remarks.extend(str(problem) for problem in error.problems)
        return state

    def changed(self, state: State, settings: list[tuple[str, str, str]]) -> State:
        """A state with its settings; if not all of them can be run together, with those that can, one by one."""
        good = [(key, _value(text)) for key, _, text in settings if CHANGEABLE.fullmatch(key)]
        for key, _, _ in settings:
            if not CHANGEABLE.fullmatch(key):
                self.note(f"{quoted(key)} cannot be set by a link")
        whole = reduce(lambda changed, one: changed.with_change(*one), good, state)
        if not refusal_of(whole):
            return whole
        for key, value in good:
            changed = state.with_change(key, value)
            problems = refusal_of(changed)
            self.remarks.extend(problems)
            state = state if problems else changed
        return state

    def view(self, state: State) -> State:
        """A state with the view that a link asks for."""
        scenario = scenario_of(state)
        worlds, months = list(map(str, range(MOST_WORLDS))), list(map(scenario.date, range(scenario.months)))
        world = self.take("world", worlds, f": it must be a whole number from 0 to {MOST_WORLDS - 1}")
        state = replace(
            state,
            comparison=self.take("compare", (UNCHANGED, NOTHING, *choosable())),
            shown=self.take("show", shown_series()),
            world=int(world) if world else None,
            month=self.take("month", months, f": it must be a month from {months[0]} to {months[-1]}"),
        )
        for field in sorted(set(self.fields) - {"set"}):
            self.note(f"{quoted(field)} cannot be set by a link")
        return state


def _value(text: str) -> Value:
    """The value of a setting: a number where it is written as one."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text
