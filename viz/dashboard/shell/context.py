"""What is compared, in one bar that all pages share: scenario, comparison, changes, month and world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from model.scenario.scenario import Scenario
from model.story.phrases import month_in_words
from viz.dashboard.controls import load_titles
from viz.dashboard.shell.choices import chips_of, choose, compare_with, follow, look_at, take_back
from viz.dashboard.state import NOTHING, START, UNCHANGED
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.parts import JsonList, options_of, plain_list

OWN = "own"
LISTS = dict.fromkeys(("scenarios", "comparisons", "chips", "months"), plain_list)


@solara.component_vue("context.vue", to_json=LISTS)
def _Context(
    scenarios: JsonList,
    scenario: str,
    comparisons: JsonList,
    comparison: str,
    chips: JsonList,
    months: JsonList,
    month: str,
    worlds: int,
    world: str,
    can_undo: bool,
    can_redo: bool,
    event_chose: Callable[[str], None],
    event_compared: Callable[[str], None],
    event_taken: Callable[[str], None],
    event_looked_at: Callable[[str], None],
    event_followed: Callable[[str], None],
    event_undone: Callable[[Any], None],
    event_redone: Callable[[Any], None],
) -> None: ...


@solara.component
def Context() -> None:
    """The bar; on a phone it is one line, and the rest of it stands above the controls."""
    visitor = use_visitor()
    state, scenario, titles = visitor.state, visitor.scenario, list(short_titles().items())
    own = [(OWN, scenario.title)] if state.own else []
    months = solara.use_memo(lambda: _months(scenario), [scenario.start, scenario.months])
    chips = solara.use_memo(lambda: chips_of(visitor), [state])
    _Context(
        scenarios=options_of([*own, *titles]),
        scenario=OWN if state.own else state.scenario,
        comparisons=options_of([(UNCHANGED, "itself without changes"), (NOTHING, "nothing"), *titles]),
        comparison=state.comparison,
        chips=JsonList([{"key": key, "text": text} for key, text in chips]),
        months=options_of(months),
        month=state.month,
        worlds=scenario.worlds,
        world="" if state.world is None else str(state.world),
        can_undo=bool(visitor.session.peek().history),
        can_redo=False,
        event_chose=visitor.safely(lambda name: choose(visitor, name)),
        event_compared=visitor.safely(lambda name: compare_with(visitor, name)),
        event_taken=visitor.safely(lambda key: take_back(visitor, key)),
        event_looked_at=visitor.safely(lambda month: look_at(visitor, month)),
        event_followed=visitor.safely(lambda world: follow(visitor, world)),
        event_undone=visitor.safely(lambda *_: visitor.undo()),
        event_redone=visitor.safely(lambda *_: None),
    )


def short_titles() -> dict[str, str]:
    """Name -> title of the scenarios to choose from; the baseline without its years."""
    return {name: title.partition(",")[0] if name == START else title for name, title in load_titles().items()}


def _months(scenario: Scenario) -> list[tuple[str, str]]:
    """The months to look at, and first the one that is looked at where none is chosen."""
    dates = [scenario.date(month) for month in range(scenario.months)]
    return [("", f"last ({month_in_words(dates[-1])})"), *((date, month_in_words(date)) for date in dates)]
