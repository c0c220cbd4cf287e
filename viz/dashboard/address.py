"""A visitor's state as the query of a link, and back: whatever comes from a link is checked, value by value.

    ?scenario=s03_eu_sanctions_2017&level.eu_2017=0.5&variant.room_for_manoeuvre=grew&world=41

What is unknown or no number is left out, with a sentence; a number beyond its range is brought back into it.
"""

from __future__ import annotations

import base64
import binascii
import math
import zlib
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import parse_qsl, urlencode

from model.core.months import is_date, months_between
from model.scenario.load import Sampling, Scenario
from model.yaml_files.fields import InputError, quoted
from viz.dashboard.sliders import knobs_of, parameter_ranges, shown_series
from viz.dashboard.state import (
    MOST_BYTES,
    MOST_WORLDS,
    NOTHING,
    START,
    UNCHANGED,
    State,
    brought,
    choosable,
    plain,
    refusal_of,
    scenario_of,
    variants,
)

MOST_FIELDS, LONGEST = 200, 16_000
"""Fields of a link, and letters in all."""
LEVEL, BEGIN, LAST, VARIANT, NUMBER = "level.", "start.", "months.", "variant.", "number."
"""First parts of the names of fields."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a link leads to.

    Attributes:
        state: The state, good as a whole.
        remarks: A sentence for everything in the link that was left out or brought into its range.
    """

    state: State
    remarks: tuple[str, ...] = ()


def query_of(state: State) -> str:
    """The query of a link to a state, without its question mark; empty for the state one starts with.

    A scenario that the visitor brought goes along, packed, if it is short enough for a link.
    """
    fields: list[tuple[str, str]] = []
    if state.own:
        fields.append(("own", base64.urlsafe_b64encode(zlib.compress(state.own.encode(), 9)).decode()))
    plain = {
        "scenario": state.scenario,
        "compare": state.comparison,
        "sampling": state.sampling,
        "show": state.shown,
        "world": "" if state.world is None else str(state.world),
        "month": state.month,
    }
    usual = {"scenario": START, "compare": UNCHANGED, "show": State().shown}
    fields += [(name, value) for name, value in plain.items() if value != usual.get(name, "")]
    fields += [(LEVEL + name, repr(value)) for name, value in state.levels]
    fields += [(BEGIN + name, date) for name, date in state.starts]
    fields += [(LAST + name, repr(months)) for name, months in state.lengths]
    fields += [(VARIANT + name, variant) for name, variant in state.hypotheses]
    fields += [(NUMBER + key, repr(value)) for key, value in state.parameters]
    return urlencode(fields)


def fits_link(state: State) -> bool:
    """Whether a link can carry the state."""
    return len(query_of(state)) <= LONGEST


def arrival(query: str | None) -> Arrival:
    """The state that a query leads to; never fails."""
    if not query:
        return Arrival(State())
    if len(query) > LONGEST:
        return Arrival(State(), (f"The link is too long: more than {LONGEST:,} letters.",))
    try:
        given = dict(parse_qsl(query, max_num_fields=MOST_FIELDS))
    except ValueError:
        return Arrival(State(), (f"The link has more than {MOST_FIELDS} parts.",))
    reader = _Reader(given)
    state = reader.read()
    problems = refusal_of(state)
    if problems:
        return Arrival(state.as_it_was(), (*reader.remarks, *problems))
    return Arrival(state, tuple(reader.remarks))


class _Reader:
    """Reads the fields of a link one by one and notes what it leaves out."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = dict(given)
        self.remarks: list[str] = []

    def read(self) -> State:
        state = self._scenario()
        try:
            scenario = scenario_of(state)
        except InputError as error:
            self.remarks += [str(problem) for problem in error.problems]
            return State()
        state = self._changes(state, scenario)
        state = replace(
            state,
            shown=self._one_of("show", shown_series(), state.shown),
            world=self._world(),
            month=self._month(scenario),
        )
        for name in self.given:
            self._note(f"{quoted(name)} is nothing that a link can set")
        return state

    def _note(self, remark: str) -> None:
        self.remarks.append(f"In the link, {remark}.")

    def _scenario(self) -> State:
        names = choosable()
        state = State(
            scenario=self._one_of("scenario", names, START),
            comparison=self._one_of("compare", (UNCHANGED, NOTHING, *names), UNCHANGED),
            sampling=self._one_of("sampling", [str(one) for one in Sampling], ""),
        )
        packed = self.given.pop("own", "")
        return state if not packed else replace(state, own=self._own(packed))

    def _own(self, packed: str) -> str:
        try:
            unpacker = zlib.decompressobj()
            text = unpacker.decompress(base64.b64decode(packed.encode(), b"-_", validate=True), MOST_BYTES)
            if unpacker.unconsumed_tail:
                self._note(f"the scenario has more than {MOST_BYTES:,} bytes")
            elif not unpacker.eof:
                self._note("the scenario cannot be unpacked")
            else:
                return brought(text.decode())
        except (binascii.Error, zlib.error, ValueError):
            self._note("the scenario cannot be unpacked")
        except InputError as error:
            self.remarks += [str(problem) for problem in error.problems]
        return ""

    def _one_of(self, field: str, allowed: Container[str], otherwise: str) -> str:
        value = self.given.pop(field, "")
        if not value or value in allowed:
            return value or otherwise
        self._note(f"'{field}' cannot be {quoted(value)}")
        return otherwise

    def _changes(self, state: State, scenario: Scenario) -> State:
        knobs = {knob.name: knob for knob in knobs_of(scenario)}
        for name, text in self._group(LEVEL).items():
            ends = knobs[name].ends if name in knobs else None
            level = None if ends is None else self._number(LEVEL + name, text, *ends)
            if level is not None and knobs[name].whole:
                level = float(round(level))
            state = self._kept(LEVEL + name, level, partial(state.with_level, name), state)
        for name, text in self._group(BEGIN).items():
            date = text if name in knobs and text in knobs[name].dates else None
            state = self._kept(BEGIN + name, date, partial(state.with_start, name), state)
        for name, text in self._group(LAST).items():
            most = knobs[name].longest if name in knobs else 0
            months = self._number(LAST + name, text, 1, most) if most else None
            whole = None if months is None else float(round(months))
            state = self._kept(LAST + name, whole, partial(state.with_length, name), state)
        return self._beliefs(state)

    def _beliefs(self, state: State) -> State:
        known, ranges = variants(), parameter_ranges()
        for name, text in self._group(VARIANT).items():
            variant = text if text in known.get(name, ()) else None
            state = self._kept(VARIANT + name, variant, partial(state.with_hypothesis, name), state)
        for key, text in self._group(NUMBER).items():
            number = self._number(NUMBER + key, text, *ranges[key]) if key in ranges else None
            state = self._kept(NUMBER + key, number, partial(state.with_parameter, key), state)
        return state

    def _group(self, first: str) -> dict[str, str]:
        names = sorted(name for name in self.given if name.startswith(first))
        return {name.removeprefix(first): self.given.pop(name) for name in names}

    def _kept(self, field: str, value: object, change: Callable[..., State], state: State) -> State:
        if value is None:
            self._note(f"{quoted(field)} has no place in this scenario, or a value it cannot have")
            return state
        return change(value)

    def _number(self, field: str, text: str, low: float, high: float) -> float | None:
        try:
            value = float(text)
        except ValueError:
            return None
        if not math.isfinite(value):
            return None
        if not low <= value <= high:
            self._note(f"'{field}' was brought back into its range, {low:g} to {high:g}")
        return plain(min(max(value, low), high))

    def _world(self) -> int | None:
        text = self.given.pop("world", "")
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_WORLDS)) and int(text) < MOST_WORLDS:
            return int(text)
        self._note(f"'world' must be a whole number from 0 to {MOST_WORLDS - 1}")
        return None

    def _month(self, scenario: Scenario) -> str:
        text = self.given.pop("month", "")
        if not text:
            return ""
        if is_date(text) and 0 <= months_between(scenario.start, text) < scenario.months:
            return text
        self._note(f"'month' must be a month from {scenario.start} to {scenario.end}, such as {scenario.end}")
        return ""
