"""Progress of long work: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from model.core.declarations import Progress
from model.core.text import printable

QUIET_SECONDS = 2.0
"""Plain progress lines come no closer than this."""

Show = Callable[[int, int, str], None]
"""Called with how much is done, of how much, and a few words to print behind the share."""


@contextmanager
def progress(what: str, *, quiet: bool, stream: TextIO | None = None) -> Iterator[Progress | None]:
    """Show how far a piece of work is, and how many seconds are left."""
    if quiet:
        yield None
        return
    out, begun, what = stream or sys.stderr, time.monotonic(), printable(what)
    if not out.isatty():
        print(f"{what} ...", file=out, flush=True)
    with shown(what, out) as show:
        yield lambda done, total: show(done, total, _time_left(begun, done, total))


def _time_left(begun: float, done: int, total: int) -> str:
    return f", about {(time.monotonic() - begun) * (total - done) / done:.0f} s left" if done else ""


@contextmanager
def shown(what: str, out: TextIO) -> Iterator[Show]:
    """Show the share done and a few words behind it: as a bar on a terminal, now and then as a line elsewhere."""
    if not out.isatty():
        yield _lines(what, out)
        return
    from rich import progress as bars
    from rich.console import Console

    share, note = bars.TaskProgressColumn(), bars.TextColumn("{task.fields[note]}", markup=False)
    columns = (bars.TextColumn("{task.description}", markup=False), bars.BarColumn(), share, note)
    with bars.Progress(*columns, console=Console(file=out, markup=False), transient=True) as bar:
        task = bar.add_task(what, total=None, note="")
        yield lambda done, total, note: bar.update(task, completed=done, total=total, note=note.removeprefix(", "))


def _lines(what: str, out: TextIO) -> Show:
    last = time.monotonic()

    def show(done: int, total: int, note: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= QUIET_SECONDS and done < total:
            last = now
            print(f"{what}: {100 * done // total} %{note}", file=out, flush=True)

    return show
