"""What one move is weighed by in many worlds, and what had changed when it is made.

Motives are written down when the five choose, in all worlds at once; the compiled engine records only the ends of
months, where some have moved on already.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.core.declarations import Array, Mask, Move
from model.core.worlds import Numbers
from model.ensemble.assembly import signed
from model.ensemble.month import Month
from model.ensemble.record import TAKEN_ABOVE
from model.ensemble.world import World
from model.scenario.scenario import Scenario
from model.story.diary import flat_terms
from model.story.reasons import USUAL, from_usual


@dataclass(frozen=True, eq=False)
class Changes:
    """What changed in some worlds that make a move: arrays of shape (terms, worlds), the others (worlds,)."""

    numbers: Numbers
    months: Array
    usual: Array
    value: Array
    amount: Array
    utility: Array
    ordered: int
    at_once: int


class Weighing:
    """Some worlds, with the motives of one move written down when the five choose."""

    def __init__(self, scenario: Scenario, move: Move, worlds: Numbers) -> None:
        self.world = World(scenario, worlds=worlds, observe=self._observe)
        self.move, self.numbers = move, worlds
        month = self.world.month
        terms = list(flat_terms(month, month.plans.utilities[f"utility_{move.name}"]))
        self.keys = tuple(key for key, _, _ in terms)
        self._motives = tuple(motive for _, motive, _ in terms)
        self._weights = np.array([signed(month.parameters.by_key[key], sign) for key, _, sign in terms]).reshape(
            -1, len(worlds)
        )
        shape = (scenario.months, len(worlds))
        self._values = np.zeros((scenario.months, len(terms), len(worlds)))
        self._utility = np.zeros(shape)
        self._taken, self._forced = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)

    def _observe(self, month: Month) -> None:
        variables, name = month.variables, self.move.name
        variables.compute(month.plans.deliberation[name])
        for place, motive in enumerate(self._motives):
            self._values[month.index, place] = variables.get(motive)
        self._utility[month.index] = variables.get(f"utility_{name}")
        standing = variables.get("regime_alive") > 0.5
        self._taken[month.index] = (variables.get(name) > TAKEN_ABOVE) & standing
        if name in month.pressures.forced:
            self._forced[month.index] = month.pressures.forced[name] > 0.5

    def changes(self, month: int | None) -> Changes:
        """What had changed in each world that makes the move, in a month or when it first makes it."""
        makes = self._taken.any(axis=0) if month is None else self._taken[month]
        at = np.argmax(self._taken, axis=0) if month is None else np.full(makes.shape, month)
        columns = np.flatnonzero(makes)
        ordered = self._forced[at[columns], columns]
        columns = columns[~ordered]
        months = at[columns][None, :] + np.arange(-USUAL, 1)[:, None]
        there = np.maximum(months, 0)
        without: Mask = (months >= 0)[:-1] & ~self._taken[there, columns][:-1]
        kept = without.any(axis=0)
        columns, there, without = columns[kept], there[:, kept], without[:, kept]
        values = self._values[there, :, columns].transpose(0, 2, 1)
        usual, change = from_usual(values, without[:, None, :])
        return Changes(
            numbers=self.numbers[columns],
            months=there[-1],
            usual=usual,
            value=values[-1],
            amount=self._weights[:, columns] * change,
            utility=from_usual(self._utility[there, columns], without)[1],
            ordered=int(np.count_nonzero(ordered)),
            at_once=int(np.count_nonzero(~kept)),
        )
