"""Every verb that computes is stopped at moments drawn by lot: it says so in a sentence, and nothing is half-written.

Sweeps, which finish what has begun, are stopped in tests/experiments/test_sweep_cli.py and killed in test_sweep_run.py.
"""

from __future__ import annotations

import random
import signal
from importlib import import_module

import pytest

from model.core.months import FIRST_MONTH, date_of
from tests.experiments.sweep_helpers import plan, run_sweep

FEW = ("--worlds", "60", "--set", "end=2014-12", "--set", "sampling=prior")
VERBS = {
    "run": ("run", "baseline", *FEW, "--out", "here"),
    "compare": ("compare", "baseline", "s03_eu_sanctions_2017", *FEW, "--out", "here"),
    "explain": ("explain", "baseline", "--set", "parameters.coercion.coercion_by_oil=0.4", *FEW),
    "story": ("story", "baseline", "--world", "3", *FEW[2:]),
    "trace": ("trace", "belarus.alignment", "--month", "2014-06", "--world", "3", *FEW[2:]),
    "network": ("network", "baseline", *FEW, "--out", "here.svg"),
    "patterns": ("patterns", "baseline", "--worlds", "60"),
    "knockout": ("knockout", "baseline", "--worlds", "60", "--mechanisms", "M79"),
    "variance": ("variance", "baseline", "--worlds", "128", *FEW[2:]),
    "score": ("score", "baseline", "--observed", "votes.csv", "--set", "sampling=prior", "--worlds", "60"),
    "condition": ("condition", "baseline", "--seed", "5", "--worlds", "20"),
    "analyse": ("analyse", "swept"),
    "check": ("check",),
    "list": ("list", "parameters"),
    "show": ("show", "M41"),
    "schema": ("schema",),
}
MONTHS = 108
PACKAGES = ("matplotlib.figure", "pandas", "pyarrow.parquet", "scipy.stats", "SALib")
"""Imported beforehand: a stopped program is a process that ended, but here the next one would find half a package."""
LATEST = 0.25
"""Seconds after which the last one is stopped."""


def contents(folder, but):
    """Every file in a folder, with its bytes, but for some that were there before."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path not in but}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timers")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # hypothesis counts the time of gc
@pytest.mark.parametrize("verb", VERBS)
def test_stopped_at_any_moment_a_verb_says_so_and_leaves_nothing(typed, tmp_path, verb):
    lots = random.Random(verb)
    for package in PACKAGES:
        import_module(package)
    if verb == "analyse":
        run_sweep(plan(tmp_path), tmp_path / "swept")
    if verb == "score":
        rows = [f"repression,{date_of(month, FIRST_MONTH)},{month % 7}," for month in range(MONTHS)]
        (tmp_path / "votes.csv").write_text("\n".join(["series,month,value,held_back", *rows, ""]), encoding="utf-8")
    there = set(tmp_path.rglob("*"))
    before = {number: signal.getsignal(number) for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT)}
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal.SIGALRM, lambda *_, number=number: signal.raise_signal(number))
        signal.setitimer(signal.ITIMER_REAL, lots.uniform(0.001, LATEST))
        try:
            code, _, err = typed(*VERBS[verb])
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            for one, handler in before.items():
                signal.signal(one, handler)
        assert "Traceback" not in err
        assert "internal error" not in err
        if code == 130:
            assert err.splitlines()[-1].startswith("tightrope: interrupted")
            if not (left := contents(tmp_path, there)):
                assert set(tmp_path.rglob("*")) == there
                continue
            assert typed(*VERBS[verb])[0] == 0  # all was written when it was stopped: what is there is whole
            assert contents(tmp_path, there) == left
            return
        assert code == 0, err
        assert all(not one.name.startswith(".") for one in tmp_path.iterdir())
        return
