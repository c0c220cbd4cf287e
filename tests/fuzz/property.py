"""What must hold of everything that is made: it is refused in plain words, or it is run without a wrong number."""

from __future__ import annotations

import hashlib
import re
import warnings
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from model.core.draws import Draws
from model.core.errors import TightropeError
from model.core.months import date_of, months_between
from model.ensemble.record import Recorder
from model.ensemble.setup import setup_of
from model.ensemble.world import World
from model.evidence.records import Seeds
from model.runs.run import recorded_by_default, simulate
from model.scenario.scenario import Scenario
from model.yaml_files.nodes import InputError
from tests.fuzz.kinds import Accepted, Kind

MONTHS, WORLDS = 12, 20
LONGEST, MOST_PROBLEMS = 600, 400
RAW = re.compile(r"Traceback|\b\w+Error\b|<class |object at 0x|\bNode\(|\bNone\b")
"""What Python says, and the program must not."""


def check_refusal(error: TightropeError) -> None:
    """The words of a refusal fit on a screen, and every problem has its place."""
    assert error.exit_code == 2
    lines = [str(one) for one in error.problems] or [str(error)]
    assert 0 < len(lines) <= MOST_PROBLEMS, len(lines)
    for line in lines:
        assert line.strip(), "an empty line"
        assert line.isprintable(), line
        assert len(line) <= LONGEST, line
        assert not RAW.search(line), line
    if isinstance(error, InputError):
        assert all(one.file and one.line >= 1 and one.column >= 1 and one.message for one in error.problems), lines


@lru_cache(16)
def draws_of(seed: int) -> Draws:
    """The draws of twenty worlds; accepted files of one seed share them."""
    return Draws(seed, range(WORLDS), keep=True)


def check_run(scenario: Scenario, seeds: Seeds) -> None:
    """The first twelve months of twenty worlds: no warning, and finite numbers where the regime stands."""
    months = min(MONTHS, months_between(scenario.start, scenario.end) + 1)
    short = replace(scenario, months=months, end=date_of(months - 1, scenario.start))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        world = World(short, setup=setup_of(short, seeds, draws_of(short.seed)))
        run = simulate(world, Recorder(world, recorded_by_default(), moves=True))
    for name, values in run.series.items():
        assert (np.isfinite(values) | ~run.standing).all(), name


def is_sampled(made: Any, share: float) -> bool:
    """Whether something is among those of which a share is looked at; decided by its content."""
    number = int.from_bytes(hashlib.blake2b(repr(made).encode(), digest_size=4).digest(), "little")
    return number < share * 2**32


def accepted(kind: Kind, made: Any) -> Accepted | None:
    """What the program accepts of something made; None where it refuses it, as it should."""
    try:
        return kind.read(made)
    except TightropeError as error:
        check_refusal(error)
        return None


def check(kind: Kind, made: Any, share: float = 1.0) -> bool:
    """Read something and run it, if it is accepted and in the share that is run; returns whether it is accepted."""
    taken = accepted(kind, made)
    for scenario, seeds in taken or ():
        if is_sampled(made, share):
            check_run(scenario, seeds)
    return taken is not None
