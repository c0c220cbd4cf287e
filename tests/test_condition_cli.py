"""`tightrope condition` and what runs say of their worlds, as they are typed."""

from __future__ import annotations

import json

import pytest

from model.ensemble.record import HEADLINE, Posture
from model.evidence.load import load_seeds
from model.runs.run import run
from model.runs.world_lists import worlds_of
from model.scenario.load import load_scenario

TRIED = ("--tried", "2000", "--seed", "7")


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Searches of these tests are stored in a folder of their own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_a_search_says_what_agrees_and_what_was_learned(typed):
    code, out, err = typed("condition", "baseline", *TRIED, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert set(found) >= {"scenario", "until", "tried", "kept", "effective", "facts", "learned"}
    assert (found["scenario"], found["seed"], found["tried"], found["until"]) == ("baseline", 7, 2000, None)
    record = load_seeds().record
    assert [fact["id"] for fact in found["facts"]] == [fact.key for fact in record.facts]
    assert found["facts_that_count"] == len(record.conditioning)
    counting = [fact for fact in found["facts"] if fact["use"] == "conditioning"]
    assert sum(fact["rate"] > fact["rate_prior"] for fact in counting) > 0.8 * len(counting)
    assert {"key", "prior_width", "width"} <= set(found["learned"][0])
    code, again, _ = typed("condition", "baseline", *TRIED)
    assert code == 0
    text = " ".join(again.split())
    least, kept = found["least_agreement"], found["kept"]
    assert f"{kept} of 2,000 prior worlds agree with at least {least} of the 50 documented facts" in text
    assert "Facts held back" in text


def test_what_is_searched_is_what_runs_take(typed, tmp_path):
    found = json.loads(typed("condition", "baseline", *TRIED, "--json")[1])
    code, out, _ = typed(
        "run", "baseline", "--worlds", "1", "--seed", "7", "--set", "end=2013-03", "--out", "here", "--json"
    )
    assert code == 0
    assert json.loads(out)["conditioned"] == {
        "facts": 50, "least_agreement": found["least_agreement"], "tried": 2000, "kept": found["kept"],
        "still_agree": 1.0, "holds": True,
    }  # fmt: skip


def test_facts_before_a_month_alone_count(typed):
    found = json.loads(typed("condition", "baseline", *TRIED, "--until", "2016-01", "--json")[1])
    assert found["until"] == "2016-01"
    assert 0 < found["facts_that_count"] < 20


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--until", "2016"), "--until must be a month such as 2018-01, got '2016'"),
        (("--until", "2013-01"), "no fact of the record lies before 2013-01"),
        (("--tried", "10"), "--tried"),
    ],
)
def test_what_is_wrong_is_refused(typed, arguments, sentence):
    code, out, err = typed("condition", "baseline", *arguments)
    assert (code, out) == (2, "")
    assert sentence in err


def test_a_belief_is_held_against_the_record(typed):
    code, out, _ = typed("run", "baseline", "--worlds", "40", "--set", "switch_off=[M39]", "--out", "here")
    text = " ".join(out.split())
    assert code == 0
    assert "With the numbers, hypotheses and switches of baseline, 0 % of them still do, so this run is not" in text
    assert "search worlds that are, with: tightrope condition baseline" in text


def test_a_condition_leaves_some_of_the_listed_worlds(typed):
    given = ("--set", "given={posture: hedging, at: 2018-12}")
    found = json.loads(typed("run", "baseline", "--worlds", "97", *given, "--out", "here", "--json")[1])
    asked = load_scenario("baseline", settings=["worlds=97"])
    hedging = run(asked, keep=[HEADLINE], moves=False).posture[71] == Posture.HEDGING
    assert len(worlds_of(asked)) == 97
    assert 0 < found["worlds"] == hedging.sum() <= 97
    assert found["share_kept"] == hedging.mean()
