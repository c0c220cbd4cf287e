"""Reads `seeds/responses.yaml` strictly: every problem at once, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Annotated

from experiments.comparison.questions import Direction, check_texts
from experiments.measures.reader import FormReader
from experiments.responses.records import QUANTITIES, TriedPressure, Window
from model.evidence.load import SEEDS_FOLDER
from model.yaml_files.fields import Collector, read_yaml
from model.yaml_files.hints import Items
from model.yaml_files.nodes import InputError, Node
from model.yaml_files.records import RecordReader

RESPONSES_FILE = SEEDS_FOLDER / "responses.yaml"


@dataclass(frozen=True)
class _File:
    """The whole file as it is written."""

    windows: Annotated[Mapping[str, None], Items(1)]
    pressures: Annotated[Mapping[str, None], Items(1)]


def read_pressures_tried(path: Path) -> tuple[TriedPressure, ...]:
    """Every pressure that a file asks to be tried; raises `InputError` with every problem."""
    found = Collector()
    records = FormReader(found, ()).records
    records.names |= {"quantity": QUANTITIES}
    records.readers |= {
        Direction: lambda node: _direction(found, node),
        Node: lambda node: node,
    }
    windows: dict[str, Window] = {}
    tried: list[TriedPressure] = []

    def read_windows(node: Node) -> None:
        for name, item in found.entries(node).items():
            window = records.read(item, Window, name=name).record
            windows.update({} if window is None else {name: window})

    def read_pressures(node: Node) -> None:
        for key, item in found.entries(node).items():
            one = _pressure(records, windows, key, item)
            tried.extend([] if one is None else [one])

    root = read_yaml(path, name=f"seeds/{path.name}")
    records.read(root, _File, {"windows": read_windows, "pressures": read_pressures})
    found.raise_if_any()
    return tuple(tried)


def _direction(found: Collector, node: Node) -> Direction | None:
    word = found.choice(node, [direction.name.lower() for direction in Direction], what="direction")
    return None if word is None else Direction[word.upper()]


def _pressure(records: RecordReader, windows: Mapping[str, Window], key: str, node: Node) -> TriedPressure | None:
    found = records.found
    among = partial(_windows, found, windows)
    read = records.read(node, TriedPressure, {"windows": among, "pressure": partial(_mapping, found)}, key=key)
    check_texts(found, node, "texts", read.values.get("texts", ()))
    one = read.record
    if one is None or not windows:
        return None
    one = one if one.windows else replace(one, windows=tuple(windows.values()))
    try:
        one.scenario(one.windows[0], None)
    except InputError as error:
        found.problems += error.problems
        return None
    return one


def _windows(found: Collector, windows: Mapping[str, Window], node: Node) -> tuple[Window, ...]:
    names = [found.choice(item, list(windows), what="window") for item in found.sequence(node)]
    return tuple(windows[name] for name in names if name)


def _mapping(found: Collector, node: Node) -> Node:
    found.entries(node)
    return node


@cache
def pressures_tried() -> tuple[TriedPressure, ...]:
    """The pressures of the project that are tried."""
    return read_pressures_tried(RESPONSES_FILE)
