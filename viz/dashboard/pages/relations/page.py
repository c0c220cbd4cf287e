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
from viz.dashboard.results import Latest, Shown, base_name, key_of_pair, month_of, use_results
from viz.dashboard.shell.context import use_month
from viz.dashboard.state import View
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
    pair = visitor.pair
    latest = use_results(
        key_of_pair(pair, "relations"),
        lambda wanted: results.shown(pair, HEADLINE, wanted, ALSO),
        lambda: results.cached_shown(pair, HEADLINE, ALSO),
    )
    palette = use_palette()
    solara.Style(STYLE)
    with rv.Html(tag="div", class_="tr-content"):
        if latest.result is None or not latest.result.run.worlds:
            rv.Html(tag="h1", class_="tr-sentence", children=[pair.scenario.title])
            Status(latest, pair.scenario.worlds)
            if latest.result is not None:
                rv.Html(tag="p", children=[results.NO_WORLD], attributes={"role": "alert"})
        else:
            Content(latest, latest.result, palette)


@solara.component
def Status(latest: Latest[Shown], total: int) -> None:
    """How many worlds have been simulated."""
    worlds = 0 if latest.result is None else latest.result.whole.worlds
    RunStatus(worlds, total, busy=latest.busy, wrong=latest.wrong)


@solara.component
def Content(latest: Latest[Shown], result: Shown, palette: Palette) -> None:
    """The sentence and everything below it."""
    visitor = use_visitor()
    view, pair = visitor.state.view, visitor.pair
    sides = solara.use_memo(lambda: sides_of(result, view.world), [result.key, view.world])
    month, base = month_of(result, view), base_name(result)
    use_month(solara.use_memo(lambda: result.run.months[month_of(result, View())], [result.key]))
    texts = solara.use_memo(lambda: (headline(sides, month), subline(sides, month, base)), [id(sides), month])
    said, second = map(printed, texts)
    rv.Html(tag="h1", class_="tr-sentence", children=[said])
    Announcement(text="" if latest.busy else said, pause=REST)
    with rv.Html(tag="div", class_="tr-below-sentence"):
        Text("p", second, "tr-quiet tr-subline")
        Play(sides, month)
        Status(latest, pair.scenario.worlds)
    key = (result.key, sides.world)
    with rv.Html(tag="div", class_="tr-relations", attributes={"id": "tr-chart"}):
        stands, compared = sides.standing(month) > 0, sides.beside is not None
        if stands and sides.beside is not None:
            Differences(sides.beside, sides.world, month, base, key, palette)
        if stands:
            Standing(sides, month, base, key, palette)
        if stands and not compared:
            Matrix(sides, month, key, palette)
        Decisions(sides, month, ready=not latest.busy)
        if stands and compared:
            Matrix(sides, month, key, palette)
        Measures(sides, month, base, key, palette)
        WhoPresses(sides, month, base, palette, ready=not latest.busy)


@solara.component
def Play(sides: Sides, month: int) -> None:
    """A button that plays the months; which month is shown is chosen in the bar above, or in a chart."""
    visitor, months = use_visitor(), sides.run.months
    Player(
        label="Play the months",
        position=month,
        first=sides.run.scenario.read_from,
        last=len(months) - 1,
        pause=PAUSE,
        event_moved=visitor.safely(lambda to: visitor.look(month=months[int(to)])),
    )
