"""The scenario page: choose, move sliders, and see where a thousand simulated histories go."""

from __future__ import annotations

from collections.abc import Callable

import solara
from reacton import ipyvuetify as rv

from model.ensemble.record import Run
from model.runs.outcomes import conditioned
from viz.charts.difference import difference_chart, difference_sheet
from viz.charts.scenario import (
    dimension_fans,
    fan_chart,
    fan_height,
    fan_sheet,
    posture_chart,
    posture_sheet,
    small_multiples,
)
from viz.common.style import Palette
from viz.common.summary import marks
from viz.dashboard import downloads, results
from viz.dashboard import scenario_views as views
from viz.dashboard.front.echart import Chart
from viz.dashboard.key_figures import figures, sides_of
from viz.dashboard.panel.controls import Controls
from viz.dashboard.results import Shown, key_of_pair, use_results
from viz.dashboard.runs import series_for, whole_run
from viz.dashboard.series import shown_series
from viz.dashboard.session import UNEXPECTED
from viz.dashboard.visitor import use_palette, use_visitor
from viz.dashboard.widgets.layout import Card, KeyFigure, RunStatus, Text
from viz.dashboard.widgets.tables import DataTable, Download, Table
from viz.dashboard.yaml_file import as_yaml


@solara.component
def ScenarioPage() -> None:
    """Controls on the left, results on the right."""
    visitor = use_visitor()
    view, pair = visitor.state.view, visitor.pair
    scenario = pair.scenario
    latest = use_results(
        key_of_pair(pair, view.shown),
        lambda wanted: results.shown(pair, view.shown, wanted),
        lambda: results.cached_shown(pair, view.shown),
    )
    palette = use_palette()
    with rv.Html(tag="div", class_="tr-page"):
        Controls()
        with rv.Html(tag="div", class_="tr-content"):
            rv.Html(tag="h1", children=[scenario.title])
            result = latest.result
            steady = use_steady(result, busy=latest.busy)
            worlds = 0 if result is None else result.whole.worlds
            RunStatus(worlds, scenario.worlds, busy=latest.busy, wrong=latest.wrong)
            if result is not None:
                Text("p", results.condition_note(result.whole), "tr-quiet")
            if result is not None and steady is not None and result.run.worlds:
                Results(result, steady, palette)
            elif result is not None:
                rv.Html(tag="p", children=[results.NO_WORLD], attributes={"role": "alert"})


def use_steady(result: Shown | None, *, busy: bool) -> Shown | None:
    """The result that the slower parts of the page show: not the first few worlds, unless of another scenario."""
    last = solara.use_ref(result)
    before = last.current
    if not busy or before is None or result is None or before.run.scenario.title != result.run.scenario.title:
        last.current = result
    return last.current


@solara.component
def Results(result: Shown, steady: Shown, palette: Palette) -> None:
    """The results of a run; slower parts show `steady`, the one before it while only a few worlds are there."""
    run = result.run
    with rv.Html(tag="dl", class_="tr-figures"):
        for figure in figures(result):
            KeyFigure(figure.label, figure.value, figure.note)
    with rv.Html(tag="div", class_="tr-grid"):
        OverTime(result, steady, palette)
        with Card("Postures", note="Share of the worlds that are clients of Moscow, hedge, or lean West"):
            Chart(
                lambda: posture_chart(run.posture_shares(), run.months, palette),
                (result.key, palette),
                "postures",
                "Share of worlds in each posture over time",
                "260px",
            )
            DataTable(lambda: posture_sheet(run.posture_shares(), run.months), "Postures", "postures")
        DifferenceCard(result, palette)
        Dimensions(steady, palette)
        with Card("Turning points", note="In how many worlds an event happens, and when for the first time"):
            Table(views.turning_points(steady.whole))
        Downloads()


@solara.component
def OverTime(result: Shown, steady: Shown, palette: Palette) -> None:
    """The large fan, of whatever series is chosen."""
    world, months, bars = use_visitor().state.view.world, result.run.months, marks(result.run)
    fans, lines, fallen = views.fans(result, palette), views.lines(result, world, palette), views.fallen_strip(result)
    with Card("Over time", note=views.fan_note(result.series, result.run.scenario.sampling), wide=True):
        views.SeriesChoices(steady)
        Text("p", views.fallen_note(result.run, result.series), "tr-quiet")
        Chart(
            lambda: fan_chart(fans, months, bars, palette, lines, fallen),
            (result.key, result.series, world, palette),
            "alignment",
            f"{shown_series()[result.series]} over time, with the pressures",
            fan_height(bars, len(months), narrow=palette.narrow, fallen=fallen),
        )
        DataTable(lambda: fan_sheet("Over time", fans, months, lines, fallen), "Over time", "over-time")
        DataTable(lambda: views.pressures(result.run), "Pressures", "pressures")


@solara.component
def DifferenceCard(result: Shown, palette: Palette) -> None:
    """The paired difference to the scenario of the comparison."""
    paired, label = result.difference, views.difference_label(result.series)
    with Card("Difference", note=views.difference_note(result)):
        if paired is not None:
            Chart(
                lambda: difference_chart(paired, label, views.colour_of(result, palette), palette),
                (result.key, result.series, palette),
                "difference",
                label,
            )
            sides = sides_of(result.series)
            DataTable(lambda: difference_sheet(paired, label, sides), "Difference", "difference")


@solara.component
def Dimensions(result: Shown, palette: Palette) -> None:
    """The four dimensions of alignment side by side."""
    months, fans = result.run.months, dimension_fans(result.run, palette.of(views.BELARUS))
    with Card("Four dimensions", note="Median, half and nine in ten of the worlds that stand", wide=True):
        Chart(
            lambda: small_multiples(fans, months, palette, views.dimension_lines(result, palette)),
            (result.key, palette),
            "dimensions",
            "Alignment in security, economy, diplomacy and identity",
            "840px" if palette.narrow else "440px",
        )
        DataTable(lambda: fan_sheet("Four dimensions", fans, months), "Four dimensions", "dimensions")


@solara.component
def Downloads() -> None:
    """Files to download: always of all worlds, and of what is chosen now."""
    visitor = use_visitor()

    def whole() -> Run:
        return whole_run(visitor.scenario, series_for(visitor.state.view.shown))

    files: dict[str, tuple[str, Callable[[], bytes]]] = {
        "scenario.yaml": ("Scenario as YAML", lambda: as_yaml(visitor.state).encode()),
        "bands.csv": ("Bands as CSV", lambda: downloads.as_csv(conditioned(whole()))),
        "alignment.png": ("Figure as PNG", lambda: downloads.as_figure(whole(), "png")),
        "alignment.svg": ("Figure as SVG", lambda: downloads.as_figure(whole(), "svg")),
    }
    with (
        Card("Download", note="The numbers and the figure that 'tightrope run' gives for the same scenario"),
        rv.Html(tag="div", class_="tr-buttons"),
    ):
        for file, (label, make) in files.items():
            Download(make, file, label, lambda: visitor.say(UNEXPECTED))
