"""Where things lie: the project, in a checkout or as it is installed, and the cache folder of the user."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds `model`, `seeds` and `scenarios`: of a checkout, or where packages are installed."""

IS_CHECKOUT = (ROOT / "pyproject.toml").is_file()


def from_here(name: str) -> str:
    """The name of a file of the project as the shell finds it from its folder; any other name as it is."""
    here = Path.cwd()
    is_ours = os.path.exists(ROOT / name)  # noqa: PTH110 (False for a name that no file can have)
    if here == ROOT or Path(name).is_absolute() or not is_ours:
        return name
    return os.path.relpath(ROOT / name, here)


def cache_folder(name: str) -> Path:
    """A folder for what can be made again, below the cache folder of the user."""
    usual = {"win32": os.environ.get("LOCALAPPDATA"), "darwin": "~/Library/Caches"}.get(sys.platform)
    home = Path(os.environ.get("XDG_CACHE_HOME") or usual or "~/.cache").expanduser()
    return home.resolve() / "tightrope" / name
