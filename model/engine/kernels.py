"""Compiled code: carries out the instructions of a stage over the rows of a batch, and makes random draws.

numba compiles without reordering arithmetic, so each operation is rounded as NumPy rounds it. The instructions are
data: after a change of the rules nothing has to be compiled again. No function here holds Python's lock.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import config, njit
from numpy.typing import NDArray

from model.core import philox
from model.core.declarations import Array
from model.core.places import IS_CHECKOUT, cache_folder
from model.core.worlds import Numbers
from model.engine import operations

if not IS_CHECKOUT and not config.CACHE_DIR:  # type: ignore[attr-defined]
    # numba would cache what it compiles among the installed files
    config.CACHE_DIR = str(cache_folder("compiled"))  # type: ignore[attr-defined]

_ROUNDS, _SMALLEST, _TO_UNIT = philox.ROUNDS, philox.SMALLEST, philox.TO_UNIT
_FACTOR, _OTHER_FACTOR = map(np.uint64, philox.MULTIPLIERS)
_STEP, _OTHER_STEP = map(np.uint64, philox.STEPS)
_LOW, _HALF, _UNUSED_BITS = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(philox.UNUSED_BITS)

carry_out: Any = njit(nogil=True, cache=True, error_model="numpy")(operations.carry_out())
"""Carries out the instructions of a stage, one after the other, over all worlds of a batch."""


@njit(inline="always")
def _product(x: np.uint64, factor: np.uint64) -> tuple[np.uint64, np.uint64]:
    """The upper and the lower 64 bits of a product, by halves of 32 bits, which fit into vectors."""
    low, high, low_factor, high_factor = x & _LOW, x >> _HALF, factor & _LOW, factor >> _HALF
    first, second, third = low * low_factor, high * low_factor, low * high_factor
    left = second + (first >> _HALF)
    right = third + (left & _LOW)
    return high * high_factor + (left >> _HALF) + (right >> _HALF), first + ((second + third) << _HALF)


@njit(nogil=True, cache=True)
def draw(
    keys: NDArray[np.uint64], wanted: NDArray[np.int64], block: int, numbers: Numbers, out: NDArray[np.float64]
) -> None:
    """Draw uniforms of four months as `model.core.philox` says.

    Args:
        keys: Seed and stream of every draw, shape (draws, 2).
        wanted: Which draws to make.
        block: Index of a month, divided by four.
        numbers: Numbers of the worlds.
        out: Where the draws wanted are written to, shape (draws, 4, worlds).
    """
    worlds, all_words = numbers.shape[0], out.view(np.uint64)
    for place in wanted:
        words = all_words[place]
        w0, w1, w2, w3 = words[0], words[1], words[2], words[3]
        key, other_key = keys[place, 0], keys[place, 1]
        for i in range(worlds):
            w0[i], w1[i], w2[i], w3[i] = np.uint64(numbers[i] + 1), np.uint64(0), np.uint64(0), np.uint64(block)
        for _ in range(_ROUNDS):
            for i in range(worlds):
                upper, lower = _product(w0[i], _FACTOR)
                other_upper, other_lower = _product(w2[i], _OTHER_FACTOR)
                w0[i], w1[i], w2[i], w3[i] = other_upper ^ w1[i] ^ key, other_lower, upper ^ w3[i] ^ other_key, lower
            key += _STEP
            other_key += _OTHER_STEP
        for month in range(philox.BLOCK):
            bits, target = words[month], out[place, month]
            for i in range(worlds):
                target[i] = max(np.float64(np.int64(bits[i] >> _UNUSED_BITS)) * _TO_UNIT, _SMALLEST)


def blocks(key: philox.Key, numbers: Numbers, block: int) -> Array:
    """The uniforms of one stream, as `model.core.philox.Blocks.make` gives them."""
    out: Array = np.empty((1, philox.BLOCK, len(numbers)))
    draw(np.array([key], np.uint64), np.zeros(1, np.int64), block, numbers, out)
    return out.reshape(philox.BLOCK, -1)


@njit(nogil=True, cache=True)
def gather(
    uniforms: NDArray[np.float64],
    wanted: NDArray[np.int64],
    month: int,
    odds: tuple[int, int],
    out: NDArray[np.float64],
) -> None:
    """Copy uniforms u of one month, some of them as odds u / (1 - u).

    Args:
        uniforms: Draws of four months, shape (draws, 4, worlds).
        wanted: Which draws to copy.
        month: Which of the four months.
        odds: The first of those wanted that are copied as odds, and the first after them.
        out: Where they are copied to, row by row.
    """
    for place in range(wanted.shape[0]):
        source, target = uniforms[wanted[place], month], out[place]
        if odds[0] <= place < odds[1]:
            for i in range(source.shape[0]):
                target[i] = source[i] / (1.0 - source[i])
        else:
            for i in range(source.shape[0]):
                target[i] = source[i]


@njit(nogil=True, cache=True)
def spread(drawn: NDArray[np.float64], wanted: NDArray[np.int64], row: int, work: NDArray[np.float64]) -> None:
    """Write draws into their rows, as often side by side as they fit into the worlds of a batch.

    Args:
        drawn: Draws, shape (draws wanted, worlds of one copy).
        wanted: Which draws they are.
        row: Row of the first of all draws.
        work: The rows.
    """
    own = drawn.shape[1]
    for place in range(wanted.shape[0]):
        source, target = drawn[place], work[row + wanted[place]]
        for begin in range(0, work.shape[1], own):
            for i in range(own):
                target[begin + i] = source[i]


@njit(nogil=True, cache=True)
def find_needed(rows: NDArray[np.int64], ends: NDArray[np.int64], work: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which draws are needed: those without a gate, and those one of whose gates is above zero in some world.

    Args:
        rows: Rows of the gates of all draws, one after the other.
        ends: For each draw where its gates end among them.
        work: The rows.
    """
    needed = np.zeros(ends.shape[0], np.bool_)
    begin = 0
    for place in range(ends.shape[0]):
        needed[place] = begin == ends[place]
        for gate in range(begin, ends[place]):
            if needed[place]:
                break
            for i in range(work.shape[1]):
                if work[rows[gate], i] != 0.0:
                    needed[place] = True
                    break
        begin = ends[place]
    return needed


@njit(nogil=True, cache=True)
def write_rows(
    rows: NDArray[np.int64],
    places: NDArray[np.int64],
    work: NDArray[np.float64],
    month: int,
    first: int,
    out: NDArray[Any],
) -> None:
    """Copy rows of a batch into their months and worlds of a record, of whatever precision.

    Args:
        rows: Which rows.
        places: The position of each in the record.
        work: All rows of the batch.
        month: Index of the month.
        first: Column of the batch's first world in the record.
        out: The record, shape (series, months, worlds).
    """
    for place in range(rows.shape[0]):
        source, target = work[rows[place]], out[places[place], month]
        for i in range(work.shape[1]):
            target[first + i] = source[i]


def warm_up() -> None:
    """Call every function once as it is called later, so that all are compiled, or loaded from the cache."""
    draws, rows = np.zeros(1, np.int64), np.zeros((1, 8))
    work = np.zeros((2, 40))
    used = work[:, :8]
    carry_out(np.array([[operations.CODES["COPY_R"], 1, 0, 0, 0]]), work, np.zeros(1))
    gather(blocks((0, 0), draws, 0)[np.newaxis], draws, 0, (0, 1), rows[:, :1])
    spread(rows, draws, 0, used)
    find_needed(draws, np.ones(1, np.int64), used)
    for kind in (np.float64, np.float32, np.bool_, np.int8):
        write_rows(draws, draws, used, 0, 0, np.zeros((1, 1, 8), kind))
