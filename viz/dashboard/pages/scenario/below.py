"""Below the fold of the scenario page: postures, the four dimensions, and the turning points as a table."""

from __future__ import annotations

import solara
from reacton import ipyvuetify as rv

from model.ensemble.record import DIMENSIONS, HEADLINE, Run
from viz.charts.bands import Line
from viz.charts.parts import DataSheet
from viz.charts.scenario import dimension_fans, fan_sheet, posture_chart, posture_sheet, small_multiples
from viz.common.cache import once_a_run
from viz.common.style import Palette
from viz.common.summary import percent, summary
from viz.common.words import MISSING
from viz.dashboard.front.echart import Chart
from viz.dashboard.pages.scenario.over_time import BELARUS, compared
from viz.dashboard.results import Shown
from viz.dashboard.widgets.layout import Card
from viz.dashboard.widgets.parts import Seen
from viz.dashboard.widgets.tables import DataTable

AHEAD = 300
"""Pixels below the screen from which on the charts follow what is shown."""
summary_of = once_a_run(summary)
"""A run in a few numbers, worked out once."""


@solara.component
def Below(result: Shown, palette: Palette) -> None:
    """What follows the chart; its charts are sent when they come into view, and then whenever they change."""
    seen, see = solara.use_state(False)
    drawn = solara.use_ref(result)
    if seen or drawn.current.run.scenario.name != result.run.scenario.name:
        drawn.current = result
    with rv.Html(tag="div", class_="tr-grid"):
        Seen(ahead=AHEAD, event_came=lambda came: see(bool(came)))
        Postures(drawn.current, palette)
        with Card("Turning points", note="In how many worlds an event happens, and when for the first time"):
            DataTable(lambda: turning_points(result.whole), "Turning points", "turning-points")
        Dimensions(drawn.current, palette)


@solara.component
def Postures(result: Shown, palette: Palette) -> None:
    """The postures, stacked."""
    run = result.run
    with Card("Postures", note="Share of the worlds that are clients of Moscow, hedge, or lean West"):
        Chart(
            lambda: posture_chart(run.posture_shares(), run.months, palette),
            (result.key, palette),
            "postures",
            "Share of worlds in each posture over time",
            "260px",
        )
        DataTable(lambda: posture_sheet(run.posture_shares(), run.months), "Postures", "postures")


@solara.component
def Dimensions(result: Shown, palette: Palette) -> None:
    """The four dimensions of alignment side by side."""
    months, fans = result.run.months, dimension_fans(result.run, palette.of(BELARUS))
    with Card("Four dimensions", note="Median, half and nine in ten of the worlds that stand", wide=True):
        Chart(
            lambda: small_multiples(fans, months, palette, dimension_lines(result, palette)),
            (result.key, palette),
            "dimensions",
            "Alignment in security, economy, diplomacy and identity",
            "840px" if palette.narrow else "440px",
        )
        DataTable(lambda: fan_sheet("Four dimensions", fans, months), "Four dimensions", "dimensions")


def dimension_lines(result: Shown, palette: Palette) -> tuple[Line, ...]:
    """The medians of the comparison, one per dimension; none where nothing is compared."""
    base = result.base
    return () if base is None else tuple(compared(base, f"{HEADLINE}_{one}", palette) for one in DIMENSIONS)


def turning_points(run: Run) -> DataSheet:
    """The turning points, with shares and dates."""
    ends = summary_of(run)
    points = () if ends is None else ends.turning_points
    dates = [[MISSING if m is None else run.months[m] for m in (one.p10, one.p50, one.p90)] for one in points]
    rows = tuple((one.label, percent(one.share), *three) for one, three in zip(points, dates, strict=True))
    return DataSheet("Turning points", ("What", "worlds", "one in ten by", "half by", "nine in ten by"), rows)
