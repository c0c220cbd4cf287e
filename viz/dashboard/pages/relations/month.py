"""The networks of a month: what differs, how the five stand, and both in numbers."""

from __future__ import annotations

import solara

from experiments.comparison.relations import RelationsBeside
from model.story.phrases import month_in_words
from viz.charts import network as charts
from viz.common.style import Palette
from viz.dashboard.front.echart import Chart
from viz.dashboard.pages.relations.sides import Sides
from viz.dashboard.widgets.layout import Card
from viz.dashboard.widgets.parts import Choice, options_of
from viz.dashboard.widgets.tables import DataTable

HERE, THERE = "here", "there"
DESK, PHONE = "450px", "380px"
"""Heights of a network."""
NUMBERS = {False: "500px", True: "360px"}
"""Heights of the numbers on a wide screen, where they stand beside two charts, and on a narrow one."""
NOTHING_DIFFERS = "No relation differs by 0.02 or more and beyond chance."
Key = tuple[object, ...]


@solara.component
def Differences(beside: RelationsBeside, world: int | None, month: int, base: str, key: Key, palette: Palette) -> None:
    """The ties that are warmer or colder than in the comparison, in all worlds or in one."""
    date, found = month_in_words(beside.other.months[month]), charts.relation_differences(beside, month)
    whose = "Median difference world by world" if world is None else f"World {world}"
    note = f"{whose}, against {against(base)}. " + ("The wider, the larger." if found.ties else NOTHING_DIFFERS)
    with Card(f"What differs, {date}", note=note):
        label = f"What differs among the five, {date}: who is warmer and who is colder than in the comparison"
        depends_on, height = (*key, month, palette), PHONE if palette.narrow else DESK
        Chart(lambda: charts.difference_chart(found, palette), depends_on, "relations-difference", label, height)


@solara.component
def Standing(sides: Sides, month: int, base: str, key: Key, palette: Palette) -> None:
    """The network of the scenario, or of what it is compared with."""
    side, choose = solara.use_state(HERE)
    run = sides.beside.base if side == THERE and sides.beside is not None else sides.run
    network, date = charts.network_of(run, month), month_in_words(run.months[month])
    whose = "Median of the worlds, tie by tie" if sides.world is None else f"World {sides.world}"
    with Card(f"How they stand, {date}", note=f"{whose}. The wider, the stronger; below 0.08 not drawn."):
        label = f"Network of the five, {date}: who is friend, who is foe"
        depends_on, height = (*key, month, side, palette), PHONE if palette.narrow else DESK
        Chart(lambda: charts.network_chart(network, palette), depends_on, "network", label, height)
        if sides.beside is not None:
            options = options_of([(HERE, "This scenario"), (THERE, f"The comparison: {against(base)}")])
            Choice(label="Network of", value=side, options=options, event_chosen=choose)


@solara.component
def Matrix(sides: Sides, month: int, key: Key, palette: Palette) -> None:
    """The same in numbers."""
    network = charts.network_of(sides.run, month)
    apart = None if sides.beside is None else charts.relation_differences(sides.beside, month)
    note = "How the row stands to the column, from −1 (hostile) to +1 (friendly)"
    note += "; what differs from the comparison in parentheses" if apart is not None and apart.ties else ""
    with Card("In numbers", note=note):
        label, depends_on = "Ties among the five, in numbers", (*key, month, palette)
        Chart(
            lambda: charts.matrix_chart(network, palette, apart), depends_on, "matrix", label, NUMBERS[palette.narrow]
        )
        DataTable(lambda: charts.network_sheet(network, apart), "Ties of the month", "ties")


def against(base: str) -> str:
    """What is compared with, as it is spoken of."""
    return {"as it was": "the scenario as it was", "baseline": "the baseline"}.get(base, base)
