"""What is recorded of a run: series, moves and postures, month by month and world by world.

`Recorder` writes while the model runs; `Run` is the result. Everything in it can be recomputed for any single world
from the scenario and the world's number alone. An alignment exists only while the regime stands: from the month of its
fall on, the headline, its dimensions and the rhetoric of a world are missing (NaN). After that month nobody moves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.core.arrays import quantile_rows
from model.core.declarations import Array
from model.core.errors import TightropeError
from model.core.worlds import Numbers, column_of
from model.ensemble.world import World
from model.scenario.scenario import Scenario

HEADLINE = "belarus.alignment"
DIMENSIONS = ("security", "economy", "diplomacy", "identity")
CLIENT_BELOW = "alignment.client_below"
WEST_ABOVE = "alignment.west_above"
TAKEN_ABOVE = 0.5
"""A move counts as taken in a month above this: 1 for an act, a level for a graded move."""


class Posture(IntEnum):
    """Where Belarus stands in a month, by thresholds on the headline (a definition)."""

    CLIENT = 0
    HEDGING = 1
    LEANING_WEST = 2
    FALLEN = 3


@dataclass(frozen=True, slots=True)
class Span:
    """A quantile band of one series, month by month.

    Attributes:
        low: Lower bound, shape (months,).
        high: Upper bound, shape (months,).
    """

    low: Array
    high: Array


@dataclass(frozen=True, eq=False)
class Run:
    """A finished run; two runs are the same only if they are one object.

    Attributes:
        scenario: What was run.
        numbers: Number of the world in each column; a world's number gives it again, in any list of worlds.
        months: Dates of the months, ``YYYY-MM``.
        series: Dotted name -> values, shape (months, worlds); alignments are NaN where the regime has fallen.
        moves: Dotted name -> whether the move was taken, shape (months, worlds); a graded move is where its level
            is above `TAKEN_ABOVE`. The level itself is a series of the same name.
        posture: Codes of `Posture`, shape (months, worlds).
        parameters: Key -> value per world, only of parameters that differ between worlds.
    """

    scenario: Scenario
    numbers: Numbers
    months: tuple[str, ...]
    series: Mapping[str, NDArray[np.floating]]
    moves: Mapping[str, NDArray[np.bool_]]
    posture: NDArray[np.int8]
    parameters: Mapping[str, Array] = field(default_factory=dict)

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return int(self.posture.shape[1])

    @property
    def standing(self) -> NDArray[np.bool_]:
        """Where the regime stands, shape (months, worlds)."""
        return np.asarray(self.posture != Posture.FALLEN)

    def column_of(self, world: int) -> int:
        """The column of a world; TightropeError if it is not in the run."""
        return column_of(self.numbers, world)

    def at(self, date: str) -> int:
        """Index of a month; ValueError names the months there are."""
        try:
            return self.months.index(date)
        except ValueError:
            message = f"'{date}' is not in this run, which goes from {self.months[0]} to {self.months[-1]}"
            raise ValueError(message) from None

    def median(self, name: str) -> Array:
        """The middle world of each month, by sort and index; of an alignment, among the worlds whose regime stands.

        Of two worlds in the middle it is the one whose rank, counted from 0, is even.
        """
        return quantile_rows(self.series[name], 0.5)

    def band(self, name: str, share: float) -> Span:
        """The central band that holds this share of the worlds, month by month, among the same worlds as the median."""
        tail = 0.5 * (1.0 - share)
        return Span(quantile_rows(self.series[name], tail), quantile_rows(self.series[name], 1.0 - tail))

    def posture_shares(self) -> dict[Posture, Array]:
        """Share of the worlds in each posture, month by month."""
        return {posture: np.mean(self.posture == posture, axis=1) for posture in Posture}

    def first_month(self, name: str) -> NDArray[np.int64]:
        """First month in which a move is taken (or a flag series is 1), per world; -1 where never."""
        happened = self.moves[name] if name in self.moves else self.series[name] > 0.5
        months = np.argmax(happened, axis=0)
        return np.where(happened.any(axis=0), months, -1)


def postures(alignment: Array, alive: Array, client_below: Array, west_above: Array) -> NDArray[np.int8]:
    """The posture of each world: client, hedging or leaning west by the headline; fallen where the regime is gone."""
    client, hedging, west, fallen = (np.int8(posture) for posture in Posture)
    stance = np.where(alignment > west_above, west, hedging)
    stance = np.where(alignment < client_below, client, stance)
    return np.where(alive > 0.5, stance, fallen)


@dataclass(frozen=True)
class SeriesBlock:
    """Part of a record: some series in one precision.

    Attributes:
        variables: Dotted name -> the variable behind it.
        rows: Their values, shape (series, months, worlds).
    """

    variables: Mapping[str, str]
    rows: NDArray[Any]

    @property
    def by_name(self) -> dict[str, NDArray[Any]]:
        """The values of each series."""
        return dict(zip(self.variables, self.rows, strict=True))


def _block(variables: Mapping[str, str], shape: tuple[int, int], kind: type) -> SeriesBlock:
    return SeriesBlock(variables, np.zeros((len(variables), *shape), kind))


class Recorder:
    """Records a run month by month, into arrays made beforehand.

    Attributes:
        blocks: Series in full precision, series in single precision, moves.
        posture: Codes of `Posture`, shape (months, worlds).
    """

    def __init__(self, world: World, keep: Iterable[str], *, moves: bool | Collection[str] = True) -> None:
        """Make room for every month.

        Args:
            world: The world about to run.
            keep: Dotted series to record; alignment in full precision, the rest in single precision. What the
                conditions of the scenario need is recorded too.
            moves: Record the moves too: all, none, or those of these dotted names.
        """
        month, given = world.month, world.run_scenario.given
        names = tuple(dict.fromkeys((*keep, *(name for condition in given for name in condition.series))))
        shape = (world.run_scenario.months, month.worlds)
        table, places = month.theory.series, month.variables.places
        asked = {*(() if isinstance(moves, bool) else moves), *(c.name for c in given if c.needs_moves)}
        taken = [move for move in month.theory.moves.values() if moves is True or move.series in asked]
        self.blocks = (
            _block({name: table[name] for name in names if is_output(name)}, shape, np.float64),
            _block({name: table[name] for name in names if not is_output(name)}, shape, np.float32),
            _block({move.series: move.name for move in taken}, shape, np.bool_),
        )
        self.posture = np.empty(shape, np.int8)
        *series, happened = self.blocks
        self._order = names
        self._series = [(places[b.variables[n]], rows) for b in series for n, rows in b.by_name.items()]
        self._moves = [(places[happened.variables[n]], rows) for n, rows in happened.by_name.items()]
        self._limits = month.parameters.by_key[CLIENT_BELOW], month.parameters.by_key[WEST_ABOVE]

    def write(self, world: World) -> None:
        """Record the month that has just been simulated."""
        month = world.month.index - 1
        values, zeros = world.month.variables.values, world.month.zeros
        for place, rows in self._series:
            rows[month] = values[place]
        for place, taken in self._moves:
            if values[place] is not zeros:
                np.greater(values[place], TAKEN_ABOVE, out=taken[month])
        self.posture[month] = postures(world.read(HEADLINE), world.read("belarus.regime_alive"), *self._limits)

    def finish(self, world: World) -> Run:
        """The finished run.

        Raises:
            TightropeError: Something is not a number, which otherwise would pass for a regime that has fallen.
        """
        scenario = world.run_scenario
        self._refuse_what_is_no_number(scenario)
        fallen = self.posture == Posture.FALLEN
        self.blocks[0].rows[:, fallen] = np.nan
        levels = (rows for name, rows in self.blocks[1].by_name.items() if name in world.month.theory.levels)
        for taken in (*levels, *self.blocks[-1].rows):
            taken[1:][fallen[:-1]] = 0
        full, single, moves = (block.by_name for block in self.blocks)
        recorded = full | single
        varied = {k: v for k, v in world.month.parameters.by_key.items() if v.strides != (0,)}
        return Run(
            scenario=scenario,
            numbers=world.month.draws.numbers,
            months=tuple(scenario.date(i) for i in range(scenario.months)),
            series={name: recorded[name] for name in self._order},
            moves=moves,
            posture=self.posture,
            parameters=varied,
        )

    def _refuse_what_is_no_number(self, scenario: Scenario) -> None:
        """Look at outputs in every month, and at everything else in the last one: in a stock it stays."""
        outputs, others, _ = self.blocks
        found = [*outputs.by_name.items(), *((name, rows[-1:]) for name, rows in others.by_name.items())]
        for name, rows in found:
            wrong = ~np.isfinite(rows)
            if wrong.any():
                month = scenario.months - len(rows) + int(np.argmax(wrong.any(axis=1)))
                message = (
                    f"'{name}' is not a number in {np.count_nonzero(wrong.any(axis=0))} of {wrong.shape[1]} worlds "
                    f"({scenario.date(month)}): some parameter or first value of '{scenario.name}' is none that the "
                    "rules can compute with"
                )
                raise TightropeError(message)


def is_output(name: str) -> bool:
    """Whether a series is part of the output proper, recorded in full precision."""
    return name.startswith(HEADLINE) or name == "belarus.rhetoric"
