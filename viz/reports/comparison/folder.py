"""The folder of a comparison: data, tables, figure and report, written whole or not at all, the same bytes each time.

save_comparisons(compare([...]), Path("comparison"), command="tightrope compare baseline s03_eu_sanctions_2017")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from experiments.comparison.compare import Comparison
from model.runs.manifest import as_json, manifest
from model.runs.save import check_place, whole_folder
from model.runs.tables import Column, write_table
from viz.common.words import two_decimals, without_nan
from viz.figures.comparison import comparison_figure
from viz.figures.frame import save_figure, svg_text
from viz.reports.comparison.report import report
from viz.sentences.compared import comparisons_as_plain
from viz.sentences.comparison_tables import labels

FORMAT = "tightrope comparison 1"
DATA = "differences.parquet"
OURS = (DATA, "comparison.json", "comparison*.svg", "columns.json", "log.json", "manifest.json", "report.html")
"""Names, and patterns of names, that the folder may hold; one with anything else in it is never replaced."""


def check_folder(folder: Path) -> None:
    """Refuse, before any work, a folder that could not be written at the end.

    Raises:
        SavingError: It is no folder, holds something other than a comparison, or cannot be written.
    """
    check_place(folder, OURS, form=FORMAT, what="a comparison")


def save_comparisons(found: Sequence[Comparison], folder: Path, *, command: str) -> Path:
    """Write comparisons with one scenario to a folder, in place of what a former one left there.

    Args:
        found: Comparisons with the same scenario.
        folder: Where to.
        command: What makes them again.

    Returns:
        The folder with `report.html`, `comparison.json`, a figure for each, `differences.parquet`, and a manifest.

    Raises:
        SavingError: The folder cannot be written, or holds something else.
    """
    check_folder(folder)
    with whole_folder(folder) as unfinished:
        pictures = []
        for number, one in enumerate(found, 1):
            name = "comparison.svg" if number == 1 else f"comparison-{number}.svg"
            save_figure(comparison_figure(one), unfinished / name)
            pictures.append(svg_text(comparison_figure(one, heading=False)))
        table, columns = differences_table(found)
        write_table(table, unfinished / DATA)
        plain = without_nan(comparisons_as_plain(found))
        texts = {
            "columns.json": as_json({DATA: [asdict(column) for column in columns]}),
            "comparison.json": as_json(plain, ordered=True),
            "manifest.json": as_json(_manifest(found, command), ordered=True),
            "report.html": report(found, pictures, command=command),
        }
        for name, text in texts.items():
            (unfinished / name).write_text(text, encoding="utf-8")
        check_folder(folder)
    return folder


def _manifest(found: Sequence[Comparison], command: str) -> dict[str, Any]:
    """Everything needed to get the comparisons again: all scenarios as they were run, worlds, seeds, code."""
    base = found[0].base
    scenarios = [base.scenario, *(one.other.scenario for one in found)]
    rest = {key: value for key, value in manifest(base).items() if key not in ("format", "scenario")}
    return {
        "format": FORMAT,
        "command": command,
        "margin": found[0].apart.margin,
        "scenarios": [one.resolved() for one in scenarios],
        **rest,
    }


def differences_table(found: Sequence[Comparison]) -> tuple[Any, list[Column]]:
    """The paired difference of alignment month by month: median, bands and shares, a row per month and comparison."""
    margin = two_decimals(found[0].apart.margin)
    rows = [_rows(one) for one in found]
    columns = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
    share = "Share of the worlds whose regime stands in both"
    described = [
        Column("a", "text", "", "Scenario that the other is compared with"),
        Column("b", "text", "", "The other scenario"),
        Column("month", "text", "YYYY-MM", "Month"),
        Column("median", "number", "1", "Median of the differences of alignment, world by world, b minus a"),
        *(
            Column(f"p{at:02}", "number", "1", f"{at} % of the differences lie at or below this")
            for at in (5, 25, 75, 95)
        ),
        Column("error", "number", "1", "Monte Carlo standard error of the median"),
        Column("west", "number", "1", f"{share} that are nearer the West by more than {margin}"),
        Column("moscow", "number", "1", f"{share} that are nearer Moscow by more than {margin}"),
        Column("fallen_a", "number", "1", "Share of the worlds whose regime has fallen in a"),
        Column("fallen_b", "number", "1", "Share of the worlds whose regime has fallen in b"),
        Column("worlds", "whole number", "", "Worlds whose regime stands in both"),
    ]
    return pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()}), described


def _rows(found: Comparison) -> dict[str, Any]:
    apart, (a, b) = found.apart, labels(found)
    fallen = found.fallen()
    return {
        "a": np.full(len(apart.months), a, dtype=object),
        "b": np.full(len(apart.months), b, dtype=object),
        "month": np.array(apart.months, dtype=object),
        "median": apart.median,
        "p05": apart.most.low,
        "p25": apart.half.low,
        "p75": apart.half.high,
        "p95": apart.most.high,
        "error": apart.error,
        "west": apart.above,
        "moscow": apart.below,
        "fallen_a": fallen[0],
        "fallen_b": fallen[1],
        "worlds": apart.pairs,
    }
