"""Where scenario files are found, and the chain of files that one of them extends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from model.core.places import ROOT
from model.yaml_files.fields import (
    Collector,
    InputError,
    Node,
    Problem,
    parse_yaml,
    read_yaml,
    unknown_key_message,
)

SCENARIOS = ROOT / "scenarios"
HISTORY_FILE = ROOT / "seeds" / "history.yaml"
STAND_IN = "baseline"
"""What an unknown scenario to extend is replaced by while the rest of a file is checked."""

ENDINGS = (".yaml", ".yml")
HANDED_IN = "uploaded"
"""Name of a scenario that comes as a text, not as a file."""


def scenario_names(folder: Path = SCENARIOS) -> tuple[str, ...]:
    """Names of the scenarios in a folder, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


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
        folder: Where names are looked up.
        found: Every problem so far.
    """

    def __init__(self, folder: Path = SCENARIOS) -> None:
        self.folder = folder
        self.found = Collector()
        self._unread = False
        self._handed: dict[Path, Node] = {}

    def hand_in(self, text: str, name: str) -> Path:
        """Take a text as if it were a file of the folder; it can extend nothing but the scenarios of the folder.

        Args:
            text: What the file holds.
            name: What messages call it.

        Returns:
            The path under which `layers` finds it; no file is there.

        Raises:
            InputError: It cannot be read, or extends what is no scenario of the folder.
        """
        node = parse_yaml(text, name)
        extends = node.value.get("extends") if isinstance(node.value, dict) else None
        known = scenario_names(self.folder)
        if extends is not None and extends.value not in known:
            raise InputError([extends.problem(unknown_key_message("scenario to extend", str(extends.value), known))])
        path = self.folder / f"{HANDED_IN}.yaml"
        self._handed[path] = node
        return path

    def path_of(self, name_or_path: str | Path) -> Path:
        """The file behind a name or a path.

        Raises:
            InputError: There is no scenario of this name.
        """
        text = str(name_or_path)
        if isinstance(name_or_path, Path) or "/" in text or "\\" in text or text.endswith(ENDINGS):
            return Path(name_or_path)
        if text in scenario_names(self.folder):
            return self.folder / f"{text}.yaml"
        message = unknown_key_message("scenario", text, scenario_names(self.folder))
        raise InputError([Problem(shown_path(self.folder), 1, 1, message)])

    def layers(self, path: Path, history: Path) -> Layers:
        """History, and the chain of `extends` from its lowest file to `path`.

        An unknown file to extend is noted, and the baseline stands in for it, so that the rest can be checked as well.

        Raises:
            InputError: A file cannot be read.
        """
        chain = self._chain(path)
        past = self._read(history)
        if self._unread:
            self.found.raise_if_any()
        assert past is not None
        names = tuple(layer.file for layer in (past, *chain))
        return Layers(path.stem, past, tuple(chain), names, tuple(self.found.problems))

    def _read(self, path: Path) -> Node | None:
        if path in self._handed:
            return self._handed[path]
        try:
            return read_yaml(path, name=shown_path(path))
        except InputError as error:
            self.found.extend(error.problems)
            self._unread = True
            return None

    def _chain(self, path: Path) -> list[Node]:
        chain: list[Node] = []
        seen: list[Path] = []
        below: Path | None = path
        while below is not None:
            seen.append(below.resolve())
            layer = self._read(below)
            if layer is None:
                break
            chain.insert(0, layer)
            below = self._below(layer, below, seen)
        return chain

    def _below(self, layer: Node, path: Path, seen: list[Path]) -> Path | None:
        node = layer.value.get("extends") if isinstance(layer.value, dict) else None
        name = self.found.text(node)
        if node is None or name is None:
            return None
        below = self._extended(name, path)
        if below is None:
            known = {*scenario_names(self.folder), *scenario_names(path.parent)} - {path.stem}
            self.found.add(node, unknown_key_message("scenario to extend", name, known))
            return self._extended(STAND_IN, path)
        elif below.resolve() in seen:
            circle = [p.stem for p in seen[seen.index(below.resolve()) :]] + [below.stem]
            self.found.add(node, f"'extends' goes round in a circle: {' -> '.join(circle)}")
        else:
            return below
        return None

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
    files = Files(folder)
    return files.layers(files.path_of(name_or_path), history)


def read_text(text: str, file: str, *, folder: Path = SCENARIOS, history: Path = HISTORY_FILE) -> Layers:
    """Read a scenario that comes as a text; it can extend the scenarios of the folder and nothing else.

    Args:
        text: What the file holds.
        file: What messages call it; never used as a path.
        folder: Where names are looked up.
        history: The lowest layer.

    Raises:
        InputError: It cannot be read at all.
    """
    files = Files(folder)
    return files.layers(files.hand_in(text, file), history)


def shown_path(path: Path) -> str:
    """A path as messages and manifests call it: relative to the project if it lies inside."""
    try:
        return path.resolve().relative_to(ROOT).as_posix()
    except (OSError, ValueError, RuntimeError):
        return path.as_posix()
