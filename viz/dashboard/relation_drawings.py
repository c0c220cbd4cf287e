"""The finished pictures of the relations page, drawn once for everybody who sees the same."""

from __future__ import annotations

from model.network.pressing import Influence
from viz.charts import network as charts
from viz.common.style import Palette
from viz.dashboard.drawings import kept
from viz.dashboard.front.echart import Drawing
from viz.dashboard.results import Related


def network(found: Related, place: int, look: Palette) -> Drawing:
    """The network of a month, by its index."""

    def draw() -> Drawing:
        option = charts.network_chart(charts.network_of(found.run, place), look)
        return Drawing.of(option, "network", "Network of the five: who is friend, who is foe", "440px")

    return kept(("network", found.key, place), look, draw)


def matrix(found: Related, place: int, look: Palette) -> Drawing:
    """The same as a table of squares."""

    def draw() -> Drawing:
        option = charts.matrix_chart(charts.network_of(found.run, place), look)
        return Drawing.of(option, "matrix", "How each of the five stands to each", "320px")

    return kept(("matrix", found.key, place), look, draw)


def balance(found: Related, look: Palette) -> Drawing:
    """Balance and polarization over time."""

    def draw() -> Drawing:
        option = charts.balance_chart(charts.balance_fans(found.run, look), found.run.months, look)
        return Drawing.of(option, "balance", "Balance and polarization of the network over time", "300px")

    return kept(("balance", found.key), look, draw)


def pressing(found: Related, table: Influence, look: Palette) -> Drawing:
    """Who presses whom, month by month."""

    def draw() -> Drawing:
        return Drawing.of(charts.pressing_chart(table, look), "pressing", "Who presses whom, month by month", "380px")

    return kept(("pressing", found.key), look, draw)
