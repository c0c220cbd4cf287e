"""Conditioning on the record: the search, the least agreement, the list, what numbers learned, and whose worlds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from experiments.conditioning import agreements, condition, worlds
from experiments.conditioning.agreements import Agreements, search
from experiments.conditioning.condition import facts_that_count, learned, least_agreement, list_of
from experiments.conditioning.worlds import ensure_listed, listed_worlds
from model.core.errors import TightropeError
from model.evidence.load import load_seeds
from model.evidence.record import Fact, Record
from model.runs import world_lists
from model.runs.agreement import agreement, needed
from model.runs.run import run
from model.runs.world_lists import WorldList, beliefs_of, factual, find_list, store_list
from model.scenario.load import load_scenario
from model.scenario.scenario import Sampling, Scenario

FEW = 400


pytestmark = pytest.mark.usefixtures("own_lists")


def baseline(*settings: str) -> Scenario:
    return load_scenario("baseline", settings=settings)


@cache
def early(count: int = 9) -> tuple[Fact, ...]:
    """Facts that are over soon, so that runs are short."""
    facts = [fact for fact in load_seeds().record.facts if fact.window[1] <= "2015-02"]
    return tuple(facts[:count])


@pytest.fixture
def short_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record of those facts alone, all of which count."""
    facts = early()
    monkeypatch.setattr(condition, "facts_that_count", lambda until="": facts)
    monkeypatch.setattr(Record, "facts", property(lambda _: facts))


def test_a_search_gives_the_agreement_of_a_run_of_the_same_worlds() -> None:
    facts = early()
    found = search(factual(baseline()), facts, tried=97)
    wanted = needed(facts)
    whole = run(replace(baseline(), sampling=Sampling.PRIOR), keep=wanted.series, moves=wanted.moves, worlds=range(97))
    expected = agreement(whole, facts)
    assert found.worlds == 97
    for fact, agreed in zip(facts, expected, strict=True):
        assert np.array_equal(found.of(fact.key), agreed), fact.key
    assert found.counts([fact.key for fact in facts[:4]]).tolist() == expected[:4].sum(axis=0).tolist()


def test_batches_do_not_matter_and_a_stopped_search_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    facts, going = early(), factual(baseline())
    whole = search(going, facts, tried=60, resume=False)
    monkeypatch.setattr(agreements, "BATCH", 10)
    monkeypatch.setattr(agreements, "cores", lambda: 1)

    def stop(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search(going, facts, tried=60, progress=stop)
    simulated = []
    run_batch = agreements._simulated
    monkeypatch.setattr(agreements, "_simulated", lambda *a: simulated.append(len(a[2])) or run_batch(*a))
    assert np.array_equal(search(going, facts, tried=60).bits, whole.bits)
    assert 0 < len(simulated) < 6


def test_a_damaged_batch_is_simulated_again(tmp_path: Path) -> None:
    facts, going = early(), factual(baseline())
    whole = search(going, facts, tried=60)
    (stored,) = tmp_path.rglob("*.npy")
    stored.write_bytes(stored.read_bytes()[:90])
    assert np.array_equal(search(going, facts, tried=60).bits, whole.bits)


def test_another_belief_is_another_search() -> None:
    facts = early()
    search(factual(baseline()), facts, tried=60)
    other = factual(baseline("switch_off=[M01]"))
    assert np.array_equal(search(other, facts, tried=60).bits, search(other, facts, tried=60, resume=False).bits)


def made(counts: list[int], facts: int = 12) -> Agreements:
    """Worlds that agree with the first so many facts."""
    agreed = np.arange(facts) < np.array(counts)[:, None]
    return Agreements(tuple(f"F{place}" for place in range(facts)), np.packbits(agreed, axis=1))


def test_facts_are_counted_and_only_those_that_count() -> None:
    found = made([0, 3, 9, 12])
    assert found.counts(found.facts).tolist() == [0, 3, 9, 12]
    assert found.counts(["F2", "F8", "F11"]).tolist() == [0, 1, 2, 3]
    assert found.of("F8").tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("counts", "least"),
    [([5] * 1000, 5), ([1] * 2000 + [7] + [6], 6), ([1] * 2000 + [7] * 5, 7), ([0, 1, 2], 2), ([3] * 999 + [9], 9)],
)
def test_the_least_agreement_leaves_a_thousandth(counts: list[int], least: int) -> None:
    found = least_agreement(np.array(counts))
    assert found == least
    assert np.count_nonzero(np.array(counts) >= found) >= max(1, round(len(counts) / 1000))
    assert np.count_nonzero(np.array(counts) > found) < max(1, round(len(counts) / 1000)) or found == max(counts)


def test_facts_held_back_never_count() -> None:
    record = load_seeds().record
    held_back = {fact.key for fact in record.held_back}
    assert not held_back & {fact.key for fact in facts_that_count()}
    assert not held_back & {fact.key for fact in facts_that_count("2018-01")}
    assert len(facts_that_count("2015-01")) < len(facts_that_count("2018-01")) < len(facts_that_count())


def test_a_list_holds_the_worlds_that_agree_and_both_rates() -> None:
    listed = list_of(made([0, 3, 9, 12]), ["F0", "F1", "F8"], 3, baseline())
    assert (listed.worlds, listed.facts, listed.least, listed.tried) == ((2, 3), 3, 3, 4)
    assert listed.rates["F0"] == (0.75, 1.0)
    assert listed.rates["F9"] == (0.25, 0.5)


@pytest.mark.usefixtures("short_record")
def test_conditioning_is_stored_and_found_again() -> None:
    listed = condition.condition(baseline(), tried=FEW)
    assert find_list(2013, {}) == listed
    assert all(prior <= kept for key, (prior, kept) in listed.rates.items() if kept == 1.0), listed.rates
    longer = condition.condition(baseline(), tried=FEW, worlds=len(listed.worlds) + 3)
    assert longer.worlds[: len(listed.worlds)] == listed.worlds
    assert len(longer.worlds) >= len(listed.worlds) + 3
    assert longer.tried > FEW


def test_a_month_before_every_fact_is_refused() -> None:
    with pytest.raises(TightropeError, match="no fact of the record lies before 2013-01"):
        condition.condition(baseline(), until="2013-01", tried=FEW)


@pytest.mark.usefixtures("short_record")
def test_a_list_that_cannot_be_made_so_long_says_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(condition, "MOST_SEARCHED", 2 * FEW)
    with pytest.raises(TightropeError, match="5,000 worlds were asked for, but of 800 searched only"):
        condition.condition(baseline(), tried=FEW, worlds=5000)


def stand_in(scenario: Scenario, numbers: tuple[int, ...], **other: object) -> WorldList:
    plain = WorldList(world_lists.model_digest(), beliefs_of(scenario), 2013, "", 9, 1, FEW, {}, numbers)
    return replace(plain, **other)


def test_numbers_learned_nothing_from_worlds_picked_at_random() -> None:
    rng = np.random.default_rng(3)
    picked = tuple(np.sort(rng.choice(100_000, 300, replace=False)).tolist())
    found = learned(stand_in(baseline(), picked), baseline())
    assert len(found) > 500
    assert sum(one.beyond_noise for one in found) <= 1


def test_a_number_that_decided_learned_most() -> None:
    key = "alliance.fear_base"
    from model.core.draws import Draws
    from model.ensemble.parameters import parameter_values

    values = parameter_values(factual(baseline()), load_seeds(), Draws(2013, 4000)).by_key[key]
    chosen = tuple(np.flatnonzero(values > np.quantile(values, 0.7)).tolist())
    first = learned(stand_in(baseline(), chosen), baseline())[0]
    assert first.key == key
    assert first.beyond_noise
    assert first.width < 0.5 * first.prior_width
    assert first.median > first.prior_median


def test_worlds_are_searched_at_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def searched(scenario: Scenario, **options: object) -> WorldList:
        asked.append((scenario, options["worlds"]))
        return stand_in(scenario, tuple(range(9)))

    monkeypatch.setattr(worlds, "condition", searched)
    ensure_listed(baseline("worlds=5", "switch_off=[M28]"))
    ((scenario, wanted),) = asked
    assert (scenario.switch_off, wanted) == ((), 5)
    store_list(stand_in(baseline(), tuple(range(9))))
    assert ensure_listed(baseline("worlds=5")) is not None
    assert ensure_listed(baseline("worlds=5", "sampling=prior")) is None
    assert len(asked) == 1


def test_a_belief_is_held_against_the_record_in_the_same_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds, "facts_that_count", lambda until="": early())
    going = search(factual(baseline()), early(), tried=FEW)
    counts = going.counts([fact.key for fact in early()])
    least = int(counts.max())
    numbers = tuple(np.flatnonzero(counts >= least)[:60].tolist())
    store_list(stand_in(baseline(), numbers, least=least, facts=len(early())))
    plain = listed_worlds(baseline(f"worlds={len(numbers)}"))
    assert plain is not None
    assert plain.still_agree == 1.0
    assert plain.is_conditioned
    other = listed_worlds(baseline(f"worlds={len(numbers)}", "switch_off=[M41, M40, M01, M02]"))
    assert other is not None
    expected = search(factual(baseline("switch_off=[M41, M40, M01, M02]")), early(), tried=FEW)
    agreed = expected.counts([fact.key for fact in early()])[list(numbers)] >= least
    assert other.still_agree == agreed.mean()
    assert listed_worlds(baseline("sampling=best")) is None
