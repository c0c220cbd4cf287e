"""Choice among moves: utilities and named draws in, one move per slot and world out.

Multinomial logit. With one move in a slot, it is taken where its utility plus logistic noise is above zero (the utility
of `none`). With more, each option gets a Gumbel draw and the largest sum wins; ties go to the earlier option, `none`
first. A graded move stands for many small choices within a month; its level is their expected share, without a draw.
A move that is forced is taken, at level 1; one that is forbidden or not open is not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.core.arrays import as_number
from model.core.declarations import Array
from model.rules.forms import sigmoid


def take_or_leave(utility: Array, noise: Array, scale: Array) -> Array:
    """Whether a single move is taken: 1 where utility + scale * logistic noise > 0.

    Args:
        utility: Utility of the move against `none`, shape (worlds,).
        noise: Standard logistic draws, shape (worlds,).
        scale: Scale of the noise; the larger, the less the utility decides.

    Returns:
        1.0 or 0.0 per world.
    """
    return as_number(utility + scale * noise > 0.0)


def share_of_choices(utility: Array, span: Array) -> Array:
    """How far a graded move is taken: the expected share of many small choices, logistic(utility / span).

    A half at utility 0; .88 where the utility is two spans above.

    Args:
        utility: Utility of the move against `none`, shape (worlds,).
        span: Utility over which the level rises; the larger, the more gradually.

    Returns:
        A level between 0 and 1 per world.
    """
    return sigmoid(utility / span)


def take_best(utilities: Sequence[Array], noises: Sequence[Array], scale: Array) -> list[Array]:
    """Which of several moves is taken, if any.

    Args:
        utilities: One array per move; minus infinity where it is not open.
        noises: Standard Gumbel draws, one more than moves: the first is for `none`.
        scale: Scale of the noise.

    Returns:
        One array of 1.0 or 0.0 per move; at most one of them is 1 in a world.
    """
    best = scale * noises[0]
    taken: list[Array] = []
    for utility, noise in zip(utilities, noises[1:], strict=True):
        value = utility + scale * noise
        better = value > best
        taken = [np.where(better, 0.0, earlier) for earlier in taken]
        taken.append(as_number(better))
        best = np.maximum(best, value)
    return taken


def obey(taken: Sequence[Array], forced: Sequence[Array | None]) -> list[Array]:
    """The moves after a scenario has forced some.

    A forced move takes its slot whatever the actor would do, open or not; two forced moves of one slot in one month are
    refused when the scenario is read.

    Args:
        taken: One array per move of the slot: 1.0 or 0.0, or a level.
        forced: For each of them None, or 1.0 in the worlds where the scenario forces it.
    """
    result = list(taken)
    for index, order in enumerate(forced):
        if order is not None:
            result = [np.where(order > 0.5, 1.0 if i == index else 0.0, t) for i, t in enumerate(result)]
    return result
