"""`tightrope score` as it is typed, with series of one's own; and the page that shows what it prints."""

from __future__ import annotations

import json

import numpy as np
import pytest

import tightrope
from experiments.scoring.observed import read_csv
from experiments.scoring.score import score
from model.core.months import date_of
from model.runs.run import run
from model.scenario.load import load_scenario
from viz.reports import skill
from viz.terminal.commands.options import json_text
from viz.terminal.studies.score import as_plain, score_lines

SMALL = ("--worlds", "50", "--set", "sampling=prior")
SETTINGS = ["worlds=50", "sampling=prior"]
SIZES = (100.0, 5.0, 1.0)
"""Units of the made series per unit of the output, an offset, and the noise."""


@pytest.fixture(scope="module")
def observed(tmp_path_factory):
    """Made series: repression measured with an offset and noise, votes that nobody can foretell, an input."""
    made = run(load_scenario("baseline", settings=SETTINGS), keep=["belarus.repression"])
    noise = np.random.default_rng(4).normal(size=len(made.months))
    unit, offset, spread = SIZES
    values = unit * made.median("belarus.repression") + offset + spread * noise
    rows = [f"repression,{month},{value:.3f}," for month, value in zip(made.months, values, strict=True)]
    rows += [f"gas_price,{date_of(place, '2014-01')},160," for place in range(3)]
    path = tmp_path_factory.mktemp("observed") / "own.csv"
    path.write_text("series,month,value,held_back\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_own_series_are_scored(typed, observed):
    code, out, err = typed("score", "baseline", "--observed", observed, *SMALL, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    (one,) = found["series"]
    assert {"name", "n", "rmse", "best_naive", "skill", "interval", "crps_skill", "coverage", "placebos"} <= set(one)
    assert (one["name"], one["n"], one["first"], one["last"]) == ("repression", 36, "2019-01", "2021-12")
    assert one["link"]["slope"] == pytest.approx(SIZES[0], rel=0.2)
    assert one["link"]["noise"] == pytest.approx(SIZES[2], rel=0.25)
    assert SIZES[2] < one["rmse"] < 0.3 * one["naive"][one["best_naive"]]
    assert 0.5 < one["interval"][0] <= one["skill"] <= one["interval"][1] < 1.0
    assert one["placebos"]["no shock"] < one["interval"][0]
    assert one["breaks"] == {"observed": "2020-08", "simulated": "2020-08"}
    assert (one["better"], found["skill_shown"], found["hindsight"]) == (True, True, False)
    (refused,) = found["refused"]
    assert refused["name"] == "gas_price"
    assert refused["reason"].startswith("an input of the model")


def test_the_words_are_a_sentence_then_tables_then_refusals(typed, observed):
    code, out, err = typed("score", "baseline", "--observed", observed, *SMALL)
    assert (code, err.splitlines()) == (0, ["Scoring baseline ..."])
    assert out.startswith("Repression: better than the best naive forecast (the ")
    text = " ".join(out.split())
    assert "36 months, January 2019 to December 2021." in text
    assert "A step made by hand at the known date, with hindsight, has +0." in text
    assert "Not scored: gas_price (Price of Russian gas for Belarus): an input of the model" in text
    assert max(map(len, out.splitlines())) <= 88
    quiet = typed("score", "baseline", "--observed", observed, *SMALL, "--quiet")[1]
    parts = out.rstrip().split("\n\n")
    assert quiet.splitlines() == [*parts[0].splitlines(), *parts[-1].splitlines()]


def test_conditioned_worlds_are_never_called_a_forecast(typed, observed):
    code, out, _ = typed("score", "baseline", "--observed", observed, "--worlds", "50")
    text = " ".join(out.split())
    assert code == 0
    assert "and than every placebo, but in hindsight." in text
    assert "chosen by documented facts, among them facts of the months scored: this is hindsight." in text
    assert "better than" not in text.replace("fits better than", "").partition("RMSE")[0]


def test_a_scenario_that_did_not_happen_is_never_called_a_forecast(typed, observed):
    found = json.loads(typed("score", "s16_restraint_2020", "--observed", observed, *SMALL, "--json")[1])
    assert (found["counterfactual"], found["skill_shown"]) == (True, False)
    _, out, _ = typed("score", "s16_restraint_2020", "--observed", observed, *SMALL, "--quiet")
    assert "The pressures of s16_restraint_2020 are not those of history" in " ".join(out.split())


def test_a_series_that_is_not_foretold_is_said_to_be_none(typed, observed, tmp_path):
    lines = observed.read_text(encoding="utf-8").splitlines()
    trained = [line for line in lines if line < "repression,2019"]
    later = [f"repression,{date_of(place, '2019-01')},{40 + place % 2}," for place in range(36)]
    path = tmp_path / "calm.csv"
    path.write_text("\n".join([lines[0], *(x for x in trained if "gas" not in x and "series" not in x), *later]) + "\n")
    code, out, _ = typed("score", "baseline", "--observed", path, *SMALL)
    assert code == 0
    assert out.startswith("Repression: not shown to be better than the best naive forecast (the ")
    assert "Skill -" in out
    assert "No skill is shown: baseline is a scenario, not a forecast." in " ".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--observed", "none.csv"), "none.csv:1:1: there is no such file"),
        (("--observed", "."), "this is a folder; give a CSV file"),
        (("--observed", "OWN", "--series", "vote"), "unknown series 'vote'; did you mean 'votes'?"),
        (("--observed", "OWN", "--series", "votes"), "the series 'votes' is not in this file"),
        (("--observed", "OWN", "--registry", "none.yaml"), "none.yaml:1:1: there is no such file"),
        (("--observed", "OWN", "--out", "taken"), "the scores cannot be written"),
        ((), "Missing option '--observed'"),
    ],
)
def test_wrong_input_ends_with_a_sentence(typed, observed, tmp_path, arguments, told):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    given = [observed if one == "OWN" else one for one in arguments]
    code, out, err = typed("score", "baseline", *given, "--worlds", "5", "--set", "sampling=prior", "--quiet")
    assert (code, out) == (2, "")
    assert told in err
    assert len(err.splitlines()) == 1


def test_a_registry_of_ones_own_and_a_log_of_looks(typed, observed, tmp_path):
    registry = tmp_path / "own.yaml"
    registry.write_text(
        "observables:\n  arrests:\n    label: Arrests\n    why: They are what repression is made of.\n"
        "    output: belarus.repression\n    link: affine\n    training: {from: 2013-01, to: 2018-12}\n"
        "    held_back_from: 2021-12\n",
        encoding="utf-8",
    )
    own = tmp_path / "arrests.csv"
    lines = [line for line in observed.read_text(encoding="utf-8").splitlines() if "gas" not in line]
    own.write_text("\n".join(lines).replace("repression", "arrests") + "\n", encoding="utf-8")
    asked = ("score", "baseline", "--observed", own, "--registry", registry, *SMALL, "--quiet")
    code, _, err = typed(*asked)
    assert code == 2
    assert "arrests (1 point from 2021-12 on); give --out DIR" in err
    code, out, _ = typed(*asked, "--out", "scores")
    assert code == 0
    assert "Data held back were looked at (arrests: 1 point)" in " ".join(out.split())
    assert {path.name for path in (tmp_path / "scores").iterdir()} == {"looks.jsonl", "scores.json"}
    assert json.loads((tmp_path / "scores" / "scores.json").read_text())["series"][0]["name"] == "arrests"


def test_python_gives_the_same(typed, observed):
    report = tightrope.score("baseline", observed, settings=SETTINGS)
    found = json.loads(typed("score", "baseline", "--observed", observed, *SMALL, "--json")[1])
    assert json.loads(json_text(as_plain(report))) == found


def test_the_page_shows_what_the_command_prints(typed, observed, monkeypatch, tmp_path):
    monkeypatch.chdir(observed.parent)
    monkeypatch.setenv("COLUMNS", "88")
    report = score(load_scenario("baseline", settings=["sampling=prior"]), read_csv(observed))
    page = skill.page([report])
    command = skill.command(report)
    code, out, _ = typed(*command.split()[1:])
    assert code == 0
    assert f"```text\n$ {command}\n{out}```" in page
    assert "Of the 2 series of 1 observed tables 1 can be scored, and 1 of these is foretold better" in page
    assert "| Repression | own.csv | better than naive forecasts and placebos: skill +0." in page
    assert "| Price of Russian gas for Belarus | own.csv | not scored: an input of the model |" in page
    assert str(tmp_path) not in page
    assert str(observed.parent) not in page


def test_refused_tables_make_a_page_without_skill(tmp_path):
    path = tmp_path / "gas.csv"
    path.write_text("year,usd_per_1000m3\n2014,168\n", encoding="utf-8")
    report = score(load_scenario("baseline", settings=SETTINGS), read_csv(path))
    page = " ".join(skill.page([report]).split())
    assert "Of the 1 series of 1 observed tables none can be scored. No skill is shown on any observed series" in page
    assert score_lines(report, width=88)[0] == "No skill is shown on gas.csv: baseline is a scenario, not a forecast."
