"""The effect of a scenario compared with the one it extends: when they differ most, and how long each pressure binds.

    base = base_of(scenario)
    effect = effect_of(finished, base)
    effect.largest.median, finished.months[effect.largest.month]       # e.g. -0.29, 2018-10

Both run with the same random numbers, so a world's difference is due to the scenario. A difference exists only where
the regime stands in both runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from model.core.arrays import order_statistic
from model.core.declarations import Array, Mask
from model.core.draws import Draws
from model.core.places import ROOT
from model.ensemble.drivers import Pressures
from model.ensemble.record import HEADLINE, Run
from model.runs.outcomes import counted
from model.runs.run import run as run_worlds
from model.scenario.load import load_scenario
from model.scenario.pressure import Combine, Pressure
from model.scenario.scenario import Scenario
from model.theory.theory import theory

FLOORS = MappingProxyType(
    {
        "acceptance_pressure": "system.great_powers_accept",
        "base_demand_pressure": "russia.base_demand",
        "border_pressure": "russia.border_zones",
        "energy_cut_pressure": "russia.oil_cut",
        "eu_sanctions_pressure": "eu.sanctions",
        "exploitation_pressure": "russia.exploitation",
        "forces_pressure": "belarus.russian_presence",
        "integration_pressure": "russia.integration_demand",
        "reform_pressure": "belarus.reform",
        "repression_pressure": "belarus.repression_chosen",
        "rescue_pressure": "russia.rescue_given",
        "rival_clients_pressure": "russia.rival_clients",
        "signed_integration_pressure": "belarus.integration",
        "soft_power_pressure": "russia.hostile_media",
        "subsidy_pressure": "russia.subsidy",
        "trade_ban_pressure": "russia.trade_ban",
        "unrest_pressure": "belarus.unrest",
        "us_sanctions_pressure": "us.sanctions",
    }
)
"""Driver that sets a least level -> the series that is then at least this high."""

ROUNDING = 1e-6
"""Series are recorded in single precision; a floor this little above a series does not raise it."""


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """How far alignment with the scenario differs from alignment without it, world by world, in one month.

    Attributes:
        median: Median of the differences; NaN where no world stands in both runs.
        low: 5 % of the differences lie at or below this.
        high: 95 % of them do.
        worlds: Number of worlds that count and stand in both runs.
        left_out: Share of the worlds that count whose regime has fallen in either run.
    """

    month: int
    median: float
    low: float
    high: float
    worlds: int
    left_out: float


@dataclass(frozen=True, slots=True)
class Binding:
    """Whether and how long a pressure acted.

    Attributes:
        months: Number of months in which it presses in some world; None where that depends on the course of the run.
        worlds: Share of the worlds in which it ever presses; None likewise.
        idle: Share of those months and worlds in which it changes nothing, because what it demands happens anyway in
            the run without it; None where it adds to what there is, so that it always acts.
        compared: Dotted series or move that `idle` compares with; empty where it is None.
    """

    pressure: Pressure
    months: int | None
    worlds: float | None
    idle: float | None = None
    compared: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a scenario compared with the one it extends.

    Attributes:
        largest: The month in which the median difference is largest in size; the first one if there is none.
        bindings: Each pressure that the scenario adds or changes.
    """

    base: Scenario
    largest: PairedDifference
    final: PairedDifference
    bindings: tuple[Binding, ...]


def base_of(scenario: Scenario) -> Scenario | None:
    """What a scenario is compared with: what its file extends, or its file without the settings laid upon it.

    It takes worlds, random numbers, sampling and end from the scenario. None where nothing is left to compare.
    """
    *below, own = scenario.chain[1:]
    name = below[-1] if below else own
    file = next((path for path in (ROOT / name, Path(name)) if path.is_file()), None)
    if file is None:
        return None
    found = load_scenario(file)
    if found.start != scenario.start:
        return None
    taken = ("worlds", "seed", "sampling", "end", "months", "read_from", "given")
    base = replace(found, **{key: getattr(scenario, key) for key in taken})
    compared = ("pressures", "parameters", "hypotheses", "switch_off", "initial")
    return None if all(getattr(base, key) == getattr(scenario, key) for key in compared) else base


def effect_of(run: Run, base: Scenario, progress: Callable[[int, int], None] | None = None) -> Effect:
    """Run the scenario that another one extends with the same random numbers, and compare.

    Args:
        run: The finished run of a scenario; it must have recorded the headline.
        base: What `base_of` gives for its scenario.
        progress: Called with months done and months in all.
    """
    added = [one for name, one in run.scenario.pressures.items() if base.pressures.get(name) != one]
    floors = {FLOORS[one.moves] for one in added if one.moves in FLOORS}
    ordered = any(one.combine in (Combine.FORCE, Combine.FORBID) for one in added)
    keep = (HEADLINE, *sorted(floors))
    beside = run_worlds(base, keep=keep, moves=ordered, worlds=run.numbers, progress=progress)
    counts = counted(run)
    apart = np.asarray(run.series[HEADLINE] - beside.series[HEADLINE], dtype=np.float64)[:, counts]
    read = range(run.scenario.read_from, len(run.months))
    differences = [_difference(month, apart[month]) for month in read]
    largest = max(differences, key=lambda one: -1.0 if np.isnan(one.median) else abs(one.median))
    return Effect(base, largest, differences[-1], tuple(binding_of(one, run, beside, counts) for one in added))


def _difference(month: int, apart: Array) -> PairedDifference:
    low, median, high = (order_statistic(apart, share, skip_missing=True) for share in (0.05, 0.5, 0.95))
    stand = int(np.count_nonzero(~np.isnan(apart)))
    return PairedDifference(month, median, low, high, stand, 1.0 - stand / apart.size if apart.size else 0.0)


def binding_of(pressure: Pressure, run: Run, beside: Run, counts: Mask) -> Binding:
    """Whether and how long a pressure of a run acted, held against the run without it in the worlds that count.

    Args:
        pressure: A pressure of the run.
        run: The run; the same worlds and months as `beside`.
        beside: The run without it, with the series of `FLOORS`, or with its moves where a move is forced or forbidden.
        counts: The worlds that count.
    """
    if pressure.when is not None:
        return Binding(pressure, None, None)
    size = _sizes(pressure, run)[:, counts]
    presses = size != 0.0
    months, worlds = int(presses.any(axis=1).sum()), float(presses.any(axis=0).mean()) if presses.size else 0.0
    if not presses.any():
        return Binding(pressure, months, worlds)
    if pressure.combine in (Combine.FORCE, Combine.FORBID):
        compared = theory().moves[pressure.moves].series
        made = beside.moves[compared][:, counts]
        idle = made if pressure.combine is Combine.FORCE else ~made
    elif pressure.moves in FLOORS:
        compared = FLOORS[pressure.moves]
        idle = np.asarray(beside.series[compared][:, counts] >= size - ROUNDING)
    else:
        return Binding(pressure, months, worlds)
    return Binding(pressure, months, worlds, float(idle[presses].mean()), compared)


def _sizes(pressure: Pressure, run: Run) -> Array:
    """How hard a pressure that waits for no condition presses by itself, shape (months, worlds)."""
    only = replace(run.scenario, pressures={pressure.name: pressure})
    alone = Pressures(only, tuple(theory().drivers.values()), Draws(only.seed, run.numbers), run.worlds)
    rows = []
    for month in range(len(run.months)):
        drivers = alone.at(month, _unread)
        rows.append((drivers | alone.forced | alone.forbidden)[pressure.moves])
    return np.array(rows)


def _unread(series: str) -> Array:
    """No state is needed where nothing waits for a condition."""
    raise KeyError(series)
