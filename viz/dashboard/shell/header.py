"""The head of every page: links to the pages, and what can be done with the one that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import solara
from reacton import ipyvuetify as rv

from viz.dashboard.command import command_of
from viz.dashboard.front.theme import ThemeToggle
from viz.dashboard.shell.context import month_context
from viz.dashboard.shell.exports import Export
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.layout import Text
from viz.dashboard.widgets.parts import JsonList, plain_list

EVIDENCE = "/evidence"
"""The page that shows things itself, and not beside it."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page: its path from the root, its name, and the lines of its icon in a square of 24 by 24."""

    path: str
    label: str
    icon: str


@solara.component_vue("skip.vue")
def SkipLinks() -> None:
    """Links that lead past the head of the page, seen by whoever comes to them by keyboard."""


@solara.component_vue("links.vue", to_json={"links": plain_list})
def Links(links: JsonList, here: str, query: str, event_went: Callable[[str], None]) -> None:
    """Links to the pages; keeps the address of the page up to date with `query`."""


@solara.component_vue("copy_link.vue")
def Copy(label: str, text: str, event_copied: Callable[[Any], None]) -> None:
    """A button that copies a text, or the address of the page where it is empty."""


@solara.component
def CopyCommand(here: str) -> None:
    """A button that copies the command which makes again what the page shows, where there is one."""
    visitor, usual = use_visitor(), solara.use_context(month_context)
    month = visitor.state.view.month or ("" if usual is None else usual.value)
    command = command_of(visitor.state, here, month)
    if command:
        Copy(label="Copy the command", text=command, event_copied=visitor.safely(lambda *_: None))
    else:
        Text("p", "No single command says what this page says.", "tr-hint")


@solara.component
def Header(pages: Sequence[PageLink], here: str) -> None:
    """The name of the program, links to its pages, and a toolbar."""
    visitor, router = use_visitor(), solara.use_router()
    query = visitor.query

    def go(path: str) -> None:
        if any(page.path == path for page in pages):
            if here == EVIDENCE:
                visitor.look(thing="")  # what is read there is not in the way elsewhere
            router.push(path + (f"?{visitor.query}" if visitor.query else ""))

    def copied(_: object) -> None:
        if visitor.link_note:
            visitor.say(visitor.link_note)

    with rv.Html(tag="header", class_="tr-header"):
        SkipLinks()
        Text("p", "Tightrope", "tr-name")
        Links(links=JsonList([asdict(page) for page in pages]), here=here, query=query, event_went=visitor.safely(go))
        with rv.Html(tag="div", class_="tr-actions", attributes={"role": "toolbar", "aria-label": "This page"}):
            Copy(label="Copy link", text="", event_copied=visitor.safely(copied))
            Export(CopyCommand(here))
            ThemeToggle()
