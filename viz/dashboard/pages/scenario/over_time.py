"""The large chart of the scenario page, with what belongs to it: its lines, its notes and its tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import solara
from reacton import ipyvuetify as rv

from experiments.comparison.verdict import verdict_on
from model.core.declarations import Array, Owner
from model.ensemble.record import HEADLINE, Posture, Run
from model.runs.outcomes import RHETORIC
from model.scenario.scenario import Sampling
from model.story.phrases import month_in_words
from viz.charts.bands import Fan, Line, bands, fan_of
from viz.charts.parts import DataSheet
from viz.charts.scenario import difference_sheet, fan_sheet
from viz.charts.timeline.data import TimelineData
from viz.charts.timeline.runs import timeline_of
from viz.common.style import Palette
from viz.common.summary import marks, percent
from viz.dashboard.bar_changes import bar_changes, is_movable
from viz.dashboard.panel.pressures import reveal
from viz.dashboard.results import Shown
from viz.dashboard.series import owner_of, shown_series
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.layout import Text
from viz.dashboard.widgets.tables import DataTable
from viz.dashboard.widgets.timeline import Timeline

BELARUS = Owner.BELARUS
WHOSE = {
    Sampling.CONDITIONED: "the worlds that agree with the documented record",
    Sampling.PRIOR: "all prior worlds",
    Sampling.BEST: "the worlds, every number at its best value",
}


@solara.component
def OverTime(result: Shown, month: int, palette: Palette) -> None:
    """The large chart, of whatever series is chosen."""
    series = result.series
    with rv.Html(tag="section", class_="tr-over-time", attributes={"aria-label": "Over time", "id": "tr-chart"}):
        Text("h2", shown_series()[series])
        Text("p", fan_note(series, result.run.scenario.sampling), "tr-quiet")
        OneChart(result, month, palette)
        Text("p", " ".join((difference_note(result), fallen_note(result.run, series))).strip(), "tr-quiet")


@solara.component
def OneChart(result: Shown, month: int, palette: Palette) -> None:
    """What presses, the fan, the fallen, the difference and the turning points, on one axis of months."""
    visitor = use_visitor()
    months, key = result.run.months, (result.key, result.series, visitor.state.view.world, palette)
    data = solara.use_memo(lambda: timeline_data(result, visitor.state.view.world, palette), key)

    def move(name: str, first: int, last: int) -> None:
        scenario = visitor.scenario
        visitor.put(bar_changes(scenario.pressures[name], scenario, first, last) or {}, moved=f"pressures.{name}.bar")

    Timeline(
        data,
        palette,
        month,
        key,
        f"{shown_series()[result.series]} over time, with the pressures",
        visitor.safely(lambda index: visitor.look(month=months[int(index)])),
        visitor.safely(move),
        visitor.safely(lambda name, value: visitor.set(f"pressures.{name}.level", value)),
        visitor.safely(visitor.remove_pressure),
        visitor.safely(reveal),
    )


def timeline_data(result: Shown, world: int | None, palette: Palette) -> TimelineData:
    """What the timeline shows of a result."""
    found, scenario = result.comparison, result.run.scenario
    headline = result.series == HEADLINE
    return timeline_of(
        result.run,
        result.base,
        result.difference,
        palette,
        series=result.series,
        label="Alignment" if headline else shown_series()[result.series],
        verdict=None if found is None or not headline else verdict_on(found),
        world=world,
        movable={name for name, pressure in scenario.pressures.items() if is_movable(pressure, scenario)},
    )


@solara.component
def OverTimeTables(result: Shown, palette: Palette) -> None:
    """The numbers of the chart, each table closed until it is opened."""
    world, apart, months = use_visitor().state.view.world, result.difference, result.run.months
    name = shown_series()[result.series]

    def over_time() -> DataSheet:
        fallen, drawn = fallen_strip(result), lines(result, world, palette)
        return fan_sheet("Over time", fans_of(result, palette), months, drawn, fallen)

    DataTable(over_time, "Over time", "over-time")
    if apart is not None:
        label, sides = f"{name}: difference world by world", sides_of(result.series)
        DataTable(lambda: difference_sheet(apart, label, sides), "Difference", "difference")
    DataTable(lambda: pressures(result.run), "Pressures", "pressures")


def is_alignment(series: str) -> bool:
    """Whether a series goes from -1, Moscow, to +1, the West."""
    return series.startswith((HEADLINE, RHETORIC))


def sides_of(series: str) -> tuple[str, str]:
    """What it means that a series is higher, and that it is lower."""
    return ("further West", "nearer Moscow") if is_alignment(series) else ("higher", "lower")


def fallen_shares(run: Run) -> Array:
    """Share of the worlds whose regime has fallen, month by month."""
    return run.posture_shares()[Posture.FALLEN]


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


def fans_of(result: Shown, palette: Palette) -> tuple[Fan, ...]:
    """The fan of the series shown; alignment by conduct and in rhetoric together."""
    series = result.series
    label = "Conduct" if series == HEADLINE else shown_series()[series]
    fan = fan_of(result.run, series, label, colour_of(result, palette))
    return (fan, fan_of(result.run, RHETORIC, "Rhetoric", palette.quiet)) if series == HEADLINE else (fan,)


def lines(result: Shown, world: int | None, palette: Palette) -> tuple[Line, ...]:
    """The lines over the fan: the median of the comparison, and one world."""
    drawn = [] if result.base is None else [compared(result.base, result.series, palette)]
    places = np.flatnonzero(result.whole.numbers == world)
    if places.size:
        values = np.asarray(result.whole.series[result.series][:, places[0]], np.float64)
        drawn.append(Line("world", f"World {world}", palette.ink, values))
    return tuple(drawn)


def compared(base: Run, series: str, palette: Palette) -> Line:
    """The median of the comparison, which has the months of the run."""
    return Line(f"comparison-{series}", "Compared", palette.ink, bands(base, series).median, dashed=True)


def fan_note(series: str, sampling: Sampling) -> str:
    """How to read the fan, and which worlds it is of."""
    standing = ", as long as the regime stands" if is_alignment(series) else ""
    return f"Median, half and nine in ten of {WHOSE[sampling]}{standing}"


def difference_note(result: Shown) -> str:
    """How the difference is taken; empty where there is none."""
    if result.base is None or result.difference is None:
        return ""
    note = f"Each world is compared with itself, with the same random numbers, in: {result.base.scenario.title}."
    paired, month = result.difference, month_in_words(result.difference.months[-1])
    left_out = 1.0 - paired.pairs[-1] / paired.worlds
    if not left_out:
        return note
    both = " that stand in both" if is_alignment(result.series) else ""
    return f"{note} In {month}: {paired.pairs[-1]:,} worlds{both}; {percent(left_out)} left out."


def span_text(months: Sequence[str], span: tuple[int, int]) -> str:
    """From first to last month, or the one month."""
    first, last = (months[month] for month in span)
    return first if first == last else f"{first} to {last}"


def pressures(run: Run) -> DataSheet:
    """The pressures, when they act and why: what the bars above the fan show on hover."""
    rows = tuple(
        (mark.label, "; ".join(span_text(run.months, span) for span in mark.spans), mark.because) for mark in marks(run)
    )
    return DataSheet("Pressures", ("What", "When", "Why"), rows)
