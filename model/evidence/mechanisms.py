"""What the documents say is at work, and what happened: mechanisms and events."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from model.evidence.documents import DATE, Claim
from model.yaml_files.hints import Between, Items, Key, Known, Shaped

CARRIER = re.compile(r"[a-z_]+\.[a-z][a-z0-9_]*")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
SPAN = re.compile(rf"{DATE.pattern}(\.\.{DATE.pattern})?")
WORDS = {"status": ("planned",), "precision": ("day", "month", "year", "interval", "source_date")}
"""Words that a field may have, by what messages call them."""

Names = Annotated[tuple[str, ...], Items(1)]
Carrier = Annotated[str, Shaped(CARRIER, "a rule or move such as alliance.fear_expected")]
Month = Annotated[str, Shaped(MONTH, "a month such as 2014-01")]


class Grade(StrEnum):
    """How firmly the documents hold a mechanism: asserted, asserted with a hedge, or inferred by us."""

    ASSERTED = "A"
    HEDGED = "S"
    INFERRED = "I"


class Treatment(StrEnum):
    """How the model treats an event: as given from outside, as an occasion, or as its own to produce."""

    EXOGENOUS = "exogenous"
    OCCASION = "occasion"
    DECISION = "decision"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Switch:
    """What is set to zero, and which moves are taken away, when a mechanism is switched off."""

    parameters: tuple[Annotated[str, Known("parameter")], ...] = ()
    moves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Where the switch of a mechanism must show: a series of a scenario, in a span of months."""

    scenario: str
    series: Annotated[str, Shaped(CARRIER, "a series such as russia.subsidy")]
    start: Annotated[Month, Key("from")]
    end: Annotated[Month, Key("to")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """One way in which, by the documents, one thing leads to another.

    Attributes:
        key: Its id, e.g. ``M01``.
        claims: What speaks for it.
        rivals: What speaks against it.
        carried_by: Rules and moves that carry it, e.g. ``alliance.fear_of_abandonment``.
        status: ``planned`` where nothing carries it yet.
        label_of: Why it is a composite or only a label; empty where it is neither.
        switch: What goes to zero when it is off.
        diagnostic: Where that must show.
    """

    key: str
    name: str
    family: str
    actors: Names
    grade: Grade
    grade_note: str = ""
    statement: str
    shape: str
    time_scale: str
    claims: tuple[Claim, ...]
    rivals: tuple[Claim, ...] = ()
    caveat: str = ""
    carried_by: tuple[Carrier, ...] = ()
    status: Annotated[str, Known("status")] = ""
    label_of: str = ""
    switch: Switch | None = None
    diagnostic: Diagnostic | None = None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
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
    date: Annotated[str, Shaped(SPAN, "a date such as 2017-03, or an interval such as 2014..2018")]
    precision: Annotated[str, Known("precision")]
    what: str
    actors: Names
    by: Annotated[tuple[str, ...], Key("from")]
    to: tuple[str, ...]
    effect: Names
    magnitude: Annotated[int, Between(0, 5)]
    claims: tuple[Claim, ...]
    treatment: Annotated[Treatment, Key("coding")]
    because: str
    place: str
