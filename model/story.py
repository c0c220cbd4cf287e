"""One world as dated sentences: what it did, why, and what spoke against it.

    story = tell(scenario, 41)
    print(story.text())

The world is run again, alone; the same number in the same scenario is always the same story.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.evidence import Seeds, load_seeds
from model.keeping.outcomes import Path, commonest_path, conditioned, counted, outcome_series, posture_paths
from model.record import HEADLINE, Run
from model.run import run as run_worlds
from model.scenario import Scenario
from model.telling.story_events import Happening, happenings
from model.telling.story_record import Diary, MoveTaken, keep_diary
from model.telling.story_words import CAPITALS, joined, month_in_words, motive_in_words, sentence
from model.theory import theory
from model.vocabulary import Move, Owner

MOST_REASONS, WORTH_TELLING, WORTH_OBJECTING = 3, 0.25, 0.3
"""Reasons told at most, and how large a reason must be: beside the first one, and beside all that speaks for a move."""

CLOSE = -0.1
"""Utility down to which a move that was taken was a close call."""

LULL, LASTING = 6, 3
"""Months after which a move counts as begun anew, and months it must have lasted for its end to be told."""

PASSING = ("bid", "call", "criticism", "offer", "renewal")
"""Slots whose moves are acts of a month; they do not end."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One term of a choice: weight × motive, and what carries it.

    Attributes:
        parameter: Key of the weight.
        motive: The variable weighed.
        value: Value of that variable.
        amount: What it adds to the utility, negative where it speaks against.
        mechanisms: Ids of the mechanisms it belongs to.
        words: The motive as a clause.
    """

    parameter: str
    motive: str
    value: float
    amount: float
    mechanisms: tuple[str, ...]
    words: str

    @property
    def told(self) -> str:
        """The clause with its mechanisms."""
        return f"{self.words} ({', '.join(self.mechanisms)})" if self.mechanisms else self.words


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a story.

    Attributes:
        text: The sentence.
        kind: ``outside``, ``move``, ``end``, ``step`` or ``posture``.
        about: The move, pressure or stock it is about.
        reasons: What spoke for a move.
        against: What spoke against it.
        ordered: Whether the scenario orders it.
        small: Whether its first letter is small within a sentence.
    """

    text: str
    kind: str
    about: str
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()
    ordered: bool = False
    small: bool = False

    @property
    def clause(self) -> str:
        """The sentence as it goes on after a date: without its capital letter, unless a name begins it."""
        return f"{self.text[:1].lower()}{self.text[1:]}" if self.small else self.text


@dataclass(frozen=True, slots=True)
class Chapter:
    """What is told of one month."""

    date: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """One paragraph."""
        first, *others = self.sentences
        return " ".join([f"In {month_in_words(self.date)} {first.clause}", *(one.text for one in others)])


@dataclass(frozen=True)
class Story:
    """One world told.

    Attributes:
        scenario: The scenario.
        world: Its number.
        chapters: The months in which something is told.
        final: Headline alignment at the end.
    """

    scenario: Scenario
    world: int
    chapters: tuple[Chapter, ...]
    final: float

    def text(self) -> str:
        """The whole story, a paragraph for each month."""
        return "\n\n".join(chapter.text for chapter in self.chapters)

    def as_plain(self) -> dict[str, object]:
        """The story as plain data."""
        return {
            "scenario": self.scenario.name,
            "world": self.world,
            "final": self.final,
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
    return Story(scenario, world, tuple(chapters), float(diary.series[HEADLINE][-1]))


def medoid(run: Run, path: Path | None = None) -> int:
    """The world in the middle of a posture path: among those that take it, the one nearest to all others.

    Nearness is the sum of squared distances between alignments by dimension and month; the nearest to all is then the
    nearest to their mean.

    Args:
        run: A run with the outcome series.
        path: The path; the commonest one if None.

    Raises:
        ValueError: No world takes this path.
    """
    numbers = np.flatnonzero(counted(run))
    kept = conditioned(run)
    wanted = path if path is not None else commonest_path(kept)[0]
    chosen = np.array([one == wanted for one in posture_paths(kept)])
    if not chosen.any():
        message = "no world takes the path " + ", ".join(p.name.lower() for p in wanted)
        raise ValueError(message)
    names = [name for name in kept.series if name.startswith(HEADLINE)]
    courses: NDArray[np.float64] = np.concatenate([kept.series[name][:, chosen] for name in names])
    distance = np.sum((courses - np.mean(courses, axis=1, keepdims=True)) ** 2, axis=0)
    return run.first + int(numbers[np.flatnonzero(chosen)[int(np.argmin(distance))]])


def run_for_medoid(scenario: Scenario, worlds: int) -> Run:
    """A run of just what `medoid` needs."""
    return run_worlds(scenario, keep=outcome_series(), moves=False, worlds=worlds)


def _plain(one: Sentence) -> dict[str, object]:
    def reasons(some: tuple[Reason, ...]) -> list[dict[str, object]]:
        keys = ("parameter", "motive", "value", "amount", "words")
        return [{k: getattr(r, k) for k in keys} | {"mechanisms": list(r.mechanisms)} for r in some]

    return {
        "text": one.text, "kind": one.kind, "about": one.about, "ordered": one.ordered,
        "reasons": reasons(one.reasons), "against": reasons(one.against),
    }  # fmt: skip


def _of(event: Happening) -> Sentence:
    return Sentence(sentence(event.words), event.kind, event.about, small=event.words[:1].islower())


def _moves(diary: Diary, seeds: Seeds) -> Iterator[tuple[int, Sentence]]:
    """Moves as they begin; one that only pauses is not told twice."""
    for name, move in theory().moves.items():
        for first, _ in _episodes(diary.moves[name]):
            begun = diary.moves[name][first]
            assert begun is not None
            yield first, _begins(move, begun, seeds, from_start=first == 0)


def _ends(diary: Diary) -> Iterator[tuple[int, Sentence]]:
    """Moves that have lasted and stop: one sentence per actor and month."""
    over: dict[tuple[int, Owner], list[Move]] = {}
    for name, move in theory().moves.items():
        for first, last in _episodes(diary.moves[name]):
            if move.slot not in PASSING and last - first + 1 >= LASTING and last + 1 < len(diary.moves[name]):
                over.setdefault((last + 1, move.owner), []).append(move)
    for (month, owner), moves in over.items():
        text = f"{CAPITALS[owner]} no longer {joined([move.label for move in moves], 'or')}."
        yield month, Sentence(text, "end", ", ".join(move.series for move in moves))


def _episodes(taken: Sequence[MoveTaken | None]) -> Iterator[tuple[int, int]]:
    months = np.flatnonzero([one is not None for one in taken])
    if not len(months):
        return
    breaks = np.flatnonzero(np.diff(months) > LULL)
    starts, ends = [0, *(breaks + 1)], [*breaks, len(months) - 1]
    for start, end in zip(starts, ends, strict=True):
        yield int(months[start]), int(months[end])


def _begins(move: Move, taken: MoveTaken, seeds: Seeds, *, from_start: bool) -> Sentence:
    who = f"{CAPITALS[move.owner]} {move.label}"
    if taken.forced:
        return Sentence(f"{who}: the scenario orders it.", "move", move.series, ordered=True)
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
    return Sentence(text, "move", move.series, tuple(told), tuple(objections))


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
