"""The pressures of a scenario, read and checked once all layers are merged."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from model.core.months import date_of, is_date, months_between
from model.scenario.keys import DATE_WANTED, Context
from model.scenario.kinds import KINDS, OF
from model.scenario.layers import HISTORY, Entry, fields
from model.scenario.pressure import ACTORS, Combine, Effect, KeyType, Pressure, PressureKind
from model.scenario.pressure_keys import KEYS, NAME, OWN_KEYS, WINDOW, places
from model.yaml_files.fields import quoted, shown, unknown_key_message


def read_pressure(c: Context, name: str, entry: Entry) -> Pressure | None:
    """One pressure, or None if too little of it can be understood."""
    kind = _kind(c, entry)
    if kind is None:
        return None
    parts = fields(c.found, entry, ("kind",), (*KEYS, *kind.keys))
    by, on = _who(c, "by", kind, entry), _who(c, "on", kind, entry)
    chosen = _choice(c, kind, entry, by)
    effect = None if by is None or on is None else _effect(c, kind, by, on, chosen, parts.get("on") or entry)
    if effect is not None:
        _check_places(c, kind, effect, by or "", parts)
    moved = effect or kind.effects[-1]
    move = _move(c, entry, by or "") if any(key.type is KeyType.MOVE for key in moved.keys) else (moved.moves, by or "")
    read = {key: KEYS[key].value(c, entry.get(key)) for key in KEYS if KEYS[key].read is not None}
    delay, first, last = read.pop("delay"), read["start"], read["end"]
    read["start"] = delay + (0 if first is None else months_between(c.start, first))
    read["end"] = None if last is None or "duration" in parts else delay + months_between(c.start, last)
    _check_window(c, entry, first, last)
    _check_repetition(c, entry, read)
    read |= {"level": _level(c, kind, moved, entry), "path": _path(c, kind, entry, delay)}
    own = {"venue": c.found.text(entry.node_of("venue")) or "", "backing": _backing(c, kind, entry)}
    if effect is None or chosen is None:
        return None
    who = {"by": move[1], "on": on, "moves": move[0], "combine": moved.combine, "choice": chosen}
    return Pressure(name, kind.name, **(read | own | who))


# -- who and what


def _kind(c: Context, entry: Entry) -> PressureKind | None:
    if entry.parts is None:
        c.found.entries(entry.node)
        return None
    node = entry.node_of("kind")
    if node is None:
        c.found.add(entry.key, f"{entry.key.called or 'the pressure'} has no 'kind'; it must be given")
        return None
    if not isinstance(node.value, str) or node.value not in KINDS:
        c.found.choice(node, KINDS, what="kind of pressure")
        fields(c.found, entry, (), (*KEYS, *OWN_KEYS))
        return None
    return KINDS[node.value]


def _who(c: Context, key: str, kind: PressureKind, entry: Entry) -> str | None:
    allowed, part = (kind.by if key == "by" else kind.on), entry.get(key)
    if part is None and key == "by" and kind.name == "mediation_bid":
        c.found.add(entry.key, f"{kind.name} has no 'by'; say who bids")
        return None
    if part is None or not allowed:
        return allowed[0] if allowed and "move" not in kind.keys else ""
    if key == "on" or not kind.anyone:
        return c.found.choice(part.node, allowed, what="actor" if key == "by" else "actor pressed on")
    name = c.found.text(part.node)
    meant = next((actor for actor in ACTORS if name is not None and actor.lower() == name.lower()), name)
    if meant != name:
        c.found.add(part.node, f"unknown actor {quoted(str(name))}; did you mean {quoted(str(meant))}?")
        return None
    return name


def _choice(c: Context, kind: PressureKind, entry: Entry, by: str | None) -> str | None:
    key = kind.choice
    if key is None or by is None or not any(one.choice and one.fits(by, "", one.choice) for one in kind.effects):
        return ""
    part = entry.get(key.name)
    if part is None:
        who = f"{kind.name} by {by}" if by else kind.name
        c.found.add(entry.key, f"{who} has no {quoted(key.name)}; allowed: {', '.join(key.choices)}")
        return None
    return c.found.choice(part.node, key.choices, what=kind.name if key is OF else key.name)


def _effect(c: Context, kind: PressureKind, by: str, on: str, choice: str | None, at: Entry) -> Effect | None:
    fitting = [one for one in kind.effects if one.fits(by, on, one.choice if choice is None else choice)]
    if not fitting:
        pairs = ", ".join(f"{a} on {b}" for a, b in kind.pairs())
        c.found.add(at.node, f"{kind.name} by {by} on {on} moves nothing in the model; allowed: {pairs}")
    return fitting[0] if fitting else None


def _move(c: Context, entry: Entry, by: str) -> tuple[str, str]:
    """The move that is forced or forbidden, and whose it is."""
    part, words = entry.get("move"), c.words
    if part is None:
        c.found.add(entry.key, f"{entry.key.called or 'the pressure'} has no 'move'; say which")
        return "", by
    mine = [move for move in words.moves if not by or words.mover(move) == by]
    name = part.node.value
    if isinstance(name, str) and name in words.moves and name not in mine:
        c.found.add(part.node, f"{quoted(name)} is a move of {words.mover(name)}, not of {by}")
        return name, by
    move = c.found.choice(part.node, mine, what="move")
    return ("", by) if move is None else (move, words.mover(move))


def _check_places(c: Context, kind: PressureKind, effect: Effect, by: str, parts: Mapping[str, Entry]) -> None:
    fitting = places(kind, [effect])
    whose = f"{kind.name} by {by}" if kind.anyone and by else kind.name
    allowed = ", ".join(key for key in (*KEYS, *kind.keys) if key in fitting)
    for key, part in parts.items():
        if key not in fitting:
            c.found.add(part.key, f"{quoted(key)} has no place in {whose}; allowed: {allowed}")
        elif "path" in parts and key in (*WINDOW, "level", "ramp"):
            c.found.add(part.key, f"{quoted(key)} has no place beside 'path', which gives every month its value")


def _backing(c: Context, kind: PressureKind, entry: Entry) -> tuple[tuple[str, float], ...]:
    part, key = entry.get("backing"), kind.keys.get("backing")
    names = fields(c.found, part, (), key.choices) if key is not None else {}
    shares = {name: c.found.number(share.node, 0, 1) for name, share in names.items()}
    return tuple((name, share) for name, share in shares.items() if share is not None)


# -- how much


def _level(c: Context, kind: PressureKind, effect: Effect, entry: Entry) -> float:
    node = entry.node_of("level")
    if effect.combine is Combine.FLAG and node is not None:
        return float(c.found.integer(node, 0, 1) or 0)
    if not effect.sized:
        return 1.0
    if node is None and kind.level is None and entry.get("path") is None:
        wanted = f"a number from {kind.low:g} to {kind.high:g}, or a 'path'"
        c.found.add(entry.key, f"{kind.name} has no 'level'; {wanted}")
    level = c.found.number(node, kind.low, kind.high)
    usual = 1.0 if kind.level is None else kind.level
    return usual if level is None else level


def _path(c: Context, kind: PressureKind, entry: Entry, delay: int) -> tuple[tuple[int, float], ...]:
    part = entry.get("path")
    if part is not None and not part.parts:
        got = shown(part.node) if part.parts is None else "an empty one"
        c.found.add(part.node, f"'path' must be a mapping of months to values, got {got}")
    points: list[tuple[int, float]] = []
    for date, value in (part.parts or {}).items() if part is not None else ():
        if not is_date(date):
            c.found.add(value.key, f"a point of 'path' must be {DATE_WANTED}, got {quoted(date)}")
        height = c.found.number(value.node, kind.low, kind.high)
        if is_date(date) and height is not None:
            points.append((months_between(c.start, date) + delay, height))
    return tuple(sorted(points))


# -- when


def _check_window(c: Context, entry: Entry, first: str | None, last: str | None) -> None:
    ended, lasting = entry.get("end"), entry.get("duration")
    if ended is not None and lasting is not None:
        later = max(ended, lasting, key=lambda part: (part.layer, part.key.line, part.key.column))
        other = (lasting if later is ended else ended).key
        where = f"{other.called} stands in {other.file}:{other.line} (null deletes it)"
        c.found.add(later.key, f"'end' and 'duration' cannot both be given; {where}")
    if ended is not None and first is not None and last is not None and last < first:
        c.found.add(ended.node, f"'end' {last} is before 'start' {first}")


def _check_repetition(c: Context, entry: Entry, read: Mapping[str, Any]) -> None:
    every, times, when, repeat = (entry.get(key) for key in ("every", "times", "when", "repeat"))
    if times is not None and every is None:
        c.found.add(times.key, "'times' needs 'every'")
    if repeat is not None and (when is None or (read["repeat"] and entry.get("duration") is None)):
        c.found.add(repeat.key, "'repeat' needs 'when' and 'duration'")
    if every is None:
        return
    if when is not None:
        c.found.add(every.key, "'every' has no place beside 'when'; 'repeat: true' starts it again")
    elif entry.get("end") is None and entry.get("duration") is None:
        c.found.add(every.key, "'every' repeats a window; give the window a 'duration' or an 'end'")
    length = read["duration"]
    if length is None and read["end"] is not None:
        length = read["end"] - read["start"] + 1
    if read["every"] is not None and length is not None and length > read["every"]:
        c.found.add(every.node, f"a window of {length} months cannot come again every {read['every']} months")


# -- all of them


def read_pressures(c: Context, entry: Entry) -> dict[str, Pressure]:
    """Every pressure by name, history first."""
    c.found.entries(entry.node)
    read, parts = {}, entry.parts or {}
    for name, part in parts.items():
        pressure = read_pressure(c, name, part) if _named_well(c, name, part, parts) else None
        if pressure is not None:
            read[name] = pressure
    _check_clashes(c, read, parts)
    return read


def _named_well(c: Context, name: str, part: Entry, parts: Mapping[str, Entry]) -> bool:
    if name.startswith(f"{HISTORY}.") and name not in c.past:
        unknown_pressure(c, name, part, "pressure of history", parts)
    elif not name.startswith(f"{HISTORY}.") and not NAME.fullmatch(name):
        message = f"{quoted(name)} is no name for a pressure; letters, digits, '_' and '-', a letter first"
        c.found.add(part.key, message)
    elif part.parts is not None and "kind" not in part.parts and name not in c.past:
        unknown_pressure(c, name, part, "pressure to change", parts)
    else:
        return True
    return False


def unknown_pressure(c: Context, name: str, part: Entry, what: str, parts: Mapping[str, Entry]) -> None:
    """Note that there is no pressure of this name, and which there are."""
    known = {*c.past}
    if not name.startswith(f"{HISTORY}."):
        known = (known | {key for key, one in parts.items() if one.get("kind") is not None}) - {name}
    hint = "" if name.startswith(f"{HISTORY}.") or part.node.value is None else "; a new one needs 'kind'"
    c.found.add(part.key, unknown_key_message(what, name, known) + hint)


def _check_clashes(c: Context, pressures: Mapping[str, Pressure], parts: Mapping[str, Entry]) -> None:
    """No move is forced and forbidden in one month, and no two moves of one slot are forced."""
    length = months_between(c.start, c.end) + 1
    acts = [p for p in pressures.values() if p.combine in (Combine.FORCE, Combine.FORBID) and p.moves]
    months = {p.name: {m for first, last in p.windows(length) for m in range(max(first, 0), last + 1)} for p in acts}
    for one, other in combinations(acts, 2):
        forced = (one.combine, other.combine) == (Combine.FORCE, Combine.FORCE)
        same = one.moves == other.moves
        if forced and (same or c.words.slot(one.moves) != c.words.slot(other.moves)):
            continue
        if not forced and (not same or one.combine is other.combine):
            continue
        common = months[one.name] & months[other.name]
        if common:
            does = "forces" if other.combine is Combine.FORCE else "forbids"
            why = f"forces {quoted(one.moves)} in the same slot" if forced else f"{one.combine}s it"
            date = date_of(min(common), c.start)
            message = f"{quoted(other.name)} {does} {quoted(other.moves)} in {date}, but {quoted(one.name)} {why}"
            c.found.add(parts[other.name].key, message)
