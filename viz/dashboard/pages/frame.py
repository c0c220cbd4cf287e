"""What stands around every page: its title, the links between pages, light or dark, and what the visitor is told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import solara
from reacton import ipyvuetify as rv

from viz.dashboard.controls import Press, Text
from viz.dashboard.front.theme import ThemeToggle, use_theme
from viz.dashboard.visitor import arrived, place_context, use_visitor, visitor_context
from viz.dashboard.widgets.parts import Links, ScreenWidth

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
    visitor = solara.use_memo(lambda: arrived(router.search), [])
    visitor_context.provide(visitor)
    place_context.provide(visitor.place.value)
    here = "/" + (router.path or "").strip("/")
    query = visitor.query

    def go(path: str) -> None:
        if any(page.path == path for page in pages):
            router.push(path + (f"?{query}" if query else ""))

    solara.Style(STYLE)
    with rv.Html(tag="div", class_="tr-frame"):
        with rv.Html(tag="header", class_="tr-header"):
            Text("p", "Tightrope", "tr-name")
            links = [{"path": page.path, "label": page.label} for page in pages]
            Links(links=links, here=here, query=query, event_went=visitor.safely(go))
            ThemeToggle()
            ScreenWidth(most=PHONE, narrow=visitor.narrow.value, event_narrowed=visitor.safely(visitor.narrow.set))
        with rv.Html(tag="main", class_="tr-main"):
            Told()
            if error is None:
                rv.Html(tag="div", children=children)
            else:
                Failed(error, clear)


@solara.component
def Failed(error: BaseException, clear: Callable[[], None]) -> None:
    """What stands in the place of a page that cannot be drawn: a sentence, and a way on."""
    visitor = use_visitor()
    solara.use_effect(lambda: log.error("a page failed", exc_info=error), [error])

    def go_on(*_: object) -> None:
        visitor.undo()
        clear()

    with rv.Html(tag="div", class_="tr-told", attributes={"role": "alert"}):
        Text("p", FAILED)
        with rv.Html(tag="div", class_="tr-buttons"):
            Press("Try again", lambda *_: clear())
            Press("One step back", go_on)


@solara.component
def Told() -> None:
    """What the visitor has to be told, until they have read it."""
    visitor = use_visitor()
    place = visitor.place.peek()
    if not place.told:
        return
    role = "alert" if place.wrong else "status"
    with rv.Html(tag="div", class_="tr-told", attributes={"role": role}):
        with rv.Html(tag="ul"):
            for sentence in place.told:
                Text("li", sentence)
        Press("Close", visitor.safely(lambda *_: visitor.heard()))


@solara.component
def Card(title: str, children: list[solara.Element] = [], note: str = "", wide: bool = False) -> None:  # noqa: B006
    """A part of a page with a heading of its own."""
    with rv.Html(tag="section", class_="tr-card tr-wide" if wide else "tr-card", attributes={"aria-label": title}):
        Text("h2", title)
        if note:
            Text("p", note, "tr-quiet")
        rv.Html(tag="div", children=children)


@solara.component
def Figure(label: str, value: str, note: str) -> None:
    """A number that stands for itself."""
    with rv.Html(tag="div", class_="tr-figure"):
        Text("dt", label)
        Text("dd", value)
        Text("dd", note, "tr-quiet")


@solara.component
def Waiting(worlds: int, total: int, *, busy: bool, wrong: str) -> None:
    """How much of what is asked for is there."""
    words = wrong or _so_far(worlds, total, busy=busy)
    kind = "tr-wrong" if wrong else "tr-busy" if busy else ""
    state = {"role": "status", "data-worlds": str(worlds), "data-busy": "true" if busy else "false"}
    rv.Html(tag="p", class_=f"tr-waiting {kind}", children=[words], attributes=state)


def _so_far(worlds: int, total: int, *, busy: bool) -> str:
    if not worlds:
        return f"Running {total:,} world{'' if total == 1 else 's'} ..."
    if not busy:
        return f"{worlds:,} world{'' if worlds == 1 else 's'}"
    return f"{worlds:,} of {total:,} worlds so far ..." if worlds < total else "Running anew ..."
