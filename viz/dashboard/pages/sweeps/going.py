"""From a point of a sweep to the scenario: where one stands on its map, and how a point becomes the scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from experiments.sweeps.plan.factors import END, SCENARIO, Factor
from model.scenario.scenario import Scenario
from viz.charts.sweep import Place, at_cell, place_of
from viz.dashboard.address import CHANGEABLE
from viz.dashboard.state import State, choosable, scenario_of
from viz.dashboard.sweeping.stored import StoredSweep
from viz.dashboard.values import Value, frozen, value_of
from viz.sentences.sweep_text import value_words

OTHER = "Choose the scenario '{}' first: this one has no pressure '{}'."
FIXED = "'{}' cannot be set on this page."


def here_on(factors: Sequence[Factor], scenario: Scenario, best: Mapping[str, float]) -> Place | None:
    """Where the scenario stands on a map of one or two factors; None where it stands beside it.

    Args:
        factors: What is varied.
        scenario: The scenario.
        best: Key -> value of numbers that the scenario leaves at their best.
    """
    places = [place_of(value_in(factor, scenario, best), factor) for factor in factors]
    if any(place is None for place in places):
        return None
    return Place(*(place for place in places if place is not None))


def value_in(factor: Factor, scenario: Scenario, best: Mapping[str, float]) -> object:
    """What a scenario has for a factor, as a file writes it; None where it has no single value."""
    if factor.key in (SCENARIO, END):
        return scenario.name if factor.key == SCENARIO else scenario.end
    head, name, *rest = factor.parts
    if head == "hypotheses":
        return scenario.hypotheses.get(name)
    if head == "parameters":
        setting = scenario.parameters.get(name)
        return best.get(name) if setting is None else setting.fix
    pressure = scenario.pressures.get(name) if head == "pressures" else None
    if pressure is None or not rest or (rest[0] == "start" and pressure.latest is not None):
        return None
    value = getattr(pressure, rest[0], None)
    return scenario.date(value) if rest[0] in ("start", "end") and isinstance(value, int) else value


def cell_words(factors: Sequence[Factor], cell: int) -> str:
    """The values of a point as they are read, e.g. 0.5, December 2019."""
    values = at_cell(factors, cell)
    return "" if values is None else ", ".join(value_words(*pair) for pair in zip(factors, values, strict=True))


def going_to(state: State, sweep: StoredSweep, factors: Sequence[Factor], cell: int) -> tuple[State, str]:
    """The state in which a point is the scenario, or as it was with a sentence that says why it cannot be.

    The values are set on the current scenario; where that lacks what is varied, on the scenario of the sweep.
    """
    values = at_cell(factors, cell)
    if values is None:
        return state, ""
    chosen = [(factor, factor.written(value)) for factor, value in zip(factors, values, strict=True)]
    unknown = next((one.key for one, _ in chosen if not (one.key == SCENARIO or CHANGEABLE.fullmatch(one.key))), None)
    if unknown is not None:
        return state, FIXED.format(unknown)
    made: dict[str, Value] = {factor.key: frozen(value) for factor, value in chosen if factor.key != SCENARIO}
    named = next((str(value) for factor, value in chosen if factor.key == SCENARIO), state.chosen.scenario)
    lacking = next((key for key in made if not _is_there(key, state)), None)
    if lacking is not None and len(made) == len(chosen):
        named = sweep.scenario
    if named != state.chosen.scenario:
        if named not in choosable():
            of = named.rpartition("/")[2]
            return state, FIXED.format(SCENARIO) if lacking is None else OTHER.format(of, lacking.split(".")[1])
        state = state.with_scenario(named)
        made = {key: value_of(text) for key, _, text in (one.partition("=") for one in sweep.settings)} | made
    return state.with_changes(made), ""


def _is_there(key: str, state: State) -> bool:
    head, _, rest = key.partition(".")
    return head != "pressures" or any(rest.startswith(f"{name}.") for name in scenario_of(state).pressures)
