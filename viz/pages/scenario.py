"""The scenario page: choose, move, and see where a thousand histories go."""

from __future__ import annotations

import solara
import solara.lab
from reacton import ipyvuetify as rv

from viz import results, saving
from viz import scenario_views as views
from viz.charts import (
    difference_chart,
    difference_sheet,
    dimension_fans,
    fan_chart,
    fan_height,
    fan_sheet,
    posture_chart,
    posture_sheet,
    small_multiples,
)
from viz.controls import Controls
from viz.engine import key_of
from viz.front.echart import EChart
from viz.knobs import shown_series
from viz.pages.frame import Card, Figure, Waiting
from viz.results import Compared, use_results
from viz.state import as_yaml, comparison_of
from viz.style import Palette, palette
from viz.summary import marks
from viz.visitor import use_visitor
from viz.widgets.parts import DataTable, Packed, Table


@solara.component
def ScenarioPage() -> None:
    """Controls on the left, what follows from them on the right."""
    visitor = use_visitor()
    state, scenario, other = visitor.state, visitor.scenario, comparison_of(visitor.state)
    key = key_of(scenario, state.shown, None if other is None else key_of(other))
    shown = use_results(key, lambda wanted: results.comparisons(scenario, other, state.shown, wanted))
    look = palette(dark=bool(solara.lab.use_dark_effective()))
    with rv.Html(tag="div", class_="tr-page"):
        Controls()
        with rv.Html(tag="div", class_="tr-content"):
            rv.Html(tag="h1", children=[scenario.title])
            there = shown.found
            Waiting(0 if there is None else there.whole.worlds, scenario.worlds, busy=shown.busy, wrong=shown.wrong)
            if there is not None and there.run.worlds:
                Results(there, look, shown.revision)
            elif there is not None:
                rv.Html(tag="p", children=[results.NOBODY], attributes={"role": "alert"})


@solara.component
def Results(found: Compared, look: Palette, revision: int) -> None:
    """What a run says: numbers, fan, postures, dimensions, difference, and what to take home."""
    with rv.Html(tag="dl", class_="tr-figures"):
        for figure in views.figures(found):
            Figure(figure.label, figure.value, figure.note)
    with rv.Html(tag="div", class_="tr-grid"):
        Main(found, look, revision)
        months, run = found.run.months, found.run
        with Card("Postures", note="Share of the worlds that are clients of Moscow, hedge, or lean West"):
            shares = run.posture_shares()
            EChart(posture_chart(shares, months, look), revision, "260px", "Share of worlds in each posture over time",
                   name="postures")  # fmt: skip
            DataTable(lambda: posture_sheet(shares, months), "Postures", "postures")
        Gap(found, look, revision)
        with Card("Four dimensions", note="Median, half and nine in ten of the worlds", wide=True):
            fans = dimension_fans(run, look.of(views.BELARUS))
            EChart(small_multiples(fans, months, look, views.dimension_lines(found, look)), revision, "440px",
                   "Alignment in security, economy, diplomacy and identity", name="dimensions")  # fmt: skip
            DataTable(lambda: fan_sheet("Four dimensions", fans, months), "Four dimensions", "dimensions")
        with Card("Turning points", note="In how many worlds something happens, and when for the first time"):
            points = views.turning_points(run)
            Table(
                caption=points.caption, headings=Packed(list(points.headings)), rows=Packed([*map(list, points.rows)])
            )
        Home(found)


@solara.component
def Main(found: Compared, look: Palette, revision: int) -> None:
    """The large fan, of whatever series is chosen."""
    state, run = use_visitor().state, found.run
    fans, lines, pressing = views.fans(found, look), views.lines(found, state.world, look), marks(run)
    with Card("Over time", note=views.fan_note(found.series), wide=True):
        views.WhatIsShown(found)
        EChart(fan_chart(fans, run.months, pressing, look, lines), revision, fan_height(pressing, len(run.months)),
               f"{shown_series()[found.series]} over time, with what presses", name="alignment")  # fmt: skip
        DataTable(lambda: fan_sheet("Over time", fans, run.months, lines), "Over time", "over-time")
        DataTable(lambda: views.pressures(run), "What presses", "pressures")


@solara.component
def Gap(found: Compared, look: Palette, revision: int) -> None:
    """The paired difference to what the scenario is compared with."""
    with Card("Difference", note=views.gap_note(found)):
        gap = found.gap
        if gap is not None:
            label = f"{shown_series()[found.series]}: this less the other, same luck"
            EChart(
                difference_chart(gap, label, views.colour_of(found, look), look),
                revision,
                "300px",
                label,
                name="difference",
            )
            DataTable(lambda: difference_sheet(gap, label, views.sides_of(found.series)), "Difference", "difference")


@solara.component
def Home(found: Compared) -> None:
    """What a visitor can take home."""
    state, whole = use_visitor().state, found.whole
    with Card("Take it home", note="The numbers and the figure that 'tightrope run' gives for the same scenario"):
        solara.FileDownload(lambda: as_yaml(state), "scenario.yaml", label="Scenario as YAML")
        solara.FileDownload(lambda: saving.as_csv(found.run), "bands.csv", label="Bands as CSV")
        solara.FileDownload(lambda: saving.as_figure(whole, "png"), "alignment.png", label="Figure as PNG")
        solara.FileDownload(lambda: saving.as_figure(whole, "svg"), "alignment.svg", label="Figure as SVG")
