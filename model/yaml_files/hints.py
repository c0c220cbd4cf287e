"""Type hints of records that are read from YAML: what limits they carry, and what a hint means.

Hints are text, numbers, truth values, `Literal`, `StrEnum`, tuples, mappings from text, and other records. A field
without a default must be given, and null may stand for it if it may be None; one with a default may be left out.
"""

from __future__ import annotations

import math
import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Literal, NamedTuple, Union, cast, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Key:
    """The key under which a field is written, where Python or the model calls it otherwise."""

    name: str


@dataclass(frozen=True, slots=True)
class Between:
    """Limits of a number, both included."""

    low: float = -math.inf
    high: float = math.inf


@dataclass(frozen=True, slots=True)
class Shaped:
    """The shape of a text, and what messages say is wanted."""

    pattern: re.Pattern[str]
    wanted: str


@dataclass(frozen=True, slots=True)
class Items:
    """What the entries of a list must be: at least so many, at most so many, and none of them twice."""

    least: int = 0
    distinct: bool = False
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A word out of a set that the reader is given, and what messages call such a word."""

    what: str


class Hint(NamedTuple):
    """A type hint, taken apart.

    Attributes:
        bare: The hint without its limits and without None.
        origin: What a generic hint is made from, e.g. `tuple`; None for a class.
        inner: What it is made of.
        limits: Its limits by their class.
        nullable: Whether it may be None.
    """

    bare: Any
    origin: Any
    inner: tuple[Any, ...]
    limits: Mapping[type, Any]
    nullable: bool

    @property
    def choices(self) -> tuple[str, ...]:
        """The words it allows; empty where it names none."""
        if isinstance(self.bare, type) and issubclass(self.bare, StrEnum):
            return tuple(map(str, self.bare))
        return self.inner if self.origin is Literal else ()

    @property
    def is_record(self) -> bool:
        """Whether it is a record itself."""
        return is_dataclass(self.bare)

    @property
    def items(self) -> Items:
        """The limits of a list."""
        return cast("Items", self.limits.get(Items, Items()))

    @property
    def between(self) -> Between:
        """The limits of a number."""
        return cast("Between", self.limits.get(Between, Between()))


@cache
def taken_apart(hint: object) -> Hint:
    """A type hint with its limits; of a union there may be one member besides None."""
    limits: dict[type, Any] = {}
    rest: Any = hint
    nullable = False
    while hasattr(rest, "__metadata__") or get_origin(rest) in (Union, types.UnionType):
        if hasattr(rest, "__metadata__"):
            limits |= {type(limit): limit for limit in rest.__metadata__}
            rest = rest.__origin__
        else:
            nullable = True
            (rest,) = (member for member in get_args(rest) if member is not types.NoneType)
    return Hint(rest, get_origin(rest), get_args(rest), limits, nullable)


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a record as it is written.

    Attributes:
        nullable: Whether null may stand for it.
    """

    name: str
    key: str
    hint: Any
    required: bool
    nullable: bool


@cache
def parts_of(kind: type) -> tuple[Part, ...]:
    """The fields of a record, in order."""
    hints = get_type_hints(kind, include_extras=True)
    found = []
    for field in fields(kind):
        hint = taken_apart(hints[field.name])
        key = hint.limits[Key].name if Key in hint.limits else field.name
        required = field.default is MISSING and field.default_factory is MISSING
        found.append(Part(field.name, key, hints[field.name], required, required and hint.nullable))
    return tuple(found)
