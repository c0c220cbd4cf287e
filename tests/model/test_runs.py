"""A saved run: the same bytes each time, whole or not at all, and everything needed to get it again."""

import errno
import json
import os
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from model.ensemble.record import HEADLINE
from model.runs import save as saving
from model.runs import tables
from model.runs.manifest import as_json, manifest, short_hash
from model.runs.outcomes import NEVER, first_months, outcome_series
from model.runs.run import run
from model.runs.save import Saved, SavingError, check_place, left_out, load, save
from model.scenario.load import load_scenario
from model.scenario.scenario import Scenario

WORLDS = 97
DATA = ("manifest.json", "columns.json", "series.parquet", "worlds.parquet", "alignment.parquet", "moves.parquet")


@pytest.fixture(scope="module")
def finished():
    return run(load_scenario("baseline", settings=["sampling=prior"]), worlds=WORLDS)


@pytest.fixture
def saved(finished, tmp_path) -> Saved:
    return load(save(finished, tmp_path / "run"))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in DATA}


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def no_space(*_args, **_options):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_the_same_run_gives_the_same_bytes(finished, tmp_path):
    again = run(load_scenario("baseline", settings=["sampling=prior"]), worlds=WORLDS, chunk=40)
    assert bytes_of(save(finished, tmp_path / "a")) == bytes_of(save(again, tmp_path / "b"))


def test_bands_are_those_of_the_run(finished, saved):
    rows = saved.series[saved.series["series"] == HEADLINE]
    assert list(rows["month"]) == list(finished.months)
    np.testing.assert_array_equal(rows["median"], finished.median(HEADLINE))
    np.testing.assert_array_equal(rows["p05"], finished.band(HEADLINE, 0.9).low)
    np.testing.assert_array_equal(rows["p75"], finished.band(HEADLINE, 0.5).high)
    assert set(saved.series["series"]) == set(finished.series)


def test_worlds_have_their_parameters_and_outcomes(finished, saved):
    worlds = saved.worlds
    assert list(worlds["world"]) == list(range(WORLDS))
    assert worlds["counted"].all()
    np.testing.assert_array_equal(worlds["alignment_final"], finished.series[HEADLINE][-1])
    for key, values in finished.parameters.items():
        np.testing.assert_array_equal(worlds[key], values)
    for name, months in first_months(finished).items():
        dates = [finished.months[m] if m != NEVER else None for m in months]
        assert [None if pd.isna(date) else date for date in worlds[f"first_{name}"]] == dates


def test_moves_are_those_taken(finished, saved):
    counts = saved.moves.groupby("move", observed=False).size()
    assert {name: counts.get(name, 0) for name in finished.moves} == {n: m.sum() for n, m in finished.moves.items()}
    first = saved.moves.iloc[0]
    assert finished.moves[first["move"]][finished.at(first["month"]), first["world"]]


def test_every_column_is_explained(saved):
    for file in ("series", "worlds", "alignment", "moves"):
        table = getattr(saved, file)
        columns = saved.columns[f"{file}.parquet"]
        assert [column["name"] for column in columns] == list(table.columns)
        assert all(column["type"] and column["label"] for column in columns)


def test_the_manifest_brings_the_scenario_back(finished, saved):
    scenario = Scenario.from_resolved(saved.manifest["scenario"])
    assert scenario == finished.scenario
    assert list(scenario.pressures) == list(finished.scenario.pressures)
    alone = run(scenario, worlds=[41])
    np.testing.assert_array_equal(alone.series[HEADLINE][:, 0], finished.series[HEADLINE][:, 41])


@pytest.mark.parametrize("name", ["s03_eu_sanctions_2017", "s06_talks_move_to_astana", "s14_no_rescue"])
def test_every_form_of_pressure_comes_back(name):
    settings = [
        "pressures.wait={kind: energy_cut, level: 0.5, when: {variable: belarus.alignment, above: 0.2, for: 3}}",
        "given.posture=client@2021-06",
        "read_from=2015-01",
    ]
    scenario = load_scenario(name, settings=settings)
    kept = json.loads(as_json({"scenario": scenario.resolved()}, ordered=True))
    assert Scenario.from_resolved(kept["scenario"]) == scenario


def test_the_manifest_says_nothing_of_time_place_or_host(finished, tmp_path):
    text = as_json(manifest(finished), ordered=True)
    assert str(tmp_path) not in text
    assert os.uname().nodename not in text
    assert set(json.loads(text)) == {
        "format", "program", "scenario", "seed", "first_world", "worlds", "months", "sha256", "packages", "python",
        "cpu_features",
    }  # fmt: skip


def test_the_short_hash_follows_what_is_asked():
    base = load_scenario("baseline")
    assert short_hash(base) == short_hash(load_scenario("baseline"))
    assert short_hash(base) != short_hash(load_scenario("baseline", settings=["seed=1"]))


def test_alignment_is_missing_where_the_regime_has_fallen(finished, saved):
    fallen = ~finished.standing
    assert 0 < fallen[-1].sum() < WORLDS
    rows = saved.series[saved.series["series"] == HEADLINE]
    np.testing.assert_allclose(rows["fallen"], fallen.mean(axis=1))
    assert list(saved.worlds["alignment_final"].isna()) == list(fallen[-1])
    assert not saved.worlds["alignment_mean"].isna().any()
    wide = saved.alignment.pivot_table(index="month", columns="world", values="alignment", dropna=False, observed=False)
    np.testing.assert_array_equal(wide.isna(), fallen)
    np.testing.assert_array_equal(wide.to_numpy(), finished.series[HEADLINE].astype(np.float32))


def test_alignments_are_written_a_few_months_at_a_time(finished, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "ROWS", 10 * WORLDS)
    parts = load(save(finished, tmp_path / "parts")).alignment
    assert pq.ParquetFile(tmp_path / "parts" / "alignment.parquet").num_row_groups == 11
    monkeypatch.undo()
    pd.testing.assert_frame_equal(parts, load(save(finished, tmp_path / "whole")).alignment)


def test_what_many_worlds_leave_out_is_said(finished):
    assert left_out(finished) == ""
    few = run(load_scenario("baseline", settings=["end=2013-03"]), worlds=3, keep=outcome_series(), moves=False)
    pattern = r"Not recorded: \d+ of \d+ series and all moves, with more than 4,000 worlds; alignments are whole."
    assert re.fullmatch(pattern, left_out(few))


def test_many_worlds_keep_no_moves(finished, tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "MOST_WITH_MOVES", 50)
    assert load(save(finished, tmp_path / "a")).moves is None
    assert load(save(finished, tmp_path / "b", moves=True)).moves is not None


def test_a_run_folder_is_replaced_whole(finished, tmp_path):
    folder = save(finished, tmp_path / "run")
    (folder / "alignment.svg").write_text("old")
    save(finished, folder)
    assert not (folder / "alignment.svg").exists()
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("name", ["notes.txt", "thesis.docx"])
def test_a_folder_with_anything_else_is_never_replaced(finished, tmp_path, name):
    folder = save(finished, tmp_path / "run")
    (folder / name).write_text("mine")
    with pytest.raises(SavingError, match=f"holds something other than a run \\({name}\\)"):
        save(finished, folder)
    assert (folder / name).read_text() == "mine"


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "run").write_text("")
    with pytest.raises(SavingError, match="is a file; a run needs a folder"):
        check_place(tmp_path / "run")
    with pytest.raises(SavingError, match="is not a folder"):
        check_place(tmp_path / "run" / "below")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(SavingError, match="no permission to write"):
        check_place(tmp_path / "run")


def test_no_permission_is_one_sentence(finished, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SavingError, match="cannot be written: no permission to write in"):
        save(finished, tmp_path / "run")


@pytest.mark.parametrize("step", ["write_table", "manifest"])
def test_a_full_disk_leaves_nothing(finished, tmp_path, monkeypatch, step):
    monkeypatch.setattr(saving, step, no_space)
    with pytest.raises(SavingError, match="the disk is full; nothing of it was saved"):
        save(finished, tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_keeps_the_older_run(finished, tmp_path, monkeypatch):
    folder = save(finished, tmp_path / "run")
    before = bytes_of(folder)
    monkeypatch.setattr(saving, "write_table", no_space)
    with pytest.raises(SavingError):
        save(finished, folder)
    assert bytes_of(folder) == before
    assert leftovers(tmp_path) == []


def test_an_interruption_keeps_the_older_run(finished, tmp_path, monkeypatch):
    folder = save(finished, tmp_path / "run")
    rename, calls = Path.rename, []

    def interrupted(self, target):
        calls.append(self)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(finished, folder)
    monkeypatch.undo()
    assert load(folder).manifest["worlds"] == WORLDS
    assert leftovers(tmp_path) == []


def test_what_is_no_run_is_not_loaded(tmp_path):
    with pytest.raises(SavingError, match="holds no run"):
        load(tmp_path)
    (tmp_path / "manifest.json").write_text('{"format": "tightrope run 1"}')
    with pytest.raises(SavingError, match="cannot be read"):
        load(tmp_path)
