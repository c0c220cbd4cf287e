"""Notes on a scenario: settings that have no effect, or an unexpected one, each in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from model.scenario.pressure import HISTORY, Combine, Pressure
from model.scenario.scenario import Sampling, Scenario
from model.theory.names import Vocabulary


def notes_on(scenario: Scenario, vocabulary: Vocabulary) -> Iterator[str]:
    """Every note; a pressure of history counts only where a file or a setting above history changes it."""
    past = scenario.chain[0]
    changed = [key for key, place in scenario.origins.items() if place.rpartition(":")[0] != past]
    for pressure in scenario.pressures.values():
        key = f"pressures.{pressure.name}"
        if not pressure.name.startswith(HISTORY) or any(one.startswith(f"{key}.") for one in changed):
            yield from (f"{key} {text}" for text in _on_pressure(scenario, pressure, vocabulary))
    yield from _on_switches(scenario, vocabulary)
    yield from _on_parameters(scenario, vocabulary)


def _on_pressure(scenario: Scenario, pressure: Pressure, vocabulary: Vocabulary) -> Iterator[str]:
    if pressure.path:
        yield from _on_path(scenario, pressure)
    else:
        yield from _on_window(scenario, pressure)
    if pressure.probability == 0:
        yield "has no effect: its probability is 0"
    heights = [value for _, value in pressure.path] or [pressure.level]
    if pressure.combine not in (Combine.FORCE, Combine.FORBID) and not any(heights):
        yield "has no effect: its level is 0"
    when, domain = pressure.when, vocabulary.domains.get(pressure.when.variable) if pressure.when else None
    if when is None or domain is None:
        return
    limits = f"it lies between {domain.low:g} and {domain.high:g}"
    if when.above is not None and when.above >= domain.high:
        yield f"never starts: {when.variable} is never above {when.above:g}, {limits}"
    if when.below is not None and when.below <= domain.low:
        yield f"never starts: {when.variable} is never below {when.below:g}, {limits}"


def _on_window(scenario: Scenario, pressure: Pressure) -> Iterator[str]:
    windows = [window for window in pressure.windows(scenario.months) if window[0] <= window[1]]
    begins = scenario.date(pressure.start)
    if pressure.start >= scenario.months:
        yield f"has no effect: it begins in {begins}, after the run ends in {scenario.end}"
    elif pressure.latest is not None and pressure.latest >= scenario.months:
        yield f"does not begin before the run ends in {scenario.end} where a later month is drawn"
    elif not windows:
        yield f"has no effect: it is over before the run starts in {scenario.start}"
    else:
        onset, last = windows[0]
        lasts = pressure.length or last - onset + 1
        if pressure.ramp > lasts:
            yield f"never reaches its level: it grows over {pressure.ramp} months, but lasts {lasts}"


def _on_path(scenario: Scenario, pressure: Pressure) -> Iterator[str]:
    (first, low), *_, (last, high) = (pressure.path[0], *pressure.path)
    if first >= scenario.months:
        yield f"is {low:g} all the time: its path begins in {scenario.date(first)}, after the run ends"
    if last < 0:
        yield f"is {high:g} all the time: its path ends in {scenario.date(last)}, before the run starts"


def _on_switches(scenario: Scenario, vocabulary: Vocabulary) -> Iterator[str]:
    switches = vocabulary.switches
    for mechanism in scenario.switch_off:
        if mechanism in switches and not switches[mechanism]:
            yield f"switch_off {mechanism} has no effect: the model has no switch for this mechanism"
    if switches and {key for key, acts in switches.items() if acts} <= set(scenario.switch_off):
        yield "switch_off names every mechanism that has a switch: hardly anything of the theory is left"


def _on_parameters(scenario: Scenario, vocabulary: Vocabulary) -> Iterator[str]:
    off = {key: one for one in scenario.switch_off for key in vocabulary.switches.get(one, ())}
    variants = scenario.hypotheses.items()
    chosen = {key: f"{name}: {one}" for name, one in variants for key in vocabulary.hypotheses[name][one]}
    for key, setting in scenario.parameters.items():
        if key in off:
            yield f"parameters.{key} has no effect: switch_off {off[key]} sets it to zero"
        elif key in chosen:
            yield f"parameters.{key} replaces what the hypothesis '{chosen[key]}' says"
        if scenario.sampling is Sampling.BEST and setting.low is not None:
            yield f"parameters.{key} has a range, but with sampling 'best' all worlds use a single value"
