"""What `tightrope trace` is asked for: a value in a month of a world, or the reasons of a move over many worlds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO

import numpy as np

from experiments.explanation.move_reasons import MoveReasons, NoReasonsError, month_of, move_reasons
from experiments.trace.nodes import Ref
from experiments.trace.one_world import OneWorld, one_world
from experiments.trace.trace import Tracer, refuse_after_fall, variable_of
from experiments.trace.tree import as_plain, tree
from model.ensemble.record import TAKEN_ABOVE
from model.runs.world_lists import worlds_of
from model.scenario.scenario import Scenario
from model.theory.theory import theory
from viz.common.exits import WrongInputError
from viz.terminal.progress import progress
from viz.terminal.why.reasons import reason_lines
from viz.terminal.why.trace import trace_lines


@dataclass(frozen=True)
class Asked:
    """A value of one world, and, where it is a move that was made, what had changed in its favour."""

    tracer: Tracer
    ref: Ref
    reasons: MoveReasons | None

    def lines(self, depth: int, *, width: int, out: TextIO) -> list[str]:
        """The answer as lines of text."""
        why = [] if self.reasons is None else [*reason_lines(self.reasons, width=width, out=out), ""]
        return [*why, *trace_lines(self.tracer, tree(self.tracer, self.ref, depth), depth=depth, width=width)]

    def as_plain(self, depth: int) -> dict[str, object]:
        """The answer as plain data."""
        traced = as_plain(self.tracer, tree(self.tracer, self.ref, depth))
        reasons = None if self.reasons is None else self.reasons.as_plain()
        return (
            {"scenario": self.tracer.world.scenario.name} | traced | ({} if reasons is None else {"reasons": reasons})
        )


def is_move(series: str) -> bool:
    """Whether this is a move.

    Raises:
        TightropeError: No series or move has that name.
    """
    return variable_of(series) in theory().moves


def average_reasons(scenario: Scenario, series: str, month: str | None, *, quiet: bool) -> MoveReasons:
    """Why a move is made, over the worlds of a scenario.

    Raises:
        TightropeError: There is no such month, or no world makes it of its own.
    """
    with progress(f"Weighing motives in {scenario.worlds:,} worlds", quiet=quiet) as advance:
        return move_reasons(scenario, series, month, progress=advance)


def asked_of(scenario: Scenario, series: str, month: str | None, world: int | None) -> Asked:
    """A value in a month of a world, by default the first world of the run and its last month.

    Of a move it is by default the month in which the world first makes it.

    Raises:
        TightropeError: There is no such month, or no such value in it.
    """
    at = None if month is None else month_of(scenario, month)
    number = int(worlds_of(scenario, 1)[0]) if world is None else world
    traced = one_world(scenario, number)
    if at is None:
        at = _first_time(traced, series) if is_move(series) else scenario.months - 1
    refuse_after_fall(traced, series, at)
    tracer = Tracer(traced)
    reasons = None
    if is_move(series) and tracer.reads.value(Ref(variable_of(series), at)) > TAKEN_ABOVE:
        try:
            reasons = move_reasons(scenario, series, scenario.date(at), worlds=[number])
        except NoReasonsError:
            reasons = None
    return Asked(tracer, tracer.ref(series, at), reasons)


def _first_time(traced: OneWorld, series: str) -> int:
    standing = np.append(1.0, traced.state["regime_alive"][:-1]) > 0.5
    made = np.flatnonzero((traced.state[variable_of(series)] > TAKEN_ABOVE) & standing)
    if not len(made):
        message = f"world {traced.number} never makes '{series}'; give --month to see what was weighed in that month"
        raise WrongInputError(message)
    return int(made[0]) - 1
