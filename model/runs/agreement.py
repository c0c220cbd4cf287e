"""Which worlds of a run agree with which facts of the record, and what a run must record to tell.

    facts = load_seeds().record.conditioning
    wanted = needed(facts)                              # series, moves and the last month
    agreed = agreement(run, facts)                      # shape (facts, worlds)
    agreed.sum(axis=0)                                  # with how many facts each world agrees

A regime that has fallen is not ours: a fact that comes or lasts after the fall is false in that world, and so is one
that something never happened, even if nobody is left who could have done it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.core.declarations import Array, Mask
from model.core.months import FIRST_MONTH, date_of, months_between
from model.ensemble.record import Posture, Run
from model.evidence.record import POSTURE, Fact, Form
from model.theory.theory import theory

FLAG_ABOVE = 0.5
"""What a series must be above where a fact gives no limit."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What a run must record for some facts.

    Attributes:
        series: Dotted series; postures are always recorded.
        moves: Dotted moves.
        until: The last month that it must reach.
    """

    series: tuple[str, ...]
    moves: tuple[str, ...]
    until: str


def needed(facts: Iterable[Fact]) -> Needed:
    """What a run must record for these facts, and how far it must reach."""
    known, moves = tuple(facts), {move.series for move in theory().moves.values()}
    names = dict.fromkeys(fact.of for fact in known if not fact.of.startswith(POSTURE))
    return Needed(
        series=tuple(name for name in names if name not in moves),
        moves=tuple(name for name in names if name in moves),
        until=max((fact.window[1] for fact in known), default=FIRST_MONTH),
    )


def facts_until(facts: Iterable[Fact], month: str) -> tuple[Fact, ...]:
    """What is known before a month: events whose period is over by then, and of what lasts the part up to then.

    The tolerance of an event may still reach beyond that month.
    """
    before = date_of(months_between(FIRST_MONTH, month) - 1, FIRST_MONTH)
    return tuple(
        replace(fact, end=min(fact.end, before)) if fact.form.lasts else fact
        for fact in facts
        if (fact.start if fact.form.lasts else fact.end) < month
    )


def agreement(run: Run, facts: Sequence[Fact]) -> Mask:
    """Whether each world agrees with each fact.

    Args:
        run: The run; it must hold what `needed` says.
        facts: The facts.

    Returns:
        One row per fact, one column per world.

    Raises:
        ValueError: The run lacks a month, a move or a series that a fact needs.
    """
    agreed = np.empty((len(facts), run.worlds), np.bool_)
    for row, fact in zip(agreed, facts, strict=True):
        row[:] = _agrees(run, fact)
    return agreed


def first_months(run: Run, fact: Fact, since: int = 0) -> Array:
    """Index of the month in which each world first shows what a fact is about, while its regime stands.

    Args:
        run: The run.
        fact: The fact.
        since: Index of the month from which on one looks.

    Returns:
        Shape (worlds,); missing where a world never shows it.

    Raises:
        ValueError: The run lacks a move or a series that the fact needs.
    """
    months = slice(since, None)
    shown = _holds(run, fact, months) & (run.posture[months] != Posture.FALLEN)
    return np.where(shown.any(axis=0), since + shown.argmax(axis=0), np.nan)


def _agrees(run: Run, fact: Fact) -> Mask:
    start, last = (run.at(month) for month in fact.window)
    months, standing = slice(start, last + 1), run.posture[last] != Posture.FALLEN
    match fact.form:
        case Form.ALWAYS:
            held = _holds(run, fact, months).all(axis=0) & standing
        case Form.NEVER:
            held = standing & ~_holds(run, fact, months).any(axis=0)
        case Form.ONCE:
            held = _come(run, fact, months)
        case Form.FIRST:
            held = _come(run, fact, months) & ~_holds(run, fact, slice(start)).any(axis=0)
    return np.asarray(held)


def _come(run: Run, fact: Fact, months: slice) -> Mask:
    """Whether it comes in one of these months while the regime stands; a series keeps its value after the fall."""
    return np.asarray((_holds(run, fact, months) & (run.posture[months] != Posture.FALLEN)).any(axis=0))


def _holds(run: Run, fact: Fact, months: slice) -> Mask:
    """In which of these months the move is made, the posture held, or the series beyond its limit."""
    if fact.of.startswith(POSTURE):
        return np.asarray(run.posture[months] == Posture[fact.of.removeprefix(POSTURE).upper()])
    if fact.of in run.moves:
        return run.moves[fact.of][months]
    if fact.of not in run.series:
        message = f"this run did not record '{fact.of}', which fact {fact.key} needs"
        raise ValueError(message)
    values = run.series[fact.of][months]
    if fact.below is not None:
        return np.asarray(values < fact.below)
    return np.asarray(values > (FLAG_ABOVE if fact.above is None else fact.above))
