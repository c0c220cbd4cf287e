"""The frame around every page: its title, the links between pages, light or dark, and messages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import solara
from reacton import ipyvuetify as rv

from viz.dashboard.front.theme import ThemeToggle, use_theme
from viz.dashboard.storage import Storage
from viz.dashboard.visitor import Visitor, session_context, use_visitor, visitor_context
from viz.dashboard.widgets.layout import Button, Text
from viz.dashboard.widgets.parts import Links, ScreenWidth

PHONE = 600
"""Pixels of the widest screen that charts treat as a phone's."""
FAILED = "This page could not be drawn; the log of the program says why. Your choices are unchanged."
log = logging.getLogger("tightrope.dashboard")
STYLE = Path(__file__).with_name("pages.css")


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page: its path from the root, and its name."""

    path: str
    label: str


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
    query = visitor.query

    def go(path: str) -> None:
        if any(page.path == path for page in pages):
            router.push(path + (f"?{query}" if query else ""))

    solara.Style(STYLE)
    with rv.Html(tag="div", class_="tr-frame"):
        with rv.Html(tag="header", class_="tr-header"):
            Text("p", "Tightrope", "tr-name")
            here = "/" + (router.path or "").strip("/")
            Links(links=[asdict(page) for page in pages], here=here, query=query, event_went=visitor.safely(go))
            ThemeToggle()
            ScreenWidth(most=PHONE, narrow=visitor.narrow.value, event_narrowed=visitor.safely(visitor.narrow.set))
            Storage()
        with rv.Html(tag="main", class_="tr-main"):
            Message()
            if error is not None:
                Failed(error, clear)
            elif session.awaited:
                Text("p", f"Looking for your scenario '{session.awaited}' in this browser ...")
            else:
                rv.Html(tag="div", children=children)


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
    """What was refused or went wrong, until the visitor closes it."""
    visitor = use_visitor()
    message = visitor.session.peek().message
    if not message:
        return
    with rv.Html(tag="div", class_="tr-message", attributes={"role": "alert"}):
        with rv.Html(tag="ul"):
            for sentence in message:
                Text("li", sentence)
        Button("Close", visitor.safely(visitor.say))
