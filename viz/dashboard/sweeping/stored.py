"""The sweeps stored where `tightrope sweep` writes, and how far each is; cheap to ask again."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from experiments.sweeps.results.results import factor_of
from experiments.sweeps.run.chunk import environment
from experiments.sweeps.run.folder import LEDGER, MANIFEST, PROCESS, SweepError
from experiments.sweeps.run.manifest import environment_differences, read_manifest
from viz.dashboard.sweeping import process

RUNS, PREFIX = Path("runs"), "sweep-"
NAME = re.compile(r"sweep-[A-Za-z0-9_.-]{1,60}")
MANIFESTS = 64
_last: dict[str, tuple[int, int, Mapping[int, str]]] = {}
"""What was read last of a ledger, for when it is just being written."""


class Condition(StrEnum):
    """How a sweep stands."""

    BEGINNING = "beginning"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    DIED = "died"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class StoredSweep:
    """A stored sweep.

    Attributes:
        name: Name of its folder.
        varied: Labels of what is varied.
        worlds: Worlds per point.
        saved: Histories that are saved.
        failures: Number of each failed point -> why.
        seconds_left: How long it will take at the pace so far; None where that is not known.
        wrong: What is wrong with it, as a sentence; empty for nothing.
        older: What differs in the program that began it, so that it cannot go on; empty for nothing.
        scenario: Name of the scenario that its points are changes of.
        settings: What is set on top of that.
        begun: When it was begun; tells it from an earlier one of the same name.
    """

    name: str
    title: str
    condition: Condition
    varied: tuple[str, ...] = ()
    points: int = 0
    worlds: int = 0
    saved: int = 0
    failures: Mapping[int, str] = field(default_factory=dict)
    seconds_left: float | None = None
    wrong: str = ""
    older: str = ""
    scenario: str = ""
    settings: tuple[str, ...] = ()
    begun: int = 0

    @property
    def folder(self) -> Path:
        """Its folder."""
        return RUNS / self.name

    @property
    def total(self) -> int:
        """Histories in all."""
        return self.points * self.worlds

    @property
    def points_done(self) -> int:
        """Points whose worlds are all saved, about."""
        return self.saved // max(self.worlds, 1)

    @property
    def runs(self) -> bool:
        """Whether it is under way."""
        return self.condition in (Condition.BEGINNING, Condition.RUNNING)


def names() -> tuple[str, ...]:
    """Names of the folders of all sweeps, the newest first."""
    found = [
        one for one in RUNS.glob(f"{PREFIX}*") if NAME.fullmatch(one.name) and _begun(one) and not one.is_symlink()
    ]
    return tuple(one.name for one in sorted(found, key=lambda one: (-_begun(one), one.name)))


def _begun(folder: Path) -> int:
    """When a sweep was begun, in nanoseconds; 0 where the folder holds none."""
    times = [_written(folder / name) for name in (MANIFEST, PROCESS)]
    return min((one for one in times if one), default=0)


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def folder_of(name: str) -> Path:
    """The folder of a sweep by its name, which may come from a link.

    Raises:
        SweepError: There is no such sweep.
    """
    if name not in names():
        message = f"there is no sweep '{name[:80]}' here"
        raise SweepError(message)
    return RUNS / name


def outcome_names(name: str) -> tuple[str, ...]:
    """Names of the outcomes of a sweep, of the newest one without a name; none where it cannot be read."""
    found = names()
    name = name or next(iter(found), "")
    if name not in found:
        return ()
    try:
        manifest = _manifest(RUNS / name, _written(RUNS / name / MANIFEST))
    except SweepError:
        return ()
    return tuple(one["name"] for one in manifest["sweep"]["outcomes"])


def stored() -> tuple[StoredSweep, ...]:
    """All sweeps, the newest first."""
    return tuple(look_at(name) for name in names())


def look_at(name: str) -> StoredSweep:
    """One sweep, as it stands now."""
    folder = RUNS / name
    told, changed = process.told_of(folder), _written(folder / MANIFEST)
    title = str(told.get("title", name))
    if not changed:
        alive = process.is_alive(folder)
        condition = Condition.BEGINNING if alive else Condition.STOPPED if told.get("stopped") else Condition.DIED
        return StoredSweep(name, title, condition, wrong=_last_words(folder) if condition is Condition.DIED else "")
    try:
        manifest = _manifest(folder, changed)
    except SweepError as error:
        return StoredSweep(name, title, Condition.UNREADABLE, wrong=f"It cannot be read: {error}.")
    saved, recent, failures = _saved(folder, float(told.get("started", 0.0)))
    asked, points = manifest["sweep"], int(manifest["points"])
    total = points * int(asked["worlds"])
    condition = _condition(folder, told, is_whole=saved >= total)
    pace = recent / max(time.time() - float(told.get("started", 0.0)), 1.0)
    return StoredSweep(
        name,
        str(manifest["title"]),
        condition,
        tuple(factor_of(one).label for one in asked["vary"]),
        points,
        int(asked["worlds"]),
        saved,
        failures,
        (total - saved) / pace if told and pace and condition is Condition.RUNNING else None,
        _last_words(folder) if condition is Condition.DIED else "",
        ", ".join(environment_differences(manifest["made_by"], environment(), portable=True)),
        str(manifest["asked"].get("scenario", "")),
        tuple(map(str, manifest["asked"].get("set", ()))),
        changed,
    )


def _condition(folder: Path, told: Mapping[str, Any], *, is_whole: bool) -> Condition:
    if is_whole:
        return Condition.DONE
    if process.is_alive(folder) if told else process.is_locked(folder):
        return Condition.RUNNING
    return Condition.DIED if told and not told.get("stopped") else Condition.STOPPED


def _last_words(folder: Path) -> str:
    last = process.last_words(folder)
    return f"Its process ended: {last}" if last else "Its process ended without a word; what was finished is saved."


@lru_cache(MANIFESTS)
def _manifest(folder: Path, _changed: int) -> dict[str, Any]:
    return read_manifest(folder)


def _saved(folder: Path, started: float) -> tuple[int, int, Mapping[int, str]]:
    """Histories that are saved, those of them since a time, and the points that failed."""
    since = time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(started))
    chunks = "select coalesce(sum(points * worlds), 0), coalesce(sum((finished >= ?) * points * worlds), 0) from chunks"
    address = f"{(folder / LEDGER).absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=0.1)) as ledger:
            ((saved, recent),) = ledger.execute(chunks, (since,)).fetchall()
            failures = dict(ledger.execute("select point, error from failures order by point").fetchall())
    except sqlite3.Error:  # just being made or written
        return _last.get(str(folder), (0, 0, {}))
    _last[str(folder)] = found = int(saved), int(recent), failures
    return found
