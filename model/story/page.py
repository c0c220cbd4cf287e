"""A page on one world: what matters most in its story, a paragraph a year.

The full story has every move and event. The page keeps at most `MOST_SENTENCES`: each sentence has an importance, less
for what was said before, more within a lasting change; the most important stay, in the order of time.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from model.scenario.pressure import HISTORY
from model.story.events import BY_DEFINITION
from model.story.parts import Chapter, Reason, Sentence
from model.story.phrases import joined, month_in_words, reasons_joined, sentence
from model.story.weights import STEP_MOVES
from model.theory.theory import theory

MOST_SENTENCES = 48
"""Sentences of a page beside its head."""

LEAST, AGAIN, IN_CHANGE = 1.0, 0.7, 0.4
"""Least importance of a sentence, what each earlier mention subtracts, and what a lasting change adds."""

REASONS = 2
"""Reasons given for a move."""


def paragraphs(chapters: Sequence[Chapter], changes: Iterable[tuple[str, str]], opening: str) -> tuple[str, ...]:
    """The page without its head: one paragraph a year.

    Args:
        chapters: The full story.
        changes: First and last month of every lasting change.
        opening: Where Belarus stands at the beginning.
    """
    first = chapters[0].date if chapters else ""
    begun = [one for one in chapters[0].sentences if one.kind == "move"] if first.endswith("-01") and opening else []
    chosen = list(_chosen(chapters, tuple(changes), set(map(id, begun))))
    found = [_opening(first, opening, begun)] if opening and first else []
    last = int(first[:4]) if first else 0
    for year, items in groupby(chosen, key=lambda item: item[0][:4]):
        if int(year) > last + 1:
            quiet = f"in {last + 1}" if int(year) == last + 2 else f"from {last + 1} to {int(year) - 1}"
            found.append(f"Nothing important happens {quiet}.")
        found.append(" ".join(_year(year, list(items), first if opening else "")))
        last = int(year)
    return tuple(found)


def _opening(date: str, opening: str, begun: Sequence[Sentence]) -> str:
    """Where everybody stands when the story opens."""
    who: dict[str, list[str]] = {}
    for one in begun:
        actor, _, deed = one.doing.partition(" ")
        who.setdefault(actor, []).append(deed)
    deeds = [f"{actor} {joined(done)}" for actor, done in who.items()]
    text = f"As the story opens, in {month_in_words(date)}, Belarus {opening}"
    return f"{text}. {'; '.join(deeds)}." if deeds else f"{text}."


Item = tuple[str, Sentence, int]
"""Month, sentence, and how often its subject was mentioned before."""


def _chosen(chapters: Sequence[Chapter], changes: tuple[tuple[str, str], ...], opened: set[int]) -> Iterator[Item]:
    """The most important sentences in the order of time."""
    before: dict[str, int] = {}
    rated: list[tuple[float, int, Item]] = []
    for chapter in chapters:
        within = any(begin <= chapter.date <= end for begin, end in changes)
        said = {one.about for one in chapter.sentences if one.kind == "move"}
        for one in chapter.sentences:
            subject = one.doing or one.about
            times = before.get(subject, 0)
            importance = one.importance - AGAIN * times + (IN_CHANGE if within else 0.0)
            said_by_move = one.kind == "step" and bool(said & _sayers(one.about))
            if one.kind != "end" and not said_by_move:
                before.update({name: before.get(name, 0) + 1 for name in (subject, one.about)})
            if id(one) not in opened and importance >= LEAST and not said_by_move:
                rated.append((-importance, len(rated), (chapter.date, one, times)))
    best = sorted(rated, key=lambda entry: entry[:2])[:MOST_SENTENCES]
    yield from (item for _, _, item in sorted(best, key=lambda entry: entry[1]))


def _sayers(stock: str) -> set[str]:
    """Series of the moves that report the same as a step."""
    moves = theory().moves
    return {moves[name].series for name in STEP_MOVES.get(stock, ()) if name in moves}


def _year(year: str, items: Sequence[Item], opened: str) -> Iterator[str]:
    """The sentences of one year, each month named once; the month that was named in the opening is the start."""
    dated = True
    for date, some in groupby(items, key=lambda item: item[0]):
        month = list(some)
        outside = [one for _, one, _ in month if one.kind == "outside"]
        sides = ([one for one in outside if one.about.startswith(HISTORY) is history] for history in (True, False))
        texts = [f"{joined([one.clause.removesuffix('.') for one in some])}." for some in sides if some]
        given: set[str] = set()
        texts += [_brief(one, times, given) for _, one, times in month if one.kind != "outside"]
        when = f"In {month_name[int(date[5:])]}{f' {year}' if dated else ''} "
        if date == opened:
            when = "From the start "
        else:
            dated = False
        yield when + texts[0]
        yield from (sentence(text[:-1]) for text in texts[1:])


def _brief(one: Sentence, times: int, given: set[str]) -> str:
    """A sentence with its best reasons, without those given in the same month already."""
    if one.kind != "move":
        return one.clause.removeprefix(BY_DEFINITION)
    actor, _, deed = one.doing.partition(" ")
    text = f"{actor} again {deed}" if times else one.doing
    if one.ordered:
        return f"{text}: the scenario orders it."
    reasons = list(_reasons(one, given)) if not times else ()
    given |= {reason.words for reason in reasons}
    if reasons:
        ids = list(dict.fromkeys(m for reason in reasons for m in reason.mechanisms))
        text += f", because {reasons_joined([reason.words for reason in reasons])}"
        text += f" ({', '.join(ids)})" if ids else ""
    return f"{text}{', though more speaks against it' if one.daring else ''}."


def _reasons(one: Sentence, given: set[str]) -> Iterator[Reason]:
    """The largest reasons; none where the largest of all has been given in the same month."""
    if one.reasons and one.reasons[0].words not in given:
        yield from [reason for reason in one.reasons if reason.words not in given][:REASONS]
