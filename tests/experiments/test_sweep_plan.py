"""Sweep files: strict reading, every refusal at its place, and the schema for editors."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from SALib.sample import sobol as salib_sobol

from experiments.sweeps.plan.design import Design, Sample
from experiments.sweeps.plan.factors import Factor, described
from experiments.sweeps.plan.outcomes import OUTCOMES, needs_moves, read_outcomes, series_of, single_patterns
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.plan.point_check import points_equal_to_base
from experiments.sweeps.plan.reader import SWEEPS, SweepFile, load_sweep
from experiments.sweeps.plan.schema import SCHEMA_FILE, json_schema, schema_text
from model.evidence.load import load_seeds
from model.evidence.parameters import Distribution, Kind
from model.runs.run import run
from model.scenario.files import scenario_names
from model.scenario.load import load_scenario
from model.yaml_files.fields import Collector
from model.yaml_files.hints import parts_of
from model.yaml_files.nodes import InputError
from model.yaml_files.tree import parse_yaml

TOP = {
    "title": "Asked", "scenario": "s03_eu_sanctions_2017", "design": "grid", "outcomes": "[alignment_2021]",
    "vary": "{pressures.eu_2017.level: [0, 0.5]}",
}  # fmt: skip


def load(folder: Path, *given: str, **changed: str | None) -> SweepPlan:
    """A sweep of one line per key; None takes a key away."""
    lines = [f"{key}: {value}" for key, value in ({**TOP, **changed}).items() if value is not None]
    path = folder / "asked.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_sweep(path, settings=given)


def refusals(folder: Path, **changed: str | None) -> list[str]:
    """Every problem without the file, and without the line."""
    with pytest.raises(InputError) as caught:
        load(folder, **changed)
    return [str(problem.message) for problem in caught.value.problems]


LEVEL = "pressures.eu_2017.level"
NOISE = "parameters.choice.noise_belarus"
WRONG: list[tuple[dict[str, str | None], str]] = [
    ({"title": None}, "has no 'title'; it must be given"),
    ({"ttle": "x"}, "unknown key 'ttle'; did you mean 'title'? allowed: because, design, n, others, outcomes, "),
    ({"scenario": "s03"}, "unknown scenario 's03'; allowed: baseline, s02_tension_escalates"),
    ({"scenario": "3"}, "'scenario' must be text, got 3; put it in quotes"),
    ({"set": "[end]"}, "must be KEY=VALUE on one line, got 'end'"),
    ({"set": "end=2020-01"}, "'set' must be a list, got 'end=2020-01'"),
    ({"set": "['end=2012-01']"}, "'end' must be a month such as 2017-05, from 2013-01 to 2040-12, got '2012-01'"),
    ({"design": "sobl"}, "unknown design 'sobl'; did you mean 'sobol'? allowed: grid, latin_hypercube, list, morris"),
    ({"design": "sobol"}, "the design 'sobol' needs 'n', the size of its base sample"),
    ({"design": "sobol", "n": "100"}, "'n' must be a power of two for Sobol's design, got 100: its points cover the "
                                      "space evenly only in such numbers; take 64 or 128"),
    ({"design": "morris", "n": "4"}, "the design 'morris' needs at least two factors"),
    ({"design": "latin_hypercube", "n": "1"}, "'n' must be a whole number between 2 and 10,000,000, got 1"),
    ({"n": "8"}, "the design 'grid' takes no 'n', because its points follow from the values"),
    ({"worlds": "0"}, "'worlds' must be a whole number between 1 and 1,000,000, got 0"),
    ({"others": "wild"}, "unknown others 'wild'; allowed: best, conditioned, prior"),
    ({"design": "sobol", "n": "8", "others": "conditioned"}, "the design 'sobol' needs numbers independent of"),
    ({"others": "sampled"}, "'sampled' is called 'prior' now"),
    ({"others": "wide"}, "'wide' is called 'prior' now"),
    ({"seed": "-1"}, "'seed' must be a whole number between 0 and"),
    ({"vary": "{}"}, "'vary' names nothing to vary"),
    ({"vary": "3"}, "'vary' must be a mapping of keys to values, got 3"),
    ({"vary": "{worlds: [1, 2]}"}, "'worlds' cannot be varied; a key to vary is scenario or end,"),
    ({"vary": "{choice.noise_belarus: [1, 2]}"},
     "'choice.noise_belarus' cannot be varied; did you mean 'parameters.choice.noise_belarus'?"),
    ({"vary": "{parameters.choice.nose_belarus: [1, 2]}"},
     "unknown parameter 'choice.nose_belarus'; did you mean 'choice.noise_belarus'?"),
    ({"vary": "{parameters.choice.noise_belarus.fix: [1, 2]}"}, "is no key to vary; a parameter is varied by its name"),
    ({"vary": "{pressures.eu_2018.level: [0, 1]}"}, "unknown pressure 'eu_2018'; did you mean 'eu_2017'?"),
    ({"vary": "{pressures.eu_2017: [0, 1]}"},
     "'pressures.eu_2017' names no key of the pressure, such as 'pressures.eu_2017.level'"),
    ({"vary": "{pressures.eu_2017.levl: [0, 1]}"},
     "unknown key to vary of a pressure 'levl'; did you mean 'level'? allowed: by, delay, duration, end, every, level"),
    ({"vary": "{hypotheses.rom: [a, b]}"}, "unknown hypothesis 'rom'"),
    ({"vary": "{hypotheses.room_for_manoeuvre: [shrank, shrunk]}"},
     "'hypotheses.room_for_manoeuvre' cannot be shrunk: unknown variant of 'room_for_manoeuvre' 'shrunk'"),
    ({"vary": "{switch_off.M999: [true, false]}"}, "unknown mechanism 'M999'"),
    ({"vary": "{switch_off.M41: [0, 1]}"}, "must be true (switched off) or false, got 0"),
    ({"vary": "{initial.belarus.alignmen: [0, 1]}"}, "unknown variable 'belarus.alignmen'; did you mean"),
    ({"vary": f"{{{LEVEL}: []}}"}, f"'{LEVEL}' has no values"),
    ({"vary": f"{{{LEVEL}: [0.5]}}"}, f"'{LEVEL}' has only one value, so nothing varies"),
    ({"vary": f"{{{LEVEL}: [0.5, 0.5]}}"}, "0.5 is named twice"),
    ({"vary": f"{{{LEVEL}: [0, 2]}}"}, f"'{LEVEL}' cannot be 2: 'level' must be a number between 0 and 1, got 2"),
    ({"vary": f"{{{LEVEL}: [0, x]}}"}, "must be a number, got 'x'"),
    ({"vary": f"{{{LEVEL}: [0, true]}}"}, "must be a number, got true"),
    ({"vary": f"{{{LEVEL}: [0, .nan]}}"}, "must be a number, got nan"),
    ({"vary": f"{{{LEVEL}: [[1], 0]}}"}, "must be a number, a word, true or false, got a list"),
    ({"vary": f"{{{LEVEL}: 3}}"}, f"'{LEVEL}' must be a list of values, or a range such as {{low: 0, high: 1}}, got 3"),
    ({"vary": f"{{{LEVEL}: {{low: 0}}}}"}, f"'{LEVEL}' has no 'high'; it must be given"),
    ({"vary": f"{{{LEVEL}: {{low: 0, high: 1}}}}"}, "a grid needs 'steps', the number of values it takes of a range"),
    ({"vary": f"{{{LEVEL}: {{low: 0, high: 1, steps: 1}}}}"}, "'steps' must be a whole number between 2 and 1,000"),
    ({"vary": f"{{{LEVEL}: {{low: 1, high: 1, steps: 3}}}}"},
     f"the range of '{LEVEL}' is empty: 'low' 1 is not below 'high' 1"),
    ({"vary": f"{{{LEVEL}: {{low: 0, high: 1, steps: 3, best: 0.5}}}}"},
     "'best' must be given for 'distribution: pert', and for no other"),
    ({"vary": f"{{{LEVEL}: {{low: 0, high: 1, steps: 3, distribution: pert}}}}"},
     "'best' must be given for 'distribution: pert', and for no other"),
    ({"vary": f"{{{LEVEL}: {{range: own, steps: 3}}}}"},
     "only parameters have a range of their own; give 'low' and 'high'"),
    ({"vary": f"{{{NOISE}: {{range: wn, steps: 3}}}}"}, "unknown range 'wn'; did you mean 'own'? allowed: own"),
    ({"vary": "{pressures.history.crimea.level: {low: 0, high: 1, steps: 3}}"},
     "must be a whole number between 0 and 1, got 0.0; list the whole numbers one by one"),
    ({"vary": f"{{{NOISE}: {{low: 0, high: 9, steps: 3}}}}"},
     f"'{NOISE}' cannot be 0.0: 'choice.noise_belarus' = 0 is outside"),
    ({"vary": "{pressures.eu_2017.start: {low: 1, high: 3}}"}, "must be a list of values, because it takes no range"),
    ({"vary": "{pressures.eu_2017.start: [2017-01, 2017-1]}"},
     "'pressures.eu_2017.start' cannot be 2017-1: 'start' must be a month such as 2017-05"),
    ({"vary": "{pressures.eu_2017.ramp: {low: 0.5, high: 3}}"}, "takes whole numbers, at most 336 of them"),
    ({"vary": "{parameters.chice.*: {range: own}}"}, "'parameters.chice.*' stands for no parameters; allowed: "),
    ({"vary": "{parameters.*: {low: 0, high: 1}}"}, "'parameters.*' needs 'range: own', because each parameter has"),
    ({"vary": f"{{{NOISE}: {{range: own, steps: 3}}, parameters.choice.*: {{range: own, steps: 3}}}}"},
     f"'{NOISE}' is varied twice"),
    ({"vary": f"{{{LEVEL}: {{low: 0, high: 1, steps: 3}}}}", "design": "latin_hypercube", "n": "4"},
     "'steps' can be used only in a grid"),
    ({"vary": f"{{{LEVEL}: {{low: 0, high: 1}}}}", "design": "list"}, "must be a list, because the design is a list"),
    ({"vary": f"{{{LEVEL}: [0, 1], {NOISE}: [0.02, 0.025, 0.03]}}", "design": "list"},
     f"in a list all factors need the same number of values: {LEVEL} has 2, {NOISE} has 3"),
    ({"vary": f"{{{LEVEL}: [0, 1, 0], {NOISE}: [0.02, 0.03, 0.02]}}", "design": "list"},
     f"points 0 and 2 are the same: {LEVEL} = 0, {NOISE} = 0.02"),
    ({"vary": f"{{{LEVEL}: [0, 0.8]}}", "design": "list"},
     f"point 1 is the scenario itself: {LEVEL} = 0.8; leave it out, and run the scenario separately"),
    ({"vary": "{pressures.eu_2017.start: [2017-01, 2019-06], pressures.eu_2017.end: [2018-12, 2018-11]}"},
     "is not possible: 'end' 2018-1"),
    ({"vary": "{scenario: [baseline, s99]}"}, "'scenario' cannot be s99: unknown scenario 's99'; allowed: "),
    ({"vary": "{scenario.title: [a, b]}"}, "'scenario.title' cannot be varied; a key to vary is scenario or"),
    ({"vary": "{scenario: {low: 0, high: 1, steps: 2}}"}, "'scenario' must be a list of values, because"),
    ({"vary": f"{{scenario: [baseline, s03_eu_sanctions_2017], {LEVEL}: [0, 0.5]}}"},
     f"point 0 (scenario = baseline, {LEVEL} = 0) is not possible: in 'baseline', unknown pressure 'eu_2017'"),
    ({"vary": "{end: [2020-12, 2021-12]}"}, "'end' changes no outcome: none reads the end of the run; write 'at: end'"),
    ({"vary": "{end: [2020-12, 2021-12]}", "outcomes": "[alignment_2021, eu_lifting]"},
     "point 0 (end = 2020-12) is not possible: outcome 'alignment_2021' reads 2021-12, outside the run, 2013-01"),
    ({"outcomes": "{x: {value: {of: belarus.alignment, at: soon}}}"}, "'at' must be a month such as 2017-05, or end"),
    ({"outcomes": "{x: {posture: client, from: end, to: 2017-01}}"}, "'to' (2017-01) is before 'from' (end)"),
    ({"outcomes": "[]"}, "'outcomes' must name at least one"),
    ({"outcomes": "3"}, "'outcomes' must be a mapping of keys to values, got 3"),
    ({"outcomes": "[alignment_2022]"}, "unknown outcome 'alignment_2022'; did you mean 'alignment_2021'?"),
    ({"outcomes": "[base_granted, base_granted]"}, "'base_granted' is named twice"),
    ({"outcomes": "[base_granted, null, null]"}, "nothing is named twice"),
    ({"outcomes": "{alignment_2022: }"}, "unknown outcome 'alignment_2022'; did you mean 'alignment_2021'?"),
    ({"outcomes": "{a b: {posture: client, at: 2017-05}}"}, "'a b' is not a valid name;"),
    ({"outcomes": "{world: {posture: client, at: 2017-05}}"}, "'world' is already a column; choose another name"),
    ({"outcomes": "{x: {psture: client}}"}, "unknown form 'psture'; did you mean 'posture'?"),
    ({"outcomes": "{x: {posture: vassal, at: 2017-05}}"}, "unknown posture 'vassal'; allowed: client, fallen, hedging"),
    ({"outcomes": "{x: {posture: client}}"}, "a posture needs either 'at', or 'from' and 'to'"),
    ({"outcomes": "{x: {posture: client, at: 2017}}"},
     "'at' must be a month such as 2017-05, or end, got 2017"),
    ({"outcomes": "{x: {posture: client, at: 2017-05}, x_se: {posture: client, at: 2017-06}}"},
     "'x_se' is already a column for 'x'; choose another name"),
    ({"set": "['worlds=50']"}, "'worlds' is set by the sweep; use its own key 'worlds' instead"),
    ({"set": "['sampling=prior']"}, "'sampling' is set by the sweep; use its own key 'others' instead"),
    ({"outcomes": "{x: {posture: client, from: 2018-01, to: 2017-01}}"}, "'to' (2017-01) is before 'from' (2018-01)"),
    ({"outcomes": "{x: {posture: client, at: 2031-01}}"},
     "outcome 'x' reads 2031-01, outside the run, 2013-01 to 2021-12"),
    ({"outcomes": "{x: {posture: client, at: 2017-05, where: {stands: 2031-01}}}"},
     "outcome 'x' reads 2031-01, outside the run, 2013-01 to 2021-12"),
    ({"outcomes": "{x: {posture: client, at: 2017-05, where: {stand: 2017-05}}}"}, "unknown key 'stand'"),
    ({"outcomes": "{x: {posture: client, at: 2017-05, where: {variable: belarus.unrst, above: 1, at: 2017-05}}}"},
     "unknown variable 'belarus.unrst'; did you mean 'belarus.unrest'?"),
    ({"outcomes": "{x: {value: {of: belarus.alignmnt, at: 2017-05}}}"}, "unknown series or move 'belarus.alignmnt'"),
    ({"outcomes": "{x: {pattern: SF99}}"}, "unknown pattern 'SF99'"),
    ({"outcomes": "{x: {pattern: SF10}}"},
     "pattern 'SF10' compares runs or all worlds, so no single world has it; allowed: SF01"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "message"), WRONG, ids=[message[:60] for _, message in WRONG])
def test_what_is_wrong_is_refused_by_name(tmp_path: Path, changed: dict[str, str | None], message: str) -> None:
    told = refusals(tmp_path, **changed)
    assert any(message in one for one in told), told


def test_every_problem_is_told_at_once_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, design="sobol", n="5", worlds="0", outcomes="[x]", vary=f"{{{LEVEL}: [0, 2]}}")
    places = [(p.line, p.column) for p in caught.value.problems]
    assert len(places) == 4
    assert places == sorted(places)


def test_too_many_points_are_refused(tmp_path: Path) -> None:
    many = ", ".join(f"parameters.mediation.{name}: {{range: own, steps: 1000}}" for name in mediation()[:3])
    assert "1,000,000,000 points are too many; at most 10,000,000" in refusals(tmp_path, vary=f"{{{many}}}")[0]


def mediation() -> list[str]:
    found = load_seeds().parameters.values()
    return [p.key.partition(".")[2] for p in found if p.subject == "mediation" and p.low < p.high]


def test_a_number_that_a_switch_sets_to_zero_cannot_be_varied(tmp_path: Path) -> None:
    mechanism = next(m for m in load_seeds().mechanisms.values() if m.switch is not None and m.switch.parameters)
    key = mechanism.switch.parameters[0]
    with pytest.raises(InputError, match=f"'{key}' changes nothing, because 'switch_off' sets it to zero"):
        load(tmp_path, f"switch_off=[{mechanism.key}]", vary=f"{{parameters.{key}: [0.1, 0.2]}}")


def test_settings_change_the_sweep_or_the_scenario(tmp_path: Path) -> None:
    plan = load(tmp_path, "worlds=7", "seed=3", "others=prior", "pressures.eu_2017.probability=0.5")
    assert (plan.worlds, plan.scenario.seed, str(plan.scenario.sampling)) == (7, 3, "prior")
    assert plan.scenario.pressures["eu_2017"].probability == 0.5
    assert plan.digest != load(tmp_path).digest
    with pytest.raises(InputError, match="'worlds' must be a whole number"):
        load(tmp_path, "worlds=x")


def test_sampling_is_obeyed_or_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--set:1:1: 'sampling' is set by the sweep; use its own key 'others'"):
        load(tmp_path, "sampling=prior")
    assert str(load(tmp_path, "others=prior").scenario.sampling) == "prior"
    assert str(load(tmp_path, others="best").scenario.sampling) == "best"


def test_a_factor_beats_the_scenario(tmp_path: Path) -> None:
    keys = {
        LEVEL: "[0, 0.5]", "pressures.eu_2017.start": "[2017-01, 2018-01]", NOISE: "[0.02, 0.03]",
        "pressures.history.grievance_2017.delay": "{low: 0, high: 2}",
        "hypotheses.room_for_manoeuvre": "[shrank, grew]", "switch_off.M41": "[true, false]",
        "initial.belarus.contacts": "[0.1, 0.2]",
        "pressures.history.crimea.probability": "[0.5, 0.9]",
    }  # fmt: skip
    plan = load(tmp_path, vary="{" + ", ".join(f"{k}: {v}" for k, v in keys.items()) + "}")
    assert plan.points == 2**7 * 3
    values = plan.sample.block(plan.points - 1, plan.points)[0]
    found = plan.scenario_of(values)
    told = described(plan.factors, values.tolist())
    assert told.startswith(f"{LEVEL} = 0.5, pressures.eu_2017.start = 2018-01, {NOISE} = 0.03, ")
    own = [
        f"{LEVEL}=0.5", "pressures.eu_2017.start=2018-01", f"{NOISE}=0.03", "pressures.history.grievance_2017.delay=2",
        "hypotheses.room_for_manoeuvre=grew", "initial.belarus.contacts=0.2",
        "pressures.history.crimea.probability=0.9", "sampling=best", "worlds=256",
    ]  # fmt: skip
    asked = load_scenario("s03_eu_sanctions_2017", settings=own).resolved()
    assert {**found.resolved(), "origins": 0} == {**asked, "origins": 0}
    assert plan.scenario_of(plan.sample.block(0, 1)[0]).switch_off == ("M41",)


def test_a_star_stands_for_every_number_with_a_range(tmp_path: Path) -> None:
    plan = load(tmp_path, vary="{parameters.*: {range: own}}", design="morris", n="4")
    known = [p for p in load_seeds().parameters.values() if p.kind is not Kind.DEFINITION and p.low < p.high]
    assert [factor.key for factor in plan.factors] == [f"parameters.{p.key}" for p in known]
    assert plan.points == 4 * (len(known) + 1)
    few = load(tmp_path, vary="{parameters.mediation.*: {range: own}}", design="morris", n="4")
    assert 0 < len(few.factors) < len(known)
    assert {f.key.split(".")[1] for f in few.factors} == {"mediation"}


def test_points_that_change_nothing_are_named(tmp_path: Path) -> None:
    best = load_seeds().parameters["choice.noise_belarus"].best
    plan = load(tmp_path, vary=f"{{{LEVEL}: [0, 0.8], {NOISE}: [0.03, {best}]}}")
    assert points_equal_to_base(plan) == [3]
    assert points_equal_to_base(load(tmp_path, others="prior", vary=f"{{{NOISE}: [0.03, {best}]}}")) == []
    worded = load(tmp_path, vary="{pressures.eu_2017.start: [2017-04, 2017-05]}")
    assert points_equal_to_base(worded) == [1]


def test_outcomes_are_read_with_their_definitions() -> None:
    text = """\
outcomes:
  alignment_2021:
  client: {posture: client, at: 2021-12, label: a client}
  months: {posture: leaning_west, from: 2013-01, to: 2021-12}
  rescue: {first: {of: russia.rescue}}
  peak: {highest: {of: belarus.unrest, from: 2020-07, to: 2021-12}}
  hosts: {pattern: SF05}
  last: {value: {of: belarus.alignment, at: 2021-12}}
  turn: {change: {of: belarus.alignment, from: 2020-07, to: 2021-12}}
"""
    root = parse_yaml(text, "x").value
    assert isinstance(root, dict)
    found = Collector()
    read = {outcome.name: outcome for outcome in read_outcomes(found, root["outcomes"])}
    found.raise_if_any()
    assert list(read) == ["alignment_2021", "client", "months", "rescue", "peak", "hosts", "last", "turn"]
    assert read["client"].label == "a client"
    assert read["client"].yes_or_no
    assert read["rescue"].definition == "first or never(russia.rescue, 0.5)"
    assert read["rescue"].label == "months before the first of russia.rescue"
    assert read["peak"].label == "highest belarus.unrest, 2020-07 to 2021-12"
    assert read["last"].label == "belarus.alignment in 2021-12"
    assert read["turn"].label == "change of belarus.alignment, 2020-07 to 2021-12"
    assert read["peak"].definition == "highest(belarus.unrest, 2020-07, 2021-12)"
    assert read["hosts"].tests == single_patterns()["SF05"].statistic.tests
    assert read["alignment_2021"].label == OUTCOMES[2].label


def test_an_outcome_has_a_number_only_where_its_conditions_are_met() -> None:
    text = """\
outcomes:
  unrest: {value: {of: belarus.unrest, at: 2021-12}, where: {stands: 2021-12}}
  client: {posture: client, at: 2021-12, where: [{stands: 2021-12}, {move: belarus.grant_base, by: 2021-12}]}
"""
    root, found = parse_yaml(text, "x").value, Collector()
    assert isinstance(root, dict)
    unrest, client = outcomes = read_outcomes(found, root["outcomes"])
    found.raise_if_any()
    assert unrest.definition == "value(belarus.unrest, 2021-12), where the regime stands in 2021-12"
    assert client.definition.endswith(", where the regime stands in 2021-12 and belarus.grant_base by 2021-12")
    assert (series_of(outcomes), needs_moves(outcomes)) == (("belarus.unrest",), True)
    result = run(load_scenario("baseline", settings=["worlds=97", "sampling=prior"]), keep=series_of(outcomes))
    stands, granted = result.standing[-1], result.moves["belarus.grant_base"].any(axis=0)
    np.testing.assert_array_equal(~np.isnan(unrest.numbers(result)), stands)
    np.testing.assert_array_equal(~np.isnan(client.numbers(result)), stands & granted)
    assert 0 < (stands & granted).sum() < stands.sum() < 97


# -- designs


RANGE = Factor("parameters.a.b", "a", low=-1.0, high=3.0, best=0.0, distribution=Distribution.PERT, steps=5)
WORDS = Factor("hypotheses.x", "x", values=("one", "two", "three"))


def test_a_grid_has_every_combination_once() -> None:
    sample = Sample(Design.GRID, (RANGE, WORDS))
    block = sample.block(0, sample.count)
    assert sample.count == 15
    assert block[:, 0].tolist() == np.repeat([-1.0, 0.0, 1.0, 2.0, 3.0], 3).tolist()
    assert block[:, 1].tolist() == [0.0, 1.0, 2.0] * 5


@given(st.sampled_from(list(Design)[2:]), st.integers(1, 5), st.integers(0, 2**32), st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_block_is_a_part_of_the_whole(design: Design, power: int, seed: int, data: st.DataObject) -> None:
    sample = Sample(design, (RANGE, WORDS, RANGE), 2**power, seed)
    whole = sample.block(0, sample.count)
    first = data.draw(st.integers(0, sample.count - 1))
    last = data.draw(st.integers(first + 1, sample.count))
    assert np.array_equal(sample.block(first, last), whole[first:last])
    assert np.array_equal(Sample(design, sample.factors, 2**power, seed).block(0, sample.count), whole)
    assert ((whole[:, 0] >= -1.0) & (whole[:, 0] <= 3.0)).all()
    assert np.isin(whole[:, 1], [0.0, 1.0, 2.0]).all()


def test_sobols_points_stand_in_the_order_that_salib_reads() -> None:
    sample = Sample(Design.SOBOL, (RANGE, WORDS, RANGE), 8, 3)
    shares = sample.shares(0, sample.count)
    assert sample.count == 8 * 5
    groups = shares.reshape(8, 5, 3)
    for a, *mixed, b in groups:
        for place, row in enumerate(mixed):
            assert np.array_equal(row, np.where(np.arange(3) == place, b, a))
    theirs = salib_sobol.sample({"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}, 8,
                                calc_second_order=False, seed=3)  # fmt: skip
    assert theirs.shape == shares.shape


def test_morris_changes_one_factor_at_a_time() -> None:
    sample = Sample(Design.MORRIS, (RANGE, RANGE, RANGE), 6, 3)
    walks = sample.shares(0, sample.count).reshape(6, 4, 3)
    assert (np.count_nonzero(np.diff(walks, axis=1), axis=2) == 1).all()
    assert set(np.round(3 * walks.ravel()).astype(int)) <= {0, 1, 2, 3}


# -- the schema, and the sweeps that come with the model


def test_the_schema_is_the_one_that_is_kept() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), (
        "tightrope schema sweep > scenarios/sweeps/schema.json"
    )


def test_the_sweep_of_the_page_is_good(tmp_path: Path) -> None:
    page = (SWEEPS.parents[1] / "docs" / "sweeps.md").read_text(encoding="utf-8")
    text = page.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "page.yaml").write_text(text, encoding="utf-8")
    plan = load_sweep(tmp_path / "page.yaml")
    assert (plan.points, len(plan.factors), len(plan.outcomes)) == (200, 8, 7)
    jsonschema.validate(json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str)), json_schema())


def test_settings_of_the_file_lie_below_those_of_the_command_line(tmp_path: Path) -> None:
    assert load(tmp_path, set="['end=2021-12', 'pressures.eu_2017.ramp=2']").scenario.pressures["eu_2017"].ramp == 2
    plan = load(tmp_path, "pressures.eu_2017.ramp=3", set="['pressures.eu_2017.ramp=2']")
    assert plan.scenario.pressures["eu_2017"].ramp == 3
    with pytest.raises(InputError, match=r"^--set pressures\.eu_2017\.rmp:1:"):
        load(tmp_path, "pressures.eu_2017.rmp=3", set="['pressures.eu_2017.ramp=2']")


def test_the_schema_knows_every_key() -> None:
    assert set(json_schema()["properties"]) == {part.key for part in parts_of(SweepFile)}
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", scenario_names(SWEEPS))
def test_ready_sweeps_are_good_and_fit_the_schema(name: str) -> None:
    plan = load_sweep(name)
    assert plan.points > 1
    assert plan.question
    assert plan.because
    text = (SWEEPS / f"{name}.yaml").read_text(encoding="utf-8")
    jsonschema.validate(json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str)), json_schema())


@pytest.mark.parametrize(
    "text",
    ["{vary: {worlds: [1]}}", "{n: 1}", "{outcomes: [nothing]}", "{vary: {switch_off.M41: [1]}}",
     "{vary: {parameters.a.b: {low: 1}}}", "{outcomes: {x: {posture: vassal}}}", "{ttle: x}"],
)  # fmt: skip
def test_the_schema_refuses_what_the_reader_refuses(text: str) -> None:
    data = YAML(typ="safe", pure=True).load(text)
    schema = {**json_schema(), "required": []}
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(data))


def test_an_unknown_sweep_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match=r"unknown sweep 'sanctions_x_rescu'; did you mean 'sanctions_x_rescue'\?"):
        load_sweep("sanctions_x_rescu")
