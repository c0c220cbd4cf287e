"""Running sweeps: the same tables whoever simulates them and whatever stops them."""

from __future__ import annotations

import errno
import itertools
import json
import os
import signal
import socketserver
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks.watching import watched
from experiments.sweeps.plan.plan import SweepPlan
from experiments.sweeps.run import chunk as chunk_module
from experiments.sweeps.run import manifest as sweep_manifest
from experiments.sweeps.run import store
from experiments.sweeps.run.folder import DiskFullError, SweepError
from experiments.sweeps.run.ledger import Ledger
from experiments.sweeps.run.runner import OnError, SweepProgress
from experiments.sweeps.run.store import opened
from experiments.sweeps.run.workers import Where, pool
from model.core.files import UNFINISHED
from model.runs.run import run
from model.scenario.load import load_scenario
from tests.experiments import sweep_helpers
from tests.experiments.sweep_helpers import contents, plan, run_sweep, table

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SweepPlan:
    return plan(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def whole(made: SweepPlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep that nothing disturbed."""
    folder = tmp_path_factory.mktemp("whole") / "out"
    assert run_sweep(made, folder).is_done
    return folder


def test_a_world_of_a_point_is_that_of_the_point_run_alone(made: SweepPlan, whole: Path) -> None:
    rows = table(whole)
    assert (len(rows), made.points, made.chunks.count) == (96 * 4, 96, 24)
    for point in (0, 17, 50, 95):
        scenario = made.scenario_of(made.sample.block(point, point + 1)[0])
        alone = run(scenario, worlds=4)
        mine = rows[rows.point == point]
        assert mine.world.tolist() == [0, 1, 2, 3]
        for outcome in made.outcomes:
            assert np.array_equal(mine[outcome.name].to_numpy(), outcome.numbers(alone))


SCENARIOS_AND_ENDS = """
title: Scenarios and ends
scenario: baseline
vary:
  scenario: [baseline, s11_renewed_reform]
  end: [2013-09, 2014-06]
  parameters.hedging.room_base: [0.3, 0.4]
design: grid
others: prior
worlds: 4
seed: 7
outcomes:
  last: {value: {of: belarus.alignment, at: end}}
  client: {posture: client, from: 2013-01, to: end}
  first: {first: {of: eu.visits, above: 0.3}}
"""


def test_a_point_of_another_scenario_and_end_is_that_scenario_run_to_that_end(tmp_path: Path) -> None:
    made = plan(tmp_path, SCENARIOS_AND_ENDS, 64)
    assert [one.label for one in made.outcomes[:2]] == [
        "belarus.alignment at the end of the run",
        "share of months as client, 2013-01 to the end of the run",
    ]
    run_sweep(made, tmp_path / "out")
    rows = table(tmp_path / "out")
    for point in range(made.points):
        name, end, room = (
            f.written(v) for f, v in zip(made.factors, made.sample.block(point, point + 1)[0], strict=True)
        )
        settings = [f"end={end}", "seed=7", "sampling=prior", f"parameters.hedging.room_base={room}"]
        alone = run(load_scenario(str(name), settings=settings), worlds=4)
        mine = rows[rows.point == point]
        for outcome in made.outcomes:
            assert np.array_equal(mine[outcome.name].to_numpy(), outcome.numbers(alone)), (point, outcome.name)
    assert set(made.as_plain()["scenarios"]) == {
        "baseline",
        "s11_renewed_reform",
    }  # what they say is part of the digest


def test_points_differ_and_their_table_says_what_they_are(made: SweepPlan, whole: Path) -> None:
    points = pq.read_table(whole / "points.parquet").to_pandas()
    assert points.point.tolist() == list(range(96))
    assert points.hash.is_unique
    assert set(points.status) == {"done"}
    assert set(points["switch_off.M41"]) == {False, True}
    assert set(points["pressures.history.crimea.level"]) == {0.0, 1.0}
    means = table(whole).groupby("point")["last"].mean()
    assert np.allclose(points["last"], means)


@pytest.mark.parametrize("size", [7, 64, 4000])
def test_the_size_of_chunks_changes_nothing(made: SweepPlan, whole: Path, tmp_path: Path, size: int) -> None:
    run_sweep(replace(made, size=size), tmp_path / "out")
    assert table(tmp_path / "out").equals(table(whole))


def test_a_point_of_many_worlds_is_cut_into_several_chunks(tmp_path: Path) -> None:
    made = plan(tmp_path, sweep_helpers.TINY.replace("steps: 8", "steps: 2").replace("steps: 3", "steps: 2"), 3)
    assert (made.points, made.chunks.per_point, made.chunks.count) == (16, 2, 32)
    for size in (3, 4000):
        run_sweep(replace(made, size=size), tmp_path / str(size))
    assert table(tmp_path / "3").equals(table(tmp_path / "4000"))
    assert (tmp_path / "3" / "points.parquet").exists()
    ends = [pq.read_table(tmp_path / str(size) / "points.parquet").drop(["hash"]) for size in (3, 4000)]
    assert ends[0].equals(ends[1])


@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("kind", [Where.THREADS, Where.PROCESSES])
def test_workers_change_nothing(made: SweepPlan, whole: Path, tmp_path: Path, kind: Where, workers: int) -> None:
    run_sweep(made, tmp_path / "out", kind, workers=workers)
    assert contents(tmp_path / "out") == contents(whole)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_a_cluster_changes_nothing(made: SweepPlan, whole: Path, tmp_path: Path, workers: int) -> None:
    from distributed import Client, LocalCluster

    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as there:
        assert there.scheduler_address.startswith("tcp://")
        with Client(there, set_as_default=False) as client:
            assert len(set(client.run(os.getpid).values()) - {os.getpid()}) == workers
            assert all(address.startswith("tcp://") for address in client.nthreads())
        run_sweep(made, tmp_path / "out", scheduler=there.scheduler_address)
    assert contents(tmp_path / "out") == contents(whole)
    assert table(tmp_path / "out").equals(table(whole))


def test_a_scheduler_that_does_not_answer_is_said_in_one_sentence(
    made: SweepPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.sweeps.run.workers.PATIENCE", 1)
    with pytest.raises(SweepError, match=r"^no scheduler answers at tcp://127.0.0.1:9 within 1 s \(\w+\)$"):
        run_sweep(made, tmp_path / "out", scheduler="tcp://127.0.0.1:9")


def test_an_address_without_a_port_and_another_service_are_said_in_one_sentence(
    made: SweepPlan, tmp_path: Path
) -> None:
    with pytest.raises(SweepError, match=r"^'there' is no address of a scheduler; it should look like tcp://host:8786"):
        run_sweep(made, tmp_path / "out", scheduler="there")

    class Web(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(10)
            self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Web) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        address = f"tcp://127.0.0.1:{web.server_address[1]}"
        with pytest.raises(SweepError, match=f"^what answers at {address} is no Dask scheduler"):
            run_sweep(made, tmp_path / "out", scheduler=address)
        web.shutdown()


def test_a_scheduler_without_dask_names_the_extra(
    made: SweepPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SweepError, match="needs the extra 'cluster'"):
        run_sweep(made, tmp_path / "out", scheduler="tcp://127.0.0.1:9")


# -- stopped and gone on with


def started(folder: Path, kind: str, workers: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.experiments.sweep_helpers", str(folder), kind, str(workers)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


@pytest.fixture(scope="module")
def deaths(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, object]]]:
    """Twenty deaths in five folders, and where each came."""
    place = tmp_path_factory.mktemp("killed")
    command = [sys.executable, "-m", "tests.experiments.sweep_kills", str(place), "5"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return place, [json.loads(line) for line in done.stdout.splitlines()]


def test_twenty_deaths_come_in_every_state(deaths: tuple[Path, list[dict[str, object]]]) -> None:
    told = deaths[1]
    assert [death["signal"] for death in told] == [signal.SIGKILL] * 20
    exact = {death["state"] for death in told if death["exactly"]}
    assert exact >= {
        "the folder is made", "half a table of points", "the manifest without its name", "the manifest with its name",
        "simulating", "half a part", "a part without its name", "a part with its name", "a part entered",
        "a table of points with its name",
    }  # fmt: skip
    assert sum(not death["exactly"] for death in told) >= 8
    assert {death["where"] for death in told} == {"here", "threads", "processes"}
    for _, some in itertools.groupby(told, key=lambda death: death["folder"]):
        kept = [death["parts"] for death in some]
        assert kept == sorted(kept), "a part was lost"
    assert {0, 24} < {death["parts"] for death in told}


@pytest.mark.parametrize("folder", "01234")
def test_killed_at_any_moment_and_begun_again_it_gives_the_same(
    made: SweepPlan, whole: Path, deaths: tuple[Path, list[dict[str, object]]], folder: str
) -> None:
    killed = deaths[0] / folder
    assert run_sweep(made, killed).is_done
    assert contents(killed) == contents(whole)
    assert table(killed).equals(table(whole))
    assert not list(killed.rglob(f"*{UNFINISHED}"))
    rows = "select number, state, first_point, points, bytes, sha256, error from chunks order by number"
    mine, undisturbed = (sqlite3.connect(one / "ledger.sqlite").execute(rows).fetchall() for one in (killed, whole))
    assert mine == undisturbed


def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    process = started(tmp_path, "processes", 2)
    children: list[int] = []
    while not children:
        time.sleep(0.05)
        path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        children = [int(word) for word in path.read_text().split()]
    time.sleep(3.0)
    children = [int(word) for word in path.read_text().split()]
    process.kill()
    process.wait()
    process.stdout.close()
    for _ in range(600):
        if not any(Path(f"/proc/{child}").exists() for child in children):
            return
        time.sleep(0.1)
    pytest.fail("a worker is still there a minute after its parent was killed")


def test_a_part_that_was_cut_off_or_lost_is_made_again(made: SweepPlan, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    run_sweep(made, folder)
    parts = sorted((folder / "runs").glob("*"))
    parts[3].write_bytes(parts[3].read_bytes()[:-10])
    parts[5].unlink()
    (folder / "runs" / ".part-000007.parquet.unfinished").write_bytes(b"half")
    result: list[int] = []

    def noting(chunk: chunk_module.Chunk) -> chunk_module.ChunkResult:
        result.append(chunk.number)
        return chunk_module.run_chunk(chunk)

    run_sweep(made, folder, run_chunk=noting)
    assert result == [3, 5]
    assert contents(folder) == contents(whole)


def test_what_is_done_is_not_done_again(made: SweepPlan, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    stop = threading.Event()

    def progress(state: SweepProgress) -> None:
        if state.chunks == 5:
            stop.set()

    state = run_sweep(made, folder, progress=progress, stop=stop)
    assert not state.is_done
    assert state.chunks >= 5
    waiting = pq.read_table(folder / "points.parquet").column("status").to_pylist()
    assert waiting.count("done") == 4 * state.chunks
    assert set(waiting) == {"done", "waiting"}
    again = run_sweep(made, folder)
    assert again.is_done
    assert again.histories == 16 * (24 - state.chunks)


def test_a_worker_that_dies_costs_its_chunk_alone(
    made: SweepPlan, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIGHTROPE_TEST_MARK", str(tmp_path / "mark"))
    run_sweep(made, tmp_path / "out", Where.PROCESSES, workers=2, run_chunk=sweep_helpers.dying)
    assert (tmp_path / "mark").exists()
    assert contents(tmp_path / "out") == contents(whole)


def test_a_chunk_that_always_loses_its_worker_ends_the_sweep(made: SweepPlan, tmp_path: Path) -> None:
    def lost(chunk: chunk_module.Chunk) -> chunk_module.ChunkResult:
        raise ConnectionResetError

    with pytest.raises(SweepError, match="chunk 0 lost its worker 3 times"):
        run_sweep(made, tmp_path / "out", run_chunk=lost)


# -- memory


def test_ten_times_the_points_take_the_same_memory(tmp_path: Path) -> None:
    """Chunks of full size, so that one that stays would show: a chunk holds some 30 MB."""
    path = tmp_path / "wide.yaml"
    path.write_text(sweep_helpers.TINY.replace("design: grid", "design: latin_hypercube\nn: 8")
                    .replace(", steps: 8", "").replace(", steps: 3", ""), encoding="utf-8")  # fmt: skip
    peaks = []
    for points in (16, 160):
        words = ["sweep", str(path), "--json", "--workers", "1", "--out", str(tmp_path / str(points))]
        settings = {"end": "2013-06", "worlds": "500", "n": str(points)}
        words += [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
        peaks.append(watched([sys.executable, "-m", "tightrope", *words]).peak)
    assert peaks[1] < 1.1 * peaks[0]
    assert peaks[1] < 1e9


# -- refused


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        (("worlds=5",), "'worlds'"),
        (("seed=5",), "seed"),
        (("parameters.choice.noise_russia=0.03",), "settings of the scenario"),
        (("others=best",), "settings of the scenario"),
    ],
)
def test_a_sweep_that_was_changed_is_not_mixed(
    whole: Path, tmp_path: Path, settings: tuple[str, ...], what: str
) -> None:
    before = contents(whole)
    changed = plan(tmp_path, sweep_helpers.TINY, 16, *settings)
    with pytest.raises(SweepError, match=rf"begun with different {what}; choose another folder with --out"):
        run_sweep(changed, whole)
    assert contents(whole) == before


def test_a_changed_file_is_not_mixed(whole: Path, tmp_path: Path) -> None:
    changed = plan(tmp_path, sweep_helpers.TINY.replace("high: 0.03", "high: 0.031"))
    with pytest.raises(SweepError, match=r"begun with different factors \('vary'\);"):
        run_sweep(changed, whole)


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("version", "9", "version of the program;"),
        ("sha256", {"model": "0"}, "version of the model or its numbers;"),
        ("packages", {"numpy": "0"}, "packages;"),
        ("cpu_features", ["X"], "CPU features; results may differ in the last digit: --portable accepts that"),
    ],
)
def test_another_version_or_processor_is_not_mixed(
    made: SweepPlan, whole: Path, monkeypatch: pytest.MonkeyPatch, key: str, value: object, what: str
) -> None:
    monkeypatch.setattr(sweep_manifest, "environment", lambda: {**chunk_module.environment(), key: value})
    with pytest.raises(SweepError, match=f"begun with different {what}"):
        run_sweep(made, whole)
    if key == "cpu_features":
        assert run_sweep(made, whole, portable=True).is_done


def test_a_worker_of_another_version_is_refused(made: SweepPlan, tmp_path: Path) -> None:
    def elsewhere(chunk: chunk_module.Chunk) -> chunk_module.ChunkResult:
        result = chunk_module.run_chunk(chunk)
        return replace(result, environment={**result.environment, "cpu_features": ["X"]})

    with pytest.raises(SweepError, match="a worker has different CPU features from this program"):
        run_sweep(made, tmp_path / "out", run_chunk=elsewhere)
    assert run_sweep(made, tmp_path / "out", run_chunk=elsewhere, portable=True).is_done


def test_folders_of_others_are_left_alone(made: SweepPlan, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("Dear")
    with pytest.raises(SweepError, match=r"holds something other than a sweep \(dear.txt\)"):
        run_sweep(made, tmp_path / "letters")
    (tmp_path / "file").write_text("")
    with pytest.raises(SweepError, match="is a file; a sweep needs a folder"):
        run_sweep(made, tmp_path / "file")


def test_two_at_a_time_are_refused(made: SweepPlan, tmp_path: Path) -> None:
    with opened(tmp_path / "out", made), pytest.raises(SweepError, match="is being written by another sweep"):
        run_sweep(made, tmp_path / "out")


def test_a_design_too_large_for_the_disk_is_refused_before_the_start(made: SweepPlan, tmp_path: Path) -> None:
    huge = replace(made, worlds=1_000_000_000_000)
    with pytest.raises(SweepError, match=r"histories take up to [0-9.]+ GB on the disk, and [0-9.]+ GB are free at"):
        run_sweep(huge, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_full_disk_ends_cleanly(
    made: SweepPlan, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, written = store.write_whole, []

    def full(path: Path, content: object) -> None:
        if len(written) == 6:
            path.with_name(f".{path.name}{UNFINISHED}").write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(path)
        real(path, content)

    monkeypatch.setattr(store, "write_whole", full)
    with pytest.raises(DiskFullError, match="the disk is full; what is finished is saved; the same command resumes it"):
        run_sweep(made, tmp_path / "out")
    monkeypatch.undo()
    assert run_sweep(made, tmp_path / "out").is_done
    assert contents(tmp_path / "out") == contents(whole)


def test_a_full_disk_under_the_ledger_ends_cleanly(
    made: SweepPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        message = "database or disk is full"
        raise sqlite3.OperationalError(message)

    monkeypatch.setattr(Ledger, "enter", full)
    with pytest.raises(DiskFullError, match="the disk is full"):
        run_sweep(made, tmp_path / "out")


# -- failures


def test_a_point_that_fails_is_a_row_with_its_error(made: SweepPlan, whole: Path, tmp_path: Path) -> None:
    state = run_sweep(made, tmp_path / "out", run_chunk=sweep_helpers.failing, on_error=OnError.CONTINUE)
    assert (state.is_done, state.failed) == (True, 2)
    points = pq.read_table(tmp_path / "out" / "points.parquet").to_pandas()
    assert points.index[points.status == "failed"].tolist() == [5, 40]
    assert points.error[5] == "ValueError: no such value"
    rows, others = table(tmp_path / "out"), table(whole)
    bad = rows.point.isin([5, 40])
    assert set(rows.status[bad]) == {"failed"}
    assert rows["last"][bad].isna().all()
    assert rows[~bad].equals(others[~bad])


def test_a_point_that_fails_stops_the_sweep_unless_told_otherwise(made: SweepPlan, tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(
            SweepError, match=r"^point 5 failed \(ValueError: no such value\); --on-error continue records"
        ):
            run_sweep(made, tmp_path / "out", run_chunk=sweep_helpers.failing)
    parts = len(list((tmp_path / "out" / "runs").glob("*.parquet")))
    assert 2 <= parts <= 4


def test_a_fault_in_one_point_leaves_the_others_of_its_chunk(
    made: SweepPlan, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = chunk_module.side_by_side

    def faulty(scenarios: list[object], *rest: object) -> object:
        if any("M41" in s.switch_off for s in scenarios):
            message = "by zero"
            raise ZeroDivisionError(message)
        return real(scenarios, *rest)

    sound = chunk_module.run_chunk(made.chunk(0))
    monkeypatch.setattr(chunk_module, "side_by_side", faulty)
    result = chunk_module.run_chunk(made.chunk(0))
    assert result.errors == {1: "ZeroDivisionError: by zero", 3: "ZeroDivisionError: by zero"}
    assert np.isnan(result.outcomes[:, [1, 3]]).all()
    assert np.array_equal(result.outcomes[:, [0, 2]], sound.outcomes[:, [0, 2]])


def test_worlds_that_do_not_meet_the_condition_are_left_out(tmp_path: Path) -> None:
    made = plan(
        tmp_path,
        sweep_helpers.TINY,
        16,
        "given.posture=hedging@2013-03",
        "parameters.alignment.client_below={fix: -0.53, because: a test}",
    )
    run_sweep(made, tmp_path / "out")
    rows = table(tmp_path / "out")
    assert set(rows.status) == {"done", "left_out"}
    points = pq.read_table(tmp_path / "out" / "points.parquet").to_pandas()
    kept = rows[rows.status == "done"].groupby("point").size()
    assert points.worlds[kept.index].tolist() == kept.tolist()


def test_the_ledger_tells_every_chunk(made: SweepPlan, whole: Path) -> None:
    rows = sqlite3.connect(whole / "ledger.sqlite").execute("select * from chunks order by number").fetchall()
    assert [row[0] for row in rows] == list(range(24))
    assert {row[1] for row in rows} == {"done"}
    assert {row[6] for row in rows} == {"2013"}
    assert all(row[8] > 0.0 for row in rows)


def test_a_pool_gives_back_what_went_wrong() -> None:
    def wrong(_: object) -> None:
        message = "so"
        raise ValueError(message)

    with pool(Where.HERE) as workers:
        assert isinstance(workers.submit(wrong, None).exception(), ValueError)
