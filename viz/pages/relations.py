"""The relations page: how the five stand to one another, month by month, and who presses whom."""

from __future__ import annotations

from dataclasses import replace

import solara
import solara.lab
from reacton import ipyvuetify as rv

from model.telling.story_words import month_in_words
from viz import network_charts as charts
from viz import results
from viz.controls import Controls, Text
from viz.engine import key_of
from viz.front.echart import EChart
from viz.pages.frame import Card, Waiting
from viz.relation_views import Decisions, WhichWorld
from viz.results import Related, use_results
from viz.style import Palette, palette
from viz.visitor import use_visitor
from viz.widgets.parts import DataTable, Packed, Player

PAUSE = 900
"""Milliseconds from month to month when it plays."""


@solara.component
def RelationsPage() -> None:
    """Controls on the left, the network on the right."""
    visitor = use_visitor()
    state, scenario = visitor.state, visitor.scenario
    key = key_of(scenario, "relations", state.world)
    shown = use_results(key, lambda wanted: results.relations(scenario, state.world, wanted))
    look = palette(dark=bool(solara.lab.use_dark_effective()))
    with rv.Html(tag="div", class_="tr-page"):
        Controls()
        with rv.Html(tag="div", class_="tr-content"):
            rv.Html(tag="h1", children=[f"Relations: {scenario.title}"])
            WhichWorld()
            there = shown.found
            total = scenario.worlds if state.world is None else 1
            Waiting(0 if there is None else there.run.worlds, total, busy=shown.busy, wrong=shown.wrong)
            if there is not None:
                Network(there, look, shown.revision)


@solara.component
def Network(found: Related, look: Palette, revision: int) -> None:
    """The network of a month, the same as a matrix, and both over time."""
    visitor = use_visitor()
    state, run = visitor.state, found.run
    months = list(run.months)
    place = months.index(state.month) if state.month in months else len(months) - 1
    network = charts.network_of(run, place)
    fans = solara.use_memo(lambda: charts.balance_fans(run, look), [id(run), look])
    number = revision * len(months) + place
    Player(label="Month", months=Packed(months), place=place, first=run.scenario.read_from, pause=PAUSE,
           event_moved=visitor.safely(lambda to: visitor.look(
               replace(visitor.state, month=months[int(to)]))))  # fmt: skip
    with rv.Html(tag="div", class_="tr-grid"):
        with Card(f"Friend and foe, {month_in_words(months[place])}"):
            EChart(charts.network_chart(network, look), number, "440px",
                   "Network of the five: who is friend, who is foe", name="network")  # fmt: skip
            Text(
                "p",
                "Solid: friendly. Dashed: hostile. The wider, the stronger. A rim marks the camp of Minsk.",
                "tr-quiet",
            )
        with Card("The same as a table", note="How the row stands to the column, from -1, foe, to +1, friend"):
            EChart(charts.matrix_chart(network, look), number, "320px", "How each of the five stands to each",
                   name="matrix")  # fmt: skip
            DataTable(lambda: charts.network_sheet(network), "Ties of the month", "ties")
        Decisions(run, place)
        with Card(
            "Balance over time", note="1 where friends of friends are friends; 1 where there are two hostile camps"
        ):
            EChart(charts.balance_chart(fans, months, months[place], look), number, "300px",
                   "Balance and polarization of the network over time", name="balance")  # fmt: skip
            DataTable(lambda: charts.balance_sheet(fans, months), "Balance and polarization", "balance")
        Pressing(found, months[place], look, number)


@solara.component
def Pressing(found: Related, month: str, look: Palette, number: int) -> None:
    """Who presses whom, over all months."""
    table = found.pressing
    with Card("Who presses whom", note="The darker, the more worlds in which one presses the other", wide=True):
        if table is None:
            Text("p", "On its way ...", "tr-quiet")
        else:
            EChart(charts.pressing_chart(table, month, look), number, "380px", "Who presses whom, month by month",
                   name="pressing")  # fmt: skip
            DataTable(lambda: charts.pressing_sheet(table), "Who presses whom", "pressing")
