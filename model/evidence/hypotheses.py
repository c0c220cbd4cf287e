"""Where the documents speak in words or disagree: ordinal codes, and rival hypotheses with their variants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from model.evidence.documents import Claim
from model.yaml_files.hints import Key, Known, Shaped

NAME = re.compile(r"[a-z][a-z0-9_]*")
PERIOD = re.compile(r"\d{4}(-\d{2})?")

SAMPLED = "sampled"
"""The default of a hypothesis none of whose variants is taken for granted: the ranges decide."""


class Confidence(StrEnum):
    """How sure the coder is of an ordinal code."""

    HIGH = "h"
    MIDDLE = "m"
    LOW = "l"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalCode:
    """A property of an actor coded over time on the ordinal scale."""

    key: str
    actor: str
    name: str
    confidence: Confidence
    over_time: Mapping[Annotated[str, Shaped(PERIOD, "a period such as 2014-15")], Level]
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
    parameters: Mapping[Annotated[str, Known("parameter")], Setting]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedIn:
    """Where rival variants must lead to different ends.

    Attributes:
        scenario: A scenario.
        changes: What is changed there, as `--set` takes it.
        because: Why there.
    """

    scenario: str = "baseline"
    changes: Annotated[tuple[str, ...], Key("set")] = ()
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """A question on which the documents disagree, with its rival answers; they are compared, never averaged.

    Attributes:
        key: Its id, e.g. ``RH01``.
        name: Its name in scenarios, e.g. ``room_for_manoeuvre``.
        judged_in: The scenario in which its variants are measured against one another.
        default: The variant taken when a scenario says nothing, or ``sampled``; None while it is open.
    """

    key: str
    name: Annotated[str, Shaped(NAME, "a name in lower case and underscores")]
    title: str
    question: str
    variants: Mapping[str, Variant]
    differs_in: str
    discriminating_observation: str
    judged_in: JudgedIn
    default: str | None
    default_because: str = ""
    status: str = ""
    place: str

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of all its variants."""
        return tuple(claim for variant in self.variants.values() for claim in variant.claims)
