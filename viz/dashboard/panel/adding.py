"""Adding a pressure: what the form offers for each kind, the keys that its answers stand for, and what is wrong.

Everything is read off the table of kinds: whoever adds a kind there need not touch this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from model.core.declarations import AGENT_CALLED
from model.core.names import CAPITALS
from model.scenario.kinds import KINDS
from model.scenario.pressure import CHOICES, Effect, PressureKind
from model.scenario.pressure_keys import places
from model.theory.theory import theory
from viz.common.words import capital
from viz.dashboard.panel.rows import STEPS
from viz.sentences.change_phrases import MOVES

SEVERAL, NOBODY = "Several actors", "Shocks and circumstances"
ORDER = (*CAPITALS.values(), SEVERAL, NOBODY)
HALF = 0.5
"""Share of the greatest level that is taken where the table of kinds names none."""
FIELDS = ("kind", "by", "on", *CHOICES, "move", "venue", "level", "start", "end")
"""Keys that the form answers; whatever else a browser sends is left out."""


@cache
def kinds_offered() -> tuple[dict[str, Any], ...]:
    """The kinds as the form offers them, each with the cases that it knows; the same for every visitor."""
    found = [
        {
            "name": kind.name,
            "label": capital(kind.title),
            "group": _group(kind),
            "does": kind.does,
            "anyone": kind.anyone,
            "choice": kind.choice_key,
            "level": kind.high * HALF if kind.level is None else kind.level,
            "low": kind.low,
            "high": kind.high,
            "step": (kind.high - kind.low) / STEPS,
            "cases": list(_cases(kind)),
        }
        for kind in KINDS.values()
    ]
    return tuple(sorted(found, key=lambda one: ORDER.index(one["group"])))


def _group(kind: PressureKind) -> str:
    """Under whom a kind stands in the list."""
    if len(kind.by) != 1:
        return SEVERAL if kind.by else NOBODY
    return CAPITALS[AGENT_CALLED[kind.by[0]]] if kind.by[0] in AGENT_CALLED else SEVERAL


def _cases(kind: PressureKind) -> Iterator[dict[str, Any]]:
    """For each who may press: on whom, which further choice there is, and whether it has a strength."""
    for by in kind.by or ("",):
        effects = [one for one in kind.effects if not one.by or by in one.by]
        chosen = [one for one in effects if one.choice] or effects[:1]
        keys = {key for one in chosen for key in places(kind, [one])}
        yield {
            "by": by,
            "on": [on for on in kind.on if kind.effect(by, on, chosen[0].choice) is not None],
            "choices": [{"value": one.choice, "text": _choice_text(one)} for one in chosen if one.choice],
            "moves": _moves(by) if "move" in keys else [],
            "venue": "venue" in keys,
            "sized": "level" in keys and any(one.sized for one in chosen),
        }


def _choice_text(effect: Effect) -> str:
    text = MOVES.get(effect.moves, "") or effect.phrase or effect.choice.replace("_", " ")
    return capital(text.removeprefix("a ").removeprefix("an "))


def _moves(by: str) -> list[dict[str, str]]:
    """The moves of an agent, as options."""
    mine = [move for move in theory().moves.values() if move.owner == AGENT_CALLED.get(by)]
    return [{"value": move.name, "text": capital(move.label)} for move in mine]


def answers_of(sent: object, months: Sequence[str]) -> dict[str, object]:
    """The keys of a pressure for what a browser sent as the answers of the form, which may be anything.

    Args:
        sent: What came: answers by the key of a pressure, and the first and last month by their number, the last one
            -1 for a pressure that stays.
        months: Dates of the months of the run.
    """
    answers = sent if isinstance(sent, Mapping) else {}
    plain = [key for key in FIELDS if key not in ("start", "end")]
    found = {key: answers[key] for key in plain if isinstance(answers.get(key), str | int | float)}
    dates = {key: answers.get(end) for key, end in (("start", "first"), ("end", "last"))}
    found |= {key: months[at] for key, at in dates.items() if isinstance(at, int) and 0 <= at < len(months)}
    return {key: value for key, value in found.items() if value != ""}


def name_for(answers: Mapping[str, object]) -> str:
    """A name for the new pressure, as scenario files take it: its kind and the year in which it begins."""
    kind, year = str(answers.get("kind", "")), str(answers.get("start", ""))[:4]
    return "_".join(part for part in (kind if kind in KINDS else "pressure", year) if part)


def placed(sentences: Iterable[str], answers: Mapping[str, object]) -> dict[str, list[str]]:
    """What was refused, by the field that it belongs under; an empty field is the form as a whole.

    A sentence belongs to the first of the keys that it quotes, or else to the answer that it quotes.
    """
    found: dict[str, list[str]] = {}
    for sentence in sentences:
        keys = sorted((sentence.index(f"'{key}'"), key) for key in FIELDS if f"'{key}'" in sentence)
        values = [key for key, value in answers.items() if f"'{value}'" in sentence]
        field = keys[0][1] if keys else values[0] if values else ""
        found.setdefault(field, []).append(sentence)
    return found
