"""Scenario files: what is asked of the model, read strictly, with every problem named at once.

    scenario = load_scenario("s03_eu_sanctions_2017", settings=["pressures.eu_2017.level=0.5"])

The lowest layer is always `seeds/history.yaml`; then comes the chain of `extends`, then the settings of the
command line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from model.scenario.changes import Change, change_layers
from model.scenario.files import HISTORY_FILE, SCENARIOS, Files, scenario_names
from model.scenario.pressure import Pressure, When
from model.scenario.reader import ScenarioReader
from model.scenario.scenario import Given, ParameterSetting, Sampling, Scenario
from model.scenario.schema import Schema, scenario_schema
from model.theory.names import POSTURES, Vocabulary
from model.theory.names import vocabulary as known_names
from model.yaml_files.fields import Collector, Node, Problem

__all__ = [
    "POSTURES",
    "Given",
    "Layers",
    "ParameterSetting",
    "Pressure",
    "Sampling",
    "Scenario",
    "Vocabulary",
    "When",
    "json_schema",
    "load_scenario",
    "read_layers",
    "read_text",
    "scenario_names",
    "schema_text",
    "settled",
]

SCHEMA_FILE = SCENARIOS / "schema.json"


def load_scenario(
    name_or_path: str | Path,
    *,
    settings: Sequence[str | Change] = (),
    vocabulary: Vocabulary | None = None,
    folder: Path = SCENARIOS,
    history: Path = HISTORY_FILE,
) -> Scenario:
    """Read a scenario with everything it extends, above the history of 2013 to 2021.

    Args:
        name_or_path: A name in `folder`, or the path of a file.
        settings: ``KEY=VALUE`` strings laid on top, e.g. ``pressures.eu_2017.level=0.5``.
        vocabulary: Names that may be used; those of the theory if None.
        folder: Where names are looked up.
        history: The lowest layer.

    Returns:
        The scenario, checked as a whole.

    Raises:
        InputError: With every problem of every file, each at its place.
    """
    return settled(read_layers(name_or_path, folder=folder, history=history), settings, vocabulary=vocabulary)


@dataclass(frozen=True, slots=True)
class Layers:
    """The files of one scenario as they were read, so that many settings can be laid on them without reading again.

    Attributes:
        name: Name of the file without its ending.
        past: The history below everything.
        chain: What `extends` leads to, lowest first.
        files: What messages and manifests call them, lowest first.
        problems: What is wrong with the files themselves.
    """

    name: str
    past: Node
    chain: tuple[Node, ...]
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_layers(name_or_path: str | Path, *, folder: Path = SCENARIOS, history: Path = HISTORY_FILE) -> Layers:
    """Read a scenario's file, everything it extends, and the history below.

    Raises:
        InputError: A file is not there, or cannot be read at all.
    """
    files = Files(folder)
    path = files.path_of(name_or_path)
    past, chain = files.layers(path, history)
    return Layers(path.stem, past, tuple(chain), files.names, tuple(files.found.problems))


def read_text(text: str, file: str, *, folder: Path = SCENARIOS, history: Path = HISTORY_FILE) -> Layers:
    """Read a scenario that comes as a text; it can extend the scenarios of the folder and nothing else.

    Args:
        text: What the file holds.
        file: What messages call it; never used as a path.
        folder: Where names are looked up.
        history: The lowest layer.

    Raises:
        InputError: It cannot be read at all.
    """
    files = Files(folder)
    path = files.hand_in(text, file)
    past, chain = files.layers(path, history)
    return Layers(path.stem, past, tuple(chain), files.names, tuple(files.found.problems))


def settled(layers: Layers, changes: Sequence[str | Change] = (), *, vocabulary: Vocabulary | None = None) -> Scenario:
    """The scenario that layers and changes make together, checked as a whole; a change may be a text ``KEY=VALUE``.

    Raises:
        InputError: With every problem of every file and change, each at its place.
    """
    found = Collector()
    found.extend(layers.problems)
    tops = change_layers(found, changes)
    reader = ScenarioReader(found, vocabulary or known_names(), layers.past, layers.chain, tops)
    scenario = _read(reader, layers.name, layers.files)
    found.raise_if_any()
    return scenario


def _read(reader: ScenarioReader, name: str, chain: tuple[str, ...]) -> Scenario:
    pressures = reader.pressures()
    return Scenario(
        name=name,
        title=reader.text("title") or name.replace("_", " "),
        question=reader.text("question"),
        because=reader.text("because"),
        start=reader.start,
        end=reader.end,
        months=reader.months,
        worlds=reader.worlds(),
        sampling=reader.sampling(),
        seed=reader.seed(),
        hypotheses=reader.hypotheses(),
        switch_off=reader.switch_off(),
        parameters=reader.parameters(),
        pressures=pressures,
        initial=reader.initial(),
        given=reader.given(),
        read_from=reader.read_from(),
        chain=chain,
        origins=reader.origins(),
    )


def json_schema(vocabulary: Vocabulary | None = None) -> Schema:
    """The JSON Schema (draft 2020-12) of scenario files, with the names of the theory unless others are given."""
    return scenario_schema(vocabulary or known_names())


def schema_text() -> str:
    """The schema as `scenarios/schema.json` holds it."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] != ["--write-schema"]:
        sys.exit("usage: python -m model.scenario.load --write-schema")
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
