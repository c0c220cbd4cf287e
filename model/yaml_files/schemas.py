"""The JSON Schema of a record, from the type hints by which it is read and from the words of its docstring."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from model.yaml_files.hints import Between, Hint, Known, Part, Shaped, parts_of, taken_apart

Schema = dict[str, Any]
PLAIN: Mapping[type, Schema] = {
    str: {"type": "string", "pattern": "\\S"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    int: {"type": "integer"},
}


def schema_of(
    kind: type,
    schemas: Mapping[Any, Schema] | None = None,
    names: Mapping[str, Iterable[str]] | None = None,
    without: Iterable[str] = (),
    *,
    deletable: bool = False,
) -> Schema:
    """The JSON Schema of a record.

    Args:
        kind: The class of the record.
        schemas: Schemas of hints, or of single fields by their names, where the hint alone does not say it.
        names: The words of each set, by what messages call them.
        without: Fields that are not in the file.
        deletable: Whether null may stand for any value, because it deletes what a file below gives; nothing is then
            required, as a file below may give it.
    """
    words = {what: sorted(known) for what, known in (names or {}).items()}
    return _Walk(schemas or {}, words, deletable).record(kind, set(without))


def or_null(schema: Schema) -> Schema:
    """The schema of a value for which null may stand; what a reference leads to must say that itself."""
    if "$ref" in schema:
        return schema
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return schema | {"type": [*types, "null"]}


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through the hints of records."""

    schemas: Mapping[Any, Schema]
    names: Mapping[str, list[str]]
    deletable: bool

    def record(self, kind: type, without: set[str]) -> Schema:
        said, parts = descriptions(kind), [part for part in parts_of(kind) if part.name not in without]
        properties = {part.key: self._field(part) for part in parts}
        for part in parts:
            properties[part.key] |= {"description": said[part.name]} if part.name in said else {}
        required = [part.key for part in parts if part.required]
        schema = {"type": "object", "additionalProperties": False, "properties": properties}
        return schema | ({"required": required} if required and not self.deletable else {})

    def _field(self, part: Part) -> Schema:
        schema = self.schemas[part.name] if part.name in self.schemas else self.value(part.hint)
        return or_null(schema) if part.nullable or self.deletable else schema

    def value(self, hint: object) -> Schema:
        whole = taken_apart(hint)
        if hint in self.schemas or whole.bare in self.schemas:
            return self.schemas[hint if hint in self.schemas else whole.bare]
        if Known in whole.limits:
            return {"enum": self.names[whole.limits[Known].what]}
        if Shaped in whole.limits:
            return {"type": "string", "pattern": _pattern(whole.limits[Shaped])}
        if whole.choices:
            return {"enum": list(whole.choices)}
        if whole.origin is tuple:
            least = {"minItems": whole.items.least} if whole.items.least else {}
            most = {} if whole.items.most is None else {"maxItems": whole.items.most}
            distinct = {"uniqueItems": True} if whole.items.distinct else {}
            return {"type": "array", "items": self.value(whole.inner[0])} | least | most | distinct
        if whole.origin is Mapping:
            return self._table(whole)
        return self.record(whole.bare, set()) if whole.is_record else PLAIN[whole.bare] | _limits(whole.between)

    def _table(self, whole: Hint) -> Schema:
        entry, limits = self.value(whole.inner[1]), taken_apart(whole.inner[0]).limits
        entry = or_null(entry) if self.deletable else entry
        schema: Schema = {"type": "object", "additionalProperties": False}
        schema |= {"minProperties": whole.items.least} if whole.items.least else {}
        if Known in limits:
            return schema | {"properties": dict.fromkeys(self.names[limits[Known].what], entry)}
        if Shaped in limits:
            return schema | {"patternProperties": {_pattern(limits[Shaped]): entry}}
        return schema | {"additionalProperties": entry}


def _pattern(shape: Shaped) -> str:
    return f"^({shape.pattern.pattern})$"


def _limits(between: Between) -> Schema:
    limits = {"minimum": between.low, "maximum": between.high}
    return {key: limit for key, limit in limits.items() if math.isfinite(limit)}


def descriptions(kind: type) -> dict[str, str]:
    """What the docstring of a record says of its fields."""
    said = re.split(r"\n\s+Attributes:\n", kind.__doc__ or "")[-1]
    found = re.findall(r"^ {8}(\w+): (.*(?:\n {12}.*)*)", said, re.MULTILINE)
    return {name: " ".join(text.split()) for name, text in found}
