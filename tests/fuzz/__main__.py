"""`python -m tests.fuzz`: make many files, links and settings at random, read them all and run those that are accepted.

What fails is gone through to the end, told by kind with the first that failed so, and makes the command end with 1.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from model.engine import select
from tests.fuzz.kinds import KINDS, Kind
from tests.fuzz.property import check

BATCH = 1000
"""Made one after the other from one seed; the progress is told after each."""


@dataclass
class Tally:
    """What came of one kind.

    Attributes:
        failures: How often each failure came, by its words without numbers.
        first: What failed so first.
    """

    made: int = 0
    accepted: int = 0
    seconds: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)
    first: dict[str, Any] = field(default_factory=dict)

    def row(self) -> str:
        """The figures on one line."""
        refused = self.made - self.accepted - self.failures.total()
        return (
            f"{self.made:,} made: {refused:,} refused, {self.accepted:,} accepted and run, "
            f"{self.failures.total():,} failed; {self.seconds:,.0f} s"
        )


def batch(kind: Kind, number: int, size: int, tally: Tally) -> None:
    """Make, read and run some of a kind."""

    @seed(number)
    @settings(
        max_examples=size,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(kind.made())
    def each(made: Any) -> None:
        tally.made += 1
        try:
            tally.accepted += check(kind, made)
        except Exception as error:  # a failure of any sort is what is looked for
            where = traceback.extract_tb(error.__traceback__)[-1]
            name = f"{type(error).__name__} in {where.name}: {str(error)[:100]}"
            tally.failures[name] += 1
            tally.first.setdefault(name, made)

    start = time.perf_counter()
    each()
    tally.seconds += time.perf_counter() - start


def main() -> int:
    """Go through all kinds, or one."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=50_000, help="how many of each kind (50,000)")
    parser.add_argument("--kind", choices=[kind.name for kind in KINDS], action="append", help="only this kind (all)")
    parser.add_argument("--first", type=int, default=0, help="number of the first batch of a thousand (0)")
    wanted = parser.parse_args()
    select.LEAST_WORK = 0  # the compiled engine, whose numbers are the same, takes a fifth of the time
    failed = False
    for kind in KINDS:
        if wanted.kind and kind.name not in wanted.kind:
            continue
        tally = Tally()
        for number in range(wanted.first, wanted.first + -(-wanted.files // BATCH)):
            batch(kind, number, min(BATCH, wanted.files - (number - wanted.first) * BATCH), tally)
            print(f"{kind.name}: {tally.row()}", flush=True)
        for name, count in tally.failures.most_common():
            print(f"  {count:,} x {name}\n    first: {tally.first[name]!r}", flush=True)
        failed |= bool(tally.failures)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
