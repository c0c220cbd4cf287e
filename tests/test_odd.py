"""The description of the model cannot drift from the model."""

from __future__ import annotations

from viz.odd import MARK, ODD, TABLES, filled


def test_tables_are_those_of_the_code() -> None:
    text = ODD.read_text(encoding="utf-8")
    assert filled(text) == text, "docs/ODD.md is out of date; run: python -m viz.odd"


def test_every_table_has_its_place() -> None:
    marked = [match[2] for match in MARK.finditer(ODD.read_text(encoding="utf-8"))]
    assert sorted(marked) == sorted(TABLES)
