"""The timeline of a run, alone or beside what it is compared with.

data = timeline_of(run, base, monthly_difference(base, run, HEADLINE), movable={"eu_2017"})
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.monthly import MonthlyDifference
from experiments.comparison.verdict import Case, Verdict
from model.core.declarations import AGENT_CALLED, Array, Owner
from model.ensemble.parameters import best_value
from model.ensemble.record import CLIENT_BELOW, HEADLINE, WEST_ABOVE, Posture, Run, Span, is_output
from model.evidence.load import load_seeds
from model.runs.outcomes import only
from model.scenario.kinds import KINDS
from model.scenario.pressure import HISTORY, Combine, Pressure
from model.scenario.scenario import Scenario
from model.story.phrases import joined, month_in_words
from viz.charts.bands import Bands, Line, bands
from viz.charts.timeline.data import FEW, Bar, Remark, TimelineData, Turn, Turning
from viz.common.style import Palette
from viz.common.summary import HISTORY_MARKS, ONSET_DRAWN, in_share, label_of, percent, spans_of, turning_points
from viz.common.words import capital, signed_decimals, two_decimals, with_minus
from viz.sentences.change_names import NAMED, differences
from viz.sentences.pressure_names import phrase_of

TURNING = {
    "hosting": "Minsk hosts the talks",
    "eu_suspension": "EU suspends sanctions",
    "eu_lifting": "EU lifts sanctions",
    "us_licence": "US suspends sanctions",
    "visa_free": "Short visas abolished",
    "eu_sanctions": "New EU sanctions",
    "rescue": "Moscow rescues the regime",
    "price": "Moscow collects its price",
    "base": "Permanent Russian base",
    "venue_lost": "Kyiv rules Minsk out",
    "fall": "Regime falls",
}
"""Turning points in a few words."""
SELDOM_ASKED = ("us_licence", "eu_sanctions")
"""Turning points that are drawn only where they come more or less often."""
ENDS, LONGEST = ("the West, +1", "Moscow, -1"), 46
"""Ends of the scale of alignment; letters of a name that fit beside a line."""
ABSENCE = "the absence of "
"""How the name of what is not there begins."""


def timeline_of(
    run: Run,
    base: Run | None,
    apart: MonthlyDifference | None,
    palette: Palette,
    *,
    series: str = HEADLINE,
    label: str = "Alignment",
    verdict: Verdict | None = None,
    world: int | None = None,
    movable: Collection[str] = (),
) -> TimelineData:
    """The timeline of one series.

    Args:
        run: The run, of the worlds that count.
        base: What it is compared with, of the same worlds; None for nothing.
        apart: The paired difference of the series; None where nothing is compared.
        palette: Colours, for the lines of one world.
        series: Dotted name.
        label: What it is called, in a word or two.
        verdict: What the comparison says, where the series is the headline.
        world: Number of a world that is drawn over the fan.
        movable: Names of the pressures that can be dragged.
    """
    months = max((run.months, *(one.months for one in (base,) if one is not None)), key=len)
    standing = is_output(series)
    data = TimelineData(
        months=months,
        label=label,
        fan=_bands(run, series, len(months)),
        base_fan=None if base is None else _bands(base, series, len(months)),
        difference=apart,
        fallen=_fallen(run, len(months)),
        base_fallen=None if base is None else _fallen(base, len(months)),
        worlds=run.worlds,
        standing=standing,
        name=_name(base, run),
        bars=tuple(_bars(run.scenario, None if base is None else base.scenario, movable)),
        turning=_turning(run, base) if world is None else _turning_of_world(run, world),
        lines=_lines(run, base, series, world, palette),
        thresholds=_thresholds(run.scenario) if series == HEADLINE else (),
        ends=tuple(map(with_minus, ENDS)) if series.startswith(HEADLINE) else (),
        one_world=world is not None and world in run.numbers,
    )
    data = replace(data, few=_few(run, series, data))
    return data if apart is None else _with_remarks(data, apart, verdict, run.scenario.read_from)


def _bands(run: Run, series: str, months: int) -> Bands:
    found = bands(run, series)
    median, *ends = (_padded(row, months) for row in found.rows)
    return Bands(median, Span(ends[0], ends[1]), Span(ends[2], ends[3]))


def _padded(values: NDArray[Any], months: int) -> Array:
    return np.pad(np.asarray(values, float), (0, months - len(values)), constant_values=np.nan)


def _fallen(run: Run, months: int) -> Array:
    share = np.mean(run.posture == Posture.FALLEN, axis=1)
    return np.pad(share, (0, months - len(share)), mode="edge")


def _name(base: Run | None, run: Run) -> str:
    found = () if base is None else differences(base.scenario, run.scenario)
    texts = [one.text.removeprefix(ABSENCE) for one in found]
    without = [one.text.startswith(ABSENCE) for one in found]
    if not 0 < len(found) <= NAMED or len(set(without)) > 1:
        return "This scenario"
    text = f"{'Without' if without[0] else 'With'} {joined(texts)}"
    return text if len(text) <= LONGEST else "This scenario"


def _bars(scenario: Scenario, base: Scenario | None, movable: Collection[str]) -> Iterator[Bar]:
    """The pressures of history that figures mark, and all that differ, as far as their dates are known."""
    here, before = scenario.pressures, {} if base is None else base.pressures
    found = []
    for name, pressure in {**before, **here}.items():
        own = not name.startswith(HISTORY) if base is None else here.get(name) != before.get(name)
        spans = tuple(spans_of(pressure, scenario.months))
        if spans and (own or name in HISTORY_MARKS or not name.startswith(HISTORY)):
            absent = name not in here
            bar = _bar(name, pressure, spans, absent=absent, movable=name in movable)
            found.append(replace(bar, own=own and not absent))
    yield from (bar for bar in found if bar.own)  # in the scenario's order, so that none changes its row when moved
    yield from sorted((bar for bar in found if not bar.own), key=lambda bar: (bar.spans, bar.label))


def _bar(name: str, pressure: Pressure, spans: tuple[tuple[int, int], ...], *, absent: bool, movable: bool) -> Bar:
    kind = KINDS[pressure.kind]
    sized = not pressure.path and pressure.combine in (Combine.ADD, Combine.FLOOR)
    text = label_of(name, pressure) if name in HISTORY_MARKS else phrase_of(pressure)[0]
    if text.startswith(ABSENCE):
        text = f"no {text.removeprefix(ABSENCE).removeprefix('a ').removeprefix('an ')}"
    text += ONSET_DRAWN if pressure.latest is not None else ""
    text = f"without {text}" if absent else capital(text)
    return Bar(
        name=name,
        label=text,
        owner=AGENT_CALLED.get(pressure.by, Owner.SYSTEM),
        spans=spans,
        own=False,
        strength=pressure.level if sized else None,
        low=kind.low,
        high=kind.high,
        movable=movable,
        note=pressure.because,
        absent=absent,
    )


def _turning(run: Run, base: Run | None) -> tuple[Turning, ...]:
    before = (
        {} if base is None else {one.name: _turn(one.share, one.p10, one.p50, one.p90) for one in turning_points(base)}
    )
    never = Turn(0.0, 0, 0, 0)
    found = []
    for one in turning_points(run):
        here, there = _turn(one.share, one.p10, one.p50, one.p90), before.get(one.name)
        turning = Turning(TURNING[one.name], here, there)
        if turning.drawn and (one.name not in SELDOM_ASKED or turning.differs):
            found.append(turning)
    return tuple(sorted(found, key=lambda one: (one.here or one.base or never).p50))


def _turn(share: float, p10: int | None, p50: int | None, p90: int | None) -> Turn | None:
    return None if p10 is None or p50 is None or p90 is None else Turn(share, p10, p50, p90)


def _turning_of_world(run: Run, world: int) -> tuple[Turning, ...]:
    """When things happen in one world."""
    there = run.numbers == world
    return _turning(only(run, there) if there.any() else run, None)


def _lines(run: Run, base: Run | None, series: str, world: int | None, palette: Palette) -> tuple[Line, ...]:
    """One world over the fan, and the same world of the comparison dashed."""
    lines = []
    for one, key, colour in ((run, "world", palette.ink), (base, "base-world", palette.base)):
        if one is not None and world is not None and world in one.numbers:
            values = one.series[series][:, int(np.flatnonzero(one.numbers == world)[0])]
            longest = max(len(each.months) for each in (run, base) if each is not None)
            text = f"World {world}" if one is run else f"World {world} of the baseline"
            lines.append(Line(key, text, colour, _padded(values, longest), dashed=one is not run))
    return tuple(lines)


def _few(run: Run, series: str, data: TimelineData) -> tuple[Array, ...]:
    """The worlds that stand, one by one, in the months in which fewer than a few do."""
    scarce = data.left[: len(run.months)] < FEW
    if not scarce.any():
        return ()
    joined_up = scarce.copy()
    joined_up[:-1] |= scarce[1:]
    values = run.series[series]
    worlds = np.flatnonzero(~np.isnan(values[scarce]).all(axis=0))
    return tuple(_padded(np.where(joined_up, values[:, world], np.nan), len(data.months)) for world in worlds)


def _thresholds(scenario: Scenario) -> tuple[tuple[float, tuple[str, str]], ...]:
    seeds = load_seeds()
    west, client = (best_value(key, scenario, seeds) for key in (WEST_ABOVE, CLIENT_BELOW))
    return (
        (west, ("leaning West", with_minus(f"above {signed_decimals(west)}"))),
        (client, ("client of Moscow", with_minus(f"below {signed_decimals(client)}"))),
    )


def _with_remarks(
    data: TimelineData, apart: MonthlyDifference, verdict: Verdict | None, read_from: int
) -> TimelineData:
    """With what is written at the difference: when it begins, where it is largest, when half of it is gone."""
    first = min(read_from, len(apart.months) - 1)
    month = apart.largest(first) if verdict is None else verdict.month
    differs = np.flatnonzero(np.nan_to_num(apart.size[first:]) > 0)
    if not apart.pairs[month] or not differs.size:
        return data
    half = None
    if verdict is not None and verdict.case in (Case.FADES, Case.LASTS) and verdict.half_gone is not None:
        half = Remark(verdict.half_gone, f"half is gone by {month_in_words(apart.months[verdict.half_gone])}")
    largest = Remark(month, _largest(apart, month, verdict))
    return replace(data, first=first + int(differs[0]), largest=largest, half_gone=half)


def _largest(apart: MonthlyDifference, month: int, verdict: Verdict | None) -> str:
    value = float(apart.median[month])
    if verdict is None:
        return with_minus(f"{signed_decimals(value)}, largest") if apart.is_clear(month) else "no clear difference"
    if verdict.case is Case.NONE:
        return f"{two_decimals(abs(value))} at most"
    if verdict.sides is not None:
        moscow, west = (percent(side.share) for side in verdict.sides)
        return f"nearer Moscow in {moscow}, nearer the West in {west} of worlds"
    return with_minus(f"{signed_decimals(value)}, largest, {in_share(verdict.share)}")
