"""Which worlds an ensemble consists of: their numbers, ascending, each once.

A world is its number: it has the same random draws, parameters and history in whatever list it stands. So an ensemble
is a range of numbers, or any list of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.core.errors import TightropeError

LARGEST = 2**53
"""The largest number of a world: up to it, all of them are exact in every kind of file."""

Numbers = NDArray[np.int64]
"""Numbers of worlds, ascending, each once; read-only."""
Worlds = int | Iterable[int] | Numbers
"""What may be asked for: so many worlds from number 0 on, or the numbers themselves."""


def world_numbers(worlds: Worlds) -> Numbers:
    """The numbers of the worlds that are asked for.

    Args:
        worlds: A count, which stands for the numbers 0 to count - 1, or the numbers, ascending, each once.

    Raises:
        TightropeError: There is no world, or a number is not whole, below 0, above 2**53, or not above the one before.
    """
    if isinstance(worlds, int | np.integer):
        if worlds < 1:
            _refuse(f"cannot simulate {worlds} worlds; it takes at least one")
        numbers = np.arange(worlds, dtype=np.int64)
    else:
        numbers = _listed(worlds if isinstance(worlds, range | np.ndarray) else list(worlds))
    numbers.flags.writeable = False
    return numbers


def _listed(worlds: Any) -> Numbers:  # noqa: ANN401 (whatever somebody takes for numbers of worlds)
    given = np.asarray(worlds)
    if given.ndim != 1 or not given.size:
        _refuse("a list of worlds needs at least one number")
    if given.dtype.kind not in "iu":
        odd = next((one for one in given.tolist() if not isinstance(one, int) or isinstance(one, bool)), given[0])
        _refuse(f"numbers of worlds are whole, but {odd!r} is among them")
    if given.min() < 0 or given.max() > LARGEST:
        odd = given.min() if given.min() < 0 else given.max()
        _refuse(f"numbers of worlds go from 0 to 2**53, but {odd} is among them")
    numbers: Numbers = given.astype(np.int64)
    wrong = np.flatnonzero(numbers[1:] <= numbers[:-1])
    if wrong.size:
        before, after = numbers[wrong[0] : wrong[0] + 2].tolist()
        _refuse(f"numbers of worlds ascend, each once, but {after} comes after {before}")
    return numbers


def column_of(numbers: Numbers, world: int) -> int:
    """In which column of an ensemble a world stands.

    Raises:
        TightropeError: It is not in the ensemble.
    """
    column = int(np.searchsorted(numbers, world))
    if column == len(numbers) or numbers[column] != world:
        _refuse(f"world {world} is not among {in_words(numbers)}")
    return column


def in_words(numbers: Numbers) -> str:
    """Which worlds these are, in a few words."""
    if len(numbers) == 1:
        return f"world {numbers[0]} alone"
    if is_range(numbers):
        return f"the worlds {numbers[0]} to {numbers[-1]}"
    return f"the {len(numbers):,} listed worlds from {numbers[0]} to {numbers[-1]}"


def is_range(numbers: Numbers) -> bool:
    """Whether no number between the first and the last is left out."""
    return int(numbers[-1] - numbers[0]) == len(numbers) - 1


def fingerprint(numbers: Numbers) -> str:
    """Thirty-two letters that stand for a list of worlds."""
    return hashlib.blake2b(numbers.tobytes(), digest_size=16).hexdigest()


def chunks(worlds: Worlds, size: int) -> list[Numbers]:
    """The worlds in chunks of a size, the last one with what is left.

    Raises:
        TightropeError: There are no such worlds.
    """
    numbers = world_numbers(worlds)
    return [numbers[begin : begin + size] for begin in range(0, len(numbers), size)]


def _refuse(message: str) -> None:
    raise TightropeError(message)
