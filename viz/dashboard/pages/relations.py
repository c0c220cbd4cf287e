"""The relations page: how the five stand to one another, month by month, and who presses whom."""

from __future__ import annotations

import numpy as np
import solara
from reacton import ipyvuetify as rv

from model.core.names import CAPITALS
from model.ensemble.record import Run
from model.runs.world_lists import worlds_of
from model.story.phrases import month_in_words
from model.theory.theory import theory
from viz.charts import network as charts
from viz.charts.scenario import fan_sheet
from viz.common.style import Palette
from viz.common.summary import percent
from viz.dashboard import results
from viz.dashboard.front.echart import Chart
from viz.dashboard.results import RelationsData, use_results
from viz.dashboard.runs import key_of
from viz.dashboard.shell.context import use_month
from viz.dashboard.visitor import use_palette, use_visitor
from viz.dashboard.widgets.layout import Card, RunStatus, Text
from viz.dashboard.widgets.parts import Choice, JsonList, Player, Slider, options_of
from viz.dashboard.widgets.tables import DataTable

PAUSE = 900
"""Milliseconds from month to month when it plays."""
HOW_TO_READ = "Solid: friendly. Dashed: hostile. Wider: stronger. A rim marks the camp of Minsk."
BALANCE = "Balance is 1 where friends of friends are friends; polarization is 1 where there are two hostile camps"
ALL, ONE = "all", "one"
BACK = 6
"""Months listed, up to the one shown."""


@solara.component
def RelationsPage() -> None:
    """The network of the five."""
    visitor = use_visitor()
    view, scenario = visitor.state.view, visitor.scenario
    key = key_of(scenario, "relations", view.world)
    latest = use_results(key, lambda wanted: results.relations(scenario, view.world, wanted))
    palette = use_palette()
    with rv.Html(tag="div", class_="tr-content"):
        rv.Html(tag="h1", children=[f"Relations: {scenario.title}"])
        WorldChoice()
        result = latest.result
        total = scenario.worlds if view.world is None else 1
        RunStatus(0 if result is None else result.whole.worlds, total, busy=latest.busy, wrong=latest.wrong)
        if result is not None and result.run.worlds:
            Text("p", results.condition_note(result.whole), "tr-quiet")
            Network(result, palette)
        elif result is not None:
            rv.Html(tag="p", children=[results.NO_WORLD], attributes={"role": "alert"})


def fallen_note(run: Run, month: int) -> str:
    """In how many worlds the regime has fallen by a month; empty where it stands in all."""
    fallen = int(np.count_nonzero(~run.standing[month]))
    if run.worlds == 1:
        return "The regime has fallen in this world." if fallen else ""
    return f"In {percent(fallen / run.worlds)} of the worlds the regime has fallen." if fallen else ""


@solara.component
def Network(result: RelationsData, palette: Palette) -> None:
    """The network of a month, the same as a matrix, and both over time."""
    visitor = use_visitor()
    view, run = visitor.state.view, result.run
    months = run.months
    month = months.index(view.month) if view.month in months else len(months) - 1
    use_month(months[-1])
    network = charts.network_of(run, month)
    Player(
        label="Month",
        months=JsonList(list(months)),
        position=month,
        first=run.scenario.read_from,
        pause=PAUSE,
        event_moved=visitor.safely(lambda to: visitor.look(month=months[int(to)])),
    )
    with rv.Html(tag="div", class_="tr-grid"):
        with Card(f"Friend and foe, {month_in_words(months[month])}"):
            label = "Network of the five: who is friend, who is foe"
            depends_on = result.key, month, palette
            Chart(lambda: charts.network_chart(network, palette), depends_on, "network", label, "440px")
            Text("p", " ".join((HOW_TO_READ, fallen_note(run, month))).strip(), "tr-quiet")
        with Card("The same as a table", note="Tie of the row to the column, from -1 (hostile) to +1 (friendly)"):
            label = "Ties among the five, as a matrix"
            Chart(lambda: charts.matrix_chart(network, palette), depends_on, "matrix", label, "320px")
            DataTable(lambda: charts.network_sheet(network), "Ties of the month", "ties")
        Decisions(run, month)
        with Card("Balance over time", note=BALANCE):
            fans, label = charts.balance_fans(run, palette), "Balance and polarization of the network over time"
            at, all_months = months[month], (result.key, palette)
            Chart(lambda: charts.balance_chart(fans, months, palette), all_months, "balance", label, at=at)
            DataTable(lambda: fan_sheet("Balance", fans, months), "Balance and polarization", "balance")
        Pressing(result, at, palette)


@solara.component
def Pressing(result: RelationsData, month: str, palette: Palette) -> None:
    """Who presses whom, over all months."""
    table, label = result.pressing, "Who presses whom, month by month"
    with Card("Who presses whom", note="The darker, the more worlds in which one presses the other", wide=True):
        if table is None:
            Text("p", "Simulating ...", "tr-quiet")
        else:
            depends_on = result.key, palette
            Chart(lambda: charts.pressing_chart(table, palette), depends_on, "pressing", label, "380px", at=month)
            DataTable(lambda: charts.pressing_sheet(table), "Who presses whom", "pressing")


@solara.component
def WorldChoice() -> None:
    """All worlds, or one of them."""
    visitor = use_visitor()
    view = visitor.state.view
    numbers = worlds_of(visitor.scenario).tolist()

    def choose(which: str) -> None:
        visitor.look(world=numbers[0] if which == ONE else None)

    def select(world: float) -> None:
        visitor.look(world=numbers[min(max(int(world), 0), len(numbers) - 1)])

    with rv.Html(tag="div", class_="tr-choices"):
        options = [(ALL, "The median of the worlds"), (ONE, "One world, with its decisions")]
        Choice(
            label="Show",
            value=ALL if view.world is None else ONE,
            options=options_of(options),
            event_chosen=visitor.safely(choose),
        )
        if view.world is not None:
            Slider(
                label="Number of the world",
                value=numbers.index(view.world) if view.world in numbers else 0,
                low=0,
                high=len(numbers) - 1,
                words=JsonList(list(map(str, numbers))),
                event_moved=visitor.safely(select),
            )


@solara.component
def Decisions(run: Run, month: int) -> None:
    """Decisions of a month and of the months before it; of one world only."""
    with Card("Decisions"):
        if not run.moves:
            Text("p", "Show one world to read its decisions, month by month.", "tr-quiet")
            return
        with rv.Html(tag="ul", class_="tr-decisions"):
            for each in range(month, max(month - BACK, -1), -1):
                begun = decisions_of(run, each)
                Text("li", f"{month_in_words(run.months[each])}: {'; '.join(begun) if begun else 'nothing new'}")


def decisions_of(run: Run, month: int) -> tuple[str, ...]:
    """Moves taken in a month, and not in the month before, in the one world of a run."""
    return tuple(
        f"{CAPITALS[move.owner]} {move.label}"
        for move in theory().moves.values()
        if (taken := run.moves[move.series][:, 0])[month] and not (month and taken[month - 1])
    )
