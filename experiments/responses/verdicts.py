"""What the responses of one pressure come to: what it moves, which way, and whether more of it moves more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

import numpy as np

from experiments.comparison.questions import Direction
from experiments.responses.compute import Course, Response
from experiments.responses.records import LEVELS, QUANTITIES, TriedPressure

LEAST_LEVEL = 0.03
"""A level that changes by less, on average over worlds, does not move."""
LEAST_SHARE = 0.05
"""A share of worlds that changes by less does not move."""


class Moves(StrEnum):
    """What a pressure moves at any dose in any window."""

    HEADLINE = "headline"
    ELSEWHERE = "elsewhere"
    NOTHING = "nothing"


class Sign(StrEnum):
    """Whether a pressure moves what the documents speak of the way they say, in one window."""

    OPEN = "open"
    AS_EXPECTED = "as expected"
    AGAINST = "against"
    HARDLY = "hardly"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the responses of one pressure come to.

    Attributes:
        responses: One per window.
        moves: What it moves, if anything; stiff is what moves nothing.
        signs: One per window.
        is_monotone: Whether it is in every window; None where there are no doses.
    """

    tried: TriedPressure
    responses: tuple[Response, ...]
    moves: Moves
    signs: tuple[Sign, ...]
    is_monotone: bool | None

    @property
    def acts_by_dose(self) -> bool:
        """Whether no step goes back, and all of it moves the headline or what the documents speak of in some window."""
        asked = {LEVELS[0], self.tried.of} - set(self.tried.own)
        moved = any(clear(name, one.full.changes[name]) for one in self.responses for name in asked)
        return moved and self.is_monotone is not False

    @property
    def is_against(self) -> bool:
        """Whether it goes against the documents in some window."""
        return Sign.AGAINST in self.signs

    @property
    def strongest(self) -> Response:
        """The window in which the full dose moves the headline most."""
        return max(self.responses, key=lambda one: size(one.full.changes[LEVELS[0]]))


def kinds_that_move(found: Iterable[Verdict]) -> dict[str, bool]:
    """Kind of pressure -> whether one pressure of that kind moves something."""
    moved: dict[str, bool] = {}
    for one in found:
        moved[one.tried.kind] = moved.get(one.tried.kind, False) or one.moves is not Moves.NOTHING
    return moved


def verdicts(found: Iterable[Response]) -> Iterator[Verdict]:
    """A verdict on each pressure; its responses must follow one another."""
    for tried, group in groupby(found, key=lambda one: one.tried):
        yield verdict(tried, tuple(group))


def verdict(tried: TriedPressure, found: Sequence[Response]) -> Verdict:
    """The verdict on one pressure."""
    answers = [name for name in QUANTITIES if name not in tried.own]
    moved = {name for one in found for dose in one.doses for name in answers if clear(name, dose.changes[name])}
    moves = Moves.HEADLINE if LEVELS[0] in moved else Moves.ELSEWHERE if moved else Moves.NOTHING
    known = [one.is_monotone for one in found if one.is_monotone is not None]
    return Verdict(tried, tuple(found), moves, tuple(map(sign, found)), all(known) if known else None)


def sign(response: Response) -> Sign:
    """Which way the full dose moves what the documents speak of, where that change is largest."""
    tried = response.tried
    course = response.full.changes[tried.of]
    if tried.expects is Direction.OPEN:
        return Sign.OPEN
    if not clear(tried.of, course):
        return Sign.HARDLY
    return Sign.AS_EXPECTED if course.largest.sign == tried.expects else Sign.AGAINST


def clear(name: str, course: Course) -> bool:
    """Whether a quantity moves: at its largest beyond two standard errors, and by `LEAST_LEVEL` or `LEAST_SHARE`."""
    least = LEAST_LEVEL if name in LEVELS else LEAST_SHARE
    return size(course) >= least and course.largest.sign != 0


def size(course: Course) -> float:
    """How large its largest change is; 0 where there is none."""
    return float(np.nan_to_num(abs(course.largest.value)))
