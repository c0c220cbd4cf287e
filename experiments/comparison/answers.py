"""The scenarios of the project beside the baseline, one after another, each in the same worlds.

for question, comparison in answers(worlds=1000):
comparison.outcomes[question.headline.name].difference      # e.g. -0.15
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from experiments.comparison.compare import Comparison, beside, needed
from experiments.comparison.footing import on_one_footing
from experiments.comparison.questions import Question, questions
from model.core.declarations import Progress
from model.engine import select
from model.ensemble.record import Run
from model.runs.digest import factual_scenario
from model.runs.run import run
from model.runs.world_lists import worlds_of
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling, Scenario

COMPARED_WORLDS, COMPARED_SEED = 1000, 2013
LEAST_MONTHS = 100
"""Months that a run has at least, to tell how much work is to come."""


def answers(
    names: Iterable[str] | None = None,
    *,
    worlds: int = COMPARED_WORLDS,
    seed: int = COMPARED_SEED,
    sampling: Sampling = Sampling.CONDITIONED,
    progress: Progress | None = None,
) -> Iterator[tuple[Question, Comparison]]:
    """Run scenarios beside the baseline, which is run once for every last month and condition.

    Args:
        names: Scenarios; all that have a reading if None.
        worlds: Number of worlds of each run.
        seed: Seed of every run.
        sampling: Which worlds are run: all, or those that agree with the record.
        progress: Called with the number of scenarios done and of all.
    """
    table = questions()
    chosen = list(table if names is None else names)
    asked: dict[str, Any] = {"worlds": worlds, "seed": seed, "sampling": sampling}
    scenarios = [replace(load_scenario(name), **asked) for name in chosen]
    baseline = replace(factual_scenario(), **asked)
    series, moves = needed(baseline, scenarios)
    select.load_for(worlds * len(chosen) * LEAST_MONTHS)
    bases: list[Run] = []

    def simulated(scenario: Scenario) -> Run:
        return run(scenario, keep=series, moves=moves, worlds=worlds_of(baseline))

    for number, (name, scenario) in enumerate(zip(chosen, scenarios, strict=True), 1):
        without, with_it = on_one_footing([baseline, scenario]).scenarios
        base = next((one for one in bases if one.scenario == without), None)
        if base is None:
            base = simulated(without)
            bases.append(base)
        found = beside(base, simulated(with_it))
        if progress is not None:
            progress(number, len(chosen))
        yield table[name], found
