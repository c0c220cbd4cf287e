"""What a story tells beside the moves: what comes from outside, what institutions do, and when the posture turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from model.ensemble.record import HEADLINE, Posture
from model.scenario.kinds import KINDS
from model.scenario.pressure import Combine, Pressure
from model.scenario.scenario import Scenario
from model.story.diary import Diary
from model.story.phrases import CAPITALS, OUTSIDE, RUNGS, STEPS
from model.story.weights import ENDS, ORDERS, OUTSIDE_WORTH, POSTURES_WORTH, STEPS_WORTH
from model.theory.theory import theory

HISTORY = "history."
JUMP, SERIOUS, SETTLED = 0.1, 0.2, 3
"""What counts as a jump of a path in one month, as a serious shock, and for how many months a posture must last."""

BY_DEFINITION = "by the model's definition "
"""How a posture is introduced."""

FALL, DOUBTED = 9.0, 1.5
"""How much the fall of the regime and an election that is merely doubted are worth telling."""

POSTURES = {
    Posture.CLIENT: "a client of Moscow",
    Posture.HEDGING: "hedging between Moscow and the West",
    Posture.LEANING_WEST: "leaning West",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is no move.

    Attributes:
        month: Index of the month.
        words: A clause.
        kind: ``outside``, ``step`` or ``posture``.
        about: What it is about.
        late: Whether it comes after the moves of the month.
        worth: How much it is worth telling on a page.
    """

    month: int
    words: str
    kind: str
    about: str
    late: bool = False
    worth: float = 1.0


def happenings(scenario: Scenario, diary: Diary) -> Iterator[Happening]:
    """Everything but the moves: pressures as they begin and end, institutional steps, turns of posture."""
    for name, pressure in scenario.pressures.items():
        yield from _pressure(name, pressure, diary, scenario.months)
    yield from _steps(diary)
    yield from _turns(diary)


def _pressure(name: str, pressure: Pressure, diary: Diary, months: int) -> Iterator[Happening]:
    begins, ends = _phrases(name, pressure)
    key = pressure.choice or pressure.kind
    worth = OUTSIDE_WORTH.get(key, ENDS) if name.startswith(HISTORY) else ORDERS
    if key == "election_shock" and pressure.level < SERIOUS:
        worth = DOUBTED
    for first, last in _spans(name, pressure, diary, months):
        if begins:
            yield Happening(max(first, 0), begins, "outside", name, worth=worth)
        if ends and last + 1 < months:
            yield Happening(last + 1, ends, "outside", name, worth=worth if worth == ORDERS else ENDS)


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


def _runs(there: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    edges = [m for m, (before, now) in enumerate(pairwise((False, *there, False))) if before != now]
    yield from zip(edges[::2], [edge - 1 for edge in edges[1::2]], strict=True)


def _phrases(name: str, pressure: Pressure) -> tuple[str, str]:
    """What is told when a pressure begins and when it ends."""
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
    what = KINDS[pressure.kind].label + (f" by {pressure.by}" if pressure.by else "")
    what += f" on {pressure.on}" if pressure.on and not pressure.venue else ""
    what += f", for {pressure.venue}" if pressure.venue else ""
    return f"the scenario adds its own: {what} ('{name}')", f"what the scenario added, {what}, is over"


def _steps(diary: Diary) -> Iterator[Happening]:
    for stock, on, off in STEPS:
        for month, (before, now) in enumerate(pairwise(diary.series[stock] > 0.5)):
            words = on if now else off
            if before != now and words:
                yield Happening(
                    month, words, "step", stock, late=True, worth=FALL if stock == "regime_alive" else STEPS_WORTH
                )
    for month, (low, high) in enumerate(pairwise(diary.series["eu_rung"])):
        if low != high:
            yield Happening(month, RUNGS[round(float(high))], "step", "eu_rung", late=True, worth=STEPS_WORTH)


def _turns(diary: Diary) -> Iterator[Happening]:
    """Turns of posture that last."""
    told = diary.posture[0]
    for month, posture in enumerate(diary.posture):
        stays = all(later == posture for later in diary.posture[month : month + SETTLED])
        if posture != told and stays and posture in POSTURES:
            where = f"{diary.series[HEADLINE][month]:+.2f}".replace("-", "−")
            words = f"{BY_DEFINITION}Belarus now counts as {POSTURES[posture]} (alignment {where})"
            yield Happening(month, words, "posture", str(posture.name.lower()), late=True, worth=POSTURES_WORTH)
            told = posture
