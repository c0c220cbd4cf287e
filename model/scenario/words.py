"""The words of a scenario: months written as dates, settings, and the names that theory and seeds know."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeGuard

from model.scenario.pressure import AGENTS
from model.yaml_files.fields import Collector, Node, shown

FIRST_MONTH = "2013-01"
LAST_MONTH = "2040-12"
POSTURES = ("client", "hedging", "leaning_west")
_DATE = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class Sampling(StrEnum):
    """Where the parameters of a world come from: all at their best, from the stated ranges, or from wider ones."""

    PARAMETERS = "parameters"
    BEST = "best"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class ParameterSetting:
    """What a scenario says about one parameter: a value, a range of its own, or a factor.

    Attributes:
        fix: The value in every world.
        low: Least value, together with `high`.
        high: Greatest value.
        scale: What the value is multiplied by.
        because: Why; needed for what lies outside the documented range.
    """

    fix: float | None = None
    low: float | None = None
    high: float | None = None
    scale: float | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A condition on worlds: only those in this posture in this month are kept.

    Attributes:
        posture: One of the postures.
        month: Index of the month.
    """

    posture: str
    month: int


@dataclass(frozen=True)
class Vocabulary:
    """The names that scenario files may refer to.

    Attributes:
        moves: Move -> its slot.
        movers: Move -> its owner, e.g. ``belarus``.
        variables: Dotted series that a trigger can watch, e.g. ``belarus.alignment``.
        parameters: Key -> low and high.
        mechanisms: Ids that can be switched off.
        hypotheses: Hypothesis -> variant -> keys of the parameters it sets.
        postures: Postures that a run can be conditioned on.
    """

    moves: Mapping[str, str]
    movers: Mapping[str, str]
    variables: Collection[str]
    parameters: Mapping[str, tuple[float, float]]
    mechanisms: Collection[str]
    hypotheses: Mapping[str, Mapping[str, Collection[str]]] = field(default_factory=dict)
    postures: tuple[str, ...] = POSTURES

    def mover(self, move: str) -> str:
        """The agent a move belongs to, as scenario files write it, e.g. ``Belarus``."""
        owner = str(self.movers[move])
        return next((agent for agent in AGENTS if agent.lower() == owner), owner)

    def slot(self, move: str) -> tuple[str, str]:
        """Owner and slot of a move; moves of one slot exclude each other."""
        return str(self.movers.get(move, "")), self.moves.get(move, move)


def months_between(first: str, later: str) -> int:
    """Number of months from one date to another, negative if it is the earlier one."""
    return _count(later) - _count(first)


def date_of(month: int, start: str) -> str:
    """The date, ``YYYY-MM``, of a month counted from `start`."""
    count = _count(start) + month
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def is_date(text: object) -> TypeGuard[str]:
    """Whether this is a month that scenario files can name."""
    return isinstance(text, str) and _DATE.fullmatch(text) is not None and FIRST_MONTH <= text <= LAST_MONTH


def read_date(found: Collector, node: Node | None) -> str | None:
    """A month from 2013-01 to 2040-12, or None after a problem was noted."""
    if node is None or is_date(node.value):
        return None if node is None else str(node.value)
    found.add(node, f"{node.called} must be {DATE_WANTED}, got {shown(node)}")
    return None


DATE_WANTED = f"a month such as 2017-05, from {FIRST_MONTH} to {LAST_MONTH}"


def _count(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:]) - 1
