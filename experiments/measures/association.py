"""How strongly an outcome goes with each of many numbers, whatever way these were chosen: PAWN's index, by SALib.

The index of a number is the greatest distance between the distribution of the outcome over all rows and over those in
a slice of the number's values; the median over the slices (Pianosi and Wagener 2018). It asks nothing of the design.
Chance alone gives it some size, which dummy numbers show that are made at random.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array

IN_SLICE, MOST_SLICES = 20, 10
"""Rows in a slice, at least, and most slices."""


def association(values: Array, outcome: Array, *, dummies: int, seed: int) -> tuple[Array, Array]:
    """PAWN's indices of all numbers, and of dummies.

    Args:
        values: The numbers, shape (rows, numbers); ties are broken at random.
        outcome: The outcome, one entry per row, none missing.
        dummies: How many numbers made at random are tried beside them.
        seed: Seed of the dummies and of the ties.

    Returns:
        Indices between 0 and 1, of the numbers and of the dummies.
    """
    from SALib.analyze import pawn

    rows, generator = len(values), np.random.default_rng(seed)
    ties = generator.random(values.shape)
    ranks: list[NDArray[np.intp]] = [
        np.lexsort((tie, row)).argsort() for tie, row in zip(ties.T, values.T, strict=True)
    ]
    ranks += [generator.permutation(rows) for _ in range(dummies)]
    columns = np.stack(ranks, axis=1).astype(np.float64)
    count = columns.shape[1]
    problem = {"num_vars": count, "names": [str(place) for place in range(count)], "bounds": [[0.0, 1.0]] * count}
    slices = int(np.clip(rows // IN_SLICE, 2, MOST_SLICES))
    sizes = np.asarray(pawn.analyze(problem, columns, outcome, S=slices)["median"], dtype=np.float64)
    return sizes[: values.shape[1]], sizes[values.shape[1] :]
