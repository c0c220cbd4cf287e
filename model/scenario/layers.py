"""Layers of settings, one above the other: maps merge by key, lists replace, null deletes, the last writer wins.

Each value keeps the place it was written at, so that problems and manifests can name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from model.yaml_files.fields import Collector, InputError, Node, Problem, parse_yaml, quoted, unknown_key_message

HISTORY = "history"
"""First part of the names of history's own pressures, the only names with a dot in them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value after merging.

    Attributes:
        node: The value and its place, as its last writer wrote it.
        key: Place of its key there; the value of this node is the key itself.
        parts: What a mapping holds, each with its own place; None for anything else.
        layer: Number of the layer that wrote it last, from the lowest.
    """

    node: Node
    key: Node
    parts: dict[str, Entry] | None = None
    layer: int = 0

    def get(self, key: str) -> Entry | None:
        """The entry under a key, if this is a mapping that has it."""
        return None if self.parts is None else self.parts.get(key)

    def node_of(self, key: str) -> Node | None:
        """The value under a key, for the readers of a `Collector`."""
        entry = self.get(key)
        return None if entry is None else entry.node


def entry_of(node: Node, layer: int = 0, key: Node | None = None) -> Entry:
    """A layer as entries, before anything is laid above it."""
    key = key or Node("", node.line, node.column, node.file)
    if not isinstance(node.value, dict):
        return Entry(node, key, None, layer)
    parts = {name: entry_of(value, layer, _key(node, name)) for name, value in node.value.items()}
    return Entry(node, key, parts, layer)


def _key(node: Node, name: str) -> Node:
    line, column = node.keys.get(name, (node.line, node.column))
    return Node(name, line, column, node.file, {}, quoted(name))


def merge(low: Entry | None, high: Entry, idle: list[tuple[str, Entry]], path: str = "") -> Entry | None:
    """Lay one layer above another.

    Args:
        low: What is there so far; None for nothing.
        high: What the layer says.
        idle: Deletions that delete nothing are added here, with their dotted key.
        path: Dotted key of this place.

    Returns:
        The merged value, or None if it is deleted.
    """
    if high.node.value is None:
        if low is None:
            idle.append((path, high))
        return None
    if high.parts is None:
        return high
    merged = dict(low.parts) if low is not None and low.parts is not None else {}
    for name, part in high.parts.items():
        result = merge(merged.get(name), part, idle, f"{path}.{name}" if path else name)
        if result is None:
            merged.pop(name, None)
        else:
            merged[name] = result
    return Entry(high.node, high.key, merged, high.layer)


def origins(entry: Entry, path: str = "") -> Iterator[tuple[str, str]]:
    """Dotted key and ``file:line`` of every value that is no mapping."""
    if entry.parts is None:
        yield path, f"{entry.node.file}:{entry.node.line}"
        return
    for name, part in entry.parts.items():
        yield from origins(part, f"{path}.{name}" if path else name)


def fields(
    found: Collector, entry: Entry | None, required: Iterable[str] = (), optional: Iterable[str] = ()
) -> dict[str, Entry]:
    """The known parts of a mapping; what is unknown, missing or no mapping at all is noted."""
    if entry is None:
        return {}
    if entry.parts is None:
        found.entries(entry.node)
        return {}
    needed = tuple(required)
    allowed = (*needed, *optional)
    for name, part in entry.parts.items():
        if name not in allowed:
            found.add(part.key, unknown_key_message("key", name, allowed))
    for name in needed:
        if name not in entry.parts:
            found.add(entry.key, f"{entry.key.called or 'the file'} has no {quoted(name)}; it must be given")
    return {name: part for name, part in entry.parts.items() if name in allowed}


def setting_layer(setting: str, number: int) -> Node:
    """A ``KEY=VALUE`` of the command line as a layer of its own; messages call it ``--set NUMBER``.

    Raises:
        InputError: It cannot be read; columns count from the start of KEY.
    """
    file = f"--set {number}"
    key, equals, text = setting.partition("=")
    if not equals or not text.strip() or "\n" in setting or "\r" in setting:
        raise InputError([Problem(file, 1, 1, f"must be KEY=VALUE on one line, got {quoted(setting)}")])
    parts = dotted_parts(key)
    if parts == ["extends"]:
        raise InputError([Problem(file, 1, 1, "'extends' can only be written in a file")])
    if not all(parts) or any(letter.isspace() for letter in key):
        message = f"{quoted(key)} is no dotted key such as pressures.eu_2017.level"
        raise InputError([Problem(file, 1, 1, message)])
    node, column = _value(text, file, len(key) + 1 - len(LEAD), quoted(parts[-1])), len(key) + 1
    for place in reversed(range(len(parts))):
        column -= len(parts[place])
        called = quoted(parts[place - 1]) if place else ""
        node = Node({parts[place]: node}, 1, column, file, {parts[place]: (1, column)}, called)
        column -= 1
    return node


LEAD = "value: "


def _value(text: str, file: str, shift: int, called: str) -> Node:
    try:
        root = parse_yaml(LEAD + text, file)
    except InputError as error:
        raise InputError([replace(p, column=max(1, p.column + shift)) for p in error.problems]) from None
    assert isinstance(root.value, dict)
    node = root.value["value"]
    if node.value is None and text.strip().startswith("#"):
        raise InputError([Problem(file, 1, shift + len(LEAD) + 1, "text that begins with '#' must stand in quotes")])
    return _moved(node, shift, called)


def _moved(node: Node, shift: int, called: str) -> Node:
    value = node.value
    if isinstance(value, dict):
        value = {name: _moved(part, shift, quoted(name)) for name, part in value.items()}
    elif isinstance(value, list):
        value = [_moved(part, shift, f"{called} item {i}") for i, part in enumerate(value, start=1)]
    keys = {name: (line, column + shift) for name, (line, column) in node.keys.items()}
    return replace(node, value=value, column=node.column + shift, keys=keys, called=called)


def dotted_parts(key: str) -> list[str]:
    """The parts of a dotted key; ``history.NAME`` is one name, and so is a parameter's ``subject.name``."""
    parts = key.split(".")
    joined = (parts[0] == "pressures" and len(parts) > 2 and parts[1] == HISTORY) or (
        parts[0] in ("parameters", "initial") and len(parts) > 2
    )
    return [parts[0], f"{parts[1]}.{parts[2]}", *parts[3:]] if joined else parts


def lay(layers: Sequence[Node]) -> tuple[Entry, list[tuple[str, Entry]]]:
    """All layers, lowest first, merged into one; and the deletions that deleted nothing."""
    idle: list[tuple[str, Entry]] = []
    merged: Entry | None = None
    for number, layer in enumerate(layers):
        merged = merge(merged, entry_of(layer, number), idle)
    assert merged is not None
    return merged, idle
