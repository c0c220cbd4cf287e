"""Everything that a finished sweep answers, by its design: indices, maps, response curves, regrets and boxes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from experiments.sweeps.plan.design import Design
from experiments.sweeps.plan.factors import Factor
from experiments.sweeps.results.discovery import MISSING, MOST_CASES, Box, discover, is_installed, worlds_searched
from experiments.sweeps.results.maps import PhaseMap, ResponseCurve, phase_maps, response_curves
from experiments.sweeps.results.regret import Regrets, regrets
from experiments.sweeps.results.results import SweepResults, read_sweep
from experiments.sweeps.results.sensitivity import SensitivityIndices, indices_of, most_influential
from experiments.sweeps.run.folder import SweepError

TOP = 20
"""How many of the most influential factors are listed."""

NEXT_N = 1024


@dataclass(frozen=True)
class SweepAnswers:
    """What a sweep says.

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
        """Keys of the most influential factors, the strongest first; empty without indices."""
        return most_influential(self.indices, TOP)


def analyse(folder: Path) -> SweepAnswers:
    """Read a sweep folder and answer what its design can answer; the same each time.

    Raises:
        SweepError: The folder holds no sweep, or nothing of it is finished.
    """
    results = read_sweep(folder)
    notes: list[str] = []
    if not results.statuses.get("done"):
        message = f"no point of {folder} is finished; run its sweep first"
        raise SweepError(message)
    for state in ("waiting", "failed"):
        count = results.statuses.get(state, 0)
        if count:
            notes.append(f"{count} of {results.sample.count} points are {state} and left out")
    notes += _notes_on_size(results)
    found = []
    if results.sample.design in (Design.SOBOL, Design.MORRIS):
        for outcome in results.outcomes:
            try:
                found.append(indices_of(results, outcome.name))
            except ValueError as error:
                notes.append(str(error))
    return SweepAnswers(
        results,
        tuple(found),
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
        yield f"regrets, and what happens within single worlds, are told from {text}; means are of all"
    if results.sample.design is Design.LATIN_HYPERCUBE:
        searched = worlds_searched(results)
        if points > MOST_CASES:
            yield f"scenario discovery looks at the first world of the first {MOST_CASES:,} of the {points:,} points"
        elif searched < worlds:
            yield f"scenario discovery looks at the first {searched:,} of the {worlds:,} worlds of each point"


def _boxes(results: SweepResults, notes: list[str]) -> Iterable[Box]:
    if results.sample.design is not Design.LATIN_HYPERCUBE:
        return
    if not is_installed():
        notes.append(MISSING)
        return
    for outcome in results.outcomes:
        box = discover(results, outcome)
        if box is None:
            notes.append(f"no box for '{outcome.name}': all worlds have it or none, or no factor has an order")
        else:
            yield box


def next_sweep(answers: SweepAnswers, *, n: int = NEXT_N) -> str:
    """A sweep file that follows a screening: Sobol's indices of the factors that it found most influential."""
    asked = answers.results.manifest["sweep"]
    chosen = [f for f in answers.results.factors if f.key in answers.influential]
    lines = [
        "# yaml-language-server: $schema=schema.json",
        f"title: The {len(chosen)} most influential numbers, by Sobol's indices",
        f"question: {json.dumps(f'How much of the spread does each number make, found by: {answers.results.title}?')}",
        "because: Made by `tightrope analyse` from a screening by Morris's method.",
        f"scenario: {asked['scenario']['name']}",
        "vary:",
        *(f"  {factor.key}: {_written(factor)}" for factor in chosen),
        "design: sobol",
        f"n: {n}",
        "others: sampled",
        f"worlds: {asked['worlds']}",
        f"seed: {asked['seed']}",
        "outcomes:",
    ]
    return "\n".join([*lines, *_outcomes(answers)]) + "\n"


def _written(factor: Factor) -> str:
    if factor.is_list:
        return "[" + ", ".join(factor.shown(float(place)) for place in range(len(factor.values))) + "]"
    return "{range: own}" if factor.parts[0] == "parameters" else f"{{low: {factor.low!r}, high: {factor.high!r}}}"


def _outcomes(answers: SweepAnswers) -> list[str]:
    from experiments.sweeps.plan.outcomes import KNOWN

    hint = ": write its definition, as in the sweep before"
    outcomes = answers.results.outcomes
    return [f"  {one.name}:" if one.name in KNOWN else f"  # {one.name}{hint}" for one in outcomes]
