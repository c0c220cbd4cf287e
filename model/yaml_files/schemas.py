"""The JSON Schema of a record, from the type hints by which it is read and from the words of its docstring."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from model.yaml_files.hints import Between, Known, Part, Shaped, parts_of, taken_apart

Schema = dict[str, Any]
PLAIN: Mapping[type, Schema] = {
    str: {"type": "string", "minLength": 1},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    int: {"type": "integer"},
}


def schema_of(
    kind: type,
    schemas: Mapping[Any, Schema] | None = None,
    names: Mapping[str, Iterable[str]] | None = None,
    without: Iterable[str] = (),
) -> Schema:
    """The JSON Schema of a record.

    Args:
        kind: The class of the record.
        schemas: Schemas of hints, or of single fields by their names, where the hint alone does not say it.
        names: What words there are, by what messages call them.
        without: Fields that are not in the file.
    """
    words = {what: sorted(known) for what, known in (names or {}).items()}
    return _Walk(schemas or {}, words).record(kind, set(without))


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through the hints of records."""

    schemas: Mapping[Any, Schema]
    names: Mapping[str, list[str]]

    def record(self, kind: type, without: set[str]) -> Schema:
        said, parts = _descriptions(kind), [part for part in parts_of(kind) if part.name not in without]
        properties = {part.key: self._field(part) | said.get(part.name, {}) for part in parts}
        required = [part.key for part in parts if part.required]
        schema = {"type": "object", "additionalProperties": False, "properties": properties}
        return schema | ({"required": required} if required else {})

    def _field(self, part: Part) -> Schema:
        schema = self.schemas[part.name] if part.name in self.schemas else self.value(part.hint)
        return {"anyOf": [schema, {"type": "null"}]} if part.nullable else schema

    def value(self, hint: object) -> Schema:
        if hint in self.schemas:
            return self.schemas[hint]
        bare, origin, inner, limits, _ = whole = taken_apart(hint)
        if bare in self.schemas:
            return self.schemas[bare]
        if Known in limits:
            return {"enum": self.names[limits[Known].what]}
        if Shaped in limits:
            return {"type": "string", "pattern": f"^({limits[Shaped].pattern.pattern})$"}
        if whole.choices:
            return {"enum": list(whole.choices)}
        if origin is tuple:
            return {"type": "array", "items": self.value(inner[0])} | ({"minItems": whole.least} if whole.least else {})
        if origin is Mapping:
            return {"type": "object", "additionalProperties": self.value(inner[1])}
        return self.record(bare, set()) if whole.is_record else PLAIN[bare] | _limits(whole.between)


def _limits(between: Between) -> Schema:
    limits = {"minimum": between.low, "maximum": between.high}
    return {key: limit for key, limit in limits.items() if math.isfinite(limit)}


def _descriptions(kind: type) -> dict[str, Schema]:
    """What the docstring of a record says of its fields."""
    said = re.split(r"\n\s+Attributes:\n", kind.__doc__ or "")[-1]
    found = re.findall(r"^ {8}(\w+): (.*(?:\n {12}.*)*)", said, re.MULTILINE)
    return {name: {"description": " ".join(text.split())} for name, text in found}
