"""Programs for worlds: recorded once for every structure, and used again wherever the same months can be lived."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.engine.program import Program, program
from model.engine.stages import AFTER_THE_GATES
from model.engine.trace import trace
from model.ensemble.month import Month

KEPT = 24
"""Programs kept, the latest used ones."""
SPARE = 30
"""A program is used again where so many parameters at most differ between worlds in it and not in the ensemble."""


@dataclass(frozen=True)
class Plan:
    """A program, and the luck that it asks for.

    Attributes:
        program: The program.
        gate_rows: Rows of the gates of the draws that wait for them, one draw after the other.
        gate_ends: Where the gates of each draw end.
    """

    program: Program
    gate_rows: NDArray[np.int64]
    gate_ends: NDArray[np.int64]

    def draws(self, *forms: str) -> tuple[list[str], list[str], int]:
        """Forms and names of the draws of some forms, and the row of the first one."""
        given = [(form, name, row) for form in forms for name, row in self.program.given[form].items()]
        return [form for form, _, _ in given], [name for _, name, _ in given], given[0][2] if given else 0


_plans: OrderedDict[tuple[Any, ...], list[tuple[frozenset[str], Plan]]] = OrderedDict()
_lock = threading.Lock()


def plan_for(month: Month, kept: tuple[str, ...]) -> Plan:
    """The plan by which an ensemble is simulated month by month.

    Args:
        month: The month of the ensemble, at its start.
        kept: Dotted series to read off every new state.
    """
    pressures, numbers, watched = month.pressures, month.numbers, month.setup.watched
    varied = frozenset(key for key, value in numbers.by_key.items() if value.strides != (0,))
    key = kept, watched, numbers.idle, numbers.forbidden, tuple(pressures.forced), tuple(pressures.forbidden)
    with _lock:
        plans = _plans.setdefault(key, [])
        _plans.move_to_end(key)
        for spoken_for, plan in plans:
            if varied <= spoken_for and len(spoken_for) <= len(varied) + SPARE:
                return plan
        plan = _made(month, kept, varied)
        plans.append((varied, plan))
        while len(_plans) > KEPT:
            _plans.popitem(last=False)
    return plan


def _made(month: Month, kept: tuple[str, ...], varied: frozenset[str]) -> Plan:
    made = program(trace(month, kept), varied, _slots(month))
    rows: list[int] = []
    ends: list[int] = []
    for form in AFTER_THE_GATES:
        for name in made.given[form]:
            rows.extend(made.gates[name])
            ends.append(len(rows))
    return Plan(made, np.array(rows, np.int64), np.array(ends, np.int64))


def _slots(month: Month) -> Mapping[str, list[str]]:
    """Draw -> the moves that it decides on."""
    slots: dict[str, list[str]] = {}
    for (owner, slot), moves in month.theory.slots.items():
        slots[f"{owner}/{slot}"] = [move.name for move in moves]
        slots |= {f"{owner}/{slot}/{move.name}": [move.name] for move in moves}
    return slots
