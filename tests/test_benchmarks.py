"""The benchmarks measure what they say: both forms live the same months, and operations are counted right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import counting, results
from benchmarks.plain import largest_difference, run_plain
from benchmarks.plain_rules import plain_functions
from benchmarks.tasks import ENDS, FORMS, MANY, SIZES
from benchmarks.timing import Times, in_turns
from model.compiled.readiness import ENGINES
from model.record import HEADLINE
from model.rules import forms
from model.run import run
from model.scenario import load_scenario
from model.theory import theory

WORLDS = 3
PRESSED = (
    "pressures.by_force={kind: force, by: Belarus, move: grant_base, start: 2015-03, end: 2015-03}",
    "pressures.waiting={kind: unrest, level: 0.6, duration: 4, when: {variable: belarus.repression, above: 0.3}}",
)


@pytest.mark.parametrize("settings", [(), PRESSED], ids=["history", "a forced move and a trigger"])
def test_the_plain_form_is_the_ensemble_in_every_month(settings: tuple[str, ...]) -> None:
    assert largest_difference(load_scenario("baseline", settings=settings), WORLDS) < 1e-9


def test_batch_run_ends_where_the_ensemble_ends() -> None:
    asked = load_scenario("baseline")
    last = [row[HEADLINE] for row in run_plain("baseline", WORLDS, asked.months, named=True)]
    np.testing.assert_allclose(last, run(asked, worlds=WORLDS).series[HEADLINE][-1], rtol=0.0, atol=1e-9)


def test_plain_rules_give_floats_and_leave_the_ensembles_rules_alone() -> None:
    fear = plain_functions()["alliance.fear_for_the_buffer"]
    assert fear(0.5, 0.25) == 0.125
    assert type(plain_functions()["alliance.base_can_be_demanded"](0.1, 0.0, demand_renewed_below=0.2)) is float
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
    noise = draws.gumbel("x") + draws.logistic("y")
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
    assert {rule.subject for rule in theory().rules} - {"relations"} < set(found), "only relations are not lived"
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
    names = [f"months/{s}/{n}" for s in ("parameters", "best") for n in SIZES] + [f"draws/{n}" for n in SIZES]
    runs = ["run/1", "run/1000", "run/1000/draws kept", "run/1000/headline", "run/4000"]
    runs += [f"many/{n}" for n in MANY] + [f"long/{50 + i}" for i in range(len(ENDS))]
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
    assert "Whole processes" not in text
    only = replace(found, times={name: t for name, t in found.times.items() if not name.startswith("compiled")})
    assert "compiled, ms" not in results.text_of(only)
    assert all(len(line.split("|")) > 3 for line in text.splitlines() if line.startswith("|"))
