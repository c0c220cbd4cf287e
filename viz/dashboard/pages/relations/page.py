"""The relations page, put together: the sentence, the networks of a month, and all months below."""

from __future__ import annotations

from pathlib import Path

import solara
from reacton import ipyvuetify as rv

from model.ensemble.record import HEADLINE
from model.network.ties import relation_series
from viz.common.style import Palette
from viz.common.words import printed
from viz.dashboard import results
from viz.dashboard.pages.relations.decisions import Decisions
from viz.dashboard.pages.relations.month import Differences, Matrix, Standing
from viz.dashboard.pages.relations.over_time import Measures, WhoPresses
from viz.dashboard.pages.relations.sides import Sides, headline, sides_of, subline
from viz.dashboard.results import Shown, base_name, month_of, use_shown
from viz.dashboard.shell.context import use_usual_month
from viz.dashboard.visitor import use_palette, use_visitor
from viz.dashboard.widgets.layout import RunStatus, Text
from viz.dashboard.widgets.parts import Announcement, Player

STYLE = Path(__file__).with_name("relations.css")
PAUSE, REST = 900, 1500
"""Milliseconds from month to month when they are played, and after which the sentence is said to screen readers."""
ALSO = relation_series()
"""What the runs of this page record besides."""


@solara.component
def RelationsPage() -> None:
    """What the scenario makes of how the five stand to one another."""
    visitor = use_visitor()
    view, pair = visitor.state.view, visitor.pair
    latest = use_shown(HEADLINE, ALSO)
    palette, result = use_palette(), latest.result
    shown = None if result is None or not result.run.worlds else result
    key = "" if result is None else result.key
    sides = solara.use_memo(lambda: None if shown is None else sides_of(shown, view.world), [key, view.world])
    use_usual_month(shown)
    solara.Style(STYLE)
    with rv.Html(tag="div", class_="tr-content"):
        Head(shown, sides, pair.scenario.title, busy=latest.busy)
        with rv.Html(tag="div", class_="tr-below-sentence"):
            Second(shown, sides)
            worlds = 0 if result is None else result.whole.worlds
            RunStatus(worlds, pair.scenario.worlds, busy=latest.busy, wrong=latest.wrong)
        if shown is not None and sides is not None:
            Below(shown, sides, palette, ready=not latest.busy)
        elif result is not None:
            rv.Html(tag="p", children=[results.NO_WORLD], attributes={"role": "alert"})


@solara.component
def Head(result: Shown | None, sides: Sides | None, title: str, *, busy: bool) -> None:
    """The sentence as heading, said once it has come to rest; before there is any, the title."""
    view = use_visitor().state.view
    said = title if result is None or sides is None else printed(headline(sides, month_of(result, view)))
    rv.Html(tag="h1", class_="tr-sentence", children=[said])
    Announcement(text="" if busy else said, pause=REST)


@solara.component
def Second(result: Shown | None, sides: Sides | None) -> None:
    """What else has to be known, and a button that plays the months; which one is shown is chosen in bar or charts."""
    visitor = use_visitor()
    with rv.Html(tag="div", class_="tr-second"):
        if result is None or sides is None:
            Text("p", "", "tr-quiet tr-subline")
        else:
            months, month = sides.run.months, month_of(result, visitor.state.view)
            Text("p", printed(subline(sides, month, base_name(result))), "tr-quiet tr-subline")
            Player(
                label="Play the months",
                position=month,
                first=sides.run.scenario.read_from,
                last=len(months) - 1,
                pause=PAUSE,
                event_moved=visitor.safely(lambda to: visitor.look(month=months[int(to)])),
            )


@solara.component
def Below(result: Shown, sides: Sides, palette: Palette, *, ready: bool) -> None:
    """The charts, and the decisions of one world; `ready` says that no more worlds are on their way."""
    month, base = month_of(result, use_visitor().state.view), base_name(result)
    key, stands = (result.key, sides.world), sides.standing(month) > 0
    with rv.Html(tag="div", class_="tr-relations", attributes={"id": "tr-chart"}):
        if stands and sides.beside is not None:
            Differences(sides.beside, sides.world, month, base, key, palette)
        if stands:
            Standing(sides, month, base, key, palette)
        if stands and sides.beside is None:
            Matrix(sides, month, key, palette)
        Decisions(sides, month, ready=ready)
        if stands and sides.beside is not None:
            Matrix(sides, month, key, palette)
        Measures(sides, month, base, key, palette)
        WhoPresses(sides, month, base, palette, ready=ready)
