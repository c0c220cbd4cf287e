"""Simulates an ensemble with the compiled engine, some worlds at a time, to the last bit as `World.step` would.

A batch is some hundred worlds whose rows stay in the processor's cache from the first month to the last.
Batches are independent of each other, so they may be simulated in several threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array
from model.core.draws import Stretch
from model.engine import kernels
from model.engine.cache import program_for
from model.engine.constants import Constants, constants_of
from model.engine.program import Program
from model.engine.random import BatchDraws, DrawRows
from model.engine.select import cores
from model.engine.stages import AFTER_THE_GATES
from model.engine.trace import DRIVER, FORBIDDEN, FORCED, STOCK, UNIFORM
from model.ensemble.month import Month
from model.ensemble.record import Recorder
from model.ensemble.world import World

WIDEST, NARROWEST = 1024, 64
"""Most worlds in a batch, and the least: every batch costs some Python time every month."""
STRIDE, LINE = 32, 8
"""Doubles that one pass of the kernels' loops takes, and doubles in a cache line."""
PROGRESS_EVERY = 0.02
"""Seconds between two reports of progress while threads are at work."""

Progress = Callable[[int], None]
"""Called with the number of months simulated in all worlds."""


class _MonthInputs(NamedTuple):
    """What comes from outside in a month.

    Attributes:
        blocks: First row and values of rows that follow each other, the same in every world; shape (rows, 1).
        single: Row and values of what differs between worlds; written after the blocks.
    """

    blocks: Sequence[tuple[int, Array]]
    single: Sequence[tuple[int, Array]]


class _OutputRows(NamedTuple):
    """Which rows go to which positions of a block of the record; `out` has shape (series, months, worlds)."""

    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    out: NDArray[Any]


class _Batch:
    """Some columns of the ensemble, simulated month by month; `rows` holds their values, one row per variable."""

    def __init__(
        self, program: Program, constants: Constants, draw_rows: Sequence[DrawRows], stretch: Stretch, month: Month
    ) -> None:
        self._program, self._numbers, self._stretch = program, constants.numbers, stretch
        self._draws = [BatchDraws(some, stretch) for some in draw_rows]
        self._work, self.rows = _buffers.take(program.height, stretch.worlds * stretch.copies)
        constants.fill(self.rows, stretch.columns)
        for some in draw_rows:
            self.rows[some.row : some.row + len(some.names)] = 0.0
        for name, row in program.given[STOCK].items():
            self.rows[row] = month.variables.get(name)[stretch.columns]

    def simulate(self, month: int, inputs: _MonthInputs) -> None:
        """Simulate one month; the draws of slots are made once it is known which moves are open."""
        program, rows, stretch = self._program, self.rows, self._stretch
        uniforms, of_slots = self._draws
        for row, values in inputs.blocks:
            rows[row : row + len(values)] = values
        for row, values in inputs.single:
            rows[row] = values[stretch.columns]
        uniforms.fill(month, rows)
        for number, stage in enumerate(program.stages):
            kernels.carry_out(stage.code, self._work, self._numbers)
            for name, first, end in stage.between:
                getattr(np, name)(rows[first:end], out=rows[first:end])
            if number == program.gates_known:
                needed = kernels.find_needed(program.gate_rows, program.gate_ends, rows)
                of_slots.fill(month, rows, np.flatnonzero(needed))

    def write(self, month: int, outputs: Sequence[_OutputRows]) -> None:
        """Record the month just simulated."""
        for output in outputs:
            kernels.write_rows(output.rows, output.places, self.rows, month, self._stretch.column, output.out)

    def release(self) -> None:
        """Give the memory back."""
        _buffers.give(self._work)


class Buffers:
    """Memory for rows that is used again and again: fresh memory costs as much time as some months."""

    def __init__(self, most: int) -> None:
        """Hold at most so many buffers while nobody uses them."""
        self._most = most
        self._free: list[Array] = []
        self._lock = threading.Lock()

    def take(self, height: int, worlds: int) -> tuple[Array, Array]:
        """Rows that begin at borders of cache lines and have the length that the kernels take, and their part in use.

        They still hold the values of their last user.
        """
        length = -(-worlds // STRIDE) * STRIDE
        size = height * length + LINE
        with self._lock:
            fitting = next((place for place, buffer in enumerate(self._free) if buffer.size >= size), None)
            buffer = np.zeros(size) if fitting is None else self._free.pop(fitting)
        skipped = (-buffer.ctypes.data // buffer.itemsize) % LINE
        work = buffer[skipped : skipped + height * length].reshape(height, length)
        return work, work[:, :worlds]

    def give(self, work: Array) -> None:
        """Take rows back; the largest buffers are held."""
        buffer = work if work.base is None else work.base
        with self._lock:
            self._free = sorted([*self._free, buffer], key=lambda one: one.size)[-self._most :]


_buffers = Buffers(cores())


def simulate(world: World, recorder: Recorder, progress: Progress | None = None, threads: int | None = None) -> None:
    """Simulate and record all months that a world has left; its state is then that of the end.

    Args:
        world: The world.
        recorder: The record, made for it.
        progress: Called now and then with the number of months simulated; what it raises ends the run.
        threads: Number of threads; that of processors if None.
    """
    _Ensemble(world, recorder, cores() if threads is None else threads).simulate(progress or (lambda _: None))


class _Ensemble:
    """All batches of a world."""

    def __init__(self, world: World, recorder: Recorder, threads: int) -> None:
        self._world, self._month = world, world.month
        width = min(max(-(-self._month.worlds // threads), NARROWEST), WIDEST)
        self._program = program_for(self._month, tuple(n for block in recorder.blocks[:-1] for n in block.variables))
        given, draws = self._program.given, self._month.draws
        fills = [DrawRows(draws, {form: given[form] for form in some}) for some in ((UNIFORM,), AFTER_THE_GATES)]
        constants = constants_of(self._program, self._month.parameters.by_key)
        self._outputs = _outputs(self._program, recorder)
        self._batches = [_Batch(self._program, constants, fills, s, self._month) for s in draws.stretches(width)]
        self._threads = min(threads, len(self._batches))
        self._months = range(self._month.index, world.run_scenario.months)
        self._batch_months = 0
        self._stopped = threading.Event()

    def simulate(self, progress: Progress) -> None:
        try:
            self._simulate(progress)
            self._set_last_state()
        finally:
            for batch in self._batches:
                batch.release()

    def _simulate(self, progress: Progress) -> None:
        if self._month.pressures.has_triggers:
            for month in self._months:
                inputs = self._inputs(month, self._read if month > self._months.start else self._month.read)
                for batch in self._batches:
                    self._one_month(batch, month, inputs)
                progress(month + 1)
            return
        all_inputs = [self._inputs(month, self._month.read) for month in self._months]
        if self._threads == 1:
            for batch in self._batches:
                self._all_months(batch, all_inputs, progress)
        else:
            self._in_threads(all_inputs, progress)

    def _in_threads(self, all_inputs: Sequence[_MonthInputs], progress: Progress) -> None:
        with ThreadPoolExecutor(self._threads) as pool:
            waiting = {pool.submit(self._all_months, batch, all_inputs, None) for batch in self._batches}
            try:
                while waiting:
                    done, waiting = wait(waiting, PROGRESS_EVERY)
                    for future in done:
                        future.result()
                    progress(self._months_done())
            finally:
                self._stopped.set()

    def _all_months(self, batch: _Batch, all_inputs: Sequence[_MonthInputs], progress: Progress | None) -> None:
        for month, inputs in zip(self._months, all_inputs, strict=True):
            if self._stopped.is_set():
                return
            self._one_month(batch, month, inputs)
            if progress is not None:
                progress(self._months_done())

    def _one_month(self, batch: _Batch, month: int, inputs: _MonthInputs) -> None:
        batch.simulate(month, inputs)
        batch.write(month, self._outputs)
        self._batch_months += 1

    def _months_done(self) -> int:
        return self._months.start + self._batch_months // len(self._batches)

    def _inputs(self, month: int, read: Callable[[str], Array]) -> _MonthInputs:
        pressures, given = self._month.pressures, self._program.given
        drivers = pressures.at(month, read)
        blocks, single = [], []
        for kind, values in ((DRIVER, drivers), (FORCED, pressures.forced), (FORBIDDEN, pressures.forbidden)):
            rows = [(row, values[name]) for name, row in given[kind].items()]
            if rows:
                blocks.append((rows[0][0], np.array([[value[0]] for _, value in rows])))
            single += [(row, value) for row, value in rows if value.strides != (0,)]
        return _MonthInputs(blocks, single)

    def _read(self, name: str) -> Array:
        return self._whole_row(self._program.watched[self._month.theory.series.get(name, name)])

    def _whole_row(self, row: int) -> Array:
        return np.concatenate([batch.rows[row] for batch in self._batches])

    def _set_last_state(self) -> None:
        for name, row in self._program.stocks.items():
            self._month.variables.put(name, self._whole_row(row))
        self._month.index = self._world.run_scenario.months
        self._world.running = False


def _outputs(program: Program, recorder: Recorder) -> list[_OutputRows]:
    *series, moves = recorder.blocks
    outputs = [
        _output({at: program.watched[variable] for at, variable in enumerate(block.variables.values())}, block.rows)
        for block in series
    ]
    taken = {at: program.moves[move] for at, move in enumerate(moves.variables.values()) if move in program.moves}
    return [*outputs, _output(taken, moves.rows), _output({0: program.posture}, recorder.posture[np.newaxis])]


def _output(rows: Mapping[int, int], out: NDArray[Any]) -> _OutputRows:
    return _OutputRows(np.array([*rows.values()], np.int64), np.array([*rows], np.int64), out)
