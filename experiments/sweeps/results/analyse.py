"""The analysis of a finished sweep, by its design: indices, maps, response curves, regrets and boxes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from experiments.sweeps.plan.design import Design
from experiments.sweeps.results.discovery import MISSING, MOST_CASES, Box, discover, is_installed, worlds_searched
from experiments.sweeps.results.maps import PhaseMap, ResponseCurve, phase_maps, response_curves
from experiments.sweeps.results.regret import Regrets, regrets
from experiments.sweeps.results.results import SweepResults, read_sweep
from experiments.sweeps.results.sensitivity import SensitivityIndices, indices_of, most_influential
from experiments.sweeps.run.folder import DONE, FAILED, WAITING, SweepError

TOP = 20
"""How many of the most influential factors are listed."""


@dataclass(frozen=True)
class SweepAnswers:
    """The analysis of a sweep.

    Attributes:
        notes: What could not be answered, and why.
    """

    results: SweepResults
    indices: tuple[SensitivityIndices, ...]
    maps: tuple[PhaseMap, ...]
    curves: tuple[ResponseCurve, ...]
    regrets: tuple[Regrets, ...]
    boxes: tuple[Box, ...]
    notes: tuple[str, ...]

    @property
    def influential(self) -> list[str]:
        """Keys of the most influential factors, the strongest first; but for a screening, only those beyond noise."""
        return most_influential(self.indices, TOP)


def analyse(folder: Path) -> SweepAnswers:
    """Read a sweep folder and work out everything that its design allows; the same each time.

    Raises:
        SweepError: The folder holds no sweep, or nothing of it is finished.
    """
    results = read_sweep(folder)
    notes: list[str] = []
    if not results.statuses.get(DONE):
        message = f"no point of {folder} is finished; run its sweep first"
        raise SweepError(message)
    if not any(results.worlds_with(outcome.name) for outcome in results.outcomes):
        message = f"no world of {folder} counts or has any outcome, so there is nothing to say"
        raise SweepError(message)
    for state in (WAITING, FAILED):
        count = results.statuses.get(state, 0)
        if count:
            notes.append(f"{count:,} of {results.sample.count:,} points are {state} and left out")
    notes += [*_notes_on_size(results), *_notes_on_missing(results)]
    indices = []
    for outcome in results.outcomes:
        try:
            indices.append(indices_of(results, outcome.name))
        except ValueError as error:
            notes.append(str(error))
    return SweepAnswers(
        results,
        tuple(indices),
        tuple(one for outcome in results.outcomes for one in phase_maps(results, outcome)),
        tuple(one for outcome in results.outcomes for one in response_curves(results, outcome)),
        tuple(one for outcome in results.outcomes for one in regrets(results, outcome)),
        tuple(_boxes(results, notes)),
        tuple(notes),
    )


def _notes_on_size(results: SweepResults) -> Iterable[str]:
    """Which answers look at a part of the worlds, because all would take too much memory or time."""
    points, worlds = results.sample.count, results.worlds
    if results.sample.design in (Design.GRID, Design.LIST) and results.worlds_held < worlds:
        text = f"the first {results.worlds_held:,} of the {worlds:,} worlds of each point"
        yield f"regrets, and results within single worlds, use only {text}; means use all"
    if results.sample.design is Design.LATIN_HYPERCUBE:
        searched = worlds_searched(results)
        if points > MOST_CASES:
            yield f"scenario discovery looks at the first world of the first {MOST_CASES:,} of the {points:,} points"
        elif searched < worlds:
            yield f"scenario discovery looks at the first {searched:,} of the {worlds:,} worlds of each point"


def _notes_on_missing(results: SweepResults) -> Iterable[str]:
    """Of how many worlds each outcome is, where it is not of all; and whether there are standard errors."""
    counted = sum(results.statistics(results.outcomes[0].name)[1][0][results.there])
    for outcome in results.outcomes:
        have = results.worlds_with(outcome.name)
        if have < counted:
            share = "under 0.1" if counted - have < 0.001 * counted else f"{100 * (1 - have / counted):.1f}"
            share += f" % of the {counted:,.0f} worlds that count have no '{outcome.name}'"
            yield f"{share} (an alignment exists only while the regime stands); its means are over the others"
    if results.worlds == 1 and results.sample.design is Design.GRID:
        yield "with one world per point there are no standard errors, so no step or boundary stands out from noise"


def _boxes(results: SweepResults, notes: list[str]) -> Iterable[Box]:
    if results.sample.design is not Design.LATIN_HYPERCUBE:
        return
    if not is_installed():
        notes.append(MISSING)
        return
    for outcome in results.outcomes:
        box = discover(results, outcome)
        if box is None:
            notes.append(f"no box for '{outcome.name}': either all worlds have it or none does")
        else:
            yield box
