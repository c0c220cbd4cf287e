"""The pressures of a scenario, read and checked once all layers are merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import combinations
from typing import Annotated, Any

from model.core.months import date_of, months_between
from model.scenario.context import Context, Date, DrawnMonth
from model.scenario.kinds import KINDS
from model.scenario.pressure import ACTORS, HISTORY, Combine, Effect, Pressure, PressureKind, When
from model.scenario.pressure_keys import NAME, WINDOW, WrittenPressure, places
from model.theory.names import Vocabulary
from model.yaml_files.fields import nearest, unknown_key_message
from model.yaml_files.hints import Between, Items
from model.yaml_files.nodes import Node, quoted

SHARED = {field.name for field in fields(Pressure)} - {"start", "latest", "end"}
"""What a pressure takes over as it is written."""


def read_pressure(c: Context, name: str, node: Node) -> Pressure | None:
    """One pressure, or None if too little of it can be understood."""
    word = node.get("kind")
    kind = KINDS.get(str(word.value)) if word is not None else None
    if kind is None:
        c.records.read(node, WrittenPressure)
        return None
    by, on = _who(c, "by", kind, node), _who(c, "on", kind, node)
    choice = _choice(c, kind, node, by)
    effect = None if by is None or on is None else _effect(c, kind, by, on, choice, node)
    moved = effect or kind.effects[-1]
    moves, by = _move(c, node, by or "") if "move" in moved.keys else (moved.moves, by or "")
    number = c.found.whole if moved.combine is Combine.FLAG else c.found.number
    path = Annotated[Mapping[Date, Annotated[float, Between(kind.low, kind.high)]], Items(1)]
    read = c.records.read(
        node,
        WrittenPressure,
        {
            "level": lambda item: number(item, kind.low, kind.high),
            "path": lambda item: c.records.value(item, path),
            "when": lambda item: _when(c, item),
            **{key: lambda item: None for key in ("by", "on", kind.choice_key, "move")},
        },
    )
    if effect is not None:
        _check_places(c, kind, effect, by, read.nodes)
        if effect.sized and kind.level is None and node.get("level") is None and node.get("path") is None:
            limits = f"from {kind.low:g} to {kind.high:g}"
            c.found.add(node.heading, f"{kind.name} needs a 'level' {limits}, or a 'path'")
    delay = read.values.get("delay", 0)
    dates = _dates(read.values)
    window = {key: delay + months_between(c.start, date) for key, date in dates.items()}
    _check_window(c, node, dates)
    _check_repetition(c, node, {**read.values, **window})
    if effect is None or choice is None:
        return None
    usual = 1.0 if kind.level is None or not effect.sized else kind.level
    points = read.values.get("path", {}).items()
    made: dict[str, Any] = {key: value for key, value in read.values.items() if key in SHARED}
    made |= {"start": delay} | window | ({"end": None} if "duration" in read.nodes else {})
    made |= {"by": by, "on": on, "moves": moves, "combine": effect.combine, "choice": choice}
    made |= {"level": float(read.values.get("level", usual)), "backing": tuple(read.values.get("backing", {}).items())}
    made["path"] = tuple(sorted((months_between(c.start, date) + delay, value) for date, value in points))
    return Pressure(name, **made)


# -- who and what


def _who(c: Context, key: str, kind: PressureKind, node: Node) -> str | None:
    allowed, part = (kind.by if key == "by" else kind.on), node.get(key)
    if part is None and key == "by" and kind.name == "mediation_bid":
        c.found.add(node.heading, f"{kind.name} has no 'by'; say who bids")
        return None
    if part is None or not allowed:
        return allowed[0] if allowed and "move" not in kind.keys else ""
    if key == "on" or not kind.anyone:
        return c.found.choice(part, allowed, what="actor" if key == "by" else "actor pressed on")
    name = c.found.text(part)
    meant = next((actor for actor in ACTORS if name is not None and actor.lower() == name.lower()), name)
    if meant != name:
        c.found.add(part, f"unknown actor {quoted(str(name))}; did you mean {quoted(str(meant))}?")
        return None
    return name


def _choice(c: Context, kind: PressureKind, node: Node, by: str | None) -> str | None:
    key = kind.choice_key
    if not key or by is None or not any(one.choice and one.fits(by, "", one.choice) for one in kind.effects):
        return ""
    part = node.get(key)
    if part is None:
        who = f"{kind.name} by {by}" if by else kind.name
        c.found.add(node.heading, f"{who} has no {quoted(key)}; allowed: {', '.join(kind.choices)}")
        return None
    return c.found.choice(part, kind.choices, what=kind.name if key == "of" else key)


def _effect(c: Context, kind: PressureKind, by: str, on: str, choice: str | None, node: Node) -> Effect | None:
    fitting = [one for one in kind.effects if one.fits(by, on, one.choice if choice is None else choice)]
    if not fitting:
        pairs = ", ".join(f"{a} on {b}" for a, b in kind.pairs())
        message = f"{kind.name} by {by} on {on} has no effect in the model; allowed: {pairs}"
        c.found.add(node.get("on") or node, message)
    return fitting[0] if fitting else None


def _move(c: Context, node: Node, by: str) -> tuple[str, str]:
    """The move that is forced or forbidden, and whose it is."""
    part, vocabulary = node.get("move"), c.vocabulary
    if part is None:
        c.found.add(node.heading, f"{node.called or 'the pressure'} has no 'move'; say which")
        return "", by
    mine = [move for move in vocabulary.moves if not by or vocabulary.mover(move) == by]
    name = part.value
    if isinstance(name, str) and name in vocabulary.moves and name not in mine:
        c.found.add(part, f"{quoted(name)} is a move of {vocabulary.mover(name)}, not of {by}")
        return name, by
    move = c.found.choice(part, mine, what="move")
    return ("", by) if move is None else (move, vocabulary.mover(move))


def _check_places(c: Context, kind: PressureKind, effect: Effect, by: str, parts: Mapping[str, Node]) -> None:
    fitting = places(kind, [effect])
    whose = f"{kind.name} by {by}" if kind.anyone and by else kind.name
    for key, part in parts.items():
        if key not in fitting:
            message = f"{quoted(key)} cannot be used in {whose}; allowed: {', '.join(fitting)}"
            c.found.add(part.heading, message)
        elif "path" in parts and key in (*WINDOW, "level", "ramp"):
            c.found.add(part.heading, f"{quoted(key)} cannot be used with 'path', which gives every month its value")


# -- when


def _when(c: Context, node: Node) -> When | None:
    read = c.records.read(node, When)
    if isinstance(node.value, dict) and ("above" in read.nodes) == ("below" in read.nodes):
        c.found.add(node, "'when' needs either 'above' or 'below'")
    return read.record


def _dates(values: Mapping[str, Any]) -> dict[str, str]:
    """The months of a window that are given: first, latest first where it is drawn, last."""
    dates = {key: values[key] for key in ("start", "end") if key in values}
    onset = dates.get("start")
    if isinstance(onset, DrawnMonth):
        dates["start"], dates["latest"] = onset.between
    return dates


def _check_window(c: Context, node: Node, values: Mapping[str, str]) -> None:
    ended, lasting = node.get("end"), node.get("duration")
    if ended is not None and lasting is not None:
        later = c.written_last(ended, lasting)
        other = (lasting if later is ended else ended).heading
        where = f"{other.called} is given in {other.file}:{other.line} (null deletes it)"
        c.found.add(later.heading, f"'end' and 'duration' cannot both be given; {where}")
    first, last = values.get("latest") or values.get("start"), values.get("end")
    if ended is not None and first is not None and last is not None and last < first:
        start = f"{first}, the last month that 'start' may be" if "latest" in values else f"'start' {first}"
        c.found.add(ended, f"'end' {last} is before {start}")


def _check_repetition(c: Context, node: Node, values: Mapping[str, Any]) -> None:
    every, times, when, repeat = (node.get(key) for key in ("every", "times", "when", "repeat"))
    if times is not None and every is None:
        c.found.add(times.heading, "'times' needs 'every'")
    if repeat is not None and (when is None or (values.get("repeat") and node.get("duration") is None)):
        c.found.add(repeat.heading, "'repeat' needs 'when' and 'duration'")
    if "latest" in values:
        for one in filter(None, (every, when)):
            c.found.add(one.heading, f"{one.called} cannot be used with a 'start' that is drawn; give one month")
    if every is None:
        return
    if when is not None:
        c.found.add(every.heading, "'every' cannot be used with 'when'; use 'repeat: true' instead")
    elif node.get("end") is None and node.get("duration") is None:
        c.found.add(every.heading, "'every' repeats a window; give the window a 'duration' or an 'end'")
    length = values.get("duration")
    if length is None and "end" in values:
        length = values["end"] - values.get("start", 0) + 1
    if "every" in values and length is not None and length > values["every"]:
        c.found.add(every, f"a window of {length} months cannot repeat every {values['every']} months")


# -- all of them


def read_pressures(c: Context, node: Node) -> dict[str, Pressure]:
    """Every pressure by name, history first."""
    read, parts = {}, c.found.entries(node)
    for name, part in parts.items():
        pressure = read_pressure(c, name, part) if _named_well(c, name, part, parts) else None
        if pressure is not None:
            read[name] = pressure
    _check_clashes(c, read, parts)
    return read


def _named_well(c: Context, name: str, part: Node, parts: Mapping[str, Node]) -> bool:
    if name == HISTORY.rstrip(".") and isinstance(part.value, dict):
        example = next(iter(part.value), "crimea")
        c.found.add(part.heading, f"a pressure of history is named by one key, such as {quoted(HISTORY + example)}")
    elif name.startswith(HISTORY) and name not in c.history:
        c.found.add(part.heading, unknown_key_message("pressure of history", name, c.history))
    elif not name.startswith(HISTORY) and not NAME.fullmatch(name):
        message = f"{quoted(name)} is not a valid name; use letters, digits, '_' and '-', with a letter first"
        c.found.add(part.heading, message)
    elif isinstance(part.value, dict) and "kind" not in part.value and name not in c.history:
        near = nearest(name, known_pressures(c, parts) - {name})
        meant = f"; did you mean {quoted(near)}?" if near else ""
        c.found.add(part.heading, f"{quoted(name)} needs a 'kind', because no file below has such a pressure{meant}")
    else:
        return True
    return False


def known_pressures(c: Context, parts: Mapping[str, Node]) -> set[str]:
    """The names of pressures that can be changed: those of history, and those with a kind."""
    return {*c.history, *(key for key, one in parts.items() if one.get("kind") is not None)}


def _check_clashes(c: Context, pressures: Mapping[str, Pressure], parts: Mapping[str, Node]) -> None:
    for name, message in clashes(pressures.values(), c.vocabulary, c.start, months_between(c.start, c.end) + 1):
        c.found.add(parts[name].heading, message)


def clashes(
    pressures: Iterable[Pressure], vocabulary: Vocabulary, start: str, length: int
) -> Iterator[tuple[str, str]]:
    """No move is forced and forbidden in one month, and no two moves of one slot are forced: what breaks this.

    Args:
        pressures: The pressures that act together.
        vocabulary: The moves and their slots.
        start: First month of the run, ``YYYY-MM``.
        length: Months of the run.

    Yields:
        The name of the later one of two that clash, and a sentence on both.
    """
    acts = [p for p in pressures if p.combine in (Combine.FORCE, Combine.FORBID) and p.moves]
    months = {p.name: {m for first, last in p.windows(length) for m in range(max(first, 0), last + 1)} for p in acts}
    for one, other in combinations(acts, 2):
        forced = (one.combine, other.combine) == (Combine.FORCE, Combine.FORCE)
        same = one.moves == other.moves
        if forced and (same or vocabulary.slot(one.moves) != vocabulary.slot(other.moves)):
            continue
        if not forced and (not same or one.combine is other.combine):
            continue
        common = months[one.name] & months[other.name]
        if common:
            does = "forces" if other.combine is Combine.FORCE else "forbids"
            why = f"forces {quoted(one.moves)} in the same slot" if forced else f"{one.combine}s it"
            date = date_of(min(common), start)
            yield (
                other.name,
                f"{quoted(other.name)} {does} {quoted(other.moves)} in {date}, but {quoted(one.name)} {why}",
            )
