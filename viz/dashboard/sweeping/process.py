"""A sweep in a process of its own, which a closed page or a restarted server leaves alone.

The folder of the sweep says which process runs it. It is the command `tightrope sweep`, at low priority, with one
worker fewer than there are cores; it is stopped as Ctrl-C stops it, so that nothing is lost.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from experiments.sweeps.run.folder import FILE, LOCK, LOG, PROCESS
from model.core.files import write_whole
from model.core.places import ROOT

KINDNESS = 10
"""By how much its priority is lower than that of the page."""
MOST_SAID = 300
"""Letters that are shown of its last words."""
_PROCESSES = Path("/proc")
_children: dict[str, subprocess.Popen[bytes]] = {}
"""Processes that this server started, to be asked whether they have ended."""


def workers() -> int:
    """How many workers a sweep gets: one core is left to the pages."""
    return max(1, (os.cpu_count() or 1) - 1)


def launch(folder: Path, title: str) -> None:
    """Run the sweep whose file lies in its folder, or go on with it."""
    options = ["--out", str(folder), "--workers", str(workers()), "--on-error", "continue", "--quiet"]
    command = [sys.executable, "-m", "tightrope", "sweep", str(folder / FILE), *options]
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    with (folder / LOG).open("wb") as log:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": paths},
        )
    if hasattr(os, "setpriority"):
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, child.pid, KINDNESS)
    _children[str(folder)] = child
    _tell(folder, {"pid": child.pid, "started": time.time(), "title": title})


def stop(folder: Path) -> None:
    """Let the process finish what it has begun, and end."""
    if is_alive(folder):
        told = told_of(folder)
        _tell(folder, told | {"stopped": True})
        os.kill(int(told["pid"]), signal.SIGINT)


def told_of(folder: Path) -> dict[str, Any]:
    """What the folder says of the process: number, when it was started, and whether it was stopped; else nothing."""
    try:
        told = json.loads((folder / PROCESS).read_text(encoding="utf-8"))
        return told if isinstance(told, dict) and isinstance(told.get("pid"), int) else {}
    except (OSError, ValueError):
        return {}


def is_alive(folder: Path) -> bool:
    """Whether the process that the folder names still runs this sweep."""
    child, told = _children.get(str(folder)), told_of(folder)
    if not told:
        return False
    if child is not None and child.pid == told["pid"]:
        return child.poll() is None
    if (_PROCESSES / "self").exists():
        try:
            words = (_PROCESSES / str(told["pid"]) / "cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(folder) in words
    return is_locked(folder)


def is_locked(folder: Path) -> bool:
    """Whether any process writes the folder."""
    try:
        import fcntl

        with (folder / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except ImportError:
        return False
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def last_words(folder: Path) -> str:
    """The last line that the process wrote; empty where it wrote none."""
    try:
        lines = (folder / LOG).read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ""
    return next((line.strip()[-MOST_SAID:] for line in reversed(lines) if line.strip()), "")


def _tell(folder: Path, told: dict[str, Any]) -> None:
    write_whole(folder / PROCESS, json.dumps(told))
