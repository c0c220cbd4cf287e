"""What the command line says about why a move is made: bars of what changed, with mechanisms and paragraphs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TextIO

from experiments.explanation.move_reasons import MoveReasons, ReasonRow
from model.core.names import CAPITALS
from model.evidence.load import load_seeds
from model.story.phrases import month_in_words
from model.theory.theory import theory
from viz.common.summary import percent
from viz.terminal.chart import Letters, letters_for, signed_bar
from viz.terminal.why.trace import places, signed

BAR = 12
"""Letters of the longest bar on either side."""
LEAST = 0.005
"""Changes of less than this, on average, are summed up in one line."""


def reason_lines(found: MoveReasons, *, width: int, out: TextIO) -> list[str]:
    """The reasons of a move as lines of text: the largest change first, the small ones in one line, and their sum."""
    shown = [row for row in found.rows if abs(row.change) >= LEAST]
    rest = [row for row in found.rows if row not in shown]
    longest, letters = max((abs(row.change) for row in found.rows), default=1.0) or 1.0, letters_for(out)
    lines = [*textwrap.wrap(_head(found), width), ""]
    for row in shown:
        lines += _row(row, longest, letters, width, of_many=found.worlds > 1)
    lines += _rest(rest, longest, letters) if rest else []
    lines += [f"  {signed(found.change)}  {signed_bar(0.0, BAR, letters)}  change of its utility in all", ""]
    return [*lines, *textwrap.wrap(_foot(found), width)]


def _head(found: MoveReasons) -> str:
    owner = next(move.owner for move in theory().moves.values() if move.series == found.move)
    who = f"{CAPITALS[owner]} {found.label}"
    early, middle, late = (month_in_words(date) for date in found.dated)
    if found.worlds == 1 and found.of == 1:
        return f"{who}: world {found.numbers[0]} of {found.scenario}, {middle}."
    of = f"{found.worlds:,} of {found.of:,} worlds of {found.scenario}"
    if early == late:
        return f"{who}: {of} in {middle}."
    return f"{who}: {of}, first in {middle} (median; eight in ten between {early} and {late})."


def _row(row: ReasonRow, longest: float, letters: Letters, width: int, *, of_many: bool) -> Iterator[str]:
    cited = ", ".join(row.mechanisms)
    claims = {claim: None for key in row.parameters for claim in load_seeds().claims_of(key)}
    lead = f"  {signed(row.change)}  {signed_bar(row.change / longest, BAR, letters)}  "
    own = ", which only records its own earlier moves and is no reason" if row.records else ""
    yield from textwrap.wrap(
        f"{lead}{row.words}{own} ({cited}{places(claims)})", width, subsequent_indent=" " * len(lead)
    )
    if of_many:
        spread = f"nine in ten worlds {signed(row.low).strip()} to {signed(row.high).strip()}"
        yield f"{' ' * len(lead)}for it in {percent(row.share)} of them; {spread}"


def _rest(rest: list[ReasonRow], longest: float, letters: Letters) -> Iterator[str]:
    total = sum(row.change for row in rest)
    lead = f"  {signed(total)}  {signed_bar(total / longest, BAR, letters)}  "
    yield f"{lead}{'the rest' if len(rest) == 1 else f'the other {len(rest)} motives together'}"


def _foot(found: MoveReasons) -> str:
    left = []
    if found.ordered:
        left.append(f"worlds in which the scenario orders it: {found.ordered:,}")
    if found.at_once:
        left.append(f"worlds with no earlier month without it: {found.at_once:,}")
    mean = "mean over the worlds that make it; " if found.of > 1 else ""
    text = (
        "Each line: how much the change of a motive, against its mean over the months without the move among the 24 "
        f"before, added to the utility of the move ({mean}what speaks against it is negative)."
    )
    return text + (f" Left out: {'; '.join(left)}." if left else "")
