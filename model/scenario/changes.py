"""Changes on top of a scenario's files: typed, or as the text ``KEY=VALUE`` of the command line.

    Change(("pressures", "eu_2017", "level"), 0.5)        "pressures.eu_2017.level=0.5"

Either becomes a layer of its own, laid above the files and checked like them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from model.core.text import shortened
from model.scenario.pressure import HISTORY
from model.yaml_files.fields import Collector
from model.yaml_files.nodes import InputError, Node, Problem, quoted
from model.yaml_files.tree import parse_yaml


@dataclass(frozen=True, slots=True)
class Change:
    """One value set on top of a scenario's files.

    Attributes:
        parts: The parts of its dotted key, e.g. ``("pressures", "eu_2017", "level")``.
        value: A number, text, true or false, None (which deletes), or a list or mapping of these.
        place: Where problems with it are reported; None for ``--set`` and its key.
    """

    parts: tuple[str, ...]
    value: object
    place: Node | None = None

    def __str__(self) -> str:
        value = self.value
        return f"{'.'.join(self.parts)}={str(value).lower() if isinstance(value, bool) else value}"


def change_layers(found: Collector, changes: Iterable[str | Change]) -> list[Node]:
    """A layer for each change; a text that is no ``KEY=VALUE``, and a key that two texts set, is noted."""
    layers, texts = [], set[str]()
    for change in changes:
        key = change.partition("=")[0] if isinstance(change, str) else ""
        if key in texts:
            found.problems.append(Problem(f"--set {key}", 1, 1, f"{quoted(key)} is set twice"))
        texts |= {key} if key else set()
        try:
            layers.append(change_layer(change))
        except InputError as error:
            found.problems += error.problems
    return layers


def change_layer(change: str | Change) -> Node:
    """A change as a layer of its own; messages call it ``--set KEY`` unless it has a place.

    Raises:
        InputError: A text cannot be read; columns count from the start of KEY.
    """
    if isinstance(change, str):
        change = read_change(change, f"--set {shortened(change.partition('=')[0], 60)}")
    file = f"--set {'.'.join(change.parts)}"
    parts, column = change.parts, len(".".join(change.parts)) + 1
    at = replace(change.place, key=None) if change.place else Node(None, 1, column + 1, file)
    node = change.value if isinstance(change.value, Node) else None
    if node is None or change.place:
        node = _node(change.value, at, quoted(parts[-1]))
    for depth in reversed(range(len(parts))):
        column -= len(parts[depth])
        key = (at.line, at.column) if change.place else (1, column)
        called = quoted(parts[depth - 1]) if depth else ""
        node = Node({parts[depth]: replace(node, key=key)}, *key, at.file, called)
        column -= 1
    return node


def _node(value: object, at: Node, called: str) -> Node:
    """A plain value as a node, all of it at one place."""
    value = value.value if isinstance(value, Node) else value
    if isinstance(value, Mapping):
        parts = {str(name): _node(part, at, quoted(str(name))) for name, part in value.items()}
        return replace(at, value=parts, called=called)
    if isinstance(value, (list, tuple)):
        items = [_node(item, at, f"{called} item {i}") for i, item in enumerate(value, start=1)]
        return replace(at, value=items, called=called)
    return replace(at, value=value, called=called)  # type: ignore[arg-type]


def read_change(setting: str, file: str) -> Change:
    """The change that a text ``KEY=VALUE`` asks for, its value with the places it is written at.

    Raises:
        InputError: It cannot be read.
    """
    key, equals, text = setting.partition("=")
    if not equals or not text.strip() or "\n" in setting or "\r" in setting:
        raise InputError([Problem(file, 1, 1, f"must be KEY=VALUE on one line, got {quoted(setting)}")])
    parts = dotted_parts(key)
    if parts[0] in ("extends", "read"):
        raise InputError([Problem(file, 1, 1, f"{quoted(parts[0])} can only be written in a file")])
    if not all(parts) or any(letter.isspace() for letter in key):
        message = f"{quoted(key)} is not a dotted key such as pressures.eu_2017.level"
        raise InputError([Problem(file, 1, 1, message)])
    return Change(parts, _value(key, text, file, quoted(parts[-1])))


def _value(key: str, text: str, file: str, called: str) -> Node:
    """The value, read as YAML behind a key that with its ': ' is as long as KEY with its '='."""
    lead = "x" * max(1, len(key) - 1)
    root = parse_yaml(f"{lead}: {text}", file).value
    assert isinstance(root, dict)
    node = root[lead]
    if node.value is None and text.strip().startswith("#"):
        raise InputError([Problem(file, 1, len(key) + 2, "text that begins with '#' must be in quotes")])
    value = node.value
    if isinstance(value, list):
        value = [replace(item, called=f"{called} item {i}") for i, item in enumerate(value, start=1)]
    return replace(node, value=value, called=called)


@lru_cache(maxsize=4096)
def dotted_parts(key: str) -> tuple[str, ...]:
    """The parts of a dotted key; ``history.NAME`` is one name, and so is a parameter's ``subject.name``."""
    parts = key.split(".")
    dotted = key.startswith((f"pressures.{HISTORY}", "parameters.", "initial."))
    return (parts[0], f"{parts[1]}.{parts[2]}", *parts[3:]) if dotted and len(parts) > 2 else tuple(parts)
