"""A few of every kind in each run of the tests; `make fuzz` makes fifty thousand of each and runs all it accepts.

The numbers are what some eighteen seconds of one processor pay for: making and reading one takes 7 thousandths of a
second (settings) to 200 (seeds, which are checked as a whole), and a run of twelve months of twenty worlds 25.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from model.core.errors import TightropeError
from model.yaml_files.nodes import InputError, Problem
from tests.fuzz.__main__ import Tally, batch
from tests.fuzz.kinds import KINDS, Kind
from tests.fuzz.property import check, check_refusal

MADE = {"scenarios": 300, "sweeps": 40, "seeds": 20, "links": 150, "settings": 300}
SHARE = 0.1
"""Of those that are accepted, so many are run."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_nothing_but_refusals_and_runs(kind: Kind) -> None:
    taken = []

    @settings(
        max_examples=MADE[kind.name],
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(kind.made())
    def each(made: object) -> None:
        taken.append(check(kind, made, SHARE))

    each()
    assert any(taken), "what is made is not so damaged that nothing is accepted"
    assert kind.name == "links" or not all(taken), "nor so whole that nothing is refused"


@pytest.mark.parametrize(
    "error",
    [
        TightropeError("two\nlines"),
        TightropeError("KeyError: 'a'"),
        TightropeError("long " * 200),
        TightropeError(""),
        InputError([Problem("", 1, 1, "no place")]),
        InputError([Problem("a.yaml", 0, 1, "no line")]),
    ],
)
def test_a_poor_refusal_is_seen(error: TightropeError) -> None:
    with pytest.raises(AssertionError):
        check_refusal(error)


def test_what_fails_is_counted_and_the_first_is_told() -> None:
    def read(number: int) -> list[object]:
        if number > 2:
            message = f"not {number}"
            raise ZeroDivisionError(message)
        return []

    tally = Tally()
    batch(Kind("numbers", lambda: st.integers(0, 9), read), 0, 50, tally)
    assert (tally.made, tally.accepted, tally.failures.total()) == (10, 3, 7)
    assert all(name.startswith("ZeroDivisionError in read: not ") for name in tally.failures)
