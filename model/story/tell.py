"""One world as dated sentences: what it did, why, what spoke against it, and when it turned.

    story = tell(scenario, 41)
    print(story.page())        # a page: the turns and what is most worth telling
    print(story.text())        # everything

The world is run again, alone; the same number in the same scenario is always the same story.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from model.core.declarations import Move, Owner
from model.core.names import CAPITALS
from model.ensemble.record import HEADLINE
from model.evidence.load import load_seeds
from model.evidence.records import Seeds
from model.scenario.scenario import Scenario
from model.story.diary import Diary, MoveTaken, episodes, keep_diary
from model.story.events import POSTURES, Happening, happenings
from model.story.page import paragraphs
from model.story.parts import Chapter, Reason, Sentence
from model.story.phrases import joined, month_in_words, motive_in_words, sentence
from model.story.turning_points import TurnTold, turns_told
from model.story.weights import ENDS, MOVES_WORTH, ORDERS, OTHER_MOVES, signed
from model.theory.theory import theory

MOST_REASONS, WORTH_TELLING, WORTH_OBJECTING = 3, 0.25, 0.3
"""Reasons told at most, and how large a reason must be: beside the first one, and beside all that speaks for a move."""

CLOSE = -0.1
"""Utility down to which a move that was taken was a close call."""

LASTING = 3
"""Months that a move must have lasted for its end to be told."""

PASSING = ("bid", "call", "criticism", "offer", "renewal")
"""Slots whose moves are acts of a month; they do not end."""


@dataclass(frozen=True)
class Story:
    """One world told.

    Attributes:
        scenario: The scenario.
        world: Its number.
        chapters: The months in which something is told.
        final: Headline alignment at the end.
        turns: When it turned, and why.
        opening: Where Belarus stands in the first month told; empty where the regime has fallen by then.
        fallen: Whether the regime falls.
    """

    scenario: Scenario
    world: int
    chapters: tuple[Chapter, ...]
    final: float
    turns: tuple[TurnTold, ...]
    opening: str
    fallen: bool

    def head(self) -> str:
        """When it turned, and why, as one paragraph."""
        return " ".join(turn.text for turn in self.turns) or "It never turned: no lasting change was large."

    def paragraphs(self) -> tuple[str, ...]:
        """What is most worth telling, a paragraph a year, and how it ends."""
        years = paragraphs(self.chapters, [(turn.date, turn.until) for turn in self.turns], self.opening)
        if self.fallen:
            return years
        last = month_in_words(self.scenario.date(self.scenario.months - 1))
        return (*years, f"The story ends in {last}, with alignment at {signed(self.final)}.")

    def page(self) -> str:
        """The story on a page: its turns, then a paragraph a year."""
        return "\n\n".join([self.head(), *self.paragraphs()])

    def text(self) -> str:
        """The whole story, a paragraph for each month."""
        return "\n\n".join(chapter.text for chapter in self.chapters)

    def as_plain(self) -> dict[str, object]:
        """The story as plain data."""
        return {
            "scenario": self.scenario.name,
            "world": self.world,
            "final": self.final,
            "turns": [_turn_as_plain(turn) for turn in self.turns],
            "page": list(self.paragraphs()),
            "chapters": [
                {"month": c.date, "text": c.text, "sentences": [_plain(s) for s in c.sentences]} for c in self.chapters
            ],
        }


def tell(scenario: Scenario, world: int) -> Story:
    """Run one world again and tell it.

    Args:
        scenario: The scenario.
        world: Number of the world.
    """
    diary = keep_diary(scenario, world)
    told: dict[int, list[Sentence]] = {month: [] for month in range(scenario.months)}
    for event in happenings(scenario, diary):
        if not event.late:
            told[event.month].append(_of(event))
    for month, one in _moves(diary, load_seeds()):
        told[month].append(one)
    for month, one in _ends(diary):
        told[month].append(one)
    for event in happenings(scenario, diary):
        if event.late:
            told[event.month].append(_of(event))
    last = diary.fall if diary.fall is not None else scenario.months - 1
    chapters = [Chapter(scenario.date(m), tuple(s)) for m, s in told.items() if s and scenario.read_from <= m <= last]
    return Story(
        scenario=scenario,
        world=world,
        chapters=tuple(chapters),
        final=float(diary.series[HEADLINE][-1]),
        turns=turns_told(scenario, world, diary, last),
        opening=_opening(scenario, diary),
        fallen=diary.fall is not None,
    )


def _opening(scenario: Scenario, diary: Diary) -> str:
    posture, headline = diary.posture[scenario.read_from], float(diary.series[HEADLINE][scenario.read_from])
    return f"counts as {POSTURES[posture]} (alignment {signed(headline)})" if posture in POSTURES else ""


def _plain(one: Sentence) -> dict[str, object]:
    def reasons(some: tuple[Reason, ...]) -> list[dict[str, object]]:
        keys = ("parameter", "motive", "value", "amount", "words")
        return [{k: getattr(r, k) for k in keys} | {"mechanisms": list(r.mechanisms)} for r in some]

    return {
        "text": one.text,
        "kind": one.kind,
        "about": one.about,
        "ordered": one.ordered,
        "reasons": reasons(one.reasons),
        "against": reasons(one.against),
    }


def _turn_as_plain(turn: TurnTold) -> dict[str, object]:
    return {
        "from": turn.date,
        "to": turn.until,
        "before": turn.before,
        "after": turn.after,
        "text": turn.text,
        "terms": [{"of": term.leaf, "change": term.change, "words": term.words} for term in turn.terms],
        "moves": [{"move": m.move, "month": m.date, "share": m.share, "words": m.words} for m in turn.moves],
    }


def _of(event: Happening) -> Sentence:
    return Sentence(sentence(event.words), event.kind, event.about, small=event.words[:1].islower(), worth=event.worth)


def _moves(diary: Diary, seeds: Seeds) -> Iterator[tuple[int, Sentence]]:
    """Moves as they begin; one that only pauses is not told twice."""
    for name, move in theory().moves.items():
        for first, _ in episodes(diary.moves[name]):
            begun = diary.moves[name][first]
            assert begun is not None
            yield first, _begins(move, begun, seeds, from_start=first == 0)


def _ends(diary: Diary) -> Iterator[tuple[int, Sentence]]:
    """Moves that have lasted and stop: one sentence per actor and month."""
    over: dict[tuple[int, Owner], list[Move]] = {}
    for name, move in theory().moves.items():
        for first, last in episodes(diary.moves[name]):
            if move.slot not in PASSING and last - first + 1 >= LASTING and last + 1 < len(diary.moves[name]):
                over.setdefault((last + 1, move.owner), []).append(move)
    for (month, owner), moves in over.items():
        text = f"{CAPITALS[owner]} no longer {joined([move.label for move in moves], 'or')}."
        yield month, Sentence(text, "end", ", ".join(move.series for move in moves), worth=ENDS)


def _begins(move: Move, taken: MoveTaken, seeds: Seeds, *, from_start: bool) -> Sentence:
    who = f"{CAPITALS[move.owner]} {move.label}"
    if taken.forced:
        return Sentence(f"{who}: the scenario orders it.", "move", move.series, ordered=True, doing=who, worth=ORDERS)
    reasons = [_reason(key, value, amount, seeds) for key, value, amount in taken.terms]
    for_it = sorted((r for r in reasons if r.amount > 0), key=lambda r: -r.amount)
    against = sorted((r for r in reasons if r.amount < 0), key=lambda r: r.amount)
    told = [r for r in for_it if r.amount >= WORTH_TELLING * for_it[0].amount][:MOST_REASONS]
    total = sum(r.amount for r in for_it)
    objections = [r for r in against if -r.amount >= WORTH_OBJECTING * total][:1]
    text = f"{who}{' from the start' if from_start else ''}{_because(told)}."
    if objections:
        text += f" Against it: {objections[0].told}."
    if taken.utility < 0:
        text += " It was a close call." if taken.utility > CLOSE else " More spoke against it; chance decided."
    daring, worth = taken.utility < CLOSE, MOVES_WORTH.get(move.name, OTHER_MOVES)
    return Sentence(text, "move", move.series, tuple(told), tuple(objections), doing=who, daring=daring, worth=worth)


def _because(told: list[Reason]) -> str:
    if not told:
        return ""
    common = {r.mechanisms for r in told}
    if len(told) > 1 and len(common) == 1 and told[0].mechanisms:
        return f", because {joined([r.words for r in told])} ({', '.join(told[0].mechanisms)})"
    return f", because {joined([r.told for r in told])}"


def _reason(key: str, value: float, amount: float, seeds: Seeds) -> Reason:
    parameter = seeds.parameters[key]
    assert parameter.term is not None
    motive = parameter.term.motive or ""
    return Reason(key, motive, value, amount, parameter.mechanisms, motive_in_words(motive, value))


def texts_by_move(story: Story) -> Mapping[str, tuple[str, ...]]:
    """Every sentence about each move, by its dotted name."""
    table: dict[str, tuple[str, ...]] = {}
    for chapter in story.chapters:
        for one in chapter.sentences:
            table[one.about] = (*table.get(one.about, ()), one.text)
    return table
