"""Whether and how long a pressure of a scenario acts, held against the run without it.

binding = binding_of(pressure, other, base, counts)
binding.months, binding.idle           # e.g. 20 months; in .9 of them it asks no more than happens anyway
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from model.core.declarations import Array, Mask
from model.core.draws import Draws
from model.ensemble.drivers import Pressures
from model.ensemble.record import Run
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
class Binding:
    """Whether and how long a pressure acted.

    Attributes:
        months: Most months in which it presses in one world; None where that depends on the course of the run.
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


def added(base: Scenario, other: Scenario) -> tuple[Pressure, ...]:
    """The pressures that a scenario adds to another one, or changes."""
    return tuple(one for name, one in other.pressures.items() if base.pressures.get(name) != one)


def series_for(pressures: Iterable[Pressure]) -> tuple[tuple[str, ...], bool]:
    """The series that tell whether pressures acted, and whether the moves of the run without them are needed."""
    one = tuple(pressures)
    floors = {FLOORS[pressure.moves] for pressure in one if pressure.moves in FLOORS}
    return tuple(sorted(floors)), any(pressure.combine in (Combine.FORCE, Combine.FORBID) for pressure in one)


def tells(pressure: Pressure, beside: Run) -> bool:
    """Whether the run without a pressure has recorded what tells whether the pressure acted."""
    if pressure.combine in (Combine.FORCE, Combine.FORBID):
        return theory().moves[pressure.moves].series in beside.moves
    return pressure.moves not in FLOORS or FLOORS[pressure.moves] in beside.series


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
    months, worlds = int(presses.sum(axis=0).max(initial=0)), float(presses.any(axis=0).mean()) if presses.size else 0.0
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
