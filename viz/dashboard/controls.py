"""The controls beside the charts, built from scenarios and seeds: nothing about the theory is written here."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import solara
from reacton import ipyvuetify as rv

from model.evidence.hypotheses import SAMPLED, Hypothesis
from model.evidence.load import load_seeds
from model.scenario.load import load_scenario
from viz.dashboard.front.file_input import FileInput
from viz.dashboard.sliders import SliderSpec, levels_of, on_paths, sliders_of, strongest_numbers
from viz.dashboard.state import NOTHING, UNCHANGED, choosable, presets
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.layout import Fold, Press, Text
from viz.dashboard.widgets.parts import Choice, Packed, Slider, options_of

CAVEAT = (
    "These are histories of a model, not forecasts. They show what follows if five documents, as we read them, are "
    "right about who wants what. The bands hold random draws and the ranges of our numbers; what the model leaves out "
    "they do not hold."
)
CONTROLS = "tr-controls"
"""Name of the controls in the page."""
ON_PATHS = "They follow month and value as a file gives them, so no one slider moves them; bring a file to change them:"
AS_SAID = ""
"""Of a choice: as the scenario says."""
OWN = "own"
"""In the choice of a scenario: the one that the visitor brought."""


@cache
def load_titles() -> dict[str, str]:
    """Name -> title of the scenarios to choose from."""
    return {name: load_scenario(name).title for name in choosable()}


@solara.component
def Controls() -> None:
    """Everything a visitor can choose and move; behind a button where the screen has one column only."""
    visitor = use_visitor()
    is_open, set_open = solara.use_state(False)
    with rv.Html(tag="section", class_="tr-controls", attributes={"aria-label": "Controls"}):
        attributes = {"type": "button", "aria-expanded": "true" if is_open else "false", "aria-controls": CONTROLS}
        words = "Close the controls" if is_open else "Open the controls"
        button = rv.Html(tag="button", children=[words], class_="tr-open", attributes=attributes)
        folded = "tr-unfolded" if is_open else "tr-folded"
        with rv.Html(tag="div", class_=folded, attributes={"id": CONTROLS}):
            Every()
    rv.use_event(button, "click", visitor.safely(lambda *_: set_open(not is_open)))


@solara.component
def Every() -> None:
    """The controls, one after another."""
    visitor = use_visitor()
    own = sliders_of(visitor.scenario, own=True)
    with rv.Html(tag="div"):
        ScenarioChoices()
        Steps()
        Text("p", CAVEAT, "tr-caveat")
        if own:
            Text("h3", "Pressures of this scenario")
        Pressures(own, own=True)
        with Fold("Numbers that move alignment most"):
            changes = dict(visitor.state.changes)
            for spec in strongest_numbers():
                Setting(replace(spec, value=float(changes.get(spec.key, spec.value))))
        with Fold("Where the documents disagree"):
            for hypothesis in load_seeds().hypotheses.values():
                Side(hypothesis)
        with Fold("Pressures of history", is_open=not own):
            Pressures(sliders_of(visitor.scenario, own=False), own=False)
        with Fold("Your own scenario"):
            FileInput("Load a scenario file (YAML)", visitor.safely(visitor.bring), visitor.safely(visitor.refuse))


@solara.component
def ScenarioChoices() -> None:
    """Which scenario, and what it is compared with."""
    visitor = use_visitor()
    state, titles = visitor.state, list(load_titles().items())
    own = [(OWN, f"Your own: {visitor.scenario.title}")] if state.own else []

    def choose(name: str) -> None:
        if name in choosable():
            visitor.change(visitor.state.with_scenario(name))

    def compare(name: str) -> None:
        visitor.change(replace(visitor.state, comparison=name), "comparison")

    Choice(
        label="Scenario",
        value=OWN if state.own else state.scenario,
        options=options_of([*own, *titles]),
        note=visitor.scenario.question,
        event_chosen=visitor.safely(choose),
    )
    Choice(
        label="Compare with",
        value=state.comparison,
        options=options_of([(UNCHANGED, "This scenario as it was"), (NOTHING, "Nothing"), *titles]),
        event_chosen=visitor.safely(compare),
    )


@solara.component
def Steps() -> None:
    """One step back, all the way back, and what can be set with one press."""
    visitor = use_visitor()
    state = visitor.state
    with rv.Html(tag="div", class_="tr-buttons"):
        Press("Undo", visitor.safely(lambda *_: visitor.undo()), disabled=not visitor.place.peek().before)
        Press("Reset", visitor.safely(lambda *_: visitor.reset()), disabled=not state.changes)
    ready = presets(state.as_it_was(), levels_of(visitor.scenario))

    def choose(label: str) -> None:
        if label in ready:
            visitor.change(ready[label])

    Choice(
        label="Set at once",
        value=next((label for label, one in ready.items() if one == state), AS_SAID),
        options=options_of([(AS_SAID, "Choose"), *((label, label) for label in ready)]),
        event_chosen=visitor.safely(choose),
    )


@solara.component
def Pressures(specs: list[SliderSpec], *, own: bool) -> None:
    """The sliders of pressures, and which pressures have none, and why."""
    with rv.Html(tag="div"):
        for spec in specs:
            Setting(spec).key(spec.key)
        names = on_paths(use_visitor().scenario, own=own)
        Text("p", f"{ON_PATHS} {'; '.join(names)}." if names else "", "tr-quiet")


@solara.component
def Setting(spec: SliderSpec) -> None:
    """A slider that changes one setting of the scenario."""
    visitor = use_visitor()

    def move(value: float) -> None:
        visitor.change(visitor.state.with_change(spec.key, spec.setting(value)), spec.key)

    Slider(
        label=spec.label,
        value=spec.value,
        low=spec.low,
        high=spec.high,
        step=spec.step,
        words=Packed(list(spec.months)),
        digits=spec.digits,
        unit=spec.unit,
        untouched=spec.untouched,
        note=spec.source,
        changed=spec.key in dict(visitor.state.changes),
        event_moved=visitor.safely(move),
        event_released=visitor.safely(lambda *_: visitor.change(visitor.state.with_change(spec.key, None))),
    )


@solara.component
def Side(hypothesis: Hypothesis) -> None:
    """Which side to take where the documents disagree."""
    visitor = use_visitor()
    key, variants = f"hypotheses.{hypothesis.name}", hypothesis.variants
    chosen = str(dict(visitor.state.changes).get(key, AS_SAID))
    usual = (not chosen and visitor.scenario.hypotheses.get(hypothesis.name)) or hypothesis.default or SAMPLED
    words = variants[usual].title if usual in variants else "no side taken"

    def choose(variant: str) -> None:
        visitor.change(visitor.state.with_change(key, variant or None))

    Choice(
        label=hypothesis.question,
        value=chosen,
        options=options_of(
            [(AS_SAID, f"As the scenario has it: {words}"), *((one.name, one.title) for one in variants.values())]
        ),
        changed=bool(chosen),
        event_chosen=visitor.safely(choose),
    )
