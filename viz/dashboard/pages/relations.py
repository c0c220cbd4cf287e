"""The relations page: how the five stand to one another, month by month, and who presses whom."""

from __future__ import annotations

from dataclasses import replace

import solara
from reacton import ipyvuetify as rv

from model.story.phrases import month_in_words
from viz.charts import network as charts
from viz.common.style import Palette
from viz.dashboard import relation_drawings as pictures
from viz.dashboard import results
from viz.dashboard.controls import Controls, Text
from viz.dashboard.front.echart import Chart
from viz.dashboard.pages.frame import Card, Waiting
from viz.dashboard.relation_views import Decisions, WhichWorld
from viz.dashboard.results import Related, use_results
from viz.dashboard.runs import key_of
from viz.dashboard.visitor import use_look, use_visitor
from viz.dashboard.widgets.parts import DataTable, Packed, Player

PAUSE = 900
"""Milliseconds from month to month when it plays."""
HOW_TO_READ = "Solid: friendly. Dashed: hostile. The wider, the stronger. A rim marks the camp of Minsk."
BALANCE = "1 where friends of friends are friends; 1 where there are two hostile camps"


@solara.component
def RelationsPage() -> None:
    """Controls on the left, the network on the right."""
    visitor = use_visitor()
    state, scenario = visitor.state, visitor.scenario
    key = key_of(scenario, "relations", state.world)
    shown = use_results(key, lambda wanted: results.relations(scenario, state.world, wanted))
    look = use_look()
    with rv.Html(tag="div", class_="tr-page"):
        Controls()
        with rv.Html(tag="div", class_="tr-content"):
            rv.Html(tag="h1", children=[f"Relations: {scenario.title}"])
            WhichWorld()
            there = shown.found
            total = scenario.worlds if state.world is None else 1
            Waiting(0 if there is None else there.run.worlds, total, busy=shown.busy, wrong=shown.wrong)
            if there is not None:
                Network(there, look)


@solara.component
def Network(found: Related, look: Palette) -> None:
    """The network of a month, the same as a matrix, and both over time."""
    visitor = use_visitor()
    state, run = visitor.state, found.run
    months = run.months
    place = months.index(state.month) if state.month in months else len(months) - 1
    Player(
        label="Month",
        months=Packed(list(months)),
        place=place,
        first=run.scenario.read_from,
        pause=PAUSE,
        event_moved=visitor.safely(lambda to: visitor.look(replace(visitor.state, month=months[int(to)]), "month")),
    )
    with rv.Html(tag="div", class_="tr-grid"):
        with Card(f"Friend and foe, {month_in_words(months[place])}"):
            Chart(pictures.network(found, place, look))
            Text("p", HOW_TO_READ, "tr-quiet")
        with Card("The same as a table", note="How the row stands to the column, from -1, foe, to +1, friend"):
            Chart(pictures.matrix(found, place, look))
            DataTable(lambda: charts.network_sheet(charts.network_of(run, place)), "Ties of the month", "ties")
        Decisions(run, place)
        with Card("Balance over time", note=BALANCE):
            Chart(pictures.balance(found, look), months[place])
            DataTable(
                lambda: charts.balance_sheet(charts.balance_fans(run, look), months),
                "Balance and polarization",
                "balance",
            )
        Pressing(found, months[place], look)


@solara.component
def Pressing(found: Related, month: str, look: Palette) -> None:
    """Who presses whom, over all months."""
    table = found.pressing
    with Card("Who presses whom", note="The darker, the more worlds in which one presses the other", wide=True):
        if table is None:
            Text("p", "On its way ...", "tr-quiet")
        else:
            Chart(pictures.pressing(found, table, look), month)
            DataTable(lambda: charts.pressing_sheet(table), "Who presses whom", "pressing")
