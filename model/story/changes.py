"""Why alignment changed lastingly in a world: the terms of the headline that moved, and the moves behind them.

The change of the headline is split into its terms (`model.story.decomposition`). A move stands behind a change if, with
the same random numbers and parameter values, the change would have been smaller by a share of at least `SHARE` had the
move been ruled out from shortly before the change to its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from model.ensemble.record import HEADLINE
from model.scenario.scenario import Scenario
from model.story.counterfactual import Removal, headlines_without
from model.story.diary import Diary, deed, episodes
from model.story.phrases import joined, month_in_words
from model.story.segments import LastingChange, lasting_changes
from model.story.weights import COUNTED_AS, months_in_words, signed, term_in_words
from model.theory.theory import theory

MOST_TERMS, LEAST_TERM = 3, 0.02
"""Terms named of a change at most, and the least that counts."""

MOST_MOVES, SHARE, BEFORE = 3, 0.1, 2
"""Moves named behind a change, the least share of it that depends on each, and months before it that may explain it."""


@dataclass(frozen=True, slots=True)
class MoveBehind:
    """A move behind a change.

    Attributes:
        share: Share of the change that would not have come without it; shares of several moves do not add up. None
            where the regime would have fallen without it.
        words: Who does what, and when.
    """

    move: str
    date: str
    share: float | None
    words: str


@dataclass(frozen=True, slots=True)
class HeadlineTerm:
    """How much one of the things that the headline rests on (`leaf`) moved it, and a clause that says so."""

    leaf: str
    change: float
    words: str


@dataclass(frozen=True, slots=True)
class ExplainedChange:
    """One lasting change of alignment with its reasons.

    Attributes:
        date: Month in which it begins.
        terms: What moved the headline most, the largest first.
        goes_on: Whether it follows at once on a change in the same direction.
    """

    date: str
    until: str
    before: float
    after: float
    terms: tuple[HeadlineTerm, ...]
    moves: tuple[MoveBehind, ...]
    goes_on: bool

    @property
    def text(self) -> str:
        """When, how far and why."""
        months = 12 * (int(self.until[:4]) - int(self.date[:4])) + int(self.until[5:]) - int(self.date[5:]) + 1
        went = f"{'rose' if self.after > self.before else 'fell'}{' further' if self.goes_on else ''}"
        text = f"From {month_in_words(self.date)} alignment {went} within {months_in_words(months)}, from "
        text += f"{signed(self.before)} to {signed(self.after)}"
        if self.terms:
            text += f", because {joined([f'{term.words} ({signed(term.change)})' for term in self.terms])}"
        behind = f" It depended on these moves: {joined([move.words for move in self.moves])}." if self.moves else ""
        return f"{text}.{behind}"


def largest_terms(moved: Mapping[str, float], change: float) -> tuple[HeadlineTerm, ...]:
    """What moved the headline most in the direction of its change."""
    way = 1.0 if change > 0 else -1.0
    largest = sorted((leaf for leaf in moved if way * moved[leaf] >= LEAST_TERM), key=lambda leaf: -way * moved[leaf])
    return tuple(HeadlineTerm(i, moved[i], term_in_words(i, moved[i])) for i in largest[:MOST_TERMS])


def explained_changes(scenario: Scenario, world: int, diary: Diary) -> tuple[ExplainedChange, ...]:
    """The lasting changes of alignment in a world while its regime stands, with what was behind each."""
    begin = scenario.read_from
    found = [
        LastingChange(one.month + begin, one.last + begin, one.change)
        for one in lasting_changes(diary.series[HEADLINE][begin:, None])[0]
    ]
    behind = _behind(scenario, world, diary, found)
    explained: list[ExplainedChange] = []
    for index, change in enumerate(found):
        moved = moved_between(diary, change.month, change.last)
        before = found[index - 1] if index else None
        after = float(diary.series[HEADLINE][change.last])
        explained.append(
            ExplainedChange(
                date=scenario.date(change.month),
                until=scenario.date(change.last),
                before=after - change.change,
                after=after,
                terms=largest_terms(moved, change.change),
                moves=behind[index],
                goes_on=before is not None and before.last + 1 == change.month and before.change * change.change > 0,
            )
        )
    return tuple(explained)


def moved_between(diary: Diary, first: int, last: int) -> dict[str, float]:
    """How much each thing that the headline rests on moved it, from one month to another, both included.

    The parts add up to the change of the headline from the end of the month before the first one to that of the last.
    """
    moved: dict[str, float] = {}
    for leaf, months in diary.terms.items():
        told = COUNTED_AS.get(leaf, leaf)
        moved[told] = moved.get(told, 0.0) + float(np.sum(months[first : last + 1]))
    return moved


def moved_apart(diary: Diary, base: Diary, month: int) -> dict[str, float]:
    """How much each thing that the headline rests on moved it more in a world than in the same world of another run.

    From the first month to the end of one; the parts add up to the difference of the headlines there, as far as both
    worlds start from the same values.
    """
    here, there = moved_between(diary, 0, month), moved_between(base, 0, month)
    return {leaf: change - there[leaf] for leaf, change in here.items()}


def _behind(
    scenario: Scenario, world: int, diary: Diary, changes: Sequence[LastingChange]
) -> list[tuple[MoveBehind, ...]]:
    """The moves behind each change; all removals for all changes are run at once."""
    candidates = [(index, start, name) for index, one in enumerate(changes) for start, name in _candidates(diary, one)]
    removals = [
        Removal(name, max(0, changes[index].month - BEFORE), changes[index].last) for index, _, name in candidates
    ]
    headlines = headlines_without(scenario, world, removals) if removals else None
    by_change: list[list[tuple[float, int, str]]] = [[] for _ in changes]
    for copy, (index, start, name) in enumerate(candidates, 1):
        assert headlines is not None
        change = changes[index]
        share = float(headlines[change.last, 0] - headlines[change.last, copy]) / change.change
        if share >= SHARE or np.isnan(share):
            by_change[index].append((share, start, name))
    return [tuple(_largest(scenario, diary, some, one.last)) for one, some in zip(changes, by_change, strict=True)]


def _candidates(diary: Diary, change: LastingChange) -> Iterator[tuple[int, str]]:
    """Moves that begin shortly before a change or in it, with the month, if the actors chose them."""
    for name, weighed in diary.moves.items():
        for start, _ in episodes(weighed):
            if change.month - BEFORE <= start <= change.last and not weighed[start].forced:
                yield start, name
                break


def _largest(scenario: Scenario, diary: Diary, some: list[tuple[float, int, str]], last: int) -> Iterator[MoveBehind]:
    largest = sorted(some, key=lambda one: (not np.isnan(one[0]), -one[0], one[1]))[:MOST_MOVES]
    for share, start, name in sorted(largest, key=lambda one: one[1]):
        move, date = theory().moves[name], scenario.date(start)
        when, fallen = month_in_words(date), bool(np.isnan(share))
        by = month_in_words(scenario.date(last))
        note = f"{when}; without it the regime falls by {by}" if fallen else when
        yield MoveBehind(move.series, date, None if fallen else share, f"{deed(diary, move, start)} ({note})")
