"""What a terminal shows of a sweep: what is about to run, how far it is, and what came of it."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import numpy as np

from experiments.sweeps.plan.design import Design
from experiments.sweeps.plan.factors import described
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.plan.point_check import points_equal_to_base
from experiments.sweeps.run.folder import check_folder, size_text
from experiments.sweeps.run.runner import OnProgress, SweepProgress, SweepRun
from viz.terminal.progress import QUIET_SECONDS

MOST_SHOWN = 6
"""Factors of a point that are written out."""

MOST_COMPARED = 100_000
"""Points up to which it is said which of them are the scenario itself."""


def run_with_progress(sweep_run: SweepRun, *, as_json: bool, quiet: bool) -> SweepProgress:
    """Run a sweep with progress on the terminal; Ctrl-C finishes what has begun, a second one stops at once."""
    plan = sweep_run.plan
    check_folder(sweep_run.folder)
    if as_json:
        _line({"event": "start", "folder": str(sweep_run.folder), **_as_plain(plan)})
    elif not quiet:
        print(*opening_lines(plan), sep="\n")
    with _shown(plan, as_json=as_json, quiet=quiet) as progress, _ctrl_c(sweep_run.stop):
        sweep_run.progress = progress
        state = sweep_run.run()
    if as_json:
        done = {"event": "done" if state.is_done else "stopped", "folder": str(sweep_run.folder)}
        _line(done | _progress_as_plain(state))
    elif quiet and state.is_done:
        print(sweep_run.folder)
    elif state.is_done:
        print(*closing_lines(sweep_run, state), sep="\n")
    return state


def opening_lines(plan: SweepPlan) -> list[str]:
    """What is about to run: how many points of how many worlds, the first and the last of them, what it takes."""
    sample = plan.sample
    base = f", base sample {sample.n:,}" if sample.n else ""
    lines = [
        plan.title,
        f"  {plan.points:,} points ({str(sample.design).replace('_', ' ')}{base}) x {plan.worlds:,} worlds"
        f" = {plan.total:,} histories of {plan.scenario.months} months",
        f"  up to {size_text(plan.bytes_on_disk)} on the disk",
    ]
    for name, point in (("first", 0), ("last", plan.points - 1)):
        values = sample.block(point, point + 1)[0].tolist()
        text = described(plan.factors[:MOST_SHOWN], values[:MOST_SHOWN])
        more = f" and {len(values) - MOST_SHOWN} more" if len(values) > MOST_SHOWN else ""
        lines.append(f"  {name}: {text}{more}")
    same = points_equal_to_base(plan) if plan.points <= MOST_COMPARED else []
    if same:
        lines.append(f"  point {same[0]} is the scenario itself" + (f", with {len(same) - 1} more" if same[1:] else ""))
    if plan.sample.design in (Design.SOBOL, Design.MORRIS):
        lines.append(f"  indices will be of {indices_of(plan.worlds)}")
    return lines


def indices_of(worlds: int) -> str:
    """What sensitivity indices speak of."""
    if worlds == 1:
        return "single worlds: random draws count as noise"
    return f"the mean of a point's {worlds:,} worlds, not of single worlds: random draws are averaged out"


def closing_lines(sweep_run: SweepRun, state: SweepProgress) -> list[str]:
    """What came of it."""
    lines = []
    if state.histories:
        lines.append(f"{state.histories:,} histories in {state.seconds:,.0f} s, {state.rate:,.0f} a second")
    if state.failed:
        lines.append(f"{state.failed} points failed; points.parquet says why")
    return [*lines, f"Written to {sweep_run.folder}", f"Next: tightrope analyse {sweep_run.folder}"]


@contextmanager
def _ctrl_c(stop: threading.Event) -> Iterator[None]:
    """Let Ctrl-C set an event the first time, and stop at once the second time."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def hear(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        print("tightrope: finishing what has begun; press Ctrl-C again to stop at once", file=sys.stderr, flush=True)

    signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _shown(plan: SweepPlan, *, as_json: bool, quiet: bool) -> Iterator[OnProgress]:
    if as_json:
        yield lambda state: _line({"event": "progress"} | _progress_as_plain(state))
    elif quiet:
        yield lambda state: None
    elif sys.stderr.isatty():
        with _bar(plan, sys.stderr) as progress:
            yield progress
    else:
        yield _plain_lines(plan, sys.stderr)


@contextmanager
def _bar(plan: SweepPlan, out: TextIO) -> Iterator[OnProgress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[details]}"),
    )
    with Progress(*columns, console=Console(file=out), transient=True) as bar:
        task = bar.add_task(plan.name, total=plan.total, details="")
        yield lambda state: bar.update(task, completed=state.saved, details=_details(state))


def _plain_lines(plan: SweepPlan, out: TextIO) -> OnProgress:
    last = time.monotonic()

    def progress(state: SweepProgress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= QUIET_SECONDS and not state.is_done:
            last = now
            print(f"{plan.name}: {100 * state.saved // state.total} %{_details(state)}", file=out, flush=True)

    return progress


def _details(state: SweepProgress) -> str:
    left = "" if state.seconds_left is None else f", about {state.seconds_left:,.0f} s left"
    failed = f", {state.failed} points failed" if state.failed else ""
    return (f", {state.rate:,.0f} histories a second" if state.histories else "") + left + failed


def _as_plain(plan: SweepPlan) -> dict[str, object]:
    return {
        "name": plan.name,
        "points": plan.points,
        "worlds": plan.worlds,
        "total": plan.total,
        "chunks": plan.chunks.count,
        "bytes": plan.bytes_on_disk,
    }


def _progress_as_plain(state: SweepProgress) -> dict[str, object]:
    left = state.seconds_left
    return {
        "chunks": state.chunks,
        "of": state.all_chunks,
        "histories": state.saved,
        "rate": float(np.round(state.rate, 1)),
        "seconds_left": None if left is None else float(np.round(left, 1)),
        "failed": state.failed,
    }


def _line(data: dict[str, object]) -> None:
    print(json.dumps(data, ensure_ascii=False), flush=True)
