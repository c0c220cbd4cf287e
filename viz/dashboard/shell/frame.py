"""The frame around every page: its head, what is compared, the panel of controls, messages, and the page itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import solara
from reacton import ipyvuetify as rv

from viz.dashboard.evidence.beside import Beside
from viz.dashboard.front.theme import use_theme
from viz.dashboard.panel import panel
from viz.dashboard.shell.context import Context, month_context
from viz.dashboard.shell.header import EVIDENCE, Header, PageLink
from viz.dashboard.storage import Storage
from viz.dashboard.visitor import Visitor, session_context, use_visitor, visitor_context
from viz.dashboard.widgets.layout import Button, Text
from viz.dashboard.widgets.parts import ScreenWidth

PHONE = 600
"""Pixels of the widest screen that charts treat as a phone's."""
FAILED = "This page could not be drawn; the log of the program says why. Your choices are unchanged."
PANEL = "tr-panel"
"""Name of the panel in the page."""
log = logging.getLogger("tightrope.dashboard")
STYLES = [Path(__file__).with_name(name) for name in ("shell.css", "pages.css")]


@solara.component_vue("behaviour.vue")
def _Behaviour(
    message: str,
    event_undone: Callable[[Any], None],
    event_redone: Callable[[Any], None],
    event_closed: Callable[[Any], None],
    event_left: Callable[[Any], None],
) -> None: ...


@solara.component
def Frame(pages: Sequence[PageLink], children: list[solara.Element] = []) -> None:  # noqa: B006
    """The frame around a page; it makes the visitor once, from the link they came by."""
    use_theme()
    error, clear = solara.use_exception()
    router = solara.use_router()
    visitor = solara.use_memo(lambda: Visitor(router.search), [])
    session = visitor.session.value
    visitor_context.provide(visitor)
    session_context.provide(session)
    month_context.provide(solara.use_memo(lambda: solara.reactive(""), []))
    here = "/" + (router.path or "").strip("/")
    for style in STYLES:
        solara.Style(style)
    with rv.Html(tag="div", class_="tr-frame"):
        Header(pages, here)
        if error is not None:
            with rv.Html(tag="main", class_="tr-main"):
                Failed(error, clear)
        elif session.awaited:
            with rv.Html(tag="main", class_="tr-main"):
                Text("p", f"Looking for your scenario '{session.awaited}' in this browser ...")
        else:
            PageTitle(f"{visitor.scenario.title} - {_label(pages, here)} - Tightrope")
            Context()
            with rv.Html(tag="main", class_="tr-body"):
                rv.Html(tag="div", class_="tr-main", children=children)
                Panel()
            if here != EVIDENCE:
                Beside()
        Message()
        Helpers()


def _label(pages: Sequence[PageLink], here: str) -> str:
    return next((page.label for page in pages if page.path == here), pages[0].label)


@solara.component
def PageTitle(title: str) -> None:
    """The title of the page; it stands a step deeper than the one that the toolkit sets, and so comes before it."""
    solara.Title(title)


@solara.component
def Panel() -> None:
    """The controls: beside the page on a desk, opened over it on less, in its place on a phone."""
    attributes = {"id": PANEL, "aria-label": "Controls", "tabindex": "-1"}
    with rv.Html(tag="section", class_="tr-panel tr-rests", attributes=attributes):
        Text("h2", "Controls", "tr-unseen")
        panel.Panel()


@solara.component
def Helpers() -> None:
    """What is not seen: keys, the width of the screen, and the visitor's own scenarios in their browser."""
    visitor = use_visitor()
    _Behaviour(
        message=" ".join(visitor.session.peek().message),
        event_undone=visitor.safely(lambda *_: visitor.undo()),
        event_redone=visitor.safely(lambda *_: visitor.redo()),
        event_closed=visitor.safely(lambda *_: visitor.say()),
        event_left=visitor.safely(lambda *_: visitor.look(thing="")),
    )
    ScreenWidth(most=PHONE, narrow=visitor.narrow.value, event_narrowed=visitor.safely(visitor.narrow.set))
    Storage()


@solara.component
def Failed(error: BaseException, clear: Callable[[], None]) -> None:
    """Stands in the place of a page that cannot be drawn: a sentence, and two ways on."""
    visitor = use_visitor()
    solara.use_effect(lambda: log.error("a page failed", exc_info=error), [error])

    def step_back() -> None:
        visitor.undo()
        clear()

    with rv.Html(tag="div", class_="tr-message", attributes={"role": "alert"}):
        Text("p", FAILED)
        with rv.Html(tag="div", class_="tr-buttons"):
            Button("Try again", visitor.safely(clear))
            Button("Undo the last step", visitor.safely(step_back))


@solara.component
def Message() -> None:
    """What was refused or went wrong, at the foot of the screen until the visitor closes it."""
    visitor = use_visitor()
    message = visitor.session.peek().message
    if not message:
        return
    with rv.Html(tag="div", class_="tr-toast", attributes={"role": "alert", "tabindex": "-1"}):
        with rv.Html(tag="ul"):
            for sentence in message:
                Text("li", sentence)
        Button("Close", visitor.safely(visitor.say))
