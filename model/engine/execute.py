"""Lives the months of an ensemble with the machine, some worlds at a time, to the last bit as `World.step` would.

A lane is a handful of neighbouring worlds whose rows stay in the processor's own memory from the first month to the
last. Lanes know nothing of each other, so they may be lived in several threads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array
from model.core.draws import Stretch
from model.engine import kernels as machine
from model.engine.cache import Plan, plan_for
from model.engine.constants import Steady, worked_out
from model.engine.program import Program
from model.engine.random import Hand
from model.engine.trace import DRIVER, FORBIDDEN, FORCED, GUMBEL, LOGISTIC, STOCK, UNIFORM
from model.ensemble.month import Month
from model.ensemble.record import Recorder
from model.ensemble.world import World

WIDEST, NARROWEST = 512, 64
"""Most worlds in a lane, and the least that is worth a lane of its own: a lane costs Python's time every month."""
STRIDE, LINE = 32, 8
"""Doubles that one turn of the machine's loops takes, and doubles in a cache line."""
LOOK_UP = 0.02
"""Seconds after which the progress of other threads is told."""

Progress = Callable[[int], None]
"""Told how many months are lived in all worlds."""


@dataclass(frozen=True)
class _Outside:
    """What comes from outside in a month.

    Attributes:
        blocks: First row and values of rows that follow each other, the same in every world; shape (rows, 1).
        single: Row and values of what differs between worlds, laid over the blocks.
    """

    blocks: Sequence[tuple[int, Array]]
    single: Sequence[tuple[int, Array]]


@dataclass(frozen=True)
class _Page:
    """Which rows go to which places of a sheet of the record.

    Attributes:
        rows: The rows.
        places: Their places.
        out: The sheet, shape (series, months, worlds).
    """

    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    out: NDArray[Any]


class _Lane:
    """Some neighbouring worlds, living month by month."""

    def __init__(self, plan: Plan, steady: Steady, hands: Sequence[Hand], stretch: Stretch, month: Month) -> None:
        self.stretch = stretch
        self._plan, self._hands, self._numbers = plan, hands, steady.numbers
        self._work, self._rows = _rooms.take(plan.program.height, stretch.worlds * stretch.copies)
        steady.lay(self._rows, stretch.columns)
        for hand in hands:
            self._rows[hand.row : hand.row + len(hand.names)] = 0.0
        for name, row in plan.program.given[STOCK].items():
            self._rows[row] = month.board.get(name)[stretch.columns]

    def live(self, month: int, outside: _Outside) -> None:
        """Live one month."""
        made, rows = self._plan.program, self._rows
        chances, rest = self._hands
        self._face(outside)
        chances.deal(month, self.stretch, rows)
        for number, stage in enumerate(made.stages):
            machine.carry_out(stage.code, self._work, self._numbers)
            for name, first, end in stage.between:
                getattr(np, name)(rows[first:end], out=rows[first:end])
            if number == made.gates_known:
                needed = machine.look_for_open(self._plan.gate_rows, self._plan.gate_ends, rows)
                rest.deal(month, self.stretch, rows, np.flatnonzero(needed))

    def _face(self, outside: _Outside) -> None:
        for row, values in outside.blocks:
            self._rows[row : row + len(values)] = values
        for row, values in outside.single:
            self._rows[row] = values[self.stretch.columns]

    def write(self, month: int, pages: Sequence[_Page]) -> None:
        """Write down the month just lived."""
        for page in pages:
            machine.write_down(page.rows, page.places, self._rows, month, self.stretch.column, page.out)

    def leave(self) -> None:
        """Hand the rows back."""
        _rooms.give(self._work)

    def row(self, row: int) -> Array:
        """A row, one entry per world of the lane."""
        found: Array = self._rows[row]
        return found


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Rooms:
    """Memory for rows that is used again and again: asking the system for fresh memory takes as long as some months."""

    def __init__(self, most: int) -> None:
        """Keep so many rooms at most while nobody uses them."""
        self._most = most
        self._free: list[Array] = []
        self._lock = threading.Lock()

    def take(self, height: int, worlds: int) -> tuple[Array, Array]:
        """Rows that begin at borders of cache lines and are as long as the machine likes, and their part in use.

        What stands in them is left from whoever had them.
        """
        length = -(-worlds // STRIDE) * STRIDE
        size = height * length + LINE
        with self._lock:
            fitting = next((place for place, room in enumerate(self._free) if room.size >= size), None)
            room = np.zeros(size) if fitting is None else self._free.pop(fitting)
        skipped = (-room.ctypes.data // room.itemsize) % LINE
        work = room[skipped : skipped + height * length].reshape(height, length)
        return work, work[:, :worlds]

    def give(self, work: Array) -> None:
        """Take rows back; the largest rooms are kept."""
        room = work if work.base is None else work.base
        with self._lock:
            self._free = sorted([*self._free, room], key=lambda one: one.size)[-self._most :]


_rooms = Rooms(cores())


def live(world: World, recorder: Recorder, progress: Progress | None = None, threads: int | None = None) -> None:
    """Live all months that a world has left, and write them down; its state is that of the end then.

    Args:
        world: The world.
        recorder: The record, made for it.
        progress: Told now and then how many months are lived; what it raises ends the run.
        threads: Threads at work; as many as there are processors if None.
    """
    _Ensemble(world, recorder, threads or cores()).live(progress or (lambda _: None))


class _Ensemble:
    """All lanes of a world."""

    def __init__(self, world: World, recorder: Recorder, threads: int) -> None:
        month = world.month
        width = min(max(-(-month.worlds // threads), NARROWEST), WIDEST)
        kept = tuple(name for sheet in recorder.sheets[:-1] for name in sheet.names)
        plan = plan_for(month, kept)
        steady = worked_out(plan.program, month.numbers.by_key)
        hands = [Hand(month.draws, *plan.draws(UNIFORM)), Hand(month.draws, *plan.draws(LOGISTIC, GUMBEL))]
        self._world, self._month, self._program = world, month, plan.program
        self._pages = _pages(plan.program, recorder)
        self._lanes = [_Lane(plan, steady, hands, stretch, month) for stretch in month.draws.stretches(width)]
        self._threads = min(threads, len(self._lanes))
        self._months = range(month.index, world.asked.months)
        self._lived = 0
        self._stopped = threading.Event()

    def live(self, progress: Progress) -> None:
        try:
            self._live(progress)
            self._end()
        finally:
            for lane in self._lanes:
                lane.leave()

    def _live(self, progress: Progress) -> None:
        if self._month.pressures.waits:
            for month in self._months:
                outside = self._outside(month, self._read if month > self._months.start else self._month.read)
                for lane in self._lanes:
                    self._one(lane, month, outside)
                progress(month + 1)
        else:
            foreseen = [self._outside(month, self._month.read) for month in self._months]
            if self._threads == 1:
                for lane in self._lanes:
                    self._all(lane, foreseen, progress)
            else:
                self._side_by_side(foreseen, progress)

    def _side_by_side(self, foreseen: Sequence[_Outside], progress: Progress) -> None:
        with ThreadPoolExecutor(self._threads) as pool:
            waiting = {pool.submit(self._all, lane, foreseen, None) for lane in self._lanes}
            try:
                while waiting:
                    done, waiting = wait(waiting, LOOK_UP)
                    for future in done:
                        future.result()
                    progress(self._told())
            finally:
                self._stopped.set()

    def _all(self, lane: _Lane, foreseen: Sequence[_Outside], progress: Progress | None) -> None:
        for month, outside in zip(self._months, foreseen, strict=True):
            if self._stopped.is_set():
                return
            self._one(lane, month, outside)
            if progress is not None:
                progress(self._told())

    def _one(self, lane: _Lane, month: int, outside: _Outside) -> None:
        lane.live(month, outside)
        lane.write(month, self._pages)
        self._lived += 1

    def _told(self) -> int:
        return self._months.start + self._lived // len(self._lanes)

    def _outside(self, month: int, read: Callable[[str], Array]) -> _Outside:
        pressures, given = self._month.pressures, self._program.given
        drivers = pressures.at(month, read)
        blocks, single = [], []
        for kind, values in ((DRIVER, drivers), (FORCED, pressures.forced), (FORBIDDEN, pressures.forbidden)):
            rows = [(row, values[name]) for name, row in given[kind].items()]
            if rows:
                blocks.append((rows[0][0], np.array([[value[0]] for _, value in rows])))
            single += [(row, value) for row, value in rows if value.strides != (0,)]
        return _Outside(blocks, single)

    def _read(self, name: str) -> Array:
        row = self._program.watched[self._month.theory.series.get(name, name)]
        return np.concatenate([lane.row(row) for lane in self._lanes])

    def _end(self) -> None:
        """Let the world have the state of the end."""
        for name, row in self._program.stocks.items():
            self._month.board.put(name, np.concatenate([lane.row(row) for lane in self._lanes]))
        self._month.index = self._world.asked.months
        self._world.running = False


def _pages(made: Program, recorder: Recorder) -> list[_Page]:
    *series, happened = recorder.sheets
    pages = [_page([made.watched[name] for name in sheet.variables], sheet.rows) for sheet in series]
    taken = {place: made.moves[name] for place, name in enumerate(happened.variables) if name in made.moves}
    pages.append(_page(list(taken.values()), happened.rows, list(taken)))
    return [*pages, _page([made.posture], recorder.posture[np.newaxis])]


def _page(rows: Sequence[int], out: NDArray[Any], places: Sequence[int] | None = None) -> _Page:
    at = range(len(rows)) if places is None else places
    return _Page(np.array(rows, np.int64), np.array(at, np.int64), out)
