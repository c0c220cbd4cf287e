"""The numbers of the theory: each with its range, its reasons and its part in the choice of moves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

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
    """How a parameter spreads over its range: evenly, or with its mode at the best value."""

    UNIFORM = "uniform"
    PERT = "pert"


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
    distribution: Distribution = Distribution.UNIFORM
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
