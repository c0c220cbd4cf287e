"""Whether the points of a sweep are possible, and differ where its design says so."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from experiments.sweeps.plan.design import Design
from experiments.sweeps.plan.factor_keys import problem_with
from experiments.sweeps.plan.factors import described
from experiments.sweeps.plan.outcomes import months_outside
from experiments.sweeps.plan.plan import SweepPlan
from model.scenario.scenario import Scenario
from model.yaml_files.fields import Collector
from model.yaml_files.nodes import InputError, Node

MOST_READ = 20_000
"""Combinations of words and dates that may have to be read, one by one."""


def check_points(found: Collector, root: Node, plan: SweepPlan) -> None:
    """Every point must differ from the others, where the design says so, and its words must go together."""
    _check_words(found, root, plan)
    listed = all(factor.is_list for factor in plan.factors)
    if plan.sample.design is Design.LIST or (plan.sample.design is Design.LATIN_HYPERCUBE and listed):
        _check_twins(found, root, plan)
    if plan.sample.design is Design.LIST:
        _check_base(found, root, plan)


def _check_words(found: Collector, root: Node, plan: SweepPlan) -> None:
    worded = [place for place, factor in enumerate(plan.factors) if not factor.is_direct]
    if not worded:
        return
    seen: dict[tuple[float, ...], int] = {}
    for first, block in plan.blocks():
        for place in np.unique(block[:, worded], axis=0, return_index=True)[1].tolist():
            seen.setdefault(tuple(block[place, worded].tolist()), first + place)
    if len(seen) > MOST_READ:
        message = f"{len(seen):,} combinations of words and dates are too many; at most {MOST_READ:,} can be read"
        found.add_key(root, "vary", message)
        return
    for point in seen.values():
        values = plan.sample.block(point, point + 1)[0]
        try:
            problems = list(_problems_in(plan.read(values), plan))
        except InputError as error:
            problems = [one.message for one in error.problems]
        for message in problems:
            text = described(plan.factors, values.tolist())
            found.add_key(root, "vary", f"point {point} ({text}) is not possible: {message}")


def _problems_in(scenario: Scenario, plan: SweepPlan) -> Iterator[str]:
    """What the scenario of a point lacks, where it is not the one against which factors and outcomes were read."""
    if (scenario.name, scenario.end) == (plan.scenario.name, plan.scenario.end):
        return
    yield from months_outside(plan.outcomes, scenario)
    for factor in plan.factors:
        problem = problem_with(factor.key, scenario)
        if problem:
            yield f"in '{scenario.name}', {problem}"


def _check_twins(found: Collector, root: Node, plan: SweepPlan) -> None:
    seen: dict[bytes, int] = {}
    for first, block in plan.blocks():
        for place, row in enumerate(block):
            other = seen.setdefault(row.tobytes(), first + place)
            if other != first + place:
                text = described(plan.factors, row.tolist())
                message = f"points {other} and {first + place} are the same: {text}"
                found.add_key(root, "vary", message)
                return


def _check_base(found: Collector, root: Node, plan: SweepPlan) -> None:
    for point in points_equal_to_base(plan):
        text = described(plan.factors, plan.sample.block(point, point + 1)[0].tolist())
        message = f"point {point} is the scenario itself: {text}; leave it out, and run the scenario separately"
        found.add_key(root, "vary", message)


def points_equal_to_base(plan: SweepPlan) -> list[int]:
    """Numbers of the points that change nothing; empty where the scenario draws its numbers itself."""
    base = np.array([factor.base for factor in plan.factors])
    if np.isnan(base).any():
        return []
    if plan.scenario.sampling != "best" and any(f.parts[0] == "parameters" for f in plan.factors):
        return []
    return [
        first + int(place) for first, block in plan.blocks() for place in np.flatnonzero((block == base).all(axis=1))
    ]
