"""What a kind of pressure is, and what one pressure of a scenario is: who, on whom, how hard, when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from model.core import declarations
from model.yaml_files.hints import Between, Items, Key, Known


class Combine(StrEnum):
    """How pressures on the same driver or move come together.

    Attributes:
        ADD: Adds to the others, then the sum is kept within the range of the driver.
        FLOOR: The level is at least this; the largest of several counts.
        FLAG: On or off; one is enough.
        FORCE: The move is taken in every month of the window, open or not.
        FORBID: The move cannot be taken in the window.
    """

    ADD = "add"
    FLOOR = "floor"
    FLAG = "flag"
    FORCE = "force"
    FORBID = "forbid"


HISTORY = "history."
"""How the names of history's own pressures begin, the only names with a dot in them."""
LONGEST = 336
"""Months from 2013-01 to 2040-12, the longest that a run or anything in it can last."""
AGENTS = tuple(agent.label for agent in declarations.AGENTS)
NEIGHBOURS = ("Poland", "Germany", "France", "Turkey", "Kazakhstan", "Armenia", "Azerbaijan", "China")
ACTORS = (*AGENTS, "West", "NATO", *NEIGHBOURS, "OSCE", "UN")
"""Actors that scenario files can name: the five agents, and others who press or back without deciding."""
CHOICES = ("conflict", "of")
"""Keys of a pressure whose value decides what it moves."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a pressure moves, given who presses on whom.

    Attributes:
        moves: The driver; for a forced bid the move; empty where the key `move` names it.
        combine: How it comes together with others.
        by: Who presses; empty for whoever may.
        on: Who is pressed; empty for whomever.
        choice: The value of the kind's choice for which this holds; empty for any.
        keys: Keys that only such pressures have.
        phrase: What names it in sentences, where the kind's own phrase does not fit.
    """

    moves: str = ""
    combine: Combine = Combine.FLOOR
    by: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    choice: str = ""
    keys: tuple[str, ...] = ()
    phrase: str = ""

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
        does: One sentence on what it does.
        phrase: A noun phrase for sentences; `viz.sentences.change_names` fills what stands in braces.
        effects: What it moves; the first effect that fits holds.
        level: Level when none is given; None where one must be given.
        by: Who may press; the first is the default. Empty: nobody does, and the key has no place.
        on: Who may be pressed; the first is the default.
        anyone: Whether `by` may be any other name too, and must be given unless `by` is empty.
        low: Least level.
        high: Greatest level.
        label: A few words for tables, where its name does not say it.
        several: Whether the phrase takes a plural verb.
    """

    name: str
    does: str
    phrase: str
    effects: Annotated[tuple[Effect, ...], Items(1)]
    level: float | None
    by: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    anyone: bool = False
    low: float = 0.0
    high: float = 1.0
    label: str = ""
    several: bool = False

    @property
    def title(self) -> str:
        """A few words for tables."""
        return self.label or self.name.replace("_", " ")

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that only pressures with one of its effects have."""
        return tuple(dict.fromkeys(key for effect in self.effects for key in effect.keys))

    @property
    def choice_key(self) -> str:
        """The key whose value decides between its effects; empty if there is none."""
        return next((key for key in self.keys if key in CHOICES), "")

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of that key."""
        return tuple(effect.choice for effect in self.effects if effect.choice)

    def effect(self, by: str, on: str, choice: str = "") -> Effect | None:
        """What it moves when `by` presses on `on`; None if the model knows no such pressure."""
        return next((effect for effect in self.effects if effect.fits(by, on, choice)), None)

    def pairs(self) -> list[tuple[str, str]]:
        """Who may press on whom, by name."""
        return [(by, on) for by in self.by for on in self.on or ("",) if self.effect(by, on) is not None]


@dataclass(frozen=True, slots=True)
class When:
    """A condition on last month's state.

    Attributes:
        variable: Dotted series, e.g. ``belarus.alignment``.
        above: It holds above this; None if `below` is given.
        below: It holds below this.
        months: Months in a row that it must have held.
    """

    variable: Annotated[str, Known("variable")]
    above: float | None = None
    below: float | None = None
    months: Annotated[int, Key("for"), Between(1, LONGEST)] = 1


@dataclass(frozen=True, slots=True)
class Pressure:
    """A pressure from outside, with months counted from the start of the run and any delay applied.

    Two are equal if they act alike, whatever is said about them.

    Attributes:
        by: Who presses; empty if nobody.
        on: Who is pressed; empty if nobody in particular.
        moves: The driver it moves, or the move it forces or forbids.
        combine: How it comes together with others.
        level: Its level as written.
        start: First month of its window; of the first one, if it repeats. May be negative.
        latest: Last month in which it can begin, where each world draws the month from those between; None where it
            begins in `start` everywhere.
        end: Last month of that window; None for open or given by `duration`.
        duration: Months from the onset; None for open or given by `end`.
        ramp: Months in which it grows to its level in equal steps.
        every: Months from one window to the next; None for one window only.
        times: Number of windows; None for no limit.
        path: Months and values, linear in between; replaces level and window.
        probability: Share of worlds, or of onsets, that see it.
        when: The condition that starts it.
        repeat: Whether the condition can start it again once it is over.
        venue: Where a rival would host.
        choice: The conflict of a bid, or what an occasion is of.
        backing: Who backs it, and how much.
        events: Ids of the events it encodes.
    """

    name: str
    kind: str
    by: str = ""
    on: str = ""
    moves: str = ""
    combine: Combine = Combine.FLOOR
    level: float = 1.0
    start: int = 0
    latest: int | None = None
    end: int | None = None
    duration: int | None = None
    ramp: int = 0
    every: int | None = None
    times: int | None = None
    path: tuple[tuple[int, float], ...] = ()
    probability: float = 1.0
    when: When | None = None
    repeat: bool = False
    venue: str = ""
    choice: str = ""
    backing: tuple[tuple[str, float], ...] = ()
    events: tuple[str, ...] = field(default=(), compare=False)
    because: str = field(default="", compare=False)

    @property
    def certain(self) -> bool:
        """Whether it is the same in every world."""
        return self.when is None and self.latest is None and self.probability >= 1.0

    @property
    def factor(self) -> float:
        """What level and path are multiplied by: 1 + the sum of the backing."""
        return 1.0 + sum(share for _, share in self.backing)

    @property
    def length(self) -> int | None:
        """Months of one window, the longest if its onset is drawn up to a given end; None if it stays open."""
        if self.duration is not None:
            return self.duration
        return None if self.end is None or self.when is not None else self.end - self.start + 1

    def windows(self, months: int) -> Iterator[tuple[int, int]]:
        """First and last month of every window that touches the run; with a trigger or a drawn onset, the widest."""
        if self.path:
            yield 0, months - 1
            return
        if self.when is not None:
            yield max(self.start, 0), months - 1 if self.end is None else min(self.end, months - 1)
            return
        onset, number = self.start, 0
        later = self.latest - self.start if self.latest is not None and self.duration is not None else 0
        while onset < months and number < (1 if self.every is None else self.times or months + LONGEST):
            last = months - 1 if self.length is None else onset + self.length - 1 + later
            if last >= 0:
                yield onset, min(last, months - 1)
            onset, number = onset + (self.every or months), number + 1

    def size(self, since: int) -> float:
        """Its strength in the month that lies `since` months after an onset (0 for the first)."""
        return self.level * self.factor * (min(1.0, (since + 1) / self.ramp) if self.ramp else 1.0)

    def on_path(self, month: int) -> float:
        """The value of its path: linear between points, constant before the first and after the last."""
        points = self.path
        if month <= points[0][0]:
            return points[0][1] * self.factor
        for (left, low), (right, high) in pairwise(points):
            if month < right:
                return (low + (high - low) * ((month - left) / (right - left))) * self.factor
        return points[-1][1] * self.factor


def name_words(name: str) -> str:
    """A pressure's name in files as words: EU 2017 for ``eu_2017``."""
    capitals = {actor.lower(): actor for actor in ACTORS}
    return " ".join(capitals.get(word, word) for word in name.removeprefix(HISTORY).split("_"))
