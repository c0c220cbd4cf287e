"""What the scenario page says about a run: its few large numbers, its lines, its notes and lists."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import solara
from reacton import ipyvuetify as rv

from model.core.declarations import Owner
from model.core.names import CAPITALS
from model.ensemble.record import DIMENSIONS, HEADLINE, Run
from model.runs.outcomes import RHETORIC
from model.story.phrases import month_in_words
from viz.charts.bands import Fan, Line, bands, fan_of
from viz.charts.difference import Difference
from viz.charts.event_strip import span_words
from viz.charts.parts import Sheet
from viz.common.cache import once_a_run
from viz.common.style import Palette
from viz.common.summary import HUNDREDTH, POSTURE_LABELS, marks, percent, summary
from viz.common.words import signed_decimals
from viz.dashboard.results import Compared
from viz.dashboard.sliders import by_actor, capital, owner_of, shown_series
from viz.dashboard.state import MOST_WORLDS
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.parts import Choice, options_of

BELARUS = Owner.BELARUS
EVENLY = 6
"""Worlds offered to be drawn one by one, evenly over where worlds end."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stands for itself: what it is, its value, and a remark."""

    label: str
    value: str
    note: str


summary_of = once_a_run(summary)
"""A run in a few numbers, worked out once."""


def figures(found: Compared) -> tuple[Number, ...]:
    """The few numbers that say where a run ends; those that `tightrope run` prints."""
    ends = summary_of(found.whole)
    assert ends is not None
    last = month_in_words(found.run.months[-1])
    kept = f", {percent(ends.share_kept)} of all" if ends.share_kept < 1 else ""
    likely = sorted(ends.postures.items(), key=lambda one: -one[1].value)[:2]
    numbers = [
        Number(
            f"Alignment, {last}",
            signed_decimals(ends.median),
            f"nine worlds in ten {signed_decimals(ends.low)} to {signed_decimals(ends.high)}",
        ),
        *(
            Number(
                f"{capital(POSTURE_LABELS[posture])}, {last}",
                percent(share.value),
                f"{percent(share.low)} to {percent(share.high)} (95 %)",
            )
            for posture, share in likely
        ),
        Number("Worlds", f"{ends.worlds:,}", f"that count{kept}" if kept else _sure(ends.precision.median)),
    ]
    if found.gap is not None:
        numbers.insert(1, _against(found.gap, found.series))
    return tuple(numbers)


def _against(gap: Difference, series: str) -> Number:
    higher, lower = sides_of(series)
    shares = f"{higher} in {percent(float(gap.above[-1]))}, {lower} in {percent(float(gap.below[-1]))}"
    return Number(f"{short(series)}, against the comparison", signed_decimals(float(gap.median[-1])), shares)


def sides_of(series: str) -> tuple[str, str]:
    """What it means that a series is higher, and that it is lower."""
    return ("further West", "nearer Moscow") if series.startswith((HEADLINE, RHETORIC)) else ("higher", "lower")


def short(series: str) -> str:
    """A few words for a series."""
    return "Alignment" if series == HEADLINE else shown_series()[series]


def colour_of(found: Compared, look: Palette) -> str:
    """The colour of whoever the series shown belongs to."""
    return look.of(owner_of(found.series))


def _sure(half: float) -> str:
    return f"the median is sure to {max(half, HUNDREDTH):.2f}"


def fans(found: Compared, look: Palette) -> tuple[Fan, ...]:
    """The fan of a series; conduct and rhetoric side by side where it is alignment."""
    series = found.series
    label = "Conduct" if series == HEADLINE else shown_series()[series]
    one = fan_of(found.run, series, label, look.of(owner_of(series)))
    if series != HEADLINE:
        return (one,)
    return one, fan_of(found.run, RHETORIC, "Rhetoric", look.quiet)


def lines(found: Compared, world: int | None, look: Palette) -> tuple[Line, ...]:
    """What is drawn over the fan: the median of the comparison, and one world."""
    drawn = []
    if found.other is not None:
        median = _aligned(bands(found.other, found.series).median, len(found.run.months))
        drawn.append(Line("comparison", "Compared", look.ink, median, dashed=True))
    if world is not None and world < found.whole.worlds:
        values = np.asarray(found.whole.series[found.series][:, world], np.float64)
        drawn.append(Line("world", f"World {world}", look.ink, values))
    return tuple(drawn)


def dimension_lines(found: Compared, look: Palette) -> tuple[Line, ...]:
    """The medians of the comparison, one per dimension; none where nothing is compared."""
    other = found.other
    if other is None:
        return ()
    months = len(found.run.months)
    return tuple(
        Line(
            f"comparison-{one}",
            "Compared",
            look.ink,
            _aligned(bands(other, f"{HEADLINE}_{one}").median, months),
            dashed=True,
        )
        for one in DIMENSIONS
    )


def _aligned(values: np.ndarray, months: int) -> np.ndarray:
    """As many months as there are, the last value held where the other run is shorter."""
    return values[:months] if len(values) >= months else np.append(values, [values[-1]] * (months - len(values)))


def fan_note(series: str) -> str:
    """How to read the fan."""
    scale = " From -1, with Moscow, to +1, with the West." if series.startswith((HEADLINE, RHETORIC)) else ""
    return f"Median, half and nine in ten of the worlds; bars above say what presses, and when.{scale}"


def gap_label(series: str) -> str:
    """What the difference is of."""
    return f"{shown_series()[series]}: this less the other, same random draws"


def gap_note(found: Compared) -> str:
    """What the difference is, or why there is none."""
    if found.unpaired:
        return found.unpaired
    if found.other is None:
        return "Nothing to compare with, or nothing changed yet: move a slider, or choose another scenario."
    return f"World by world, with the same random draws, against: {found.other.scenario.title}"


def worlds_to_draw(found: Compared, chosen: int | None) -> tuple[int, ...]:
    """Worlds from the most eastern to the most western end, evenly, and the one chosen."""
    order = np.argsort(found.whole.series[HEADLINE][-1], kind="stable")
    places = np.linspace(0, len(order) - 1, EVENLY).round().astype(int)
    worlds = {int(order[place]) for place in places} | ({chosen} if chosen is not None else set())
    return tuple(sorted(worlds))


@solara.component
def WhatIsShown(found: Compared) -> None:
    """Which series the large fan shows, and which world is drawn over it."""
    visitor = use_visitor()
    state = visitor.state

    def show(series: str) -> None:
        if series in shown_series():
            visitor.look(replace(visitor.state, shown=series))

    def draw(text: str) -> None:
        visitor.look(replace(visitor.state, world=min(max(int(text), 0), MOST_WORLDS - 1) if text else None))

    series = [(name, f"{CAPITALS[one]}: {shown_series()[name]}") for one, names in by_actor().items() for name in names]
    worlds = [("", "none"), *((str(n), f"world {n}") for n in worlds_to_draw(found, state.world))]
    with rv.Html(tag="div", class_="tr-choices"):
        Choice(
            label="Shown",
            value=state.shown,
            options=options_of(series),
            event_chosen=visitor.safely(show),
        )
        Choice(
            label="One world's line",
            value="" if state.world is None else str(state.world),
            options=options_of(worlds),
            event_chosen=visitor.safely(draw),
        )


def turning_points(run: Run) -> Sheet:
    """The turning points, with shares and dates."""
    ends = summary_of(run)
    rows = tuple(
        (
            point.label,
            percent(point.share),
            *("-" if month is None else run.months[month] for month in (point.p10, point.p50, point.p90)),
        )
        for point in (() if ends is None else ends.turning_points)
    )
    return Sheet("Turning points", ("What", "worlds", "one in ten by", "half by", "nine in ten by"), rows)


def pressures(run: Run) -> Sheet:
    """What presses, and when, in words: what the bars above the fan show to who points at them."""
    rows = tuple(
        (mark.label, "; ".join(span_words(run.months, span) for span in mark.spans), mark.because)
        for mark in marks(run)
    )
    return Sheet("What presses", ("What", "When", "Why"), rows)
