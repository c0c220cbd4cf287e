"""The controls beside the charts, built from scenarios and seeds: nothing about the theory is written here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import ceil, log10

import solara
from reacton import ipyvuetify as rv

from model.evidence.load import load_seeds
from model.evidence.records import SAMPLED
from model.scenario.load import load_scenario
from viz.common.provenance import Provenance
from viz.dashboard.front.file_input import FileInput
from viz.dashboard.sliders import STEPS, Knob, knobs_of, on_paths, strengths, strongest_numbers
from viz.dashboard.state import NOTHING, UNCHANGED, choosable, plain, presets
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.parts import Choice, Packed, Slider, options_of

CAVEAT = (
    "These are histories of a model, not forecasts. They show what follows if five documents, as we read them, are "
    "right about who wants what. The bands hold luck and the ranges of our numbers; what the model leaves out they "
    "do not hold."
)
CONTROLS = "tr-controls"
"""Name of the controls in the page."""
ON_PATHS = "They follow month and value as a file gives them, so no one slider moves them; bring a file to change them:"
AS_SAID = ""
"""Of a choice: as the scenario says."""


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
        button = rv.Html(tag="button", children=[words], class_="tr-fold-head tr-open", attributes=attributes)
        folded = "tr-unfolded" if is_open else "tr-folded"
        with rv.Html(tag="div", class_=folded, attributes={"id": CONTROLS}):
            Every()
    rv.use_event(button, "click", visitor.safely(lambda *_: set_open(not is_open)))


@solara.component
def Every() -> None:
    """The controls, one after another."""
    visitor = use_visitor()
    scenario = visitor.scenario
    with rv.Html(tag="div"):
        ScenarioChoices()
        Steps()
        Text("p", CAVEAT, "tr-caveat")
        own = [knob for knob in knobs_of(scenario) if knob.own]
        past = [knob for knob in knobs_of(scenario) if not knob.own]
        if own:
            Text("h3", "Pressures of this scenario")
            for knob in own:
                Pressure(knob)
        OnPaths(own=True)
        with Fold("Numbers that move alignment most"):
            for number in strongest_numbers():
                Number(number)
        with Fold("Where the documents disagree"):
            Hypotheses()
        with Fold("Pressures of history", is_open=not own):
            for knob in past:
                Pressure(knob)
            OnPaths(own=False)
        with Fold("Your own scenario"):
            FileInput("Load a scenario file (YAML)", visitor.safely(visitor.bring), visitor.safely(visitor.refuse))


@solara.component
def ScenarioChoices() -> None:
    """Which scenario, and what it is compared with."""
    visitor = use_visitor()
    state = visitor.state
    own = [("own", f"Your own: {visitor.scenario.title}")] if state.own else []
    names = [*own, *((name, title) for name, title in load_titles().items())]

    def choose(name: str) -> None:
        if name in choosable():
            visitor.change(visitor.state.with_scenario(name))

    def compare(name: str) -> None:
        visitor.change(replace(visitor.state, comparison=name), "comparison")

    Choice(
        label="Scenario",
        value="own" if state.own else state.scenario,
        options=options_of(names),
        note=visitor.scenario.question,
        changed=False,
        event_chosen=visitor.safely(choose),
    )
    beside = [(UNCHANGED, "This scenario as it was"), (NOTHING, "Nothing"), *load_titles().items()]
    Choice(
        label="Compare with",
        value=state.comparison,
        options=options_of(beside),
        note="",
        changed=False,
        event_chosen=visitor.safely(compare),
    )


@solara.component
def Steps() -> None:
    """One step back, all the way back, and what can be set with one press."""
    visitor = use_visitor()
    state, place = visitor.state, visitor.place.peek()
    with rv.Html(tag="div", class_="tr-buttons"):
        Press("Undo", visitor.safely(lambda *_: visitor.undo()), disabled=not place.before)
        Press("Reset", visitor.safely(lambda *_: visitor.reset()), disabled=not state.changed)
    ready = presets(state.as_it_was(), strengths(visitor.scenario))
    options = [(AS_SAID, "Choose"), *((one.label, one.label) for one in ready)]
    current = next((one.label for one in ready if one.state == state), AS_SAID)

    def choose(label: str) -> None:
        found = next((one for one in ready if one.label == label), None)
        if found is not None:
            visitor.change(found.state)

    Choice(
        label="Set at once",
        value=current,
        options=options_of(options),
        note="",
        changed=False,
        event_chosen=visitor.safely(choose),
    )


@solara.component
def Pressure(knob: Knob) -> None:
    """Level, start and length of a pressure."""
    visitor = use_visitor()
    state = visitor.state
    levels, starts = dict(state.levels), dict(state.starts)
    if knob.ends is not None:
        Slider(
            label=f"{knob.label}: level",
            value=knob.level,
            low=knob.ends[0],
            high=knob.ends[1],
            step=knob.step,
            words=Packed([]),
            digits=decimals(knob.step),
            unit=knob.unit,
            untouched="",
            note=knob.source,
            changed=knob.name in levels,
            event_moved=visitor.safely(
                lambda v: visitor.change(
                    visitor.state.with_level(knob.name, nearest(v, knob.ends, knob.step)), f"level.{knob.name}"
                )
            ),
            event_released=visitor.safely(lambda *_: visitor.change(visitor.state.with_level(knob.name, None))),
        )
    if knob.dates and knob.start:
        Slider(
            label=f"{knob.label}: start",
            value=knob.dates.index(knob.start),
            low=0,
            high=len(knob.dates) - 1,
            step=1,
            words=Packed(list(knob.dates)),
            digits=0,
            unit="",
            untouched="",
            note="" if knob.ends else knob.source,
            changed=knob.name in starts,
            event_moved=visitor.safely(
                lambda v: visitor.change(visitor.state.with_start(knob.name, knob.dates[int(v)]), f"start.{knob.name}")
            ),
            event_released=visitor.safely(lambda *_: visitor.change(visitor.state.with_start(knob.name, None))),
        )
    if knob.longest > 1:
        Length(knob)


@solara.component
def Length(knob: Knob) -> None:
    """How many months a pressure lasts."""
    visitor = use_visitor()

    def move(value: float) -> None:
        months = nearest(value, (1, knob.longest), 1)
        visitor.change(visitor.state.with_length(knob.name, months), f"length.{knob.name}")

    Slider(
        label=f"{knob.label}: lasts",
        value=knob.length,
        low=1,
        high=knob.longest,
        step=1,
        words=Packed([]),
        digits=0,
        unit="month" if knob.length == 1 else "months",
        untouched="",
        note="",
        changed=knob.name in dict(visitor.state.lengths),
        event_moved=visitor.safely(move),
        event_released=visitor.safely(lambda *_: visitor.change(visitor.state.with_length(knob.name, None))),
    )


@solara.component
def OnPaths(*, own: bool) -> None:
    """Which pressures cannot be moved here, and why."""
    names = on_paths(use_visitor().scenario, own=own)
    Text("p", f"{ON_PATHS} {'; '.join(names)}." if names else "", "tr-quiet")


@solara.component
def Number(number: Provenance) -> None:
    """One of the strongest numbers; as long as nobody moves it, every world has its own."""
    visitor = use_visitor()
    ends, step = (number.low, number.high), (number.high - number.low) / STEPS
    fixed = dict(visitor.state.parameters).get(number.key)

    def move(value: float) -> None:
        at = nearest(value, ends, step)
        visitor.change(visitor.state.with_parameter(number.key, at), f"number.{number.key}")

    Slider(
        label=number.label,
        value=number.best if fixed is None else fixed,
        low=number.low,
        high=number.high,
        step=step,
        words=Packed([]),
        digits=decimals(step),
        unit=number.unit,
        untouched="each world its own",
        note=number.text,
        changed=fixed is not None,
        event_moved=visitor.safely(move),
        event_released=visitor.safely(lambda *_: visitor.change(visitor.state.with_parameter(number.key, None))),
    )


@solara.component
def Hypotheses() -> None:
    """Which side to take where the documents disagree."""
    visitor = use_visitor()
    state = visitor.state
    chosen = dict(state.hypotheses)
    said = visitor.scenario.hypotheses

    def choose(name: str) -> Callable[[str], None]:
        return lambda variant: visitor.change(visitor.state.with_hypothesis(name, variant or None))

    for one in load_seeds().hypotheses.values():
        default = said.get(one.name) if one.name not in chosen else None
        usual = default or one.default or SAMPLED
        words = one.variants[usual].title if usual in one.variants else "no side taken"
        options = [(AS_SAID, f"As the scenario has it: {words}"), *((v.name, v.title) for v in one.variants.values())]
        Choice(
            label=one.question,
            value=chosen.get(one.name, AS_SAID),
            options=options_of(options),
            note="",
            changed=one.name in chosen,
            event_chosen=visitor.safely(choose(one.name)),
        )


def nearest(value: float, ends: tuple[float, float] | None, step: float) -> float:
    """The step of a range that is nearest to a value a browser sent, which may be anything."""
    assert ends is not None
    low, high = ends
    number = min(max(float(value), low), high)
    return plain(round(min(low + round((number - low) / step) * step, high), decimals(step) + 2))


def decimals(step: float) -> int:
    """Decimals that tell one step from the next."""
    return max(0, ceil(-log10(step) - 1e-9)) if step < 1 else 0


# -- small parts of text


@solara.component
def Text(tag: str, text: str, class_: str = "") -> None:
    """Text in an element; never markup."""
    rv.Html(tag=tag, children=[text], class_=class_)


@solara.component
def Fold(title: str, children: list[solara.Element] = [], is_open: bool = False) -> None:  # noqa: B006
    """Something that opens and closes; what is in it is made only when it is open."""
    now_open, set_open = solara.use_state(is_open)
    with rv.Html(tag="div", class_="tr-fold"):
        attributes = {"type": "button", "aria-expanded": "true" if now_open else "false"}
        with rv.Html(tag="h3"):
            button = rv.Html(tag="button", children=[title], class_="tr-fold-head", attributes=attributes)
        if now_open:
            rv.Html(tag="div", children=children)
    rv.use_event(button, "click", use_visitor().safely(lambda *_: set_open(not now_open)))


@solara.component
def Press(label: str, on_press: Callable[..., None], *, disabled: bool = False) -> None:
    """A button; whatever fails when it is pressed is told in a sentence."""
    attributes = {"type": "button"} | ({"disabled": "disabled"} if disabled else {})
    button = rv.Html(tag="button", children=[label], class_="tr-button", attributes=attributes)
    rv.use_event(button, "click", use_visitor().safely(on_press))
