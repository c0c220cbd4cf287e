"""What the command line prints of a change that is split: the sentence, a table with bars, the largest interactions."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from experiments.explanation.explain import Explanation, explain
from experiments.explanation.mechanisms import Through, through_mechanisms
from model.scenario.scenario import Scenario
from viz.common.exits import WrongInputError
from viz.sentences.explanation_text import (
    HARDLY,
    interaction_lines,
    interval,
    name_of,
    signed,
    subject_of,
)
from viz.sentences.mechanism_text import said_of
from viz.terminal.chart import letters_for, signed_bar
from viz.terminal.progress import progress
from viz.terminal.tables import aligned

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BAR, LONGEST = 9, 44
"""Columns of the longest bar, and letters of the longest name."""


def joined_of(texts: Sequence[str]) -> dict[str, list[str]]:
    """The groups that ``NAME=MEMBER,MEMBER`` texts ask for.

    Raises:
        WrongInputError: A text has another form, or a name comes twice.
    """
    groups: dict[str, list[str]] = {}
    for text in texts:
        name, sign, members = (part.strip() for part in text.partition("="))
        if not (name and sign and members):
            message = f"--group must be NAME=MEMBER,MEMBER, e.g. sanctions=pressures.eu_2017, got '{text}'"
            raise WrongInputError(message)
        if name in groups:
            message = f"--group: the name '{name}' is given twice; name all its members at once"
            raise WrongInputError(message)
        groups[name] = [member.strip() for member in members.split(",")]
    return groups


def split(
    a: Scenario,
    b: Scenario,
    outcome: str | None,
    month: str | None,
    groups: Mapping[str, Sequence[str]] | None,
    *,
    quiet: bool,
) -> Explanation | Through:
    """The change split over what differs, in groups, or over mechanisms if `groups` is None."""
    with progress(f"Splitting what changes in {b.name}", quiet=quiet) as advance:
        if groups is None:
            return through_mechanisms(a, b, outcome=outcome, month=month, progress=advance)
        return explain(a, b, outcome=outcome, month=month, groups=groups, progress=advance)


def explanation_lines(made: Explanation | Through, *, width: int, out: TextIO) -> list[str]:
    """The sentence, the parts as a table with signed bars, the largest interactions, and how it was found."""
    found, (sentence, method) = made.split if isinstance(made, Through) else made, said_of(made)
    lines = [*textwrap.wrap(sentence, width), "", *_table(found, width, out)]
    together = interaction_lines(found)
    if together:
        lines += ["", *textwrap.wrap("Largest interactions: what two do together beyond what each does alone", width)]
        lines += [f"  {line}" for line in together]
    return [*lines, "", *textwrap.wrap(method, width)]


def drawing_of(made: Explanation | Through) -> Figure:
    """The waterfall of a change."""
    from viz.figures.waterfall import waterfall_figure

    return waterfall_figure(made.split if isinstance(made, Through) else made, said_of(made)[0])


def _table(found: Explanation, width: int, out: TextIO) -> list[str]:
    outcome, unit = found.outcome, ", in points" if found.outcome.is_share else ""
    largest = max(abs(part.mean.value) for part in found.parts)
    letters = letters_for(out)
    rows = [("part", "mean", "", "95 % interval")]
    for part in found.parts:
        value, mark = part.mean.value, "" if part.mean.distinct else " *"
        name = textwrap.shorten(name_of(part.group), LONGEST, placeholder=" ...")
        bounds = f"{interval(outcome, part.mean)}{mark}"
        bar = signed_bar(value / largest if abs(value) >= HARDLY else 0.0, BAR, letters)
        rows.append((name, signed(outcome, value), bar, bounds))
    if len(found.parts) > 1:
        rows.append(("together", signed(outcome, found.change.value), "", interval(outcome, found.change)))
    head = textwrap.wrap(f"Change of {subject_of(outcome, found.month)}{unit}", width)
    lines = [*head, *aligned(rows, numbers=[1], indent=2)]
    return lines if all(part.mean.distinct for part in found.parts) else [*lines, "* not distinguishable from zero"]
