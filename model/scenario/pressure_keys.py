"""A pressure as a file writes it: its keys with their types and limits, which of them a kind takes, and its schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from model.scenario.context import Date, Onset
from model.scenario.kinds import KINDS
from model.scenario.pressure import LONGEST, Combine, Effect, PressureKind, When
from model.yaml_files.hints import Between, Items, Known, Shaped, parts_of
from model.yaml_files.schemas import descriptions

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
EVENT = re.compile(r"E[0-9]{2,3}")

Share = Annotated[float, Between(0, 1)]
Months = Annotated[int, Between(1, LONGEST)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPressure:
    """A pressure as a file writes it; null deletes a value that a file below gives.

    Attributes:
        kind: What kind of pressure it is.
        probability: Share of worlds that see it; with 'every' or 'repeat', of onsets.
        delay: Shifts all its dates by so many months; negative for earlier.
        events: Ids of the events it encodes.
        because: Why: a source, or that it is a judgement.
        by: Who presses.
        on: Who is pressed.
        start: First month; the first of the run unless given. {between: [2015-01, 2016-12]} lets each world draw it.
        end: Last month, itself included; open unless given.
        duration: Months it lasts from its onset, in place of 'end'.
        every: Repeats the window every so many months.
        times: Number of windows in all; no limit unless given.
        when: Starts it once last month's state has met a condition.
        repeat: Whether the condition can start it again once its duration is over.
        level: How strong it is.
        ramp: Months in which it grows to its level in equal steps; 2 gives half of it first.
        path: Months and values, linear in between; in place of level and dates.
        venue: Where the talks would go, e.g. Astana.
        conflict: The conflict Minsk offers itself for.
        of: What takes place.
        backing: Who backs it and how much, 0 to 1 each, e.g. {US: 0.7}.
        move: The move of one of the five agents.
    """

    kind: Annotated[str, Known("kind of pressure")]
    probability: Share = 1.0
    delay: Annotated[int, Between(-LONGEST, LONGEST)] = 0
    events: tuple[Annotated[str, Shaped(EVENT, "the id of an event, such as E25")], ...] = ()
    because: str = ""
    by: str = ""
    on: str = ""
    start: Onset | None = None
    end: Date | None = None
    duration: Months | None = None
    every: Months | None = None
    times: Months | None = None
    when: When | None = None
    repeat: bool = False
    level: float | None = None
    ramp: Annotated[int, Between(0, LONGEST)] = 0
    path: Annotated[Mapping[Date, float], Items(1)] | None = None
    venue: str = ""
    conflict: Annotated[str, Known("conflict")] = ""
    of: Annotated[str, Known("occasion")] = ""
    backing: Mapping[Annotated[str, Known("actor")], Share] | None = None
    move: Annotated[str, Known("move")] = ""


KEYS = tuple(part.key for part in parts_of(WrittenPressure))
"""The keys of a pressure, in the order in which messages name them."""
ALWAYS = ("kind", "probability", "delay", "events", "because")
WINDOW = ("start", "end", "duration", "every", "times", "when", "repeat")
SIZE = ("level", "ramp", "path")


def places(kind: PressureKind, effects: Iterable[Effect]) -> tuple[str, ...]:
    """The keys that have a place in a pressure of a kind with some of its effects."""
    found = {*ALWAYS, *WINDOW, *(key for key, actors in (("by", kind.by), ("on", kind.on)) if actors)}
    for effect in effects:
        found |= set(effect.keys) | set(SIZE if effect.sized else ("level",) if effect.combine is Combine.FLAG else ())
    return tuple(key for key in KEYS if key in found)


def described() -> Iterator[dict[str, str]]:
    """One row per kind for documentation and the command line: what it does, who, how much, what it moves."""
    says = {key: text[0].lower() + text[1:].removesuffix(".") for key, text in descriptions(WrittenPressure).items()}
    for kind in KINDS.values():
        sized = any(effect.sized for effect in kind.effects)
        default = "" if kind.level is None else f", {kind.level:g} unless given"
        choices = {kind.choice_key: " | ".join(kind.choices)}
        yield {
            "kind": kind.name,
            "does": kind.does,
            "by": ", ".join(kind.by) + (" or any other name" if kind.anyone else ""),
            "on": ", ".join(kind.on),
            "keys": ", ".join(f"{key} ({choices.get(key, says[key])})" for key in kind.keys),
            "level": f"{kind.low:g} to {kind.high:g}{default}" if sized else "",
            "combines": ", ".join(dict.fromkeys(str(effect.combine) for effect in kind.effects)),
            "moves": ", ".join(dict.fromkeys(effect.moves or "the move" for effect in kind.effects)),
        }
