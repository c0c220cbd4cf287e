"""What is kept and shared between visitors: made once however many ask, bounded in bytes, and never changed again."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Found = TypeVar("Found")
One = TypeVar("One")
Wanted = Callable[[], bool]


class GivenUpError(Exception):
    """Nobody waits for this run any more."""


def always() -> bool:
    """Somebody waits."""
    return True


@dataclass
class _Place(Generic[Found]):
    """What is being made, or was: who waits for it, and what came out."""

    waiting: list[Wanted] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    found: Found | None = None
    error: Exception | None = None


class Kept(Generic[Found]):
    """Results by key, at most so many bytes of them; the one that was asked for longest ago goes first.

    However many threads ask for one key at once, it is made once.
    """

    def __init__(self, most: int, size: Callable[[Found], int]) -> None:
        self._most = most
        self._size = size
        self._lock = threading.Lock()
        self._places: OrderedDict[Hashable, _Place[Found]] = OrderedDict()
        self._held = 0

    def get(self, key: Hashable, make: Callable[[Wanted], Found], wanted: Wanted = always) -> Found:
        """What stands under a key, made if it is not there.

        Args:
            key: The key.
            make: Makes it; told a function that says whether anybody still waits, and free to raise `GivenUpError`.
            wanted: Whether this caller still waits.

        Raises:
            GivenUpError: This caller does not wait any more.
        """
        while True:
            with self._lock:
                place = self._places.get(key)
                mine = place is None
                if place is None:
                    place = self._places[key] = _Place()
                if not place.done.is_set():
                    place.waiting.append(wanted)
                self._places.move_to_end(key)
            if mine:
                self._make(key, place, make)
            place.done.wait()
            if place.error is None:
                assert place.found is not None
                return place.found
            if not isinstance(place.error, GivenUpError) or not wanted():
                raise place.error

    def peek(self, key: Hashable) -> Found | None:
        """What stands under a key; None where nothing does yet."""
        with self._lock:
            place = self._places.get(key)
            return None if place is None else place.found

    def _make(self, key: Hashable, place: _Place[Found], make: Callable[[Wanted], Found]) -> None:
        try:
            place.found = make(lambda: any(wanted() for wanted in tuple(place.waiting)))
            self._hold(place.found)
        except Exception as error:
            place.error = error
            with self._lock:
                self._places.pop(key, None)
        finally:
            with self._lock:
                place.waiting.clear()
                place.done.set()

    def _hold(self, found: Found) -> None:
        with self._lock:
            self._held += self._size(found)
            for key, place in list(self._places.items()):
                if self._held <= self._most:
                    break
                if place.found is not None and place.found is not found:
                    del self._places[key]
                    self._held -= self._size(place.found)


class Beside(Generic[One, Found]):
    """What was worked out from objects that never change, of the objects asked for last.

    An object that can be held weakly is forgotten with its last use elsewhere.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._notes: OrderedDict[int, tuple[Callable[[], One | None], Found]] = OrderedDict()

    def get(self, one: One, make: Callable[[One], Found]) -> Found:
        """What was worked out from an object, worked out now where it was not before.

        Args:
            one: The object; it is known by itself, not by its content.
            make: Works it out.
        """
        number = id(one)
        with self._lock:
            note = self._notes.get(number)
            if note is not None and note[0]() is one:
                self._notes.move_to_end(number)
                return note[1]
        found = make(one)
        with self._lock:
            self._notes[number] = _held(one), found
            self._notes.move_to_end(number)
            while len(self._notes) > self._most:
                self._notes.popitem(last=False)
        return found

    def __len__(self) -> int:
        return sum(held() is not None for held, _ in self._notes.values())


def _held(one: One) -> Callable[[], One | None]:
    """The object, for as long as somebody else has it, where it can be held like that."""
    try:
        return weakref.ref(one)
    except TypeError:
        return lambda: one
