"""The record: how its facts are split, and which worlds agree with them, worked by hand and in worlds of the prior."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from model.ensemble.record import Posture, Run
from model.evidence.load import load_seeds
from model.evidence.record import Certainty, Fact, Form
from model.runs.agreement import agreement, facts_until, needed
from model.runs.run import run
from model.scenario.load import load_scenario
from model.theory.consistency import check_against_seeds
from model.theory.theory import theory

RECORD = load_seeds().record
HALVES = {"conditioning": RECORD.conditioning, "held back": RECORD.held_back}


# --- the record of this repository


def test_there_are_enough_facts_on_both_sides():
    assert len(RECORD.facts) >= 45
    assert len(RECORD.conditioning) >= 30
    assert len(RECORD.held_back) >= 15
    assert len(RECORD.conditioning) + len(RECORD.held_back) == len(RECORD.facts)
    assert [fact.key for fact in RECORD.facts] == [f"F{i:02}" for i in range(1, len(RECORD.facts) + 1)]


@pytest.mark.parametrize("half", HALVES)
def test_both_halves_have_events_and_things_that_did_not_happen_early_and_late(half):
    facts = HALVES[half]
    never = [fact for fact in facts if fact.form is Form.NEVER]
    come = [fact for fact in facts if not fact.form.lasts]
    assert len(never) >= len(facts) / 3
    assert len(come) >= len(facts) / 3
    for some in (never, come):
        assert min(fact.start for fact in some) < "2016-01"
        assert max(fact.end for fact in some) > "2020-08"


def test_no_episode_is_split():
    for key, episode in RECORD.episodes.items():
        facts = set(episode.facts.values())
        assert {fact.episode for fact in facts} == {key}
        assert facts <= set(RECORD.conditioning) or facts <= set(RECORD.held_back)


def test_the_two_halves_never_ask_the_same_at_the_same_time():
    for one, other in product(RECORD.conditioning, RECORD.held_back):
        apart = one.window[1] < other.window[0] or other.window[1] < one.window[0]
        assert apart or one.of != other.of, (one.key, other.key)


def test_tolerances_follow_the_one_rule():
    assert {fact.tolerance for fact in RECORD.facts if not fact.form.lasts} == {6}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"of": "belarus.release_prisonrs"},
         "unknown move, series or posture 'belarus.release_prisonrs'; did you mean 'belarus.release_prisoners'?"),
        ({"of": "posture.clients"},
         "unknown move, series or posture 'posture.clients'; did you mean 'posture.client'?"),
        ({"above": 0.5}, "'belarus.release_prisoners' is no series; it takes no 'above' or 'below'"),
        ({"of": "posture.client", "below": 0.5}, "'posture.client' is no series; it takes no 'above' or 'below'"),
        ({"of": "russia.coercion"}, "'russia.coercion' is no flag; it needs either 'above' or 'below'"),
    ],
)  # fmt: skip
def test_an_observable_that_the_theory_does_not_have_is_named_with_its_place(change, said):
    seeds, key = load_seeds(), "release_and_relief"
    episode = seeds.record.episodes[key]
    wrong = replace(episode, facts={"F21": replace(episode.facts["F21"], **change)})
    changed = replace(seeds, record=replace(seeds.record, episodes={key: wrong}))
    (problem,) = check_against_seeds(theory(), changed)
    assert problem.startswith(f"{episode.facts['F21'].place}: {said}")


# --- agreement, by hand

STANDS, CLIENT, FALLEN = Posture.HEDGING, Posture.CLIENT, Posture.FALLEN
WORLDS = ("never", "early", "in time", "late", "always", "falls")


def by_hand():
    """Five months of six worlds, named by when the move is made; the last makes it in time and falls a month later.

    `belarus.level` is 0.8 in the months of the move and else 0.2; the series of the fallen keeps its last value.
    """
    made = np.zeros((5, 6), np.bool_)
    made[0, 1] = made[2, 2] = made[4, 3] = made[2, 5] = True
    made[:, 4] = True
    level = np.where(made, 0.8, 0.2).astype(np.float32)
    level[3:, 5] = 0.8
    posture = np.full((5, 6), STANDS, np.int8)
    posture[2, 2] = CLIENT
    posture[3:, 5] = FALLEN
    return Run(
        scenario=None,
        numbers=np.arange(6),
        months=tuple(f"2013-0{month}" for month in range(1, 6)),
        series={"belarus.level": level},
        moves={"belarus.mobilise": made},
        posture=posture,
    )


def fact(form, of="belarus.mobilise", start="2013-03", end=None, **other):
    return Fact(
        key="F99", name="It happens", form=Form(form), of=of, start=start, end=end or start,
        certainty=Certainty.CERTAIN, episode="e", claims=(), place="seeds/record.yaml:1", **other,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "worlds"),
    [
        (fact("first"), ["in time", "falls"]),
        (fact("first", tolerance=1), ["in time", "falls"]),
        (fact("first", tolerance=2), ["early", "in time", "late", "always", "falls"]),
        (fact("once"), ["in time", "always", "falls"]),
        (fact("once", start="2013-04", tolerance=1), ["in time", "late", "always", "falls"]),
        (fact("once", start="2013-04"), ["always"]),
        (fact("always", start="2013-01", end="2013-05"), ["always"]),
        (fact("always", start="2013-03", end="2013-03"), ["in time", "always", "falls"]),
        (fact("never", start="2013-01", end="2013-02"), ["never", "in time", "late", "falls"]),
        (fact("never", start="2013-04", end="2013-05"), ["never", "early", "in time"]),
        (fact("once", "belarus.level", above=0.5), ["in time", "always", "falls"]),
        (fact("once", "belarus.level"), ["in time", "always", "falls"]),
        (fact("once", "belarus.level", start="2013-04", end="2013-05", above=0.5), ["late", "always"]),
        (fact("first", "belarus.level", start="2013-04", tolerance=1, below=0.5), []),
        (fact("always", "belarus.level", start="2013-01", end="2013-05", below=0.5), ["never"]),
        (fact("always", "belarus.level", start="2013-03", end="2013-04", above=0.5), ["always"]),
        (fact("never", "belarus.level", start="2013-01", end="2013-02", above=0.9), list(WORLDS)),
        (fact("once", "posture.client"), ["in time"]),
        (fact("never", "posture.client", start="2013-01", end="2013-05"), ["never", "early", "late", "always"]),
        (fact("never", "posture.fallen", start="2013-01", end="2013-03"), list(WORLDS)),
        (fact("never", "posture.fallen", start="2013-01", end="2013-04"), list(WORLDS[:5])),
    ],
    ids=lambda value: f"{value.shown} {value.window}" if isinstance(value, Fact) else "",
)
def test_the_worlds_that_agree_with_a_fact_by_hand(asked, worlds):
    assert [WORLDS[i] for i in np.flatnonzero(agreement(by_hand(), [asked])[0])] == worlds


def test_one_row_for_each_fact_in_their_order():
    facts = [fact("once"), fact("never"), fact("first", tolerance=2)]
    agreed = agreement(by_hand(), facts)
    assert (agreed.shape, agreed.dtype) == ((3, 6), np.bool_)
    assert all((agreed[i] == agreement(by_hand(), [one])[0]).all() for i, one in enumerate(facts))
    assert agreement(by_hand(), []).shape == (0, 6)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (fact("once", "belarus.unrest"), "this run did not record 'belarus.unrest', which fact F99 needs"),
        (fact("once", start="2013-06"), "'2013-06' is not in this run, which goes from 2013-01 to 2013-05"),
        (fact("once", start="2013-05", tolerance=1), "'2013-06' is not in this run"),
    ],
)
def test_a_run_that_lacks_something_is_refused(asked, said):
    with pytest.raises(ValueError, match=said):
        agreement(by_hand(), [asked])


def test_what_is_needed_is_named_once_and_reaches_the_last_window():
    facts = [
        fact("once", "belarus.unrest", above=0.5), fact("first", "eu.suspend_sanctions", tolerance=6),
        fact("never", "belarus.unrest", above=0.9, end="2013-08"), fact("never", "posture.client"),
    ]  # fmt: skip
    wanted = needed(facts)
    assert (wanted.series, wanted.moves) == (("belarus.unrest",), ("eu.suspend_sanctions",))
    assert wanted.until == "2013-09"
    assert (needed([]).series, needed([]).moves, needed([]).until) == ((), (), "2013-01")


def test_what_is_known_before_a_month():
    event, lasting = fact("first", start="2015-08", tolerance=6), fact("never", start="2014-01", end="2018-05")
    assert facts_until([event, lasting], "2015-08") == (replace(lasting, end="2015-07"),)
    assert facts_until([event, lasting], "2015-09") == (event, replace(lasting, end="2015-08"))
    assert facts_until([event, lasting], "2018-06") == (event, lasting)
    assert facts_until([event, lasting], "2014-01") == ()
    assert facts_until([fact("once", start="2015-01", end="2015-12")], "2015-12") == ()


# --- agreement, in worlds of the prior


@pytest.fixture(scope="module")
def prior():
    wanted = needed(RECORD.facts)
    scenario = load_scenario("baseline", settings=["worlds=400", "sampling=prior", f"end={wanted.until}"])
    return run(scenario, keep=wanted.series)


def test_every_fact_can_be_read_and_most_tell_worlds_apart(prior):
    rates = agreement(prior, RECORD.facts).mean(axis=1)
    assert [fact.key for fact, rate in zip(RECORD.facts, rates, strict=True) if rate == 0.0] == []
    assert np.mean(rates < 1.0) > 0.5


def test_what_follows_from_what(prior):
    for one in RECORD.facts:
        nearer = agreement(prior, [replace(one, form=Form.ONCE, tolerance=one.tolerance // 2)])[0]
        first, once, always, never = agreement(prior, [replace(one, form=form) for form in Form])
        stands = prior.standing[prior.at(one.window[1])]
        assert (first <= once).all(), one.key
        assert (nearer <= once).all(), one.key
        assert (always <= once).all(), one.key
        assert (never[stands] == ~once[stands]).all(), one.key
        assert not never[~stands].any(), one.key


def test_worlds_agree_alone_as_among_others(prior):
    scenario = prior.scenario
    wanted = needed(RECORD.facts)
    alone = run(scenario, keep=wanted.series, worlds=[41])
    assert (agreement(alone, RECORD.facts)[:, 0] == agreement(prior, RECORD.facts)[:, 41]).all()
