"""Caches shared by all pages: a result is computed once however many ask for it, and is never changed afterwards."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary

from model.ensemble.record import Run

Result = TypeVar("Result")
Wanted = Callable[[], bool]


class GivenUpError(Exception):
    """Nobody waits for this result any more."""


def always() -> bool:
    """Somebody waits."""
    return True


class Cache(Generic[Result]):
    """Results by key, at most so many bytes of them; the one that was asked for longest ago goes first.

    Where several threads ask for one key at once, one of them makes the result and the others wait for it.
    """

    def __init__(self, most: int, size: Callable[[Result], int]) -> None:
        self._most = most
        self._size = size
        self._lock = threading.Lock()
        self._making: WeakValueDictionary[Hashable, threading.Lock] = WeakValueDictionary()
        self._results: OrderedDict[Hashable, Result] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Result], wanted: Wanted = always) -> Result:
        """The result under a key, computed by `make` if it is not there.

        Raises:
            GivenUpError: This caller does not wait any more.
        """
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            result = self.peek(key)
            if result is None:
                if not wanted():
                    raise GivenUpError
                result = make()
                self._store(key, result)
        return result

    def peek(self, key: Hashable) -> Result | None:
        """The result under a key; None where there is none yet."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
            return self._results.get(key)

    def _store(self, key: Hashable, result: Result) -> None:
        with self._lock:
            self._results[key] = result
            held = sum(map(self._size, self._results.values()))
            while held > self._most and len(self._results) > 1:
                held -= self._size(self._results.popitem(last=False)[1])


def once_a_run(make: Callable[[Run], Result]) -> Callable[[Run], Result]:
    """Work something out once for each run, and forget it together with the run."""
    known: WeakKeyDictionary[Run, Result] = WeakKeyDictionary()

    def look_up(run: Run) -> Result:
        if run not in known:
            known[run] = make(run)
        return known[run]

    return look_up
