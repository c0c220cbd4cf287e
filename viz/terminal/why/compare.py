"""What the command line says of two scenarios compared: a sentence first, then tables."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import islice

from experiments.comparison.compare import Comparison
from viz.sentences.comparison_tables import Sheet, labels, sheets, side_lines
from viz.sentences.effect_text import binding_sentence, effect_sentence, second_line
from viz.terminal.tables import aligned

LEAST = 24
"""Columns that the first cells of a table have at least."""


def comparison_lines(found: Sequence[Comparison], *, width: int) -> list[str]:
    """Every comparison with its sentence, its second line, notes and tables; several one after the other."""
    lines: list[str] = []
    for one in found:
        if len(found) > 1:
            base, other = labels(one)
            lines += [*([""] if lines else []), f"== {other} against {base}", ""]
        lines += _block(one, width)
    return lines


def _block(found: Comparison, width: int) -> list[str]:
    texts = [effect_sentence(found), second_line(found), *(f"Note: {note}." for note in found.notes)]
    lines = [line for text in texts if text for line in [*textwrap.wrap(text, width), ""]]
    lines += [line for text in side_lines(found) for line in textwrap.wrap(text, width, subsequent_indent="   ")]
    for sheet in sheets(found):
        lines += ["", *sheet_lines(sheet, width)]
    acting = [f"{binding_sentence(one)}." for one in found.bindings]
    gone = [name for name in found.base.scenario.pressures if name not in found.other.scenario.pressures]
    acting += [f"B is without {', '.join(gone)}."] if gone else []
    rows = [line for text in acting for line in textwrap.wrap(text, width - 2, subsequent_indent="  ")]
    return [*lines, *(["", "How long each pressure acts", *(f"  {row}" for row in rows)] if rows else [])]


def sheet_lines(sheet: Sheet, width: int) -> list[str]:
    """A table whose first cells are broken where the line would be too long, and its note."""
    cells = [sheet.head, *sheet.rows]
    rest = sum(2 + max(len(row[place]) for row in cells) for place in range(1, len(sheet.head)))
    room = max(width - rest - 2, LEAST)
    rows = [sheet.head]
    for first, *others in sheet.rows:
        parts = textwrap.wrap(first, room, subsequent_indent="  ") or [""]
        rows += [(part, *([""] * len(others))) for part in islice(parts, len(parts) - 1)]
        rows.append((parts[-1], *others))
    table = aligned(rows, numbers=range(1, len(sheet.head)), indent=2) if sheet.rows else []
    return [*table, *(f"  {line}" for line in textwrap.wrap(sheet.note, width - 2))]
