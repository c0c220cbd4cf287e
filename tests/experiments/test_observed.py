"""The registry of observed series, and the files they are read from: what is read, and every refusal."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from experiments.scoring.formula import parse_formula
from experiments.scoring.looks import LOG
from experiments.scoring.observables import OBSERVABLES_FILE, Standing, load_observables, read_observables
from experiments.scoring.observed import names_in, read_csv, read_series
from experiments.scoring.score import NO_SHOCK, score
from model.core.errors import TightropeError
from model.runs.digest import model_digest
from model.runs.run import run
from model.scenario.load import load_scenario
from model.yaml_files.nodes import InputError
from viz.terminal.check import check_all

VOTES = "year,vote_set,dyad,agree\n"
ENTRY = """observables:
  made:
    label: A made series
    why: A test.
    output: belarus.repression
    training: {from: 2013-01, to: 2013-12}
"""


@pytest.fixture
def file(tmp_path):
    """Writes a CSV file and reads it."""

    def write(text, name="observed.csv"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_csv(tmp_path / name)

    return write


@pytest.fixture
def registry(tmp_path):
    """Writes a registry and reads it."""

    def write(text):
        (tmp_path / "registry.yaml").write_text(text, encoding="utf-8")
        return read_observables(tmp_path / "registry.yaml")

    return write


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("baseline", settings=["sampling=prior", "worlds=20", "end=2014-12"])


def plain(name, values, start=2013):
    rows = (f"{name},{start + place // 12}-{place % 12 + 1:02d},{value}\n" for place, value in enumerate(values))
    return "series,month,value\n" + "".join(rows)


def test_the_registry_is_read_and_changes_nothing_else():
    known = load_observables()
    assert {"eu_sanctions", "us_sanctions", "votes", "event_balance", "repression"} <= known.keys()
    assert all(one.output and one.training for one in known.values() if one.standing is Standing.PRODUCED)
    assert all(one.source for one in known.values() if one.table)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("output: belarus.repression", "output: belarus.repressions", "unknown series 'belarus.repressions'; did you"),
        ("output: belarus.repression", "output: 1 / belarus.repression", "is not allowed in a formula"),
        ("    output: belarus.repression\n", "", "an output that the model produces needs 'output' and 'training'"),
        ("to: 2013-12", "to: 2012-12", "'to' (2012-12) is before 'from' (2013-01)"),
        ("why: A test.", "why: A test.\n    sign: down", "the link 'none' keeps the sign of the output"),
        ("why: A test.", "why: A test.\n    yes_or_no: true\n    link: affine", "has the link 'none'"),
        ("why: A test.", "why: A test.\n    link: cubic", "unknown link 'cubic'"),
        ("why: A test.", "why: A test.\n    shock: history.flood", "unknown pressure of history 'history.flood'"),
        ("why: A test.", "why: A test.\n    texts: [001 P99]", "there is no paragraph '001 P99'"),
        ("why: A test.", "why: A test.\n    step: 2013", "must be a month such as 2017-05"),
        (
            "why: A test.",
            "why: A test.\n    table: {time: year, parts: {a: {value: x}}, value: a - b}",
            "unknown part 'b'",
        ),
    ],
)
def test_a_mistake_in_a_registry_is_told_with_its_place(registry, was, now, told):
    assert was in ENTRY
    with pytest.raises(InputError) as refused:
        registry(ENTRY.replace(was, now))
    assert told in str(refused.value)
    assert "registry.yaml:" in str(refused.value)


def test_check_reads_the_registry(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    for path in OBSERVABLES_FILE.parent.glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    broken = folder / OBSERVABLES_FILE.name
    broken.write_text(broken.read_text().replace("output: eu.sanctions", "output: eu.sanction"))
    (problem,) = check_all([folder]).problems
    assert "seeds/observables.yaml:" in str(problem)
    assert "unknown series 'eu.sanction'" in str(problem)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("series,month,value\nrepression,2017-13,1\n", "2:1: 'month' must be a month such as 2017-05 or a year such"),
        ("series,month,value\nrepression,2017-05,many\n", "2:1: 'value' must be a number, got 'many'"),
        ("series,month,value\nrepression,2017-05,inf\n", "2:1: 'value' must be a number, got 'inf'"),
        ("series,month,value\nrepression,2017-05\n", "2:1: this line has 2 cells, and the heading has 3"),
        (plain("repression", [1, 2]) + "repression,2013-01,3\n", "4:1: a second value for 2013-01; the first stands"),
        ("series,month,value\nrepression,2017-05,1\nrepression,2018,1\n", "3:1: '2018' among points such as '2017-05'"),
        ("series,year,value\nvotes,2017-05,1\n", "2:1: 'year' must be a year such as 2017, got '2017-05'"),
        ("series,month,value\nrepresion,2017-05,1\n", "2:1: unknown series 'represion'; did you mean 'repression'?"),
        ("series,month,value,held_back\nrepression,2017-05,1,maybe\n", "2:1: 'held_back' must be yes or no, got"),
        ("series,month,value\neu_sanctions_in_force,2017-05,0.5\n", "its values must be 0 or 1"),
        ("a,b\n1,2\n", "1:1: no series of the registry stands in a table with the columns a, b; the plain layout has"),
        ("series,month,value\n", "1:1: a heading with the names of the columns, each once, and rows below it"),
        ("a,a\n1,2\n", "1:1: a heading with the names of the columns, each once"),
        ("", "1:1: a heading with the names"),
        (b"\xff\xfe\x00", "1:1: the file is not text in UTF-8"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_line(file, text, told):
    with pytest.raises(InputError) as refused:
        _first_series(file(text))
    (message,) = map(str, refused.value.problems)
    assert told in message.partition("observed.csv:")[2]


def _first_series(found):
    known = load_observables()
    name = names_in(found, known)[0]
    return read_series(found, name, known[name])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none.csv", "there is no such file"),
        ("", "this is a folder; give a CSV file"),
        ("n" * 300, "the file cannot be read"),
        ("a\0b", "the file cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path, name, told):
    with pytest.raises(InputError, match=told):
        read_csv(tmp_path / name)


def test_a_table_made_by_others_is_read_as_the_registry_says(file):
    rows = "2013,all,BLR-EU,0.7\n2013,all,BLR-RUS,0.9\n2013,few,BLR-EU,0.1\n2014,all,BLR-EU,0.6\n2015,all,BLR-EU,\n"
    found = file(VOTES + rows + "2014,all,BLR-RUS,0.5\n2015,all,BLR-RUS,0.5\n")
    assert names_in(found, load_observables()) == ("votes",)
    seen = read_series(found, "votes", load_observables()["votes"])
    assert seen.times == ("2013", "2014")
    assert seen.values == pytest.approx([-0.2, 0.1])
    assert seen.held_back.tolist() == [False, True]


def test_cases_count_in_every_year_that_they_hold(file):
    head = "sender,target,begin,end,trade,arms,military,financial,travel,other\n"
    found = file(head + "EU,BLR,2006,2008,0,1,0,1,0,0\nEU,BLR,2008,,1,0,0,0,0,0\nUSA,BLR,2009,2010,0,0,0,0,0,1\n")
    seen = read_series(found, "eu_sanctions", load_observables()["eu_sanctions"])
    assert dict(zip(seen.times, seen.values.tolist(), strict=True)) == {
        "2006": 2.0, "2007": 2.0, "2008": 3.0, "2009": 1.0, "2010": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("year,usd_per_1000m3\n2014,168\n", "an input of the model, so that agreement would show nothing"),
        ("series,month,value\ntension,2014-01,1\n", "imposed: history's drivers set it from outside"),
        ("series,year,value\nrepression,2009,1\n", "ends in 2009, before the model begins (2013-01)"),
        ("series,year,value\nrepression,2016,1\n", "begins in 2016, after the run has ended (2014-12)"),
        (plain("repression", range(3)), "too few points: 3 in the training window 2013-01 to 2018-12 (4 are needed)"),
        (VOTES + "2013,all,BLR-EU,\n2013,all,BLR-RUS,0.9\n", "no point: the file has no value of it"),
    ],
)
def test_a_series_is_refused_with_its_reason_and_nothing_is_run(file, scenario, text, reason, monkeypatch):
    monkeypatch.setattr("experiments.scoring.score.run", None)
    report = score(scenario, file(text))
    (refused,) = report.refused
    assert refused.reason.startswith(reason)
    assert (report.scores, report.skill_shown) == ((), False)


def test_only_a_series_of_the_file_can_be_asked_for(file, scenario):
    found = file(plain("repression", [1.0]))
    with pytest.raises(TightropeError, match="the series 'votes' is not in this file, which has repression"):
        score(scenario, found, series=["votes"])
    with pytest.raises(TightropeError, match="unknown series 'vote'; did you mean 'votes'"):
        score(scenario, found, series=["vote"])


def test_a_made_series_is_scored_against_the_run(file, registry, scenario):
    """An observed series made from the run's own median is foretold perfectly; both placebos are run."""
    known = registry(ENTRY.replace("why: A test.", "why: A test.\n    shock: history.crimea"))
    known = {"made": replace(known["made"], output=parse_formula("belarus.contacts"))}
    median = run(scenario, keep=["belarus.contacts"]).median("belarus.contacts")
    report = score(scenario, file(plain("made", map(repr, map(float, median)))), registry=known)
    (found,) = report.scores
    assert (found.training, len(found.scored), found.skill) == (12, 12, 1.0)
    assert found.fitted.noise == 0.0
    assert set(found.placebos) == {"history a year later", NO_SHOCK}
    assert (report.worlds, report.hindsight) == (20, False)


def test_every_look_at_data_held_back_is_logged(file, registry, scenario, tmp_path):
    known = registry(ENTRY.replace("why: A test.", "why: A test.\n    held_back_from: 2014-11"))
    rows = plain("made", np.sin(np.arange(24)).round(3)).splitlines()
    text = "\n".join([rows[0] + ",held_back", *(f"{row},{'yes' if '2014-02' in row else ''}" for row in rows[1:])])
    with pytest.raises(TightropeError, match=r"made \(3 points from 2014-02 on\); give --out DIR"):
        score(scenario, file(text), registry=known)
    for looks in (1, 2):
        report = score(scenario, file(text), registry=known, out=tmp_path / "out")
        lines = (tmp_path / "out" / LOG).read_text(encoding="utf-8").splitlines()
        assert len(lines) == looks
    logged = json.loads(lines[0])
    assert (logged["series"], logged["points"]) == ("made", ["2014-02", "2014-11", "2014-12"])
    assert (logged["file"], logged["scenario"], logged["model"]) == ("observed.csv", "baseline", model_digest())
    assert report.held_back == {"made": 3}
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(TightropeError, match="the log of looks cannot be written"):
        score(scenario, file(text), registry=known, out=tmp_path / "taken")
