"""What the spread rests on: the estimators against closed forms, the groups against the draws, and the page."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from experiments.measures.outcomes import OUTCOMES, FirstOrNever, MonthsIn, values_of
from experiments.measures.quantity import recorded
from experiments.variance.groups import CHANCE, PARAMETER, Group, divisions, family
from experiments.variance.indices import Samples, indices, ranked, resampled, sample, simulate_groups
from model.core.draws import Draws
from model.ensemble.record import Posture
from model.evidence.load import load_seeds
from model.runs.run import run
from model.scenario.load import load_scenario
from viz.figures.frame import save_figure
from viz.figures.shares import COLOURS, share_figure
from viz.reports.variance import VarianceRuns, block, page, run_all

SEEDS = (7, 8)
WORLDS = 20_000
LIFTING = next(outcome for outcome in OUTCOMES if outcome.name == "eu_lifting")
SERIES, _ = recorded(leaves=(outcome.measure for outcome in OUTCOMES))


def groups(*names: str) -> tuple[Group, ...]:
    return tuple(Group(name, frozenset(name)) for name in names)


def additive(draws: Draws) -> np.ndarray:
    """1 a + 2 b + 3 c, each uniform: the shares are 1, 4 and 9 fourteenths, alone and in all."""
    return np.stack([draws.uniform("a") + 2.0 * draws.uniform("b") + 3.0 * draws.uniform("c")])


def ishigami(draws: Draws) -> np.ndarray:
    x, y, z = (math.pi * (2.0 * draws.uniform(name) - 1.0) for name in "xyz")
    return np.stack([np.sin(x) + 7.0 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)])


def test_shares_of_a_sum_are_those_of_its_parts():
    made = indices(sample(additive, groups("a", "b", "c"), SEEDS, WORLDS))
    assert made.spread[0] == pytest.approx(math.sqrt(14 / 12), rel=0.01)
    assert made.mean[0] == pytest.approx(3.0, abs=0.02)
    for group, share in zip(made.groups, (1 / 14, 4 / 14, 9 / 14), strict=True):
        assert made.first_of(group, 0).value == pytest.approx(share, abs=0.02)
        assert made.total_of(group, 0).value == pytest.approx(share, abs=0.02)
    assert made.together(made.groups, 0) == pytest.approx(0.0, abs=0.03)


def test_shares_of_ishigamis_function_are_the_known_ones():
    """V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2 with a = 7 and b = 0.1; x and z act together."""
    a, b = 7.0, 0.1
    alone_x = 0.5 * (1 + b * math.pi**4 / 5) ** 2
    alone_y = a * a / 8
    both_xz = b * b * math.pi**8 * (1 / 18 - 1 / 50)
    whole = alone_x + alone_y + both_xz
    made = indices(sample(ishigami, groups("x", "y", "z", "xz"), SEEDS, WORLDS))
    first = (alone_x, alone_y, 0.0, alone_x + both_xz)
    total = (alone_x + both_xz, alone_y, both_xz, alone_x + both_xz)
    for group, one, every in zip(made.groups, first, total, strict=True):
        assert made.first_of(group, 0).value == pytest.approx(one / whole, abs=0.03)
        assert made.total_of(group, 0).value == pytest.approx(every / whole, abs=0.03)
    x, y, z, _ = made.groups
    assert made.together((x, y, z), 0) == pytest.approx(both_xz / whole, abs=0.04)


def test_intervals_hold_the_truth_as_often_as_they_say():
    """Of 60 samples of a known sum, the 95 % interval misses the share of the largest part in a few."""
    held = 0
    for seed in range(60):
        made = indices(sample(additive, groups("c"), (seed, seed + 1000), 400), replicates=200)
        share = made.total_of(made.groups[0], 0)
        held += share.low <= 9 / 14 <= share.high
    assert 52 <= held <= 60


def test_more_worlds_narrow_the_interval_and_settle_the_share():
    few, many = (indices(sample(additive, groups("c"), SEEDS, n)) for n in (400, 25_600))
    width = [made.first_of(made.groups[0], 0).high - made.first_of(made.groups[0], 0).low for made in (few, many)]
    assert width[1] == pytest.approx(width[0] / 8, rel=0.35)
    assert many.moved[0] < 0.03


def test_worlds_without_a_number_are_left_out_and_counted():
    """Who is missing is decided by d alone: the shares of the others are those of the sum, and d has none."""

    def standing(draws: Draws) -> np.ndarray:
        return np.where(draws.uniform("d") < 0.1, np.nan, additive(draws))

    samples = sample(standing, groups("a", "b", "c", "d"), SEEDS, WORLDS)
    for made in (indices(samples), indices(ranked(samples))):
        assert made.missing[0] == pytest.approx(0.1, abs=0.01)
        for group, share in zip(made.groups, (1 / 14, 4 / 14, 9 / 14, 0.0), strict=True):
            assert made.first_of(group, 0).value == pytest.approx(share, abs=0.03)
            assert made.total_of(group, 0).value == pytest.approx(share, abs=0.03)
    assert indices(samples).mean[0] == pytest.approx(3.0, abs=0.02)


def test_an_outcome_that_no_world_has_has_no_shares():
    made = indices(sample(lambda draws: np.full((1, draws.worlds), np.nan), groups("a"), SEEDS, 97), replicates=3)
    assert made.missing[0] == 1.0
    assert np.isnan([made.spread[0], *made.first_of(made.groups[0], 0)]).all()


def test_chunks_do_not_matter():
    one, other = (sample(additive, groups("a", "b"), SEEDS, 97, chunk=chunk) for chunk in (97, 11))
    for name in ("own", "other", "mixed"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_a_group_with_nothing_drawn_is_not_lived_and_makes_nothing():
    lived = []

    def live(draws: Draws) -> np.ndarray:
        lived.append(draws)
        return additive(draws)

    told: list[tuple[int, int]] = []
    certain = Group("sourced", frozenset(), 4)
    made = indices(sample(live, (certain, *groups("a")), SEEDS, 97, progress=lambda *at: told.append(at)))
    assert len(lived) == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert made.first_of(certain, 0) == made.total_of(certain, 0) == (0.0, 0.0, 0.0)


def test_an_outcome_that_never_varies_has_no_shares():
    made = indices(sample(lambda draws: np.full((1, draws.worlds), 0.25), groups("a"), SEEDS, 97))
    assert made.spread[0] == 0.0
    assert math.isnan(made.first_of(made.groups[0], 0).value)


def test_what_happens_only_with_an_exchanged_group_has_no_shares():
    """Neither seed sees it, so there is no spread to divide; a number over nothing is no share."""
    none, once = np.zeros((1, 4)), np.array([[0.0, 0.0, 0.0, 1.0]])
    made = indices(Samples(groups("a"), none, none, once[None]), replicates=3)
    assert np.isnan([*made.total_of(made.groups[0], 0), *made.first_of(made.groups[0], 0)]).all()


def test_one_world_is_too_few():
    with pytest.raises(ValueError, match="indices need two worlds or more, not 1"):
        indices(sample(additive, groups("a"), SEEDS, 1))


def test_places_weigh_every_world_alike():
    own, other = np.array([[1.0, 2.0, 1000.0]]), np.array([[2.0, 3.0, 4.0]])
    made = ranked(Samples(groups("a"), own, other, np.array([[[0.0, 2.0, 5000.0]]])))
    np.testing.assert_allclose(made.own, [[0.5 / 6, 2 / 6, 5.5 / 6]])
    np.testing.assert_allclose(made.other, [[2 / 6, 3.5 / 6, 4.5 / 6]])
    np.testing.assert_allclose(made.mixed, [[[0.0, 2 / 6, 1.0]]])


def test_bootstrap_weights_are_always_the_same_and_sum_to_one():
    weights = resampled(97, 5)
    np.testing.assert_array_equal(weights, resampled(97, 5))
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)
    assert len({row.tobytes() for row in weights}) == 5


class Listening(Draws):
    """Luck that remembers what was asked for."""

    heard: frozenset[str] = frozenset()

    def uniform(self, name: str, month: int = 0) -> np.ndarray:
        self.heard |= {name}
        return super().uniform(name, month)

    def logistic(self, name: str, month: int = 0) -> np.ndarray:
        self.heard |= {name}
        return super().logistic(name, month)

    def gumbel(self, name: str, month: int = 0) -> np.ndarray:
        self.heard |= {name}
        return super().gumbel(name, month)


RISKY = load_scenario("baseline", settings=["pressures.history.zapad_2017.probability=0.5", "end=2018-12"])


def test_every_draw_of_a_run_is_in_one_group_of_each_division():
    draws = Listening(7, 97)
    run(RISKY, worlds=97, draws=draws, moves=False)
    assert "pressure/history.zapad_2017" in draws.heard
    *whole, chance_alone = divisions(RISKY)
    for division in whole:
        counts = [name for group in division.groups for name in group.draws]
        assert len(counts) == len(set(counts))
        assert draws.heard <= set(counts)
        assert division.groups[-1].name == CHANCE
        assert {name for name in counts if name.startswith(PARAMETER)} == {
            name for name in draws.heard if name.startswith(PARAMETER)
        }
    parts = [name for group in chance_alone.groups for name in group.draws]
    assert len(parts) == len(set(parts))
    assert set(parts) == whole[0].groups[-1].draws


def test_every_number_is_counted_in_one_group():
    for division in divisions(RISKY)[:3]:
        assert sum(group.numbers for group in division.groups) == len(load_seeds().parameters)


def test_what_a_scenario_fixes_is_not_uncertain():
    fixed = load_scenario("baseline", settings=["parameters.alliance.fear_base.fix=0.4"])
    for scenario, drawn in ((fixed, False), (load_scenario("baseline"), True)):
        judged = next(group for group in divisions(scenario)[0].groups if group.name == "judged")
        assert ("parameter/alliance.fear_base" in judged.draws) is drawn


def test_the_family_of_a_number_is_that_of_its_first_mechanism():
    seeds = load_seeds()
    some = next(p for p in seeds.parameters.values() if p.mechanisms and p.mechanisms[0] in seeds.mechanisms)
    assert family(some, seeds.mechanisms) == seeds.mechanisms[some.mechanisms[0]].family
    assert family(replace(some, mechanisms=("RH18", "M01")), seeds.mechanisms) == "rival hypotheses"
    assert family(replace(some, mechanisms=()), seeds.mechanisms) == "of no mechanism"


@pytest.fixture(scope="module")
def lived():
    return run(load_scenario("baseline", settings=["sampling=prior"]), worlds=97, keep=SERIES, moves=False)


def test_only_alignment_is_missing_and_only_where_the_regime_has_fallen(lived):
    values = values_of(lived, OUTCOMES)
    assert values.shape == (len(OUTCOMES), 97)
    for outcome, row in zip(OUTCOMES, values, strict=True):
        assert not outcome.yes_or_no or set(np.unique(row)) <= {0.0, 1.0}
        known = lived.standing[lived.at(outcome.measure.at)] if outcome.name.startswith("alignment") else True
        np.testing.assert_array_equal(~np.isnan(row), np.broadcast_to(known, 97), err_msg=outcome.name)
    assert np.isnan(values).any(), "some regimes fall, or the test tests nothing"


def test_months_in_a_posture_and_months_that_never_come_by_hand(lived):
    posture = np.full((3, 2), Posture.HEDGING, np.int8)
    posture[1:, 0] = Posture.CLIENT
    series = {"eu.rung": np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 1.0]])}
    short = replace(lived, months=("2013-01", "2013-02", "2013-03"), posture=posture, series=series)
    np.testing.assert_allclose(MonthsIn(Posture.CLIENT, "2013-01", "2013-03").measure(short), [2 / 3, 0.0])
    np.testing.assert_array_equal(FirstOrNever("eu.rung", above=1.5).measure(short), [2.0, 3.0])


def test_outcomes_of_worlds_that_do_not_count_are_missing():
    given = load_scenario("baseline", settings=["given.posture=hedging@2015-12", "sampling=prior"])
    result = run(given, worlds=97, keep=SERIES, moves=False)
    counts = result.posture[result.at("2015-12")] == Posture.HEDGING
    assert 0 < counts.sum() < 97
    values = values_of(result, OUTCOMES)
    assert np.isnan(values[:, ~counts]).all()
    assert not np.isnan(values[OUTCOMES.index(LIFTING), counts]).any()
    made = simulate_groups(given, divisions(given)[:1], worlds=97)
    np.testing.assert_array_equal(made.own, values)
    assert (indices(made, replicates=3).missing > 0.0).all()


def test_all_draws_exchanged_is_the_other_seed():
    scenario = load_scenario("baseline", settings=["seed=7", "sampling=prior"])
    whole = Group("all", frozenset().union(*(group.draws for group in divisions(scenario)[0].groups)))
    made = simulate_groups(scenario, [replace(divisions(scenario)[0], groups=(whole,))], worlds=97, other_seed=8)
    np.testing.assert_array_equal(made.mixed[0], made.other)
    plain = run(load_scenario("baseline", settings=["seed=8", "sampling=prior"]), worlds=97, keep=SERIES, moves=False)
    np.testing.assert_array_equal(made.other, values_of(plain, OUTCOMES))


@pytest.fixture(scope="module")
def found() -> VarianceRuns:
    short = load_scenario("baseline", settings=["worlds=97"])
    kind, _, _, draws = divisions(short)
    return run_all(short, (kind, draws), worlds=97)


def test_the_page_tells_every_group_outcome_and_its_limits(found):
    told = page(found)
    for outcome in OUTCOMES:
        assert told.count(f"| {outcome.label} |") == 3
    for division in found.divided:
        for group in division.groups:
            assert group.name in told
    for words in ("not of what is unknown about Belarus", "Settled", "sha256 of the code", "seed 3102"):
        assert words in told
    assert "nan" not in told
    assert "-0" not in told.replace("2017-0", "").replace("2020-0", "").replace("-0.", "").replace("2013-0", "")
    assert page(found) == told


def test_the_block_of_the_description_has_one_line_per_outcome(found):
    told = block(found)
    assert all(f"| {outcome.label} |" in told for outcome in OUTCOMES)
    assert "(variance.svg)" in told


def test_the_figure_is_the_same_each_time_and_adds_up(found, tmp_path):
    for name in ("a.svg", "b.svg"):
        save_figure(share_figure(found.places, found.kinds, OUTCOMES), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    (axes,) = share_figure(found.places, found.kinds, OUTCOMES).axes
    bars = [[bar.get_width() for bar in row] for row in axes.containers]
    assert len(bars) == len(COLOURS) + 1
    np.testing.assert_allclose(np.sum(bars, axis=0), np.where(found.places.spread > 0.0, 1.0, 0.0))


def test_no_words_of_the_figure_lie_outside(found):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = share_figure(found.places, found.kinds, OUTCOMES)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    for part in (*figure.legends[0].get_texts(), *figure.texts, *figure.axes[0].get_yticklabels()):
        box = part.get_window_extent(canvas.get_renderer())
        assert figure.bbox.x0 <= box.x0
        assert box.x1 <= figure.bbox.x1
