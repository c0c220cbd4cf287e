"""The courses a scenario can take: posture paths with a world in the middle of each, and when the worlds turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.core.arrays import order_statistic
from model.ensemble.record import HEADLINE, Run
from model.runs.outcomes import (
    Path,
    commonest_path,
    conditioned,
    counted,
    outcome_series,
    path_shares,
    posture_paths,
)
from model.runs.run import run as run_worlds
from model.scenario.scenario import Scenario
from model.story.segments import Turn, all_turns

COMMON = 0.05
"""Share of the worlds from which a path has a world of its own to be told."""


@dataclass(frozen=True, slots=True)
class Course:
    """A posture path.

    Attributes:
        path: Its postures.
        share: Share of the worlds that take it.
        world: Number of the world in its middle; None for a rare path.
    """

    path: Path
    share: float
    world: int | None

    @property
    def words(self) -> str:
        """The postures, one after the other."""
        return ", then ".join(posture.name.lower().replace("_", " ") for posture in self.path)


@dataclass(frozen=True, slots=True)
class Turning:
    """When the worlds of a run turn one way: the largest turn of each world that way.

    Attributes:
        west: Towards the West, or else towards Moscow.
        share: Share of the worlds that have such a turn.
        early: A tenth of them have turned by this month; None where none does.
        middle: Half of them.
        late: Nine tenths.
        change: Median change.
    """

    west: bool
    share: float
    early: str | None
    middle: str | None
    late: str | None
    change: float | None


def medoid(run: Run, path: Path | None = None) -> int:
    """The world in the middle of a posture path: among those that take it, the one nearest to all others.

    Nearness is the sum of squared distances between alignments by dimension and month; the nearest to all is then the
    nearest to their mean.

    Args:
        run: A run with the outcome series.
        path: The path; the commonest one if None.

    Raises:
        ValueError: No world takes this path.
    """
    numbers = np.flatnonzero(counted(run))
    kept = conditioned(run)
    wanted = path if path is not None else commonest_path(kept)[0]
    chosen = np.array([one == wanted for one in posture_paths(kept)])
    if not chosen.any():
        message = "no world takes the path " + ", ".join(p.name.lower() for p in wanted)
        raise ValueError(message)
    names = [name for name in kept.series if name.startswith(HEADLINE)]
    courses: NDArray[np.float64] = np.concatenate([kept.series[name][:, chosen] for name in names])
    distance = np.sum((courses - np.mean(courses, axis=1, keepdims=True)) ** 2, axis=0)
    return run.first + int(numbers[np.flatnonzero(chosen)[int(np.argmin(distance))]])


def run_for_medoid(scenario: Scenario, worlds: int) -> Run:
    """A run of just what `medoid`, `courses` and `turnings` need."""
    return run_worlds(scenario, keep=outcome_series(), moves=False, worlds=worlds)


def courses(run: Run) -> tuple[Course, ...]:
    """Every posture path of a run, the commonest first; the common ones, and always the first, with their medoid."""
    found = path_shares(conditioned(run))
    return tuple(
        Course(path, share, medoid(run, path) if share >= COMMON or place == 0 else None)
        for place, (path, share) in enumerate(found)
    )


def turnings(run: Run) -> tuple[Turning, Turning]:
    """When the worlds that count turn: towards the West, and towards Moscow.

    Turns are as `model.story.segments` finds them.
    Only months from `read_from` on are looked at. A fallen regime keeps its last values, so nothing turns after it.
    """
    kept, begin = conditioned(run), run.scenario.read_from
    found = all_turns(np.asarray(kept.series[HEADLINE][begin:], dtype=np.float64))
    return _turning(run, found, west=True), _turning(run, found, west=False)


def _turning(run: Run, found: list[tuple[Turn, ...]], *, west: bool) -> Turning:
    largest = [
        max(some, key=lambda turn: abs(turn.change))
        for world in found
        if (some := [turn for turn in world if (turn.change > 0) == west])
    ]
    if not largest:
        return Turning(west, 0.0, None, None, None, None)
    months = np.array([turn.month for turn in largest])
    early, middle, late = (
        run.months[int(order_statistic(months, q)) + run.scenario.read_from] for q in (0.1, 0.5, 0.9)
    )
    change = order_statistic(np.array([turn.change for turn in largest]), 0.5)
    return Turning(west, len(largest) / len(found), early, middle, late, change)
