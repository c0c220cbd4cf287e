"""Who simulates the chunks of a sweep: this process, threads, processes, or the workers of a Dask cluster.

All of them are executors, which take a function and a chunk and return a future; the results do not depend on which of
them is used.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from enum import StrEnum
from multiprocessing.connection import wait as wait_for
from typing import Any, TypeVar

from experiments.sweeps.run.folder import SweepError

T = TypeVar("T")
NO_GUARD = (
    "the worker processes did not start; each of them imports your program, so what starts it must stand below "
    "'if __name__ == \"__main__\":' (or use where='threads')"
)
PATIENCE = 10
"""Seconds in which a scheduler must answer."""


class Where(StrEnum):
    """Where chunks are simulated on one machine."""

    PROCESSES = "processes"
    THREADS = "threads"
    HERE = "here"


class Pool:
    """Workers, started with the first chunk and started again after one of them has died.

    Attributes:
        size: How many chunks they simulate at a time.
        losses: Errors that say that a worker was lost.
    """

    def __init__(self, make: Callable[[], Executor], size: int, *losses: type[BaseException]) -> None:
        """Remember how to start them; `losses` are errors of a lost worker that only these workers know."""
        self.losses: tuple[type[BaseException], ...] = (BrokenExecutor, OSError, *losses)
        self.size = size
        self._make = make
        self._executor: Executor | None = None
        self._first: Future[int] | None = None

    def submit(self, work: Callable[[Any], T], chunk: object) -> Future[T]:
        """Hand a chunk to a worker."""
        if self._executor is None:
            self._executor = self._make()
            self._first = self._first or self._executor.submit(os.getpid)
        return self._executor.submit(work, chunk)

    def restart_if_broken(self) -> None:
        """Let new workers start in place of those that broke.

        Raises:
            SweepError: They never started.
        """
        if getattr(self._executor, "_broken", False):
            if self._first is None or not self._first.done() or self._first.exception() is not None:
                raise SweepError(NO_GUARD)
            self._shut_down(wait=False)
            self._executor = None

    def close(self, *, at_once: bool = False) -> None:
        """Stop the workers, after what they have begun or at once."""
        if at_once:
            for process in list((getattr(self._executor, "_processes", None) or {}).values()):
                process.terminate()
        self._shut_down(wait=not at_once)

    def _shut_down(self, *, wait: bool) -> None:
        if isinstance(self._executor, (ProcessPoolExecutor, ThreadPoolExecutor)):
            self._executor.shutdown(wait=wait, cancel_futures=True)
        elif self._executor is not None:
            self._executor.shutdown(wait=wait)


@contextmanager
def pool(where: Where, workers: int | None = None, scheduler: str | None = None) -> Iterator[Pool]:
    """The workers of a sweep.

    Args:
        where: Where they are, unless there is a scheduler.
        workers: How many; all cores if None.
        scheduler: Address of a Dask scheduler, e.g. ``tcp://host:8786``.

    Raises:
        SweepError: No scheduler answers, or the extra `cluster` is not installed.
    """
    if scheduler is not None:
        with _cluster(scheduler) as made:
            yield made
        return
    size = workers or os.cpu_count() or 1
    if where is Where.HERE:
        made = Pool(_Here, 1)
    elif where is Where.THREADS:
        made = Pool(lambda: ThreadPoolExecutor(size), size)
    else:
        check_program()
        context = multiprocessing.get_context("spawn")
        made = Pool(lambda: ProcessPoolExecutor(size, mp_context=context, initializer=_prepare), size)
    at_once = True
    try:
        yield made
        at_once = False
    finally:
        made.close(at_once=at_once)


def check_program() -> None:
    """Refuse to start processes from a program that they could not import; end one that such a process imports.

    Raises:
        SweepError: The program was read from standard input.
    """
    if getattr(multiprocessing.process.current_process(), "_inheriting", False):
        os._exit(1)  # a worker imports a program without a main guard; its parent says so
    main = sys.modules["__main__"]
    path = getattr(main, "__file__", None)
    if path is not None and main.__spec__ is None and not os.path.exists(path):  # noqa: PTH110 (as Python asks)
        message = "worker processes cannot import a program that is read from standard input; write it to a file, or "
        raise SweepError(message + "use where='threads'")


class _Here(Executor):
    """Simulates every chunk at once, in this process."""

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> Future[T]:
        """Do it now."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _prepare() -> None:
    """Make a worker ignore Ctrl-C, which its parent handles, and end when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)


def _check_scheduler(address: str) -> None:
    """Try a scheduler before a client is made, which would try again and again and complain when it is closed."""
    from distributed.comm.addressing import parse_address, parse_host_port
    from distributed.comm.core import connect

    try:
        parse_host_port(parse_address(address)[1])
    except ValueError:
        message = f"'{address}' is no address of a scheduler; it should look like tcp://host:8786"
        raise SweepError(message) from None

    async def greet() -> None:
        comm = await connect(address, timeout=PATIENCE)
        await comm.close()

    try:
        with ThreadPoolExecutor(1) as aside:  # the caller may be in a loop of its own, as in a notebook
            aside.submit(asyncio.run, asyncio.wait_for(greet(), PATIENCE)).result()
    except (OSError, TimeoutError) as error:
        message = f"no scheduler answers at {address} within {PATIENCE} s ({type(error).__name__})"
        raise SweepError(message) from None
    except Exception as error:  # whatever speaks there answers with what Dask cannot read
        message = f"what answers at {address} is no Dask scheduler ({type(error).__name__})"
        raise SweepError(message) from None


@contextmanager
def _cluster(address: str) -> Iterator[Pool]:
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        message = "a scheduler needs the extra 'cluster'; install it with: pip install 'tightrope[cluster]'"
        raise SweepError(message) from None
    _check_scheduler(address)
    client = Client(address, timeout=PATIENCE, set_as_default=False)
    try:
        threads = sum(client.nthreads().values())
        if not threads:
            message = f"the scheduler at {address} has no workers; start one with: dask worker {address}"
            raise SweepError(message)
        made = Pool(lambda: client.get_executor(pure=False, retries=2), threads, KilledWorker)
        try:
            yield made
        finally:
            made.close()
    finally:
        client.close(timeout=PATIENCE)
