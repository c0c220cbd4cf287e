"""What the documents say, as frozen records: sources, claims, mechanisms, events, codes, parameters.

Nothing here reads a file; `model.evidence.load` loads the records from `seeds/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

SAMPLED = "sampled"
"""The default of a hypothesis none of whose variants is taken for granted: the ranges decide."""


class Kind(StrEnum):
    """Where a number comes from: what was measured, what was worked out, and what we had to say ourselves."""

    MEASURED = "measured"
    DERIVED = "derived"
    JUDGEMENT = "judgement"
    ASSUMPTION = "assumption"
    DEFINITION = "definition"

    @property
    def needs_evidence(self) -> bool:
        """Whether such a number must rest on claims: true unless it is an assumption or a definition."""
        return self not in (Kind.ASSUMPTION, Kind.DEFINITION)


class Distribution(StrEnum):
    """How a parameter spreads over its range: evenly, or with its mode at the best value."""

    UNIFORM = "uniform"
    PERT = "pert"


class Grade(StrEnum):
    """How firmly the documents hold a mechanism: asserted, asserted with a hedge, or inferred by us."""

    ASSERTED = "A"
    HEDGED = "S"
    INFERRED = "I"


class Confidence(StrEnum):
    """How sure the coder is of an ordinal code."""

    HIGH = "h"
    MIDDLE = "m"
    LOW = "l"


class Treatment(StrEnum):
    """How the model treats an event: as given from outside, as an occasion, or as its own to produce."""

    EXOGENOUS = "exogenous"
    OCCASION = "occasion"
    DECISION = "decision"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Source:
    """One document: who wrote it, when, and where its paragraphs stand in the text file.

    Attributes:
        key: Its three figures, e.g. ``001``.
        date: Year and month in which it was written, as far as the text tells.
        text_file: Name of the text file, which is not part of this repository.
        sha256: Check sum of that file.
        paragraphs: Number of body paragraphs.
        parts: Part (``P6``, ``fn10``, ``title``) -> ranges of lines of the text file, from 1, ends included.
        notes: Why author, title, outlet or date are what they are; remarks from outside the text.
    """

    key: str
    author: str | None
    title: str | None
    outlet: str | None
    date: str
    text_file: str
    sha256: str
    covers: str
    stance: str
    paragraphs: int
    parts: Mapping[str, tuple[tuple[int, int], ...]]
    notes: Mapping[str, str]
    place: str

    @property
    def cited(self) -> str:
        """Author, title and date, as a list of sources shows them."""
        return ", ".join(part for part in (self.author or "no author named", self.title, self.date) if part)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one document says in one place.

    Attributes:
        key: Record and letter, e.g. ``M01.a``; a rival claim has an ``r`` and a number, e.g. ``M01.r1``.
        source: Key of the document.
        where: Part of the document.
        words: A few words by which the place is found.
        says: Our paraphrase; empty for codes, events and hypotheses, which say it once for all their claims.
        place: File and line in `seeds/`.
        line: The line alone.
        column: The column.
    """

    key: str
    source: str
    where: str
    words: str
    says: str
    place: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Term:
    """A weight in the choice of moves: how a motive, or a constant threshold, speaks for or against them.

    Attributes:
        moves: The moves it weighs in.
        motive: The variable it multiplies, or None for a constant.
        sign: +1 where it speaks for the moves, -1 where it speaks against them.
        opposite: Moves that undo them: what speaks for one step up speaks, as strongly, against the step down.
    """

    moves: tuple[str, ...]
    motive: str | None
    sign: int
    opposite: tuple[str, ...] = ()

    @property
    def weighed_in(self) -> tuple[str, ...]:
        """Every move it has a say in."""
        return self.moves + self.opposite


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the theory with its range and its reasons.

    Attributes:
        key: Subject and name, e.g. ``alliance.fear_by_opening``.
        label: What it means, in words.
        unit: Its unit; "1" for a share or an index.
        kind: Where it comes from.
        low: Lower bound.
        best: Best value.
        high: Upper bound.
        distribution: How it spreads between the bounds.
        mechanisms: Ids of the mechanisms, or hypotheses, it belongs to.
        rests_on: Keys of claims, or of codes, events and hypotheses, whose claims it rests on.
        why: The step from the claims to the number, or the reason for the assumption.
        term: Its part in the choice of moves, if it is a weight.
        place: File and line in `seeds/`.
    """

    key: str
    label: str
    unit: str
    kind: Kind
    low: float
    best: float
    high: float
    distribution: Distribution
    mechanisms: tuple[str, ...]
    rests_on: tuple[str, ...]
    why: str
    term: Term | None
    place: str

    @property
    def subject(self) -> str:
        """The rules file that reads it."""
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        """Its name in that rules file."""
        return self.key.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Switch:
    """What is set to zero, and which moves are taken away, when a mechanism is switched off."""

    parameters: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Witness:
    """Where the switch of a mechanism must show: a series of a scenario, in a span of months."""

    scenario: str
    series: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One way in which, by the documents, one thing leads to another.

    Attributes:
        key: Its id, e.g. ``M01``.
        grade: How firmly the documents hold it.
        claims: What speaks for it.
        rivals: What speaks against it.
        carried_by: Rules and moves that carry it, e.g. ``alliance.fear_of_abandonment``.
        status: ``planned`` where nothing carries it yet.
        label_of: Why it is a composite or only a label; empty where it is neither.
        switch: What goes to zero when it is off.
        witness: Where that must show.
    """

    key: str
    name: str
    family: str
    actors: tuple[str, ...]
    grade: Grade
    grade_note: str
    statement: str
    shape: str
    time_scale: str
    claims: tuple[Claim, ...]
    rivals: tuple[Claim, ...]
    caveat: str
    carried_by: tuple[str, ...]
    status: str
    label_of: str
    switch: Switch | None
    witness: Witness | None
    place: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened between 1991 and 2021, and how the model treats it.

    Attributes:
        key: Its id, e.g. ``E25``.
        date: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or two of them with ``..`` between.
        precision: How exactly the texts date it.
        by: Who presses or signals.
        to: To whom.
        effect: Its effect on Belarus, in coded words.
        magnitude: 0 to 5, read from the wording only.
        treatment: Exogenous, occasion, decision or outcome.
        because: Why it is treated so.
    """

    key: str
    date: str
    precision: str
    what: str
    actors: tuple[str, ...]
    by: tuple[str, ...]
    to: tuple[str, ...]
    effect: tuple[str, ...]
    magnitude: int
    claims: tuple[Claim, ...]
    treatment: Treatment
    because: str
    place: str


@dataclass(frozen=True, slots=True)
class Level:
    """How high a thing stood in one period, by the wording of the documents.

    Attributes:
        form: ``code``; or ``change`` from one code to another, ``between`` two, ``either`` of two (disputed).
        codes: The code or codes, e.g. ``("VH",)``; NS where the documents support none.
        inferred: True where no direct statement stands behind it.
        note: A remark.
    """

    form: str
    codes: tuple[str, ...]
    inferred: bool
    note: str


@dataclass(frozen=True, slots=True)
class OrdinalCode:
    """A property of an actor coded over time on the ordinal scale."""

    key: str
    actor: str
    name: str
    confidence: Confidence
    over_time: Mapping[str, Level]
    claims: tuple[Claim, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What a variant does to one parameter: it fixes it, scales it, or gives it another range."""

    fix: float | None = None
    scale: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """One answer to a question on which the documents disagree."""

    name: str
    title: str
    says: str
    claims: tuple[Claim, ...]
    parameters: Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A question on which the documents disagree, with its rival answers; they are compared, never averaged.

    Attributes:
        key: Its id, e.g. ``RH01``.
        name: Its name in scenarios, e.g. ``room_for_manoeuvre``.
        default: The variant taken when a scenario says nothing, or ``sampled``; None while it is open.
    """

    key: str
    name: str
    title: str
    question: str
    variants: Mapping[str, Variant]
    differs_in: str
    discriminating_observation: str
    default: str | None
    default_because: str
    status: str
    place: str

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of all its variants."""
        return tuple(claim for variant in self.variants.values() for claim in variant.claims)


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """Everything in `seeds/` that rules, choices and pages rest on; compared and hashed by identity.

    Attributes:
        folder: Where it was read.
        scale: Ordinal code -> number.
        not_supported: Range of a code that the documents do not support.
        claims: Every claim by its key, rivals and variants included.
    """

    folder: Path
    sources: Mapping[str, Source]
    mechanisms: Mapping[str, Mechanism]
    events: Mapping[str, Event]
    scale: Mapping[str, float]
    not_supported: tuple[float, float]
    codes: Mapping[str, OrdinalCode]
    hypotheses: Mapping[str, Hypothesis]
    parameters: Mapping[str, Parameter]
    claims: Mapping[str, Claim] = field(repr=False)

    def claim(self, key: str) -> Claim:
        """The claim with this key, e.g. ``M01.a``."""
        return self.claims[key]

    def claims_of(self, parameter: Parameter | str) -> tuple[Claim, ...]:
        """The claims a parameter rests on; a code, event or hypothesis stands for all of its claims."""
        found: dict[str, Claim] = {}
        for key in (self.parameters[parameter] if isinstance(parameter, str) else parameter).rests_on:
            record = self.codes.get(key) or self.events.get(key) or self.hypotheses.get(key)
            found |= {claim.key: claim for claim in (record.claims if record else (self.claims[key],))}
        return tuple(found.values())

    def range_of(self, level: Level) -> tuple[float, float]:
        """The least and the greatest number a level may mean; yes is 1 and no is 0."""
        numbers = {"yes": 1.0, "no": 0.0} | dict(self.scale)
        if "NS" in level.codes:
            return self.not_supported
        values = [numbers[code] for code in level.codes]
        return min(values), max(values)
