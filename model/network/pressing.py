"""Who presses whom: by moves of the five and by the pressures of a scenario, month by month.

    table = who_presses(scenario, worlds=500)
    table.share("2015-06", "Russia", "Belarus")      # share of worlds in which Russia presses Belarus that month

A move presses if it demands, threatens, punishes or takes something from someone; favours, offers and words of praise
do not. Whom a move presses stands in `PRESSES`. A graded move presses by its level, as a share of the month; of several
that press at once the strongest counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from model.core.declarations import Array, Mask
from model.core.worlds import Numbers, Worlds
from model.ensemble.drivers import Pressures
from model.ensemble.month import Month
from model.ensemble.world import World
from model.rules.forms import above
from model.runs.outcomes import counted, outcome_series
from model.runs.run import run as run_worlds
from model.runs.world_lists import worlds_of
from model.scenario.pressure import ACTORS, Combine, Pressure
from model.scenario.scenario import Scenario

_BELARUS, _WEST = ("Belarus",), ("EU", "US")

PRESSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "vote_with_moscow": ("Ukraine",),
        "join_sanctions": _WEST,
        "recognise_annexation": ("Ukraine",),
        "speak_hostile": ("EU", "US", "Ukraine"),
        "admit_troops": ("Ukraine",),
        "ban_trade": _BELARUS,
        "cut_oil": _BELARUS,
        "close_borders": _BELARUS,
        "press_for_base": _BELARUS,
        "demand_integration": _BELARUS,
        "campaign_against": _BELARUS,
        "exploit_unrest": _BELARUS,
        "collect_price": _BELARUS,
        "veto_venue": _BELARUS,
        "cultivate_others": _BELARUS,
        "eu_imposes_sanctions": _BELARUS,
        "threaten_sanctions": _BELARUS,
        "criticise": _BELARUS,
        "us_imposes_sanctions": _BELARUS,
        "reject_venue": _BELARUS,
        "move_talks": _BELARUS,
    }
)
"""Move -> whom it presses; moves at home, offers, favours and concessions press nobody."""

KINDS_THAT_PRESS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "sanctions": {},
        "rival_venue": {"": _BELARUS},
        "mediation_bid": {"": _BELARUS},
        "energy_cut": {},
        "trade_ban": {},
        "border_closure": {},
        "subsidy_cut": {},
        "base_demand": {},
        "integration_demand": {},
        "rival_clients": {},
        "soft_power": {},
        "exploitation": {},
        "exercise": {"": ("Ukraine", "EU")},
        "deployment": {"Russia": ("Belarus", "Ukraine"), "": ("Russia",)},
        "us_base_in_poland": {"": ("Russia", "Belarus")},
    }
)
"""Kinds of pressure -> by whom ("" for anyone) -> on whom, where the pressure itself does not say on whom."""


@dataclass(frozen=True)
class PressingTable:
    """Who presses whom.

    Attributes:
        months: Dates of the months.
        pressers: Who presses in some month, the five first.
        pressed: Who is pressed in some month, the five first.
        shares: Share of the worlds and of the month in which it happens, shape (months, pressers, pressed).
        worlds: Number of worlds that count.
    """

    months: tuple[str, ...]
    pressers: tuple[str, ...]
    pressed: tuple[str, ...]
    shares: Array
    worlds: int

    def share(self, date: str, presser: str, pressed: str) -> float:
        """Share of the worlds in which one presses another in a month, weighed by levels; 0 for who never does.

        Raises:
            ValueError: The months do not contain that date.
        """
        if date not in self.months:
            message = f"'{date}' is not in this table, which goes from {self.months[0]} to {self.months[-1]}"
            raise ValueError(message)
        if presser not in self.pressers or pressed not in self.pressed:
            return 0.0
        return float(self.shares[self.months.index(date), self.pressers.index(presser), self.pressed.index(pressed)])


def who_presses(
    scenario: Scenario,
    *,
    worlds: Worlds | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> PressingTable:
    """Run a scenario and count who presses whom, in the worlds that meet its condition, if it has one.

    Args:
        scenario: The scenario.
        worlds: How many worlds, or their numbers; as many as the scenario asks for if None.
        progress: Called with months done and months in all.
    """
    numbers = worlds_of(scenario, worlds)
    counts = np.ones(len(numbers), dtype=np.bool_)
    if scenario.given:
        counts = counted(run_worlds(scenario, keep=outcome_series(), worlds=numbers))
    counter = _Counter(scenario, numbers, counts)
    for month in range(scenario.months):
        counter.step()
        if progress is not None:
            progress(month + 1, scenario.months)
    return counter.table()


class _Counter:
    """Simulates month by month and counts, for each pair, the worlds in which one presses the other."""

    def __init__(self, scenario: Scenario, numbers: Numbers, counts: Mask) -> None:
        self.scenario, self._which = scenario, counts
        self._acts: dict[tuple[str, str], Array] = {}
        self._shares: list[dict[tuple[str, str], float]] = []
        self.world = World(scenario, worlds=numbers, observe=self._observe)
        self._shadows = [
            (p, self._alone(p))
            for p in scenario.pressures.values()
            if p.kind in KINDS_THAT_PRESS and p.by and p.combine not in (Combine.FORCE, Combine.FORBID)
        ]

    def step(self) -> None:
        """Simulate one month and count."""
        self._acts = {}
        for pressure, shadow in self._shadows:
            value = shadow.at(self.world.month.index, self.world.read)[pressure.moves]
            for whom in _pressed_by(pressure):
                self._note(pressure.by, whom, above(value, 0.0))
        self.world.step()
        worlds = max(np.count_nonzero(self._which), 1)
        self._shares.append({pair: float(level[self._which].sum() / worlds) for pair, level in self._acts.items()})

    def table(self) -> PressingTable:
        """What was counted."""
        pairs = {pair for month in self._shares for pair, share in month.items() if share}
        pressers, pressed = (_in_order({pair[side] for pair in pairs}) for side in (0, 1))
        shares = np.zeros((len(self._shares), len(pressers), len(pressed)))
        for month, found in enumerate(self._shares):
            for (one, other), share in found.items():
                if share:
                    shares[month, pressers.index(one), pressed.index(other)] = share
        months = tuple(self.scenario.date(month) for month in range(self.scenario.months))
        return PressingTable(months, pressers, pressed, shares, int(np.count_nonzero(self._which)))

    def _observe(self, month: Month) -> None:
        for name, whom in PRESSES.items():
            for other in whom:
                self._note(month.theory.moves[name].owner.label, other, month.variables.get(name))

    def _note(self, one: str, other: str, level: Array) -> None:
        before, stands = self._acts.get((one, other), 0.0), self.world.read("belarus.regime_alive") > 0.5
        self._acts[one, other] = np.maximum(before, level * stands)

    def _alone(self, pressure: Pressure) -> Pressures:
        """One pressure by itself, to see in which worlds it presses."""
        only, month = replace(self.scenario, pressures={pressure.name: pressure}), self.world.month
        return Pressures(only, tuple(month.theory.drivers.values()), month.draws, month.worlds)


def _pressed_by(pressure: Pressure) -> Iterator[str]:
    if pressure.on:
        yield pressure.on
        return
    table = KINDS_THAT_PRESS[pressure.kind]
    yield from table.get(pressure.by, table.get("", _BELARUS))


def _in_order(names: set[str]) -> tuple[str, ...]:
    """The five first, then the other known actors, then further names by the alphabet."""
    return (*(name for name in ACTORS if name in names), *sorted(names - set(ACTORS)))
