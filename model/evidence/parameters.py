"""The numbers of the theory: each with its range, its reasons and its part in the choice of moves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from model.evidence.domains import ANY, NumberDomain
from model.yaml_files.hints import Key, Known


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
    """How a parameter spreads over its range: evenly, evenly in its logarithm, or with its mode at the best value."""

    UNIFORM = "uniform"
    LOG_UNIFORM = "log_uniform"
    PERT = "pert"


class FittedOn(StrEnum):
    """What was in view when a best value was set: outcomes of runs, dated facts, or the texts alone."""

    PATTERNS = "patterns"
    RECORD = "record"
    TEXT = "text only"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number of the theory with its range and its reasons.

    Attributes:
        key: Subject and name, e.g. ``alliance.fear_by_opening``.
        label: What it means, in words.
        unit: Its unit; "1" for a share or an index.
        domain: What kind of thing it is; the range does not leave it.
        distribution: How it spreads between the bounds.
        drawn_with: Key of the number whose draw it shares, so that both lie equally far up their ranges.
        narrow: Why its range may be narrower than `least_range`.
        fitted_on: What was in view when the best value was set: the patterns or other outcomes of runs, dated facts of
            the record, or the texts alone. Who set it had read all texts, those of 2021 included.
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
    domain: NumberDomain = ANY
    distribution: Distribution = Distribution.UNIFORM
    drawn_with: Annotated[str, Known("parameter")] | None = None
    narrow: str = ""
    fitted_on: FittedOn = FittedOn.TEXT
    mechanisms: Annotated[tuple[Annotated[str, Known("mechanism")], ...], Key("mechanism")] = ()
    rests_on: tuple[Annotated[str, Known("claim")], ...] = ()
    why: str
    term: Term | None = None
    place: str

    @property
    def subject(self) -> str:
        """The rules file that reads it."""
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        """Its name in that rules file."""
        return self.key.partition(".")[2]

    @property
    def drawn_as(self) -> str:
        """Key of the number under whose name it is drawn; its own, as a rule."""
        return self.drawn_with or self.key

    @property
    def least_range(self) -> tuple[float, float]:
        """The narrowest range where no text gives a size: a half to either side of the best value.

        For paces and clocks (units 1/month and months) from half to twice the best value; both end where the domain
        does. A definition is never drawn and has none: its own value.
        """
        if self.kind is Kind.DEFINITION:
            return self.best, self.best
        half = abs(self.best) / 2.0
        more = 2.0 * self.best if self.unit in ("1/month", "months") else self.best + half
        return max(self.best - half, self.domain.low), min(more, self.domain.high)
