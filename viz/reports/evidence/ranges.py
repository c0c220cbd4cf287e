"""`docs/ranges.md`: every range before and after it was set by ignorance, and what its best value was fitted on.

`python -m viz.reports ranges` writes it and its figure anew, from the seeds and `docs/data/ranges_before.csv`; nothing
is run.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median

from experiments.conditioning.ranges_before import ranges_before
from model.core.files import write_whole
from model.evidence.load import load_seeds
from model.evidence.parameters import Distribution, FittedOn, Kind, Parameter
from viz.common.markdown import DOCS, joined, prose, stamp, table
from viz.figures.frame import save_figure
from viz.figures.ranges import range_figure

PAGE, FIGURE = DOCS / "ranges.md", DOCS / "ranges.svg"

Ranges = Mapping[str, tuple[float, float]]

INTRO = """A range says how little is known about a number before the model is run. All were set once, each with its
text and without a run: where no text gives a size, a half of the best value to either side; for paces and clocks from
half to twice the best value, evenly in the logarithm; where an ordinal code gives a size, the neighbouring codes;
near zero a tenth of the scale; where a text leaves the sign open as well, down to no effect at all. No range leaves
the domain of its number (`seeds/domains.yaml`); one that is narrower than this says why; numbers that a text orders,
or that mean one thing, are drawn together. No best value moved then. Numbers that came later, or whose best value has
moved since (its reason says from what), have no range of before. Best values are not innocent: the last section
counts what was in view when they were set."""

FITTED = """What was in view when the best value was set: `patterns` are the stylised facts or other outcomes of runs,
`record` are dated facts, `text only` is neither. It is read off the reasons in the seeds, the history of the files
and [best_values.md](best_values.md), number by number; where nothing is said there, a number counts as `text only`.
Whoever set any of them had read all five texts, and so knew how it ended."""


def half_width(low: float, best: float, high: float) -> float:
    """Half of a range as a share of its best value; infinite for a best value of zero, unless it is a point."""
    half = (high - low) / 2.0
    return half / abs(best) if best else math.inf if half else 0.0


def page() -> str:
    """The whole page."""
    seeds, before = load_seeds().parameters, ranges_before()
    drawn = [one for one in seeds.values() if one.kind is not Kind.DEFINITION]
    summary = (
        "## How wide",
        f"![Distribution of half-widths, before and after]({FIGURE.name})",
        prose("Half-widths in per cent of the best value: the median, and in brackets how many numbers are points."),
        _summary("Kind", drawn, before, lambda one: one.kind),
        _summary("Subject", drawn, before, lambda one: one.subject),
    )
    reasons = ("## Narrower than ignorance, and why", _narrow(drawn), "## Drawn together", _together(drawn))
    every = ("## Every number", prose(_note(seeds.values())), _every(drawn, before))
    fitted = ("## What the best values were fitted on", prose(" ".join(FITTED.split())), _fitted(seeds.values()))
    head = ("# Ranges by ignorance", prose(" ".join(INTRO.split())), stamp("ranges"))
    return joined(*head, *summary, *reasons, *every, *fitted) + "\n"


def half_widths(drawn: Iterable[Parameter], before: Ranges) -> dict[str, list[float]]:
    """Half-widths of all numbers that can be drawn, before and after."""
    return {
        "before": [_before(one, before) for one in drawn if one.key in before],
        "now": [half_width(one.low, one.best, one.high) for one in drawn],
    }


def _before(one: Parameter, before: Ranges) -> float:
    low, high = before[one.key]
    return half_width(low, one.best, high)


def _summary(head: str, drawn: list[Parameter], before: Ranges, group_of: Callable[[Parameter], str]) -> str:
    rows = []
    for group in [*dict.fromkeys(map(group_of, drawn)), "all"]:
        members = [one for one in drawn if group in (group_of(one), "all")]
        rows.append((group, str(len(members)), *map(_widths, half_widths(members, before).values())))
    return table((head, "Numbers", "Before", "Now"), rows)


def _widths(half: Sequence[float]) -> str:
    return f"{_percent(median(half))} ({half.count(0.0)})" if half else "-"


def _narrow(drawn: list[Parameter]) -> str:
    rows = [
        (f"`{one.key}`", _span(one.low, one.high), _span(*one.least_range), one.narrow) for one in drawn if one.narrow
    ]
    return table(("Number", "Range", "By ignorance alone", "Why"), rows)


def _together(drawn: list[Parameter]) -> str:
    groups: dict[str, list[Parameter]] = {}
    for one in drawn:
        if one.drawn_with:
            groups.setdefault(one.drawn_with, []).append(one)
    rows = [(f"`{first}`", ", ".join(f"`{one.key}`" for one in some)) for first, some in groups.items()]
    return table(("Drawn", "and with it, equally far up their ranges"), rows)


def _note(numbers: Iterable[Parameter]) -> str:
    left_out = sum(one.kind is Kind.DEFINITION for one in numbers)
    return (
        f"Without the {left_out} definitions, which are never drawn. 'log': drawn evenly in the logarithm. The last "
        "column is the half-width before and now, in per cent of the best value. `tightrope list parameters --json` "
        "has the reasons."
    )


def _every(drawn: list[Parameter], before: Ranges) -> str:
    rows = []
    for one in drawn:
        known = one.key in before
        was = _span(*before[one.key]) if known else "-"
        log = " log" if one.distribution is Distribution.LOG_UNIFORM else ""
        change = (
            f"{_percent(_before(one, before)) if known else '-'} to {_percent(half_width(one.low, one.best, one.high))}"
        )
        cells = (one.domain.name, one.kind, one.fitted_on, was, f"{one.best:g}", _span(one.low, one.high) + log, change)
        rows.append((f"`{one.key}`", *cells))
    return table(("Number", "Domain", "Kind", "Fitted on", "Before", "Best", "Now", "Half-width"), rows)


def _fitted(numbers: Iterable[Parameter]) -> str:
    rows = []
    everything = list(numbers)
    for subject in [*dict.fromkeys(one.subject for one in everything), "all"]:
        members = [one.fitted_on for one in everything if subject in (one.subject, "all")]
        rows.append((subject, *(str(members.count(kind)) for kind in FittedOn), str(len(members))))
    return table(("Subject", *FittedOn, "all"), rows)


def _span(low: float, high: float) -> str:
    return f"{low:.4g} to {high:.4g}" if low != high else f"{low:.4g}"


def _percent(share: float) -> str:
    return "-" if math.isinf(share) else f"{100 * share:.0f}"


def write() -> None:
    """Write the page and its figure."""
    drawn = [one for one in load_seeds().parameters.values() if one.kind is not Kind.DEFINITION]
    write_whole(PAGE, page())
    save_figure(range_figure(half_widths(drawn, ranges_before())), FIGURE)
