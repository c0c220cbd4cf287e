"""Words, lines and lists of the scenario page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import solara
from reacton import ipyvuetify as rv

from model.core.declarations import Array, Owner
from model.core.names import CAPITALS
from model.ensemble.record import DIMENSIONS, HEADLINE, Run
from model.runs.outcomes import RHETORIC, counted
from model.scenario.scenario import Sampling
from model.story.phrases import month_in_words
from viz.charts.bands import Fan, Line, bands, fan_of
from viz.charts.event_strip import span_text
from viz.charts.parts import DataSheet
from viz.common.style import Palette
from viz.common.summary import marks, percent
from viz.common.words import MISSING
from viz.dashboard.key_figures import fallen_shares, is_alignment, pairs_text, summary_of
from viz.dashboard.results import Shown
from viz.dashboard.series import by_actor, owner_of, shown_series
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.parts import Choice, options_of

BELARUS = Owner.BELARUS
EVENLY = 6
"""Worlds offered to be drawn one by one, evenly over where worlds end."""


def fallen_strip(result: Shown) -> Array | None:
    """The share fallen beside an alignment, which is of the worlds that stand; None where all stand."""
    shares = fallen_shares(result.run)
    return shares if is_alignment(result.series) and shares.any() else None


def fallen_note(run: Run, series: str) -> str:
    """How many regimes have fallen and what is shown of their worlds, in a sentence; empty where none falls."""
    shares, last = fallen_shares(run), month_in_words(run.months[-1])
    if not shares.any():
        return ""
    text = f"The regime has fallen in {percent(float(shares[-1]))} of the worlds by {last}; "
    if not is_alignment(series):
        return text + "they are included here."
    text += "alignment is defined only until then, so fans, medians and differences are of the worlds that stand."
    none = np.flatnonzero(shares == 1.0)
    return f"{text} From {month_in_words(run.months[none[0]])} no world stands." if none.size else text


def colour_of(result: Shown, palette: Palette) -> str:
    """The colour of the actor that the series shown belongs to."""
    return palette.of(owner_of(result.series))


def fans(result: Shown, palette: Palette) -> tuple[Fan, ...]:
    """The fan of the series shown; alignment by conduct and in rhetoric together."""
    series = result.series
    label = "Conduct" if series == HEADLINE else shown_series()[series]
    fan = fan_of(result.run, series, label, colour_of(result, palette))
    return (fan, fan_of(result.run, RHETORIC, "Rhetoric", palette.quiet)) if series == HEADLINE else (fan,)


def lines(result: Shown, world: int | None, palette: Palette) -> tuple[Line, ...]:
    """The lines over the fan: the median of the comparison, and one world."""
    drawn = [_compared(result, result.base, result.series, palette)] if result.base else []
    if world is not None and world < result.whole.worlds:
        values = np.asarray(result.whole.series[result.series][:, world], np.float64)
        drawn.append(Line("world", f"World {world}", palette.ink, values))
    return tuple(drawn)


def dimension_lines(result: Shown, palette: Palette) -> tuple[Line, ...]:
    """The medians of the comparison, one per dimension; none where nothing is compared."""
    names = [f"{HEADLINE}_{one}" for one in DIMENSIONS] if result.base else []
    return tuple(_compared(result, result.base, name, palette) for name in names if result.base)


def _compared(result: Shown, other: Run, series: str, palette: Palette) -> Line:
    """The median of the comparison in the months of the run, with a gap in those that the comparison does not have."""
    medians = dict(zip(other.months, bands(other, series).median, strict=True))
    months = result.run.months
    common = [month for month in months if month in medians]
    label = "Compared" if len(common) == len(months) else _label_of_part(common)
    values = np.array([medians.get(month, np.nan) for month in months])
    return Line(f"comparison-{series}", label, palette.ink, values, dashed=True)


def _label_of_part(common: Sequence[str]) -> str:
    return f"Compared, {common[0]} to {common[-1]} only" if common else "Compared: no month in common"


WHOSE = {
    Sampling.CONDITIONED: "the worlds that agree with the documented record",
    Sampling.PRIOR: "all prior worlds",
    Sampling.BEST: "the worlds, every number at its best value",
}


def fan_note(series: str, sampling: Sampling) -> str:
    """How to read the fan, and which worlds it is of."""
    scale = " The scale runs from -1 (Moscow) to +1 (the West)." if is_alignment(series) else ""
    return f"Median, half and nine in ten of {WHOSE[sampling]}; bars above the chart show when pressures act.{scale}"


def difference_label(series: str) -> str:
    """What the difference is of."""
    return f"{shown_series()[series]}: this scenario minus the comparison"


def difference_note(result: Shown) -> str:
    """How the difference is taken, or why there is none."""
    if result.base is None and result.notes:
        return " ".join(result.notes)
    if result.base is None:
        return "Nothing to compare with, or nothing changed yet: move a slider, or choose another scenario."
    note = f"World by world, with the same random numbers, compared with: {result.base.scenario.title}."
    if result.difference is None:
        return f"{note} No world counts in both."
    paired, month = result.difference, month_in_words(result.difference.months[-1])
    left_out = 1.0 - paired.pairs[-1] / paired.worlds
    rest = f"; {percent(left_out)} left out" if left_out else ""
    return f"{note} In {month}: {pairs_text(paired, -1, result.series)}{rest}."


def worlds_to_draw(result: Shown, chosen: int | None) -> tuple[int, ...]:
    """Worlds that count and stand, from the most eastern to the most western end, evenly; and the one chosen."""
    ends, counts = result.whole.series[HEADLINE][-1], counted(result.whole)
    order = [int(world) for world in np.argsort(ends, kind="stable") if counts[world]]
    order = [world for world in order if not np.isnan(ends[world])] or order
    ranks = np.linspace(0, len(order) - 1, EVENLY).round().astype(int)
    return tuple(sorted({order[rank] for rank in ranks} | ({chosen} if chosen is not None else set())))


@solara.component
def SeriesChoices(result: Shown) -> None:
    """Which series the large fan shows, and which world is drawn over it."""
    visitor = use_visitor()
    state = visitor.state.view

    def show(series: str) -> None:
        visitor.look(shown=series)

    def draw(text: str) -> None:
        visitor.look(world=int(text) if text else None)

    series = [(name, f"{CAPITALS[one]}: {shown_series()[name]}") for one, names in by_actor().items() for name in names]
    worlds = [("", "none"), *((str(n), f"world {n}") for n in worlds_to_draw(result, state.world))]
    with rv.Html(tag="div", class_="tr-choices"):
        Choice(label="Shown", value=state.shown, options=options_of(series), event_chosen=visitor.safely(show))
        Choice(
            label="One world's line",
            value="" if state.world is None else str(state.world),
            options=options_of(worlds),
            event_chosen=visitor.safely(draw),
        )


def turning_points(run: Run) -> DataSheet:
    """The turning points, with shares and dates."""
    ends = summary_of(run)
    points = () if ends is None else ends.turning_points
    dates = [[MISSING if m is None else run.months[m] for m in (one.p10, one.p50, one.p90)] for one in points]
    rows = tuple((one.label, percent(one.share), *three) for one, three in zip(points, dates, strict=True))
    return DataSheet("Turning points", ("What", "worlds", "one in ten by", "half by", "nine in ten by"), rows)


def pressures(run: Run) -> DataSheet:
    """The pressures, when they act and why: what the bars above the fan show on hover."""
    rows = tuple(
        (mark.label, "; ".join(span_text(run.months, span) for span in mark.spans), mark.because) for mark in marks(run)
    )
    return DataSheet("Pressures", ("What", "When", "Why"), rows)
