"""The Python API: what `import tightrope` gives, and one sentence for whatever cannot be done."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import tightrope
from model.ensemble.record import HEADLINE
from model.runs.run import run as run_worlds
from model.runs.save import load as load_saved
from model.runs.save import save
from model.runs.world_lists import NoListError
from model.scenario.load import load_scenario

ROOT = Path(__file__).resolve().parents[2]
WORLDS = 31


@pytest.fixture(scope="module")
def made() -> "tightrope.Run":
    return tightrope.run("baseline", worlds=WORLDS)


@pytest.fixture(scope="module")
def conditioned() -> "tightrope.Run":
    return tightrope.run("baseline", worlds=WORLDS, settings={"given.posture": "client@2015-01", "end": "2015-06"})


@pytest.fixture(scope="module")
def nobody() -> "tightrope.Run":
    return tightrope.run("baseline", worlds=3, settings=["given.posture=leaning_west@2013-01", "end=2013-06"])


def test_the_names_of_the_api():
    assert dir(tightrope) == sorted(tightrope.__all__)
    assert all(hasattr(tightrope, name) for name in tightrope.__all__)
    with pytest.raises(AttributeError, match="no attribute 'frob'; it offers Run, TightropeError"):
        tightrope.frob  # noqa: B018


def test_the_import_is_cheap():
    code = "import sys, tightrope; print(any(name in sys.modules for name in ('numpy', 'typer', 'model', 'viz')))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"


def test_a_run_says_what_it_is_in_a_few_lines(made):
    lines = repr(made).splitlines()
    assert lines[0] == "Scenario: baseline (Baseline, 2013 to 2021)"
    assert lines[1] == f"Worlds: {WORLDS}, seed 2013, sampling conditioned"
    assert lines[2] == "Months: 108, 2013-01 to 2021-12"
    assert lines[3].startswith("Alignment in 2021-12: median -0.")
    assert "client of Moscow " in lines[4]
    assert len(lines) == 5
    html = made._repr_html_()
    assert html.startswith("<table><tr><th>Scenario</th><td>baseline (Baseline")
    assert html.count("<tr>") == len(lines)


def test_a_condition_is_told(conditioned, nobody):
    assert " worlds meet the scenario's 'given'; only these are counted below" in repr(conditioned)
    assert repr(nobody).endswith("Condition: no world meets the scenario's 'given'")


def test_a_run_is_the_run_of_the_model(made):
    asked = tightrope.load("baseline", settings=[f"worlds={WORLDS}"])
    again = tightrope.run(asked)
    assert made.scenario == asked
    np.testing.assert_array_equal(made.series[HEADLINE], again.series[HEADLINE])
    np.testing.assert_array_equal(made.posture, again.posture)


def test_bands_as_a_frame(made):
    frame = made.to_frame()
    assert list(frame) == ["month", "series", "median", "p05", "p25", "p75", "p95", "fallen"]
    assert set(frame["series"]) == set(made.series)
    one = made.to_frame(HEADLINE)
    assert len(one) == 108
    np.testing.assert_array_equal(one["median"], made.median(HEADLINE))
    np.testing.assert_allclose(one["fallen"], (~made.standing).mean(axis=1))
    np.testing.assert_array_equal(one["p95"], made.band(HEADLINE, 0.9).high)
    assert (one["month"] >= "2021-01").sum() == 12
    assert one["month"].iloc[0] == pd.Timestamp("2013-01-01")
    assert len(made.to_frame([HEADLINE, "belarus.hosting"])) == 216


def test_worlds_as_a_frame(made):
    frame = made.to_frame(["belarus.hosting", HEADLINE], worlds=True)
    assert list(frame) == ["month", "world", "belarus.hosting", HEADLINE]
    assert len(frame) == 108 * WORLDS
    wide = frame.pivot_table(index="month", columns="world", values=HEADLINE)
    np.testing.assert_array_equal(wide.to_numpy(), made.series[HEADLINE])


def test_a_frame_holds_the_worlds_that_meet_the_condition(conditioned, nobody):
    at = conditioned.at("2015-01")
    clients = np.flatnonzero(conditioned.posture[at] == 0)
    assert 0 < len(clients) < WORLDS
    frame = conditioned.to_frame(HEADLINE, worlds=True)
    assert list(frame["world"].unique()) == list(conditioned.numbers[clients])
    assert frame["month"].nunique() == len(conditioned.months)
    last = frame[frame["month"] == "2015-06"].set_index("world")[HEADLINE]
    np.testing.assert_array_equal(last, conditioned.series[HEADLINE][-1][clients])
    assert nobody.to_frame().empty
    assert nobody.to_frame(worlds=True).empty


def test_a_figure_shows_itself_in_a_notebook(made):
    assert made.plot()._repr_png_().startswith(b"\x89PNG")


def test_a_saved_run_is_that_of_the_command_line(made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert tightrope.program(["run", "baseline", "--worlds", str(WORLDS), "--out", "typed", "--quiet"]) == 0
    folder = made.save("called")
    names = {path.name for path in folder.iterdir()}
    assert names == {path.name for path in Path("typed").iterdir()}
    for name in names - {"log.json"}:
        assert (folder / name).read_bytes() == (Path("typed") / name).read_bytes(), name
    assert load_saved(folder).manifest["worlds"] == WORLDS


def test_a_saved_run_can_be_run_again(tmp_path):
    first = tightrope.run("s14_no_rescue", worlds=5, settings=["end=2014-06"])
    folder = first.save(tmp_path / "saved")
    for place in (folder, folder / "manifest.json", str(folder)):
        again = tightrope.run(place)
        np.testing.assert_array_equal(again.series[HEADLINE], first.series[HEADLINE])
    assert tightrope.run(folder, worlds=2).worlds == 2
    with pytest.raises(tightrope.TightropeError, match="settings belong to load"):
        tightrope.run(folder, settings=["worlds=2"])
    with pytest.raises(tightrope.TightropeError, match="settings cannot change a saved run"):
        tightrope.load(folder, settings=["worlds=2"])
    assert tightrope.program(["run", str(folder), "--out", str(tmp_path / "typed"), "--quiet"]) == 0
    assert (tmp_path / "typed" / "series.parquet").read_bytes() == (folder / "series.parquet").read_bytes()
    assert tightrope.program(["run", str(folder), "--set", "seed=1", "--quiet"]) == 2


def test_a_run_that_cannot_be_the_same_again_is_refused(tmp_path, capsys):
    asked = load_scenario("baseline", settings=["end=2013-03", "sampling=prior"])
    chosen = save(run_worlds(asked, worlds=[41, 77]), tmp_path / "chosen", draw=lambda _: None)
    assert tightrope.program(["run", str(chosen), "--quiet"]) == 2
    assert "holds worlds chosen one by one and cannot be run again as a whole" in capsys.readouterr().err
    damaged = tightrope.run("baseline", worlds=2, settings=["end=2013-03"]).save(tmp_path / "damaged")
    manifest = json.loads((damaged / "manifest.json").read_text())
    for part in ({}, {"scenario": {}}, {"scenario": 3}, {"sha256": None}):
        changed = {"format": manifest["format"]} if not part else manifest | part
        (damaged / "manifest.json").write_text(json.dumps(changed))
        assert tightrope.program(["run", str(damaged), "--quiet"]) == 2, part
        assert "again" in capsys.readouterr().err


def test_a_run_of_other_code_or_seeds_is_not_run_again(tmp_path):
    folder = tightrope.run("baseline", worlds=2, settings=["end=2013-03"]).save(tmp_path / "old")
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"seeds": "', '"seeds": "0'))
    with pytest.raises(tightrope.TightropeError, match=r"was made with other code or seeds .* run baseline instead"):
        tightrope.run(folder)


def test_settings_as_a_dictionary_or_as_texts():
    key, name = "pressures.eu_2017.level", "s03_eu_sanctions_2017"
    levels = [
        tightrope.load(name, settings=settings).pressures["eu_2017"].level
        for settings in ({key: 0.25}, {key: np.float32(0.25)}, [f"{key}=0.25"], f"{key}=0.25")
    ]
    assert levels == [0.25] * 4
    assert tightrope.load(name, settings={"switch_off": ("M79",)}).switch_off == ("M79",)


def test_worlds_and_seed_of_a_loaded_scenario():
    asked = tightrope.load("baseline", settings={"end": "2013-03", "worlds": 99, "sampling": "prior"})
    made = tightrope.run(asked, worlds=np.int64(3), seed=5)
    assert (made.worlds, made.scenario.seed, len(made.months)) == (3, 5, 3)
    assert "worlds" not in made.scenario.origins
    named = tightrope.run("baseline", worlds=3, seed=5, settings={"end": "2013-03", "sampling": "prior"})
    np.testing.assert_array_equal(made.series[HEADLINE], named.series[HEADLINE])


def test_scenarios_have_titles():
    found = tightrope.scenarios()
    assert found["baseline"] == "Baseline, 2013 to 2021"
    assert all(found.values())
    assert found["s03_eu_sanctions_2017"] == tightrope.load("s03_eu_sanctions_2017").title


def test_many_worlds_keep_less(monkeypatch):
    monkeypatch.setattr("viz.api.MOST_WITH_MOVES", 2)
    made = tightrope.run("baseline", worlds=3, settings={"end": "2013-03"})
    assert not made.moves
    assert "belarus.hosting" in made.series
    assert "russia.coercion" not in made.series
    monkeypatch.setattr("viz.common.exits._free_memory", lambda: 1000)
    with pytest.raises(tightrope.TightropeError, match="3 worlds need about "):
        tightrope.run("baseline", worlds=3)


RANGE = "worlds must be a whole number from 1 to 1,000,000, got "


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"worlds": -5}, f"{RANGE}-5"),
        ({"worlds": 0}, f"{RANGE}0"),
        ({"worlds": "many"}, f"{RANGE}'many'"),
        ({"worlds": 1.5}, f"{RANGE}1.5"),
        ({"worlds": True}, f"{RANGE}True"),
        ({"worlds": 2_000_000}, f"{RANGE}2000000"),
        ({"seed": -1}, "seed must be a whole number from 0 to 9,223,372,036,854,775,807, got -1"),
        ({"scenario": "baselin"}, "unknown scenario 'baselin'; did you mean 'baseline'?"),
        ({"scenario": "nowhere.yaml"}, "there is no such file"),
        ({"settings": ["end"]}, "must be KEY=VALUE"),
        ({"settings": 3}, "settings must be a dictionary or a list of texts KEY=VALUE, got 3"),
        ({"settings": [3]}, "settings must be a dictionary or a list of texts KEY=VALUE, got [3]"),
        ({"settings": {"extends": "baseline"}}, "'extends' can only be written in a file"),
        ({"settings": {"wrlds": 3}}, "unknown key 'wrlds'; did you mean 'worlds'?"),
        ({"settings": {"worlds": "x"}}, "'worlds' must be a whole number"),
        ({"settings": {"parameters.coercion.coercion_by_oil": 9}}, "is outside "),
    ],
)
def test_what_cannot_be_run_is_one_sentence(options, problem):
    with pytest.raises(tightrope.TightropeError) as caught:
        tightrope.run(**options)
    assert problem in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_settings_of_a_loaded_scenario_are_refused():
    with pytest.raises(tightrope.TightropeError, match=r"settings belong to load\(\)"):
        tightrope.run(tightrope.load("baseline"), settings=["seed=1"])


def test_what_a_run_has_not_is_one_sentence(made, nobody, tmp_path):
    with pytest.raises(tightrope.TightropeError, match=r"unknown series 'belarus.alignmen'; did you mean 'belarus"):
        made.to_frame("belarus.alignmen")
    with pytest.raises(tightrope.TightropeError, match="unknown series '3'"):
        made.to_frame(3)
    for refused in (nobody.plot, lambda: nobody.save(tmp_path / "run")):
        with pytest.raises(tightrope.TightropeError, match="none of the 3 worlds meets the scenario's condition"):
            refused()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine.txt").write_text("")
    with pytest.raises(tightrope.TightropeError, match="holds something other than a run"):
        made.save(tmp_path)


def test_a_sweep_is_the_sweep_of_experiments():
    import experiments

    assert tightrope.sweep is experiments.sweep
    with pytest.raises(tightrope.TightropeError, match="unknown sweep 'x'"):
        tightrope.sweep("x")


def test_a_search_is_said_before_it_begins(own_lists, monkeypatch, capsys):
    """Another seed needs worlds of its own, which takes minutes: whoever waits is told what for."""
    asked = []
    monkeypatch.setattr("experiments.conditioning.worlds.condition", lambda scenario, **_: asked.append(scenario.seed))
    with pytest.raises(NoListError):
        tightrope.run("baseline", worlds=3, seed=5)
    assert asked == [5]
    assert capsys.readouterr().err.startswith("Searching worlds of seed 5 that agree with the record")
