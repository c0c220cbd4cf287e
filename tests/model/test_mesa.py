"""Mesa's own tools work on one world: batch_run, DataCollector and a stock SolaraViz page."""

from __future__ import annotations

import inspect

import mesa
import numpy as np
import pytest
import solara
from mesa.visualization import SolaraViz, make_plot_component

from model.ensemble.record import HEADLINE
from model.mesa_model import OneWorld
from model.runs.run import run
from model.scenario.load import load_scenario

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
