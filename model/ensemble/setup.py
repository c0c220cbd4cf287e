"""What an ensemble starts from: its random draws, its parameters, the pressures on it, and its first values.

Usually that is one scenario in many worlds (`setup_of`). A sweep simulates many points at once: `side_by_side` puts the
same worlds next to each other once per scenario, so that the cost of a month is shared. Every world of a scenario is
to the last bit what it is when the scenario is run alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

import numpy as np

from model.core.declarations import Array, Driver
from model.core.draws import Draws, TiledDraws
from model.ensemble.drivers import Pressures, Read
from model.ensemble.parameters import ParameterValues, parameter_values, parameter_values_of_all, read_only
from model.evidence.records import Seeds
from model.scenario.scenario import Scenario
from model.theory.theory import theory


class PressureSource(Protocol):
    """What comes from outside, month by month; see `Pressures`."""

    forced: dict[str, Array]
    forbidden: dict[str, Array]

    @property
    def has_triggers(self) -> bool:
        """Whether some pressure waits for a condition on the state."""

    def at(self, month: int, read: Read) -> dict[str, Array]:
        """Every driver of a month, one entry per world."""


@dataclass(frozen=True)
class Setup:
    """What an ensemble starts from.

    Attributes:
        seeds: The evidence.
        pressures: What comes from outside.
        initial: Dotted series -> value to start from, in place of the theory's.
        watched: Dotted series that some pressure waits for, or that decide which worlds count.
    """

    seeds: Seeds
    draws: Draws
    parameters: ParameterValues
    pressures: PressureSource
    initial: Mapping[str, Array]
    watched: tuple[str, ...]


def setup_of(scenario: Scenario, seeds: Seeds, draws: Draws) -> Setup:
    """What one scenario starts from in the worlds of some draws."""
    return Setup(
        seeds,
        draws,
        parameter_values(scenario, seeds, draws),
        Pressures(scenario, tuple(theory().drivers.values()), draws, draws.worlds),
        {series: np.full(draws.worlds, value) for series, value in scenario.initial.items()},
        _watched([scenario]),
    )


def side_by_side(
    scenarios: Sequence[Scenario], seeds: Seeds, own: Draws, fixed: Mapping[str, Array] | None = None
) -> Setup:
    """What several scenarios start from when the same worlds are simulated under each of them, side by side.

    Args:
        scenarios: At least one; they may differ in pressures, hypotheses, switches, parameters and first values.
        seeds: The evidence.
        own: The draws of the worlds; those of scenario number c are columns `c * own.worlds` and following.
        fixed: Parameter -> a value for each scenario, as if it fixed it: points of a sweep without a scenario each.

    Raises:
        ValueError: They differ in dates, in sampling, in their seeds, or in which series they set at the start.
    """
    first = scenarios[0]
    for other in scenarios:
        if any(getattr(other, key) != getattr(first, key) for key in ("start", "end", "sampling", "seed")):
            message = f"'{other.name}' cannot be run beside '{first.name}': their dates, sampling or seeds differ"
            raise ValueError(message)
        if other.initial.keys() != first.initial.keys():
            message = f"'{other.name}' cannot be run beside '{first.name}': they set different series at the start"
            raise ValueError(message)
    draws = TiledDraws(own, len(scenarios))
    table, forbidden = parameter_values_of_all(scenarios, seeds, own, fixed or {})
    common = frozenset.intersection(*forbidden)
    closed = {
        move: np.repeat([float(move in some) for some in forbidden], own.worlds)
        for move in sorted(frozenset.union(*forbidden) - common)
    }
    return Setup(
        seeds,
        draws,
        ParameterValues.of_table(table, common),
        _PressuresSideBySide(scenarios, draws, closed),
        {s: np.repeat([one.initial[s] for one in scenarios], own.worlds) for s in first.initial},
        _watched(scenarios),
    )


def _watched(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    waiting = {p.when.variable: None for one in scenarios for p in one.pressures.values() if p.when is not None}
    asked = {name: None for one in scenarios for condition in one.given for name in condition.series}
    return tuple(waiting | asked)


class _PressuresSideBySide:
    """Pressures of several scenarios: what they share is computed once, the rest scenario by scenario."""

    def __init__(self, scenarios: Sequence[Scenario], draws: TiledDraws, closed: Mapping[str, Array]) -> None:
        differing, drivers = _differing(scenarios), theory().drivers.values()
        shared = [driver for driver in drivers if driver.name not in differing]
        apart = [driver for driver in drivers if driver.name in differing]
        self._closed = closed
        self._all = Pressures(_only(scenarios[0], differing, inside=False), shared, draws, draws.worlds)
        self._groups = list(_groups(scenarios, differing, apart, draws.own)) if differing else []
        self.forced: dict[str, Array] = {}
        self.forbidden: dict[str, Array] = {}

    @property
    def has_triggers(self) -> bool:
        """Whether some pressure waits for a condition on the state."""
        return self._all.has_triggers or any(group.has_triggers for _, group in self._groups)

    def at(self, month: int, read: Read) -> dict[str, Array]:
        """Every driver of a month, within its range; months come in order."""
        drivers = self._all.at(month, read)
        forced, forbidden = dict(self._all.forced), dict(self._all.forbidden)
        if self._groups:
            parts = [group.at(month, _columns_of(read, columns)) for columns, group in self._groups]
            sizes = [columns.stop - columns.start for columns, _ in self._groups]
            drivers |= _joined(parts, sizes)
            forced |= _joined([group.forced for _, group in self._groups], sizes)
            forbidden |= _joined([group.forbidden for _, group in self._groups], sizes)
        for move, mask in self._closed.items():
            forbidden[move] = np.maximum(forbidden[move], mask) if move in forbidden else mask
        self.forced, self.forbidden = forced, forbidden
        return drivers


def _differing(scenarios: Sequence[Scenario]) -> frozenset[str]:
    """Drivers and moves on which the pressures of the scenarios differ."""
    differing: set[str] = set()
    for one, other in pairwise(scenarios):
        if one is other or one.pressures is other.pressures:
            continue
        for name in one.pressures.keys() | other.pressures.keys():
            before, after = one.pressures.get(name), other.pressures.get(name)
            if before is not after and before != after:
                differing |= {pressure.moves for pressure in (before, after) if pressure is not None}
    return frozenset(differing)


def _only(scenario: Scenario, moved: frozenset[str], *, inside: bool) -> Scenario:
    """The scenario with only those pressures that act on something of a set, or only those that do not."""
    return replace(scenario, pressures={n: p for n, p in scenario.pressures.items() if (p.moves in moved) is inside})


def _groups(
    scenarios: Sequence[Scenario], differing: frozenset[str], drivers: Sequence[Driver], own: Draws
) -> Iterator[tuple[slice, Pressures]]:
    """Neighbouring scenarios that share their pressures, with the columns that they take."""
    begin = 0
    for place in range(1, len(scenarios) + 1):
        if place < len(scenarios) and scenarios[place].pressures == scenarios[begin].pressures:
            continue
        draws = own if place - begin == 1 else TiledDraws(own, place - begin)
        scenario = _only(scenarios[begin], differing, inside=True)
        yield slice(begin * own.worlds, place * own.worlds), Pressures(scenario, drivers, draws, draws.worlds)
        begin = place


def _columns_of(read: Read, columns: slice) -> Read:
    return lambda name: read(name)[columns]


def _joined(parts: Sequence[Mapping[str, Array]], sizes: Sequence[int]) -> dict[str, Array]:
    """Values of several groups, one after the other; zero where a group lacks a name."""
    names = dict.fromkeys(name for part in parts for name in part)
    return {
        name: read_only(np.concatenate([part.get(name, np.zeros(n)) for part, n in zip(parts, sizes, strict=True)]))
        for name in names
    }
