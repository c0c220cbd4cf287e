"""The page that says why: through which mechanisms a scenario does what it does, or how much each change does."""

from __future__ import annotations

from pathlib import Path

import solara
from reacton import ipyvuetify as rv

from model.ensemble.record import HEADLINE
from viz.charts.waterfall import waterfall_chart, waterfall_height, waterfall_sheet
from viz.common.style import Palette
from viz.common.words import capital, printed
from viz.dashboard import results
from viz.dashboard.front.echart import Chart
from viz.dashboard.pages.why.split import (
    DIFFERENCES,
    MECHANISMS,
    Split,
    cached_split,
    key_of_split,
    parts_of,
    said_of,
    split,
)
from viz.dashboard.results import Latest, Shown, base_name, month_of, use_results, use_shown
from viz.dashboard.shell.context import use_month
from viz.dashboard.state import View
from viz.dashboard.visitor import use_palette, use_visitor
from viz.dashboard.widgets.layout import Card, Status, Text
from viz.dashboard.widgets.parts import Announcement, Choice, options_of
from viz.dashboard.widgets.tables import DataTable

STYLE = Path(__file__).with_name("why.css")
NO_CHANGE = "Nothing is compared, so there is no change to explain. Choose what to compare with, or add a pressure."
OVER = options_of([(MECHANISMS, "Through which mechanisms"), (DIFFERENCES, "By what differs")])
PAUSE = 300
"""Milliseconds after which the sentence is said to screen readers."""


@solara.component
def WhyPage() -> None:
    """Why a scenario differs from what it is compared with, in the month that is looked at."""
    visitor = use_visitor()
    pair = visitor.pair
    latest = use_shown(HEADLINE)
    result = latest.result
    key = "" if result is None else result.key
    usual = solara.use_memo(
        lambda: "" if result is None or not result.run.worlds else result.run.months[month_of(result, View())], [key]
    )
    use_month(usual)
    solara.Style(STYLE)
    with rv.Html(tag="div", class_="tr-content"):
        if result is None or latest.busy:
            Waiting(pair.scenario.title, latest.wrong or "Simulating ...", busy=not latest.wrong)
        elif result.comparison is None:
            none = not result.run.worlds
            Waiting(pair.scenario.title, results.NO_WORLD if none else NO_CHANGE, busy=False)
        else:
            Why(result)


@solara.component
def Waiting(title: str, text: str, *, busy: bool) -> None:
    """The title while there is nothing to say yet, and what one waits for; or why there is nothing to say."""
    rv.Html(tag="h1", class_="tr-sentence", children=[title])
    Status(text, busy=busy)


@solara.component
def Why(result: Shown) -> None:
    """The sentence, and the change split over mechanisms or over what differs."""
    visitor, palette = use_visitor(), use_palette()
    over, choose = solara.use_state(MECHANISMS)
    done, tell = solara.use_state(0)
    pair, month = result.pair, result.run.months[month_of(result, visitor.state.view)]
    made: Latest[Split] = use_results(
        key_of_split(pair, month, over),
        lambda wanted: split(pair, month, over, wanted, tell),
        lambda: cached_split(pair, month, over),
    )
    said, method = ("", "") if made.result is None else map(printed, said_of(made.result))
    rv.Html(tag="h1", class_="tr-sentence", children=[said or pair.scenario.title])
    Announcement(text="" if made.busy else said, pause=PAUSE)
    with rv.Html(tag="div", class_="tr-below-sentence"):
        busy = f"Running the combinations, {done} % done ..." if made.busy else ""
        Status(made.wrong or busy, busy=made.busy)
    with rv.Html(tag="div", class_="tr-why", attributes={"id": "tr-chart"}):
        Choice(label="Split over", value=over, options=OVER, event_chosen=visitor.safely(choose))
        if made.result is not None:
            Parts(made.result, made.key, (capital(base_name(result)), "this scenario"), palette)
        Text("p", method, "tr-quiet")


@solara.component
def Parts(made: Split, key: str, ends: tuple[str, str], palette: Palette) -> None:
    """The waterfall, and its numbers."""
    found = parts_of(made)
    if found is None:
        return
    with Card("From one scenario to the other", note="Line under a bar: 95 % interval of its mean", wide=True):
        label = "Waterfall: what each part adds to the change, from what is compared with to this scenario"
        height, depends_on = waterfall_height(found, palette), (key, ends, palette)
        Chart(lambda: waterfall_chart(found, ends, palette), depends_on, "why", label, height)
        DataTable(lambda: waterfall_sheet(found), "The parts", "why")
