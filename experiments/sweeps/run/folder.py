"""What the folder of a sweep is called by, holds and must agree with, and what goes wrong with it, in sentences."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.run.chunk import where
from model.core.errors import ExitCode, TightropeError

FORMAT = "tightrope sweep 1"
MANIFEST, LEDGER, POINTS, RUNS, LOCK = "manifest.json", "ledger.sqlite", "points.parquet", "runs", "lock"
OURS = frozenset({MANIFEST, LEDGER, POINTS, RUNS, LOCK, "columns.json", "analysis", f"{LEDGER}-journal"})
UNFINISHED = ".unfinished"
DONE, FAILED, LEFT_OUT, WAITING = "done", "failed", "left_out", "waiting"


class SweepError(TightropeError):
    """A sweep cannot be started, gone on with or read; the message is one sentence for the user."""


class DiskFullError(SweepError):
    """No space is left on the disk."""

    exit_code = ExitCode.FAULT


def check_folder(folder: Path) -> None:
    """Refuse a folder that holds something else than a sweep, or that cannot be written."""
    if (folder.exists() or folder.is_symlink()) and not folder.is_dir():
        message = f"{folder} is a file; a sweep needs a folder"
        raise SweepError(message)
    inside = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    foreign = [name for name in inside if name not in OURS and not name.endswith(UNFINISHED)]
    if foreign:
        message = f"{folder} holds something else than a sweep ({foreign[0]}); choose another folder with --out"
        raise SweepError(message)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a sweep folder; `SweepError` where there is none."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        data = None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        message = f"{folder} holds no sweep: it has no manifest of one"
        raise SweepError(message)
    return data


def manifest(plan: SweepPlan) -> dict[str, Any]:
    """Everything on which a result depends."""
    return {
        "format": FORMAT,
        "name": plan.name,
        "title": plan.title,
        "points": plan.points,
        "digest": plan.digest,
        "sweep": plan.as_plain(),
        "made_by": dict(where()),
    }


CPU = "CPU features"


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What differs between two manifests, in words."""
    names = {
        "scenario": "settings of the scenario",
        "n": "'n'",
        "rows": "points",
        "seed": "seed",
        "worlds": "'worlds'",
        "vary": "factors ('vary')",
        "design": "design",
        "chunk": "chunks",
        "outcomes": "outcomes",
    }
    old, new = (
        {**one, "scenario": {**one["scenario"], "seed": 0, "worlds": 0}}
        for one in (before["sweep"], json.loads(json.dumps(now["sweep"])))
    )
    found = [name for key, name in names.items() if old.get(key) != new[key]]
    return found + differing(before["made_by"], json.loads(json.dumps(now["made_by"])))


def differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What differs between two places where sweeps are lived, in words."""
    names = {
        "version": "version of the program",
        "sha256": "version of the model or its numbers",
        "packages": "packages",
        "python": "Python",
        "cpu_features": CPU,
    }
    return [name for key, name in names.items() if before.get(key) != now.get(key)]


def write_whole(table: Any, path: Path) -> None:  # noqa: ANN401 (an Arrow table)
    """Write a table so that it is there whole or not at all, with the same bytes each time."""
    replace_whole(
        path, lambda made: pq.write_table(table, made, version="2.6", compression="zstd", compression_level=3)
    )


def replace_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file under another name, flush it to the disk, and only then give it its own name."""
    made = path.with_name(path.name + UNFINISHED)
    try:
        write(made)
        with made.open("rb") as file:
            os.fsync(file.fileno())
        made.replace(path)
        _sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            made.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_error(folder: Path, error: OSError) -> SweepError:
    """An error of the disk as a sentence."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        message = (
            f"{folder} cannot be written: the disk is full; what is finished is kept, and the same command goes on"
        )
        return DiskFullError(message)
    return SweepError(f"{folder} cannot be written: {error.strerror or error}")


def sha256_of(data: bytes) -> str:
    """The sha256 of some bytes, in letters."""
    return hashlib.sha256(data).hexdigest()


def size_told(number: float) -> str:
    """A number of bytes in words."""
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{max(number / 1e6, 0.1):.1f} MB"
