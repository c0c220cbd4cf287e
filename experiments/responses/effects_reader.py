"""Reads `seeds/effects.yaml` strictly: every problem at once, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from experiments.comparison.questions import can_be_run, check_texts
from experiments.measures.pooled import Bounds
from experiments.measures.reader import FormReader
from experiments.responses.effects import By, ChangedRun, Effect, Effects, EffectTest
from model.evidence.load import SEEDS_FOLDER
from model.theory.theory import theory
from model.yaml_files.fields import Collector, read_yaml
from model.yaml_files.hints import Items
from model.yaml_files.nodes import Node

EFFECTS_FILE = SEEDS_FOLDER / "effects.yaml"


@dataclass(frozen=True)
class _File:
    """The whole file as it is written."""

    runs: Annotated[Mapping[str, ChangedRun], Items(1)]
    effects: Annotated[Mapping[str, None], Items(1)]


def read_effects(path: Path) -> Effects:
    """Every dated test of a file; raises `InputError` with every problem, those of its scenarios included."""
    found = Collector()
    moves = (move.series for move in theory().moves.values())
    records = FormReader(found, frozenset(theory().series) | frozenset(moves)).records
    root = read_yaml(path, name=f"seeds/{path.name}")
    written = found.mapping(root, ("runs", "effects"))
    runs: dict[str, ChangedRun] = {}
    for key, node in found.entries(written.get("runs")).items():
        one = records.read(node, ChangedRun).record
        runs |= {} if one is None or not can_be_run(found, node, one) else {key: one}
    records.names["run"] = runs
    records.readers[EffectTest] = lambda node: _test(records.read(node, EffectTest).record, found, node)
    effects: dict[str, Effect] = {}
    for key, node in found.entries(written.get("effects")).items():
        read = records.read(node, Effect, key=key)
        check_texts(found, node, "texts", read.values.get("texts", ()))
        effects |= {} if read.record is None else {key: read.record}
    found.raise_if_any()
    return Effects(runs, effects)


def _test(test: EffectTest | None, found: Collector, node: Node) -> EffectTest | None:
    if test is not None and sum(map(bool, (test.of, test.holds, test.passes))) != 1:
        found.add(node, "must have one of 'of', 'holds' and 'passes'")
    if test is not None and test.bounds == Bounds():
        found.add(node, "has no bound; give one of above, below, at_least, at_most")
    if test is not None and test.by is By.CHANGE and not test.run:
        found.add(node, "a change needs the run that it is a change to, under 'in'")
    return test


@cache
def load_effects() -> Effects:
    """The dated tests of the project."""
    return read_effects(EFFECTS_FILE)
