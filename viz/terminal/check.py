"""Checks input files: scenarios, sweeps and seeds, with every problem of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from experiments.comparison.questions import question
from experiments.patterns.reader import PATTERNS_FILE, load_patterns
from experiments.sweeps.plan.reader import load_sweep
from model.evidence.load import SEEDS_FOLDER, load_seeds
from model.scenario.files import ENDINGS, SCENARIOS
from model.scenario.load import load_scenario
from model.theory.consistency import check_against_seeds
from model.theory.theory import theory
from model.yaml_files.nodes import InputError, Problem

SWEEPS = "sweeps"
"""Name of the folders that hold sweep files."""


def problems_of(paths: Iterable[Path]) -> tuple[list[str], list[Problem]]:
    """What was checked, and everything that is wrong with it.

    Args:
        paths: Files or folders; a folder stands for all its YAML files.
    """
    checked: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        for name, check in _checks(path):
            checked.append(name)
            try:
                problems += check()
            except InputError as error:
                problems += error.problems
    return list(dict.fromkeys(checked)), sorted(set(problems))


def default_paths() -> list[Path]:
    """What is checked when nothing is named: the scenarios and the seeds of the project."""
    return [SCENARIOS, SEEDS_FOLDER]


Check = tuple[str, Callable[[], list[Problem]]]


def _checks(path: Path) -> list[Check]:
    if path.is_dir() and not (path / "sources.yaml").is_file():
        files = sorted(p for p in path.rglob("*") if p.suffix in ENDINGS and p.is_file())
        if not files:
            return [(str(path), lambda: [Problem(str(path), 1, 1, "this folder holds no YAML file")])]
        return [check for file in files for check in _checks(file)]
    folder = path if path.is_dir() else path.parent
    if (folder / "sources.yaml").is_file():
        return [(str(folder), lambda: _seeds(folder))]
    if path.parent.name == SWEEPS:
        return [(str(path), lambda: _sweep(path))]
    return [(str(path), lambda: _scenario(path))]


def _scenario(path: Path) -> list[Problem]:
    problems: list[Problem] = []
    for check in (load_scenario, question):
        try:
            check(path)
        except InputError as error:
            problems += error.problems
    return problems


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


def _sweep(path: Path) -> list[Problem]:
    load_sweep(path)
    return []
