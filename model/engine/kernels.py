"""Compiled code: carries out the instructions of a stage over the rows of a batch, and makes random draws.

numba compiles without reordering arithmetic, so each operation is rounded as NumPy rounds it. The instructions are
data: after a change of the rules nothing has to be compiled again. No function here holds Python's lock.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import config, njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from model.core.places import IS_CHECKOUT, cache_folder
from model.engine import operations

if not IS_CHECKOUT and not config.CACHE_DIR:  # type: ignore[attr-defined]
    # numba would cache what it compiles among the installed files
    config.CACHE_DIR = str(cache_folder("compiled"))  # type: ignore[attr-defined]

_ROUNDS = 10
_MULTIPLIERS = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
_STEPS = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)
"""Constants of Philox4x64-10 (Salmon et al. 2011)."""
_BLOCK = 4
"""Doubles in one block of Philox."""
_TO_UNIT = 1.0 / 9007199254740992.0
_UNUSED_BITS = np.uint64(11)
"""How NumPy makes a double in [0, 1) of 64 bits: the upper 53, divided by 2^53."""

carry_out: Any = njit(nogil=True, cache=True, error_model="numpy")(operations.carry_out())
"""Carries out the instructions of a stage, one after the other, over all worlds of a batch."""


def _upper_half(typing: Any, a: Any, b: Any) -> Any:  # noqa: ANN401 (numba's way of adding an instruction)
    """The upper 64 bits of the product of two unsigned numbers of 64 bits."""

    def generate(context: Any, builder: Any, signature: Any, operands: Any) -> Any:  # noqa: ANN401
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(operands[0], wide), builder.zext(operands[1], wide))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), generate


_upper: Any = intrinsic(_upper_half)


@njit(nogil=True, cache=True)
def draw(
    keys: NDArray[np.uint64],
    wanted: NDArray[np.int64],
    month: int,
    first: int,
    smallest: float,
    out: NDArray[np.float64],
) -> None:
    """Draw uniforms as `model.core.draws` draws them: Philox4x64-10 of seed, stream, month and world.

    Args:
        keys: Seed and stream of every draw, shape (draws, 2).
        wanted: Which draws to make.
        month: Index of the month.
        first: Number of the first world.
        smallest: Least value of a draw.
        out: Row by row the draws wanted; its width is the number of worlds.
    """
    worlds = out.shape[1]
    skipped = first % _BLOCK
    for row in range(wanted.shape[0]):
        target = out[row]
        for block in range((skipped + worlds + _BLOCK - 1) // _BLOCK):
            k0, k1 = keys[wanted[row], 0], keys[wanted[row], 1]
            c0, c1, c2, c3 = np.uint64(first // _BLOCK + block + 1), np.uint64(0), np.uint64(0), np.uint64(month)
            for _ in range(_ROUNDS):
                h0, l0 = _upper(_MULTIPLIERS[0], c0), _MULTIPLIERS[0] * c0
                h1, l1 = _upper(_MULTIPLIERS[1], c2), _MULTIPLIERS[1] * c2
                c0, c1, c2, c3 = h1 ^ c1 ^ k0, l1, h0 ^ c3 ^ k1, l0
                k0 += _STEPS[0]
                k1 += _STEPS[1]
            begin = block * _BLOCK - skipped
            for place, bits in enumerate((c0, c1, c2, c3)):
                if 0 <= begin + place < worlds:
                    target[begin + place] = max(np.float64(bits >> _UNUSED_BITS) * _TO_UNIT, smallest)


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
    draws, rows, keys = np.zeros(1, np.int64), np.zeros((1, 8)), np.zeros((1, 2), np.uint64)
    work = np.zeros((2, 40))
    used = work[:, :8]
    carry_out(np.array([[operations.CODES["COPY_R"], 1, 0, 0, 0]]), work, np.zeros(1))
    draw(keys, draws, 0, 0, _TO_UNIT, rows)
    spread(rows, draws, 0, used)
    find_needed(draws, np.ones(1, np.int64), used)
    for kind in (np.float64, np.float32, np.bool_, np.int8):
        write_rows(draws, draws, used, 0, 0, np.zeros((1, 1, 8), kind))
