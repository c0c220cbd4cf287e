"""The split of a change over mechanisms: chosen, switched off on both sides, and summed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.comparison.switches import KnockoutError
from experiments.explanation.explain import explain
from experiments.explanation.groups import ExplanationError
from experiments.explanation.mechanisms import NONE_OF_THEM, through_mechanisms
from model.ensemble.record import HEADLINE
from model.evidence.load import load_seeds
from model.runs.run import run
from model.runs.world_lists import worlds_of
from model.scenario.load import load_scenario

MONTH, PLACE = "2018-12", 71
NAMED = ("M23", "M39", "M26")


def sides(*settings):
    given = ["worlds=23", "end=2019-06", *settings]
    return tuple(load_scenario(name, settings=given) for name in ("baseline", "s03_eu_sanctions_2017"))


def alignment(scenario, off=()):
    made = run(replace(scenario, switch_off=off), keep=[HEADLINE], moves=False, worlds=worlds_of(scenario))
    return np.where(made.standing, made.series[HEADLINE], np.nan)[PLACE]


def test_parts_are_those_of_runs_one_by_one_and_sum_to_the_change():
    a, b = sides()
    found = through_mechanisms(a, b, month=MONTH, mechanisms=NAMED)
    parts = {part.group.name[:3]: part.mean.value for part in found.split.parts[:-1]}
    change = {
        off: alignment(b, off) - alignment(a, off)
        for off in [(), ("M23",), ("M39",), ("M26",), ("M23", "M39"), ("M23", "M26"), ("M39", "M26"), NAMED]
    }
    there = ~np.isnan(np.stack(list(change.values()))).any(axis=0)
    means = {frozenset(off): values[there].mean() for off, values in change.items()}
    every = frozenset(NAMED)
    for one in NAMED:
        others = every - {one}
        orders = [(frozenset(), 1 / 3), (others, 1 / 3), *((frozenset({other}), 1 / 6) for other in others)]
        shapley = sum(share * (means[every - on - {one}] - means[every - on]) for on, share in orders)
        assert parts[one] == pytest.approx(shapley, abs=1e-12)
    assert found.split.parts[-1].group.name == NONE_OF_THEM
    assert found.split.parts[-1].mean.value == pytest.approx(means[every], abs=1e-12)
    assert sum(part.mean.value for part in found.split.parts) == pytest.approx(means[frozenset()], abs=1e-9)
    assert found.split.worlds == there.sum()
    lifts = {one: (alignment(a) - alignment(a, (one,)))[there].mean() for one in NAMED}
    assert dict(zip([m.key for m in found.mechanisms], found.lifts, strict=True)) == pytest.approx(lifts, abs=1e-12)


def test_a_mechanism_that_does_nothing_to_a_change_has_no_part():
    a, b = sides()
    found = through_mechanisms(a, b, month="2017-04", mechanisms=["M23", "M26"])
    assert [part.mean.value for part in found.split.parts] == [0.0, 0.0, 0.0]


def test_those_that_matter_most_are_found_and_the_month_is_that_of_explain():
    a, b = sides()
    told = []
    found = through_mechanisms(a, b, progress=lambda done, whole: told.append((done, whole)))
    assert found.split.month == explain(a, b).month
    assert len(found.mechanisms) == 5
    assert found.among > 80
    assert "M23" in [one.key for one in found.mechanisms]
    sizes = [abs(part.mean.value) for part in found.split.parts[:-1]]
    assert sizes == sorted(sizes, reverse=True)
    assert told[-1][0] == told[-1][1], "progress ends at its end"
    assert set(found.as_plain()["without_the_change"]) == {one.key for one in found.mechanisms}


def test_a_turning_point_is_read_at_the_end():
    a, b = (load_scenario(name, settings=["worlds=23"]) for name in ("baseline", "s12_harsh_repression_2017"))
    found = through_mechanisms(a, b, outcome="fall", mechanisms=["M80"])
    assert found.split.month == a.date(a.months - 1)


def test_what_cannot_be_split_is_refused():
    a, b = sides()
    with pytest.raises(ExplanationError, match="over at most 5 mechanisms; 6 are named"):
        through_mechanisms(a, b, month=MONTH, mechanisms=["M23", "M26", "M39", "M40", "M29", "M79"])
    with pytest.raises(KnockoutError, match="unknown mechanism 'M99'"):
        through_mechanisms(a, b, month=MONTH, mechanisms=["M99"])
    with pytest.raises(ExplanationError, match="is not in these scenarios"):
        through_mechanisms(a, b, month="2031-01")


def test_a_change_without_any_mechanism_to_switch_off_is_refused():
    every = tuple(one.key for one in load_seeds().mechanisms.values() if one.switch)
    a, b = (replace(side, switch_off=every) for side in sides())
    with pytest.raises(ExplanationError, match="no mechanism is left that could be switched off"):
        through_mechanisms(a, b, month=MONTH)
