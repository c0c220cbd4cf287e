"""What is measured: months by number of worlds, draws, whole runs, the plain Mesa form, whole processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from benchmarks.counting import draws_of
from benchmarks.plain import PlainModel, run_plain
from benchmarks.timing import Task, timed
from experiments.explanation.explain import explain
from model.core import philox
from model.core.draws import Draws
from model.engine import select
from model.ensemble.record import HEADLINE
from model.ensemble.world import World
from model.runs.run import run
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling, Scenario

NAME = "baseline"
SIZES = (1, 10, 100, 1000, 2000, 4000, 8000)
MANY = (4000, 8000, 16000)
ENDS = ("2017-06", "2021-12", "2026-12")
SCATTERED = range(0, 700_000, 700)
PLAIN_WORLDS = 3
GROUPS = (
    "pressures.sanctions={kind: sanctions, by: EU, level: 0.8, start: 2017-05, end: 2018-12}",
    "pressures.detente={kind: tension, level: -0.3, start: 2017-06, ramp: 12}",
    "pressures.history.pandemic=null",
    "parameters.coercion.coercion_by_oil=0.4",
    "switch_off=[M23]",
)
"""Five things that a split change differs in."""
FORMS = {"named": "named draws of the ensemble", "own": "`random.Random`"}


def scenarios() -> dict[str, Scenario]:
    """The baseline with parameters sampled, and with all of them at their best value."""
    asked = load_scenario(NAME)
    return {"prior": asked, "best": replace(asked, sampling=Sampling.BEST)}


def month_tasks() -> dict[str, Task]:
    """All months without recording, by number of worlds and sampling; setting up is not in it."""
    return {
        f"months/{sampling}/{worlds}": _months_of(asked, worlds)
        for sampling, asked in scenarios().items()
        for worlds in SIZES
    }


def _months_of(asked: Scenario, worlds: int) -> Task:
    def task() -> float:
        world = World(asked, worlds=worlds)
        return timed(lambda: [world.step() for _ in range(asked.months)])

    return task


def draw_tasks(asked_for: Mapping[int, Sequence[tuple[str, str, int]]]) -> dict[str, Task]:
    """All draws of the months of a run, made anew, by number of worlds."""
    return {f"draws/{worlds}": _draws_of(worlds, wanted) for worlds, wanted in asked_for.items()}


def draws_wanted() -> dict[int, list[tuple[str, str, int]]]:
    """The draws that the months of the baseline ask for, by number of worlds."""
    asked = load_scenario(NAME)
    return {worlds: draws_of(asked, worlds) for worlds in SIZES}


def _draws_of(worlds: int, wanted: Sequence[tuple[str, str, int]]) -> Task:
    def task() -> float:
        draws = Draws(1, worlds)
        ways = {"uniform": draws.uniform, "logistic": draws.logistic, "gumbel": draws.gumbel}
        calls = [(ways[form], name, month) for form, name, month in wanted]

        def draw_all() -> None:
            for draw, name, month in calls:
                draw(name, month)

        with engine_is(select.ENGINES[0]):
            return timed(draw_all)

    return task


def run_tasks() -> dict[str, Task]:
    """Whole runs in this process, set-up and record included, with each engine that is there."""
    asked = load_scenario(NAME)
    tasks: dict[str, Task] = {
        "setup/1000": lambda: timed(lambda: World(asked, worlds=1000)),
        "setup/4000": lambda: timed(lambda: World(asked, worlds=4000)),
    }
    for engine in engines():
        with engine_is(engine):
            tasks |= {f"{engine}/{name}": _with(engine, task) for name, task in _runs(asked).items()}
    return tasks


def engines() -> tuple[str, ...]:
    """NumPy, and the compiled engine where it is installed."""
    return select.ENGINES if select.installed() else select.ENGINES[:1]


@contextmanager
def engine_is(engine: str) -> Iterator[None]:
    """Simulate months and make draws with one engine."""
    if engine != select.ENGINES[0]:
        select.load()
    made = None if engine == select.ENGINES[0] else philox.compiled
    with patch.dict(os.environ, {select.SWITCH: engine}), patch.object(philox, "compiled", made):
        yield


def _with(engine: str, task: Task) -> Task:
    def with_it() -> float:
        with engine_is(engine):
            return task()

    return with_it


def _runs(asked: Scenario) -> dict[str, Task]:
    kept = Draws(asked.seed, 1000, keep=True)
    run(asked, worlds=1000, draws=kept)
    tasks: dict[str, Task] = {
        "run/1": lambda: timed(lambda: run(asked, worlds=1)),
        "run/1000": lambda: timed(lambda: run(asked, worlds=1000)),
        "run/1000/scattered": lambda: timed(lambda: run(asked, worlds=SCATTERED)),
        "run/1000/draws kept": lambda: timed(lambda: run(asked, worlds=1000, draws=kept)),
        "run/1000/headline": lambda: timed(lambda: run(asked, worlds=1000, keep=(HEADLINE,), moves=False)),
        "run/4000": lambda: timed(lambda: run(asked, worlds=4000)),
    }
    tasks |= {f"explain/{len(GROUPS)}": _explanation(asked)}
    return tasks | {f"many/{worlds}": _lean_run(asked, worlds) for worlds in MANY} | _long_runs()


def _explanation(asked: Scenario) -> Task:
    changed = load_scenario(NAME, settings=GROUPS)
    return lambda: timed(lambda: explain(asked, changed))


def _long_runs() -> dict[str, Task]:
    long = [load_scenario(NAME, settings=[f"end={end}"]) for end in ENDS]
    return {f"long/{asked.months}": _lean_run(asked, 1000) for asked in long}


def _lean_run(asked: Scenario, worlds: int) -> Task:
    return lambda: timed(lambda: run(asked, worlds=worlds, keep=(HEADLINE,), moves=False))


def plain_tasks() -> dict[str, Task]:
    """The plain Mesa form under `mesa.batch_run`, and the set-up of its worlds alone."""
    asked = load_scenario(NAME)
    tasks: dict[str, Task] = {}
    for form in FORMS:
        named = form == "named"
        tasks[f"plain/{form}"] = lambda named=named: timed(
            lambda: run_plain(NAME, PLAIN_WORLDS, asked.months, named=named)
        )
        tasks[f"plain set-up/{form}"] = lambda named=named: timed(
            lambda: [PlainModel(NAME, world, named) for world in range(PLAIN_WORLDS)]
        )
    return tasks


def process_tasks() -> dict[str, Task]:
    """The command line as whole processes; nothing where the command is not installed."""
    command = Path(sys.executable).with_name("tightrope")
    if not command.exists():
        return {}
    return {
        "process/help": lambda: timed(lambda: _call([str(command), "--help"])),
        "process/run": lambda: _in_new_folder([str(command), "run", NAME, "--quiet", "--out"]),
    }


def _in_new_folder(words: Sequence[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return timed(lambda: _call([*words, str(Path(folder) / "out")]))


def _call(words: Sequence[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"{words[0]} ended with code {done.returncode}: {done.stderr.strip()[-500:]}"
        raise RuntimeError(message)
