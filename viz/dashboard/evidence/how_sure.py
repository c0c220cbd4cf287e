"""How sure a number is: its range before anything was compared with the record, after it, and one's own value."""

from __future__ import annotations

import numpy as np
import solara
from reacton import ipyvuetify as rv

from model.core.declarations import Array
from model.core.draws import Draws
from model.ensemble.parameters import quantile, sampled_values
from model.evidence.load import load_seeds
from model.evidence.parameters import Parameter
from model.runs.world_lists import worlds_of
from model.scenario.scenario import Sampling, Scenario
from viz.charts.ranges import density_sheet, ranges_chart
from viz.dashboard.front.echart import Chart
from viz.dashboard.panel.beliefs import NumberRows
from viz.dashboard.panel.numbers import NumberRow, numbers
from viz.dashboard.runs import key_of
from viz.dashboard.visitor import use_palette, use_visitor
from viz.dashboard.widgets.layout import Text
from viz.dashboard.widgets.tables import DataTable

DRAWN = 4000
"""Values of the prior that are drawn, evenly over its distribution."""
FIXED = "A definition: it has one value in every world."
AFTER = "Grey: before any world was compared with the record. Blue: in the {} worlds shown, which agree with it."
BEFORE = "Grey: over all worlds. Worlds that agree with the record would show what they say of it."


@solara.component
def HowSure(number: Parameter) -> None:
    """The range of a number, and a slider that gives it one's own value on both sides."""
    row = next((one for one in numbers() if one.key == number.key), None)
    with rv.Html(tag="section", class_="tr-sure", attributes={"aria-label": "How sure"}):
        with rv.Html(tag="h2"):
            rv.Html(tag="span", children=["How sure "])
            Text("small", "its range, and your own value")
        if row is None:
            Text("p", FIXED, "tr-quiet")
        else:
            Range(number, row)


@solara.component
def Range(number: Parameter, row: NumberRow) -> None:
    """How a number spreads over its range, and its slider."""
    scenario, palette = use_visitor().scenario, use_palette()
    own, key, label = row.fixed(scenario), (number.key, key_of(scenario)), f"Range of: {number.label}"
    prior, posterior = solara.use_memo(lambda: _samples(number, scenario, own), key)
    drawn, command = (*key, palette), f"tightrope show {number.key}"
    Chart(lambda: ranges_chart(number, prior, posterior, own, palette), drawn, "range", label, "190px", command=command)
    Text("p", BEFORE if posterior is None else AFTER.format(f"{scenario.worlds:,}"), "tr-quiet")
    NumberRows([row])
    DataTable(lambda: density_sheet(number, prior, posterior), "Range", "range")


def _samples(number: Parameter, scenario: Scenario, own: float | None) -> tuple[Array, Array | None]:
    """Values of a number over its prior, and in the worlds that agree with the record, where those are shown."""
    evenly = (np.arange(DRAWN) + 0.5) / DRAWN
    prior = quantile(evenly, number.low, number.best, number.high, number.distribution)
    if scenario.sampling is not Sampling.CONDITIONED or own is not None:
        return prior, None
    draws = Draws(scenario.seed, worlds_of(scenario))
    return prior, sampled_values(number.key, scenario, load_seeds(), draws)
