"""The benchmarks measure what they say: both forms simulate the same months, and operations are counted right."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace

import numpy as np
import pytest

from benchmarks import counting, results, sweeps
from benchmarks.plain import largest_difference, run_plain
from benchmarks.plain_rules import plain_functions
from benchmarks.tasks import ENDS, FORMS, MANY, SIZES
from benchmarks.timing import Times, in_turns
from benchmarks.watching import Watched, watched
from model.engine.select import ENGINES
from model.ensemble.record import HEADLINE
from model.rules import forms
from model.runs.run import run
from model.scenario.load import load_scenario
from model.theory.theory import theory

WORLDS = 3
PRESSED = (
    "pressures.by_force={kind: force, by: Belarus, move: grant_base, start: 2015-03, end: 2015-03}",
    "pressures.waiting={kind: unrest, level: 0.6, duration: 4, when: {variable: belarus.repression, above: 0.3}}",
)


@pytest.mark.parametrize("settings", [(), PRESSED], ids=["history", "a forced move and a trigger"])
def test_the_plain_form_is_the_ensemble_in_every_month(settings: tuple[str, ...]) -> None:
    assert largest_difference(load_scenario("baseline", settings=settings), WORLDS) < 1e-9


def test_batch_run_ends_where_the_ensemble_ends() -> None:
    asked = load_scenario("baseline", settings=["sampling=prior"])
    last = [row[HEADLINE] for row in run_plain("baseline", WORLDS, asked.months, named=True)]
    np.testing.assert_allclose(last, run(asked, worlds=WORLDS).series[HEADLINE][-1], rtol=0.0, atol=1e-9)


def test_plain_rules_give_floats_and_leave_the_ensembles_rules_alone() -> None:
    fear = plain_functions()["alliance.fear_for_the_buffer"]
    assert fear(0.5, 0.25) == 0.125
    assert type(plain_functions()["alliance.base_can_be_demanded"](0.1, 0.0, 1.0, demand_renewed_below=0.2)) is float
    assert forms.np is np


def test_the_counter_counts_every_pass_once() -> None:
    x = counting.counted(np.array([0.2, 0.8]))
    counting.COUNT.clear()
    result = np.where(x > 0.5, np.minimum(np.maximum(2.0 * x + 1.0, 0.0), 1.0), -x)
    assert dict(counting.COUNT) == {"greater": 1, "multiply": 1, "add": 1, "maximum": 1, "minimum": 1, "negative": 1,
                                    "where": 1}  # fmt: skip
    np.testing.assert_array_equal(result, [-0.2, 1.0])


def test_a_draw_counts_once_whatever_it_is_turned_into() -> None:
    draws = counting.CountingDraws(1, 7)
    counting.COUNT.clear()
    noise = draws.gumbel("x", 0) + draws.logistic("y", 0)
    assert dict(counting.COUNT) == {"draw": 2, "add": 1}
    assert isinstance(noise, counting.Counted)


def test_a_counted_month_has_as_many_draws_as_a_real_one() -> None:
    asked = load_scenario("baseline", settings=["end=2014-12"])
    count = counting.count_month(asked, worlds=WORLDS)
    assert round(count["draw"] * asked.months) == len(counting.draws_of(asked, WORLDS))
    assert counting.operations(count) > 1000


def test_operations_by_subject_add_up_to_the_month() -> None:
    asked = load_scenario("baseline", settings=["end=2013-06"])
    found = counting.count_subjects(asked, worlds=WORLDS)
    assert {rule.subject for rule in theory().rules} - {"relations"} < set(found), "no rule of relations runs"
    assert min(found.values()) >= 0.0
    assert sum(found.values()) == pytest.approx(counting.operations(counting.count_month(asked, worlds=WORLDS)))
    assert found[counting.URGES] > 0.1 * found["alliance"]


def test_tasks_take_turns() -> None:
    seen: list[str] = []
    tasks = {name: lambda name=name: float(len(seen.append(name) or seen)) for name in "ab"}
    times = in_turns(tasks, 3, lambda line: None)
    assert "".join(seen) == "ababab"
    assert times["a"] == Times((1.0, 3.0, 5.0))
    assert (times["b"].best, times["b"].median, times["b"].worst) == (2.0, 4.0, 6.0)


@pytest.fixture
def found() -> results.Measured:
    names = [f"months/{s}/{n}" for s in ("prior", "best") for n in SIZES] + [f"draws/{n}" for n in SIZES]
    runs = ["run/1", "run/1000", "run/1000/scattered", "run/1000/draws kept", "run/1000/headline", "run/4000"]
    runs += ["explain/5", *(f"many/{n}" for n in MANY)] + [f"long/{50 + i}" for i in range(len(ENDS))]
    names += ["setup/1000", "setup/4000", *(f"{engine}/{name}" for engine in ENGINES for name in runs)]
    names += [f"{what}/{form}" for what in ("plain", "plain set-up") for form in FORMS]
    times = {name: Times((0.2, 0.4, 0.9)) for name in names}
    times |= {f"draws/{n}": Times((0.04, 0.04, 0.04)) for n in SIZES}
    times |= {"plain/own": Times((3.0, 3.0, 3.0)), "numpy/run/1000": Times((0.5, 0.5, 0.5))}
    counts = {n: {"add": 900.0, "where": 100.0, "draw": 10.0} for n in SIZES}
    return results.Measured(
        counts, {"alliance": 700.0, counting.REST: 300.0}, times, months=100, difference=2e-16, rounds=3, pinned=True
    )


def test_figures_follow_from_what_was_measured(found: results.Measured) -> None:
    assert found.ns_per_operation(4000) == pytest.approx(0.36e9 / (1000 * 100 * 4000))
    assert found.ns_per_operation(4000, draws=True) == pytest.approx(1.0)
    assert found.ns_per_draw(4000) == pytest.approx(10.0)
    assert found.plain_over_ensemble("own", 1000) == pytest.approx(2000.0)
    assert found.gain("run/1000") == pytest.approx(0.5 / 0.4)


def test_the_results_name_every_table_and_every_target(found: results.Measured) -> None:
    text = results.text_of(found)
    assert "| 4,000 | 4.00 (2.00 to 9.00) |" in text
    assert "add 900, where 100" in text
    assert "By subject: alliance 700, gates, choices and settling 300." in text
    assert "| ms for 1,000 worlds, fresh draws, NumPy | 500 | 300 | no |" in text
    assert "| 1,000 worlds, all that a run keeps | 500 (500 to 500) | 400 (200 to 900) | 1.2 |" in text
    assert "| ns per draw, 4,000 worlds | 10 | 8 | no |" in text
    assert "| compiled | 0.4 (0.2 to 0.9) | 0.03 |" in text
    assert "Whole processes" not in text
    only = replace(found, times={name: t for name, t in found.times.items() if not name.startswith("compiled")})
    assert "compiled, ms" not in results.text_of(only)
    assert all(len(line.split("|")) > 3 for line in text.splitlines() if line.startswith("|"))


def test_memory_is_that_of_a_process_and_its_children() -> None:
    child = "import time; held = bytearray(60_000_000); held[::4096] = b'x' * len(held[::4096]); time.sleep(0.5)"
    both = f"import subprocess, sys; print('{{}}', flush=True); subprocess.run([sys.executable, '-c', {child!r}])"
    found = watched([sys.executable, "-c", both])
    assert found.lines[0][1] == {}
    assert 60e6 < found.peak < 160e6
    assert found.seconds > 0.5
    with pytest.raises(RuntimeError, match="ended with code 3: no such thing"):
        watched([sys.executable, "-c", "import sys; print('no such thing', file=sys.stderr); sys.exit(3)"])


TINY = sweeps.Size(points=50, worlds=200, plain=2, end="2013-02")


def test_a_sweep_is_measured_without_its_start() -> None:
    made = sweeps.swept(TINY, 1)
    assert made.lines[-1][1]["event"] == "done"
    assert made.lines[-1][1]["histories"] == TINY.histories
    assert 0.0 < sweeps.seconds_per_history(made) < made.seconds / TINY.histories
    lines = [(at, {"event": "progress", "histories": done}) for at, done in ((1, 0), (3, 40), (5, 80), (9, 120))]
    assert sweeps.seconds_per_history(Watched(10.0, tuple(lines), 1)) == 6 / 80
    with pytest.raises(ValueError, match="a sweep of one chunk has no rate"):
        sweeps.seconds_per_history(Watched(10.0, tuple(lines[:2]), 1))


def test_everybody_lives_the_same_scenario_and_reads_the_same() -> None:
    values = {"room": 0.4, "integration": 0.7, "noise": 0.02}
    alone, many = sweeps.plain_history(TINY.end, **values), sweeps.point(5, TINY.end, **values)
    assert set(alone) == set(many) == {"last", "alive"}
    assert abs(alone["last"] - many["last"]) < 0.2
    assert sweeps.batch_task(TINY)() > 0.0
    assert all(task() > 0.0 for task in sweeps.counting_tasks().values())
    tasks = sweeps.evaluator_tasks(TINY)
    assert set(tasks) == ({name for name in sweeps.NAMES if "workbench" in name} if workbench() else set())
    assert all(task() > 0.0 for task in tasks.values())


def workbench() -> bool:
    return importlib.util.find_spec("ema_workbench") is not None


def test_the_page_of_sweeps_tells_ratios_and_what_is_missing() -> None:
    times = {"sweep/1": Times((0.001, 0.001)), "sweep/2": Times((0.0005, 0.0005)), "batch": Times((0.05, 0.05))}
    times |= {"count/1": Times((0.5,)), "count/2": Times((0.4,))}
    found = sweeps.Found(sweeps.Size(), 2, 0.3, times, [36.0, 37.0], (500_000_000, 510_000_000))
    assert found.ratio("sweep/2", "batch") == pytest.approx(100.0)
    assert found.start == pytest.approx(36.5 - 65536 * 0.0005)
    text = sweeps.text_of(found)
    assert "| two workers over one | 2 | at least 1.7 | yes |" in text
    assert "| seconds for a million, two workers | 504 | at most 90 | no |" in text
    assert "| memory for ten times the points, times | 1.02 | at most 1.1 | yes |" in text
    assert "load before the start 0.30" in text
    assert "two processes that only count did 1.25 times the work of one" in text
    assert sweeps.MISSING in text
    more = replace(found, times=dict.fromkeys(sweeps.NAMES, times["batch"]) | times)
    assert sweeps.MISSING not in sweeps.text_of(more)
    assert "| plain Mesa, the workbench's SequentialEvaluator | 50.000 (50.000 to 50.000) | 20 | 100.0 |" in (
        sweeps.text_of(more)
    )
