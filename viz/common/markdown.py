"""Parts of the pages of `docs/`: tables, paragraphs, and the line that says how a page was made."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from model.runs.manifest import hash_of, version

DOCS = Path(__file__).parents[2] / "docs"
WIDTH = 120
LETTERS = 12
"""Letters of a hash that are shown."""


def joined(*parts: str) -> str:
    """Parts of a page, one below the other."""
    return "\n\n".join(parts)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def bullets(lines: Iterable[str], otherwise: str = "none") -> str:
    """A list with a bullet for each line, or for what it says where there are none."""
    return "\n".join(f"- {line}" for line in list(lines) or [otherwise])


def prose(text: str) -> str:
    """A paragraph in lines of the usual length."""
    return textwrap.fill(text, WIDTH, break_on_hyphens=False)


def stamp(page: str, more: str = "") -> str:
    """Which code and seeds a page was made from, and by which options of `python -m viz.reports`."""
    code, seeds = hash_of("model", "*.py")[:LETTERS], hash_of("seeds", "*.yaml")[:LETTERS]
    made = f"Made by `python -m viz.reports {page}` with Tightrope {version('tightrope')}"
    return prose(f"{made} (sha256 of the code {code}..., of the seeds {seeds}...). Do not edit; run it again. {more}")
