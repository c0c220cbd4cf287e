"""Lists of conditioned worlds: which worlds a scenario is run in, and when a list is no longer good."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.runs import world_lists
from model.runs.digest import factual_scenario, model_digest
from model.runs.run import run
from model.runs.world_lists import (
    NoListError,
    StaleListError,
    WorldList,
    beliefs_of,
    factual,
    find_list,
    listed_at_most,
    store_list,
    world_list,
    worlds_of,
)
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling, Scenario

pytestmark = pytest.mark.usefixtures("own_lists")


def conditioned(*settings: str, worlds: int = 5, name: str = "baseline") -> Scenario:
    return load_scenario(name, settings=[f"worlds={worlds}", *settings])


def listed(scenario: Scenario, *worlds: int) -> WorldList:
    return WorldList(model_digest(), beliefs_of(scenario), scenario.seed, "", 3, 2, 100, {"F07": (0.5, 1.0)}, worlds)


def test_conditioned_is_the_usual_sampling() -> None:
    assert load_scenario("s16_restraint_2020").sampling is Sampling.CONDITIONED


def test_a_scenario_is_run_in_the_first_worlds_of_its_list() -> None:
    scenario = conditioned()
    store_list(listed(scenario, 4, 9, 41, 77, 300, 1000))
    assert worlds_of(scenario).tolist() == [4, 9, 41, 77, 300]
    short = replace(scenario, end="2013-03", months=3)
    assert run(short, keep=["belarus.alignment"]).numbers.tolist() == [4, 9, 41, 77, 300]
    assert run(short, keep=["belarus.alignment"], worlds=2).numbers.tolist() == [4, 9]
    assert run(short, keep=["belarus.alignment"], worlds=[6, 8]).numbers.tolist() == [6, 8]


def test_a_listed_world_is_that_prior_world_to_the_last_bit() -> None:
    scenario = replace(conditioned(worlds=3), end="2014-06", months=18)
    store_list(listed(scenario, 4, 41, 77))
    own, prior = run(scenario), run(replace(scenario, sampling=Sampling.PRIOR, worlds=97))
    for name, values in own.series.items():
        assert np.array_equal(values, prior.series[name][:, [4, 41, 77]], equal_nan=True), name


def test_how_many_worlds_are_listed_for_the_baseline() -> None:
    with pytest.raises(NoListError, match="no worlds of seed 2013"):
        listed_at_most()
    store_list(listed(conditioned(), 4, 9, 41))
    assert listed_at_most() == 3


@pytest.mark.parametrize("sampling", ["best", "prior"])
def test_other_samplings_need_no_list(sampling: str) -> None:
    assert worlds_of(conditioned(f"sampling={sampling}")).tolist() == [0, 1, 2, 3, 4]


def test_the_longest_list_is_taken_whether_shipped_or_searched_here() -> None:
    scenario = conditioned(worlds=3)
    store_list(listed(scenario, 1, 2, 3), world_lists.SHIPPED)
    store_list(listed(scenario, 1, 2, 3, 4))
    found = find_list(scenario.seed, {})
    assert found is not None
    assert len(found.worlds) == 4


def test_no_list_yet_is_refused_with_the_command_that_makes_one() -> None:
    with pytest.raises(
        NoListError, match=r"no worlds of seed 7 have been conditioned .*tightrope condition baseline --seed 7"
    ):
        worlds_of(conditioned("seed=7"))


def test_a_list_that_is_too_short_is_refused_with_the_command_that_makes_it_longer() -> None:
    store_list(listed(conditioned(), 1, 2, 3))
    with pytest.raises(NoListError, match=r"5 conditioned worlds are asked for and 3 have been found.*--worlds 5"):
        worlds_of(conditioned())


def test_a_list_made_with_other_rules_is_refused() -> None:
    store_list(replace(listed(conditioned(), 1, 2, 3, 4, 5), digest="0" * 64), world_lists.SHIPPED)
    with pytest.raises(StaleListError, match=r"made with other rules, numbers or facts.*tightrope condition baseline"):
        worlds_of(conditioned())
    store_list(listed(conditioned(), 1, 2, 3, 4, 5))
    assert worlds_of(conditioned()).tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"format": "other"}', '{"format": "tightrope conditioned worlds 1"}']
)
def test_a_damaged_list_is_none(content: str) -> None:
    world_lists.SHIPPED.write_text(content, encoding="utf-8")
    with pytest.raises(NoListError):
        worlds_of(conditioned())


def test_a_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    one = listed(conditioned(), *range(0, 5000, 7))
    assert world_lists._read(store_list(one, tmp_path / "list.json")) == one
    assert json.loads((tmp_path / "list.json").read_text())["tried"] == 100


def test_a_belief_of_its_own_takes_the_list_searched_with_it() -> None:
    scenario = conditioned("parameters.choice.noise_belarus=0.03", worlds=2)
    store_list(listed(conditioned(), 1, 2, 3))
    assert world_list(scenario).worlds == (1, 2, 3)
    store_list(listed(scenario, 6, 7))
    assert world_list(scenario).worlds == (6, 7)
    assert world_list(conditioned(worlds=2)).worlds == (1, 2, 3)


def test_pressures_and_dates_are_no_beliefs() -> None:
    assert beliefs_of(load_scenario("s14_no_rescue")) == {}
    assert beliefs_of(load_scenario("baseline", settings=["end=2025-12", "pressures.history.crimea=null"])) == {}
    assert set(beliefs_of(load_scenario("baseline", settings=["switch_off=[M28]"]))) == {"switch_off"}


def test_the_factual_run_has_the_beliefs_of_a_scenario_and_none_of_its_pressures() -> None:
    scenario = conditioned("switch_off=[M28]", "seed=5", name="s14_no_rescue")
    going = factual(scenario)
    assert (going.switch_off, going.seed, going.sampling) == (("M28",), 5, Sampling.PRIOR)
    assert going.pressures == factual_scenario().pressures
