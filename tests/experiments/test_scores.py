"""Scores on facts held back: by hand, with shuffled and cut facts, and what the record makes of other theories."""

from __future__ import annotations

import math
from collections import Counter
from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pytest

from experiments.conditioning import agreements, forecasts, support
from experiments.conditioning.agreements import Agreements
from experiments.conditioning.forecasts import AHEAD, JANUARIES, held_back_score, year_score
from experiments.conditioning.moved_facts import coming, known_in, shuffled, with_period
from experiments.conditioning.ranges_before import in_ranges_before
from experiments.conditioning.scores import (
    Ensemble,
    accepted,
    brier_scores,
    by_episode,
    difference,
    log_scores,
    mean,
    probability,
)
from experiments.measures.pooled import Share, wilson
from model.core.draws import Draws
from model.ensemble.parameters import parameter_values
from model.evidence.load import load_seeds
from model.evidence.parameters import Kind
from model.evidence.record import Certainty, Episode, Fact, Form, Record, Use
from model.runs.digest import factual_scenario
from model.scenario.scenario import Sampling

RECORD = load_seeds().record


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(agreements, "cache_folder", lambda name: tmp_path / name)


def fact(key, episode="e", form="once", start="2014-01", end=None, of="belarus.mobilise", **other):
    return Fact(
        key=key, name=key, form=Form(form), of=of, start=start, end=end or start, certainty=Certainty.CERTAIN,
        episode=episode, claims=(), place="seeds/record.yaml:1", **other,
    )  # fmt: skip


def by_hand(**agreed):
    """Agreements with the worlds, as 0 and 1, that agree with each fact."""
    rows = np.array(list(agreed.values()), np.bool_)
    return Agreements(tuple(agreed), np.packbits(rows.T, axis=1))


A, B, C, D = fact("A", "one"), fact("B", "one"), fact("C", "two"), fact("D", "two")
WORLDS = by_hand(A=(1, 1, 0, 0), B=(1, 1, 0, 0), C=(1, 0, 1, 0), D=(1, 1, 1, 0))


# --- scores


def test_a_share_is_scored_as_if_counted_in_a_hundred_worlds():
    assert probability(1.0) == 101 / 102
    assert probability(0.0) == 1 / 102
    assert probability(0.5) == 0.5


def test_scores_of_worlds_by_hand():
    prior = Ensemble.of(WORLDS)
    assert prior.rates == {"A": 0.5, "B": 0.5, "C": 0.5, "D": 0.75}
    assert (prior.worlds, prior.counted, prior.least) == (4, 0, 0)
    assert log_scores(prior.rates, [A, D]) == {"A": math.log(0.5), "D": math.log(76 / 102)}
    assert brier_scores(prior.rates, [A, D]) == {"A": 0.25, "D": 0.0625}
    assert mean(log_scores(prior.rates, [A, D])) == pytest.approx((math.log(0.5) + math.log(76 / 102)) / 2)


def test_chosen_worlds_agree_with_the_most_facts_that_leave_a_thousandth():
    chosen = Ensemble.agreeing(WORLDS, [A, B, C])
    assert (chosen.numbers.tolist(), chosen.counted, chosen.least) == ([0], 3, 3)
    assert chosen.rates == {"A": 1.0, "B": 1.0, "C": 1.0, "D": 1.0}
    fewer = Ensemble.agreeing(WORLDS, [A, B, C], most=2)
    assert (fewer.numbers.tolist(), fewer.least) == ([0, 1], 2)
    assert fewer.rates["C"] == 0.5


def test_a_least_agreement_that_nobody_reaches_gives_way_to_the_best_there_is():
    assert Ensemble.agreeing(WORLDS, [A, B, C], most=9).least == 3


def test_the_share_accepted_has_wilsons_interval():
    assert accepted(WORLDS, [A, B, C], 2) == Share(0.5, wilson(2, 4, 0.95), 4)


def test_a_difference_is_over_facts_and_its_interval_over_episodes():
    one, other = {"A": 0.0, "B": 0.0, "C": 0.0}, {"A": -1.0, "B": -1.0, "C": -4.0}
    found = difference(one, other, [A, B, C])
    assert by_episode(one, other, [A, B, C]) == {"one": 1.0, "two": 4.0}
    assert found.value == 2.0
    assert found.interval == (1.0, 4.0)
    assert found.beyond_noise
    assert difference(other, one, [A, B, C]).interval == (-4.0, -1.0)
    assert not difference({"A": 1.0, "C": -1.0}, {"A": 0.0, "C": 0.0}, [A, C]).beyond_noise


def test_one_episode_alone_has_no_spread():
    found = difference({"A": 0.0, "B": 0.0}, {"A": -1.0, "B": -3.0}, [A, B])
    assert found == (2.0, (2.0, 2.0))


def test_several_lists_are_averaged_score_by_score():
    first, second = Ensemble.of(WORLDS, np.array([1, 1, 0, 0], np.bool_), 3, 2), Ensemble.agreeing(WORLDS, [A, B, C])
    one = held_back_score("both", [first, second], [C, D], second)
    assert (one.worlds, one.least, one.rates) == (1, "2 to 3 of 3", {"C": 0.75, "D": 1.0})
    whole = math.log(101 / 102)
    assert one.log_score == pytest.approx(((math.log(0.5) + whole) / 2 + whole) / 2)
    assert one.brier == pytest.approx(0.0625)
    assert one.less is not None
    assert one.less.value == pytest.approx(one.log_score - whole)
    assert held_back_score("own", [second], [C, D]).less is None


# --- facts with another period


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shuffled_dates_keep_every_count(seed):
    facts = RECORD.conditioning
    moved = shuffled(facts, seed)
    assert [(f.of, f.form, f.above, f.below, f.episode) for f in moved] == [
        (f.of, f.form, f.above, f.below, f.episode) for f in facts
    ]
    for lasts in (False, True):
        before, after = ([f for f in some if f.form.lasts is lasts] for some in (facts, moved))
        assert Counter((f.start, f.end, f.tolerance) for f in after) == Counter(
            (f.start, f.end, f.tolerance) for f in before
        )
    changed = [f for f, g in zip(facts, moved, strict=True) if (f.start, f.end) != (g.start, g.end)]
    assert len(changed) > len(facts) / 2
    assert moved == shuffled(facts, seed)
    assert moved != shuffled(facts, seed + 1)


def test_a_fact_that_is_moved_has_a_key_of_its_own_and_one_that_is_not_keeps_its_key():
    assert with_period(A, "2014-01", "2014-01") is A
    assert with_period(A, "2015-01", "2015-03").key == "A@2015-01:2015-03"


@pytest.mark.parametrize("month", JANUARIES)
def test_keys_never_stand_for_two_facts(month):
    some = (*RECORD.facts, *known_in(RECORD.conditioning, month), *coming(RECORD.facts, month, AHEAD))
    by_key = {}
    for one in some:
        assert by_key.setdefault(one.key, one).measured == one.measured


def test_what_is_known_and_what_is_coming_part_at_the_january():
    past, across, event, later = (
        fact("P", start="2014-02", end="2014-03"),
        fact("X", form="never", start="2014-01", end="2017-12"),
        fact("E", start="2015-03", end="2018-01"),
        fact("L", form="never", start="2017-01", end="2017-12"),
    )
    some = (past, across, event, later)
    assert [f.key for f in known_in(some, "2015-01")] == ["P", "X@2014-01:2014-12"]
    assert [f.key for f in coming(some, "2015-01", 24)] == ["X@2015-01:2016-12", "E"]
    assert [f.key for f in coming(some, "2017-01", 24)] == ["X@2017-01:2017-12", "L"]
    assert [f.key for f in known_in(some, "2018-01")] == ["P", "X", "L"]


def test_a_year_is_scored_on_what_comes_and_counts_what_is_held_back():
    known = replace(A, start="2014-01", end="2014-01")
    chosen_by, scored, held = known, fact("B", "one", start="2015-05"), fact("C", "two", start="2015-06")
    episodes = {
        "one": Episode(key="one", name="", use=Use.CONDITIONING, because="",
                       facts={"A": chosen_by, "B": scored}, place=""),
        "two": Episode(key="two", name="", use=Use.HELD_BACK, because="", facts={"C": held}, place=""),
    }  # fmt: skip
    worlds = by_hand(A=(1, 1, 0, 0), B=(1, 1, 0, 0), C=(1, 0, 1, 0))
    year = year_score(Record(episodes), worlds, Ensemble.of(worlds), "2015-01")
    assert ([f.key for f in year.facts], year.used) == (["B", "C"], 1)
    assert (year.chosen.numbers.tolist(), year.chosen.least) == ([0, 1], 1)
    assert year.conditioned == {"B": math.log(101 / 102), "C": math.log(0.5)}
    assert year.gain.value == pytest.approx((math.log(101 / 102) - math.log(0.5)) / 2)


# --- the ranges of before


def test_the_ranges_of_before_are_those_that_are_drawn():
    changed = in_ranges_before(factual_scenario())
    seeds, draws = load_seeds(), Draws(changed.seed, 300)
    values = parameter_values(replace(changed, sampling=Sampling.PRIOR), seeds, draws).by_key
    for key, setting in changed.parameters.items():
        assert seeds.parameters[key].kind is not Kind.DEFINITION
        slack = 0.5 if seeds.parameters[key].domain.whole else 1e-12
        assert setting.low - slack <= values[key].min() <= values[key].max() <= setting.high + slack, key
    wider = [k for k, s in changed.parameters.items() if seeds.parameters[k].low < s.low]
    assert len(wider) > 100


def test_one_search_of_the_baseline_answers_for_everything(monkeypatch):
    """And a second one for the ranges of before; both of the same worlds."""
    asked = []

    def searched(scenario, facts, *, tried, progress):
        asked.append((len(scenario.parameters) > 0, tried, len(facts)))
        rows = np.random.default_rng(5).random((len(facts), tried)) < 0.6
        return Agreements(tuple(f.key for f in facts), np.packbits(rows.T, axis=1))

    monkeypatch.setattr(forecasts, "search", searched)
    found = forecasts.forecasts(2000, lambda _: nullcontext())
    assert [one[:2] for one in asked] == [(False, 2000), (True, 2000)]
    assert asked[1][2] == len(RECORD.held_back)
    conditioned, prior, shuffle, before = found.held_back
    assert conditioned.less is None
    assert all(one.less is not None for one in (prior, shuffle, before))
    assert (prior.worlds, before.worlds) == (2000, 2000)
    assert conditioned.worlds == found.conditioned.worlds == round(found.share.rate * 2000)
    assert [year.month for year in found.years] == list(JANUARIES)
    gains = [year.gain.value * len(year.facts) for year in found.years]
    assert found.all_years.value == pytest.approx(sum(gains) / sum(len(year.facts) for year in found.years))


# --- other histories and theories


def test_a_pattern_near_what_is_required_is_not_failed_and_one_that_cannot_be_asked_neither():
    from experiments.measures.pooled import Interval
    from experiments.patterns.records import Per, Strength
    from experiments.patterns.verdicts import PatternResult

    held = PatternResult("SF01", "Low", Strength.HIGH, Per.WORLD, 0.9, Interval(0.85, 0.93), 0.8, met=True)
    near = replace(held, rate=0.77, interval=Interval(0.70, 0.83), met=False)
    assert not support.fails(held)
    assert not support.fails(near)
    assert support.fails(replace(near, interval=Interval(0.70, 0.79)))
    assert support.fails(replace(held, met=False))
    assert not support.fails(replace(held, rate=None, interval=None, met=False, reason="the case never arises"))
    assert support.fails(replace(held, rate=0.1, required=">= 0.2", met=False))


def test_variants_are_searched_one_by_one_by_the_conditioning_facts(monkeypatch):
    asked, done = [], []

    def searched(scenario, facts, *, tried, progress):
        asked.append((dict(scenario.hypotheses), tuple(facts), tried))
        progress(tried, tried)
        return by_hand(**{f.key: (1, 1, 0, 0) for f in facts})

    monkeypatch.setattr(support, "search", searched)
    hypothesis = next(iter(load_seeds().hypotheses.values()))
    names = list(hypothesis.variants)[:2]
    variants = [(hypothesis, name) for name in names]
    found = list(
        support.variant_supports(
            factual_scenario(), variants, RECORD, 47, 4, lambda done_, whole: done.append((done_, whole))
        )
    )
    assert [one[0] for one in asked] == [{hypothesis.name: name} for name in names]
    assert {one[1:] for one in asked} == {(RECORD.conditioning, 4)}
    assert done == [(4, 8), (8, 8)]
    assert [(one.variant, one.share) for one in found] == [(name, Share(0.5, wilson(2, 4, 0.95), 4)) for name in names]
