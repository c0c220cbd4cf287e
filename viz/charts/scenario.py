"""The charts of the scenario page as ECharts options: pure functions from results to plain data.

    option = fan_chart([fan_of(run, "belarus.alignment", "Alignment", colour)], run.months, LIGHT)

Nothing here knows a browser. Each chart has a table of the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from experiments.comparison.monthly import MonthlyDifference
from model.core.declarations import Array
from model.ensemble.record import DIMENSIONS, HEADLINE, Posture, Run
from model.runs.outcomes import POSTURE_LABELS
from viz.charts.bands import Bands, Fan, Line, fan_of, fan_series, line_series
from viz.charts.parts import (
    LEFT,
    MONTHLY,
    RIGHT,
    WHOLE,
    DataSheet,
    Option,
    cells,
    chart,
    hover,
    legend,
    limits_of,
    month_axis,
    monthly_sheet,
    percents,
    value_axis,
)
from viz.common.style import POSTURES, Palette

TOP, BELOW = 44, 30
"""Pixels of the legend above a plot, and of the months below it."""
FALLEN = "Regime fallen, per cent of worlds"
ABOVE, PLOT = 0.18, 0.64
"""Shares of a small chart that its title and its plot take."""


def fan_chart(fans: Sequence[Fan], months: Sequence[str], palette: Palette, lines: Sequence[Line] = ()) -> Option:
    """Fans over time with lines over them (comparison, single worlds)."""
    grid: Option = {"left": LEFT[palette.narrow], "right": RIGHT, "top": TOP, "bottom": BELOW} | MONTHLY
    names = [fan.label for fan in fans] + [line.label for line in lines]
    return chart(
        palette,
        [grid],
        [month_axis(months, palette)],
        [value_axis(palette, limits_of(_drawn(fans, lines)))],
        series=[part for fan in fans for part in fan_series(fan)] + [line_series(line) for line in lines],
        legend=legend(names, palette),
    )


def _drawn(fans: Sequence[Fan], lines: Sequence[Line]) -> list[Array]:
    """Everything that the axis of values has to hold."""
    return [row for fan in fans for row in (fan.most.low, fan.most.high)] + [line.values for line in lines]


def fan_sheet(
    caption: str,
    fans: Sequence[Fan],
    months: Sequence[str],
    lines: Sequence[Line] = (),
    fallen: Array | None = None,
) -> DataSheet:
    """The numbers of a fan chart, month by month."""
    columns = {f"{fan.label}, {part}": column for fan in fans for part, column in fan.columns.items()}
    columns |= {line.label: cells(line.values) for line in lines}
    if fallen is not None:
        columns[FALLEN] = percents(fallen, 1)
    return monthly_sheet(caption, months, columns)


def difference_sheet(paired: MonthlyDifference, label: str, sides: tuple[str, str]) -> DataSheet:
    """The differences, month by month; `sides` says what is above and what is below nothing."""
    shares = zip(sides, (paired.above, paired.below), strict=True)
    columns = Bands(paired.median, paired.half, paired.most).columns
    columns |= {f"{side}, per cent of worlds": percents(share) for side, share in shares}
    columns["worlds compared"] = [str(count) for count in paired.pairs]
    return monthly_sheet(label, paired.months, columns)


def dimension_fans(run: Run, colour: str) -> tuple[Fan, ...]:
    """The fans of the four dimensions of alignment."""
    return tuple(fan_of(run, f"{HEADLINE}_{one}", one.capitalize(), colour) for one in DIMENSIONS)


def small_multiples(fans: Sequence[Fan], months: Sequence[str], palette: Palette, lines: Sequence[Line] = ()) -> Option:
    """Fans side by side on the same scale, two in a row; on a narrow screen one below the other.

    The lines to compare with are one for each fan, in their order, or none.
    """
    across, wide = (1, "84%") if palette.narrow else (2, "40%")
    limits, deep = limits_of(_drawn(fans, lines)), WHOLE / -(-len(fans) // across)
    grids, titles, each = [], [], range(len(fans))
    for number, fan in enumerate(fans):
        left, top = LEFT[palette.narrow] if number % across == 0 else "56%", (number // across) * deep
        height = {"top": f"{top + ABOVE * deep}%", "height": f"{PLOT * deep}%"}
        grids.append({"left": left, "width": wide} | height | MONTHLY)
        style = {"color": palette.ink, "fontSize": 13}
        titles.append({"text": fan.label, "left": left, "top": f"{top}%", "textStyle": style})
    return chart(
        palette,
        grids,
        [month_axis(months, palette, number) for number in each],
        [value_axis(palette, limits, number) for number in each],
        series=[part for number, fan in enumerate(fans) for part in fan_series(fan, number)]
        + [line_series(line, number) for number, line in enumerate(lines)],
        title=titles,
    )


def posture_chart(shares: dict[Posture, Array], months: Sequence[str], palette: Palette) -> Option:
    """Share of the worlds in each posture, stacked, from Moscow to the West."""
    edge = {"width": 1.5, "color": palette.page}
    series = [
        line_series(Line(f"posture-{one.name.lower()}", POSTURE_LABELS[one], colour, WHOLE * shares[one]))
        | {"stack": "postures", "lineStyle": edge, "areaStyle": {"color": colour, "opacity": 1}}
        for one, colour in palette.postures.items()
    ]
    grid = {"left": LEFT[palette.narrow], "right": RIGHT, "top": 36, "bottom": 30} | MONTHLY
    axis = value_axis(palette, (0, WHOLE)) | {"axisLabel": {"color": palette.quiet, "formatter": "{value} %"}}
    return chart(
        palette,
        [grid],
        [month_axis(months, palette)],
        [axis],
        series=series,
        tooltip=hover(palette) | {"digits": 1},
        legend=legend([POSTURE_LABELS[one] for one in POSTURES], palette),
    )


def posture_sheet(shares: dict[Posture, Array], months: Sequence[str]) -> DataSheet:
    """The posture shares in per cent, month by month."""
    columns = {POSTURE_LABELS[one]: percents(shares[one], 1) for one in POSTURES}
    return monthly_sheet("Share of worlds in each posture, per cent", months, columns)
