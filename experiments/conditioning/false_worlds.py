"""Reads `seeds/false_worlds.yaml`: histories that did not happen, and the tests that each must fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated

from experiments.comparison.questions import can_be_run
from experiments.patterns.reader import load_patterns
from model.evidence.load import SEEDS_FOLDER, load_seeds
from model.runs.digest import FACTUAL, factual_scenario
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling, Scenario
from model.yaml_files.fields import Collector, read_yaml
from model.yaml_files.hints import Items, Key, Known
from model.yaml_files.nodes import Node
from model.yaml_files.records import RecordReader

FALSE_WORLDS_FILE = SEEDS_FOLDER / "false_worlds.yaml"
FEWEST_TESTS = 4
"""Tests that a false world must fail, at least, so that failing one of them by chance says little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseWorld:
    """A history that did not happen.

    Attributes:
        key: Its key in the file.
        name: What happens in it, in plain words.
        because: Why it is false.
        start: The scenario that it starts from.
        changes: What is changed there, as `--set` takes it.
        must_fail: Facts and patterns that it contradicts.
    """

    key: str
    name: str
    because: str
    start: Annotated[str, Key("scenario")] = FACTUAL
    changes: Annotated[tuple[str, ...], Key("set")] = ()
    must_fail: Annotated[tuple[Annotated[str, Known("fact or pattern")], ...], Items(least=FEWEST_TESTS, distinct=True)]

    @property
    def scenario(self) -> Scenario:
        """Its scenario, in prior worlds, with the seed and the length of the baseline."""
        base = factual_scenario()
        changed = load_scenario(self.start, settings=[f"end={base.end}", *self.changes])
        return replace(changed, sampling=Sampling.PRIOR, seed=base.seed, worlds=base.worlds)


@cache
def load_false_worlds(path: Path = FALSE_WORLDS_FILE) -> Mapping[str, FalseWorld]:
    """All false worlds by key; raises `InputError` with every problem, those of their scenarios included."""
    found = Collector()
    tests = [*(fact.key for fact in load_seeds().record.facts), *load_patterns().patterns]
    records = RecordReader(found, names={"fact or pattern": tests})
    root = found.mapping(read_yaml(path, name=f"{path.parent.name}/{path.name}"), ("false_worlds",))
    read = {key: _read(records, key, node) for key, node in found.entries(root.get("false_worlds")).items()}
    found.raise_if_any()
    return {key: world for key, world in read.items() if world is not None}


def _read(records: RecordReader, key: str, node: Node) -> FalseWorld | None:
    world = records.read(node, FalseWorld, key=key).record
    if world is None:
        return None
    if (world.start, world.changes) == (FACTUAL, ()):
        records.found.add(node, "a false world needs 'scenario' or 'set', or it is the baseline")
        return None
    return world if can_be_run(records.found, node, world) else None
