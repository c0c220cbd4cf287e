"""One world with every variable of every month written down, and what each rule read at which moment of a month.

Within a month a variable that rules compute can have three values: before anyone decides (the street moves, from last
month's state), when the five choose (from last month's state, the unrest of this month and, for what follows from
them, the moves), and at the month's end (from the new state). Runs record the last of them.

All arrays have one entry per month and one more at their beginning, for the state before the first month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import numpy as np

from model.core.declarations import Array, Domain, Driver, Role
from model.ensemble.assembly import initial_values
from model.ensemble.drivers import Pressures
from model.ensemble.month import Month
from model.ensemble.world import World
from model.scenario.scenario import Scenario
from model.theory.theory import Theory, theory

UNLIMITED = Domain(-np.inf, np.inf)


class Moment(StrEnum):
    """When in a month a variable has its value."""

    FIRST = "before the first values are set"
    STREET = "before anyone decides"
    CHOICE = "when the five choose"
    END = "at the month's end"


@dataclass(frozen=True, eq=False)
class OneWorld:
    """One world of a scenario, month by month.

    Attributes:
        number: The number of the world.
        month: The month after the last one; its parameters, draws and plans are those of the world.
        state: Stock, driver, move or random draw -> its values; a stock's at the ends of months.
        choosing: Variable that is computed -> its values when the five choose.
        ending: The same, at the ends of months.
        first: Stock -> what it was when the first state was computed, before stocks that start from other variables,
            and those that the scenario sets, were given their values.
        sizes: Pressure -> its size in each month, before it is combined with others.
        forced: Move -> 1 in the months in which the scenario orders it.
        forbidden: Move -> 1 in the months in which it is ruled out.
    """

    scenario: Scenario
    number: int
    month: Month
    state: Mapping[str, Array]
    choosing: Mapping[str, Array]
    ending: Mapping[str, Array]
    first: Mapping[str, float]
    sizes: Mapping[str, Array]
    forced: Mapping[str, Array]
    forbidden: Mapping[str, Array]

    @property
    def theory(self) -> Theory:
        """The theory that the world follows."""
        return self.month.theory

    def number_of(self, key: str) -> float:
        """The value of a parameter in this world."""
        return float(self.month.parameters.by_key[key][0])

    def is_computed(self, name: str) -> bool:
        """Whether a variable is computed anew at each moment, by a rule or as a utility."""
        return name not in self.state

    def fresh(self, name: str) -> str:
        """What a rule that derives a stock from the new state reads under this name: the new value of such a stock."""
        return next((rule.name for rule in self.theory.of(Role.DERIVED) if rule.target == name), name)

    def values(self, name: str, moment: Moment) -> Array:
        """What a rule that runs at a moment reads of a variable, month by month; NaN where there is no value."""
        if name in self.theory.stocks:
            return self._stock(name, moment)
        if not self.is_computed(name):
            return self.state[name]
        if moment is Moment.CHOICE:
            return self.choosing[name]
        return self.ending[name] if moment is Moment.END else self._in_the_street(name)

    def _stock(self, name: str, moment: Moment) -> Array:
        values = self.state[name]
        if moment is Moment.END:
            return np.append(self.first[name], values[1:])
        if moment is Moment.CHOICE and any(rule.target == name for rule in self.theory.of(Role.PRE_DECISION)):
            return np.append(np.nan, values[1:])
        return np.append(np.nan, values[:-1])

    def _in_the_street(self, name: str) -> Array:
        """What was computed before anyone decides is not kept by the model: its rule is asked again."""
        rule = self.theory.auxiliaries.get(name) or next(one for one in self.theory.rules if one.name == name)
        numbers = {one: np.float64(self.number_of(f"{rule.subject}.{one}")) for one in rule.parameters}
        return rule.function(*(self.values(other, Moment.STREET) for other in rule.inputs), **numbers)

    @property
    def fall(self) -> int | None:
        """Index of the month in which the regime falls, if it does."""
        fallen = np.flatnonzero(self.state["regime_alive"][1:] < 0.5)
        return int(fallen[0]) if len(fallen) else None


def one_world(scenario: Scenario, number: int) -> OneWorld:
    """Run one world alone and write down every variable of every month.

    Raises:
        TightropeError: There is no such world.
    """
    writer = _Writer(scenario, number)
    for _ in range(scenario.months):
        writer.step()
    return writer.finished()


@cache
def without_draws() -> tuple[str, ...]:
    """Auxiliary variables that rest on no random draw: the others have no value before the first month."""
    made = theory()
    drawn = set(made.random_draws)

    def rests_on_draw(name: str) -> bool:
        if name in made.auxiliaries and name not in drawn and any(map(rests_on_draw, made.auxiliaries[name].inputs)):
            drawn.add(name)
        return name in drawn

    return tuple(name for name in made.auxiliaries if not rests_on_draw(name))


class _Writer:
    def __init__(self, scenario: Scenario, number: int) -> None:
        self._scenario, self._number = scenario, number
        self.world = World(scenario, worlds=[number], observe=self._observe, watch=without_draws())
        self.month = self.world.month
        made = self.month.theory
        self._kept = (*made.stocks, *made.drivers, *made.moves, *made.random_draws)
        computed = [name for name in self.month.variables.places if name not in self._kept]
        shape = scenario.months + 1
        self._state = {name: np.full(shape, np.nan) for name in self._kept}
        self._choosing = {name: np.full(shape, np.nan) for name in computed}
        self._ending = {name: np.full(shape, np.nan) for name in computed}
        self._forced = {name: np.zeros(shape) for name in made.moves}
        self._forbidden = {name: np.zeros(shape) for name in made.moves}
        self._sizes = {name: np.zeros(shape) for name in scenario.pressures}
        self._alone = {name: self._pressing_alone(name) for name in scenario.pressures}
        self._write(self._state, 0)
        self._write(self._ending, 0)

    def step(self) -> None:
        """Simulate one month and write it down."""
        at = self.month.index + 1
        for name, pressing in self._alone.items():
            driver = pressing.at(self.month.index, self.month.read)
            acts = [*driver.values(), *pressing.forced.values(), *pressing.forbidden.values()]
            self._sizes[name][at] = float(acts[0][0])
            if at == 1:
                self._sizes[name][0] = self._sizes[name][1]
        self.world.step()
        self._write(self._state, at)
        self._write(self._ending, at)

    def finished(self) -> OneWorld:
        """What was written down."""
        made = self.month.theory
        given = initial_values(made, self.month.parameters, 1)
        first = {name: float(value[0]) for name, value in given.items()}
        first |= {rule.target: float(self._ending[rule.name][0]) for rule in made.of(Role.DERIVED)}
        return OneWorld(
            scenario=self._scenario,
            number=self._number,
            month=self.month,
            state=self._state,
            choosing=self._choosing,
            ending=self._ending,
            first=first,
            sizes=self._sizes,
            forced=self._forced,
            forbidden=self._forbidden,
        )

    def _pressing_alone(self, name: str) -> Pressures:
        """One pressure by itself, on a driver without limits, so that its own size can be read."""
        pressure = self._scenario.pressures[name]
        on = [
            Driver(d.name, d.label, UNLIMITED) for d in self.month.theory.drivers.values() if d.name == pressure.moves
        ]
        return Pressures(replace(self._scenario, pressures={name: pressure}), on, self.month.draws, 1)

    def _observe(self, month: Month) -> None:
        for plan in month.plans.deliberation.values():
            month.variables.compute(plan)
        at = month.index + 1
        self._write(self._choosing, at)
        for table, asked in ((self._forced, month.pressures.forced), (self._forbidden, month.pressures.forbidden)):
            for move, mask in asked.items():
                table[move][at] = float(mask[0])
        for move in month.parameters.forbidden:
            self._forbidden[move][at] = 1.0

    def _write(self, table: Mapping[str, Array], at: int) -> None:
        values, places = self.month.variables.values, self.month.variables.places
        for name, row in table.items():
            value = values[places[name]]
            if value is not None:
                row[at] = float(value[0])
