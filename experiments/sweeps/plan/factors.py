"""What a sweep varies: factors, each a dotted key of a scenario with the values it takes.

A *float* key (a parameter, the level or the probability of a pressure, a first value) can take any number of a range;
every other key (a date, a duration, a variant of a hypothesis, a mechanism switched off) takes the values of a list.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.core.declarations import Array
from model.ensemble.parameters import quantile
from model.evidence.parameters import Distribution
from model.scenario.changes import Change, dotted_parts
from model.scenario.files import Layers, read_layers
from model.scenario.load import settled
from model.scenario.scenario import ParameterSetting, Scenario

Written: TypeAlias = "float | int | bool | str"
"""A value as a file writes it."""

FLOAT_KEYS = ("level", "probability")
"""Keys of a pressure that can take any number of a range."""

SWITCH = "switch_off"
SCENARIO, END = "scenario", "end"
"""Keys of one part: which scenario every point is a change of, and the last month of its run."""


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor of a sweep: one key of the scenario and its values.

    Attributes:
        key: Its dotted key, e.g. ``pressures.eu_2017.level`` or ``switch_off.M28``.
        values: The values of a list; empty for a range.
        best: Likeliest value of a range that is not uniform.
        steps: Number of values that a grid takes of a range, ends included; 0 where none is given.
        base: What the scenario itself has: a number for a range, a place in `values` for a list; NaN if neither.
    """

    key: str
    label: str
    values: tuple[Written, ...] = ()
    low: float = 0.0
    high: float = 0.0
    best: float = 0.0
    distribution: Distribution = Distribution.UNIFORM
    steps: int = 0
    base: float = math.nan

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of its key."""
        return dotted_parts(self.key)

    @property
    def is_list(self) -> bool:
        """Whether it takes the values of a list."""
        return bool(self.values)

    @property
    def is_float(self) -> bool:
        """Whether it can take any number of a range."""
        parts = self.parts
        if parts[0] in ("parameters", "initial"):
            return True
        return parts[0] == "pressures" and parts[-1] in FLOAT_KEYS

    @property
    def is_parameter(self) -> bool:
        """Whether it is a number of the model."""
        return self.parts[0] == "parameters"

    @property
    def is_switch(self) -> bool:
        """Whether it switches a mechanism off."""
        return self.parts[0] == SWITCH

    @property
    def is_direct(self) -> bool:
        """Whether its values can be set without reading the scenario again."""
        return self.is_float or self.is_switch

    @property
    def levels(self) -> int:
        """How many values it takes in a grid."""
        return len(self.values) or self.steps

    def at(self, shares: Array) -> Array:
        """Values at places from 0 to 1 of its distribution: numbers of a range, places in a list."""
        if self.is_list:
            return np.minimum(np.floor(shares * len(self.values)), len(self.values) - 1.0)
        inside = quantile(shares, self.low, self.best, self.high, self.distribution)
        return np.clip(inside, self.low, self.high)

    def at_level(self, places: NDArray[np.int64]) -> Array:
        """Values at places in a grid."""
        if self.is_list:
            return places.astype(np.float64)
        return self.low + (self.high - self.low) * (places / max(self.steps - 1, 1))

    def written(self, value: float) -> Written:
        """A value as a file would write it."""
        return self.values[int(value)] if self.is_list else float(value)

    def numbers(self, values: Array) -> Array:
        """Values as numbers to calculate with: those of the list if they are numbers, else places in it."""
        if self.is_list and are_numbers(self.values):
            return np.array([float(v) for v in self.values])[values.astype(np.int64)]
        return values

    def shown(self, value: float) -> str:
        """A value in words."""
        written = self.written(value)
        if isinstance(written, bool):
            return "true" if written else "false"
        return f"{written:.6g}" if isinstance(written, float) else str(written)


def are_numbers(values: Sequence[Written]) -> bool:
    """Whether all values are numbers; also where there are none, as for a range."""
    return all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)


def apply(scenario: Scenario, factors: Sequence[Factor], values: Sequence[float]) -> Scenario:
    """The scenario with direct keys set, in place of what it says about them.

    Args:
        scenario: The scenario, which has been read with the values of all other keys.
        factors: Factors; those whose keys are not direct are left alone.
        values: One number per factor, as `Factor.at` gives them.
    """
    parameters: dict[str, ParameterSetting] = dict(scenario.parameters)
    pressures, initial, off = dict(scenario.pressures), dict(scenario.initial), dict.fromkeys(scenario.switch_off)
    moved = False
    for factor, value in zip(factors, values, strict=True):
        written = factor.values[int(value)] if factor.values else value
        if not factor.is_direct:
            continue
        first, name, *rest = factor.parts
        if first == "parameters":
            parameters[name] = ParameterSetting(float(written))
        elif first == "initial":
            initial[name] = float(written)
        elif first == "pressures":
            pressures[name], moved = replace(pressures[name], **{rest[-1]: float(written)}), True  # type: ignore[arg-type]
        elif written is True:
            off[name] = None
        else:
            off.pop(name, None)
    return replace(
        scenario,
        parameters=parameters,
        initial=initial,
        switch_off=tuple(off),
        pressures=pressures if moved else scenario.pressures,
    )


def scenario_with(text: Layers, settings: Sequence[str | Change], values: Iterable[tuple[Factor, Written]]) -> Scenario:
    """The scenario with the values of some factors set as a file would set them.

    Args:
        text: The files of the scenario of the sweep, which a factor `scenario` replaces by those of another one.
        settings: What the sweep sets on top.
        values: Factors, each with its value.

    Raises:
        InputError: The values do not go together.
    """
    own = []
    for factor, value in values:
        if factor.key == SCENARIO:
            text = read_layers(str(value))
        else:
            own.append(Change(factor.parts, value))
    return settled(text, [*settings, *own])


def described(factors: Sequence[Factor], values: Sequence[float]) -> str:
    """A point in words, e.g. ``pressures.eu_2017.level = 0.5, switch_off.M28 = true``."""
    return ", ".join(f"{f.key} = {f.shown(v)}" for f, v in zip(factors, values, strict=True))


def plain(factor: Factor) -> Mapping[str, object]:
    """A factor as plain data for the manifest."""
    given: dict[str, object] = {"key": factor.key, "label": factor.label}
    if factor.is_list:
        return given | {"values": list(factor.values)}
    spread = {"low": factor.low, "high": factor.high, "best": factor.best, "distribution": str(factor.distribution)}
    return given | spread | {"steps": factor.steps}
