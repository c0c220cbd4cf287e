"""The rows of pressures on the page, and what a visitor does with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from model.scenario.scenario import Scenario
from model.story.phrases import month_in_words
from viz.dashboard.bar_changes import bar_changes
from viz.dashboard.panel.rows import Group, Row, nearest_step, rows_of
from viz.dashboard.session import DRAG
from viz.dashboard.state import State, scenario_of
from viz.dashboard.values import Block
from viz.dashboard.visitor import Visitor, use_visitor
from viz.dashboard.widgets.parts import JsonList, plain_list

SHARE_STEP = 0.05
LONGEST_RAMP = 336
SENT = ("name", "label", "owner", "spans", "value", "low", "high", "step", "first", "last", "ramp", "probability",
        "remark", "changed", "removed")  # fmt: skip
"""What a browser is sent of a row; notes go on their own, because they stay the same."""
ADDED = "You added it."
revealed = solara.reactive(("", 0))
"""The pressure whose row is to be opened, and a number that tells one wish from the next; each visit has its own."""


def reveal(name: str) -> None:
    """Open the row of a pressure and bring it into view, as a click on its bar does."""
    revealed.value = (name, revealed.peek()[1] + 1)


@solara.component_vue("pressures.vue", to_json=dict.fromkeys(("sections", "dates", "notes", "shown"), plain_list))
def _Pressures(
    heading: str,
    sections: JsonList,
    dates: JsonList,
    notes: JsonList,
    shown: JsonList,
    event_acted: Callable[[dict[str, Any]], None],
) -> None: ...


def rows_for(visitor: Visitor) -> tuple[Row, ...]:
    """The rows of what a visitor has chosen."""
    state = visitor.state
    return rows_of(visitor.scenario, scenario_of(state.as_it_was()), scenario_of(State()), state.changes)


def months_in_words(scenario: Scenario) -> JsonList:
    """The months of a run, as options."""
    return JsonList([month_in_words(scenario.date(month)) for month in range(scenario.months)])


@solara.component
def Pressures(
    own: Sequence[Row],
    groups: Sequence[Group] = (),
    heading: str = "This scenario adds",
    *,
    reveals: bool = True,
) -> None:
    """Rows of pressures: the first ones ready to be moved, the others under whoever presses, folded.

    `reveals` says whether these are the rows that `reveal` opens.
    """
    visitor = use_visitor()
    rows = {row.name: row for row in (*own, *(row for group in groups for row in group.rows))}
    added = {key for key, value in visitor.state.changes.items() if isinstance(value, Block)}

    def section(title: str, count: str, some: Sequence[Row]) -> dict[str, Any]:
        return {"title": title, "count": count, "rows": [_plain(visitor, row, added=row.key in added) for row in some]}

    sections = [section("", "", own)] if own else []
    sections += [section(one.title, one.count, one.rows) for one in groups]

    def act(sent: Mapping[str, Any]) -> None:
        row = rows.get(str(sent.get("name")))
        if row is not None:
            _act(visitor, row, str(sent.get("what")), sent.get("value"), str(sent.get("drag", "")))

    _Pressures(
        heading=heading,
        sections=JsonList(sections),
        dates=months_in_words(visitor.scenario),
        notes=JsonList({row.name: ADDED if row.key in added else row.note for row in rows.values()}),
        shown=JsonList(list(revealed.value) if reveals else []),
        event_acted=visitor.safely(act),
    )


def _plain(visitor: Visitor, row: Row, *, added: bool) -> dict[str, Any]:
    """A row as the browser is sent it."""
    plain = {key: getattr(row, key) for key in SENT} | {"owner": str(row.owner)}
    return plain | {"added": added, "refused": list(visitor.refusal_of(row.key))}


def _act(visitor: Visitor, row: Row, what: str, value: object, drag: str) -> None:
    """Do what the browser says of a row: move a value or an end of its months, take it out, or take changes back."""
    match what:
        case "value" if row.value is not None:
            key = f"{row.key}.level"
            visitor.set(key, row.strength(value), moved=f"{key}{drag}" if drag.startswith(DRAG) else key)
        case "probability" if row.probability is not None:
            share = nearest_step(value, 0.0, 1.0, SHARE_STEP)
            key = f"{row.key}.probability"
            visitor.set(key, share, moved=f"{key}{drag}" if drag.startswith(DRAG) else key)
        case "ramp" if row.ramp is not None:
            visitor.set(f"{row.key}.ramp", int(nearest_step(value, 0, LONGEST_RAMP, 1)))
        case "first" | "last" if row.first is not None and row.last is not None:
            _move(visitor, row.name, *_window(row, what, int(nearest_step(value, 0, LONGEST_RAMP, 1))))
        case "asked" if row.name in visitor.scenario.pressures:
            visitor.look(thing=visitor.scenario.pressures[row.name].kind)
        case "back":
            visitor.take_back(row.key)
        case "out":
            visitor.remove_pressure(row.name)


def _window(row: Row, what: str, month: int) -> tuple[int, int]:
    """The months from which to which a row acts then: its start moves the whole of it, its end makes it longer."""
    assert row.first is not None
    assert row.last is not None
    return (month, month + row.last - row.first) if what == "first" else (row.first, month)


def _move(visitor: Visitor, name: str, first: int, last: int) -> None:
    changes = bar_changes(visitor.scenario.pressures[name], visitor.scenario, first, last)
    if changes:
        visitor.put(changes, moved=f"pressures.{name}.months")
