"""What holds for all tests."""

import math
import os

import pytest
from hypothesis import strategies as st

import tightrope
from model.core.worlds import LARGEST
from model.engine import select
from viz.server.serve import SETTINGS

LEAST_WORK = select.LEAST_WORK
"""World-months from which on users get the compiled engine."""


def lists_of_worlds(least: int = 1, most: int = 40) -> st.SearchStrategy[list[int]]:
    """Numbers of worlds, ascending, each once: near each other, far from each other, or both."""
    number = st.integers(0, 60) | st.integers(0, 10**6) | st.integers(0, LARGEST)
    return st.lists(number, min_size=least, max_size=most, unique=True).map(sorted)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process of tests for each processor that this one may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pytest_configure() -> None:
    """Pages are drawn as the server draws them, and the compiled engine is there from the start.

    The first run of a process loads that engine, whatever its size, so that its use depends on no order.
    Both engines give the same bits (tests/model/test_engine.py), and this one takes a third of the time.
    """
    os.environ["REACTON_FAST"] = SETTINGS["REACTON_FAST"]
    select.LEAST_WORK = 0


@pytest.fixture
def own_lists(tmp_path, monkeypatch):
    """No list of worlds but those of the test: neither the one shipped nor those in the user's cache."""
    from model.runs import world_lists

    def forget() -> None:
        world_lists._read.cache_clear()
        world_lists._shipped.cache_clear()

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(world_lists, "SHIPPED", tmp_path / "shipped.json")
    forget()
    yield
    forget()


@pytest.fixture
def typed(capsys, tmp_path, monkeypatch):
    """Runs the program in a folder of its own, never so slow that it tells how far it is: code, output, errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("viz.terminal.progress.QUIET_SECONDS", math.inf)

    def run(*arguments):
        code = tightrope.program([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run
