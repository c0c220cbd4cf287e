"""Whether the machine is there, and whether it is worth its start: numba is an extra, and loading it takes a moment."""

from __future__ import annotations

import os
import threading
from functools import cache
from importlib.util import find_spec

from model.core.draws import Draws, SplitDraws, TiledDraws
from model.ensemble.world import World

WORTH = 300_000
"""World-months from which on a process loads the machine for them: about the second that loading takes."""
SWITCH = "TIGHTROPE_ENGINE"
"""Variable of the environment that says `numpy` or `compiled` where somebody wants to decide."""
ENGINES = ("numpy", "compiled")
LUCK = (Draws, SplitDraws, TiledDraws)
"""Luck that the machine can draw."""

_lock = threading.Lock()
_loaded = threading.Event()


@cache
def installed() -> bool:
    """Whether numba is installed (the extra `fast`)."""
    return find_spec("numba") is not None


def loaded() -> bool:
    """Whether the machine is loaded, so that it serves every run at once."""
    return _loaded.is_set() and wished() != ENGINES[0]


def serves(world: World) -> bool:
    """Whether the machine should live the months of a world.

    Without a wish in the environment it does where it is installed, and loaded already or worth loading.

    Raises:
        ValueError: The environment asks for an engine that does not exist, or is not installed.
    """
    wish = wished()
    if wish == "numpy" or not installed() or world.observe is not None or type(world.month.draws) not in LUCK:
        return False
    months = world.asked.months - world.month.index
    if wish == "compiled" or _loaded.is_set() or world.month.worlds * months >= WORTH:
        load()
        return True
    return False


def wished() -> str:
    """The engine that the environment asks for; empty where it asks for none.

    Raises:
        ValueError: There is no such engine, or it is not installed.
    """
    wish = os.environ.get(SWITCH, "")
    if wish and wish not in ENGINES:
        message = f"{SWITCH} is '{wish}'; allowed are {' and '.join(ENGINES)}"
        raise ValueError(message)
    if wish == "compiled" and not installed():
        message = f"{SWITCH} asks for the compiled engine, but numba is not installed: pip install numba, or make fast"
        raise ValueError(message)
    return wish


def load() -> None:
    """Load the machine; the very first time on a computer it is compiled, which takes some seconds."""
    if _loaded.is_set():
        return
    with _lock:
        from model.engine.kernels import warm_up

        warm_up()
        _loaded.set()
