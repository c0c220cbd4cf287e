"""What is compared, and the panel below it; stands here until the bar of the context takes the upper part over."""

from __future__ import annotations

import solara
from reacton import ipyvuetify as rv

from viz.dashboard.panel.panel import Panel
from viz.dashboard.state import NOTHING, START, UNCHANGED, titles
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.layout import Button
from viz.dashboard.widgets.parts import Choice, options_of

CONTROLS = "tr-controls"
"""Name of the controls in the page."""
OWN = "own "
"""Before the name of an own scenario among the options."""


@solara.component
def Controls() -> None:
    """Everything a visitor can choose and move; behind a button where the screen has one column only."""
    visitor = use_visitor()
    is_open, set_open = solara.use_state(False)
    with rv.Html(tag="section", class_="tr-controls", attributes={"aria-label": "Controls"}):
        expanded, text = ("true", "Close the controls") if is_open else ("false", "Open the controls")
        attributes = {"type": "button", "aria-expanded": expanded, "aria-controls": CONTROLS}
        button = rv.Html(tag="button", children=[text], class_="tr-open", attributes=attributes)
        folded = "tr-unfolded" if is_open else "tr-folded"
        with rv.Html(tag="div", class_=folded, attributes={"id": CONTROLS}):
            ScenarioChoices()
            Panel()
    rv.use_event(button, "click", visitor.safely(lambda *_: set_open(not is_open)))


@solara.component
def ScenarioChoices() -> None:
    """Which scenario, what it is compared with, and the steps back and forth."""
    visitor = use_visitor()
    state, named = visitor.state, list(titles().items())
    own = [(OWN + name, f"Your own: {name}") for name in visitor.own_scenarios]
    with rv.Html(tag="div"):
        Choice(
            label="Scenario",
            value=f"{OWN if state.chosen.own else ''}{state.chosen.scenario}",
            options=options_of([*own, *named]),
            note=visitor.scenario.question,
            event_chosen=visitor.safely(lambda name: visitor.choose(name.removeprefix(OWN))),
        )
        Choice(
            label="Compare with",
            value=state.chosen.comparison or START,
            options=options_of([*named, (UNCHANGED, "This scenario without changes"), (NOTHING, "Nothing")]),
            event_chosen=visitor.safely(visitor.compare_with),
        )
        with rv.Html(tag="div", class_="tr-buttons"):
            Button("Undo", visitor.safely(visitor.undo), disabled=not visitor.can_undo)
            Button("Redo", visitor.safely(visitor.redo), disabled=not visitor.can_redo)
            Button("Reset", visitor.safely(visitor.reset), disabled=not state.changes)
