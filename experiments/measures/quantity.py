"""Quantities: one number per world, from a measure or from tests, in the worlds that count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from experiments.measures.forms import Leaf, Measure, evaluate
from experiments.measures.pooled import Test, all_hold, leaves_of
from model.core.declarations import Array
from model.ensemble.record import Run
from model.runs.outcomes import meets
from model.scenario.condition import Condition
from model.theory.theory import theory

Conditions: TypeAlias = tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number per world; NaN in the worlds that have none or do not count.

    Attributes:
        measure: The number; None where tests are counted.
        tests: The number is 1 in worlds in which all of them hold, else 0.
        among: Only worlds in which these hold count.
        where: Only worlds that meet these conditions count.
    """

    measure: Measure | None = None
    tests: tuple[Test, ...] = ()
    among: tuple[Test, ...] = ()
    where: Conditions = ()

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The measures it is made of."""
        parts: tuple[Test | Measure, ...] = (*self.tests, *self.among) if self.measure is None else (self.measure,)
        return tuple(dict.fromkeys(leaf for part in parts for leaf in leaves_of(part)))

    def numbers(self, run: Run) -> Array:
        """The number of each world; ValueError where the run lacks one of its months."""
        known = {leaf: leaf.measure(run) for leaf in self.leaves}
        number = (
            all_hold(self.tests, known).astype(np.float64) if self.measure is None else evaluate(self.measure, known)
        )
        counts = [np.ones(run.worlds, dtype=np.bool_), *(meets(run, condition) for condition in self.where)]
        counts += [all_hold(self.among, known)] if self.among else []
        return np.where(np.logical_and.reduce(counts), number, np.nan)


def recorded(*, leaves: Iterable[Leaf] = (), quantities: Iterable[Quantity] = ()) -> tuple[list[str], bool]:
    """The series that a run has to record for leaves or quantities, and whether they read its moves."""
    wanted = list(quantities)
    names = {name for leaf in (*leaves, *(leaf for one in wanted for leaf in one.leaves)) for name in leaf.names}
    names |= {condition.name for one in wanted for condition in one.where if condition.series or condition.needs_moves}
    series = names & theory().series.keys()
    return sorted(series), series != names
