"""Settings that move a pressure in time: its bar is dragged to other months, or pulled longer or shorter."""

from __future__ import annotations

from collections.abc import Mapping

from model.scenario.pressure import Pressure
from model.scenario.scenario import Scenario
from viz.dashboard.values import Value


def is_movable(pressure: Pressure, scenario: Scenario) -> bool:
    """Whether a pressure acts once, between months that its file gives, and begins within the run."""
    once = not pressure.path and pressure.every is None and pressure.when is None and pressure.latest is None
    return once and 0 <= pressure.start < scenario.months


def bar_changes(pressure: Pressure, scenario: Scenario, first: int, last: int) -> Mapping[str, Value] | None:
    """The settings that make a pressure act from one month to another, as its file writes them.

    Only those that become others: the start, and the last month or the length; one without an end keeps none as long
    as it lasts to the end of the run. None where it cannot be moved.

    Args:
        pressure: A pressure of the scenario.
        scenario: What it is now.
        first: Index of the first month; one outside the run is brought into it.
        last: Index of the last month, likewise; never before the first.
    """
    if not is_movable(pressure, scenario):
        return None
    final, key = scenario.months - 1, f"pressures.{pressure.name}"
    first = min(max(int(first), 0), final)
    last = min(max(int(last), first), final)
    moved = first != pressure.start
    found: dict[str, Value] = {f"{key}.start": scenario.date(first)} if moved else {}
    if pressure.duration is not None:
        length = _length(pressure, first, last, final)
        found |= {} if length == pressure.duration else {f"{key}.duration": length}
    elif last != (final if pressure.end is None else min(pressure.end, final)):
        found[f"{key}.end"] = scenario.date(last)
    if found and f"{key}.delay" in scenario.origins:  # its file moves the dates that it writes
        found |= {f"{key}.start": scenario.date(first), f"{key}.delay": 0}
        if pressure.end is not None:
            found[f"{key}.end"] = scenario.date(last)
    return found


def _length(pressure: Pressure, first: int, last: int, final: int) -> int:
    """Its length in months; as it was where the bar is cut off by the end of the run."""
    length, was = last - first + 1, pressure.duration or 1
    return was if last == final and first + was - 1 >= final else length
