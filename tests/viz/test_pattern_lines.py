"""What `tightrope patterns` says beside the rates: facts held back, and the false worlds that fail each pattern."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiments.conditioning.stored import FailedPatterns, digest_now
from experiments.measures.pooled import Interval
from experiments.patterns.records import Per, Strength
from experiments.patterns.score import PatternReport
from experiments.patterns.verdicts import PatternResult
from model.evidence.load import load_seeds
from model.runs.world_lists import WorldList
from model.scenario.load import load_scenario
from viz.terminal.studies import patterns
from viz.terminal.studies.patterns import beside_as_plain, beside_lines, list_for, pattern_lines

HELD = PatternResult("SF01", "Low", Strength.HIGH, Per.WORLD, 0.9, Interval(0.85, 0.93), 0.8, met=True)
REPORT = PatternReport("baseline", 97, 97, 5, "best", (HELD, replace(HELD, id="SF02")), {})
FAILED = FailedPatterns(digest_now(), 20_000, ("SF01", "SF02"), {"SF01": ("no_war", "no_shock"), "SF02": ()})
RATES = {fact.key: (0.125, 0.75) for fact in load_seeds().record.facts}
LISTED = WorldList("d", {}, 5, "", 50, 47, 20_000, RATES, (1, 4))


def told(listed: WorldList | None, failed: FailedPatterns = FAILED) -> str:
    return "\n".join(beside_lines(load_scenario("baseline"), listed, failed, width=400))


def test_every_pattern_says_how_many_false_worlds_fail_it() -> None:
    head, first, second, *_, last = pattern_lines(REPORT, FAILED)
    column = head.index("false worlds")
    assert [line[column : column + len("false worlds")].strip() for line in (first, second)] == ["2", "none"]
    assert last == "2 of 2 patterns hold in 97 worlds of baseline (sampling: best, seed 5)"


def test_patterns_that_every_false_world_passes_are_named() -> None:
    assert "A pattern that all of them pass tells nothing of ours: SF02." in told(LISTED)
    none = replace(FAILED, failed_by={"SF01": ("no_war",), "SF02": ("no_war",)})
    assert "A pattern that all of them pass tells nothing of ours: none." in told(LISTED, none)


def test_a_stale_file_says_so() -> None:
    assert "made with other rules" not in told(LISTED)
    stale = told(LISTED, replace(FAILED, digest="0" * 64))
    assert "made with other rules, numbers or facts: make them again with python -m viz.reports scores." in stale


def test_facts_held_back_have_both_rates() -> None:
    lines = told(LISTED).splitlines()
    for fact in load_seeds().record.held_back:
        (line,) = [line for line in lines if line.strip().startswith(fact.key)]
        assert line.split()[-4:] == ["12", "%", "75", "%"]
    assert not any(line.strip().startswith("F07") for line in lines)


def test_without_a_list_the_command_that_makes_one_is_named() -> None:
    assert "search them with: tightrope condition baseline --seed 2013" in told(None)


def test_other_programs_get_the_same() -> None:
    plain = beside_as_plain(LISTED, FAILED)
    held = [{"id": fact.key, "rate_prior": 0.125, "rate": 0.75} for fact in load_seeds().record.held_back]
    assert plain["held_back"] == held
    assert plain["false_worlds"] == {
        "tried": 20_000, "stale": False, "holds": ["SF01", "SF02"],
        "failed_by": {"SF01": ["no_war", "no_shock"], "SF02": []},
    }  # fmt: skip
    assert beside_as_plain(None, FAILED)["held_back"] is None


@pytest.mark.parametrize("own", [True, False])
def test_a_scenario_has_the_list_of_its_beliefs_or_else_that_of_the_baseline(
    monkeypatch: pytest.MonkeyPatch, own: bool
) -> None:
    other = replace(LISTED, beliefs={"switch_off": ["M01"]})
    monkeypatch.setattr(
        patterns, "find_list", lambda seed, beliefs: (other if own else None) if beliefs else replace(LISTED, seed=seed)
    )
    found = list_for(load_scenario("baseline", settings=["switch_off=[M01]", "seed=7"]))
    assert found == (other if own else replace(LISTED, seed=7))
