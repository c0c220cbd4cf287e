"""Show in the chart: every series, those that differ most in the month first, each with its course in small."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import solara

from model.story.phrases import month_in_words
from viz.common.summary import percent
from viz.common.words import MISSING, two_decimals
from viz.dashboard.panel.series_stats import SeriesPair, SeriesStats, key_of, pairs
from viz.dashboard.results import use_results
from viz.dashboard.series import flags, short_labels
from viz.dashboard.visitor import use_visitor
from viz.dashboard.widgets.parts import JsonList, plain_list

POINTS, HEIGHT = 37, 22
"""Points of a small line, and the steps of its height."""
LOWEST = ord("a")
"""The letter that stands for the lowest height of a small line, so that a line is a short text on its way."""
MINUS = "\N{MINUS SIGN}"
LABELS = dict(short_labels())
LABELED = JsonList(LABELS)


@solara.component_vue("series.vue", to_json=dict.fromkeys(("labels", "series", "lines"), plain_list))
def _Series(
    labels: JsonList,
    series: JsonList,
    lines: JsonList,
    shown: str,
    order: str,
    against: str,
    busy: bool,
    event_chosen: Callable[[str], None],
) -> None: ...


@solara.component
def SeriesList() -> None:
    """A list of all series to choose from; its numbers follow once everything is computed."""
    visitor = use_visitor()
    pair, view = visitor.pair, visitor.state.view
    latest = use_results(key_of(pair), lambda wanted: pairs(pair, view.shown, wanted))
    known = latest.result
    lines = solara.use_memo(lambda: JsonList({} if known is None else lines_of(known)), [known])
    rows = solara.use_memo(lambda: JsonList(rows_of(known, view.month)), [known, view.month])
    against = "" if pair.base is None else "baseline" if pair.base.name == "baseline" else "comparison"
    _Series(
        labels=LABELED,
        series=rows,
        lines=lines,
        shown=view.shown,
        order=order_of(known, view.month),
        against=against,
        busy=latest.busy,
        event_chosen=visitor.safely(lambda name: visitor.look(shown=str(name))),
    )


def order_of(known: SeriesPair | None, chosen: str) -> str:
    """In which order the series stand, and of which month the numbers are."""
    if known is None:
        return "All series"
    month = month_in_words(known.here.months[known.month(chosen)])
    return f"Median, {month}" if known.base is None else f"Most changed, {month}"


def rows_of(known: SeriesPair | None, chosen: str) -> list[list[str]]:
    """Every series by name with its value on both sides in the month, those first that differ most and visibly."""
    if known is None:
        return [[name, "", ""] for name in LABELS]
    month, rows = known.month(chosen), []
    for name in LABELS:
        here, base = _text(known.here, name, month), "" if known.base is None else _text(known.base, name, month)
        rows.append(([name, here, base], known.apart(name, month) if here != base else 0.0))
    return [row for row, _ in sorted(rows, key=lambda one: -one[1])]


def _text(side: SeriesStats, name: str, month: int) -> str:
    """A value as it is printed: a share of worlds of what is or is not, else a median."""
    if month >= len(side.months):
        return MISSING
    value = float(side.middle[name][month])
    if name in flags():
        return percent(value).replace(" ", "\N{NO-BREAK SPACE}")
    return two_decimals(value).replace("-", MINUS)


def lines_of(known: SeriesPair) -> dict[str, list[str]]:
    """The course of every series in small, first of the scenario, then of what it is compared with; one scale for both.

    A letter is a height, counted from `LOWEST` at the bottom; months without a value are left out.
    """
    return {name: _lines(known, name) for name in known.here.middle}


def _lines(known: SeriesPair, name: str) -> list[str]:
    sides = [side.middle[name] for side in (known.here, known.base) if side is not None]
    whole = np.concatenate(sides)
    if not np.isfinite(whole).any():
        return []
    low, high = float(np.nanmin(whole)), float(np.nanmax(whole))
    scale = HEIGHT / (high - low) if high > low else 0.0
    found = []
    for values in sides:
        at = np.linspace(0, len(known.here.months) - 1, POINTS).round().astype(int)
        there = values[at[at < len(values)]]
        heights = np.rint((there[np.isfinite(there)] - low) * scale) if scale else np.full(len(there), HEIGHT // 2)
        found.append("".join(chr(LOWEST + int(one)) for one in heights))
    return found
