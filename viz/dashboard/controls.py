"""The controls of the pages, built from scenarios and seeds: nothing about the theory is written here."""

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
from viz.dashboard.state import NOTHING, START, UNCHANGED, choosable, presets
from viz.dashboard.values import NOTHING_CHANGED
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.layout import Button, Fold, Text
from viz.dashboard.widgets.parts import Choice, JsonList, Slider, options_of

CAVEAT = (
    "These are histories of a model, not forecasts. They show what follows if five documents, as we read them, are "
    "right about who wants what. The bands cover random draws and the ranges of our numbers, not what the model leaves "
    "out."
)
CONTROLS = "tr-controls"
"""Name of the controls in the page."""
ON_PATHS = "These are set month by month and have no slider; load your own scenario file to change them:"
UNCHOSEN = ""
"""Value of a choice: as in the scenario."""
OWN = "own "
"""Before the name of an own scenario among the options."""


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
        expanded, text = ("true", "Close the controls") if is_open else ("false", "Open the controls")
        attributes = {"type": "button", "aria-expanded": expanded, "aria-controls": CONTROLS}
        button = rv.Html(tag="button", children=[text], class_="tr-open", attributes=attributes)
        folded = "tr-unfolded" if is_open else "tr-folded"
        with rv.Html(tag="div", class_=folded, attributes={"id": CONTROLS}):
            AllControls()
    rv.use_event(button, "click", visitor.safely(lambda *_: set_open(not is_open)))


@solara.component
def AllControls() -> None:
    """The controls, one after another."""
    visitor = use_visitor()
    own = sliders_of(visitor.scenario, own=True)
    with rv.Html(tag="div"):
        ScenarioChoices()
        UndoAndPresets()
        if visitor.scenario.notes:
            with rv.Html(tag="ul", class_="tr-caveat", attributes={"aria-label": "Notes on the scenario"}):
                for note in visitor.scenario.notes:
                    Text("li", note)
        Text("p", CAVEAT, "tr-caveat")
        if own:
            Text("h3", "Pressures of this scenario")
        Pressures(own, own=True)
        with Fold("Numbers that move alignment most"):
            changes = visitor.state.changes
            for spec in strongest_numbers():
                Setting(replace(spec, value=float(str(changes.get(spec.key, spec.value)))))
        with Fold("Where the documents disagree"):
            for hypothesis in load_seeds().hypotheses.values():
                HypothesisChoice(hypothesis)
        with Fold("Pressures of history", is_open=not own):
            Pressures(sliders_of(visitor.scenario, own=False), own=False)
        with Fold("Your own scenario"):
            FileInput("Load a scenario file (YAML)", visitor.safely(visitor.load), visitor.safely(visitor.say))


@solara.component
def ScenarioChoices() -> None:
    """Which scenario, and what it is compared with."""
    visitor = use_visitor()
    state, titles = visitor.state, list(load_titles().items())
    own = [(OWN + name, f"Your own: {name}") for name in visitor.own_scenarios]

    Choice(
        label="Scenario",
        value=f"{OWN if state.chosen.own else ''}{state.chosen.scenario}",
        options=options_of([*own, *titles]),
        note=visitor.scenario.question,
        event_chosen=visitor.safely(lambda name: visitor.choose(name.removeprefix(OWN))),
    )
    Choice(
        label="Compare with",
        value=state.chosen.comparison or START,
        options=options_of([*titles, (UNCHANGED, "This scenario without changes"), (NOTHING, "Nothing")]),
        event_chosen=visitor.safely(visitor.compare_with),
    )


@solara.component
def UndoAndPresets() -> None:
    """Undo one step, take back all changes, and presets."""
    visitor = use_visitor()
    state = visitor.state
    with rv.Html(tag="div", class_="tr-buttons"):
        Button("Undo", visitor.safely(visitor.undo), disabled=not visitor.can_undo)
        Button("Redo", visitor.safely(visitor.redo), disabled=not visitor.can_redo)
        Button("Reset", visitor.safely(visitor.reset), disabled=not state.changes)
    ready = presets(state, levels_of(visitor.scenario))

    def choose(label: str) -> None:
        if label in ready:
            visitor.change(ready[label])

    Choice(
        label="Presets",
        value=next((label for label, one in ready.items() if one == state), UNCHOSEN),
        options=options_of([(UNCHOSEN, "Choose"), *((label, label) for label in ready)]),
        event_chosen=visitor.safely(choose),
    )


@solara.component
def Pressures(specs: list[SliderSpec], *, own: bool) -> None:
    """The sliders of pressures, and the pressures without a slider."""
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
        visitor.set(spec.key, spec.setting(value))

    Slider(
        label=spec.label,
        value=spec.value,
        low=spec.low,
        high=spec.high,
        step=spec.step,
        words=JsonList(list(spec.months)),
        digits=spec.digits,
        unit=spec.unit,
        untouched=spec.untouched,
        note=spec.source,
        changed=spec.key in visitor.state.changes,
        event_moved=visitor.safely(move),
        event_released=visitor.safely(lambda *_: visitor.take_back(spec.key)),
    )


@solara.component
def HypothesisChoice(hypothesis: Hypothesis) -> None:
    """Which side to take where the documents disagree."""
    visitor = use_visitor()
    key, variants = f"hypotheses.{hypothesis.name}", hypothesis.variants
    chosen = str(visitor.state.changes.get(key, UNCHOSEN))
    usual = (not chosen and visitor.scenario.hypotheses.get(hypothesis.name)) or hypothesis.default or SAMPLED
    said = variants[usual].title if usual in variants else "no side taken"
    titles = [(one.name, one.title) for one in variants.values()]

    def choose(variant: str) -> None:
        visitor.set(key, variant or NOTHING_CHANGED)

    Choice(
        label=hypothesis.question,
        value=chosen,
        options=options_of([(UNCHOSEN, f"As in the scenario: {said}"), *titles]),
        changed=bool(chosen),
        event_chosen=visitor.safely(choose),
    )
