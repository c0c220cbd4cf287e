"""The relations page: how the five stand to one another, month by month, and who presses whom."""

from __future__ import annotations

from dataclasses import replace

import solara
from reacton import ipyvuetify as rv

from model.core.names import CAPITALS
from model.ensemble.record import Run
from model.story.phrases import month_in_words
from model.theory.theory import theory
from viz.charts import network as charts
from viz.common.style import Palette
from viz.dashboard import drawings, results
from viz.dashboard.controls import Controls
from viz.dashboard.front.echart import Chart
from viz.dashboard.results import Related, use_results
from viz.dashboard.runs import key_of
from viz.dashboard.state import MOST_WORLDS
from viz.dashboard.visitor import use_look, use_visitor
from viz.dashboard.widgets.layout import Card, Text, Waiting
from viz.dashboard.widgets.parts import Choice, Packed, Player, Slider, options_of
from viz.dashboard.widgets.tables import DataTable

PAUSE = 900
"""Milliseconds from month to month when it plays."""
HOW_TO_READ = "Solid: friendly. Dashed: hostile. The wider, the stronger. A rim marks the camp of Minsk."
BALANCE = "1 where friends of friends are friends; 1 where there are two hostile camps"
ALL, ONE = "all", "one"
BACK = 6
"""Months listed, up to the one that is looked at."""


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
            Chart(drawings.network(found, place, look))
            Text("p", HOW_TO_READ, "tr-quiet")
        with Card("The same as a table", note="How the row stands to the column, from -1, foe, to +1, friend"):
            Chart(drawings.matrix(found, place, look))
            DataTable(lambda: charts.network_sheet(charts.network_of(run, place)), "Ties of the month", "ties")
        Decisions(run, place)
        with Card("Balance over time", note=BALANCE):
            Chart(drawings.balance(found, look), months[place])
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
            Chart(drawings.pressing(found, table, look), month)
            DataTable(lambda: charts.pressing_sheet(table), "Who presses whom", "pressing")


@solara.component
def WhichWorld() -> None:
    """All worlds, or one of them."""
    visitor = use_visitor()
    state = visitor.state
    last = min(visitor.scenario.worlds, MOST_WORLDS) - 1

    def choose(which: str) -> None:
        visitor.look(replace(visitor.state, world=(visitor.state.world or 0) if which == ONE else None))

    def watch(world: float) -> None:
        visitor.look(replace(visitor.state, world=min(max(int(world), 0), last)), "number of the world")

    with rv.Html(tag="div", class_="tr-choices"):
        options = [(ALL, "The median of all worlds"), (ONE, "One world, with its decisions")]
        Choice(
            label="Watch",
            value=ALL if state.world is None else ONE,
            options=options_of(options),
            event_chosen=visitor.safely(choose),
        )
        if state.world is not None:
            Slider(
                label="Number of the world",
                value=min(state.world, last),
                low=0,
                high=last,
                event_moved=visitor.safely(watch),
            )


@solara.component
def Decisions(run: Run, place: int) -> None:
    """What is decided in the month that is looked at and in the months before it; of one world only."""
    with Card("Decisions"):
        if not run.moves:
            Text("p", "Watch one world to see what is decided in it, month by month.", "tr-quiet")
            return
        with rv.Html(tag="ul", class_="tr-decisions"):
            for month in range(place, max(place - BACK, -1), -1):
                begun = decided(run, month)
                Text("li", f"{month_in_words(run.months[month])}: {'; '.join(begun) if begun else 'nothing new'}")


def decided(run: Run, month: int) -> tuple[str, ...]:
    """What begins in a month in the one world of a run: moves taken that were not taken the month before."""
    found = []
    for move in theory().moves.values():
        taken = run.moves[move.series]
        if taken[month, 0] and not (month and taken[month - 1, 0]):
            found.append(f"{CAPITALS[move.owner]} {move.label}")
    return tuple(found)
