"""One world as dated sentences: what each actor did, why, what spoke against it, and when alignment changed.

    story = story_of(scenario, 41)
    print(*story.head, *story.paragraphs())                   # a page: what matters most
    print(*[chapter.text for chapter in story.chapters])      # everything

The world is run again, alone; the same number in the same scenario always gives the same story.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from model.core.declarations import Move, Owner
from model.core.names import CAPITALS
from model.ensemble.record import HEADLINE
from model.scenario.scenario import Scenario
from model.story.changes import ExplainedChange, explained_changes
from model.story.diary import Diary, Weighed, deed, diary_of, episodes
from model.story.events import POSTURES, changes_of_posture, institutional_steps, outside_events
from model.story.page import paragraphs
from model.story.parts import Chapter, Reason, Sentence
from model.story.phrases import joined, month_in_words
from model.story.reasons import reasons
from model.story.weights import ENDS, MOVE_IMPORTANCE, ORDERS, signed
from model.theory.theory import theory

CLOSE = -0.1
"""Utility down to which a move that was taken was a close call."""

LASTING = 3
"""Months that a move must have lasted for its end to be mentioned."""

PASSING = ("bid", "call", "criticism", "offer", "oil", "reform", "renewal", "sanctions", "stance", "trade")
"""Slots whose moves are acts or steps of a month; they do not end."""


@dataclass(frozen=True)
class Story:
    """The story of one world.

    Attributes:
        chapters: The months in which something happens.
        final: Headline alignment at the end; None where the regime has fallen by then.
        changes: When alignment changed lastingly, and why.
        opening: Where Belarus stands in the first month read; empty where the regime has fallen by then.
    """

    scenario: Scenario
    world: int
    chapters: tuple[Chapter, ...]
    final: float | None
    changes: tuple[ExplainedChange, ...]
    opening: str

    @property
    def head(self) -> tuple[str, ...]:
        """When alignment changed lastingly, and why: a sentence or two for each change."""
        return tuple(change.text for change in self.changes) or ("Alignment never changed much for long.",)

    def paragraphs(self) -> tuple[str, ...]:
        """What matters most, a paragraph a year, and how it ends."""
        years = paragraphs(self.chapters, [(change.date, change.until) for change in self.changes], self.opening)
        if self.final is None:
            return years
        last = month_in_words(self.scenario.date(self.scenario.months - 1))
        return (*years, f"The story ends in {last}, with alignment at {signed(self.final)}.")

    def as_plain(self) -> dict[str, object]:
        """The story as plain data."""
        return {
            "scenario": self.scenario.name,
            "world": self.world,
            "final": self.final,
            "turns": [_change_as_plain(change) for change in self.changes],
            "page": list(self.paragraphs()),
            "chapters": [
                {"month": c.date, "text": c.text, "sentences": [s.as_plain() for s in c.sentences]}
                for c in self.chapters
            ],
        }


def _change_as_plain(change: ExplainedChange) -> dict[str, object]:
    return {
        "from": change.date,
        "to": change.until,
        "before": change.before,
        "after": change.after,
        "text": change.text,
        "terms": [{"of": term.leaf, "change": term.change, "words": term.words} for term in change.terms],
        "moves": [{"move": m.move, "month": m.date, "share": m.share, "words": m.words} for m in change.moves],
    }


def story_of(scenario: Scenario, world: int) -> Story:
    """Run one world of a scenario again, by its number, and tell its story."""
    return story_from(scenario, world, diary_of(scenario, world))


def story_from(scenario: Scenario, world: int, diary: Diary) -> Story:
    """The story of one world, from what was written down of it month by month."""
    months: dict[int, list[Sentence]] = {month: [] for month in range(scenario.months)}
    for month, one in chain(
        outside_events(scenario, diary),
        _moves(diary),
        _ends(diary),
        institutional_steps(diary),
        changes_of_posture(diary),
    ):
        months[month].append(one)
    last = diary.fall if diary.fall is not None else scenario.months - 1
    chapters = [Chapter(scenario.date(m), tuple(s)) for m, s in months.items() if s and scenario.read_from <= m <= last]
    return Story(
        scenario=scenario,
        world=world,
        chapters=tuple(chapters),
        final=None if diary.fall is not None else float(diary.series[HEADLINE][-1]),
        changes=explained_changes(scenario, world, diary),
        opening=_opening(scenario, diary),
    )


def _opening(scenario: Scenario, diary: Diary) -> str:
    posture, headline = diary.posture[scenario.read_from], float(diary.series[HEADLINE][scenario.read_from])
    return f"counts as {POSTURES[posture]} (alignment {signed(headline)})" if posture in POSTURES else ""


def _moves(diary: Diary) -> Iterator[tuple[int, Sentence]]:
    """Moves as they begin; one that only pauses is mentioned once."""
    for name, move in theory().moves.items():
        for first, _ in episodes(diary.moves[name]):
            yield first, _begins(move, deed(diary, move, first), diary.moves[name], first)


def _ends(diary: Diary) -> Iterator[tuple[int, Sentence]]:
    """Moves that have lasted and stop: one sentence per actor and month."""
    over: dict[tuple[int, Owner], list[Move]] = {}
    for name, move in theory().moves.items():
        for first, last in episodes(diary.moves[name]):
            if move.slot not in PASSING and last - first + 1 >= LASTING and last + 1 < len(diary.moves[name]):
                over.setdefault((last + 1, move.owner), []).append(move)
    for (month, owner), moves in over.items():
        text = f"{CAPITALS[owner]} no longer {joined([move.label for move in moves], 'or')}."
        yield month, Sentence(text, "end", ", ".join(move.series for move in moves), ENDS)


def _begins(move: Move, who: str, weighed: Sequence[Weighed], month: int) -> Sentence:
    utility = weighed[month].utility
    if weighed[month].forced:
        return Sentence(f"{who}: the scenario orders it.", "move", move.series, ORDERS, ordered=True, doing=who)
    given, objections = reasons(move, weighed, month)
    text = f"{who}{'' if month else ' from the start'}{_because(given)}."
    if objections:
        text += f" Against it: {objections[0].cited}."
    if utility < 0:
        text += " It was a close call." if utility > CLOSE else " More spoke against it; chance decided."
    importance = MOVE_IMPORTANCE[move.name]
    return Sentence(text, "move", move.series, importance, given, objections, doing=who, daring=utility < CLOSE)


def _because(given: Sequence[Reason]) -> str:
    if not given:
        return ""
    common = {r.mechanisms for r in given}
    if len(given) > 1 and len(common) == 1 and given[0].mechanisms:
        return f", because {joined([r.words for r in given])} ({', '.join(given[0].mechanisms)})"
    return f", because {joined([r.cited for r in given])}"
