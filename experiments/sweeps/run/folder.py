"""The folder of a sweep: the names of its files, its lock, and the messages of what can go wrong with it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from model.core.errors import ExitCode, TightropeError
from model.core.files import OLD, UNFINISHED, disk_is_full

MANIFEST, COLUMNS, LEDGER, POINTS = "manifest.json", "columns.json", "ledger.sqlite", "points.parquet"
RUNS, LOCK, ANALYSIS = "runs", "lock", "analysis"
FILE, SCENARIO, PROCESS, LOG = "sweep.yaml", "scenario.yaml", "process.json", "process.log"
"""What a page adds that starts a sweep: its file, a scenario of its own, which process runs it, and what that says."""
OURS = frozenset(
    {MANIFEST, COLUMNS, LEDGER, POINTS, RUNS, LOCK, ANALYSIS, f"{LEDGER}-journal", FILE, SCENARIO, PROCESS, LOG}
)
DONE, FAILED, LEFT_OUT, WAITING = "done", "failed", "left_out", "waiting"
SPARE = 1.1
"""Free space that is required on the disk, as a multiple of what the results are estimated to take."""


class SweepError(TightropeError):
    """A sweep cannot be started, resumed or read; the message is one sentence for the user."""


class DiskFullError(SweepError):
    """No space is left on the disk."""

    exit_code = ExitCode.FAULT


def check_folder(folder: Path) -> None:
    """Refuse a folder that holds something other than a sweep, or that cannot be written."""
    if (folder.exists() or folder.is_symlink()) and not folder.is_dir():
        message = f"{folder} is a file; a sweep needs a folder"
        raise SweepError(message)
    inside = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    foreign = [name for name in inside if name not in OURS and not name.endswith((UNFINISHED, OLD))]
    if foreign:
        message = f"{folder} holds something other than a sweep ({foreign[0]}); choose another folder with --out"
        raise SweepError(message)


def check_disk(folder: Path, histories: int, size: int) -> None:
    """Refuse a sweep whose results the disk cannot hold."""
    place = folder.absolute()
    while not place.exists():
        place = place.parent
    status = os.statvfs(place) if hasattr(os, "statvfs") else None
    free = None if status is None else status.f_bavail * status.f_frsize
    needed = SPARE * size
    if free is not None and needed > free:
        takes = f"{histories:,} histories take up to {size_text(needed)} on the disk"
        message = f"{takes}, and {size_text(free)} are free at {place}; take fewer points, worlds or outcomes"
        raise SweepError(message)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock the folder against other sweeps."""
    with (folder / LOCK).open("w") as lock:
        with suppress(ImportError):  # where the system has no such locks, the ledger's own must do
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                hint = "wait for it, or choose another folder with --out"
                message = f"{folder} is being written by another sweep; {hint}"
                raise SweepError(message) from None
        yield


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn errors of the disk and of the ledger into messages for the user."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise _disk_full(folder) from error
        message = f"the ledger of {folder} cannot be written: {error}"
        raise SweepError(message) from error
    except OSError as error:
        if disk_is_full(error):
            raise _disk_full(folder) from error
        message = f"{folder} cannot be written: {error.strerror or error}"
        raise SweepError(message) from error


def _disk_full(folder: Path) -> DiskFullError:
    hint = "what is finished is saved; the same command resumes it"
    return DiskFullError(f"{folder} cannot be written: the disk is full; {hint}")


def part_path(folder: Path, number: int) -> Path:
    """The file of one chunk in the folder of its sweep."""
    return folder / RUNS / f"part-{number:06d}.parquet"


def sha256_of(data: bytes) -> str:
    """The sha256 of some bytes, in letters."""
    return hashlib.sha256(data).hexdigest()


def size_text(number: float) -> str:
    """A number of bytes in words."""
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{max(number / 1e6, 0.1):.1f} MB"
