"""All months of the relations page: balance, polarization, and who presses whom; a click chooses a month."""

from __future__ import annotations

from collections.abc import Callable

import solara
from reacton import ipyvuetify as rv

from model.core.worlds import fingerprint
from model.network.pressing import PressingTable
from viz.charts import balance as measures
from viz.charts import pressing as charts
from viz.charts.bands import Line
from viz.common.style import Palette
from viz.dashboard import results
from viz.dashboard.front.echart import Chart
from viz.dashboard.pages.relations.month import Key, against
from viz.dashboard.pages.relations.sides import Sides
from viz.dashboard.results import key_of_pair, use_results
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.layout import Card, Text
from viz.dashboard.widgets.parts import Choice, options_of
from viz.dashboard.widgets.tables import DataTable

HERE, THERE, APART = "here", "there", "difference"


@solara.component
def Measures(sides: Sides, month: int, base: str, key: Key, palette: Palette) -> None:
    """Balance and polarization, each named and explained."""
    wide = " tr-wide" if sides.beside is None else ""
    with rv.Html(tag="div", class_=f"tr-measures{wide}"):
        for name in measures.MEASURES:
            Measure(name, sides, month, base, key, palette)


@solara.component
def Measure(name: str, sides: Sides, month: int, base: str, key: Key, palette: Palette) -> None:
    """One measure over time."""
    run, one, choose = sides.run, measures.MEASURES[name], use_choosing(sides.run.months)
    lines: tuple[Line, ...] = ()
    if sides.beside is not None:
        lines = (measures.measure_line(sides.beside.base, name, f"Median of {against(base)}", palette),)
    with Card(f"{one.label} over time", note=one.says):
        Chart(
            lambda: measures.measure_chart(run, name, lines, palette),
            (*key, palette),
            name,
            f"{one.label} of the network over time",
            "220px",
            at=run.months[month],
            on_month=choose,
        )
        DataTable(lambda: measures.measure_sheet(run, name, lines, palette), one.label, name)


def use_choosing(months: tuple[str, ...]) -> Callable[[int], None]:
    """Chooses a month by its place, for all pages."""
    visitor = use_visitor()
    return visitor.safely(lambda index: visitor.look(month=months[int(index)]))


@solara.component
def WhoPresses(sides: Sides, month: int, base: str, palette: Palette, *, ready: bool) -> None:
    """Who presses whom, over all months: what differs, or either side. It follows when the runs are there."""
    pair, world = use_visitor().pair, sides.world
    key = key_of_pair(pair, f"pressing {world} {fingerprint(pair.worlds)}") if ready else ""
    latest = use_results(key, lambda wanted: results.pressing(pair, world, wanted) if ready else iter(()))
    side, choose = solara.use_state(APART)
    with Card("Who presses whom", wide=True):
        if latest.result is None:
            Text("p", latest.wrong or "Simulating ...", "tr-quiet")
            return
        here, there = pressed_of(sides, *latest.result)
        if there is not None:
            named = (APART, "What differs"), (HERE, "This scenario"), (THERE, f"The comparison: {against(base)}")
            Choice(label="Show", value=side, options=options_of(named), event_chosen=choose)
        Pressing(shown_of(here, there, side), (latest.key, side, palette), sides.run.months[month], palette)


def pressed_of(
    sides: Sides, here: PressingTable, there: PressingTable | None
) -> tuple[charts.Pressed, charts.Pressed | None]:
    """Who presses whom on both sides, in the worlds whose regime stands."""
    with_it = charts.pressed_of(here, charts.standing_shares(sides.run))
    if there is None or sides.beside is None:
        return with_it, None
    return with_it, charts.pressed_of(there, charts.standing_shares(sides.beside.base))


def shown_of(here: charts.Pressed, there: charts.Pressed | None, side: str) -> charts.Pressed:
    """What is drawn: one of both sides, or what differs."""
    if there is None or side == HERE:
        return here
    return there if side == THERE else charts.pressed_beside(here, there)


@solara.component
def Pressing(shown: charts.Pressed, key: Key, at: str, palette: Palette) -> None:
    """The chart, with its note and its table."""
    choose = use_choosing(shown.months)
    Text("p", charts.pressing_note(shown), "tr-quiet")
    if not shown.pairs:
        Text("p", "Nobody presses anybody more or less." if shown.differs else "Nobody presses anybody.")
        return
    with rv.Html(tag="div"):
        Chart(
            lambda: charts.pressing_chart(shown, palette),
            (*key, shown.differs, len(shown.pairs)),
            "pressing",
            "Who presses whom, month by month",
            charts.pressing_height(shown),
            at=at,
            on_month=choose,
        )
        DataTable(lambda: charts.pressing_sheet(shown), "Who presses whom", "pressing")
