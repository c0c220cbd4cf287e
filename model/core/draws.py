"""Named random draws: each is a pure function of (seed, name, month, world).

A draw is a uniform from a Philox stream keyed by the seed and a hash of its name, at a position given by month and
world. Hence world 41 run alone has the draws of world 41 among ten thousand, results do not depend on chunks or
workers, and two scenarios use the same random numbers: changing one pressure changes no draw of anything else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from model.core.declarations import Array

SMALLEST = 2.0**-54
"""The least draw: NumPy's zero is replaced by it, so that every logarithm is finite."""
_BLOCK = 4
"""Doubles in one block of Philox, the step of its counter."""


def stream_of(name: str) -> int:
    """The 64-bit number of a named stream."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def refuse_collisions(names: Iterable[str]) -> None:
    """Raise ValueError if two different names have the same stream."""
    seen: dict[int, str] = {}
    for name in names:
        other = seen.setdefault(stream_of(name), name)
        if other != name:
            message = f"the draws '{other}' and '{name}' have the same hash; rename one of them"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring columns of an ensemble, and the worlds whose draws they use.

    Attributes:
        column: The first column.
        first: Number of the world in it.
        copies: How many times these worlds stand side by side.
    """

    column: int
    first: int
    worlds: int
    copies: int = 1

    @property
    def columns(self) -> slice:
        """The columns."""
        return slice(self.column, self.column + self.worlds * self.copies)


class Draws:
    """The random draws of an ensemble: worlds `first` to `first + worlds - 1` of one seed.

    Attributes:
        seed: The seed of the run, 0 to 2**63 - 1.
        keep: Cache every draw (and its transforms) for the next run with the same draws: more memory, less time.
    """

    def __init__(self, seed: int, worlds: int, *, first: int = 0, keep: bool = False) -> None:
        """Prepare the streams; nothing is drawn yet."""
        self.seed = seed
        self.first = first
        self.worlds = worlds
        self.keep = keep
        self._cache: dict[Hashable, Array] = {}
        self._philox = np.random.Philox(key=0)
        self._generator = np.random.Generator(self._philox)
        self._state: dict[str, Any] = {**self._philox.state, "buffer": (0,) * _BLOCK}
        self._keys: dict[str, tuple[int, int]] = {}
        self._skip = first % _BLOCK
        self._floor = np.full(worlds + self._skip, SMALLEST)

    def uniform(self, name: str, month: int = 0) -> Array:
        """One uniform in (0, 1) per world for the draw of this name in this month.

        Args:
            name: Name of the draw, e.g. ``belarus/repression/harsh``.
            month: Index of the month from the start of the run.

        Returns:
            Array of shape (worlds,), read-only.
        """
        return self._remember("uniform", name, month)

    def logistic(self, name: str, month: int = 0) -> Array:
        """One standard logistic per world: log(u / (1 - u))."""
        return self._remember("logistic", name, month)

    def gumbel(self, name: str, month: int = 0) -> Array:
        """One standard Gumbel per world: -log(-log(u)); the difference of two is logistic."""
        return self._remember("gumbel", name, month)

    def remember(self, key: Hashable, make: Callable[[], Array]) -> Array:
        """What `make` computes from these draws and from its key alone; computed once where draws are cached."""
        if not self.keep:
            return make()
        if key not in self._cache:
            self._cache[key] = make()
        return self._cache[key]

    def _remember(self, form: str, name: str, month: int) -> Array:
        return self.remember((form, name, month), lambda: self._draw(form, name, month))

    def _draw(self, form: str, name: str, month: int) -> Array:
        u = self._fresh(name, month)
        if form == "logistic":
            u = np.log(u / (1.0 - u))
        elif form == "gumbel":
            u = -np.log(-np.log(u))
        u.flags.writeable = False
        return u

    def key(self, name: str) -> tuple[int, int]:
        """Seed and number of a named stream, which together make its draws."""
        if name not in self._keys:
            self._keys[name] = (self._seed_of(name), stream_of(name))
        return self._keys[name]

    def stretches(self, width: int) -> Iterator[Stretch]:
        """The worlds in stretches of at most `width` columns, from left to right."""
        for column in range(0, self.worlds, width):
            yield Stretch(column, self.first + column, min(width, self.worlds - column))

    def _seed_of(self, name: str) -> int:
        return self.seed

    def _fresh(self, name: str, month: int) -> Array:
        self._state["state"] = {"counter": (self.first // _BLOCK, 0, 0, month), "key": self.key(name)}
        self._philox.state = self._state  # type: ignore[assignment]
        u = self._generator.random(len(self._floor))
        np.maximum(u, self._floor, out=u)
        return u[self._skip :].copy() if self._skip else u


class SplitDraws(Draws):
    """Draws from two seeds: some names use another seed, all the others the seed of the run.

    Every draw is that of `Draws` with the one seed or the other, to the last bit. World by world, an outcome therefore
    differs from that with one seed by the effect of the named draws, and by nothing else.
    """

    def __init__(
        self, seed: int, worlds: int, *, other: int, names: Collection[str], first: int = 0, keep: bool = False
    ) -> None:
        """Prepare the streams; `names` use the seed `other`."""
        if other == seed:
            message = f"split draws need two seeds, but both are {seed}"
            raise ValueError(message)
        super().__init__(seed, worlds, first=first, keep=keep)
        self.other = other
        self.names = frozenset(names)

    def _seed_of(self, name: str) -> int:
        return self.other if name in self.names else self.seed


class TiledDraws(Draws):
    """The draws of the same worlds several times over, side by side: common random numbers within one ensemble.

    Column `c * own.worlds + i` has, for every copy c, the draws of world `own.first + i`, to the last bit.
    """

    def __init__(self, own: Draws, copies: int) -> None:
        """Repeat the draws of `own`."""
        super().__init__(own.seed, own.worlds * copies, first=own.first)
        self.own = own
        self.copies = copies
        self.keep = own.keep

    def remember(self, key: Hashable, make: Callable[[], Array]) -> Array:
        """What `make` computes from the draws of one copy; `own` caches it."""
        return self.own.remember(key, make)

    def key(self, name: str) -> tuple[int, int]:
        """Seed and number of a named stream, those of `own`."""
        return self.own.key(name)

    def stretches(self, width: int) -> Iterator[Stretch]:
        """As many whole copies side by side as fit, or else the worlds of one copy after the other."""
        own = self.own.worlds
        if own >= width:
            for copy in range(self.copies):
                yield from (replace(s, column=s.column + copy * own) for s in self.own.stretches(width))
            return
        fitting = width // own
        for copy in range(0, self.copies, fitting):
            yield Stretch(copy * own, self.first, own, min(fitting, self.copies - copy))

    def _remember(self, form: str, name: str, month: int) -> Array:
        drawn = np.tile(self.own._remember(form, name, month), self.copies)
        drawn.flags.writeable = False
        return drawn
