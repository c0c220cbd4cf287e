"""How far a piece of work is: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

QUIET_SECONDS = 2.0
"""Plain progress lines come no closer than this."""

Tell = Callable[[int, int], None]
"""Told how much is done, and of how much."""


@contextmanager
def progress(what: str, *, quiet: bool, stream: TextIO | None = None) -> Iterator[Tell | None]:
    """Shows how far a piece of work is: a bar with the time left on a terminal, now and then a line elsewhere."""
    out = stream or sys.stderr
    if quiet:
        yield None
    elif out.isatty():
        with _bar(what, out) as tell:
            yield tell
    else:
        yield _lines(what, out)


@contextmanager
def _bar(what: str, out: TextIO) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=out), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(what: str, out: TextIO) -> Tell:
    begun = last = time.monotonic()
    print(f"{what} ...", file=out, flush=True)

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= QUIET_SECONDS and done < total:
            last = now
            left = (now - begun) * (total - done) / done
            print(f"{what}: {100 * done // total} %, about {left:.0f} s left", file=out, flush=True)

    return tell
