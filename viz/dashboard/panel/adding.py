"""Adding a pressure: what the form offers for each kind, the keys that its answers stand for, and what is wrong.

Everything is read off the table of kinds: whoever adds a kind there need not touch this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from model.core.declarations import AGENTS
from model.core.names import CAPITALS
from model.scenario.kinds import KINDS
from model.scenario.pressure import ACTORS, Effect, PressureKind
from model.scenario.pressure_keys import places
from model.story.phrases import joined
from model.theory.theory import theory
from viz.common.change_phrases import MOVES
from viz.dashboard.panel.rows import OWNERS, STEPS
from viz.dashboard.series import capital

SEVERAL, NOBODY = "Several actors", "Shocks and circumstances"
ORDER = (*CAPITALS.values(), SEVERAL, NOBODY)
HALF = 0.5
"""Share of the greatest level that is taken where the table of kinds names none."""
FIELDS = ("kind", "by", "on", "conflict", "of", "move", "venue", "level", "start", "end")
"""Keys that the form asks for; whatever else a browser sends is left out."""


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
    return CAPITALS[OWNERS[kind.by[0]]] if kind.by[0] in OWNERS else SEVERAL


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
    mine = [move for move in theory().moves.values() if move.owner == OWNERS.get(by)]
    return [{"value": move.name, "text": capital(move.label)} for move in mine]


def answers_of(sent: object) -> dict[str, object]:
    """What a browser sent as the answers of the form, which may be anything: only known fields with plain answers."""
    answers = sent if isinstance(sent, Mapping) else {}
    found = {key: answers[key] for key in FIELDS if isinstance(answers.get(key), str | int | float)}
    return {key: value for key, value in found.items() if value != "" and not isinstance(value, bool)}


def name_for(answers: Mapping[str, object]) -> str:
    """A name for the new pressure, as scenario files take it: its kind and the year in which it begins."""
    year = str(answers.get("start", ""))[:4]
    kind = str(answers.get("kind", ""))
    return "_".join(part for part in (kind if kind in KINDS else "pressure", year if year.isdigit() else "") if part)
