"""The digest of the model: the same for the same numbers, rules, history and facts, whatever the text of the source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from model.evidence.load import load_seeds
from model.evidence.record import Record
from model.evidence.records import Seeds
from model.runs import digest


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], str]:
    """Computes the digest anew."""
    monkeypatch.setattr(digest, "cache_folder", lambda name: tmp_path / name)
    return lambda: digest._joined(digest._parts())


def changed(key: str, **change: object) -> Seeds:
    seeds = load_seeds()
    return replace(seeds, parameters={**seeds.parameters, key: replace(seeds.parameters[key], **change)})


def test_it_is_the_same_each_time(whole: Callable[[], str]) -> None:
    assert whole() == whole() == digest.model_digest()


def test_words_about_a_number_do_not_count_and_its_range_does(
    whole: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, key = whole(), "coercion.shock_memory"
    monkeypatch.setattr(digest, "load_seeds", lambda: changed(key, why="for another reason", label="other words"))
    assert whole() == before
    monkeypatch.setattr(digest, "load_seeds", lambda: changed(key, high=0.9))
    assert whole() != before


def test_facts_count(whole: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    before, seeds = whole(), load_seeds()
    name, episode = next(iter(seeds.record.episodes.items()))
    fact = next(iter(episode.facts.values()))
    other = replace(episode, facts={**episode.facts, fact.key: replace(fact, tolerance=fact.tolerance + 1)})
    record = Record({**seeds.record.episodes, name: other})
    monkeypatch.setattr(digest, "load_seeds", lambda: replace(seeds, record=record))
    assert whole() != before


def test_history_counts(whole: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    before, base = whole(), digest.factual_scenario()
    fewer = {name: one for name, one in base.pressures.items() if name != "history.crimea"}
    monkeypatch.setattr(digest, "factual_scenario", lambda: replace(base, pressures=fewer))
    assert whole() != before


def test_it_is_remembered_for_the_same_source_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(digest, "cache_folder", lambda name: tmp_path / name)
    digest.model_digest.cache_clear()
    first = digest.model_digest()
    monkeypatch.setattr(digest, "_parts", lambda: pytest.fail("computed again"))
    digest.model_digest.cache_clear()
    assert digest.model_digest() == first
