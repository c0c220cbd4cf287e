"""What a stored sweep says, worked out once for all visitors."""

from __future__ import annotations

from experiments.sweeps.results.analyse import SweepAnswers, analyse
from model.core.errors import TightropeError
from viz.common.cache import Cache, Wanted, always
from viz.dashboard.results import Stages
from viz.dashboard.sweeping.stored import StoredSweep, folder_of

KEPT, TENTHS = 8, 10

Answer = SweepAnswers | str
"""The answers of a sweep; or why there are none yet, as a sentence."""
_answers: Cache[Answer] = Cache(KEPT, lambda _: 1)


def key_of_answers(sweep: StoredSweep) -> str:
    """What tells one answer from another; while a sweep runs, it says something new ten times."""
    step = TENTHS * sweep.saved // max(sweep.total, 1) if sweep.runs else sweep.saved
    return f"{sweep.name} {sweep.begun} {sweep.condition} {step} {len(sweep.failures)}"


def cached_answer(sweep: StoredSweep) -> Answer | None:
    """The answers, if they have been worked out before."""
    return _answers.peek(key_of_answers(sweep))


def answer(sweep: StoredSweep, wanted: Wanted = always) -> Stages[Answer]:
    """The answers of a sweep, as far as it is."""

    def make() -> Answer:
        try:
            return analyse(folder_of(sweep.name))
        except TightropeError as error:
            return sweep.wrong or f"There is nothing to say yet: {error}."

    yield _answers.get(key_of_answers(sweep), make, wanted), True
