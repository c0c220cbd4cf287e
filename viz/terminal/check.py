"""Checks input files: scenarios, sweeps and seeds, with every problem of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from experiments.comparison.questions import question
from experiments.patterns.reader import PATTERNS_FILE, load_patterns
from experiments.sweeps.plan.reader import load_sweep
from model.evidence.load import SEEDS_FOLDER, load_seeds
from model.scenario.files import ENDINGS, SCENARIOS, shown_path
from model.scenario.load import load_scenario
from model.theory.consistency import check_against_seeds
from model.theory.theory import theory
from model.yaml_files.fields import read_yaml
from model.yaml_files.nodes import InputError, Problem

SWEEP_KEYS = ("vary", "design", "outcomes")
"""Keys by which a sweep file is known, wherever it lies."""


@dataclass
class Checked:
    """What was checked, everything that is wrong with it, and what has no effect.

    Attributes:
        names: Files, and folders of seeds.
        problems: What is wrong.
        notes: Name -> notes on its scenario.
    """

    names: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)


def check_all(paths: Iterable[Path]) -> Checked:
    """Check files; a folder stands for all its YAML files."""
    checked = Checked()
    for file in dict.fromkeys(one for path in paths for one in _files(path)):
        checked.names.append(str(file))
        try:
            _check(file, checked)
        except InputError as error:
            checked.problems += error.problems
    checked.problems = sorted(set(checked.problems))
    return checked


def default_paths() -> list[Path]:
    """What is checked when nothing is named: the scenarios and the seeds of the project."""
    return [SCENARIOS, SEEDS_FOLDER]


def _files(path: Path) -> list[Path]:
    """The files that a path stands for; a folder of seeds is checked as one."""
    folder = path if path.is_dir() else path.parent
    if (folder / "sources.yaml").is_file():
        return [folder]
    files = sorted(p for p in path.rglob("*") if p.suffix in ENDINGS and p.is_file()) if path.is_dir() else []
    return [one for file in files for one in _files(file)] or [path]


def _check(path: Path, checked: Checked) -> None:
    if (path / "sources.yaml").is_file():
        checked.problems += _seeds(path)
    elif path.is_dir():
        raise InputError([Problem(str(path), 1, 1, "this folder holds no YAML file")])
    elif any(read_yaml(path, name=shown_path(path)).get(key) for key in SWEEP_KEYS):
        checked.notes[str(path)] = load_sweep(path).scenario.notes
    else:
        try:
            checked.notes[str(path)] = load_scenario(path).notes
        finally:
            _check_reading(path, checked)


def _check_reading(path: Path, checked: Checked) -> None:
    try:
        question(path)
    except InputError as error:
        checked.problems += error.problems


def _seeds(folder: Path) -> list[Problem]:
    seeds = load_seeds(folder)
    if folder.resolve() == SEEDS_FOLDER.resolve() and PATTERNS_FILE.is_file():
        load_patterns()
    return [_placed(message, folder) for message in check_against_seeds(theory(), seeds)]


def _placed(message: str, folder: Path) -> Problem:
    """A mismatch between rules and seeds, at the place it names or else at the folder."""
    place, _, rest = message.partition(": ")
    file, _, line = place.rpartition(":")
    return Problem(file, int(line), 1, rest) if line.isdigit() and file else Problem(str(folder), 1, 1, message)
