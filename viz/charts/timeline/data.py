"""What the timeline shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.comparison.monthly import MonthlyDifference
from model.core.declarations import Array, Owner
from viz.charts.bands import Bands, Line
from viz.common.strips import LabelSide

FEW, DIFFERS, RARE = 20, 0.03, 0.01
"""Below so many worlds there is no fan, but a line for each; the least difference of a turning point's shares, and the
least share that is drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A pressure on the rail.

    Attributes:
        name: What the scenario calls it, e.g. ``eu_2017``.
        label: A few words.
        owner: Who presses; decides the colour.
        spans: First and last month of each time it acts.
        own: Whether the scenario has it and the comparison has not, or has it otherwise.
        strength: Its level, where it has one.
        low: Least level.
        high: Greatest level.
        movable: Whether it can be dragged.
        note: Why it is there; shown on pointing.
        absent: Whether only the comparison has it.
    """

    name: str
    label: str
    owner: Owner
    spans: tuple[tuple[int, int], ...]
    own: bool
    strength: float | None = None
    low: float = 0.0
    high: float = 1.0
    movable: bool = False
    note: str = ""
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """In which share of the worlds something happens for the first time, and by when in 10, 50 and 90 % of these."""

    share: float
    p10: int
    p50: int
    p90: int


@dataclass(frozen=True, slots=True)
class Turning:
    """A turning point, with and without what the scenario changes; None where it never comes."""

    label: str
    here: Turn | None
    base: Turn | None = None

    @property
    def differs(self) -> bool:
        """Whether it comes clearly more or less often than in the comparison, which then has a row of its own."""
        here, base = (0.0 if turn is None else turn.share for turn in (self.here, self.base))
        return self.base is not None and abs(here - base) >= DIFFERS - 1e-9

    @property
    def drawn(self) -> tuple[Turn, ...]:
        """What is drawn of it: where it comes in hardly any world, words say so."""
        turns = (self.here, self.base if self.differs else None)
        return tuple(turn for turn in turns if turn is not None and turn.share >= RARE)


@dataclass(frozen=True, slots=True)
class Remark:
    """A few words on a month of the difference."""

    month: int
    text: str


@dataclass(frozen=True)
class TimelineData:
    """Everything that the timeline shows; values are by month.

    Attributes:
        months: Dates, ``YYYY-MM``.
        label: What is drawn, e.g. ``Alignment``.
        fan: Its bands.
        base_fan: Those of the comparison, which may end earlier; None where there is none.
        difference: The paired difference; None where nothing is compared.
        fallen: Share of the worlds whose regime has fallen.
        base_fallen: That of the comparison.
        worlds: Number of worlds that count.
        standing: Whether the bands are of the worlds that stand alone, as an alignment is.
        name: What is written at the median, e.g. ``With EU sanctions``.
        base_name: What is written at the median of the comparison.
        bars: Pressures: own ones in the order of the scenario, then others in the order of time.
        turning: Turning points, in the order of time.
        lines: Single worlds over the fan, and the same worlds of the comparison dashed.
        few: Lines of the worlds that stand while they are fewer than `FEW`.
        thresholds: Values at which words stand, with two words each: `("leaning West", "above +0.15")`.
        ends: What the upper and the lower end of the scale are; empty where they have no name.
        largest: The month of the largest difference, and how it is put into words; None where nothing differs.
        half_gone: The month by which half of it is gone, in words.
        first: The first month in which anything differs.
        one_world: Whether the turning points are those of one world.
    """

    months: tuple[str, ...]
    label: str
    fan: Bands
    base_fan: Bands | None
    difference: MonthlyDifference | None
    fallen: Array
    base_fallen: Array | None = None
    worlds: int = 0
    standing: bool = True
    name: str = ""
    base_name: str = "Baseline"
    bars: tuple[Bar, ...] = ()
    turning: tuple[Turning, ...] = ()
    lines: tuple[Line, ...] = ()
    few: tuple[Array, ...] = ()
    thresholds: tuple[tuple[float, tuple[str, str]], ...] = ()
    ends: tuple[str, ...] = ()
    largest: Remark | None = None
    half_gone: Remark | None = None
    first: int | None = None
    one_world: bool = False

    @property
    def same(self) -> bool:
        """Whether the median is that of the comparison in every month."""
        return self.base_fan is not None and np.array_equal(self.fan.median, self.base_fan.median, equal_nan=True)

    @property
    def left(self) -> Array:
        """Number of worlds that the bands are of."""
        return np.round(self.worlds * (1.0 - self.fallen)) if self.standing else np.full(len(self.months), self.worlds)


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar on the rail; pixels from the top of the chart."""

    bar: Bar
    top: float
    height: float
    side: LabelSide


@dataclass(frozen=True, slots=True)
class PlacedTurning:
    """A turning point on its row; pixels from the top of the chart to the middle of its words and of its line."""

    turning: Turning
    words: float
    middle: float
    side: LabelSide


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the chart with a scale: pixels from the top of the chart, and the values at both ends."""

    top: float
    height: float
    low: float = 0.0
    high: float = 1.0

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height

    def y(self, value: float) -> float:
        """Where a value stands, in pixels from the top of the chart."""
        return self.top + self.height * (self.high - value) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands, in pixels.

    Attributes:
        left: Margin left of the months.
        right: Margin right of them.
        width: Width of the plot that words are laid out for; it may be drawn wider.
        years: Middle of the rows of years.
        rail_top: Where the rail begins.
        rail_bottom: Where it ends.
    """

    height: float
    left: int
    right: int
    width: float
    years: tuple[float, ...]
    rail_top: float
    rail_bottom: float
    rail: tuple[PlacedBar, ...]
    fan: Panel
    fallen: Panel
    difference: Panel | None
    turning: tuple[PlacedTurning, ...]
    narrow: bool

    @property
    def bottom(self) -> float:
        """Where the last panel with a scale ends."""
        return max(panel.bottom for panel in (self.fan, self.fallen, self.difference) if panel is not None)
