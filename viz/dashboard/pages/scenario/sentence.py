"""What the page says first: what the scenario does, in the sentence that `tightrope compare` prints."""

from __future__ import annotations

import solara
from reacton import ipyvuetify as rv

from model.ensemble.record import HEADLINE, Posture
from model.story.phrases import month_in_words
from viz.charts.bands import bands
from viz.common.summary import percent
from viz.common.words import NOT_A_FORECAST, printed
from viz.dashboard.pages.scenario.cards import decimals
from viz.dashboard.results import Shown, condition_note
from viz.dashboard.state import NOTHING, START, State
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.layout import Button, Text
from viz.dashboard.widgets.parts import Announcement
from viz.sentences.effect_text import effect_sentence, second_line

BASELINE = "This is the baseline. Add a pressure to see what it does."
UNCHANGED = "Nothing differs from what it is compared with. Change something to see what it does."
PAUSE = 300
"""Milliseconds after the last change at which the sentence is said to screen readers."""


def headline(result: Shown, state: State) -> str:
    """What the scenario does beside another one; where nothing is compared, where it ends."""
    if result.comparison is not None:
        return printed(effect_sentence(result.comparison))
    chosen = state.chosen
    if result.base is None and not result.pair.unpaired and chosen.comparison != NOTHING:
        return BASELINE if chosen.scenario == START and not chosen.changes else UNCHANGED
    return _ends(result)


def _ends(result: Shown) -> str:
    run, last = result.run, month_in_words(result.run.months[-1])
    standing = int(run.standing[-1].sum())
    if not standing:
        return f"The regime stands in no world in {last}."
    client = percent(float(run.posture_shares()[Posture.CLIENT][-1]))
    median = decimals(float(bands(run, HEADLINE).median[-1]))
    return printed(f"Minsk stands at {median} in {last}, and is a client of Moscow in {client} of worlds.")


def subline(result: Shown, state: State) -> str:
    """How far worlds differ, what stays, which worlds count, and what all of this may be taken for."""
    found = result.comparison
    texts = [] if found is None else [second_line(found)]
    if found is None and headline(result, state) in (BASELINE, UNCHANGED):
        texts.append(_ends(result))
    texts += [*result.pair.unpaired, *result.pair.notes, condition_note(result.whole), NOT_A_FORECAST]
    return printed(" ".join(text for text in texts if text))


@solara.component
def Sentence(title: str, result: Shown | None, state: State, *, busy: bool) -> None:
    """The sentence as heading, said once, when it has come to rest; before there is any, the title."""
    said = solara.use_memo(lambda: "" if result is None else headline(result, state), _depends_on(result, state))
    rv.Html(tag="h1", class_="tr-sentence", children=[said or title])
    Announcement(text="" if busy else said, pause=PAUSE)


@solara.component
def Second(result: Shown | None, state: State) -> None:
    """What else has to be known, below the sentence."""
    visitor, router = use_visitor(), solara.use_router()
    text = solara.use_memo(lambda: "" if result is None else subline(result, state), _depends_on(result, state))
    with rv.Html(tag="div", class_="tr-second"):
        Text("p", text, "tr-quiet tr-subline")
        if result is not None and result.comparison is not None:
            query = f"?{visitor.query}" if visitor.query else ""
            with rv.Html(tag="div", class_="tr-ways", attributes={"role": "toolbar", "aria-label": "Ask"}):
                Button("Why?", visitor.safely(lambda *_: router.push(f"/why{query}")))
                Button("How sure?", visitor.safely(lambda *_: router.push(f"/sweeps{query}")))


def _depends_on(result: Shown | None, state: State) -> list[object]:
    """What the texts depend on: the result, and where nothing is compared what the visitor has chosen."""
    if result is None:
        return [None]
    return [result.key, None if result.comparison is not None else state.chosen]
