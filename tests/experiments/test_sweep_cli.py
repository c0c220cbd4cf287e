"""Sweeps on the command line: exit codes, progress, JSON lines, Ctrl-C."""

from __future__ import annotations

import json
import re
import signal
import time
from pathlib import Path

import pytest

from tests.experiments.sweep_helpers import TINY, contents
from tests.test_cli import done, started

SHORT = ("--set", "end=2013-06")
NOTE = "note: pressures.eu_2017 has no effect: it begins in 2017-05, after the run ends in 2013-06\n"


@pytest.fixture
def typed(typed):
    """Runs the program in a folder of its own with a small sweep in it."""
    Path("tiny.yaml").write_text(TINY)
    return typed


def test_a_sweep_says_what_it_will_do_and_what_it_did(typed):
    code, out, err = typed("sweep", "tiny.yaml", *SHORT, "--workers", "1")
    lines = out.splitlines()
    assert code == 0
    assert err == NOTE
    assert lines[:2] == ["Tiny", "  96 points (grid) x 4 worlds = 384 histories of 6 months"]
    assert lines[3].startswith("  first: parameters.choice.noise_belarus = 0.02, parameters.hedging.initial_room = ")
    assert lines[4].startswith("  last: parameters.choice.noise_belarus = 0.03")
    assert lines[-3].startswith("384 histories in ")
    assert lines[-2:] == ["Written to runs/sweep-tiny", "Next: tightrope analyse runs/sweep-tiny"]
    again = typed("sweep", "tiny.yaml", *SHORT, "--quiet")
    assert again == (0, "runs/sweep-tiny\n", NOTE)
    code, out, _ = typed("analyse", "runs/sweep-tiny")
    assert code == 0
    assert "Written to runs/sweep-tiny/analysis; open runs/sweep-tiny/analysis/report.html" in " ".join(out.split())
    code, out, _ = typed("analyse", "runs/sweep-tiny", "--json")
    assert json.loads(out)["folder"] == "runs/sweep-tiny/analysis"
    assert len(json.loads(out)["maps"]) == 2 * 6
    assert typed("analyse", "runs/sweep-tiny", "--quiet") == (0, "runs/sweep-tiny/analysis\n", "")


def test_a_sweep_tells_machines_line_by_line(typed):
    code, out, err = typed("sweep", "tiny.yaml", *SHORT, "--workers", "1", "--json")
    events = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, NOTE)
    assert [event["event"] for event in events] == ["start", "progress", "progress", "done"]
    assert (events[0]["points"], events[0]["total"], events[0]["chunks"]) == (96, 384, 1)
    assert set(events[-1]) == {"event", "folder", "chunks", "of", "histories", "rate", "seconds_left", "failed"}
    assert (events[-1]["histories"], events[-1]["failed"]) == (384, 0)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("sweep", "nothing"), "unknown sweep 'nothing'; allowed: "),
        (("sweep", "nowhere.yaml"), "there is no such file"),
        (("sweep", "tiny.yaml", "--workers", "0"), "--workers"),
        (("sweep", "tiny.yaml", "--on-error", "panic"), "--on-error"),
        (("sweep", "tiny.yaml", "--set", "worlds=0"), "'worlds' must be a whole number between 1 and 1,000,000, got 0"),
        (("sweep", "tiny.yaml", "--set", "pressures.x=1"), "--set pressures.x:1:"),
        (("sweep", "tiny.yaml", "--out", "tiny.yaml"), "is a file; a sweep needs a folder"),
        (("analyse", "nothing"), "nothing holds no sweep"),
        (("check", "sweeps/bad.yaml"), "unknown design 'gird'; did you mean 'grid'?"),
    ],
)
def test_wrong_input_is_one_sentence_per_problem(typed, arguments, problem):
    Path("sweeps").mkdir()
    Path("sweeps/bad.yaml").write_text(TINY.replace("grid", "gird"))
    code, out, err = typed(*arguments)
    assert (code, out) == (2, "")
    assert problem in err
    assert "Traceback" not in err


def test_a_scheduler_that_is_not_there_is_one_sentence_within_seconds(typed, monkeypatch):
    monkeypatch.setattr("experiments.sweeps.run.workers.PATIENCE", 1)
    code, _, err = typed("sweep", "tiny.yaml", *SHORT, "--scheduler", "tcp://127.0.0.1:9", "--quiet")
    assert code == 2
    assert err.startswith(NOTE + "tightrope: no scheduler answers at tcp://127.0.0.1:9 within 1 s")
    assert len(err.splitlines()) == 2


def test_a_full_disk_is_a_sentence(typed, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("experiments.sweeps.run.store.write_whole", full)
    code, _, err = typed("sweep", "tiny.yaml", *SHORT, "--workers", "1", "--quiet")
    assert code == 1
    assert err == NOTE + (
        "tightrope: runs/sweep-tiny cannot be written: the disk is full; "
        "what is finished is saved; the same command resumes it\n"
    )


def test_the_schema_of_sweeps_is_printed(typed):
    code, out, _ = typed("schema", "sweep")
    assert (code, json.loads(out)["title"]) == (0, "Tightrope sweep")


def test_ctrl_c_and_sigterm_finish_what_has_begun_and_say_how_to_go_on(tmp_path):
    """With 1,000 worlds a chunk has four points, so that there are nine chunks to stop between."""
    (tmp_path / "tiny.yaml").write_text(TINY.replace("steps: 8", "steps: 3"))
    command = ("sweep", "tiny.yaml", "--set", "end=2013-06", "--set", "worlds=1000", "--workers", "1", "--out")
    saved = 0
    for number in (signal.SIGTERM, signal.SIGINT):
        process = started(*command, "out", cwd=tmp_path)
        while len(list((tmp_path / "out" / "runs").glob("part-*.parquet"))) == saved:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 130, err
        assert "finishing the chunks in progress; press Ctrl-C again to stop at once" in err
        assert f"chunks are saved. To continue: tightrope {' '.join(command)} out" in err
        before, saved = saved, len(list((tmp_path / "out" / "runs").iterdir()))
        assert before < saved < 9
    assert done(*command, "out", "--quiet", cwd=tmp_path) == (0, "out\n", NOTE)
    assert done(*command, "other", "--quiet", cwd=tmp_path)[0] == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "other")


def test_a_terminated_run_leaves_nothing(tmp_path):
    process = started("run", "baseline", "--worlds", "20000", "--set", "sampling=prior", "--out", "run", cwd=tmp_path)
    caught = 0
    while not caught >> signal.SIGTERM - 1 & 1:
        status = Path(f"/proc/{process.pid}/status").read_text()
        caught = int(re.search(r"SigCgt:\s*(\w+)", status)[1], 16)
    time.sleep(1.0)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "interrupted; nothing half-written is left" in err
    assert list(tmp_path.iterdir()) == []
