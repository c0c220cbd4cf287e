"""The parts in which a thing is shown, on its page and beside every other: what `tightrope show` prints of it."""

from __future__ import annotations

import solara
from reacton import ipyvuetify as rv

from viz.common.words import capital
from viz.dashboard.evidence.link import ThingLink
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.layout import Button, Text
from viz.things.records import Entry, Kind, Passage, Thing

LONG, SHOWN = 260, 90
"""Letters from which on a detail is closed until it is opened, and how many of them are seen before."""
MOST_HANGING = 12
"""Things that hang on another and are listed at once."""


@solara.component
def Head(one: Thing, *, level: str = "h1") -> None:
    """What it is: title, kind, what is said of it, and the switch of a mechanism."""
    entry = one.entry
    with rv.Html(tag="div", class_="tr-thing-head"):
        rv.Html(tag=level, children=[entry.title], class_="tr-thing-title")
        note = f", {entry.note}" if entry.note else ""
        with rv.Html(tag="p", class_="tr-quiet"):
            rv.Html(tag="span", children=[f"{capital(str(entry.kind))} "])
            rv.Html(tag="code", children=[entry.key])
            rv.Html(tag="span", children=[note])
        if one.says:
            Text("p", one.says)
        if entry.kind is Kind.MECHANISM:
            Switch(entry.key)


@solara.component
def Details(one: Thing) -> None:
    """All else that there is to know of it, long lists closed until they are opened, and where it stands."""
    with rv.Html(tag="section", class_="tr-thing-details", attributes={"aria-label": "Details"}):
        with rv.Html(tag="dl", class_="tr-details"):
            for label, text in one.details:
                with rv.Html(tag="div"):
                    Text("dt", label)
                    if len(text) <= LONG:
                        Text("dd", text)
                        continue
                    with rv.Html(tag="dd"), rv.Html(tag="details"):
                        Text("summary", f"{text[:SHOWN].rsplit(' ', 1)[0]} ...")
                        Text("p", text)
        if one.place:
            Text("p", f"It stands in {one.place}.", "tr-hint")


@solara.component
def Switch(mechanism: str) -> None:
    """Switches a mechanism off, or on again, on both sides of the comparison."""
    visitor = use_visitor()
    off = mechanism in visitor.scenario.switch_off
    label = "Switch it on again" if off else "Switch it off on both sides"
    with rv.Html(tag="div", class_="tr-buttons"):
        Button(label, visitor.safely(lambda: visitor.switch(mechanism, off=not off)))


@solara.component
def Sources(passages: tuple[Passage, ...]) -> None:
    """The paragraphs that a thing rests on, and those against it, a card each."""
    against = sum(passage.against for passage in passages)
    count = f"{len(passages) - against} for, {against} against" if against else str(len(passages))
    with rv.Html(tag="section", class_="tr-sources", attributes={"aria-label": "From where"}):
        with rv.Html(tag="h2"):
            rv.Html(tag="span", children=["From where "])
            Text("small", f"paragraphs: {count}" if passages else "no paragraph of its own")
        for passage in passages:
            with rv.Html(tag="div", class_="tr-passage tr-against" if passage.against else "tr-passage"):
                lead = "Against: " if passage.against else ""
                Text("p", f"{lead}“{passage.words}”", "tr-words")
                Text("p", f"{passage.cited}.", "tr-quiet")
                ThingLink(passage.paragraph, capital(passage.where))
                if passage.says:
                    Text("p", passage.says)


@solara.component
def Hanging(entries: tuple[Entry, ...]) -> None:
    """What uses a thing or belongs to it, each a link."""
    whole, show = solara.use_state(False)
    shown = entries if whole else entries[:MOST_HANGING]
    if not entries:
        return
    with rv.Html(tag="section", class_="tr-hanging", attributes={"aria-label": "What hangs on it"}):
        with rv.Html(tag="h2"):
            rv.Html(tag="span", children=["What hangs on it "])
            Text("small", f"{len(entries)}")
        with rv.Html(tag="ul"):
            for entry in shown:
                with rv.Html(tag="li").key(entry.key):
                    ThingLink(entry.key, entry.title)
                    Text("span", str(entry.kind), "tr-quiet")
        if len(shown) < len(entries):
            Button(f"{len(entries) - len(shown)} more", lambda: show(True))
