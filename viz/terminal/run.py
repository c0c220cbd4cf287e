"""What the command line says about a run: chart, postures, turning points, and how far the numbers can be trusted."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TextIO

from model.ensemble.record import Posture, Run
from model.story.phrases import month_in_words
from viz.common.summary import HUNDREDTH, PERCENT, POSTURE_LABELS, Precision, Summary, percent
from viz.common.words import signed_decimals
from viz.terminal.chart import chart, fan_of, letters_for
from viz.terminal.tables import aligned


def run_lines(run: Run, found: Summary, folder: Path, *, width: int, out: TextIO) -> list[str]:
    """A run in words: title, chart, postures, turning points, precision, and where the files are."""
    scenario = run.scenario
    last = month_in_words(run.months[-1])
    lines = [scenario.title, *textwrap.wrap(scenario.question, width), ""]
    lines += [f"Alignment from Moscow (-1) to the West (+1), {found.worlds:,} worlds", ""]
    lines += [*chart(fan_of(run), width=width, letters=letters_for(out)), ""]
    if found.share_kept < 1 and scenario.given is not None:
        month = month_in_words(run.months[scenario.given.month])
        kept = f"{found.worlds:,} of {run.worlds:,} worlds ({percent(found.share_kept)})"
        lines += [f"Given a posture of '{scenario.given.posture}' in {month}: {kept}", ""]
    lines += [
        f"{last}: alignment {signed_decimals(found.median)}, nine worlds in ten between "
        f"{signed_decimals(found.low)} and {signed_decimals(found.high)}",
        "",
        *_postures(found, last),
        "",
        *_turning_points(run, found),
        "",
        *textwrap.wrap(_precision(found.precision, found.worlds), width),
        "",
        f"Written to {folder}: {', '.join(sorted(path.name for path in folder.iterdir()))}",
    ]
    return lines


def _postures(found: Summary, last: str) -> list[str]:
    rows = [(f"Posture in {last}", "worlds", "95 % interval")]
    for posture, share in found.postures.items():
        if share.value > 0 or posture is not Posture.FALLEN:
            span = f"{percent(share.low).removesuffix(' %')} to {percent(share.high)}"
            rows.append((POSTURE_LABELS[posture], percent(share.value), span))
    return aligned(rows, numbers=[1], indent=2)


def _turning_points(run: Run, found: Summary) -> list[str]:
    if not found.turning_points:
        return ["No turning point in any world"]
    rows: list[tuple[str, ...]] = [("Turning points, and when they come", "worlds", "10 % by", "half by", "90 % by")]
    for point in found.turning_points:
        dates = (point.p10, point.p50, point.p90)
        rows.append(
            (point.label, percent(point.share), *("-" if month is None else run.months[month] for month in dates))
        )
    return aligned(rows, numbers=range(1, 5), indent=2)


def _precision(precision: Precision, worlds: int) -> str:
    median = max(precision.median, HUNDREDTH)
    accuracy = (
        f"shares are accurate to within {_points(precision.share)}, the final median to within {median:.2f} (95 %)"
    )
    if precision.enough:
        return f"{worlds:,} worlds are enough for the digits printed: {accuracy}."
    more = []
    if precision.share > PERCENT:
        more.append(f"about {precision.worlds_for_share:,} would make the shares accurate to within 1 point")
    if precision.split:
        more.append("the median stays uncertain, because the worlds form two groups on either side of it")
    elif precision.median > HUNDREDTH:
        more.append(f"about {precision.worlds_for_median:,} would make the median accurate to within {HUNDREDTH}")
    rest = "; ".join(more)
    return f"{worlds:,} worlds are too few for the last digit printed: {accuracy}. {rest[:1].upper()}{rest[1:]}."


def _points(share: float) -> str:
    points = max(1, round(100 * share))
    return f"{points} point{'s' if points > 1 else ''}"
