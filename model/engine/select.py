"""Which engine simulates a run: the compiled one needs numba, an extra, and a second to load."""

from __future__ import annotations

import os
import threading
from functools import cache
from importlib.util import find_spec

from model.core import philox
from model.core.draws import Draws, SplitDraws, TiledDraws
from model.ensemble.world import World

LEAST_WORK = 300_000
"""World-months from which on the compiled engine is loaded: they save about the second that loading takes."""
SWITCH = "TIGHTROPE_ENGINE"
"""Environment variable that asks for an engine: `numpy` or `compiled`."""
ENGINES = ("numpy", "compiled")
DRAWS = (Draws, SplitDraws, TiledDraws)
"""Classes of draws that the compiled engine can make."""

_lock = threading.Lock()
_loaded = threading.Event()


@cache
def installed() -> bool:
    """Whether numba is installed (the extra `fast`)."""
    return find_spec("numba") is not None


def loaded() -> bool:
    """Whether the compiled engine is loaded and may be used, so that a run does not wait for it."""
    return _loaded.is_set() and requested() != ENGINES[0]


def should_compile(world: World) -> bool:
    """Whether the compiled engine should simulate a world.

    Unless the environment decides, it does where it is installed, and loaded already or worth loading.

    Raises:
        ValueError: The environment asks for an engine that does not exist, or is not installed.
    """
    wanted = requested()
    if wanted == "numpy" or not installed() or world.observe is not None or type(world.month.draws) not in DRAWS:
        return False
    months = world.run_scenario.months - world.month.index
    if wanted == "compiled" or _loaded.is_set() or world.month.worlds * months >= LEAST_WORK:
        load()
        return True
    return False


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def requested() -> str:
    """The engine that the environment asks for; empty where it asks for none.

    Raises:
        ValueError: There is no such engine, or it is not installed.
    """
    wanted = os.environ.get(SWITCH, "")
    if wanted and wanted not in ENGINES:
        message = f"{SWITCH} is '{wanted}'; allowed are {' and '.join(ENGINES)}"
        raise ValueError(message)
    if wanted == "compiled" and not installed():
        message = f"{SWITCH} asks for the compiled engine, but numba is not installed: pip install numba, or make fast"
        raise ValueError(message)
    return wanted


def load_for(work: int) -> None:
    """Load the compiled engine before many runs that are small one by one, if so many world-months are worth it."""
    if installed() and requested() != ENGINES[0] and work >= LEAST_WORK:
        load()


def load() -> None:
    """Load the compiled engine; the very first time on a computer it is compiled, which takes some seconds."""
    if _loaded.is_set():
        return
    with _lock:
        from model.engine import kernels

        kernels.warm_up()
        philox.compiled = kernels.blocks
        _loaded.set()
