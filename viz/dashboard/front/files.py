"""Files of others that the dashboard needs in the browser: which ones, where they lie, and whether they are whole.

They are not part of this project. `viz/dashboard/front/files.json` names each by package, version and check sum, and
`viz/server/fetch_assets.py` brings them into a cache folder of the user.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
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
    """A package of front-end files by exact name and version, with the files kept of it."""

    name: str
    version: str
    use: Use
    integrity: str
    """Check sum of the whole package, as npm writes it: `sha512-` and base64."""

    files: Mapping[str, str]
    """SHA-256 of each file that is kept, by its path in the package."""

    @property
    def folder(self) -> str:
        """Folder of its files; Solara's pages ask for them under this name."""
        return f"{self.name}@{self.version}"


def packages(*uses: Use) -> tuple[Package, ...]:
    """The packages for the named uses; all of them if none is named."""
    listed = json.loads(LIST.read_text(encoding="utf-8"))
    found = (Package(e["name"], e["version"], Use(e["use"]), e["integrity"], e["files"]) for e in listed)
    return tuple(package for package in found if not uses or package.use in uses)


def _version_of(name: str) -> str:
    return next(package.version for package in packages() if package.name == name)


ECHARTS_PATH = f"/echarts@{_version_of('echarts')}/dist/echarts.min.js"
"""The chart library, below the folder that the server gives out as `/_solara/cdn`."""


def front_folder() -> Path:
    """Where the files lie: a cache folder of the user, or what TIGHTROPE_FRONT_FILES names."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named).expanduser().resolve()
    return cache_folder("front")


def lacking(wanted: Iterable[Package], folder: Path) -> tuple[Package, ...]:
    """The packages of which a file is missing or is not what it should be."""
    return tuple(package for package in wanted if any(_wrong_files(package, folder)))


def is_right(data: bytes, check_sum: str) -> bool:
    """Whether a file has the SHA-256 it should have."""
    return hashlib.sha256(data).hexdigest() == check_sum


def _wrong_files(package: Package, folder: Path) -> Iterator[str]:
    for path, check_sum in package.files.items():
        try:
            right = is_right((folder / package.folder / path).read_bytes(), check_sum)
        except OSError:
            right = False
        if not right:
            yield path
