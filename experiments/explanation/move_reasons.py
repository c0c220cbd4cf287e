"""Why a move is made when it is, averaged over the worlds that make it: the terms of its utility that changed.

    found = move_reasons(scenario, "belarus.release_prisoners")    # in the month in which each world first makes it
    found.rows                                                     # one for each motive, the largest change first

In one world it is what stories say (`model.story.reasons`): of each term, weight × motive, its change since the months
among the last 24 in which the move was not made. Here the change is a mean over worlds, so that

    mean change of the utility = sum over motives of their mean changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from experiments.explanation.move_weighing import Changes, Weighing
from model.core.arrays import order_statistics
from model.core.declarations import Array, Move, Progress
from model.core.errors import TightropeError
from model.core.worlds import Numbers, Worlds, chunks
from model.evidence.load import load_seeds
from model.runs.outcomes import conditioned
from model.runs.run import run
from model.runs.world_lists import worlds_of
from model.scenario.scenario import Scenario
from model.story.phrases import change_in_words
from model.story.reasons import records_own_moves
from model.theory.theory import theory
from model.yaml_files.fields import unknown_key_message

CHUNK = 1000
"""Worlds whose motives are held at once."""
LOW, HIGH = 0.05, 0.95
"""The bounds of nine in ten worlds."""


class NoReasonsError(TightropeError):
    """No world makes the move of its own, after months in which it did not."""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A motive, and what its change added to the utility of a move.

    Attributes:
        words: Which way it changed, as a clause.
        parameters: Keys of the weights.
        mechanisms: Ids of the mechanisms they belong to.
        usual: What the motive was in the months before, mean over worlds.
        value: What it is when the move is made, mean over worlds.
        change: What its change added to the utility, mean over worlds; negative where it speaks against the move.
        low: The same in the world at 5 %.
        high: In the world at 95 %.
        share: Share of the worlds in which it speaks for the move.
        records: Whether it only records the actor's earlier moves in the slot, which is no reason.
    """

    words: str
    motive: str
    parameters: tuple[str, ...]
    mechanisms: tuple[str, ...]
    usual: float
    value: float
    change: float
    low: float
    high: float
    share: float
    records: bool


@dataclass(frozen=True)
class MoveReasons:
    """Why a move is made, over the worlds that make it.

    Attributes:
        move: Its dotted name.
        label: What it is, as a verb phrase.
        numbers: The worlds that the reasons are of.
        months: The month in which each of them makes it, as an index.
        dates: Dates of the months of the run.
        of: Number of worlds that count.
        ordered: Worlds left out because the scenario orders the move.
        at_once: Worlds left out because no month without the move came before.
        change: Change of the utility, mean over worlds.
        rows: One for each motive, the largest change first.
    """

    scenario: str
    move: str
    label: str
    numbers: Numbers
    months: Sequence[int]
    dates: Sequence[str]
    of: int
    ordered: int
    at_once: int
    change: float
    rows: tuple[ReasonRow, ...]

    @property
    def worlds(self) -> int:
        """How many worlds the reasons are of."""
        return len(self.numbers)

    @property
    def dated(self) -> tuple[str, str, str]:
        """By which month a tenth, half and nine tenths of them have made it."""
        early, middle, late = order_statistics(np.asarray(self.months), (0.1, 0.5, 0.9))
        return self.dates[int(early)], self.dates[int(middle)], self.dates[int(late)]

    def as_plain(self) -> dict[str, object]:
        """Plain data; the rows add up to the change."""
        early, middle, late = self.dated
        return {
            "scenario": self.scenario,
            "move": self.move,
            "label": self.label,
            "worlds": self.worlds,
            "of": self.of,
            "ordered": self.ordered,
            "at_once": self.at_once,
            "months": {"p10": early, "p50": middle, "p90": late},
            "change": self.change,
            "rows": [asdict(row) for row in self.rows],
        }


def move_reasons(
    scenario: Scenario,
    series: str,
    month: str | None = None,
    *,
    worlds: Worlds | None = None,
    progress: Progress | None = None,
) -> MoveReasons:
    """Why a move is made: in the month in which each world first makes it, or in one month.

    Args:
        scenario: The scenario.
        series: The move, e.g. ``belarus.release_prisoners``.
        month: The month, ``YYYY-MM``; if None, the first in each world.
        worlds: How many worlds, of which those count that meet the scenario's condition, or the numbers of worlds; as
            many as the scenario asks for if None.
        progress: Called with months done and months in all.

    Raises:
        NoReasonsError: No world makes it of its own.
        TightropeError: There is no such move or month.
    """
    move, at = _move(series), None if month is None else month_of(scenario, month)
    parts, found = chunks(_that_count(scenario, worlds), CHUNK), []
    for done, part in enumerate(parts):
        weighing = Weighing(scenario, move, part)
        for _ in range(scenario.months):
            weighing.world.step()
            if progress is not None:
                progress(scenario.months * done + weighing.world.month.index, scenario.months * len(parts))
        found.append(weighing.changes(at))
        weighing.world.release()
    return _together(scenario, move, month, sum(map(len, parts)), weighing.keys, found)


def _that_count(scenario: Scenario, worlds: Worlds | None) -> Numbers:
    numbers = worlds_of(scenario, worlds)
    if not scenario.given or not (worlds is None or isinstance(worlds, int)):
        return numbers
    found = conditioned(run(scenario, keep=(), moves=False, worlds=numbers))
    if not found.worlds:
        message = f"none of the {len(numbers):,} worlds meets the condition 'given' of {scenario.name}"
        raise NoReasonsError(message)
    return found.numbers


def month_of(scenario: Scenario, date: str) -> int:
    """The index of a month of a run.

    Raises:
        TightropeError: It is outside the run.
    """
    dates = [scenario.date(month) for month in range(scenario.months)]
    if date not in dates:
        message = f"'{date}' is not in the run of {scenario.name}, which goes from {dates[0]} to {dates[-1]}"
        raise TightropeError(message)
    return dates.index(date)


def _move(series: str) -> Move:
    moves = {move.series: move for move in theory().moves.values()}
    if series not in moves:
        raise TightropeError(unknown_key_message("move", series, moves))
    return moves[series]


def _together(
    scenario: Scenario, move: Move, month: str | None, of: int, keys: Sequence[str], found: Sequence[Changes]
) -> MoveReasons:
    ordered, at_once = sum(one.ordered for one in found), sum(one.at_once for one in found)
    numbers = np.concatenate([one.numbers for one in found])
    if not len(numbers):
        raise NoReasonsError(_nobody(scenario, move, month, of, ordered, at_once))
    usual, value, amount = (
        np.concatenate([getattr(one, name) for one in found], axis=1) for name in ("usual", "value", "amount")
    )
    rows = [_row(move, motive, places, usual, value, amount, keys) for motive, places in _by_motive(keys).items()]
    return MoveReasons(
        scenario=scenario.name,
        move=move.series,
        label=move.label,
        numbers=numbers,
        months=np.concatenate([one.months for one in found]).tolist(),
        dates=[scenario.date(index) for index in range(scenario.months)],
        of=of,
        ordered=ordered,
        at_once=at_once,
        change=float(np.mean(np.concatenate([one.utility for one in found]))),
        rows=tuple(sorted(rows, key=lambda row: -abs(row.change))),
    )


def _nobody(scenario: Scenario, move: Move, month: str | None, of: int, ordered: int, at_once: int) -> str:
    when = "" if month is None else f" in {month}"
    who = "the one world" if of == 1 else f"any of the {of:,} worlds"
    if ordered:
        return f"'{move.series}'{when} is only made where {scenario.name} orders it, which is the reason"
    if at_once:
        return (
            f"'{move.series}'{when} is only made where it has been made in all months before, so that nothing changed"
        )
    return f"'{move.series}' is not made{when} in {who} of {scenario.name}"


def _by_motive(keys: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        term = load_seeds().parameters[key].term
        places.setdefault((term.motive if term else None) or "", []).append(place)
    return places


def _row(
    move: Move, motive: str, places: Sequence[int], usual: Array, value: Array, amount: Array, keys: Sequence[str]
) -> ReasonRow:
    before, now = float(np.mean(usual[places[0]])), float(np.mean(value[places[0]]))
    changes = amount[list(places)].sum(axis=0)
    low, high = order_statistics(changes, (LOW, HIGH))
    own = tuple(dict.fromkeys(keys[place] for place in places))
    parameters = load_seeds().parameters
    return ReasonRow(
        words=change_in_words(motive, now - before),
        motive=motive,
        parameters=own,
        mechanisms=tuple(dict.fromkeys(one for key in own for one in parameters[key].mechanisms)),
        usual=before,
        value=now,
        change=float(np.mean(changes)),
        low=float(low),
        high=float(high),
        share=float(np.mean(changes > 0.0)),
        records=records_own_moves(move, motive),
    )
