"""The words and numbers of the scenario page: key figures, lines, notes and lists."""

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
from viz.charts.event_strip import span_text
from viz.charts.parts import DataSheet
from viz.common.cache import once_a_run
from viz.common.style import Palette
from viz.common.summary import HUNDREDTH, POSTURE_LABELS, marks, percent, summary
from viz.common.words import signed_decimals
from viz.dashboard.results import Comparison
from viz.dashboard.sliders import by_actor, capital, owner_of, shown_series
from viz.dashboard.state import MOST_WORLDS
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.parts import Choice, options_of

BELARUS = Owner.BELARUS
EVENLY = 6
"""Worlds offered to be drawn one by one, evenly over where worlds end."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A large number with its name and a remark."""

    label: str
    value: str
    note: str


summary_of = once_a_run(summary)
"""A run in a few numbers, worked out once."""


def figures(result: Comparison) -> tuple[Figure, ...]:
    """The few numbers that say where a run ends; those that `tightrope run` prints."""
    ends = summary_of(result.whole)
    assert ends is not None
    last = month_in_words(result.run.months[-1])
    likely = sorted(ends.postures.items(), key=lambda one: -one[1].value)[:2]
    numbers = [
        Figure(
            f"Alignment, {last}",
            signed_decimals(ends.median),
            f"nine worlds in ten {signed_decimals(ends.low)} to {signed_decimals(ends.high)}",
        ),
        *(
            Figure(
                f"{capital(POSTURE_LABELS[posture])}, {last}",
                percent(share.value),
                f"{percent(share.low)} to {percent(share.high)} (95 %)",
            )
            for posture, share in likely
        ),
        Figure(
            "Worlds",
            f"{ends.worlds:,}",
            f"that count, {percent(ends.share_kept)} of all"
            if ends.share_kept < 1
            else f"the median is accurate to ±{max(ends.precision.median, HUNDREDTH):.2f}",
        ),
    ]
    if result.difference is not None:
        numbers.insert(1, _against(result.difference, result.series))
    return tuple(numbers)


def _against(paired: Difference, series: str) -> Figure:
    higher, lower = sides_of(series)
    shares = f"{higher} in {percent(float(paired.above[-1]))}, {lower} in {percent(float(paired.below[-1]))}"
    label = "Alignment" if series == HEADLINE else shown_series()[series]
    return Figure(f"{label}, against the comparison", signed_decimals(float(paired.median[-1])), shares)


def is_alignment(series: str) -> bool:
    """Whether a series goes from -1, Moscow, to +1, the West."""
    return series.startswith((HEADLINE, RHETORIC))


def sides_of(series: str) -> tuple[str, str]:
    """What it means that a series is higher, and that it is lower."""
    return ("further West", "nearer Moscow") if is_alignment(series) else ("higher", "lower")


def colour_of(result: Comparison, palette: Palette) -> str:
    """The colour of the actor that the series shown belongs to."""
    return palette.of(owner_of(result.series))


def fans(result: Comparison, palette: Palette) -> tuple[Fan, ...]:
    """The fan of the series shown; alignment by conduct and in rhetoric together."""
    series = result.series
    label = "Conduct" if series == HEADLINE else shown_series()[series]
    fan = fan_of(result.run, series, label, colour_of(result, palette))
    return (fan, fan_of(result.run, RHETORIC, "Rhetoric", palette.quiet)) if series == HEADLINE else (fan,)


def lines(result: Comparison, world: int | None, palette: Palette) -> tuple[Line, ...]:
    """The lines over the fan: the median of the comparison, and one world."""
    drawn = [_compared(result, result.other, result.series, palette)] if result.other else []
    if world is not None and world < result.whole.worlds:
        values = np.asarray(result.whole.series[result.series][:, world], np.float64)
        drawn.append(Line("world", f"World {world}", palette.ink, values))
    return tuple(drawn)


def dimension_lines(result: Comparison, palette: Palette) -> tuple[Line, ...]:
    """The medians of the comparison, one per dimension; none where nothing is compared."""
    names = [f"{HEADLINE}_{one}" for one in DIMENSIONS] if result.other else []
    return tuple(_compared(result, result.other, name, palette) for name in names if result.other)


def _compared(result: Comparison, other: Run, series: str, palette: Palette) -> Line:
    """The median of the comparison, for as many months as the run has."""
    median = _aligned(bands(other, series).median, len(result.run.months))
    return Line(f"comparison-{series}", "Compared", palette.ink, median, dashed=True)


def _aligned(values: np.ndarray, months: int) -> np.ndarray:
    """As many months as there are, the last value held where the other run is shorter."""
    return values[:months] if len(values) >= months else np.append(values, [values[-1]] * (months - len(values)))


def fan_note(series: str) -> str:
    """How to read the fan."""
    scale = " From -1, with Moscow, to +1, with the West." if is_alignment(series) else ""
    return f"Median, half and nine in ten of the worlds; the bars above show when pressures act.{scale}"


def difference_label(series: str) -> str:
    """What the difference is of."""
    return f"{shown_series()[series]}: this scenario minus the comparison"


def difference_note(result: Comparison) -> str:
    """How the difference is taken, or why there is none."""
    if result.unpaired:
        return result.unpaired
    if result.other is None:
        return "Nothing to compare with, or nothing changed yet: move a slider, or choose another scenario."
    return f"World by world, with the same random numbers, against: {result.other.scenario.title}"


def worlds_to_draw(result: Comparison, chosen: int | None) -> tuple[int, ...]:
    """Worlds from the most eastern to the most western end, evenly, and the one chosen."""
    order = np.argsort(result.whole.series[HEADLINE][-1], kind="stable")
    ranks = np.linspace(0, len(order) - 1, EVENLY).round().astype(int)
    return tuple(sorted({int(order[rank]) for rank in ranks} | ({chosen} if chosen is not None else set())))


@solara.component
def SeriesChoices(result: Comparison) -> None:
    """Which series the large fan shows, and which world is drawn over it."""
    visitor = use_visitor()
    state = visitor.state

    def show(series: str) -> None:
        if series in shown_series():
            visitor.show(replace(visitor.state, shown=series))

    def draw(text: str) -> None:
        visitor.show(replace(visitor.state, world=min(max(int(text), 0), MOST_WORLDS - 1) if text else None))

    series = [(name, f"{CAPITALS[one]}: {shown_series()[name]}") for one, names in by_actor().items() for name in names]
    worlds = [("", "none"), *((str(n), f"world {n}") for n in worlds_to_draw(result, state.world))]
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


def turning_points(run: Run) -> DataSheet:
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
    return DataSheet("Turning points", ("What", "worlds", "one in ten by", "half by", "nine in ten by"), rows)


def pressures(run: Run) -> DataSheet:
    """The pressures, when they act and why: what the bars above the fan show on hover."""
    rows = tuple(
        (mark.label, "; ".join(span_text(run.months, span) for span in mark.spans), mark.because) for mark in marks(run)
    )
    return DataSheet("Pressures", ("What", "When", "Why"), rows)
