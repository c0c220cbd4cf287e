"""Whose turn it is: pages are drawn one after the other, and what one visitor began comes before what another asks.

Python does one thing at a time. If twenty pages are drawn at once, all are done as late as the last; one after the
other they are done half as late on average. And a run that a visitor waits for is soon done if nobody else keeps the
processor: who asks for the same a moment later then finds it there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 0.3
"""Seconds after which a run is no reason any more to keep other visitors waiting."""


class Turns:
    """Turns at drawing pages, of visitors each of whom has at most a few runs under way."""

    def __init__(self) -> None:
        """Begin with nobody's turn."""
        self._changed = threading.Condition()
        self._drawing: int | None = None
        self._depth = 0
        self._runs: dict[object, tuple[str, float]] = {}

    @contextmanager
    def acting(self, visitor: str) -> Iterator[None]:
        """Do what a visitor asks, in turn, once the young runs of others are done."""
        with self._changed:
            while self._is_others() or self._others_run(visitor):
                self._changed.wait(None if self._is_others() else PATIENCE / 4)
            self._take()
        try:
            yield
        finally:
            self._leave()

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Draw what has come, in turn."""
        with self._changed:
            while self._is_others():
                self._changed.wait()
            self._take()
        try:
            yield
        finally:
            self._leave()

    def begin(self, visitor: str) -> object:
        """Say that a run of a visitor begins; the answer names it."""
        run = object()
        with self._changed:
            self._runs[run] = visitor, time.monotonic()
        return run

    def end(self, run: object) -> None:
        """Say that a run is over."""
        with self._changed:
            self._runs.pop(run, None)
            self._changed.notify_all()

    def _is_others(self) -> bool:
        return self._drawing not in (None, threading.get_ident())

    def _others_run(self, visitor: str) -> bool:
        if self._depth:
            return False
        young = time.monotonic() - PATIENCE
        return any(whose != visitor and begun > young for whose, begun in self._runs.values())

    def _take(self) -> None:
        self._drawing = threading.get_ident()
        self._depth += 1

    def _leave(self) -> None:
        with self._changed:
            self._depth -= 1
            if not self._depth:
                self._drawing = None
                self._changed.notify_all()


turns = Turns()
"""Those of this server."""


def whose() -> str:
    """Whose page the present thread works for; nobody's where there is no server."""
    from solara.server import kernel_context

    return str(kernel_context.get_current_context().id) if kernel_context.has_current_context() else ""
