"""The change that the page explains, split over mechanisms or over what differs; made once for all visitors."""

from __future__ import annotations

from collections.abc import Callable

from experiments.explanation.explain import Explanation, explain
from experiments.explanation.mechanisms import Through, through_mechanisms
from model.core.errors import TightropeError
from viz.common.cache import Cache, GivenUpError, Wanted
from viz.dashboard.results import Stages
from viz.dashboard.runs import key_of
from viz.dashboard.state import Pair
from viz.sentences import mechanism_text

MECHANISMS, DIFFERENCES = "mechanisms", "differences"
KEPT, STEP = 32, 5
"""Splits in the cache, and per cent from one message of progress to the next."""

Split = Explanation | Through | str
"""A change that is split; or why it cannot be."""
_splits: Cache[Split] = Cache(KEPT, lambda _: 1)


def key_of_split(pair: Pair, month: str, over: str) -> str:
    """What tells one split from another."""
    return key_of(pair.scenario, month, over, None if pair.base is None else key_of(pair.base))


def cached_split(pair: Pair, month: str, over: str) -> Split | None:
    """A split that has been made before."""
    return _splits.peek(key_of_split(pair, month, over))


def split(pair: Pair, month: str, over: str, wanted: Wanted, tell: Callable[[int], None]) -> Stages[Split]:
    """The change of alignment in a month (``YYYY-MM``), split; `tell` is told how many per cent are done."""
    base, told = pair.base, [0]
    assert base is not None

    def progress(done: int, whole: int) -> None:
        if not wanted():
            raise GivenUpError
        percent = 100 * done // max(whole, 1)
        if percent >= told[0] + STEP:
            told[0] = percent
            tell(percent)

    def make() -> Split:
        try:
            if over == MECHANISMS:
                return through_mechanisms(base, pair.scenario, month=month, progress=progress)
            return explain(base, pair.scenario, month=month, progress=progress)
        except TightropeError as error:
            return f"This change cannot be split: {error}."

    yield _splits.get(key_of_split(pair, month, over), make, wanted), True


def said_of(made: Split) -> tuple[str, str]:
    """The sentence of a split, and how it was found, as the command line prints them."""
    return (made, "") if isinstance(made, str) else mechanism_text.said_of(made)


def parts_of(made: Split) -> Explanation | None:
    """The parts of a split, if there are any."""
    return made.split if isinstance(made, Through) else None if isinstance(made, str) else made
