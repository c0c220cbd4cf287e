"""The model knows causes and not dates: moved causes move what follows, a moved shock strikes where it falls.

The two tests of theory.md 7.1 on which nothing was tuned, and the invariance behind them: whatever the clock shows, the
same state under the same pressures and the same random draws goes the same way.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.conditioning.ranges_before import in_ranges_before
from experiments.patterns.placebo import (
    FALL,
    FALL_MONTHS,
    HOSTING,
    LAST_MONTH,
    LOST,
    SHOCK,
    SHOCK_YEAR,
    WAR,
    YEAR,
    falls,
    later,
    later_history,
    loses_venue,
    median_month,
    moved_shock,
    shift,
)
from experiments.patterns.reader import load_patterns
from experiments.patterns.records import Patterns
from experiments.patterns.score import score
from model.core.declarations import Array
from model.core.draws import Draws
from model.ensemble.record import HEADLINE, Run
from model.ensemble.world import World
from model.runs.run import run
from model.scenario.load import load_scenario
from model.scenario.scenario import Scenario
from model.theory.theory import theory

MANY = 2999
SOME = 997
FEW = 97

MOVED = {
    # Months by which the median date may move when the war comes twelve months later. Bootstrapped over 2,999 worlds,
    # the shift has an error of half a month, and of 0.7 for the first draft, which comes over two or three years; the
    # bounds leave two or three errors to chance. Measured with two seeds: 11 to 13.
    "belarus.hosting": (12, 12),
    "belarus.release_prisoners": (12, 13),
    "eu.suspend_sanctions": (12, 13),
    "eu.lift_sanctions": (12, 13),
    "russia.cut_oil": (10, 14),
    "russia.press_for_base": (10, 14),
    # Bids are made at forums, months apart: the median has a bootstrapped error of a month (measured: 12).
    "belarus.bid_helsinki": (10, 14),
    # Visas open over many years, and in two worlds of five never: the error is a month (measured: 10 and 11).
    "belarus.open_visas": (9, 15),
}

LATE_START = (
    dict.fromkeys(MOVED, (10, 14))
    | dict.fromkeys(("belarus.hosting", LOST), (12, 12))
    # Moscow's hardness drifts by itself: in an additional quiet year some bans come before their cause (measured: 10,
    # with an error of 0.5).
    | {"russia.ban_trade": (8, 12)}
)
"""The same when all of history comes later and nothing is left behind; the bounds are two errors wide, or exact."""


def lived(*settings: str) -> Run:
    """A run in the narrow ranges of before, in which dates lie close enough together for a month to be told.

    In prior worlds: those that agree with the record were chosen for what their dispositions happened to be in the
    months in which it says that something came, and that does not move with history.
    """
    asked = load_scenario("baseline", settings=[f"end={LAST_MONTH}", f"worlds={MANY}", "sampling=prior", *settings])
    return run(in_ranges_before(asked), keep=[HEADLINE, LOST, HOSTING])


def at_best(*settings: str) -> Run:
    """A run at the best values, at which the patterns say how far and by when the headline falls."""
    asked = load_scenario("baseline", settings=[f"end={LAST_MONTH}", f"worlds={SOME}", "sampling=best", *settings])
    return run(asked, keep=[HEADLINE, LOST, HOSTING])


@pytest.fixture(scope="module")
def untouched() -> Run:
    return lived()


@pytest.fixture(scope="module")
def late_war() -> Run:
    return lived(*later(WAR))


@pytest.fixture(scope="module")
def late_history() -> Run:
    """All of history a year later, after one more year of the quiet of January 2013, forums included."""
    return lived(*later_history())


@pytest.fixture(scope="module")
def no_shock() -> Run:
    return at_best(f"pressures.{SHOCK}=null")


# Time translation


@pytest.mark.parametrize("name", MOVED)
def test_what_the_war_brings_about_comes_a_year_later_when_the_war_does(
    untouched: Run, late_war: Run, name: str
) -> None:
    assert untouched.months[median_month(untouched, name)] >= "2014-03", "it does not wait for the war"
    low, high = MOVED[name]
    assert low <= shift(untouched, late_war, name) <= high


def test_what_the_war_does_not_bring_about_stays(untouched: Run, late_war: Run) -> None:
    assert abs(shift(untouched, late_war, LOST)) <= 1


@pytest.mark.parametrize("name", LATE_START)
def test_dates_move_with_the_whole_of_history(untouched: Run, late_history: Run, name: str) -> None:
    low, high = LATE_START[name]
    assert low <= shift(untouched, late_history, name) <= high


def test_the_whole_course_moves_with_the_whole_of_history(untouched: Run, late_history: Run) -> None:
    """What is left is the drift of the additional quiet year, usual income among it.

    Measured: 0.043 at the start, 0.006 from 2014 on.
    """
    before, after = untouched.median(HEADLINE)[:-YEAR], late_history.median(HEADLINE)[YEAR:]
    apart = np.abs(after - before)
    for date, bound in (("2013-01", 0.06), ("2014-01", 0.012)):
        assert apart[untouched.at(date) :].max() < bound, date
    unmoved = np.abs(late_history.median(HEADLINE) - untouched.median(HEADLINE))
    assert unmoved.max() > 0.5, "the measure would see a course that had not moved"


# Placebo


# Least share of worlds that fall, and that lose the venue, at the best values. Measured: falls .89 .96 .98, venue .42
# .37 .92 (over two seeds within .02; a share of 997 worlds has an error of .016 at most). Before 2020 the talks still
# run in their routine, and Kyiv finds it harder to leave; that routine has grown old by August 2020.
PLACEBO = {2017: (0.80, 0.35), 2018: (0.85, 0.35), 2019: (0.85, 0.80)}


@pytest.fixture(scope="module", params=PLACEBO)
def placebo(request: pytest.FixtureRequest) -> tuple[int, Run]:
    """The shock of 2020 moved to another August."""
    return request.param, at_best(*moved_shock(request.param))


def test_the_shock_strikes_in_whatever_august_it_comes(placebo: tuple[int, Run], no_shock: Run) -> None:
    year, moved = placebo
    least_fall, least_loss = PLACEBO[year]
    assert falls(moved, year).mean() >= least_fall
    assert loses_venue(moved, year).mean() >= least_loss
    assert falls(no_shock, year).mean() <= 0.01
    assert loses_venue(no_shock, year).mean() <= 0.03


def test_the_shock_strikes_in_the_ranges_too(untouched: Run) -> None:
    """The median headline falls as far as a fall has to be (measured: .51 .55 .59, and .60 in 2020)."""
    for year in (SHOCK_YEAR, *PLACEBO):
        made = untouched if year == SHOCK_YEAR else lived(*moved_shock(year))
        headline, july = made.median(HEADLINE), made.at(f"{year}-07")
        assert headline[july] - headline[july + FALL_MONTHS] >= FALL, year


def test_before_the_shock_nothing_tells_that_it_will_come(placebo: tuple[int, Run], no_shock: Run) -> None:
    year, moved = placebo
    august = moved.at(f"{year}-08")
    for name, rows in moved.series.items():
        np.testing.assert_array_equal(rows[:august], no_shock.series[name][:august], err_msg=name)
        assert not np.array_equal(rows[august:], no_shock.series[name][august:]), name


def test_august_2020_is_nothing_in_itself(placebo: tuple[int, Run], no_shock: Run) -> None:
    for made in (placebo[1], no_shock):
        assert falls(made, 2020).mean() <= 0.01


@pytest.fixture(scope="module")
def dated() -> Patterns:
    """The two patterns that name months of 2020 and 2021 for the fall and for the loss of the venue."""
    data = load_patterns()
    return replace(data, patterns={key: data.patterns[key] for key in ("SF08", "SF15")}, watched={})


def rates(dated: Patterns, *settings: str) -> dict[str, float]:
    asked = load_scenario("baseline", settings=["worlds=197", "sampling=best", *settings])
    found = score(asked, patterns=dated)
    return {result.id: -1.0 if result.rate is None else result.rate for result in found.results}


def test_dated_patterns_hold_when_the_shock_comes_in_2020(dated: Patterns) -> None:
    found = rates(dated)
    assert min(found.values()) > 0.7, found


@pytest.mark.parametrize("year", PLACEBO)
def test_dated_patterns_fail_when_the_shock_comes_earlier(dated: Patterns, year: int) -> None:
    found = rates(dated, *moved_shock(year))
    assert 0.0 <= min(found.values()) <= max(found.values()) < 0.15, found


# No rule reads the calendar


class LateDraws(Draws):
    """Draws that come so many months later; while `late` is 0, as ever."""

    late = 0

    def _draw(self, form: str, name: str, month: int | None) -> Array:
        return super()._draw(form, name, None if month is None else month - self.late)


def side_by_side(by: int, *, draws_by: int, pressures: int) -> tuple[World, World]:
    """A world, and the same state with the clock advanced, its draws and its pressures moved by so many months."""
    settings = [f"worlds={FEW}", "end=2022-12"]
    plain = load_scenario("baseline", settings=settings)
    moved = load_scenario("baseline", settings=[*settings, *later(plain.pressures, pressures)])
    draws = LateDraws(plain.seed, FEW)
    here, there = World(plain), World(moved, draws=draws)
    there.month.variables.values[:] = list(here.month.variables.values)
    there.month.index, draws.late = by, draws_by
    return here, there


def unlike(here: World, there: World) -> list[str]:
    """Stocks, moves and drivers that are not bit for bit the same."""
    made = theory()
    names = (*made.stocks, *made.moves, *made.drivers)
    return [name for name in names if here.read(name).tobytes() != there.read(name).tobytes()]


@pytest.mark.parametrize("by", [5, 12])
def test_no_rule_reads_the_calendar(by: int) -> None:
    """The whole of 2013 to 2021, bit for bit, with every clock advanced by five months and by a year."""
    here, there = side_by_side(by, draws_by=by, pressures=by)
    for month in range(108):
        here.step()
        there.step()
        assert (here.month.index, there.month.index) == (month + 1, month + 1 + by)
        assert unlike(here, there) == [], here.run_scenario.date(month)


@pytest.mark.parametrize(("draws_by", "pressures"), [(5, 0), (0, 5)])
def test_the_invariance_would_notice_one_thing_left_behind(draws_by: int, pressures: int) -> None:
    here, there = side_by_side(5, draws_by=draws_by, pressures=pressures)
    for _ in range(24):
        here.step()
        there.step()
    assert "alignment" in unlike(here, there)


class SameDraws(Draws):
    """The same draws in every month."""

    def _draw(self, form: str, name: str, month: int | None) -> Array:
        return super()._draw(form, name, 0)


def test_constant_pressures_and_constant_draws_leave_nothing_of_the_month() -> None:
    """Without any history and with the draws of one month for ever, a world started at month 41 goes the same way."""
    scenario = load_scenario("baseline", settings=[f"worlds={FEW}"])
    quiet: Scenario = replace(scenario, pressures={})
    worlds = [World(quiet, draws=SameDraws(quiet.seed, FEW)) for _ in range(2)]
    worlds[1].month.index = 41
    for _ in range(60):
        for world in worlds:
            world.step()
    assert unlike(*worlds) == []
