"""The posture paths of a scenario, with a typical world for each, and when alignment changes lastingly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.core.arrays import means, order_statistic
from model.ensemble.record import HEADLINE, Run
from model.runs.outcomes import Postures, conditioned, outcome_series, path_shares, posture_paths
from model.runs.run import run as run_worlds
from model.scenario.scenario import Scenario
from model.story.segments import LastingChange, lasting_changes

COMMON = 0.05
"""Share of the worlds from which a path has a typical world."""


@dataclass(frozen=True, slots=True)
class PosturePath:
    """A posture path, the share of the worlds that take it, and the number of a typical one; None for a rare path."""

    postures: Postures
    share: float
    world: int | None

    @property
    def text(self) -> str:
        """The postures, one after the other."""
        return ", then ".join(posture.name.lower().replace("_", " ") for posture in self.postures)


@dataclass(frozen=True, slots=True)
class ChangeTiming:
    """When alignment changes in one direction: the largest lasting change of each world that way.

    Attributes:
        west: Towards the West, or else towards Moscow.
        share: Share of the worlds that have such a change.
        p10: It has begun in a tenth of them by this month; None where none has one.
        p50: In half of them.
        p90: In nine tenths.
        change: Median change.
    """

    west: bool
    share: float
    p10: str | None
    p50: str | None
    p90: str | None
    change: float | None


def medoid(run: Run, path: Postures | None = None) -> int:
    """A typical world of a posture path (its medoid): among those that take it, the one nearest to all others.

    Nearness is the mean of squared distances between alignments by dimension and month, as long as the regime stands;
    the nearest to all is then the nearest to their mean.

    Args:
        run: A run with the outcome series.
        path: The path; the commonest one if None.

    Raises:
        ValueError: No world takes this path.
    """
    counting = conditioned(run)
    wanted = path if path is not None else path_shares(counting)[0][0]
    chosen = np.array([one == wanted for one in posture_paths(counting)])
    if not chosen.any():
        message = "no world takes the path " + ", ".join(p.name.lower() for p in wanted)
        raise ValueError(message)
    names = [name for name in counting.series if name.startswith(HEADLINE)]
    alignment: NDArray[np.float64] = np.concatenate([counting.series[name][:, chosen] for name in names])
    distance = means((alignment - means(alignment)[:, None]) ** 2, axis=0)
    return int(counting.numbers[chosen][np.argmin(np.nan_to_num(distance, nan=np.inf))])


def run_for_paths(scenario: Scenario, worlds: int) -> Run:
    """A run of just what `all_paths` and `change_timings` need."""
    return run_worlds(scenario, keep=outcome_series(), moves=False, worlds=worlds)


def all_paths(run: Run) -> tuple[PosturePath, ...]:
    """Every posture path of a run, the commonest first; common ones, and always the first, with a typical world."""
    return tuple(
        PosturePath(path, share, medoid(run, path) if share >= COMMON or place == 0 else None)
        for place, (path, share) in enumerate(path_shares(conditioned(run)))
    )


def change_timings(run: Run) -> tuple[ChangeTiming, ChangeTiming]:
    """When alignment changes lastingly in the worlds that count: towards the West, and towards Moscow.

    Only months from `read_from` on are looked at, and in each world only those in which the regime stands.
    """
    counting, begin = conditioned(run), run.scenario.read_from
    found = lasting_changes(np.asarray(counting.series[HEADLINE][begin:], dtype=np.float64))
    return _timing(run, found, west=True), _timing(run, found, west=False)


def _timing(run: Run, found: list[tuple[LastingChange, ...]], *, west: bool) -> ChangeTiming:
    that_way = ([one for one in world if (one.change > 0) == west] for world in found)
    largest = [max(some, key=lambda one: abs(one.change)) for some in that_way if some]
    if not largest:
        return ChangeTiming(west, 0.0, None, None, None, None)
    months = np.array([one.month for one in largest])
    p10, p50, p90 = (run.months[int(order_statistic(months, q)) + run.scenario.read_from] for q in (0.1, 0.5, 0.9))
    change = order_statistic(np.array([one.change for one in largest]), 0.5)
    return ChangeTiming(west, len(largest) / len(found), p10, p50, p90, change)
