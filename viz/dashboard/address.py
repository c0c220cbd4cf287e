"""A visitor's state as the query of a link, and back.

    ?scenario=s03_eu_sanctions_2017&set=pressures.eu_2017.level=0.5&set=hypotheses.room_for_manoeuvre=grew&world=41

A link can come from anybody: what is unknown or cannot be run is left out, with a sentence. A scenario of the visitor's
own stays in the storage of their browser; the link carries its name alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from experiments.comparison.footing import Beliefs
from model.yaml_files.nodes import InputError, quoted
from viz.dashboard.front.file_input import MOST_BYTES
from viz.dashboard.series import shown_series
from viz.dashboard.state import (
    LAST_WORLD,
    NOTHING,
    UNCHANGED,
    Chosen,
    State,
    check_own,
    choosable,
    months_of,
    with_what_runs,
)
from viz.dashboard.sweeping.stored import names, outcome_names
from viz.dashboard.values import Value, text_of, value_of
from viz.things.entries import entries

MOST_FIELDS, LONGEST = 200, 16_000
"""Fields of a link, and letters in all."""
MOST_REMARKS, MOST_NAMED = 4, 3
"""Sentences about what was left out, and unknown parts that are named."""
CHANGEABLE = re.compile(
    r"sampling|seed|worlds|end|switch_off|hypotheses\.[^.]+|parameters\..+|pressures\.(history\.)?[^.]+(\.[^.]+){0,2}"
)
OWN_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
NOT_STORED = "This browser has stored no scenario of your own called {}; load its file again to see it."


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a link that stands for an attribute of a part of the state.

    Attributes:
        name: What the link calls it.
        part: The part of the state.
        attribute: What the part calls it.
        allowed: Every text that it may have, given the state so far.
        must_be: What it must be, as a clause; empty where the texts cannot be told in a few words.
        parse: Makes the value of a text.
    """

    name: str
    part: str
    attribute: str
    allowed: Callable[[State], Container[str]]
    must_be: Callable[[State], str] = lambda _: ""
    parse: Callable[[str], object] = str

    def text(self, state: State) -> str:
        """Its value in a state; empty where it is the usual one."""
        value, usual = (getattr(getattr(one, self.part), self.attribute) for one in (state, State()))
        return "" if value == usual else str(value)


class _WorldNumbers:
    """The numbers that a world can have, as texts."""

    def __contains__(self, text: object) -> bool:
        """Whether a text is one."""
        return isinstance(text, str) and text.isascii() and text.isdigit() and int(text) <= LAST_WORLD

    def __str__(self) -> str:
        """What it must be."""
        return f"a whole number from 0 to {LAST_WORLD:,}"


_WORLDS = _WorldNumbers()


def _months(state: State) -> Sequence[str]:
    return months_of(state.chosen)


FIELDS = (
    Field("scenario", "chosen", "scenario", lambda _: choosable()),
    Field("compare", "chosen", "comparison", lambda _: (UNCHANGED, NOTHING, *choosable())),
    Field("beliefs", "chosen", "beliefs", lambda _: list(Beliefs), parse=Beliefs),
    Field("show", "view", "shown", lambda _: list(shown_series())),
    Field("world", "view", "world", lambda _: _WORLDS, lambda _: f": it must be {_WORLDS}", int),
    Field(
        "month", "view", "month", _months,
        lambda state: f": it must be a month from {_months(state)[0]} to {_months(state)[-1]}",
    ),
    Field("thing", "view", "thing", lambda _: entries()),
    Field("sweep", "sweeps", "folder", lambda _: names(), lambda _: ": there is no such sweep here"),
    Field("outcome", "sweeps", "outcome", lambda state: outcome_names(state.sweeps.folder)),
    Field("point", "sweeps", "cell", lambda _: _WORLDS, lambda _: f": it must be {_WORLDS}", int),
)  # fmt: skip
"""Every field of a link but the name of an own scenario and the settings, in the order in which they are read."""


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
    chosen = state.chosen
    texts = [(one.name, one.text(state)) for one in FIELDS]
    first = ("own", chosen.scenario) if chosen.own else texts[0]
    settings = [("set", f"{key}={text_of(value)}") for key, value in chosen.changes]
    return urlencode([one for one in (first, *settings, *texts[1:]) if one[1]], safe="={}:,[]")


def arrival(query: str | None, own: str | None = None) -> Arrival:
    """The state that a query leads to; never fails.

    `own` is what the browser has stored as the scenario that the link names: empty for nothing, None if not asked yet.
    """
    query = query or ""
    if len(query) > LONGEST:
        return Arrival(State(), (f"The link is too long: more than {LONGEST:,} letters.",))
    try:
        fields = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return Arrival(State(), (f"The link has more than {MOST_FIELDS} parts.",))
    link = _Link(dict(fields))
    name = link.fields.get("own", "")
    if own is None and OWN_NAME.fullmatch(name):
        return Arrival(State(), awaited=name)
    state = link.scenario(own or "")
    if state.chosen.own or not name:
        state = link.changed(state, [value.partition("=") for name, value in fields if name == "set"])
    for one in FIELDS[1:]:
        state = link.taken(one, state)
    return Arrival(state, link.all_remarks())


@dataclass(frozen=True)
class _Link:
    """The fields of a link, a sentence for each that was left out, and the names of those that are unknown."""

    fields: dict[str, str]
    remarks: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def note(self, remark: str) -> None:
        self.remarks.append(f"In the link, {remark}.")

    def taken(self, one: Field, state: State) -> State:
        """A state with what the link says of a field, if it may be that."""
        text = self.fields.get(one.name, "")
        if not text:
            return state
        if text not in one.allowed(state):
            self.note(f"'{one.name}' cannot be {quoted(text)}{one.must_be(state)}")
            return state
        part = replace(getattr(state, one.part), **{one.attribute: one.parse(text)})
        return replace(state, **{one.part: part})

    def scenario(self, own: str) -> State:
        """One of `scenarios/`, or the visitor's own one, which is checked each time it comes back."""
        state, name = self.taken(FIELDS[0], State()), self.fields.get("own", "")
        if name and not (own and OWN_NAME.fullmatch(name)):
            self.remarks.append(NOT_STORED.format(quoted(name)))
        elif len(own.encode("utf-8", "replace")) > MOST_BYTES:
            self.note(f"'{name}' has more than {MOST_BYTES:,} bytes")
        elif own:
            try:
                check_own(own)
                return State(Chosen(name, own))
            except InputError as error:
                self.remarks.extend(str(problem) for problem in error.problems)
        return state

    def changed(self, state: State, settings: list[tuple[str, str, str]]) -> State:
        """A state with its settings, as far as they can be run."""
        good = [(key, _value(key, text)) for key, _, text in settings if CHANGEABLE.fullmatch(key)]
        self.unknown.extend(key for key, _, _ in settings if not CHANGEABLE.fullmatch(key))
        state, remarks = with_what_runs(state, good)
        self.remarks.extend(remarks)
        return state

    def all_remarks(self) -> tuple[str, ...]:
        """A sentence for each that was left out, one for all that is unknown; few in all."""
        self.unknown.extend(sorted(set(self.fields) - {"set", "own", *(one.name for one in FIELDS)}))
        if self.unknown:
            named, more = ", ".join(map(quoted, self.unknown[:MOST_NAMED])), len(self.unknown) - MOST_NAMED
            self.note(f"{named}{f' and {more} more' if more > 0 else ''} cannot be set by a link")
        more = len(self.remarks) - MOST_REMARKS
        rest = (f"{more + 1} more parts of the link were left out.",) if more > 0 else ()
        return (*self.remarks[: MOST_REMARKS - 1], *rest) if rest else tuple(self.remarks)


def _value(key: str, text: str) -> Value:
    """The value of a setting; only pressures can be taken out."""
    value = value_of(text)
    return text if value is None and not key.startswith("pressures.") else value
