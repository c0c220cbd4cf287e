"""False worlds: what is written of them, how they are put to the tests, and what is stored for the command line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.conditioning import agreements, stored, support
from experiments.conditioning.agreements import search
from experiments.conditioning.false_worlds import FalseWorld, load_false_worlds
from experiments.conditioning.scores import Ensemble, accepted
from experiments.conditioning.stored import FailedPatterns, failed_patterns, text_of
from experiments.conditioning.support import FalseWorldResult, false_world_results
from experiments.measures.pooled import Interval
from experiments.patterns.reader import load_patterns
from experiments.patterns.records import Per, Strength
from experiments.patterns.score import score
from experiments.patterns.verdicts import PatternResult
from model.evidence.load import load_seeds
from model.evidence.record import Episode, Record, Use
from model.runs.digest import factual_scenario
from model.scenario.scenario import Sampling
from model.yaml_files.nodes import InputError

WORLDS = load_false_worlds()
HELD = PatternResult("SF01", "Low", Strength.HIGH, Per.WORLD, 0.9, Interval(0.85, 0.93), 0.8, met=True)


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(agreements, "cache_folder", lambda name: tmp_path / name)


def test_there_are_twelve_or_more_and_each_changes_what_happens_or_why():
    base = factual_scenario()
    assert len(WORLDS) >= 12
    for key, world in WORLDS.items():
        made = world.scenario
        assert (made.sampling, made.seed, made.end, made.given) == (Sampling.PRIOR, base.seed, base.end, ()), key
        assert (made.pressures, made.parameters) != (base.pressures, base.parameters), key


def test_every_test_is_one_that_some_false_world_must_fail_or_not_at_all():
    known = {fact.key for fact in load_seeds().record.facts} | load_patterns().patterns.keys()
    named = {test for world in WORLDS.values() for test in world.must_fail}
    assert named <= known
    assert len(named & load_patterns().patterns.keys()) > 15


GOOD = """\
false_worlds:
  no_shock:
    name: No shock
    because: There was one.
    set: ["pressures.history.election_2020.level=0"]
    must_fail: [F52, F53, SF08, SF28]
"""


def problems(tmp_path, text):
    path = tmp_path / "false_worlds.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_false_worlds(path)
    return [f"{p.line}: {p.message}" for p in caught.value.problems]


def test_a_small_file_is_read(tmp_path):
    path = tmp_path / "false_worlds.yaml"
    path.write_text(GOOD, encoding="utf-8")
    (one,) = load_false_worlds(path).values()
    assert (one.key, one.must_fail) == ("no_shock", ("F52", "F53", "SF08", "SF28"))
    assert one.scenario.pressures["history.election_2020"].level == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("SF08", "SF99", "6: unknown fact or pattern 'SF99'"),
        ("[F52, F53, SF08, SF28]", "[F52, F53, SF08]", "6: 'must_fail' needs at least 4 entries"),
        ("[F52, F53, SF08, SF28]", "[F52, F52, F53, SF08]", "6: 'F52' is named twice"),
        ('    set: ["pressures.history.election_2020.level=0"]\n', "",
         "3: a false world needs 'scenario' or 'set', or it is the baseline"),
        ("history.election_2020.level=0", "history.election_2020.levle=0", "3: this scenario cannot be run: "),
        ("    set:", "    scenario: s99_nowhere\n    set:", "3: this scenario cannot be run: "),
        ("    because: There was one.\n", "", "3: 'no_shock' has no 'because'; it must be given"),
        ("    name:", "    label: x\n    name:", "3: unknown key 'label'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(tmp_path, old, new, said):
    assert old in GOOD
    told = problems(tmp_path, GOOD.replace(old, new))
    assert any(line.startswith(said) for line in told), told


def early_record():
    """The facts that are over soon, so that runs are short: every other one to choose worlds by, the rest held back."""
    facts = [fact for fact in load_seeds().record.facts if fact.window[1] <= "2015-02"]
    halves = {"one": (Use.CONDITIONING, facts[::2]), "two": (Use.HELD_BACK, facts[1::2])}
    return Record(
        {
            key: Episode(
                key=key, name=key, use=use, because="", place="",
                facts={fact.key: replace(fact, episode=key) for fact in some},
            )
            for key, (use, some) in halves.items()
        }
    )  # fmt: skip


def results_of(monkeypatch, world, tried=200):
    """The result of one false world beside the baseline, without the patterns, which take longer."""
    monkeypatch.setattr(support, "pattern_results", lambda _scenario, _chosen: (HELD,))
    record = early_record()
    base = search(factual_scenario(), record.facts, tried=tried)
    conditioned = Ensemble.agreeing(base, record.conditioning)
    share = accepted(base, record.conditioning, conditioned.least)
    (found,) = false_world_results({world.key: world}, record, conditioned, tried)
    return conditioned, share, found


def test_a_false_world_that_is_the_baseline_is_accepted_as_it_is_and_foretells_as_well(monkeypatch):
    same = FalseWorld(key="same", name="The baseline", because="It is not.", must_fail=("F01",))
    conditioned, share, found = results_of(monkeypatch, same)
    assert found.share == share
    assert np.array_equal(found.chosen.numbers, conditioned.numbers)
    assert (found.chosen.least, found.less) == (conditioned.least, (0.0, (0.0, 0.0)))


def test_a_false_world_is_accepted_less_often_and_fails_what_it_contradicts(monkeypatch):
    conditioned, share, found = results_of(monkeypatch, WORLDS["no_war"])
    assert found.share.rate < share.rate
    assert found.chosen.least <= conditioned.least
    assert "F07" in found.failed
    assert found.patterns == (HELD,)


def test_patterns_are_scored_in_the_worlds_that_are_listed():
    base = replace(factual_scenario(), sampling=Sampling.PRIOR, worlds=5)
    some = replace(load_patterns(), patterns={"SF01": load_patterns().patterns["SF01"]}, watched={})
    numbers = np.array([1, 4, 7, 8, 11], np.int64)
    listed = score(base, patterns=some, numbers=numbers)
    each = [score(replace(base, worlds=1), patterns=some, numbers=numbers[i : i + 1]).results[0].rate for i in range(5)]
    assert (listed.worlds, listed.results[0].rate) == (5, pytest.approx(sum(each) / 5))
    assert listed.results != score(base, patterns=some).results


# --- what is stored


def result(key, *failed):
    world = FalseWorld(key=key, name=key, because="", must_fail=("F01",))
    return FalseWorldResult(world, None, None, None, (), frozenset(failed))


def test_what_is_stored_says_which_false_worlds_fail_each_pattern():
    second = replace(HELD, id="SF02", met=False)
    found = failed_patterns([HELD, second], [result("a", "SF01", "F07"), result("b", "SF01", "SF02")], 200)
    assert (found.tried, found.holds) == (200, ("SF01",))
    assert found.failed_by == {"SF01": ("a", "b"), "SF02": ("b",)}
    assert not found.is_stale
    assert text_of(found) == text_of(found)


def test_it_is_read_as_it_was_written_and_is_stale_under_another_digest(tmp_path):
    found = FailedPatterns("0" * 64, 200, ("SF01",), {"SF01": ("a",), "SF02": ()})
    stored.store(found, tmp_path / "false_worlds.json")
    assert stored.stored(tmp_path / "false_worlds.json") == found
    assert found.is_stale


def test_the_file_in_the_repository_names_patterns_and_false_worlds_that_exist():
    kept = stored.stored()
    assert kept.failed_by.keys() == load_patterns().patterns.keys()
    assert {name for names in kept.failed_by.values() for name in names} <= WORLDS.keys()
    assert set(kept.holds) <= kept.failed_by.keys()
