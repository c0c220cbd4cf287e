"""The page that says where everything comes from: search, one thing in three panes, and the tests of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import solara
from reacton import ipyvuetify as rv

from model.evidence.load import load_seeds
from viz.common.words import capital
from viz.dashboard.evidence.how_sure import HowSure
from viz.dashboard.evidence.parts import Details, Hanging, Head, Sources
from viz.dashboard.pages.evidence.tests import Tests
from viz.dashboard.visitor import use_palette, use_visitor
from viz.dashboard.widgets.layout import Button, Text
from viz.dashboard.widgets.parts import Choice, JsonList, SearchField, options_of
from viz.things.entries import entries, matching, nearest
from viz.things.records import Entry, Kind
from viz.things.thing import thing

STYLE = Path(__file__).with_name("evidence.css")
LISTED, MORE = 4, 24
"""Things that are listed at first, and once more are asked for."""
EVERYTHING = ""


@solara.component
def EvidencePage() -> None:
    """What there is to look up, and one thing of it in full; below, how the whole stands against what happened."""
    visitor, palette = use_visitor(), use_palette()
    words, set_words = solara.use_state("")
    kind, set_kind = solara.use_state(EVERYTHING)
    exact = solara.use_memo(lambda: matching(words, Kind(kind) if kind else None), [words, kind])
    found = solara.use_memo(lambda: exact or nearest(words), [words, kind])
    key = visitor.state.view.thing or (found[0].key if found else next(iter(entries())))
    one = thing(key)
    solara.Style(STYLE)
    with rv.Html(tag="div", class_="tr-content tr-evidence"):
        with rv.Html(tag="div", class_="tr-finding"):
            SearchField(label="Find a thing by word or key", event_searched=visitor.safely(lambda t: set_words(str(t))))
            Choice(label="Of which kind", value=kind, options=_kinds(), event_chosen=visitor.safely(set_kind))
        with rv.Html(tag="div", class_="tr-panes"):
            with rv.Html(tag="div", class_="tr-pane"):
                Found(found, key, exact=bool(exact))
                Head(one)
                Details(one).key(f"details {key}")
            with rv.Html(tag="div", class_="tr-pane"):
                if one.entry.kind is Kind.NUMBER:
                    HowSure(load_seeds().parameters[key])
                Hanging(one.hangs).key(f"hanging {key}")
            with rv.Html(tag="div", class_="tr-pane"):
                Sources(one.passages)
        Tests(palette)


@cache
def _kinds() -> JsonList:
    """Every kind with how many there are, as options."""
    counts = Counter(one.kind for one in entries().values())
    every = (EVERYTHING, f"All ({counts.total():,})")
    return options_of([every, *((str(kind), f"{capital(str(kind))} ({counts[kind]})") for kind in Kind)])


@solara.component
def Found(found: Sequence[Entry], key: str, *, exact: bool) -> None:
    """The things that have the words looked for, or those most like them; the chosen one is marked."""
    most, set_most = solara.use_state(LISTED)
    with rv.Html(tag="section", class_="tr-found-things", attributes={"aria-label": "Found"}):
        with rv.Html(tag="h2"):
            rv.Html(tag="span", children=["Found "])
            Text("small", _count(len(found)) if exact else "nothing has these words; nearest:")
        with rv.Html(tag="ul"):
            for entry in found[:most]:
                FoundThing(entry, chosen=entry.key == key).key(entry.key)
        if len(found) > LISTED:
            label, other = (f"{min(len(found), MORE) - LISTED} more", MORE) if most == LISTED else ("Fewer", LISTED)
            Button(label, lambda: set_most(other))


def _count(count: int) -> str:
    return f"{count:,} thing{'' if count == 1 else 's'}"


@solara.component
def FoundThing(entry: Entry, *, chosen: bool) -> None:
    """A thing that was found: what sort it is, its title, and how firm it is."""
    visitor = use_visitor()
    with rv.Html(tag="li"):
        attributes = {"type": "button"} | ({"aria-current": "true"} if chosen else {})
        with rv.Html(tag="button", attributes=attributes) as button:
            Text("span", str(entry.kind), "tr-quiet")
            Text("span", entry.title)
            Text("span", entry.note, "tr-quiet")
    rv.use_event(button, "click", visitor.safely(lambda *_: visitor.look(thing=entry.key)))
