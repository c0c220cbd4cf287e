"""The finished charts of all pages, drawn once for everybody who sees the same.

A finished chart is text that nobody can change. It is cached by all it depends on: the scenarios and how many of their
worlds are there, what is shown of them, and the colours.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from model.network.pressing import PressingTable
from viz.charts import network as charts
from viz.charts.difference import Difference, difference_chart
from viz.charts.parts import Sheet
from viz.charts.scenario import dimension_fans, fan_chart, fan_height, fan_sheet, posture_chart, small_multiples
from viz.common.cache import Cache
from viz.common.style import Palette
from viz.common.summary import marks
from viz.dashboard import scenario_views as views
from viz.dashboard.front.echart import Drawing
from viz.dashboard.results import Compared, Related
from viz.dashboard.sliders import shown_series

MOST_BYTES = 32_000_000
"""Of all finished charts; a page has some 100 thousand."""
_drawings: Cache[Drawing] = Cache(MOST_BYTES, lambda drawing: drawing.bytes)


def cached(what: tuple[Hashable, ...], look: Palette, make: Callable[[], Drawing]) -> Drawing:
    """A finished chart, drawn if nobody has asked for it yet.

    Args:
        what: Everything that it depends on, besides the screen.
        look: The screen.
        make: Draws it.
    """
    return _drawings.get((*what, look.page, look.narrow), make)


def over_time(found: Compared, world: int | None, look: Palette) -> Drawing:
    """The large fan, with what presses above it."""

    def draw() -> Drawing:
        run, pressing = found.run, marks(found.run)
        option = fan_chart(views.fans(found, look), run.months, pressing, look, views.lines(found, world, look))
        label = f"{shown_series()[found.series]} over time, with what presses"
        height = fan_height(pressing, len(run.months), narrow=look.narrow)
        return Drawing.of(option, "alignment", label, height)

    return cached(("over time", found.key, found.series, world), look, draw)


def over_time_sheet(found: Compared, world: int | None, look: Palette) -> Sheet:
    """The numbers of the large fan."""
    return fan_sheet("Over time", views.fans(found, look), found.run.months, views.lines(found, world, look))


def postures(found: Compared, look: Palette) -> Drawing:
    """The postures over time."""

    def draw() -> Drawing:
        option = posture_chart(found.run.posture_shares(), found.run.months, look)
        return Drawing.of(option, "postures", "Share of worlds in each posture over time", "260px")

    return cached(("postures", found.key), look, draw)


def gap(found: Compared, difference: Difference, look: Palette) -> Drawing:
    """The paired difference."""

    def draw() -> Drawing:
        label = views.gap_label(found.series)
        option = difference_chart(difference, label, views.colour_of(found, look), look)
        return Drawing.of(option, "difference", label, "300px")

    return cached(("difference", found.key, found.series), look, draw)


def dimensions(found: Compared, look: Palette) -> Drawing:
    """The four dimensions side by side."""

    def draw() -> Drawing:
        fans = dimension_fans(found.run, look.of(views.BELARUS))
        option = small_multiples(fans, found.run.months, look, views.dimension_lines(found, look))
        height = "840px" if look.narrow else "440px"
        return Drawing.of(option, "dimensions", "Alignment in security, economy, diplomacy and identity", height)

    return cached(("dimensions", found.key), look, draw)


def dimensions_sheet(found: Compared, look: Palette) -> Sheet:
    """The numbers of the four dimensions."""
    return fan_sheet("Four dimensions", dimension_fans(found.run, look.of(views.BELARUS)), found.run.months)


def network(found: Related, place: int, look: Palette) -> Drawing:
    """The network of a month, by its index."""

    def draw() -> Drawing:
        option = charts.network_chart(charts.network_of(found.run, place), look)
        return Drawing.of(option, "network", "Network of the five: who is friend, who is foe", "440px")

    return cached(("network", found.key, place), look, draw)


def matrix(found: Related, place: int, look: Palette) -> Drawing:
    """The same as a table of squares."""

    def draw() -> Drawing:
        option = charts.matrix_chart(charts.network_of(found.run, place), look)
        return Drawing.of(option, "matrix", "How each of the five stands to each", "320px")

    return cached(("matrix", found.key, place), look, draw)


def balance(found: Related, look: Palette) -> Drawing:
    """Balance and polarization over time."""

    def draw() -> Drawing:
        option = charts.balance_chart(charts.balance_fans(found.run, look), found.run.months, look)
        return Drawing.of(option, "balance", "Balance and polarization of the network over time", "300px")

    return cached(("balance", found.key), look, draw)


def pressing(found: Related, table: PressingTable, look: Palette) -> Drawing:
    """Who presses whom, month by month."""

    def draw() -> Drawing:
        return Drawing.of(charts.pressing_chart(table, look), "pressing", "Who presses whom, month by month", "380px")

    return cached(("pressing", found.key), look, draw)
