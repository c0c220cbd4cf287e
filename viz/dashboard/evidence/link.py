"""A link to a thing: it opens the evidence of a mechanism, number, paragraph or pressure beside the page."""

from __future__ import annotations

import solara
from reacton import ipyvuetify as rv

from viz.dashboard.visitor import use_visitor
from viz.things.entries import entries


def ThingLink(key: str, text: str = "") -> solara.Element:
    """A button in the form of a link; its text is the key unless another is given. What is no thing stays text."""
    entry = entries().get(key)
    if entry is None:
        return rv.Html(tag="span", children=[text or key])
    return _Link(key, text or key, f"{entry.title} ({entry.kind})")


@solara.component
def _Link(key: str, text: str, title: str) -> None:
    visitor = use_visitor()
    attributes = {"type": "button", "title": title}
    link = rv.Html(tag="button", children=[text], class_="tr-thing-link", attributes=attributes)
    rv.use_event(link, "click", visitor.safely(lambda *_: visitor.look(thing=key)))
