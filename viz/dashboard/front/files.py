"""Front-end files of other projects that the dashboard needs: which ones, in which folder, and whether they are whole.

`viz/dashboard/front/files.json` names each by package, version and check sum, and `viz/server/fetch_assets.py` fetches
them into a cache folder of the user.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from model.core.places import cache_folder

LIST = Path(__file__).with_name("files.json")
FOLDER_VARIABLE = "TIGHTROPE_FRONT_FILES"
"""Environment variable that names another folder for the files."""


class Use(StrEnum):
    """What needs a package."""

    DASHBOARD = "dashboard"
    TESTS = "tests"


@dataclass(frozen=True, slots=True)
class Package:
    """A package of front-end files by exact name and version, with the files needed of it."""

    name: str
    version: str
    use: Use
    integrity: str
    """Check sum of the whole package, as npm writes it: `sha512-` and base64."""

    files: Mapping[str, str]
    """SHA-256 of each file needed, by its path in the package."""

    @property
    def folder(self) -> str:
        """Folder of its files; Solara's pages ask for them under this name."""
        return f"{self.name}@{self.version}"


def packages(*uses: Use) -> tuple[Package, ...]:
    """The packages for the named uses; all of them if none is named."""
    listed = json.loads(LIST.read_text(encoding="utf-8"))
    known = (Package(**entry | {"use": Use(entry["use"])}) for entry in listed)
    return tuple(package for package in known if not uses or package.use in uses)


ECHARTS_PATH = next(f"/{one.folder}/dist/echarts.min.js" for one in packages() if one.name == "echarts")
"""The chart library, below the folder that the server gives out as `/_solara/cdn`."""


def front_folder() -> Path:
    """Where the files lie: a cache folder of the user, or what TIGHTROPE_FRONT_FILES names."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named).expanduser().resolve()
    return cache_folder("front")


def lacking(wanted: Iterable[Package], folder: Path) -> tuple[Package, ...]:
    """The packages of which a file is missing or is not what it should be."""
    return tuple(package for package in wanted if not _is_whole(package, folder))


def is_right(data: bytes, check_sum: str) -> bool:
    """Whether a file has the SHA-256 it should have."""
    return hashlib.sha256(data).hexdigest() == check_sum


def _is_whole(package: Package, folder: Path) -> bool:
    try:
        sums = package.files.items()
        return all(is_right((folder / package.folder / path).read_bytes(), check_sum) for path, check_sum in sums)
    except OSError:
        return False
