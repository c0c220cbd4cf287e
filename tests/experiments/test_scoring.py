"""Skill on made series whose answers are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from experiments.scoring.formula import FormulaError, parse_formula
from experiments.scoring.links import UndeterminedError, fit
from experiments.scoring.naive import naive_forecasts, step_by_hand
from experiments.scoring.observables import Link, Observable, Sign
from experiments.scoring.scores import coverage, crps, largest_shift, rmse, skill, skill_interval
from experiments.scoring.skill import Points, of_worlds, series_score
from model.core.months import date_of

MONTHS, TRAINING = 60, 30


def made(values, training=TRAINING):
    """A monthly series from January 2013 on."""
    times = tuple(date_of(place, "2013-01") for place in range(len(values)))
    return Points(times, np.asarray(values, dtype=float), np.arange(len(values)) < training)


def entry(link="none", **more):
    return Observable(label="made", why="made", link=Link(link), **more)


def scored(one, points, simulated, **placebos):
    """The score of an ensemble, here of one world if it has no axis of worlds."""
    worlds = {key: np.asarray(values, float).reshape(len(values), -1) for key, values in placebos.items()}
    return series_score("made", one, points, np.asarray(simulated, float).reshape(len(simulated), -1), worlds)


def noise_of(seed, memory=0.0, months=MONTHS):
    shocks = np.random.default_rng(seed).normal(size=months)
    for place in range(1, months):
        shocks[place] += memory * shocks[place - 1]
    return shocks


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a.b", 2.0),
        ("a.b - c", -1.0),
        ("2 * a.b + c * -0.5 - 1", 1.5),
        ("mean(a.b, c, 1)", 2.0),
        ("above(c - a.b, 0.5)", 1.0),
        ("above(a.b, 2)", 0.0),
        ("-mean(a.b)", -2.0),
    ],
)
def test_a_formula_is_worked_out(text, value):
    found = parse_formula(text).value({"a.b": np.array([2.0, np.nan]), "c": np.array([3.0, 3.0])})
    assert found[0] == value
    assert math.isnan(found[1])


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')", "a.b * c", "a / 2", "a ** 2", "a if b else c", "[a]", "a[0]", "max(a, b)",
        "mean()", "mean(a, b=1)", "above(a, b)", "True * a", "1 + 2", "", "a +", "(lambda: a)()", "mean(*a)",
        "(a + b).c", "a" * 500, "a; b", "mean.__class__(a)",
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(FormulaError):
        parse_formula(text)


def test_crps_by_hand():
    """Two members 0 and 2 without noise, observed 1 and 3: mean distance 1 and 2, less half of their own, 1/2."""
    members, observed = np.array([[0.0, 2.0], [0.0, 2.0]]), np.array([1.0, 3.0])
    assert crps(members, 0.0, observed).tolist() == [0.5, 1.5]
    assert crps(np.array([[1.0]]), 0.0, np.array([4.0])).tolist() == [3.0]
    # One standard normal at its centre: 2 phi(0) - 1 / sqrt(pi).
    assert crps(np.array([[0.0]]), 1.0, np.array([0.0]))[0] == pytest.approx((math.sqrt(2) - 1) / math.sqrt(math.pi))


@pytest.mark.parametrize(("noise", "observed"), [(0.3, -0.4), (1.0, 2.5), (0.05, 0.7)])
def test_crps_is_its_integral(noise, observed):
    """The integral over z of (F(z) - 1[z >= y])^2, by which the score is defined."""
    members = np.array([-1.0, 0.2, 0.3, 2.0])

    def squared(z):
        return (np.mean(stats.norm.cdf((z - members) / noise)) - (z >= observed)) ** 2

    breaks = sorted([observed, *members])
    whole = integrate.quad(squared, -12, 12, points=breaks, limit=500)[0]
    assert crps(members[None, :], noise, np.array([observed]))[0] == pytest.approx(whole, abs=1e-6)


def test_rmse_skill_and_coverage_by_hand():
    assert rmse(np.array([3.0, -4.0, 0.0, 0.0])) == 2.5
    assert (skill(1.0, 4.0), skill(0.0, 2.0), skill(2.0, 2.0)) == (0.75, 1.0, 0.0)
    # Of a standard normal 90 per cent lie within 1.645: two of these four.
    assert coverage(np.zeros((4, 1)), 1.0, np.array([1.6, -1.6, 1.7, -3.0])) == 0.5


def test_naive_forecasts_by_hand():
    found = naive_forecasts(np.array([0.0, 1.0, 2.0]), np.array([1.0, 3.0, 5.0]), np.array([3.0, 4.0]))
    assert found["last"].values.tolist() == [5.0, 5.0]
    assert found["mean"].values.tolist() == [3.0, 3.0]
    assert found["trend"].values == pytest.approx([7.0, 9.0])
    assert (found["last"].noise, found["mean"].noise) == (2.0, 2.0)
    assert found["trend"].noise == pytest.approx(0.0, abs=1e-12)
    step = step_by_hand(np.array([1.0, 3.0, 8.0, 10.0]), np.array([False, False, True, True]))
    assert step.tolist() == [2.0, 2.0, 9.0, 9.0]
    assert step_by_hand(np.ones(2), np.ones(2, dtype=bool)) is None


def test_the_largest_shift_is_where_the_mean_changes():
    assert largest_shift(np.array([0.0, 0.1, 0.0, 5.0, 5.1, 4.9])) == 3
    assert largest_shift(np.array([2.0, 0.0, 0.0, 0.0])) == 1
    # F = 2 (20 - 4) / 4 = 8 of these four: no break beyond chance.
    assert largest_shift(np.array([0.0, 2.0, 4.0, 6.0])) is None
    assert sum(largest_shift(noise_of(seed)) is not None for seed in range(100)) <= 10


def test_a_perfect_series_scores_one():
    series = np.sin(np.arange(MONTHS) / 5.0)
    found = scored(entry(), made(series), np.tile(series[:, None], 20))
    assert (found.skill, found.rmse, found.crps, found.crps_skill) == (1.0, 0.0, 0.0, 1.0)
    assert found.interval == (1.0, 1.0)
    assert found.better
    assert found.breaks[0] == found.breaks[1]


@pytest.mark.parametrize("seed", range(5))
def test_the_best_naive_forecast_scores_zero(seed):
    points = made(np.cumsum(noise_of(seed)))
    when = np.arange(MONTHS, dtype=float)
    naive = naive_forecasts(when[:TRAINING], points.values[:TRAINING], when[TRAINING:])
    errors = {key: rmse(one.values - points.values[TRAINING:]) for key, one in naive.items()}
    best = min(errors, key=errors.__getitem__)
    copied = np.concatenate([points.values[:TRAINING], naive[best].values])
    found = scored(entry(), points, copied)
    assert (found.best_naive, found.skill, found.better) == (best, 0.0, False)
    assert found.interval == (0.0, 0.0)


@pytest.mark.parametrize("memory", [0.0, 0.9])
def test_an_ensemble_that_knows_nothing_is_hardly_ever_better(memory):
    """Over seeds: unrelated series are called better in fewer than one case in twenty."""
    better = 0
    for seed in range(60):
        points, other = made(noise_of(seed, memory)), noise_of(1000 + seed, memory)
        for link in ("none", "affine"):
            try:
                better += scored(entry(link), points, other).better
            except UndeterminedError:
                continue
    assert better <= 0.05 * 120


def test_a_year_later_is_no_better_than_chance():
    """Over seeds: where a series has no memory, history a year later is worse than the best naive forecast."""
    skills = []
    for seed in range(30):
        series = noise_of(seed)
        late = np.concatenate([np.full(12, np.nan), series[:-12]])
        skills.append(scored(entry(), made(series), series, late=late).placebos["late"])
    assert max(skills) < 0.0
    assert np.mean(skills) == pytest.approx(1.0 - math.sqrt(2.0), abs=0.1)


@pytest.mark.parametrize("seed", range(4))
def test_better_is_said_only_above_every_placebo(seed):
    series, errors = np.cumsum(noise_of(seed)), 0.2 * noise_of(50 + seed)
    lagged = np.concatenate([np.full(12, np.nan), series[:-12]])
    one = entry()
    alone = scored(one, made(series), series + errors, late=lagged)
    assert alone.better
    assert alone.placebos["late"] < alone.interval.low
    rivalled = scored(one, made(series), series + errors, late=lagged, calm=series)
    assert rivalled.placebos["calm"] == 1.0
    assert not rivalled.better
    assert math.isnan(scored(one, made(series), series, late=np.full(MONTHS, np.nan)).placebos["late"])


@pytest.mark.parametrize(
    ("link", "intercept", "slope"), [("affine", -7.0, 4.0), ("proportional", 0.0, 4.0), ("shift", -7.0, 1.0)]
)
def test_a_link_is_recovered_from_the_training_window_alone(link, intercept, slope):
    output = 2.0 + np.sin(np.arange(MONTHS) / 4.0)
    observed = intercept + slope * output + 0.1 * noise_of(3)
    observed[TRAINING:] += 100.0  # what comes later says nothing about the link
    found = scored(entry(link), made(observed), output)
    assert found.fitted.intercept == pytest.approx(intercept, abs=0.2)
    assert found.fitted.slope == pytest.approx(slope, abs=0.1)
    assert found.fitted.noise == pytest.approx(0.1, rel=0.4)
    assert found.skill < 0.0


def test_the_noise_counts_the_numbers_fitted():
    x, y = np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, -1.0, -1.0, 1.0])
    assert fit(Link.NONE, np.zeros(4), y).noise == 1.0
    assert fit(Link.SHIFT, np.zeros(4), y).noise == pytest.approx(math.sqrt(4 / 3))
    assert fit(Link.NONE, x, x).noise == 0.0


@pytest.mark.parametrize(
    ("output", "observed", "sign", "reason"),
    [
        (np.full(30, 0.4), noise_of(1)[:30], "up", "the median output moves by only 0.00 in the training window"),
        (noise_of(2)[:30], noise_of(4)[:30], "up", r"cannot be told from zero \(p = 0\.\d\d\)"),
        (noise_of(2)[:30], -noise_of(2)[:30], "up", "goes down when the output rises, and the registry expects it to"),
        (noise_of(2)[:30], 3 * noise_of(2)[:30], "down", "goes up when the output rises"),
    ],
)
@pytest.mark.parametrize("link", [Link.AFFINE, Link.PROPORTIONAL])
def test_an_undetermined_link_is_refused(output, observed, sign, reason, link):
    with pytest.raises(UndeterminedError, match=reason):
        fit(link, output, observed, sign=Sign(sign), least_move=0.05)


def test_series_that_wander_by_themselves_are_not_taken_for_linked():
    """Of pairs of unrelated series with memory few pass; a t-test that took their points as independent lets many."""
    passed = careless = 0
    for seed in range(100):
        x, y = noise_of(seed, 0.9), noise_of(500 + seed, 0.9)
        careless += stats.linregress(x, y).pvalue < 0.05
        try:
            passed += fit(Link.AFFINE, x, y).slope > 0.0
        except UndeterminedError:
            continue
    assert passed <= 15 < 30 <= careless


def test_yes_and_no_are_scored_by_the_share_of_worlds():
    """Nine of ten worlds right in every month: an error of 0.1, and a Brier score of 0.01."""
    observed = (np.arange(MONTHS) % 12 < 5).astype(float)
    worlds = np.tile(observed[:, None], 10)
    worlds[:, 0] = 1.0 - observed
    found = scored(entry(yes_or_no=True), made(observed), worlds)
    assert found.rmse == pytest.approx(0.1)
    assert found.brier == found.crps == pytest.approx(0.01)
    assert math.isnan(found.coverage)
    assert set(found.naive) == {"last", "mean"}
    assert found.skill == pytest.approx(1.0 - 0.1 / found.naive[found.best_naive])


@pytest.mark.parametrize(
    ("observed", "output", "reason"),
    [
        (np.ones(MONTHS), noise_of(1), "never changes"),
        (np.arange(MONTHS) < 3, noise_of(1), "'last' is exact"),
        (noise_of(1), np.where(np.arange(MONTHS) == 40, np.nan, 1.0), "no regime stands in any world"),
    ],
)
def test_what_cannot_be_scored_is_refused(observed, output, reason):
    with pytest.raises(UndeterminedError, match=reason):
        scored(entry(), made(observed), output)


def test_worlds_whose_regime_has_fallen_do_not_count():
    series = np.sin(np.arange(MONTHS) / 5.0)
    worlds = np.tile(series[:, None], 3)
    worlds[20:, 2] = np.nan
    assert scored(entry(), made(series), worlds).skill == 1.0


def test_the_interval_keeps_neighbours_together():
    """Errors that last give a wider interval than the same errors shuffled."""
    lasting = noise_of(8, 0.95, 200)
    shuffled = np.random.default_rng(0).permutation(lasting)
    wide, narrow = (skill_interval(one, np.ones(200)) for one in (lasting, shuffled))
    assert wide.high - wide.low > 1.3 * (narrow.high - narrow.low)
    assert skill_interval(lasting, np.ones(200)) == wide


def test_an_output_is_read_by_month_or_year_where_the_regime_stands():
    months = [date_of(place, "2013-01") for place in range(36)]
    values = np.arange(36.0)[:, None] * [1.0, 1.0]
    standing = np.ones((36, 2), dtype=bool)
    standing[30:, 1] = False
    found = of_worlds(values, standing, months, ["2013", "2015", "2016"])
    np.testing.assert_array_equal(found, [[5.5, 5.5], [29.5, np.nan], [np.nan, np.nan]])
    later = of_worlds(values, standing, months, ["2013-05", "2014-03"], lag=12)
    np.testing.assert_array_equal(later, [[np.nan, np.nan], [2.0, 2.0]])
