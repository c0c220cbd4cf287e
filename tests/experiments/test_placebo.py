"""What the page of patterns tells of moved causes; the questions themselves stand in test_translation.py."""

from __future__ import annotations

import pytest

from experiments.measures.pooled import wilson
from experiments.patterns import placebo as placebo_module
from experiments.patterns.by_hypothesis import active_variants, by_variant
from experiments.patterns.placebo import (
    BROUGHT_BY_WAR,
    LOST,
    YEARS,
    dated,
    dated_results,
    names_the_shock,
    placebos,
    simulate,
    translation,
)
from experiments.patterns.reader import load_patterns
from model.evidence.load import load_seeds
from model.scenario.load import load_scenario
from tests.experiments.test_translation import MOVED, PLACEBO

FEW = ("worlds=97",)
BEST = (*FEW, "sampling=best")
"""With no spread of numbers, in which months and falls are told more sharply."""


def test_page_and_tests_speak_of_the_same_things() -> None:
    assert set(BROUGHT_BY_WAR) == set(MOVED)
    assert set(YEARS) == set(PLACEBO)


def test_patterns_that_name_the_shock_are_found_by_their_months() -> None:
    patterns = load_patterns().patterns
    chosen = {key for key, pattern in patterns.items() if names_the_shock(pattern)}
    assert {"SF06", "SF08", "SF15", "SF27", "SF28"} <= chosen
    assert chosen.isdisjoint({"SF01", "SF05", "SF12", "SF14", "SF22", "SF29"})
    assert set(dated(load_patterns()).patterns) == chosen
    assert dated(load_patterns()).watched == {}


def test_a_table_of_moved_dates() -> None:
    rows = {row.name: row for row in translation(BEST)}
    assert set(rows) == {*BROUGHT_BY_WAR, LOST}
    assert rows["belarus.hosting"].late_war == rows["belarus.hosting"].late_history == 12
    assert abs(rows[LOST].late_war or 0) <= 2


def test_what_never_comes_is_not_said_to_move(monkeypatch: pytest.MonkeyPatch) -> None:
    never = "pressures.no_offer={kind: forbid, by: Belarus, move: open_visas, start: 2013-01, end: 2022-12}"
    monkeypatch.setattr(placebo_module, "BROUGHT_BY_WAR", ("belarus.open_visas",))
    row = translation([*FEW, never])[0]
    assert (row.month, row.late_war, row.late_history) == (None, None, None)


def test_a_table_of_moved_shocks() -> None:
    rows = {row.year: row for row in placebos(0.95, BEST)}
    assert set(rows) == {2020, *YEARS, None}
    for year, row in rows.items():
        assert (row.falls.rate > 0.7) == (year is not None), year
        assert (row.falls_2020.rate > 0.7) == (year == 2020), year
        assert row.falls.interval == wilson(round(row.falls.rate * row.falls.worlds), row.falls.worlds, 0.95)
        assert row.falls.worlds <= row.loses_venue.worlds == 97, "a fall of alignment is of those that stand"


def test_dated_results_are_those_of_the_patterns_alone() -> None:
    data = load_patterns()
    found = dated_results(load_scenario("baseline", settings=["worlds=7"]), data)
    assert set(found) == set(dated(data).patterns)


def test_runs_end_a_year_later_than_history() -> None:
    assert simulate("worlds=7").months[-1] == "2022-12"


# Variants


def test_every_variant_that_acts_is_scored_and_no_other() -> None:
    pairs = {(hypothesis.name, name) for hypothesis, name in active_variants()}
    known = load_seeds().hypotheses.values()
    assert pairs == {(h.name, name) for h in known for name in h.variants if not h.status}


def test_variants_are_scored_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    two = active_variants()[:2]
    monkeypatch.setattr("experiments.patterns.by_hypothesis.active_variants", lambda: two)
    told: list[tuple[int, int]] = []
    scenario = load_scenario("baseline", settings=["worlds=7"])
    found = list(by_variant(scenario, lambda done, of: told.append((done, of))))
    assert told == [(1, 2), (2, 2)]
    assert [(s.hypothesis, s.variant) for s in found] == list(two)
