"""The generator behind all draws: Philox4x64-10 (Salmon et al. 2011) as NumPy has it, for any list of worlds.

The uniform of a seed, a stream (a named draw), a month and a world is number ``month % 4`` of the four that

    np.random.Generator(np.random.Philox(key=(seed, stream), counter=(world, 0, 0, month // 4))).random(4)

gives; zero becomes `SMALLEST`. (NumPy raises the counter before it generates: the block is that of world + 1.) World
numbers go from 0 to 2**53. So every world has blocks of its own, and four months of a draw come at once.

Three ways give these bits. Neighbouring worlds follow each other in NumPy's own generator, whose state is set once per
group of neighbours: 30 microseconds for 1,000 neighbours and four months. Every group costs 2 more, so scattered
worlds are computed with arrays instead, 230 microseconds for 1,000. Once the compiled engine is loaded, it makes all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array
from model.core.worlds import Numbers

ADDRESSING = "Philox4x64-10, counter (world, 0, 0, month // 4)"
"""Where in the streams draws stand; a list of conditioned worlds is good for one way only."""
BLOCK = 4
"""Doubles in one block of Philox: so many months."""
SMALLEST = 2.0**-54
"""The least draw: NumPy's zero is replaced by it, so that every logarithm is finite."""
ROUNDS = 10
MULTIPLIERS = 0xD2E7470EE14C6C93, 0xCA5A826395121157
STEPS = 0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B
"""Constants of Philox4x64-10: what halves of the counter are multiplied by, and what is added to the key each round."""
TO_UNIT, UNUSED_BITS = 2.0**-53, 11
"""How NumPy makes a double in [0, 1) of 64 bits: the upper 53, divided by 2**53."""
FEW_GROUPS, WORLDS_PER_GROUP = 100, 12
"""NumPy's generator serves up to so many groups, and one more for every so many worlds."""

Key = tuple[int, int]
"""Seed and number of a stream."""

Words = NDArray[np.uint64]
_LOW, _HALF = np.array(0xFFFFFFFF, np.uint64), np.array(32, np.uint64)
_KEY_STEPS = np.arange(ROUNDS, dtype=np.uint64)[:, np.newaxis, np.newaxis] * np.array(STEPS, np.uint64)[:, np.newaxis]

compiled: Callable[[Key, Numbers, int], Array] | None = None
"""Makes the same blocks in machine code; set when the compiled engine is loaded."""


class Blocks:
    """Makes the uniforms of some worlds, four months at a time."""

    def __init__(self, numbers: Numbers) -> None:
        """Look which of the worlds are neighbours; nothing is drawn yet."""
        self._numbers = numbers
        begins = np.flatnonzero(np.diff(numbers, prepend=-2) != 1)
        self._scattered = len(begins) > FEW_GROUPS + len(numbers) // WORLDS_PER_GROUP
        ends = [*begins[1:].tolist(), len(numbers)]
        self._groups = [] if self._scattered else list(zip(begins.tolist(), ends, strict=True))
        self._philox = np.random.Philox(key=0)
        self._generator = np.random.Generator(self._philox)
        self._state: dict[str, Any] = {**self._philox.state, "buffer": (0,) * BLOCK}

    def make(self, key: Key, block: int) -> Array:
        """The uniforms of a stream in the months 4 * block to 4 * block + 3.

        Args:
            key: Seed and number of the stream.
            block: Index of a month, divided by four.

        Returns:
            Array of shape (4, worlds), in (0, 1).
        """
        if compiled is not None:
            return compiled(key, self._numbers, block)
        if self._scattered:
            return scattered(key, self._numbers, block)
        drawn = np.empty((len(self._numbers), BLOCK))
        for begin, end in self._groups:
            self._state["state"] = {"counter": (int(self._numbers[begin]), 0, 0, block), "key": key}
            self._philox.state = self._state  # type: ignore[assignment]
            self._generator.random(out=drawn[begin:end])
        return np.maximum(drawn.T, SMALLEST, order="C")


def scattered(key: Key, numbers: Numbers, block: int) -> Array:
    """The same for any worlds, by arithmetic on whole arrays.

    In every round both halves of the counter are computed at once: what is multiplied, and what is not.
    """
    shape = (2, len(numbers))
    factors: Words = np.repeat(np.array(MULTIPLIERS, np.uint64), len(numbers)).reshape(shape)
    factors_low, factors_high = factors & _LOW, factors >> _HALF
    halves, others = np.zeros(shape, np.uint64), np.zeros(shape, np.uint64)
    halves[0], others[1] = numbers + 1, block
    upper, low, high, carry = np.empty((4, *shape), np.uint64)
    for round_key in _KEY_STEPS + np.array(key, np.uint64)[:, np.newaxis]:
        # the upper 64 bits of the products, by halves of 32 bits
        np.bitwise_and(halves, _LOW, low)
        np.right_shift(halves, _HALF, high)
        np.multiply(high, factors_low, upper)
        np.multiply(low, factors_low, carry)
        np.right_shift(carry, _HALF, carry)
        np.add(upper, carry, upper)
        np.multiply(low, factors_high, low)
        np.bitwise_and(upper, _LOW, carry)
        np.add(low, carry, low)
        np.right_shift(low, _HALF, low)
        np.right_shift(upper, _HALF, upper)
        np.add(upper, low, upper)
        np.multiply(high, factors_high, high)
        np.add(upper, high, upper)
        # the lower ones, and the two halves change places
        np.multiply(halves, factors, halves)
        np.bitwise_xor(upper[::-1], others, low)
        np.bitwise_xor(low, round_key, low)
        others[0], others[1] = halves[1], halves[0]
        halves, low = low, halves
    words: Words = np.stack([halves, others], axis=1).reshape(BLOCK, -1)
    words >>= np.uint64(UNUSED_BITS)
    return np.asarray(np.maximum(words * TO_UNIT, SMALLEST))
