"""Mesa's own tools work on one world: batch_run, DataCollector and a stock SolaraViz page."""

from __future__ import annotations

import inspect

import ipyvuetify
import mesa
import numpy as np
import pytest
import solara
from ipywidgets.widgets.widget import _instances
from mesa.visualization import SolaraViz, make_plot_component

from model.core.errors import TightropeError
from model.ensemble.record import HEADLINE
from model.mesa_model import OneWorld
from model.runs.run import run
from model.scenario.load import load_scenario
from model.yaml_files.nodes import InputError

MONTHS = 108


def live(model: OneWorld) -> OneWorld:
    while model.running:
        model.step()
    return model


def test_data_collector_sees_the_row_of_the_ensemble() -> None:
    frame = live(OneWorld("baseline", world=5)).datacollector.get_model_vars_dataframe()
    whole = run(load_scenario("baseline", settings=["worlds=7", "sampling=prior"]))
    assert len(frame) == MONTHS
    np.testing.assert_array_equal(frame[HEADLINE].to_numpy(), whole.series[HEADLINE][:, 5])


def test_a_seed_of_its_own_gives_other_draws() -> None:
    one, other = live(OneWorld(rng=1)), live(OneWorld(rng=2))
    assert one.read(HEADLINE)[0] != other.read(HEADLINE)[0]


def test_batch_run_runs_worlds_side_by_side() -> None:
    arguments = {"parameters": {"scenario": ["baseline", "s14_no_rescue"], "world": range(3)}}
    once = {"rng": [None]} if "rng" in inspect.signature(mesa.batch_run).parameters else {"iterations": 1}
    rows = mesa.batch_run(OneWorld, **arguments, **once, max_steps=MONTHS, display_progress=False)
    last = {(row["scenario"], row["world"]): row[HEADLINE] for row in rows}
    assert len(last) == 6
    whole = run(load_scenario("s14_no_rescue", settings=["worlds=7", "sampling=prior"]))
    for world in range(3):
        np.testing.assert_equal(last["s14_no_rescue", world], whole.series[HEADLINE][-1, world])


def test_batch_run_varies_two_settings_and_every_iteration_is_another_world() -> None:
    parameters = {"scenario": "s03_eu_sanctions_2017", "pressures__eu_2017__level": [0.2, 0.8], "sampling": "best"}
    parameters |= {"end": ["2013-02", "2013-03"]}
    again = {"rng": [None] * 3} if "rng" in inspect.signature(mesa.batch_run).parameters else {"iterations": 3}
    rows = mesa.batch_run(OneWorld, parameters, **again, display_progress=False)
    ends = {(row["pressures__eu_2017__level"], row["end"]): set() for row in rows}
    for row in rows:
        ends[row["pressures__eu_2017__level"], row["end"]].add(row[HEADLINE])
    assert sorted(ends) == [(level, end) for level in (0.2, 0.8) for end in ("2013-02", "2013-03")]
    assert all(len(values) == 3 for values in ends.values())


def test_a_setting_is_that_of_the_command_line_and_a_wrong_one_is_refused() -> None:
    one = OneWorld("s03_eu_sanctions_2017", world=3, pressures__eu_2017__level=0.5)
    assert (
        one.run_scenario.pressures
        == load_scenario("s03_eu_sanctions_2017", settings=["pressures.eu_2017.level=0.5"]).pressures
    )
    with pytest.raises(InputError, match="wurlds"):
        OneWorld(wurlds=3)


def test_mesas_own_scenario_is_taken() -> None:
    own = {"name": "s03_eu_sanctions_2017", "pressures__eu_2017__level": 0.5, "world": 3, "rng": 7}
    one, other = OneWorld(own.items()), OneWorld("s03_eu_sanctions_2017", 3, 7, pressures__eu_2017__level=0.5)
    assert one.run_scenario == other.run_scenario
    assert one.month.draws.numbers.tolist() == [3]


def test_a_generator_draws_the_number_of_the_world() -> None:
    numbers = [OneWorld(rng=np.random.default_rng(seed)).month.draws.numbers.tolist() for seed in (5, 5, 6)]
    assert numbers[0] == numbers[1] != numbers[2]
    for seed in (7, np.int64(7)):
        one = OneWorld(rng=seed)
        assert (one.month.draws.numbers.tolist(), one.run_scenario.seed) == ([0], 7)
    with pytest.raises(TightropeError, match="cannot be given together with world"):
        OneWorld(rng=np.random.default_rng(5), world=3)
    for other in (7.5, np.random.SeedSequence(7)):
        with pytest.raises(TightropeError, match="rng must be a whole number, which is the seed, or a numpy Generator"):
            OneWorld(rng=other)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_sliders_of_a_stock_page_change_the_scenario() -> None:
    slider = {"type": "SliderFloat", "value": 0.8, "min": 0.0, "max": 1.0, "step": 0.05, "label": "Strength"}
    numbers = {"type": "SliderInt", "value": 1, "min": 0, "max": 9, "step": 1, "label": "World"}
    parameters = {"name": "s03_eu_sanctions_2017", "pressures__eu_2017__level": slider, "world": numbers}
    model = solara.reactive(OneWorld("s03_eu_sanctions_2017", world=1))
    page = SolaraViz(model, components=[make_plot_component({HEADLINE: "black"})], model_params=parameters)
    _, rendered = solara.render(solara.AppLayout(children=[page]), handle_error=False)
    try:
        there = list(_instances.values())
        sliders = {one.label: one for one in there if isinstance(one, ipyvuetify.Slider)}
        sliders["Strength"].v_model, sliders["World"].v_model = 0.3, 4
        next(one for one in there if isinstance(one, ipyvuetify.Btn) and "Reset" in one.children).click()
        assert model.value.run_scenario.pressures["eu_2017"].level == 0.3
        assert model.value.month.draws.numbers.tolist() == [4]
    finally:
        rendered.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_stock_solara_page_shows_one_world() -> None:
    parameters = {
        "scenario": {
            "type": "Select",
            "value": "baseline",
            "values": ["baseline", "s14_no_rescue"],
            "label": "Scenario",
        },
        "world": {"type": "SliderInt", "value": 0, "min": 0, "max": 9, "step": 1, "label": "World"},
    }
    model = OneWorld()
    page = SolaraViz(model, components=[make_plot_component({HEADLINE: "black"})], model_params=parameters)
    box, rendered = solara.render(page, handle_error=False)
    try:
        text = str(box)
        assert "Step" in text or rendered is not None
        model.step()
        assert model.month.index == 1
    finally:
        rendered.close()
