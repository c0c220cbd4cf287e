"""What stands around every page: its title, the links between pages, light or dark, and what the visitor is told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import solara
from reacton import ipyvuetify as rv

from viz.dashboard.front.theme import ThemeToggle, use_theme
from viz.dashboard.visitor import NO_ROOM, Visitor, place_context, use_visitor, visitor_context
from viz.dashboard.widgets.layout import Press, Text
from viz.dashboard.widgets.parts import Links, OwnScenarios, Packed, ScreenWidth

PHONE = 600
"""Pixels of the widest screen that charts take for a phone's."""
FAILED = "Something failed on this page; the log of the program says what. What you had chosen is still there."
log = logging.getLogger("tightrope.dashboard")
STYLE = Path(__file__).with_name("pages.css")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as the links list it: its path from the root, and its name."""

    path: str
    label: str


@solara.component
def Frame(pages: Sequence[Listed], children: list[solara.Element] = []) -> None:  # noqa: B006
    """The frame around a page; it makes the visitor once, from the link they came by."""
    use_theme()
    error, clear = solara.use_exception()
    router = solara.use_router()
    visitor = solara.use_memo(lambda: Visitor(router.search), [])
    place, state = visitor.place.value, visitor.place.value.state
    visitor_context.provide(visitor)
    place_context.provide(place)
    query = visitor.query

    def go(path: str) -> None:
        if any(page.path == path for page in pages):
            router.push(path + (f"?{query}" if query else ""))

    solara.Style(STYLE)
    with rv.Html(tag="div", class_="tr-frame"):
        with rv.Html(tag="header", class_="tr-header"):
            Text("p", "Tightrope", "tr-name")
            links = [{"path": page.path, "label": page.label} for page in pages]
            here = "/" + (router.path or "").strip("/")
            Links(links=links, here=here, query=query, event_went=visitor.safely(go))
            ThemeToggle()
            ScreenWidth(most=PHONE, narrow=visitor.narrow.value, event_narrowed=visitor.safely(visitor.narrow.set))
            OwnScenarios(
                awaited=place.awaited,
                kept=Packed([state.scenario, state.own] if state.own else ["", ""]),
                event_found=visitor.safely(visitor.found),
                event_failed=visitor.safely(lambda *_: visitor.refuse(NO_ROOM)),
            )
        with rv.Html(tag="main", class_="tr-main"):
            Message()
            if error is not None:
                Failed(error, clear)
            elif place.awaited:
                Text("p", f"Looking for your scenario '{place.awaited}' in this browser ...")
            else:
                rv.Html(tag="div", children=children)


@solara.component
def Failed(error: BaseException, clear: Callable[[], None]) -> None:
    """What stands in the place of a page that cannot be drawn: a sentence, and a way on."""
    visitor = use_visitor()
    solara.use_effect(lambda: log.error("a page failed", exc_info=error), [error])

    def go_on(*_: object) -> None:
        visitor.undo()
        clear()

    with rv.Html(tag="div", class_="tr-message", attributes={"role": "alert"}):
        Text("p", FAILED)
        with rv.Html(tag="div", class_="tr-buttons"):
            Press("Try again", visitor.safely(lambda *_: clear()))
            Press("One step back", visitor.safely(go_on))


@solara.component
def Message() -> None:
    """What the visitor is told, until they have read it."""
    visitor = use_visitor()
    place = visitor.place.peek()
    if not place.message:
        return
    role = "alert" if place.wrong else "status"
    with rv.Html(tag="div", class_="tr-message", attributes={"role": role}):
        with rv.Html(tag="ul"):
            for sentence in place.message:
                Text("li", sentence)
        Press("Close", visitor.safely(lambda *_: visitor.close_message()))
