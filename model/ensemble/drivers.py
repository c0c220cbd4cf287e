"""The pressures of a scenario as drivers, month by month: what comes from outside, in every world.

Whatever is the same in every world is computed once, as a table of months by drivers. Probabilities and triggers are
then applied world by world, so that a world alone has the pressures that it has among others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np

from model.core.declarations import FLAG, Array, Domain, Driver, Mask
from model.core.draws import Draws
from model.scenario.pressure import Combine, Pressure, When
from model.scenario.scenario import Scenario

Read = Callable[[str], Array]
"""Gives last month's value of a dotted series, one entry per world."""


class Pressures:
    """What acts on the five from outside in each month of an ensemble.

    Attributes:
        forced: Move -> 1 where it is forced this month, else 0; shape (worlds,). As of the last call of `at`.
        forbidden: Move -> 1 where it is forbidden this month.
    """

    def __init__(self, scenario: Scenario, drivers: Sequence[Driver], draws: Draws, worlds: int) -> None:
        """Compute everything that is the same in every world; `draws` decide on pressures with a probability."""
        self._months = scenario.months
        pressures = list(scenario.pressures.values())
        unknown = {p.moves for p in pressures if _drives(p)} - {d.name for d in drivers}
        if unknown:
            message = f"no driver is called {', '.join(sorted(unknown))}"
            raise ValueError(message)
        parts: list[_Part] = [_part(p, scenario.months, draws, worlds) for p in pressures]
        self._triggers = [part for part in parts if isinstance(part, _Trigger)]
        self._drivers = _Group(
            {d.name: d.domain for d in drivers},
            [part for part in parts if _drives(part.pressure)],
            scenario.months,
            worlds,
        )
        self._forced = _moves(Combine.FORCE, parts, scenario.months, worlds)
        self._forbidden = _moves(Combine.FORBID, parts, scenario.months, worlds)
        self._watched = tuple(dict.fromkeys(t.when.variable for t in self._triggers))
        self._next = 0
        self.forced: dict[str, Array] = {}
        self.forbidden: dict[str, Array] = {}

    @property
    def has_triggers(self) -> bool:
        """Whether some pressure waits for a condition on the state, so that months must be computed in order."""
        return bool(self._triggers)

    def at(self, month: int, read: Read) -> dict[str, Array]:
        """Every driver of a month, within its range; with triggers, months must come in order.

        Args:
            month: Index of the month from the start of the run; 0 begins anew.
            read: Last month's state, for triggers.

        Returns:
            Driver -> read-only array of shape (worlds,); after the last month its values stay.

        Raises:
            ValueError: A month was left out or came again although a trigger counts months.
        """
        if self._triggers:
            self._watch(month, read)
        self.forced = self._forced.at(month)
        self.forbidden = self._forbidden.at(month)
        return self._drivers.at(month)

    def _watch(self, month: int, read: Read) -> None:
        if month not in (0, self._next):
            message = f"triggers count months: {self._next} comes next, not {month}"
            raise ValueError(message)
        self._next = month + 1
        state = {variable: read(variable) for variable in self._watched}
        for trigger in self._triggers:
            trigger.update(month, state[trigger.when.variable])


def _drives(pressure: Pressure) -> bool:
    return pressure.combine not in (Combine.FORCE, Combine.FORBID)


def _part(pressure: Pressure, months: int, draws: Draws, worlds: int) -> _Part:
    if pressure.when is not None:
        return _Trigger(pressure, pressure.when, draws, worlds)
    return _Dated(pressure, months, draws) if pressure.latest is None else _Drawn(pressure, months, draws)


def _moves(combine: Combine, parts: Sequence[_Part], months: int, worlds: int) -> _Group:
    chosen = [part for part in parts if part.pressure.combine is combine]
    return _Group({part.pressure.moves: FLAG for part in chosen}, chosen, months, worlds)


class _Part(Protocol):
    """One pressure as numbers."""

    pressure: Pressure

    def value(self, month: int) -> float | Array:
        """Its contribution in a month: a number if it is the same everywhere."""


class _Dated:
    """One pressure with known dates: the same in every world, or with a probability."""

    def __init__(self, pressure: Pressure, months: int, draws: Draws) -> None:
        self.pressure = pressure
        self._draws = draws
        self._hit: dict[int, Mask] = {}
        self.profile = np.zeros(months)
        self._onset = [0] * months
        for onset, last in pressure.windows(months):
            for month in range(max(onset, 0), last + 1):
                self.profile[month] = pressure.on_path(month) if pressure.path else pressure.size(month - onset)
                self._onset[month] = max(onset, 0) if pressure.every is not None else 0

    def value(self, month: int) -> float | Array:
        """Its contribution in a month: a number if it is the same everywhere."""
        month = min(month, len(self.profile) - 1)
        size = float(self.profile[month])
        if self.pressure.certain or size == 0.0:
            return size
        return np.where(self._hits(self._onset[month]), size, 0.0)

    def _hits(self, onset: int) -> Mask:
        hit = self._hit.get(onset)
        if hit is None:
            hit = self._draws.uniform(f"pressure/{self.pressure.name}", onset) < self.pressure.probability
            self._hit[onset] = hit
        return hit


class _Drawn:
    """One pressure that begins, in each world, in a month that is drawn."""

    def __init__(self, pressure: Pressure, months: int, draws: Draws) -> None:
        self.pressure = pressure
        self._last = months - 1
        span = 1 if pressure.latest is None else pressure.latest - pressure.start + 1
        self._onset = pressure.start + np.floor(draws.uniform(f"pressure/{pressure.name}/onset") * span)
        certain = pressure.probability >= 1.0
        self._hit = certain or draws.uniform(f"pressure/{pressure.name}") < pressure.probability

    def value(self, month: int) -> float | Array:
        """Its contribution in a month."""
        month = min(month, self._last)
        acts = self._hit & (month >= self._onset) & _lasts(self.pressure, self._onset, month)
        return np.where(acts, _sizes(self.pressure, self._onset, month), 0.0)


class _Trigger:
    """One pressure that waits, in each world, for a condition on last month's state."""

    def __init__(self, pressure: Pressure, when: When, draws: Draws, worlds: int) -> None:
        self.pressure = pressure
        self.when = when
        self._draws = draws
        self._worlds = worlds
        self._forget()

    def _forget(self) -> None:
        self._now: Array = np.zeros(self._worlds)
        self._held: Array = np.zeros(self._worlds)
        self._onset: Array = np.zeros(self._worlds)
        self._begun: Mask = np.zeros(self._worlds, dtype=np.bool_)
        self._hit: Mask = np.ones(self._worlds, dtype=np.bool_)

    def value(self, month: int) -> float | Array:
        """Its contribution in the month of the last `update`."""
        return self._now

    def update(self, month: int, state: Array) -> None:
        """Count how long the condition has held, begin where that is long enough, and compute the size."""
        if month == 0:
            self._forget()
        pressure, when = self.pressure, self.when
        holds = state > when.above if when.above is not None else state < (when.below or 0.0)
        self._held = np.where(holds, self._held + 1.0, 0.0)
        if pressure.repeat and pressure.duration is not None:
            self._begun = self._begun & (month < self._onset + pressure.duration)
        inside = pressure.start <= month and (pressure.end is None or month <= pressure.end)
        begins = ~self._begun & (self._held >= when.months) & inside
        self._onset = np.where(begins, float(month), self._onset)
        self._begun = self._begun | begins
        self._draw_hits(month, begins)
        acts = self._begun & self._hit & _lasts(pressure, self._onset, month)
        self._now = np.where(acts, _sizes(pressure, self._onset, month), 0.0)

    def _draw_hits(self, month: int, begins: Mask) -> None:
        pressure = self.pressure
        if pressure.probability >= 1.0 or (month > 0 and not pressure.repeat):
            return
        hit = self._draws.uniform(f"pressure/{pressure.name}", month) < pressure.probability
        self._hit = np.where(begins, hit, self._hit) if pressure.repeat else hit


def _lasts(pressure: Pressure, onset: Array, month: int) -> bool | Mask:
    """Whether it is not over in a month, given when it began in each world."""
    before_end = pressure.end is None or month <= pressure.end
    return before_end if pressure.duration is None else before_end & (month < onset + pressure.duration)


def _sizes(pressure: Pressure, onset: Array, month: int) -> float | Array:
    """Its strength in a month, given when it began in each world."""
    full = pressure.level * pressure.factor
    return full * np.minimum(1.0, (month - onset + 1.0) / pressure.ramp) if pressure.ramp else full


class _Group:
    """Drivers, or moves, each with the pressures on it in the order of the scenario."""

    def __init__(self, domains: Mapping[str, Domain], parts: Sequence[_Part], months: int, worlds: int) -> None:
        self._domains = dict(domains)
        self._worlds = worlds
        self._last = months - 1
        on = {name: [part for part in parts if part.pressure.moves == name] for name in self._domains}
        self._varying = {name: some for name, some in on.items() if not all(part.pressure.certain for part in some)}
        table = np.zeros((months, len(on)))
        for column, (name, some) in enumerate(on.items()):
            if not some:
                table[:, column] = min(max(0.0, self._domains[name].low), self._domains[name].high)
            elif name not in self._varying:
                sizes = [(part.pressure.combine, part.profile) for part in some if isinstance(part, _Dated)]
                table[:, column] = self._together(name, sizes)
        self._names = tuple(on)
        self._table = np.broadcast_to(table[:, :, np.newaxis], (*table.shape, worlds))

    def at(self, month: int) -> dict[str, Array]:
        values = dict(zip(self._names, self._table[min(month, self._last)], strict=True))
        for name, some in self._varying.items():
            sizes = [(part.pressure.combine, part.value(month)) for part in some]
            value = np.asarray(self._together(name, sizes), dtype=np.float64)
            value.flags.writeable = False
            values[name] = np.broadcast_to(value, (self._worlds,)) if value.ndim == 0 else value
        return values

    def _together(self, name: str, sizes: Sequence[tuple[Combine, float | Array]]) -> float | Array:
        """The combined size of the pressures on one driver or move, in one month or in all."""
        domain = self._domains[name]
        total: float | Array = 0.0
        for combine, size in sizes:
            total = total + size if combine is Combine.ADD else np.maximum(total, size)
        if domain.whole:
            total = np.where(np.greater(total, 0.5), 1.0, 0.0)
        clipped: Array = np.minimum(np.maximum(total, domain.low), domain.high)
        return clipped
