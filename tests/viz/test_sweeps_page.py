"""The sweeps page without a browser: a real sweep in a process of its own, and everything else without processes."""

import json
import math
import os
import shutil
import time
from dataclasses import replace

import numpy as np
import pytest

import experiments
from experiments.sweeps.plan.factor_keys import label_of
from experiments.sweeps.plan.factors import Factor
from experiments.sweeps.plan.reader import load_sweep
from experiments.sweeps.results.analyse import analyse
from experiments.sweeps.results.maps import PhaseMap
from experiments.sweeps.results.results import OutcomeInfo
from experiments.sweeps.results.sensitivity import FactorIndex, Method, SensitivityIndices
from experiments.sweeps.run.folder import PROCESS, SweepError
from tests.viz.test_pages import SMALL, screen
from tests.viz.test_relations_page import headline_of
from viz.charts import indices as dots
from viz.charts import sweep as charts
from viz.common.style import DARK, LIGHT, palette
from viz.common.words import printed
from viz.dashboard.address import arrival, query_of
from viz.dashboard.pages.sweeps import going, new
from viz.dashboard.pages.sweeps.listing import NONE_YET, progress_words, time_words
from viz.dashboard.state import Chosen, State, Sweeps, scenario_of
from viz.dashboard.sweeping import process, stored
from viz.dashboard.sweeping.stored import Condition
from viz.sentences.sweep_text import map_sentence
from viz.terminal.sweep_answers import answer_lines, map_lines, outcome_lines

NAME, STRENGTH, END = "s03_eu_sanctions_2017", "pressures.eu_2017.level", "pressures.eu_2017.end"
MONTH = "2018-12"
TINY = f"""
title: How hard, and until when?
scenario: {NAME}
set: [end=2018-12]
vary:
  {STRENGTH}: {{low: 0, high: 1, steps: 3}}
  {END}: [2017-08, 2018-12]
design: grid
others: best
worlds: 8
outcomes:
  alignment: {{value: {{of: belarus.alignment, at: {MONTH}}}, label: Alignment in December 2018}}
  client: {{posture: client, at: {MONTH}, label: Client of Moscow in December 2018}}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of a finished tiny sweep."""
    place = tmp_path_factory.mktemp("sweeps")
    (place / "tiny.yaml").write_text(TINY)
    folder = place / "runs" / "sweep-tiny"
    experiments.sweep(place / "tiny.yaml", folder, where="here").wait()
    return folder


@pytest.fixture
def here(made, tmp_path, monkeypatch):
    """A folder of runs in which that sweep is stored."""
    shutil.copytree(made, tmp_path / "runs" / made.name)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "runs"


def drawn(page):
    return next(one for one in page.parts("drawing") if one.name == "sweep")


def is_drawn(page):
    return any(one.name == "sweep" for one in page.parts("drawing"))


def buttons(page):
    return [text for one in page.widgets() if getattr(one, "tag", "") == "button" for text in one.children]


def test_the_page_says_what_the_command_says_and_a_cell_becomes_the_scenario(here):
    answers = analyse(here / "sweep-tiny")
    with screen(f"/sweeps?scenario={NAME}&set=worlds=8") as page:
        page.wait(is_drawn)
        assert headline_of(page) == printed(map_sentence(answers.maps[0]))
        assert map_sentence(answers.maps[0]) in answer_lines(answers)
        assert {printed(one) for one in outcome_lines(answers, "alignment")} <= set(page.texts())
        option = json.loads(drawn(page).drawing)["option"]
        assert option["cells"]["texts"][3].startswith("0, December 2018: ")
        assert any(mark["mark"].get("text") == "+" for mark in option["series"][1]["data"])
        drawn(page).vue_month(4)
        page.wait(lambda p: "Make (0.5, December 2018) the scenario" in buttons(p))
        page.press("Make (0.5, December 2018) the scenario")
        page.wait(lambda p: p.row().value == 0.5)
        page.bar().vue_undone(None)
        page.wait(lambda p: p.row().value == 0.8)
        drawn(page).vue_entered(0)
        page.wait(lambda p: p.row().value == 0)
        page.choice("Read off").vue_chosen("client")
        page.wait(lambda p: headline_of(p).startswith("Client of Moscow"))


def test_of_many_factors_the_page_shows_which_matter(tmp_path, monkeypatch):
    screening = f"""\
title: Which of them matter?
scenario: {NAME}
set: [end=2017-12]
vary:
  {STRENGTH}: {{low: 0, high: 1}}
  parameters.prisoners.*: {{range: own}}
design: morris
n: 4
others: best
worlds: 8
outcomes: [alignment_2017]
"""
    (tmp_path / "many.yaml").write_text(screening)
    experiments.sweep(tmp_path / "many.yaml", tmp_path / "runs" / "sweep-many", where="here").wait()
    monkeypatch.chdir(tmp_path)
    answers = analyse(tmp_path / "runs" / "sweep-many")
    with screen(f"/sweeps?scenario={NAME}&set=worlds=8") as page:
        page.wait(is_drawn)
        first = answers.indices[0].indices[0]
        assert headline_of(page) == printed(f"Alignment at the end of 2017 hangs most on this: {first.label}.")
        note = next(text for text in page.texts() if text.endswith("Line: 95 % interval."))
        assert note == f"{answers.indices[0].note}. Line: 95 % interval."
        rows = json.loads(drawn(page).drawing)["option"]["series"][0]["data"]
        assert len(rows) == min(len(answers.results.factors), dots.DRAWN)


def test_how_sure_leads_there_and_without_a_sweep_it_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with screen() as page:
        page.settled()
        page.press("How sure?")
        page.wait(lambda p: NONE_YET in p.texts())
        assert any(text.startswith("Run ") for text in buttons(page))


def test_a_sweep_in_a_process_is_stopped_and_goes_on_and_a_restarted_server_finds_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    state = State(Chosen(NAME)).with_changes({"end": "2018-12", "sampling": "best"})
    axes = [one for one in new.axes_of(state) if one.key == STRENGTH]
    monkeypatch.setattr(new, "WORLDS", 8)
    name = new.begin(state, axes, MONTH)
    folder = stored.folder_of(name)
    assert stored.look_at(name).runs
    with pytest.raises(SweepError, match="Another sweep is running"):
        new.begin(state, axes, MONTH)
    first = process._children.pop(str(folder))  # as a restarted server finds it
    assert process.is_alive(folder)
    process.stop(folder)
    first.wait(60)
    assert stored.look_at(name).condition in (Condition.STOPPED, Condition.DONE)
    process.launch(folder, "again")
    assert process._children[str(folder)].wait(60) == 0
    found = stored.look_at(name)
    assert (found.condition, found.points_done, found.scenario) == (Condition.DONE, 9, NAME)
    assert progress_words(found) == "9 of 9 points, 8 worlds each; done."


def test_what_is_begun_from_here_is_a_file_that_the_command_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    state = State(Chosen(NAME)).with_changes({STRENGTH: 0.6, "worlds": 24, "sampling": "best"})
    axes = new.axes_of(state)
    two = [one for one in axes if one.key in (STRENGTH, END)]
    (tmp_path / "mine.yaml").write_text(new.sweep_file(state, two, MONTH))
    plan = load_sweep(tmp_path / "mine.yaml")
    assert (plan.points, plan.worlds, plan.scenario.sampling) == (81, 400, "best")
    assert [one.name for one in plan.outcomes] == ["alignment", "client", "leaning_west", "fallen"]
    assert plan.scenario.pressures["eu_2017"].level == 0.6
    for one in (*axes[:4], axes[-1]):
        (tmp_path / "one.yaml").write_text(new.sweep_file(state, [one], MONTH))
        assert load_sweep(tmp_path / "one.yaml").points == one.points >= 2
    own = State(Chosen("small", SMALL))
    assert "scenario: small.yaml" in new.sweep_file(own, two[:1], MONTH)
    assert 12 < new.seconds_for(81, 108) < 120
    (tmp_path / "runs").write_text("in the way")
    with pytest.raises(SweepError, match="cannot be written: "):
        new.begin(state, two, MONTH)


def test_how_each_sweep_stands(here, monkeypatch):
    (done,) = stored.stored()
    assert (done.condition, done.points_done, done.failures) == (Condition.DONE, 6, {})
    folder = here / "sweep-tiny"
    monkeypatch.setattr(stored, "_saved", lambda *_: (16, 16, {2: "ValueError: too much"}))
    assert progress_words(stored.look_at(done.name)) == ("2 of 6 points, 8 worlds each; stopped. 1 point failed.")
    (folder / PROCESS).write_text(json.dumps({"pid": os.getpid(), "started": time.time(), "title": "x"}))
    (folder / "process.log").write_text("one\ntightrope: the disk is full\n")
    died = stored.look_at(done.name)  # that number now belongs to another program
    assert progress_words(died).startswith(
        "2 of 6 points, 8 worlds each. Its process ended: tightrope: the disk is full"
    )
    process.stop(folder)
    (folder / PROCESS).write_text("{")
    assert stored.look_at(done.name).condition is Condition.STOPPED
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["made_by"]["version"] = "0.1"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "another version of the program" in progress_words(stored.look_at(done.name))
    (folder / "manifest.json").write_text(json.dumps({"format": "tightrope sweep 1"}))
    assert "this program reads and writes 'tightrope sweep 2'" in progress_words(stored.look_at(done.name))
    (here / "sweep-gone").mkdir()
    assert stored.names() == ("sweep-tiny",)


def test_a_link_names_a_sweep_and_never_a_path(here):
    state = State(Chosen(NAME), sweeps=Sweeps("sweep-tiny", "client", 3))
    assert arrival(query_of(state)).state == state
    for name in ("../runs/sweep-tiny", "/etc", "sweep-none"):
        found = arrival(f"sweep={name}")
        assert (found.state.sweeps, len(found.remarks)) == (Sweeps(), 1)
        with pytest.raises(SweepError, match="there is no sweep"):
            stored.folder_of(name)
    assert arrival("sweep=sweep-tiny&outcome=nothing").remarks == ("In the link, 'outcome' cannot be 'nothing'.",)


def map_of(values, *, yes_or_no=True, errors=0.01):
    keys = "pressures.eu_2017.level", "pressures.eu_2017.end"
    across = Factor(keys[0], label_of(keys[0]), low=0, high=1, steps=3)
    up = Factor(keys[1], label_of(keys[1]), ("2018-01", "2019-01", "2020-01"))
    values = np.array(values)
    outcome = OutcomeInfo("client", "Client of Moscow", "", yes_or_no)
    return PhaseMap(outcome, across, up, values, np.full(values.shape, errors), 0.5, is_flat=False)


def test_the_sentence_of_a_map_is_the_corner_of_its_boundary():
    corner = map_of([[0, 0, 0], [0, 0.1, 0.2], [0, 0.8, 0.9]])
    assert map_sentence(corner) == (
        "Client of Moscow in more than half of worlds only if strength of EU 2017 is 0.5 or more and "
        "last month of EU 2017 is January 2020 or later."
    )
    assert map_lines(corner)[1:] == [
        "  With last month of EU 2017 from 2018-01 to 2019-01: crossed nowhere on strength of EU 2017.",
        "  With last month of EU 2017 at 2020-01: crossed between 0 and 0.5 on strength of EU 2017.",
    ]
    unsure = map_of([[0, 0, 0], [0, 0.1, 0.5], [0, 0.8, 0.9]])
    assert "last month of EU 2017 is January 2019 or later" in map_sentence(unsure)
    low = map_of([[0.9, 0.9, 0.9], [0.9, 0.9, 0.9], [0.9, 0.9, 0.1]], yes_or_no=False)
    assert map_sentence(low).startswith("Client of Moscow is below 0.5 only if strength of EU 2017 is 1 or more")
    middle = map_of([[0, 0.9, 0], [0, 0.9, 0], [0, 0.9, 0]])
    assert "strength of EU 2017 lies between 0.5 and 0.5" not in map_sentence(middle)
    both = map_of([[0.9, 0, 0.9], [0, 0.9, 0], [0.9, 0, 0.9]])
    assert map_sentence(both).endswith("count together.")
    never = map_of([[0, 0, 0], [0, 0.1, 0.2], [0, 0.1, 0.3]])
    assert map_sentence(never) == "Client of Moscow: in less than half of worlds everywhere, in 0 to 30 %."
    assert map_sentence(replace(never, is_flat=True)) == (
        "Client of Moscow hardly changes with strength of EU 2017 and last month of EU 2017."
    )


def test_a_map_is_drawn_with_its_boundary_and_where_one_stands():
    found = map_of([[0, 0, 0], [0, 0.1, 0.2], [0, 0.8, np.nan]])
    factors = (found.across, found.up)
    scenario = scenario_of(State(Chosen(NAME)))
    here = going.here_on(factors, scenario, {})
    assert here == charts.Place(1.6, 0.5)
    option = charts.map_chart(found, here, 7, LIGHT)
    cells, marks = (one["data"] for one in option["series"])
    assert [one["label"]["formatter"] for one in cells[6:8]] == ["0", "80"]
    over = [one["mark"]["text"] for one in marks if one["mark"]["is"] == "word"]
    hidden = [one["label"]["formatter"] for one in cells[:8] if not one["label"]["show"]]
    assert hidden
    assert over == [*hidden, "+"]
    assert marks[1]["mark"]["points"][0] == [0.5, charts.TOP + charts.ROW[False]]
    assert cells[7]["note"] == "0.5, January 2020: 80 % (78 % to 82 %)"
    assert cells[8]["value"][2] is None
    lines = [one["mark"] for one in marks if one["mark"]["is"] == "line"]
    assert len([one for one in lines if one.get("dash")]) >= 2
    assert charts.map_chart(found, here, 7, DARK)["visualMap"][0]["inRange"]["color"][0] == charts.BLUES[-1]
    assert charts.map_sheet(found).rows[2][2] == "80 % (78 % to 82 %)"
    assert going.here_on(factors, scenario_of(State()), {}) is None
    assert charts.at_cell(factors, 9) is None


@pytest.mark.parametrize("method", [Method.SOBOL, Method.MORRIS])
def test_many_factors_are_dots_with_their_intervals(method):
    one = FactorIndex("pressures.eu_2017.level", label_of("pressures.eu_2017.level"), 0.5, 0.25, 0.75, 0.125)
    two = FactorIndex("switch_off.M41", label_of("switch_off.M41"), -0.25, math.nan, 0.0, math.nan)
    found = SensitivityIndices("alignment_2021", method, (one, two), used=64, left_out=0)
    option = dots.indices_chart(found, LIGHT)
    sobol = method is Method.SOBOL
    alone = option["series"][0]
    assert [dot["value"] for dot in alone["data"]] == [[0.5 if sobol else 0.75, 0], [-0.25 if sobol else 0.0, 1]]
    (line,) = alone["markLine"]["data"]  # a factor without an interval has no line
    assert [end["coord"] for end in line] == ([[0.25, 0], [0.75, 0]] if sobol else [[0.625, 0], [0.875, 0]])
    assert [one["id"] for one in option["series"]] == ["alone", "all"][: 1 + sobol]
    assert option["yAxis"][0]["data"][0] == "Strength of EU 2017"
    assert option["xAxis"][0]["name"] == ("share of the variance" if sobol else "mean change of the outcome (mu*)")
    assert alone["data"][0]["note"] == f"strength of EU 2017: {'0.50 ± 0.25' if sobol else '0.75 ± 0.12'}"
    rows = dots.indices_sheet(found).rows
    assert rows[0] == ("strength of EU 2017", *(("0.50 ± 0.25",) if sobol else ()), "0.75 ± 0.12")
    heights = [
        int(dots.indices_height(found, look).removesuffix("px")) for look in (LIGHT, palette(dark=False, narrow=True))
    ]
    assert heights[1] > heights[0]


def test_a_point_of_another_scenario_is_gone_to_with_that_scenario():
    factor = Factor(STRENGTH, "level", low=0, high=1, steps=3)
    sweep = stored.StoredSweep("sweep-x", "x", Condition.DONE, scenario=NAME, settings=("end=2019-12",))
    state, refused = going.going_to(State(), sweep, [factor], 1)
    assert (state.chosen.scenario, state.changes, refused) == (NAME, {"end": "2019-12", STRENGTH: 0.5}, "")
    same, refused = going.going_to(State(), replace(sweep, scenario="/x/mine.yaml"), [factor], 1)
    assert (same, refused) == (State(), "Choose the scenario 'mine.yaml' first: this one has no pressure 'eu_2017'.")
    named, last = (
        Factor("scenario", "scenario", ("baseline", NAME)),
        Factor("end", "last month", ("2019-06", "2021-12")),
    )
    state, refused = going.going_to(State(), replace(sweep, settings=()), [named, last], 1)
    assert (state.chosen.scenario, state.changes, refused) == (NAME, {"end": "2019-06"}, "")
    assert going.here_on([named, last], scenario_of(State()), {}) == charts.Place(0.0, 1.0)
    mine = Factor("scenario", "scenario", ("/x/mine.yaml", NAME))
    assert going.going_to(State(), sweep, [mine], 0) == (State(), "'scenario' cannot be set on this page.")
    fixed = Factor("switch_off.M41", "M41", (False, True))
    assert going.going_to(State(), sweep, [fixed], 1)[1] == "'switch_off.M41' cannot be set on this page."
    assert time_words(37) == "35 s"
    assert time_words(200) == "3 min"
