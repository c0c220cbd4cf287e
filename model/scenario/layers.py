"""Merges layers of settings: maps merge by key, lists replace, null deletes, and the highest layer wins.

Each value keeps the place it was written at, so that problems and manifests can name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from model.yaml_files.nodes import Node

KeyPath = tuple[str, ...]
"""The keys that lead to a value."""
Idle = list[tuple[KeyPath, Node]]
"""Deletions that delete nothing."""
SECTIONS = ("hypotheses", "parameters", "pressures", "initial")
"""Keys that hold entries by name: null deletes an entry, never all of them, as a section of comments alone reads so."""


def merge(low: Node | None, high: Node, idle: Idle, path: KeyPath = ()) -> Node | None:
    """Lay one layer above another.

    Args:
        low: What is there so far; None for nothing.
        high: What the layer says.
        idle: Deletions that delete nothing are added here: of what is not there, of a whole section, by an empty value.
        path: The keys that lead to this place.

    Returns:
        The merged value, or None if it is deleted.
    """
    if high.value is None:
        kept = high.blank or (len(path) == 1 and path[0] in SECTIONS)
        if low is None or kept:
            idle.append((path, high))
        return low if kept else None
    if not isinstance(high.value, dict):
        return high
    merged = dict(low.value) if low is not None and isinstance(low.value, dict) else {}
    for name, part in high.value.items():
        result = merge(merged.get(name), part, idle, (*path, name))
        if result is None:
            merged.pop(name, None)
        else:
            merged[name] = result
    return replace(high, value=merged)


def origins(node: Node, path: str = "") -> Iterator[tuple[str, str]]:
    """Dotted key and ``file:line`` of every value that is no mapping."""
    if not isinstance(node.value, dict):
        yield path, f"{node.file}:{node.line}"
        return
    for name, part in node.value.items():
        yield from origins(part, f"{path}.{name}" if path else name)


def lay(layers: Sequence[Node]) -> tuple[Node, Idle]:
    """All layers, lowest first, merged into one; and the deletions that deleted nothing."""
    idle: Idle = []
    merged: Node | None = None
    for layer in layers:
        merged = merge(merged, layer, idle)
    assert merged is not None
    return merged, idle
