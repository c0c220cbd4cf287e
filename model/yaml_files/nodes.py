"""Values of YAML files with their places, and problems with them, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from model.core.errors import TightropeError
from model.core.places import from_here
from model.core.text import printable, shortened

Value: TypeAlias = "dict[str, Node] | list[Node] | str | int | float | bool | None"

LONGEST_MESSAGE = 500
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no text of a file may hold: what a terminal would obey, line breaks of other kinds, halves of characters."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong with an input file, and where."""

    file: str
    line: int
    column: int
    message: str

    def __post_init__(self) -> None:
        """Keep from every screen and file what would disturb it: a message is one line, and not too long."""
        object.__setattr__(self, "file", printable(self.file))
        object.__setattr__(self, "message", shortened(printable(self.message), LONGEST_MESSAGE))

    def __str__(self) -> str:
        return f"{from_here(self.file)}:{self.line}:{self.column}: {self.message}"


class InputError(TightropeError):
    """An input file, or several, cannot be used; `problems` holds every reason, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__(self.problems)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file together with its place.

    Attributes:
        value: A dict or list of nodes, or text, a number, a truth value or None.
        line: Line of its first character, from 1.
        column: Column of its first character, from 1.
        file: Name of the file, as messages show it.
        called: How messages call it, e.g. ``'level'`` or ``'actors' item 2``; empty at the top.
        key: Line and column of the key it stands under; None where it stands under none.
        blank: Whether nothing at all is written, not even null.
    """

    value: Value
    line: int
    column: int
    file: str
    called: str = ""
    key: tuple[int, int] | None = None
    blank: bool = False

    @property
    def heading(self) -> Node:
        """The place of the key it stands under, or its own."""
        line, column = self.key or (self.line, self.column)
        return replace(self, line=line, column=column)

    def get(self, key: str) -> Node | None:
        """What stands under a key, if this is a mapping that has it."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def problem(self, message: str) -> Problem:
        """The message, at the place of this value."""
        return Problem(self.file, self.line, self.column, message)


def quoted(word: str) -> str:
    """The word in quotes, cut when it is long."""
    return repr(shortened(str(word), 60))


def shown(node: Node) -> str:
    """The value as messages show it: 'abc', 3, true, a list, nothing."""
    if isinstance(node.value, str):
        return quoted(node.value)
    if isinstance(node.value, int) and abs(node.value) > 10**100:
        return "a huge number"
    names = {dict: "a mapping", list: "a list", type(None): "nothing", bool: str(node.value).lower()}
    return names.get(type(node.value), str(node.value)[:60])
