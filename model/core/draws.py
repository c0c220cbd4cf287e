"""Named random draws: each is a pure function of (seed, name, month, world).

A draw is a uniform from a Philox stream keyed by the seed and a hash of its name, at a position given by month and
world (`model.core.philox`). Hence world 41 run alone has the draws of world 41 among ten thousand or in any list,
results do not depend on chunks or workers, and two scenarios use the same random numbers: changing one pressure
changes no draw of anything else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from model.core.declarations import Array
from model.core.philox import BLOCK, Blocks, Key
from model.core.worlds import Numbers, Worlds, world_numbers


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


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Neighbouring columns of an ensemble, and the worlds whose draws they use.

    Attributes:
        column: The first column.
        numbers: Numbers of the worlds in it and after it.
        copies: How many times these worlds stand side by side.
    """

    column: int
    numbers: Numbers
    copies: int = 1

    @property
    def worlds(self) -> int:
        """How many different worlds there are."""
        return len(self.numbers)

    @property
    def columns(self) -> slice:
        """The columns."""
        return slice(self.column, self.column + self.worlds * self.copies)


class Draws:
    """The random draws of an ensemble: some worlds of one seed.

    Attributes:
        seed: The seed of the run, 0 to 2**63 - 1.
        numbers: Numbers of the worlds, one per column.
        worlds: How many columns there are.
        keep: Cache every draw (and its transforms) for the next run with the same draws: more memory, less time.
    """

    def __init__(self, seed: int, worlds: Worlds, *, keep: bool = False) -> None:
        """Prepare the streams; nothing is drawn yet.

        Args:
            seed: The seed.
            worlds: How many worlds, from number 0 on, or their numbers, ascending, each once.
            keep: Cache every draw.

        Raises:
            TightropeError: There are no such worlds.
        """
        self.seed = seed
        self.numbers = world_numbers(worlds)
        self.worlds = len(self.numbers)
        self.keep = keep
        self._cache: dict[Hashable, Array] = {}
        self._keys: dict[str, Key] = {}
        self._blocks = Blocks(self.numbers)
        self._latest: dict[str, tuple[int, Array]] = {}

    def uniform(self, name: str, month: int | None = None) -> Array:
        """One uniform in (0, 1) per world for the draw of this name in this month.

        Args:
            name: Name of the draw, e.g. ``belarus/repression/harsh``.
            month: Index of the month from the start of the run; None where it is drawn once for all months (the value
                is that of month 0, but nothing is cached for the months that follow).

        Returns:
            Array of shape (worlds,), read-only.
        """
        return self._remember("uniform", name, month)

    def logistic(self, name: str, month: int) -> Array:
        """One standard logistic per world: log(u / (1 - u))."""
        return self._remember("logistic", name, month)

    def gumbel(self, name: str, month: int) -> Array:
        """One standard Gumbel per world: -log(-log(u)); the difference of two is logistic."""
        return self._remember("gumbel", name, month)

    def remember(self, key: Hashable, make: Callable[[], Array]) -> Array:
        """What `make` computes from these draws and from its key alone; computed once where draws are cached."""
        if not self.keep:
            return make()
        if key not in self._cache:
            self._cache[key] = make()
        return self._cache[key]

    def key(self, name: str) -> Key:
        """Seed and number of a named stream, which together make its draws."""
        if name not in self._keys:
            self._keys[name] = (self._seed_of(name), stream_of(name))
        return self._keys[name]

    def stretches(self, width: int) -> Iterator[Stretch]:
        """The worlds in stretches of at most `width` columns, from left to right."""
        for column in range(0, self.worlds, width):
            yield Stretch(column, self.numbers[column : column + width])

    def _seed_of(self, name: str) -> int:
        return self.seed

    def _remember(self, form: str, name: str, month: int | None) -> Array:
        return self.remember((form, name, month), lambda: self._draw(form, name, month))

    def _draw(self, form: str, name: str, month: int | None) -> Array:
        u = self._fresh(name, month)
        if form == "logistic":
            u = np.log(u / (1.0 - u))
        elif form == "gumbel":
            u = -np.log(-np.log(u))
        u.flags.writeable = False
        return u

    def _fresh(self, name: str, month: int | None) -> Array:
        """The uniforms of a month; of each name the latest four months are cached."""
        if month is None:
            return np.array(self._blocks.make(self.key(name), 0)[0])
        wanted, place = divmod(month, BLOCK)
        block, four = self._latest.get(name, (-1, None))
        if four is None or block != wanted:
            four = self._blocks.make(self.key(name), wanted)
            self._latest[name] = wanted, four
        return four[place, :]


class SplitDraws(Draws):
    """Draws from two seeds: some names use another seed, all the others the seed of the run.

    Every draw is that of `Draws` with the one seed or the other, to the last bit. World by world, an outcome therefore
    differs from that with one seed by the effect of the named draws, and by nothing else.
    """

    def __init__(self, seed: int, worlds: Worlds, *, other: int, names: Collection[str], keep: bool = False) -> None:
        """Prepare the streams; `names` use the seed `other`."""
        if other == seed:
            message = f"split draws need two seeds, but both are {seed}"
            raise ValueError(message)
        super().__init__(seed, worlds, keep=keep)
        self.other = other
        self.names = frozenset(names)

    def _seed_of(self, name: str) -> int:
        return self.other if name in self.names else self.seed


class TiledDraws(Draws):
    """The draws of the same worlds several times over, side by side: common random numbers within one ensemble.

    Column `c * own.worlds + i` has, for every copy c, the draws of column i of `own`, to the last bit.
    """

    def __init__(self, own: Draws, copies: int) -> None:
        """Repeat the draws of `own`."""
        super().__init__(own.seed, own.numbers)
        self.numbers = np.tile(own.numbers, copies)
        self.worlds = len(self.numbers)
        self.own = own
        self.copies = copies
        self.keep = own.keep

    def remember(self, key: Hashable, make: Callable[[], Array]) -> Array:
        """What `make` computes from the draws of one copy; `own` caches it."""
        return self.own.remember(key, make)

    def key(self, name: str) -> Key:
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
            yield Stretch(copy * own, self.own.numbers, min(fitting, self.copies - copy))

    def _remember(self, form: str, name: str, month: int | None) -> Array:
        drawn = np.tile(self.own._remember(form, name, month), self.copies)
        drawn.flags.writeable = False
        return drawn
