"""Values of changed settings: as they can be kept in a frozen state, in a link, and in a file.

value_of("{kind: sanctions, by: EU, level: 0.5}")           # as `--set pressures.eu_2017={...}` reads it
text_of(Block({"kind": "sanctions", "by": "EU"}))            # {kind: sanctions, by: EU}
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import TypeAlias

from model.scenario.pressure import HISTORY
from model.yaml_files.nodes import InputError, Node
from model.yaml_files.tree import parse_yaml

Value: TypeAlias = "float | str | bool | tuple[Value, ...] | Block | None"
Changes: TypeAlias = tuple[tuple[str, Value], ...]
PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*( [A-Za-z0-9_.\-]+)*")
"""Text that needs no quotes inside the braces of a mapping."""
LITERALS = {"null": None, "true": True, "false": False}


class Nothing(Enum):
    """The value of a setting that is not to be changed, or not any more."""

    CHANGED = "nothing changed"


NOTHING_CHANGED = Nothing.CHANGED


class Block(Mapping[str, Value]):
    """A mapping that never changes, so that a state that holds it can be compared and kept."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = dict(values)

    def __getitem__(self, key: str) -> Value:
        """The value under a key."""
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        """Its keys, in the order in which they are written."""
        return iter(self._values)

    def __len__(self) -> int:
        """How many keys it has."""
        return len(self._values)

    def __hash__(self) -> int:
        """The same for the same content in any order."""
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        """As it is written in a link."""
        return text_of(self)


def frozen(value: object) -> Value:
    """A value as a state keeps it: whole numbers without decimals, mappings that never change.

    Raises:
        TypeError: It is nothing that a setting can have.
    """
    if isinstance(value, Mapping):
        return Block({str(key): frozen(part) for key, part in value.items()})
    if isinstance(value, list | tuple):
        return tuple(map(frozen, value))
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, float | int | str):
        return value
    message = f"a setting cannot be {type(value).__name__}"
    raise TypeError(message)


def plain(value: Value) -> object:
    """A value as plain dicts and lists, for a file."""
    if isinstance(value, Block):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, tuple) else value


def with_value(changes: Changes, key: str, value: Value) -> Changes:
    """Changes with one more, in the order of the keys; what lies under a new pressure becomes part of it."""
    known = dict(changes)
    above, _, last = key.rpartition(".")
    block = known.get(above)
    if isinstance(block, Block):
        parts = {part: old for part, old in block.items() if part != last or value is not None}
        known[above] = Block(parts | ({} if value is None else {last: value}))
    else:
        known = {old: one for old, one in known.items() if not (old.startswith(f"{key}.") and is_pressure(key))}
        known[key] = value
    return tuple(sorted(known.items(), key=lambda one: one[0]))


def without(changes: Changes, key: str) -> Changes:
    """Changes without those of a key, of everything under it, and of that part of a new pressure."""
    kept = tuple((one, value) for one, value in changes if one != key and not one.startswith(f"{key}."))
    above = key.rpartition(".")[0]
    return with_value(kept, key, None) if isinstance(dict(kept).get(above), Block) else kept


def is_pressure(key: str) -> bool:
    """Whether a dotted key stands for a whole pressure."""
    rest = key.removeprefix("pressures.")
    return rest != key and "." not in rest.removeprefix(HISTORY)


def text_of(value: Value) -> str:
    """A value as it is written behind the equals sign of a setting."""
    if isinstance(value, Block):
        return "{" + ", ".join(f"{key}: {_inside(part)}" for key, part in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_inside, value)) + "]"
    if value is None or isinstance(value, bool):
        return next(text for text, one in LITERALS.items() if one is value)
    return str(value)


def _inside(value: Value) -> str:
    """A value inside a mapping, where a text may need quotes."""
    if isinstance(value, str) and not (PLAIN.fullmatch(value) and value_of(value) == value):
        return json.dumps(value, ensure_ascii=False)
    return text_of(value)


def value_of(text: str) -> Value:
    """The value that a text stands for: a number where it is written as one; a mapping or list where it is bracketed.

    What cannot be read stays a text, which whoever uses it refuses at its place.
    """
    if text in LITERALS:
        return LITERALS[text]
    if text.startswith(("{", "[")):
        try:
            return frozen(_bare(parse_yaml(f"x: {text}", "link"))["x"])  # type: ignore[index]
        except (InputError, TypeError, KeyError):
            return text
    try:
        number = float(text)
    except ValueError:
        return text
    return frozen(number) if math.isfinite(number) else text


def _bare(node: Node) -> object:
    """What a node holds, without places."""
    value = node.value
    if isinstance(value, dict):
        return {key: _bare(part) for key, part in value.items()}
    return [_bare(part) for part in value] if isinstance(value, list) else value
