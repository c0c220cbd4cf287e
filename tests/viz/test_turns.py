"""Whose turn it is: pages are drawn one after the other, and young runs of others come before what a visitor asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from viz.dashboard import turns as turns_
from viz.dashboard.turns import Turns

SOON = 5.0


@contextmanager
def beside(act: Callable[[], None]) -> Iterator[threading.Event]:
    """Do something in a thread of its own; the event says that it is done."""
    done = threading.Event()

    def work() -> None:
        act()
        done.set()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield done
    thread.join(SOON)
    assert not thread.is_alive()


def act(turns: Turns, visitor: str) -> None:
    with turns.acting(visitor):
        pass


def draw(turns: Turns) -> None:
    with turns.drawing():
        pass


def test_one_page_is_drawn_at_a_time() -> None:
    turns, inside, most = Turns(), 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(20):
            with turns.drawing():
                inside += 1
                most = max(most, inside)
                time.sleep(0.0002)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert (most, inside) == (1, 0)


def test_who_has_the_turn_may_take_it_again() -> None:
    turns = Turns()
    with turns.acting("a"), turns.drawing(), turns.acting("b"):
        pass
    act(turns, "c")


def test_others_wait_for_a_young_run_and_its_visitor_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_, "PATIENCE", 60.0)
    turns = Turns()
    run = turns.begin("a")
    act(turns, "a")
    draw(turns)
    with beside(lambda: act(turns, "b")) as done:
        assert not done.wait(0.05)
        turns.end(run)
        assert done.wait(SOON)


def test_nobody_waits_for_a_run_that_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_, "PATIENCE", 0.1)
    turns = Turns()
    turns.begin("a")
    start = time.monotonic()
    act(turns, "b")
    assert 0.05 < time.monotonic() - start < SOON


def test_a_fault_gives_the_turn_away() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.acting("a"):
        _ = 1 / 0
    with beside(lambda: act(turns, "b")) as done:
        assert done.wait(SOON)


def test_without_a_server_it_is_nobodys_page() -> None:
    assert turns_.whose() == ""
