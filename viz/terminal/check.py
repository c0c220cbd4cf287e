"""Checks input files: scenarios, sweeps and seeds, with every problem of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from experiments.comparison.questions import question
from experiments.patterns.reader import PATTERNS_FILE, load_patterns
from experiments.scoring.observables import OBSERVABLES_FILE, read_observables
from experiments.sweeps.plan.reader import load_sweep
from model.evidence.load import SEEDS_FOLDER, load_seeds
from model.scenario.files import ENDINGS, SCENARIOS
from model.scenario.load import load_scenario
from model.theory.consistency import refuse_mismatch
from model.theory.theory import theory
from model.yaml_files.fields import read_yaml
from model.yaml_files.nodes import InputError, Problem

SWEEPS = "sweeps"
"""Name of the folder whose files are sweeps where their keys do not decide."""
SWEEP_KEYS, SCENARIO_KEYS = {"vary", "design", "outcomes", "others", "scenario"}, {"extends", "pressures", "given"}
"""Keys of one of them that the other does not have."""


@dataclass
class Findings:
    """What was checked, each file once, everything that is wrong with it, and for each file its notes, if any."""

    checked: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)


def check_all(paths: Iterable[Path]) -> Findings:
    """Check files; a folder stands for all its YAML files, and without a path everything in the project is checked."""
    found, problems, named = Findings(), set[Problem](), list(paths) or [SCENARIOS, SEEDS_FOLDER]
    for path in dict.fromkeys(file for one in named for file in _files(one)):
        found.checked.append(str(path))
        for check in (_seeds,) if path.is_dir() else (_sweep,) if is_sweep(path) else (_scenario, question):
            try:
                notes = check(path)
                found.notes |= {str(path): notes} if isinstance(notes, tuple) and notes else {}
            except InputError as error:
                problems |= set(error.problems)
    found.problems = sorted(problems)
    return found


def _files(path: Path) -> list[Path]:
    """The files that a path stands for; a folder of seeds, or any file in it, stands for that folder as a whole."""
    folder = path if path.is_dir() else path.parent
    if (folder / "sources.yaml").is_file():
        return [folder]
    if not path.is_dir():
        return [path]
    files = sorted(p for p in path.rglob("*") if p.suffix in ENDINGS and p.is_file())
    return [one for file in files for one in _files(file)] or [path]


def is_sweep(path: Path) -> bool:
    """Whether a file is a sweep: by its keys, or by its folder where they do not decide."""
    keys: set[str] = set()
    with suppress(InputError):
        found = read_yaml(path).value
        keys = set(found) if isinstance(found, dict) else set()
    sweep, scenario = len(keys & SWEEP_KEYS), len(keys & SCENARIO_KEYS)
    return sweep > scenario if sweep != scenario else path.parent.name == SWEEPS


def _scenario(path: Path) -> tuple[str, ...]:
    return load_scenario(path).notes


def _sweep(path: Path) -> tuple[str, ...]:
    return load_sweep(path).scenario.notes


def _seeds(folder: Path) -> None:
    if not (folder / "sources.yaml").is_file():
        raise InputError([Problem(str(folder), 1, 1, "this folder holds no YAML file")])
    seeds = load_seeds(folder)
    if folder.resolve() == SEEDS_FOLDER.resolve() and PATTERNS_FILE.is_file():
        load_patterns()
    observables = folder / OBSERVABLES_FILE.name
    if observables.is_file():
        read_observables(observables, name=f"{folder.name}/{observables.name}")
    refuse_mismatch(theory(), seeds)
