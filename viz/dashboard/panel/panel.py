"""The panel beside the charts: pressures, beliefs, what the chart shows, and a scenario of the visitor's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import solara
from reacton import ipyvuetify as rv

from model.core.declarations import Owner
from model.evidence.load import load_seeds
from viz.common.style import DARK, LIGHT, Palette
from viz.dashboard.front.file_input import FileInput
from viz.dashboard.panel.add_form import AddPressure
from viz.dashboard.panel.adding import kinds_offered
from viz.dashboard.panel.beliefs import Beliefs, HypothesisChoice, NumberRows
from viz.dashboard.panel.numbers import found, has_words, nearest, numbers
from viz.dashboard.panel.pressures import Pressures, rows_for
from viz.dashboard.panel.rows import Row, groups_of
from viz.dashboard.panel.series_list import SeriesList
from viz.dashboard.visitor import FILE, use_visitor
from viz.dashboard.widgets.layout import Fold, Text
from viz.dashboard.widgets.parts import SearchField

STYLE = Path(__file__).with_name("panel.css")
MOST_FOUND = 6
"""Numbers that a search of the whole panel lists."""
NOTHING_ADDED = "This scenario adds no pressure to those of history."
"""What a scenario without pressures of its own says in their place."""
CAVEAT = (
    "These are histories of a model, not forecasts. They show what follows if five documents, as we read them, are "
    "right about who wants what. The bands cover random draws and the ranges of our numbers, not what the model leaves "
    "out."
)


def actor_colours() -> str:
    """The colours of those who press, light and dark, for the style sheet."""

    def block(where: str, palette: Palette) -> str:
        return f"{where} {{ {' '.join(f'--tr-owner-{owner}: {palette.of(owner)};' for owner in Owner)} }}"

    owners = "\n".join(
        f".tr-of-{owner} {{ background: var(--tr-owner-{owner}); fill: var(--tr-owner-{owner}); }} "
        f".tr-by-{owner} {{ accent-color: var(--tr-owner-{owner}) !important; }}"
        for owner in Owner
    )
    return f"{block(':root', LIGHT)}\n{block(':root:has(.v-application.theme--dark)', DARK)}\n{owners}"


@solara.component
def Panel() -> None:
    """Everything that a visitor can move; folded until it is opened, and each fold stays as it was left."""
    visitor = use_visitor()
    text, set_text = solara.use_state("")
    kind, set_kind = solara.use_state(("", 0))
    words = text.lower().split()
    rows = rows_for(visitor)

    def want(name: str) -> None:
        set_kind(lambda before: (name, before[1] + 1))

    solara.Style(actor_colours())
    solara.Style(STYLE)
    with rv.Html(tag="div", class_="tr-parts"):
        Text("h2", "Pressures")
        SearchField(
            label="Find a pressure, number or belief", event_searched=visitor.safely(lambda sent: set_text(str(sent)))
        )
        if words:
            Found(rows, words, visitor.safely(want)).key("found")
        Own(rows).key("own")
        AddPressure(kind).key("add")
        Pressures((), groups_of(rows)).key("history")
        with rv.Html(tag="h2"):
            rv.Html(tag="span", children=["Beliefs "])
            Text("small", "hold on both sides of a comparison")
        Beliefs().key("beliefs")
        Text("h2", "Show in the chart")
        SeriesList().key("series")
        OwnFile().key("file")
        Text("p", CAVEAT, "tr-hint")


@solara.component
def Own(rows: Sequence[Row]) -> None:
    """The pressures that the scenario adds to those of history, and remarks on what has no effect."""
    notes = use_visitor().scenario.notes
    own = [row for row in rows if row.own]
    with rv.Html(tag="div"):
        Pressures(own).key("rows")
        Text("p", "" if own else NOTHING_ADDED, "tr-hint")
        with rv.Html(tag="ul", class_="tr-notes", attributes={"aria-label": "Notes on the scenario"}):
            for note in notes:
                Text("li", note, "tr-hint")


@solara.component
def Found(rows: Sequence[Row], words: Sequence[str], on_kind: Callable[[str], None]) -> None:
    """Whatever has the words looked for: pressures, kinds that can be added, numbers, and beliefs."""
    pressures = [row for row in rows if has_words(f"{row.label} {row.name} {row.group}", words)]
    kinds = [one for one in kinds_offered() if has_words(f"{one['label']} {one['name']}", words)]
    figures = found(words)
    disagreed = [one for one in load_seeds().hypotheses.values() if has_words(f"{one.question} {one.name}", words)]
    with rv.Html(tag="section", class_="tr-found", attributes={"aria-label": "Found"}):
        Text("p", _count(len(pressures) + len(kinds) + len(figures) + len(disagreed)), "tr-hint")
        if pressures:
            Pressures(pressures, heading="Pressures", reveals=False).key("pressures")
        for one in kinds:
            KindButton(one["name"], one["label"], on_kind).key(f"kind {one['name']}")
        NumberRows(figures[:MOST_FOUND]).key("numbers")
        if len(figures) > MOST_FOUND:
            Text("p", f"{len(figures) - MOST_FOUND} numbers more; add a word to narrow them down.", "tr-hint")
        for hypothesis in disagreed:
            HypothesisChoice(hypothesis).key(hypothesis.name)
        if not (pressures or kinds or figures or disagreed):
            labels = [*(row.label for row in rows), *(one["label"] for one in kinds_offered())]
            close = nearest(" ".join(words), [*labels, *(row.label for row in numbers())])
            Text("p", f"Nearest: {'; '.join(close)}." if close else "", "tr-hint")


def _count(count: int) -> str:
    return f"{count} found" if count else "Nothing has these words."


@solara.component
def KindButton(name: str, label: str, on_kind: Callable[[str], None]) -> None:
    """Opens the form that adds a pressure, with a kind already chosen."""
    attributes = {"type": "button"}
    button = rv.Html(tag="button", children=[f"+ Add: {label}"], class_="tr-button tr-kind", attributes=attributes)
    rv.use_event(button, "click", lambda *_: on_kind(name))


@solara.component
def OwnFile() -> None:
    """A file of the visitor's own; what is wrong with it is told under the field."""
    visitor = use_visitor()
    with Fold("Your own scenario"):
        FileInput(
            "Load a scenario file (YAML)",
            visitor.safely(visitor.load),
            visitor.safely(lambda sentence: visitor.refuse(FILE, sentence)),
            refused=visitor.refusal_of(FILE),
        )
