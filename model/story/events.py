"""The events of a story besides the moves: pressures from outside, steps of institutions, changes of posture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from model.core.names import CAPITALS
from model.ensemble.record import HEADLINE, Posture
from model.scenario.kinds import KINDS
from model.scenario.pressure import HISTORY, Combine, Pressure
from model.scenario.scenario import Scenario
from model.story.diary import Diary
from model.story.parts import Sentence, sentence_of
from model.story.phrases import OUTSIDE, RUNGS, STEPS
from model.story.weights import (
    ENDS,
    ORDERS,
    OUTSIDE_IMPORTANCE,
    POSTURE_IMPORTANCE,
    STEP_IMPORTANCE,
    signed,
)
from model.theory.theory import theory

JUMP, SERIOUS, SETTLED = 0.1, 0.2, 3
"""What counts as a jump of a path in one month, as a serious shock, and for how many months a posture must last."""

BY_DEFINITION = "by the model's definition "
"""How a posture is introduced."""

FALL, DOUBTED = 9.0, 1.5
"""How important the fall of the regime is, and an election that is merely doubted."""

POSTURES = {
    Posture.CLIENT: "a client of Moscow",
    Posture.HEDGING: "hedging between Moscow and the West",
    Posture.LEANING_WEST: "leaning West",
}

Dated = tuple[int, Sentence]
"""Index of a month, and what happens in it."""


def outside_events(scenario: Scenario, diary: Diary) -> Iterator[Dated]:
    """Pressures as they begin and end."""
    for name, pressure in scenario.pressures.items():
        begins, ends = _clauses(name, pressure)
        key = pressure.choice or pressure.kind
        importance = OUTSIDE_IMPORTANCE.get(key, ENDS) if name.startswith(HISTORY) else ORDERS
        if key == "election_shock" and pressure.level < SERIOUS:
            importance = DOUBTED
        for first, last in _spans(name, pressure, diary, scenario.months):
            if begins:
                yield max(first, 0), sentence_of(begins, "outside", name, importance)
            if ends and last + 1 < scenario.months:
                at_end = importance if importance == ORDERS else ENDS
                yield last + 1, sentence_of(ends, "outside", name, at_end)


def institutional_steps(diary: Diary) -> Iterator[Dated]:
    """Stocks that work as switches as they turn on and off, and the steps of European sanctions."""
    for stock, on, off in STEPS:
        for month, (before, now) in enumerate(pairwise(diary.series[stock] > 0.5)):
            clause = on if now else off
            if before != now and clause:
                yield month, sentence_of(clause, "step", stock, FALL if stock == "regime_alive" else STEP_IMPORTANCE)
    for month, (low, high) in enumerate(pairwise(diary.series["eu_rung"])):
        if low != high:
            yield month, sentence_of(RUNGS[round(float(high))], "step", "eu_rung", STEP_IMPORTANCE)


def changes_of_posture(diary: Diary) -> Iterator[Dated]:
    """Changes of posture that last."""
    current = diary.posture[0]
    for month, posture in enumerate(diary.posture):
        stays = all(later == posture for later in diary.posture[month : month + SETTLED])
        if posture != current and stays and posture in POSTURES:
            headline = signed(float(diary.series[HEADLINE][month]))
            clause = f"{BY_DEFINITION}Belarus now counts as {POSTURES[posture]} (alignment {headline})"
            yield month, sentence_of(clause, "posture", posture.name.lower(), POSTURE_IMPORTANCE)
            current = posture


def _spans(name: str, pressure: Pressure, diary: Diary, months: int) -> Iterator[tuple[int, int]]:
    if not pressure.certain:
        yield from _runs(diary.pressing[name])
    elif not pressure.path:
        yield from pressure.windows(months)
    elif pressure.kind == "tension":
        path = [pressure.on_path(month) for month in range(months)]
        yield from ((m, months) for m in range(1, months) if path[m] - path[m - 1] > JUMP)
    else:
        yield from _runs(tuple(pressure.on_path(month) != 0 for month in range(months)))


def _runs(present: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    edges = [m for m, (before, now) in enumerate(pairwise((False, *present, False))) if before != now]
    yield from zip(edges[::2], [edge - 1 for edge in edges[1::2]], strict=True)


def _clauses(name: str, pressure: Pressure) -> tuple[str, str]:
    """The clauses for the beginning and for the end of a pressure."""
    key = pressure.choice or pressure.kind
    if name.startswith(HISTORY) and key in OUTSIDE:
        begins, ends = OUTSIDE[key]
        if pressure.kind == "election_shock" and pressure.level < SERIOUS:
            begins = "an election leaves some doubt"
        if pressure.kind == "rival_venue" and pressure.venue:
            begins = f"{pressure.by} offers {pressure.venue} for the talks"
        return begins, ends
    if pressure.combine is Combine.FORBID:
        move = theory().moves[pressure.moves]
        what = f"that {CAPITALS[move.owner]} {move.label}"
        return f"the scenario rules out {what}", f"the scenario no longer rules out {what}"
    if pressure.combine is Combine.FORCE:
        return "", ""
    what = KINDS[pressure.kind].title + (f" by {pressure.by}" if pressure.by else "")
    what += f" on {pressure.on}" if pressure.on and not pressure.venue else ""
    what += f", for {pressure.venue}" if pressure.venue else ""
    return f"the scenario adds a pressure of its own: {what} ('{name}')", f"what the scenario added, {what}, is over"
