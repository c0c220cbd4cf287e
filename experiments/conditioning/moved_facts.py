"""Facts with another period than the record gives them: shuffled among each other, or cut to what lies ahead.

Such a fact has a key of its own, so that one search answers for all of them: F03@2015-01:2015-12.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from model.core.months import FIRST_MONTH, date_of, months_between
from model.evidence.record import Fact
from model.runs.agreement import facts_until


def with_period(fact: Fact, start: str, end: str) -> Fact:
    """The fact with another period; itself if that is its own."""
    if (start, end) == (fact.start, fact.end):
        return fact
    return replace(fact, key=f"{fact.key}@{start}:{end}", start=start, end=end)


def shuffled(facts: Iterable[Fact], seed: int) -> tuple[Fact, ...]:
    """The facts with their periods permuted at random.

    Dates of events (first, once) go to other events with their tolerance, and periods of what lasts (always, never) to
    other facts that last. So exactly as many things are asked for in every month as before, only not these; and what
    never happened is then held not to have happened at another time, when perhaps it did.
    """
    known, draws = list(facts), np.random.default_rng(seed)
    moved = {}
    for lasts in (False, True):
        kind = [fact for fact in known if fact.form.lasts is lasts]
        for fact, place in zip(kind, draws.permutation(len(kind)), strict=True):
            other = kind[place]
            period = with_period(fact, other.start, other.end)
            moved[fact.key] = period if period is fact else replace(period, tolerance=other.tolerance)
    return tuple(moved[fact.key] for fact in known)


def known_in(facts: Iterable[Fact], month: str) -> tuple[Fact, ...]:
    """What is known before a month, under keys of their own where facts are cut (see `facts_until`)."""
    whole = {fact.key: fact for fact in facts}
    return tuple(with_period(whole[one.key], one.start, one.end) for one in facts_until(whole.values(), month))


def coming(facts: Iterable[Fact], month: str, months: int) -> tuple[Fact, ...]:
    """What comes in so many months from a month on: events that begin then, and the part then of what lasts."""
    last = date_of(months_between(FIRST_MONTH, month) + months - 1, FIRST_MONTH)
    return tuple(
        with_period(fact, max(fact.start, month), min(fact.end, last)) if fact.form.lasts else fact
        for fact in facts
        if fact.start <= last and (fact.end if fact.form.lasts else fact.start) >= month
    )
