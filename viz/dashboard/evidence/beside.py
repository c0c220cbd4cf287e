"""The sheet beside a page: the evidence of the thing that a visitor asked for, without leaving where they are."""

from __future__ import annotations

import solara
from reacton import ipyvuetify as rv

from model.evidence.load import load_seeds
from viz.dashboard.evidence.how_sure import HowSure
from viz.dashboard.evidence.parts import Details, Hanging, Head, Sources
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.layout import Button
from viz.things.records import Kind
from viz.things.thing import thing


@solara.component
def Beside() -> None:
    """The sheet, where something is asked for; it closes by its button or by Escape."""
    visitor = use_visitor()
    key = visitor.state.view.thing
    if not key:
        return
    one = thing(key)
    attributes = {"aria-label": f"Evidence: {one.entry.title}", "tabindex": "-1", "data-thing": key}
    with rv.Html(tag="aside", class_="tr-beside", attributes=attributes):
        with rv.Html(tag="div", class_="tr-beside-bar"):
            rv.Html(tag="strong", children=["Evidence"])
            Button("Close", visitor.safely(lambda: visitor.look(thing="")))
        Head(one, level="h2")
        if one.entry.kind is Kind.NUMBER:
            HowSure(load_seeds().parameters[key])
        Sources(one.passages)
        Details(one)
        Hanging(one.hangs).key(key)
