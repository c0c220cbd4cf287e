"""Placebo tests: what if the war had come a year later, or the shock of 2020 three years earlier?

Nothing was tuned on these questions. What the war brings about must come a year later when the war does. The shock must
have its effects in whatever August it falls, and patterns that name the months of 2020 must then fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import NamedTuple

import numpy as np

from experiments.measures.forms import Leaf, Mask, Month
from experiments.measures.pooled import PooledTest, Share, Test, leaves_of
from experiments.patterns.records import Pattern, Patterns
from experiments.patterns.score import score
from experiments.patterns.verdicts import PatternResult
from model.ensemble.record import HEADLINE, Run
from model.runs.run import run
from model.scenario.load import load_scenario
from model.scenario.scenario import Scenario

YEAR = 12
HOSTING, LOST = "belarus.hosting", "ukraine.venue_lost"
SHOCK, SHOCK_YEAR, SHOCK_MONTH = "history.election_2020", 2020, "2020-08"
YEARS = (2017, 2018, 2019)
"""Years to whose August the shock is moved."""

WAR = (
    "history.crimea",
    "history.donbas",
    "history.tension",
    "history.deployments",
    "history.un_vote_2014",
    "history.counter_sanctions_2014",
)
SEASONS = ("history.forum_winter", "history.forum_summer", "history.forum_autumn")
"""Occasions fixed by the calendar, which stay where they are."""

BROUGHT_BY_WAR = (
    HOSTING,
    "belarus.release_prisoners",
    "eu.suspend_sanctions",
    "eu.lift_sanctions",
    "russia.cut_oil",
    "russia.press_for_base",
    "belarus.bid_helsinki",
    "belarus.open_visas",
)
LAST_MONTH = "2022-12"
"""A year more than the baseline, for what comes a year later."""

FALL, FALL_MONTHS = 0.5, 9
"""A fall of the headline as pattern SF08 has it, and the months from July to April."""


def later(names: Iterable[str], months: int = YEAR) -> list[str]:
    """Settings that let pressures come so many months later; earlier, if negative."""
    return [f"pressures.{name}.delay={months}" for name in names]


def moved_shock(year: int) -> list[str]:
    """Settings that move the shock of August 2020 to the August of another year."""
    return later([SHOCK], YEAR * (year - SHOCK_YEAR))


def later_history() -> list[str]:
    """Settings that let all of history come a year later, after one more year of the quiet of January 2013."""
    return later(name for name in load_scenario("baseline").pressures if name not in SEASONS)


def simulate(*settings: str) -> Run:
    """The baseline with one year more and these settings; records what the tests of this file read."""
    scenario = load_scenario("baseline", settings=[f"end={LAST_MONTH}", *settings])
    return run(scenario, keep=[HEADLINE, LOST, HOSTING])


def median_month(run: Run, name: str) -> int:
    """The median first month of a move or flag, worlds in which it never comes counted last."""
    first = run.first_month(name)
    return int(np.sort(np.where(first < 0, len(run.months), first))[run.worlds // 2])


def shift(run: Run, other: Run, name: str) -> int:
    """Months by which something comes later in the other run, by the median month."""
    return median_month(other, name) - median_month(run, name)


def falls(run: Run, year: int) -> Mask:
    """Whether the headline falls by 0.5 or more in the nine months from July of a year, where the regime stands."""
    rows, july = run.series[HEADLINE], run.at(f"{year}-07")
    fall = rows[july] - rows[july : july + FALL_MONTHS + 1].min(axis=0)
    return np.asarray(fall[~np.isnan(fall)] >= FALL)


def loses_venue(run: Run, year: int) -> Mask:
    """Whether a world loses the venue in the twelve months after August of a year."""
    lost, august = run.series[LOST] > 0.5, run.at(f"{year}-08")
    return np.asarray(lost[august + YEAR] & ~lost[august - 1])


class Translation(NamedTuple):
    """When something comes, and how much later if its causes do.

    Attributes:
        month: Median first month of the baseline; None where most worlds never see it.
        late_war: Months by which it moves when the war comes a year later; None where it then mostly never comes.
        late_history: The same when all of history does.
    """

    name: str
    month: str | None
    late_war: int | None
    late_history: int | None


def translation(settings: Iterable[str] = ()) -> tuple[Translation, ...]:
    """Dates of what the war brings about, and of the loss of the venue, which it does not."""
    own = tuple(settings)
    base, *moved = (simulate(*own, *changes) for changes in ((), later(WAR), later_history()))
    rows = []
    for name in (*BROUGHT_BY_WAR, LOST):
        comes = _comes(base, name)
        shifts = [shift(base, run, name) if comes and _comes(run, name) else None for run in moved]
        rows.append(Translation(name, base.months[median_month(base, name)] if comes else None, *shifts))
    return tuple(rows)


def _comes(run: Run, name: str) -> bool:
    return median_month(run, name) < len(run.months)


class Placebo(NamedTuple):
    """What follows when the shock of August 2020 is moved to another August, or taken away.

    Attributes:
        year: Year it is moved to; None where there is no shock.
        falls: Worlds whose headline falls from that year's July on (for no shock, from July 2020 on), among those
            whose regime stands through these months.
        loses_venue: Worlds that lose the venue in the year after, among all.
        falls_2020: Worlds whose headline falls in 2020, among those whose regime stands then.
    """

    year: int | None
    falls: Share
    loses_venue: Share
    falls_2020: Share


def placebos(confidence: float, settings: Iterable[str] = ()) -> Iterator[Placebo]:
    """The shock where it was, in every other August, and nowhere."""
    own = tuple(settings)
    for year in (SHOCK_YEAR, *YEARS, None):
        moved = simulate(*own, *(moved_shock(year) if year else [f"pressures.{SHOCK}=null"]))
        tested = year or SHOCK_YEAR
        masks = falls(moved, tested), loses_venue(moved, tested), falls(moved, SHOCK_YEAR)
        yield Placebo(year, *(Share.of(mask, confidence) for mask in masks))


def names_the_shock(pattern: Pattern) -> bool:
    """Whether a pattern speaks of months from August 2020 on, in what it tests."""
    tested: tuple[Test | PooledTest, ...] = (*pattern.statistic.tests, *pattern.statistic.also)
    wanted = (leaf for test in tested for leaf in leaves_of(test))
    return any(month >= SHOCK_MONTH for leaf in wanted for month in _months(leaf))


def _months(leaf: Leaf) -> list[Month]:
    return [getattr(leaf, f.name) for f in fields(leaf) if f.type == "Month"]


def dated(data: Patterns) -> Patterns:
    """Only the patterns that speak of months from August 2020 on."""
    chosen = {key: pattern for key, pattern in data.patterns.items() if names_the_shock(pattern)}
    return replace(data, patterns=chosen, watched={})


def dated_results(scenario: Scenario, data: Patterns) -> dict[str, PatternResult]:
    """How the dated patterns come out in a scenario, by id."""
    return {result.id: result for result in score(scenario, patterns=dated(data)).results}
