"""One pressure of a scenario, read and checked once all layers are merged."""

from __future__ import annotations

import re
from dataclasses import replace

from model.core.months import is_date, months_between
from model.scenario.kinds import KINDS, OF
from model.scenario.layers import Entry, fields
from model.scenario.pressure import ACTORS, LONGEST, Combine, Effect, KeyType, Pressure, PressureKind, When
from model.scenario.words import DATE_WANTED, read_date
from model.theory.names import Vocabulary
from model.yaml_files.fields import Collector, quoted, shown

WINDOW = ("start", "end", "duration", "every", "times", "when", "repeat")
SIZE = ("level", "ramp", "path")
ALWAYS = ("kind", "probability", "delay", "events", "because")
COMMON = (*ALWAYS, "by", "on", *WINDOW, *SIZE)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
EVENT = re.compile(r"E[0-9]{2,3}")


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
        effect = None if by is None or on is None else self._effect(kind, by, on, choice, parts.get("on") or entry)
        if effect is not None:
            self._misplaced(kind, effect, by or "", parts)
        begun = Pressure(name, kind.name, by or "", on or "", choice=choice or "")
        pressure = self._whole(begun, kind, effect or kind.effects[-1], entry)
        return None if effect is None or choice is None else pressure

    def _effect(self, kind: PressureKind, by: str, on: str, choice: str | None, at: Entry) -> Effect | None:
        fitting = [
            effect for effect in kind.effects if effect.fits(by, on, effect.choice if choice is None else choice)
        ]
        if not fitting:
            pairs = ", ".join(f"{a} on {b}" for a, b in kind.pairs())
            self._add(at, f"{kind.name} by {by} on {on} moves nothing in the model; allowed: {pairs}")
        return fitting[0] if fitting else None

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
            begun,
            by=by,
            moves=moves,
            combine=effect.combine,
            level=self._level(kind, effect, entry),
            start=start,
            end=end,
            duration=duration,
            ramp=self.found.integer(entry.node_of("ramp"), 0, LONGEST) or 0,
            every=every,
            times=times,
            path=self._path(kind, entry, delay),
            probability=1.0 if probability is None else probability,
            when=when,
            repeat=repeat,
            venue=self.found.text(entry.node_of("venue")) or "",
            backing=self._backing(kind, entry),
            events=self._events(entry),
            because=because or "",
        )

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
        if node is None:
            self._add_key(entry, f"{entry.key.called or 'the pressure'} has no 'kind'; it must be given")
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
            self._add_key(
                entry,
                f"{kind.name}{f' by {by}' if by else ''} has no {quoted(key.name)}; allowed: {', '.join(key.choices)}",
            )
            return None
        return self.found.choice(part.node, key.choices, what=kind.name if key is OF else key.name)

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
            later = max(ended, lasting, key=lambda part: (part.layer, part.key.line, part.key.column))
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
        elif entry.get("end") is None and entry.get("duration") is None:
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
        variable = self.found.choice(part.node_of("variable"), sorted(self.words.variables), what="variable")
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
