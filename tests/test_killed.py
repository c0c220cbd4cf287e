"""Verbs that write, killed at twenty moments: what has its final name is whole, and the next start clears the rest.

`tests/experiments/test_sweep_run.py` kills sweeps; here are runs, figures and answers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from experiments.sweeps.results.analyse import analyse
from model.runs.run import run
from model.runs.save import load, save
from model.runs.world_lists import WorldList, store_list
from model.scenario.load import load_scenario
from tests.experiments.sweep_helpers import TINY, plan, run_sweep
from tests.model.test_files import STEPS, die_at
from viz.figures.frame import save_figure
from viz.reports import sweep as sweep_report

MOMENTS = 20


def steps_of(work: Callable[[], object]) -> int:
    """How many steps on the disk some work takes."""
    taken = count()

    def counted(real):
        def call(*args, **options):
            next(taken)
            return real(*args, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, counted(getattr(os, name)))
        work()
    return next(taken)


def kill_often(work: Callable[[], object], is_whole: Callable[[], bool], folder: Path) -> None:
    """Kill some work at twenty moments; after each, nothing half-written has its final name, and a new start clears."""
    work()
    there, steps = sorted(folder.iterdir()), steps_of(work)
    for moment in range(MOMENTS):
        if die_at(moment * steps // MOMENTS, work):
            assert is_whole()
    work()
    assert is_whole()
    assert sorted(folder.iterdir()) == there


def test_runs(tmp_path):
    finished = run(load_scenario("baseline", settings=["end=2013-04"]), worlds=3)

    def is_whole() -> bool:
        return not (tmp_path / "run").exists() or load(tmp_path / "run").manifest["worlds"] == 3

    kill_often(lambda: save(finished, tmp_path / "run"), is_whole, tmp_path)


class Drawn:
    """A figure that is drawn at once."""

    def savefig(self, path: Path, **_: object) -> None:
        Path(path).write_text("half")
        Path(path).write_text("whole")


def test_figures(tmp_path):
    out = tmp_path / "network.svg"
    kill_often(lambda: save_figure(Drawn(), out), lambda: out.read_text() == "whole", tmp_path)


def test_lists_of_worlds(tmp_path):
    listed, out = WorldList("0" * 64, {}, 2013, "", 3, 2, 1000, {}, tuple(range(500))), tmp_path / "list.json"

    def is_whole() -> bool:
        return not out.exists() or json.loads(out.read_text())["worlds"][-1] == 499

    kill_often(lambda: store_list(listed, out), is_whole, tmp_path)


def test_answers(tmp_path, monkeypatch):
    few = TINY.replace("steps: 8", "steps: 2").replace("steps: 3", "steps: 2")
    run_sweep(plan(tmp_path, few), tmp_path / "out")
    answers = analyse(tmp_path / "out")
    monkeypatch.setattr(sweep_report, "figures", lambda _: [])
    folder = tmp_path / "out" / "analysis"

    def is_whole() -> bool:
        return not folder.exists() or (folder / "report.html").read_text().endswith("</html>\n")

    kill_often(lambda: sweep_report.write_answers(answers), is_whole, tmp_path / "out")


def test_stale_answers_go(tmp_path, monkeypatch):
    few = TINY.replace("steps: 8", "steps: 2").replace("steps: 3", "steps: 2")
    run_sweep(plan(tmp_path, few), tmp_path / "out")
    answers = analyse(tmp_path / "out")
    monkeypatch.setattr(sweep_report, "figures", lambda _: [])
    folder = sweep_report.write_answers(answers)
    (folder / "old.csv").write_text("stale")
    sweep_report.write_answers(answers)
    assert not (folder / "old.csv").exists()
