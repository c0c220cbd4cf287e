"""What the command line prints of a sweep: what will run, its progress, and its results."""

from __future__ import annotations

import json
import shlex
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from experiments.sweeps.plan.design import Design
from experiments.sweeps.plan.factors import described
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.plan.point_check import points_equal_to_base
from experiments.sweeps.run.folder import check_folder, size_text
from experiments.sweeps.run.runner import SweepProgress, SweepRun
from viz.terminal.progress import shown

MOST_SHOWN = 6
"""Factors of a point that are written out."""

OTHERS = {
    "best": "all at their best",
    "prior": "drawn in each world from their ranges",
    "conditioned": "of worlds that agree with the record",
}


def run_sweep(sweep: SweepRun, *, as_json: bool, quiet: bool) -> SweepProgress:
    """Run a sweep with progress on the terminal; Ctrl-C finishes the chunks in progress, a second one stops at once."""
    plan = sweep.plan
    check_folder(sweep.folder)
    if as_json:
        _line({"event": "start", "folder": str(sweep.folder), **_as_plain(plan)})
    elif not quiet:
        print(*opening_lines(plan), sep="\n")
    with _progress(plan, as_json=as_json, quiet=quiet) as advance, _ctrl_c(sweep.stop):
        sweep.progress = advance
        state = sweep.run()
    if as_json:
        event = {"event": "done" if state.is_done else "stopped", "folder": str(sweep.folder)}
        _line(event | _progress_as_plain(state))
    elif state.is_done:
        print(*([sweep.folder] if quiet else closing_lines(sweep, state)), sep="\n")
    return state


def opening_lines(plan: SweepPlan) -> list[str]:
    """What will run: the number of points and worlds, the first and the last point, and the size on disk."""
    sample = plan.sample
    base = f", base sample {sample.n:,}" if sample.n else ""
    lines = [
        plan.title,
        f"  {plan.points:,} points ({str(sample.design).replace('_', ' ')}{base}) x {plan.worlds:,} worlds"
        f" = {plan.total:,} histories of {plan.scenario.months} months",
        f"  other parameters: {OTHERS[plan.scenario.sampling]}; up to {size_text(plan.bytes_on_disk)} on disk",
    ]
    for name, point in (("first", 0), ("last", plan.points - 1)):
        values = sample.block(point, point + 1)[0].tolist()
        more = f" and {len(values) - MOST_SHOWN} more" if len(values) > MOST_SHOWN else ""
        lines.append(f"  {name}: {described(plan.factors[:MOST_SHOWN], values[:MOST_SHOWN])}{more}")
    same = points_equal_to_base(plan) if plan.points <= 100_000 else []
    if same:
        lines.append(
            f"  point {same[0]} is the scenario itself" + (f", as are {len(same) - 1} more" if same[1:] else "")
        )
    if plan.sample.design in (Design.SOBOL, Design.MORRIS):
        lines.append(f"  indices will be of {indices_of(plan.worlds)}")
    return lines


def indices_of(worlds: int) -> str:
    """What sensitivity indices refer to."""
    if worlds == 1:
        return "single worlds: random draws count as noise"
    return f"the mean of a point's {worlds:,} worlds, not of single worlds: random draws are averaged out"


def closing_lines(sweep: SweepRun, state: SweepProgress) -> list[str]:
    """How many histories ran, what failed, and where the results are."""
    lines = []
    if state.histories:
        lines.append(f"{state.histories:,} histories in {state.seconds:,.0f} s, {state.rate:,.0f} a second")
    if state.failed:
        lines.append(f"{state.failed} points failed; points.parquet says why")
    return [*lines, f"Written to {sweep.folder}", f"Next: {shlex.join(['tightrope', 'analyse', str(sweep.folder)])}"]


@contextmanager
def _ctrl_c(stop: threading.Event) -> Iterator[None]:
    """Let Ctrl-C or SIGTERM set an event the first time, and stop at once the second time."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def interrupt(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        text = "tightrope: finishing the chunks in progress; press Ctrl-C again to stop at once"
        print(text, file=sys.stderr, flush=True)

    for number in before:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _progress(plan: SweepPlan, *, as_json: bool, quiet: bool) -> Iterator[Callable[[SweepProgress], None]]:
    if as_json:
        yield lambda state: _line({"event": "progress"} | _progress_as_plain(state))
    elif quiet:
        yield lambda state: None
    else:
        with shown(plan.name, sys.stderr) as show:
            yield lambda state: show(state.saved, state.total, _speed(state))


def _speed(state: SweepProgress) -> str:
    rate = f", {state.rate:,.0f} histories a second" if state.histories else ""
    left = "" if state.seconds_left is None else f", about {state.seconds_left:,.0f} s left"
    return rate + left + (f", {state.failed} points failed" if state.failed else "")


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
        "rate": round(state.rate, 1),
        "seconds_left": None if left is None else round(left, 1),
        "failed": state.failed,
    }


def _line(data: dict[str, object]) -> None:
    print(json.dumps(data, ensure_ascii=False), flush=True)
