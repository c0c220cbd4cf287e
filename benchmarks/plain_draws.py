"""Random draws for one world on plain floats: the ensemble's own named draws, or whatever Python's generator gives."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Hashable
from typing import Protocol

import numpy as np

from model.core.declarations import Array
from model.core.draws import Draws

_SMALLEST = 2.0**-54


class DrawSource(Protocol):
    """Where the draws of one world come from.

    Attributes:
        worlds: Always 1.
    """

    worlds: int

    def uniform(self, name: str, month: int | None = None) -> Array:
        """One uniform, as an array of one, for the parameters and the pressures."""

    def remember(self, key: Hashable, make: Callable[[], Array]) -> Array:
        """What is made of these draws; nothing is cached here."""

    def number(self, name: str, month: int) -> float:
        """One uniform, as a float, for the months."""


class NamedDraws:
    """The draws of world `world` of the ensemble: same names, same values."""

    worlds = 1

    def __init__(self, seed: int, world: int) -> None:
        self._draws = Draws(seed, [world])

    def uniform(self, name: str, month: int | None = None) -> Array:
        return self._draws.uniform(name, month)

    def remember(self, key: Hashable, make: Callable[[], Array]) -> Array:
        return make()

    def number(self, name: str, month: int) -> float:
        return float(self._draws.uniform(name, month)[0])


class PythonDraws:
    """Draws in the order in which they are asked for, from `random.Random`: what they cost in plain Python."""

    worlds = 1

    def __init__(self, seed: int, world: int) -> None:
        self._random = random.Random(f"{seed}/{world}").random

    def uniform(self, name: str, month: int | None = None) -> Array:
        return np.array([self._random()])

    def remember(self, key: Hashable, make: Callable[[], Array]) -> Array:
        return make()

    def number(self, name: str, month: int) -> float:
        return self._random() or _SMALLEST


def logistic(u: float) -> float:
    """Standard logistic noise from a uniform."""
    return math.log(u / (1.0 - u))


def gumbel(u: float) -> float:
    """Standard Gumbel noise from a uniform."""
    return -math.log(-math.log(u))
