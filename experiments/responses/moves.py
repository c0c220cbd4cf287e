"""Whom each move moves: it is forced for a year in each of three windows, and forbidden throughout.

    for one in moves_moved(worlds=300):
        one.forced.other, one.forced.change, one.forced.window      # "eu.suspend_sanctions", 0.42, "2014-03"
        one.is_label                                                # it changes nobody else's moves

A move may be a label because nobody answers it, or because those who would do so act anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.comparison.effects import LEAST_SHARE
from model.core.declarations import Array, Move, Progress
from model.engine import select
from model.ensemble.record import Run
from model.runs.digest import FACTUAL
from model.runs.run import run
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling
from model.theory.theory import theory

WINDOWS = ("2014-03", "2017-03", "2020-09")
"""First months of the years in which a move is forced: after Crimea, in the thaw, after the election of 2020."""
READ = 24
"""Months from the beginning of a window in which the moves of others are counted."""
END = "2022-12"


@dataclass(frozen=True, slots=True)
class Largest:
    """The move of another actor whose share of worlds changes most.

    Attributes:
        other: Its dotted name.
        change: Change of the share of worlds in which it is made within two years of the window's first month.
        window: That month.
    """

    other: str
    change: float
    window: str


@dataclass(frozen=True, slots=True)
class MoveMoved:
    """What forcing and forbidding one move does to the moves of the other actors.

    Attributes:
        made: Share of worlds in which it is made at all.
    """

    move: Move
    made: float
    forced: Largest
    forbidden: Largest

    @property
    def is_label(self) -> bool:
        """Whether neither changes a move of another actor in a hundredth of the worlds."""
        return max(abs(self.forced.change), abs(self.forbidden.change)) < LEAST_SHARE


def moves_moved(
    worlds: int,
    tried: Sequence[Move] | None = None,
    *,
    sampling: Sampling = Sampling.CONDITIONED,
    progress: Progress | None = None,
) -> Iterator[MoveMoved]:
    """What each move moves.

    Args:
        worlds: Number of worlds of each run.
        tried: The moves; all of the five, in the order of their menus, if None.
        sampling: Which worlds.
        progress: Called with moves done and moves in all.
    """
    moves = list(theory().moves.values())
    chosen = moves if tried is None else tried
    select.load_for(worlds * len(chosen) * len(WINDOWS) * READ)
    base = _run((), worlds, sampling)
    without = [_shares(base, window) for window in WINDOWS]
    for done, move in enumerate(chosen, 1):
        others = [place for place, other in enumerate(moves) if other.owner is not move.owner]
        names = [moves[place].series for place in others]
        forced = []
        for window, usual in zip(WINDOWS, without, strict=True):
            year = f"start: {window}, duration: 12"
            changed = _run((_pressure(move, "force", year),), worlds, sampling)
            forced.append((_shares(changed, window) - usual)[others])
        changed = _run((_pressure(move, "forbid", f"start: {base.months[0]}"),), worlds, sampling)
        forbidden = [(_shares(changed, window) - usual)[others] for window, usual in zip(WINDOWS, without, strict=True)]
        made = float(base.moves[move.series].any(axis=0).mean())
        yield MoveMoved(move, made, _largest(names, forced), _largest(names, forbidden))
        if progress is not None:
            progress(done, len(chosen))


def _pressure(move: Move, kind: str, when: str) -> str:
    return f"pressures.tried={{kind: {kind}, by: {move.owner.label}, move: {move.name}, {when}}}"


def _run(changes: Sequence[str], worlds: int, sampling: Sampling) -> Run:
    scenario = load_scenario(FACTUAL, settings=[f"end={END}", *changes])
    return run(replace(scenario, worlds=worlds, sampling=sampling), keep=(), moves=True)


def _shares(run: Run, window: str) -> Array:
    """Share of worlds in which each move is made in the months read, in the order of the theory."""
    months = slice(run.at(window), run.at(window) + READ)
    return np.array([run.moves[move.series][months].any(axis=0).mean() for move in theory().moves.values()])


def _largest(names: Sequence[str], changes: Sequence[Array]) -> Largest:
    table = np.stack(changes)
    window, place = map(int, np.unravel_index(np.argmax(np.abs(table)), table.shape))
    return Largest(names[place], float(table[window, place]), WINDOWS[window])
