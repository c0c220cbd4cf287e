"""The parameters of a run: one array each with one entry per world, sampled or at their best value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from model.core.declarations import Array
from model.core.draws import Draws
from model.evidence.domains import NumberDomain
from model.evidence.parameters import Distribution, Kind, Parameter
from model.evidence.records import Seeds
from model.scenario.scenario import ParameterSetting, Sampling, Scenario

PERT_SHAPE = 4.0
"""Weight of the mode in the PERT distribution, as it is usually defined (a Beta scaled to low..high)."""


@dataclass(frozen=True)
class ParameterValues:
    """The values of all parameters in an ensemble.

    Attributes:
        by_key: Key -> array of shape (worlds,), read-only; constant parameters have a zero stride.
        forbidden: Moves that a switched-off mechanism removes.
        idle: Keys of the parameters that are zero in every world of every ensemble of the scenario.
    """

    by_key: Mapping[str, Array]
    forbidden: frozenset[str]
    idle: frozenset[str]

    @classmethod
    def of_table(cls, by_key: Mapping[str, Array], forbidden: frozenset[str]) -> ParameterValues:
        """Values from a table; `idle` follows from it."""
        idle = frozenset(key for key, value in by_key.items() if value.strides == (0,) and not value[0])
        return cls(by_key, forbidden, idle)

    def of(self, subject: str, name: str) -> Array:
        """One parameter of one rules file."""
        return self.by_key[f"{subject}.{name}"]


def parameter_values(scenario: Scenario, seeds: Seeds, draws: Draws) -> ParameterValues:
    """The parameters of every world of an ensemble, after hypotheses, overrides and switches.

    A scenario's own `parameters` beat a hypothesis; a switched-off mechanism sets its coefficients to zero.
    """
    zero, forbidden = _switched_off(scenario, seeds)
    settings = _settings(scenario, seeds, zero)
    table = {
        key: _values(parameter, settings.get(key), scenario.sampling, draws)
        for key, parameter in seeds.parameters.items()
    }
    return ParameterValues.of_table(table, forbidden)


def parameter_values_of_all(
    scenarios: Sequence[Scenario], seeds: Seeds, draws: Draws, fixed: Mapping[str, Array]
) -> tuple[dict[str, Array], tuple[frozenset[str], ...]]:
    """The parameters of the same worlds in several scenarios, one scenario after the other.

    Args:
        scenarios: The scenarios, all with one sampling.
        seeds: The evidence.
        draws: The draws of the worlds, once.
        fixed: Key -> a value for each scenario, as if its own `parameters` fixed it there.

    Returns:
        Key -> array of shape (scenarios x worlds,), as `parameter_values` gives them scenario by scenario; and for each
        scenario the moves that its switches remove.
    """
    once = {id(scenario): scenario for scenario in scenarios}
    switches = {number: _switched_off(scenario, seeds) for number, scenario in once.items()}
    settings = {number: _settings(scenario, seeds, switches[number][0]) for number, scenario in once.items()}
    order = [id(scenario) for scenario in scenarios]
    touched = {key for some in settings.values() for key in some}
    sampling, table = scenarios[0].sampling, {}
    for key, parameter in seeds.parameters.items():
        if key in fixed:
            values = np.where([key in switches[number][0] for number in order], 0.0, fixed[key])
            table[key] = _fixed_of_scenarios(values, draws.worlds)
        else:
            some = [settings[number].get(key) for number in (order if key in touched else order[:1])]
            values_of = {setting: _values(parameter, setting, sampling, draws) for setting in set(some)}
            table[key] = _of_scenarios(some, values_of, len(scenarios))
    return table, tuple(switches[number][1] for number in order)


def _fixed_of_scenarios(values: Array, worlds: int) -> Array:
    """One value per scenario, for all its worlds."""
    if values.min() == values.max():
        return constant(float(values[0]), len(values) * worlds)
    return read_only(np.repeat(values, worlds))


def _of_scenarios(
    some: Sequence[ParameterSetting | None], values: Mapping[ParameterSetting | None, Array], copies: int
) -> Array:
    """Values of several scenarios one after the other; what is the same everywhere stays without memory of its own."""
    if len(values) > 1:
        return read_only(np.concatenate([values[setting] for setting in some]))
    (own,) = values.values()
    return constant(float(own[0]), copies * len(own)) if own.strides == (0,) else read_only(np.tile(own, copies))


def read_only(values: Array) -> Array:
    """The array itself, which nobody may change any more."""
    values.flags.writeable = False
    return values


def _switched_off(scenario: Scenario, seeds: Seeds) -> tuple[frozenset[str], frozenset[str]]:
    """Parameters that the switches of a scenario set to zero, and moves that they remove."""
    switches = [seeds.mechanisms[mechanism].switch for mechanism in scenario.switch_off]
    zero = frozenset(key for switch in switches if switch is not None for key in switch.parameters)
    return zero, frozenset(move for switch in switches if switch is not None for move in switch.moves)


def _settings(scenario: Scenario, seeds: Seeds, zero: frozenset[str]) -> dict[str, ParameterSetting]:
    """What a scenario sets: its own settings beat a hypothesis, and a switch beats both."""
    settings = hypothesis_settings(scenario, seeds) | dict(scenario.parameters)
    return settings | dict.fromkeys(zero, ParameterSetting(fix=0.0))


def hypothesis_settings(scenario: Scenario, seeds: Seeds) -> dict[str, ParameterSetting]:
    """What the chosen variants of the rival hypotheses fix or range."""
    settings: dict[str, ParameterSetting] = {}
    for hypothesis in seeds.hypotheses.values():
        chosen = scenario.hypotheses.get(hypothesis.name, hypothesis.default)
        variant = hypothesis.variants.get(chosen) if chosen else None
        if variant is not None:
            settings |= {
                key: ParameterSetting(fix=s.fix, low=s.low, high=s.high, scale=s.scale)
                for key, s in variant.parameters.items()
            }
    return settings


def best_value(key: str, scenario: Scenario, seeds: Seeds) -> float:
    """A parameter where nothing is sampled, as definitions never are: after hypotheses, settings and switches."""
    zero, _ = _switched_off(scenario, seeds)
    setting = _settings(scenario, seeds, zero).get(key)
    return float(_values(seeds.parameters[key], setting, Sampling.BEST, Draws(scenario.seed, 1))[0])


def sampled_values(key: str, scenario: Scenario, seeds: Seeds, draws: Draws) -> Array:
    """One parameter in the worlds of a scenario, as `parameter_values` has it; shape (worlds,)."""
    zero, _ = _switched_off(scenario, seeds)
    return _values(seeds.parameters[key], _settings(scenario, seeds, zero).get(key), scenario.sampling, draws)


def constant(value: float, worlds: int) -> Array:
    """The same value in every world, without memory of its own."""
    return np.broadcast_to(np.float64(value), (worlds,))


def _values(parameter: Parameter, setting: ParameterSetting | None, sampling: Sampling, draws: Draws) -> Array:
    if setting is not None and setting.fix is not None:
        return constant(setting.fix, draws.worlds)
    scale = 1.0 if setting is None or setting.scale is None else setting.scale
    low, high = parameter.low, parameter.high
    if setting is not None and setting.low is not None and setting.high is not None:
        low, high = setting.low, setting.high
    best = min(max(parameter.best, low), high)
    bounded = setting is not None and not setting.because
    if sampling is Sampling.BEST or parameter.kind is Kind.DEFINITION or low == high:
        return constant(float(_fit(np.float64(best * scale), parameter.domain, bounded=bounded)), draws.worlds)

    def sampled() -> Array:
        u = draws.uniform(f"parameter/{parameter.drawn_as}")
        values = quantile(u, low, best, high, parameter.distribution) * scale
        return read_only(_fit(values, parameter.domain, bounded=bounded))

    return draws.remember((parameter.key, low, best, high, parameter.distribution, scale, bounded), sampled)


def _fit(values: Array | np.float64, domain: NumberDomain, *, bounded: bool) -> Array:
    """Values in their domain: whole where it is, and, unless a scenario says why it leaves it, not beyond its ends."""
    whole = np.rint(values) if domain.whole else values
    return np.asarray(np.clip(whole, domain.low, domain.high) if bounded else whole)


def quantile(u: Array, low: float, best: float, high: float, distribution: Distribution) -> Array:
    """The inverse distribution function of a parameter, at uniforms `u` in (0, 1).

    Uniform: low + u w with w = high - low. Log-uniform, from a low above 0 (else uniform): low (high / low)^u. PERT
    with mode m: low + w Beta(1 + 4 (m - low) / w, 1 + 4 (high - m) / w).
    """
    width = high - low
    if distribution is Distribution.PERT:
        a = 1.0 + PERT_SHAPE * (best - low) / width
        b = 1.0 + PERT_SHAPE * (high - best) / width
        return np.asarray(low + width * special.betaincinv(a, b, u), dtype=np.float64)
    if distribution is Distribution.LOG_UNIFORM and low > 0.0:
        return np.asarray(low * (high / low) ** u, dtype=np.float64)
    return low + width * u
