"""Scores a scenario against the stylised facts: which of the thirty patterns of the record does it reproduce?

    report = score(load_scenario("baseline"))
    report.met, report.count        # e.g. 27, 30

Runs that a pattern needs beside the scenario's own (without the shock, with sanctions in 2017, ...) use the same random
numbers, so that any difference between two runs is due to the change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from experiments.measures.forms import MAIN, Leaf, Mask
from experiments.measures.quantity import recorded
from experiments.patterns.reader import load_patterns
from experiments.patterns.records import Patterns
from experiments.patterns.verdicts import Measured, PatternResult, Plain, decide, number_of
from model.core.declarations import Array, Progress
from model.core.draws import Draws
from model.core.worlds import Numbers, chunks
from model.ensemble.record import Run
from model.runs.outcomes import counted
from model.runs.run import CHUNK, run
from model.runs.world_lists import worlds_of
from model.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class PatternReport:
    """How a scenario came out against all patterns.

    Attributes:
        counted: Number of those that meet the scenario's condition `given`: the only ones that count.
        watched: Key dates and levels.
    """

    scenario: str
    worlds: int
    counted: int
    seed: int
    sampling: str
    results: tuple[PatternResult, ...]
    watched: Mapping[str, Plain]

    @property
    def met(self) -> int:
        """Number of patterns that hold."""
        return sum(result.met for result in self.results)

    @property
    def count(self) -> int:
        """Number of patterns in all."""
        return len(self.results)

    def to_json(self) -> dict[str, Plain]:
        """Plain data in the shape of `tightrope patterns --json`."""
        keys = ("scenario", "worlds", "counted", "seed", "sampling", "met", "count")
        patterns: list[Plain] = [result.to_json() for result in self.results]
        return {**{key: getattr(self, key) for key in keys}, "patterns": patterns, "watched": dict(self.watched)}


def score(
    scenario: Scenario,
    *,
    progress: Progress | None = None,
    patterns: Patterns | None = None,
    chunk: int = CHUNK,
    numbers: Numbers | None = None,
) -> PatternReport:
    """Run a scenario, and every run that the patterns need beside it, and decide each pattern.

    Args:
        scenario: What is scored; its seed, worlds and sampling hold for every run.
        progress: Called with months done and months in all, over all runs.
        patterns: The patterns; those of `seeds/patterns.yaml` if None.
        chunk: Worlds that run together; results do not depend on it.
        numbers: The worlds that are run instead, as many as the scenario asks for.

    Returns:
        One result per pattern; patterns that cannot be evaluated say why and count as not met.
    """
    data = load_patterns() if patterns is None else patterns
    measured = measure_all(scenario, data, chunk, progress, numbers=numbers)
    return PatternReport(
        scenario=scenario.name,
        worlds=scenario.worlds,
        counted=measured.worlds,
        seed=scenario.seed,
        sampling=str(scenario.sampling),
        results=tuple(decide(pattern, measured, data, scenario) for pattern in data.patterns.values()),
        watched={name: number_of(what, measured, scenario) for name, what in data.watched.items()},
    )


@dataclass(slots=True)
class WorkCount:
    """Counts the work done over many parts, e.g. months over many runs."""

    progress: Progress | None
    whole: int
    done: int = 0

    def part(self, size: int) -> Progress | None:
        """The progress of a part of the work, of this size."""
        before, progress = self.done, self.progress
        self.done += size
        return None if progress is None else lambda done, _: progress(before + done, self.whole)


def measure_all(
    scenario: Scenario,
    data: Patterns,
    chunk: int,
    progress: Progress | None,
    draws: Draws | None = None,
    worlds: Mask | None = None,
    numbers: Numbers | None = None,
) -> Measured:
    """Run one variant after another, a chunk of worlds at a time, and keep only what the leaves measure.

    Only worlds count that meet the condition `given` in the scenario's own run.

    Args:
        scenario: What is run.
        data: The patterns, which say what is measured in which run.
        chunk: Worlds that run together.
        progress: Called with months done and months in all, over all runs.
        draws: Cached random draws of an earlier run of all these worlds, which then must fit into one chunk.
        worlds: The worlds that count instead, e.g. those of the run that this one is compared with.
        numbers: The worlds that are run; those that the scenario asks for if None.
    """
    measured: dict[Leaf, list[Array]] = {}
    missing: dict[Leaf, str] = {}
    conditions: list[Mask] = []
    table = data.leaves()
    parts = [draws.numbers] if draws else chunks(worlds_of(scenario) if numbers is None else numbers, chunk)
    count = WorkCount(progress, len(table) * len(parts) * scenario.months)
    for name, leaves in table.items():
        try:
            changed = scenario if name == MAIN else data.variants[name].of(scenario)
        except ValueError as error:
            missing |= dict.fromkeys(leaves, str(error))
            continue
        for numbers_here in parts:
            result = _run(changed, leaves, numbers_here, count.part(scenario.months), draws)
            _measure(result, leaves, measured, missing)
            conditions += [counted(result)] if name == MAIN else []
    counts = np.concatenate(conditions) if worlds is None else worlds
    known = {leaf: np.concatenate(values, axis=-1) for leaf, values in measured.items() if leaf not in missing}
    return Measured({leaf: values[..., counts] for leaf, values in known.items()}, missing, counts)


def _run(
    changed: Scenario, leaves: Iterable[Leaf], worlds: Numbers, progress: Progress | None, draws: Draws | None
) -> Run:
    series, moves = recorded(leaves=leaves)
    return run(changed, keep=series, moves=moves, worlds=worlds, draws=draws, progress=progress)


def _measure(run: Run, leaves: Iterable[Leaf], numbers: dict[Leaf, list[Array]], missing: dict[Leaf, str]) -> None:
    for leaf in leaves:
        try:
            numbers.setdefault(leaf, []).append(leaf.measure(run))
        except ValueError as error:
            missing[leaf] = str(error)
