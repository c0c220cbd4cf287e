"""The manifest of a run: everything needed to get the same numbers again, and nothing that changes by itself.

Time, host and folder go to the log, so that two runs of the same command leave the same manifest.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib import import_module, metadata
from typing import Any

import numpy as np

from model.core.places import ROOT
from model.core.worlds import Numbers, is_range
from model.ensemble.record import Run
from model.scenario.scenario import Scenario

FORMAT = "tightrope run 1"
"""First thing in every manifest: by this a run folder is known."""

PACKAGES = ("mesa", "numpy", "pyarrow", "scipy")
"""Packages whose version may show in the numbers or in the bytes."""


def manifest(run: Run) -> dict[str, Any]:
    """Everything needed to get this run again; the order of the pressures is part of it, as sums follow it."""
    return {
        "format": FORMAT,
        "program": {"name": "tightrope", "version": version("tightrope")},
        "scenario": run.scenario.resolved(),
        "seed": run.scenario.seed,
        **plain_numbers(run.numbers),
        "months": [run.months[0], run.months[-1]],
        "sha256": source_hashes(),
        "packages": {name: version(name) for name in PACKAGES},
        "python": platform.python_version(),
        "cpu_features": cpu_features(),
    }


def plain_numbers(numbers: Numbers) -> dict[str, Any]:
    """Which worlds these are: the first and how many, or each where some between are left out."""
    which = {"first_world": int(numbers[0])} if is_range(numbers) else {"world_numbers": numbers.tolist()}
    return {**which, "worlds": len(numbers)}


def as_json(data: object, *, ordered: bool = False) -> str:
    """Data as JSON text that is the same each time: no NaN, two blanks, a line end at the end.

    Args:
        data: Plain data.
        ordered: Keep the order of keys, because it means something; otherwise they are sorted.
    """
    return json.dumps(data, sort_keys=not ordered, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def short_hash(scenario: Scenario) -> str:
    """Eight letters that identify what a scenario asks for, wherever its files are."""
    return digest_of(asked(scenario))[:8]


def asked(scenario: Scenario) -> dict[str, Any]:
    """What a scenario asks for as plain data, wherever its files are."""
    return {key: value for key, value in scenario.resolved().items() if key not in ("origins", "chain")}


def digest_of(plain: object) -> str:
    """Sixteen letters that stand for plain data, the order of keys included."""
    return hashlib.sha256(as_json(plain, ordered=True).encode()).hexdigest()[:16]


def source_hashes() -> dict[str, str]:
    """The sha256 of what the numbers depend on: the seeds and the code of the model."""
    return {"seeds": hash_of("seeds", "*.yaml"), "code": hash_of("model", "*.py")}


def hash_of(folder: str, pattern: str) -> str:
    """The sha256 of all files of a kind below a folder of the project: their names and their bytes, in order."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / folder).rglob(pattern)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def version(package: str) -> str:
    """The installed version of a package."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def cpu_features() -> list[str]:
    """The instruction sets that NumPy uses here; exp and log may differ in the last digit between them."""
    features: Mapping[str, bool] = getattr(import_module("numpy._core._multiarray_umath"), "__cpu_features__", {})
    return sorted(name for name, there in features.items() if there)


def platform_note() -> dict[str, str]:
    """Where a run was made, for the log only."""
    return {"host": platform.node(), "system": platform.platform(), "numpy": np.__version__}
