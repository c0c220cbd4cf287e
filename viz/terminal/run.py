"""What the command line says about a run: chart, postures, turning points, and how far the numbers can be trusted."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TextIO

from experiments.comparison.compare import Comparison, beside, needed
from experiments.comparison.footing import base_of
from experiments.conditioning.worlds import ListedWorlds
from model.ensemble.record import Posture, Run
from model.runs.outcomes import POSTURE_LABELS, conditioned
from model.runs.run import run as run_worlds
from model.runs.save import MOST_WITH_MOVES, is_run, left_out
from model.story.phrases import month_in_words
from model.yaml_files.nodes import quoted
from viz.common.exits import WrongInputError
from viz.common.summary import HUNDREDTH, PERCENT, Summary, percent
from viz.common.words import LIKELIHOOD_SOURCE, NO_SKILL_SHOWN, capital, likelihood, signed_decimals
from viz.sentences.effect_text import effect_lines
from viz.sentences.worlds_text import worlds_sentence
from viz.terminal.chart import chart, fan_of, letters_for
from viz.terminal.progress import progress
from viz.terminal.tables import aligned


def run_beside(run: Run, *, quiet: bool) -> Comparison | None:
    """Run what the scenario extends in the same worlds, and compare; None if it extends nothing."""
    base = base_of(run.scenario)
    if base is None:
        return None
    series, moves = needed(base, [run.scenario])
    with progress(f"Running {base.name} to compare", quiet=quiet) as advance:
        without = run_worlds(base, keep=series, moves=moves, worlds=run.numbers, progress=advance)
    return beside(without, run)


def run_lines(
    run: Run,
    found: Summary,
    effect: Comparison | None,
    worlds: ListedWorlds | None,
    folder: Path,
    *,
    width: int,
    out: TextIO,
) -> list[str]:
    """A run in sentences and tables: chart, alignment at the end, postures, turning points; last what it changes."""
    scenario = run.scenario
    lines = [scenario.title, *textwrap.wrap(scenario.question, width), ""]
    lines += [f"Alignment from Moscow (-1) to the West (+1), {found.worlds:,} worlds", ""]
    lines += [*chart(fan_of(run), width=width, letters=letters_for(out)), *textwrap.wrap(_fallen(run), width), ""]
    texts = [f"Note: {note}." for note in scenario.notes]
    if found.share_kept < 1:
        count = f"{found.worlds:,} of {run.worlds:,} worlds ({percent(found.share_kept)})"
        texts.append(f"Only worlds that meet the condition ({'; '.join(map(str, scenario.given))}): {count}")
    for text in [*texts, worlds_sentence(scenario, worlds), _final(run, found)]:
        lines += [*textwrap.wrap(text, width), ""]
    effects = [line for text in (effect_lines(effect) if effect else []) for line in (*textwrap.wrap(text, width), "")]
    return [
        *lines,
        *_postures(run, found),
        "",
        *_turning_points(run, found, width),
        "",
        *textwrap.wrap(_precision(found), width),
        "",
        *textwrap.wrap(f"{NO_SKILL_SHOWN} {LIKELIHOOD_SOURCE}", width),
        "",
        *effects,
        f"Written to {folder}: {', '.join(sorted(path.name for path in folder.iterdir()))}",
        *textwrap.wrap(left_out(run), width),
    ]


def _fallen(run: Run) -> str:
    """The share of worlds whose regime has fallen, year by year; empty where none has."""
    shares = conditioned(run).posture_shares()[Posture.FALLEN]
    ends = [(date[:4], shares[month]) for month, date in enumerate(run.months) if date.endswith("-12")]
    texts = [f"{year} {percent(float(share))}" for year, share in ends if share > 0]
    return f"The chart shows worlds whose regime stands. Fallen by the end of: {', '.join(texts)}." if texts else ""


def _final(run: Run, found: Summary) -> str:
    """Alignment in the last month, over the worlds whose regime stands, and the share of those that do not count."""
    last, fallen = month_in_words(run.months[-1]), found.postures[Posture.FALLEN].value
    if not found.standing:
        return f"{last}: there is no alignment, because the regime has fallen in every world"
    low, median, high = (signed_decimals(value) for value in (found.low, found.median, found.high))
    text = f"{last}: median alignment {median}, nine worlds in ten between {low} and {high}"
    if found.standing == found.worlds:
        return text
    return f"{text}, among the {found.standing:,} worlds whose regime stands; it has fallen in {percent(fallen)}"


def _postures(run: Run, found: Summary) -> list[str]:
    rows = [(f"Posture in {month_in_words(run.months[-1])}", "worlds", "95 % interval", "in words")]
    for posture, share in found.postures.items():
        span = f"{percent(share.low).removesuffix(' %')} to {percent(share.high)}"
        rows.append((POSTURE_LABELS[posture], percent(share.value), span, likelihood(share.value)))
    return aligned(rows, numbers=[1], indent=2)


def _turning_points(run: Run, found: Summary, width: int) -> list[str]:
    """Shares and dates, and the shares in words where the line is long enough for them."""
    rows: list[tuple[str, ...]] = [
        ("Turning points, and when they occur", "worlds", "in words", "10 % by", "half by", "90 % by")
    ]
    for point in found.turning_points:
        dates = ("-" if month is None else run.months[month] for month in (point.p10, point.p50, point.p90))
        rows.append((point.label, percent(point.share), likelihood(point.share), *dates))
    lines = aligned(rows, numbers=(1, 3, 4, 5), indent=2)
    if max(map(len, lines)) <= width:
        return lines
    return aligned([(*row[:2], *row[3:]) for row in rows], numbers=range(1, 5), indent=2)


def _precision(found: Summary) -> str:
    precision, worlds = found.precision, found.worlds
    median = f", the final median to within {max(precision.median, HUNDREDTH):.2f}" if found.standing else ""
    accuracy = f"shares are accurate to within {_points(precision.share)}{median} (95 %)"
    if precision.enough:
        return f"{worlds:,} worlds are enough for the digits printed: {accuracy}."
    more = []
    if precision.share > PERCENT:
        more.append(f"about {precision.worlds_for_share:,} would make the shares accurate to within 1 point")
    if precision.split:
        more.append("the median stays uncertain, because the worlds split into two groups around it")
    elif precision.median > HUNDREDTH:
        more.append(f"about {precision.worlds_for_median:,} would make the median accurate to within {HUNDREDTH}")
    if worlds <= MOST_WITH_MOVES < max(precision.worlds_for_share, precision.worlds_for_median):
        more.append(f"with more than {MOST_WITH_MOVES:,} worlds, moves and most series are not recorded")
    rest = "; ".join(more)
    return f"{worlds:,} worlds are too few for the last digit printed: {accuracy}. {capital(rest)}."


def _points(share: float) -> str:
    points = max(1, round(100 * share))
    return f"{points} point{'s' if points > 1 else ''}"


def check_csv(path: Path | None, separator: str) -> None:
    """Refuse a CSV file that cannot be written, before anything is run.

    Raises:
        WrongInputError: Its folder is not there or is that of a run, or the separator is no single sign that a table
            can have.
    """
    if len(separator) != 1 or separator.isalnum() or separator in '."-\n\r':
        message = f"--separator must be one sign such as , ; or a tab, not {quoted(separator)}"
        raise WrongInputError(message)
    if path is None and separator != ",":
        message = "--separator has no effect without --csv"
        raise WrongInputError(message)
    if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
        message = f"{path} cannot be written: it is a folder, or its folder is not there"
        raise WrongInputError(message)
    if path is not None and is_run(path.absolute().parent):
        message = f"{path} lies in the folder of a run, which would then hold something else; choose another folder"
        raise WrongInputError(message)
