"""What the relations page says beside its charts: which world is watched, and what is decided in its months."""

from __future__ import annotations

from dataclasses import replace

import solara
from reacton import ipyvuetify as rv

from model.core.names import CAPITALS
from model.ensemble.record import Run
from model.story.phrases import month_in_words
from model.theory.theory import theory
from viz.dashboard.controls import Text
from viz.dashboard.pages.frame import Card
from viz.dashboard.state import MOST_WORLDS
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.parts import Choice, Packed, Slider, options_of

ALL, ONE = "all", "one"
BACK = 6
"""Months told of, up to the one that is looked at."""


@solara.component
def WhichWorld() -> None:
    """All worlds, or one of them."""
    visitor = use_visitor()
    state = visitor.state
    last = min(visitor.scenario.worlds, MOST_WORLDS) - 1

    def choose(which: str) -> None:
        visitor.look(replace(visitor.state, world=(visitor.state.world or 0) if which == ONE else None))

    with rv.Html(tag="div", class_="tr-choices"):
        options = [(ALL, "The median of all worlds"), (ONE, "One world, with its decisions")]
        Choice(
            label="Watch",
            value=ALL if state.world is None else ONE,
            options=options_of(options),
            note="",
            changed=False,
            event_chosen=visitor.safely(choose),
        )
        if state.world is not None:
            Slider(
                label="Number of the world",
                value=min(state.world, last),
                low=0,
                high=last,
                step=1,
                words=Packed([]),
                digits=0,
                unit="",
                untouched="",
                note="",
                changed=False,
                event_moved=visitor.safely(
                    lambda v: visitor.look(
                        replace(visitor.state, world=min(max(int(v), 0), last)), "number of the world"
                    )
                ),
                event_released=visitor.safely(lambda *_: None),
            )


@solara.component
def Decisions(run: Run, place: int) -> None:
    """What is decided in the month that is looked at and in the months before it; of one world only."""
    with Card("Decisions"):
        if not run.moves:
            Text("p", "Watch one world to see what is decided in it, month by month.", "tr-quiet")
            return
        with rv.Html(tag="ul", class_="tr-decisions"):
            for month in range(place, max(place - BACK, -1), -1):
                told = decided(run, month)
                Text("li", f"{month_in_words(run.months[month])}: {'; '.join(told) if told else 'nothing new'}")


def decided(run: Run, month: int) -> tuple[str, ...]:
    """What begins in a month in the one world of a run: moves taken that were not taken the month before."""
    found = []
    for move in theory().moves.values():
        taken = run.moves[move.series]
        if taken[month, 0] and not (month and taken[month - 1, 0]):
            found.append(f"{CAPITALS[move.owner]} {move.label}")
    return tuple(found)
