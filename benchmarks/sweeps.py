"""`python -m benchmarks.sweeps`: measure sweeps against one worker, Mesa and the EMA workbench; write `sweeps.md`.

Everything is measured in one run, in turns, so that ratios mean something on a machine that does other work as well.
Rates leave out the start (imports, workers); what a million histories take from end to end has it in.
"""

from __future__ import annotations

import argparse
import inspect
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import mesa

from benchmarks.plain import PlainModel
from benchmarks.results import machine_facts, spread, table
from benchmarks.timing import Task, Times, in_turns, timed
from benchmarks.watching import Watched, watched
from model.core.arrays import means
from model.ensemble.record import HEADLINE
from model.evidence.load import load_seeds
from model.runs.run import run
from model.scenario.load import load_scenario
from model.scenario.scenario import ParameterSetting, Scenario

FILE = Path(__file__).with_name("sweeps.md")
NAME, LAST, ALIVE = "baseline", "2021-12", "belarus.regime_alive"
FACTORS = {
    "room": "hedging.initial_room",
    "integration": "alliance.initial_military_dependence",
    "noise": "choice.noise_belarus",
}
"""What varies; the workbench wants names without dots."""

SWEEP = f"""\
title: Speed
scenario: {NAME}
vary: {{{", ".join(f"parameters.{key}: {{range: own}}" for key in FACTORS.values())}}}
design: latin_hypercube
n: 2
others: prior
outcomes: {{last: {{value: {{of: {HEADLINE}, at: {LAST}}}}}, alive: {{value: {{of: {ALIVE}, at: {LAST}}}}}}}
"""
MEMORY_WORLDS = 16
MILLION = 1_000_000
LEAST_RATIO, MOST_SECONDS, MOST_BYTES, MOST_GROWTH = 1.7, 90.0, 1e9, 1.1
MOST_TRIED = 16
"""Points that the workbench's evaluators run with all their worlds."""

COUNT = "sum(range(25_000_000))"
"""Half a second or so of nothing but counting, which shows how much of the machine is to be had."""

MISSING = "The EMA workbench is not installed (extra `discovery`), so its evaluators were not measured."


@dataclass(frozen=True)
class Size:
    """How much is run.

    Attributes:
        points: Points of the sweep.
        worlds: Worlds of each point.
        plain: Histories in the plain Mesa form, for `batch_run` and the evaluators alike.
        memory: Points of the sweep whose memory is compared with that of ten times the points.
        end: Last month, where it is not that of the baseline.
    """

    points: int = 256
    worlds: int = 256
    plain: int = 40
    memory: int = 2000
    end: str = LAST

    @property
    def histories(self) -> int:
        """Histories of a sweep."""
        return self.points * self.worlds


@dataclass
class Found:
    """What was measured.

    Attributes:
        size: How much was run.
        rounds: How often.
        load: How busy the machine was before the start: tasks that ran or wanted to, over the minute before.
        times: Seconds per history of every task.
        whole: Seconds of a whole command with two workers, start included.
        memory: Most bytes at a time, with the points and with ten times as many.
    """

    size: Size
    rounds: int
    load: float
    times: Mapping[str, Times] = field(default_factory=dict)
    whole: list[float] = field(default_factory=list)
    memory: tuple[int, int] = (0, 0)

    def rate(self, task: str) -> float:
        """Histories a second."""
        return 1.0 / self.times[task].median

    def ratio(self, task: str, other: str) -> float:
        """How many times as many histories a second one task makes as another."""
        return self.rate(task) / self.rate(other)

    @property
    def start(self) -> float:
        """Seconds of a command with two workers that are start and end."""
        whole = Times(tuple(self.whole)).median
        return max(0.0, whole - self.size.histories / self.rate("sweep/2"))

    @property
    def million(self) -> float:
        """Seconds that a million histories take from end to end with two workers."""
        return self.start + MILLION / self.rate("sweep/2")


# -- what is measured


def swept(size: Size, workers: int) -> Watched:
    """A sweep as a command of its own."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "speed.yaml"
        file.write_text(SWEEP.replace(LAST, size.end), encoding="utf-8")
        settings = {"n": size.points, "worlds": size.worlds, "end": size.end}
        words = [sys.executable, "-m", "tightrope", "sweep", str(file), "--json", "--out", str(Path(place) / "out")]
        words += ["--workers", str(workers)]
        return watched([*words, *(word for key, value in settings.items() for word in ("--set", f"{key}={value}"))])


def seconds_per_history(found: Watched) -> float:
    """Seconds per history from the first chunk that is saved to the last, start and end left out."""
    saved = [(at, line["histories"]) for at, line in found.lines if line.get("event") == "progress"]
    (begun, first), (ended, last) = next(one for one in saved if one[1]), saved[-1]
    if last == first:
        message = "a sweep of one chunk has no rate; take more points"
        raise ValueError(message)
    return (ended - begun) / (last - first)


def sweep_tasks(found: Found) -> dict[str, Task]:
    """A sweep with one worker and with two."""

    def task(workers: int) -> float:
        made = swept(found.size, workers)
        if workers == 2:
            found.whole.append(made.seconds)
        return seconds_per_history(made)

    return {f"sweep/{workers}": (lambda workers=workers: task(workers)) for workers in (1, 2)}


def counting_tasks() -> dict[str, Task]:
    """A process that only counts, and two at once."""

    def count(processes: int) -> None:
        made = [subprocess.Popen([sys.executable, "-S", "-c", COUNT]) for _ in range(processes)]
        if any(process.wait() for process in made):
            message = "a process that counts did not end well"
            raise RuntimeError(message)

    return {f"count/{n}": (lambda n=n: timed(lambda: count(n)) / n) for n in (1, 2)}


def batch_task(size: Size) -> Task:
    """The plain Mesa form under `mesa.batch_run` with two processes."""
    once: dict[str, Any] = {"rng": [None]} if "rng" in _takes(mesa.batch_run) else {"iterations": 1}
    varied = {"scenario": [NAME], "world": range(size.plain), "named": [False]}
    months = asked(size).months

    def work() -> object:
        return mesa.batch_run(
            PlainModel, varied, max_steps=months, number_processes=2, display_progress=False, **once
        )  # fmt: skip

    return lambda: timed(work) / size.plain


def asked(size: Size) -> Scenario:
    """The scenario that all tasks run."""
    return load_scenario(NAME, settings=[f"end={size.end}"])


def _with(values: Mapping[str, float], end: str) -> Scenario:
    fixed = {FACTORS[name]: ParameterSetting(fix=float(value)) for name, value in values.items()}
    return replace(asked(Size(end=end)), parameters=fixed)


def plain_history(end: str = LAST, **values: float) -> dict[str, float]:
    """An experiment of the workbench: one world in the plain Mesa form."""
    model = PlainModel(_with(values, end), named=False)
    while model.running:
        model.step()
    return {"last": model.read(HEADLINE), "alive": model.read(ALIVE)}


def point(worlds: int = 256, end: str = LAST, **values: float) -> dict[str, float]:
    """An experiment of the workbench: one point with all its worlds, by the model's own `run`."""
    made = run(_with(values, end), keep=[HEADLINE, ALIVE], moves=False, worlds=worlds)
    return {name: float(means(made.series[key][-1])) for name, key in (("last", HEADLINE), ("alive", ALIVE))}


def evaluator_tasks(size: Size) -> dict[str, Task]:
    """The workbench's evaluators, each with the plain form and with the model's own `run`; none without it."""
    if find_spec("ema_workbench") is None:
        return {}
    points = min(size.plain, MOST_TRIED)
    forms = {"plain": (plain_history, size.plain, size.plain, {}),
             "run": (point, points, points * size.worlds, {"worlds": size.worlds})}  # fmt: skip
    return {
        f"workbench/{how}/{form}": (lambda how=how, one=one: _evaluated(how, size, *one))
        for form, one in forms.items()
        for how in ("sequential", "multiprocessing")
    }


def _evaluated(
    how: str, size: Size, function: Callable[..., Any], tried: int, histories: int, options: Mapping[str, object]
) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import ema_workbench as bench

        known = load_seeds().parameters
        model = bench.Model("speed", function=function)
        model.uncertainties = [
            bench.RealParameter(name, known[key].low, known[key].high) for name, key in FACTORS.items()
        ]
        model.outcomes = [bench.ScalarOutcome(name) for name in ("last", "alive")]
        model.constants = [bench.Constant(name, value) for name, value in {**options, "end": size.end}.items()]
        with _evaluator(bench, how, model) as evaluator, _silent():
            return timed(lambda: evaluator.perform_experiments(scenarios=tried)) / histories


def _evaluator(bench: Any, how: str, model: object) -> Any:
    return bench.MultiprocessingEvaluator(model, n_processes=2) if how != "sequential" else bench.SequentialEvaluator(
        model
    )  # fmt: skip


@contextmanager
def _silent() -> Iterator[None]:
    """Let the workbench's bar of progress go nowhere."""
    with Path(os.devnull).open("w") as nowhere:
        before, sys.stderr = sys.stderr, nowhere
        try:
            yield
        finally:
            sys.stderr = before


def _takes(function: Callable[..., object]) -> set[str]:
    return set(inspect.signature(function).parameters)


def measure(size: Size, rounds: int) -> Found:
    """All of it."""
    found = Found(size, rounds, os.getloadavg()[0])
    tasks = counting_tasks() | sweep_tasks(found) | {"batch": batch_task(size)} | evaluator_tasks(size)
    say("warming up")
    plain_history(size.end)
    point(2, size.end)
    found.times = in_turns(tasks, rounds, say)
    few = replace(size, points=size.memory, worlds=MEMORY_WORLDS)
    say("memory")
    found.memory = swept(few, 2).peak, swept(replace(few, points=10 * few.points), 2).peak
    return found


# -- what is written

NAMES = {
    "sweep/1": "`tightrope sweep`, one worker",
    "sweep/2": "`tightrope sweep`, two workers",
    "batch": "plain Mesa, `mesa.batch_run`, two processes",
    "workbench/sequential/plain": "plain Mesa, the workbench's SequentialEvaluator",
    "workbench/multiprocessing/plain": "plain Mesa, its MultiprocessingEvaluator, two processes",
    "workbench/sequential/run": "`model.runs.run`, a point an experiment, SequentialEvaluator",
    "workbench/multiprocessing/run": "the same, MultiprocessingEvaluator, two processes",
}


def text_of(found: Found) -> str:
    """The page that is written."""
    size = found.size
    rows = [
        (name, spread(found.times[task], 1e3, 3), f"{found.rate(task):,.0f}", f"{found.ratio('sweep/2', task):,.1f}")
        for task, name in NAMES.items()
        if task in found.times
    ]
    head = ("what", "ms a history", "histories a second", "sweep with two workers, times as fast")
    parts = [
        "# Speed of sweeps",
        f"Written by `python -m benchmarks.sweeps`. {machine_facts()}; load before the start {found.load:.2f}. "
        f"Medians of {found.rounds} rounds in which the tasks take turns, least and greatest in brackets. The sweep: "
        f"{size.points:,} points x {size.worlds:,} worlds = {size.histories:,} histories of {asked(size).months} "
        f"months, two outcomes, parameters sampled. Rates leave out the start of the programs. "
        f"A history of the plain form varies its random draws alone under `batch_run`, and the same parameters as the "
        f"sweep in the workbench.",
        table(head, rows),
        *([] if "workbench/sequential/plain" in found.times else [MISSING]),
        "## What is asked",
        table(("", "measured", "asked", "holds"), [_target(*one) for one in _targets(found)]),
        f"A million: {found.start:.1f} s of start and end, and the rest at the rate above, "
        f"{'measured' if size.histories >= MILLION else 'reckoned'} from {size.histories:,} histories. Memory is the "
        f"most that the program and its workers held at a time, a page that they share counted once; "
        f"{size.memory:,} and {10 * size.memory:,} points of {MEMORY_WORLDS} worlds. In the same rounds two processes "
        f"that only count did {found.ratio('count/2', 'count/1'):.2f} times the work of one: on a machine that is free "
        f"that is 2, and no ratio of two workers can be expected above it.",
    ]
    return "\n\n".join(parts) + "\n"


def _targets(found: Found) -> Iterator[tuple[str, float, str, float, bool]]:
    few, many = found.memory
    yield "two workers over one", found.ratio("sweep/2", "sweep/1"), "at least", LEAST_RATIO, False
    yield "seconds for a million, two workers", found.million, "at most", MOST_SECONDS, True
    yield "GB of memory", max(few, many) / 1e9, "at most", MOST_BYTES / 1e9, True
    yield "memory for ten times the points, times", many / few, "at most", MOST_GROWTH, True


def _target(name: str, value: float, word: str, limit: float, at_most: bool) -> tuple[str, str, str, str]:
    holds = value <= limit if at_most else value >= limit
    return name, f"{value:.3g}", f"{word} {limit:g}", "yes" if holds else "no"


def say(line: str) -> None:
    """A line of progress."""
    print(f"  {line}", flush=True)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweeps", description="Measure sweeps.")
    usual = Size()
    parser.add_argument("--rounds", type=int, default=3, help="how often each task is measured (3)")
    parser.add_argument("--points", type=int, default=usual.points, help=f"points of the sweep ({usual.points})")
    parser.add_argument("--worlds", type=int, default=usual.worlds, help=f"worlds of each point ({usual.worlds})")
    parser.add_argument("--plain", type=int, default=usual.plain, help=f"histories in plain Mesa ({usual.plain})")
    parser.add_argument("--memory", type=int, default=usual.memory, help=f"points for memory ({usual.memory})")
    parser.add_argument("--out", type=Path, default=FILE, help="the file to write (benchmarks/sweeps.md)")
    wanted = parser.parse_args()
    size = Size(wanted.points, wanted.worlds, wanted.plain, wanted.memory)
    wanted.out.write_text(text_of(measure(size, wanted.rounds)), encoding="utf-8")
    say(f"written to {wanted.out.name}")


if __name__ == "__main__":
    main()
