"""The form that adds a pressure, with what is wrong under the field that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from viz.dashboard.panel.adding import answers_of, kinds_offered, name_for, placed
from viz.dashboard.panel.pressures import months_in_words, reveal
from viz.dashboard.visitor import ADD, use_visitor
from viz.dashboard.widgets.parts import JsonList, plain_list

LENGTH = 12
"""Months that a new pressure lasts unless another end is chosen."""
KINDS_SENT = JsonList(list(kinds_offered()))


@solara.component_vue("add.vue", to_json=dict.fromkeys(("kinds", "dates", "wanted"), plain_list))
def _Add(
    kinds: JsonList,
    dates: JsonList,
    start: int,
    end: int,
    wanted: JsonList,
    refused: dict[str, list[str]],
    done: int,
    event_added: Callable[[dict[str, Any]], None],
) -> None: ...


@solara.component
def AddPressure(wanted: Sequence[object] = ("", 0)) -> None:
    """A fold with the form; `wanted` names a kind to begin with, and a number that tells one wish from the next."""
    visitor = use_visitor()
    done, set_done = solara.use_state(0)
    asked, set_asked = solara.use_state(dict[str, object]())
    scenario, month = visitor.scenario, visitor.state.view.month
    months = [scenario.date(one) for one in range(scenario.months)]

    def add(sent: Mapping[str, Any]) -> None:
        answers = answers_of(sent, months)
        set_asked(answers)
        name = visitor.add_pressure(name_for(answers), answers)
        if name:
            set_done(lambda number: number + 1)
            reveal(name)

    start = months.index(month) if month in months else len(months) // 2
    _Add(
        kinds=KINDS_SENT,
        dates=months_in_words(scenario),
        start=start,
        end=min(start + LENGTH - 1, len(months) - 1),
        wanted=JsonList(list(wanted)),
        refused=placed(visitor.refusal_of(ADD), asked),
        done=done,
        event_added=visitor.safely(add),
    )
