"""Layers of settings, one above the other: maps merge by key, lists replace, null deletes, the last writer wins.

Each value keeps the place it was written at, so that problems and manifests can name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from model.yaml_files.fields import Collector, Node, quoted, unknown_key_message

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


def lay(layers: Sequence[Node]) -> tuple[Entry, list[tuple[str, Entry]]]:
    """All layers, lowest first, merged into one; and the deletions that deleted nothing."""
    idle: list[tuple[str, Entry]] = []
    merged: Entry | None = None
    for number, layer in enumerate(layers):
        merged = merge(merged, entry_of(layer, number), idle)
    assert merged is not None
    return merged, idle
