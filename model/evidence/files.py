"""The files of a seeds folder: which there must be, and the records in each with their places."""

from __future__ import annotations

from pathlib import Path

from model.yaml_files.fields import Collector, read_yaml, unknown_key_message
from model.yaml_files.nodes import InputError, Node, Problem

SUBJECTS = (
    *("dispositions", "alliance", "coercion", "dependence", "economy", "conditionality", "sanctions", "prisoners"),
    *("engagement", "mediation", "venue", "great_powers", "initiatives", "stance", "hedging"),
    *("regime", "rescue", "system", "alignment", "relations", "choice"),
)
"""One parameter file each: the rules files that have parameters, and the noise of the choice."""

KEYS: dict[str, tuple[str, ...]] = {
    "sources": ("sources",),
    "mechanisms": ("mechanisms",),
    "events": ("events",),
    "actors": ("codes", "scale", "not_supported"),
    "hypotheses": ("hypotheses",),
    "record": ("episodes",),
    "domains": ("domains", "usual"),
    **dict.fromkeys(SUBJECTS, ("parameters",)),
}
"""File -> its keys; the records stand under the first."""

READ_ELSEWHERE = ("patterns", "history", "pressures", "false_worlds", "responses", "effects", "observables")

LIMIT = 1_000_000
"""Size in bytes that a seeds file may have."""


class SeedFiles:
    """What is written in the files of one seeds folder; every problem is noted.

    Attributes:
        parts: File -> key -> what stands under it; a file that cannot be read is not among them.
    """

    def __init__(self, folder: Path, found: Collector) -> None:
        self.folder = folder
        self.found = found
        if not folder.is_dir():
            raise InputError([Problem(folder.as_posix(), 1, 1, "there is no such folder of seeds")])
        self._refuse_strangers()
        read = {file: root for file in KEYS if (root := self._root(file)) is not None}
        self.parts = {file: found.mapping(root, KEYS[file]) for file, root in read.items()}
        self._refuse_empty()

    def are_read(self, *files: str) -> bool:
        """Whether all of these files could be read, with every key, and with records where there must be some."""
        whole = all(self.parts.get(file, {}).keys() >= set(KEYS[file]) for file in files)
        return whole and all(file in SUBJECTS or self._has_records(file) for file in files)

    def _has_records(self, file: str) -> bool:
        written = self.parts[file][KEYS[file][0]].value
        return isinstance(written, dict) and bool(written)

    def records(self, file: str) -> list[tuple[str, Node, str]]:
        """The records of a file: key, what is written, and file and line."""
        node = self.parts.get(file, {}).get(KEYS[file][0])
        return [(key, one, f"{one.file}:{one.heading.line}") for key, one in self.found.entries(node).items()]

    def _refuse_strangers(self) -> None:
        known = [f"{name}.yaml" for name in (*KEYS, *READ_ELSEWHERE)]
        for path in sorted(self.folder.glob("*.y*ml")):
            if path.name not in known:
                message = unknown_key_message("file", path.name, known)
                self.found.problems += [Problem(self._called(path.name), 1, 1, message)]

    def _refuse_empty(self) -> None:
        for file, keys in self.parts.items():
            node = keys.get(KEYS[file][0])
            if file not in SUBJECTS and node is not None and node.value == {}:
                self.found.add(node, f"{node.called} needs at least one entry")

    def _root(self, file: str) -> Node | None:
        path = self.folder / f"{file}.yaml"
        try:
            return read_yaml(path, limit=LIMIT, name=self._called(path.name))
        except InputError as error:
            what = f"the parameters of '{file}' belong" if file in SUBJECTS else f"the {file} belong"
            missing = Problem(self._called(path.name), 1, 1, f"there is no such file; {what} in it")
            self.found.problems += error.problems if path.exists() else [missing]
            return None

    def _called(self, name: str) -> str:
        return f"{self.folder.name}/{name}"
