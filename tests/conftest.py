"""What holds for all tests."""

import os

import pytest

from model.engine import select

LEAST_WORK = select.LEAST_WORK
"""World-months from which on users get the compiled engine."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process of tests for each processor that this one may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pytest_configure() -> None:
    """The first run of a process loads the compiled engine, whatever its size, so that its use depends on no order.

    Both engines give the same bits (tests/model/test_engine.py), and this one takes a third of the time.
    """
    select.LEAST_WORK = 0
