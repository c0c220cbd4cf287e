"""Two scenarios in the same worlds: what the second makes of the first, when, in how many worlds, and for how long.

    (comparison,) = compare([load_scenario("baseline"), load_scenario("s03_eu_sanctions_2017")])
    comparison.months[comparison.largest]                           # e.g. 2018-12
    comparison.apart.median[comparison.largest]                     # e.g. -0.24
    comparison.outcomes["base"].difference                          # share of worlds, e.g. 0.12

`viz.sentences.effect_text` says it in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from experiments.comparison.bindings import Binding, added, binding_of, series_for, tells
from experiments.comparison.footing import Beliefs, Footing, on_one_footing
from experiments.comparison.monthly import MARGIN, MonthlyDifference, monthly_difference
from experiments.comparison.outcomes import readings_of, run_readings
from experiments.comparison.paired import PairedDifference, paired_difference
from experiments.comparison.questions import Reading
from experiments.measures.quantity import recorded
from model.core.declarations import Array, Mask, Progress
from model.engine import select
from model.ensemble.record import HEADLINE, Posture, Run
from model.runs.outcomes import counted, outcome_series
from model.runs.run import run
from model.runs.save import MOST_WITH_MOVES
from model.runs.world_lists import worlds_of
from model.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Comparison:
    """A scenario beside another one, in the same worlds.

    Attributes:
        base: The run without, with all its worlds.
        other: The run with it.
        counts: The worlds that count: those that meet the condition `given` in both runs.
        apart: The paired difference of the headline, month by month, over these.
        outcomes: Name -> the difference of one number: the headline and its dimensions, postures, turning points, and
            what the scenario's own file is read by.
        bindings: Whether and how long each pressure acted that the scenario adds or changes.
        notes: What was done to bring both on one footing, a sentence each.
    """

    base: Run
    other: Run
    counts: Mask
    apart: MonthlyDifference
    outcomes: Mapping[str, PairedDifference]
    bindings: tuple[Binding, ...]
    notes: tuple[str, ...] = ()

    @property
    def months(self) -> tuple[str, ...]:
        """Dates of the months that both have."""
        return self.apart.months

    @property
    def worlds(self) -> int:
        """Number of worlds that count."""
        return self.apart.worlds

    @cached_property
    def largest(self) -> int:
        """Index of the month in which the median difference of the headline is largest in size."""
        return self.apart.largest(min(self.other.scenario.read_from, len(self.months) - 1))

    @cached_property
    def first_difference(self) -> int | None:
        """Index of the first month in which anything recorded of both differs in a world that counts; None if never."""
        shared = [name for name in self.base.series if name in self.other.series]
        differs = np.zeros(len(self.months), dtype=np.bool_)
        for name in shared:
            one, two = (each.series[name][: len(self.months), self.counts] for each in (self.base, self.other))
            differs |= ((one != two) & ~(np.isnan(one) & np.isnan(two))).any(axis=1)
        months = np.flatnonzero(differs)
        return int(months[0]) if months.size else None

    def fallen(self) -> tuple[Array, Array]:
        """Share of the worlds whose regime has fallen, month by month, without and with it."""
        fallen = [run.posture[: len(self.months), self.counts] == Posture.FALLEN for run in (self.base, self.other)]
        return fallen[0].mean(axis=1), fallen[1].mean(axis=1)


def compare(
    scenarios: Sequence[Scenario],
    *,
    beliefs: Beliefs = Beliefs.TOGETHER,
    margin: float = MARGIN,
    progress: Progress | None = None,
) -> tuple[Comparison, ...]:
    """Run scenarios in the same worlds and hold each against the first one.

    Args:
        scenarios: Two or more; the first is what the others are compared with.
        beliefs: Whose hypotheses, numbers, switches and first values hold.
        margin: The least difference of the headline that counts in shares of worlds.
        progress: Called with months simulated and months in all.

    Raises:
        FootingError: They cannot be compared world by world.
    """
    return tuple(_compared(on_one_footing(scenarios, beliefs=beliefs), margin, progress))


def _compared(footing: Footing, margin: float, progress: Progress | None) -> Iterator[Comparison]:
    first, *others = footing.scenarios
    whole = first.months * len(footing.scenarios)
    select.load_for(whole * first.worlds)
    worlds = worlds_of(first)
    series, moves = needed(first, others)

    def simulate(scenario: Scenario, done: int) -> Run:
        def report(months: int, of: int) -> None:
            if progress is not None:
                progress(done * scenario.months + months * scenario.months // of, whole)

        return run(scenario, keep=series, moves=moves, worlds=worlds, progress=report)

    base = simulate(first, 0)
    for number, scenario in enumerate(others, 1):
        yield replace(beside(base, simulate(scenario, number), margin=margin), notes=footing.notes)


def needed(base: Scenario, others: Iterable[Scenario]) -> tuple[tuple[str, ...], bool]:
    """The series that runs have to record to be compared, and whether they need the moves."""
    names, moves = dict.fromkeys(outcome_series()), False
    if base.worlds > MOST_WITH_MOVES:
        return tuple(names), moves
    for other in others:
        floors, ordered = series_for(added(base, other))
        read, acts = recorded(quantities=readings_of(other))
        names |= dict.fromkeys((*floors, *read))
        moves = moves or ordered or acts
    return tuple(names), moves


def beside(base: Run, other: Run, *, margin: float = MARGIN) -> Comparison:
    """Hold a run against another one of the same worlds.

    Numbers are left out for which a run has not recorded enough, or that no world has in both.
    """
    counts = counted(base) & counted(other)
    apart = monthly_difference(base, other, HEADLINE, counts, margin=margin)
    found = Comparison(base, other, counts, apart, {}, ())
    named = run_readings(apart.months, largest=found.largest) | {one.name: one for one in readings_of(other.scenario)}
    pairs = {name: pair_of(reading, base, other) for name, reading in named.items()}
    acting = [one for one in added(base.scenario, other.scenario) if tells(one, base)]
    return replace(
        found,
        outcomes={name: pair for name, pair in pairs.items() if pair is not None},
        bindings=tuple(binding_of(one, other, base, counts) for one in acting),
    )


def pair_of(reading: Reading, base: Run, other: Run) -> PairedDifference | None:
    """The difference of one number; None where the runs do not have it."""
    names = {name for leaf in reading.leaves for name in leaf.names}
    names |= {one.name for one in reading.where if one.series or one.needs_moves}
    if not all(name in run.series or name in run.moves for name in names for run in (base, other)):
        return None
    try:
        return paired_difference(reading, base, other)
    except ValueError:  # the runs do not reach its month, or no world has it in both
        return None
