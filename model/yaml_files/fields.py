"""Reading YAML strictly: every value knows its line and column, and every problem is reported at once.

`read_yaml` turns a file into a tree of `Node`; a `Collector` reads plain values from the tree and collects what is
wrong on the way. Whole records are read by their type hints, see `model.yaml_files.records`.

    found = Collector()
    fields = found.mapping(read_yaml(path), required=("title",), optional=("level",))
    title, level = found.text(fields.get("title")), found.number(fields.get("level"), 0, 1)
    found.raise_if_any()    # here title is a str; level is a float, or None where it was not given
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from model.yaml_files.nodes import InputError, Node, Problem, quoted, shown
from model.yaml_files.tree import decode, parse_yaml

NAMES_SHOWN = 12
NONE: Mapping[str, str] = MappingProxyType({})


def read_yaml(path: Path, *, limit: int = 256_000, name: str | None = None) -> Node:
    """Read a YAML file whose top level is a mapping; messages call it `name`, or its path as given."""
    name = name or path.as_posix()
    return parse_yaml(decode(read_bytes(path, limit=limit, name=name), name), name)


def read_bytes(path: Path, *, limit: int, name: str, what: str = "a YAML file") -> bytes:
    """The bytes of an ordinary file that is not too large; messages say `what` is asked for."""
    try:
        if path.is_dir() or (path.exists() and not path.is_file()):
            wrong = f"this is a folder; give {what}" if path.is_dir() else "this is not an ordinary file"
            raise InputError([Problem(name, 1, 1, wrong)])
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


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like `word`, or None when none comes close."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def unknown_key_message(what: str, word: str, known: Iterable[str]) -> str:
    """Say that a word is not known, which one may be meant, and which are allowed."""
    names = sorted({str(name) for name in known})
    near = nearest(word, names)
    meant = f"; did you mean {quoted(near)}?" if near else ";"
    return f"unknown {what} {quoted(word)}{meant} allowed: {listed(names)}"


def listed(names: list[str]) -> str:
    """The first dozen names, and how many more there are."""
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return (", ".join(names[:NAMES_SHOWN]) or "none") + more


class Collector:
    """Reads plain values from nodes and collects every problem on the way.

    Each reader takes a node, or None where a key is absent (which `mapping` reports if it is required), and returns
    the value, or None if it does not fit (`mapping`, `entries`, `sequence`: something empty).
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, node: Node, message: str) -> None:
        """Note a problem at the place of a value."""
        self.problems.append(node.problem(message))

    def add_key(self, node: Node, key: str, message: str) -> None:
        """Note a problem at the place of a key of a mapping."""
        entry = node.get(key)
        self.add(entry.heading if entry else node, message)

    def raise_if_any(self) -> None:
        """Raise `InputError` with everything noted so far, if there is anything."""
        if self.problems:
            raise InputError(self.problems)

    def wanted(self, node: Node, what: str) -> None:
        """Note that a value must be something else."""
        self.add(node, f"{node.called} must be {what}, got {shown(node)}".lstrip())

    def entries(self, node: Node | None) -> dict[str, Node]:
        """A mapping with free names as keys."""
        if node is None or isinstance(node.value, dict):
            return {} if node is None else dict(node.value)  # type: ignore[arg-type]
        self.wanted(node, "a mapping of keys to values")
        return {}

    def mapping(
        self, node: Node | None, required: Iterable[str] = (), optional: Iterable[str] = (), *, what: str = "key"
    ) -> dict[str, Node]:
        """A mapping with known keys only; returns those that are given."""
        needed = list(required)
        allowed = [*needed, *optional]
        fields = self.entries(node)
        if node is None or not isinstance(node.value, dict):
            return {}
        for key in fields.keys() - set(allowed):
            self.add_key(node, key, unknown_key_message(what, key, allowed))
        for key in (key for key in needed if key not in fields):
            self.add(node, f"{node.called} has no {quoted(key)}; it must be given".lstrip())
        return {key: fields[key] for key in allowed if key in fields}

    def sequence(self, node: Node | None) -> list[Node]:
        """A list."""
        if node is None or isinstance(node.value, list):
            return [] if node is None else list(node.value)  # type: ignore[arg-type]
        self.wanted(node, "a list")
        return []

    def text(self, node: Node | None) -> str | None:
        """Text that is not blank."""
        if node is not None and isinstance(node.value, str) and node.value.strip():
            return node.value
        if node is not None:
            quotes = "; put it in quotes" if isinstance(node.value, (bool, int, float)) else ""
            self.add(node, f"{node.called} must be text, got {shown(node)}{quotes}".lstrip())
        return None

    def number(self, node: Node | None, low: float = -math.inf, high: float = math.inf) -> float | None:
        """A finite number from `low` to `high`; true and false are no numbers."""
        if node is None or _lies_in(node.value, low, high):
            return None if node is None else float(node.value)  # type: ignore[arg-type]
        self.wanted(node, "a number" + _range(low, high))
        return None

    def whole(self, node: Node | None, low: float = -math.inf, high: float = math.inf) -> int | None:
        """A whole number from `low` to `high`."""
        if node is None or (isinstance(node.value, int) and _lies_in(node.value, low, high)):
            return None if node is None else int(node.value)  # type: ignore[arg-type]
        self.wanted(node, "a whole number" + _range(low, high))
        return None

    def choice(
        self, node: Node | None, allowed: Iterable[str], *, what: str | None = None, former: Mapping[str, str] = NONE
    ) -> str | None:
        """One word of a closed list; messages call it `what`, or by its key, and say what `former` words are now."""
        names = list(allowed)
        if node is None or (isinstance(node.value, str) and node.value in names):
            return None if node is None else str(node.value)
        if isinstance(node.value, str) and node.value in former:
            self.add(node, f"{quoted(node.value)} is called {quoted(former[node.value])} now")
        elif isinstance(node.value, str):
            self.add(node, unknown_key_message(what or node.called.strip("'") or "word", node.value, names))
        else:
            self.wanted(node, f"one of {listed(names)}")
        return None


def _lies_in(value: object, low: float, high: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value) and low <= value <= high
    except OverflowError:
        return False


def _range(low: float, high: float) -> str:
    least, most = (f"{limit:,}" if isinstance(limit, int) else f"{limit:g}" for limit in (low, high))
    if math.isfinite(low) and math.isfinite(high):
        return f" between {least} and {most}"
    if math.isfinite(low):
        return f" of at least {least}"
    return f" of at most {most}" if math.isfinite(high) else ""
