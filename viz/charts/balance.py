"""Balance and polarization of the network of the five over time, each by itself, beside a comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from model.core.declarations import Array
from model.ensemble.record import Run
from model.network import measures
from model.network.ties import ties_of
from viz.charts.bands import Bands, Fan, Line, bands_of, fan_of_bands
from viz.charts.parts import DataSheet, Option, value_axis
from viz.charts.scenario import fan_chart, fan_sheet
from viz.common.cache import once_a_run
from viz.common.style import Palette


@dataclass(frozen=True, slots=True)
class NetworkMeasure:
    """A measure of the whole network, from 0 to 1: its name, what it says, and how it is computed from ties."""

    name: str
    label: str
    says: str
    measure: Callable[[Array], Array]


MEASURES: Mapping[str, NetworkMeasure] = MappingProxyType(
    {
        one.name: one
        for one in (
            NetworkMeasure(
                "balance",
                "Balance",
                "Share of the triads in which a friend's friend is a friend and an enemy's enemy too, by the strength "
                "of their ties: 1 where all are so.",
                measures.balance,
            ),
            NetworkMeasure(
                "polarization",
                "Polarization",
                "How far the five have split into two hostile camps: 1 where all within a camp are full friends and "
                "all across are full foes.",
                measures.polarization,
            ),
        )
    }
)
"""What is shown of the whole network over time; balance is missing where no triad has three ties."""


@once_a_run
def _measured(run: Run) -> Mapping[str, Bands]:
    ties = ties_of(run)
    return {name: bands_of(one.measure(ties)) for name, one in MEASURES.items()}


def measure_fan(run: Run, name: str, palette: Palette) -> Fan:
    """A measure over time in the worlds of a run, in a colour that belongs to none of the five."""
    return fan_of_bands(_measured(run)[name], name, MEASURES[name].label, palette.system)


def measure_line(base: Run, name: str, label: str, palette: Palette) -> Line:
    """The median of what is compared with."""
    return Line(f"comparison-{name}", label, palette.ink, _measured(base)[name].median, dashed=True)


def measure_chart(run: Run, name: str, lines: tuple[Line, ...], palette: Palette) -> Option:
    """One measure over time."""
    option = fan_chart([measure_fan(run, name, palette)], run.months, palette, lines)
    return option | {"yAxis": [value_axis(palette, (0.0, 1.0))]}


def measure_sheet(run: Run, name: str, lines: tuple[Line, ...], palette: Palette) -> DataSheet:
    """Its numbers, month by month."""
    return fan_sheet(MEASURES[name].label, (measure_fan(run, name, palette),), run.months, lines)
