"""Saving a run to a folder and reading it back: data only, whole or not at all, the same bytes each time.

For example:

    save(run, Path("runs/baseline"))
    saved = load(Path("runs/baseline"))
    saved.series        # bands by month; saved.worlds, saved.moves, saved.manifest
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from model.core.errors import TightropeError
from model.ensemble.record import Run
from model.runs.manifest import FORMAT, as_json, manifest, platform_note
from model.runs.tables import moves_table, series_table, worlds_table, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from model.scenario.scenario import Scenario

MOST_WITH_MOVES = 4000
"""Largest number of worlds whose moves are saved unless asked for."""

DATA = {"series": "series.parquet", "worlds": "worlds.parquet", "moves": "moves.parquet"}
OURS = frozenset({"manifest.json", "columns.json", "log.json", "alignment.svg", *DATA.values()})
"""Names that a run folder may hold; a folder with anything else in it is never replaced."""


class SavingError(TightropeError):
    """A folder cannot be written or read; the message is one sentence for the user."""


@dataclass(frozen=True)
class Saved:
    """A run as it was saved: its manifest, its tables (moves are None if not saved), and what each column means."""

    manifest: Mapping[str, Any]
    columns: Mapping[str, list[dict[str, str]]]
    series: pd.DataFrame
    worlds: pd.DataFrame
    moves: pd.DataFrame | None

    @property
    def scenario(self) -> Scenario:
        """The scenario of the run; with a world's number it gives that world again."""
        return Scenario.from_resolved(self.manifest["scenario"])


def save(
    run: Run,
    folder: Path,
    *,
    moves: bool | None = None,
    draw: Callable[[Path], None] | None = None,
    note: Mapping[str, object] | None = None,
) -> Path:
    """Write a run to a folder, all of it or nothing.

    Args:
        run: The run.
        folder: Where to; a run folder that is there already is replaced.
        moves: Save the moves; by default up to 4,000 worlds.
        draw: Called with the unfinished folder, to add figures to it.
        note: What else the log should say.

    Returns:
        The folder.

    Raises:
        SavingError: The folder cannot be written, or is something else than a run.
    """
    check_place(folder)
    with_moves = bool(run.moves) and (run.worlds <= MOST_WITH_MOVES if moves is None else moves)
    with _whole(folder) as unfinished:
        _write(run, unfinished, moves=with_moves)
        if draw is not None:
            draw(unfinished)
        log = {"written": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "folder": str(folder.resolve()), **platform_note()}
        (unfinished / "log.json").write_text(as_json(log | dict(note or {})), encoding="utf-8")
    return folder


def check_place(folder: Path) -> None:
    """Refuse, before any work, a folder that could not be written at the end.

    Raises:
        SavingError: It is no folder, holds something else than a run, or cannot be written.
    """
    if folder.exists() or folder.is_symlink():
        if not folder.is_dir():
            _refuse(f"{folder} is a file; a run needs a folder")
        inside = sorted(path.name for path in folder.iterdir())
        foreign = [name for name in inside if name not in OURS]
        if foreign or (inside and not is_run(folder)):
            _refuse(
                f"{folder} holds something else than a run ({(foreign or inside)[0]}); choose another folder with --out"
            )
    parent = _nearest(folder)
    if not parent.is_dir():
        _refuse(f"{folder} cannot be made, because {parent} is not a folder")
    if not os.access(parent, os.W_OK | os.X_OK):
        _refuse(f"{folder} cannot be written: no permission to write in {parent}")


def is_run(folder: Path) -> bool:
    """Whether a folder holds a run, by its manifest."""
    try:
        data = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(data, dict) and data.get("format") == FORMAT


def load(folder: Path) -> Saved:
    """Read a run back.

    Raises:
        SavingError: The folder holds no run, or one of its files cannot be read.
    """
    import pandas as pd

    if not is_run(folder):
        _refuse(f"{folder} holds no run: it has no manifest of one")
    try:
        texts = {name: (folder / f"{name}.json").read_text(encoding="utf-8") for name in ("manifest", "columns")}
        tables = {
            name: pd.read_parquet(folder / file) if (folder / file).exists() else None for name, file in DATA.items()
        }
        series, worlds, moves = tables["series"], tables["worlds"], tables["moves"]
        if series is None or worlds is None:
            _refuse(f"{folder} is not whole: {DATA['series']} or {DATA['worlds']} is missing")
        return Saved(json.loads(texts["manifest"]), json.loads(texts["columns"]), series, worlds, moves)
    except (OSError, ValueError) as error:
        _refuse(f"{folder} cannot be read: {error}", error)


def _refuse(message: str, cause: Exception | None = None) -> NoReturn:
    raise SavingError(message) from cause


def _write(run: Run, folder: Path, *, moves: bool) -> None:
    tables = {"series": series_table(run), "worlds": worlds_table(run)}
    if moves:
        tables["moves"] = moves_table(run)
    columns: dict[str, list[dict[str, str]]] = {}
    for name, (table, described) in tables.items():
        write_table(table, folder / DATA[name])
        columns[DATA[name]] = [asdict(column) for column in described]
    (folder / "columns.json").write_text(as_json(columns), encoding="utf-8")
    (folder / "manifest.json").write_text(as_json(manifest(run), ordered=True), encoding="utf-8")


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """A folder beside the final one, which replaces it at the end or vanishes."""
    unfinished: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".unfinished", dir=folder.parent))
        unfinished.chmod(0o755)
        yield unfinished
        _replace(unfinished, folder)
    except OSError as error:
        _refuse(_reason(folder, error), error)
    finally:
        if unfinished is not None:
            shutil.rmtree(unfinished, ignore_errors=True)


def _replace(unfinished: Path, folder: Path) -> None:
    if not folder.exists():
        unfinished.rename(folder)
        return
    check_place(folder)
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".old", dir=folder.parent))
    folder.rename(old / "run")
    try:
        unfinished.rename(folder)
    except BaseException:
        (old / "run").rename(folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _reason(folder: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{folder} cannot be written: the disk is full; nothing of it was saved"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{folder} cannot be written: {error.strerror}"
    return f"{folder} cannot be written: {error.strerror or error}; nothing of it was saved"


def _nearest(folder: Path) -> Path:
    """The lowest folder above that exists."""
    return next(parent for parent in folder.absolute().parents if parent.exists())
