"""Remembers how seeds files read, in the user's cache folder, because reading YAML with places takes a second.

Only data is kept (JSON: values and their places), under the check sum of each file's bytes; it is still read as
strictly as the file itself. Whatever is odd about the cache is ignored, and the files are read again. The
variable TIGHTROPE_NO_CACHE, if set, keeps the cache out.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any

import ruamel.yaml

from model.yaml_files import tree as yaml_tree
from model.yaml_files.fields import Node, decode, parse_yaml, quoted, read_bytes

Packed = list[Any]
"""Line, column, value; a value is a scalar, a list of these, or key -> line and column of the key, one of these."""


def cache_file(folder: Path) -> Path | None:
    """Where the cache for a seeds folder and this version of the reader stands, or None if there is to be none."""
    if os.environ.get("TIGHTROPE_NO_CACHE"):
        return None
    usual = {"win32": os.environ.get("LOCALAPPDATA"), "darwin": "~/Library/Caches"}.get(sys.platform)
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or usual or "~/.cache").expanduser()
        code = Path(yaml_tree.__file__).read_bytes() + Path(__file__).read_bytes()
    except (OSError, RuntimeError):
        return None
    version = hashlib.sha256(code + f"{ruamel.yaml.__version__} {folder}".encode()).hexdigest()
    return home / "tightrope" / f"seeds-{version[:16]}.json" if home.is_absolute() else None


class TreeCache:
    """The trees of the files of one seeds folder, by the check sum of their bytes."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self.known = {} if file is None else _load(file)
        self.used: dict[str, Packed] = {}

    def read(self, path: Path, *, limit: int, name: str) -> Node:
        """Read a file like `read_yaml`, but from memory where its bytes are known."""
        data = read_bytes(path, limit=limit, name=name)
        key = hashlib.sha256(data).hexdigest()
        try:
            tree = _unpacked(self.known[key], name, "")
            self.used[key] = self.known[key]
        except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
            tree = parse_yaml(decode(data, name), name)
            self.used[key] = _packed(tree)
        return tree

    def save(self) -> None:
        """Keep the trees that were used; the file is replaced as a whole and belongs to this user alone."""
        if self.file is None or all(self.known.get(key) is tree for key, tree in self.used.items()):
            return
        payload = json.dumps(self.used, separators=(",", ":")).encode()
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.file.parent)
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload)
            Path(name).replace(self.file)
        except OSError:
            return


def _load(file: Path) -> dict[str, Packed]:
    """What an earlier run kept; nothing if the file is not ours, not whole or not there."""
    try:
        if hasattr(os, "getuid"):
            about = file.stat()
            if about.st_uid != os.getuid() or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                return {}
        check, _, payload = file.read_bytes().partition(b"\n")
        if hashlib.sha256(payload).hexdigest().encode() != check:
            return {}
        kept = json.loads(payload)
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _packed(node: Node) -> Packed:
    value: Any = node.value
    if isinstance(node.value, dict):
        value = {key: [*node.keys[key], _packed(entry)] for key, entry in node.value.items()}
    elif isinstance(node.value, list):
        value = [_packed(item) for item in node.value]
    return [node.line, node.column, value]


def _unpacked(packed: Packed, file: str, called: str) -> Node:
    line, column, value = packed
    if isinstance(value, dict):
        keys = {key: (entry[0], entry[1]) for key, entry in value.items()}
        inner = {key: _unpacked(entry[2], file, quoted(key)) for key, entry in value.items()}
        return Node(inner, line, column, file, keys, called)
    if isinstance(value, list):
        items = [_unpacked(item, file, f"{called} item {i}") for i, item in enumerate(value, 1)]
        return Node(items, line, column, file, {}, called)
    return Node(value, line, column, file, {}, called)
