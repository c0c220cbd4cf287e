"""The scenario page, put together: the sentence, three cards, the chart; what is slower follows when all is at rest."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import solara
from reacton import ipyvuetify as rv

from viz.common.style import Palette
from viz.dashboard import results
from viz.dashboard.pages.scenario.below import Below
from viz.dashboard.pages.scenario.cards import Cards, cards
from viz.dashboard.pages.scenario.over_time import OverTime, OverTimeTables
from viz.dashboard.pages.scenario.sentence import Second, Sentence
from viz.dashboard.results import Latest, Shown, base_name, month_of, use_shown
from viz.dashboard.shell.context import use_usual_month
from viz.dashboard.visitor import use_palette, use_visitor
from viz.dashboard.widgets.layout import RunStatus, Text

STYLE = Path(__file__).with_name("scenario.css")
FAILED = "This part of the page could not be drawn; the log of the program says why. Change something to go on."
REST = 0.25
"""Seconds without another result after which the slower parts of the page follow."""

log = logging.getLogger("tightrope.dashboard")


@solara.component
def ScenarioPage() -> None:
    """The results of the scenario."""
    visitor = use_visitor()
    view, pair = visitor.state.view, visitor.pair
    latest = use_shown(view.shown)
    palette = use_palette()
    solara.Style(STYLE)
    with rv.Html(tag="div", class_="tr-content"):
        Sentence(pair.scenario.title, latest.result, visitor.state, busy=latest.busy)
        with rv.Html(tag="div", class_="tr-below-sentence"):
            Second(latest.result, visitor.state)
            worlds = 0 if latest.result is None else latest.result.whole.worlds
            RunStatus(worlds, pair.scenario.worlds, busy=latest.busy, wrong=latest.wrong)
        Content(latest, palette)


@solara.component
def Content(latest: Latest[Shown], palette: Palette) -> None:
    """Everything below the sentence."""
    result = latest.result
    if result is not None and result.run.worlds:
        Results(result, palette)
        Following(result, latest.busy, palette)
    elif result is not None:
        rv.Html(tag="p", children=[results.NO_WORLD], attributes={"role": "alert"})


@solara.component
def Results(result: Shown, palette: Palette) -> None:
    """The cards and the chart."""
    month = month_of(result, use_visitor().state.view)
    use_usual_month(result)
    three = solara.use_memo(lambda: cards(result, month), [result.key, month])
    with rv.Html(tag="div", class_="tr-results"):
        Cards(three, base_name(result))
        OverTime(result, month, palette)


@solara.component
def Following(result: Shown, busy: bool, palette: Palette) -> None:
    """What is slower, and follows when all is at rest; a fault in it leaves the rest of the page as it is."""
    error, clear = solara.use_exception()
    steady = use_rested(result, busy=busy)
    solara.use_effect(lambda: None if error is None else log.error("a part of a page failed", exc_info=error), [error])
    solara.use_effect(clear, [result.key])
    if error is not None:
        Text("p", FAILED, "tr-wrong")
        return
    with rv.Html(tag="div"):
        OverTimeTables(steady, palette)
        Below(steady, palette)


def use_rested(result: Shown, *, busy: bool) -> Shown:
    """The result that the slower parts of the page show: one of another scenario at once, else when nothing moves."""
    _, redraw = solara.use_state(0)
    last = solara.use_ref(result)
    if last.current.run.scenario.title != result.run.scenario.title:
        last.current = result
    waits = last.current is not result and not busy

    def wait() -> Callable[[], None] | None:
        if not waits:
            return None
        moved = threading.Event()

        def work() -> None:
            if not moved.wait(REST):
                last.current = result
                redraw(lambda number: number + 1)

        threading.Thread(target=work, daemon=True, name="rest").start()
        return moved.set

    solara.use_effect(wait, [waits, id(result)])
    return last.current
