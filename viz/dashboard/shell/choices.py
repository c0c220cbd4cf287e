"""What the bar of the context asks of the visitor."""

from __future__ import annotations

from dataclasses import replace

from viz.common.change_names import differences
from viz.dashboard.state import MOST_WORLDS, NOTHING, UNCHANGED, choosable, scenario_of
from viz.dashboard.visitor import Visitor


def chips_of(visitor: Visitor) -> tuple[tuple[str, str], ...]:
    """Key and words of everything that differs from what the file of the scenario says."""
    state = visitor.state
    if not state.changes:
        return ()
    found = differences(scenario_of(state.as_it_was()), visitor.scenario)
    return tuple((one.key, one.text[:1].upper() + one.text[1:]) for one in found)


def choose(visitor: Visitor, name: str) -> None:
    """Choose another scenario."""
    if name in choosable():
        visitor.change(visitor.state.with_scenario(name))


def compare_with(visitor: Visitor, name: str) -> None:
    """Compare with another scenario."""
    if name in (UNCHANGED, NOTHING, *choosable()):
        visitor.change(replace(visitor.state, comparison=name), "comparison")


def take_back(visitor: Visitor, key: str) -> None:
    """Take back the change of a key, and of all keys below it."""
    state = visitor.state
    kept = tuple(one for one in state.changes if one[0] != key and not one[0].startswith(f"{key}."))
    visitor.change(replace(state, changes=kept))


def look_at(visitor: Visitor, month: str) -> None:
    """Look at a month; an empty one is the usual one."""
    if not month or month in {visitor.scenario.date(one) for one in range(visitor.scenario.months)}:
        visitor.show(replace(visitor.state, month=month), "month")


def follow(visitor: Visitor, world: str) -> None:
    """Show one world, or, where it is empty, all of them."""
    number = min(max(int(world), 0), MOST_WORLDS - 1) if world else None
    visitor.show(replace(visitor.state, world=number), "world")
