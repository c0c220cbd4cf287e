"""Programs of the compiled engine, cached: made once for every structure, and used again for the same months.

The structure is what a recorded month depends on beside the rules: the terms of all utilities, which come from the
evidence, what is recorded or watched, and which moves are forced or forbidden. Values are inputs of a program.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from model.engine.program import Program, program
from model.engine.trace import trace
from model.ensemble.month import Month

MOST_PROGRAMS = 24
"""Structures whose programs are cached, the latest used ones."""
MOST_SPARE = 30
"""A program is used again if at most so many parameters that may differ between its worlds are constant here."""

_programs: OrderedDict[tuple[Any, ...], list[tuple[frozenset[str], Program]]] = OrderedDict()
_lock = threading.Lock()


def program_for(month: Month, recorded: tuple[str, ...]) -> Program:
    """The program that simulates the months of an ensemble.

    Args:
        month: The month of the ensemble, at its start.
        recorded: Dotted series to compute from every new state.
    """
    pressures, parameters, watched = month.pressures, month.parameters, month.setup.watched
    varied = frozenset(key for key, value in parameters.by_key.items() if value.strides != (0,))
    moves = tuple(pressures.forced), tuple(pressures.forbidden), parameters.forbidden
    key = recorded, watched, parameters.idle, moves, tuple(month.plans.utilities.values())
    with _lock:
        programs = _programs.setdefault(key, [])
        _programs.move_to_end(key)
        for varied_there, cached in programs:
            if varied <= varied_there and len(varied_there) <= len(varied) + MOST_SPARE:
                return cached
        made = program(trace(month, recorded), varied, month.theory.slot_draws)
        programs.append((varied, made))
        while len(_programs) > MOST_PROGRAMS:
            _programs.popitem(last=False)
    return made
