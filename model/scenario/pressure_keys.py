"""The keys of a pressure, each declared once: how it is read, its JSON Schema and what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable

from model.scenario.keys import (
    DATE,
    TEXT,
    Context,
    ScenarioKey,
    mapping,
    month,
    number,
    or_null,
    record,
    text,
    truth,
    whole,
)
from model.scenario.kinds import KINDS
from model.scenario.layers import Entry, fields
from model.scenario.pressure import LONGEST, Combine, Effect, ExtraKey, KeyType, PressureKind, When
from model.theory.names import Vocabulary
from model.yaml_files.fields import quoted
from model.yaml_files.schemas import Schema

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
EVENT = re.compile(r"E[0-9]{2,3}")


def _events(c: Context, entry: Entry) -> tuple[str, ...]:
    ids = c.found.texts(entry.node)
    for item in c.found.sequence(entry.node) if ids else []:
        if isinstance(item.value, str) and not EVENT.fullmatch(item.value):
            c.found.add(item, f"{quoted(item.value)} is no id of an event, such as E25")
    return ids


def _when(c: Context, entry: Entry) -> When | None:
    given = fields(c.found, entry, ("variable",), ("above", "below", "for"))
    if entry.parts is not None and ("above" in given) == ("below" in given):
        c.found.add(entry.node, "'when' needs either 'above' or 'below'")
    variable, above, below, months = (key.value(c, entry.get(name)) for name, key in WHEN.items())
    return None if variable is None else When(variable, above, below, months)


WHEN = {
    "variable": ScenarioKey("A dotted series.", {"type": "string", "examples": ["belarus.alignment"]},
                    lambda c, entry: c.found.choice(entry.node, sorted(c.words.variables), what="variable")),
    "above": number("It holds above this ...", type=["number", "null"]),
    "below": number("... or below this.", type=["number", "null"]),
    "for": whole("Months in a row.", 1, LONGEST, default=1),
}  # fmt: skip
PATH: Schema = {
    "type": "object",
    "minProperties": 1,
    "patternProperties": {DATE["pattern"]: {"type": ["number", "null"]}},
    "additionalProperties": False,
    "examples": [{"2014-02": 0.3, "2014-03": 0.55}],
}
EVENTS: Schema = {"type": "array", "items": {"type": "string", "pattern": f"^{EVENT.pattern}$"}}

ALWAYS = {
    "kind": ScenarioKey("What kind of pressure it is.", {}),
    "probability": number("Share of worlds that see it; with 'every' or 'repeat', of onsets.", 0, 1, default=1.0),
    "delay": whole("Shifts all its dates by so many months; negative for earlier.", -LONGEST, LONGEST, default=0),
    "events": ScenarioKey("Ids of the events it encodes.", EVENTS, _events, ()),
    "because": text("Why: a source, or that it is a judgement.", ""),
}
WINDOW = {
    "start": month("First month; the first of the run unless given."),
    "end": month("Last month, itself included; open unless given."),
    "duration": whole("Months it lasts from its onset, in place of 'end'.", 1, LONGEST),
    "every": whole("Repeats the window every so many months.", 1, LONGEST),
    "times": whole("Number of windows in all; no limit unless given.", 1, LONGEST),
    "when": ScenarioKey(
        "Starts it once last month's state has met a condition.", lambda words: record(WHEN, words), _when
    ),
    "repeat": truth("Whether the condition can start it again once its duration is over.", default=False),
}
SIZE = {
    "level": ScenarioKey("How strong it is.", {"type": "number"}),
    "ramp": whole("Months in which it grows to its level in equal steps; 2 gives half of it first.", 0, LONGEST, 0),
    "path": ScenarioKey("Months and values, linear in between; in place of level and dates.", PATH),
}
WHO = {"by": ScenarioKey("Who presses.", TEXT), "on": ScenarioKey("Who is pressed.", TEXT)}
KEYS = ALWAYS | WHO | WINDOW | SIZE
"""The keys that a pressure of any kind may have, in the order in which messages name them."""
OWN_KEYS = {key.name: key for kind in KINDS.values() for key in kind.keys.values()}
"""Keys that only some kinds have."""


def places(kind: PressureKind, effects: Iterable[Effect]) -> set[str]:
    """The keys that have a place in a pressure of a kind with some of its effects."""
    found = {*ALWAYS, *WINDOW, *(key for key, actors in (("by", kind.by), ("on", kind.on)) if actors)}
    for effect in effects:
        found |= {key.name for key in effect.keys}
        found |= set(SIZE) if effect.sized else {"level"} if effect.combine is Combine.FLAG else set()
    return found


def pressure_schema(words: Vocabulary) -> Schema:
    """The JSON Schema of one pressure, whose kind decides which other keys have a place."""
    properties = {name: key.schema(words) for name, key in KEYS.items()}
    properties |= {name: _own_schema(key, words) for name, key in OWN_KEYS.items()}
    properties["kind"]["oneOf"] = [{"const": k.name, "title": k.label, "description": k.does} for k in KINDS.values()]
    return mapping({name: or_null(one) for name, one in properties.items()}) | {
        "allOf": [_schema_of_kind(kind) for kind in KINDS.values()]
    }


def _own_schema(key: ExtraKey, words: Vocabulary) -> Schema:
    shapes: dict[KeyType, Schema] = {
        KeyType.TEXT: TEXT,
        KeyType.CHOICE: {"enum": list(key.choices)},
        KeyType.SHARES: mapping({name: {"$ref": "#/$defs/share"} for name in sorted(key.choices)}),
        KeyType.MOVE: {"enum": list(words.moves)},
    }
    return shapes[key.type] | {"description": f"{key.label[0].upper()}{key.label[1:]}."}


def _schema_of_kind(kind: PressureKind) -> Schema:
    """What holds for a pressure of one kind: who, how strong, and which keys have no place."""
    fitting = places(kind, kind.effects)
    then: dict[str, Schema | bool] = {}
    if kind.by:
        then["by"] = {"examples": list(kind.by)} if kind.anyone else {"enum": [*kind.by, None]}
    if kind.on:
        then["on"] = {"enum": [*kind.on, None]}
    if "level" in fitting:
        low, high = (kind.low, kind.high) if "path" in fitting else (0.0, 1.0)
        then["level"] = {"minimum": low, "maximum": high} | ({} if kind.level is None else {"default": kind.level})
    then |= {key: False for key in (*KEYS, *sorted(OWN_KEYS)) if key not in fitting}
    return {"if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]}, "then": {"properties": then}}
