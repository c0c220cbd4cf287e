"""Dated tests, whom each move moves, rival hypotheses: what is read and refused, and the arithmetic by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from experiments.measures.pooled import Interval
from experiments.measures.trends import LeastAfterPeak
from experiments.responses.compute import Change
from experiments.responses.effects import By, Effects, EffectTest, Measured, measured
from experiments.responses.effects_reader import load_effects, read_effects
from experiments.responses.moves import Largest, MoveMoved, moves_moved
from experiments.responses.rivals import Between, Rivals, compared, scenario_of
from model.core.months import date_of
from model.ensemble.record import HEADLINE, Posture, Run
from model.evidence.load import load_seeds
from model.runs.digest import factual_scenario
from model.scenario.scenario import Sampling
from model.theory.theory import theory
from model.yaml_files.nodes import InputError

HYPOTHESES = load_seeds().hypotheses


def made(months: int = 24, **series: object) -> Run:
    """A run of two worlds, both hedging, with these series (dots as two underscores)."""
    values = {name.replace("__", "."): np.asarray(rows, dtype=np.float64) for name, rows in series.items()}
    dates = tuple(date_of(month, "2013-01") for month in range(months))
    posture = np.full((months, 2), Posture.HEDGING, dtype=np.int8)
    return Run(replace(factual_scenario(), read_from=0), np.arange(2), dates, values, {}, posture)


# -- the file


def test_every_dated_test_has_a_bound_and_every_run_is_read():
    data = load_effects()
    tests = [test for effect in data.effects.values() for test in effect.tests]
    assert {test.run for test in tests} - {""} == set(data.runs)
    for effect in data.effects.values():
        assert len({test.name for test in effect.tests}) == len(effect.tests), effect.key


RIGHT = """runs:
  cut:
    what: Moscow cuts the oil.
    set: ["pressures.cut={kind: energy_cut, start: 2014-01}"]
effects:
  cut:
    name: An oil cut
    texts: [001 P20]
    why: It hurts.
    worlds: prior
    tests:
      - {name: income, in: cut, of: {value: {of: belarus.income, at: 2014-12}}, by: change, below: 0}
      - {name: no client, in: cut, holds: [{posture: client@2014-12}], at_most: 0.9}
"""


def read(folder: Path, text: str) -> Effects:
    path = folder / "effects.yaml"
    path.write_text(text, encoding="utf-8")
    return read_effects(path)


def test_a_file_is_read_and_measured(tmp_path):
    data = read(tmp_path, RIGHT)
    income, client = measured(data, worlds=5)
    assert (income.test.run, income.test.by, income.worlds) == ("cut", By.CHANGE, 20)
    assert income.value < 0.0
    assert income.met
    assert 0.0 <= client.value <= 1.0
    assert client.interval.low <= client.value <= client.interval.high


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("in: cut, of", "in: cutt, of", "unknown run 'cutt'"),
        ("in: cut, of", "of", "a change needs the run that it is a change to, under 'in'"),
        ("by: change, below: 0", "by: change", "has no bound"),
        ("of: {value: {of: belarus.income, at: 2014-12}}, ", "", "must have one of 'of', 'holds' and 'passes'"),
        ("kind: energy_cut", "kind: energy_cutt", "did you mean 'energy_cut'"),
        ("001 P20", "001 P99", "there is no paragraph '001 P99'"),
        ("worlds: prior", "worlds: some", "some"),
    ],
)  # fmt: skip
def test_mistakes_are_refused_with_their_places(tmp_path, old, new, said):
    assert old in RIGHT
    with pytest.raises(InputError) as refused:
        read(tmp_path, RIGHT.replace(old, new, 1))
    assert any(said in str(problem) for problem in refused.value.problems), refused.value.problems


# -- the arithmetic


def test_a_number_must_keep_to_its_bounds_and_clearly_where_that_is_asked():
    effect = load_effects().effects["restraint"]
    test = EffectTest(name="x", holds=(), above=0.0, clear=True)
    near = Measured(effect, test, 0.02, Interval(-0.01, 0.05), 100, 0.0)
    assert not near.met
    assert replace(near, interval=Interval(0.01, 0.03)).met
    assert replace(near, test=replace(test, clear=False)).met
    assert not replace(near, value=float("nan")).met


def test_a_peak_that_halves_within_the_months_allowed_and_one_that_does_not():
    low, high = np.full(24, 0.1), np.full(24, 0.1)
    low[4:8], high[4:] = 0.8, 0.8
    low[8:] = 0.2
    run = made(russia__coercion=np.stack([low, high], axis=1))
    leaf = LeastAfterPeak("russia.coercion", "2013-01", "2013-10", within=6, over=2, least=0.15)
    assert leaf.measure(run) == pytest.approx([0.25, 1.0])  # 0.2 over 0.8; it stays at its peak
    assert np.isnan(replace(leaf, least=0.9).measure(run)).all()
    assert replace(leaf, within=3).measure(run)[0] == pytest.approx((0.8 + 0.2) / 2 / 0.8)


# -- moves


def test_a_move_that_changes_nobody_by_a_hundredth_is_a_label():
    move = next(iter(theory().moves.values()))
    nothing, much = Largest("eu.visits", -0.009, "2014-03"), Largest("eu.visits", -0.01, "2014-03")
    assert MoveMoved(move, 1.0, nothing, nothing).is_label
    assert not MoveMoved(move, 1.0, nothing, much).is_label


def test_a_move_is_tried_and_only_moves_of_others_are_read():
    told: list[tuple[int, int]] = []
    tried = [theory().moves[name] for name in ("offer_venue", "eu_visits", "accept_venue")]
    found = list(moves_moved(3, tried, sampling=Sampling.PRIOR, progress=lambda *counts: told.append(counts)))
    assert [one.move for one in found] == tried
    assert told[-1] == (len(found), len(found))
    owners = {move.series: move.owner for move in theory().moves.values()}
    for one in found:
        assert owners[one.forced.other] is not one.move.owner
        assert owners[one.forbidden.other] is not one.move.owner
    by_name = {one.move.name: one for one in found}
    assert by_name["offer_venue"].forbidden.change < -0.5  # nobody can accept what is not offered


# -- rival hypotheses


@cache
def scenario(key: str):
    return scenario_of(HYPOTHESES[key], 3)


def test_every_hypothesis_says_where_its_variants_are_judged_and_why():
    for key, hypothesis in HYPOTHESES.items():
        assert hypothesis.judged_in.because
        assert scenario(key).sampling is Sampling.PRIOR


def test_the_largest_differences_are_found_at_the_ends_of_years():
    series = {f"{name}": np.zeros((24, 2)) for name in ("belarus__hosting",)}
    one = made(**series, **{HEADLINE.replace(".", "__"): np.zeros((24, 2))})
    other = made(**{HEADLINE.replace(".", "__"): np.full((24, 2), 0.1)}, belarus__hosting=np.ones((24, 2)))
    other.posture[:12] = Posture.CLIENT
    found = compared(HYPOTHESES["RH01"], {"a": one, "b": other})
    assert (found.posture.size, found.posture.month, found.posture.variants) == (1.0, "2013-12", ("a", "b"))
    assert (found.turning_point.what, found.turning_point.change.value) == ("hosting", 1.0)
    assert found.headline.change.value == pytest.approx(0.1)
    assert found.differs


def test_a_difference_within_two_errors_is_none():
    def between(value: float, error: float = 0.001) -> Between:
        return Between(Change(value, error), "", "2013-12", ("a", "b"))

    small = Rivals(HYPOTHESES["RH01"], between(0.04), between(0.09), between(0.04))
    assert not small.differs
    assert replace(small, posture=between(-0.05)).differs
    assert not replace(small, turning_point=between(0.10, 0.06)).differs
