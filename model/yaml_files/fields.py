"""Strict reading of YAML: every value knows its line and column, every problem is told at once.

`read_yaml` turns a file into a tree of `Node`; a `Collector` then reads plain values out of the tree and
gathers what is wrong on the way. Seeds and scenarios are both read with it.

    found = Collector()
    fields = found.mapping(read_yaml(path), required=("title",), optional=("level",))
    title, level = found.text(fields.get("title")), found.number(fields.get("level"), 0, 1)
    found.raise_if_any()    # here title is a str; level is a float, or None where it was not given
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from model.yaml_files.nodes import InputError, Node, Problem, quoted, shown
from model.yaml_files.tree import decode, parse_yaml

__all__ = [
    "Collector",
    "Fields",
    "InputError",
    "Node",
    "Problem",
    "decode",
    "nearest",
    "parse_yaml",
    "quoted",
    "read_bytes",
    "read_yaml",
    "require_finite",
    "shaped",
    "shown",
    "unknown_key_message",
]

NAMES_SHOWN = 12

Member = TypeVar("Member", bound=StrEnum)


def read_yaml(path: Path, *, limit: int = 256_000, name: str | None = None) -> Node:
    """Read a YAML file whose top level is a mapping; messages call it `name`, or its path as given."""
    name = name or path.as_posix()
    return parse_yaml(decode(read_bytes(path, limit=limit, name=name), name), name)


def read_bytes(path: Path, *, limit: int, name: str) -> bytes:
    """The bytes of an ordinary file that is not too large."""
    try:
        if path.is_dir():
            raise InputError([Problem(name, 1, 1, "this is a folder; a YAML file is wanted")])
        if path.exists() and not path.is_file():
            raise InputError([Problem(name, 1, 1, "this is not an ordinary file")])
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
        size = path.stat().st_size
    except FileNotFoundError:
        raise InputError([Problem(name, 1, 1, "there is no such file")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([Problem(name, 1, 1, f"the file cannot be read: {reason}")]) from None
    if len(data) > limit:
        raise InputError([Problem(name, 1, 1, f"the file has {size:,} bytes; {limit:,} are allowed")])
    return data


def require_finite(value: float) -> float:
    """The number itself, if it is finite; .nan and .inf raise ValueError."""
    if not math.isfinite(value):
        message = f"must be a finite number, got {value}"
        raise ValueError(message)
    return value


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like `word`, or None when none comes close."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def unknown_key_message(what: str, word: str, known: Iterable[str]) -> str:
    """Say that a word is not known, which one may be meant, and which are allowed."""
    names = sorted({str(name) for name in known})
    near = nearest(word, names)
    meant = f"; did you mean {quoted(near)}?" if near else ";"
    return f"unknown {what} {quoted(word)}{meant} allowed: {_listed(names)}"


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return (", ".join(map(str, names[:NAMES_SHOWN])) or "none") + more


class Collector:
    """Reads plain values out of nodes and gathers every problem on the way.

    Each reader takes a node, or None where a key is absent (which `mapping` reports, if it matters), and
    returns the value, or, if it does not fit, None (`mapping`, `entries`, `sequence`: something empty).
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, node: Node, message: str) -> None:
        """Note a problem at the place of a value."""
        self.problems.append(node.problem(message))

    def add_key(self, node: Node, key: str, message: str) -> None:
        """Note a problem at the place of a key of a mapping."""
        line, column = node.keys.get(key, (node.line, node.column))
        self.problems.append(Problem(node.file, line, column, message))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note problems found elsewhere."""
        self.problems.extend(problems)

    def raise_if_any(self) -> None:
        """Raise `InputError` with everything noted so far, if there is anything."""
        if self.problems:
            raise InputError(self.problems)

    def wanted(self, node: Node, what: str) -> None:
        """Note that a value must be something else."""
        called = f"{node.called} " if node.called else ""
        self.add(node, f"{called}must be {what}, got {shown(node)}")

    def entries(self, node: Node | None) -> dict[str, Node]:
        """A mapping with free names as keys."""
        if node is None or isinstance(node.value, dict):
            return {} if node is None else dict(node.value)  # type: ignore[arg-type]
        self.wanted(node, "a mapping of keys to values")
        return {}

    def mapping(
        self, node: Node | None, required: Iterable[str] = (), optional: Iterable[str] = (), *, what: str = "key"
    ) -> dict[str, Node]:
        """A mapping with known keys only; returns those there are."""
        needed = list(required)
        allowed = [*needed, *optional]
        fields = self.entries(node)
        if node is None or not isinstance(node.value, dict):
            return {}
        for key in fields.keys() - set(allowed):
            self.add_key(node, key, unknown_key_message(what, key, allowed))
        for key in (key for key in needed if key not in fields):
            self.add(node, f"{node.called}{' ' if node.called else ''}has no {quoted(key)}; it must be given")
        return {key: fields[key] for key in allowed if key in fields}

    def sequence(self, node: Node | None) -> list[Node]:
        """A list."""
        if node is None or isinstance(node.value, list):
            return [] if node is None else list(node.value)  # type: ignore[arg-type]
        self.wanted(node, "a list")
        return []

    def text(self, node: Node | None, *, empty: bool = False) -> str | None:
        """Text, not blank unless `empty` is allowed."""
        if node is not None and isinstance(node.value, str) and (empty or node.value.strip()):
            return node.value
        if node is not None:
            quotes = "; put it in quotes" if isinstance(node.value, (bool, int, float)) else ""
            self.wanted(node, "text")
            self.problems[-1] = node.problem(self.problems[-1].message + quotes)
        return None

    def texts(self, node: Node | None) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(text for item in self.sequence(node) if (text := self.text(item)) is not None)

    def number(self, node: Node | None, low: float = -math.inf, high: float = math.inf) -> float | None:
        """A finite number from `low` to `high`; true and false are no numbers."""
        if node is None:
            return None
        value = node.value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            try:
                number = float(value)
            except OverflowError:
                number = math.inf
            if math.isfinite(number) and low <= number <= high:
                return number
        self.wanted(node, "a number" + _range(low, high))
        return None

    def integer(self, node: Node | None, low: float = -math.inf, high: float = math.inf) -> int | None:
        """A whole number from `low` to `high`."""
        if node is None:
            return None
        if isinstance(node.value, int) and not isinstance(node.value, bool) and low <= node.value <= high:
            return node.value
        self.wanted(node, "a whole number" + _range(low, high))
        return None

    def boolean(self, node: Node | None) -> bool | None:
        """A truth value: true or false."""
        if node is None or isinstance(node.value, bool):
            return None if node is None else bool(node.value)
        self.wanted(node, "true or false")
        return None

    def choice(self, node: Node | None, allowed: Iterable[str], *, what: str | None = None) -> str | None:
        """One word out of a closed list; messages call it `what`, or by its key."""
        names = list(allowed)
        if node is None or (isinstance(node.value, str) and node.value in names):
            return None if node is None else str(node.value)
        if isinstance(node.value, str):
            self.add(node, unknown_key_message(what or node.called.strip("'") or "word", node.value, names))
        else:
            self.wanted(node, f"one of {_listed(names)}")
        return None


def _range(low: float, high: float) -> str:
    if math.isfinite(low) and math.isfinite(high):
        return f" between {low:g} and {high:g}"
    if math.isfinite(low):
        return f" of at least {low:g}"
    return f" of at most {high:g}" if math.isfinite(high) else ""


class Fields:
    """The fields of one record; one that is missing or wrong is noted and gives a stand-in."""

    def __init__(self, found: Collector, node: Node | None, required: str, optional: str = "") -> None:
        """Take the fields of a mapping; `required` and `optional` name them, with blanks between."""
        self.found = found
        self.nodes = found.mapping(node, required.split(), optional.split())

    def get(self, key: str) -> Node | None:
        """The node of a field, or None."""
        return self.nodes.get(key)

    def text(self, key: str) -> str:
        """A text."""
        return self.found.text(self.get(key)) or ""

    def texts(self, key: str, least: int = 0) -> tuple[str, ...]:
        """A list of texts, at least so many."""
        node = self.get(key)
        if node is not None and isinstance(node.value, list) and len(node.value) < least:
            self.found.add(node, f"'{key}' must name at least {least}")
        return self.found.texts(node)

    def number(self, key: str, low: float = -math.inf, high: float = math.inf) -> float:
        """A finite number."""
        return self.found.number(self.get(key), low, high) or 0.0

    def one_of(self, key: str, kind: type[Member]) -> Member:
        """A word of a closed set."""
        return kind(self.found.choice(self.get(key), list(kind)) or next(iter(kind)))


def shaped(found: Collector, node: Node | None, pattern: re.Pattern[str], wanted: str) -> str:
    """A text of a given shape; else a problem that says what is wanted."""
    text = found.text(node)
    if node is None or text is None or pattern.fullmatch(text):
        return text or ""
    found.wanted(node, wanted)
    return ""
