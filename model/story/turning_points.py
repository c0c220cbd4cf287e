"""Why a world turned: the terms of the headline that moved, and the moves without which they would not have.

The change of the headline over a turn is split into its terms (`model.story.decomposition`). A move stands behind a
turn if, with the same luck and the same numbers, the turn would have been smaller by a share of at least `SHARE` had
the move been ruled out from shortly before the turn to its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from model.core.names import CAPITALS
from model.ensemble.record import HEADLINE
from model.scenario.scenario import Scenario
from model.story.counterfactual import Removal, headlines_without
from model.story.diary import Diary, episodes
from model.story.phrases import joined, month_in_words
from model.story.segments import Turn, turns
from model.story.weights import months_in_words, signed, term_in_words
from model.theory.theory import theory

TERMS_TOLD, LEAST_TERM = 3, 0.02
"""Terms told of a turn, and the least that counts."""

MOVES_TOLD, SHARE, BEFORE = 3, 0.1, 2
"""Moves told of a turn, the share of it that hangs on each at least, and months before it that may explain it."""


@dataclass(frozen=True, slots=True)
class MoveBehind:
    """A move behind a turn.

    Attributes:
        move: Its dotted name.
        date: Month in which it begins.
        share: Share of the turn that would not have come without it; shares of several moves do not add up.
        words: Who does what, and when.
    """

    move: str
    date: str
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class TermOfTurn:
    """What moved the headline in a turn.

    Attributes:
        leaf: What the headline rests on.
        change: How much it moved the headline.
        words: A clause in the past.
    """

    leaf: str
    change: float
    words: str


@dataclass(frozen=True, slots=True)
class TurnTold:
    """One turn with its reasons.

    Attributes:
        date: Month in which it begins.
        until: Month in which it ends.
        before: Headline before it.
        after: Headline at its end.
        terms: What moved the headline most, the largest first.
        moves: Moves behind it, by date.
        goes_on: Whether it goes on from the turn before, the same way.
    """

    date: str
    until: str
    before: float
    after: float
    terms: tuple[TermOfTurn, ...]
    moves: tuple[MoveBehind, ...]
    goes_on: bool

    @property
    def text(self) -> str:
        """When, how far and why."""
        months = 12 * (int(self.until[:4]) - int(self.date[:4])) + int(self.until[5:]) - int(self.date[5:]) + 1
        went = "rose" if self.after > self.before else "fell"
        start = "It went on in" if self.goes_on else "It turned in"
        told = f"{start} {month_in_words(self.date)}: in {months_in_words(months)} alignment {went} from "
        told += f"{signed(self.before)} to {signed(self.after)}"
        if self.terms:
            told += f", because {joined([f'{term.words} ({signed(term.change)})' for term in self.terms])}"
        behind = f" Behind it: {joined([move.words for move in self.moves])}." if self.moves else ""
        return f"{told}.{behind}"


def terms_told(moved: Mapping[str, float], change: float, labels: Mapping[str, str]) -> tuple[TermOfTurn, ...]:
    """What moved the headline most in the direction of its change."""
    way = 1.0 if change > 0 else -1.0
    largest = sorted((leaf for leaf in moved if way * moved[leaf] >= LEAST_TERM), key=lambda leaf: -way * moved[leaf])
    return tuple(TermOfTurn(i, moved[i], term_in_words(i, moved[i], labels[i])) for i in largest[:TERMS_TOLD])


def turns_told(scenario: Scenario, world: int, diary: Diary, last: int) -> tuple[TurnTold, ...]:
    """The turns of a world from the first month read to the last one lived, with what was behind each.

    Args:
        scenario: The scenario.
        world: Number of the world.
        diary: What was written down of it.
        last: The last month lived.
    """
    begin = scenario.read_from
    course = diary.series[HEADLINE][begin : last + 1]
    found = [Turn(turn.month + begin, turn.last + begin, turn.change) for turn in turns(course)]
    behind = _behind(scenario, world, diary, found)
    told: list[TurnTold] = []
    for place, turn in enumerate(found):
        moved = {leaf: float(np.sum(terms[turn.month : turn.last + 1])) for leaf, terms in diary.terms.items()}
        before = found[place - 1] if place else None
        after = float(diary.series[HEADLINE][turn.last])
        told.append(
            TurnTold(
                date=scenario.date(turn.month),
                until=scenario.date(turn.last),
                before=after - turn.change,
                after=after,
                terms=terms_told(moved, turn.change, _labels()),
                moves=behind[place],
                goes_on=before is not None and before.last + 1 == turn.month and before.change * turn.change > 0,
            )
        )
    return tuple(told)


def _labels() -> dict[str, str]:
    made = theory()
    declared = {name: one.label for table in (made.stocks, made.drivers) for name, one in table.items()}
    return {name: name.replace("_", " ") for name in made.auxiliaries} | declared


def _behind(scenario: Scenario, world: int, diary: Diary, found: Sequence[Turn]) -> tuple[tuple[MoveBehind, ...], ...]:
    """The moves behind each turn; all removals of all turns are lived through at once."""
    asked = [(place, start, name) for place, turn in enumerate(found) for start, name in _candidates(diary, turn)]
    if not asked:
        return tuple(() for _ in found)
    removals = [Removal(name, max(0, found[place].month - BEFORE), found[place].last) for place, _, name in asked]
    lived = headlines_without(scenario, world, removals)
    by_turn: list[list[tuple[float, int, str]]] = [[] for _ in found]
    for copy, (place, start, name) in enumerate(asked, 1):
        turn = found[place]
        share = float(lived[turn.last, 0] - lived[turn.last, copy]) / turn.change
        if share >= SHARE:
            by_turn[place].append((share, start, name))
    return tuple(tuple(_told(scenario, some)) for some in by_turn)


def _candidates(diary: Diary, turn: Turn) -> Iterator[tuple[int, str]]:
    """Moves that begin shortly before a turn or in it, with the month, if the actors chose them."""
    for name, taken in diary.moves.items():
        for start, _ in episodes(taken):
            move = taken[start]
            if turn.month - BEFORE <= start <= turn.last and move is not None and not move.forced:
                yield start, name
                break


def _told(scenario: Scenario, some: list[tuple[float, int, str]]) -> Iterator[MoveBehind]:
    largest = sorted(some, key=lambda one: (-one[0], one[1]))[:MOVES_TOLD]
    for share, start, name in sorted(largest, key=lambda one: one[1]):
        move, date = theory().moves[name], scenario.date(start)
        yield MoveBehind(move.series, date, share, f"{CAPITALS[move.owner]} {move.label} ({month_in_words(date)})")
