"""The outcomes of a run: the turning points of every world, where it ends, and which worlds count.

For example:

    months = first_months(run)["hosting"]      # index of the month in each world, -1 where it never comes
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from model.core.arrays import means
from model.core.declarations import Array, Mask
from model.ensemble.record import DIMENSIONS, HEADLINE, Posture, Run
from model.scenario.condition import Condition, Subject

NEVER = -1
"""First month of what does not happen."""

RHETORIC = "belarus.rhetoric"


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """A turning point that a world may or may not come to.

    Attributes:
        label: A sentence without its full stop.
        short: A few words for figures.
        series: The dotted series that shows it.
        above: It has happened once the series is above this, or below it where `turned`.
    """

    name: str
    label: str
    short: str
    series: str
    above: float = 0.5
    turned: bool = False

    @property
    def clause(self) -> str:
        """Its label within a sentence."""
        return f"t{self.label[1:]}" if self.label.startswith("The ") else self.label


KEY_EVENTS = (
    KeyEvent("hosting", "Minsk becomes the venue of the talks", "Minsk hosts", "belarus.hosting"),
    KeyEvent("eu_suspension", "The EU suspends its sanctions", "EU suspends", "eu.rung"),
    KeyEvent("eu_lifting", "The EU lifts its sanctions", "EU lifts", "eu.rung", above=1.5),
    KeyEvent("us_licence", "The US suspends sanctions by licence", "US licence", "us.licence"),
    KeyEvent("visa_free", "Belarus abolishes short visas for the West", "visa-free", "belarus.visa_free"),
    KeyEvent("eu_sanctions", "The EU adopts new sanctions", "EU sanctions", "eu.new_sanctions", above=0.0),
    KeyEvent("rescue", "Russia rescues the regime", "rescue", "russia.rescue_running"),
    KeyEvent("price", "Russia collects the price of its rescue", "price collected", "russia.collecting"),
    KeyEvent("base", "Minsk grants a permanent Russian base", "base granted", "belarus.base_granted"),
    KeyEvent("venue_lost", "Kyiv rules Minsk out as venue", "venue lost", "ukraine.venue_lost"),
    KeyEvent("fall", "The regime falls", "regime falls", "belarus.regime_alive", turned=True),
)
"""The turning points that every summary, figure and table of worlds knows, in the order in which they usually come."""


POSTURE_LABELS = {
    Posture.CLIENT: "client of Moscow",
    Posture.HEDGING: "hedging",
    Posture.LEANING_WEST: "leaning West",
    Posture.FALLEN: "regime fallen",
}


def outcome_series() -> tuple[str, ...]:
    """The few series that summaries, figures and tables of worlds cannot do without."""
    dimensions = tuple(f"{HEADLINE}_{dimension}" for dimension in DIMENSIONS)
    return tuple(dict.fromkeys((HEADLINE, *dimensions, RHETORIC, *(event.series for event in KEY_EVENTS))))


def first_months(run: Run) -> dict[str, NDArray[np.int64]]:
    """First month of every turning point whose series the run has, per world; -1 where it never comes."""
    return {event.name: first_month(run, event) for event in KEY_EVENTS if event.series in run.series}


def first_month(run: Run, event: KeyEvent) -> NDArray[np.int64]:
    """First month of one turning point, per world; -1 where it never comes."""
    values = run.series[event.series]
    happened = values < event.above if event.turned else values > event.above
    return np.where(happened.any(axis=0), np.argmax(happened, axis=0), NEVER)


def meets(run: Run, condition: Condition) -> NDArray[np.bool_]:
    """The worlds of a run that meet a condition; ValueError where the run lacks its month."""
    last = run.at(condition.month)
    months = slice(0 if condition.by else last, last + 1)
    match condition.subject:
        case Subject.STANDS:
            return np.asarray((run.posture[months] != Posture.FALLEN).all(axis=0))
        case Subject.FALLEN:
            holds = run.posture[months] == Posture.FALLEN
        case Subject.POSTURE:
            holds = run.posture[months] == Posture[condition.name.upper()]
        case Subject.MOVE:
            holds = run.moves[condition.name][months]
        case Subject.VARIABLE:
            values, above, below = run.series[condition.name][months], condition.above, condition.below
            holds = values > above if above is not None else values < (np.inf if below is None else below)
    return np.asarray(holds.any(axis=0))


def counted(run: Run) -> NDArray[np.bool_]:
    """The worlds that count: those that meet every condition of the scenario's `given`."""
    met = [meets(run, condition) for condition in run.scenario.given]
    return np.asarray(np.logical_and.reduce([np.ones(run.worlds, dtype=np.bool_), *met]))


def conditioned(run: Run) -> Run:
    """The run with only the worlds that count."""
    return only(run, counted(run))


def only(run: Run, keep: Mask) -> Run:
    """The run with only some of its worlds: those for which `keep` holds."""
    if keep.all():
        return run
    return replace(
        run,
        numbers=run.numbers[keep],
        series={name: values[:, keep] for name, values in run.series.items()},
        moves={name: taken[:, keep] for name, taken in run.moves.items()},
        posture=run.posture[:, keep],
        parameters={key: values[keep] for key, values in run.parameters.items()},
    )


def outcomes(run: Run) -> dict[str, Array]:
    """Numbers that sum a world up, by name: where it ends, and its mean and highest point from `read_from` on.

    An alignment is missing (NaN) where the regime has fallen; mean and highest point are of the months it stands.
    """
    read = slice(run.scenario.read_from, None)
    table = {"alignment_final": run.series[HEADLINE][-1]}
    for dimension in DIMENSIONS:
        name = f"{HEADLINE}_{dimension}"
        if name in run.series:
            table[f"alignment_{dimension}_final"] = run.series[name][-1]
    if RHETORIC in run.series:
        table["rhetoric_final"] = run.series[RHETORIC][-1]
    table["alignment_mean"] = means(run.series[HEADLINE][read], axis=0)
    table["alignment_highest"] = np.fmax.reduce(run.series[HEADLINE][read], axis=0)
    return {name: np.asarray(values, dtype=np.float64) for name, values in table.items()}


Postures = tuple[Posture, ...]
"""The postures a world goes through, one after the other."""


def posture_paths(run: Run) -> tuple[Postures, ...]:
    """The posture path of every world: its posture at the end of each year, repetitions left out."""
    ends = [m for m, date in enumerate(run.months) if date.endswith("-12") or m == len(run.months) - 1]
    return tuple(tuple(Posture(int(code)) for code, _ in groupby(column)) for column in run.posture[ends].T)


def path_shares(run: Run) -> tuple[tuple[Postures, float], ...]:
    """Every posture path that some world takes, with the share of worlds that take it; the commonest first."""
    counts = Counter(posture_paths(run))
    return tuple((path, counts[path] / run.worlds) for path in sorted(counts, key=lambda one: (-counts[one], one)))
