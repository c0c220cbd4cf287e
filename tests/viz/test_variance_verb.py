"""`tightrope variance`: what the spread of any scenario rests on, in a sentence, a table and plain data."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from experiments.measures.outcomes import OUTCOMES, outcomes_between
from experiments.variance import shares as dividing
from experiments.variance.groups import Group
from experiments.variance.indices import Estimate, Indices
from experiments.variance.shares import AgreeingShares, Shares, agreeing_shares, outcomes_of, shares_of
from model.scenario.load import load_scenario
from viz.common.exits import WrongInputError
from viz.terminal.commands.app import run_app
from viz.terminal.studies.variance import as_plain, asked_outcomes, sentence, sentences, variance_lines
from viz.terminal.studies.variance_words import share_in_words, whole

BASELINE = load_scenario("baseline")
KINDS = tuple(Group(name, frozenset({name}), 2) for name in ("sourced", "judged", "assumed", "chance"))
BOTH = Group("judged or assumed", frozenset({"judged", "assumed"}), 4)
ALIGNMENT = OUTCOMES[2:3]


def made(first, scenario=BASELINE, kinds=KINDS, spread=0.3):
    """Shares of one outcome, given what each group makes alone; intervals are five points to either side."""
    values = np.array([[value] for value in first])
    ends = np.stack([values, values - 0.05, values + 0.05])
    one = np.ones(1)
    found = Indices((*kinds, BOTH), 0 * one, spread * one, 0 * one, ends, ends, 0 * one)
    return Shares(scenario, 500, ALIGNMENT, kinds, BOTH, found)


# -- outcomes of any scenario


def test_outcomes_are_those_of_the_months_from_which_a_scenario_is_read():
    assert outcomes_of(BASELINE) == OUTCOMES
    ahead = outcomes_of(load_scenario("s26_relief_for_prisoners"))
    assert [one.name for one in ahead][:2] == ["alignment_2026", "client_months"]
    assert ahead[1].label == "Share of months as a client, June 2021 to 2026"
    assert (ahead[1].measure.start, ahead[1].measure.end) == ("2021-06", "2026-12")


@pytest.mark.parametrize("last", ["2017-12", "2020-06", "2020-07", "2020-12", "2013-02", "2019-06"])
def test_outcomes_have_names_of_their_own_and_lie_within_the_run(last):
    found = outcomes_between("2013-01", last)
    assert len({one.name for one in found}) == len({one.label for one in found}) == len(found)
    assert all(getattr(one.measure, "at", last) <= last for one in found)


# -- the arithmetic


@pytest.fixture(scope="module")
def found():
    return shares_of(load_scenario("baseline", settings=["end=2014-12", "worlds=100"]), worlds=100)


def test_the_group_without_a_text_holds_judged_and_assumed_numbers(found):
    by_name = {group.name: group for group in found.kinds}
    assert found.without_text.draws == by_name["judged"].draws | by_name["assumed"].draws
    assert found.chance.name == "chance"
    assert not found.chance.draws & found.without_text.draws


def test_the_share_of_chance_needs_no_numbers_that_are_independent(found, monkeypatch):
    """Two numbers that always agree, 2 in all, and chance, 1: chance makes a fifth of the variance."""

    def simulate(draws):
        number = draws.uniform(next(iter(found.without_text.draws)))
        return np.stack([number + number + draws.uniform(next(iter(found.chance.draws)))] * len(found.outcomes))

    monkeypatch.setattr(dividing, "_chance_anew", lambda *_: simulate)
    told = []
    many = replace(found, worlds=1000, scenario=replace(found.scenario, worlds=1000))
    agreeing = agreeing_shares(many, lambda *at: told.append(at))
    share = agreeing.indices.total_of(agreeing.chance, 0)
    assert agreeing.worlds == 1000
    assert share.low < share.value < share.high
    assert share.value == pytest.approx(0.2, abs=0.03)
    assert told[-1][0] == told[-1][1]


def test_only_conditioned_scenarios_have_shares_in_worlds_that_agree(found):
    prior = load_scenario("baseline", settings=["sampling=prior"])
    assert agreeing_shares(replace(found, scenario=prior)) is None


def test_the_numbers_of_worlds_stay_and_chance_is_another_one(found):
    agreeing = agreeing_shares(found)
    totals = agreeing.indices.total[0, 0]
    assert agreeing.worlds == 100
    assert agreeing.found_with_own
    assert np.nanmin(totals) >= 0
    assert 0 < totals[0] < 1, "chance moves alignment, and does not decide it"


def test_a_scenario_with_the_other_seed_is_divided_too():
    scenario = load_scenario("baseline", settings=["end=2013-06", "seed=3102", "sampling=prior"])
    assert np.isfinite(shares_of(scenario, outcomes_of(scenario)[:1], worlds=100).indices.first).all()


# -- the words


def test_the_sentence_names_chance_numbers_and_what_is_left():
    assert sentence(made((0.0, 0.5, 0.2, 0.1, 0.75)), 0) == (
        "Of the spread of alignment at the end of 2021 in prior worlds, 75 % (70 to 80) rests on numbers whose size no "
        "text gives, 10 % (5 to 15) on chance alone, at most 5 % on sourced numbers; 15 % arises only where these meet."
    )
    prior = load_scenario("baseline", settings=["sampling=prior"])
    assert " in prior worlds" not in sentence(made((0.0, 0.5, 0.2, 0.1, 0.75), prior), 0)


def test_where_nothing_differs_the_sentence_says_so():
    assert sentence(made([np.nan] * 5, spread=0.0), 0) == (
        "There is no spread of alignment at the end of 2021: it is the same in every world that has it."
    )
    fixed = tuple(replace(kind, draws=frozenset()) if kind.name != "chance" else kind for kind in KINDS)
    assert sentence(made((0, 0, 0, 1, 0), kinds=fixed), 0) == (
        "All of the spread of alignment at the end of 2021 rests on chance, for no number differs between the worlds."
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Estimate(0.5, 0.4, 0.6), "50 % (40 to 60)"),
        (Estimate(0.02, -0.03, 0.07), "at most 7 %"),
        (Estimate(-0.02, -0.03, -0.01), "at most 1 %"),
        (Estimate(1.03, 0.9, 1.2), "100 % (90 to 100)"),
    ],
)
def test_a_share_that_may_be_none_is_told_by_what_it_is_at_most(share, words):
    assert share_in_words(share) == words


def test_shares_beyond_nothing_and_the_whole_are_noise():
    assert [whole(share) for share in (-0.1, 0.004, 0.5, 1.1, np.nan)] == ["0", "0", "50", "100", "-"]


def test_it_says_of_which_worlds_the_shares_are():
    shown = made((0.0, 0.5, 0.2, 0.1, 0.75))
    agreeing = AgreeingShares(1000, KINDS[-1], replace(shown.indices, groups=(KINDS[-1],)))
    agreeing.indices.total[:, 0, 0] = 0.3, 0.25, 0.35
    _, told = sentences(shown, agreeing, [])
    assert told.startswith("These are shares of prior worlds. Worlds that agree with the record are chosen by their")
    assert "with the numbers of 1,000 such worlds, 30 % (25 to 35) of the spread of alignment" in told
    other = sentences(shown, replace(agreeing, found_with_own=False), [])[1]
    assert "1,000 such worlds (found with the hypotheses and numbers of the baseline), 30 %" in other
    assert sentences(shown, "no list", [])[1].endswith("What rests on chance in them is not known: no list.")
    prior = load_scenario("baseline", settings=["sampling=prior"])
    assert len(sentences(replace(shown, scenario=prior), None, [])) == 1


def test_every_outcome_has_a_line_and_the_reader_is_told_how_accurate_it_is(found):
    said = sentences(found, None, ["regime_stands", "alignment_2014"])
    assert "'The regime stands at the end of 2014'" in said[0]
    lines = variance_lines(found, None, said, 100)
    for outcome in found.outcomes:
        assert any(line.startswith(outcome.short) for line in lines)
    text = " ".join(lines)
    assert "100 worlds: the shares are accurate to within" in text
    assert "(--worlds 400)" in text
    assert "A scenario, not a forecast" in text
    assert "nan" not in text
    assert max(map(len, lines)) <= 100


def test_the_data_hold_the_sentence_and_every_share(found):
    said = sentences(found, None, [])
    plain = as_plain(found, None, said)
    assert plain["sentence"] == said[0]
    assert [one["name"] for one in plain["outcomes"]] == [one.name for one in found.outcomes]
    assert list(plain["outcomes"][0]["shares"]) == ["sourced", "judged", "assumed", "no_text", "chance"]


# -- the verb


def test_an_unknown_outcome_is_refused_with_those_that_there_are():
    with pytest.raises(
        WrongInputError, match="unknown outcome of baseline 'alignment_21'; did you mean 'alignment_2021'"
    ):
        asked_outcomes(BASELINE, ["alignment_21"])
    assert [one.name for one in asked_outcomes(BASELINE, ["eu_lifting", "eu_lifting"])] == ["eu_lifting"]
    assert asked_outcomes(BASELINE, []) == OUTCOMES


def test_the_verb_prints_json_and_quietly_the_sentence_alone(capsys):
    asked = ["variance", "baseline", "--worlds", "100", "--set", "end=2013-06", "--set", "worlds=100"]
    asked += ["--outcome", "alignment_2013_06"]
    assert run_app([*asked, "--json"]) == 0
    out, err = capsys.readouterr()
    plain = json.loads(out)
    assert not err
    assert plain["outcomes"][0]["conditioned"]["worlds"] == 100
    assert run_app([*asked, "--quiet"]) == 0
    out, err = capsys.readouterr()
    assert not err
    assert out.splitlines() == plain["sentences"]
