"""The strips above and below the headline: pressures, and turning points; no label lies on another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, findfont, get_font

from model.core.declarations import AGENT_CALLED, Owner
from model.ensemble.record import Run
from model.runs.outcomes import conditioned
from viz.common.strips import Extent, LabelSide, places_in
from viz.common.style import FONTS, INK, LIGHT, ORANGE, PURPLE, QUIET, RULE
from viz.common.summary import EventMark, TurningPoint, marks, percent, turning_points

GAP = 0.07
"""Inches left free between two things on one row."""

SIZE = 7
POINTS_PER_INCH, PARTS_OF_A_PIXEL = 72, 64

RARE = 0.01
"""Share of the worlds below which a turning point is not drawn."""

DRAWN = ("hosting", "eu_suspension", "eu_lifting", "visa_free", "rescue", "base", "venue_lost", "fall")
"""Turning points the figure has room for."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something on a row, bars or a point with a label beside it; places in inches from the left end of the strip.

    Attributes:
        spans: Where each of its bars begins and ends.
        point: Where its dot is, if it has one.
        row: The row it is on, from the headline outwards.
        side: Where the label stands.
    """

    spans: tuple[tuple[float, float], ...]
    label: str
    colour: str
    point: float | None = None
    bold: bool = False
    row: int = 0
    side: LabelSide = LabelSide.RIGHT

    @property
    def first(self) -> float:
        """Where it begins."""
        return self.spans[0][0]

    @property
    def last(self) -> float:
        """Where it ends."""
        return self.spans[-1][1]

    @property
    def covers(self) -> tuple[float, float]:
        """What it takes of its row, label included."""
        label = GAP + self.breadth
        left, right = label * (self.side is LabelSide.LEFT), label * (self.side is LabelSide.RIGHT)
        return self.first - left, self.last + right

    @property
    def breadth(self) -> float:
        """Inches that the label takes."""
        name = findfont(FontProperties(family=FONTS["font.family"], weight="bold" if self.bold else "normal"))
        font = get_font(name)
        font.set_size(SIZE, POINTS_PER_INCH)
        font.set_text(self.label, 0.0)
        return float(font.get_width_height()[0]) / PARTS_OF_A_PIXEL / POINTS_PER_INCH


@dataclass(frozen=True, slots=True)
class EventStrip:
    """Items on rows, in a strip as wide as the headline; its width is in inches."""

    label: str
    items: tuple[Item, ...]
    width: float

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return 1 + max((item.row for item in self.items), default=0)


def pressure_strip(run: Run, width: float) -> EventStrip:
    """The pressures of history in grey, the scenario's own in purple, each with its label beside it."""
    return mark_strip([(mark, PURPLE if mark.own else RULE) for mark in marks(run)], run, width)


def mark_strip(found: Iterable[tuple[EventMark, str]], run: Run, width: float) -> EventStrip:
    """Pressures in colours that were chosen, on the months of a run."""
    return EventStrip("pressures", _placed([_bar(mark, colour, run, width) for mark, colour in found], width), width)


def actor_colour(mark: EventMark) -> str:
    """The colour of who presses; grey where that is none of the five."""
    return LIGHT.of(AGENT_CALLED.get(mark.by, Owner.SYSTEM))


def turning_point_strip(run: Run, width: float) -> EventStrip:
    """The median month of each turning point, a line from 10 to 90 % of its months, and the share of worlds."""
    points = [p for p in turning_points(conditioned(run)) if p.name in DRAWN and p.share >= RARE]
    points.sort(key=lambda p: (p.p50, p.name))
    return EventStrip("turning\npoints", _placed([_dot(point, run, width) for point in points], width), width)


def draw_strip(axes: Axes, strip: EventStrip, *, upwards: bool) -> None:
    """Draw a strip into axes of its width; its first row lies towards the headline."""
    axes.set_xlim(0, strip.width)
    axes.set_ylim(0, strip.rows)
    axes.spines[:].set_visible(False)
    axes.patch.set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_ylabel(strip.label, rotation=0, ha="right", va="center", fontsize=SIZE, color=QUIET, labelpad=6)
    for item in strip.items:
        _draw(axes, item, item.row + 0.5 if upwards else strip.rows - item.row - 0.5)


def _draw(axes: Axes, item: Item, height: float) -> None:
    for first, last in item.spans:
        axes.plot(
            [first, last],
            [height, height],
            color=item.colour,
            linewidth=4 if item.point is None else 1.5,
            solid_capstyle="butt",
            clip_on=False,
        )
    if item.point is not None:
        axes.plot([item.point], [height], marker="o", markersize=4, color=item.colour, clip_on=False)
    at = {LabelSide.RIGHT: item.last + GAP, LabelSide.LEFT: item.first - GAP, LabelSide.ON: item.first + 2 * GAP}[
        item.side
    ]
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if item.side is LabelSide.ON else None
    axes.text(
        at,
        height,
        item.label,
        ha="right" if item.side is LabelSide.LEFT else "left",
        va="center_baseline",
        fontsize=SIZE,
        color=INK,
        fontweight="bold" if item.bold else "normal",
        bbox=paper,
    )


def _bar(mark: EventMark, colour: str, run: Run, width: float) -> Item:
    spans = tuple((_inches(first, run, width), _inches(last + 1, run, width)) for first, last in mark.spans)
    return Item(spans, mark.label, colour, bold=mark.own)


def _dot(point: TurningPoint, run: Run, width: float) -> Item:
    p10, p50, p90 = (_inches(m or 0, run, width) for m in (point.p10, point.p50, point.p90))
    return Item(((p10, p90),), f"{point.short} {percent(point.share)}", ORANGE, point=p50)


def _inches(month: float, run: Run, width: float) -> float:
    first, last = run.scenario.read_from, len(run.months) - 1
    return min(max((month - first) / max(last - first, 1), 0.0), 1.0) * width


def _placed(items: Sequence[Item], width: float) -> tuple[Item, ...]:
    """Every item on the first row that has room for it and its label."""
    places = places_in([Extent(item.first, item.last, GAP + item.breadth) for item in items], width, 2 * GAP)
    return tuple(replace(item, row=one.row, side=one.side) for item, one in zip(items, places, strict=True))
