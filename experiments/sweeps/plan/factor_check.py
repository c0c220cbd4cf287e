"""Checks that a scenario accepts the values of a factor, and finds the value that the scenario itself has."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from experiments.sweeps.plan.factors import Factor, Written, apply, scenario_with
from model.evidence.load import load_seeds
from model.scenario.changes import Change, dotted_parts
from model.scenario.files import Layers
from model.scenario.load import merged_layers
from model.scenario.scenario import Scenario
from model.theory.names import vocabulary
from model.yaml_files.fields import Collector
from model.yaml_files.nodes import InputError, Node, Problem, quoted


class FactorTrial:
    """Sets values in one scenario and notes what it refuses.

    Attributes:
        several: Pressures of which more than one key is varied, whose values can be tried only together.
    """

    def __init__(
        self, found: Collector, text: Layers, settings: Sequence[str | Change], scenario: Scenario, keys: Iterable[str]
    ) -> None:
        """Begin with the keys of all factors."""
        self.found = found
        self.text = text
        self.settings = tuple(settings)
        self.scenario = scenario
        self.several = _several(keys)
        self.merged = merged_layers(Collector(), vocabulary(), text, self.settings)

    def try_values(self, factor: Factor, item: Node) -> None:
        """Set values in the scenario, as a file of its own would: what is refused there is refused here."""
        if factor.is_switch or self._waits(factor):
            return
        items = item.value if isinstance(item.value, list) else None
        values = factor.values or (factor.low, factor.high)
        because = item.value.get("because") if isinstance(item.value, dict) else None
        for place, value in enumerate(values):
            reasoned = because is not None and factor.is_parameter
            change = Change(factor.parts, {"fix": value, "because": "given"} if reasoned else value)
            written = f"{{fix: {value}, because: given}}" if reasoned else str(change).partition("=")[2]
            problems = self.merged.problems_with(change) if factor.is_float else self._refusals(factor, value)
            whole = items is None and any("whole number" in one.message for one in problems)
            hint = "; list the whole numbers one by one" if whole else ""
            at = next((one for one in items or () if one.value == value), item)
            for one in problems:
                self.found.add(at, f"{quoted(factor.key)} cannot be {written}: {one.message}{hint}")
            if problems and (place or items is None):
                return

    def _refusals(self, factor: Factor, value: Written) -> Sequence[Problem]:
        """What is wrong with a word or a date, which is checked together with the whole scenario."""
        try:
            scenario_with(self.text, self.settings, [(factor, value)])
        except InputError as error:
            return error.problems
        return ()

    def _waits(self, factor: Factor) -> bool:
        """Whether its values can be tried only together with those of another factor."""
        return not factor.is_direct and factor.parts[0] == "pressures" and factor.parts[1] in self.several

    def base(self, factor: Factor) -> float:
        """What the scenario itself has; NaN where that is no value of the factor."""
        nothing = math.nan
        head, name = factor.parts[0], factor.parts[-1]
        if factor.is_switch:
            own: object = name in self.scenario.switch_off
        elif head == "parameters":
            setting = self.scenario.parameters.get(name)
            own = load_seeds().parameters[name].best if setting is None else setting.fix
        elif head == "initial":
            own = self.scenario.initial.get(name)
        elif factor.is_float:
            own = getattr(self.scenario.pressures[factor.parts[1]], name)
        else:
            return next((float(i) for i in range(len(factor.values)) if self._same(factor, i)), nothing)
        if factor.is_list:
            return next((float(place) for place, value in enumerate(factor.values) if value == own), nothing)
        return float(own) if isinstance(own, (int, float)) else nothing

    def _same(self, factor: Factor, place: int) -> bool:
        try:
            changed = scenario_with(self.text, self.settings, [(factor, factor.values[place])])
        except InputError:
            return False
        return replace(changed, origins=self.scenario.origins) == apply(self.scenario, (), ())


def _several(keys: Iterable[str]) -> frozenset[str]:
    """Pressures of which more than one key is varied."""
    parts = [dotted_parts(key) for key in keys]
    names = [some[1] for some in parts if some[0] == "pressures" and len(some) > 1]
    return frozenset(name for name in names if names.count(name) > 1)
