"""Why a move was made in this month and not before: the terms of its utility that changed.

    for_it, against = reasons(move, weighed, month)     # what changed in its favour, and against it, the largest first

A utility is a sum of weight × motive, so the change of a utility is the sum of the changes of its terms:

    u(t) - mean u = sum over terms of (term(t) - mean term),

the mean being over the months among the last `USUAL` in which the actor did not make the move. A reason is a term
that changed in favour of the move, whichever sign it has: a motive that grew and speaks for it, or one that faded and
speaks against it. Terms are summed by what is said of them, and ordered by how much they changed the utility.
Thresholds cancel, so none is ever a reason. Nor is a motive that only records the actor's earlier moves in the same
slot (how far oil has been cut, when the last assurance was given): it keeps an actor from repeating itself and does not
move it. A move for which no more changed in all than `LEAST_CHANGE` has no reason: it was possible for the first time,
or had been likely for long, or chance decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from model.core.declarations import Array, Mask, Move
from model.evidence.load import load_seeds
from model.story.diary import Weighed
from model.story.parts import Reason
from model.story.phrases import change_in_words
from model.theory.theory import theory

USUAL = 24
"""Months before a move that say what was usual."""

LEAST_CHANGE = 0.02
"""Least change of a utility that is a reason: about half of the usual noise in a choice."""

MOST, LEAST_REASON, LEAST_OBJECTION = 3, 0.25, 0.3
"""Reasons at most, and how large each must be: beside the first reason, and beside all that speaks for the move."""


def reasons(move: Move, weighed: Sequence[Weighed], month: int) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """What changed in favour of a move that is made, and what changed against it, the largest first.

    Args:
        move: The move.
        weighed: What was weighed for and against it, month by month.
        month: Index of the month in which it is made.
    """
    changed = sorted(_changes(move, weighed, month), key=lambda one: -abs(one.amount))
    if sum(one.amount for one in changed) < LEAST_CHANGE:
        return (), ()
    for_it = [one for one in changed if one.amount >= LEAST_CHANGE]
    total = sum(one.amount for one in for_it)
    against = [one for one in changed if one.amount <= -max(LEAST_CHANGE, LEAST_OBJECTION * total)]
    given = [one for one in for_it if one.amount >= LEAST_REASON * for_it[0].amount]
    return tuple(given[:MOST]), tuple(against[:1])


def _changes(move: Move, weighed: Sequence[Weighed], month: int) -> list[Reason]:
    """How much each thing that can be said changed the utility; nothing where no month without the move came before."""
    window = weighed[max(0, month - USUAL) : month + 1]
    without = np.array([not one.taken for one in window[:-1]], dtype=np.bool_)
    if not without.any():
        return []
    numbers = [[term[1:] for term in one.terms] for one in window]
    usual, change = from_usual(np.array(numbers, dtype=np.float64).reshape(len(window), -1, 2), without[:, None, None])
    said: dict[str, Reason] = {}
    for place, (key, value, _) in enumerate(weighed[month].terms):
        parameter = load_seeds().parameters[key]
        assert parameter.term is not None
        motive = parameter.term.motive or ""
        if records_own_moves(move, motive):
            continue
        words = change_in_words(motive, change[place, 0])
        amount = float(change[place, 1])
        one = Reason((key,), motive, float(usual[place, 0]), value, amount, parameter.mechanisms, words)
        said[words] = one if words not in said else said[words].with_other(one)
    return list(said.values())


def from_usual(values: Array, without: Mask) -> tuple[Array, Array]:
    """What was usual in the months without a move, and how far the last month is from it.

    Args:
        values: Anything month by month, e.g. of shape (months, terms, worlds); the last month is that of the move.
        without: Which of the months before it count: there is such a month, and the move was not made in it. Shape
            (months - 1, ...), broadcast over the rest.

    Returns:
        The mean over the months that count, and the last value less that mean; NaN where no month counts.
    """
    count = np.sum(without, axis=0)
    total = np.sum(np.where(without, values[:-1], 0.0), axis=0)
    usual = np.divide(total, count, where=count > 0, out=np.full(np.broadcast_shapes(total.shape, count.shape), np.nan))
    return usual, values[-1] - usual


def records_own_moves(move: Move, motive: str) -> bool:
    """Whether a motive only records the actor's earlier moves in the slot of a move, which is no reason for it."""
    return (move.owner, move.slot) in _records().get(motive, ())


@cache
def _records() -> Mapping[str, frozenset[tuple[str, str]]]:
    """Stock -> owners and slots of the moves that change it directly."""
    made = theory()
    found: dict[str, set[tuple[str, str]]] = {}
    for rule in made.rules:
        moves = [made.moves[name] for name in rule.inputs if name in made.moves]
        if rule.target in made.stocks:
            found.setdefault(rule.target, set()).update((move.owner, move.slot) for move in moves)
    return {stock: frozenset(slots) for stock, slots in found.items()}
