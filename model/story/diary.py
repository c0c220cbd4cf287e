"""The diary of one world: all terms of the utility of each move, what was taken, and the stocks, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from model.core.declarations import Array, Move
from model.core.names import CAPITALS
from model.ensemble.drivers import Pressures
from model.ensemble.month import Month
from model.ensemble.record import CLIENT_BELOW, HEADLINE, TAKEN_ABOVE, WEST_ABOVE, Posture, postures
from model.ensemble.world import World
from model.scenario.scenario import Scenario
from model.story.decomposition import definition, monthly_terms
from model.story.phrases import CORE_WAIVED
from model.theory.theory import UtilityTerms

PAUSE = 6
"""Months after which a move counts as begun anew."""

MOST_LIFTED = 1.5
"""Rung of relief above which most European sanctions have been lifted already."""

Term = tuple[str, float, float]
"""Key of the weight, value of the motive, and what the term adds to the utility."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A move in a month: its utility, the terms that have a motive, whether it was taken, and whether by order.

    A move has the same terms in every month, also where it is not open.
    """

    utility: float
    terms: tuple[Term, ...]
    taken: bool
    forced: bool


@dataclass(frozen=True)
class Diary:
    """One world, month by month.

    Attributes:
        moves: Move -> what was weighed and whether it was taken, by month.
        series: Stock (by variable name) -> value at the start and at the end of every month; the headline by its
            dotted name, at the ends only, missing (NaN) where the regime has fallen.
        posture: Posture at the end of every month.
        pressing: Pressure that depends on chance or on a condition -> whether it presses, by month.
        fall: Month in which the regime falls, if it does.
        terms: What the headline rests on -> how much it moved the headline in each month.
    """

    moves: Mapping[str, tuple[Weighed, ...]]
    series: Mapping[str, Array]
    posture: tuple[Posture, ...]
    pressing: Mapping[str, tuple[bool, ...]]
    fall: int | None
    terms: Mapping[str, Array]


def diary_of(scenario: Scenario, number: int) -> Diary:
    """Run one world alone and write everything down that its story needs."""
    writer = _Writer(scenario, number)
    for _ in range(scenario.months):
        writer.step()
    return writer.diary()


def episodes(weighed: Sequence[Weighed]) -> Iterator[tuple[int, int]]:
    """First and last month of every time a move is made; a short pause does not end it."""
    months = np.flatnonzero([one.taken for one in weighed])
    if not len(months):
        return
    breaks = np.flatnonzero(np.diff(months) > PAUSE)
    starts, ends = [0, *(breaks + 1)], [*breaks, len(months) - 1]
    for start, end in zip(starts, ends, strict=True):
        yield int(months[start]), int(months[end])


def deed(diary: Diary, move: Move, month: int) -> str:
    """Who does what when a move is made in a month; that sanctions are lifted means the rest of them the last time."""
    if move.name == "lift_sanctions" and diary.series["eu_rung"][month] > MOST_LIFTED:
        return CORE_WAIVED
    return f"{CAPITALS[move.owner]} {move.label}"


class _Writer:
    def __init__(self, scenario: Scenario, number: int) -> None:
        self.world = World(scenario, worlds=[number], observe=self._observe, watch=definition().leaves)
        self.month = self.world.month
        self._urges = self.month.plans.utilities
        self._moves: dict[str, list[Weighed]] = {name: [] for name in self.month.theory.moves}
        self._stocks: dict[str, list[float]] = {name: [self._now(name)] for name in self.month.theory.stocks}
        self._leaves: dict[str, list[float]] = {name: [self._now(name)] for name in definition().leaves}
        limits = self.month.parameters.by_key
        self._limits = limits[CLIENT_BELOW], limits[WEST_ABOVE]
        self._posture: list[Posture] = []
        self._shadows = {name: self._alone(scenario, name) for name, p in scenario.pressures.items() if not p.certain}
        self._pressing: dict[str, list[bool]] = {name: [] for name in self._shadows}

    def step(self) -> None:
        """Simulate one month, and write down how it ends."""
        for name, shadow in self._shadows.items():
            drivers = shadow.at(self.month.index, self.month.read)
            acts = [*drivers.values(), *shadow.forced.values(), *shadow.forbidden.values()]
            self._pressing[name].append(any(float(value[0]) != 0 for value in acts))
        self.world.step()
        for name, values in (*self._stocks.items(), *self._leaves.items()):
            values.append(self._now(name))
        stance = postures(self.month.read(HEADLINE), self.month.read("belarus.regime_alive"), *self._limits)
        self._posture.append(Posture(int(stance[0])))

    def diary(self) -> Diary:
        """What was written down."""
        series = {name: np.array(values) for name, values in self._stocks.items()}
        fallen = np.flatnonzero(series["regime_alive"][1:] < 0.5)
        headline = np.where(series["regime_alive"][1:] < 0.5, np.nan, series["alignment"][1:])
        return Diary(
            moves={name: tuple(weighed) for name, weighed in self._moves.items()},
            series=series | {HEADLINE: headline},
            posture=tuple(self._posture),
            pressing={name: tuple(months) for name, months in self._pressing.items()},
            fall=int(fallen[0]) if len(fallen) else None,
            terms=monthly_terms(
                {name: np.array(values) for name, values in self._leaves.items()},
                {key: float(self.month.parameters.by_key[key][0]) for key in definition().keys},
            ),
        )

    def _alone(self, scenario: Scenario, name: str) -> Pressures:
        """One pressure by itself, to see in which months it presses on this world."""
        only = replace(scenario, pressures={name: scenario.pressures[name]})
        return Pressures(only, tuple(self.month.theory.drivers.values()), self.month.draws, 1)

    def _now(self, name: str) -> float:
        return float(self.month.variables.get(name)[0])

    def _observe(self, month: Month) -> None:
        for name, weighed in self._moves.items():
            month.variables.compute(month.plans.deliberation[name])
            weighed.append(self._weighed(name))

    def _weighed(self, move: str) -> Weighed:
        order, utility = self.month.pressures.forced.get(move), f"utility_{move}"
        return Weighed(
            utility=self._now(utility),
            terms=tuple(self._terms(self._urges[utility])),
            taken=self._now(move) > TAKEN_ABOVE,
            forced=order is not None and bool(order[0] > 0.5),
        )

    def _terms(self, urge: UtilityTerms) -> Iterator[Term]:
        for key, motive, sign in flat_terms(self.month, urge):
            value = self._now(motive)
            yield key, value, sign * float(self.month.parameters.by_key[key][0]) * value


def flat_terms(month: Month, summed: UtilityTerms, sign: int = 1) -> Iterator[tuple[str, str, int]]:
    """Key, motive and sign of every term of a utility that has a motive, what it shares with other moves included."""
    for part in summed.parts:
        yield from flat_terms(month, month.plans.utilities[part], sign)
    for key, term in summed.terms:
        if term.motive is not None:
            yield key, term.motive, sign * term.sign
    for part in summed.against:
        yield from flat_terms(month, month.plans.utilities[part], -sign)
