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
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from model.core.errors import TightropeError
from model.core.files import disk_is_full, replace_folder
from model.ensemble.record import Run
from model.runs.manifest import FORMAT, as_json, manifest, plain_numbers, platform_note, source_hashes
from model.runs.run import recorded_by_default
from model.runs.tables import moves_table, series_table, worlds_table, write_alignments, write_table
from model.runs.world_lists import worlds_of
from model.scenario.files import scenario_names
from model.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


MOST_WITH_MOVES = 4000
"""Largest number of worlds whose moves are saved unless asked for."""

DATA = {name: f"{name}.parquet" for name in ("series", "worlds", "alignment", "moves")}
OURS = frozenset({"manifest.json", "columns.json", "log.json", "alignment.svg", *DATA.values()})
"""Names that a run folder may hold; a folder with anything else in it is never replaced."""


class SavingError(TightropeError):
    """A folder cannot be written or read; the message is one sentence for the user."""


@dataclass(frozen=True)
class Saved:
    """A run as it was saved: its manifest, its tables (None where one was not saved), and what each column means."""

    manifest: Mapping[str, Any]
    columns: Mapping[str, list[dict[str, str]]]
    series: pd.DataFrame
    worlds: pd.DataFrame
    alignment: pd.DataFrame | None
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
        SavingError: The folder cannot be written, or is something other than a run.
    """
    check_place(folder)
    with_moves = bool(run.moves) and (run.worlds <= MOST_WITH_MOVES if moves is None else moves)
    with whole_folder(folder, {"left_out": left_out(run), **(note or {})}) as unfinished:
        _write(run, unfinished, moves=with_moves)
        if draw is not None:
            draw(unfinished)
        check_place(folder)
    return folder


@contextmanager
def whole_folder(folder: Path, note: Mapping[str, object] | None = None) -> Iterator[Path]:
    """An unfinished folder to fill; it gets a log of when and where, and is put in its place whole or not at all.

    Raises:
        SavingError: It cannot be written.
    """
    try:
        with replace_folder(folder) as unfinished:
            yield unfinished
            log = {"written": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "folder": str(folder.resolve()), **platform_note()}
            (unfinished / "log.json").write_text(as_json(log | dict(note or {})), encoding="utf-8")
    except OSError as error:
        _refuse(_reason(folder, error), error)


def left_out(run: Run) -> str:
    """What a run of very many worlds did not record, in a sentence; empty where nothing is missing."""
    missing = len(set(recorded_by_default()) - set(run.series))
    parts = [f"{missing} of {len(recorded_by_default())} series"] * bool(missing) + ["all moves"] * (not run.moves)
    if not parts:
        return ""
    return f"Not recorded: {' and '.join(parts)}, with more than {MOST_WITH_MOVES:,} worlds; alignments are whole."


def check_place(folder: Path, ours: Iterable[str] = OURS, *, form: str = FORMAT, what: str = "a run") -> None:
    """Refuse, before any work, a folder that could not be written at the end.

    Args:
        folder: Where something is to be written.
        ours: Names, or patterns of names such as ``*.svg``, that the folder may hold.
        form: What its manifest says it is.
        what: The same in words.

    Raises:
        SavingError: It is no folder, holds something else, or cannot be written.
    """
    if folder.exists() or folder.is_symlink():
        if not folder.is_dir():
            _refuse(f"{folder} is a file; {what} needs a folder")
        inside = sorted(path.name for path in folder.iterdir())
        foreign = [name for name in inside if not any(fnmatchcase(name, one) for one in ours)]
        if foreign or (inside and not is_run(folder, form)):
            what = f"something other than {what} ({(foreign or inside)[0]})"
            _refuse(f"{folder} holds {what}; choose another folder with --out")
    parent = _nearest(folder)
    if not parent.is_dir():
        _refuse(f"{folder} cannot be made, because {parent} is not a folder")
    if not os.access(parent, os.W_OK | os.X_OK):
        _refuse(f"{folder} cannot be written: no permission to write in {parent}")


def is_run(folder: Path, form: str = FORMAT) -> bool:
    """Whether a folder holds a run, or what else `form` stands for, by its manifest."""
    try:
        data = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(data, dict) and data.get("format") == form


def folder_of(place: str | Path) -> Path:
    """The folder of a run that is named by its folder or its manifest."""
    return Path(place).parent if Path(place).name == "manifest.json" else Path(place)


def load(folder: Path) -> Saved:
    """Read a run back.

    Raises:
        SavingError: The folder holds no run, or one of its files cannot be read.
    """
    import pandas as pd

    if not is_run(folder):
        _refuse(f"{folder} holds no run: it has no manifest")
    try:
        texts = {name: (folder / f"{name}.json").read_text(encoding="utf-8") for name in ("manifest", "columns")}
        tables = {
            name: pd.read_parquet(folder / file) if (folder / file).exists() else None for name, file in DATA.items()
        }
        series, worlds = tables["series"], tables["worlds"]
        if series is None or worlds is None:
            _refuse(f"{folder} is not whole: {DATA['series']} or {DATA['worlds']} is missing")
        manifest, columns = (json.loads(texts[name]) for name in ("manifest", "columns"))
        return Saved(manifest, columns, series, worlds, tables["alignment"], tables["moves"])
    except (OSError, ValueError) as error:
        _refuse(f"{folder} cannot be read: {error}", error)


def scenario_again(place: Path) -> Scenario | None:
    """The scenario of a saved run, from its folder or its manifest, to be run again; None where no run is.

    Raises:
        SavingError: The run was made with other code or other seeds, or of worlds chosen one by one, so that it would
            not be the same again; or its manifest is damaged.
    """
    folder = folder_of(place)
    if str(place) in scenario_names() or not is_run(folder):
        return None
    made = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    try:
        name, hashes, scenario = made["scenario"]["name"], made["sha256"], Scenario.from_resolved(made["scenario"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        _refuse(f"{place} cannot be run again: its manifest is damaged", error)
    if hashes != source_hashes():
        _refuse(f"{place} was made with other code or seeds and cannot be run again as it was; run {name} instead")
    if not _has_usual_worlds(made, scenario):
        _refuse(f"{place} holds worlds chosen one by one and cannot be run again as a whole; run {name} with --world N")
    return scenario


def _has_usual_worlds(made: Mapping[str, Any], scenario: Scenario) -> bool:
    """Whether a saved run is of the worlds that its scenario has by itself, as far as they have been searched for."""
    try:
        usual = plain_numbers(worlds_of(scenario))
    except TightropeError:
        return True
    return all(made.get(key) == value for key, value in usual.items())


def with_own(again: Scenario, own: Mapping[str, Any]) -> Scenario:
    """A saved scenario with another number of worlds or another seed, which no file says."""
    origins = {key: place for key, place in again.origins.items() if key not in own}
    return replace(again, **own, origins=origins)


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
    columns[DATA["alignment"]] = [asdict(column) for column in write_alignments(run, folder / DATA["alignment"])]
    (folder / "columns.json").write_text(as_json(columns), encoding="utf-8")
    (folder / "manifest.json").write_text(as_json(manifest(run), ordered=True), encoding="utf-8")


def _reason(folder: Path, error: OSError) -> str:
    if disk_is_full(error):
        return f"{folder} cannot be written: the disk is full; nothing of it was saved"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{folder} cannot be written: {error.strerror}"
    return f"{folder} cannot be written: {error.strerror or error}; nothing of it was saved"


def _nearest(folder: Path) -> Path:
    """The lowest folder above that exists."""
    return next(parent for parent in folder.absolute().parents if parent.exists())
