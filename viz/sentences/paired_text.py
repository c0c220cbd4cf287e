"""One number with a scenario and without, in words: its difference, its spread, and in how many worlds it changes."""

from __future__ import annotations

from experiments.comparison.paired import PairedDifference
from experiments.comparison.questions import Direction
from experiments.measures.pooled import Interval
from viz.common.summary import percent
from viz.common.words import two_decimals

ROUNDED = 9
"""Decimals at which an end that is 0 or 1 but for rounding is so."""
WAYS = {Direction.UP: "up", Direction.DOWN: "down"}


def sentence(pair: PairedDifference) -> str:
    """The number a scenario is read by, and a second sentence where the documents lead one to expect another way."""
    goes = pair.goes
    text = f"Read by {pair.reading.name}: {_size(pair)}"
    if goes is Direction.OPEN:
        return f"{text}; {_small(pair)}{_left_out(pair)}."
    share, interval = pair.probability(goes)
    makes = "; it makes the difference" if pair.reading.measure is None else ","
    opposite = " The documents lead one to expect the opposite." if goes * pair.reading.expects < 0 else ""
    return f"{text}{makes} in {percent(share)} of worlds ({span(interval)}){_left_out(pair)}.{opposite}"


def _left_out(pair: PairedDifference) -> str:
    return f"; {percent(pair.left_out)} of worlds are left out" if pair.left_out > 0.0 else ""


def _size(pair: PairedDifference) -> str:
    error = f"Monte Carlo error {error_text(pair)}"
    if pair.reading.measure is None:
        return f"in {percent(pair.with_it)} of worlds instead of {percent(pair.without)} ({error})"
    low, middle, high = (signed(pair, value) for value in (pair.low, pair.difference, pair.high))
    if low == high:
        middle = "no difference" if middle == signed(pair, 0.0) else middle
        return f"{middle} in eight worlds of ten ({error})"
    mean = " on average" if pair.reading.by_mean else ""
    return f"{middle}{mean} (eight in ten worlds between {low} and {high}; {error})"


def _small(pair: PairedDifference) -> str:
    """In how many worlds a number that hardly moves does move."""
    share, interval = pair.probability(pair.reported, clearly=True)
    way = f"{WAYS[pair.reported]} by {pair.reading.least:g} or more"
    makes = "it makes the difference" if pair.reading.measure is None else way
    return f"{makes} in {percent(share)} of worlds ({span(interval)})"


def error_text(pair: PairedDifference) -> str:
    """The Monte Carlo error; one that rounds to nothing is below the last decimal."""
    points = pair.reading.measure is None
    size, decimals = (100 * pair.error, 1) if points else (pair.error, 1 if _counts(pair) else 4)
    text = f"{size:.{decimals}f}" if round(size, decimals) > 0 else f"<{10**-decimals:.{decimals}f}"
    return f"{text} points" if points else text


def _counts(pair: PairedDifference) -> bool:
    """Whether what is read is a number of things, printed without decimals."""
    return pair.reading.least >= 1


def span(interval: Interval) -> str:
    """An interval of a share in whole per cent, e.g. ``96 to 98``."""
    low, high = (percent(round(end, ROUNDED)).removesuffix(" %") for end in interval)
    return f"{low} to {high}"


def signed(pair: PairedDifference, value: float) -> str:
    """A difference with its sign, and no sign before nothing."""
    text = f"{value:+.0f}" if _counts(pair) else f"{value:+.2f}"
    return text if float(text) else text[1:]


def level_text(pair: PairedDifference, value: float) -> str:
    """The number itself: a share in per cent, a count without decimals, anything else with two."""
    if pair.reading.measure is None:
        return percent(value)
    return f"{value:.0f}" if _counts(pair) else two_decimals(value)


def points(pair: PairedDifference) -> str:
    """A difference of shares in percentage points, with its sign."""
    points = round(100 * pair.difference)
    return f"{points:+d} point{'' if abs(points) == 1 else 's'}" if points else "0 points"
