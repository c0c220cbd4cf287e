"""A command as a process: when it said what, and how much memory it and all its workers took together."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROC = Path("/proc")
LOOK = 0.1


@dataclass(frozen=True)
class Watched:
    """A command that ran to its end.

    Attributes:
        seconds: From its start to its end.
        lines: What it wrote, as JSON, with the seconds since its start.
        peak: Most bytes that it and its children held at the same time; a page that they share counts once.
    """

    seconds: float
    lines: tuple[tuple[float, dict[str, Any]], ...]
    peak: int


def watched(words: Sequence[str]) -> Watched:
    """Run a command that writes lines of JSON, and watch it."""
    start = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    peak = _Peak(process.pid)
    complaints: list[str] = []
    listener = threading.Thread(target=lambda: complaints.extend(process.stderr or ()), daemon=True)
    peak.start()
    listener.start()
    lines = [(time.perf_counter() - start, json.loads(line)) for line in process.stdout]
    code = process.wait()
    seconds = time.perf_counter() - start
    peak.end.set()
    peak.join()
    listener.join()
    process.stdout.close()
    process.stderr.close()
    if code:
        message = f"{' '.join(words[:4])} ended with code {code}: {''.join(complaints)[-500:]}"
        raise RuntimeError(message)
    return Watched(seconds, tuple(lines), peak.bytes)


class _Peak(threading.Thread):
    """Looks again and again how much memory a process and all its descendants hold."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.bytes = 0
        self.end = threading.Event()

    def run(self) -> None:
        while not self.end.wait(LOOK):
            self.bytes = max(self.bytes, sum(map(held, family(self.pid))))


def family(pid: int) -> list[int]:
    """A process and all its descendants, as far as they are still there."""
    found = [pid]
    for one in found:
        for tasks in PROC.glob(f"{one}/task/*/children"):
            try:
                found += [int(word) for word in tasks.read_text().split()]
            except OSError:
                continue
    return found


def held(pid: int) -> int:
    """Bytes of memory that a process holds, of pages that several share its part; 0 if it is gone."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
