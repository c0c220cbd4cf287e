"""A comparison in tables, the same for the command line and the report: outcomes, months, shares that differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from experiments.comparison.compare import Comparison
from experiments.comparison.footing import differs_in_nothing
from experiments.comparison.paired import PairedDifference
from experiments.comparison.questions import Direction
from model.ensemble.record import Posture
from model.runs.outcomes import KEY_EVENTS
from model.story.phrases import month_in_words
from viz.common.summary import percent
from viz.common.words import MISSING, difference_decimals, two_decimals

SHARES = (*(one.name.lower() for one in Posture if one is not Posture.FALLEN), *(event.name for event in KEY_EVENTS))
"""Outcomes that are shares of the worlds, and stand in a table of their own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be printed or written: its heading, whose first cell names it, rows, and a note below."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def labels(found: Comparison) -> tuple[str, str]:
    """The names of both sides; where they are the same, the second says that it was changed, or run once more."""
    base, other = found.base.scenario, found.other.scenario
    if base.name != other.name:
        return base.name, other.name
    return base.name, f"{other.name}, {'again' if differs_in_nothing(base, other) else 'changed'}"


def side_lines(found: Comparison) -> list[str]:
    """What A and B stand for, and in which worlds both were run."""
    base, scenario = found.base.scenario, found.other.scenario
    named = zip("AB", labels(found), (base, scenario), strict=True)
    lines = [f"{side}: {name} ({one.title})" for side, name, one in named]
    given = f", only where {' and '.join(map(str, scenario.given))}" if found.worlds < found.base.worlds else ""
    worlds = f"{found.worlds:,} worlds, the same on both sides{given}"
    return [*lines, f"{worlds}; seed {scenario.seed}, sampling {scenario.sampling}, {_span(found)}"]


def _span(found: Comparison) -> str:
    return f"{month_in_words(found.months[0])} to {month_in_words(found.months[-1])}"


def sheets(found: Comparison) -> Iterator[Sheet]:
    """Outcomes, months, and the postures and turning points that differ."""
    yield _outcomes(found)
    yield _months(found)
    if found.first_difference is not None:
        yield _shares(found)


def _outcomes(found: Comparison) -> Sheet:
    pairs = {pair.reading.name: pair for name, pair in found.outcomes.items() if name not in SHARES}
    head = ("Outcome", "A", "B", "difference", "95 % interval", "worlds")
    note = (
        "A and B are medians over the worlds of each run whose regime stands; the difference is the median of the "
        "differences world by world, so that it need not be B minus A. Of shares, all three are shares of worlds."
    )
    return Sheet(head, tuple(_outcome(pair) for pair in pairs.values()), note)


def _outcome(pair: PairedDifference) -> tuple[str, ...]:
    text = percent if pair.reading.tests else two_decimals
    if pair.reading.tests:
        apart, low, high = _points(pair)
    else:
        span = pair.interval_of_difference
        apart, low, high = (difference_decimals(value) for value in (pair.difference, span.low, span.high))
    way = Direction.DOWN if pair.falls_clearly > pair.rises_clearly else Direction.UP
    share, _ = pair.probability(way, clearly=True)
    word = "lower" if way is Direction.DOWN else "higher"
    worlds = f"{word} in {percent(share)}" if share else "none differs"
    return pair.reading.name, text(pair.without), text(pair.with_it), apart, f"{low} to {high}", worlds


def _months(found: Comparison) -> Sheet:
    apart, last = found.apart, len(found.months) - 1
    first = min(found.other.scenario.read_from, last)
    differs = found.first_difference
    ends = [m for m in range(first, last + 1) if found.months[m].endswith("-12") or m == last]
    ends = [m for m in ends if differs is not None and m >= differs]
    margin = two_decimals(apart.margin)
    head = ("Alignment, B against A", "median", "5 to 95 % of worlds", f"beyond {margin}", "worlds")
    rows = []
    for month in sorted({*ends, found.largest}):
        date = month_in_words(found.months[month])
        if not apart.pairs[month]:
            rows.append((date, *[MISSING] * 3, "0"))
            continue
        low, high = (difference_decimals(float(row[month])) for row in (apart.most.low, apart.most.high))
        label = f"{date} (largest)" if month == found.largest and apart.median[month] else date
        median, share = float(apart.median[month]), percent(apart.share(month))
        rows.append((label, difference_decimals(median), f"{low} to {high}", share, f"{apart.pairs[month]:,}"))
    if differs is None:
        return Sheet(head, (), "Nothing that was recorded differs in any month or world.")
    note = f"Nothing differs before {month_in_words(found.months[differs])}. " if differs > first else ""
    note += f"Beyond {margin}: share of worlds that differ by more than {margin} in the direction of the median."
    if (apart.pairs[first:] < found.worlds).any():
        note += " Worlds: those whose regime stands in both runs; the others have no alignment."
    return Sheet(head, tuple(rows), note)


def _shares(found: Comparison) -> Sheet:
    pairs = [found.outcomes[name] for name in SHARES if name in found.outcomes]
    end = month_in_words(found.months[-1])
    rows = []
    for pair in pairs:
        if not pair.beyond_error or abs(pair.difference) < pair.reading.least:
            continue
        apart, low, high = _points(pair)
        label = pair.reading.name.removesuffix(f", by {end}").removesuffix(f", {end}")
        rows.append((label, percent(pair.without), percent(pair.with_it), apart, f"{low} to {high}"))
    head = (f"Differs by {end}", "A", "B", "points", "95 % interval")
    known = "turning point" if len(pairs) == len(SHARES) else "turning point that is known"
    note = "" if rows else f"No posture and no {known} differs by more than chance explains."
    return Sheet(head, tuple(rows), note)


def _points(pair: PairedDifference) -> tuple[str, str, str]:
    """The difference of two shares in points, and the ends of its interval within what is possible."""
    span = pair.interval_of_difference
    ends = (pair.difference, max(span.low, -1.0), min(span.high, 1.0))
    apart, low, high = (f"{whole:+d}" if (whole := round(100 * value)) else "0" for value in ends)
    return apart, low, high
