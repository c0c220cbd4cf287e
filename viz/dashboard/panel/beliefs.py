"""What the world is believed to be like: numbers, where documents disagree, and which worlds are drawn."""

from __future__ import annotations

from collections.abc import Sequence

import solara
from reacton import ipyvuetify as rv

from experiments.comparison.footing import Beliefs as Sides
from model.evidence.hypotheses import SAMPLED, Hypothesis
from model.evidence.load import load_seeds
from model.scenario.scenario import Sampling
from viz.dashboard.panel.numbers import NumberRow, found, numbers
from viz.dashboard.state import MOST_WORLDS
from viz.dashboard.values import NOTHING_CHANGED
from viz.dashboard.visitor import Visitor, use_visitor
from viz.dashboard.widgets.layout import Fold, Text
from viz.dashboard.widgets.parts import Choice, NumberField, SearchField, Slider, options_of

LISTED = 10
"""Numbers that are listed at once."""
UNCHOSEN = ""
"""Value of a choice: as in the scenario."""
VARIES = "varies by world"
SAMPLINGS = {
    Sampling.CONDITIONED: "Worlds that agree with the record",
    Sampling.PRIOR: "All worlds, whether or not they agree",
    Sampling.BEST: "Every number at its best value",
}
SIDES = {Sides.TOGETHER: "On both sides of a comparison", Sides.EACH: "Only in this scenario"}
MOST_SEED = 2**31 - 1


@solara.component
def Beliefs() -> None:
    """Three folds; each says how much of it is changed."""
    visitor = use_visitor()
    keys = list(visitor.state.changes)
    moved = sum(key.startswith("parameters.") for key in keys)
    sides = sum(key.startswith("hypotheses.") for key in keys)
    scenario, hypotheses = visitor.scenario, load_seeds().hypotheses
    with rv.Html(tag="div", class_="tr-beliefs"):
        with Fold("Numbers", note=f"{len(numbers())}, {moved or 'none'} changed"):
            Numbers()
        with Fold("Where documents disagree", note=f"{len(hypotheses)}, {sides or 'none'} set"):
            for hypothesis in hypotheses.values():
                HypothesisChoice(hypothesis).key(hypothesis.name)
        with Fold("Worlds and draws", note=f"{scenario.worlds:,}, seed {scenario.seed}"):
            Worlds()


@solara.component
def Numbers() -> None:
    """The numbers that move alignment most, or those that have the words looked for."""
    visitor = use_visitor()
    text, set_text = solara.use_state("")
    words = text.lower().split()
    changed = tuple(key.removeprefix("parameters.") for key in visitor.state.changes if key.startswith("parameters."))
    rows = found(words, changed)
    with rv.Html(tag="div"):
        SearchField(label="Search by name or key", event_searched=visitor.safely(lambda sent: set_text(str(sent))))
        Text("p", _of_how_many(rows, words), "tr-hint")
        NumberRows(rows[:LISTED])


def _of_how_many(rows: Sequence[NumberRow], words: Sequence[str]) -> str:
    if not words:
        return "Those that move alignment most; search for the others."
    if not rows:
        return "No number has these words."
    return f"{len(rows)} found" + (f"; the first {LISTED} are listed." if len(rows) > LISTED else ".")


@solara.component
def NumberRows(rows: Sequence[NumberRow]) -> None:
    """A slider for each of some numbers."""
    visitor = use_visitor()
    with rv.Html(tag="div"):
        for row in rows:
            _number(visitor, row).key(row.key)


def _number(visitor: Visitor, row: NumberRow) -> solara.Element:
    """A slider of one number; whoever asks for its sources sees them beside the page."""
    fixed = row.fixed(visitor.scenario)
    return Slider(
        label=row.label,
        value=row.best if fixed is None else fixed,
        low=row.low,
        high=row.high,
        step=row.step,
        digits=row.digits,
        unit=row.unit,
        untouched=VARIES if fixed is None else "",
        sourced=True,
        event_asked=visitor.safely(lambda *_: visitor.look(thing=row.key)),
        changed=row.setting in visitor.state.changes,
        event_moved=visitor.safely(lambda value: visitor.set(row.setting, row.nearest(value))),
        event_released=visitor.safely(lambda *_: visitor.take_back(row.setting)),
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
    Choice(
        label=hypothesis.question,
        value=chosen,
        options=options_of([(UNCHOSEN, f"As in the scenario: {said}"), *titles]),
        changed=bool(chosen),
        sourced=True,
        event_asked=visitor.safely(lambda *_: visitor.look(thing=hypothesis.key)),
        event_chosen=visitor.safely(lambda variant: visitor.set(key, variant or NOTHING_CHANGED)),
    )


@solara.component
def Worlds() -> None:
    """Which worlds are drawn, how many, and from which random numbers."""
    visitor = use_visitor()
    scenario, changes = visitor.scenario, visitor.state.changes

    def take(key: str, text: str) -> None:
        number = int(text) if text.strip().lstrip("-").isdigit() else None
        if number is None:
            visitor.refuse(key, f"'{text}' is not a whole number.")
        elif key == "worlds" and number > MOST_WORLDS:
            visitor.refuse(key, f"A page shows at most {MOST_WORLDS:,} worlds; the command line takes more.")
        else:
            visitor.set(key, number)

    chosen = visitor.state.chosen
    with rv.Html(tag="div"):
        Choice(
            label="Which worlds",
            value=str(scenario.sampling),
            options=options_of([(str(one), text) for one, text in SAMPLINGS.items()]),
            changed="sampling" in changes,
            event_chosen=visitor.safely(lambda sampling: visitor.set("sampling", sampling)),
        )
        for key, label, most in (
            ("worlds", "How many", MOST_WORLDS),
            ("seed", "Seed of random numbers", MOST_SEED),
        ):
            NumberField(
                label=label,
                value=getattr(scenario, key),
                low=1 if key == "worlds" else 0,
                high=most,
                refused=list(visitor.refusal_of(key)),
                changed=key in changes,
                event_entered=visitor.safely(lambda text, key=key: take(key, str(text))),
            ).key(key)
        Choice(
            label="Numbers and sides taken hold",
            value=str(chosen.beliefs),
            options=options_of(
                [(str(Sides.TOGETHER), "On both sides of a comparison"), (str(Sides.EACH), "Only here")]
            ),
            changed=chosen.beliefs is not Sides.TOGETHER,
            event_chosen=visitor.safely(lambda sides: visitor.compare_with(chosen.comparison, Sides(sides))),
        )
