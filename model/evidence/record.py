"""The record: what the five are documented to have done or become, fact by fact, and what they did not do.

    record = load_seeds().record
    [fact.name for fact in record.conditioning]         # facts that a world must have lived to count as ours
    [fact.name for fact in record.held_back]            # facts that conditioned worlds are scored on

`model.runs.agreement` says which worlds of a run agree with a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from model.core.months import FIRST_MONTH, date_of, months_between
from model.evidence.documents import Claim

POSTURE = "posture."
"""What the name of a posture begins with, e.g. ``posture.client``."""


class Form(StrEnum):
    """What a fact says of a move, a series or a posture: when it first came, that it came, stayed, or never came."""

    FIRST = "first"
    ONCE = "once"
    ALWAYS = "always"
    NEVER = "never"

    @property
    def lasts(self) -> bool:
        """Whether it speaks of every month of its period, and not of one month in or near it."""
        return self in (Form.ALWAYS, Form.NEVER)


class Use(StrEnum):
    """What an episode is for: worlds are chosen by it, or those chosen are scored on it."""

    CONDITIONING = "conditioning"
    HELD_BACK = "held_back"


class Certainty(StrEnum):
    """How sure a fact is; the head of `seeds/record.yaml` says what the words mean."""

    CERTAIN = "certain"
    PROBABLE = "probable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that happened, lasted, or did not happen, as the model would show it.

    Attributes:
        key: Its id, e.g. ``F12``.
        name: What it says, in plain words.
        form: Whether it first came, came at least once, stayed or never came.
        of: The move, the series or the posture, by its dotted name.
        above: A series must be above this to count; 1/2 where neither limit is given, as for a flag.
        below: A series must be below this to count.
        start: First month of the period that the text names, ``YYYY-MM``.
        end: Its last month.
        tolerance: Months that are allowed before and after that period; 0 for what lasts.
        certainty: How sure it is.
        because: Why this observable stands for it, where that is doubtful.
        episode: Key of its episode.
        claims: Where the texts say it.
        place: File and line in `seeds/`.
    """

    key: str
    name: str
    form: Form
    of: str
    above: float | None = None
    below: float | None = None
    start: str
    end: str
    tolerance: int = 0
    certainty: Certainty
    because: str = ""
    episode: str
    claims: tuple[Claim, ...]
    place: str

    @property
    def window(self) -> tuple[str, str]:
        """First and last month that count: the period and its tolerance, from the first month of all runs on."""
        first, last = (
            date_of(months_between(FIRST_MONTH, month) + months, FIRST_MONTH)
            for month, months in ((self.start, -self.tolerance), (self.end, self.tolerance))
        )
        return max(first, FIRST_MONTH), last

    @property
    def measured(self) -> tuple[object, ...]:
        """What decides which worlds agree with it, without the words around it."""
        return self.key, self.form, self.of, self.above, self.below, self.start, self.end, self.tolerance

    @property
    def shown(self) -> str:
        """What a run must show, e.g. ``never eu.new_sanctions above 0.5``."""
        limits = (("above", self.above), ("below", self.below))
        return " ".join([self.form, self.of, *(f"{word} {value:g}" for word, value in limits if value is not None)])

    @property
    def when(self) -> str:
        """The period that the text names, e.g. ``2015-08`` or ``2015-01 to 2015-12``."""
        return self.start if self.start == self.end else f"{self.start} to {self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """Facts that hang together, so that they are all used for conditioning or all held back.

    Attributes:
        key: Its key.
        name: Its name, in plain words.
        use: What its facts are for.
        because: Why.
        facts: Its facts by key.
        place: File and line in `seeds/`.
    """

    key: str
    name: str
    use: Use
    because: str
    facts: Mapping[str, Fact]
    place: str


@dataclass(frozen=True, slots=True)
class Record:
    """All episodes of the record, by key."""

    episodes: Mapping[str, Episode]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact, episode by episode."""
        return tuple(fact for episode in self.episodes.values() for fact in episode.facts.values())

    @property
    def conditioning(self) -> tuple[Fact, ...]:
        """The facts by which worlds are chosen."""
        return self._used(Use.CONDITIONING)

    @property
    def held_back(self) -> tuple[Fact, ...]:
        """The facts on which the chosen worlds are scored."""
        return self._used(Use.HELD_BACK)

    def _used(self, use: Use) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if self.episodes[fact.episode].use is use)
