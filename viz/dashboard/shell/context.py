"""What is compared, in one bar that all pages share: scenario, comparison, changes, month and world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from model.scenario.scenario import Scenario
from model.story.phrases import month_in_words
from viz.dashboard.results import Shown, month_of
from viz.dashboard.state import NOTHING, START, UNCHANGED, View, titles
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.parts import JsonList, options_of, plain_list

_NO_MONTH: solara.Reactive[str] | None = None
month_context = solara.create_context(_NO_MONTH)
"""The month that a page looks at where none is chosen; the page knows it, and the frame hands it to the bar."""
LISTS: dict[str, Callable[[Any, Any], Any]] = dict.fromkeys(
    ("scenarios", "comparisons", "chips", "months", "worlds"), plain_list
)


@solara.component_vue("context.vue", to_json=LISTS)
def _Context(
    scenarios: JsonList,
    scenario: str,
    comparisons: JsonList,
    comparison: str,
    unlinked: str,
    chips: JsonList,
    months: JsonList,
    usual: str,
    month: str,
    worlds: JsonList,
    world: str,
    can_undo: bool,
    can_redo: bool,
    event_chose: Callable[[str], None],
    event_compared: Callable[[str], None],
    event_taken: Callable[[str], None],
    event_reset: Callable[[Any], None],
    event_looked_at: Callable[[str], None],
    event_followed: Callable[[str], None],
    event_undone: Callable[[Any], None],
    event_redone: Callable[[Any], None],
) -> None: ...


@solara.component
def Context() -> None:
    """The bar; on a phone it is one line, and the rest of it stands above the controls."""
    visitor = use_visitor()
    chosen, view, scenario = visitor.state.chosen, visitor.state.view, visitor.pair.scenario
    named, own = list(short_titles().items()), [(name, name) for name in visitor.own_scenarios]
    pair = visitor.pair
    numbers = solara.use_memo(lambda: pair.worlds.tolist(), [pair])
    usual = solara.use_context(month_context)
    found = "" if usual is None else usual.value
    months = solara.use_memo(lambda: _months(scenario), [scenario.start, scenario.months])
    _Context(
        scenarios=options_of([*own, *named]),
        scenario=chosen.scenario,
        comparisons=options_of(comparisons_of(chosen.scenario)),
        comparison=chosen.comparison or START,
        unlinked=visitor.link_note,
        chips=JsonList([{"key": chip.key, "text": chip.text} for chip in visitor.chips]),
        months=options_of(months),
        usual=_usual(found),
        month=view.month,
        worlds=JsonList(numbers),
        world="" if view.world is None else str(view.world),
        can_undo=visitor.can_undo,
        can_redo=visitor.can_redo,
        event_chose=visitor.safely(visitor.choose),
        event_compared=visitor.safely(visitor.compare_with),
        event_taken=visitor.safely(visitor.take_back),
        event_reset=visitor.safely(lambda *_: visitor.reset()),
        event_looked_at=visitor.safely(lambda month: visitor.look(month=month)),
        event_followed=visitor.safely(lambda world: visitor.look(world=int(world) if world else None)),
        event_undone=visitor.safely(lambda *_: visitor.undo()),
        event_redone=visitor.safely(lambda *_: visitor.redo()),
    )


def short_titles() -> dict[str, str]:
    """Name -> title of the scenarios to choose from; the baseline without its years."""
    return {name: title.partition(",")[0] if name == START else title for name, title in titles().items()}


def comparisons_of(scenario: str) -> list[tuple[str, str]]:
    """Value and text of everything a scenario can be compared with; the baseline with itself, as its file says."""
    named = short_titles()
    if scenario == START:
        return [*(named | {START: f"{named[START]} as it was"}).items(), (NOTHING, "nothing")]
    return [*named.items(), (UNCHANGED, "itself without changes"), (NOTHING, "nothing")]


def use_month(month: str) -> None:
    """Tell the bar which month (``YYYY-MM``) a page looks at where the visitor chose none."""
    usual = solara.use_context(month_context)

    def tell() -> Callable[[], None] | None:
        if usual is None:
            return None
        usual.set(month)
        return lambda: usual.set("")

    solara.use_effect(tell, [month])


def use_usual_month(result: Shown | None, otherwise: str = "") -> str:
    """Tell the bar the month (``YYYY-MM``) of the largest difference of a result, or another while there is none."""
    key = "" if result is None else result.key
    month = solara.use_memo(
        lambda: otherwise if result is None or not result.run.worlds else result.run.months[month_of(result, View())],
        [key],
    )
    use_month(month)
    return month


def _months(scenario: Scenario) -> list[tuple[str, str]]:
    """The months to look at."""
    return [(date, month_in_words(date)) for date in map(scenario.date, range(scenario.months))]


def _usual(month: str) -> str:
    """The month that is looked at where none is chosen, as the first option."""
    return f"{month_in_words(month)} (usual)" if month else "of the largest difference"
