"""Sweep folders that were damaged, mixed or cut short: refused by name, or restored by running the sweep again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from experiments.sweeps.plan.chunks import Chunk
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.results.analyse import analyse
from experiments.sweeps.results.results import read_sweep
from experiments.sweeps.run.chunk import ChunkResult, run_chunk
from experiments.sweeps.run.folder import SweepError
from experiments.sweeps.run.workers import Where
from tests.experiments import sweep_helpers
from tests.experiments.sweep_helpers import contents, plan, run_sweep, table

ROOT = Path(__file__).resolve().parents[2]
NO_CLIENTS = "parameters.alignment.client_below={fix: -0.99, because: a test}"
FEW = sweep_helpers.TINY.replace("steps: 8", "steps: 2").replace("steps: 3", "steps: 2")
"""16 points, four chunks of 16 worlds."""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> SweepPlan:
    return plan(tmp_path_factory.mktemp("plan"), FEW)


@pytest.fixture(scope="module")
def sound(few: SweepPlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "out"
    run_sweep(few, folder)
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of a finished sweep, to be damaged."""
    return Path(shutil.copytree(sound, tmp_path / "out"))


def test_without_its_manifest_a_sweep_still_knows_what_it_is(few: SweepPlan, sound: Path, folder: Path) -> None:
    (folder / "manifest.json").unlink()
    other = plan(folder.parent, FEW, 16, "seed=5")
    with pytest.raises(SweepError, match="begun with different seed"):
        run_sweep(other, folder)
    assert run_sweep(few, folder).histories == 0
    assert contents(folder) == contents(sound)


def test_without_manifest_and_ledger_its_parts_still_know(few: SweepPlan, sound: Path, folder: Path) -> None:
    for name in ("manifest.json", "ledger.sqlite"):
        (folder / name).unlink()
    with pytest.raises(SweepError, match=r"part-000000.parquet belongs to another sweep"):
        run_sweep(plan(folder.parent, FEW, 16, "seed=5"), folder)
    assert run_sweep(few, folder).histories == few.total
    assert contents(folder) == contents(sound)


def test_an_altered_manifest_is_refused_and_healed(few: SweepPlan, sound: Path, folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('"seed": 2013', '"seed": 2014'))
    for use in (lambda: run_sweep(few, folder), lambda: analyse(folder)):
        with pytest.raises(SweepError, match=r"manifest.json is damaged or was altered; delete it"):
            use()
    path.unlink()
    run_sweep(few, folder)
    assert contents(folder) == contents(sound)


def test_a_sweep_of_another_format_is_refused(few: SweepPlan, folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace("tightrope sweep 2", "tightrope sweep 1"))
    with pytest.raises(SweepError, match="holds a 'tightrope sweep 1', and this program reads and writes"):
        run_sweep(few, folder)


def test_a_damaged_ledger_is_refused_and_healed(few: SweepPlan, sound: Path, folder: Path) -> None:
    (folder / "ledger.sqlite").write_bytes(b"nonsense" * 100)
    for use in (lambda: run_sweep(few, folder), lambda: analyse(folder)):
        with pytest.raises(SweepError, match=r"ledger.sqlite is damaged \(file is not a database\); delete it"):
            use()
    (folder / "ledger.sqlite").unlink()
    with pytest.raises(SweepError, match=r"has no ledger.sqlite; run the sweep again"):
        analyse(folder)
    run_sweep(few, folder)
    assert contents(folder) == contents(sound)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (
            lambda runs: (runs / "part-000002.parquet").unlink(),
            "part-000002.parquet is missing; run the sweep again",
        ),
        (
            lambda runs: flip(runs / "part-000001.parquet"),
            "part-000001.parquet is not what was written: its sum",
        ),
        (
            lambda runs: shutil.copy(runs / "part-000000.parquet", runs / "part-000003.parquet"),
            "part-000003.parquet is not what was written: its sum",
        ),
    ],
    ids=["deleted", "altered", "swapped"],
)
def test_what_is_read_is_checked(few: SweepPlan, sound: Path, folder: Path, damage: object, message: str) -> None:
    damage(folder / "runs")
    with pytest.raises(SweepError, match=message):
        analyse(folder)
    assert run_sweep(few, folder).histories == 4 * 4
    assert contents(folder) == contents(sound)


def test_a_table_of_another_sweep_is_refused(folder: Path) -> None:
    other = folder.parent / "other"
    run_sweep(plan(folder.parent, FEW, 16, "seed=5"), other)
    shutil.copy(other / "points.parquet", folder)
    with pytest.raises(SweepError, match=r"points.parquet belongs to another sweep than .*manifest.json"):
        read_sweep(folder)


def test_missing_folders_and_tables_are_made_again(few: SweepPlan, sound: Path, folder: Path) -> None:
    shutil.rmtree(folder / "runs")
    (folder / "points.parquet").unlink()
    assert run_sweep(few, folder).is_done
    assert contents(folder) == contents(sound)


def test_what_a_kill_left_is_analysed(few: SweepPlan, tmp_path: Path) -> None:
    def killed(chunk: Chunk) -> ChunkResult:
        if chunk.number == 2:
            raise KeyboardInterrupt
        return run_chunk(chunk)

    with pytest.raises(KeyboardInterrupt):
        run_sweep(few, tmp_path / "out", run_chunk=killed)
    assert set(pq.read_table(tmp_path / "out" / "points.parquet").column("status").to_pylist()) == {"waiting"}
    answers = analyse(tmp_path / "out")
    assert answers.results.statuses == {"done": 8, "waiting": 8}
    assert answers.notes[0] == "8 of 16 points are waiting and left out"


def test_a_sweep_in_which_no_world_counts_is_refused(tmp_path: Path) -> None:
    impossible = plan(tmp_path, FEW, 16, "given.posture=client@2013-02", NO_CLIENTS)
    for _ in range(2):
        with pytest.raises(SweepError, match="no world of any point counts"):
            run_sweep(impossible, tmp_path / "out")
    with pytest.raises(SweepError, match=r"no world of .* counts or has any outcome"):
        analyse(tmp_path / "out")


def missing(chunk: Chunk) -> ChunkResult:
    """As the model, but world 1 has no first outcome, and world 2 does not count."""
    result = run_chunk(chunk)
    result.outcomes[0, :, 1] = np.nan
    result.counted[:, 2] = False
    return result


def test_worlds_without_an_outcome_are_null_and_counted(few: SweepPlan, tmp_path: Path) -> None:
    run_sweep(few, tmp_path / "out", run_chunk=missing)
    parts = table(tmp_path / "out")
    assert set(parts.status[parts.world == 2]) == {"left_out"}
    assert parts.loc[parts.world == 2, ["last", "steps"]].isna().all(axis=None)
    assert parts["last"].isna().sum() == 2 * 16
    column = pq.read_table(tmp_path / "out" / "runs" / "part-000000.parquet").column("last")
    assert column.null_count == 8
    points = pq.read_table(tmp_path / "out" / "points.parquet").to_pandas()
    assert set(points.worlds) == {3}
    assert set(points.last_worlds) == {2}
    assert set(points.steps_worlds) == {3}
    by_point = parts.groupby("point")
    assert np.allclose(points["last"], by_point["last"].mean())
    assert np.allclose(points.last_se, by_point["last"].sem())
    assert np.allclose(points.steps_se, by_point["steps"].sem())


# -- workers


def test_a_worker_that_always_dies_is_charged_to_its_chunk(few: SweepPlan, tmp_path: Path) -> None:
    with pytest.raises(SweepError, match="chunk 2 lost its worker 3 times"):
        run_sweep(few, tmp_path / "out", Where.PROCESSES, workers=2, run_chunk=sweep_helpers.deadly)
    done = [number for number in range(4) if (tmp_path / "out" / "runs" / f"part-{number:06d}.parquet").exists()]
    assert 2 not in done
    assert {0, 1} <= set(done)


SCRIPT = """
import experiments
experiments.sweep({file!r}, {out!r}, settings=["end=2013-06", "worlds=2"], workers=1).wait()
"""


def test_a_program_without_a_main_guard_is_told(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(FEW)
    script = SCRIPT.format(file=str(tmp_path / "tiny.yaml"), out=str(tmp_path / "out"))
    (tmp_path / "script.py").write_text(script)
    for words, text, message in (
        ([str(tmp_path / "script.py")], "", "what starts it must stand below 'if __name__ == \"__main__\":'"),
        ([], script, "worker processes cannot import a program that is read from standard input"),
    ):
        done = subprocess.run(
            [sys.executable, *words], input=text, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert message in done.stderr.splitlines()[-1]
        assert len(done.stderr.splitlines()) < 25


def test_a_bad_scheduler_leaves_nothing(few: SweepPlan, tmp_path: Path) -> None:
    with pytest.raises(SweepError, match="is no address of a scheduler"):
        run_sweep(few, tmp_path / "out", scheduler="there")
    assert not (tmp_path / "out").exists()
