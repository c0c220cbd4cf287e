"""The named outcomes of a run: one number per world; alignments are missing where the regime has fallen.

A month that never comes counts as the month after the last one, so that "late" and "never" lie on one side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.measures.forms import Leaf, Month, Name, Value, first_true, level, month_of, window
from model.core.declarations import Array
from model.ensemble.record import HEADLINE, Posture, Run
from model.runs.outcomes import counted
from model.story.phrases import month_in_words


@dataclass(frozen=True, slots=True)
class MonthsIn(Leaf):
    """Share of the months of a window that a world spends in one posture."""

    posture: Posture
    start: Month
    end: Month

    def _measure(self, run: Run) -> Array:
        there = run.posture[window(run, self.start, self.end)] == self.posture
        return np.asarray(there.sum(axis=0) / len(there))


@dataclass(frozen=True, slots=True)
class InPosture(Leaf):
    """Whether a world is in one posture in a month: 1 or 0, so that the mean over worlds is a share."""

    posture: Posture
    at: Month

    def _measure(self, run: Run) -> Array:
        return np.asarray(run.posture[month_of(run, self.at)] == self.posture, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class FirstOrNever(Leaf):
    """Index of the first month in which a series is above a value; the number of months where that never comes."""

    of: Name
    above: float = 0.5

    def _measure(self, run: Run) -> Array:
        months = first_true(level(run, self.of) > self.above)
        return np.where(np.isnan(months), len(run.months), months)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One number per world, with its name in tables, its label, a few words for figures, and how it is measured.

    Attributes:
        yes_or_no: Whether it is 1 or 0 and nothing between.
    """

    name: str
    label: str
    short: str
    measure: Leaf
    yes_or_no: bool = False


FIRST, BREAK, LAST = Month("2013-01"), Month("2020-07"), Month("2021-12")
ALIGNMENT = Name(HEADLINE)
ON_THE_WAY = (
    Outcome("alignment_2017", "Alignment at the end of 2017", "alignment 2017-12", Value(ALIGNMENT, Month("2017-12"))),
    Outcome(
        "alignment_2020", "Alignment in July 2020, before the election", "alignment 2020-07", Value(ALIGNMENT, BREAK)
    ),
)
"""Alignments of months that a run may or may not hold."""


TURNS = (
    Outcome(
        "eu_lifting",
        "Month in which the EU lifts its sanctions",
        "EU lifting, month",
        FirstOrNever(Name("eu.rung"), above=1.5),
    ),
    Outcome(
        "venue_lost",
        "Month in which Kyiv rules Minsk out as venue",
        "venue lost, month",
        FirstOrNever(Name("ukraine.venue_lost")),
    ),
)
"""Months in which something turns, in the whole run."""


def outcomes_between(first: str, last: str) -> tuple[Outcome, ...]:
    """The outcomes of the months from `first` to `last`: on the way there, and in the last of them.

    Args:
        first: The month from which a run is read, ``YYYY-MM``.
        last: Its last month.
    """
    end, year = Month(last), last[:4]
    is_year = last.endswith("-12")
    until = year if is_year else month_in_words(last)
    when, by = (f"at the end of {year}", f"by the end of {year}") if is_year else (f"in {until}", f"by {until}")
    since = first[:4] if first.endswith("-01") else month_in_words(first)
    tag = year if is_year and year != BREAK[:4] else last.replace("-", "_")
    client = MonthsIn(Posture.CLIENT, Month(first), end)

    def final(name: str, label: str, short: str, series: str, *, yes_or_no: bool = False) -> Outcome:
        return Outcome(name, label, short, Value(Name(series), end), yes_or_no)

    base = f"A permanent Russian base is granted {by}"
    return (
        *(one for one in ON_THE_WAY if isinstance(one.measure, Value) and first <= one.measure.at < last),
        final(f"alignment_{tag}", f"Alignment {when}", f"alignment {last}", ALIGNMENT),
        Outcome("client_months", f"Share of months as a client, {since} to {until}", "months as client", client),
        *TURNS,
        final("base_granted", base, "base granted", "belarus.base_granted", yes_or_no=True),
        final(f"presence_{tag}", f"Russian presence {when}", f"presence {last}", "belarus.russian_presence"),
        final("regime_stands", f"The regime stands {when}", "regime stands", "belarus.regime_alive", yes_or_no=True),
    )


OUTCOMES = outcomes_between(FIRST, LAST)
"""The outcomes of `docs/variance.md`, which sweeps know by name."""


def values_of(run: Run, outcomes: Sequence[Outcome]) -> Array:
    """The outcomes of a run, shape (outcomes, worlds); NaN in worlds that do not meet its condition `given`."""
    return np.where(counted(run), np.stack([outcome.measure.measure(run) for outcome in outcomes]), np.nan)
