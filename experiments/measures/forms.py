"""Measures of a run: a small closed vocabulary, each form one number per world.

A *leaf* reads one run and gives one number per world, NaN where there is none (a month that never comes). A *compound*
combines such numbers, also across runs that use the same random numbers. Forms that follow a series through time stand
in `experiments.measures.trends`. `experiments.measures.reader` reads all of them from YAML.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, NewType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model.core.declarations import Array
from model.ensemble.record import Run
from model.yaml_files.hints import Key

Name = NewType("Name", str)
"""A dotted series or move."""
Names = NewType("Names", tuple[Name, ...])
"""One dotted name or several."""
Month = NewType("Month", str)
"""A date, ``YYYY-MM``, or where a sweep may ask for it the end of the run."""
END_OF_RUN = Month("end")
From = Annotated[Month, Key("from")]
To = Annotated[Month, Key("to")]
"""The ends of a window, as YAML calls them."""
RunName = NewType("RunName", str)
"""Which run a leaf reads."""
Sweep = NewType("Sweep", tuple[RunName, ...])
"""The runs of a sweep, in the order of its levels."""

MAIN = RunName("scenario")
"""The run of the scenario itself."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Measure:
    """One number per world."""


@dataclass(frozen=True, slots=True)
class Leaf(Measure, ABC):
    """A measure of one run, whose name is `in` in YAML."""

    run: Annotated[RunName, Key("in")] = field(default=MAIN, kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        """The series and moves it reads."""
        given = [getattr(self, f.name) for f in fields(self) if str(f.type).startswith("Name")]
        return tuple(name for g in given if g is not None for name in (g if isinstance(g, tuple) else (g,)))

    @property
    def reads_end(self) -> bool:
        """Whether its number depends on how long a run is."""
        months = [getattr(self, f.name) for f in fields(self) if str(f.type) in ("Month", "From", "To")]
        return not months or END_OF_RUN in months

    def measure(self, run: Run) -> Array:
        """The number of each world; ValueError where the run does not reach that far."""
        return np.asarray(self._measure(run), dtype=np.float64)

    @abstractmethod
    def _measure(self, run: Run) -> Array: ...


def level(run: Run, name: str) -> Array:
    """A series, a graded move by its level, or a move as 1 and 0, month by month and world by world."""
    return np.asarray(run.series[name] if name in run.series else run.moves[name], dtype=np.float64)


def happens(run: Run, name: str) -> Mask:
    """Where a move is taken, or a flag series is on."""
    return run.moves[name] if name in run.moves else run.series[name] > 0.5


def month_of(run: Run, month: str) -> int:
    """Index of a month of a run; ValueError names the months there are."""
    return len(run.months) - 1 if month == END_OF_RUN else run.at(month)


def window(run: Run, start: str, end: str) -> slice:
    """The months from `start` to `end`, both included."""
    return slice(month_of(run, start), month_of(run, end) + 1)


def first_true(mask: Mask) -> Array:
    """First row in which each column is true; NaN where it never is."""
    return np.where(mask.any(axis=0), np.argmax(mask, axis=0), np.nan)


def quotient(top: ArrayLike, bottom: ArrayLike) -> Array:
    """One number over another: infinite over 0, NaN for 0 over 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.divide(top, bottom))


def total(values: Array) -> Array:
    """Sum over the months, one after another, so that a world alone gets the same bits as among others."""
    return np.asarray(np.cumsum(values, axis=0)[-1])


@dataclass(frozen=True, slots=True)
class Value(Leaf):
    """A series at the end of a month."""

    of: Name
    at: Month

    def _measure(self, run: Run) -> Array:
        return np.asarray(level(run, self.of)[month_of(run, self.at)])


@dataclass(frozen=True, slots=True)
class Change(Leaf):
    """A series at the end of one month, less what it was at the end of an earlier one."""

    of: Name
    start: From
    end: To

    def _measure(self, run: Run) -> Array:
        values = level(run, self.of)
        return np.asarray(values[month_of(run, self.end)] - values[month_of(run, self.start)])


@dataclass(frozen=True, slots=True)
class Windowed(Leaf):
    """Something about a series, or a move as 1 and 0, from `start` to `end` (in YAML: `from`, `to`)."""

    of: Name
    start: From
    end: To

    def _window(self, run: Run) -> Array:
        return level(run, self.of)[window(run, self.start, self.end)]


@dataclass(frozen=True, slots=True)
class Mean(Windowed):
    """Mean of a series over a window; the share of months, for a move."""

    def _measure(self, run: Run) -> Array:
        values = self._window(run)
        return total(values) / len(values)


@dataclass(frozen=True, slots=True)
class Lowest(Windowed):
    """Least value of a series in a window."""

    def _measure(self, run: Run) -> Array:
        return np.asarray(self._window(run).min(axis=0))


@dataclass(frozen=True, slots=True)
class Highest(Windowed):
    """Greatest value of a series in a window."""

    def _measure(self, run: Run) -> Array:
        return np.asarray(self._window(run).max(axis=0))


@dataclass(frozen=True, slots=True)
class First(Leaf):
    """First month in which a move is taken, or a series is above a value; NaN where never."""

    of: Name
    above: float = 0.5

    def _measure(self, run: Run) -> Array:
        return first_true(level(run, self.of) > self.above)


@dataclass(frozen=True, slots=True)
class Count(Leaf):
    """Number of months in a window in which any of the moves is taken, or any of the flags is on.

    Where `during` is given, only months in which that series is above a value count.
    """

    of: Names
    start: From
    end: To
    during: Name | None = None
    above: float = 0.5

    def _measure(self, run: Run) -> Array:
        months = window(run, self.start, self.end)
        taken = np.logical_or.reduce([happens(run, name)[months] for name in self.of])
        if self.during is not None:
            taken = taken & (level(run, self.during)[months] > self.above)
        return np.asarray(taken.sum(axis=0), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Compound(Measure, ABC):
    """A measure made of others."""

    @property
    def parts(self) -> tuple[Measure, ...]:
        """What it is made of, in the order of its fields."""
        return tuple(value for f in fields(self) if isinstance(value := getattr(self, f.name), Measure))

    @abstractmethod
    def combine(self, values: Sequence[Array]) -> Array:
        """Its number in each world, from those of its parts."""


@dataclass(frozen=True, slots=True)
class Difference(Compound):
    """One measure less another, e.g. of two runs that use the same random numbers."""

    of: Measure
    less: Measure

    def combine(self, values: Sequence[Array]) -> Array:
        """The first less the second."""
        return values[0] - values[1]


@dataclass(frozen=True, slots=True)
class Ratio(Compound):
    """One measure over another: infinite over 0, NaN for 0 over 0."""

    of: Measure
    over: Measure

    def combine(self, values: Sequence[Array]) -> Array:
        """The first over the second."""
        return quotient(values[0], values[1])


@dataclass(frozen=True, slots=True)
class Gap(Compound):
    """Fewest months between an event and the next in a given order; NaN where one of them never happens."""

    of: tuple[Measure, ...]

    @property
    def parts(self) -> tuple[Measure, ...]:
        """The events, in order."""
        return self.of

    def combine(self, values: Sequence[Array]) -> Array:
        """The least distance between neighbours."""
        return np.asarray(np.diff(np.stack(values), axis=0).min(axis=0))


@dataclass(frozen=True, slots=True)
class LargestStep(Compound):
    """Share of the whole fall along a sweep that its largest step makes; NaN where the whole fall is too small.

    The whole fall is the distance from highest to lowest; a step lies between neighbouring levels that both count.

    Attributes:
        of: What falls.
        counts: A flag that is 1 where a run counts in a world, e.g. that the regime stands at its end.
        sweep: The runs of the sweep, in order.
        least: Smallest whole fall that is divided up.
    """

    of: Leaf
    counts: Leaf
    sweep: Sweep
    least: float

    @property
    def parts(self) -> tuple[Measure, ...]:
        """The same two measures in every run of the sweep."""
        return tuple(replace(leaf, run=run) for leaf in (self.of, self.counts) for run in self.sweep)

    def combine(self, values: Sequence[Array]) -> Array:
        """The greatest fall between neighbours over the whole."""
        table, counts = np.stack(values[: len(self.sweep)]), np.stack(values[len(self.sweep) :]) > 0.5
        falls = np.where(counts[1:] & counts[:-1], table[:-1] - table[1:], -np.inf).max(axis=0)
        highest, lowest = np.where(counts, table, -np.inf).max(axis=0), np.where(counts, table, np.inf).min(axis=0)
        whole = np.where(counts.any(axis=0), highest, 0.0) - np.where(counts.any(axis=0), lowest, 0.0)
        return np.where(whole >= self.least, quotient(falls, whole), np.nan)


def leaves(measure: Measure) -> tuple[Leaf, ...]:
    """The leaves a measure is made of, each once."""
    if isinstance(measure, Leaf):
        return (measure,)
    assert isinstance(measure, Compound)
    return tuple(dict.fromkeys(leaf for part in measure.parts for leaf in leaves(part)))


def evaluate(measure: Measure, known: Mapping[Leaf, Array]) -> Array:
    """The number of each world, from what its leaves have measured."""
    if isinstance(measure, Leaf):
        return known[measure]
    assert isinstance(measure, Compound)
    return measure.combine([evaluate(part, known) for part in measure.parts])
