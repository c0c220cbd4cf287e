"""The scenario page: choose, move, and see where a thousand histories go."""

from __future__ import annotations

from collections.abc import Callable

import solara
from reacton import ipyvuetify as rv

from model.ensemble.record import Run
from model.runs.outcomes import conditioned
from viz.charts.difference import difference_sheet
from viz.charts.scenario import posture_sheet
from viz.common.style import Palette
from viz.dashboard import downloads, drawings, results
from viz.dashboard import scenario_views as views
from viz.dashboard.controls import Controls
from viz.dashboard.front.echart import Chart
from viz.dashboard.results import Compared, use_results
from viz.dashboard.runs import key_of, series_for, whole_run
from viz.dashboard.state import as_yaml, comparison_of
from viz.dashboard.visitor import use_look, use_visitor
from viz.dashboard.widgets.layout import Card, Figure, Waiting
from viz.dashboard.widgets.tables import DataTable, Download, Table


@solara.component
def ScenarioPage() -> None:
    """Controls on the left, what follows from them on the right."""
    visitor = use_visitor()
    state, scenario, other = visitor.state, visitor.scenario, comparison_of(visitor.state)
    key = key_of(scenario, state.shown, None if other is None else key_of(other))
    shown = use_results(
        key,
        lambda wanted: results.comparisons(scenario, other, state.shown, wanted),
        lambda: results.compared_at_once(scenario, other, state.shown),
    )
    look = use_look()
    with rv.Html(tag="div", class_="tr-page"):
        Controls()
        with rv.Html(tag="div", class_="tr-content"):
            rv.Html(tag="h1", children=[scenario.title])
            there = shown.found
            calm = use_calm(there, busy=shown.busy)
            Waiting(0 if there is None else there.whole.worlds, scenario.worlds, busy=shown.busy, wrong=shown.wrong)
            if there is not None and calm is not None and there.run.worlds:
                Results(there, calm, look)
            elif there is not None:
                rv.Html(tag="p", children=[results.NOBODY], attributes={"role": "alert"})


def use_calm(found: Compared | None, *, busy: bool) -> Compared | None:
    """What the lower part of the page shows: not every first picture of a few worlds, unless it is of another scenario.

    Args:
        found: What is there.
        busy: Whether more is on its way.
    """
    last = solara.use_ref(found)
    before = last.current
    if not busy or before is None or found is None or before.run.scenario.title != found.run.scenario.title:
        last.current = found
    return last.current


@solara.component
def Results(found: Compared, calm: Compared, look: Palette) -> None:
    """What a run says: numbers, fan, postures, dimensions, difference, and what to take home.

    Args:
        found: What is there.
        calm: The same, or what was there before as long as only a few worlds are.
        look: Colours.
    """
    run = found.run
    with rv.Html(tag="dl", class_="tr-figures"):
        for figure in views.figures(found):
            Figure(figure.label, figure.value, figure.note)
    with rv.Html(tag="div", class_="tr-grid"):
        Main(found, calm, look)
        with Card("Postures", note="Share of the worlds that are clients of Moscow, hedge, or lean West"):
            Chart(drawings.postures(found, look))
            DataTable(lambda: posture_sheet(run.posture_shares(), run.months), "Postures", "postures")
        Gap(found, look)
        with Card("Four dimensions", note="Median, half and nine in ten of the worlds", wide=True):
            Chart(drawings.dimensions(calm, look))
            DataTable(lambda: drawings.dimensions_sheet(calm, look), "Four dimensions", "dimensions")
        with Card("Turning points", note="In how many worlds something happens, and when for the first time"):
            Table(views.turning_points(calm.whole))
        Home()


@solara.component
def Main(found: Compared, calm: Compared, look: Palette) -> None:
    """The large fan, of whatever series is chosen."""
    world = use_visitor().state.world
    with Card("Over time", note=views.fan_note(found.series), wide=True):
        views.WhatIsShown(calm)
        Chart(drawings.over_time(found, world, look))
        DataTable(lambda: drawings.over_time_sheet(found, world, look), "Over time", "over-time")
        DataTable(lambda: views.pressures(found.run), "What presses", "pressures")


@solara.component
def Gap(found: Compared, look: Palette) -> None:
    """The paired difference to what the scenario is compared with."""
    with Card("Difference", note=views.gap_note(found)):
        gap = found.gap
        if gap is not None:
            label = views.gap_label(found.series)
            Chart(drawings.gap(found, gap, look))
            DataTable(lambda: difference_sheet(gap, label, views.sides_of(found.series)), "Difference", "difference")


@solara.component
def Home() -> None:
    """What a visitor can take home: always of all worlds, and of what is chosen now."""
    visitor = use_visitor()

    def whole() -> Run:
        return whole_run(visitor.scenario, series_for(visitor.state.shown))

    files: dict[str, tuple[str, Callable[[], bytes]]] = {
        "scenario.yaml": ("Scenario as YAML", lambda: as_yaml(visitor.state).encode()),
        "bands.csv": ("Bands as CSV", lambda: downloads.as_csv(conditioned(whole()))),
        "alignment.png": ("Figure as PNG", lambda: downloads.as_figure(whole(), "png")),
        "alignment.svg": ("Figure as SVG", lambda: downloads.as_figure(whole(), "svg")),
    }
    with (
        Card("Take it home", note="The numbers and the figure that 'tightrope run' gives for the same scenario"),
        rv.Html(tag="div", class_="tr-buttons"),
    ):
        for file, (label, make) in files.items():
            Download(make, file, label, visitor.excuse)
