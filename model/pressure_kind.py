"""What a kind of pressure is: who may press on whom, how hard, which keys it has, and what it moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Combine(StrEnum):
    """How pressures on the same driver or move come together."""

    ADD = "add"
    FLOOR = "floor"
    FLAG = "flag"
    FORCE = "force"
    FORBID = "forbid"


COMBINES: Mapping[Combine, str] = MappingProxyType(
    {
        Combine.ADD: "adds to the others, then the sum is kept within the range of the driver",
        Combine.FLOOR: "the level is at least this; the largest of several counts",
        Combine.FLAG: "on or off; one is enough",
        Combine.FORCE: "the move is taken in every month of the window, open or not",
        Combine.FORBID: "the move cannot be taken in the window",
    }
)
"""What each rule of combination means."""

AGENTS = ("Belarus", "Russia", "EU", "US", "Ukraine")
OTHERS = (
    "West", "NATO", "Poland", "Germany", "France", "Turkey", "Kazakhstan", "Armenia", "Azerbaijan",
    "China", "OSCE", "UN",
)  # fmt: skip
ACTORS = AGENTS + OTHERS
"""Actors that scenario files can name: the five agents, and others who press or back without deciding."""


class KeyType(StrEnum):
    """What the value of a key of its own may be."""

    TEXT = "text"
    CHOICE = "choice"
    SHARES = "shares"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class ExtraKey:
    """A key that only some kinds have, next to those every pressure has.

    Attributes:
        name: The key.
        label: What it says.
        type: What its value may be.
        choices: Values allowed, for a choice; names allowed, for shares.
        required: Whether it must be given wherever it has its place.
    """

    name: str
    label: str
    type: KeyType
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What a pressure moves, given who presses on whom.

    Attributes:
        moves: The driver; for a forced bid the move; empty where the key `move` names it.
        combine: How it comes together with others.
        by: Who presses; empty for whoever may.
        on: Who is pressed; empty for whomever.
        choice: The value of the kind's choice for which this holds; empty for any.
        keys: Keys of its own that have their place here.
    """

    moves: str
    combine: Combine
    by: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    choice: str = ""
    keys: tuple[ExtraKey, ...] = ()

    @property
    def sized(self) -> bool:
        """Whether it has a size (level, ramp, path); flags have a level of 0 or 1 only, forced moves none."""
        return self.combine in (Combine.ADD, Combine.FLOOR)

    def fits(self, by: str, on: str, choice: str) -> bool:
        """Whether this is the effect of `by` pressing on `on`."""
        return (not self.by or by in self.by) and (not self.on or on in self.on) and self.choice in ("", choice)


@dataclass(frozen=True, slots=True)
class PressureKind:
    """A kind of pressure, as scenario files name it under `kind`.

    Attributes:
        name: The value of `kind`.
        label: A few words for tables.
        does: One sentence on what it does.
        effects: What it moves; the first effect that fits holds.
        by: Who may press; the first is the default. Empty: nobody does, and the key has no place.
        on: Who may be pressed; the first is the default.
        anyone: Whether `by` may be any other name too, and must be given unless `by` is empty.
        low: Least level.
        high: Greatest level.
        level: Level when none is given; None where one must be given.
        unit: Unit of the level.
    """

    name: str
    label: str
    does: str
    effects: tuple[Effect, ...]
    by: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    anyone: bool = False
    low: float = 0.0
    high: float = 1.0
    level: float | None = 1.0
    unit: str = "1"

    @property
    def keys(self) -> dict[str, ExtraKey]:
        """Every key of its own that one of its effects has, by name."""
        return {key.name: key for effect in self.effects for key in effect.keys}

    @property
    def choice(self) -> ExtraKey | None:
        """The key whose value decides between effects, if there is one."""
        return next((key for key in self.keys.values() if key.type is KeyType.CHOICE), None)

    def effect(self, by: str, on: str, choice: str = "") -> Effect | None:
        """What it moves when `by` presses on `on`; None if the model knows no such pressure."""
        return next((effect for effect in self.effects if effect.fits(by, on, choice)), None)

    def pairs(self) -> list[tuple[str, str]]:
        """Who may press on whom, by name."""
        return [(by, on) for by in self.by for on in self.on or ("",) if self.effect(by, on) is not None]
