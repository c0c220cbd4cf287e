"""One pressure of a scenario: what it is once all layers are merged, and how it is read and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from model.kinds import ACTORS, KINDS, Combine, Effect, KeyType, PressureKind
from model.layers import Entry, fields
from model.scenario_words import DATE_WANTED, Vocabulary, is_date, months_between, read_date
from model.yaml_reading import Collector, quoted, shown

LONGEST = 336
"""Months from 2013-01 to 2040-12, the longest that a run or anything in it can last."""
WINDOW = ("start", "end", "duration", "every", "times", "when", "repeat")
SIZE = ("level", "ramp", "path")
ALWAYS = ("kind", "probability", "delay", "events", "because")
COMMON = (*ALWAYS, "by", "on", *WINDOW, *SIZE)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
EVENT = re.compile(r"E[0-9]{2,3}")


@dataclass(frozen=True, slots=True)
class When:
    """A condition on last month's state.

    Attributes:
        variable: Dotted series, e.g. ``belarus.alignment``.
        above: It holds above this; None if `below` is given.
        below: It holds below this.
        months: Months in a row that it must have held.
    """

    variable: str
    above: float | None
    below: float | None
    months: int = 1


@dataclass(frozen=True, slots=True)
class Pressure:
    """A pressure from outside, with months counted from the start of the run and any delay applied.

    Attributes:
        name: Its name in the scenario.
        kind: Its kind, a name of `KINDS`.
        by: Who presses; empty if nobody.
        on: Who is pressed; empty if nobody in particular.
        moves: The driver it moves, or the move it forces or forbids.
        combine: How it comes together with others.
        level: Its level as written.
        start: First month of its window; of the first one, if it repeats. May be negative.
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
        because: Why.
    """

    name: str
    kind: str
    by: str = ""
    on: str = ""
    moves: str = ""
    combine: Combine = Combine.FLOOR
    level: float = 1.0
    start: int = 0
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
    events: tuple[str, ...] = ()
    because: str = ""

    @property
    def certain(self) -> bool:
        """Whether it is the same in every world."""
        return self.when is None and self.probability >= 1.0

    @property
    def factor(self) -> float:
        """What level and path are multiplied by: 1 + the sum of the backing."""
        return 1.0 + sum(share for _, share in self.backing)

    @property
    def length(self) -> int | None:
        """Months of one window; None if it stays open."""
        if self.duration is not None:
            return self.duration
        return None if self.end is None or self.when is not None else self.end - self.start + 1

    def windows(self, months: int) -> Iterator[tuple[int, int]]:
        """First and last month of every window that touches the run; a trigger's may be shorter."""
        if self.path:
            yield 0, months - 1
            return
        if self.when is not None:
            yield max(self.start, 0), months - 1 if self.end is None else min(self.end, months - 1)
            return
        onset, number = self.start, 0
        while onset < months and number < (1 if self.every is None else self.times or months + LONGEST):
            last = months - 1 if self.length is None else onset + self.length - 1
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


class PressureReader:
    """Reads merged pressures and notes every problem.

    Attributes:
        found: Where problems go.
        words: Names of moves, variables and so on.
        start: Date of the first month of the run.
    """

    def __init__(self, found: Collector, words: Vocabulary, start: str) -> None:
        self.found = found
        self.words = words
        self.start = start

    def read(self, name: str, entry: Entry) -> Pressure | None:
        """One pressure, or None if too little of it can be understood."""
        kind = self._kind(entry)
        if kind is None:
            return None
        parts = fields(self.found, entry, ("kind",), (*COMMON, *kind.keys))
        by, on = self._who("by", kind, entry), self._who("on", kind, entry)
        choice = self._choice(kind, entry, by)
        if by is None or on is None or choice is None:
            return None
        effect = kind.effect(by, on, choice)
        if effect is None:
            pairs = ", ".join(f"{a} on {b}" for a, b in kind.pairs())
            self._add(parts.get("on") or parts.get("by") or entry,
                      f"{kind.name} by {by} on {on} moves nothing in the model; allowed: {pairs}")  # fmt: skip
            return None
        self._misplaced(kind, effect, by, parts)
        return self._whole(Pressure(name, kind.name, by, on, choice=choice), kind, effect, entry)

    def _whole(self, begun: Pressure, kind: PressureKind, effect: Effect, entry: Entry) -> Pressure:
        by, moves = begun.by, effect.moves
        if any(key.type is KeyType.MOVE for key in effect.keys):
            moves, by = self._move(entry, by)
        delay = self.found.integer(entry.node_of("delay"), -LONGEST, LONGEST) or 0
        start, end, duration = self._window(entry, delay)
        every, times = self._repetition(entry, start, end, duration)
        when, repeat = self._when(entry)
        probability = self.found.number(entry.node_of("probability"), 0, 1)
        because = self.found.text(entry.node_of("because"))
        return replace(
            begun, by=by, moves=moves, combine=effect.combine,
            level=self._level(kind, effect, entry),
            start=start, end=end, duration=duration,
            ramp=self.found.integer(entry.node_of("ramp"), 0, LONGEST) or 0,
            every=every, times=times, path=self._path(kind, entry, delay),
            probability=1.0 if probability is None else probability,
            when=when, repeat=repeat,
            venue=self.found.text(entry.node_of("venue")) or "", backing=self._backing(kind, entry),
            events=self._events(entry), because=because or "",
        )  # fmt: skip

    # -- who and what

    def _add(self, entry: Entry, message: str) -> None:
        self.found.add(entry.node, message)

    def _kind(self, entry: Entry) -> PressureKind | None:
        if entry.parts is None:
            self.found.entries(entry.node)
            return None
        node = entry.node_of("kind")
        if node is not None and (not isinstance(node.value, str) or node.value not in KINDS):
            self.found.choice(node, KINDS, what="kind of pressure")
            self._unknown_everywhere(entry)
            return None
        return KINDS[str(node.value)] if node is not None else None

    def _unknown_everywhere(self, entry: Entry) -> None:
        fields(self.found, entry, (), (*COMMON, *{key for kind in KINDS.values() for key in kind.keys}))

    def _who(self, key: str, kind: PressureKind, entry: Entry) -> str | None:
        allowed, part = (kind.by if key == "by" else kind.on), entry.get(key)
        if part is None and key == "by" and kind.anyone and kind.name == "mediation_bid":
            self._add_key(entry, f"{kind.name} has no 'by'; say who bids")
            return None
        if part is None or not allowed:
            return allowed[0] if allowed and not self._has_mover(kind) else ""
        if key == "by" and kind.anyone:
            return self._any_name(part)
        return self.found.choice(part.node, allowed, what="actor" if key == "by" else "actor pressed on")

    def _has_mover(self, kind: PressureKind) -> bool:
        return "move" in kind.keys

    def _any_name(self, part: Entry) -> str | None:
        name = self.found.text(part.node)
        meant = next((actor for actor in ACTORS if name is not None and actor.lower() == name.lower()), name)
        if meant != name:
            self._add(part, f"unknown actor {quoted(str(name))}; did you mean {quoted(str(meant))}?")
            return None
        return name

    def _add_key(self, entry: Entry, message: str) -> None:
        self.found.add(entry.key, message)

    def _choice(self, kind: PressureKind, entry: Entry, by: str | None) -> str | None:
        key = kind.choice
        if key is None or by is None:
            return ""
        if not any(effect.choice and effect.fits(by, "", effect.choice) for effect in kind.effects):
            return ""
        part = entry.get(key.name)
        if part is None:
            self._add_key(entry, f"{kind.name}{f' by {by}' if by else ''} has no {quoted(key.name)}; "
                                 f"allowed: {', '.join(key.choices)}")  # fmt: skip
            return None
        return self.found.choice(part.node, key.choices, what=key.name)

    def _move(self, entry: Entry, by: str) -> tuple[str, str]:
        part = entry.get("move")
        if part is None:
            self._add_key(entry, f"{entry.key.called or 'the pressure'} has no 'move'; say which")
            return "", by
        mine = [move for move in self.words.moves if not by or self.words.mover(move) == by]
        name = part.node.value
        if isinstance(name, str) and name in self.words.moves and name not in mine:
            self._add(part, f"{quoted(name)} is a move of {self.words.mover(name)}, not of {by}")
            return name, by
        move = self.found.choice(part.node, mine, what="move")
        return (move, self.words.mover(move)) if move is not None else ("", by)

    def _misplaced(self, kind: PressureKind, effect: Effect, by: str, parts: dict[str, Entry]) -> None:
        places = {*ALWAYS, *WINDOW, *(key.name for key in effect.keys)}
        places |= {"by"} if kind.by else set()
        places |= {"on"} if kind.on else set()
        places |= set(SIZE) if effect.sized else {"level"} if effect.combine is Combine.FLAG else set()
        whose = f"{kind.name} by {by}" if kind.anyone and by else kind.name
        allowed = ", ".join(key for key in (*COMMON, *kind.keys) if key in places)
        for key, part in parts.items():
            if key not in places:
                self.found.add(part.key, f"{quoted(key)} has no place in {whose}; allowed: {allowed}")
            elif "path" in parts and key in (*WINDOW, "level", "ramp"):
                message = f"{quoted(key)} has no place beside 'path', which gives every month its value"
                self.found.add(part.key, message)

    def _backing(self, kind: PressureKind, entry: Entry) -> tuple[tuple[str, float], ...]:
        part, key = entry.get("backing"), kind.keys.get("backing")
        if part is None or key is None:
            return ()
        names = fields(self.found, part, (), key.choices)
        shares = {name: self.found.number(share.node, 0, 1) for name, share in names.items()}
        return tuple((name, share) for name, share in shares.items() if share is not None)

    # -- how much

    def _level(self, kind: PressureKind, effect: Effect, entry: Entry) -> float:
        node = entry.node_of("level")
        if effect.combine is Combine.FLAG and node is not None:
            return float(self.found.integer(node, 0, 1) or 0)
        if effect.sized and node is None and kind.level is None and entry.get("path") is None:
            wanted = f"a number from {kind.low:g} to {kind.high:g}, or a 'path'"
            self._add_key(entry, f"{kind.name} has no 'level'; {wanted}")
        if not effect.sized:
            return 1.0
        level = self.found.number(node, kind.low, kind.high)
        if level is not None:
            return level
        return 1.0 if kind.level is None else kind.level

    def _path(self, kind: PressureKind, entry: Entry, delay: int) -> tuple[tuple[int, float], ...]:
        part = entry.get("path")
        if part is None:
            return ()
        if part.parts is None or not part.parts:
            got = shown(part.node) if part.parts is None else "an empty one"
            self._add(part, f"'path' must be a mapping of months to values, got {got}")
            return ()
        points: list[tuple[int, float]] = []
        for date, value in part.parts.items():
            if not is_date(date):
                self.found.add(value.key, f"a point of 'path' must be {DATE_WANTED}, got {quoted(date)}")
            height = self.found.number(value.node, kind.low, kind.high)
            if is_date(date) and height is not None:
                points.append((months_between(self.start, date) + delay, height))
        return tuple(sorted(points))

    # -- when

    def _window(self, entry: Entry, delay: int) -> tuple[int, int | None, int | None]:
        first, last = (read_date(self.found, entry.node_of(key)) for key in ("start", "end"))
        duration = self.found.integer(entry.node_of("duration"), 1, LONGEST)
        ended, lasting = entry.get("end"), entry.get("duration")
        if ended is not None and lasting is not None:
            later = max(ended, lasting, key=lambda part: (part.key.line, part.key.column))
            other = lasting if later is ended else ended
            where = f"{other.key.called} stands in {other.key.file}:{other.key.line} (null deletes it)"
            self.found.add(later.key, f"'end' and 'duration' cannot both be given; {where}")
        if first is not None and last is not None and last < first and ended is not None:
            self._add(ended, f"'end' {last} is before 'start' {first}")
        start = 0 if first is None else months_between(self.start, first)
        end = None if last is None or lasting is not None else months_between(self.start, last) + delay
        return start + delay, end, duration

    def _repetition(
        self, entry: Entry, start: int, end: int | None, duration: int | None
    ) -> tuple[int | None, int | None]:
        every = self.found.integer(entry.node_of("every"), 1, LONGEST)
        times = self.found.integer(entry.node_of("times"), 1, LONGEST)
        again, counted = entry.get("every"), entry.get("times")
        if counted is not None and again is None:
            self.found.add(counted.key, "'times' needs 'every'")
        if again is None:
            return None, None
        if entry.get("when") is not None:
            self.found.add(again.key, "'every' has no place beside 'when'; 'repeat: true' starts it again")
        if entry.get("end") is None and entry.get("duration") is None:
            self.found.add(again.key, "'every' repeats a window; give the window a 'duration' or an 'end'")
        length = duration if duration is not None else None if end is None else end - start + 1
        if every is not None and length is not None and length > every:
            self._add(again, f"a window of {length} months cannot come again every {every} months")
        return every, times

    def _when(self, entry: Entry) -> tuple[When | None, bool]:
        repeat, part = self.found.boolean(entry.node_of("repeat")) or False, entry.get("when")
        again = entry.get("repeat")
        if again is not None and (part is None or (repeat and entry.get("duration") is None)):
            self.found.add(again.key, "'repeat' needs 'when' and 'duration'")
        if part is None:
            return None, False
        given = fields(self.found, part, ("variable",), ("above", "below", "for"))
        if part.parts is not None and ("above" in given) == ("below" in given):
            self._add(part, "'when' needs either 'above' or 'below'")
        variable = self.found.choice(part.node_of("variable"), self.words.variables, what="variable")
        limits = [self.found.number(part.node_of(key)) for key in ("above", "below")]
        months = self.found.integer(part.node_of("for"), 1, LONGEST) or 1
        return (None if variable is None else When(variable, limits[0], limits[1], months)), repeat

    def _events(self, entry: Entry) -> tuple[str, ...]:
        node = entry.node_of("events")
        ids = self.found.texts(node)
        for item in self.found.sequence(node) if ids else []:
            if isinstance(item.value, str) and not EVENT.fullmatch(item.value):
                self.found.add(item, f"{quoted(item.value)} is no id of an event, such as E25")
        return ids
