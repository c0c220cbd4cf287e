"""How a key of a scenario file is declared: once, with its reader, its JSON Schema and its description."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from model.core.months import FIRST_MONTH, LAST_MONTH, is_date
from model.scenario.layers import Entry
from model.theory.names import Vocabulary
from model.yaml_files.fields import Collector, Node, shown
from model.yaml_files.schemas import Schema

DATE_WANTED = f"a month such as 2017-05, from {FIRST_MONTH} to {LAST_MONTH}"
DATE: Schema = {"type": "string", "pattern": "^20(1[3-9]|[23][0-9]|40)-(0[1-9]|1[0-2])$", "examples": ["2017-05"]}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
TEXT: Schema = {"type": "string", "minLength": 1}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Context:
    """What is needed to read any part of a scenario.

    Attributes:
        found: Where problems go.
        words: Names that may be used.
        start: Date of the first month of the run.
        end: Date of its last month.
        past: Names of history's own pressures.
    """

    found: Collector
    words: Vocabulary
    start: str = FIRST_MONTH
    end: str = LAST_MONTH
    past: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioKey:
    """One key of a file.

    Attributes:
        says: What it means, in a sentence.
        shape: JSON Schema of its value, or how it follows from the names that may be used.
        read: Reads its value, None after a problem; None where that takes more than the value itself.
        default: Its value where it is not given, or cannot be read.
    """

    says: str
    shape: Schema | Callable[[Vocabulary], Schema]
    read: Callable[[Context, Entry], Any] | None = None
    default: Any = None

    def value(self, c: Context, entry: Entry | None) -> Any:  # noqa: ANN401
        """What is given, or the default."""
        value = None if entry is None or self.read is None else self.read(c, entry)
        return self.default if value is None else value

    def schema(self, words: Vocabulary) -> Schema:
        """The JSON Schema of its value, with the description."""
        return (self.shape(words) if callable(self.shape) else self.shape) | {"description": self.says}


def text(says: str, default: str | None = None, **more: object) -> ScenarioKey:
    """A text that is not blank."""
    return ScenarioKey(says, TEXT | more, lambda c, entry: c.found.text(entry.node), default)


def number(
    says: str, low: float = -math.inf, high: float = math.inf, default: float | None = None, **more: object
) -> ScenarioKey:
    """A finite number, within limits if there are any."""
    limits = {name: limit for name, limit in (("minimum", low), ("maximum", high)) if math.isfinite(limit)}
    shape = {"type": "number"} | limits | more
    return ScenarioKey(says, shape, lambda c, entry: c.found.number(entry.node, low, high), default)


def whole(says: str, low: int, high: int, default: int | None = None) -> ScenarioKey:
    """A whole number."""
    shape = {"type": "integer", "minimum": low, "maximum": high}
    return ScenarioKey(says, shape, lambda c, entry: c.found.integer(entry.node, low, high), default)


def truth(says: str, default: bool | None = None) -> ScenarioKey:
    """True or false."""
    return ScenarioKey(says, {"type": "boolean"}, lambda c, entry: c.found.boolean(entry.node), default)


def month(says: str) -> ScenarioKey:
    """A month that scenario files can name."""
    return ScenarioKey(says, {"$ref": "#/$defs/date"}, lambda c, entry: read_date(c.found, entry.node))


def read_date(found: Collector, node: Node) -> str | None:
    """A month from 2013-01 to 2040-12, or None after a problem was noted."""
    if is_date(node.value):
        return node.value
    found.add(node, f"{node.called} must be {DATE_WANTED}, got {shown(node)}")
    return None


def mapping(properties: Mapping[str, Schema], **more: object) -> Schema:
    """The schema of a mapping that has no other keys."""
    return {"type": "object", "additionalProperties": False, "properties": dict(properties)} | more


def record(keys: Mapping[str, ScenarioKey], words: Vocabulary) -> Schema:
    """The schema of a mapping with these keys."""
    return mapping({name: key.schema(words) for name, key in keys.items()})


def or_null(schema: Schema) -> Schema:
    """The schema of a value that may be deleted."""
    return {"anyOf": [schema, {"type": "null"}]}
