"""Where scenario files are found, and the chain of files that one of them extends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from model.core.places import ROOT
from model.yaml_files.fields import Collector, read_yaml, unknown_key_message
from model.yaml_files.nodes import InputError, Node, Problem, quoted
from model.yaml_files.tree import parse_yaml

SCENARIOS = ROOT / "scenarios"
HISTORY_FILE = ROOT / "seeds" / "history.yaml"
REPLACEMENT = "baseline"
"""What an unknown scenario to extend is replaced by while the rest of a file is checked."""

ENDINGS = (".yaml", ".yml")
LONGEST_NAME = 100
UPLOADED = "uploaded"
"""Name of a scenario that comes as a text, not as a file."""


def scenario_names(folder: Path = SCENARIOS) -> tuple[str, ...]:
    """Names of the scenarios in a folder, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def is_written_as_path(text: str) -> bool:
    """Whether a text is a path and no name."""
    return "/" in text or "\\" in text or text.endswith(ENDINGS)


def path_of(name_or_path: str | Path, folder: Path, what: str = "scenario") -> Path:
    """The file behind a name or a path.

    Raises:
        InputError: There is none of this name in the folder.
    """
    text, known = str(name_or_path), scenario_names(folder)
    if isinstance(name_or_path, Path) or is_written_as_path(text):
        return Path(name_or_path)
    if text in known:
        return folder / f"{text}.yaml"
    message = unknown_key_message(what, text, known)
    here = f"{text}.yaml"
    if len(here) <= LONGEST_NAME and Path(here).is_file():
        message = f"unknown {what} {quoted(text)}; for the file in this folder write {quoted(here)}"
    raise InputError([Problem(shown_path(folder), 1, 1, message)])


def file_of(name: str) -> Path | None:
    """The file that a scenario's chain calls so; None where it is none, or is no longer there."""
    return next((path for path in (ROOT / name, Path(name)) if path.is_file()), None)


@dataclass(frozen=True, slots=True)
class Layers:
    """The files of one scenario as they were read, so that many settings can be laid on them without reading again.

    Attributes:
        name: Name of the file without its ending.
        past: The history below everything.
        chain: What `extends` leads to, lowest first.
        files: What messages and manifests call them, lowest first.
        problems: What is wrong with the files themselves.
    """

    name: str
    past: Node
    chain: tuple[Node, ...]
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


class Files:
    """Finds and reads the files of one scenario.

    Attributes:
        texts: Files that come as a text, under the paths at which they are looked for.
    """

    def __init__(self, folder: Path, texts: Mapping[Path, Node] | None = None) -> None:
        self.folder = folder
        self.texts = texts or {}
        self.found = Collector()

    def layers(self, path: Path, history: Path) -> Layers:
        """History, and the chain of `extends` from its lowest file to `path`.

        An unknown file to extend is noted and replaced by the baseline, so that the rest can be checked as well.

        Raises:
            InputError: A file cannot be read.
        """
        chain: list[Node | None] = []
        seen: list[Path] = []
        below: Path | None = path
        while below is not None:
            seen.append(below.resolve())
            layer = self._read(below)
            chain.insert(0, layer)
            below = None if layer is None else self._below(layer, below, seen)
        past, whole = self._read(history), tuple(layer for layer in chain if layer is not None)
        if past is None or len(whole) < len(chain):
            raise InputError(self.found.problems)
        if len(path.stem.encode(errors="replace")) > LONGEST_NAME:
            message = f"the name of the file is too long: it names the results; use at most {LONGEST_NAME} letters"
            self.found.add(replace(whole[-1], line=1, column=1), message)
        names = tuple(layer.file for layer in (past, *whole))
        return Layers(path.stem, past, whole, names, tuple(self.found.problems))

    def _read(self, path: Path) -> Node | None:
        try:
            return self.texts[path] if path in self.texts else read_yaml(path, name=shown_path(path))
        except InputError as error:
            self.found.problems += error.problems
            return None

    def _below(self, layer: Node, path: Path, seen: list[Path]) -> Path | None:
        node = layer.value.get("extends") if isinstance(layer.value, dict) else None
        name = self.found.text(node)
        if node is None or name is None:
            return None
        below = self._extended(name, path)
        if below is None:
            known = {*scenario_names(self.folder), *scenario_names(path.parent)} - {path.stem}
            self.found.add(node, unknown_key_message("scenario to extend", name, known))
            return self._extended(REPLACEMENT, path)
        if below.resolve() in seen:
            circle = [p.stem for p in seen[seen.index(below.resolve()) :]] + [below.stem]
            self.found.add(node, f"'extends' goes round in a circle: {' -> '.join(circle)}")
            return None
        return below

    def _extended(self, name: str, path: Path) -> Path | None:
        written = name if name.endswith(ENDINGS) else f"{name}.yaml"
        try:
            return next((p for p in (path.parent / written, self.folder / written) if p.is_file()), None)
        except (OSError, ValueError):
            return None


def read_layers(name_or_path: str | Path, *, folder: Path = SCENARIOS, history: Path = HISTORY_FILE) -> Layers:
    """Read a scenario's file, everything it extends, and the history below.

    Raises:
        InputError: A file is not there, or cannot be read at all.
    """
    return Files(folder).layers(path_of(name_or_path, folder), history)


def read_text(text: str, file: str, *, folder: Path = SCENARIOS, history: Path = HISTORY_FILE) -> Layers:
    """Read a scenario that comes as a text, as if it were a file of the folder; messages call it `file`.

    Raises:
        InputError: It cannot be read at all, or extends anything but a scenario of the folder.
    """
    node = parse_yaml(text, file)
    extends = node.value.get("extends") if isinstance(node.value, dict) else None
    known = scenario_names(folder)
    if extends is not None and extends.value not in known:
        raise InputError([extends.problem(unknown_key_message("scenario to extend", str(extends.value), known))])
    path = folder / f"{UPLOADED}.yaml"
    return Files(folder, {path: node}).layers(path, history)


def shown_path(path: Path) -> str:
    """A path as messages and manifests call it: relative to the project if it lies inside."""
    try:
        return path.resolve().relative_to(ROOT).as_posix()
    except (OSError, ValueError, RuntimeError):
        return path.as_posix()
