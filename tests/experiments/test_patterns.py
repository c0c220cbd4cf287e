import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.measures import pooled as statistics
from experiments.measures import trends
from experiments.measures.forms import (
    MAIN,
    Change,
    Count,
    Difference,
    First,
    Gap,
    Highest,
    LargestStep,
    Leaf,
    Lowest,
    Mean,
    Measure,
    Ratio,
    Value,
    evaluate,
    leaves,
)
from experiments.measures.pooled import Bounds, PooledTest, Test, all_hold, jackknife, pooled_number, wilson
from experiments.measures.reader import MEASURES, POOLED
from experiments.patterns.reader import PATTERNS_FILE, load_patterns
from experiments.patterns.records import Pattern, Per, Rule, Statistic, Strength
from experiments.patterns.score import measure_all, score
from experiments.patterns.verdicts import Measured, decide
from experiments.responses.effects_reader import EFFECTS_FILE
from model.ensemble.record import Posture, Run
from model.evidence.load import load_seeds
from model.runs.run import run
from model.scenario.load import load_scenario
from model.theory.theory import theory
from model.yaml_files.nodes import InputError
from tests.locators import check_locators

MONTHS = tuple(f"2014-{month:02d}" for month in range(1, 13))
WORLDS = 7
GIVEN = "given.posture=hedging@2015-12"
DOCUMENTS = Path(__file__).resolve().parents[3] / "shared" / "documents"


def made(months=12, moves=None, **series):
    """A run of seven worlds; a series is given as months × worlds, a row for all worlds, or one world for all."""

    def table(values):
        values = np.asarray(values, dtype=np.float64)
        if values.ndim == 1:
            values = values[:, None]
        return np.broadcast_to(values, (months, WORLDS))

    return Run(
        scenario=None,
        numbers=np.arange(WORLDS),
        months=MONTHS[:months],
        series={name: table(values) for name, values in series.items()},
        moves={name: table(values) > 0.5 for name, values in (moves or {}).items()},
        posture=np.zeros((months, WORLDS), dtype=np.int8),
    )


def by_world(*columns):
    return np.array(columns, dtype=np.float64).T


def same(values, expected):
    np.testing.assert_allclose(values, expected, rtol=0, atol=1e-12)


# -- forms that look at a month or a window


def test_value_and_change_read_the_end_of_a_month():
    run = made(3, x=by_world(*[[0, w, 3 * w] for w in range(WORLDS)]))
    same(Value("x", "2014-02").measure(run), np.arange(7))
    same(Change("x", "2014-02", "2014-03").measure(run), 2 * np.arange(7))


def test_mean_lowest_and_highest_include_both_ends_of_the_window():
    run = made(4, x=[9, 1, 3, 8], moves={"m": [1, 1, 0, 0]})
    same(Mean("x", "2014-02", "2014-03").measure(run), [2] * 7)
    same(Lowest("x", "2014-02", "2014-04").measure(run), [1] * 7)
    same(Highest("x", "2014-02", "2014-04").measure(run), [8] * 7)
    same(Mean("m", "2014-01", "2014-04").measure(run), [0.5] * 7)


def test_first_is_nan_where_it_never_happens():
    move = by_world([1, 0, 0], [0, 1, 1], [0, 0, 1], [0, 0, 0], [0, 0, 0], [1, 1, 1], [0, 1, 0])
    run = made(3, x=by_world(*[[0.1 * w, 0.2 * w, 0.3 * w] for w in range(7)]), moves={"m": move})
    same(First("m").measure(run), [0, 1, 2, math.nan, math.nan, 0, 1])
    same(First("x", above=1.15).measure(run), [math.nan] * 4 + [2, 2, 1])


def test_count_takes_any_of_several_only_while_something_is_high():
    run = made(4, x=[0.1, 0.9, 0.9, 0.9], moves={"a": [1, 1, 0, 0], "b": [0, 1, 1, 0]})
    same(Count(("a",), "2014-01", "2014-04").measure(run), [2] * 7)
    same(Count(("a", "b"), "2014-01", "2014-04").measure(run), [3] * 7)
    same(Count(("a", "b"), "2014-01", "2014-04", during="x", above=0.8).measure(run), [2] * 7)
    assert Count(("a", "b"), "2014-01", "2014-04", during="x").names == ("a", "b", "x")


def test_dispersion_is_the_mean_distance_from_highest_to_lowest():
    run = made(2, a=[0, 1], b=[1, 0], c=[0.5, 3])
    same(trends.Dispersion(("a", "b", "c"), "2014-01", "2014-02").measure(run), [2] * 7)


def test_a_month_outside_the_run_is_an_error_that_names_the_run():
    with pytest.raises(ValueError, match="'2020-08' is not in this run, which goes from 2014-01 to 2014-03"):
        Value("x", "2020-08").measure(made(3, x=[0, 0, 0]))


# -- forms that follow a series through time


def test_steps_count_large_falls_and_their_distance():
    columns = [
        [0.9, 0.4, 0.4, 0.4, 0.1],  # two steps, three months apart
        [0.9, 0.4, 0.1, 0.1, 0.1],  # one month apart
        [0.9, 0.4, 0.4, 0.4, 0.4],  # one step only
        [0.9, 0.85, 0.8, 0.75, 0.7],  # slides
        [0.1, 0.9, 0.9, 0.9, 0.9],  # rises
        [0.9, 0.4, 0.9, 0.4, 0.4],  # falls twice
        [0.5, 0.5, 0.5, 0.5, 0.5],
    ]
    run = made(5, x=by_world(*columns))
    same(trends.Steps("x", "2014-01", "2014-05", by=0.1).measure(run), [2, 2, 1, 0, 0, 2, 0])
    spacing = trends.StepSpacing("x", "2014-01", "2014-05", by=0.1).measure(run)
    same(spacing, [3, 1, math.nan, math.nan, math.nan, 2, math.nan])


def test_way_counts_the_middle_part_from_trough_to_peak():
    columns = [
        [0.0, 0.2, 0.4, 0.6, 0.8, 1.0],  # straight: passes 0.2 in month 1, 0.8 in month 4
        [0.0, 0.0, 1.0, 1.0, 1.0, 1.0],  # a jump takes no month
        [1.0, 0.0, 0.5, 1.5, 1.5, 1.5],  # the trough comes before the peak, not at the start
        [1.5, 0.5, 0.4, 0.3, 0.2, 0.1],  # only down: no way up
        [0.0, 0.05, 0.05, 0.05, 0.0, 0.0],  # too short
        [0.2, 0.2, 0.2, 0.2, 0.2, 0.2],  # none
        [0.0, 0.5, 1.0, 0.9, 0.0, -2.0],  # what comes after the peak does not count
    ]
    run = made(6, x=by_world(*columns))
    up = trends.Way("x", "2014-01", "2014-06", direction=1, begins=0.2, ends=0.8, least=0.1).measure(run)
    same(up, [3, 0, 1, math.nan, math.nan, math.nan, 1])
    mirrored = made(6, x=-by_world(*columns))
    same(trends.Way("x", "2014-01", "2014-06", direction=-1, begins=0.2, ends=0.8, least=0.1).measure(mirrored), up)


def test_delay_waits_for_the_beginning_of_something_after_the_cause():
    cause = by_world(*[[0, 1, 0, 0, 0]] * 5, [0, 0, 0, 0, 0], [0, 0, 0, 0, 1])
    effect = by_world(
        [0, 0, 1, 1, 1],  # one month later
        [0, 0, 0, 1, 0],  # two
        [1, 1, 1, 1, 1],  # stood before: nothing begins
        [1, 1, 0, 0, 1],  # stood before, ends, begins again
        [0, 1, 1, 1, 1],  # in the same month: no answer
        [0, 0, 1, 0, 0],  # no cause
        [0, 0, 1, 0, 0],  # effect only before the cause
    )
    run = made(5, moves={"cause": cause, "effect": effect})
    never = math.nan
    same(trends.Delay("effect", "cause").measure(run), [1, 2, never, 3, never, never, never])


def test_correlation_is_nan_where_something_is_constant():
    x = by_world(*[[1, 2, 3, 4]] * 6, [2, 2, 2, 2])
    y = by_world([2, 4, 6, 8], [4, 3, 2, 1], [1, -1, -1, 1], [5, 5, 5, 5], [0, 0, 0, 1], [1, 2, 3, 4.5], [1, 2, 3, 4])
    values = trends.Correlation("x", "y", "2014-01", "2014-04").measure(made(4, x=x, y=y))
    same(values[[0, 1, 2]], [1, -1, 0])
    assert np.isnan(values[[3, 6]]).all()
    assert values[5] == pytest.approx(np.corrcoef(x[:, 5], y[:, 5])[0, 1])


def test_two_pairs_are_too_few_for_a_correlation():
    values = trends.Correlation("x", "y", "2014-01", "2014-02").measure(made(2, x=[1, 2], y=[1, 3]))
    assert np.isnan(values).all()


def test_later_correlation_averages_only_months_that_count_and_leaves_out_the_rest():
    x = np.array([5, 4, 3, 2, 1, 0, 0, 0])
    scope = by_world(*[[0, 0, 0.2, 0.4, 0.6, 0.8, 1.0, 0]] * 6, [0] * 8)
    made_at = by_world(*[[0, 0, 1, 1, 1, 1, 1, 0]] * 5, [0, 0, 1, 0, 1, 0, 1, 0], [0] * 8)
    form = trends.LaterCorrelation("x", "y", "2014-01", "2014-05", when="on", soonest=2, latest=3)
    values = form.measure(made(8, x=x, y=scope, on=made_at))
    same(values[:5], [-np.corrcoef([5, 4, 3, 2, 1], [0.3, 0.5, 0.7, 0.9, 1.0])[0, 1] * -1] * 5)
    # months 0..4 look at 2-3, 3-4, 4-5, 5-6, 6-7: the scopes on are 0.2, 0.6, 0.6, 1.0, 1.0
    assert values[5] == pytest.approx(np.corrcoef([5, 4, 3, 2, 1], [0.2, 0.6, 0.6, 1.0, 1.0])[0, 1])
    assert np.isnan(values[6])
    with pytest.raises(ValueError, match="3 months after 2014-06 lie beyond this run, which ends in 2014-08"):
        replace(form, end="2014-06").measure(made(8, x=x, y=scope, on=made_at))


def test_peak_lag_finds_who_leads_and_asks_for_the_sign():
    x = np.zeros((12, WORLDS))
    y = np.zeros((12, WORLDS))
    x[4:] = 1.0  # x jumps in month 4
    for world, (lag, size) in enumerate([(0, -1), (2, -1), (-2, -1), (2, 1), (3, -1), (1, -0.5)]):
        y[4 + lag :, world] = size  # the last world stays constant
    form = trends.PeakLag("x", "y", "2014-01", "2014-12", sign=-1, reach=3)
    same(form.measure(made(x=x, y=y)), [0, 2, -2, math.nan, 3, 1, math.nan])
    same(replace(form, sign=1).measure(made(x=x, y=y)), [math.nan] * 3 + [2] + [math.nan] * 3)


# -- compounds


def measured(measure: Measure, **runs):
    known = {leaf: leaf.measure(runs[leaf.run]) for leaf in leaves(measure)}
    return evaluate(measure, known)


def test_difference_and_ratio_of_two_runs():
    runs = {MAIN: made(1, x=[[0, 1, 2, 3, 4, 5, 6]]), "other": made(1, x=[[0, 0, 1, 1, 2, 2, 3]])}
    one, other = Value("x", "2014-01"), Value("x", "2014-01", run="other")
    same(measured(Difference(one, other), **runs), [0, 1, 1, 2, 2, 3, 3])
    same(measured(Ratio(one, other), **runs), [math.nan, math.inf, 2, 3, 2, 2.5, 2])


def test_gap_is_nan_where_one_event_never_happens():
    a = by_world([1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0])
    b = by_world([0, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0])
    c = by_world(*[[0, 0, 0, 1]] * 7)
    gap = Gap((First("a"), First("b"), First("c")))
    values = measured(gap, **{MAIN: made(4, moves={"a": a, "b": b, "c": c})})
    same(values, [1, 0, 0, math.nan, math.nan, 1, -1])


def test_largest_step_divides_the_way_from_highest_to_lowest():
    ends = {  # level -> seven worlds
        "s 0": [0, 0, 0, 0, 0.05, 0, 0],
        "s 0.5": [0, -0.5, -1.0, -0.2, 0, 0.2, -0.4],
        "s 1": [-1, -1.0, -0.5, -0.9, 0, -0.8, 0],
    }
    standing = {"s 0": [1] * 7, "s 0.5": [1] * 7, "s 1": [1, 1, 1, 1, 1, 1, 0]}
    runs = {name: made(1, x=[ends[name]], alive=[standing[name]]) for name in ends}
    step = LargestStep(Value("x", "2014-01"), Value("alive", "2014-01"), sweep=tuple(ends), least=0.1)
    # all at once; in two halves; down and half back; 0.2 then 0.7; too small; up before down; fallen at the end
    same(measured(step, **runs), [1, 0.5, 1, 0.7 / 0.9, math.nan, 1, 1])


# -- verdicts


def test_bounds_never_hold_for_what_does_not_exist():
    values = np.array([math.nan, 0, 1, 2, math.inf])
    assert Bounds(at_least=1).hold(values).tolist() == [False, False, True, True, True]
    assert Bounds(above=1).hold(values).tolist() == [False, False, False, True, True]
    assert Bounds(at_most=1, above=0).hold(values).tolist() == [False, False, True, False, False]
    assert Bounds(below=2).hold(values).tolist() == [False, True, True, False, False]
    assert str(Bounds(at_least=1, below=2)) == ">= 1 and < 2"


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_against_newcombe_1998(successes, trials, low, high):
    assert wilson(successes, trials, 0.95) == pytest.approx((low, high), abs=5e-5)


def test_wilson_stays_within_a_share_and_mirrors():
    assert (wilson(7, 7, 0.95).high, wilson(0, 7, 0.95).low) == (1.0, 0.0)
    assert wilson(3, 7, 0.95).low == pytest.approx(1 - wilson(4, 7, 0.95).high)


X, Y = Value("x", "2014-01"), Value("y", "2014-01")


def test_pooled_numbers_by_hand():
    known = {X: np.array([1.0, 2, 3, 4, math.nan, 0, 0]), Y: np.array([2.0, 2, 2, 2, 2, 0, 0])}
    assert pooled_number(statistics.MeanOf(X), known) == pytest.approx(10 / 6)
    assert pooled_number(statistics.MedianOf(X), known) == 1  # of 0 0 1 2 3 4; what is missing is left out
    assert pooled_number(statistics.ShareOf((Test(X, Bounds(above=0)), Test(Y, Bounds(above=0)))), known) == 4 / 7
    known[X] = np.array([1.0, 0, 0, 0, 0, 0, 0])
    assert pooled_number(statistics.RatioOfSums(X, Y), known) == pytest.approx(0.1)
    known[Y] = np.zeros(7)
    assert pooled_number(statistics.RatioOfSums(X, Y), known) == math.inf


def test_pooled_correlation_is_that_of_all_months_of_all_worlds():
    x, y = np.random.default_rng(1).normal(size=(2, 4, 7))
    form = statistics.PooledCorrelation("x", "y", "2014-01", "2014-04")
    (leaf,) = statistics.leaves_of(form)
    number = pooled_number(form, {leaf: leaf.measure(made(4, x=x, y=y))})
    assert number == pytest.approx(np.corrcoef(x.ravel(), y.ravel())[0, 1])


def test_pooled_correlation_leaves_out_months_without_a_number():
    x, y = np.random.default_rng(1).normal(size=(2, 4, 7))
    x[2:, 3], known = math.nan, np.ones((4, 7), dtype=bool)
    known[2:, 3] = False
    form = statistics.PooledCorrelation("x", "y", "2014-01", "2014-04")
    (leaf,) = statistics.leaves_of(form)
    number = pooled_number(form, {leaf: leaf.measure(made(4, x=x, y=y))})
    assert number == pytest.approx(np.corrcoef(x[known], y[known])[0, 1])


def test_what_a_world_has_no_number_for_is_missing_in_every_form():
    """Alignment ends with the regime: a world that falls in March has a value in February and none at the end."""
    x = by_world(*[[0.1, 0.2, math.nan, math.nan]] * 3, *[[0.1, 0.2, 0.3, 0.4]] * 4)
    run, there = made(4, x=x, y=[1, 2, 4, 8]), np.array([False] * 3 + [True] * 4)
    whole = ("2014-01", "2014-04")
    forms = [Value("x", "2014-04"), Change("x", *whole), trends.Dispersion(("x", "y"), *whole)]
    forms += [form("x", *whole) for form in (Mean, Lowest, Highest)]
    forms += [
        trends.Correlation("x", "y", *whole),
        trends.Way("x", *whole, direction=1, begins=0.1, ends=0.9, least=0.1),
    ]
    for form in forms:
        np.testing.assert_array_equal(~np.isnan(form.measure(run)), there, err_msg=str(form))
    assert not np.isnan(Value("x", "2014-02").measure(run)).any()


def test_jackknife_of_a_mean_is_its_standard_error():
    known = {X: np.arange(7.0)}
    low, high = jackknife(statistics.MeanOf(X), known, 0.95, groups=20)
    half = 1.959963984540054 * np.arange(7.0).std(ddof=1) / math.sqrt(7)
    assert (low, high) == pytest.approx((3 - half, 3 + half))
    assert jackknife(statistics.MeanOf(X), {X: np.array([3.0])}, 0.95, groups=20) == (3.0, 3.0)


def pattern(**changes):
    blank = Pattern(
        key="SF99", name="x falls", strength=Strength.MEDIUM, statement="", claims=(), mechanisms=(), formulation="",
        rule=Rule(Per.WORLD, "wilson", 0.5), statistic=Statistic((Test(X, Bounds(above=0)),)),
    )  # fmt: skip
    statistic = {key: changes.pop(key) for key in ("tests", "among", "also") if key in changes}
    return replace(blank, statistic=replace(blank.statistic, **statistic), **changes)


def verdict(what, x, y=None):
    numbers = {X: np.array(x, dtype=float), Y: np.array([0.0] * 7 if y is None else y)}
    scenario = load_scenario("baseline", settings=["worlds=7"])
    return decide(what, Measured(numbers, {}, np.ones(7, dtype=bool)), load_patterns(), scenario)


def test_a_world_rule_counts_the_worlds_that_hold():
    result = verdict(pattern(), [1, 1, 1, 1, 0, 0, math.nan])
    assert (result.rate, result.met, result.interval) == (4 / 7, True, wilson(4, 7, 0.95))
    assert not verdict(pattern(), [1, 1, 1, 0, 0, 0, math.nan]).met
    assert result.details["parts"][0]["missing"] == pytest.approx(1 / 7)


def test_every_test_of_a_conjunction_must_hold_in_the_same_world():
    both = pattern(tests=(Test(X, Bounds(above=0)), Test(Y, Bounds(above=0))))
    assert verdict(both, [1, 1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1, 1]).rate == 1 / 7


def test_only_worlds_in_which_the_case_arises_are_counted():
    among = pattern(among=(Test(Y, Bounds(above=0)),))
    result = verdict(among, [1, 0, 0, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0])
    assert (result.rate, result.met, result.details["worlds_counted"]) == (0.5, True, 2)
    assert result.interval == wilson(1, 2, 0.95)
    never = verdict(among, [1] * 7, [0] * 7)
    assert (never.rate, never.met, never.reason) == (
        None, False, "the case that the pattern is about arises in no world",
    )  # fmt: skip


def test_a_condition_on_all_worlds_can_break_a_pattern():
    mean = PooledTest(statistics.MeanOf(Y), Bounds(at_most=0.1))
    assert verdict(pattern(also=(mean,)), [1] * 7, [0] * 7).met
    broken = verdict(pattern(also=(mean,)), [1] * 7, [1] * 7)
    assert (broken.rate, broken.met) == (1.0, False)


def test_a_pooled_rule_gives_its_number_and_its_bounds():
    rule = Rule(Per.POOLED, "jackknife")
    also = (PooledTest(statistics.MeanOf(X), Bounds(below=0.5)), PooledTest(statistics.MeanOf(Y), Bounds(above=0.5)))
    result = verdict(pattern(rule=rule, tests=(), also=also), [0.25] * 7, [1] * 7)
    assert (result.rate, result.required, result.met) == (0.25, "< 0.5", True)
    assert not verdict(pattern(rule=rule, tests=(), also=also), [0.25] * 7, [0] * 7).met


# -- the thirty


def test_all_thirty_are_there():
    assert list(load_patterns().patterns) == [f"SF{number:02d}" for number in range(1, 31)]


def test_strengths_and_shares_are_those_of_the_record():
    data = load_patterns().patterns
    high = "01 02 03 05 06 07 08 10 11 12 15 19 21 22 26"
    assert [key[2:] for key, p in data.items() if p.strength is Strength.HIGH] == high.split()
    assert [key for key, p in data.items() if p.strength is Strength.LOW] == ["SF30"]
    stated = {"SF02": 0.9, "SF19": 0.95, "SF21": 0.95, "SF26": 0.9}
    assert all(p.rule.share in (None, stated.get(key, 0.8)) for key, p in data.items())
    assert {key: p.rule.share for key, p in data.items() if key in stated} == stated


def every_leaf() -> set[Leaf]:
    data = load_patterns()
    return {leaf for table in data.leaves().values() for leaf in table}


def test_each_names_series_and_moves_of_the_theory():
    made_of = theory()
    known = {*made_of.series, *(move.series for move in made_of.moves.values())}
    assert {name for leaf in every_leaf() for name in leaf.names} <= known


def test_every_form_of_the_vocabulary_is_used_and_every_run_is_needed():
    data = load_patterns()
    text = "\n".join(path.read_text(encoding="utf-8") for path in (PATTERNS_FILE, EFFECTS_FILE))
    assert [form for form in (*MEASURES, *POOLED) if f"{form}:" not in text] == []
    assert set(data.variants) == {leaf.run for leaf in every_leaf()} - {MAIN}


def test_other_runs_change_one_thing_each():
    scenario, variants = load_scenario("baseline", settings=["worlds=7"]), load_patterns().variants
    assert "history.election_2020" not in variants["no_shock"].of(scenario).pressures
    assert variants["shock 0.3"].of(scenario).pressures["history.election_2020"].level == 0.3
    forced = variants["assured"].of(scenario).pressures["assured"]
    assert (forced.moves, scenario.date(forced.start), scenario.date(forced.end)) == ("assure", "2016-06", "2016-08")
    sanctions = variants["sanctioned"].of(scenario).pressures["eu_2017"]
    assert (sanctions.moves, scenario.date(sanctions.start)) == ("eu_sanctions_pressure", "2017-05")
    assert variants["bids_fail"].of(scenario).parameters["initiatives.success_offset"].fix == 10
    for variant in variants.values():
        other = variant.of(scenario)
        assert (other.seed, other.worlds, other.sampling) == (scenario.seed, scenario.worlds, scenario.sampling)


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not part of the project")
def test_the_words_of_every_claim_stand_in_the_documents():
    claims = {claim.key: claim for p in load_patterns().patterns.values() for claim in p.claims}
    assert check_locators(replace(load_seeds(), claims=claims), DOCUMENTS) == ()


# -- what the reader refuses

HEAD = "confidence: 0.95\ngroups: 20\nruns: {}\nsweeps: {}\nwatched: {}\npatterns:\n"
GOOD = """  SF01:
    name: A name
    strength: H
    statement: A statement.
    claims: {a: {source: "001", where: P3, words: relations and political contacts}}
    mechanisms: [M12]
    formulation: What is tested.
    rule: {per: world, share: 0.8, interval: wilson}
    statistic: {all: [{value: {of: eu.sanctions, at: 2014-01}, above: 0.5}]}
"""


def problems(tmp_path, text):
    path = tmp_path / "patterns.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_patterns(path)
    return [f"{p.line}:{p.column}: {p.message}" for p in caught.value.problems]


def test_a_small_file_is_read(tmp_path):
    path = tmp_path / "patterns.yaml"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    (one,) = load_patterns(path).patterns.values()
    assert one.statistic.tests == (Test(Value("eu.sanctions", "2014-01"), Bounds(above=0.5)),)
    assert (one.claims[0].key, one.claims[0].line) == ("SF01.a", 11)


def place_of(word, text):
    before = text[: text.index(word)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def test_all_problems_are_told_at_once_with_their_places(tmp_path):
    text = (
        GOOD.replace("strength: H", "strength: X")
        .replace("[M12]", "[M12, M99]")
        .replace("where: P3", "where: P99")
        .replace("eu.sanctions", "eu.sanktions")
        .replace("2014-01", "2014-13")
    )
    told = problems(tmp_path, HEAD + text)
    wrong = ("X\n", "P99", "M99", "eu.sanktions", "2014-13")
    assert [line.partition(": ")[0] for line in told] == [place_of(word, HEAD + text) for word in wrong]
    assert "unknown part of source '001':" in told[1]
    assert "unknown series or move 'eu.sanktions'; did you mean 'eu.sanctions'?" in told[3]
    assert told[4].endswith("must be a month such as 2017-05, got '2014-13'")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("value:", "valeu:", "unknown form 'valeu'; did you mean 'value'?"),
        (", above: 0.5", "", "has no bound; give one of above, below, at_least, at_most"),
        ("{value: {of: eu.sanctions, at: 2014-01}, above: 0.5}", "{above: 0.5}", "must name one form, got none"),
        ("at: 2014-01}", "on: 2014-01}", "unknown key 'on'"),
        ("of: eu.sanctions, ", "", "has no 'of'; it must be given"),
        ("at: 2014-01}", "at: 2014-01, in: no_shock}", "unknown run 'no_shock'; allowed: scenario"),
        ("share: 0.8, ", "", "'share' must be given for a rule per world, and for no other"),
        ("interval: wilson", "interval: jackknife", "unknown interval 'jackknife'; allowed: wilson"),
        ("value: {of: eu.sanctions, at: 2014-01}", "mean: {of: eu.sanctions, from: 2014-02, to: 2014-01}",
         "'to' (2014-01) is before 'from' (2014-02)"),
        ("    rule:", "    needs: [no_shock]\n    rule:", "'needs' of SF01 must name what it reads: no other run"),
        ("per: world", "per: planet", "unknown per 'planet'; allowed: pooled, runs, world"),
    ],
)  # fmt: skip
def test_refusals(tmp_path, old, new, message):
    assert old in GOOD
    assert any(message in told for told in problems(tmp_path, HEAD + GOOD.replace(old, new)))


def test_runs_are_read_as_strictly(tmp_path):
    runs = (
        "runs:\n  odd:\n    what: Something.\n    parameters: {mediation.no_such: 1}\n"
        "    pressures: {p: {kind: force, by: Belarus, move: asure}}\n"
    )
    told = problems(tmp_path, HEAD.replace("runs: {}\n", runs) + GOOD)
    assert any("unknown parameter 'mediation.no_such'" in line for line in told)
    assert any("asure" in line for line in told)


def test_a_run_that_is_wrong_is_still_known_to_the_patterns(tmp_path):
    head = HEAD.replace("runs: {}\n", "runs: {odd: {what: 1}}\n")
    good = GOOD.replace("at: 2014-01}", "at: 2014-01, in: odd}").replace("    rule:", "    needs: [odd]\n    rule:")
    (line,) = problems(tmp_path, head + good)
    assert line.endswith("'what' must be text, got 1; put it in quotes")


# -- the whole


@pytest.fixture(scope="module")
def report():
    return score(load_scenario("baseline", settings=["worlds=7", "sampling=best"]))


def test_a_report_has_the_shape_that_other_programs_rely_on(report):
    plain = report.to_json()
    assert (plain["scenario"], plain["worlds"], plain["seed"], plain["sampling"]) == ("baseline", 7, 2013, "best")
    assert len(plain["patterns"]) == report.count == 30
    assert plain["met"] == report.met == sum(p["met"] for p in plain["patterns"])
    for one in plain["patterns"]:
        assert {"id", "name", "rate", "interval", "met", "strength", "details"} <= one.keys()
        assert one["reason"] == ""
        assert len(one["interval"]) == 2
    assert plain["watched"]["hosting"]["median"].startswith("2014-")


def test_only_worlds_that_meet_the_condition_are_scored():
    """Under `given` a rate is the share of the worlds that count, in the scenario's own run and in all others.

    In prior worlds: nearly all that agree with the record hedge in 2015.
    """
    data = load_patterns()
    data = replace(data, patterns={key: data.patterns[key] for key in ("SF08", "SF29")}, watched={})
    plain, given = (
        load_scenario("baseline", settings=["worlds=97", "sampling=prior", *more]) for more in ([], [GIVEN])
    )
    result = run(given, keep=[], moves=False)
    counts = result.posture[result.at("2015-12")] == Posture.HEDGING
    assert 10 < counts.sum() < 87
    every, scored = measure_all(plain, data, 97, None), score(given, patterns=data)
    assert (scored.worlds, scored.counted) == (97, counts.sum())
    by_id = {result.id: result for result in scored.results}
    held = all_hold(data.patterns["SF08"].statistic.tests, every.numbers)
    assert by_id["SF08"].rate == pytest.approx(held[counts].mean())
    assert by_id["SF08"].interval == wilson(int(held[counts].sum()), int(counts.sum()), 0.95)
    pooled = data.patterns["SF29"].statistic.also[0].pooled
    assert by_id["SF29"].rate == pooled.number([evaluate(pooled.of, every.numbers)[counts]])
    assert score(given, patterns=data, chunk=10).to_json() == scored.to_json()


def test_a_condition_that_no_world_meets_leaves_nothing_to_score():
    none = load_scenario("baseline", settings=["worlds=2", "given.posture=leaning_west@2013-01", "end=2014-12"])
    scored = score(none)
    assert (scored.counted, scored.met) == (0, 0)
    assert {result.reason for result in scored.results} == {"no world meets the scenario's condition 'given'"}
    assert scored.to_json()["watched"]["hosting"] == "no world meets the scenario's condition 'given'"


def test_a_paired_difference_in_a_pattern_says_how_many_worlds_lack_it():
    median = PooledTest(statistics.MedianOf(X), Bounds(below=0))
    result = verdict(pattern(rule=Rule(Per.RUNS, "jackknife"), tests=(), also=(median,)), [-1, -2, -3] + [math.nan] * 4)
    assert (result.rate, result.met) == (-2, True)
    assert result.details["also"][0]["missing"] == pytest.approx(4 / 7)


def test_chunks_do_not_change_a_verdict(report):
    again = score(load_scenario("baseline", settings=["worlds=7", "sampling=best"]), chunk=6)
    assert again.to_json() == report.to_json()


def test_progress_comes_to_its_end():
    calls = []
    small = load_scenario("baseline", settings=["worlds=2", "end=2014-12"])
    score(small, progress=lambda lived, whole: calls.append((lived, whole)))
    assert calls[-1][0] == calls[-1][1]
    assert calls == sorted(calls)


def test_a_run_that_is_too_short_says_why_and_counts_as_not_met():
    short = score(load_scenario("baseline", settings=["worlds=2", "end=2014-12"]))
    assert short.count == 30
    by_id = {result.id: result for result in short.results}
    assert by_id["SF21"].reason == ""
    assert by_id["SF08"].reason == "'2021-04' is not in this run, which goes from 2013-01 to 2014-12"
    assert (by_id["SF08"].rate, by_id["SF08"].met) == (None, False)


def test_a_scenario_without_the_shock_cannot_be_asked_what_its_absence_does():
    calm = score(load_scenario("baseline", settings=["worlds=2", "pressures.history.election_2020=null"]))
    by_id = {result.id: result for result in calm.results}
    assert by_id["SF10"].reason == "the scenario has no pressure 'history.election_2020' to change"
    assert by_id["SF26"].reason == "the case that the pattern is about arises in no world"
    assert by_id["SF28"].rate == 0.0


def test_worlds_that_do_not_stand_meet_no_pattern_of_2020_and_21():
    no_rescue = "pressures.no_rescue={kind: forbid, by: Russia, move: rescue}"
    alone = score(load_scenario("baseline", settings=["worlds=97", "sampling=best", no_rescue]))
    by_id = {result.id: result for result in alone.results}
    fallen = by_id["SF08"].details["beside"]["regime_fallen"]["number"]
    assert fallen > 0.5
    assert by_id["SF08"].rate <= 1.0 - fallen + 1e-12
    for key in ("SF09", "SF10", "SF16", "SF23"):
        assert by_id[key].rate <= 1.0 - fallen + 1e-12
