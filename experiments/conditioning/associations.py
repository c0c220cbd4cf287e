"""Which numbers an outcome goes with in the worlds that agree with the record: associations, not shares of variance.

Conditioned worlds are chosen by their numbers, which therefore depend on each other: Sobol's and Morris's indices would
mean nothing there. An association says only that the outcome differs where the number differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.measures.association import association
from experiments.measures.outcomes import Outcome, values_of
from experiments.measures.quantity import recorded
from model.evidence.load import load_seeds
from model.runs.run import run
from model.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Associations:
    """The numbers that an outcome goes with.

    Attributes:
        outcome: The outcome.
        worlds: Worlds that have it.
        sizes: Number -> PAWN's index, those beyond chance alone, the strongest first.
        chance: The largest index of as many numbers made at random.
    """

    outcome: Outcome
    worlds: int
    sizes: dict[str, float]
    chance: float


def associations(scenario: Scenario, outcomes: Sequence[Outcome]) -> tuple[Associations, ...]:
    """Run a scenario in its worlds, and find the numbers that its outcomes go with.

    Numbers that share a draw stand under the one whose draw it is.
    """
    series, moves = recorded(leaves=(outcome.measure for outcome in outcomes))
    finished = run(scenario, keep=series, moves=moves)
    parameters = load_seeds().parameters
    keys = [key for key in finished.parameters if parameters[key].drawn_with is None]
    numbers = np.stack([finished.parameters[key] for key in keys], axis=1)
    found = []
    for outcome, values in zip(outcomes, values_of(finished, outcomes), strict=True):
        there = ~np.isnan(values)
        sizes, dummies = association(numbers[there], values[there], dummies=len(keys), seed=scenario.seed)
        chance = float(dummies.max())
        beyond = [(key, float(sizes[place])) for place, key in enumerate(keys) if sizes[place] > chance]
        strongest = dict(sorted(beyond, key=lambda one: -one[1]))
        found.append(Associations(outcome, int(there.sum()), strongest, chance))
    return tuple(found)
